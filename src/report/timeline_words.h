#ifndef REPORT_TIMELINE_WORDS_H
#define REPORT_TIMELINE_WORDS_H

#include "report/figure.h"

/* When an event was, with "(doubtful)" where it is, and who it was by, if that is not empty. */
struct text timeline_when(const struct figure_frame *frame, const struct timeline_event *event,
                          struct text who);

/* What the bracket of a group is called: A to Z, then A2 and so on. */
struct text timeline_group_name(struct arena *arena, uint32_t group);

/* Gives a timeline its words: its summary, then its events, then the groups that cannot be ordered. */
void timeline_say(struct figure *figure, const struct figure_frame *frame, const struct timeline *timeline,
                  uint32_t group_count, bool is_broken);

#endif
