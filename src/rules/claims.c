/* Whether a `complete` claim covers a question: every bound of the claim must follow from the question's
 * own conditions. What cannot be shown to lie inside stays unknown (semantics.md §3). */
#include "rules/interp.h"

/* The question: a binder, its condition, and the days it asks about. */
struct question {
    struct interp *interp;
    const struct ast_binder *binder;
    const struct ast_node *where;
};

static bool is_own_member(const struct question *question, const struct ast_node *node,
                          const struct field *field)
{
    if (node->kind != AST_MEMBER || node->reference != REFER_FIELD ||
        AST_AS(member, node)->target != field)
        return false;
    const struct ast_node *base = AST_AS(member, node)->base_node;
    return base->kind == AST_IDENT && base->reference == REFER_VARIABLE &&
           AST_AS(ident, base)->target == question->binder->variable;
}

/* Whether the expression asks for what is bound only after the question's own binder. */
static bool mentions_later(const struct question *question, const struct ast_node *node)
{
    const struct ast_ident *ident = node->kind == AST_IDENT ? AST_AS(ident, node) : NULL;
    if (ident && ident->base.reference == REFER_VARIABLE &&
        ((const struct variable *)ident->target)->slot > question->binder->variable->slot)
        return true;
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        const void *at = (const char *)node + child->offset;
        const struct ast_node *kid = child->type == CHILD_KID    ? *(struct ast_node *const *)at
                                     : child->type == CHILD_LIST ? ((const struct ast_list *)at)->first
                                                                 : NULL;
        for (; kid; kid = child->type == CHILD_LIST ? kid->next : NULL) {
            if (mentions_later(question, kid))
                return true;
        }
    }
    return false;
}

static bool same_value(struct question *question, const struct ast_node *node, struct value wanted)
{
    return !mentions_later(question, node) &&
           interp_equal(interp_value(question->interp, node), wanted) == TRUTH_TRUE;
}

/* Whether the conjunct says that the field holds the claimed value. */
static bool says_value(struct question *question, const struct ast_node *node,
                       const struct claim_bound *bound)
{
    if (node->kind != AST_BINARY)
        return false;
    const struct ast_binary *binary = AST_AS(binary, node);
    switch ((enum binary_op)binary->op) {
    case OP_IN:
        return is_own_member(question, binary->right, bound->field) &&
               same_value(question, binary->left, bound->value);
    case OP_EQUAL:
        return (is_own_member(question, binary->left, bound->field) &&
                same_value(question, binary->right, bound->value)) ||
               (is_own_member(question, binary->right, bound->field) &&
                same_value(question, binary->left, bound->value));
    case OP_UNDER: {
        if (mentions_later(question, binary->right))
            return false;
        struct value above = interp_value(question->interp, binary->right);
        return is_own_member(question, binary->left, bound->field) && above.tag == VALUE_CATEGORY &&
               bound->value.tag == VALUE_CATEGORY &&
               category_is_under(above.as.category, bound->value.as.category);
    }
    default:
        return false;
    }
}

/* The days a condition on the binder's date allows; unbounded sides are INT64_MIN and INT64_MAX. */
struct window {
    int64_t lo;
    int64_t hi;
};

static void raise(struct window *window, int64_t lo)
{
    window->lo = lo > window->lo ? lo : window->lo;
}

static void lower(struct window *window, int64_t hi)
{
    window->hi = hi < window->hi ? hi : window->hi;
}

static void add_period(struct window *window, const struct period *period)
{
    if (!period->open_from)
        raise(window, period->from.lo);
    if (!period->open_to)
        lower(window, period->to.hi);
}

static void add_comparison(struct question *question, const struct ast_binary *binary,
                           struct window *window)
{
    struct period period;
    struct value value = interp_value(question->interp, binary->right);
    if (!value_period(value, &period))
        return;
    switch ((enum binary_op)binary->op) {
    case OP_EQUAL:
    case OP_DURING:
        add_period(window, &period);
        break;
    case OP_BEFORE:
    case OP_LESS:
    case OP_AT_MOST:
        if (!period.open_to)
            lower(window, period.to.hi);
        break;
    case OP_AFTER:
    case OP_GREATER:
    case OP_AT_LEAST:
        if (!period.open_from)
            raise(window, period.from.lo);
        break;
    default:
        break;
    }
}

