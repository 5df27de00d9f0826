#ifndef TYPES_STRATA_H
#define TYPES_STRATA_H

#include "names/model.h"

/* Puts every derived kind into a stratum, so that what a rule asks the absence or number of is worked out
 * before; reports rules that rest on themselves in a circle, and defaults that rest on rules. */
void strata_assign(struct model *model);

/* Whether a field tells one conclusion from another: its values are things, categories, yes or no. What
 * is left (numbers, dates, durations, texts) says more of the conclusion that they make. */
bool field_is_identity(const struct field *field);

#endif
