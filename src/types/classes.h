#ifndef TYPES_CLASSES_H
#define TYPES_CLASSES_H

#include "types/condition.h"

/* Divides the values of an axis into classes that none of its questions tells apart, one value of each
 * kept, and answers every question for every class; false where that needs more than `work_most`. */
bool classes_find(struct session *session, struct axis *axis, uint64_t work_most, uint64_t *work);

/* The truth of a question about something that has this value. */
enum truth question_answer(const struct formula *question, struct value value);

#endif
