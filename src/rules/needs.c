/* What would decide an unknown condition: walks down to the operands that make it unknown. */
#include "rules/needs.h"

#include "base/buf.h"
#include "rules/conclusions.h"
#include "rules/graph_facts.h"
#include "types/strata.h"

enum { DEEPEST_NEED = 50 };

static void add(struct needs *needs, struct text text)
{
    for (uint32_t i = 0; i < needs->count; i++) {
        if (text_equal(needs->texts[i], text))
            return;
    }
    if (needs->count == NEEDS_MOST)
        needs->more = true;
    else
        needs->texts[needs->count++] = text;
}

void needs_add(struct needs *needs, struct text text)
{
    add(needs, text);
}

static void find_in_value(struct interp *interp, const struct ast_node *node, struct needs *needs);

/* A conclusion about what is not recorded is possible of all that it could be. */
static void find_in_conclude(struct interp *interp, const struct rule *rule, struct needs *needs)
{
    AST_EACH (node, rule->conclude->clauses) {
        const struct ast_assign *assign = node->kind == AST_ASSIGN ? AST_AS(assign, node) : NULL;
        const struct ast_node *given = assign ? assign->values.first : NULL;
        const struct field *field = given ? kind_find_field(rule->concludes, assign->field) : NULL;
        if (field && field_is_identity(field) && interp_value(interp, given).tag == VALUE_NONE)
            find_in_value(interp, given, needs);
    }
}

/* What a rule would need to conclude for certain what it only possibly concludes: asked once more, as it
 * was then. */
static void find_in_rule(struct interp *interp, const struct derivation *by, struct needs *needs)
{
    struct interp outer = *interp;
    interp->variables = by->variables;
    interp->current = by->current;
    interp->horizon = by->rank + 1;
    AST_EACH (step, by->rule->ast->steps) {
        if (step->kind == AST_WHERE && interp_truth(interp, AST_AS(where, step)->condition) == TRUTH_UNKNOWN)
            needs_find(interp, AST_AS(where, step)->condition, needs);
        if (step->kind == AST_CONCLUDE)
            find_in_conclude(interp, by->rule, needs);
        if (step->kind != AST_FOR_EACH)
            continue;
        AST_EACH (binder, AST_AS(for_each, step)->binders) {
            struct value bound = by->variables[AST_AS(binder, binder)->variable->slot];
            if (bound.tag == VALUE_INSTANCE && bound.as.instance->is_doubtful)
                needs_add_doubtful(interp, bound.as.instance, needs);
        }
    }
    interp->variables = outer.variables;
    interp->current = outer.current;
    interp->horizon = outer.horizon;
}

static bool was_asked(const struct needs *needs, const struct instance *instance)
{
    for (uint32_t i = 0; i < needs->asked_count; i++) {
        if (needs->asked[i] == instance)
            return true;
    }
    return false;
}

void needs_add_doubtful(struct interp *interp, const struct instance *instance, struct needs *needs)
{
    const struct conclusion *conclusion = conclusion_of(instance);
    uint32_t before = needs->count;
    if (instance->is_unrecorded && !conclusion) {
        add(needs, diag_format(interp->session, "a `complete %n` claim that covers this",
                               instance->of->declaration.name));
        return;
    }
    if (was_asked(needs, instance))
        return; /* what it needs is there already */
    if (conclusion && conclusion->possible.rule && needs->asked_count < NEEDS_ASKED_MOST) {
        needs->asked[needs->asked_count++] = instance;
        find_in_rule(interp, &conclusion->possible, needs);
    }
    if (needs->count > before || needs->more)
        return;
    add(needs, diag_format(interp->session, conclusion ? "whether `%t`, which is only possible, holds"
                                            : instance->is_doubtful
                                                ? "whether `%t`, which is marked doubtful, is so"
                                                : "whether `%t` belongs to what is asked about",
                           instance_phrase(interp->session, instance)));
}

/* What may belong to a set, or may not. */
static void find_in_set(struct interp *interp, const struct ast_member *member, const struct instance *of,
                        struct value set, struct needs *needs)
{
    for (uint32_t i = 0; i < set.count; i++) {
        struct value item = set.as.items[i];
        if (item.is_possible && item.tag == VALUE_INSTANCE)
            add(needs, diag_format(interp->session, "whether `%t` is among the `%n` of `%t`",
                                   instance_phrase(interp->session, item.as.instance), member->name,
                                   instance_phrase(interp->session, of)));
    }
}

static void find_in_member(struct interp *interp, const struct ast_member *member, struct needs *needs)
{
    struct value base = interp_value(interp, member->base_node);
    struct value value = interp_value(interp, &member->base);
    if (base.tag != VALUE_INSTANCE) {
        find_in_value(interp, member->base_node, needs);
        return;
    }
    if (base.as.instance->is_unrecorded)
        return; /* a claim that there is none decides it */
    if (value.tag == VALUE_LIST)
        find_in_set(interp, member, base.as.instance, value, needs);
    if (value.tag == VALUE_NONE)
        add(needs, diag_format(interp->session, "the `%n` of `%t`", member->name,
                               instance_phrase(interp->session, base.as.instance)));
    else if (value.tag == VALUE_DATE && value.as.date->lo != value.as.date->hi)
        add(needs, diag_format(interp->session, "the exact `%n` of `%t`", member->name,
                               instance_phrase(interp->session, base.as.instance)));
}

struct search {
    const struct ast_node *where;
    const struct ast_node *satisfies;
    struct needs *needs;
};

