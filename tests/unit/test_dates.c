/* Guards what dates rest on: months added against a calendar counted day by day, clock changes and bank
 * holidays against published ones, working days against counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "value/clock.h"
#include "value/date.h"
#include "value/working.h"

enum { DAY = 24 * 60 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Months: a calendar counted day by day, that knows nothing of src/value */

enum { FIRST_YEAR = 1880, LAST_YEAR = 2125, MONTHS = (LAST_YEAR - FIRST_YEAR + 1) * 12 };

struct counted {
    int length[MONTHS];
    int64_t before[MONTHS]; /* days before the month, from 1 January 1970 */
};

static void count_calendar(struct counted *counted)
{
    static const int lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t days = 0;
    for (int i = 0; i < MONTHS; i++) {
        int year = FIRST_YEAR + i / 12;
        bool leap = year % 400 == 0 || (year % 100 != 0 && year % 4 == 0);
        counted->length[i] = lengths[i % 12] + (i % 12 == 1 && leap);
        counted->before[i] = days;
        days += counted->length[i];
    }
    int64_t epoch = counted->before[(1970 - FIRST_YEAR) * 12];
    for (int i = 0; i < MONTHS; i++)
        counted->before[i] -= epoch;
}

static void check_month(const struct counted *counted, int month, int day, int add)
{
    struct date from = date_of_day(counted->before[month] + day - 1);
    struct duration by = { .months = add };
    bool exists = day <= counted->length[month + add];
    int64_t first = counted->before[month + add];
    int64_t last = first + counted->length[month + add] - 1;
    int64_t same = first + day - 1;
    struct date moved;
    bool done = date_add_duration(from, by, ROUND_NONE, &moved);
    if (done != exists || (exists && moved.lo != same * DAY))
        fail_msg("month %d day %d + %d", month, day, add);
    if (!date_add_duration(from, by, ROUND_DOWN, &moved) || moved.lo != (exists ? same : last) * DAY)
        fail_msg("month %d day %d + %d down", month, day, add);
    if (!date_add_duration(from, by, ROUND_UP, &moved) || moved.lo != (exists ? same : last + 1) * DAY ||
        moved.hi != moved.lo + DAY - 1)
        fail_msg("month %d day %d + %d up", month, day, add);
}

static void test_month_addition(void **state)
{
    (void)state;
    static const int days[] = { 1, 27, 28, 29, 30, 31 };
    struct counted *counted = calloc(1, sizeof *counted);
    count_calendar(counted);
    for (int month = (1900 - FIRST_YEAR) * 12; month < (2101 - FIRST_YEAR) * 12; month++) {
        for (size_t i = 0; i < COUNT(days); i++) {
            for (int add = 0; days[i] <= counted->length[month] && add <= 240; add++)
                check_month(counted, month, days[i], add);
        }
    }
    free(counted);
}

/* Birthdays had: the 29 February of other years is 1 March. */
static int64_t count_birthdays(const struct counted *counted, int month, int day, int64_t on)
{
    int64_t count = -1;
    for (int m = month; m < MONTHS; m += 12, count++) {
        int64_t birthday = counted->before[m] + (day <= counted->length[m] ? day - 1 : counted->length[m]);
        if (birthday > on)
            return count;
    }
    return count;
}

static void test_ages(void **state)
{
    (void)state;
    static const int born[][2] = { { 1, 29 }, { 1, 28 }, { 2, 1 }, { 11, 31 }, { 0, 1 } };
    struct counted *counted = calloc(1, sizeof *counted);
    count_calendar(counted);
    for (int year = 1896; year <= 2000; year += 4) {
        for (size_t i = 0; i < COUNT(born); i++) {
            int month = (year - FIRST_YEAR) * 12 + born[i][0];
            if (born[i][1] > counted->length[month])
                continue;
            int64_t birth = counted->before[month] + born[i][1] - 1;
            for (int64_t on = birth; on < birth + 30 * 366; on++) {
                int64_t lo;
                int64_t hi;
                date_age(date_of_day(birth), date_of_day(on), &lo, &hi);
                int64_t wanted = count_birthdays(counted, month, born[i][1], on);
                if (lo != wanted || hi != wanted)
                    fail_msg("born %d/%d/%d", year, born[i][0] + 1, born[i][1]);
            }
        }
    }
    free(counted);
}

/* Clocks */

static int64_t minute_of(const char *text)
{
    struct date date;
    const char *why;
    assert_true(date_parse(text_of(text), &date, &why));
    return date.lo;
}

