#ifndef REPORT_GRAPHVIZ_H
#define REPORT_GRAPHVIZ_H

#include "report/figure.h"

/* Nodes in rows, and links between them. */
struct graphviz_graph {
    const uint32_t *rows; /* by node */
    uint32_t node_count;
    uint32_t row_count;
    const struct diagram_link *links;
    uint32_t link_count;
};

/* Asks the `dot` program where each node should stand, from left to right; false where there is no such
 * program, or it does not answer in time or not in its own language. */
bool graphviz_order(struct arena *arena, const char *program, const struct graphviz_graph *graph,
                    int64_t *keys);

/* What `dot` is given: numbers, never a word of the model. */
struct text graphviz_question(struct arena *arena, const struct graphviz_graph *graph);

/* Reads what `dot -Tplain` answers; false where a node is missing or something is out of place. */
bool graphviz_read(struct text answer, uint32_t node_count, int64_t *keys);

/* The `dot` of this machine, looked for in fixed folders; where there is none, the first of them. */
const char *graphviz_find(void);

#endif
