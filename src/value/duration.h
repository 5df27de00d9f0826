#ifndef VALUE_DURATION_H
#define VALUE_DURATION_H

#include "base/text.h"
#include "value/truth.h"

#include <stdint.h>

struct wording;

struct buf;
struct working_calendar;

/* A length of time, its parts kept apart since a month has no fixed number of days; a day is 1440
 * civil minutes, a year twelve months; a date can be moved by working days only with their calendar. */
struct duration {
    int64_t months;
    int64_t days;
    int64_t minutes;
    int64_t working_days;
    const struct working_calendar *calendar; /* NULL until a date is to be moved */
};

/* The greatest absolute value of each part. */
enum { DURATION_MOST = 1000000000 };

enum duration_unit {
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR,
    UNIT_WORKING_DAY,
};

/* So many of a unit; false where that is more than a duration may hold. */
bool duration_of(int64_t count, enum duration_unit unit, struct duration *out);

/* Finds the unit that a word names (`day`, `days`, …, `working day`, `working days`). */
bool duration_unit_find(struct text word, enum duration_unit *out);

/* Whether `a` is shorter than `b`; unknown where it depends on which months are meant. */
enum truth duration_compare_less(struct duration a, struct duration b);

/* Whether both are equally long; unknown where it depends on which months are meant. */
enum truth duration_equal(struct duration a, struct duration b);

/* The sum, part by part; false where a part leaves its bounds. */
bool duration_add(struct duration a, struct duration b, struct duration *out);

/* The duration backwards, part by part; false where a part leaves its bounds. */
bool duration_negate(struct duration a, struct duration *out);

/* Writes `3 weeks`, `2 years 3 months`, `1 day 20 minutes`, `2 working days`, in words of a language. */
void duration_print(struct buf *out, struct duration duration, const struct wording *words);

#endif
