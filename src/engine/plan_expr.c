/* Expressions for the plan. Each becomes a tree of plain operations on words, its shape known; a number
 * keeps one denominator throughout, so that 5% of a count stays a whole number of twentieths. */
#include "engine/plan_parts.h"

#include "facts/lower.h"
#include "rules/interp.h"
#include "types/expression.h"

void *plan_refuse(struct planner *planner, const char *what)
{
    if (!planner->why.length)
        planner->why = text_of(what);
    return NULL;
}

void plan_lean_on(struct plan_expr *expr, const struct plan_expr *on)
{
    if (!on)
        return;
    expr->needs |= on->needs;
    expr->sees_rules = expr->sees_rules || on->sees_rules;
    expr->may_be_none = expr->may_be_none || on->may_be_none;
}

struct plan_expr *plan_make(struct planner *planner, enum plan_op op, enum plan_shape shape,
                            const struct plan_expr *a, const struct plan_expr *b)
{
    struct plan_expr *expr = ARENA_NEW(planner->arena, struct plan_expr);
    *expr = (struct plan_expr){
        .op = (uint8_t)op, .shape = (uint8_t)shape, .denominator = 1, .a = a, .b = b };
    plan_lean_on(expr, a);
    plan_lean_on(expr, b);
    return expr;
}

bool plan_is_number(const struct plan_expr *expr)
{
    return expr->shape == SHAPE_NUMBER || expr->shape == SHAPE_RANGE;
}

/* Constants */

static struct plan_expr *constant(struct planner *planner, enum plan_shape shape, int64_t word)
{
    struct plan_expr *expr = plan_make(planner, PLAN_CONSTANT, shape, NULL, NULL);
    expr->constant = word;
    return expr;
}

static const struct plan_expr *constant_number(struct planner *planner, const struct number_range *range)
{
    int64_t numerator;
    int64_t denominator;
    struct number below = { range->lo.den, 1 };
    struct number above = { range->lo.num, 1 };
    if (range->open || number_compare(range->lo, range->hi) != 0 || !number_to_int(above, &numerator) ||
        !number_to_int(below, &denominator))
        return plan_refuse(planner, "it uses a number that is too long or known only as a range");
    struct plan_expr *expr = constant(planner, SHAPE_NUMBER, numerator);
    expr->denominator = denominator;
    return expr;
}

static const struct plan_expr *constant_of(struct planner *planner, struct value value)
{
    struct number_range range;
    if (value_range(value, &range))
        return constant_number(planner, &range);
    switch ((enum value_tag)value.tag) {
    case VALUE_BOOLEAN:
        return constant(planner, SHAPE_TRUTH, value.as.boolean ? TRUTH_TRUE : TRUTH_FALSE);
    case VALUE_CATEGORY:
        return constant(planner, SHAPE_CATEGORY, store_category(planner->store, value.as.category));
    case VALUE_TEXT:
    case VALUE_PROSE:
        return constant(planner, SHAPE_TEXT, store_text(planner->store, *value.as.text));
    case VALUE_INSTANCE:
        return constant(planner, SHAPE_ROW, planner->store->row_of[value.as.instance->ordinal]);
    case VALUE_DATE:
        if (value.as.date->precision == DATE_DAY)
            return constant(planner, SHAPE_DAY, value.as.date->lo / 1440 - (value.as.date->lo % 1440 < 0));
        return plan_refuse(planner, "it compares with a date that is not one day");
    default:
        return plan_refuse(planner, "it uses a period, a duration or a list as a value");
    }
}

/* Names and members */

struct plan_variable *plan_bind(struct planner *planner, const struct variable *variable,
                                const struct plan_expr *value)
{
    struct plan_variable *bound = ARENA_NEW(planner->arena, struct plan_variable);
    enum plan_shape shape = (enum plan_shape)value->shape;
    uint64_t most = plan_most(planner, value);
    *bound = (struct plan_variable){ .variable = variable, .slot = planner->slots, .shape = shape,
                                     .denominator = value->denominator, .may_be_none = value->may_be_none,
                                     .most = most > INT64_MAX ? INT64_MAX : (int64_t)most,
                                     .outer = planner->variables };
    planner->variables = bound;
    planner->slots += shape == SHAPE_RANGE ? 2 : 1;
    if (planner->slots > PLAN_SLOTS_MOST) {
        planner->slots = 0;
        plan_refuse(planner, "a rule has too many variables");
    }
    if (planner->slots > planner->most_slots)
        planner->most_slots = planner->slots;
    return bound;
}

