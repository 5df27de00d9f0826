/* Dates moved: a duration added, an interval widened, years counted. Months go by the calendar,
 * then days, then working days, then minutes as they pass, whatever clocks show. A date is an interval, so
 * every result is the least interval that holds each moved minute, except that a written month or year
 * moves as a whole. */
#include "value/date.h"

#include "value/clock.h"
#include "value/date_internal.h"
#include "value/working.h"

enum { CYCLE_MONTHS = 400 * 12 };

/* A month counted from January of the year 0. */
struct month {
    int64_t first; /* the day number of its first day */
    int length;
};

static struct month get_month(int64_t index)
{
    int64_t year = date_floor_divide(index, 12);
    int month = (int)(index - year * 12) + 1;
    return (struct month){ date_day_number((int)year, month, 1),
                           date_days_in_month((int)year, month) };
}

static int64_t month_of_day(int64_t day, int *day_of_month)
{
    int year;
    int month;
    date_from_day_number(day, &year, &month, day_of_month);
    return (int64_t)year * 12 + month - 1;
}

int64_t date_move_day(int64_t day, const struct duration *by, enum month_rounding rounding)
{
    int day_of_month;
    int64_t index = month_of_day(day, &day_of_month);
    struct month target = get_month(index + by->months);
    if (day_of_month > target.length)
        day_of_month = target.length + (rounding == ROUND_UP);
    int64_t moved = target.first + day_of_month - 1 + by->days;
    return by->working_days ? working_move(by->calendar, moved, by->working_days) : moved;
}

struct stretch date_pass(struct stretch from, int64_t minutes)
{
    if (minutes == 0)
        return from;
    int64_t first = clock_first_instant(from.lo) + minutes;
    int64_t last = clock_last_instant(from.hi) + minutes;
    return (struct stretch){ clock_least_between(first, last), clock_most_between(first, last) };
}

/* Where several days fall on one (29, 30 and 31 January plus a month), the last of them may be the
 * earliest in the day; the stretch then takes in that whole day but for what the ends rule out. */
struct stretch date_move(struct stretch from, const struct duration *by,
                         enum month_rounding rounding)
{
    int64_t first = date_day_of(from.lo);
    int64_t last = date_day_of(from.hi);
    struct stretch to = { date_move_day(first, by, rounding), date_move_day(last, by, rounding) };
    bool joined_lo = first < last && date_move_day(first + 1, by, rounding) == to.lo;
    bool joined_hi = first < last && date_move_day(last - 1, by, rounding) == to.hi;
    int64_t time_lo = joined_lo ? 0 : from.lo - first * DAY_MINUTES;
    int64_t time_hi = joined_hi ? DAY_MINUTES - 1 : from.hi - last * DAY_MINUTES;
    return date_pass((struct stretch){ to.lo * DAY_MINUTES + time_lo, to.hi * DAY_MINUTES + time_hi },
                     by->minutes);
}

/* Whether each day of the stretch has its like so many months on. */
static bool all_days_exist(struct stretch stretch, int64_t months)
{
    int day;
    int last_day;
    int64_t index = month_of_day(date_day_of(stretch.lo), &day);
    int64_t last = month_of_day(date_day_of(stretch.hi), &last_day);
    if (last - index > CYCLE_MONTHS)
        index = last - CYCLE_MONTHS; /* a whole cycle of the calendar has been seen by then */
    for (; index < last; index++) {
        if (get_month(index).length > get_month(index + months).length)
            return false;
    }
    return last_day <= get_month(last + months).length;
}

/* A written month or year moves as a whole: its last day stays the last of its month. */
static struct stretch move_months(struct stretch from, int64_t months, enum month_rounding rounding)
{
    const struct duration by = { .months = months };
    struct stretch to = date_move(from, &by, rounding);
    int day;
    struct month target = get_month(month_of_day(date_day_of(from.hi), &day) + months);
    int64_t end = (target.first + target.length) * DAY_MINUTES - 1;
    return (struct stretch){ to.lo, to.hi > end ? to.hi : end };
}

