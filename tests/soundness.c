/* Soundness by brute force. Of each small random model every unknown is decided in every way; what the
 * compiler concludes certainly must hold in all of these worlds, what holds in any must be possible, and
 * deciding one unknown may neither take back a certain conclusion nor add a possible one. What follows in a
 * world is worked out by tests/small, not by the compiler. SOUNDNESS_MODELS and SOUNDNESS_SEED choose how
 * many models and which; the model with the number n of a seed is printed with SOUNDNESS_SHOW=n. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "small/found.h"

#include <stdio.h>
#include <stdlib.h>

static struct tallies {
    unsigned long models;
    unsigned long certain;
    unsigned long possible;
    unsigned long unknown;
    unsigned long with_pool;
    unsigned long contradict;
    unsigned long about_file;
    unsigned long claims;
    unsigned long recursive;
    unsigned long doubtful;
    unsigned long intervals;
    unsigned long worlds;
    unsigned long worlds_most;
    unsigned long uses[PART + 1];
} tallies;

/* What must be so */

/* Pairs with acts that are not recorded have no name, and cannot be compared. */
static bool is_nameable(const struct small *small, enum sort sort, int tuple)
{
    return sort != PAIR || tuple % WIDE < small->counts[ACT];
}

static bool total_fits(struct range found, int total)
{
    if (!found.is_known || total == UNDEFINED)
        return true;
    return total >= found.lo && (found.is_open || total <= found.hi);
}

/* Writes what is wrong with what was found, as seen from one world; nothing where all is well. */
static void compare_with(const struct world *world, const struct found *found, struct words *out)
{
    for (enum sort sort = FIRST_DERIVED; sort < SORTS; sort++) {
        for (int tuple = 0; tuple < TUPLES && !out->length; tuple++) {
            enum truth truth = found->holds[sort][tuple];
            bool holds = world->holds[sort][tuple];
            bool bad = holds ? truth == TRUTH_FALSE && is_nameable(world->small, sort, tuple)
                             : truth == TRUTH_TRUE;
            if (bad)
                words_add(out, "%s(%d, %d) is %s, and here it is %s\n", small_kinds[sort], tuple / WIDE + 1,
                          tuple % WIDE + 1, truth == TRUTH_TRUE ? "certain" : "impossible",
                          holds ? "so" : "not so");
            else if (holds && sort == TOTAL && !total_fits(found->totals[tuple], world->totals[tuple]))
                words_add(out, "the total of t%d cannot be %d\n", tuple / WIDE + 1, world->totals[tuple]);
        }
    }
    for (int check = 0; check < world->small->check_count; check++) {
        for (int at = 0; at < world->small->counts[THING] && !out->length; at++) {
            enum truth truth = found->speaks[check][at];
            bool speaks = world->speaks[check][at];
            if (speaks ? truth == TRUTH_FALSE : truth == TRUTH_TRUE)
                words_add(out, "check c%d at t%d is %s, and here it %s\n", check + 1, at + 1,
                          truth == TRUTH_TRUE ? "certain" : "impossible", speaks ? "speaks" : "is silent");
        }
    }
}

static void tell_world(const struct small *small, unsigned long nth, struct words *out)
{
    static const char *const fields[FIELDS] = { "flag", "size", "rate", "under", "on", "of", "by" };
    for (int i = 0; i < small->unknown_count; i++) {
        const struct unknown *unknown = &small->unknowns[i];
        int value = unknown->options[nth % (unsigned long)unknown->count];
        nth /= (unsigned long)unknown->count;
        const struct slot *slots = small->members[unknown->sort][unknown->member].slots;
        char letter = unknown->sort == THING ? 't' : 'e';
        if (unknown->what == DECIDES_FIELD)
            words_add(out, "  %c%d.%s = %d\n", letter, unknown->member + 1, fields[unknown->field], value);
        else if (unknown->what == DECIDES_EXISTENCE)
            words_add(out, "  %c%d is %sthere: flag %d size %d under %d on %d of t%d by e%d\n", letter,
                      unknown->member + 1, value ? "" : "not ", slots[FLAG].lo, slots[SIZE].lo,
                      slots[UNDER].lo, slots[ON].lo, slots[OF].lo + 1, slots[BY].lo + 1);
        else
            words_add(out, "  what has no value is taken as %s\n", value ? "true" : "false");
    }
}

