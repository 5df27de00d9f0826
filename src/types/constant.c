/* Values that do not depend on what is recorded, so that a pass before facts/ can use them: the proofs
 * about decision tables do. Everything here was checked before; nothing is reported. */
#include "types/constant.h"

#include "diag/session.h"
#include "types/type.h"

#include <stdio.h>

enum { DEEPEST = 64 };

struct date constant_day(const struct ast_node *node)
{
    struct date date = { 0 };
    if (node->kind == AST_DATE)
        return AST_AS(date, node)->date;
    if (node->kind == AST_NUMBER) {
        char year[8];
        const char *why;
        int64_t mantissa = AST_AS(number, node)->mantissa;
        snprintf(year, sizeof year, "%04d", (int)(mantissa % 10000));
        date_parse(text_of(year), &date, &why);
    }
    return date;
}

struct number constant_number(const struct ast_number *number)
{
    struct number value = number_of_int(number->mantissa);
    struct number ten = number_of_int(10);
    for (unsigned i = 0; i < number->scale; i++)
        number_divide(value, ten, &value);
    return value;
}

static struct value value_of_number(struct session *session, struct number number)
{
    struct number_range *range = ARENA_NEW(session->arena, struct number_range);
    *range = (struct number_range){ number, number, false };
    return (struct value){ .tag = VALUE_NUMBER, .as.number = range };
}

static struct value value_of_day(struct session *session, const struct ast_node *node)
{
    struct date *date = ARENA_NEW(session->arena, struct date);
    *date = constant_day(node);
    return (struct value){ .tag = VALUE_DATE, .as.date = date };
}

struct period constant_period(const struct ast_range *range)
{
    struct period period = { .open_from = !range->from, .open_to = !range->to };
    if (range->from)
        period.from = constant_day(range->from);
    if (range->to)
        period.to = constant_day(range->to);
    return period;
}

static struct value value_of_period(struct session *session, const struct ast_range *range)
{
    struct period *period = ARENA_NEW(session->arena, struct period);
    *period = constant_period(range);
    return (struct value){ .tag = VALUE_PERIOD, .as.period = period };
}

static enum constant_found find(struct session *session, const struct ast_node *node, unsigned depth,
                                struct value *out);

static enum constant_found find_parameter(struct session *session, const struct parameter *parameter,
                                          unsigned depth, struct value *out)
{
    const struct ast_list *nodes = parameter->set ? &parameter->set->values : &parameter->ast->values;
    struct value *items = ARENA_ARRAY(session->arena, struct value, ast_count(*nodes) + 1);
    uint32_t count = 0;
    if (type_is_error(parameter->type) || !nodes->first)
        return CONSTANT_BROKEN;
    AST_EACH (node, *nodes) {
        if (find(session, node, depth + 1, &items[count++]) != CONSTANT_FOUND)
            return CONSTANT_BROKEN;
    }
    *out = items[0];
    if (parameter->type->many)
        *out = (struct value){ .tag = VALUE_LIST, .count = count, .as.items = items };
    return CONSTANT_FOUND;
}

static enum constant_found find_name(struct session *session, enum reference reference, void *target,
                                     unsigned depth, struct value *out)
{
    if (reference == REFER_PARAMETER)
        return find_parameter(session, target, depth, out);
    if (reference != REFER_CATEGORY)
        return CONSTANT_NONE;
    *out = (struct value){ .tag = VALUE_CATEGORY, .as.category = target };
    return CONSTANT_FOUND;
}

static bool apply(enum binary_op op, struct number a, struct number b, struct number *out)
{
    switch (op) {
    case OP_ADD:
        return number_add(a, b, out);
    case OP_SUBTRACT:
        return number_subtract(a, b, out);
    case OP_MULTIPLY:
        return number_multiply(a, b, out);
    case OP_DIVIDE:
        return number_divide(a, b, out);
    case OP_DIV:
        return number_floor_divide(a, b, out);
    case OP_MOD:
        return number_modulo(a, b, out);
    default:
        return false;
    }
}

static enum constant_found find_sum(struct session *session, const struct ast_binary *binary,
                                    unsigned depth, struct value *out)
{
    struct value a;
    struct value b;
    struct number result;
    if (find(session, binary->left, depth + 1, &a) != CONSTANT_FOUND ||
        find(session, binary->right, depth + 1, &b) != CONSTANT_FOUND ||
        a.tag != VALUE_NUMBER || b.tag != VALUE_NUMBER ||
        !apply((enum binary_op)binary->op, a.as.number->lo, b.as.number->lo, &result))
        return CONSTANT_NONE;
    *out = value_of_number(session, result);
    return CONSTANT_FOUND;
}

static enum constant_found find_negative(struct session *session, const struct ast_negate *negate,
                                         unsigned depth, struct value *out)
{
    struct value a;
    struct number result;
    if (find(session, negate->operand, depth + 1, &a) != CONSTANT_FOUND || a.tag != VALUE_NUMBER ||
        !number_negate(a.as.number->lo, &result))
        return CONSTANT_NONE;
    *out = value_of_number(session, result);
    return CONSTANT_FOUND;
}

static enum constant_found find(struct session *session, const struct ast_node *node, unsigned depth,
                                struct value *out)
{
    if (depth > DEEPEST)
        return CONSTANT_NONE;
    switch ((enum ast_kind)node->kind) {
    case AST_NUMBER:
        *out = type_is(AST_AS(number, node)->result, BASE_DATE)
                   ? value_of_day(session, node)
                   : value_of_number(session, constant_number(AST_AS(number, node)));
        return CONSTANT_FOUND;
    case AST_DATE:
        *out = value_of_day(session, node);
        return CONSTANT_FOUND;
    case AST_RANGE:
        *out = value_of_period(session, AST_AS(range, node));
        return CONSTANT_FOUND;
    case AST_BOOLEAN:
        *out = (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = AST_AS(boolean, node)->value != 0 };
        return CONSTANT_FOUND;
    case AST_STRING:
        *out = (struct value){ .tag = VALUE_TEXT, .as.text = &AST_AS(string, node)->text };
        return CONSTANT_FOUND;
    case AST_IDENT:
        return find_name(session, node->reference, AST_AS(ident, node)->target, depth, out);
    case AST_MEMBER:
        return find_name(session, node->reference, AST_AS(member, node)->target, depth, out);
    case AST_BINARY:
        return find_sum(session, AST_AS(binary, node), depth, out);
    case AST_NEGATE:
        return find_negative(session, AST_AS(negate, node), depth, out);
    default:
        return CONSTANT_NONE;
    }
}

enum constant_found constant_find(struct session *session, const struct ast_node *node,
                                  struct value *out)
{
    return find(session, node, 0, out);
}
