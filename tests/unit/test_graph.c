/* Guards src/rules/graph*: walks, parts, loops and paths of signed graphs, each against a plain search
 * over random small graphs (GRAPH_SEED and GRAPH_ROUNDS may be set; the seed is printed), against every
 * way of deciding what is unknown, and on graphs that are large or dense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/graph_loops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VERTICES_MOST = 10, LINKS_MOST = 24, DEFAULT_ROUNDS = 2000 };

static uint64_t random_state;

static uint32_t below(uint32_t limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

static unsigned rounds(void)
{
    const char *wanted = getenv("GRAPH_ROUNDS");
    return wanted ? (unsigned)strtoul(wanted, NULL, 10) : DEFAULT_ROUNDS;
}

static void begin(void)
{
    const char *seed = getenv("GRAPH_SEED");
    random_state = seed ? strtoull(seed, NULL, 10) : 20110510;
    printf("# seed %llu\n", (unsigned long long)random_state);
}

static struct graph *random_graph(struct arena *arena, uint32_t vertices, uint32_t links)
{
    struct graph_link made[LINKS_MOST];
    for (uint32_t i = 0; i < links; i++) {
        uint32_t sign = below(5);
        made[i] = (struct graph_link){ below(vertices), below(vertices),
                                       (uint8_t)(sign < 2 ? POLARITY_SAME : sign < 4 ? POLARITY_OPPOSITE
                                                                                     : POLARITY_OPEN),
                                       below(6) != 0, i };
    }
    return graph_new(arena, vertices, made, links);
}

static struct graph *any_graph(struct arena *arena)
{
    uint32_t vertices = 1 + below(VERTICES_MOST);
    return random_graph(arena, vertices, below(LINKS_MOST + 1));
}

/* Making */

static void test_links_are_sorted_and_merged(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    const struct graph_link links[] = {
        { 1, 0, POLARITY_SAME, false, 0 }, { 0, 1, POLARITY_OPPOSITE, true, 1 },
        { 1, 0, POLARITY_SAME, true, 2 },  { 1, 0, POLARITY_OPEN, true, 3 },
    };
    struct graph *graph = graph_new(arena, 2, links, 4);
    assert_int_equal(graph->link_count, 3);
    assert_int_equal(graph->links[0].tag, 1);
    assert_int_equal(graph->links[1].tag, 2); /* the certain one of two alike */
    assert_true(graph->links[1].is_certain);
    assert_int_equal(graph->links[2].sign, POLARITY_OPEN);
    arena_free(arena);
}

/* Walks: against the closure of the double cover, link by link until nothing is new. */

static bool may_use(const struct graph_link *link, bool only_certain)
{
    return !only_certain || (link->is_certain && link->sign != POLARITY_OPEN);
}

/* Whether walks from `from` reach each state, the slow way. */
static void close_walks(const struct graph *graph, uint32_t from, bool only_certain, bool *reached)
{
    memset(reached, 0, 2 * (size_t)graph->vertex_count);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < graph->link_count; i++) {
            const struct graph_link *link = &graph->links[i];
            for (uint32_t odd = 0; odd < 2; odd++) {
                bool here = reached[2 * link->from + odd] || (link->from == from && !odd);
                for (uint32_t flip = 0; here && flip < 2; flip++) {
                    bool fits = link->sign == POLARITY_OPEN || link->sign == flip;
                    bool *to = &reached[2 * link->to + (odd ^ flip)];
                    if (!fits || !may_use(link, only_certain) || *to)
                        continue;
                    *to = changed = true;
                }
            }
        }
    }
}

static void check_path_of_walk(const struct graph *graph, const struct graph_walks *walks, uint32_t to,
                               bool opposite)
{
    uint32_t links[2 * VERTICES_MOST];
    uint32_t count = graph_path(walks, to, opposite, links);
    unsigned flips = 0;
    bool open = false;
    assert_in_range(count, 1, 2 * graph->vertex_count);
    assert_int_equal(graph->links[links[0]].from, walks->from);
    assert_int_equal(graph->links[links[count - 1]].to, to);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(i == 0 || graph->links[links[i]].from == graph->links[links[i - 1]].to);
        flips += graph->links[links[i]].sign == POLARITY_OPPOSITE;
        open = open || graph->links[links[i]].sign == POLARITY_OPEN;
    }
    assert_true(open || flips % 2 == opposite);
}

