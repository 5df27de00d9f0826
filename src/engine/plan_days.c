/* Dates for the plan: days, moved and compared. A date that may mean several days is two expressions here,
 * its first day and its last; what becomes of them is true, false or unknown. */
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

/* Dates that may mean several days */

/* What an expression may mean: one day of these; of a single day both are the same expression. */
struct stretch {
    const struct plan_expr *first;
    const struct plan_expr *last;
};

static const struct plan_expr *day_constant(struct planner *planner, int64_t day)
{
    struct plan_expr *expr = plan_make(planner, PLAN_CONSTANT, SHAPE_DAY, NULL, NULL);
    expr->constant = day;
    return expr;
}

/* A date that stands in the text, or in a parameter; false where it is none. */
static bool fixed_date(struct planner *planner, const struct ast_node *node, int64_t *first, int64_t *last)
{
    bool doubtful = false;
    struct value value = { .tag = VALUE_NONE };
    if (node->kind == AST_DATE || node->kind == AST_NUMBER) /* a year alone is written as a number */
        value = lower_constant(planner->plan->session, node, &doubtful);
    else if (node->kind == AST_IDENT && AST_AS(ident, node)->base.reference == REFER_PARAMETER)
        value = ((const struct parameter *)AST_AS(ident, node)->target)->value;
    return value.tag == VALUE_DATE && store_days_of(value.as.date, first, last);
}

/* The columns of a field whose dates may mean several days; false where it is none, or of a conclusion. */
static bool find_columns(struct planner *planner, const struct ast_node *node,
                         const struct store_column **first, const struct store_column **last)
{
    const struct ast_member *member = node->kind == AST_MEMBER ? AST_AS(member, node) : NULL;
    const struct field *field = member && member->base.reference == REFER_FIELD ? member->target : NULL;
    return field && !(field->owner->flags & KIND_DERIVED) && !store_column(planner->store, field) &&
           store_days(planner->store, field, first, last);
}

static bool is_moved(const struct ast_node *node)
{
    const struct ast_binary *binary = node->kind == AST_BINARY ? AST_AS(binary, node) : NULL;
    return binary && (binary->op == OP_ADD || binary->op == OP_SUBTRACT);
}

bool plan_is_stretch(struct planner *planner, const struct ast_node *node)
{
    const struct store_column *first;
    const struct store_column *last;
    int64_t from;
    int64_t to;
    if (is_moved(node))
        return plan_is_stretch(planner, AST_AS(binary, node)->left);
    return (fixed_date(planner, node, &from, &to) && from != to) ||
           find_columns(planner, node, &first, &last);
}

static const struct plan_expr *move(struct planner *planner, const struct plan_expr *day, int64_t days)
{
    return plan_make(planner, PLAN_ADD, SHAPE_DAY, day, day_constant(planner, days));
}

static struct stretch move_both(struct planner *planner, struct stretch stretch, int64_t days)
{
    return (struct stretch){ move(planner, stretch.first, days), move(planner, stretch.last, days) };
}

static bool stretch_of_field(struct planner *planner, const struct ast_node *node, struct stretch *out)
{
    const struct store_column *first;
    const struct store_column *last;
    find_columns(planner, node, &first, &last);
    const struct ast_node *base = AST_AS(member, node)->base_node;
    const struct type *type = ((const struct ast_expr *)base)->result;
    if (!type || type->many || type->count == 0)
        return plan_refuse(planner, "it asks a set for its members' fields");
    const struct plan_expr *row = plan_value(planner, base);
    if (!row || row->shape != SHAPE_ROW || plan_derived_of_row(planner, base))
        return row ? plan_refuse(planner, "it asks for a field of what is no instance") : false;
    *out = (struct stretch){ plan_column(planner, first, row), plan_column(planner, last, row) };
    return true;
}

static bool stretch_of(struct planner *planner, const struct ast_node *node, struct stretch *out)
{
    int64_t first;
    int64_t last;
    int64_t days;
    if (!plan_is_stretch(planner, node)) {
        const struct plan_expr *day = plan_value(planner, node);
        *out = (struct stretch){ day, day };
        if (day && day->shape != SHAPE_DAY)
            plan_refuse(planner, "it compares a date with what is none");
        return day && day->shape == SHAPE_DAY;
    }
    if (is_moved(node)) {
        const struct ast_binary *binary = AST_AS(binary, node);
        if (!stretch_of(planner, binary->left, out) || !fixed_days(planner, binary->right, &days))
            return false;
        *out = move_both(planner, *out, binary->op == OP_ADD ? days : -days);
        return true;
    }
    if (!fixed_date(planner, node, &first, &last))
        return stretch_of_field(planner, node, out);
    *out = (struct stretch){ day_constant(planner, first), day_constant(planner, last) };
    return true;
}

const struct plan_expr *plan_first_day(struct planner *planner, const struct ast_node *node)
{
    struct stretch stretch;
    return stretch_of(planner, node, &stretch) ? stretch.first : NULL;
}

static const struct plan_expr *both(struct planner *planner, const struct plan_expr *a,
                                    const struct plan_expr *b)
{
    return plan_make(planner, PLAN_AND, SHAPE_TRUTH, a, b);
}

static const struct plan_expr *negated(struct planner *planner, const struct plan_expr *a)
{
    return plan_make(planner, PLAN_NOT, SHAPE_TRUTH, a, NULL);
}

