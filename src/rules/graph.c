/* Signed graphs: sorted links, walks by breadth-first search of the double cover, strongly connected
 * parts after Tarjan. Nothing here recurs, so a chain of a million links is as good as any other. */
#include "rules/graph.h"

#include <stdlib.h>
#include <string.h>

/* Making */

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_ends(const struct graph_link *a, const struct graph_link *b)
{
    if (a->from != b->from)
        return COMPARE(a->from, b->from);
    return a->to != b->to ? COMPARE(a->to, b->to) : COMPARE(a->sign, b->sign);
}

static int compare_links(const void *left, const void *right)
{
    const struct graph_link *a = left;
    const struct graph_link *b = right;
    int order = compare_ends(a, b);
    if (order)
        return order;
    return a->is_certain != b->is_certain ? b->is_certain - a->is_certain : COMPARE(a->tag, b->tag);
}

/* Of links alike the first stays: a certain one, if there is one. */
static uint32_t merge(struct graph_link *links, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!kept || compare_ends(&links[kept - 1], &links[i]) != 0)
            links[kept++] = links[i];
    }
    return kept;
}

static void index_links(struct graph *graph, struct arena *arena)
{
    graph->starts = ARENA_ARRAY(arena, uint32_t, (size_t)graph->vertex_count + 2);
    graph->back_starts = ARENA_ARRAY(arena, uint32_t, (size_t)graph->vertex_count + 2);
    graph->back = ARENA_ARRAY(arena, uint32_t, graph->link_count);
    for (uint32_t i = 0; i < graph->link_count; i++) {
        graph->starts[graph->links[i].from + 1]++;
        graph->back_starts[graph->links[i].to + 2]++;
    }
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        graph->starts[v + 1] += graph->starts[v];
        graph->back_starts[v + 1] += graph->back_starts[v];
    }
    /* filling moves each start, kept one place further on, to where it belongs */
    for (uint32_t i = 0; i < graph->link_count; i++)
        graph->back[graph->back_starts[graph->links[i].to + 1]++] = i;
}

struct graph *graph_new(struct arena *arena, uint32_t vertex_count, const struct graph_link *links,
                        uint32_t link_count)
{
    struct graph *graph = ARENA_NEW(arena, struct graph);
    graph->vertex_count = vertex_count;
    graph->links = ARENA_ARRAY(arena, struct graph_link, link_count);
    if (link_count) {
        memcpy(graph->links, links, link_count * sizeof *links);
        qsort(graph->links, link_count, sizeof *links, compare_links);
    }
    graph->link_count = merge(graph->links, link_count);
    index_links(graph, arena);
    return graph;
}

/* Walks */

static const uint32_t NO_STATE = UINT32_MAX;

void graph_walks_init(struct graph_walks *walks, struct arena *arena, const struct graph *graph)
{
    size_t states = 2 * (size_t)graph->vertex_count;
    walks->from = NO_STATE;
    walks->by = ARENA_ARRAY(arena, uint32_t, states);
    walks->after = ARENA_ARRAY(arena, uint32_t, states);
    walks->queue = ARENA_ARRAY(arena, uint32_t, states);
}

/* The first vertex counts as reached only by a walk that comes back to it. */
struct walking {
    const struct graph *graph;
    struct graph_walks *walks;
    uint32_t queued;
    bool only_certain;
};

static void reach(struct walking *walking, uint32_t state, uint32_t link, uint32_t after)
{
    struct graph_walks *walks = walking->walks;
    if (walks->by[state])
        return;
    walks->by[state] = link + 1;
    walks->after[state] = after;
    walks->queue[walking->queued++] = state;
}

static void step(struct walking *walking, uint32_t vertex, uint32_t odd, uint32_t after)
{
    const struct graph *graph = walking->graph;
    for (uint32_t i = graph->starts[vertex]; i < graph->starts[vertex + 1]; i++) {
        const struct graph_link *link = &graph->links[i];
        if (walking->only_certain && (!link->is_certain || link->sign == POLARITY_OPEN))
            continue;
        uint32_t flips = link->sign == POLARITY_OPPOSITE;
        reach(walking, 2 * link->to + (odd ^ flips), i, after);
        if (link->sign == POLARITY_OPEN)
            reach(walking, 2 * link->to + (odd ^ 1), i, after);
    }
}

void graph_walk(const struct graph *graph, struct graph_walks *walks, uint32_t from, bool only_certain)
{
    struct walking walking = { graph, walks, 0, only_certain };
    memset(walks->by, 0, 2 * (size_t)graph->vertex_count * sizeof *walks->by);
    walks->from = from;
    step(&walking, from, 0, NO_STATE);
    for (uint32_t i = 0; i < walking.queued; i++)
        step(&walking, walks->queue[i] / 2, walks->queue[i] & 1, walks->queue[i]);
}

