#ifndef TYPES_COVERAGE_H
#define TYPES_COVERAGE_H

#include "names/model.h"

/* Proves that the rows of a checked decision table leave no case out and, where it is `unique`, that no two
 * fit the same case; reports a case where they do, and rows that are never reached. */
void coverage_prove(struct session *session, const struct decision_table *table);

#endif
