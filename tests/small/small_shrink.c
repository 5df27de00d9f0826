/* Makes a model that fails smaller: drops rules, conditions, claims and facts, and decides what is open, as
 * long as it still fails. */
#include "small/small.h"

static bool try_without(struct small *small, struct small *shorter, small_predicate *fails)
{
    if (!fails(shorter))
        return false;
    *small = *shorter;
    return true;
}

static struct small_rule *rule_of(struct small *small, int index)
{
    return index < small->rule_count ? &small->rules[index] : &small->checks[index - small->rule_count];
}

static struct node **root_of(struct small *small, int rule, int place)
{
    struct small_rule *in = rule_of(small, rule);
    return place < CONDITIONS ? &in->conditions[place] : &in->let;
}

/* Without one condition, or with only one part of it. (Nodes are shared with the model they were made in.) */
static bool shrink_condition(struct small *small, struct small *shorter, small_predicate *fails, int rule,
                             int place)
{
    for (int kid = -1; kid < 3; kid++) {
        *shorter = *small;
        struct node **root = root_of(shorter, rule, place);
        bool joins = *root && ((*root)->op == AND || (*root)->op == OR || (*root)->op == NOT ||
                               (*root)->op == CHOOSE_CONDITION);
        if (!*root || (kid >= 0 && (!joins || !(*root)->kids[kid])))
            continue;
        *root = kid < 0 ? NULL : (*root)->kids[kid];
        if (try_without(small, shorter, fails))
            return true;
    }
    return false;
}

static bool shrink_rules(struct small *small, struct small *shorter, small_predicate *fails)
{
    for (int rule = 0; rule < small->rule_count + small->check_count; rule++) {
        if (rule_of(small, rule)->is_dropped)
            continue;
        *shorter = *small;
        rule_of(shorter, rule)->is_dropped = true;
        if (try_without(small, shorter, fails))
            return true;
        for (int place = 0; place <= CONDITIONS; place++) {
            if (shrink_condition(small, shorter, fails, rule, place))
                return true;
        }
    }
    return false;
}

static bool shrink_claims(struct small *small, struct small *shorter, small_predicate *fails)
{
    for (int i = 0; i < small->claim_count; i++) {
        *shorter = *small;
        shorter->claims[i].is_dropped = true;
        if (!small->claims[i].is_dropped && try_without(small, shorter, fails))
            return true;
    }
    return false;
}

static bool decide_somehow(struct small *small, const struct unknown *unknown)
{
    struct member *member = &small->members[unknown->sort][unknown->member];
    bool is_last = unknown->sort == ACT && unknown->member == small->counts[ACT] + small->pool - 1;
    if (unknown->what == DECIDES_FIELD)
        member->slots[unknown->field] = (struct slot){ true, 0, 0 };
    else if (unknown->what == DECIDES_EXISTENCE && member->is_doubtful)
        member->is_doubtful = false;
    else if (unknown->what == DECIDES_EXISTENCE && is_last)
        small->pool--;
    else
        return false;
    return true;
}

static bool shrink_facts(struct small *small, struct small *shorter, small_predicate *fails)
{
    for (int i = 0; i < small->unknown_count; i++) {
        *shorter = *small;
        if (decide_somehow(shorter, &small->unknowns[i]) && try_without(small, shorter, fails))
            return true;
    }
    for (enum sort sort = THING; sort <= ACT; sort++) {
        for (int i = 0; i < small->counts[sort]; i++) {
            *shorter = *small;
            shorter->is_dropped[sort][i] = true;
            if (!small->is_dropped[sort][i] && try_without(small, shorter, fails))
                return true;
        }
    }
    return false;
}

void small_shrink(struct small *small, small_predicate *fails)
{
    static struct small shorter;
    for (int rounds = 0; rounds < 300; rounds++) {
        if (!shrink_rules(small, &shorter, fails) && !shrink_claims(small, &shorter, fails) &&
            !shrink_facts(small, &shorter, fails))
            return;
    }
}
