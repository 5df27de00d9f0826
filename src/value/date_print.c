/* Dates and periods as text: in the report's English, and as the language writes them.
 * Dates that were worked out have no written form of their own; they are printed by their bounds,
 * and by one bound alone where they reach the end of the calendar: nothing bounds them there. */
#include "value/date.h"

#include "base/buf.h"
#include "value/date_internal.h"

static const char *const month_names[] = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
};
_Static_assert(sizeof month_names / sizeof *month_names == 12, "a name for each month");

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

/* Writes the date that begins at `minute`, so precisely. */
static void print_english(struct buf *out, int64_t minute, enum date_precision precision)
{
    struct moment at = moment_of(minute);
    if (precision == DATE_DAY || precision == DATE_MINUTE)
        buf_printf(out, "%d ", at.day);
    if (precision != DATE_YEAR)
        buf_printf(out, "%s ", month_names[at.month - 1]);
    buf_printf(out, "%d", at.year);
    if (precision == DATE_MINUTE)
        buf_printf(out, " at %02d:%02d", at.hour, at.minute);
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

static void print_times_of_day(struct buf *out, struct date date)
{
    struct moment from = moment_of(date.lo);
    struct moment to = moment_of(date.hi);
    buf_printf(out, "between %02d:%02d and %02d:%02d on ", from.hour, from.minute, to.hour,
               to.minute);
    print_english(out, date.lo, DATE_DAY);
}

static void print_range(struct buf *out, struct date date)
{
    enum date_precision each = date_has_time(date) ? DATE_MINUTE : DATE_DAY;
    if (date_is_open_below(date) && date_is_open_above(date)) {
        buf_str(out, "an unknown date");
    } else if (date_is_open_below(date)) {
        print_english(out, date.hi, each);
        buf_str(out, " or earlier");
    } else if (date_is_open_above(date)) {
        print_english(out, date.lo, each);
        buf_str(out, " or later");
    } else if (date_day_of(date.lo) == date_day_of(date.hi)) {
        print_times_of_day(out, date);
    } else {
        buf_str(out, "between ");
        print_english(out, date.lo, each);
        buf_str(out, " and ");
        print_english(out, date.hi, each);
    }
}

void date_print(struct buf *out, struct date date)
{
    if (date.about_days > 0) {
        buf_str(out, "about ");
        date_print(out, get_centre(date));
        buf_printf(out, " (within %d day%s)", (int)date.about_days,
                   date.about_days == 1 ? "" : "s");
        return;
    }
    enum date_precision precision = get_precision(date);
    if (precision == DATE_RANGE)
        print_range(out, date);
    else
        print_english(out, date.lo, precision);
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

void period_print(struct buf *out, struct period period)
{
    if (period.open_from && period.open_to) {
        buf_str(out, "at any time");
        return;
    }
    if (is_one_date(period)) {
        date_print(out, period.from);
        return;
    }
    if (period.open_from)
        buf_str(out, "until ");
    else if (period.open_to)
        buf_str(out, "from ");
    if (!period.open_from)
        date_print(out, period.from);
    if (!period.open_from && !period.open_to)
        buf_str(out, " to ");
    if (!period.open_to)
        date_print(out, period.to);
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
