/* Types of expressions: what fits what. Names and members are found by types/paths.c. Everything wrong
 * is told once, at the operand it is about, and gives BASE_ERROR, which fits everything. */
#include "types/checking.h"

#include "ast/dump.h"
#include "diag/diag.h"
#include "types/kinds.h"
#include "types/units.h"

enum { SUGGESTIONS_MOST = 200 };

struct checker checker_new(struct model *model, const struct module *module,
                           const struct test_scope *test)
{
    return (struct checker){ .model = model, .session = model->session, .from = { module, test },
                             .suggestions_left = SUGGESTIONS_MOST };
}

struct ast_name checker_field_word(const struct checker *checker, const struct ast_assign *assign)
{
    return ast_field_word(session_source(checker->session, assign->base.span), assign);
}

static const struct type *plain(struct checker *checker, enum base base)
{
    return type_of_base(checker->session, base);
}

static struct ast_expr *expr(struct ast_node *node)
{
    return (struct ast_expr *)node;
}

/* Reports that `node` is not what its place wants. */
const struct type *checking_report_misfit(struct checker *checker, const struct ast_node *node,
                                        struct text wanted, const struct type *found)
{
    struct diag *diag =
        diag_report(checker->session, E0301, node->span, wanted, type_phrase(checker->session, found));
    if (node->kind == AST_RELATIVE && AST_AS(relative, node)->relation == RELATION_SAME)
        diag_help(checker->session, diag,
                  "`@` stands for the day of what it names; to name it, leave out the `@`");
    return plain(checker, BASE_ERROR);
}

/* Checks an operand that must satisfy `test`; false where it does not, which has been reported. */
bool checking_operand_is(struct checker *checker, struct ast_node *node, enum base base,
                       const char *wanted)
{
    const struct type *type = check_expression(checker, node, plain(checker, base));
    if (type_is_error(type))
        return false;
    if (!type->many && type_accepts(plain(checker, base), type))
        return true;
    checking_report_misfit(checker, node, text_of(wanted), type);
    return false;
}

/* Variables */

struct variable *checker_bind(struct checker *checker, struct ast_name name, const struct type *type)
{
    struct variable *variable = ARENA_NEW(checker->session->arena, struct variable);
    *variable = (struct variable){ .name = name.name, .span = name.span, .type = type,
                                   .slot = checker->depth++, .outer = checker->variables };
    for (struct variable *other = checker->variables; other; other = other->outer) {
        if (other->name != name.name)
            continue;
        struct diag *diag = diag_report(checker->session, E0307, name.span, name.name);
        diag_label(checker->session, diag, other->span, "the other `%n` stands here", name.name);
        break;
    }
    checker->variables = variable;
    if (checker->depth > checker->deepest)
        checker->deepest = checker->depth;
    return variable;
}

void checker_leave(struct checker *checker, struct variable *variables, uint32_t depth)
{
    checker->variables = variables;
    checker->depth = depth;
}

static void check_binder_set(struct checker *checker, const struct ast_binder *binder,
                             const struct kind *kind)
{
    const struct type *set = check_expression(checker, binder->set, NULL);
    if (!kind || type_is_error(set))
        return;
    struct type_part part = { BASE_INSTANCE, 0, kind };
    const struct type *wanted = type_of_part(checker->session, part, true);
    if (!type_has(set, BASE_INSTANCE) || !type_accepts(wanted, set))
        checking_report_misfit(checker, binder->set, type_phrase(checker->session, wanted), set);
}

/* `contributory_factor c`: a variable that goes through all categories, or through those of a set. */
static bool bind_category(struct checker *checker, struct ast_binder *binder)
{
    unsigned both = DECLARES(KIND) | DECLARES(CLASSIFICATION);
    struct declaration *found = scope_find(&checker->from, binder->kind.name, both);
    if (!found || found->kind != DECLARES_CLASSIFICATION)
        return false;
    struct type_part part = { BASE_CATEGORY, 0, found };
    const struct type *wanted = type_of_part(checker->session, part, true);
    const struct type *set = binder->set ? check_expression(checker, binder->set, NULL) : wanted;
    if (!type_accepts(wanted, set))
        checking_report_misfit(checker, binder->set, type_phrase(checker->session, wanted), set);
    binder->variable =
        checker_bind(checker, binder->name, type_of_part(checker->session, part, false));
    binder->variable->set = binder->set;
    return true;
}

