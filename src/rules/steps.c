/* The steps of checks and rules, in order: each binder is filled in every way, each condition narrows
 * what is known. What is done at the end of the way is the caller's affair. */
#include "rules/steps.h"

#include "types/secrecy.h"

struct binding {
    const struct steps *steps;
    const struct ast_node *binder; /* this one */
    const struct ast_node *step;   /* the `for each` it stands in */
};

static void bind(const struct steps *steps, const struct ast_node *binder, const struct ast_node *step);

static bool visit_binding(struct interp *interp, struct value member, bool certain, void *context)
{
    struct binding *binding = context;
    if (value_is_unrecorded(member) && !binding->steps->sees_unrecorded)
        return true;
    if (binding->steps->admit &&
        !binding->steps->admit(binding->steps, AST_AS(binder, binding->binder)->variable, member))
        return true;
    struct steps steps = *binding->steps;
    if (!certain) {
        steps.truth = truth_and(steps.truth, TRUTH_UNKNOWN);
        if (member.tag == VALUE_INSTANCE && steps.doubtful_count < CONDITIONS_MOST)
            steps.doubtful[steps.doubtful_count++] = member.as.instance;
    }
    bind(&steps, binding->binder->next, binding->step);
    return !interp->failed;
}

/* The condition right after a `for each`, by which links may be followed backwards. */
static const struct ast_node *condition_after(const struct ast_node *step)
{
    const struct ast_node *next = step->next;
    return next && next->kind == AST_WHERE ? AST_AS(where, next)->condition : NULL;
}

static void bind(const struct steps *steps, const struct ast_node *binder, const struct ast_node *step)
{
    if (!binder) {
        steps_run(steps, step->next);
        return;
    }
    struct binding binding = { steps, binder, step };
    struct interp *interp = steps->interp;
    const struct variable *variable = AST_AS(binder, binder)->variable;
    bool more = interp_range(interp, AST_AS(binder, binder), condition_after(step), visit_binding, &binding);
    struct instance *unrecorded = variable->kind ? interp->unrecorded[variable->kind->index] : NULL;
    if (more && unrecorded && !interp->failed) {
        struct value value = { .tag = VALUE_INSTANCE, .as.instance = unrecorded };
        interp->variables[variable->slot] = value;
        visit_binding(interp, value, false, &binding);
    }
    if (!interp->failed)
        interp->variables[variable->slot] = (struct value){ .tag = VALUE_NONE };
}

static void run_where(const struct steps *steps, const struct ast_node *step)
{
    const struct ast_node *condition = AST_AS(where, step)->condition;
    enum truth truth = interp_truth(steps->interp, condition);
    if (steps->interp->failed)
        return;
    if (truth == TRUTH_FALSE) {
        interp_cover(steps->interp, steps->root, TRUTH_FALSE);
        if (steps->refuse)
            steps->refuse(steps, step);
        return;
    }
    struct steps narrowed = *steps;
    narrowed.truth = truth_and(narrowed.truth, truth);
    if (truth == TRUTH_UNKNOWN && narrowed.unknown_count < CONDITIONS_MOST)
        narrowed.unknown[narrowed.unknown_count++] = condition;
    steps_run(&narrowed, step->next);
}

void steps_run(const struct steps *steps, const struct ast_node *step)
{
    for (; step && !steps->interp->failed; step = step->next) {
        switch ((enum ast_kind)step->kind) {
        case AST_FOR_EACH:
            bind(steps, AST_AS(for_each, step)->binders.first, step);
            return;
        case AST_WHERE:
            run_where(steps, step);
            return;
        case AST_LET:
            steps->interp->variables[AST_AS(let, step)->variable->slot] =
                interp_value(steps->interp, AST_AS(let, step)->value);
            break;
        case AST_MESSAGE:
        case AST_CONCLUDE:
            interp_cover(steps->interp, steps->root, steps->truth);
            steps->arrive(steps, step);
            return;
        default:
            break;
        }
    }
}

struct needs steps_needs(const struct steps *steps)
{
    struct needs needs = { .count = 0 };
    for (uint32_t i = 0; i < steps->doubtful_count; i++)
        needs_add_doubtful(steps->interp, steps->doubtful[i], &needs);
    for (uint32_t i = 0; i < steps->unknown_count; i++)
        needs_find(steps->interp, steps->unknown[i], &needs);
    return needs;
}

void steps_label_binders(struct interp *interp, struct diag *diag, const struct ast_list *steps)
{
    AST_EACH (step, *steps) {
        if (step->kind != AST_FOR_EACH)
            continue;
        AST_EACH (node, AST_AS(for_each, step)->binders) {
            const struct ast_binder *binder = AST_AS(binder, node);
            struct value value = interp->variables[binder->variable->slot];
            bool is_hidden = !interp->session->options.show_values && binder->variable->set &&
                             secrecy_find(binder->variable->set);
            if (value.tag == VALUE_INSTANCE && !value.as.instance->is_unrecorded && !is_hidden)
                diag_label(interp->session, diag, value.as.instance->declaration.span, "`%n` is this",
                           binder->name.name);
        }
    }
}
