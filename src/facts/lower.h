#ifndef FACTS_LOWER_H
#define FACTS_LOWER_H

#include "types/expression.h"

/* Works out the values of parameters, checked already. */
void lower_parameters(struct model *model);

/* Fills the slots of every instance from its text: types, cardinality, mandatory fields,
 * parents. Says which case each instance belongs to. */
void lower_facts(struct model *model);

/* The value of a node that needs no working out (a literal, a name), checked already; anything else is
 * reported. `doubtful` is set where the value is marked so. */
struct value lower_constant(struct session *session, const struct ast_node *node, bool *doubtful);

/* The value as a field of this type holds it: a date where only a period fits is the period of its days; a
 * text where prose is wanted is prose. */
struct value lower_fit(struct session *session, struct value value, const struct type *type);

#endif
