/* Measures, decision tables and built-in functions for the plan: what they are asked of stands in slots of
 * its own, and their text is put in where they are called. */
#include "engine/plan_parts.h"

#include "types/builtins.h"

enum { DEEPEST_CALL = 16 };

static const struct plan_expr *rounded(struct planner *planner, const struct plan_expr *value,
                                       const struct type *type)
{
    int64_t wanted = value && plan_is_number(value) ? plan_denominator(type) : 1;
    if (!value || type->count != 1 || type->parts[0].base != BASE_DECIMAL)
        return value;
    if (type->parts[0].digits == TYPE_EXACT)
        return plan_refuse(planner, "it gives a decimal that is not rounded");
    int64_t divisor = plan_common_divisor(wanted, value->denominator);
    value = plan_scale(planner, value, wanted / divisor);
    if (!value || value->denominator == wanted)
        return value;
    struct plan_expr *expr = plan_make(planner, PLAN_ROUND, (enum plan_shape)value->shape, value, NULL);
    expr->constant = value->denominator / wanted;
    expr->denominator = wanted;
    return expr;
}

/* The rows of a table from `row` on, as a chain of choices; the last row is taken to cover the rest, as was
 * proved. What is unknown of a condition leaves the value open unless both ways give the same. */
static const struct plan_expr *plan_rows(struct planner *planner, const struct ast_node *node)
{
    const struct ast_row *row = AST_AS(row, node);
    const struct plan_expr *value = plan_value(planner, row->value);
    if (!value || !row->condition || !node->next)
        return value;
    const struct plan_expr *condition = plan_truth(planner, row->condition);
    const struct plan_expr *rest = condition ? plan_rows(planner, node->next) : NULL;
    if (!rest || (plan_is_number(value) && plan_is_number(rest) && !plan_align(planner, &value, &rest)))
        return NULL;
    if (value->shape != rest->shape || value->shape == SHAPE_RANGE || condition->may_be_none)
        return plan_refuse(planner, "a table's row rests on what is not recorded");
    struct plan_expr *expr = plan_make(planner, PLAN_IF, (enum plan_shape)value->shape, value, rest);
    plan_lean_on(expr, condition);
    expr->c = condition;
    expr->denominator = value->denominator;
    return expr;
}

/* Measures and tables are put in where they are called, each argument in a slot of its own. */
const struct plan_expr *plan_applied(struct planner *planner, const struct ast_call *call)
{
    const struct measure *measure = call->base.reference == REFER_MEASURE ? call->target : NULL;
    const struct decision_table *table = call->base.reference == REFER_TABLE ? call->target : NULL;
    const struct ast_list *parameters = measure ? &measure->ast->parameters : &table->ast->parameters;
    const struct ast_node *parameter = parameters->first;
    const struct plan_variable *outer = planner->variables;
    const struct plan_variable *inner = NULL;
    struct plan_expr *expr = plan_make(planner, PLAN_CALL, SHAPE_NUMBER, NULL, NULL);
    expr->arguments = ARENA_ARRAY(planner->arena, const struct plan_expr *, ast_count(call->arguments) + 1);
    uint32_t first = planner->slots;
    if (planner->depth >= DEEPEST_CALL)
        return plan_refuse(planner, "a measure uses itself, or measures are nested too deeply");
    AST_EACH (argument, call->arguments) {
        const struct variable *variable = AST_AS(argument, parameter)->variable;
        const struct plan_expr *value = plan_value(planner, argument);
        value = value ? rounded(planner, value, variable->type) : NULL;
        if (!value || plan_derived_of_row(planner, argument))
            return value ? plan_refuse(planner, "a measure is asked of a conclusion") : NULL;
        const struct plan_variable *seen = planner->variables;
        planner->variables = inner;
        inner = plan_bind(planner, variable, value);
        planner->variables = seen;
        expr->arguments[expr->argument_count++] = value;
        plan_lean_on(expr, value);
        parameter = parameter->next;
    }
    struct plan_function *function = ARENA_NEW(planner->arena, struct plan_function);
    planner->variables = inner;
    planner->depth++;
    function->declaration = measure ? &measure->declaration : &table->declaration;
    function->slots = first;
    function->value = rounded(planner, measure ? plan_value(planner, measure->ast->value)
                                               : plan_rows(planner, table->ast->rows.first),
                              measure ? measure->type : table->type);
    planner->depth--;
    planner->variables = outer;
    if (!function->value)
        return NULL;
    expr->function = function;
    expr->shape = function->value->shape;
    expr->denominator = function->value->denominator;
    expr->sees_rules = expr->sees_rules || function->value->sees_rules;
    expr->may_be_none = function->value->may_be_none;
    planner->slots = first;
    return expr;
}

static const struct plan_expr *plan_pick(struct planner *planner, const struct ast_call *call,
                                         enum plan_op op)
{
    const struct plan_expr *a = plan_value(planner, call->arguments.first);
    const struct plan_expr *b = a ? plan_value(planner, call->arguments.first->next) : NULL;
    if (!b || !plan_align(planner, &a, &b))
        return NULL;
    struct plan_expr *expr = plan_make(planner, op, plan_joint_shape(a, b), a, b);
    expr->denominator = a->denominator;
    return expr;
}

const struct plan_expr *plan_builtin(struct planner *planner, const struct ast_call *call)
{
    const struct builtin *builtin = call->target;
    const struct ast_node *first = call->arguments.first;
    const struct plan_expr *a;
    const struct plan_expr *b;
    switch (builtin->code) {
    case BUILTIN_min:
        return plan_pick(planner, call, PLAN_LEAST);
    case BUILTIN_max:
        return plan_pick(planner, call, PLAN_GREATEST);
    case BUILTIN_count:
        return plan_count_set(planner, first);
    case BUILTIN_year:
    case BUILTIN_start:
    case BUILTIN_end:
        a = plan_value(planner, first);
        if (a && a->shape != SHAPE_DAY)
            return plan_refuse(planner, "it asks a period for its ends");
        return !a || builtin->code != BUILTIN_year ? a : plan_make(planner, PLAN_YEAR, SHAPE_NUMBER, a, NULL);
    case BUILTIN_age:
        a = plan_value(planner, first);
        b = a ? plan_value(planner, first->next) : NULL;
        return b ? plan_make(planner, PLAN_AGE, SHAPE_NUMBER, a, b) : NULL;
    default:
        return plan_refuse(planner, "it uses a function on texts or influences, or what can be reached");
    }
}
