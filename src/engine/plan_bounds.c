/* Whether working out an expression may end the run with an error: a number that leaves its word, a day
 * outside the calendar. A rule with such a one asks its conditions in the order of the text, since one that
 * stands before may keep the error from being met, and one that stands behind may not. Known of the data is
 * how large each column's values are; so this is rare. */
#include "engine/plan_parts.h"

/* Rows of a loop at most; numbers that are still to come, for who evaluates other data. */
enum { FURTHEST_DAY = 719162 };
static const uint64_t ROWS_MOST = UINT64_C(1) << 31;
static const uint64_t TO_COME_MOST = UINT64_C(1) << 31;

static uint64_t plus(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    uint64_t product;
    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

static uint64_t greater(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t size_of(int64_t word)
{
    return word == PLAN_NONE ? 0 : word < 0 ? (uint64_t)-word : (uint64_t)word;
}

static uint64_t most_of_column(const struct planner *planner, const struct store_column *column)
{
    bool comes = column->field && store_takes_more(planner->store, column->field->owner);
    return greater(column->most, comes ? TO_COME_MOST : 0);
}

uint64_t plan_most(const struct planner *planner, const struct plan_expr *expr)
{
    const uint64_t a = expr->a ? plan_most(planner, expr->a) : 0;
    const uint64_t b = expr->b ? plan_most(planner, expr->b) : 0;
    switch ((enum plan_op)expr->op) {
    case PLAN_CONSTANT:
    case PLAN_VARIABLE: /* as its value was bound */
        return size_of(expr->constant);
    case PLAN_COLUMN:
        return most_of_column(planner, expr->column);
    case PLAN_CONCLUDED:
        return INT64_MAX;
    case PLAN_ADD:
    case PLAN_SUBTRACT:
        return plus(a, b);
    case PLAN_MULTIPLY:
        return times(a, b);
    case PLAN_SCALE:
        return times(a, size_of(expr->constant));
    case PLAN_SUM:
        return times(a, ROWS_MOST);
    case PLAN_MOD:
        return b;
    case PLAN_CALL:
        return plan_most(planner, expr->function->value);
    case PLAN_COUNT:
    case PLAN_DISTINCT:
        return ROWS_MOST;
    case PLAN_YEAR:
    case PLAN_AGE:
        return 10000;
    default: /* one of its operands, or no number */
        return greater(a, b);
    }
}

static bool loop_may_fail(const struct planner *planner, const struct plan_loop *loop)
{
    for (; loop; loop = loop->inner) {
        const struct plan_expr *parts[] = { loop->of, loop->own, loop->where };
        for (int i = 0; i < 3; i++) {
            if (parts[i] && plan_may_fail(planner, parts[i]))
                return true;
        }
    }
    return false;
}

bool plan_may_fail(const struct planner *planner, const struct plan_expr *expr)
{
    const struct plan_expr *parts[] = { expr->a, expr->b, expr->c };
    bool is_number = plan_is_number(expr);
    if ((is_number && plan_most(planner, expr) > INT64_MAX) ||
        (expr->op == PLAN_ADD && expr->shape == SHAPE_DAY && plan_most(planner, expr) > FURTHEST_DAY))
        return true;
    for (int i = 0; i < 3; i++) {
        if (parts[i] && plan_may_fail(planner, parts[i]))
            return true;
    }
    for (uint32_t i = 0; i < expr->argument_count; i++) {
        if (plan_may_fail(planner, expr->arguments[i]))
            return true;
    }
    return (expr->function && plan_may_fail(planner, expr->function->value)) ||
           loop_may_fail(planner, expr->loop);
}

bool plan_steps_may_fail(const struct planner *planner, const struct plan_step *first)
{
    for (const struct plan_step *step = first; step; step = step->next) {
        if ((step->expr && plan_may_fail(planner, step->expr)) || loop_may_fail(planner, step->loop))
            return true;
    }
    return false;
}
