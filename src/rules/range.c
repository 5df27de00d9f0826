/* What a binder ranges over: all instances of a kind, those of a set, the categories of a taxonomy; and
 * whether there may be more than are recorded. Where the condition asks for a link to something known,
 * only what has that link is looked at. */
#include "ast/dump.h"
#include "rules/conclusions.h"

static struct value of_instance(struct instance *instance)
{
    return (struct value){ .tag = VALUE_INSTANCE, .as.instance = instance };
}

/* Whether a variable in the expression is bound only by this binder, or after it. */
static bool is_bound_later(const struct ast_node *node, void *context)
{
    const struct ast_binder *binder = context;
    const struct ast_ident *ident = AST_AS(ident, node);
    if (node->kind == AST_BINDER)
        return true; /* brings variables of its own */
    return node->kind == AST_IDENT && ident->reference == REFER_VARIABLE &&
           ((const struct variable *)ident->target)->slot >= binder->variable->slot;
}

/* Whether the node is a link of the binder's own variable, such as `x.link`. */
static const struct field *own_link(const struct ast_binder *binder, const struct ast_node *node)
{
    const struct field *link = member_field(node);
    const struct ast_node *base = link ? AST_AS(member, node)->base_node : NULL;
    bool is_own = base && base->kind == AST_IDENT && AST_AS(ident, base)->target == binder->variable;
    return is_own ? link : NULL;
}

/* The expression that the binder's own link must lead to, such as `k` in `K x where k in x.link`, or
 * `v.to` in `K x where x.from = v.to`. */
static bool finds_link(const struct ast_binder *binder, const struct ast_node *conjunct,
                       const struct field **field, const struct ast_node **target)
{
    const struct ast_binary *binary = AST_AS(binary, conjunct);
    if (conjunct->kind != AST_BINARY || (binary->op != OP_IN && binary->op != OP_EQUAL))
        return false;
    *field = own_link(binder, binary->right);
    *target = binary->left;
    if (!*field && binary->op == OP_EQUAL) {
        *field = own_link(binder, binary->left);
        *target = binary->right;
    }
    return *field && !ast_any(*target, is_bound_later, (void *)(uintptr_t)binder);
}

static bool narrow(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                   struct value *members, struct value *unrecorded)
{
    const struct field *field;
    const struct ast_node *target;
    while (where && where->kind == AST_BINARY && AST_AS(binary, where)->op == OP_AND) {
        if (narrow(interp, binder, AST_AS(binary, where)->right, members, unrecorded))
            return true;
        where = AST_AS(binary, where)->left;
    }
    if (!where || !finds_link(binder, where, &field, &target))
        return false;
    struct value to = interp_value(interp, target);
    if (to.tag != VALUE_INSTANCE)
        return false;
    *members = links_to(interp, binder->variable->kind, field, to.as.instance, unrecorded);
    return true;
}

/* Whether the instance is there; a proof sees only what was concluded before what it proves. */
static enum truth existence(const struct interp *interp, const struct instance *instance)
{
    const struct conclusion *conclusion = interp->horizon ? conclusion_of(instance) : NULL;
    if (!conclusion)
        return instance->is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE;
    if (conclusion->certain.rule && conclusion->certain.rank < interp->horizon)
        return TRUTH_TRUE;
    bool possible = conclusion->possible.rule && conclusion->possible.rank < interp->horizon;
    return possible ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

typedef bool visitor(struct interp *interp, struct value member, bool certain, void *context);

static bool visit_instance(struct interp *interp, const struct ast_binder *binder, struct value member,
                           visitor *visit, void *context)
{
    if (member.tag != VALUE_INSTANCE || !member.as.instance->of ||
        !kind_is(member.as.instance->of, binder->variable->kind))
        return true;
    enum truth truth = existence(interp, member.as.instance);
    if (truth == TRUTH_FALSE || (binder->recorded && truth != TRUTH_TRUE))
        return true;
    interp->variables[binder->variable->slot] = member;
    return visit(interp, member, truth == TRUTH_TRUE, context);
}

static bool visit_list(struct interp *interp, const struct ast_binder *binder, struct value list,
                       visitor *visit, void *context)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (!visit_instance(interp, binder, list.as.items[i], visit, context))
            return false;
    }
    return true;
}

static bool visit_category(struct interp *interp, const struct ast_binder *binder, struct value member,
                           visitor *visit, void *context)
{
    interp->variables[binder->variable->slot] = member;
    return visit(interp, member, true, context);
}

/* All categories of a taxonomy, or those in a set; true where the set itself is not known. */
static bool range_categories(struct interp *interp, const struct ast_binder *binder, visitor *visit,
                             void *context)
{
    const struct classification *of = binder->variable->type->parts[0].of;
    struct value set = binder->set ? interp_value(interp, binder->set) : value_of_list(NULL, 0);
    for (uint32_t i = 0; !binder->set && i < of->categories.count; i++) {
        struct value member = { .tag = VALUE_CATEGORY, .as.category = of->categories.items[i] };
        if (!visit_category(interp, binder, member, visit, context))
            return false;
    }
    if (set.tag == VALUE_CATEGORY)
        return visit_category(interp, binder, set, visit, context) && false;
    for (uint32_t i = 0; set.tag == VALUE_LIST && i < set.count; i++) {
        if (!visit_category(interp, binder, set.as.items[i], visit, context))
            return false;
    }
    return set.tag == VALUE_NONE;
}

bool interp_set_is_inverse(const struct ast_node *set)
{
    return set->kind == AST_MEMBER && (AST_AS(member, set)->reference == REFER_INVERSE ||
                                       AST_AS(member, set)->reference == REFER_MEMBERS);
}

static bool may_be_more(struct interp *interp, const struct ast_binder *binder,
                        const struct ast_node *where)
{
    bool open = binder->variable->kind->flags & KIND_OPEN && !binder->recorded && !interp->is_closed;
    if (open && binder->set)
        open = interp_set_is_inverse(binder->set);
    return open && !claims_cover(interp, binder, where);
}

bool interp_range(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                  visitor *visit, void *context)
{
    struct value members;
    struct value unrecorded = value_of_list(NULL, 0);
    struct value one;
    if (!binder->variable->kind)
        return range_categories(interp, binder, visit, context);
    if (binder->set) {
        members = interp_value(interp, binder->set);
        if (members.tag == VALUE_NONE)
            return !binder->recorded;
        one = members;
        if (members.tag == VALUE_INSTANCE)
            members = value_of_list(&one, 1);
    } else if (!narrow(interp, binder, where, &members, &unrecorded)) {
        struct instance_list list = interp_members(interp, binder->variable->kind);
        for (uint32_t i = 0; i < list.count; i++) {
            if (!visit_instance(interp, binder, of_instance(list.items[i]), visit, context))
                return false;
        }
        return may_be_more(interp, binder, where);
    }
    if (!visit_list(interp, binder, members, visit, context) ||
        !visit_list(interp, binder, unrecorded, visit, context))
        return false;
    return may_be_more(interp, binder, where);
}
