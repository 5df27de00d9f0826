/* Quantifiers and aggregates of a random program. */
#include "programs/programs.h"

#include <stdlib.h>

bool program_add_quantifier(struct program *program, int depth)
{
    static const char *const words[] = { "some", "no", "every" };
    static const enum program_feature features[] = { HAS_SOME, HAS_NO, HAS_EVERY };
    bool was_positive = program->is_positive;
    int bound_count = program->bound_count;
    int which = program_pick(program, 3);
    bool is_every = which == 2;
    if (bound_count == BOUND_MOST)
        return false;
    program_note(program, features[which]);
    program->is_positive = was_positive && which == 0;
    words_add(&program->text, "(%s ", words[which]);
    program_add_binder(program);
    if (program_chance(program, is_every ? 60 : 90)) {
        words_add(&program->text, " where ");
        program_add_condition(program, depth - 1);
    }
    if (is_every) {
        words_add(&program->text, " satisfies ");
        program_add_condition(program, depth - 1);
    }
    words_add(&program->text, ")");
    program->bound_count = bound_count;
    program->is_positive = was_positive;
    return true;
}

/* Aggregates */

static void add_binders(struct program *program, bool is_pair, int depth)
{
    program_add_binder(program);
    if (is_pair) {
        program_note(program, HAS_BINDERS);
        words_add(&program->text, ", ");
        program_add_binder(program);
    }
    if (program_chance(program, 65)) {
        words_add(&program->text, " where ");
        program_add_condition(program, depth - 1);
    }
}

/* `e for each k v where ...`: the value stands before the binders that it uses, so these are made first. */
static void add_values(struct program *program, const char *function, enum value_sort sort, int depth)
{
    struct words before = program_begin_apart(program);
    add_binders(program, program_chance(program, 30), depth);
    char *binders = program_end_apart(program, before);
    words_add(&program->text, "%s(", function);
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, " for each %s)", binders);
    free(binders);
}

static bool add_count_of_set(struct program *program)
{
    int shape = -1;
    size_t before = program->text.length;
    words_add(&program->text, "count(");
    if (!program_add_set(program, false, &shape)) {
        program_take_back(program, before);
        return false;
    }
    program_note(program, HAS_COUNT_SET);
    words_add(&program->text, ")");
    return true;
}

static void add_count(struct program *program, int depth)
{
    program_note(program, HAS_COUNT);
    words_add(&program->text, "count(");
    add_binders(program, false, depth);
    words_add(&program->text, ")");
}

static void add_distinct(struct program *program, int depth)
{
    static const enum value_sort sorts[] = { OF_NUMBER, OF_DECIMAL, OF_DAY, OF_THEME, OF_LEVEL, OF_TEXT };
    program_note(program, HAS_DISTINCT);
    add_values(program, "distinct", sorts[program_pick(program, program->is_in_text ? 5 : 6)], depth);
}

static bool add_one(struct program *program, enum value_sort sort, int depth)
{
    int pick = program_pick(program, 100);
    if (sort == OF_NUMBER && pick < 14)
        return add_count_of_set(program);
    if (sort == OF_NUMBER && pick < 40) {
        add_count(program, depth);
    } else if (sort == OF_NUMBER && pick < 50) {
        add_distinct(program, depth);
    } else if (sort != OF_DAY && pick < 75) {
        program_note(program, HAS_SUM);
        add_values(program, program_dares(program, 15) ? "product" : "sum", sort, depth);
    } else {
        program_note(program, HAS_EXTREME);
        add_values(program, pick % 2 ? "min" : "max", sort, depth);
    }
    return true;
}

bool program_add_aggregate(struct program *program, enum value_sort sort, int depth)
{
    bool was_positive = program->is_positive;
    int bound_count = program->bound_count;
    if (bound_count > BOUND_MOST - 2)
        return false;
    program->is_positive = false;
    bool added = add_one(program, sort, depth);
    program->bound_count = bound_count;
    program->is_positive = was_positive;
    return added;
}