static void test_walks(void **state)
{
    (void)state;
    begin();
    for (unsigned round = 0; round < rounds(); round++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph *graph = any_graph(arena);
        struct graph_walks walks;
        bool reached[2 * VERTICES_MOST];
        graph_walks_init(&walks, arena, graph);
        for (uint32_t which = 0; which < 2 * graph->vertex_count; which++) {
            graph_walk(graph, &walks, which / 2, which & 1);
            close_walks(graph, which / 2, which & 1, reached);
            for (uint32_t end = 0; end < 2 * graph->vertex_count; end++) {
                assert_int_equal(graph_reaches(&walks, end / 2, end & 1), reached[end]);
                if (reached[end])
                    check_path_of_walk(graph, &walks, end / 2, end & 1);
            }
        }
        arena_free(arena);
    }
}

/* Parts: two vertices are in one part if each reaches the other. */

static void check_parts(const struct graph *graph, struct arena *arena, bool only_certain)
{
    bool reach[VERTICES_MOST][VERTICES_MOST] = { { false } };
    uint32_t n = graph->vertex_count;
    for (uint32_t i = 0; i < graph->link_count; i++)
        reach[graph->links[i].from][graph->links[i].to] |= !only_certain || graph->links[i].is_certain;
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t i = 0; i < n * n; i++)
            reach[i / n][i % n] |= reach[i / n][k] && reach[k][i % n];
    }
    struct graph_parts parts;
    graph_find_parts(graph, arena, only_certain, &parts);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t size = 0;
        for (uint32_t j = 0; j < n; j++) {
            bool together = i == j || (reach[i][j] && reach[j][i]);
            assert_int_equal(parts.part_of[i] == parts.part_of[j], together);
            size += together;
        }
        assert_int_equal(parts.sizes[parts.part_of[i]], size);
        assert_int_equal(graph_is_on_loop(graph, &parts, i, only_certain), reach[i][i]);
    }
}

static void test_parts(void **state)
{
    (void)state;
    begin();
    for (unsigned round = 0; round < rounds(); round++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph *graph = any_graph(arena);
        check_parts(graph, arena, false);
        check_parts(graph, arena, true);
        arena_free(arena);
    }
}

/* Loops and paths: against a depth-first search that never looks ahead. */

struct naive {
    const struct graph *graph;
    uint32_t target;
    uint32_t least;
    uint32_t path[VERTICES_MOST];
    bool on_path[VERTICES_MOST];
    void (*found)(struct naive *naive, uint32_t length);
    void *context;
};

static void naive_search(struct naive *naive, uint32_t vertex, uint32_t length)
{
    naive->on_path[vertex] = true;
    for (uint32_t i = naive->graph->starts[vertex]; i < naive->graph->starts[vertex + 1]; i++) {
        uint32_t to = naive->graph->links[i].to;
        naive->path[length] = i;
        if (to == naive->target)
            naive->found(naive, length + 1);
        else if (!naive->on_path[to] && to >= naive->least)
            naive_search(naive, to, length + 1);
    }
    naive->on_path[vertex] = false;
}

static uint8_t naive_sign(const struct naive *naive, uint32_t length, bool *certain)
{
    unsigned counts[POLARITY_OPEN + 1] = { 0 };
    *certain = true;
    for (uint32_t i = 0; i < length; i++) {
        counts[naive->graph->links[naive->path[i]].sign]++;
        *certain = *certain && naive->graph->links[naive->path[i]].is_certain;
    }
    return counts[POLARITY_OPEN]               ? POLARITY_OPEN
           : counts[POLARITY_OPPOSITE] % 2 ? POLARITY_OPPOSITE
                                           : POLARITY_SAME;
}

struct expected_loops {
    const struct loops *loops;
    uint32_t next;
    bool longer;
};

static void expect_loop(struct naive *naive, uint32_t length)
{
    struct expected_loops *expected = naive->context;
    bool certain;
    if (length > LOOP_LONGEST) {
        expected->longer = true;
        return;
    }
    if (expected->next >= LOOPS_MOST)
        return;
    assert_true(expected->next < expected->loops->found.count);
    const struct loop *loop = &expected->loops->found.items[expected->next++];
    assert_int_equal(loop->length, length);
    assert_memory_equal(loop->links, naive->path, length * sizeof *loop->links);
    assert_int_equal(loop->sign, naive_sign(naive, length, &certain));
    assert_int_equal(loop->is_certain, certain);
}

