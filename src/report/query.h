#ifndef REPORT_QUERY_H
#define REPORT_QUERY_H

#include "rules/interp.h"

/* What a query of a report selects, in its order: recorded instances for which its condition certainly
 * holds, or categories. The variable is left as it was; set it with query_bind. */
struct value query_run(struct interp *interp, const struct ast_query *query);

/* Gives the query's variable one of the values found. */
void query_bind(struct interp *interp, const struct ast_query *query, struct value value);

#endif