void check_binder(struct checker *checker, struct ast_node *node)
{
    struct ast_binder *binder = AST_AS(binder, node);
    if (bind_category(checker, binder))
        return;
    struct kind *kind = kinds_find(checker->model, &checker->from, binder->kind);
    if (binder->set)
        check_binder_set(checker, binder, kind);
    const struct type *type =
        kind ? type_of_part(checker->session, (struct type_part){ BASE_INSTANCE, 0, kind }, false)
             : plain(checker, BASE_ERROR);
    binder->variable = checker_bind(checker, binder->name, type);
    binder->variable->kind = kind;
    binder->variable->set = binder->set;
    if (checker->is_public && kind && kind->secret)
        checking_report_secret_rule(checker, node->span, kind);
}

void checking_report_secret_rule(struct checker *checker, struct span span, const struct kind *kind)
{
    struct diag *diag = diag_report(checker->session, E0601, span, kind->secret->name,
                                    kind->secret->owner->declaration.name);
    diag_say(checker->session, diag, "what is concluded of `%n` rests on it", kind->declaration.name);
    diag_label(checker->session, diag, kind->secret->ast->base.span, "declared confidential here");
}

/* Literals */

static const struct type *check_number(struct checker *checker, const struct ast_number *number,
                                       const struct type *expected)
{
    bool may_be_year = number->scale == 0 && number->mantissa >= 1000 && number->mantissa <= 9999;
    bool wants_date = expected && (type_has(expected, BASE_DATE) || type_has(expected, BASE_PERIOD));
    if (wants_date && may_be_year && !type_has(expected, BASE_INTEGER))
        return plain(checker, BASE_DATE);
    return plain(checker, number->scale ? BASE_DECIMAL : BASE_INTEGER);
}

/* Operators */

static const struct type *check_both(struct checker *checker, const struct ast_binary *binary,
                                     const struct type **right)
{
    const struct type *left;
    if (path_is_bare(checker, binary->left)) {
        *right = check_expression(checker, binary->right, NULL);
        left = check_expression(checker, binary->left, *right);
    } else {
        left = check_expression(checker, binary->left, NULL);
        *right = check_expression(checker, binary->right, left);
    }
    /* `2007 = x.on`: the year learns what it is from the other side */
    if (binary->left->kind == AST_NUMBER)
        left = check_expression(checker, binary->left, *right);
    return left;
}

static const struct type *report_incomparable(struct checker *checker, const struct ast_binary *binary,
                                              const struct type *left, const struct type *right)
{
    struct diag *diag = diag_report(checker->session, E0310, binary->base.span,
                                    type_phrase(checker->session, left),
                                    binary_op_text((enum binary_op)binary->op),
                                    type_phrase(checker->session, right));
    diag_label(checker->session, diag, binary->left->span, "%t", type_phrase(checker->session, left));
    diag_label(checker->session, diag, binary->right->span, "%t", type_phrase(checker->session, right));
    if (left->many != right->many)
        diag_help(checker->session, diag, "ask whether one is in the set: `x in y`");
    else
        units_help(checker->session, diag, binary, left, right);
    return plain(checker, BASE_ERROR);
}

static const struct type *check_equality(struct checker *checker, const struct ast_binary *binary)
{
    const struct type *right;
    const struct type *left = check_both(checker, binary, &right);
    if (type_is_error(left) || type_is_error(right))
        return plain(checker, BASE_BOOLEAN);
    if (left->many || right->many || !type_compares(left, right))
        return report_incomparable(checker, binary, left, right);
    return plain(checker, BASE_BOOLEAN);
}

/* Numbers, dates, durations and the levels of one scale have an order. */
static bool is_ordered(const struct type *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        enum base base = type->parts[i].base;
        bool level = base == BASE_CATEGORY &&
                     ((const struct classification *)type->parts[i].of)->is_scale;
        if (base != BASE_INTEGER && base != BASE_DECIMAL && base != BASE_DATE &&
            base != BASE_DURATION && !level)
            return false;
    }
    return true;
}

