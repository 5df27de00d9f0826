/* Reads the conditions of a decision table as formulas: `and`, `or`, `not`, and comparisons of one thing
 * that the table is given with a fixed value. What is not of this sort is reported, row by row. */
#include "types/condition.h"

#include "ast/dump.h"
#include "diag/diag.h"
#include "types/classes.h"
#include "types/constant.h"
#include "types/type.h"

struct reader {
    struct conditions *to;
    const struct ast_node *outside; /* the first part of this row that cannot be decided */
    const char *why;
    bool is_broken;
};

static const struct formula *read(struct reader *reader, const struct ast_node *node);

static struct formula *new_formula(struct reader *reader, enum formula_kind kind)
{
    struct formula *formula = ARENA_NEW(reader->to->session->arena, struct formula);
    formula->kind = kind;
    return formula;
}

static const struct formula *join(struct reader *reader, enum formula_kind kind,
                                  const struct formula *first, const struct formula *second)
{
    struct formula *formula = new_formula(reader, kind);
    formula->parts[0] = first;
    formula->parts[1] = second;
    return first && (second || kind == FORMULA_NOT || kind == FORMULA_UNKNOWN) ? formula : NULL;
}

static const struct formula *fix(struct reader *reader, enum truth truth)
{
    struct formula *formula = new_formula(reader, FORMULA_FIXED);
    formula->fixed = truth;
    return formula;
}

static const struct type *type_of(const struct ast_node *node)
{
    return ((const struct ast_expr *)node)->result;
}

/* What is wrong already is told elsewhere, and is outside only because of that. */
static const struct formula *give_up(struct reader *reader, const struct ast_node *node, const char *why)
{
    if (!type_of(node) || type_is_error(type_of(node)))
        reader->is_broken = true;
    if (!reader->outside) {
        reader->outside = node;
        reader->why = why;
    }
    return NULL;
}

/* Axes */

/* A parameter of the table, or what is reached from one by fields of one value each. */
static bool is_given(const struct ast_node *node)
{
    while (node->kind == AST_MEMBER) {
        const struct ast_member *member = AST_AS(member, node);
        bool own = member->base.reference == REFER_FIELD || member->base.reference == REFER_MIXED ||
                   member->base.reference == REFER_TITLE || member->base.reference == REFER_ID ||
                   member->base.reference == REFER_KIND;
        if (!own || type_of(member->base_node)->many)
            return false;
        node = member->base_node;
    }
    return node->kind == AST_IDENT && node->reference == REFER_VARIABLE;
}

static bool is_decidable(const struct type *type)
{
    static const bool decidable[] = {
        [BASE_BOOLEAN] = true, [BASE_INTEGER] = true,  [BASE_DECIMAL] = true, [BASE_DATE] = true,
        [BASE_TEXT] = true,    [BASE_CATEGORY] = true, [BASE_INSTANCE] = false,
    };
    if (type->many || type->count != 1)
        return false;
    const struct type_part *part = &type->parts[0];
    return decidable[part->base] && !(part->base == BASE_DECIMAL && part->digits == TYPE_EXACT);
}

/* The axis of a path, made where it is new. */
static struct axis *get_axis(struct reader *reader, const struct ast_node *node)
{
    struct conditions *to = reader->to;
    to->work += to->axes.count;
    for (uint32_t i = 0; i < to->axes.count; i++) {
        if (ast_same(to->axes.items[i]->path, node))
            return to->axes.items[i];
    }
    struct axis *axis = ARENA_NEW(to->session->arena, struct axis);
    axis->path = node;
    axis->part = &type_of(node)->parts[0];
    axis->index = to->axes.count;
    VEC_PUSH(to->session->arena, &to->axes, axis);
    return axis;
}

/* The axis of something whose values can be told apart; NULL where they cannot. */
static struct axis *find_axis(struct reader *reader, const struct ast_node *node)
{
    return is_given(node) && is_decidable(type_of(node)) ? get_axis(reader, node) : NULL;
}

static struct formula *ask(struct reader *reader, struct axis *axis)
{
    struct formula *question = new_formula(reader, FORMULA_QUESTION);
    question->axis = axis;
    VEC_PUSH(reader->to->session->arena, &axis->questions, question);
    return question;
}

