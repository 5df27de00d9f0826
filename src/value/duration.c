/* Lengths of time: made from a count and a unit, added, compared, written. Months are never turned
 * into days: what two durations are to each other is asked of every month they might begin in.
 * Leaves moving a date by a duration to date_shift.c. */
#include "value/duration.h"

#include "base/buf.h"
#include "value/date.h"
#include "value/words.h"

enum {
    DAY_MINUTES = 24 * 60,
    CYCLE_MONTHS = 400 * 12, /* after which the Gregorian calendar repeats */
    CYCLE_DAYS = 146097,
};

static bool is_bounded(int64_t part)
{
    return part >= -DURATION_MOST && part <= DURATION_MOST;
}

static bool store(struct duration duration, struct duration *out)
{
    if (!is_bounded(duration.months) || !is_bounded(duration.days) ||
        !is_bounded(duration.minutes) || !is_bounded(duration.working_days))
        return false;
    *out = duration;
    return true;
}

bool duration_of(int64_t count, enum duration_unit unit, struct duration *out)
{
    if (!is_bounded(count))
        return false;
    struct duration made = { 0 };
    switch (unit) {
    case UNIT_MINUTE:
        made.minutes = count;
        break;
    case UNIT_HOUR:
        made.minutes = count * 60;
        break;
    case UNIT_DAY:
        made.days = count;
        break;
    case UNIT_WEEK:
        made.days = count * 7;
        break;
    case UNIT_MONTH:
        made.months = count;
        break;
    case UNIT_YEAR:
        made.months = count * 12;
        break;
    case UNIT_WORKING_DAY:
        made.working_days = count;
        break;
    }
    return store(made, out);
}

bool duration_unit_find(struct text word, enum duration_unit *out)
{
    static const char *const words[] = {
        [UNIT_MINUTE] = "minute", [UNIT_HOUR] = "hour", [UNIT_DAY] = "day",
        [UNIT_WEEK] = "week", [UNIT_MONTH] = "month", [UNIT_YEAR] = "year",
        [UNIT_WORKING_DAY] = "working day",
    };
    _Static_assert(sizeof words / sizeof *words == UNIT_WORKING_DAY + 1, "a word for each unit");
    if (word.length && word.bytes[word.length - 1] == 's')
        word.length--;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal(word, text_of(words[i]))) {
            *out = (enum duration_unit)i;
            return true;
        }
    }
    return false;
}

struct bounds {
    int64_t least;
    int64_t most;
};

/* How many days `months` (below one cycle) may take, from the first of each month; rounding down
 * from the end of a longer month takes neither fewer nor more than the bounds so found. */
static struct bounds days_in_part(int64_t months)
{
    struct bounds bounds = { INT64_MAX, 0 };
    for (int start = 0; start < CYCLE_MONTHS; start++) {
        int end = start + (int)months;
        int64_t days = date_day_number(2000 + end / 12, end % 12 + 1, 1) -
                       date_day_number(2000 + start / 12, start % 12 + 1, 1);
        bounds.least = days < bounds.least ? days : bounds.least;
        bounds.most = days > bounds.most ? days : bounds.most;
    }
    return bounds;
}

static struct bounds days_in_months(int64_t months)
{
    int64_t cycles = months / CYCLE_MONTHS * CYCLE_DAYS;
    int64_t part = months % CYCLE_MONTHS;
    if (part == 0)
        return (struct bounds){ cycles, cycles };
    struct bounds bounds = days_in_part(part);
    return (struct bounds){ cycles + bounds.least, cycles + bounds.most };
}