static const struct plan_variable *find_variable(const struct planner *planner,
                                                 const struct variable *variable)
{
    const struct plan_variable *bound = planner->variables;
    while (bound && bound->variable != variable)
        bound = bound->outer;
    return bound;
}

static const struct plan_expr *plan_variable_value(struct planner *planner, const struct variable *variable)
{
    const struct plan_variable *bound = find_variable(planner, variable);
    if (!bound)
        return plan_refuse(planner, "it uses a value that the plan does not keep");
    struct plan_expr *expr = plan_make(planner, PLAN_VARIABLE, bound->shape, NULL, NULL);
    expr->slot = bound->slot;
    expr->needs = UINT64_C(1) << bound->slot;
    expr->denominator = bound->denominator;
    expr->constant = bound->most;
    expr->may_be_none = bound->may_be_none;
    expr->sees_rules = bound->derived != NULL;
    return expr;
}

static const struct plan_expr *plan_ident(struct planner *planner, const struct ast_ident *ident)
{
    const struct parameter *parameter = ident->target;
    switch ((enum reference)ident->base.reference) {
    case REFER_VARIABLE:
        return plan_variable_value(planner, ident->target);
    case REFER_INSTANCE:
        return constant_of(planner, (struct value){ .tag = VALUE_INSTANCE, .as.instance = ident->target });
    case REFER_CATEGORY:
        return constant_of(planner, (struct value){ .tag = VALUE_CATEGORY, .as.category = ident->target });
    case REFER_PARAMETER:
        return constant_of(planner, parameter->value);
    case REFER_CASE:
        if (planner->is_across || !planner->store->has_cases)
            return plan_refuse(planner, "it asks for the case at hand where there is none");
        return plan_make(planner, PLAN_CASE, SHAPE_ROW, NULL, NULL);
    default:
        return plan_refuse(planner, "it uses a name that the plan does not know");
    }
}

/* The derived kind that a row is of, where it is a variable's. */
const struct plan_derived *plan_derived_of_row(const struct planner *planner, const struct ast_node *node)
{
    const struct ast_ident *ident = node->kind == AST_IDENT ? AST_AS(ident, node) : NULL;
    const struct plan_variable *bound =
        ident && ident->base.reference == REFER_VARIABLE ? find_variable(planner, ident->target) : NULL;
    return bound ? bound->derived : NULL;
}

static const struct plan_expr *concluded_field(struct planner *planner, const struct plan_derived *derived,
                                               const struct field *field, const struct plan_expr *row)
{
    const struct plan_field *at = NULL;
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        if (derived->fields[i].field == field)
            at = &derived->fields[i];
    }
    if (!at)
        return plan_refuse(planner, "it asks a conclusion for what another kind has");
    struct plan_expr *expr = plan_make(planner, PLAN_CONCLUDED, at->shape, row, NULL);
    expr->concluded = at;
    expr->denominator = at->denominator;
    expr->may_be_none = expr->may_be_none || at->may_be_none;
    expr->sees_rules = true;
    return expr;
}

static enum plan_shape shape_of_type(const struct type *type)
{
    switch (type->parts[0].base) {
    case BASE_BOOLEAN:
        return SHAPE_TRUTH;
    case BASE_DATE:
        return SHAPE_DAY;
    case BASE_CATEGORY:
        return SHAPE_CATEGORY;
    case BASE_INSTANCE:
        return SHAPE_ROW;
    case BASE_TEXT:
    case BASE_PROSE:
        return SHAPE_TEXT;
    default:
        return SHAPE_NUMBER;
    }
}

int64_t plan_denominator(const struct type *type)
{
    int64_t power = 1;
    if (type->parts[0].base != BASE_DECIMAL || type->parts[0].digits == TYPE_EXACT)
        return 1;
    for (unsigned i = 0; i < type->parts[0].digits; i++)
        power *= 10;
    return power;
}

