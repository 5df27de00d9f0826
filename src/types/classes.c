/* The classes into which a table's conditions divide what they ask about. Of numbers and dates, the
 * values at, right below and right above each constant stand for all others: between two neighbouring
 * constants nothing changes. Whole numbers, decimals of N digits and days are discrete, so an empty gap
 * never makes a class. */
#include "types/classes.h"

#include "base/buf.h"
#include "diag/session.h"
#include "types/type.h"
#include "value/date_internal.h"

#include <stdlib.h>

/* Answers */

static enum truth from_bool(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

/* What `op` says, given what `a < b`, `b < a` and `a = b` say. */
static enum truth from_less(enum binary_op op, enum truth less, enum truth greater, enum truth equal)
{
    switch (op) {
    case OP_LESS:
    case OP_BEFORE:
        return less;
    case OP_GREATER:
    case OP_AFTER:
        return greater;
    case OP_AT_MOST:
        return truth_not(greater);
    case OP_AT_LEAST:
        return truth_not(less);
    case OP_UNEQUAL:
        return truth_not(equal);
    default:
        return equal;
    }
}

static struct period as_period(struct value value)
{
    return value.tag == VALUE_PERIOD ? *value.as.period : period_of_date(*value.as.date);
}

/* Of a day and a period, either way round. */
static enum truth compare_periods(enum binary_op op, struct value a, struct value b)
{
    struct period left = as_period(a);
    struct period right = as_period(b);
    switch (op) {
    case OP_BEFORE:
        return left.open_to || right.open_from ? TRUTH_FALSE : date_before(left.to, right.from);
    case OP_AFTER:
        return right.open_to || left.open_from ? TRUTH_FALSE : date_before(right.to, left.from);
    case OP_DURING:
        return a.tag == VALUE_DATE ? date_in_period(left.from, right) : period_within(left, right);
    case OP_OVERLAPS:
        return date_overlaps(left, right);
    case OP_UNEQUAL:
        return TRUTH_TRUE; /* a day is no period */
    default:
        return TRUTH_FALSE;
    }
}

static enum truth compare_dates(enum binary_op op, struct value a, struct value b)
{
    if (a.tag == VALUE_PERIOD || b.tag == VALUE_PERIOD || op == OP_DURING || op == OP_OVERLAPS)
        return compare_periods(op, a, b);
    return from_less(op, date_before(*a.as.date, *b.as.date), date_before(*b.as.date, *a.as.date),
                     date_equal(*a.as.date, *b.as.date));
}

static enum truth compare_categories(enum binary_op op, const struct category *a, const struct category *b)
{
    if (op == OP_UNDER)
        return from_bool(category_is_under(a, b));
    return from_less(op, from_bool(a->ordinal < b->ordinal), from_bool(b->ordinal < a->ordinal),
                     from_bool(a == b));
}

static enum truth compare_numbers(enum binary_op op, struct number a, struct number b)
{
    int order = number_compare(a, b);
    return from_less(op, from_bool(order < 0), from_bool(order > 0), from_bool(order == 0));
}

/* As rules/ compares two values of which each is one value and no range. */
static enum truth compare(enum binary_op op, struct value a, struct value b)
{
    bool equal;
    switch ((enum value_tag)a.tag) {
    case VALUE_NUMBER:
        return compare_numbers(op, a.as.number->lo, b.as.number->lo);
    case VALUE_DATE:
    case VALUE_PERIOD:
        return compare_dates(op, a, b);
    case VALUE_CATEGORY:
        return compare_categories(op, a.as.category, b.as.category);
    case VALUE_TEXT:
        equal = text_equal(*a.as.text, *b.as.text);
        return from_bool(equal == (op != OP_UNEQUAL));
    default:
        return TRUTH_UNKNOWN;
    }
}

static enum truth is_among(struct value value, struct value list)
{
    enum truth truth = TRUTH_FALSE;
    for (uint32_t i = 0; i < list.count; i++)
        truth = truth_or(truth, compare(OP_EQUAL, value, list.as.items[i]));
    return truth;
}

enum truth question_answer(const struct formula *question, struct value value)
{
    bool recorded = value.tag != VALUE_NONE;
    switch (question->asks) {
    case ASKS_RECORDED:
        return from_bool(recorded == (question->test == IS_RECORDED || question->test == IS_NOT_UNKNOWN));
    case ASKS_ITSELF:
        return recorded ? from_bool(value.as.boolean) : TRUTH_UNKNOWN;
    case ASKS_ORDER:
    case ASKS_ORDER_TURNED:
        break;
    }
    if (!recorded)
        return TRUTH_UNKNOWN;
    if (question->op == OP_IN)
        return is_among(value, question->constant);
    return question->asks == ASKS_ORDER ? compare(question->op, value, question->constant)
                                        : compare(question->op, question->constant, value);
}

/* Candidates: values enough that every class has one */

struct candidates {
    struct session *session;
    const struct axis *axis;
    VEC(struct value) values;
};

static void add(struct candidates *candidates, struct value value)
{
    VEC_PUSH(candidates->session->arena, &candidates->values, value);
}

/* The constant moved down to the numbers that the axis can have, then `steps` further. */
static void add_number(struct candidates *candidates, struct number at, int steps)
{
    const struct type_part *part = candidates->axis->part;
    struct number one = number_of_int(1);
    struct number scale = one;
    int64_t whole;
    for (unsigned i = 0; part->base == BASE_DECIMAL && i < part->digits; i++)
        number_multiply(scale, number_of_int(10), &scale);
    if (!number_multiply(at, scale, &at) || !number_floor_divide(at, one, &at) ||
        !number_add(at, number_of_int(steps), &at) || !number_divide(at, scale, &at) ||
        (part->base == BASE_INTEGER && !number_to_int(at, &whole)))
        return;
    struct number_range *range = ARENA_NEW(candidates->session->arena, struct number_range);
    *range = (struct number_range){ at, at, false };
    add(candidates, (struct value){ .tag = VALUE_NUMBER, .as.number = range });
}

static void add_day(struct candidates *candidates, int64_t day)
{
    if (day < date_day_number(1, 1, 1) || day > date_day_number(9999, 12, 31))
        return;
    struct date *date = ARENA_NEW(candidates->session->arena, struct date);
    *date = date_of_day(day);
    add(candidates, (struct value){ .tag = VALUE_DATE, .as.date = date });
}

static void add_date(struct candidates *candidates, const struct date *date)
{
    for (int64_t step = -1; step <= 1; step++) {
        add_day(candidates, date_day_of(date->lo) + step);
        add_day(candidates, date_day_of(date->hi) + step);
    }
}

static void add_around(struct candidates *candidates, struct value constant)
{
    switch ((enum value_tag)constant.tag) {
    case VALUE_NUMBER:
        for (int step = -1; step <= 1; step++)
            add_number(candidates, constant.as.number->lo, step);
        break;
    case VALUE_DATE:
        add_date(candidates, constant.as.date);
        break;
    case VALUE_PERIOD:
        if (!constant.as.period->open_from)
            add_date(candidates, &constant.as.period->from);
        if (!constant.as.period->open_to)
            add_date(candidates, &constant.as.period->to);
        break;
    case VALUE_TEXT:
        add(candidates, constant);
        break;
    case VALUE_LIST:
        for (uint32_t i = 0; i < constant.count; i++)
            add_around(candidates, constant.as.items[i]);
        break;
    default:
        break;
    }
}

static bool is_taken(const struct candidates *candidates, struct text text)
{
    for (uint32_t i = 0; i < candidates->values.count; i++) {
        if (text_equal(*candidates->values.items[i].as.text, text))
            return true;
    }
    return false;
}

/* A text that no condition names: `other`, or with as many underlines as it takes. */
static void add_other_text(struct candidates *candidates)
{
    struct buf other;
    struct text *text = ARENA_NEW(candidates->session->arena, struct text);
    buf_init(&other, candidates->session->arena);
    buf_str(&other, "other");
    while (is_taken(candidates, buf_get(&other)))
        buf_byte(&other, '_');
    *text = buf_get(&other);
    add(candidates, (struct value){ .tag = VALUE_TEXT, .as.text = text });
}

static void add_all_categories(struct candidates *candidates)
{
    const struct classification *of = candidates->axis->part->of;
    for (uint32_t i = 0; i < of->categories.count; i++)
        add(candidates, (struct value){ .tag = VALUE_CATEGORY, .as.category = of->categories.items[i] });
}

/* The plainest first, for it is what a message shows: small numbers, early days. */
static int compare_plain(const void *left, const void *right)
{
    const struct value *a = left;
    const struct value *b = right;
    if (a->tag == VALUE_DATE && b->tag == VALUE_DATE)
        return (a->as.date->lo > b->as.date->lo) - (a->as.date->lo < b->as.date->lo);
    struct number x = a->as.number->lo;
    struct number y = b->as.number->lo;
    struct number zero = number_of_int(0);
    bool x_negative = number_compare(x, zero) < 0;
    bool y_negative = number_compare(y, zero) < 0;
    if (x_negative)
        number_negate(x, &x);
    if (y_negative)
        number_negate(y, &y);
    int order = number_compare(x, y);
    return order ? order : x_negative - y_negative;
}

static void sort_plain(struct candidates *candidates)
{
    struct value *items = candidates->values.items;
    uint32_t kept = 0;
    if (candidates->values.count)
        qsort(items, candidates->values.count, sizeof *items, compare_plain);
    for (uint32_t i = 0; i < candidates->values.count; i++) {
        if (kept == 0 || compare_plain(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    }
    candidates->values.count = kept;
}

static void find_candidates(struct candidates *candidates)
{
    const struct axis *axis = candidates->axis;
    for (uint32_t i = 0; i < axis->questions.count; i++)
        add_around(candidates, axis->questions.items[i]->constant);
    switch (axis->part->base) {
    case BASE_BOOLEAN:
        add(candidates, (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = false });
        add(candidates, (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = true });
        break;
    case BASE_INTEGER:
    case BASE_DECIMAL:
        add_number(candidates, number_of_int(0), 0);
        sort_plain(candidates);
        break;
    case BASE_DATE:
        if (!candidates->values.count)
            add_day(candidates, date_day_number(2000, 1, 1));
        sort_plain(candidates);
        break;
    case BASE_CATEGORY:
        add_all_categories(candidates);
        break;
    case BASE_TEXT:
        add_other_text(candidates);
        break;
    default: /* only asked whether it is recorded */
        add(candidates, (struct value){ .tag = VALUE_LIST });
        break;
    }
}

/* Classes */

/* Whether the answers in `row` differ from those of the class. */
static bool is_new(const struct axis *axis, const uint8_t *answers, uint32_t class)
{
    for (uint32_t i = 0; i < axis->questions.count; i++) {
        if (axis->questions.items[i]->truths[class] != answers[i])
            return true;
    }
    return false;
}

static void keep(struct axis *axis, struct value value, const uint8_t *answers)
{
    for (uint32_t i = 0; i < axis->known; i++) {
        if (!is_new(axis, answers, i))
            return;
    }
    for (uint32_t i = 0; i < axis->questions.count; i++)
        axis->questions.items[i]->truths[axis->known] = answers[i];
    axis->classes[axis->known++] = value;
}

static void sum_up(const struct axis *axis, struct formula *question)
{
    enum truth unrecorded = question_answer(question, (struct value){ .tag = VALUE_NONE });
    question->truths[axis->known] = (uint8_t)unrecorded;
    for (uint32_t class = 0; class < axis->known; class++)
        question->any[0] |= (uint8_t)(1 << question->truths[class]);
    question->any[1] = (uint8_t)(question->any[0] | 1 << unrecorded);
    if (axis->asks_recorded)
        question->any[0] = question->any[1];
}

/* How many single comparisons the questions of the axis make for one value. */
static uint64_t cost_of(const struct axis *axis)
{
    uint64_t cost = 0;
    for (uint32_t i = 0; i < axis->questions.count; i++)
        cost += 1 + axis->questions.items[i]->constant.count;
    return cost;
}

bool classes_find(struct session *session, struct axis *axis, uint64_t work_most, uint64_t *work)
{
    struct candidates candidates = { .session = session, .axis = axis };
    find_candidates(&candidates);
    uint32_t count = candidates.values.count;
    *work += cost_of(axis) * count;
    if (*work > work_most)
        return false;
    uint8_t *answers = ARENA_ARRAY(session->arena, uint8_t, axis->questions.count + 1);
    axis->classes = ARENA_ARRAY(session->arena, struct value, count + 1);
    for (uint32_t i = 0; i < axis->questions.count; i++)
        axis->questions.items[i]->truths = ARENA_ARRAY(session->arena, uint8_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < axis->questions.count; j++)
            answers[j] = (uint8_t)question_answer(axis->questions.items[j], candidates.values.items[i]);
        keep(axis, candidates.values.items[i], answers);
    }
    axis->classes[axis->known] = (struct value){ .tag = VALUE_NONE };
    for (uint32_t i = 0; i < axis->questions.count; i++)
        sum_up(axis, axis->questions.items[i]);
    return true;
}
