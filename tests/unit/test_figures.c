/* Figures: that text never overlaps, whatever is drawn; that words fit their widths; and what is asked of
 * Graphviz, what of its answer is believed, and that a child that hangs is ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/child.h"
#include "report/figure.h"
#include "report/graphviz.h"
#include "report/svg.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define assert_text(text, string) assert_true(text_equal((text), text_of(string)))

_Noreturn static void no_memory(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static struct arena *new_arena(void)
{
    return arena_new(0, no_memory, NULL);
}

static uint32_t random_below(uint32_t *seed, uint32_t limit)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(*seed >> 8) * limit) >> 24);
}

/* Words of any length: short ones, long unbroken ones, several scripts, and what means something in XML. */
static struct text random_title(struct arena *arena, uint32_t *seed)
{
    static const char *const words[] = {
        "the", "visit", "was", "made", "social worker", "Donaudampfschiffahrtsgesellschaftskapitaensmuetze",
        "<script>", "]]>", "&amp;", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "\xE4\xBC\x9A\xE8\xAD\xB0", "Llanfairpwllgwyngyll",
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "i",
    };
    struct buf out;
    buf_init(&out, arena);
    for (uint32_t count = random_below(seed, 12) + 1; count > 0; count--)
        buf_printf(&out, "%s%s", out.length ? " " : "",
                   words[random_below(seed, sizeof words / sizeof *words)]);
    return buf_get(&out);
}

static void assert_cut(const struct figure *figure, uint32_t seed, const char *what);

static void assert_apart(const struct figure *figure, uint32_t seed, const char *what)
{
    assert_cut(figure, seed, what);
    for (uint32_t i = 0; i < figure->labels.count; i++) {
        const struct box *a = &figure->labels.items[i];
        bool is_inside = a->x >= 0 && a->y >= 0 && a->x + a->width <= figure->drawing.width &&
                         a->y + a->height <= figure->drawing.height;
        if (!is_inside)
            fail_msg("%s, seed %u: label %u lies outside (%d %d %d %d)", what, seed, i, a->x, a->y, a->width,
                     a->height);
        for (uint32_t k = 0; k < i; k++) {
            const struct box *b = &figure->labels.items[k];
            if (a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
                b->y < a->y + a->height)
                fail_msg("%s, seed %u: labels %u (%d %d %d %d) and %u (%d %d %d %d) overlap", what, seed, k,
                         b->x,
                         b->y, b->width, b->height, i, a->x, a->y, a->width, a->height);
        }
    }
}

/* Where a long drawing is cut for paper, there are no words, and each part fits on a page. */
static void assert_cut(const struct figure *figure, uint32_t seed, const char *what)
{
    int32_t before = 0;
    int32_t most = 900 * figure->drawing.width / SVG_WIDTH;
    for (uint32_t i = 0; i < figure->drawing.cuts.count; i++) {
        int32_t cut = figure->drawing.cuts.items[i];
        for (uint32_t k = 0; k < figure->labels.count; k++) {
            const struct box *label = &figure->labels.items[k];
            if (label->y < cut && cut < label->y + label->height)
                fail_msg("%s, seed %u: the cut at %d goes through words", what, seed, cut);
        }
        assert_in_range(cut - before, 1, most);
        before = cut;
    }
    assert_in_range(figure->drawing.height - before, 0, most);
}

/* Timelines */

static void fill_event(struct arena *arena, struct timeline_event *event, uint32_t lanes, int64_t lo,
                       uint32_t *seed)
{
    static const int64_t lengths[] = { 0, 1439, 1439, 30 * 1440, 365 * 1440, 20 * 1440 };
    *event = (struct timeline_event){ .title = random_title(arena, seed), .when = TEXT("8 March 2010"),
                                      .lo = lo };
    event->hi = lo + lengths[random_below(seed, 6)];
    event->shape = (enum timeline_shape)random_below(seed, 3);
    event->sure_lo = event->lo;
    event->sure_hi = random_below(seed, 2) ? event->hi : event->lo;
    event->open_lo = event->shape == TIMELINE_PERIOD && random_below(seed, 5) == 0;
    event->open_hi = event->shape == TIMELINE_PERIOD && random_below(seed, 5) == 0;
    event->is_doubtful = random_below(seed, 4) == 0;
    event->lanes = ARENA_ARRAY(arena, uint32_t, 2);
    event->lane_count = 1;
    event->who = ARENA_ARRAY(arena, struct text, 2);
    event->who[0] = random_below(seed, 3) ? TEXT("") : random_title(arena, seed);
    event->lanes[0] = random_below(seed, lanes);
}

