/* Ways without repetition, depth first. Johnson, who finds circuits so, asks before each step whether a
 * way on is open; where lengths are bounded, it matters how long that way is: it is measured anew, around
 * the path so far. So no step is in vain, and two finds are never more than a few passes apart. */
#include "rules/graph_search.h"

/* How far a vertex is from the target, along links backwards; `round` says which measuring it is of. */
struct graph_distance {
    uint32_t round;
    uint32_t links;
};

void graph_search_init(struct graph_search *search, struct arena *arena, const struct graph *graph)
{
    search->graph = graph;
    search->arena = arena;
    search->path = ARENA_ARRAY(arena, uint32_t, search->longest);
    search->on_path = ARENA_ARRAY(arena, bool, graph->vertex_count);
    search->distances = ARENA_ARRAY(arena, struct graph_distance, graph->vertex_count);
    search->queue = ARENA_ARRAY(arena, uint32_t, graph->vertex_count);
}

static bool is_inside(const struct graph_search *search, uint32_t vertex)
{
    const uint32_t *part_of = search->part_of;
    return vertex >= search->least && (!part_of || part_of[vertex] == part_of[search->target]);
}

static void spend(struct graph_search *search, uint32_t links)
{
    if (links > search->work_left)
        search->is_cut_short = true;
    else
        search->work_left -= links;
}

static void measure_from(struct graph_search *search, uint32_t vertex, uint32_t *queued)
{
    const struct graph *graph = search->graph;
    uint32_t end = graph->back_starts[vertex + 1];
    spend(search, end - graph->back_starts[vertex]);
    for (uint32_t i = graph->back_starts[vertex]; i < end; i++) {
        uint32_t from = graph->links[graph->back[i]].from;
        if (search->on_path[from] || search->distances[from].round == search->round ||
            !is_inside(search, from))
            continue;
        search->distances[from] =
            (struct graph_distance){ search->round, search->distances[vertex].links + 1 };
        search->queue[(*queued)++] = from;
    }
}

/* Measures how far each vertex off the path is from the target, as far as `most` links. */
static void measure(struct graph_search *search, uint32_t most)
{
    uint32_t queued = 0;
    search->round++;
    search->queue[queued++] = search->target;
    search->distances[search->target] = (struct graph_distance){ search->round, 0 };
    for (uint32_t at = 0; at < queued && !search->is_cut_short; at++) {
        if (search->distances[search->queue[at]].links == most)
            break;
        measure_from(search, search->queue[at], &queued);
    }
}

/* Notes the links from `vertex` from which the target is reached in at most `left` links, the first
 * included. */
static void find_ways(struct graph_search *search, uint32_t vertex, uint32_t left)
{
    const struct graph *graph = search->graph;
    measure(search, left - 1);
    spend(search, graph->starts[vertex + 1] - graph->starts[vertex]);
    for (uint32_t i = graph->starts[vertex]; i < graph->starts[vertex + 1]; i++) {
        const struct graph_distance *distance = &search->distances[graph->links[i].to];
        if (distance->round == search->round && distance->links < left)
            VEC_PUSH(search->arena, &search->pending, i);
    }
}

/* The path so far has `length` links and ends at `vertex`; never deeper than GRAPH_SEARCH_DEEPEST. */
static void extend(struct graph_search *search, uint32_t vertex, uint32_t length)
{
    uint32_t first = search->pending.count;
    search->on_path[vertex] = true;
    find_ways(search, vertex, search->longest - length);
    uint32_t end = search->pending.count;
    for (uint32_t i = first; i < end && !search->is_cut_short; i++) {
        uint32_t to = search->graph->links[search->pending.items[i]].to;
        search->path[length] = search->pending.items[i];
        if (to != search->target)
            extend(search, to, length + 1);
        else if (!search->found(search, length + 1))
            search->is_cut_short = true;
    }
    search->pending.count = first;
    search->on_path[vertex] = false;
}

void graph_search_run(struct graph_search *search, uint32_t start)
{
    extend(search, start, 0);
}