bool graph_reaches(const struct graph_walks *walks, uint32_t to, bool opposite)
{
    return walks->by[2 * to + opposite] != 0;
}

uint32_t graph_path(const struct graph_walks *walks, uint32_t to, bool opposite, uint32_t *links)
{
    uint32_t count = 0;
    for (uint32_t state = 2 * to + opposite; state != NO_STATE; state = walks->after[state])
        links[count++] = walks->by[state] - 1;
    for (uint32_t i = 0; i < count / 2; i++) {
        uint32_t swapped = links[i];
        links[i] = links[count - 1 - i];
        links[count - 1 - i] = swapped;
    }
    return count;
}

/* Strongly connected parts */

struct tarjan {
    const struct graph *graph;
    struct graph_parts *parts;
    uint32_t *number; /* by vertex, in the order of discovery, from 1 */
    uint32_t *low;
    uint32_t *next;   /* the link to look at next */
    uint32_t *path;   /* from the root to the vertex at hand */
    uint32_t *open;   /* discovered, and not yet in a part */
    uint32_t open_count;
    uint32_t discovered;
    bool only_certain;
};

static void discover(struct tarjan *tarjan, uint32_t vertex)
{
    tarjan->number[vertex] = tarjan->low[vertex] = ++tarjan->discovered;
    tarjan->next[vertex] = tarjan->graph->starts[vertex];
    tarjan->open[tarjan->open_count++] = vertex;
}

static void close_part(struct tarjan *tarjan, uint32_t root)
{
    struct graph_parts *parts = tarjan->parts;
    uint32_t vertex;
    do {
        vertex = tarjan->open[--tarjan->open_count];
        parts->part_of[vertex] = parts->count;
        parts->sizes[parts->count]++;
        tarjan->low[vertex] = UINT32_MAX; /* no longer open */
    } while (vertex != root);
    parts->count++;
}

/* Goes along one link of the vertex at hand; NO_STATE, or the vertex discovered. */
static uint32_t follow(struct tarjan *tarjan, uint32_t vertex)
{
    const struct graph_link *link = &tarjan->graph->links[tarjan->next[vertex]++];
    if (tarjan->only_certain && !link->is_certain)
        return NO_STATE;
    if (!tarjan->number[link->to])
        return link->to;
    if (tarjan->low[link->to] != UINT32_MAX && tarjan->number[link->to] < tarjan->low[vertex])
        tarjan->low[vertex] = tarjan->number[link->to];
    return NO_STATE;
}

static void search_from(struct tarjan *tarjan, uint32_t root)
{
    uint32_t length = 0;
    tarjan->path[length++] = root;
    discover(tarjan, root);
    while (length) {
        uint32_t vertex = tarjan->path[length - 1];
        if (tarjan->next[vertex] < tarjan->graph->starts[vertex + 1]) {
            uint32_t to = follow(tarjan, vertex);
            if (to == NO_STATE)
                continue;
            tarjan->path[length++] = to;
            discover(tarjan, to);
            continue;
        }
        length--;
        uint32_t low = tarjan->low[vertex];
        if (low == tarjan->number[vertex])
            close_part(tarjan, vertex);
        else if (low < tarjan->low[tarjan->path[length - 1]])
            tarjan->low[tarjan->path[length - 1]] = low;
    }
}

void graph_find_parts(const struct graph *graph, struct arena *arena, bool only_certain,
                      struct graph_parts *out)
{
    uint32_t count = graph->vertex_count;
    out->part_of = ARENA_ARRAY(arena, uint32_t, count);
    out->sizes = ARENA_ARRAY(arena, uint32_t, count);
    out->count = 0;
    struct arena_mark mark = arena_mark(arena);
    struct tarjan tarjan = {
        .graph = graph,
        .parts = out,
        .number = ARENA_ARRAY(arena, uint32_t, count),
        .low = ARENA_ARRAY(arena, uint32_t, count),
        .next = ARENA_ARRAY(arena, uint32_t, count),
        .path = ARENA_ARRAY(arena, uint32_t, count),
        .open = ARENA_ARRAY(arena, uint32_t, count),
        .only_certain = only_certain,
    };
    for (uint32_t v = 0; v < count; v++) {
        if (!tarjan.number[v])
            search_from(&tarjan, v);
    }
    arena_release(arena, mark);
}

bool graph_is_on_loop(const struct graph *graph, const struct graph_parts *parts, uint32_t vertex,
                      bool only_certain)
{
    if (parts->sizes[parts->part_of[vertex]] > 1)
        return true;
    for (uint32_t i = graph->starts[vertex]; i < graph->starts[vertex + 1]; i++) {
        if (graph->links[i].to == vertex && (graph->links[i].is_certain || !only_certain))
            return true;
    }
    return false;
}
