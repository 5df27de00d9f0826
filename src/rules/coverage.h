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

/* Something that no test decided both ways. */
struct gap {
    const char *what; /* "check", "rule", "row" or "condition" */
    struct text name; /* its name, or its own words */
    struct span span;
    struct text lacks; /* "never spoke", "was never false" */
};

/* What tests decided of the checks, rules and tables of some modules. */
struct coverage_report {
    VEC(struct gap) gaps; /* of checks, then rules, then tables, each in the order of the text */
    struct tally { uint32_t decided, all; } checks, rules, rows, conditions;
};

/* Goes through what the modules declare that `is_asked` says yes to. */
struct coverage_report coverage_report(struct model *model, const struct coverage *coverage,
                                       bool (*is_asked)(const struct model *model,
                                                        const struct module *module));

#endif
