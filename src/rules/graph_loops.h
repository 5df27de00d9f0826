#ifndef RULES_GRAPH_LOOPS_H
#define RULES_GRAPH_LOOPS_H

#include "rules/graph_search.h"

/* The bounds of the search for loops; the last is on the links it may look at. */
enum { LOOP_LONGEST = 8, LOOPS_MOST = 1000, LOOP_WORK_MOST = 100 * 1000 * 1000 };

/* A closed walk that meets no vertex twice, from its least vertex on. */
struct loop {
    uint32_t length;
    uint32_t links[LOOP_LONGEST];
    uint8_t sign; /* enum polarity: same is reinforcing, opposite balancing, open not recorded */
    bool is_certain;
};

/* The loops of a graph, in the order of their vertices. */
struct loops {
    VEC(struct loop) found;
    struct graph_parts parts;
    bool is_cut_short;      /* there may be more: as many were found, or as much was done, as is allowed */
    uint32_t largest_part;  /* vertices that all lead to one another */
    bool may_be_longer;     /* some part is large enough for loops longer than LOOP_LONGEST */
};

/* Finds the loops of at most LOOP_LONGEST links. */
void graph_find_loops(const struct graph *graph, struct arena *arena, struct loops *out);

/* The bounds of the search for paths; the last is on the links it may look at. */
enum { PATH_LONGEST = GRAPH_SEARCH_DEEPEST, PATH_WORK_MOST = 5 * 1000 * 1000 };

/* The shortest path of a sort; length 0: there is none. */
struct graph_path {
    uint32_t length;
    uint32_t links[PATH_LONGEST];
};

/* Paths, which meet no vertex twice, from one vertex to another. */
struct graph_paths {
    struct graph_path certain[2];                /* by sign: over certain links with recorded signs */
    struct graph_path possible[POLARITY_OPEN + 1]; /* by sign: over any links */
    bool is_complete;                            /* there are no others */
};

/* Finds the shortest paths of each sort among those of at most PATH_LONGEST links. */
void graph_find_paths(const struct graph *graph, struct arena *arena, uint32_t from, uint32_t to,
                      struct graph_paths *out);

#endif
