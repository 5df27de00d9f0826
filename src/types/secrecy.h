#ifndef TYPES_SECRECY_H
#define TYPES_SECRECY_H

#include "names/model.h"

/* The first confidential field that a checked expression reads: itself, through a measure or table, or
 * through a `let`; NULL where it reads none. */
const struct field *secrecy_find(const struct ast_node *node);

#endif
