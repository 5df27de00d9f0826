/* Dates for the plan: single days, moved and compared by whole days. */
#include "engine/plan_parts.h"

#include "facts/lower.h"
#include "rules/interp.h"

/* A duration of whole days, known before anything is read. */
static bool fixed_days(struct planner *planner, const struct ast_node *node, int64_t *days)
{
    const struct ast_ident *ident = node->kind == AST_IDENT ? AST_AS(ident, node) : NULL;
    struct value value = { .tag = VALUE_NONE };
    bool doubtful = false;
    if (ident && ident->base.reference == REFER_PARAMETER)
        value = ((const struct parameter *)ident->target)->value;
    else if (node->kind == AST_DURATION)
        value = lower_constant(planner->plan->session, node, &doubtful);
    if (value.tag != VALUE_DURATION || value.as.duration->months || value.as.duration->minutes ||
        value.as.duration->working_days) {
        plan_refuse(planner, "it counts in months, hours or working days");
        return false;
    }
    *days = value.as.duration->days;
    return true;
}

const struct plan_expr *plan_days(struct planner *planner, const struct ast_binary *binary)
{
    int64_t days;
    const struct plan_expr *a = plan_value(planner, binary->left);
    if (!a || !fixed_days(planner, binary->right, &days))
        return NULL;
    struct plan_expr *by = plan_make(planner, PLAN_CONSTANT, SHAPE_DAY, NULL, NULL);
    by->constant = binary->op == OP_ADD ? days : -days;
    return plan_make(planner, PLAN_ADD, SHAPE_DAY, a, by);
}

const struct plan_expr *plan_within(struct planner *planner, const struct ast_within *within)
{
    int64_t days;
    const struct plan_expr *a = plan_value(planner, within->operand);
    const struct plan_expr *b = a ? plan_value(planner, within->anchor) : NULL;
    if (!b || !fixed_days(planner, within->duration, &days))
        return NULL;
    if (a->shape != SHAPE_DAY || b->shape != SHAPE_DAY)
        return plan_refuse(planner, "it measures how far periods lie apart");
    struct plan_expr *expr = plan_make(planner, PLAN_NEAR, SHAPE_TRUTH, a, b);
    expr->constant = within->direction == WITHIN_AFTER ? 0 : -days;
    expr->last = within->direction == WITHIN_BEFORE ? 0 : days;
    return expr;
}

const struct plan_expr *plan_during(struct planner *planner, const struct ast_binary *binary)
{
    const struct ast_node *right = binary->right;
    bool doubtful = false;
    struct period period;
    bool is_fixed = right->kind == AST_DATE || right->kind == AST_RANGE;
    const struct plan_expr *day = plan_value(planner, binary->left);
    if (!day)
        return NULL;
    if (!is_fixed || day->shape != SHAPE_DAY ||
        !value_period(lower_constant(planner->plan->session, right, &doubtful), &period) ||
        period.from.precision >= DATE_MINUTE || period.to.precision >= DATE_MINUTE)
        return plan_refuse(planner, "it asks whether something lies in a period that is recorded");
    struct plan_expr *expr = plan_make(planner, PLAN_UNDER, SHAPE_TRUTH, day, NULL);
    expr->constant = period.open_from ? INT32_MIN : period.from.lo / 1440 - (period.from.lo % 1440 < 0);
    expr->last = period.open_to ? INT32_MAX : period.to.hi / 1440 - (period.to.hi % 1440 < 0);
    return expr;
}
