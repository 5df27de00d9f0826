#ifndef FACTS_CHRONOLOGY_H
#define FACTS_CHRONOLOGY_H

#include "types/expression.h"

/* The dates that are told from other events: `3 weeks after @e4`. */

/* Whether a value is such a date, perhaps in doubt; false for NULL. */
bool chronology_is_relative(const struct ast_node *node);

/* The date that stands in for one that is not worked out yet: any day at all. */
struct date chronology_unsettled(void);

/* Works out all relative dates among some instances, and narrows the dates they are told from; reports
 * contradictions, and events that have no date to be told from. */
void chronology_settle(struct model *model, const struct instances *instances);

/* What a relative date that no instance holds leaves possible, once all others are settled. */
struct date chronology_date(struct session *session, const struct ast_node *node);

/* Where a field of an instance is given, or NULL. */
const struct ast_assign *chronology_find_assign(const struct instance *instance, const struct name *field);

#endif
