/* Counting working days: Saturdays, Sundays and the days off of a calendar are passed over. Whether a
 * calendar covers the days in question is for callers to ask. */
#include "value/working.h"

#include "value/date_internal.h"

enum { WEEK = 7, WORKING_WEEK = 5 };

/* 0 on a Monday, 6 on a Sunday. */
static int64_t weekday(int64_t day)
{
    return (day + 3) - date_floor_divide(day + 3, WEEK) * WEEK; /* day 0 was a Thursday */
}

/* How many days off lie before `day`. */
static uint32_t rank(const struct working_calendar *calendar, int64_t day)
{
    uint32_t low = 0;
    uint32_t high = calendar->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->days_off[middle] < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool working_is_day(const struct working_calendar *calendar, int64_t day)
{
    uint32_t at = rank(calendar, day);
    return weekday(day) < WORKING_WEEK && !(at < calendar->count && calendar->days_off[at] == day);
}

/* How many weeks can be gone without coming to a day off. */
static int64_t get_free_weeks(const struct working_calendar *calendar, int64_t day, int64_t step)
{
    uint32_t at = rank(calendar, step > 0 ? day + 1 : day);
    if (step > 0 ? at == calendar->count : at == 0)
        return INT64_MAX;
    int64_t next = step > 0 ? calendar->days_off[at] : calendar->days_off[at - 1];
    return ((next - day) * step - 1) / WEEK;
}

/* Whole weeks as far as no day off lies in them; the rest day by day. */
int64_t working_move(const struct working_calendar *calendar, int64_t day, int64_t count)
{
    int64_t step = count < 0 ? -1 : 1;
    int64_t left = count * step;
    while (left > 0) {
        int64_t weeks = get_free_weeks(calendar, day, step);
        int64_t wanted = (left - 1) / WORKING_WEEK; /* the last day is always gone to by itself */
        weeks = weeks < wanted ? weeks : wanted;
        day += step * weeks * WEEK;
        left -= weeks * WORKING_WEEK;
        if (weeks > 0)
            continue;
        day += step;
        left -= working_is_day(calendar, day);
    }
    return day;
}
