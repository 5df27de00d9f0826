/* Dates and periods as text: in the words of a report's language, and as the language writes them.
 * Dates that were worked out have no written form of their own; they are printed by their bounds,
 * and by one bound alone where they reach the end of the calendar: nothing bounds them there. */
#include "value/date.h"

#include "base/buf.h"
#include "value/date_internal.h"
#include "value/words.h"

/* A minute taken apart. */
struct moment {
    int year;
    int month;
    int day;
    int hour;
    int minute;
};

static struct moment moment_of(int64_t minute)
{
    struct moment moment;
    date_from_day_number(date_day_of(minute), &moment.year, &moment.month, &moment.day);
    int of_day = (int)(minute - date_day_start(minute));
    moment.hour = of_day / 60;
    moment.minute = of_day % 60;
    return moment;
}

/* What dates are written with. */
struct tongue {
    struct arena *arena;
    const struct wording *words;
    bool is_after; /* it comes after "to", "from" or "until" */
};

static struct text time_of_day(struct arena *arena, int64_t minute)
{
    struct moment at = moment_of(minute);
    struct buf out;
    buf_init(&out, arena);
    buf_printf(&out, "%02d:%02d", at.hour, at.minute);
    return buf_get(&out);
}

/* The date that begins at `minute`, so precisely. */
static struct text moment_in_words(const struct tongue *tongue, int64_t minute, enum date_precision precision)
{
    const struct wording *words = tongue->words;
    struct moment at = moment_of(minute);
    struct buf out;
    buf_init(&out, tongue->arena);
    if (precision == DATE_DAY || precision == DATE_MINUTE)
        buf_printf(&out, "%d ", at.day);
    if (precision != DATE_YEAR) {
        bool is_changed = tongue->is_after && precision == DATE_MONTH;
        buf_text(&out, words_part(is_changed ? words->month_names_after : words->month_names,
                                  (uint32_t)at.month - 1));
        buf_byte(&out, ' ');
    }
    buf_int(&out, at.year);
    if (precision != DATE_MINUTE)
        return buf_get(&out);
    return WORDS_FILL(tongue->arena, words->day_and_time, buf_get(&out), time_of_day(tongue->arena, minute));
}

static void print_iso(struct buf *out, int64_t minute, enum date_precision precision)
{
    struct moment at = moment_of(minute);
    buf_printf(out, "%04d", at.year);
    if (precision != DATE_YEAR)
        buf_printf(out, "-%02d", at.month);
    if (precision == DATE_DAY || precision == DATE_MINUTE)
        buf_printf(out, "-%02d", at.day);
    if (precision == DATE_MINUTE)
        buf_printf(out, "T%02d:%02d", at.hour, at.minute);
}

/* The D of `about D within N days`, with its precision. */
static struct date get_centre(struct date date)
{
    int64_t by = (int64_t)date.about_days * DAY_MINUTES;
    return (struct date){ date.lo + by, date.hi - by,
                          date_shape(date.lo + by, date.hi - by), 0 };
}

/* The precision to write a date with: its own, or for what was worked out, that of its bounds where
 * they are one day or one minute; DATE_RANGE where both bounds must be written. */
static enum date_precision get_precision(struct date date)
{
    if (date.precision == DATE_MINUTE && date.lo != date.hi)
        return DATE_RANGE;
    if (date.precision != DATE_RANGE)
        return date.precision;
    enum date_precision shape = date_shape(date.lo, date.hi);
    return shape == DATE_DAY || shape == DATE_MINUTE ? shape : DATE_RANGE;
}

static struct text range_in_words(const struct tongue *tongue, struct date date)
{
    const struct wording *words = tongue->words;
    struct arena *arena = tongue->arena;
    enum date_precision each = date_has_time(date) ? DATE_MINUTE : DATE_DAY;
    if (date_is_open_below(date) && date_is_open_above(date))
        return text_of(words->unknown_date);
    if (date_is_open_below(date))
        return WORDS_FILL(arena, words->or_earlier, moment_in_words(tongue, date.hi, each));
    if (date_is_open_above(date))
        return WORDS_FILL(arena, words->or_later, moment_in_words(tongue, date.lo, each));
    if (date_day_of(date.lo) == date_day_of(date.hi))
        return WORDS_FILL(arena, words->between_times, time_of_day(arena, date.lo),
                          time_of_day(arena, date.hi), moment_in_words(tongue, date.lo, DATE_DAY));
    return WORDS_FILL(arena, words->between_dates, moment_in_words(tongue, date.lo, each),
                      moment_in_words(tongue, date.hi, each));
}

static struct text precise_in_words(const struct tongue *tongue, struct date date)
{
    enum date_precision precision = get_precision(date);
    return precision == DATE_RANGE ? range_in_words(tongue, date)
                                   : moment_in_words(tongue, date.lo, precision);
}

static struct text date_in_words(const struct tongue *tongue, struct date date)
{
    if (date.about_days <= 0)
        return precise_in_words(tongue, date);
    const struct tongue bare = { tongue->arena, tongue->words, false };
    return WORDS_FILL(tongue->arena, tongue->words->about_date, precise_in_words(&bare, get_centre(date)),
                      words_count(tongue->arena, tongue->words->days, date.about_days));
}

void date_print(struct buf *out, struct date date, const struct wording *words)
{
    const struct tongue tongue = { out->arena, words, false };
    buf_text(out, date_in_words(&tongue, date));
}

void date_print_source(struct buf *out, struct date date)
{
    if (date.about_days > 0) {
        buf_str(out, "about ");
        date_print_source(out, get_centre(date));
        buf_printf(out, " within %d day%s", (int)date.about_days, date.about_days == 1 ? "" : "s");
        return;
    }
    enum date_precision precision = get_precision(date);
    if (precision != DATE_RANGE) {
        print_iso(out, date.lo, precision);
        return;
    }
    enum date_precision each = date_has_time(date) ? DATE_MINUTE : DATE_DAY;
    print_iso(out, date.lo, each);
    buf_str(out, "..");
    print_iso(out, date.hi, each);
}

/* Whether the period is what a single date covers. */
static bool is_one_date(struct period period)
{
    return !period.open_from && !period.open_to && period.from.lo == period.to.lo &&
           period.from.hi == period.to.hi && period.from.precision == period.to.precision;
}

static struct text period_in_words(struct arena *arena, const struct wording *words, struct period period)
{
    const struct tongue bare = { arena, words, false };
    const struct tongue after = { arena, words, true };
    if (period.open_from && period.open_to)
        return text_of(words->any_time);
    if (is_one_date(period))
        return date_in_words(&bare, period.from);
    if (period.open_from)
        return WORDS_FILL(arena, words->until_date, date_in_words(&after, period.to));
    if (period.open_to)
        return WORDS_FILL(arena, words->from_date, date_in_words(&after, period.from));
    return WORDS_FILL(arena, words->from_to, date_in_words(&bare, period.from),
                      date_in_words(&after, period.to));
}

void period_print(struct buf *out, struct period period, const struct wording *words)
{
    buf_text(out, period_in_words(out->arena, words, period));
}

void period_print_source(struct buf *out, struct period period)
{
    if (is_one_date(period)) {
        date_print_source(out, period.from);
        return;
    }
    if (!period.open_from)
        date_print_source(out, period.from);
    buf_str(out, "..");
    if (!period.open_to)
        date_print_source(out, period.to);
}