static bool search_member(struct interp *interp, struct value member, bool certain, void *context)
{
    struct search *search = context;
    enum truth where = search->where ? interp_truth(interp, search->where) : TRUTH_TRUE;
    if (where == TRUTH_FALSE)
        return true;
    enum truth satisfies = search->satisfies ? interp_truth(interp, search->satisfies) : TRUTH_FALSE;
    if (satisfies == TRUTH_TRUE)
        return true;
    if (!certain && member.tag == VALUE_INSTANCE)
        needs_add_doubtful(interp, member.as.instance, search->needs);
    if (where == TRUTH_UNKNOWN)
        needs_find(interp, search->where, search->needs);
    if (satisfies == TRUTH_UNKNOWN)
        needs_find(interp, search->satisfies, search->needs);
    return search->needs->count < NEEDS_MOST;
}

static void find_in_range(struct interp *interp, const struct ast_node *binder_node,
                          const struct ast_node *where, const struct ast_node *satisfies,
                          struct needs *needs)
{
    const struct ast_binder *binder = AST_AS(binder, binder_node);
    struct search search = { where, satisfies, needs };
    bool more = interp_range(interp, binder, where, search_member, &search);
    if (more && binder->variable->kind)
        add(needs, diag_format(interp->session, "a `complete %n` claim that covers this",
                                       binder->variable->kind->declaration.name));
}

/* What the arguments lack or, where they are known, what the measure or table asks of them. */
static void find_in_call(struct interp *interp, const struct ast_call *call, struct needs *needs)
{
    uint32_t before = needs->count;
    AST_EACH (argument, call->arguments)
        find_in_value(interp, argument, needs);
    bool is_declared = call->base.reference == REFER_MEASURE || call->base.reference == REFER_TABLE;
    if (needs->count > before || !is_declared ||
        interp->depth >= DEEPEST_NEED)
        return;
    struct value *outer = interp->variables;
    interp->variables = interp_bind_arguments(interp, call);
    interp->depth++;
    if (call->base.reference == REFER_MEASURE) {
        find_in_value(interp, ((const struct measure *)call->target)->ast->value, needs);
    } else {
        AST_EACH (node, ((const struct decision_table *)call->target)->ast->rows) {
            const struct ast_node *condition = AST_AS(row, node)->condition;
            if (condition && interp_truth(interp, condition) == TRUTH_UNKNOWN)
                needs_find(interp, condition, needs);
        }
    }
    interp->depth--;
    interp->variables = outer;
}

static void find_in_value(struct interp *interp, const struct ast_node *node, struct needs *needs)
{
    switch ((enum ast_kind)node->kind) {
    case AST_MEMBER:
        find_in_member(interp, AST_AS(member, node), needs);
        break;
    case AST_AGGREGATE:
        find_in_range(interp, AST_AS(aggregate, node)->binders.first, AST_AS(aggregate, node)->where,
                      NULL, needs);
        break;
    case AST_CALL:
        find_in_call(interp, AST_AS(call, node), needs);
        if (node->reference == REFER_BUILTIN)
            graph_find_needs(interp, AST_AS(call, node), needs);
        break;
    case AST_IF:
        needs_find(interp, AST_AS(if, node)->condition, needs);
        break;
    case AST_NEGATE:
        find_in_value(interp, AST_AS(negate, node)->operand, needs);
        break;
    case AST_BINARY:
        find_in_value(interp, AST_AS(binary, node)->left, needs);
        find_in_value(interp, AST_AS(binary, node)->right, needs);
        break;
    default:
        break;
    }
}

static void find_in_binary(struct interp *interp, const struct ast_binary *binary, struct needs *needs)
{
    if (binary->op != OP_AND && binary->op != OP_OR) {
        find_in_value(interp, binary->left, needs);
        find_in_value(interp, binary->right, needs);
        return;
    }
    if (interp_truth(interp, binary->left) == TRUTH_UNKNOWN)
        needs_find(interp, binary->left, needs);
    if (interp_truth(interp, binary->right) == TRUTH_UNKNOWN)
        needs_find(interp, binary->right, needs);
}

void needs_find(struct interp *interp, const struct ast_node *node, struct needs *needs)
{
    const struct ast_quantifier *quantifier;
    switch ((enum ast_kind)node->kind) {
    case AST_BINARY:
        find_in_binary(interp, AST_AS(binary, node), needs);
        break;
    case AST_NOT:
        needs_find(interp, AST_AS(not, node)->operand, needs);
        break;
    case AST_WITHIN:
        find_in_value(interp, AST_AS(within, node)->operand, needs);
        find_in_value(interp, AST_AS(within, node)->anchor, needs);
        break;
    case AST_QUANTIFIER:
        quantifier = AST_AS(quantifier, node);
        find_in_range(interp, quantifier->binder, quantifier->where, quantifier->satisfies, needs);
        break;
    default:
        find_in_value(interp, node, needs);
        break;
    }
}

struct text needs_text(struct session *session, const struct needs *needs)
{
    struct buf out;
    buf_init(&out, session->arena);
    for (uint32_t i = 0; i < needs->count; i++) {
        bool last = i + 1 == needs->count && !needs->more;
        buf_str(&out, i == 0 ? "" : last ? " or " : ", ");
        buf_text(&out, needs->texts[i]);
    }
    if (needs->more)
        buf_str(&out, " or more");
    if (!needs->count)
        buf_str(&out, "facts that are not recorded");
    return buf_get(&out);
}