static void add_within(struct question *question, const struct ast_within *within,
                       struct window *window)
{
    struct value by = interp_value(question->interp, within->duration);
    struct value anchor = interp_value(question->interp, within->anchor);
    struct date first;
    struct date last;
    struct duration back;
    if (by.tag != VALUE_DURATION || anchor.tag != VALUE_DATE || !duration_negate(*by.as.duration, &back) ||
        !date_add_duration(*anchor.as.date, back, ROUND_DOWN, &first) ||
        !date_add_duration(*anchor.as.date, *by.as.duration, ROUND_UP, &last))
        return;
    raise(window, within->direction == WITHIN_AFTER ? anchor.as.date->lo : first.lo);
    lower(window, within->direction == WITHIN_BEFORE ? anchor.as.date->hi : last.hi);
}

static void add_window(struct question *question, const struct ast_node *node,
                       const struct field *field, struct window *window)
{
    if (mentions_later(question, node))
        return;
    if (node->kind == AST_WITHIN && is_own_member(question, AST_AS(within, node)->operand, field))
        add_within(question, AST_AS(within, node), window);
    if (node->kind == AST_BINARY && is_own_member(question, AST_AS(binary, node)->left, field))
        add_comparison(question, AST_AS(binary, node), window);
}

/* Calls `visit` for each part that `and` joins; true where one visit was. */
static bool any_conjunct(struct question *question, const struct ast_node *node,
                         const struct claim_bound *bound, struct window *window)
{
    bool found = false;
    while (node && node->kind == AST_BINARY && AST_AS(binary, node)->op == OP_AND) {
        found = any_conjunct(question, AST_AS(binary, node)->right, bound, window) || found;
        node = AST_AS(binary, node)->left;
    }
    if (!node)
        return found;
    if (window)
        add_window(question, node, bound->field, window);
    return found || says_value(question, node, bound);
}

/* `x in k.events` says of every x that its link leads to k. */
static bool set_says_value(struct question *question, const struct claim_bound *bound)
{
    const struct ast_node *set = question->binder->set;
    if (!set || set->kind != AST_MEMBER || set->reference != REFER_INVERSE)
        return false;
    const struct inverse *inverse = AST_AS(member, set)->target;
    return inverse->field == bound->field &&
           same_value(question, AST_AS(member, set)->base_node, bound->value);
}

static bool bound_holds(struct question *question, const struct claim_bound *bound)
{
    struct period claimed;
    if (!value_period(bound->value, &claimed))
        return any_conjunct(question, question->where, bound, NULL) || set_says_value(question, bound);
    struct window window = { INT64_MIN, INT64_MAX };
    any_conjunct(question, question->where, bound, &window);
    return (claimed.open_from || window.lo >= claimed.from.lo) &&
           (claimed.open_to || window.hi <= claimed.to.hi);
}

static bool covers(struct question *question, const struct claim *claim)
{
    if (!claim->kind || !kind_is(question->binder->variable->kind, claim->kind))
        return false;
    for (uint32_t i = 0; i < claim->bounds.count; i++) {
        if (!bound_holds(question, &claim->bounds.items[i]))
            return false;
    }
    return true;
}

const struct claim *claims_find(struct interp *interp, const struct ast_binder *binder,
                                const struct ast_node *where)
{
    struct question question = { interp, binder, where };
    for (uint32_t i = 0; i < interp->model->claims.count; i++) {
        const struct claim *claim = interp->model->claims.items[i];
        if (claim->scope == interp->test && covers(&question, claim))
            return claim;
    }
    return NULL;
}

bool claims_cover(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where)
{
    return claims_find(interp, binder, where) != NULL;
}
