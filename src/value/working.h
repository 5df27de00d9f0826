#ifndef VALUE_WORKING_H
#define VALUE_WORKING_H

#include <stdbool.h>
#include <stdint.h>

/* The days off of some years, besides Saturdays and Sundays; days in order, none twice. */
struct working_calendar {
    const char *name;
    const int64_t *days_off; /* day numbers, as in value/date.h */
    uint32_t count;
    int64_t first; /* the first and the last day that it covers */
    int64_t last;
};

/* Whether people work on that day. */
bool working_is_day(const struct working_calendar *calendar, int64_t day);

/* The day so many working days after `day` (before it, where `count` is negative), `day` itself not
 * counted; beyond the calendar's years only Saturdays and Sundays are off. */
int64_t working_move(const struct working_calendar *calendar, int64_t day, int64_t count);

#endif