static const struct type *check_order(struct checker *checker, const struct ast_binary *binary)
{
    const struct type *right;
    const struct type *left = check_both(checker, binary, &right);
    if (type_is_error(left) || type_is_error(right))
        return plain(checker, BASE_BOOLEAN);
    bool sound = !left->many && !right->many && is_ordered(left) && is_ordered(right) &&
                 type_compares(left, right);
    return sound ? plain(checker, BASE_BOOLEAN) : report_incomparable(checker, binary, left, right);
}

static const struct type *check_in(struct checker *checker, const struct ast_binary *binary)
{
    const struct type *right = check_expression(checker, binary->right, NULL);
    const struct type *one = type_with_many(checker->session, right, false);
    const struct type *left = check_expression(checker, binary->left, one);
    if (type_is_error(left) || type_is_error(right))
        return plain(checker, BASE_BOOLEAN);
    if (!right->many) {
        checking_report_misfit(checker, binary->right, TEXT("a set"), right);
        return plain(checker, BASE_ERROR);
    }
    if (left->many || !type_compares(left, one))
        return report_incomparable(checker, binary, left, right);
    return plain(checker, BASE_BOOLEAN);
}

static const struct type *check_under(struct checker *checker, const struct ast_binary *binary)
{
    const struct type *right;
    const struct type *left = check_both(checker, binary, &right);
    if (type_is_error(left) || type_is_error(right))
        return plain(checker, BASE_BOOLEAN);
    if (left->many || !type_is(left, BASE_CATEGORY))
        return checking_report_misfit(checker, binary->left, TEXT("a category"), left);
    if (right->many || !type_compares(left, right))
        return report_incomparable(checker, binary, left, right);
    return plain(checker, BASE_BOOLEAN);
}

/* before, after, during, overlaps: between dates and periods */
static const struct type *check_temporal(struct checker *checker, const struct ast_binary *binary)
{
    checking_operand_is(checker, binary->left, BASE_PERIOD, "a date or period");
    checking_operand_is(checker, binary->right, BASE_PERIOD, "a date or period");
    return plain(checker, BASE_BOOLEAN);
}

static bool is_zero(const struct ast_node *node)
{
    return node->kind == AST_NUMBER && AST_AS(number, node)->mantissa == 0;
}

static bool is_plain_nonzero(const struct ast_node *node)
{
    while (node->kind == AST_NEGATE)
        node = AST_AS(negate, node)->operand;
    return node->kind == AST_NUMBER && !is_zero(node);
}

/* A divisor that is a number other than zero, or that an `if x = 0` around it keeps from zero, is safe;
 * rules/ proves no more than that. */
static void check_divisor(struct checker *checker, const struct ast_binary *binary)
{
    const struct ast_node *divisor = binary->right;
    if (is_plain_nonzero(divisor))
        return;
    for (const struct guard *guard = checker->guards; guard; guard = guard->outer) {
        if (ast_same(guard->nonzero, divisor))
            return;
    }
    struct diag *diag = diag_report(checker->session, E0311, divisor->span);
    if (is_zero(divisor)) {
        diag_help(checker->session, diag, "nothing can be divided by zero");
        return;
    }
    diag_help(checker->session, diag,
              "say what holds then: `(if b = 0 then 0 else a / b)`, with your own words for a, b and 0");
}

static const struct type *number_result(struct checker *checker, const struct ast_binary *binary,
                                        const struct type *left, const struct type *right)
{
    enum binary_op op = (enum binary_op)binary->op;
    if (op == OP_DIVIDE || op == OP_DIV || op == OP_MOD)
        check_divisor(checker, binary);
    bool whole = type_is(left, BASE_INTEGER) && type_is(right, BASE_INTEGER) && op != OP_DIVIDE;
    return plain(checker, whole ? BASE_INTEGER : BASE_DECIMAL);
}

