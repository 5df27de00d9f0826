/* Guards what dates do together: facts/network against every assignment of days there is, months added
 * against a calendar counted day by day, clock changes and working days against published ones. The random
 * networks come from a seed that is printed; DATES_SEED gives another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "facts/network.h"
#include "value/clock.h"
#include "value/date.h"
#include "value/working.h"

enum { DAY = 24 * 60 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t roll(uint32_t *seed, uint32_t sides)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % sides;
}

static uint32_t first_seed(void)
{
    const char *given = getenv("DATES_SEED");
    uint32_t seed = given ? (uint32_t)strtoul(given, NULL, 10) : 20070314;
    printf("# DATES_SEED=%u\n", seed);
    return seed ? seed : 1;
}

/* Networks */

enum { POINTS = 4, LIMITS_MOST = 8, DAYS_MOST = 80 };

/* A small network and the days it plays on. */
struct game {
    struct network network;
    int64_t first;
    int days;
    int64_t lo[POINTS]; /* what is written, in days from `first` */
    int64_t hi[POINTS];
    int64_t reached[LIMITS_MOST][DAYS_MOST];
};

/* Where each limit leads from each day: what it says, worked out beforehand. */
static void tabulate(struct game *game)
{
    for (uint32_t i = 0; i < game->network.limits.count; i++) {
        const struct network_limit *limit = &game->network.limits.items[i];
        enum month_rounding rounding = limit->distance.rounding;
        if (!rounding)
            rounding = limit->is_most ? ROUND_UP : ROUND_DOWN;
        for (int day = 0; day < DAYS_MOST; day++) {
            struct date moved;
            assert_true(date_add_duration(date_of_day(game->first + day), limit->distance.by, rounding,
                                          &moved));
            game->reached[i][day] = moved.lo / DAY - game->first;
        }
    }
}

static bool all_hold(const struct game *game, const int64_t *day)
{
    for (uint32_t i = 0; i < game->network.limits.count; i++) {
        const struct network_limit *limit = &game->network.limits.items[i];
        int64_t reached = game->reached[i][day[limit->from]];
        if (limit->is_most ? day[limit->to] > reached : day[limit->to] < reached)
            return false;
    }
    return true;
}

/* The least and greatest day of each point over all assignments; false where there is none. */
static bool try_all(const struct game *game, int64_t *least, int64_t *most)
{
    bool any = false;
    int64_t day[POINTS];
    int64_t rounds = 1;
    for (int i = 0; i < POINTS; i++)
        rounds *= game->hi[i] - game->lo[i] + 1;
    for (int64_t round = 0; round < rounds; round++) {
        int64_t rest = round;
        for (int i = 0; i < POINTS; i++) {
            int64_t size = game->hi[i] - game->lo[i] + 1;
            day[i] = game->lo[i] + rest % size;
            rest /= size;
        }
        if (!all_hold(game, day))
            continue;
        for (int i = 0; i < POINTS; i++) {
            least[i] = any && least[i] < day[i] ? least[i] : day[i];
            most[i] = any && most[i] > day[i] ? most[i] : day[i];
        }
        any = true;
    }
    return any;
}

static void deal(struct game *game, struct arena *arena, uint32_t *seed, bool with_months)
{
    *game = (struct game){ .days = with_months ? 14 : 12 };
    game->network.arena = arena;
    game->first = date_day_number(2007, 1, 25);
    for (int i = 0; i < POINTS; i++) {
        game->lo[i] = roll(seed, (uint32_t)game->days);
        game->hi[i] = game->lo[i] + roll(seed, (uint32_t)(game->days - game->lo[i]));
        if (roll(seed, 2))
            game->lo[i] = 0;
        if (roll(seed, 2))
            game->hi[i] = game->days - 1;
        int64_t shift = with_months && i % 2 ? 31 : 0;
        game->lo[i] += shift;
        game->hi[i] += shift;
        network_add_point(&game->network, (game->first + game->lo[i]) * DAY,
                          (game->first + game->hi[i]) * DAY + DAY - 1);
    }
    for (uint32_t i = 1 + roll(seed, LIMITS_MOST); i > 0; i--) {
        struct network_limit limit = { .from = roll(seed, POINTS), .to = roll(seed, POINTS),
                                       .is_most = roll(seed, 2) };
        limit.distance.by.days = (int64_t)roll(seed, 9) - 4;
        if (with_months && (limit.from ^ limit.to) & 1) {
            limit.distance.by.months = limit.from % 2 ? -1 : 1;
            limit.distance.rounding = (enum month_rounding)roll(seed, 3);
        }
        network_add_limit(&game->network, limit);
    }
    tabulate(game);
}

