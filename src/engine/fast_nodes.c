/* Expressions made ready to run: for each a function that works it out from words. What is not known is
 * PLAN_NONE, of a condition TRUTH_UNKNOWN. Where a number leaves its word, the run is left. */
#include "engine/fast_parts.h"

#include "rules/interp.h"
#include "value/date.h"

static int64_t truth_if(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

/* Values */

static int64_t word_constant(const struct node *node, struct run *run)
{
    (void)run;
    return node->constant;
}

static int64_t word_variable(const struct node *node, struct run *run)
{
    return run->slots[node->slot];
}

static int64_t word_case(const struct node *node, struct run *run)
{
    return run->store->cases ? run->store->cases->first + run->current : node->constant;
}

static int64_t word_narrow(const struct node *node, struct run *run)
{
    int64_t row = node_get(node->a, run);
    if (row == PLAN_NONE)
        return node->constant;
    int32_t word = node->narrow[(uint32_t)row - node->first];
    return word == STORE_NONE ? PLAN_NONE : word;
}

/* The same of a variable's row, which is always known. */
static int64_t word_narrow_here(const struct node *node, struct run *run)
{
    int32_t word = node->narrow[(uint32_t)run->slots[node->slot] - node->first];
    return word == STORE_NONE ? PLAN_NONE : word;
}

static int64_t word_wide(const struct node *node, struct run *run)
{
    int64_t row = node_get(node->a, run);
    return row == PLAN_NONE ? node->constant : node->wide[(uint32_t)row - node->first];
}

static int64_t word_concluded(const struct node *node, struct run *run)
{
    const struct concluded *concluded = node->concluded;
    return concluded->items[(size_t)node_get(node->a, run) * concluded->words + node->slot];
}

static struct span_of_numbers range_concluded(const struct node *node, struct run *run)
{
    const struct concluded *concluded = node->concluded;
    const int64_t *words = &concluded->items[(size_t)node_get(node->a, run) * concluded->words + node->slot];
    return (struct span_of_numbers){ words[0], words[1] };
}

static struct span_of_numbers range_variable(const struct node *node, struct run *run)
{
    return (struct span_of_numbers){ run->slots[node->slot], run->slots[node->slot + 1] };
}

static struct span_of_numbers range_of_word(const struct node *node, struct run *run)
{
    int64_t word = node_get(node, run);
    return (struct span_of_numbers){ word, word };
}

/* Numbers */

static int64_t word_add(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    int64_t result;
    if (a == PLAN_NONE || b == PLAN_NONE)
        return PLAN_NONE;
    bool overflows = __builtin_add_overflow(a, b, &result);
    return checked(run, overflows, result);
}

enum { DAY_LEAST = -719162, DAY_MOST = 2932896 };

static int64_t word_add_days(const struct node *node, struct run *run)
{
    int64_t day = node_get(node->a, run);
    if (day == PLAN_NONE)
        return PLAN_NONE;
    day += node->constant;
    return day < DAY_LEAST || day > DAY_MOST ? run_leave(run) : day;
}

static int64_t word_subtract(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    int64_t result;
    if (a == PLAN_NONE || b == PLAN_NONE)
        return PLAN_NONE;
    bool overflows = __builtin_sub_overflow(a, b, &result);
    return checked(run, overflows, result);
}

static int64_t word_multiply(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    int64_t result;
    if (a == PLAN_NONE || b == PLAN_NONE)
        return PLAN_NONE;
    bool overflows = __builtin_mul_overflow(a, b, &result);
    return checked(run, overflows, result);
}

static int64_t word_scale(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t result;
    if (a == PLAN_NONE)
        return PLAN_NONE;
    bool overflows = __builtin_mul_overflow(a, node->constant, &result);
    return checked(run, overflows, result);
}

static int64_t word_round(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    return a == PLAN_NONE ? PLAN_NONE : round_divide(a, node->constant);
}

static int64_t word_div(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    if (a == PLAN_NONE || b == PLAN_NONE || b == 0)
        return PLAN_NONE;
    return b == -1 ? checked(run, false, -a) : floor_divide(a, b);
}

static int64_t word_mod(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    if (a == PLAN_NONE || b == PLAN_NONE || b == 0)
        return PLAN_NONE;
    return b == -1 ? 0 : a - floor_divide(a, b) * b;
}

static int64_t word_negate(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    return a == PLAN_NONE ? PLAN_NONE : -a;
}

static int64_t word_least(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == PLAN_NONE || b == PLAN_NONE ? PLAN_NONE : a < b ? a : b;
}

static int64_t word_greatest(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == PLAN_NONE || b == PLAN_NONE ? PLAN_NONE : a > b ? a : b;
}

/* Conditions */

static int64_t word_equal(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == PLAN_NONE || b == PLAN_NONE ? TRUTH_UNKNOWN : truth_if(a == b);
}

static int64_t word_equal_truths(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == TRUTH_UNKNOWN || b == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : truth_if(a == b);
}

static int64_t word_less(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == PLAN_NONE || b == PLAN_NONE ? TRUTH_UNKNOWN : truth_if(a < b);
}

/* A column of plain words against a constant, and against another: the most common conditions. */
static int64_t word_equal_constant(const struct node *node, struct run *run)
{
    int32_t word = node->narrow[(uint32_t)run->slots[node->slot] - node->first];
    return word == node->constant ? TRUTH_TRUE : word == STORE_NONE ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static int64_t word_equal_here(const struct node *node, struct run *run)
{
    int32_t a = node->a->narrow[(uint32_t)run->slots[node->a->slot] - node->a->first];
    int32_t b = node->b->narrow[(uint32_t)run->slots[node->b->slot] - node->b->first];
    return a == STORE_NONE || b == STORE_NONE ? TRUTH_UNKNOWN : truth_if(a == b);
}

static int64_t word_less_here(const struct node *node, struct run *run)
{
    int32_t a = node->a->narrow[(uint32_t)run->slots[node->a->slot] - node->a->first];
    int32_t b = node->b->narrow[(uint32_t)run->slots[node->b->slot] - node->b->first];
    return a == STORE_NONE || b == STORE_NONE ? TRUTH_UNKNOWN : truth_if(a < b);
}

static int64_t truth_of_ends(bool is_certain, bool is_possible)
{
    return is_certain ? TRUTH_TRUE : is_possible ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static int64_t range_equal(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    struct span_of_numbers b = node->b->range(node->b, run);
    if (is_none(a) || is_none(b))
        return TRUTH_UNKNOWN;
    return truth_of_ends(a.lo == a.hi && b.lo == b.hi && a.lo == b.lo, a.lo <= b.hi && b.lo <= a.hi);
}

static int64_t range_less(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    struct span_of_numbers b = node->b->range(node->b, run);
    if (is_none(a) || is_none(b))
        return TRUTH_UNKNOWN;
    return truth_of_ends(a.hi < b.lo, a.lo < b.hi);
}

static int64_t word_and(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    if (a == TRUTH_FALSE)
        return a;
    int64_t b = node_get(node->b, run);
    return a < b ? a : b;
}

static int64_t word_or(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    if (a == TRUTH_TRUE)
        return a;
    int64_t b = node_get(node->b, run);
    return a > b ? a : b;
}

static int64_t word_not(const struct node *node, struct run *run)
{
    return TRUTH_TRUE - node_get(node->a, run);
}

static int64_t word_known(const struct node *node, struct run *run)
{
    return truth_if(node_get(node->a, run) != PLAN_NONE);
}

static int64_t word_known_truth(const struct node *node, struct run *run)
{
    return truth_if(node_get(node->a, run) != TRUTH_UNKNOWN);
}

static int64_t word_under(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    return a == PLAN_NONE ? TRUTH_UNKNOWN : truth_if(a >= node->constant && a <= node->last);
}

static int64_t word_below(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    if (a == PLAN_NONE || b == PLAN_NONE)
        return TRUTH_UNKNOWN;
    return truth_if(category_is_under(run->store->categories[a], run->store->categories[b]));
}

static int64_t word_near(const struct node *node, struct run *run)
{
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    return a == PLAN_NONE || b == PLAN_NONE ? TRUTH_UNKNOWN
                                            : truth_if(a - b >= node->constant && a - b <= node->last);
}

static int64_t word_year(const struct node *node, struct run *run)
{
    int year;
    int month;
    int day;
    int64_t a = node_get(node->a, run);
    if (a == PLAN_NONE)
        return PLAN_NONE;
    date_from_day_number(a, &year, &month, &day);
    return year;
}

static int64_t word_age(const struct node *node, struct run *run)
{
    int64_t lo;
    int64_t hi;
    int64_t a = node_get(node->a, run);
    int64_t b = node_get(node->b, run);
    if (a == PLAN_NONE || b == PLAN_NONE)
        return PLAN_NONE;
    date_age(date_of_day(a), date_of_day(b), &lo, &hi);
    return lo == hi ? lo : run_leave(run);
}

static int64_t word_if(const struct node *node, struct run *run)
{
    int64_t condition = node_get(node->c, run);
    if (condition == TRUTH_UNKNOWN)
        return node->constant;
    return condition == TRUTH_TRUE ? node_get(node->a, run) : node_get(node->b, run);
}

static void put_arguments(const struct node *node, struct run *run)
{
    uint32_t slot = node->slot;
    for (uint32_t i = 0; i < node->argument_count; i++) {
        const struct node *argument = node->arguments[i];
        if (argument->word) {
            run->slots[slot++] = node_get(argument, run);
            continue;
        }
        struct span_of_numbers range = argument->range(argument, run);
        run->slots[slot++] = range.lo;
        run->slots[slot++] = range.hi;
    }
}

static int64_t word_call(const struct node *node, struct run *run)
{
    put_arguments(node, run);
    return node_get(node->a, run);
}

static struct span_of_numbers range_call(const struct node *node, struct run *run)
{
    put_arguments(node, run);
    return node->a->range(node->a, run);
}

/* Choosing the function */

static const struct {
    node_word *word;
    node_range *range;
} functions[] = {
    [PLAN_CONSTANT] = { word_constant, NULL },
    [PLAN_VARIABLE] = { word_variable, range_variable },
    [PLAN_COLUMN] = { word_narrow, NULL },
    [PLAN_CONCLUDED] = { word_concluded, range_concluded },
    [PLAN_CASE] = { word_case, NULL },
    [PLAN_ADD] = { word_add, range_add },
    [PLAN_SUBTRACT] = { word_subtract, range_subtract },
    [PLAN_MULTIPLY] = { word_multiply, range_multiply },
    [PLAN_DIV] = { word_div, NULL },
    [PLAN_MOD] = { word_mod, NULL },
    [PLAN_NEGATE] = { word_negate, range_negate },
    [PLAN_SCALE] = { word_scale, range_scale },
    [PLAN_ROUND] = { word_round, range_round },
    [PLAN_LEAST] = { word_least, range_pick },
    [PLAN_GREATEST] = { word_greatest, range_pick },
    [PLAN_EQUAL] = { word_equal, NULL },
    [PLAN_LESS] = { word_less, NULL },
    [PLAN_AND] = { word_and, NULL },
    [PLAN_OR] = { word_or, NULL },
    [PLAN_NOT] = { word_not, NULL },
    [PLAN_KNOWN] = { word_known, NULL },
    [PLAN_UNDER] = { word_under, NULL },
    [PLAN_BELOW] = { word_below, NULL },
    [PLAN_NEAR] = { word_near, NULL },
    [PLAN_YEAR] = { word_year, NULL },
    [PLAN_AGE] = { word_age, NULL },
    [PLAN_IF] = { word_if, NULL },
    [PLAN_SOME] = { node_some, NULL },
    [PLAN_COUNT] = { node_count, node_count_range },
    [PLAN_SUM] = { node_sum, node_sum_range },
    [PLAN_MIN] = { node_extreme, NULL },
    [PLAN_MAX] = { node_extreme, NULL },
    [PLAN_DISTINCT] = { node_distinct, NULL },
    [PLAN_CALL] = { word_call, range_call },
};

static bool is_plain_column(const struct node *node)
{
    return node->word == word_narrow_here;
}

static void specialise_column(struct node *node)
{
    const struct plan_expr *expr = node->expr;
    node->narrow = expr->column->narrow;
    node->wide = expr->column->wide;
    node->first = expr->column->table->first;
    node->constant = expr->shape == SHAPE_TRUTH ? TRUTH_UNKNOWN : PLAN_NONE;
    if (node->wide)
        node->word = word_wide;
    if (node->narrow && expr->a->op == PLAN_VARIABLE && !expr->a->may_be_none) {
        node->word = word_narrow_here;
        node->slot = expr->a->slot;
    }
}

static void specialise_comparison(struct node *node)
{
    const struct plan_expr *expr = node->expr;
    bool is_equality = expr->op == PLAN_EQUAL;
    if (expr->a->shape == SHAPE_RANGE || expr->b->shape == SHAPE_RANGE) {
        node->word = is_equality ? range_equal : range_less;
    } else if (expr->a->shape == SHAPE_TRUTH) {
        node->word = word_equal_truths;
    } else if (is_plain_column(node->a) && is_plain_column(node->b)) {
        node->word = is_equality ? word_equal_here : word_less_here;
    } else if (is_equality && is_plain_column(node->a) && expr->b->op == PLAN_CONSTANT &&
               expr->b->constant > INT32_MIN && expr->b->constant <= INT32_MAX) {
        node->word = word_equal_constant;
        node->narrow = node->a->narrow;
        node->first = node->a->first;
        node->slot = node->a->slot;
        node->constant = expr->b->constant;
    }
}

static void specialise(struct run *run, struct node *node, uint32_t depth)
{
    const struct plan_expr *expr = node->expr;
    switch ((enum plan_op)expr->op) {
    case PLAN_COLUMN:
        specialise_column(node);
        break;
    case PLAN_CASE:
        node->constant = run->store->row_of[run->store->interp->cases.items[0]->ordinal];
        break;
    case PLAN_CONCLUDED:
        node->concluded = &run->concluded[expr->concluded->of->index];
        node->slot = expr->concluded->at;
        break;
    case PLAN_ADD:
        if (expr->shape == SHAPE_DAY) {
            node->word = word_add_days;
            node->constant = expr->b->constant;
        }
        break;
    case PLAN_EQUAL:
    case PLAN_LESS:
        specialise_comparison(node);
        break;
    case PLAN_KNOWN:
        node->word = expr->a->shape == SHAPE_TRUTH ? word_known_truth : word_known;
        break;
    case PLAN_IF:
        node->constant = expr->shape == SHAPE_TRUTH ? TRUTH_UNKNOWN : PLAN_NONE;
        break;
    case PLAN_CALL:
        node->a = node_new(run, expr->function->value, depth);
        node->slot = expr->function->slots;
        break;
    default:
        break;
    }
}

const struct node *node_new(struct run *run, const struct plan_expr *expr, uint32_t depth)
{
    if (!expr)
        return NULL;
    struct node *node = ARENA_NEW(run->arena, struct node);
    bool is_range = expr->shape == SHAPE_RANGE;
    uint32_t inner = expr->loop ? depth + 1 : depth;
    *node = (struct node){ .expr = expr, .constant = expr->constant, .last = expr->last, .slot = expr->slot,
                           .word = is_range ? NULL : functions[expr->op].word };
    node->range = is_range ? functions[expr->op].range : range_of_word;
    node->a = node_new(run, expr->a, inner);
    node->b = node_new(run, expr->b, inner);
    node->c = node_new(run, expr->c, inner);
    node->argument_count = expr->argument_count;
    node->arguments = ARENA_ARRAY(run->arena, const struct node *, expr->argument_count + 1);
    for (uint32_t i = 0; i < expr->argument_count; i++)
        node->arguments[i] = node_new(run, expr->arguments[i], depth);
    if (expr->loop)
        node->loop = looper_new(run, expr->loop, depth);
    specialise(run, node, depth);
    return node;
}