static bool is_known_here(const struct planner *planner, const struct plan_expr *row,
                          const struct field *field)
{
    const struct known *known = planner->known;
    while (known && !(row->op == PLAN_VARIABLE && known->slot == row->slot && known->field == field))
        known = known->outer;
    return known != NULL;
}

const struct plan_expr *plan_column(struct planner *planner, const struct store_column *column,
                                    const struct plan_expr *row)
{
    const struct field *field = column->of ? column->of : column->field;
    struct plan_expr *expr = plan_make(planner, PLAN_COLUMN, shape_of_type(field->type), row, NULL);
    expr->column = column;
    expr->denominator = plan_denominator(field->type);
    expr->may_be_none = row->may_be_none || (column->has_gaps && !is_known_here(planner, row, field));
    return expr;
}

static const struct plan_expr *recorded_field(struct planner *planner, const struct field *field,
                                              const struct plan_expr *row)
{
    const struct store_column *column = store_column(planner->store, field);
    if (!column)
        return plan_refuse(planner, "it reads a field whose values are not all plain: single days, numbers, "
                                    "texts, categories or links");
    return plan_column(planner, column, row);
}

static const struct plan_expr *name_of_row(struct planner *planner, const struct type *type,
                                           const struct plan_expr *row)
{
    struct store_column *column = ARENA_NEW(planner->arena, struct store_column);
    static const struct store_table all_rows;
    *column = (struct store_column){ .table = &all_rows,
                                     .narrow = (int32_t *)(uintptr_t)store_ids(planner->store, type) };
    struct plan_expr *expr = plan_make(planner, PLAN_COLUMN, SHAPE_TEXT, row, NULL);
    expr->column = column;
    return expr;
}

static const struct plan_expr *plan_member(struct planner *planner, const struct ast_member *member)
{
    if (member->base.reference == REFER_CATEGORY)
        return constant_of(planner, (struct value){ .tag = VALUE_CATEGORY, .as.category = member->target });
    const struct type *base = ((const struct ast_expr *)member->base_node)->result;
    if (member->base.reference != REFER_FIELD && member->base.reference != REFER_ID)
        return plan_refuse(planner, "it follows a link backwards, or asks for a title, as a value");
    if (!base || base->many || base->count == 0)
        return plan_refuse(planner, "it asks a set for its members' fields");
    const struct plan_expr *row = plan_value(planner, member->base_node);
    if (!row || row->shape != SHAPE_ROW)
        return row ? plan_refuse(planner, "it asks for a field of what is no instance") : NULL;
    const struct plan_derived *derived = plan_derived_of_row(planner, member->base_node);
    if (!derived && row->sees_rules && row->op == PLAN_VARIABLE)
        return plan_refuse(planner, "it asks a conclusion for its name");
    if (member->base.reference == REFER_ID && derived)
        return plan_refuse(planner, "it asks a conclusion for its name");
    if (member->base.reference == REFER_ID)
        return name_of_row(planner, base, row);
    const struct field *field = member->target;
    if (field->type->many)
        return plan_refuse(planner, "it uses a link of many as a value");
    return derived ? concluded_field(planner, derived, field, row) : recorded_field(planner, field, row);
}

/* Numbers */

const struct plan_expr *plan_scale(struct planner *planner, const struct plan_expr *a, int64_t factor)
{
    if (factor == 1 || !a)
        return a;
    struct plan_expr *expr = plan_make(planner, PLAN_SCALE, (enum plan_shape)a->shape, a, NULL);
    expr->constant = factor;
    if (__builtin_mul_overflow(a->denominator, factor, &expr->denominator))
        return plan_refuse(planner, "its numbers have too many different parts");
    if (a->op != PLAN_CONSTANT || a->shape != SHAPE_NUMBER)
        return expr;
    expr->op = PLAN_CONSTANT;
    expr->a = NULL;
    if (__builtin_mul_overflow(a->constant, factor, &expr->constant))
        return plan_refuse(planner, "it uses a number that is too long or known only as a range");
    return expr;
}

int64_t plan_common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Gives both the same denominator, and the same shape. */
bool plan_align(struct planner *planner, const struct plan_expr **a, const struct plan_expr **b)
{
    int64_t divisor = plan_common_divisor((*a)->denominator, (*b)->denominator);
    int64_t left = (*b)->denominator / divisor;
    int64_t right = (*a)->denominator / divisor;
    *a = plan_scale(planner, *a, left);
    *b = plan_scale(planner, *b, right);
    return *a && *b;
}

