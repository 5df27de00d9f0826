/* Bounds carried along the limits until nothing changes (Bellman and Ford's method, in rounds): least bounds
 * first, then greatest. All carrying is monotone, so what is left are the tightest bounds, months and
 * working days included. Each step remembers the one before it; what contradicts a written bound is met in
 * the round of its length, and so told by the fewest links. Circles that only ever push further are looked
 * for before that, from one point of each strongly connected part. */
#include "facts/network.h"

enum {
    STEPS_MOST = 1000 * 1000, /* or, where there is more than that to be seen, */
    STEPS_A_LIMIT = 16,
    SEARCH_MOST = 4 * 1000 * 1000, /* for a shorter circle: points, limits and rounds multiplied */
};

/* After so many minutes the calendar repeats; and clocks have been changed twice each way. */
#define CYCLE_MINUTES (INT64_C(146097) * 24 * 60)
#define CLOCK_CYCLE_MINUTES (INT64_C(2 * 366) * 24 * 60)

/* A bound of a point, and how it came about. */
struct step {
    int64_t value;
    uint32_t point;
    uint32_t limit;  /* NETWORK_NONE: where a chain begins */
    uint32_t before; /* the step it was carried from */
    uint32_t length; /* of the chain */
};

/* One connected part, and the bounds on their way through it. */
struct pass {
    struct network *network;
    const uint32_t *part;      /* the points of this part */
    uint32_t part_count;
    const uint32_t *incident;  /* the limits at each point, those of point i from first[i] on */
    const uint32_t *first;
    uint32_t *current;         /* by point: its latest step, or NETWORK_NONE */
    bool *is_done;             /* by point: seen by an earlier search for circles */
    bool *is_next;             /* by point: its step goes on in the next round */
    VEC(struct step) steps;
    VEC(uint32_t) round;       /* steps to be carried on */
    VEC(uint32_t) next;        /* points that changed */
    int64_t *least;            /* by point: its least bound, once known */
    bool is_upper;             /* greatest bounds, else least ones */
    bool is_firm;              /* one-way limits are left out */
    bool is_search;            /* for circles: written bounds do not matter */
    uint32_t home;             /* where a circle is to end; NETWORK_NONE: anywhere */
    uint32_t rounds_most;
    uint32_t steps_most;       /* before the work is given up */
    uint32_t check_at;         /* the length of a chain that is to be looked through for a circle */
    bool has_conflict;
    struct network_conflict conflict;
};

uint32_t network_add_point(struct network *network, int64_t lo, int64_t hi)
{
    VEC_PUSH(network->arena, &network->points, (struct network_point){ lo, hi });
    return network->points.count - 1;
}

void network_add_limit(struct network *network, struct network_limit limit)
{
    VEC_PUSH(network->arena, &network->limits, limit);
}

/* Conflicts */

static void *copy(struct arena *arena, const void *items, size_t size)
{
    return arena_copy(arena, items, size);
}

static void fail(struct pass *pass, enum network_trouble trouble, const uint32_t *limits, uint32_t count)
{
    pass->has_conflict = true;
    pass->conflict = (struct network_conflict){ trouble, NETWORK_NONE, NETWORK_NONE, limits, count };
}

static void fail_at(struct pass *pass, enum network_trouble trouble, uint32_t limit)
{
    fail(pass, trouble, copy(pass->network->arena, &limit, sizeof limit), 1);
}

/* The limits of the chain that ends with a step, back to the step `until` (left out). */
static const uint32_t *chain(struct pass *pass, uint32_t step, uint32_t until, uint32_t *count)
{
    *count = pass->steps.items[step].length - (until == NETWORK_NONE ? 0 : pass->steps.items[until].length);
    uint32_t *limits = ARENA_ARRAY(pass->network->arena, uint32_t, *count);
    for (uint32_t i = *count; i > 0; i--) {
        limits[i - 1] = pass->steps.items[step].limit;
        step = pass->steps.items[step].before;
    }
    return limits;
}

static uint32_t chain_start(const struct pass *pass, uint32_t step)
{
    while (pass->steps.items[step].before != NETWORK_NONE)
        step = pass->steps.items[step].before;
    return pass->steps.items[step].point;
}

static void fail_by_chain(struct pass *pass, uint32_t step)
{
    uint32_t count;
    const uint32_t *limits = chain(pass, step, NETWORK_NONE, &count);
    fail(pass, NETWORK_CONTRADICTS, limits, count);
    pass->conflict.first = chain_start(pass, step);
    pass->conflict.last = pass->steps.items[step].point;
}

/* How far a circle must have been pushed before it is known never to come to rest. Months and working days
 * differ, and hours get lost where others count days; all else pushes as far each time round. */
