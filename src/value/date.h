#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include "base/text.h"
#include "value/duration.h"
#include "value/truth.h"

#include <stdint.h>

struct buf;

/* How a date was written, and so how it is written again. */
enum date_precision {
    DATE_YEAR,
    DATE_MONTH,
    DATE_DAY,
    DATE_MINUTE,
    DATE_RANGE, /* `about …`, or worked out */
};

/* When something was, as far as known: a closed interval of civil minutes, minute 0 being
 * 1970-01-01T00:00, in the proleptic Gregorian years 1 to 9999. */
struct date {
    int64_t lo;
    int64_t hi;
    enum date_precision precision;
    int32_t about_days; /* above 0: `about D within so many days`; lo and hi are widened already */
};

/* A stretch of time; written ends belong to it whole (June 2000 from its first day), while a
 * DATE_RANGE as an end lies somewhere in its interval; an open end's date is never looked at. */
struct period {
    struct date from;
    struct date to;
    bool open_from;
    bool open_to;
};

enum within_direction { WITHIN_BEFORE, WITHIN_AFTER, WITHIN_OF };

/* What becomes of 31 January plus a month: nothing, the 28th, or 1 March. */
enum month_rounding { ROUND_NONE, ROUND_DOWN, ROUND_UP };

/* Reads 2007, 2007-03, 2007-03-XX, 2007-03-14, 2007-03-14T14:30; if false, `*why` says why not. */
bool date_parse(struct text text, struct date *out, const char **why);

/* Days from 1970-01-01 to that day; any year, month 1 to 12. */
int64_t date_day_number(int year, int month, int day);

/* The year, month and day of a day number. */
void date_from_day_number(int64_t day, int *year, int *month, int *day_of_month);

/* The length of a month. */
int date_days_in_month(int year, int month);

/* That one day. */
struct date date_of_day(int64_t day_number);

/* `about date within by`; false for working days without a calendar, negative parts, outside years 1 to
 * 9999. */
bool date_widen(struct date date, const struct duration *by, struct date *out);

/* `date + by`: months, then days, then minutes; false where a day may not exist and rounding is
 * none, where `by` has working days and no calendar, and outside the years 1 to 9999. */
bool date_add_duration(struct date date, struct duration by, enum month_rounding rounding,
                       struct date *out);

/* Completed years, least and most, negative before birth; born 29 February: older on 1 March. */
void date_age(struct date born, struct date on, int64_t *lo, int64_t *hi);

/* Whether `a` is before `b`: by days where neither has a time, otherwise by minutes. */
enum truth date_before(struct date a, struct date b);

/* Whether both are the same single day, or the same minute where either has a time. */
enum truth date_equal(struct date a, struct date b);

/* Whether `a` is within `by` before, after, or on either side of `b`; the same day counts. */
enum truth date_within(struct date a, const struct duration *by, enum within_direction direction,
                       struct date b);

/* The same of periods, or of a date as the period that is that date: all of `a` is to lie there, before the
 * first day of `b`, after its last one, or on either side of what is between. A date as a period keeps its
 * interval: give it as a DATE_RANGE. */
enum truth period_near(struct period a, const struct duration *by, enum within_direction direction,
                       struct period b);

/* Whether moving the date by so many working days, there or back, stays in the years of their calendar;
 * true where it moves by none. An end that nothing bounds does not count. */
bool date_is_covered(struct date date, const struct duration *by);

/* Whether the date lies in the period. */
enum truth date_in_period(struct date date, struct period period);

/* Whether the periods share any time. */
enum truth date_overlaps(struct period a, struct period b);

/* The stretch that a written date covers. */
struct period period_of_date(struct date date);

/* Whether all of `inner` lies in `outer`. */
enum truth period_within(struct period inner, struct period outer);

/* Writes `14 March 2007`, `March 2007`, `about 10 March 2007 (within 3 days)`, in words of a language. */
void date_print(struct buf *out, struct date date, const struct wording *words);

/* Writes `2007-03-14`, `about 2007-03-10 within 3 days`; what was worked out, as `date..date`. */
void date_print_source(struct buf *out, struct date date);

/* Writes `June 2000 to April 2001`, `from June 2000`, `until April 2001`. */
void period_print(struct buf *out, struct period period, const struct wording *words);

/* Writes `2000-06..2001-04`, `2000-06..`, `..2001-04`. */
void period_print_source(struct buf *out, struct period period);

#endif