/* Comparisons */

static bool is_constant(struct reader *reader, const struct ast_node *node, struct value *value)
{
    enum constant_found found = constant_find(reader->to->session, node, value);
    reader->is_broken = reader->is_broken || found == CONSTANT_BROKEN;
    return found == CONSTANT_FOUND;
}

static const char *reason_against(const struct ast_node *node)
{
    switch ((enum ast_kind)node->kind) {
    case AST_CALL:
        return "what a function, measure or table gives";
    case AST_AGGREGATE:
        return "a count or sum";
    case AST_BINARY:
    case AST_NEGATE:
    case AST_IF:
        return "something worked out";
    case AST_IDENT:
    case AST_MEMBER:
        if (!is_given(node))
            return "not given to the table";
        return "of a sort that cannot be decided";
    default:
        return "no fixed value";
    }
}

static const struct formula *compare(struct reader *reader, const struct ast_binary *binary)
{
    struct axis *left = find_axis(reader, binary->left);
    struct axis *right = find_axis(reader, binary->right);
    struct value constant;
    bool turned = right != NULL;
    if (type_is_error(type_of(binary->left)) || type_is_error(type_of(binary->right)))
        reader->is_broken = true;
    const struct ast_node *other = turned ? binary->left : binary->right;
    if (left && right)
        return give_up(reader, &binary->base, "both sides are given to the table");
    if (!left && !right)
        return give_up(reader, binary->left, reason_against(binary->left));
    if (!is_constant(reader, other, &constant))
        return give_up(reader, other, reason_against(other));
    if ((binary->op == OP_IN) != (constant.tag == VALUE_LIST) || (binary->op == OP_IN && turned))
        return give_up(reader, &binary->base, "no fixed set");
    struct formula *question = ask(reader, turned ? right : left);
    question->asks = turned ? ASKS_ORDER_TURNED : ASKS_ORDER;
    question->op = (enum binary_op)binary->op;
    question->constant = constant;
    return question;
}

/* `=` and `!=` between conditions say whether they have the same truth. */
static const struct formula *equate(struct reader *reader, const struct ast_binary *binary)
{
    const struct formula *left = read(reader, binary->left);
    const struct formula *same = join(reader, FORMULA_SAME, left, read(reader, binary->right));
    return binary->op == OP_EQUAL ? same : join(reader, FORMULA_NOT, same, NULL);
}

static const struct formula *read_binary(struct reader *reader, const struct ast_binary *binary)
{
    const struct formula *left;
    switch ((enum binary_op)binary->op) {
    case OP_OR:
    case OP_AND:
        left = read(reader, binary->left);
        return join(reader, binary->op == OP_OR ? FORMULA_OR : FORMULA_AND, left,
                    read(reader, binary->right));
    case OP_EQUAL:
    case OP_UNEQUAL:
        if (type_is(type_of(binary->left), BASE_BOOLEAN))
            return equate(reader, binary);
        return compare(reader, binary);
    default:
        return compare(reader, binary);
    }
}

/* The rest */

static void note_asked(struct conditions *to, const struct formula *formula)
{
    if (formula->kind == FORMULA_QUESTION)
        formula->axis->asks_recorded = true;
    for (int i = 0; i < 3 && formula->parts[i]; i++)
        note_asked(to, formula->parts[i]);
}

/* `is unknown` of a condition; `is recorded` and the like of something that is given. */
static const struct formula *read_is(struct reader *reader, const struct ast_is *is)
{
    bool is_set = type_of(is->operand)->many && (is->test == IS_UNKNOWN || is->test == IS_NOT_UNKNOWN);
    if (is_given(is->operand) && !is_set && !type_is_error(type_of(is->operand))) {
        struct axis *axis = get_axis(reader, is->operand);
        struct formula *question = ask(reader, axis);
        question->asks = ASKS_RECORDED;
        question->test = (enum is_test)is->test;
        axis->asks_recorded = true;
        return question;
    }
    if (!type_is(type_of(is->operand), BASE_BOOLEAN) || is->test == IS_RECORDED ||
        is->test == IS_NOT_RECORDED)
        return give_up(reader, is->operand, reason_against(is->operand));
    const struct formula *operand = read(reader, is->operand);
    if (operand)
        note_asked(reader->to, operand);
    const struct formula *unknown = join(reader, FORMULA_UNKNOWN, operand, NULL);
    return is->test == IS_UNKNOWN ? unknown : join(reader, FORMULA_NOT, unknown, NULL);
}

