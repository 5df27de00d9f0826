#ifndef RULES_GRAPH_H
#define RULES_GRAPH_H

/* A graph of signed links between numbered vertices, and what can be asked of it in linear time: where
 * walks lead and with which sign, and which vertices lie on loops. It knows nothing of models. */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* More leads to more, more leads to less, or either: it is not recorded which. */
enum polarity { POLARITY_SAME, POLARITY_OPPOSITE, POLARITY_OPEN };

struct graph_link {
    uint32_t from;
    uint32_t to;
    uint8_t sign; /* enum polarity */
    bool is_certain;
    uint32_t tag; /* the caller's number for it */
};

/* Links by where they come from, then where they lead, then sign: starts[v] to starts[v + 1]. Links
 * alike in all three are one, certain if any of them is. */
struct graph {
    uint32_t vertex_count;
    uint32_t link_count;
    struct graph_link *links;
    uint32_t *starts;
    uint32_t *back;        /* numbers of links by where they lead to */
    uint32_t *back_starts;
};

/* A graph of these links; the array is not kept. */
struct graph *graph_new(struct arena *arena, uint32_t vertex_count, const struct graph_link *links,
                        uint32_t link_count);

/* What walks from one vertex reach. Each vertex has two states: reached by an even number of opposite
 * links (2v) or by an odd one (2v + 1). */
struct graph_walks {
    uint32_t from;
    uint32_t *by;    /* by state: the last link of a shortest walk, plus one; 0: not reached */
    uint32_t *after; /* by state: the state before that link */
    uint32_t *queue; /* room for the search */
};

/* Room for walks in a graph. */
void graph_walks_init(struct graph_walks *walks, struct arena *arena, const struct graph *graph);

/* Follows all walks of one or more links from a vertex; with `only_certain`, over certain links with a
 * recorded sign. */
void graph_walk(const struct graph *graph, struct graph_walks *walks, uint32_t from, bool only_certain);

/* Whether a walk reaches the vertex, raising it (`opposite` false) or lowering it. */
bool graph_reaches(const struct graph_walks *walks, uint32_t to, bool opposite);

/* The links of a shortest such walk, in order; their number. `links` has room for all states. */
uint32_t graph_path(const struct graph_walks *walks, uint32_t to, bool opposite, uint32_t *links);

/* Strongly connected parts. */
struct graph_parts {
    uint32_t *part_of; /* by vertex */
    uint32_t *sizes;   /* by part */
    uint32_t count;
};

/* The strongly connected parts; with `only_certain`, as certain links join them. */
void graph_find_parts(const struct graph *graph, struct arena *arena, bool only_certain,
                      struct graph_parts *out);

/* Whether a vertex lies on a loop of whatever sign. */
bool graph_is_on_loop(const struct graph *graph, const struct graph_parts *parts, uint32_t vertex,
                      bool only_certain);

#endif