/* Keeps the date's words where the result can still be said so. */
static void settle(struct date date, const struct duration *by, struct stretch to, struct date *out)
{
    *out = (struct date){ to.lo, to.hi, DATE_RANGE, 0 };
    if (date.precision != DATE_RANGE && date_shape(to.lo, to.hi) == date.precision)
        out->precision = date.precision;
    int64_t about = (int64_t)date.about_days * DAY_MINUTES;
    if (by->months == 0 && to.hi - to.lo == date.hi - date.lo &&
        date_shape(to.lo + about, to.hi - about) != DATE_RANGE)
        out->about_days = date.about_days;
}

bool date_add_duration(struct date date, struct duration by, enum month_rounding rounding,
                       struct date *out)
{
    if (by.working_days && !by.calendar)
        return false;
    struct stretch to = { date.lo, date.hi };
    struct duration rest = by;
    if (date.precision == DATE_YEAR || date.precision == DATE_MONTH) {
        to = move_months(to, by.months, rounding);
        rest.months = 0;
    } else if (rounding == ROUND_NONE && !all_days_exist(to, by.months)) {
        return false;
    }
    to = date_move(to, &rest, rounding);
    if (date_is_open_below(date))
        to.lo = MINUTE_FIRST;
    if (date_is_open_above(date))
        to.hi = MINUTE_LAST;
    if (to.lo < MINUTE_FIRST || to.hi > MINUTE_LAST || to.lo > to.hi)
        return false;
    settle(date, &by, to, out);
    return true;
}

static bool is_day_covered(const struct working_calendar *calendar, int64_t day)
{
    return day >= calendar->first && day <= calendar->last;
}

bool date_is_covered(struct date date, const struct duration *by)
{
    if (!by->working_days)
        return true;
    int64_t lo = date_day_of(date.lo);
    int64_t hi = date_day_of(date.hi);
    bool is_lo_covered = date_is_open_below(date) ||
                         (is_day_covered(by->calendar, lo) &&
                          is_day_covered(by->calendar, date_move_day(lo, by, ROUND_DOWN)));
    return is_lo_covered && (date_is_open_above(date) ||
                             (is_day_covered(by->calendar, hi) &&
                              is_day_covered(by->calendar, date_move_day(hi, by, ROUND_UP))));
}

/* The whole days by which `about` widens; 0 where it widens otherwise, or widens a range. */
static int32_t whole_days(struct date date, const struct duration *by)
{
    bool can_say = date.precision != DATE_RANGE || date.about_days > 0;
    if (!can_say || by->months || by->working_days || by->minutes % DAY_MINUTES)
        return 0;
    return (int32_t)(date.about_days + by->days + by->minutes / DAY_MINUTES);
}

bool date_widen(struct date date, const struct duration *by, struct date *out)
{
    if (by->working_days < 0 || by->months < 0 || by->days < 0 || by->minutes < 0)
        return false;
    struct duration back;
    struct date early;
    struct date late;
    if (!duration_negate(*by, &back) || !date_add_duration(date, back, ROUND_DOWN, &early) ||
        !date_add_duration(date, *by, ROUND_DOWN, &late))
        return false;
    struct date wide = { early.lo, late.hi, DATE_RANGE, whole_days(date, by) };
    *out = wide.lo == date.lo && wide.hi == date.hi ? date : wide;
    return true;
}

/* Comparing month and day alone gives 1 March to those born on 29 February, outside leap years. */
static int64_t completed_years(int64_t born_minute, int64_t on_minute)
{
    int year[2];
    int month[2];
    int day[2];
    date_from_day_number(date_day_of(born_minute), &year[0], &month[0], &day[0]);
    date_from_day_number(date_day_of(on_minute), &year[1], &month[1], &day[1]);
    bool has_birthday_to_come = month[1] < month[0] || (month[1] == month[0] && day[1] < day[0]);
    return (int64_t)year[1] - year[0] - has_birthday_to_come;
}

void date_age(struct date born, struct date on, int64_t *lo, int64_t *hi)
{
    *lo = completed_years(born.hi, on.lo);
    *hi = completed_years(born.lo, on.hi);
}