static const struct formula *read_choice(struct reader *reader, const struct ast_if *choice)
{
    struct formula *formula = new_formula(reader, FORMULA_CHOICE);
    formula->parts[0] = read(reader, choice->condition);
    formula->parts[1] = read(reader, choice->then);
    formula->parts[2] = read(reader, choice->otherwise);
    return formula->parts[0] && formula->parts[1] && formula->parts[2] ? formula : NULL;
}

static const struct formula *read_name(struct reader *reader, const struct ast_node *node)
{
    struct axis *axis = find_axis(reader, node);
    struct value constant;
    if (axis) {
        struct formula *question = ask(reader, axis);
        question->asks = ASKS_ITSELF;
        return question;
    }
    if (is_constant(reader, node, &constant) && constant.tag == VALUE_BOOLEAN)
        return fix(reader, constant.as.boolean ? TRUTH_TRUE : TRUTH_FALSE);
    return give_up(reader, node, reason_against(node));
}

static const struct formula *read(struct reader *reader, const struct ast_node *node)
{
    switch ((enum ast_kind)node->kind) {
    case AST_BINARY:
        return read_binary(reader, AST_AS(binary, node));
    case AST_NOT:
        return join(reader, FORMULA_NOT, read(reader, AST_AS(not, node)->operand), NULL);
    case AST_IS:
        return read_is(reader, AST_AS(is, node));
    case AST_IF:
        return read_choice(reader, AST_AS(if, node));
    case AST_IDENT:
    case AST_MEMBER:
        return read_name(reader, node);
    case AST_BOOLEAN:
        return fix(reader, AST_AS(boolean, node)->value ? TRUTH_TRUE : TRUTH_FALSE);
    case AST_QUANTIFIER:
        return give_up(reader, node, "this looks through what is recorded");
    case AST_WITHIN:
        return give_up(reader, node, "a distance between dates");
    default:
        return give_up(reader, node, reason_against(node));
    }
}

static void report_outside(struct reader *reader, int row)
{
    struct session *session = reader->to->session;
    struct diag *diag = diag_report(session, E0336, reader->outside->span, row);
    diag_say(session, diag, "%s", reader->why);
    diag_note(session, diag, "what can be decided: one value given to the table, or a field of it, "
                             "compared with a fixed value; joined by `and`, `or` and `not`");
    diag_help(session, diag,
              "work it out where the table is used, and give it the result as one parameter more");
}

static bool read_row(struct reader *reader, const struct ast_row *ast, int number)
{
    struct conditions *to = reader->to;
    struct table_row row = { ast, NULL };
    reader->outside = NULL;
    if (ast->condition) {
        row.formula = read(reader, ast->condition);
        if (!row.formula && !reader->is_broken)
            report_outside(reader, number);
    }
    VEC_PUSH(to->session->arena, &to->rows, row);
    return row.formula || !ast->condition;
}

enum conditions_read conditions_read(struct session *session, const struct decision_table *table,
                                     uint64_t work_most, struct conditions *out)
{
    struct reader reader = { .to = out };
    bool inside = true;
    int number = 0;
    *out = (struct conditions){ .session = session, .table = table };
    AST_EACH (node, table->ast->rows) {
        inside = read_row(&reader, AST_AS(row, node), ++number) && inside;
        if (out->work > work_most)
            return CONDITIONS_TOO_MANY;
    }
    if (reader.is_broken)
        return CONDITIONS_BROKEN;
    if (!inside)
        return CONDITIONS_OUTSIDE;
    for (uint32_t i = 0; i < out->axes.count; i++) {
        if (!classes_find(session, out->axes.items[i], work_most, &out->work))
            return CONDITIONS_TOO_MANY;
    }
    return CONDITIONS_READ;
}