static int64_t get_enough(const struct pass *pass, const uint32_t *limits, uint32_t count)
{
    bool has_days = false;
    bool has_minutes = false;
    for (uint32_t i = 0; i < count; i++) {
        const struct distance *distance = &pass->network->limits.items[limits[i]].distance;
        if (distance->by.months || distance->by.working_days)
            return CYCLE_MINUTES;
        has_days = has_days || !distance->in_minutes;
        has_minutes = has_minutes || distance->by.minutes;
    }
    return has_days && has_minutes ? CLOCK_CYCLE_MINUTES : 0;
}

/* How far the chain has come since it was at the same point first. */
static int64_t get_push(const struct pass *pass, uint32_t step)
{
    const struct step *last = &pass->steps.items[step];
    int64_t push = 0;
    for (uint32_t at = last->before; at != NETWORK_NONE; at = pass->steps.items[at].before) {
        if (pass->steps.items[at].point == last->point)
            push = last->value - pass->steps.items[at].value;
    }
    return push;
}

/* A chain longer than there are points comes past one of them twice. Some may yet come to rest, but not
 * after they have been pushed through all that the calendar ever does. */
static void check_circle(struct pass *pass, uint32_t step)
{
    uint32_t *seen = ARENA_ARRAY(pass->network->arena, uint32_t, pass->network->points.count);
    int64_t push = get_push(pass, step);
    for (uint32_t at = step; at != NETWORK_NONE; at = pass->steps.items[at].before) {
        uint32_t point = pass->steps.items[at].point;
        if (seen[point]) {
            uint32_t count;
            const uint32_t *limits = chain(pass, seen[point] - 1, at, &count);
            int64_t enough = get_enough(pass, limits, count);
            if (enough == 0 || push > enough)
                fail(pass, NETWORK_CONTRADICTS, limits, count);
            return;
        }
        seen[point] = at + 1;
    }
}

/* Steps */

static bool is_open(const struct pass *pass, int64_t value)
{
    return pass->is_upper ? value >= DISTANCE_NO_MOST : value <= DISTANCE_NO_LEAST;
}

static bool is_better(const struct pass *pass, int64_t value, uint32_t point)
{
    if (pass->current[point] == NETWORK_NONE)
        return !is_open(pass, value);
    int64_t known = pass->steps.items[pass->current[point]].value;
    return pass->is_upper ? value < known : value > known;
}

static void add_step(struct pass *pass, struct step step)
{
    struct arena *arena = pass->network->arena;
    VEC_PUSH(arena, &pass->steps, step);
    pass->current[step.point] = pass->steps.count - 1;
    if (!pass->is_next[step.point]) {
        pass->is_next[step.point] = true;
        VEC_PUSH(arena, &pass->next, step.point);
    }
}

static void start(struct pass *pass, uint32_t point, int64_t value)
{
    add_step(pass, (struct step){ value, point, NETWORK_NONE, NETWORK_NONE, 0 });
}

/* What is wrong with the step just made, if anything. */
static void check_step(struct pass *pass, uint32_t number)
{
    const struct step *step = &pass->steps.items[number];
    const struct network_point *point = &pass->network->points.items[step->point];
    bool is_circle = pass->is_search && step->point == pass->home;
    if (is_circle) {
        uint32_t count;
        const uint32_t *limits = chain(pass, number, NETWORK_NONE, &count);
        if (get_enough(pass, limits, count) == 0)
            fail(pass, NETWORK_CONTRADICTS, limits, count);
    } else if (pass->is_search) {
        if (step->length >= pass->check_at) {
            pass->check_at = 2 * step->length;
            check_circle(pass, number);
        }
        if (!pass->has_conflict && step->value > DISTANCE_NO_MOST)
            fail_at(pass, NETWORK_LEAVES, step->limit);
    } else if (step->value < DISTANCE_NO_LEAST || step->value > DISTANCE_NO_MOST) {
        fail_at(pass, NETWORK_LEAVES, step->limit);
    } else if (!pass->is_upper && step->value > point->hi) {
        fail_by_chain(pass, number);
    } else if (pass->is_upper && step->value < pass->least[step->point]) {
        fail_at(pass, NETWORK_CONTRADICTS, step->limit); /* only by way of one-way limits */
    }
    if (!pass->has_conflict && pass->steps.count > pass->steps_most)
        fail_at(pass, NETWORK_TANGLED, step->limit);
}

static int64_t carry(const struct network_limit *limit, bool is_forward, int64_t value)
{
    if (limit->is_most)
        return is_forward ? distance_most(&limit->distance, value)
                          : distance_least_back(&limit->distance, value);
    return is_forward ? distance_least(&limit->distance, value)
                      : distance_most_back(&limit->distance, value);
}

