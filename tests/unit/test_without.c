/* Guards src/rules/without.c and cut_sets.c: on random small models, where a conclusion follows from some
 * of the recorded items, from the absence of others and from doubtful ones, what would follow without each
 * of them and the minimal sets are held against truth tables. WITHOUT_SEED and WITHOUT_ROUNDS may be set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compile.h"
#include "rules/cut_sets.h"
#include "rules/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { ITEMS_MOST = 6, CLAUSES_MOST = 4, DEFAULT_ROUNDS = 400 };

static uint64_t random_state;

static uint32_t below(uint32_t limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

/* Any of the clauses leads to the conclusion; a clause asks that items be there, or not. */
struct formula {
    uint32_t items;
    uint32_t doubtful; /* a bit an item */
    uint32_t clauses;
    struct { uint32_t wanted, unwanted; } clause[CLAUSES_MOST];
};

static struct formula random_formula(void)
{
    struct formula formula = { .items = 1 + below(ITEMS_MOST), .clauses = 1 + below(CLAUSES_MOST) };
    bool has_doubt = below(3) == 0;
    bool has_absence = below(2) == 0;
    for (uint32_t i = 0; i < formula.items; i++)
        formula.doubtful |= (uint32_t)(has_doubt && below(4) == 0) << i;
    for (uint32_t i = 0; i < formula.clauses; i++) {
        uint32_t all = (1u << formula.items) - 1;
        formula.clause[i].wanted = below(2) ? below(all + 1) : below(all + 1) & below(all + 1);
        if (has_absence)
            formula.clause[i].unwanted = below(all + 1) & below(all + 1) & ~formula.clause[i].wanted;
    }
    return formula;
}

/* The model that says what the formula says. */
static void write_model(struct buf *out, const struct formula *formula)
{
    buf_str(out, "kind item { seen: date? }\nkind plant\nplant p\nderived kind goal { of: plant }\n");
    for (uint32_t i = 0; i < formula->items; i++)
        buf_printf(out, "item i%u%s\n", i, formula->doubtful >> i & 1 ? " { seen: 2010? }" : "");
    for (uint32_t c = 0; c < formula->clauses; c++) {
        buf_printf(out, "rule r%u {\n  for each plant x\n  where true", c);
        for (uint32_t i = 0; i < formula->items; i++) {
            if (formula->clause[c].wanted >> i & 1)
                buf_printf(out, " and (some item y where y = i%u)", i);
            if (formula->clause[c].unwanted >> i & 1)
                buf_printf(out, " and (no item y where y = i%u)", i);
        }
        buf_str(out, "\n  conclude goal of x\n}\n");
    }
}

static enum truth clause_truth(const struct formula *formula, uint32_t clause, uint32_t there)
{
    enum truth truth = TRUTH_TRUE;
    for (uint32_t i = 0; i < formula->items; i++) {
        enum truth item = !(there >> i & 1)             ? TRUTH_FALSE
                          : formula->doubtful >> i & 1 ? TRUTH_UNKNOWN
                                                       : TRUTH_TRUE;
        if (formula->clause[clause].wanted >> i & 1)
            truth = truth_and(truth, item);
        if (formula->clause[clause].unwanted >> i & 1)
            truth = truth_and(truth, truth_not(item));
    }
    return truth;
}

/* Whether the conclusion follows where only the items in `there` are. */
static enum truth formula_truth(const struct formula *formula, uint32_t there)
{
    enum truth truth = TRUTH_FALSE;
    for (uint32_t i = 0; i < formula->clauses; i++)
        truth = truth_or(truth, clause_truth(formula, i, there));
    return truth;
}

/* Whether a set is what is looked for, by itself. */
static enum truth set_truth(const struct formula *formula, enum cut_sort sort, uint32_t set)
{
    uint32_t all = (1u << formula->items) - 1;
    return sort == CUT_SUFFICIENT ? formula_truth(formula, set)
                                  : truth_not(formula_truth(formula, all & ~set));
}

static bool is_minimal(const struct formula *formula, enum cut_sort sort, uint32_t set)
{
    if (set_truth(formula, sort, set) != TRUTH_TRUE)
        return false;
    for (uint32_t smaller = (set - 1) & set; set; smaller = (smaller - 1) & set) {
        if (set_truth(formula, sort, smaller) == TRUTH_TRUE)
            return false;
        if (!smaller)
            return true;
    }
    return true;
}

static uint32_t count_bits(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* A model in memory, compiled and its rules run. */
struct trial {
    struct compile compile;
    struct interp *interp;
    struct instance_list items;
    const struct instance *goal; /* NULL: it does not follow */
};

static const char *folder(void)
{
    const char *build = getenv("BUILD");
    return build ? build : "build";
}

static void set_up(struct trial *trial, struct arena *arena, const struct formula *formula)
{
    struct buf text;
    char path[512];
    struct session *session = session_new(arena);
    buf_init(&text, arena);
    write_model(&text, formula);
    snprintf(path, sizeof path, "%s/tmp", folder());
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/tmp/without.sight", folder());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    session->options.stdlib = "stdlib";
    session->options.max_conclusions = 1000;
    trial->compile = compile_file(session, path, STAGE_FACTS);
    assert_int_equal(session->error_count, 0);
    trial->interp = interp_new(trial->compile.model, NULL);
    derive_run(trial->interp);
    assert_int_equal(trial->interp->failed, false);
    const struct instances *all = trial->interp->instances;
    trial->items = (struct instance_list){ .items = ARENA_ARRAY(arena, struct instance *, all->count) };
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->items[i]->declaration.name->text[0] == 'i')
            trial->items.items[trial->items.count++] = all->items[i];
    }
    assert_int_equal(trial->items.count, formula->items);
    assert_true(trial->interp->conclusions->all.count <= 1);
    trial->goal = trial->interp->conclusions->all.count ? &trial->interp->conclusions->all.items[0]->instance
                                                        : NULL;
}