/* What is told of a contradiction is one: with nothing but those limits and those two written bounds, no
 * days fit, however wide the others may range. */
static void check_told(const struct game *game)
{
    const struct network_conflict *conflict = &game->network.conflicts.items[0];
    struct game told = { .first = game->first - 30 };
    assert_int_equal(conflict->trouble, NETWORK_CONTRADICTS);
    for (int i = 0; i < POINTS; i++) {
        told.lo[i] = 0;
        told.hi[i] = 0;
    }
    for (uint32_t i = 0; i < conflict->count; i++) {
        const struct network_limit *limit = &game->network.limits.items[conflict->limits[i]];
        VEC_PUSH(game->network.arena, &told.network.limits, *limit);
        told.hi[limit->from] = told.hi[limit->to] = 30 + game->days + 30;
    }
    if (conflict->first != NETWORK_NONE) {
        told.lo[conflict->first] = game->lo[conflict->first] + 30;
        told.hi[conflict->last] = game->hi[conflict->last] + 30;
        if (told.lo[conflict->first] > told.hi[conflict->first])
            return;
    }
    int64_t least[POINTS];
    int64_t most[POINTS];
    tabulate(&told);
    if (conflict->count <= 2)
        assert_false(try_all(&told, least, most));
}

static void play(uint32_t *seed, bool with_months, int *contradictions)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct game game;
    int64_t least[POINTS];
    int64_t most[POINTS];
    deal(&game, arena, seed, with_months);
    bool any = try_all(&game, least, most);
    network_solve(&game.network);
    assert_int_equal(game.network.conflicts.count == 0, any);
    for (int i = 0; any && i < POINTS; i++) {
        assert_int_equal(game.network.points.items[i].lo, (game.first + least[i]) * DAY);
        assert_int_equal(game.network.points.items[i].hi, (game.first + most[i]) * DAY + DAY - 1);
    }
    *contradictions += !any;
    if (!any && !with_months)
        check_told(&game);
    arena_free(arena);
}

static void test_network_days(void **state)
{
    (void)state;
    uint32_t seed = first_seed();
    int contradictions = 0;
    for (int i = 0; i < 2000; i++)
        play(&seed, false, &contradictions);
    assert_in_range(contradictions, 200, 1800);
}

static void test_network_months(void **state)
{
    (void)state;
    uint32_t seed = first_seed();
    int contradictions = 0;
    for (int i = 0; i < 120; i++)
        play(&seed, true, &contradictions);
    assert_in_range(contradictions, 12, 108);
}

static struct network_limit days_after(uint32_t from, uint32_t to, int64_t days, bool is_most)
{
    struct network_limit limit = { .from = from, .to = to, .is_most = is_most };
    limit.distance.by.days = days;
    return limit;
}

/* A long chain, its links in an order that helps nobody. */
static void test_network_chain(void **state)
{
    (void)state;
    enum { LINKS = 20011 };
    struct arena *arena = arena_new(0, NULL, NULL);
    struct network network = { .arena = arena };
    int64_t start = date_day_number(2001, 1, 1) * DAY;
    for (int i = 0; i <= LINKS; i++)
        network_add_point(&network, DISTANCE_NO_LEAST, DISTANCE_NO_MOST);
    network.points.items[0] = (struct network_point){ start, start + DAY - 1 };
    for (uint32_t i = 0; i < LINKS; i++) {
        uint32_t link = (uint32_t)((uint64_t)i * 7919 % LINKS);
        network_add_limit(&network, days_after(link, link + 1, 1, false));
        network_add_limit(&network, days_after(link, link + 1, 2, true));
    }
    network_solve(&network);
    assert_int_equal(network.conflicts.count, 0);
    assert_int_equal(network.points.items[LINKS].lo, start + (int64_t)LINKS * DAY);
    assert_int_equal(network.points.items[LINKS].hi, start + (int64_t)LINKS * 2 * DAY + DAY - 1);
    arena_free(arena);
}

