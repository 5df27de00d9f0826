/* Loops and paths with their signs. Loops are found as Johnson finds circuits: each from its least
 * vertex, within what is left of its strongly connected part. */
#include "rules/graph_loops.h"

#include <string.h>

/* What a row of links says as a whole. */
static uint8_t sign_of(const struct graph *graph, const uint32_t *links, uint32_t length, bool *is_certain)
{
    uint8_t sign = POLARITY_SAME;
    *is_certain = true;
    for (uint32_t i = 0; i < length; i++) {
        const struct graph_link *link = &graph->links[links[i]];
        *is_certain = *is_certain && link->is_certain;
        if (link->sign == POLARITY_OPEN || sign == POLARITY_OPEN)
            sign = POLARITY_OPEN;
        else
            sign ^= link->sign;
    }
    return sign;
}

/* Loops */

static bool add_loop(struct graph_search *search, uint32_t length)
{
    struct loops *loops = search->context;
    struct loop loop = { .length = length };
    if (loops->found.count == LOOPS_MOST)
        return false;
    memcpy(loop.links, search->path, length * sizeof *loop.links);
    loop.sign = sign_of(search->graph, loop.links, length, &loop.is_certain);
    VEC_PUSH(search->arena, &loops->found, loop);
    return true;
}

static void note_sizes(struct loops *loops)
{
    for (uint32_t i = 0; i < loops->parts.count; i++) {
        if (loops->parts.sizes[i] > loops->largest_part)
            loops->largest_part = loops->parts.sizes[i];
    }
    loops->may_be_longer = loops->largest_part > LOOP_LONGEST;
}

void graph_find_loops(const struct graph *graph, struct arena *arena, struct loops *out)
{
    *out = (struct loops){ .is_cut_short = false };
    graph_find_parts(graph, arena, false, &out->parts);
    note_sizes(out);
    struct graph_search search = {
        .part_of = out->parts.part_of,
        .longest = LOOP_LONGEST,
        .work_left = LOOP_WORK_MOST,
        .found = add_loop,
        .context = out,
    };
    graph_search_init(&search, arena, graph);
    for (uint32_t v = 0; v < graph->vertex_count && !search.is_cut_short; v++) {
        search.target = search.least = v;
        if (graph_is_on_loop(graph, &out->parts, v, false))
            graph_search_run(&search, v);
    }
    out->is_cut_short = search.is_cut_short;
}

/* Paths */

static void keep_shorter(struct graph_path *kept, const struct graph_search *search, uint32_t length)
{
    if (kept->length && kept->length <= length)
        return;
    kept->length = length;
    memcpy(kept->links, search->path, length * sizeof *kept->links);
}

static bool add_path(struct graph_search *search, uint32_t length)
{
    struct graph_paths *paths = search->context;
    bool is_certain;
    uint8_t sign = sign_of(search->graph, search->path, length, &is_certain);
    keep_shorter(&paths->possible[sign], search, length);
    if (is_certain && sign != POLARITY_OPEN)
        keep_shorter(&paths->certain[sign], search, length);
    return true;
}

/* How many vertices can be met on the way: those that both ends reach, along and against the links. */
static uint32_t count_between(const struct graph *graph, struct arena *arena, uint32_t from, uint32_t to)
{
    struct arena_mark mark = arena_mark(arena);
    unsigned char *met = ARENA_ARRAY(arena, unsigned char, graph->vertex_count);
    uint32_t *queue = ARENA_ARRAY(arena, uint32_t, graph->vertex_count);
    uint32_t queued = 0;
    uint32_t count = 0;
    met[from] = 1;
    queue[queued++] = from;
    for (uint32_t at = 0; at < queued; at++) {
        for (uint32_t i = graph->starts[queue[at]]; i < graph->starts[queue[at] + 1]; i++) {
            uint32_t next = graph->links[i].to;
            if (!met[next])
                queue[queued++] = next;
            met[next] = 1;
        }
    }
    queued = 0;
    queue[queued++] = to;
    met[to] |= 2;
    for (uint32_t at = 0; at < queued; at++) {
        count += (met[queue[at]] & 1) != 0;
        for (uint32_t i = graph->back_starts[queue[at]]; i < graph->back_starts[queue[at] + 1]; i++) {
            uint32_t next = graph->links[graph->back[i]].from;
            if (!(met[next] & 2))
                queue[queued++] = next;
            met[next] |= 2;
        }
    }
    arena_release(arena, mark);
    return count;
}

void graph_find_paths(const struct graph *graph, struct arena *arena, uint32_t from, uint32_t to,
                      struct graph_paths *out)
{
    *out = (struct graph_paths){ .is_complete = false };
    bool may_be_longer = count_between(graph, arena, from, to) > PATH_LONGEST;
    struct arena_mark mark = arena_mark(arena);
    struct graph_search search = {
        .target = to,
        .longest = PATH_LONGEST,
        .work_left = PATH_WORK_MOST,
        .found = add_path,
        .context = out,
    };
    graph_search_init(&search, arena, graph);
    graph_search_run(&search, from);
    out->is_complete = !search.is_cut_short && !may_be_longer;
    arena_release(arena, mark);
}
