#ifndef RULES_GRAPH_SEARCH_H
#define RULES_GRAPH_SEARCH_H

#include "base/vec.h"
#include "rules/graph.h"

/* A search for the ways from one vertex to another that meet no vertex twice. */
struct graph_search {
    const struct graph *graph;
    struct arena *arena;
    uint32_t target;
    uint32_t least;           /* only vertices from this one on */
    const uint32_t *part_of;  /* if given, only vertices of the target's part */
    uint32_t longest;         /* links at most; at most GRAPH_SEARCH_DEEPEST */
    uint32_t work_left;       /* links it may still look at */
    /* What is told of each way, its links in `path`; false: that was enough. */
    bool (*found)(struct graph_search *search, uint32_t length);
    void *context;
    uint32_t *path;
    bool is_cut_short;        /* not all ways were told */
    /* its own */
    bool *on_path;
    struct graph_distance *distances;
    uint32_t *queue;
    VEC(uint32_t) pending;
    uint32_t round;
};

enum { GRAPH_SEARCH_DEEPEST = 32 };

/* Takes memory for a search whose first members are filled in. */
void graph_search_init(struct graph_search *search, struct arena *arena, const struct graph *graph);

/* Tells all ways of one or more links from `start` to the target, in the order of their links. */
void graph_search_run(struct graph_search *search, uint32_t start);

#endif
