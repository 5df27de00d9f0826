#ifndef RULES_DERIVE_H
#define RULES_DERIVE_H

#include "rules/conclusions.h"

/* Runs all rules of the model over the interpreter's facts, stratum by stratum, until nothing new
 * follows; the conclusions become instances of their kinds. Sets interp->failed after an error. */
void derive_run(struct interp *interp);

/* The values of `fields` that a `conclude` or `expect` gives, in slots of their kind, worked out with the
 * variables as they are; what is not given is VALUE_NONE. */
struct value *derive_slots(struct interp *interp, const struct kind *kind, const struct ast_list *clauses);

#endif
