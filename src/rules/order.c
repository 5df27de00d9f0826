/* Comparisons: of intervals of numbers, of durations, of levels, and of dates and periods in time. */
#include "rules/interp.h"

static enum truth from_bool(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

/* a < b of two intervals */
static enum truth range_less(const struct number_range *a, const struct number_range *b)
{
    if (!a->open && number_compare(a->hi, b->lo) < 0)
        return TRUTH_TRUE;
    return !b->open && number_compare(a->lo, b->hi) >= 0 ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

static enum truth range_equal(const struct number_range *a, const struct number_range *b)
{
    bool apart = (!a->open && number_compare(a->hi, b->lo) < 0) ||
                 (!b->open && number_compare(b->hi, a->lo) < 0);
    bool single = !a->open && !b->open && number_compare(a->lo, a->hi) == 0 &&
                  number_compare(b->lo, b->hi) == 0;
    return apart ? TRUTH_FALSE : single ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

/* What `op` says, given what `a < b`, `b < a` and `a = b` say. */
static enum truth from_less(enum binary_op op, enum truth less, enum truth greater, enum truth equal)
{
    switch (op) {
    case OP_LESS:
        return less;
    case OP_GREATER:
        return greater;
    case OP_AT_MOST:
        return truth_not(greater);
    case OP_AT_LEAST:
        return truth_not(less);
    default:
        return equal;
    }
}

static enum truth compare_dates(enum binary_op op, const struct date *a, const struct date *b)
{
    return from_less(op, date_before(*a, *b), date_before(*b, *a), date_equal(*a, *b));
}

static enum truth compare_durations(enum binary_op op, const struct duration *a,
                                    const struct duration *b)
{
    return from_less(op, duration_compare_less(*a, *b), duration_compare_less(*b, *a),
                     duration_equal(*a, *b));
}

static enum truth compare_levels(enum binary_op op, const struct category *a, const struct category *b)
{
    return from_less(op, from_bool(a->ordinal < b->ordinal), from_bool(b->ordinal < a->ordinal),
                     from_bool(a == b));
}

enum truth order_compare(enum binary_op op, struct value a, struct value b)
{
    struct number_range left;
    struct number_range right;
    if (value_range(a, &left) && value_range(b, &right))
        return from_less(op, range_less(&left, &right), range_less(&right, &left),
                         range_equal(&left, &right));
    if (a.tag == VALUE_DATE && b.tag == VALUE_DATE)
        return compare_dates(op, a.as.date, b.as.date);
    if (a.tag == VALUE_DURATION && b.tag == VALUE_DURATION)
        return compare_durations(op, a.as.duration, b.as.duration);
    if (a.tag == VALUE_CATEGORY && b.tag == VALUE_CATEGORY)
        return compare_levels(op, a.as.category, b.as.category);
    return TRUTH_UNKNOWN;
}

bool value_period(struct value value, struct period *out)
{
    if (value.tag == VALUE_PERIOD) {
        *out = *value.as.period;
        return true;
    }
    if (value.tag != VALUE_DATE)
        return false;
    *out = period_of_date(*value.as.date);
    return true;
}

static enum truth before(struct value a, struct value b)
{
    if (a.tag == VALUE_DATE && b.tag == VALUE_DATE)
        return date_before(*a.as.date, *b.as.date);
    struct period left;
    struct period right;
    if (!value_period(a, &left) || !value_period(b, &right))
        return TRUTH_UNKNOWN;
    if (left.open_to || right.open_from)
        return TRUTH_FALSE;
    return date_before(left.to, right.from);
}

static enum truth during(struct value a, struct value b)
{
    struct period outer;
    if (!value_period(b, &outer))
        return TRUTH_UNKNOWN;
    if (a.tag == VALUE_DATE)
        return date_in_period(*a.as.date, outer);
    return a.tag == VALUE_PERIOD ? period_within(*a.as.period, outer) : TRUTH_UNKNOWN;
}

enum truth order_temporal(enum binary_op op, struct value a, struct value b)
{
    struct period left;
    struct period right;
    switch (op) {
    case OP_BEFORE:
        return before(a, b);
    case OP_AFTER:
        return before(b, a);
    case OP_DURING:
        return during(a, b);
    case OP_OVERLAPS:
        if (!value_period(a, &left) || !value_period(b, &right))
            return TRUTH_UNKNOWN;
        return date_overlaps(left, right);
    default:
        return TRUTH_UNKNOWN;
    }
}

/* A date as the period that is that day, whichever it may be. */
static struct period as_stretch(struct value value, struct period period)
{
    if (value.tag == VALUE_DATE) {
        period.from.precision = DATE_RANGE;
        period.to.precision = DATE_RANGE;
    }
    return period;
}

enum truth order_within(const struct duration *by, enum within_direction direction, struct value a,
                        struct value b)
{
    struct period left;
    struct period right;
    if (a.tag == VALUE_DATE && b.tag == VALUE_DATE)
        return date_within(*a.as.date, by, direction, *b.as.date);
    if (!value_period(a, &left) || !value_period(b, &right))
        return TRUTH_UNKNOWN;
    return period_near(as_stretch(a, left), by, direction, as_stretch(b, right));
}
