#ifndef TYPES_SECRECY_H
#define TYPES_SECRECY_H

#include "names/model.h"

/* The first confidential field that a checked expression reads: itself, through a measure or table, through a
 * `let`, or through what rules conclude; NULL where it reads none. */
const struct field *secrecy_find(const struct ast_node *node);

/* Whether what a field says is not to be shown: it is confidential, or a rule gives it what is. */
bool secrecy_conceals(const struct field *field);

/* The first confidential field that decides whether a check or rule comes to its end, or where it points;
 * what its message says is not looked at. */
const struct field *secrecy_find_in_steps(const struct ast_list *steps);

/* Finds out which measures, tables and derived kinds rest on confidential fields: they are confidential, too.
 * Before it was called, what they rest on is not found. */
void secrecy_spread(struct model *model);

#endif