/* Two circles without a written date; the shorter one is told. */
static void test_network_circles(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct network network = { .arena = arena };
    for (int i = 0; i < 6; i++)
        network_add_point(&network, DISTANCE_NO_LEAST, DISTANCE_NO_MOST);
    for (uint32_t i = 0; i < 6; i++)
        network_add_limit(&network, days_after(i, (i + 1) % 6, i == 0, false));
    network_add_limit(&network, days_after(4, 3, 1, false));
    network_solve(&network);
    assert_int_equal(network.conflicts.count, 1);
    assert_int_equal(network.conflicts.items[0].trouble, NETWORK_CONTRADICTS);
    assert_int_equal(network.conflicts.items[0].first, NETWORK_NONE);
    assert_int_equal(network.conflicts.items[0].count, 2);
    arena_free(arena);
}

/* One month there and `days` back: it comes to rest where a month is no longer than that. NETWORK_TANGLED
 * stands for no conflict at all. */
static enum network_trouble go_round(int64_t days, bool by_minutes)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct network network = { .arena = arena };
    network_add_point(&network, DISTANCE_NO_LEAST, DISTANCE_NO_MOST);
    network_add_point(&network, DISTANCE_NO_LEAST, DISTANCE_NO_MOST);
    struct network_limit month = days_after(0, 1, 0, false);
    month.distance.by.months = 1;
    struct network_limit back = days_after(1, 0, by_minutes ? 0 : -days, false);
    back.distance.in_minutes = by_minutes;
    back.distance.by.minutes = by_minutes ? -days * DAY : 0;
    network_add_limit(&network, month);
    network_add_limit(&network, back);
    network_solve(&network);
    enum network_trouble trouble =
        network.conflicts.count ? network.conflicts.items[0].trouble : NETWORK_TANGLED;
    arena_free(arena);
    return trouble;
}

static void test_network_uneven_circles(void **state)
{
    (void)state;
    for (int64_t days = 25; days <= 33; days++)
        assert_int_equal(go_round(days, false), days < 28 ? NETWORK_CONTRADICTS : NETWORK_TANGLED);
    assert_int_equal(go_round(26, true), NETWORK_CONTRADICTS);
    /* from 28 February 2001, 23:00, to 28 March: an hour is lost to the clocks on the way */
    assert_int_equal(go_round(27, true), NETWORK_TANGLED);
}

/* A doubtful date that cannot be so says nothing, and is no contradiction. */
static void test_network_doubt(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct network network = { .arena = arena };
    int64_t start = date_day_number(2001, 1, 10) * DAY;
    network_add_point(&network, start, start + DAY - 1);
    network_add_point(&network, DISTANCE_NO_LEAST, DISTANCE_NO_MOST);
    network_add_limit(&network, days_after(0, 1, 2, false));
    struct network_limit doubtful = days_after(0, 1, 1, true);
    doubtful.is_one_way = true;
    network_add_limit(&network, doubtful);
    network_solve(&network);
    assert_int_equal(network.conflicts.count, 0);
    assert_int_equal(network.points.items[1].lo, start + 2 * DAY);
    assert_int_equal(network.points.items[1].hi, DISTANCE_NO_MOST);
    arena_free(arena);
}

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
        cmocka_unit_test(test_network_days),
        cmocka_unit_test(test_network_months),
        cmocka_unit_test(test_network_chain),
        cmocka_unit_test(test_network_circles),
        cmocka_unit_test(test_network_uneven_circles),
        cmocka_unit_test(test_network_doubt),
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