/* Carries a bound over one limit, if the limit leads that way. */
static void carry_over(struct pass *pass, uint32_t from_step, uint32_t number, bool is_forward)
{
    const struct network_limit *limit = &pass->network->limits.items[number];
    struct step from = pass->steps.items[from_step];
    uint32_t to = is_forward ? limit->to : limit->from;
    bool is_barred = limit->is_one_way && (pass->is_firm || !is_forward);
    if (limit->is_most != (pass->is_upper == is_forward) || is_barred || pass->is_done[to])
        return;
    int64_t value = carry(limit, is_forward, from.value);
    bool is_covered = is_forward ? distance_is_covered(&limit->distance, from.value, value)
                                 : distance_is_covered(&limit->distance, value, from.value);
    if (!pass->is_search && !is_covered) {
        fail_at(pass, NETWORK_UNCOVERED, number);
    } else if (is_better(pass, value, to)) {
        add_step(pass, (struct step){ value, to, number, from_step, from.length + 1 });
        check_step(pass, pass->steps.count - 1);
    }
}

static void carry_on(struct pass *pass, uint32_t step)
{
    uint32_t point = pass->steps.items[step].point;
    for (uint32_t i = pass->first[point]; i < pass->first[point + 1] && !pass->has_conflict; i++) {
        uint32_t number = pass->incident[i];
        const struct network_limit *limit = &pass->network->limits.items[number];
        if (limit->from == point)
            carry_over(pass, step, number, true);
        if (limit->to == point && !pass->has_conflict)
            carry_over(pass, step, number, false);
    }
}

static void run_rounds(struct pass *pass)
{
    uint32_t rounds = 0;
    while (pass->next.count && !pass->has_conflict && rounds < pass->rounds_most) {
        rounds++;
        pass->round.count = 0;
        for (uint32_t i = 0; i < pass->next.count; i++) {
            pass->is_next[pass->next.items[i]] = false;
            VEC_PUSH(pass->network->arena, &pass->round, pass->current[pass->next.items[i]]);
        }
        pass->next.count = 0;
        for (uint32_t i = 0; i < pass->round.count && !pass->has_conflict; i++)
            carry_on(pass, pass->round.items[i]);
    }
}

static void forget(struct pass *pass)
{
    for (uint32_t i = 0; i < pass->part_count; i++) {
        pass->current[pass->part[i]] = NETWORK_NONE;
        pass->is_next[pass->part[i]] = false;
    }
    pass->steps.count = 0;
    pass->next.count = 0;
    pass->rounds_most = UINT32_MAX;
    pass->check_at = pass->part_count;
    pass->home = NETWORK_NONE;
}

/* Circles */

/* Any day will do to begin with: a circle that pushes further does so from every day. */
static int64_t base_minute(void)
{
    return date_of_day(date_day_number(2000, 1, 1)).lo;
}

static void search_from(struct pass *pass, uint32_t point, uint32_t rounds)
{
    struct network_conflict best = pass->conflict;
    bool had = pass->has_conflict;
    forget(pass);
    pass->has_conflict = false;
    pass->home = point;
    pass->rounds_most = rounds;
    start(pass, point, base_minute());
    run_rounds(pass);
    if (!pass->has_conflict || pass->conflict.trouble != NETWORK_CONTRADICTS) {
        pass->has_conflict = had;
        pass->conflict = best;
    }
}

/* A circle was found; the shortest is wanted. From everywhere, or of many from those on the circle. */
static void shorten_circle(struct pass *pass)
{
    struct network_conflict found = pass->conflict;
    uint64_t work = (uint64_t)pass->part_count * (pass->first[pass->network->points.count] / 2 + 1);
    bool is_small = work < SEARCH_MOST && work * found.count < SEARCH_MOST;
    uint32_t count = is_small ? pass->part_count : found.count;
    for (uint32_t i = 0; i < pass->part_count; i++)
        pass->is_done[pass->part[i]] = false;
    for (uint32_t i = 0; i < count && pass->conflict.count > 1; i++) {
        uint32_t point = is_small ? pass->part[i] : pass->network->limits.items[found.limits[i]].to;
        search_from(pass, point, pass->conflict.count - 1);
    }
}

static void find_circle(struct pass *pass)
{
    pass->is_search = true;
    forget(pass);
    for (uint32_t i = 0; i < pass->part_count && !pass->has_conflict; i++) {
        if (pass->is_done[pass->part[i]])
            continue;
        uint32_t from = pass->steps.count;
        pass->check_at = pass->part_count;
        start(pass, pass->part[i], base_minute());
        run_rounds(pass);
        for (uint32_t j = from; j < pass->steps.count; j++)
            pass->is_done[pass->steps.items[j].point] = true;
    }
    if (pass->has_conflict && pass->conflict.trouble == NETWORK_CONTRADICTS)
        shorten_circle(pass);
    for (uint32_t i = 0; i < pass->part_count; i++)
        pass->is_done[pass->part[i]] = false;
    pass->is_search = false;
}

