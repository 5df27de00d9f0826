/* Minimal sets of recorded things on which a conclusion rests, by trying: sets of none, of one, of two and
 * so on, passing over those that hold a set already found. The rules may ask for absences, so nothing is
 * taken for granted of larger sets, and what is found is exact as far as was tried. */
#include "rules/cut_sets.h"

struct trying {
    struct without *without;
    const struct instance_list *candidates;
    enum cut_sort sort;
    struct cut_sets *out;
};

static enum truth try_set(struct without *without, const struct instance_list *candidates,
                          enum cut_sort sort, const struct cut_set *set)
{
    without_clear(without);
    if (sort == CUT_SUFFICIENT) {
        for (uint32_t i = 0; i < candidates->count; i++)
            without_hide(without, candidates->items[i]);
    }
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t ordinal = candidates->items[set->members[i]]->ordinal;
        without->hidden[ordinal] = sort == CUT_PREVENTING;
    }
    enum truth truth = without_ask(without);
    return sort == CUT_SUFFICIENT ? truth : truth_not(truth);
}

static bool is_within(const struct cut_set *small, const struct cut_set *large)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < small->count; i++) {
        while (at < large->count && large->members[at] < small->members[i])
            at++;
        if (at == large->count || large->members[at] != small->members[i])
            return false;
    }
    return true;
}

static bool holds_found(const struct cut_sets *sets, const struct cut_set *set)
{
    for (uint32_t i = 0; i < sets->found.count; i++) {
        if (is_within(&sets->found.items[i], set))
            return true;
    }
    return false;
}

static void consider(struct trying *trying, const struct cut_set *set)
{
    struct cut_sets *out = trying->out;
    if (holds_found(out, set))
        return;
    if (without_is_spent(trying->without) || out->found.count == CUT_SETS_MOST) {
        out->is_cut_short = true;
        return;
    }
    enum truth truth = try_set(trying->without, trying->candidates, trying->sort, set);
    if (truth == TRUTH_TRUE)
        VEC_PUSH(trying->without->base->session->arena, &out->found, *set);
    out->unknown += truth == TRUTH_UNKNOWN;
}

/* Goes to the next set of as many members; false after the last. */
static bool advance(struct cut_set *set, uint32_t candidates)
{
    for (uint32_t i = set->count; i-- > 0;) {
        if (set->members[i] == candidates - set->count + i)
            continue;
        set->members[i]++;
        for (uint32_t j = i + 1; j < set->count; j++)
            set->members[j] = set->members[j - 1] + 1;
        return true;
    }
    return false;
}

static bool is_over(const struct trying *trying)
{
    return trying->out->is_cut_short || trying->without->base->failed;
}

static void try_all_of(struct trying *trying, uint32_t count)
{
    struct cut_set set = { .count = count };
    for (uint32_t i = 0; i < count; i++)
        set.members[i] = i;
    do
        consider(trying, &set);
    while (!is_over(trying) && advance(&set, trying->candidates->count));
}

void cut_sets_find(struct without *without, const struct instance_list *candidates, enum cut_sort sort,
                   struct cut_sets *out)
{
    struct trying trying = { without, candidates, sort, out };
    *out = (struct cut_sets){ .exact_to = -1, .candidates = candidates->count };
    for (uint32_t count = 0; count <= CUT_SET_LARGEST && count <= candidates->count; count++) {
        try_all_of(&trying, count);
        if (is_over(&trying))
            return;
        out->exact_to = (int)count;
    }
}

enum truth cut_set_is(struct without *without, const struct instance_list *candidates,
                      const struct cut_set *set)
{
    enum truth truth = try_set(without, candidates, CUT_SUFFICIENT, set);
    for (unsigned subset = 0; truth != TRUTH_FALSE && subset + 1 < 1u << set->count; subset++) {
        struct cut_set smaller = { .count = 0 };
        for (uint32_t i = 0; i < set->count; i++) {
            if (subset >> i & 1)
                smaller.members[smaller.count++] = set->members[i];
        }
        truth = truth_and(truth, truth_not(try_set(without, candidates, CUT_SUFFICIENT, &smaller)));
    }
    return truth;
}
