/* The functions that ask what would follow without some of what is recorded. They run the rules again, so
 * no rule may use them; checks, tests and reports may, as often as WITHOUT_MOST says. */
#include "rules/cut_sets.h"

static struct value none(void)
{
    return (struct value){ .tag = VALUE_NONE };
}

/* A question from a check, and where its memory begins. */
struct question {
    struct interp *interp;
    const struct ast_call *call;
    struct arena_mark mark;
    struct without without;
};

/* False where it is no question. All questions of a run share one allowance. */
static bool begin(struct question *question, struct value conclusion)
{
    struct interp *interp = question->interp;
    if (conclusion.tag != VALUE_INSTANCE || !conclusion_of(conclusion.as.instance) || interp->hidden)
        return false;
    question->mark = arena_mark(interp->session->arena);
    without_init(&question->without, interp, conclusion.as.instance);
    question->without.tried = interp->asked_without;
    return true;
}

static struct value end(struct question *question, struct value value)
{
    struct interp *interp = question->interp;
    interp->asked_without = question->without.tried;
    if (without_is_spent(&question->without) && !interp->is_spent) {
        interp->is_spent = true;
        diag_report(interp->session, N0513, question->call->base.span, (int)interp->asked_without);
    } else if (!interp->failed) {
        arena_release(interp->session->arena, question->mark);
    }
    return value;
}

struct value apply_but_for(struct interp *interp, const struct ast_call *call)
{
    struct value instance = interp_value(interp, call->arguments.first);
    struct value conclusion = interp_value(interp, call->arguments.first->next);
    struct question question = { .interp = interp, .call = call };
    if (instance.tag != VALUE_INSTANCE || !begin(&question, conclusion))
        return none();
    return end(&question, value_of_truth(without_but_for(&question.without, instance.as.instance)));
}

/* The recorded instances of a set. */
static struct instance_list candidates_of(struct interp *interp, struct value set)
{
    struct arena *arena = interp->session->arena;
    struct instance_list list = { .items = ARENA_ARRAY(arena, struct instance *, set.count) };
    for (uint32_t i = 0; i < set.count; i++) {
        if (set.as.items[i].tag == VALUE_INSTANCE && !conclusion_of(set.as.items[i].as.instance))
            list.items[list.count++] = set.as.items[i].as.instance;
    }
    return list;
}

struct value apply_cut_sets(struct interp *interp, const struct ast_call *call)
{
    struct value conclusion = interp_value(interp, call->arguments.first);
    struct value set = interp_value(interp, call->arguments.first->next);
    struct question question = { .interp = interp, .call = call };
    if (set.tag != VALUE_LIST || !begin(&question, conclusion))
        return none();
    struct instance_list candidates = candidates_of(interp, set);
    struct cut_sets found;
    cut_sets_find(&question.without, &candidates, CUT_SUFFICIENT, &found);
    return end(&question, found.is_cut_short || found.unknown ? none() : value_of_int(found.found.count));
}

/* Puts a candidate in its place among the members; false where it is no candidate, or one too many. */
static bool add_member(struct cut_set *set, const struct instance_list *candidates, struct value value)
{
    uint32_t number = 0;
    while (number < candidates->count && candidates->items[number] != value.as.instance)
        number++;
    if (number == candidates->count)
        return false;
    uint32_t at = 0;
    while (at < set->count && set->members[at] < number)
        at++;
    if (at < set->count && set->members[at] == number)
        return true;
    if (set->count == CUT_SET_LARGEST)
        return false;
    memmove(set->members + at + 1, set->members + at, (set->count - at) * sizeof *set->members);
    set->members[at] = number;
    set->count++;
    return true;
}

/* Reads the members; unknown where one is not recorded, false where they can be no such set. */
static enum truth read_members(struct interp *interp, const struct ast_node *first,
                               const struct instance_list *candidates, struct cut_set *set)
{
    for (const struct ast_node *node = first; node; node = node->next) {
        struct value member = interp_value(interp, node);
        if (member.tag != VALUE_INSTANCE)
            return TRUTH_UNKNOWN;
        if (!add_member(set, candidates, member))
            return TRUTH_FALSE;
    }
    return TRUTH_TRUE;
}

struct value apply_is_cut_set(struct interp *interp, const struct ast_call *call)
{
    const struct ast_node *second = call->arguments.first->next;
    struct value conclusion = interp_value(interp, call->arguments.first);
    struct value all = interp_value(interp, second);
    struct question question = { .interp = interp, .call = call };
    struct cut_set set = { .count = 0 };
    if (all.tag != VALUE_LIST)
        return none();
    struct instance_list candidates = candidates_of(interp, all);
    enum truth truth = read_members(interp, second->next, &candidates, &set);
    if (!begin(&question, conclusion))
        return none();
    if (truth == TRUTH_TRUE)
        truth = cut_set_is(&question.without, &candidates, &set);
    return end(&question, value_of_truth(truth));
}
