/* Guards facts/network.c: the bounds it gives are held against every assignment of days there is, for small
 * networks that come from a seed. The seed is printed; DATES_SEED gives another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "facts/network.h"
#include "value/date.h"

enum { DAY = 24 * 60 };

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_network_days),
        cmocka_unit_test(test_network_months),
        cmocka_unit_test(test_network_chain),
        cmocka_unit_test(test_network_circles),
        cmocka_unit_test(test_network_uneven_circles),
        cmocka_unit_test(test_network_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
