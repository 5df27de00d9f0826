/* The commonest slips with numbers: one without a unit where a length of time is meant, or the other way
 * round. Says what to write instead, with the reader's own number where there is one. */
#include "types/units.h"

#include "diag/diag.h"

/* The whole number that is written there, or else a plain one for an example. */
static int number_shown(const struct ast_node *node)
{
    bool whole = node->kind == AST_NUMBER && AST_AS(number, node)->scale == 0;
    return whole && AST_AS(number, node)->mantissa < 1000000 ? (int)AST_AS(number, node)->mantissa : 7;
}

static bool is_time(const struct type *type)
{
    return type_is(type, BASE_DURATION) || type_is(type, BASE_DATE);
}

/* A number and a length of time, in a sum or a comparison. */
static void help_with_number(struct session *session, struct diag *diag, const struct ast_binary *binary,
                             const struct type *left)
{
    const char *word = binary_op_text((enum binary_op)binary->op);
    bool sum = binary->op == OP_ADD || binary->op == OP_SUBTRACT;
    if (is_time(left))
        diag_help(session, diag, "a number has no unit; say which: `%s %d days`", word,
                  number_shown(binary->right));
    else if (sum)
        diag_help(session, diag, "a duration is added to a date or a duration; a number has no unit");
    else
        diag_help(session, diag, "a number has no unit; compare a duration with a duration");
}

void units_help(struct session *session, struct diag *diag, const struct ast_binary *binary,
                const struct type *left, const struct type *right)
{
    bool sum = binary->op == OP_ADD || binary->op == OP_SUBTRACT;
    bool durations = type_is(left, BASE_DURATION) || type_is(right, BASE_DURATION);
    bool numbers = type_is_number(left) || type_is_number(right);
    if (left->many || right->many || !(is_time(left) || is_time(right)))
        return;
    if (binary->op > OP_SUBTRACT)
        diag_help(session, diag, "durations are added, not multiplied: write the whole, `6 weeks`");
    else if (numbers && (durations || sum) && (is_time(left) || type_is_number(left)))
        help_with_number(session, diag, binary, left);
    else if (binary->op == OP_SUBTRACT && type_is(left, BASE_DATE) && type_is(right, BASE_DATE))
        diag_help(session, diag, "to ask how far apart two dates are: `a within 7 days after b`");
    else if (!sum && type_is(left, BASE_DATE) && type_is(right, BASE_DURATION))
        diag_help(session, diag, "compare a date with a date: `a %s b + 7 days`",
                  binary_op_text((enum binary_op)binary->op));
}