static struct timeline random_timeline(struct arena *arena, uint32_t *seed)
{
    struct timeline timeline = { .lane_count = random_below(seed, 5) + 1,
                                 .count = random_below(seed, 55) + 1 };
    struct text *lanes = ARENA_ARRAY(arena, struct text, timeline.lane_count);
    uint32_t step = random_below(seed, 4);
    int64_t lo = (int64_t)random_below(seed, 40000) * 1440;
    timeline.events = ARENA_ARRAY(arena, struct timeline_event, timeline.count);
    for (uint32_t i = 0; i < timeline.lane_count; i++)
        lanes[i] = random_title(arena, seed);
    timeline.lanes = lanes;
    for (uint32_t i = 0; i < timeline.count; i++) {
        fill_event(arena, &timeline.events[i], timeline.lane_count, lo, seed);
        lo += step == 0 ? 0 : (int64_t)random_below(seed, step * step * 60) * 1440 / (step == 1 ? 20 : 1);
    }
    return timeline;
}

static void test_timelines(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 300; seed++) {
        struct arena *arena = new_arena();
        uint32_t random = seed;
        struct figure_frame frame = { arena, TEXT("f1_"), words_get(seed % 2 ? TEXT("en") : TEXT("cy")) };
        struct timeline timeline = random_timeline(arena, &random);
        struct figure figure = timeline_draw(&frame, &timeline);
        assert_apart(&figure, seed, "timeline");
        assert_true(figure.details.count >= timeline.count);
        arena_free(arena);
    }
}

/* The other figures */

static struct diagram random_diagram(struct arena *arena, uint32_t *seed)
{
    static const struct text sides[] = { { "Helped", 6 }, { "Hindered", 8 } };
    struct diagram diagram = { .node_count = random_below(seed, 40) + 2, .link_count = random_below(seed, 60),
                               .band_count = random_below(seed, 8) + 1, .sides = sides, .side_count = 2 };
    struct text *bands = ARENA_ARRAY(arena, struct text, diagram.band_count);
    diagram.nodes = ARENA_ARRAY(arena, struct diagram_node, diagram.node_count);
    diagram.links = ARENA_ARRAY(arena, struct diagram_link, diagram.link_count + 1);
    for (uint32_t i = 0; i < diagram.band_count; i++)
        bands[i] = random_title(arena, seed);
    for (uint32_t i = 0; i < diagram.node_count; i++) {
        struct diagram_node *node = &diagram.nodes[i];
        *node = (struct diagram_node){ .title = random_title(arena, seed),
                                       .note = random_title(arena, seed) };
        node->band = random_below(seed, diagram.band_count);
        node->side = random_below(seed, 3) ? random_below(seed, 2) : NO_SIDE;
        node->strength = random_below(seed, 4);
        node->strength_word = TEXT("Strong");
        node->is_target = random_below(seed, 3) == 0;
    }
    for (uint32_t i = 0; i < diagram.link_count; i++)
        diagram.links[i] = (struct diagram_link){ random_below(seed, diagram.node_count),
                                                  random_below(seed, diagram.node_count),
                                                  (enum link_sign)(random_below(seed, 3) + 1),
                                                          random_below(seed, 5) == 0 };
    diagram.bands = bands;
    diagram.head = random_title(arena, seed);
    diagram.node_word = diagram.target_word = TEXT("Episode");
    return diagram;
}

static void test_diagrams(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 300; seed++) {
        struct arena *arena = new_arena();
        uint32_t random = seed;
        struct figure_frame frame = { arena, TEXT("f1_"), words_get(seed % 2 ? TEXT("en") : TEXT("cy")) };
        struct diagram diagram = random_diagram(arena, &random);
        struct figure figure = factor_map_draw(&frame, &diagram);
        assert_apart(&figure, seed, "factors");
        figure = fishbone_draw(&frame, &diagram);
        assert_apart(&figure, seed, "fishbone");
        figure = loops_draw(&frame, &diagram);
        assert_apart(&figure, seed, "loops");
        figure = accimap_draw(&frame, &diagram);
        assert_apart(&figure, seed, "accimap");
        arena_free(arena);
    }
}

/* Words */

