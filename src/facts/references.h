#ifndef FACTS_REFERENCES_H
#define FACTS_REFERENCES_H

#include "types/expression.h"

/* Reports every `@name` in a prose node that names no instance; code spans are passed over. */
void references_check(struct checker *checker, const struct ast_node *prose);

#endif