/* Goes through every world; `out` says what is wrong in the first that shows something. */
static void try_worlds(const struct small *small, const struct found *found, struct words *out)
{
    static struct world world;
    for (unsigned long nth = 0; nth < small->completions && !out->length; nth++) {
        if (!world_decide(&world, small, nth))
            continue;
        world_conclude(&world);
        tallies.worlds++;
        if (world.contradicts)
            continue;
        if (found->contradicts)
            words_add(out, "E0514 is told, and here nothing contradicts\n");
        else
            compare_with(&world, found, out);
        if (out->length)
            tell_world(small, nth, out);
    }
}

/* Decides one unknown, at random, in the text itself. */
static bool decide_one(struct small *small)
{
    const struct unknown unknown = small->unknowns[small_random(small, (uint32_t)small->unknown_count)];
    struct member *member = &small->members[unknown.sort][unknown.member];
    int value = unknown.options[small_random(small, (uint32_t)unknown.count)];
    bool is_pool = unknown.sort == ACT && unknown.member >= small->counts[ACT];
    if (unknown.what == DECIDES_UNDEFINED || is_pool)
        return false;
    if (unknown.what == DECIDES_EXISTENCE && !value)
        return false;
    if (unknown.what == DECIDES_FIELD && unknown.field == BY && value >= small->counts[ACT])
        return false;
    if (unknown.what == DECIDES_EXISTENCE)
        member->is_doubtful = false;
    else
        member->slots[unknown.field] = (struct slot){ true, value, value };
    return true;
}

static bool is_decided_otherwise(enum truth before, enum truth after)
{
    return before != TRUTH_UNKNOWN && after != before;
}

static void compare_decided(const struct found *before, const struct found *after, struct words *out)
{
    for (enum sort sort = FIRST_DERIVED; sort < SORTS; sort++) {
        for (int tuple = 0; tuple < TUPLES && !out->length; tuple++) {
            if (is_decided_otherwise(before->holds[sort][tuple], after->holds[sort][tuple]))
                words_add(out, "%s(%d, %d) was decided, and is not so any more\n", small_kinds[sort],
                          tuple / WIDE + 1, tuple % WIDE + 1);
        }
    }
    for (int check = 0; check < CHECKS_MOST; check++) {
        for (int at = 0; at < WIDE && !out->length; at++) {
            if (is_decided_otherwise(before->speaks[check][at], after->speaks[check][at]))
                words_add(out, "check c%d at t%d was decided, and is not so any more\n", check + 1, at + 1);
        }
    }
}

static void try_deciding(const struct small *small, const struct found *found, struct words *out)
{
    static struct small decided;
    decided = *small;
    if (!small->unknown_count || found->contradicts || out->length || !decide_one(&decided))
        return;
    struct found after = found_in(&decided);
    if (!after.contradicts && !after.wrong.length)
        compare_decided(found, &after, out);
    found_drop(&after);
}

/* All properties of one model; `out` says what is wrong. */
static struct found try_model(struct small *small, struct words *out)
{
    small_find_unknowns(small);
    struct found found = found_in(small);
    words_add(out, "%s", "");
    if (found.wrong.length)
        words_add(out, "%s", found.wrong.at);
    else if (!small->asks_file)
        try_worlds(small, &found, out);
    if (!small->asks_file && !found.wrong.length)
        try_deciding(small, &found, out);
    return found;
}

/* Making a failure small */

static bool still_fails(struct small *small)
{
    struct words out = { NULL, 0, 0 };
    small_find_unknowns(small);
    if (!small->completions) /* what is unknown could be nothing at all */
        return false;
    struct found found = try_model(small, &out);
    bool fails = out.length != 0 && !found.wrong.length;
    found_drop(&found);
    free(out.at);
    return fails;
}

static void tell_failure(const struct small *model, unsigned long nth)
{
    static struct small small;
    const struct style style = { .prefix = "" };
    struct words text = { NULL, 0, 0 };
    struct words wrong = { NULL, 0, 0 };
    small = *model;
    if (still_fails(&small))
        small_shrink(&small, still_fails);
    struct found found = try_model(&small, &wrong);
    small_print(&text, &small, &style);
    fprintf(stderr, "model %lu:\n%s%s\nfound:\n%s", nth, text.at, wrong.at, found.printed.at);
    found_drop(&found);
    free(text.at);
    free(wrong.at);
}

/* What was made */

static bool has_doubtful(const struct small *small)
{
    for (int i = 0; i < WIDE; i++) {
        if (small->members[THING][i].is_doubtful || small->members[ACT][i].is_doubtful)
            return true;
    }
    return false;
}

static bool has_interval(const struct small *small)
{
    for (int i = 0; i < small->unknown_count; i++) {
        const struct unknown *unknown = &small->unknowns[i];
        if (unknown->what == DECIDES_FIELD && unknown->field == ON &&
            small->members[unknown->sort][unknown->member].slots[ON].is_known)
            return true;
    }
    return false;
}

