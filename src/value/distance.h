#ifndef VALUE_DISTANCE_H
#define VALUE_DISTANCE_H

#include "value/date.h"

/* How far one moment lies from another: a duration of one unit. Days and longer units go from day to day,
 * minutes and hours from minute to minute. Where a month lacks the day, each way of rounding is possible,
 * unless one is written. */
struct distance {
    struct duration by;
    enum month_rounding rounding;
    bool in_minutes; /* without a duration: the same minute; else the same day */
};

/* The bounds of what has none: the first and last minute of the calendar. */
#define DISTANCE_NO_LEAST INT64_C(-1035593280)
#define DISTANCE_NO_MOST INT64_C(4223371679)

/* The least minute at that distance from `from` or later. What is not bounded stays so; may leave the
 * calendar. */
int64_t distance_least(const struct distance *distance, int64_t from);

/* The greatest minute at that distance from `from` or earlier. */
int64_t distance_most(const struct distance *distance, int64_t from);

/* The least minute from which `to` or something later can be reached. */
int64_t distance_least_back(const struct distance *distance, int64_t to);

/* The greatest minute from which `to` or something earlier can be reached. */
int64_t distance_most_back(const struct distance *distance, int64_t to);

/* Whether going from one minute to the other stays in the years of the calendar of working days, if the
 * distance has one. */
bool distance_is_covered(const struct distance *distance, int64_t from, int64_t to);

#endif
