/* Exact arithmetic on intervals, on dates with durations, and over sets. What leaves 128 bits, or 64
 * where whole numbers are meant, is an error at the expression. */
#include "rules/interp.h"

#include "diag/diag.h"
#include "names/calendar.h"
#include "types/expression.h"

typedef bool operation(struct number a, struct number b, struct number *out);

static struct value none(void)
{
    return (struct value){ .tag = VALUE_NONE };
}

static bool fits_whole(const struct ast_node *node, const struct number_range *range)
{
    const struct type *type = ((const struct ast_expr *)node)->result;
    int64_t whole;
    if (!type || !type_is(type, BASE_INTEGER))
        return true;
    return number_to_int(range->lo, &whole) && (range->open || number_to_int(range->hi, &whole));
}

static struct value finish(struct interp *interp, const struct ast_node *node, bool sound,
                           struct number_range range)
{
    if (sound && fits_whole(node, &range))
        return value_of_range(interp->session, range);
    interp_fail(interp, E0503, node);
    return none();
}

/* The least and the greatest of the four results at the corners, which is exact for + - * and, away
 * from zero, for the divisions. */
static bool at_corners(operation *apply, const struct number_range *a, const struct number_range *b,
                       struct number_range *out)
{
    const struct number left[] = { a->lo, a->lo, a->hi, a->hi };
    const struct number right[] = { b->lo, b->hi, b->lo, b->hi };
    for (int i = 0; i < 4; i++) {
        struct number result;
        if (!apply(left[i], right[i], &result))
            return false;
        if (i == 0 || number_compare(result, out->lo) < 0)
            out->lo = result;
        if (i == 0 || number_compare(result, out->hi) > 0)
            out->hi = result;
    }
    return true;
}

static bool holds_zero(const struct number_range *range)
{
    struct number zero = number_of_int(0);
    return number_compare(range->lo, zero) <= 0 && (range->open || number_compare(range->hi, zero) >= 0);
}

static bool is_single(const struct number_range *range)
{
    return !range->open && number_compare(range->lo, range->hi) == 0;
}

static struct value divide(struct interp *interp, const struct ast_binary *binary,
                           const struct number_range *a, const struct number_range *b)
{
    struct number_range result = { .open = false };
    operation *apply = binary->op == OP_DIVIDE ? number_divide
                       : binary->op == OP_DIV  ? number_floor_divide
                                               : number_modulo;
    /* a remainder jumps, and a divisor that may be zero bounds nothing; that it is not certainly zero
     * was proved by types/expression.c */
    if (holds_zero(b) || a->open || b->open || (apply == number_modulo && !(is_single(a) && is_single(b))))
        return none();
    return finish(interp, &binary->base, at_corners(apply, a, b, &result), result);
}

static struct value apply_numbers(struct interp *interp, const struct ast_binary *binary,
                                  const struct number_range *a, const struct number_range *b)
{
    struct number_range result = { .open = false };
    switch ((enum binary_op)binary->op) {
    case OP_ADD:
        result.open = a->open || b->open;
        return finish(interp, &binary->base, at_corners(number_add, a, b, &result), result);
    case OP_SUBTRACT:
        if (b->open)
            return none();
        result.open = a->open;
        return finish(interp, &binary->base, at_corners(number_subtract, a, b, &result), result);
    case OP_MULTIPLY:
        if (a->open || b->open)
            return none();
        return finish(interp, &binary->base, at_corners(number_multiply, a, b, &result), result);
    default:
        return divide(interp, binary, a, b);
    }
}

static enum month_rounding rounding_of(const struct ast_node *node)
{
    return node->kind == AST_DURATION ? (enum month_rounding)AST_AS(duration, node)->rounding : ROUND_NONE;
}

static bool is_covered(const struct value *date, const struct duration *by)
{
    struct period period;
    return !value_period(*date, &period) || ((period.open_from || date_is_covered(period.from, by)) &&
                                             (period.open_to || date_is_covered(period.to, by)));
}

bool arithmetic_can_move(struct interp *interp, const struct ast_node *node,
                         enum within_direction direction, const struct value *date, struct duration *by)
{
    struct duration back;
    enum diag_code why;
    if (!by->working_days || !duration_negate(*by, &back))
        return true;
    if (!by->calendar)
        by->calendar = calendar_find(interp->model, calendar_module(interp->model, node->span), &why);
    if (interp->failed)
        return false;
    if (!by->calendar) {
        calendar_report_missing(interp->session, why, node->span);
        interp->failed = true;
        return false;
    }
    back.calendar = by->calendar;
    if ((direction == WITHIN_BEFORE || is_covered(date, by)) &&
        (direction == WITHIN_AFTER || is_covered(date, &back)))
        return true;
    calendar_report_years(interp->session, node->span, by->calendar);
    interp->failed = true;
    return false;
}

