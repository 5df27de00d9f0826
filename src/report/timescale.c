/* The axis of a timeline. Time is to scale; where nothing begins or ends for long, the axis is broken,
 * and whoever draws it marks the break. Ticks stand at round times and never run into each other. */
#include "report/timescale.h"

#include "value/date.h"

#include <stdlib.h>

enum { DAY = 24 * 60, GAP = 14 };

static int compare_minutes(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

struct minutes {
    int64_t *items;
    uint32_t count;
    uint32_t capacity;
};

static struct minutes find_ends(struct arena *arena, const struct timeline *timeline)
{
    struct minutes ends = { 0 };
    for (uint32_t i = 0; i < timeline->count; i++) {
        const struct timeline_event *event = &timeline->events[i];
        if (event->shape == TIMELINE_UNDATED)
            continue;
        if (!event->open_lo)
            VEC_PUSH(arena, &ends, event->lo);
        if (!event->open_hi)
            VEC_PUSH(arena, &ends, event->hi);
    }
    if (ends.count)
        qsort(ends.items, ends.count, sizeof *ends.items, compare_minutes);
    return ends;
}

/* Whether time may be left out here: not from what is uncertain, which is drawn as long as it is; from a
 * long period, if there is more to be seen than that, for what lasts looks the same all along. */
static bool may_break(const struct timeline *timeline, int64_t lo, int64_t hi)
{
    enum { ENOUGH = 4 };
    for (uint32_t i = 0; i < timeline->count; i++) {
        const struct timeline_event *event = &timeline->events[i];
        bool covers = event->shape != TIMELINE_UNDATED && event->lo <= lo && event->hi >= hi;
        if (covers && (event->shape == TIMELINE_MOMENT || timeline->count < ENOUGH))
            return false;
    }
    return true;
}

/* Breaks the stretch that has the longest gap; false where no gap is long enough to be worth it. */
static bool break_once(struct timescale *scale, const struct timeline *timeline, const struct minutes *ends)
{
    int64_t total = 0;
    int64_t best = 0;
    uint32_t best_at = 0;
    for (uint32_t i = 0; i < scale->count; i++)
        total += scale->stretches[i].hi - scale->stretches[i].lo;
    for (uint32_t i = 0; i + 1 < ends->count; i++) {
        int64_t gap = ends->items[i + 1] - ends->items[i];
        bool is_cut = false;
        for (uint32_t k = 0; k + 1 < scale->count; k++)
            is_cut |= scale->stretches[k].hi == ends->items[i];
        if (!is_cut && gap > best && may_break(timeline, ends->items[i], ends->items[i + 1])) {
            best = gap;
            best_at = i;
        }
    }
    if (best * 100 <= total * 45 || scale->count > SCALE_BREAKS_MOST)
        return false;
    uint32_t at = 0;
    while (scale->stretches[at].hi < ends->items[best_at + 1])
        at++;
    for (uint32_t i = scale->count++; i > at; i--)
        scale->stretches[i] = scale->stretches[i - 1];
    scale->stretches[at].hi = ends->items[best_at];
    scale->stretches[at + 1].lo = ends->items[best_at + 1];
    return true;
}

static void place(struct timescale *scale, int32_t left, int32_t right)
{
    enum { PAD = SCALE_BREAK_PAD };
    int64_t total = 0;
    int32_t room = right - left - (int32_t)(scale->count - 1) * (SCALE_BREAK_WIDTH + 2 * PAD);
    for (uint32_t i = 0; i < scale->count; i++)
        total += scale->stretches[i].hi - scale->stretches[i].lo;
    total = total > 0 ? total : 1;
    int32_t x = left;
    for (uint32_t i = 0; i < scale->count; i++) {
        struct stretch *stretch = &scale->stretches[i];
        stretch->x = x;
        stretch->width = (int32_t)((stretch->hi - stretch->lo) * room / total);
        x += stretch->width + SCALE_BREAK_WIDTH + 2 * PAD;
    }
}

/* Less than a day and a half is shown as the whole days around it. */
static void widen(struct timescale *scale)
{
    struct stretch *only = &scale->stretches[0];
    if (only->hi - only->lo >= DAY + DAY / 2)
        return;
    only->lo -= ((only->lo % DAY) + DAY) % DAY;
    only->hi += DAY - 1 - ((only->hi % DAY) + DAY) % DAY;
}

struct timescale timescale_new(struct arena *arena, const struct timeline *timeline, int32_t left,
                               int32_t right)
{
    struct timescale scale = { .count = 1 };
    struct minutes ends = find_ends(arena, timeline);
    if (ends.count) {
        scale.stretches[0].lo = ends.items[0];
        scale.stretches[0].hi = ends.items[ends.count - 1];
    }
    widen(&scale);
    while (break_once(&scale, timeline, &ends))
        continue;
    place(&scale, left, right);
    return scale;
}

int32_t timescale_x(const struct timescale *scale, int64_t minute)
{
    for (uint32_t i = 0; i < scale->count; i++) {
        const struct stretch *stretch = &scale->stretches[i];
        if (minute <= stretch->lo)
            return stretch->x;
        if (minute <= stretch->hi)
            return stretch->x +
                   (int32_t)((minute - stretch->lo) * stretch->width / (stretch->hi - stretch->lo));
    }
    return scale->stretches[scale->count - 1].x + scale->stretches[scale->count - 1].width;
}

/* Ticks */

enum unit { HOURS, DAYS, MONTHS };

static const struct step {
    enum unit unit;
    int count;
} steps[] = {
    { HOURS, 1 },    { HOURS, 3 },    { HOURS, 6 },    { DAYS, 1 },     { DAYS, 2 },     { DAYS, 7 },
    { MONTHS, 1 },   { MONTHS, 3 },   { MONTHS, 6 },   { MONTHS, 12 },  { MONTHS, 24 },  { MONTHS, 60 },
    { MONTHS, 120 }, { MONTHS, 240 }, { MONTHS, 600 }, { MONTHS, 1200 }, { MONTHS, 6000 }, { MONTHS, 12000 },
};

enum { STEP_COUNT = sizeof steps / sizeof *steps };

static int64_t floor_to(int64_t number, int64_t unit)
{
    int64_t rest = number % unit;
    return number - (rest < 0 ? rest + unit : rest);
}

/* Months since January of the year 0, of a minute. */
static int64_t month_of(int64_t minute)
{
    int year;
    int month;
    int day;
    date_from_day_number(floor_to(minute, DAY) / DAY, &year, &month, &day);
    return (int64_t)year * 12 + month - 1;
}

static int64_t minute_of_month(int64_t month)
{
    return date_day_number((int)(month / 12), (int)(month % 12) + 1, 1) * DAY;
}

/* The n-th round time at or before `from`, counted from it. */
static int64_t round_time(const struct step *step, int64_t from, int64_t n)
{
    if (step->unit == MONTHS)
        return minute_of_month(floor_to(month_of(from), step->count) + n * step->count);
    int64_t length = step->unit == HOURS ? step->count * 60 : (int64_t)step->count * DAY;
    return floor_to(from, length) + n * length;
}

static struct text label_of(struct arena *arena, const char *months, const struct step *step, int64_t minute)
{
    struct buf out;
    int year;
    int month;
    int day;
    buf_init(&out, arena);
    date_from_day_number(floor_to(minute, DAY) / DAY, &year, &month, &day);
    struct text name = words_part(months, (uint32_t)month - 1);
    int64_t clock = minute - floor_to(minute, DAY);
    if (step->unit == HOURS && clock != 0)
        buf_printf(&out, "%02d:%02d", (int)(clock / 60), (int)(clock % 60));
    else if (step->unit == MONTHS && step->count % 12 == 0)
        buf_printf(&out, "%d", year);
    else if (step->unit == MONTHS)
        buf_printf(&out, "%.*s %d", TEXT_ARGUMENTS(name), year);
    else
        buf_printf(&out, "%d %.*s %d", day, TEXT_ARGUMENTS(name), year);
    return buf_get(&out);
}

/* The smallest step whose labels have room everywhere: the widest label is taken for all. */
static const struct step *choose_step(struct arena *arena, const struct timescale *scale, const char *months)
{
    int64_t total = 0;
    int64_t room = 0;
    for (uint32_t i = 0; i < scale->count; i++) {
        total += scale->stretches[i].hi - scale->stretches[i].lo;
        room += scale->stretches[i].width;
    }
    for (uint32_t i = 0; i < STEP_COUNT; i++) {
        const struct step *step = &steps[i];
        int64_t minutes = step->unit == HOURS  ? step->count * 60
                          : step->unit == DAYS ? (int64_t)step->count * DAY
                                               : (int64_t)step->count * 28 * DAY;
        struct text widest = label_of(arena, months, step, scale->stretches[0].lo);
        if (total == 0 || minutes * room / total >= svg_measure(widest, SVG_SMALL, false) + GAP)
            return step;
    }
    return &steps[STEP_COUNT - 1];
}

static void add_tick(struct arena *arena, struct ticks *ticks, int32_t x, struct text label,
                     int32_t *free_from)
{
    int32_t half = (svg_measure(label, SVG_SMALL, false) + 1) / 2;
    int32_t middle = x < half ? half : x > SVG_WIDTH - half ? SVG_WIDTH - half : x;
    if (middle - half < *free_from)
        label = TEXT("");
    else
        *free_from = middle + half + GAP;
    VEC_PUSH(arena, ticks, (struct tick){ x, label });
}

/* A stretch without a round time in it is labelled where it begins, by its day. */
static void add_ticks(struct arena *arena, const char *months, const struct step *step,
                      const struct stretch *stretch, struct ticks *ticks, int32_t *free_from)
{
    enum { TICKS_MOST = 200 };
    struct timescale one = { .stretches = { *stretch }, .count = 1 };
    uint32_t before = ticks->count;
    for (int64_t n = 0; n < TICKS_MOST; n++) {
        int64_t minute = round_time(step, stretch->lo, n);
        if (minute > stretch->hi)
            break;
        if (minute >= stretch->lo)
            add_tick(arena, ticks, timescale_x(&one, minute), label_of(arena, months, step, minute),
                     free_from);
    }
    static const struct step day = { DAYS, 1 };
    if (ticks->count == before)
        add_tick(arena, ticks, stretch->x, label_of(arena, months, &day, stretch->lo), free_from);
}

struct ticks timescale_ticks(struct arena *arena, const struct timescale *scale, const char *months)
{
    struct ticks ticks = { 0 };
    int32_t free_from = 0;
    const struct step *step = choose_step(arena, scale, months);
    for (uint32_t i = 0; i < scale->count; i++)
        add_ticks(arena, months, step, &scale->stretches[i], &ticks, &free_from);
    return ticks;
}