static const struct type *check_arithmetic(struct checker *checker, const struct ast_binary *binary)
{
    const struct type *left = check_expression(checker, binary->left, NULL);
    const struct type *right = check_expression(checker, binary->right, NULL);
    enum binary_op op = (enum binary_op)binary->op;
    if (type_is_error(left) || type_is_error(right))
        return plain(checker, BASE_ERROR);
    bool single = !left->many && !right->many;
    if (single && type_is_number(left) && type_is_number(right))
        return number_result(checker, binary, left, right);
    bool sums = single && (op == OP_ADD || op == OP_SUBTRACT) && type_is(right, BASE_DURATION);
    if (sums && type_is(left, BASE_DATE))
        checking_calendar(checker, binary->right);
    if (sums && (type_is(left, BASE_DATE) || type_is(left, BASE_DURATION)))
        return left;
    return report_incomparable(checker, binary, left, right);
}

static const struct type *check_binary(struct checker *checker, const struct ast_binary *binary)
{
    switch ((enum binary_op)binary->op) {
    case OP_OR:
    case OP_AND:
        check_condition(checker, binary->left);
        check_condition(checker, binary->right);
        return plain(checker, BASE_BOOLEAN);
    case OP_EQUAL:
    case OP_UNEQUAL:
        return check_equality(checker, binary);
    case OP_LESS:
    case OP_AT_MOST:
    case OP_GREATER:
    case OP_AT_LEAST:
        return check_order(checker, binary);
    case OP_IN:
        return check_in(checker, binary);
    case OP_UNDER:
        return check_under(checker, binary);
    case OP_BEFORE:
    case OP_AFTER:
    case OP_DURING:
    case OP_OVERLAPS:
        return check_temporal(checker, binary);
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
    case OP_DIV:
    case OP_MOD:
        return check_arithmetic(checker, binary);
    case OP_COUNT:
        break;
    }
    return plain(checker, BASE_ERROR);
}

static const struct type *check_within(struct checker *checker, const struct ast_within *within)
{
    checking_operand_is(checker, within->operand, BASE_PERIOD, "a date or period");
    checking_operand_is(checker, within->duration, BASE_DURATION, "a duration such as `7 days`");
    checking_operand_is(checker, within->anchor, BASE_PERIOD, "a date or period");
    checking_calendar(checker, within->duration);
    return plain(checker, BASE_BOOLEAN);
}

static const struct type *check_is(struct checker *checker, const struct ast_is *is)
{
    const struct type *type = check_expression(checker, is->operand, NULL);
    bool asks_unknown = is->test == IS_UNKNOWN || is->test == IS_NOT_UNKNOWN;
    bool member = is->operand->kind == AST_MEMBER || is->operand->kind == AST_IDENT;
    if (!asks_unknown && !member && !type_is_error(type))
        diag_report(checker->session, E0312, is->operand->span);
    return plain(checker, BASE_BOOLEAN);
}

static const struct type *check_negate(struct checker *checker, const struct ast_negate *negate)
{
    const struct type *type = check_expression(checker, negate->operand, NULL);
    if (type_is_error(type) || (!type->many && (type_is_number(type) || type_is(type, BASE_DURATION))))
        return type;
    return checking_report_misfit(checker, negate->operand, TEXT("a number or a duration"), type);
}

/* `if b = 0 then x else a / b`: in the branch where the condition fails, b is not zero. */
static struct guard guard_of(const struct ast_node *condition, enum binary_op op,
                             const struct guard *outer)
{
    struct guard guard = { NULL, outer };
    if (condition->kind != AST_BINARY)
        return guard;
    const struct ast_binary *binary = AST_AS(binary, condition);
    if ((enum binary_op)binary->op == op && is_zero(binary->right))
        guard.nonzero = binary->left;
    return guard;
}

static const struct type *check_branch(struct checker *checker, struct ast_node *branch,
                                       const struct ast_node *condition, enum binary_op op,
                                       const struct type *expected)
{
    struct guard guard = guard_of(condition, op, checker->guards);
    const struct guard *outer = checker->guards;
    if (guard.nonzero)
        checker->guards = &guard;
    const struct type *type = check_expression(checker, branch, expected);
    checker->guards = outer;
    return type;
}