static const struct plan_expr *less(struct planner *planner, const struct plan_expr *a,
                                    const struct plan_expr *b)
{
    return plan_make(planner, PLAN_LESS, SHAPE_TRUTH, a, b);
}

static const struct plan_expr *not_less(struct planner *planner, const struct plan_expr *a,
                                        const struct plan_expr *b)
{
    return negated(planner, less(planner, a, b));
}

static bool is_single(struct stretch stretch)
{
    return stretch.first == stretch.last;
}

/* True where it is certain, else unknown where it is possible. */
static const struct plan_expr *truth_of(struct planner *planner, const struct plan_expr *is_certain,
                                        const struct plan_expr *is_possible)
{
    return plan_make(planner, PLAN_OR, SHAPE_TRUTH, is_certain,
                     both(planner, is_possible, plan_unknown(planner)));
}

static const struct plan_expr *before(struct planner *planner, struct stretch a, struct stretch b)
{
    const struct plan_expr *is_certain = less(planner, a.last, b.first);
    if (is_single(a) && is_single(b))
        return is_certain;
    return truth_of(planner, is_certain, less(planner, a.first, b.last));
}

static const struct plan_expr *equal(struct planner *planner, struct stretch a, struct stretch b)
{
    const struct plan_expr *is_certain = both(
        planner, plan_make(planner, PLAN_EQUAL, SHAPE_TRUTH, a.first, b.last),
        both(planner, plan_make(planner, PLAN_EQUAL, SHAPE_TRUTH, a.first, a.last),
             plan_make(planner, PLAN_EQUAL, SHAPE_TRUTH, b.first, b.last)));
    return truth_of(planner, is_certain,
                    both(planner, not_less(planner, b.last, a.first), not_less(planner, a.last, b.first)));
}

const struct plan_expr *plan_compare_days(struct planner *planner, const struct ast_binary *binary)
{
    enum binary_op op = (enum binary_op)binary->op;
    struct stretch a;
    struct stretch b;
    if (!stretch_of(planner, binary->left, &a) || !stretch_of(planner, binary->right, &b))
        return NULL;
    if (op == OP_EQUAL || op == OP_UNEQUAL)
        return op == OP_EQUAL ? equal(planner, a, b) : negated(planner, equal(planner, a, b));
    bool swaps = op == OP_GREATER || op == OP_AT_MOST || op == OP_AFTER;
    const struct plan_expr *truth = swaps ? before(planner, b, a) : before(planner, a, b);
    return op == OP_AT_MOST || op == OP_AT_LEAST ? negated(planner, truth) : truth;
}

/* Within, and during */

static const struct plan_expr *not_before(struct planner *planner, struct stretch a, struct stretch b)
{
    return negated(planner, before(planner, a, b));
}

/* That it is neither too early nor too late can be judged apart, as semantics.md §5 has it. */
static const struct plan_expr *near(struct planner *planner, struct stretch a, struct stretch b,
                                    int64_t first, int64_t last)
{
    return both(planner, not_before(planner, a, move_both(planner, b, first)),
                not_before(planner, move_both(planner, b, last), a));
}

const struct plan_expr *plan_within(struct planner *planner, const struct ast_within *within)
{
    int64_t days;
    struct stretch a;
    struct stretch b;
    if (!stretch_of(planner, within->operand, &a) || !stretch_of(planner, within->anchor, &b) ||
        !fixed_days(planner, within->duration, &days))
        return NULL;
    int64_t first = within->direction == WITHIN_AFTER ? 0 : -days;
    int64_t last = within->direction == WITHIN_BEFORE ? 0 : days;
    if (!is_single(a) || !is_single(b))
        return near(planner, a, b, first, last);
    struct plan_expr *expr = plan_make(planner, PLAN_NEAR, SHAPE_TRUTH, a.first, b.first);
    expr->constant = first;
    expr->last = last;
    return expr;
}

static const struct plan_expr *lies_in(struct planner *planner, const struct plan_expr *day, int64_t first,
                                       int64_t last)
{
    struct plan_expr *expr = plan_make(planner, PLAN_UNDER, SHAPE_TRUTH, day, NULL);
    expr->constant = first;
    expr->last = last;
    return expr;
}

const struct plan_expr *plan_during(struct planner *planner, const struct ast_binary *binary)
{
    const struct ast_node *right = binary->right;
    bool doubtful = false;
    struct period period;
    struct stretch days;
    bool is_fixed = right->kind == AST_DATE || right->kind == AST_RANGE;
    if (!is_fixed || !value_period(lower_constant(planner->plan->session, right, &doubtful), &period) ||
        period.from.precision >= DATE_MINUTE || period.to.precision >= DATE_MINUTE)
        return plan_refuse(planner, "it asks whether something lies in a period that is recorded");
    if (!stretch_of(planner, binary->left, &days))
        return NULL;
    int64_t first = period.open_from ? INT32_MIN : period.from.lo / 1440 - (period.from.lo % 1440 < 0);
    int64_t last = period.open_to ? INT32_MAX : period.to.hi / 1440 - (period.to.hi % 1440 < 0);
    if (is_single(days))
        return lies_in(planner, days.first, first, last);
    return truth_of(planner,
                    both(planner, lies_in(planner, days.first, first, INT32_MAX),
                         lies_in(planner, days.last, INT32_MIN, last)),
                    both(planner, lies_in(planner, days.last, first, INT32_MAX),
                         lies_in(planner, days.first, INT32_MIN, last)));
}