static void check_but_for(struct trial *trial, const struct formula *formula)
{
    uint32_t all = (1u << formula->items) - 1;
    struct without without;
    without_init(&without, trial->interp, trial->goal);
    for (uint32_t i = 0; i < formula->items; i++) {
        enum truth expected = truth_and(formula_truth(formula, all),
                                        truth_not(formula_truth(formula, all & ~(1u << i))));
        assert_int_equal(without_but_for(&without, trial->items.items[i]), expected);
    }
    assert_int_equal(without.tried, formula->items);
}

static uint32_t bits_of(const struct cut_set *set)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < set->count; i++)
        bits |= 1u << set->members[i];
    return bits;
}

static void check_cut_sets(struct trial *trial, const struct formula *formula, enum cut_sort sort)
{
    struct without without;
    struct cut_sets sets;
    uint32_t expected = 0;
    without_init(&without, trial->interp, trial->goal);
    cut_sets_find(&without, &trial->items, sort, &sets);
    for (uint32_t set = 0; set < 1u << formula->items; set++)
        expected += count_bits(set) <= CUT_SET_LARGEST && is_minimal(formula, sort, set);
    assert_int_equal(sets.found.count, expected);
    assert_false(sets.is_cut_short);
    for (uint32_t i = 0; i < sets.found.count; i++) {
        assert_true(is_minimal(formula, sort, bits_of(&sets.found.items[i])));
        for (uint32_t j = 0; j < i; j++)
            assert_int_not_equal(bits_of(&sets.found.items[i]), bits_of(&sets.found.items[j]));
    }
}

/* Whether a set is a minimal one, of each set there is. */
static void check_is_cut_set(struct trial *trial, const struct formula *formula)
{
    struct without without;
    without_init(&without, trial->interp, trial->goal);
    for (uint32_t bits = 0; bits < 1u << formula->items; bits++) {
        struct cut_set set = { .count = 0 };
        enum truth expected = formula_truth(formula, bits);
        if (count_bits(bits) > CUT_SET_LARGEST)
            continue;
        for (uint32_t i = 0; i < formula->items; i++) {
            if (bits >> i & 1)
                set.members[set.count++] = i;
        }
        for (uint32_t smaller = 0; smaller < bits; smaller++) {
            if ((smaller & bits) == smaller)
                expected = truth_and(expected, truth_not(formula_truth(formula, smaller)));
        }
        assert_int_equal(cut_set_is(&without, &trial->items, &set), expected);
    }
}

static void test_against_truth_tables(void **state)
{
    (void)state;
    const char *seed = getenv("WITHOUT_SEED");
    const char *wanted = getenv("WITHOUT_ROUNDS");
    unsigned rounds = wanted ? (unsigned)strtoul(wanted, NULL, 10) : DEFAULT_ROUNDS;
    unsigned followed = 0;
    random_state = seed ? strtoull(seed, NULL, 10) : 1987;
    printf("# seed %llu\n", (unsigned long long)random_state);
    for (unsigned round = 0; round < rounds; round++) {
        struct formula formula = random_formula();
        struct arena *arena = arena_new(0, NULL, NULL);
        struct trial trial;
        set_up(&trial, arena, &formula);
        enum truth truth = formula_truth(&formula, (1u << formula.items) - 1);
        assert_int_equal(trial.goal != NULL, truth != TRUTH_FALSE);
        if (trial.goal) {
            assert_int_equal(trial.goal->is_doubtful, truth == TRUTH_UNKNOWN);
            check_but_for(&trial, &formula);
            check_cut_sets(&trial, &formula, CUT_SUFFICIENT);
            check_cut_sets(&trial, &formula, CUT_PREVENTING);
            check_is_cut_set(&trial, &formula);
            followed++;
        }
        arena_free(arena);
    }
    printf("# %u of %u conclusions followed\n", followed, rounds);
    assert_true(followed * 4 > rounds);
}

/* The rules are not run more often than is allowed, and that is said. */
static void test_limit(void **state)
{
    (void)state;
    struct formula formula = { .items = ITEMS_MOST, .clauses = 1 };
    formula.clause[0].wanted = 0x1F;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct trial trial;
    struct without without;
    struct cut_sets sets;
    set_up(&trial, arena, &formula);
    without_init(&without, trial.interp, trial.goal);
    without.most = 10;
    cut_sets_find(&without, &trial.items, CUT_SUFFICIENT, &sets);
    assert_true(sets.is_cut_short);
    assert_int_equal(sets.exact_to, 1);
    assert_int_equal(without.tried, 10);
    assert_int_equal(without_but_for(&without, trial.items.items[0]), TRUTH_UNKNOWN);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_truth_tables),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