static struct value shift_date(struct interp *interp, const struct ast_binary *binary,
                               const struct date *date, struct duration by)
{
    struct date *moved = ARENA_NEW(interp->session->arena, struct date);
    bool sound = binary->op == OP_ADD || duration_negate(by, &by);
    struct value from = { .tag = VALUE_DATE, .as.date = date };
    if (sound && !arithmetic_can_move(interp, &binary->base, WITHIN_AFTER, &from, &by))
        return none();
    if (!sound || !date_add_duration(*date, by, rounding_of(binary->right), moved)) {
        interp_fail(interp, E0505, &binary->base);
        return none();
    }
    return (struct value){ .tag = VALUE_DATE, .as.date = moved };
}

static struct value add_durations(struct interp *interp, const struct ast_binary *binary,
                                  struct duration a, struct duration b)
{
    struct duration *sum = ARENA_NEW(interp->session->arena, struct duration);
    bool sound = binary->op == OP_ADD || duration_negate(b, &b);
    if (!sound || !duration_add(a, b, sum)) {
        interp_fail(interp, E0503, &binary->base);
        return none();
    }
    return (struct value){ .tag = VALUE_DURATION, .as.duration = sum };
}

struct value arithmetic_apply(struct interp *interp, const struct ast_binary *binary, struct value a,
                              struct value b)
{
    struct number_range left;
    struct number_range right;
    if (value_range(a, &left) && value_range(b, &right))
        return apply_numbers(interp, binary, &left, &right);
    if (a.tag == VALUE_DATE && b.tag == VALUE_DURATION)
        return shift_date(interp, binary, a.as.date, *b.as.duration);
    if (a.tag == VALUE_DURATION && b.tag == VALUE_DURATION)
        return add_durations(interp, binary, *a.as.duration, *b.as.duration);
    return none();
}

struct value arithmetic_negate(struct interp *interp, const struct ast_node *node, struct value a)
{
    struct number_range range;
    if (a.tag == VALUE_DURATION) {
        struct duration *negated = ARENA_NEW(interp->session->arena, struct duration);
        if (duration_negate(*a.as.duration, negated))
            return (struct value){ .tag = VALUE_DURATION, .as.duration = negated };
        interp_fail(interp, E0503, node);
        return none();
    }
    if (!value_range(a, &range) || range.open)
        return none();
    struct number_range negated = { .open = false };
    bool sound = number_negate(range.hi, &negated.lo) && number_negate(range.lo, &negated.hi);
    return finish(interp, node, sound, negated);
}

struct value arithmetic_round(struct interp *interp, const struct ast_node *node, struct value a,
                              const struct type *type)
{
    struct number_range range;
    if (!type || type->count != 1 || type->parts[0].base != BASE_DECIMAL ||
        type->parts[0].digits == TYPE_EXACT || !value_range(a, &range))
        return a;
    bool sound = number_round(range.lo, type->parts[0].digits, &range.lo) &&
                 (range.open || number_round(range.hi, type->parts[0].digits, &range.hi));
    return finish(interp, node, sound, range);
}

/* Aggregates */

struct tally {
    const struct ast_aggregate *aggregate;
    const struct ast_node *binder;
    struct tally *outer; /* the binder around this one */
    struct tally *root;  /* where results are kept */
    bool certain;        /* all binders so far hold certainly */
    bool is_unrecorded;  /* one of them stands for all that are not recorded */
    bool more;           /* there may be members that are not recorded */
    bool unknown;        /* some value is unknown */
    bool failed;
    uint32_t certain_count;
    uint32_t possible_count;
    struct number_range range;
    bool has_certain;
    bool has_bound;      /* of the least: some certain value is bounded above */
    VEC(struct value) values; /* certain ones, each once, for `distinct` */
};

static bool tally_number(struct tally *tally, operation *apply, struct number_range range, bool certain,
                         struct number neutral)
{
    if (!certain) { /* it counts, or it does not */
        if (number_compare(range.lo, neutral) > 0)
            range.lo = neutral;
        if (number_compare(range.hi, neutral) < 0)
            range.hi = neutral;
    }
    if (range.open && apply == number_multiply) {
        tally->unknown = true; /* a factor without bound gives no bound */
        return true;
    }
    tally->range.open = tally->range.open || range.open;
    struct number_range before = tally->range;
    return at_corners(apply, &before, &range, &tally->range);
}

/* The least lies between the least that any could be and the least that a certain one is at most; of the
 * greatest, the other way round. What has no upper bound gives none. */
static void tally_extreme(struct tally *tally, struct number_range range, bool certain, bool least)
{
    bool first = tally->possible_count == 1;
    bool lowers = first || number_compare(range.lo, tally->range.lo) < 0;
    bool raises = first || number_compare(range.hi, tally->range.hi) > 0;
    if (least) {
        tally->range.lo = lowers ? range.lo : tally->range.lo;
        if (certain && !range.open && (!tally->has_bound || number_compare(range.hi, tally->range.hi) < 0))
            tally->range.hi = range.hi;
        tally->has_bound = tally->has_bound || (certain && !range.open);
        tally->range.open = !tally->has_bound;
    } else {
        tally->range.hi = raises ? range.hi : tally->range.hi;
        if (certain && (!tally->has_certain || number_compare(range.lo, tally->range.lo) > 0))
            tally->range.lo = range.lo;
        tally->range.open = tally->range.open || range.open;
    }
    tally->has_certain = tally->has_certain || certain;
}

