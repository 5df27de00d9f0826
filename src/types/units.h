#ifndef TYPES_UNITS_H
#define TYPES_UNITS_H

#include "types/type.h"

struct diag;

/* Adds to a message about two operands that do not fit how to mend a slip of units, where it is one. */
void units_help(struct session *session, struct diag *diag, const struct ast_binary *binary,
                const struct type *left, const struct type *right);

#endif
