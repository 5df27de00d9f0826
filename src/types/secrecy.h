#ifndef TYPES_SECRECY_H
#define TYPES_SECRECY_H

#include "names/model.h"

/* The first confidential field that a checked expression reads: itself, through a measure or table, through a
 * `let`, or through what rules conclude; NULL where it reads none. */
const struct field *secrecy_find(const struct ast_node *node);

/* Finds out which derived kinds rest on confidential fields: their conclusions are confidential, too. */
void secrecy_spread(struct model *model);

#endif