/* What a multiplication or addition of a word and a range gives is a range. */
enum plan_shape plan_joint_shape(const struct plan_expr *a, const struct plan_expr *b)
{
    return a->shape == SHAPE_RANGE || b->shape == SHAPE_RANGE ? SHAPE_RANGE : SHAPE_NUMBER;
}

static const struct plan_expr *plan_divide(struct planner *planner, const struct plan_expr *a,
                                           const struct plan_expr *b)
{
    if (b->op != PLAN_CONSTANT || b->constant <= 0 || a->shape != SHAPE_NUMBER)
        return plan_refuse(planner, "it divides by what is not a fixed, positive number");
    struct plan_expr *expr = plan_make(planner, PLAN_SCALE, SHAPE_NUMBER, a, NULL);
    expr->constant = b->denominator;
    if (__builtin_mul_overflow(a->denominator, b->constant, &expr->denominator))
        return plan_refuse(planner, "its numbers have too many different parts");
    return expr;
}

static const struct plan_expr *plan_arithmetic(struct planner *planner, const struct ast_binary *binary)
{
    static const enum plan_op ops[] = { [OP_ADD] = PLAN_ADD, [OP_SUBTRACT] = PLAN_SUBTRACT,
                                        [OP_MULTIPLY] = PLAN_MULTIPLY, [OP_DIV] = PLAN_DIV,
                                        [OP_MOD] = PLAN_MOD };
    const struct type *type = ((const struct ast_expr *)binary)->result;
    if (type && type_is(type, BASE_DATE))
        return plan_days(planner, binary);
    if (!type || !type_is_number(type))
        return plan_refuse(planner, "it works with durations or periods");
    const struct plan_expr *a = plan_value(planner, binary->left);
    const struct plan_expr *b = a ? plan_value(planner, binary->right) : NULL;
    if (!b || !plan_is_number(a) || !plan_is_number(b))
        return b ? plan_refuse(planner, "it works with what is no number") : NULL;
    if (binary->op == OP_DIVIDE)
        return plan_divide(planner, a, b);
    bool needs_same = binary->op != OP_MULTIPLY;
    if (needs_same && !plan_align(planner, &a, &b))
        return NULL;
    enum plan_shape shape = plan_joint_shape(a, b);
    if (shape == SHAPE_RANGE && (binary->op == OP_DIV || binary->op == OP_MOD))
        return plan_refuse(planner, "it divides a number that is known only as a range");
    struct plan_expr *expr = plan_make(planner, ops[binary->op], shape, a, b);
    expr->denominator = binary->op == OP_DIV ? 1 : a->denominator;
    if (binary->op == OP_MULTIPLY &&
        __builtin_mul_overflow(a->denominator, b->denominator, &expr->denominator))
        return plan_refuse(planner, "its numbers have too many different parts");
    /* a divisor that may be zero gives nothing */
    expr->may_be_none = expr->may_be_none || binary->op == OP_DIV || binary->op == OP_MOD;
    return expr;
}

/* Conditions */

static const struct plan_expr *negate(struct planner *planner, const struct plan_expr *a)
{
    return a ? plan_make(planner, PLAN_NOT, SHAPE_TRUTH, a, NULL) : NULL;
}

static const struct plan_expr *compare(struct planner *planner, enum binary_op op, const struct plan_expr *a,
                                       const struct plan_expr *b)
{
    bool swaps = op == OP_GREATER || op == OP_AT_MOST || op == OP_AFTER;
    bool denies = op == OP_UNEQUAL || op == OP_AT_MOST || op == OP_AT_LEAST;
    bool is_equality = op == OP_EQUAL || op == OP_UNEQUAL;
    if (plan_is_number(a) && plan_is_number(b) && !plan_align(planner, &a, &b))
        return NULL;
    if (a->shape != b->shape && !(plan_is_number(a) && plan_is_number(b)))
        return plan_refuse(planner, "it compares values of different sorts");
    if (!is_equality && (a->shape == SHAPE_TEXT || a->shape == SHAPE_ROW || a->shape == SHAPE_TRUTH))
        return plan_refuse(planner, "it orders what has no order");
    struct plan_expr *expr = plan_make(planner, is_equality ? PLAN_EQUAL : PLAN_LESS, SHAPE_TRUTH,
                                       swaps ? b : a, swaps ? a : b);
    expr->may_be_none = expr->may_be_none || plan_joint_shape(a, b) == SHAPE_RANGE;
    return denies ? negate(planner, expr) : expr;
}