/* The days on which clocks went forward and back, as published; hours by the clock before the change. */
static const struct change {
    const char *forward;
    const char *back;
} changes[] = {
    { "1972-03-19T02:00", "1972-10-29T03:00" }, { "1973-03-18T02:00", "1973-10-28T03:00" },
    { "1974-03-17T02:00", "1974-10-27T03:00" }, { "1975-03-16T02:00", "1975-10-26T03:00" },
    { "1976-03-21T02:00", "1976-10-24T03:00" }, { "1977-03-20T02:00", "1977-10-23T03:00" },
    { "1978-03-19T02:00", "1978-10-29T03:00" }, { "1979-03-18T02:00", "1979-10-28T03:00" },
    { "1980-03-16T02:00", "1980-10-26T03:00" }, { "1981-03-29T01:00", "1981-10-25T02:00" },
    { "1984-03-25T01:00", "1984-10-28T02:00" }, { "1989-03-26T01:00", "1989-10-29T02:00" },
    { "1990-03-25T01:00", "1990-10-28T02:00" }, { "1994-03-27T01:00", "1994-10-23T02:00" },
    { "1995-03-26T01:00", "1995-10-22T02:00" }, { "1996-03-31T01:00", "1996-10-27T02:00" },
    { "2000-03-26T01:00", "2000-10-29T02:00" }, { "2007-03-25T01:00", "2007-10-28T02:00" },
    { "2010-03-28T01:00", "2010-10-31T02:00" }, { "2021-03-28T01:00", "2021-10-31T02:00" },
    { "2024-03-31T01:00", "2024-10-27T02:00" }, { "2030-03-31T01:00", "2030-10-27T02:00" },
};

static void check_change(const struct change *change)
{
    int64_t forward = minute_of(change->forward);
    int64_t back = minute_of(change->back);
    for (int64_t civil = forward - 3 * DAY; civil < back + 3 * DAY; civil++) {
        bool missing = civil >= forward && civil < forward + 60;
        bool repeated = civil >= back - 60 && civil < back;
        if (clock_is_missing(civil) != missing || clock_is_repeated(civil) != repeated)
            fail_msg("%s, %s: minute %lld", change->forward, change->back, (long long)civil);
        bool ahead = civil >= forward + 60 && civil < back;
        if (!missing && clock_first_instant(civil) != civil - (ahead ? 60 : 0))
            fail_msg("%s: first instant of %lld", change->forward, (long long)civil);
        if (!missing && clock_last_instant(civil) - clock_first_instant(civil) != (repeated ? 60 : 0))
            fail_msg("%s: last instant of %lld", change->forward, (long long)civil);
    }
}

static void test_clock_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(changes); i++)
        check_change(&changes[i]);
    assert_true(clock_is_repeated(minute_of("1971-10-31T02:30")));
    assert_false(clock_is_missing(minute_of("1970-03-22T02:30")));
    for (int64_t civil = minute_of("1960-01-01"); civil < minute_of("1971-10-31"); civil += 7)
        assert_int_equal(clock_first_instant(civil), civil - 60);
}

/* Bounds carried from civil time to instants and back hold every minute that may be meant, and no less. */
static void test_clock_bounds(void **state)
{
    (void)state;
    static const char *const around[] = { "2007-03-25T01:00", "2007-10-28T02:00", "1976-10-24T03:00" };
    for (size_t i = 0; i < COUNT(around); i++) {
        int64_t middle = minute_of(around[i]);
        for (int64_t instant = middle - 240; instant <= middle + 240; instant++) {
            int64_t least = INT64_MAX;
            int64_t most = INT64_MIN;
            for (int64_t civil = instant - 200; civil <= instant + 200; civil++) {
                if (clock_is_missing(civil))
                    continue;
                if (clock_last_instant(civil) >= instant && civil < least)
                    least = civil;
                if (clock_first_instant(civil) <= instant && civil > most)
                    most = civil;
            }
            assert_int_equal(clock_least_civil(instant), least);
            assert_int_equal(clock_most_civil(instant), most);
        }
    }
}

/* The same of two instants, between which clocks may or may not be changed. */
static void test_clock_between(void **state)
{
    (void)state;
    int64_t back = minute_of("2007-10-28T01:00");
    for (int64_t first = back - 150; first <= back + 150; first += 7) {
        for (int64_t last = first; last <= back + 150; last += 3) {
            int64_t least = INT64_MAX;
            int64_t most = INT64_MIN;
            for (int64_t instant = first; instant <= last; instant++) {
                int64_t civil = instant < back ? instant + 60 : instant;
                least = civil < least ? civil : least;
                most = civil > most ? civil : most;
            }
            assert_int_equal(clock_least_between(first, last), least);
            assert_int_equal(clock_most_between(first, last), most);
        }
    }
}

/* Working days */

/* Easter Sunday by the method of Meeus, Jones and Butcher. */
static int64_t easter(int year)
{
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return date_day_number(year, n / 31, n % 31 + 1);
}

static int weekday_of(int64_t day)
{
    return (int)(((day % 7) + 7 + 3) % 7); /* 0: Monday; day 0 was a Thursday */
}

static int64_t monday_on_or_after(int64_t day)
{
    return day + (7 - weekday_of(day)) % 7;
}

