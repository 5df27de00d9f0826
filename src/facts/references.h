#ifndef FACTS_REFERENCES_H
#define FACTS_REFERENCES_H

#include "types/expression.h"

/* Reports every `@name` in a prose node that names no instance; code spans are passed over. */
void references_check(struct checker *checker, const struct ast_node *prose);

/* The relative date that a value is, perhaps in doubt; NULL where it is none or `node` is NULL. */
const struct ast_relative *references_relative(const struct ast_node *node);

/* The date that a relative date (`3 weeks after @e4`) leaves possible, from the dates of the events it
 * names; any day at all where those are not recorded. The network of all such dates is for later. */
struct date references_date(const struct ast_relative *relative, unsigned depth);

#endif