static void test_loops(void **state)
{
    (void)state;
    begin();
    size_t found = 0;
    for (unsigned round = 0; round < rounds(); round++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph *graph = any_graph(arena);
        struct loops loops;
        graph_find_loops(graph, arena, &loops);
        struct expected_loops expected = { &loops, 0, false };
        for (uint32_t v = 0; v < graph->vertex_count; v++) {
            struct naive naive = { .graph = graph, .target = v, .least = v, .found = expect_loop,
                                   .context = &expected };
            naive_search(&naive, v, 0);
        }
        assert_int_equal(expected.next, loops.found.count);
        assert_false(loops.is_cut_short && loops.found.count < LOOPS_MOST);
        assert_true(loops.may_be_longer || !expected.longer);
        found += loops.found.count;
        arena_free(arena);
    }
    printf("# %zu loops\n", found);
    assert_true(found > 0);
}

/* The shortest length of each sort. */
struct expected_paths {
    uint32_t certain[2];
    uint32_t possible[POLARITY_OPEN + 1];
};

static void expect_path(struct naive *naive, uint32_t length)
{
    struct expected_paths *expected = naive->context;
    bool certain;
    uint8_t sign = naive_sign(naive, length, &certain);
    if (!expected->possible[sign] || length < expected->possible[sign])
        expected->possible[sign] = length;
    if (certain && sign != POLARITY_OPEN && (!expected->certain[sign] || length < expected->certain[sign]))
        expected->certain[sign] = length;
}

static void test_paths(void **state)
{
    (void)state;
    begin();
    for (unsigned round = 0; round < rounds(); round++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph *graph = any_graph(arena);
        struct graph_paths paths;
        struct expected_paths expected = { { 0 }, { 0 } };
        uint32_t from = below(graph->vertex_count);
        uint32_t to = below(graph->vertex_count);
        struct naive naive = { .graph = graph, .target = to, .found = expect_path, .context = &expected };
        naive_search(&naive, from, 0);
        graph_find_paths(graph, arena, from, to, &paths);
        assert_true(paths.is_complete);
        for (int sign = 0; sign <= POLARITY_OPEN; sign++) {
            assert_int_equal(paths.possible[sign].length, expected.possible[sign]);
            if (sign < POLARITY_OPEN)
                assert_int_equal(paths.certain[sign].length, expected.certain[sign]);
        }
        arena_free(arena);
    }
}

/* Soundness: decide every doubt and every sign in any way, and what was certain holds, and nothing holds
 * that was not possible. */

enum { UNKNOWN_MOST = 5 };

/* The graph with doubts decided by the bits of `decision`; a sign that is not recorded takes one more. */
static struct graph *decide(struct arena *arena, const struct graph *graph, unsigned decision, unsigned *bits)
{
    struct graph_link links[LINKS_MOST];
    uint32_t count = 0;
    *bits = 0;
    for (uint32_t i = 0; i < graph->link_count; i++) {
        struct graph_link link = graph->links[i];
        bool is_there = link.is_certain || decision >> (*bits)++ & 1;
        if (link.sign == POLARITY_OPEN)
            link.sign = decision >> (*bits)++ & 1;
        link.is_certain = true;
        if (is_there)
            links[count++] = link;
    }
    return graph_new(arena, graph->vertex_count, links, count);
}

static void check_between(const struct graph *graph, const struct graph *decided, struct arena *arena)
{
    struct graph_walks certain;
    struct graph_walks possible;
    struct graph_walks actual;
    graph_walks_init(&certain, arena, graph);
    graph_walks_init(&possible, arena, graph);
    graph_walks_init(&actual, arena, decided);
    for (uint32_t from = 0; from < graph->vertex_count; from++) {
        graph_walk(graph, &certain, from, true);
        graph_walk(graph, &possible, from, false);
        graph_walk(decided, &actual, from, true);
        for (uint32_t end = 0; end < 2 * graph->vertex_count; end++) {
            bool is = graph_reaches(&actual, end / 2, end & 1);
            assert_true(is || !graph_reaches(&certain, end / 2, end & 1));
            assert_true(!is || graph_reaches(&possible, end / 2, end & 1));
        }
    }
}

