/* What a binder ranges over: all instances of a kind, those of a set, the categories of a taxonomy; and
 * whether there may be more than are recorded. Where the condition asks for a link to something known,
 * only what has that link is looked at; and where it asks for something known itself, only that. */
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
    return node->kind == AST_IDENT && ident->base.reference == REFER_VARIABLE &&
           ((const struct variable *)ident->target)->slot >= binder->variable->slot;
}

/* Whether the node is the binder's own variable. */
static bool is_own(const struct ast_binder *binder, const struct ast_node *node)
{
    return node->kind == AST_IDENT && AST_AS(ident, node)->target == binder->variable;
}

/* Whether the node is a link of the binder's own variable, such as `x.link`. */
static const struct field *own_link(const struct ast_binder *binder, const struct ast_node *node)
{
    const struct field *link = member_field(node);
    return link && is_own(binder, AST_AS(member, node)->base_node) ? link : NULL;
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

/* The expression that the binder's own variable must be the same as, such as `e` in `K x where x = e`. */
static bool finds_same(const struct ast_binder *binder, const struct ast_node *conjunct,
                       const struct ast_node **target)
{
    const struct ast_binary *binary = AST_AS(binary, conjunct);
    if (conjunct->kind != AST_BINARY || binary->op != OP_EQUAL)
        return false;
    bool is_left = is_own(binder, binary->left);
    *target = is_left ? binary->right : binary->left;
    return (is_left || is_own(binder, binary->right)) &&
           !ast_any(*target, is_bound_later, (void *)(uintptr_t)binder);
}

/* The few that need be looked at. */
struct narrowed {
    struct value members;
    struct value unrecorded; /* those that leave it open whether they have the link */
    struct value same;       /* the one member, where there is only one */
};

/* Of those that the binder ranges over, the one that the target is, if it is one of them. */
static bool narrow_to_same(struct interp *interp, const struct ast_node *target, struct narrowed *narrowed)
{
    struct value same = interp_value(interp, target);
    if (same.tag != VALUE_INSTANCE || value_is_unrecorded(same))
        return false; /* what is not recorded may be any */
    const struct instance *instance = same.as.instance;
    bool is_here = !interp->current || interp->cases.count < 2 || !instance->belongs ||
                   instance->belongs == interp->current;
    same.is_possible = false;
    narrowed->same = same;
    narrowed->members = value_of_list(&narrowed->same, is_here && !interp_hides(interp, instance));
    return true;
}

static bool narrow_to_linked(struct interp *interp, const struct kind *kind, const struct field *field,
                             const struct ast_node *target, struct narrowed *narrowed)
{
    struct value to = interp_value(interp, target);
    bool is_shared = interp->cases.count > 1 && to.tag == VALUE_INSTANCE && !to.as.instance->belongs;
    if (to.tag != VALUE_INSTANCE || is_shared)
        return false; /* all cases may link to what is shared: those of this one are fewer */
    narrowed->members = links_to(interp, kind, field, to.as.instance, &narrowed->unrecorded);
    return true;
}

/* What has no such link, or is another, fits nothing and need not be asked; coverage alone wants to see that
 * it does not. */
static bool narrow(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                   struct narrowed *narrowed)
{
    const struct field *field;
    const struct ast_node *target;
    while (where && where->kind == AST_BINARY && AST_AS(binary, where)->op == OP_AND) {
        if (narrow(interp, binder, AST_AS(binary, where)->right, narrowed))
            return true;
        where = AST_AS(binary, where)->left;
    }
    if (!where || interp->coverage)
        return false;
    if (finds_link(binder, where, &field, &target))
        return narrow_to_linked(interp, binder->variable->kind, field, target, narrowed);
    return finds_same(binder, where, &target) && narrow_to_same(interp, target, narrowed);
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

static bool comes_before(struct value a, struct value b)
{
    return a.as.instance->ordinal < b.as.instance->ordinal;
}

typedef bool visitor(struct interp *interp, struct value member, bool certain, void *context);

/* `member.is_possible`: whether it belongs to the set is open. */
static bool visit_instance(struct interp *interp, const struct ast_binder *binder, struct value member,
                           visitor *visit, void *context)
{
    if (member.tag != VALUE_INSTANCE || !member.as.instance->of ||
        !kind_is(member.as.instance->of, binder->variable->kind))
        return true;
    enum truth truth = existence(interp, member.as.instance);
    if (member.is_possible)
        truth = truth_and(truth, TRUTH_UNKNOWN);
    member.is_possible = false;
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

/* Two lists that are each in the order of the text, as one. */
static bool visit_both(struct interp *interp, const struct ast_binder *binder, struct value list,
                       struct value others, visitor *visit, void *context)
{
    uint32_t other = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        for (; other < others.count && comes_before(others.as.items[other], list.as.items[i]); other++) {
            if (!visit_instance(interp, binder, others.as.items[other], visit, context))
                return false;
        }
        if (!visit_instance(interp, binder, list.as.items[i], visit, context))
            return false;
    }
    if (other == others.count) /* of no list there is no rest, not even an empty one */
        return true;
    struct value rest = value_of_list(others.as.items + other, others.count - other);
    return visit_list(interp, binder, rest, visit, context);
}

static bool is_listed(struct value list, struct value value)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (interp_equal(list.as.items[i], value) == TRUTH_TRUE)
            return true;
    }
    return false;
}