static void tally_value(struct interp *interp, struct tally *tally, bool certain)
{
    const struct ast_aggregate *aggregate = tally->aggregate;
    tally->certain_count += certain;
    tally->possible_count++;
    if (!aggregate->value)
        return;
    struct value value = interp_value(interp, aggregate->value);
    struct number_range range;
    if (aggregate->which == AGGREGATE_DISTINCT) {
        bool known = value.tag == VALUE_NONE;
        for (uint32_t i = 0; i < tally->values.count && !known; i++)
            known = interp_equal(tally->values.items[i], value) == TRUTH_TRUE;
        if (!known && certain)
            VEC_PUSH(interp->session->arena, &tally->values, value);
        else if (!known || value.tag == VALUE_NONE)
            tally->unknown = true;
        return;
    }
    if (value.tag == VALUE_DATE) {
        range = (struct number_range){ number_of_int(value.as.date->lo), number_of_int(value.as.date->hi),
                                       false };
    } else if (!value_range(value, &range)) {
        tally->unknown = true;
        return;
    }
    if (aggregate->which == AGGREGATE_MIN || aggregate->which == AGGREGATE_MAX)
        tally_extreme(tally, range, certain, aggregate->which == AGGREGATE_MIN);
    else if (aggregate->which == AGGREGATE_SUM)
        tally->failed |= !tally_number(tally, number_add, range, certain, number_of_int(0));
    else
        tally->failed |= !tally_number(tally, number_multiply, range, certain, number_of_int(1));
}

static bool visit_binder(struct interp *interp, struct value member, bool certain, void *context)
{
    struct tally *tally = context;
    struct tally *root = tally->root;
    bool is_unrecorded = tally->is_unrecorded || value_is_unrecorded(member);
    certain = certain && tally->certain;
    if (tally->binder->next) {
        struct tally inner = { .aggregate = root->aggregate, .binder = tally->binder->next,
                               .outer = tally, .root = root, .certain = certain,
                               .is_unrecorded = is_unrecorded };
        bool more = interp_range(interp, AST_AS(binder, inner.binder), root->aggregate->where,
                                 visit_binder, &inner);
        root->more = root->more || more;
        return !interp->failed;
    }
    enum truth truth =
        root->aggregate->where ? interp_truth(interp, root->aggregate->where) : TRUTH_TRUE;
    if (truth != TRUTH_FALSE && is_unrecorded)
        root->more = true;
    else if (truth != TRUTH_FALSE)
        tally_value(interp, root, certain && truth == TRUTH_TRUE);
    return !interp->failed;
}

static struct value counted(struct interp *interp, const struct tally *tally, uint32_t low, uint32_t high)
{
    struct number_range range = { number_of_int(low), number_of_int(high), tally->more };
    return value_of_range(interp->session, range);
}

static struct value extreme(struct interp *interp, const struct tally *tally)
{
    if (!tally->has_certain || tally->unknown || tally->more)
        return none();
    const struct type *type = tally->aggregate->result;
    if (!type_is(type, BASE_DATE))
        return value_of_range(interp->session, tally->range);
    struct date *date = ARENA_NEW(interp->session->arena, struct date);
    int64_t lo = 0;
    int64_t hi = 0;
    number_to_int(tally->range.lo, &lo);
    number_to_int(tally->range.hi, &hi);
    *date = (struct date){ .lo = lo, .hi = hi,
                           .precision = hi - lo == 1439 ? DATE_DAY : lo == hi ? DATE_MINUTE : DATE_RANGE };
    return (struct value){ .tag = VALUE_DATE, .as.date = date };
}

struct value arithmetic_aggregate(struct interp *interp, const struct ast_aggregate *aggregate)
{
    struct tally tally = { .aggregate = aggregate, .binder = aggregate->binders.first, .certain = true };
    tally.root = &tally;
    struct number start = number_of_int(aggregate->which == AGGREGATE_PRODUCT ? 1 : 0);
    tally.range = (struct number_range){ start, start, false };
    bool more = interp_range(interp, AST_AS(binder, tally.binder), aggregate->where, visit_binder, &tally);
    tally.more = tally.more || more;
    switch ((enum aggregate)aggregate->which) {
    case AGGREGATE_COUNT:
        return counted(interp, &tally, tally.certain_count, tally.possible_count);
    case AGGREGATE_DISTINCT:
        return counted(interp, &tally, tally.values.count,
                       tally.unknown ? tally.possible_count : tally.values.count);
    case AGGREGATE_MIN:
    case AGGREGATE_MAX:
        return extreme(interp, &tally);
    case AGGREGATE_SUM:
    case AGGREGATE_PRODUCT:
        break;
    }
    if (tally.unknown || tally.more)
        return none();
    return finish(interp, &aggregate->base, !tally.failed, tally.range);
}