static void test_soundness(void **state)
{
    (void)state;
    begin();
    unsigned tried = 0;
    for (unsigned round = 0; round < rounds() / 4; round++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph *graph = random_graph(arena, 5, 9);
        unsigned bits = 0;
        decide(arena, graph, 0, &bits);
        for (unsigned decision = 0; bits <= UNKNOWN_MOST && decision < 1u << bits; decision++, tried++)
            check_between(graph, decide(arena, graph, decision, &bits), arena);
        arena_free(arena);
    }
    printf("# %u decisions\n", tried);
    assert_true(tried > 0);
}

/* Bounds */

static struct graph *complete_graph(struct arena *arena, uint32_t vertices)
{
    struct graph_link *links = ARENA_ARRAY(arena, struct graph_link, (size_t)vertices * vertices);
    uint32_t count = 0;
    for (uint32_t i = 0; i < vertices * vertices; i++) {
        if (i / vertices != i % vertices)
            links[count++] = (struct graph_link){ i / vertices, i % vertices, i % 2, true, i };
    }
    return graph_new(arena, vertices, links, count);
}

static void test_complete_graph_is_cut_short(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct loops loops;
    graph_find_loops(complete_graph(arena, 12), arena, &loops);
    assert_int_equal(loops.found.count, LOOPS_MOST);
    assert_true(loops.is_cut_short);
    assert_true(loops.may_be_longer);
    struct graph_paths paths;
    graph_find_paths(complete_graph(arena, 40), arena, 0, 1, &paths);
    assert_false(paths.is_complete);
    assert_int_equal(paths.possible[POLARITY_OPPOSITE].length + paths.possible[POLARITY_SAME].length > 0, 1);
    arena_free(arena);
}

/* Of a ring longer than the bound no loop is found, and that there may be one is said. */
static void test_ring(void **state)
{
    (void)state;
    for (uint32_t size = 1; size <= 200000; size = size < 12 ? size + 1 : size * 100) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct graph_link *links = ARENA_ARRAY(arena, struct graph_link, size);
        struct loops loops;
        for (uint32_t i = 0; i < size; i++)
            links[i] = (struct graph_link){ i, (i + 1) % size, i == 0, true, i };
        graph_find_loops(graph_new(arena, size, links, size), arena, &loops);
        assert_int_equal(loops.found.count, size <= LOOP_LONGEST);
        assert_int_equal(loops.may_be_longer, size > LOOP_LONGEST);
        assert_int_equal(loops.largest_part, size);
        assert_false(loops.is_cut_short);
        if (loops.found.count)
            assert_int_equal(loops.found.items[0].sign, POLARITY_OPPOSITE);
        arena_free(arena);
    }
}

/* Sanitizers take several times as long; the bound is for the program as it is built. */
static void expect_under(clock_t from, double seconds, const char *what)
{
    double took = (double)(clock() - from) / CLOCKS_PER_SEC;
    printf("# %s: %.3f s\n", what, took);
#if !defined __SANITIZE_ADDRESS__
    assert_true(took < seconds);
#else
    (void)seconds;
#endif
}

static void test_large_graph_is_fast(void **state)
{
    (void)state;
    enum { VERTICES = 30000, LINKS = 100000 };
    begin();
    struct arena *arena = arena_new(0, NULL, NULL);
    struct graph_link *links = ARENA_ARRAY(arena, struct graph_link, LINKS);
    for (uint32_t i = 0; i < LINKS; i++)
        links[i] = (struct graph_link){ below(VERTICES), below(VERTICES), (uint8_t)below(2), true, i };
    clock_t from = clock();
    struct graph *graph = graph_new(arena, VERTICES, links, LINKS);
    struct graph_walks walks;
    uint32_t reached = 0;
    graph_walks_init(&walks, arena, graph);
    graph_walk(graph, &walks, 0, true);
    for (uint32_t state_of = 0; state_of < 2 * VERTICES; state_of++)
        reached += graph_reaches(&walks, state_of / 2, state_of & 1);
    expect_under(from, 1, "polarity over 100,000 links");
    assert_true(reached > VERTICES);
    from = clock();
    struct loops loops;
    graph_find_loops(graph, arena, &loops);
    expect_under(from, 5, "loops over 100,000 links");
    assert_true(loops.found.count > 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links_are_sorted_and_merged),
        cmocka_unit_test(test_walks),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_loops),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_soundness),
        cmocka_unit_test(test_complete_graph_is_cut_short),
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_large_graph_is_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
