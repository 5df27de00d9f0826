/* The calendar, and dates as they are written in a source: proleptic Gregorian, years 1 to 9999.
 * A date becomes the interval of minutes it may mean. Leaves moving dates to date_shift.c,
 * comparing them to date_compare.c and writing them to date_print.c. */
#include "value/date.h"

#include "value/date_internal.h"

#include <assert.h>
#include <stddef.h>

enum {
    ERA_YEARS = 400,
    ERA_DAYS = 146097,
    EPOCH = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

/* Years are counted from March here, so that the leap day is the last of its year. */
int64_t date_day_number(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = date_floor_divide(y, ERA_YEARS);
    int64_t year_of_era = y - era * ERA_YEARS;
    int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH;
}

void date_from_day_number(int64_t day, int *year, int *month, int *day_of_month)
{
    int64_t era = date_floor_divide(day + EPOCH, ERA_DAYS);
    int64_t day_of_era = day + EPOCH - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * ERA_YEARS + (*month <= 2));
}

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

static struct date date_of_days(int64_t first, int64_t last, enum date_precision precision)
{
    return (struct date){ first * DAY_MINUTES, last * DAY_MINUTES + DAY_MINUTES - 1, precision, 0 };
}

struct date date_of_day(int64_t day_number)
{
    return date_of_days(day_number, day_number, DATE_DAY);
}

enum date_precision date_shape(int64_t lo, int64_t hi)
{
    if (lo == hi)
        return DATE_MINUTE;
    if (lo != date_day_start(lo) || hi != date_day_end(hi))
        return DATE_RANGE;
    int64_t first = date_day_of(lo);
    int64_t last = date_day_of(hi);
    if (first == last)
        return DATE_DAY;
    int year;
    int month;
    int day;
    date_from_day_number(first, &year, &month, &day);
    if (day == 1 && last == first + date_days_in_month(year, month) - 1)
        return DATE_MONTH;
    if (day == 1 && month == 1 && last == date_day_number(year, 12, 31))
        return DATE_YEAR;
    return DATE_RANGE;
}

/* Reading */

#define ROW(m, n)                                                                                  \
    m(n##0), m(n##1), m(n##2), m(n##3), m(n##4), m(n##5), m(n##6), m(n##7), m(n##8), m(n##9)
#define NO_MONTH(n) "there is no month " #n

static const char *const no_month[] = {
    ROW(NO_MONTH, 0), ROW(NO_MONTH, 1), ROW(NO_MONTH, 2), ROW(NO_MONTH, 3), ROW(NO_MONTH, 4),
    ROW(NO_MONTH, 5), ROW(NO_MONTH, 6), ROW(NO_MONTH, 7), ROW(NO_MONTH, 8), ROW(NO_MONTH, 9),
};
_Static_assert(sizeof no_month / sizeof *no_month == 100, "two digits");

static const char *const month_lengths[] = {
    "January has 31 days", "February has 28 days in that year", "March has 31 days",
    "April has 30 days", "May has 31 days", "June has 30 days",
    "July has 31 days", "August has 31 days", "September has 30 days",
    "October has 31 days", "November has 30 days", "December has 31 days",
};
_Static_assert(sizeof month_lengths / sizeof *month_lengths == 12, "a text for each month");

/* Reads exactly `count` digits at `at`. */
static bool read_digits(struct text text, size_t at, size_t count, int *value)
{
    if (text.length < at + count)
        return false;
    *value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        *value = *value * 10 + (text.bytes[i] - '0');
    }
    return true;
}

static bool has_at(struct text text, size_t at, struct text wanted)
{
    return at <= text.length &&
           text_starts((struct text){ text.bytes + at, text.length - at }, wanted);
}

/* What is wrong with the day of the month; NULL where nothing is. */
static const char *check_day(int year, int month, int day)
{
    if (day == 0)
        return "the first day of a month is 01";
    if (day <= date_days_in_month(year, month))
        return NULL;
    if (month == 2 && is_leap_year(year))
        return "February has 29 days in that year";
    return month_lengths[month - 1];
}

static const char *parse_time(struct text text, int64_t day, struct date *out)
{
    int hour;
    int minute;
    if (text.length != sizeof "2007-03-14T14:30" - 1 || text.bytes[10] != 'T' ||
        text.bytes[13] != ':' || !read_digits(text, 11, 2, &hour) ||
        !read_digits(text, 14, 2, &minute))
        return "a time is written T14:30";
    if (hour > 23)
        return "hours run from 00 to 23";
    if (minute > 59)
        return "minutes run from 00 to 59";
    int64_t at = day * DAY_MINUTES + hour * 60 + minute;
    *out = (struct date){ at, at, DATE_MINUTE, 0 };
    return NULL;
}

/* Reads what follows the month, from the second hyphen on. */
static const char *parse_day(struct text text, int year, int month, struct date *out)
{
    int64_t first = date_day_number(year, month, 1);
    bool unknown = has_at(text, 7, TEXT("-XX"));
    if (text.length == 7 || (unknown && text.length == 10)) {
        *out = date_of_days(first, first + date_days_in_month(year, month) - 1, DATE_MONTH);
        return NULL;
    }
    if (has_at(text, 7, TEXT("T")) || (unknown && has_at(text, 10, TEXT("T"))))
        return "a time needs its day, as in 2007-03-14T14:30";
    if (!has_at(text, 7, TEXT("-")))
        return "a date is written 2007-03-14";
    int day;
    if (!read_digits(text, 8, 2, &day))
        return "a day has two digits, as in 2007-03-04";
    const char *wrong = check_day(year, month, day);
    if (wrong)
        return wrong;
    if (text.length > 10)
        return parse_time(text, first + day - 1, out);
    *out = date_of_day(first + day - 1);
    return NULL;
}

static const char *parse(struct text text, struct date *out)
{
    int year;
    int month;
    if (!read_digits(text, 0, 4, &year))
        return "a date begins with a year of four digits";
    if (year == 0)
        return "years run from 0001 to 9999";
    if (text.length == 4) {
        *out = date_of_days(date_day_number(year, 1, 1), date_day_number(year, 12, 31), DATE_YEAR);
        return NULL;
    }
    if (text.bytes[4] != '-')
        return "a date is written 2007-03-14";
    if (has_at(text, 5, TEXT("XX")))
        return "where the month is not known, the year stands alone";
    if (!read_digits(text, 5, 2, &month))
        return "a month has two digits, as in 2007-03";
    if (month < 1 || month > 12)
        return no_month[month];
    return parse_day(text, year, month, out);
}

bool date_parse(struct text text, struct date *out, const char **why)
{
    *why = parse(text, out);
    return *why == NULL;
}