/* The bounds, in minutes, of a less b. */
static struct bounds difference(struct duration a, struct duration b)
{
    int64_t months = a.months - b.months;
    int64_t rest = (a.days - b.days) * DAY_MINUTES + a.minutes - b.minutes;
    int64_t count = months < 0 ? -months : months;
    /* no look at the calendar where any calendar gives the same answer */
    struct bounds days = { 28 * count, 31 * count };
    int64_t against = months < 0 ? rest : -rest;
    if (months != 0 && against >= days.least * DAY_MINUTES && against <= days.most * DAY_MINUTES)
        days = days_in_months(count);
    if (months < 0)
        days = (struct bounds){ -days.most, -days.least };
    return (struct bounds){ days.least * DAY_MINUTES + rest, days.most * DAY_MINUTES + rest };
}

/* Working days compare among themselves; against anything else only a calendar could tell. */
static bool has_working_days(struct duration a, struct duration b)
{
    return a.working_days != 0 || b.working_days != 0;
}

static bool is_same_but_for_working_days(struct duration a, struct duration b)
{
    return a.months == b.months && a.days == b.days && a.minutes == b.minutes;
}

enum truth duration_compare_less(struct duration a, struct duration b)
{
    if (is_same_but_for_working_days(a, b))
        return a.working_days < b.working_days ? TRUTH_TRUE : TRUTH_FALSE;
    if (has_working_days(a, b))
        return TRUTH_UNKNOWN;
    struct bounds bounds = difference(a, b);
    if (bounds.most < 0)
        return TRUTH_TRUE;
    return bounds.least >= 0 ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

enum truth duration_equal(struct duration a, struct duration b)
{
    if (is_same_but_for_working_days(a, b))
        return a.working_days == b.working_days ? TRUTH_TRUE : TRUTH_FALSE;
    if (has_working_days(a, b))
        return TRUTH_UNKNOWN;
    struct bounds bounds = difference(a, b);
    if (bounds.least > 0 || bounds.most < 0)
        return TRUTH_FALSE;
    return bounds.least == bounds.most ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

bool duration_add(struct duration a, struct duration b, struct duration *out)
{
    struct duration sum = { a.months + b.months, a.days + b.days, a.minutes + b.minutes,
                            a.working_days + b.working_days, a.calendar ? a.calendar : b.calendar };
    return store(sum, out);
}

bool duration_negate(struct duration a, struct duration *out)
{
    return store((struct duration){ -a.months, -a.days, -a.minutes, -a.working_days,
                                     a.calendar }, out);
}

/* Where a part of a duration goes. */
struct parts {
    struct buf *out;
    size_t start;
    const struct wording *words;
};

/* Writes `2 years 3 months` for 27 months, `per` being twelve; without `larger` there is no larger unit. */
static void print_part(const struct parts *parts, int64_t count, int64_t per, const char *larger,
                       const char *unit)
{
    struct arena *arena = parts->out->arena;
    int64_t magnitude = count < 0 ? -count : count;
    int64_t whole = larger ? magnitude / per : 0;
    int64_t rest = larger ? magnitude % per : magnitude;
    struct buf part;
    if (count == 0)
        return;
    buf_init(&part, arena);
    if (whole)
        buf_text(&part, words_count(arena, larger, whole));
    if (whole && rest)
        buf_byte(&part, ' ');
    if (rest)
        buf_text(&part, words_count(arena, unit, rest));
    if (parts->out->length != parts->start)
        buf_byte(parts->out, ' ');
    buf_text(parts->out, count < 0 ? WORDS_FILL(arena, parts->words->minus, buf_get(&part)) : buf_get(&part));
}

void duration_print(struct buf *out, struct duration duration, const struct wording *words)
{
    const struct parts parts = { out, out->length, words };
    bool only_days = !duration.months && !duration.minutes && !duration.working_days;
    bool has_weeks = only_days && duration.days % 7 == 0;
    print_part(&parts, duration.months, 12, words->years, words->months_long);
    print_part(&parts, duration.days, 7, has_weeks ? words->weeks : NULL, words->days);
    print_part(&parts, duration.minutes, 60, words->hours, words->minutes);
    print_part(&parts, duration.working_days, 1, NULL, words->working_days);
    if (out->length == parts.start)
        buf_text(out, words_count(out->arena, words->days, 0));
}