/* Of a set that is open, everything else may belong to it too. */
static bool visit_others(struct interp *interp, const struct ast_binder *binder, struct value set,
                         visitor *visit, void *context)
{
    struct instance_list list = interp_members(interp, binder->variable->kind);
    for (uint32_t i = 0; i < list.count && !binder->recorded; i++) {
        struct value member = of_instance(list.items[i]);
        member.is_possible = true;
        if (!is_listed(set, member) && !visit_instance(interp, binder, member, visit, context))
            return false;
    }
    return true;
}

static bool visit_category(struct interp *interp, const struct ast_binder *binder, struct value member,
                           visitor *visit, void *context)
{
    bool is_certain = !member.is_possible;
    member.is_possible = false;
    interp->variables[binder->variable->slot] = member;
    return visit(interp, member, is_certain, context);
}

/* All categories of a taxonomy; those in `set` are left out where they only may belong to it. */
static bool visit_all_categories(struct interp *interp, const struct ast_binder *binder, struct value set,
                                 bool is_possible, visitor *visit, void *context)
{
    const struct classification *of = binder->variable->type->parts[0].of;
    for (uint32_t i = 0; i < of->categories.count; i++) {
        struct value member = { .tag = VALUE_CATEGORY, .is_possible = is_possible,
                                .as.category = of->categories.items[i] };
        bool is_left_out = is_possible && is_listed(set, member);
        if (!is_left_out && !visit_category(interp, binder, member, visit, context))
            return false;
    }
    return true;
}

/* Always all that there are: taxonomies do not grow. */
static void range_categories(struct interp *interp, const struct ast_binder *binder, visitor *visit,
                             void *context)
{
    struct value set = binder->set ? interp_value(interp, binder->set) : value_of_list(NULL, 0);
    if (set.tag == VALUE_CATEGORY) {
        visit_category(interp, binder, set, visit, context);
        return;
    }
    uint32_t count = set.tag == VALUE_LIST ? set.count : 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!visit_category(interp, binder, set.as.items[i], visit, context))
            return;
    }
    if (!binder->set || set.tag == VALUE_NONE || set.openness)
        visit_all_categories(interp, binder, set, binder->set != NULL, visit, context);
}

bool interp_set_is_inverse(const struct ast_node *set)
{
    return set->kind == AST_MEMBER && (set->reference == REFER_INVERSE ||
                                       set->reference == REFER_MEMBERS);
}

static bool may_be_more(struct interp *interp, const struct ast_binder *binder,
                        const struct ast_node *where)
{
    bool open = binder->variable->kind->flags & KIND_OPEN && !binder->recorded && !interp->is_closed;
    if (open && binder->set)
        open = interp_set_is_inverse(binder->set);
    return open && !claims_cover(interp, binder, where);
}

/* The members of the binder's set; one that is not recorded is any of its kind. */
static bool range_set(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                      visitor *visit, void *context)
{
    struct value set = interp_value(interp, binder->set);
    struct value one = set;
    bool is_open = set.tag == VALUE_NONE || (set.tag == VALUE_LIST && set.openness == OPEN_TO_ALL);
    if (set.tag == VALUE_INSTANCE)
        set = value_of_list(&one, 1);
    if (set.tag == VALUE_LIST && !visit_list(interp, binder, set, visit, context))
        return false;
    if (!is_open)
        return may_be_more(interp, binder, where);
    bool open_kind = binder->variable->kind->flags & KIND_OPEN && !binder->recorded && !interp->is_closed;
    return visit_others(interp, binder, set, visit, context) && open_kind;
}

bool interp_range(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                  visitor *visit, void *context)
{
    struct narrowed narrowed = { .unrecorded = value_of_list(NULL, 0) };
    if (!binder->variable->kind) {
        range_categories(interp, binder, visit, context);
        return false;
    }
    if (binder->set)
        return range_set(interp, binder, where, visit, context);
    if (!narrow(interp, binder, where, &narrowed)) {
        struct instance_list list = interp_members(interp, binder->variable->kind);
        for (uint32_t i = 0; i < list.count; i++) {
            if (!visit_instance(interp, binder, of_instance(list.items[i]), visit, context))
                return false;
        }
        return may_be_more(interp, binder, where);
    }
    return visit_both(interp, binder, narrowed.members, narrowed.unrecorded, visit, context) &&
           may_be_more(interp, binder, where);
}
