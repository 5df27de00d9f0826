#ifndef RULES_COVERAGE_H
#define RULES_COVERAGE_H

#include "rules/interp.h"

enum { COVERED_TRUE = 1, COVERED_FALSE = 2, COVERED_UNKNOWN = 4 };

/* How often things came out one way or the other while tests ran: conditions, rows of tables, checks and
 * rules, each by its node. */
struct coverage {
    struct arena *arena;
    struct covered { const struct ast_node *node; unsigned ways; } *slots;
    uint32_t count;
    uint32_t size;
};

/* An empty record. */
struct coverage *coverage_new(struct arena *arena);

/* The ways a node came out, as COVERED_ bits; 0 where it was never asked. */
unsigned coverage_of(const struct coverage *coverage, const struct ast_node *node);

#endif
