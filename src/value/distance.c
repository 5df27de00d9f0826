/* Bounds carried over a distance, there and back. Each of the four is monotone and exact, which makes the
 * bounds that facts/network.c works out the tightest there are. */
#include "value/distance.h"

#include "value/clock.h"
#include "value/date_internal.h"
#include "value/working.h"

_Static_assert(DISTANCE_NO_LEAST == MINUTE_FIRST && DISTANCE_NO_MOST == MINUTE_LAST, "the calendar's ends");

/* The bounds of the minutes that pass; none need to, and then no clock is asked. */
static int64_t pass_least(int64_t from, int64_t minutes)
{
    return minutes ? clock_least_civil(clock_first_instant(from) + minutes) : from;
}

static int64_t pass_most(int64_t from, int64_t minutes)
{
    return minutes ? clock_most_civil(clock_last_instant(from) + minutes) : from;
}

static int64_t move(const struct distance *distance, int64_t day, enum month_rounding rounding)
{
    return date_move_day(day, &distance->by, distance->rounding ? distance->rounding : rounding);
}

int64_t distance_least(const struct distance *distance, int64_t from)
{
    if (from <= MINUTE_FIRST)
        return MINUTE_FIRST;
    if (distance->in_minutes)
        return pass_least(from, distance->by.minutes);
    return move(distance, date_day_of(from), ROUND_DOWN) * DAY_MINUTES;
}

int64_t distance_most(const struct distance *distance, int64_t from)
{
    if (from >= MINUTE_LAST)
        return MINUTE_LAST;
    if (distance->in_minutes)
        return pass_most(from, distance->by.minutes);
    return move(distance, date_day_of(from), ROUND_UP) * DAY_MINUTES + DAY_MINUTES - 1;
}

/* The first day from which `wanted` or a later one is reached; days only become later with those they are
 * reached from. */
static int64_t find_day(const struct distance *distance, int64_t wanted, enum month_rounding rounding)
{
    int64_t low = DAY_FIRST;
    int64_t high = DAY_LAST + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (move(distance, middle, rounding) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool goes_by_calendar(const struct distance *distance)
{
    return distance->by.months || distance->by.working_days;
}

int64_t distance_least_back(const struct distance *distance, int64_t to)
{
    if (to <= MINUTE_FIRST)
        return MINUTE_FIRST;
    if (distance->in_minutes)
        return pass_least(to, -distance->by.minutes);
    if (!goes_by_calendar(distance))
        return (date_day_of(to) - distance->by.days) * DAY_MINUTES;
    return find_day(distance, date_day_of(to), ROUND_UP) * DAY_MINUTES;
}

int64_t distance_most_back(const struct distance *distance, int64_t to)
{
    if (to >= MINUTE_LAST)
        return MINUTE_LAST;
    if (distance->in_minutes)
        return pass_most(to, -distance->by.minutes);
    if (!goes_by_calendar(distance))
        return (date_day_of(to) - distance->by.days) * DAY_MINUTES + DAY_MINUTES - 1;
    return find_day(distance, date_day_of(to) + 1, ROUND_DOWN) * DAY_MINUTES - 1;
}

static bool covers(const struct working_calendar *calendar, int64_t minute)
{
    return minute <= MINUTE_FIRST || minute >= MINUTE_LAST ||
           (date_day_of(minute) >= calendar->first && date_day_of(minute) <= calendar->last);
}

bool distance_is_covered(const struct distance *distance, int64_t from, int64_t to)
{
    const struct working_calendar *calendar = distance->by.calendar;
    return !distance->by.working_days || (covers(calendar, from) && covers(calendar, to));
}
