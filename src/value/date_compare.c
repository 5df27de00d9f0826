/* What can be said of two dates, three-valued and exact: true where it holds of every pair of
 * moments the dates may mean, false where of none, else unknown.
 *
 * Which moments: where neither date has a time, days; then two equal days are equal and neither is
 * before the other. Where either has a time, minutes; a whole day then may mean any of its minutes,
 * so 14 March 14:30 may or may not be before "14 March", and may or may not be equal to it.
 * `within` counts in days ("the same day counts"), unless the duration has hours or minutes: then in the
 * minutes that passed, which are not those that clocks showed where clocks were changed in between. */
#include "value/date.h"

#include "value/clock.h"
#include "value/date_internal.h"

static enum truth truth_of(bool is_certain, bool is_possible)
{
    return is_certain ? TRUTH_TRUE : is_possible ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static struct stretch in_minutes(struct date date)
{
    return (struct stretch){ date.lo, date.hi };
}

static struct stretch in_days(struct date date)
{
    return (struct stretch){ date_day_of(date.lo), date_day_of(date.hi) };
}

static enum truth stretch_before(struct stretch a, struct stretch b)
{
    return truth_of(a.hi < b.lo, a.lo < b.hi);
}

static enum truth stretch_equal(struct stretch a, struct stretch b)
{
    return truth_of(a.lo == a.hi && b.lo == b.hi && a.lo == b.lo, a.lo <= b.hi && b.lo <= a.hi);
}

enum truth date_before(struct date a, struct date b)
{
    if (date_has_time(a) || date_has_time(b))
        return stretch_before(in_minutes(a), in_minutes(b));
    return stretch_before(in_days(a), in_days(b));
}

enum truth date_equal(struct date a, struct date b)
{
    if (date_has_time(a) || date_has_time(b))
        return stretch_equal(in_minutes(a), in_minutes(b));
    return stretch_equal(in_days(a), in_days(b));
}

/* Within */

static struct stretch in_instants(struct stretch minutes)
{
    return (struct stretch){ clock_first_instant(minutes.lo), clock_last_instant(minutes.hi) };
}

/* Where `b` may come to lie when moved, day by day or instant by instant. */
static struct stretch move(struct date b, const struct duration *by, bool by_minutes)
{
    if (by_minutes) {
        struct duration rest = *by;
        rest.minutes = 0;
        struct stretch moved = in_instants(date_move(in_minutes(b), &rest, ROUND_DOWN));
        return (struct stretch){ moved.lo + by->minutes, moved.hi + by->minutes };
    }
    struct stretch days = in_days(b);
    return (struct stretch){ date_move_day(days.lo, by, ROUND_DOWN),
                             date_move_day(days.hi, by, ROUND_DOWN) };
}

/* Whether `b` is not before `a`; days, unless both have times: then 10:00 is not after 14:30. */
static enum truth is_at_or_before(struct date a, struct date b, bool by_minutes)
{
    bool has_times = date_has_time(a) && date_has_time(b);
    if (has_times && by_minutes)
        return truth_not(stretch_before(in_instants(in_minutes(b)), in_instants(in_minutes(a))));
    if (has_times)
        return truth_not(stretch_before(in_minutes(b), in_minutes(a)));
    return truth_not(stretch_before(in_days(b), in_days(a)));
}

static bool is_backwards(const struct duration *by)
{
    return by->months <= 0 && by->days <= 0 && by->minutes <= 0 && by->working_days <= 0 &&
           (by->months < 0 || by->days < 0 || by->minutes < 0 || by->working_days < 0);
}

static enum truth is_not_too_early(struct date a, const struct duration *by, struct date b)
{
    struct duration back = { 0 };
    bool by_minutes = by->minutes != 0;
    duration_negate(*by, &back);
    return truth_not(stretch_before(by_minutes ? in_instants(in_minutes(a)) : in_days(a),
                                    move(b, &back, by_minutes)));
}

static enum truth is_not_too_late(struct date a, const struct duration *by, struct date b)
{
    bool by_minutes = by->minutes != 0;
    return truth_not(stretch_before(move(b, by, by_minutes),
                                    by_minutes ? in_instants(in_minutes(a)) : in_days(a)));
}

static bool can_move(const struct duration *by)
{
    struct duration back;
    return !(by->working_days && !by->calendar) && duration_negate(*by, &back);
}

/* For each b the fitting a are an unbroken stretch that holds b itself; so the two conditions may
 * be judged apart, and `and` of the two truths is exact. */
enum truth date_within(struct date a, const struct duration *by, enum within_direction direction,
                       struct date b)
{
    if (!can_move(by))
        return TRUTH_UNKNOWN;
    if (is_backwards(by))
        return TRUTH_FALSE;
    bool by_minutes = by->minutes != 0;
    switch (direction) {
    case WITHIN_BEFORE:
        return truth_and(is_not_too_early(a, by, b), is_at_or_before(a, b, by_minutes));
    case WITHIN_AFTER:
        return truth_and(is_at_or_before(b, a, by_minutes), is_not_too_late(a, by, b));
    case WITHIN_OF:
        break;
    }
    return truth_and(is_not_too_early(a, by, b), is_not_too_late(a, by, b));
}

/* Periods */

/* The minutes at which a period may begin and may end. */
struct ends {
    struct stretch start;
    struct stretch end;
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A written month or day begins the period with its first minute; of a range, any day (or any
 * minute, where it has times) may be the first. */
static struct stretch get_start(struct period period)
{
    if (period.open_from)
        return (struct stretch){ INT64_MIN, INT64_MIN };
    struct date from = period.from;
    if (from.precision != DATE_RANGE)
        return (struct stretch){ from.lo, from.lo };
    return (struct stretch){ from.lo, date_has_time(from) ? from.hi : date_day_start(from.hi) };
}

static struct stretch get_end(struct period period)
{
    if (period.open_to)
        return (struct stretch){ INT64_MAX, INT64_MAX };
    struct date to = period.to;
    if (to.precision != DATE_RANGE)
        return (struct stretch){ to.hi, to.hi };
    return (struct stretch){ date_has_time(to) ? to.lo : date_day_end(to.lo), to.hi };
}

/* Beginning and end, each narrowed by what the other allows; false where the period cannot be,
 * because it ends before it begins. */
static bool get_ends(struct period period, struct ends *ends)
{
    struct stretch start = get_start(period);
    struct stretch end = get_end(period);
    if (start.lo > end.hi)
        return false;
    ends->start = start;
    ends->end = end;
    if (start.hi > end.hi)
        ends->start.hi = date_has_time(period.from) ? end.hi : date_day_start(end.hi);
    if (end.lo < start.lo)
        ends->end.lo = date_has_time(period.to) ? start.lo : date_day_end(start.lo);
    return true;
}

enum truth date_in_period(struct date date, struct period period)
{
    struct ends ends;
    if (!get_ends(period, &ends))
        return TRUTH_FALSE;
    return truth_of(date.lo >= ends.start.hi && date.hi <= ends.end.lo,
                    date.hi >= ends.start.lo && date.lo <= ends.end.hi);
}

enum truth date_overlaps(struct period a, struct period b)
{
    struct ends x;
    struct ends y;
    if (!get_ends(a, &x) || !get_ends(b, &y))
        return TRUTH_FALSE;
    return truth_of(x.start.hi <= y.end.lo && y.start.hi <= x.end.lo,
                    x.start.lo <= y.end.hi && y.start.lo <= x.end.hi);
}

struct period period_of_date(struct date date)
{
    return (struct period){ .from = date, .to = date };
}

enum truth period_within(struct period inner, struct period outer)
{
    struct ends in;
    struct ends out;
    if (!get_ends(inner, &in) || !get_ends(outer, &out))
        return TRUTH_FALSE;
    bool is_certain = out.start.hi <= in.start.lo && in.end.hi <= out.end.lo;
    bool is_possible = out.start.lo <= in.start.hi && in.end.lo <= out.end.hi &&
                       greatest(in.start.lo, out.start.lo) <= least(in.end.hi, out.end.hi);
    return truth_of(is_certain, is_possible);
}

/* The first day of a period, and the last; of a range as an end, whatever of it may be that. */
static struct date first_of(struct period period)
{
    struct date from = period.from;
    return from.precision == DATE_YEAR || from.precision == DATE_MONTH ? date_of_day(date_day_of(from.lo))
                                                                       : from;
}

static struct date last_of(struct period period)
{
    struct date to = period.to;
    return to.precision == DATE_YEAR || to.precision == DATE_MONTH ? date_of_day(date_day_of(to.hi)) : to;
}

/* An open end lies beyond every other, and beside another open end. */
static enum truth begins_late_enough(struct period a, const struct duration *by,
                                     enum within_direction direction, struct period b)
{
    if (direction == WITHIN_AFTER && (a.open_from || b.open_to))
        return TRUTH_FALSE;
    if (direction == WITHIN_AFTER)
        return is_at_or_before(last_of(b), first_of(a), by->minutes != 0);
    if (a.open_from || b.open_from)
        return b.open_from ? TRUTH_TRUE : TRUTH_FALSE;
    return is_not_too_early(first_of(a), by, first_of(b));
}

static enum truth ends_soon_enough(struct period a, const struct duration *by,
                                   enum within_direction direction, struct period b)
{
    if (direction == WITHIN_BEFORE && (a.open_to || b.open_from))
        return TRUTH_FALSE;
    if (direction == WITHIN_BEFORE)
        return is_at_or_before(last_of(a), first_of(b), by->minutes != 0);
    if (a.open_to || b.open_to)
        return b.open_to ? TRUTH_TRUE : TRUTH_FALSE;
    return is_not_too_late(last_of(a), by, last_of(b));
}

enum truth period_near(struct period a, const struct duration *by, enum within_direction direction,
                       struct period b)
{
    if (!can_move(by))
        return TRUTH_UNKNOWN;
    if (is_backwards(by))
        return TRUTH_FALSE;
    return truth_and(begins_late_enough(a, by, direction, b), ends_soon_enough(a, by, direction, b));
}
