/* Clock changes in the United Kingdom: from what clocks show to the time that passes, and back. From 1972
 * by the statutory rules (Summer Time Act 1972 and the orders under it; since 1981 the common European
 * hour, since 1996 the common European days), later years by the rule now in force. From 27 October 1968
 * to 31 October 1971 clocks stood one hour ahead throughout (British Standard Time Act 1968). Earlier
 * changes are not kept: before 1968 time passes as the clock shows it. */
#include "value/clock.h"

#include "value/date_internal.h"

enum { HOUR = 60, LAST_STANDARD_YEAR = 1971 };

/* The first Sunday of a month on `day` or after it. */
static int64_t sunday_from(int year, int month, int day)
{
    int64_t first = date_day_number(year, month, day);
    int64_t since_sunday = (first + 4) - date_floor_divide(first + 4, 7) * 7; /* day 0 was a Thursday */
    return since_sunday ? first + 7 - since_sunday : first;
}

/* The instant from which clocks stand one hour ahead in that year. */
static int64_t get_forward(int year)
{
    int64_t day = sunday_from(year, 3, year <= 1980 ? 16 : 25);
    return day * DAY_MINUTES + (year <= 1980 ? 2 : 1) * HOUR;
}

/* The instant from which they no longer do. */
static int64_t get_back(int year)
{
    int from = year <= 1989 ? 23 : year <= 1995 ? 22 : 25;
    int64_t day = year == LAST_STANDARD_YEAR ? date_day_number(year, 10, 31) : sunday_from(year, 10, from);
    return day * DAY_MINUTES + (year <= 1980 ? 2 : 1) * HOUR;
}

static int year_of(int64_t minute)
{
    int year;
    int month;
    int day;
    date_from_day_number(date_day_of(minute), &year, &month, &day);
    return year;
}

static bool is_ahead(int64_t instant)
{
    int year = year_of(instant);
    if (year < LAST_STANDARD_YEAR)
        return true;
    return instant < get_back(year) && (year == LAST_STANDARD_YEAR || instant >= get_forward(year));
}

static bool was_shown_ahead(int64_t civil)
{
    return is_ahead(civil - HOUR);
}

static bool was_shown_plainly(int64_t civil)
{
    return !is_ahead(civil);
}

bool clock_is_missing(int64_t civil)
{
    return !was_shown_ahead(civil) && !was_shown_plainly(civil);
}

bool clock_is_repeated(int64_t civil)
{
    return was_shown_ahead(civil) && was_shown_plainly(civil);
}

int64_t clock_first_instant(int64_t civil)
{
    if (was_shown_ahead(civil))
        return civil - HOUR;
    return was_shown_plainly(civil) ? civil : get_forward(year_of(civil));
}

int64_t clock_last_instant(int64_t civil)
{
    if (was_shown_plainly(civil))
        return civil;
    return was_shown_ahead(civil) ? civil - HOUR : get_forward(year_of(civil)) - 1;
}

/* The clock goes back once a year; only within an hour of that are other minutes in question. */
int64_t clock_least_civil(int64_t instant)
{
    if (!is_ahead(instant))
        return instant;
    return is_ahead(instant + HOUR) ? instant + HOUR : get_back(year_of(instant));
}

int64_t clock_most_civil(int64_t instant)
{
    if (is_ahead(instant))
        return instant + HOUR;
    return is_ahead(instant - HOUR) ? get_back(year_of(instant)) - 1 + HOUR : instant;
}

int64_t clock_least_between(int64_t first, int64_t last)
{
    int64_t least = clock_least_civil(first);
    bool goes_back = is_ahead(first) && last >= get_back(year_of(first));
    return is_ahead(first) && !goes_back ? first + HOUR : least;
}

int64_t clock_most_between(int64_t first, int64_t last)
{
    int64_t most = clock_most_civil(last);
    bool goes_back = !is_ahead(last) && first < get_back(year_of(last));
    return !is_ahead(last) && !goes_back ? last : most;
}
