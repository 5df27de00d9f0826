#ifndef REPORT_QUERY_H
#define REPORT_QUERY_H

#include "base/vec.h"
#include "rules/interp.h"

/* What a query of a report selects, in its order: recorded instances for which its condition certainly
 * holds, or categories. The variable is left as it was; set it with query_bind. */
struct value query_run(struct interp *interp, const struct ast_query *query);

/* Gives the query's variable one of the values found. */
void query_bind(struct interp *interp, const struct ast_query *query, struct value value);

/* Some of what was found that has the same words. */
struct query_group {
    struct text words;
    VEC(struct value) members;
};

struct query_groups {
    struct query_group *items;
    uint32_t count;
    uint32_t capacity;
};

/* What was found, grouped by the words of an expression; groups come in the order of their first members. */
struct query_groups query_group(struct interp *interp, const struct ast_query *query, struct value found,
                                const struct ast_node *by);

#endif
