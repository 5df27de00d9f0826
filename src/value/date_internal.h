#ifndef VALUE_DATE_INTERNAL_H
#define VALUE_DATE_INTERNAL_H

#include "value/date.h"

/* What the date_*.c files share; nobody else includes this. */

enum { DAY_MINUTES = 24 * 60 };

/* The first and last day of the calendar: 0001-01-01 and 9999-12-31. */
enum { DAY_FIRST = -719162, DAY_LAST = 2932896 };

#define MINUTE_FIRST ((int64_t)DAY_FIRST * DAY_MINUTES)
#define MINUTE_LAST ((int64_t)DAY_LAST * DAY_MINUTES + DAY_MINUTES - 1)

/* A closed interval of days or of minutes. */
struct stretch {
    int64_t lo;
    int64_t hi;
};

/* The quotient rounded down. */
static inline int64_t date_floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The day a minute lies in. */
static inline int64_t date_day_of(int64_t minute)
{
    return date_floor_divide(minute, DAY_MINUTES);
}

/* The first minute of the minute's day. */
static inline int64_t date_day_start(int64_t minute)
{
    return date_day_of(minute) * DAY_MINUTES;
}

/* The last minute of the minute's day. */
static inline int64_t date_day_end(int64_t minute)
{
    return date_day_start(minute) + DAY_MINUTES - 1;
}

/* Whether the date says a time of day: whole days do not. */
static inline bool date_has_time(struct date date)
{
    return date.precision == DATE_MINUTE || date.lo != date_day_start(date.lo) ||
           date.hi != date_day_end(date.hi);
}

/* Whether nothing bounds the date from below (above): a range that reaches the calendar's end. */
static inline bool date_is_open_below(struct date date)
{
    return date.precision == DATE_RANGE && date.lo == MINUTE_FIRST;
}

static inline bool date_is_open_above(struct date date)
{
    return date.precision == DATE_RANGE && date.hi == MINUTE_LAST;
}

/* The precision with which the interval is one year, month, day or minute; else DATE_RANGE. */
enum date_precision date_shape(int64_t lo, int64_t hi);

/* The day moved by months (a day that does not exist: down, or ROUND_UP) and then by days; may
 * leave the calendar. */
int64_t date_move_day(int64_t day, const struct duration *by, enum month_rounding rounding);

/* The least stretch of civil minutes that may be shown so many minutes after those of `from`. */
struct stretch date_pass(struct stretch from, int64_t minutes);

/* The least stretch that holds every minute of `from` moved so; may leave the calendar. */
struct stretch date_move(struct stretch from, const struct duration *by,
                         enum month_rounding rounding);

#endif