static const struct plan_expr *plan_under(struct planner *planner, const struct ast_binary *binary)
{
    const struct plan_expr *below = plan_value(planner, binary->left);
    const struct plan_expr *above = below ? plan_value(planner, binary->right) : NULL;
    if (!above || below->shape != SHAPE_CATEGORY || above->shape != SHAPE_CATEGORY)
        return above ? plan_refuse(planner, "it asks what lies under what is no category") : NULL;
    if (above->op != PLAN_CONSTANT)
        return plan_make(planner, PLAN_BELOW, SHAPE_TRUTH, below, above);
    const struct category *category = planner->store->categories[above->constant];
    struct plan_expr *expr = plan_make(planner, PLAN_UNDER, SHAPE_TRUTH, below, NULL);
    expr->constant = above->constant;
    expr->last = above->constant + category->last - category->ordinal;
    return expr;
}

/* What a condition, once true, has shown to be recorded; for what stands right of it. */
static const struct known *learn(struct planner *planner, const struct ast_node *node)
{
    const struct known *known = planner->known;
    if (node->kind == AST_BINARY && AST_AS(binary, node)->op == OP_AND) {
        planner->known = learn(planner, AST_AS(binary, node)->left);
        known = learn(planner, AST_AS(binary, node)->right);
        return known;
    }
    const struct ast_is *is = node->kind == AST_IS ? AST_AS(is, node) : NULL;
    if (!is || is->test != IS_RECORDED || is->operand->kind != AST_MEMBER)
        return known;
    const struct ast_member *member = AST_AS(member, is->operand);
    const struct ast_ident *base =
        member->base_node->kind == AST_IDENT ? AST_AS(ident, member->base_node) : NULL;
    const struct plan_variable *bound =
        base && base->base.reference == REFER_VARIABLE ? find_variable(planner, base->target) : NULL;
    if (!bound || member->base.reference != REFER_FIELD)
        return known;
    struct known *found = ARENA_NEW(planner->arena, struct known);
    *found = (struct known){ bound->slot, member->target, known };
    return found;
}

const struct plan_expr *plan_and(struct planner *planner, const struct plan_expr *a,
                                 const struct plan_expr *b)
{
    if (!a || !b)
        return a ? a : b;
    return plan_make(planner, PLAN_AND, SHAPE_TRUTH, a, b);
}

static const struct plan_expr *plan_junction(struct planner *planner, const struct ast_binary *binary)
{
    const struct known *outer = planner->known;
    const struct plan_expr *a = plan_truth(planner, binary->left);
    if (binary->op == OP_AND && a)
        planner->known = learn(planner, binary->left);
    const struct plan_expr *b = a ? plan_truth(planner, binary->right) : NULL;
    planner->known = outer;
    return b ? plan_make(planner, binary->op == OP_AND ? PLAN_AND : PLAN_OR, SHAPE_TRUTH, a, b) : NULL;
}

static const struct plan_expr *plan_binary(struct planner *planner, const struct ast_binary *binary)
{
    enum binary_op op = (enum binary_op)binary->op;
    if (op >= OP_ADD)
        return plan_arithmetic(planner, binary);
    if (op == OP_AND || op == OP_OR)
        return plan_junction(planner, binary);
    if (op == OP_IN)
        return plan_in(planner, binary);
    if (op == OP_UNDER)
        return plan_under(planner, binary);
    if (op == OP_DURING)
        return plan_during(planner, binary);
    if (op == OP_OVERLAPS)
        return plan_refuse(planner, "it asks whether periods overlap");
    if (plan_is_stretch(planner, binary->left) || plan_is_stretch(planner, binary->right))
        return plan_compare_days(planner, binary);
    const struct plan_expr *a = plan_value(planner, binary->left);
    const struct plan_expr *b = a ? plan_value(planner, binary->right) : NULL;
    if (!b)
        return NULL;
    if (plan_derived_of_row(planner, binary->left) || plan_derived_of_row(planner, binary->right))
        return plan_refuse(planner, "it compares conclusions");
    return compare(planner, op, a, b);
}