/* Bounds */

static void find_bounds(struct pass *pass, bool is_upper)
{
    pass->is_upper = is_upper;
    forget(pass);
    for (uint32_t i = 0; i < pass->part_count; i++) {
        const struct network_point *point = &pass->network->points.items[pass->part[i]];
        int64_t value = is_upper ? point->hi : point->lo;
        if (!is_open(pass, value))
            start(pass, pass->part[i], value);
    }
    run_rounds(pass);
}

static int64_t get_bound(const struct pass *pass, uint32_t point)
{
    if (pass->current[point] != NETWORK_NONE)
        return pass->steps.items[pass->current[point]].value;
    return pass->is_upper ? DISTANCE_NO_MOST : DISTANCE_NO_LEAST;
}

static void try_part(struct pass *pass)
{
    pass->has_conflict = false;
    pass->is_upper = false;
    find_circle(pass);
    if (!pass->has_conflict)
        find_bounds(pass, false);
    if (pass->has_conflict)
        return;
    for (uint32_t i = 0; i < pass->part_count; i++)
        pass->least[pass->part[i]] = get_bound(pass, pass->part[i]);
    find_bounds(pass, true);
}

static bool has_one_way(const struct pass *pass)
{
    for (uint32_t i = 0; i < pass->network->limits.count; i++) {
        if (pass->network->limits.items[i].is_one_way)
            return true;
    }
    return false;
}

/* What is one-way may be left out: it was in doubt, and where it cannot be so, it is not. */
static void solve_part(struct pass *pass)
{
    struct network *network = pass->network;
    pass->is_firm = false;
    try_part(pass);
    if (pass->has_conflict && has_one_way(pass)) {
        pass->is_firm = true;
        try_part(pass);
    }
    if (pass->has_conflict) {
        VEC_PUSH(network->arena, &network->conflicts, pass->conflict);
        return;
    }
    for (uint32_t i = 0; i < pass->part_count; i++) {
        uint32_t point = pass->part[i];
        network->points.items[point] = (struct network_point){ pass->least[point], get_bound(pass, point) };
    }
}

/* Parts */

static void index_limits(struct network *network, struct pass *pass)
{
    uint32_t count = network->points.count;
    uint32_t *first = ARENA_ARRAY(network->arena, uint32_t, count + 2);
    uint32_t *incident = ARENA_ARRAY(network->arena, uint32_t, 2 * (size_t)network->limits.count);
    for (uint32_t i = 0; i < network->limits.count; i++) {
        const struct network_limit *limit = &network->limits.items[i];
        first[limit->from + 2]++;
        first[limit->to + 2] += limit->to != limit->from;
    }
    for (uint32_t i = 2; i < count + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < network->limits.count; i++) {
        const struct network_limit *limit = &network->limits.items[i];
        incident[first[limit->from + 1]++] = i;
        if (limit->to != limit->from)
            incident[first[limit->to + 1]++] = i;
    }
    pass->first = first;
    pass->incident = incident;
}

/* Adds to `part` what a point of it is tied to. */
static uint32_t add_neighbours(const struct pass *pass, uint32_t point, bool *is_taken, uint32_t *part,
                               uint32_t count)
{
    for (uint32_t i = pass->first[point]; i < pass->first[point + 1]; i++) {
        const struct network_limit *limit = &pass->network->limits.items[pass->incident[i]];
        uint32_t other = limit->from == point ? limit->to : limit->from;
        if (!is_taken[other]) {
            is_taken[other] = true;
            part[count++] = other;
        }
    }
    return count;
}

void network_solve(struct network *network)
{
    uint32_t count = network->points.count;
    struct pass pass = { .network = network };
    bool *is_taken = ARENA_ARRAY(network->arena, bool, count);
    uint32_t *part = ARENA_ARRAY(network->arena, uint32_t, count);
    index_limits(network, &pass);
    pass.current = ARENA_ARRAY(network->arena, uint32_t, count);
    pass.is_done = ARENA_ARRAY(network->arena, bool, count);
    pass.is_next = ARENA_ARRAY(network->arena, bool, count);
    pass.least = ARENA_ARRAY(network->arena, int64_t, count);
    pass.part = part;
    pass.steps_most = network->limits.count > STEPS_MOST / STEPS_A_LIMIT
                          ? network->limits.count * STEPS_A_LIMIT
                          : STEPS_MOST;
    for (uint32_t i = 0; i < count; i++) {
        if (is_taken[i])
            continue;
        is_taken[i] = true;
        part[0] = i;
        pass.part_count = 1;
        for (uint32_t j = 0; j < pass.part_count; j++)
            pass.part_count = add_neighbours(&pass, part[j], is_taken, part, pass.part_count);
        solve_part(&pass);
    }
}