struct holidays {
    int64_t days[16];
    int count;
};

static void add_holiday(struct holidays *holidays, int64_t day)
{
    int at = holidays->count++;
    for (; at > 0 && holidays->days[at - 1] > day; at--)
        holidays->days[at] = holidays->days[at - 1];
    holidays->days[at] = day;
}

/* What proclamations did besides the rules: days moved (from, to) and given once (to). */
static const struct once {
    int year;
    int from[2];
    int to[2];
} once[] = {
    { 2002, { 5, 27 }, { 6, 4 } }, { 2002, { 0, 0 }, { 6, 3 } },  { 2011, { 0, 0 }, { 4, 29 } },
    { 2012, { 5, 28 }, { 6, 4 } }, { 2012, { 0, 0 }, { 6, 5 } },  { 2020, { 5, 4 }, { 5, 8 } },
    { 2022, { 5, 30 }, { 6, 2 } }, { 2022, { 0, 0 }, { 6, 3 } },  { 2022, { 0, 0 }, { 9, 19 } },
    { 2023, { 0, 0 }, { 5, 8 } },
};

static int64_t moved_day(int year, int64_t day)
{
    for (size_t i = 0; i < COUNT(once); i++) {
        if (once[i].year == year && once[i].from[0] &&
            date_day_number(year, once[i].from[0], once[i].from[1]) == day)
            return date_day_number(year, once[i].to[0], once[i].to[1]);
    }
    return day;
}

static struct holidays holidays_of(int year)
{
    struct holidays holidays = { .count = 0 };
    int64_t new_year = date_day_number(year, 1, 1);
    int64_t christmas = date_day_number(year, 12, 25);
    add_holiday(&holidays, weekday_of(new_year) < 5 ? new_year : monday_on_or_after(new_year));
    add_holiday(&holidays, easter(year) - 2);
    add_holiday(&holidays, easter(year) + 1);
    add_holiday(&holidays, moved_day(year, monday_on_or_after(date_day_number(year, 5, 1))));
    add_holiday(&holidays, moved_day(year, monday_on_or_after(date_day_number(year, 5, 25))));
    add_holiday(&holidays, monday_on_or_after(date_day_number(year, 8, 25)));
    /* two working days off from Christmas on */
    for (int64_t day = christmas, off = 0; off < 2; day++) {
        if (weekday_of(day) < 5) {
            add_holiday(&holidays, day);
            off++;
        }
    }
    for (size_t i = 0; i < COUNT(once); i++) {
        if (once[i].year == year && !once[i].from[0])
            add_holiday(&holidays, date_day_number(year, once[i].to[0], once[i].to[1]));
    }
    return holidays;
}

static void test_bank_holidays(void **state)
{
    (void)state;
    FILE *file = fopen("stdlib/england_and_wales.sight", "r");
    assert_non_null(file);
    char line[200];
    int year = 2000;
    int at = 0;
    struct holidays wanted = holidays_of(year);
    while (fgets(line, sizeof line, file)) {
        int y;
        int m;
        int d;
        if (sscanf(line, "  %4d-%2d-%2d \"", &y, &m, &d) != 3)
            continue;
        if (at == wanted.count) {
            wanted = holidays_of(++year);
            at = 0;
        }
        if (date_day_number(y, m, d) != wanted.days[at++])
            fail_msg("%s is no bank holiday, or one before it is missing", line);
    }
    fclose(file);
    assert_int_equal(year, 2030);
    assert_int_equal(at, wanted.count);
}

/* Against counting day by day, and the sums add up. */
static void test_working_days(void **state)
{
    (void)state;
    int64_t first = date_day_number(2009, 1, 1);
    int64_t off[64];
    struct working_calendar calendar = { "test", off, 0, first, date_day_number(2012, 12, 31) };
    for (int year = 2009; year <= 2012; year++) {
        struct holidays holidays = holidays_of(year);
        for (int i = 0; i < holidays.count; i++)
            off[calendar.count++] = holidays.days[i];
    }
    for (int64_t day = first; day < calendar.last; day++) {
        int64_t at = day;
        for (int64_t count = 0; count <= 300; count++) {
            assert_int_equal(working_move(&calendar, day, count), at);
            do
                at++;
            while (!working_is_day(&calendar, at));
        }
        at = day;
        for (int64_t count = 0; count >= -60; count--) {
            assert_int_equal(working_move(&calendar, day, count), at);
            do
                at--;
            while (!working_is_day(&calendar, at));
        }
    }
    assert_int_equal(working_move(&calendar, first, 1000000000) - first > 1399999000, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_month_addition),
        cmocka_unit_test(test_ages),
        cmocka_unit_test(test_clock_changes),
        cmocka_unit_test(test_clock_bounds),
        cmocka_unit_test(test_clock_between),
        cmocka_unit_test(test_bank_holidays),
        cmocka_unit_test(test_working_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