static void count_model(const struct small *small, const struct found *found)
{
    bool certain = false;
    bool possible = false;
    for (enum sort sort = FIRST_DERIVED; sort < SORTS; sort++) {
        for (int tuple = 0; tuple < TUPLES; tuple++) {
            certain = certain || found->holds[sort][tuple] == TRUTH_TRUE;
            possible = possible || found->holds[sort][tuple] == TRUTH_UNKNOWN;
        }
    }
    tallies.models++;
    tallies.certain += certain;
    tallies.possible += possible;
    tallies.unknown += small->unknown_count > 0;
    tallies.with_pool += small->pool > 0;
    tallies.contradict += found->contradicts;
    tallies.about_file += small->asks_file;
    tallies.claims += small->claim_count > 0;
    tallies.doubtful += has_doubtful(small);
    tallies.intervals += has_interval(small);
    for (int op = 0; op <= PART; op++)
        tallies.uses[op] += small->uses[op] > 0;
    for (int i = 0; i < small->rule_count; i++) {
        const struct small_rule *rule = &small->rules[i];
        if (rule->binders[0].sort == rule->head || rule->binders[1].sort == rule->head) {
            tallies.recursive++;
            break;
        }
    }
    if (small->completions > tallies.worlds_most)
        tallies.worlds_most = small->completions;
}

static void tell_share(const char *what, unsigned long count)
{
    unsigned long models = tallies.models ? tallies.models : 1;
    print_message("# %5.1f %% %s\n", (double)count * 100 / (double)models, what);
}

static void tell_shares(void)
{
    static const struct share { const char *what; enum op op; } shares[] = {
        { "quantify", QUANTIFY }, { "negate", NOT }, { "count", COUNT }, { "count a set", COUNT_SET },
        { "sum", SUM }, { "take the least", LEAST }, { "take the greatest", GREATEST },
        { "choose by if", CHOOSE_CONDITION }, { "ask a measure", MEASURE }, { "ask a table", TABLE },
        { "compare dates (before)", BEFORE }, { "compare dates (within)", WITHIN },
        { "compare dates (during)", DURING }, { "ask what is in a set", IN_SET },
        { "ask what is in a set's links", IN_SETS_LINKS }, { "ask what is reachable", IN_REACHABLE },
        { "bind by let", LET }, { "ask for a conclusion's value", GET_TOTAL },
        { "ask what is recorded", ASKS_RECORDED },
    };
    tell_share("conclude something certainly", tallies.certain);
    tell_share("conclude something possibly", tallies.possible);
    tell_share("have unknowns", tallies.unknown);
    tell_share("may have acts that are not recorded", tallies.with_pool);
    tell_share("have claims", tallies.claims);
    tell_share("have something doubtful", tallies.doubtful);
    tell_share("have dates that are intervals", tallies.intervals);
    tell_share("are recursive", tallies.recursive);
    tell_share("contradict themselves", tallies.contradict);
    tell_share("ask about the file, where only the weaker properties are tried", tallies.about_file);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        tell_share(shares[i].what, tallies.uses[shares[i].op]);
    print_message("# %lu worlds of %lu models, at most %lu of one\n", tallies.worlds, tallies.models,
                  tallies.worlds_most);
}

static void test_every_world(void **state)
{
    (void)state;
    static struct small small;
    unsigned long seed = found_setting("SOUNDNESS_SEED", 1);
    unsigned long models = found_setting("SOUNDNESS_MODELS", 10000);
    unsigned long first = found_setting("SOUNDNESS_SHOW", 0);
    unsigned long failures = 0;
    print_message("# seed %lu, %lu models\n", seed, models);
    for (unsigned long nth = first; nth < (first ? first + 1 : models); nth++) {
        struct words wrong = { NULL, 0, 0 };
        small_make(&small, seed * 1000003 + nth);
        struct found found = try_model(&small, &wrong);
        count_model(&small, &found);
        if (wrong.length) {
            failures++;
            tell_failure(&small, nth);
        }
        found_drop(&found);
        free(wrong.at);
        if (failures >= found_setting("SOUNDNESS_FAILURES", 3))
            break;
    }
    tell_shares();
    if (failures)
        fail_msg("%lu models of seed %lu are not sound", failures, seed);
    if (tallies.certain * 100 < tallies.models * 60)
        fail_msg("fewer than 60 models in 100 conclude anything");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_world),
    };
    return cmocka_run_group_tests_name("soundness", tests, NULL, NULL);
}