static const struct type *check_if(struct checker *checker, const struct ast_if *choice,
                                   const struct type *expected)
{
    check_condition(checker, choice->condition);
    const struct type *then = check_branch(checker, choice->then, choice->condition, OP_UNEQUAL, expected);
    const struct type *otherwise =
        check_branch(checker, choice->otherwise, choice->condition, OP_EQUAL, expected);
    if (type_is_error(then) || type_is_error(otherwise))
        return then;
    if (then->many != otherwise->many || !type_compares(then, otherwise)) {
        struct diag *diag = diag_report(checker->session, E0313, choice->base.span);
        diag_label(checker->session, diag, choice->then->span, "%t", type_phrase(checker->session, then));
        diag_label(checker->session, diag, choice->otherwise->span, "%t",
                   type_phrase(checker->session, otherwise));
        return plain(checker, BASE_ERROR);
    }
    return type_join(checker->session, then, otherwise);
}

/* Everything */

static const struct type *find_type(struct checker *checker, struct ast_node *node,
                                    const struct type *expected)
{
    switch ((enum ast_kind)node->kind) {
    case AST_IDENT:
    case AST_MEMBER:
        return check_path(checker, node, expected);
    case AST_CALL:
        return check_call(checker, node);
    case AST_AGGREGATE:
        return check_aggregate(checker, node);
    case AST_QUANTIFIER:
        return check_quantifier(checker, AST_AS(quantifier, node));
    case AST_BINARY:
        return check_binary(checker, AST_AS(binary, node));
    case AST_NOT:
        check_condition(checker, AST_AS(not, node)->operand);
        return plain(checker, BASE_BOOLEAN);
    case AST_NEGATE:
        return check_negate(checker, AST_AS(negate, node));
    case AST_IS:
        return check_is(checker, AST_AS(is, node));
    case AST_WITHIN:
        return check_within(checker, AST_AS(within, node));
    case AST_IF:
        return check_if(checker, AST_AS(if, node), expected);
    case AST_NUMBER:
        return check_number(checker, AST_AS(number, node), expected);
    case AST_BOOLEAN:
        return plain(checker, BASE_BOOLEAN);
    case AST_STRING:
        return plain(checker, BASE_TEXT);
    case AST_PROSE:
        return plain(checker, BASE_PROSE);
    case AST_TEMPLATE:
        check_template(checker, node);
        return plain(checker, AST_AS(template, node)->is_prose ? BASE_PROSE : BASE_TEXT);
    case AST_DATE:
        return plain(checker, BASE_DATE);
    case AST_RANGE:
    case AST_ABOUT:
    case AST_DURATION:
    case AST_RELATIVE:
    case AST_BOTH:
        return check_time(checker, node);
    case AST_DOUBTFUL:
        return check_expression(checker, AST_AS(doubtful, node)->value, expected);
    default:
        return plain(checker, BASE_ERROR);
    }
}

const struct type *check_expression(struct checker *checker, struct ast_node *node,
                                    const struct type *expected)
{
    if (!ast_shape(node->kind)->is_expression)
        return plain(checker, BASE_ERROR);
    return expr(node)->result = find_type(checker, node, expected);
}

const struct type *check_value(struct checker *checker, struct ast_node *node,
                               const struct type *expected)
{
    const struct type *type = check_expression(checker, node, expected);
    if (!expected || type_is_error(type) || type_is_error(expected))
        return type;
    if ((type->many && !expected->many) || !type_accepts(expected, type))
        return checking_report_misfit(checker, node, type_phrase(checker->session, expected), type);
    return type;
}

void check_condition(struct checker *checker, struct ast_node *node)
{
    const struct type *type = check_expression(checker, node, NULL);
    if (type_is_error(type) || (type_is(type, BASE_BOOLEAN) && !type->many))
        return;
    struct diag *diag = diag_report(checker->session, E0317, node->span,
                                    type_phrase(checker->session, type));
    if (type->many)
        diag_help(checker->session, diag, "ask something of it: `some x in ...`, or `count(...) > 0`");
    else
        diag_help(checker->session, diag, "compare it with something, or ask `is recorded`");
}

void check_template(struct checker *checker, struct ast_node *node)
{
    if (node->kind != AST_TEMPLATE)
        return;
    AST_EACH (part, AST_AS(template, node)->parts)
        check_expression(checker, part, NULL);
    ((struct ast_expr *)node)->result = plain(checker, BASE_TEXT);
}