static void test_wrapping(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    for (uint32_t seed = 1; seed <= 2000; seed++) {
        uint32_t random = seed;
        struct text title = random_title(arena, &random);
        int32_t width = (int32_t)random_below(&random, 300) + 40;
        struct wrapped wrapped = svg_wrap(arena, title, SVG_SIZE, seed % 2 == 0, width);
        assert_in_range(wrapped.count, 1, SVG_LINES_MOST);
        if (wrapped.width > width)
            fail_msg("seed %u: a line of %d units in %d", seed, wrapped.width, width);
    }
    struct wrapped plain = svg_wrap(arena, TEXT("one two  three\nfour"), SVG_SIZE, false, 60);
    assert_int_equal(plain.count, 3);
    assert_text(plain.lines[0], "one two");
    assert_text(plain.lines[1], "three");
    assert_text(plain.lines[2], "four");
    assert_int_equal(svg_wrap(arena, TEXT(""), SVG_SIZE, false, 60).count, 0);
    arena_free(arena);
}

static void test_measures(void **state)
{
    (void)state;
    assert_true(svg_measure(TEXT("iiii"), 14, false) < svg_measure(TEXT("mmmm"), 14, false));
    assert_true(svg_measure(TEXT("bold"), 14, false) < svg_measure(TEXT("bold"), 14, true));
    assert_int_equal(svg_measure(TEXT(""), 14, false), 0);
    assert_int_equal(svg_root(0), 0);
    assert_int_equal(svg_root(15), 3);
    assert_int_equal(svg_root(16), 4);
    assert_int_equal(svg_root(1000000000000), 1000000);
}

/* Graphviz */

static void test_graphviz(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    static const uint32_t rows[] = { 0, 0, 1 };
    static const struct diagram_link links[] = { { 0, 2, LINK_PLAIN, false }, { 2, 1, LINK_PLAIN, false },
                                                 { 0, 1, LINK_PLAIN, false } };
    struct graphviz_graph graph = { rows, 3, 2, links, 3 };
    int64_t keys[3] = { 0 };
    struct text question = graphviz_question(arena, &graph);
    assert_non_null(memmem(question.bytes, question.length, "n0 -> n2;\n", 10));
    assert_non_null(memmem(question.bytes, question.length, "n2 -> n1 [constraint=false];\n", 29));
    assert_null(memmem(question.bytes, question.length, "n0 -> n1", 8));
    assert_true(graphviz_read(TEXT("graph 1 2 3\nnode n0 3.25 1 1 1 \"\" solid box black lightgrey\n"
                                   "node r0 1 1 1 1 \"\" invis box black lightgrey\n"
                                   "node n2 -0.5 1 1 1\nnode n1 12 0 1 1\nedge n0 n2 4 1 1\nstop\n"), 3, keys));
    assert_int_equal(keys[0], 3250);
    assert_int_equal(keys[1], 12000);
    assert_int_equal(keys[2], -500);
    assert_false(graphviz_read(TEXT("node n0 1 1\nnode n1 2 1\n"), 3, keys));
    assert_false(graphviz_read(TEXT("node n7 1 1\n"), 3, keys));
    assert_false(graphviz_read(TEXT("node n0 nan 1\n"), 3, keys));
    assert_false(graphviz_read(TEXT("node n0 1e9 1\n"), 3, keys));
    assert_false(graphviz_read(TEXT(""), 3, keys));
    assert_false(graphviz_order(arena, "/nowhere/dot", &graph, keys));
    arena_free(arena);
}

static void test_children(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    struct arena *arena = new_arena();
    struct text answer;
    struct buf large;
    buf_init(&large, arena);
    buf_repeat(&large, 'x', 300000);
    const char *const cat[] = { "/bin/cat", NULL };
    const char *const sleep[] = { "/bin/sleep", "30", NULL };
    const char *const fails[] = { "/bin/false", NULL };
    const char *const nothing[] = { "/nowhere/at/all", NULL };
    assert_true(child_ask(arena, cat, TEXT("to and fro"), 5000, 1000, &answer));
    assert_text(answer, "to and fro");
    assert_true(child_ask(arena, cat, buf_get(&large), 5000, 1000000, &answer));
    assert_int_equal(answer.length, 300000);
    assert_false(child_ask(arena, cat, buf_get(&large), 5000, 1000, &answer));
    assert_false(child_ask(arena, sleep, TEXT(""), 100, 1000, &answer));
    assert_false(child_ask(arena, fails, TEXT("unread"), 5000, 1000, &answer));
    assert_false(child_ask(arena, nothing, TEXT(""), 5000, 1000, &answer));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timelines), cmocka_unit_test(test_diagrams), cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_measures),  cmocka_unit_test(test_graphviz), cmocka_unit_test(test_children),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