static const struct plan_expr *plan_is(struct planner *planner, const struct ast_is *is)
{
    const struct plan_expr *a = plan_is_stretch(planner, is->operand) ? plan_first_day(planner, is->operand)
                                                                      : plan_value(planner, is->operand);
    if (!a)
        return NULL;
    bool is_field = a->op == PLAN_COLUMN || a->op == PLAN_CONCLUDED;
    if (!is_field && (is->test == IS_RECORDED || is->test == IS_NOT_RECORDED))
        return plan_refuse(planner, "it asks whether something worked out is recorded");
    if (a->shape == SHAPE_RANGE || a->sees_rules)
        return plan_refuse(planner, "it asks whether a conclusion is recorded");
    struct plan_expr *known = plan_make(planner, PLAN_KNOWN, SHAPE_TRUTH, a, NULL);
    known->may_be_none = false;
    return is->test == IS_RECORDED || is->test == IS_NOT_UNKNOWN ? known : negate(planner, known);
}

const struct plan_expr *plan_truth(struct planner *planner, const struct ast_node *node)
{
    const struct plan_expr *expr = plan_value(planner, node);
    if (expr && expr->shape != SHAPE_TRUTH)
        return plan_refuse(planner, "it uses as a condition what is neither true nor false");
    return expr;
}

static const struct plan_expr *plan_if(struct planner *planner, const struct ast_if *choice)
{
    const struct plan_expr *condition = plan_truth(planner, choice->condition);
    const struct plan_expr *a = condition ? plan_value(planner, choice->then) : NULL;
    const struct plan_expr *b = a ? plan_value(planner, choice->otherwise) : NULL;
    if (!b || (plan_is_number(a) && plan_is_number(b) && !plan_align(planner, &a, &b)))
        return NULL;
    if (a->shape != b->shape || a->shape == SHAPE_RANGE)
        return plan_refuse(planner, "it chooses between values of different sorts");
    struct plan_expr *expr = plan_make(planner, PLAN_IF, (enum plan_shape)a->shape, a, b);
    plan_lean_on(expr, condition);
    expr->c = condition;
    expr->denominator = a->denominator;
    return expr;
}

const struct plan_expr *plan_value(struct planner *planner, const struct ast_node *node)
{
    const struct plan_expr *a;
    bool doubtful = false;
    switch ((enum ast_kind)node->kind) {
    case AST_IDENT:
        return plan_ident(planner, AST_AS(ident, node));
    case AST_MEMBER:
        return plan_member(planner, AST_AS(member, node));
    case AST_CALL:
        return node->reference == REFER_BUILTIN ? plan_builtin(planner, AST_AS(call, node))
                                                              : plan_applied(planner, AST_AS(call, node));
    case AST_AGGREGATE:
        return plan_aggregate(planner, AST_AS(aggregate, node));
    case AST_BINARY:
        return plan_binary(planner, AST_AS(binary, node));
    case AST_NEGATE:
        a = plan_value(planner, AST_AS(negate, node)->operand);
        if (a && !plan_is_number(a))
            return plan_refuse(planner, "it works with durations or periods");
        if (!a)
            return NULL;
        struct plan_expr *negated = plan_make(planner, PLAN_NEGATE, (enum plan_shape)a->shape, a, NULL);
        negated->denominator = a->denominator;
        return negated;
    case AST_IF:
        return plan_if(planner, AST_AS(if, node));
    case AST_QUANTIFIER:
        return plan_quantifier(planner, AST_AS(quantifier, node));
    case AST_NOT:
        a = plan_truth(planner, AST_AS(not, node)->operand);
        return negate(planner, a);
    case AST_IS:
        return plan_is(planner, AST_AS(is, node));
    case AST_WITHIN:
        return plan_within(planner, AST_AS(within, node));
    case AST_NUMBER:
    case AST_BOOLEAN:
    case AST_STRING:
    case AST_PROSE:
    case AST_DATE:
        return constant_of(planner, lower_constant(planner->plan->session, node, &doubtful));
    default:
        return plan_refuse(planner, "it uses a value that the plan does not keep");
    }
}
