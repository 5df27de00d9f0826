/* Conditions of a random program. */
#include "programs/programs.h"

#include <stdlib.h>

static void compare_values(struct program *program, int depth)
{
    static const char *const orders[] = { "=", "!=", "<", "<=", ">", ">=" };
    static const char *const days[] = { "=", "before", "after", "!=", "<", ">=" };
    static const enum value_sort sorts[] = { OF_NUMBER, OF_NUMBER, OF_DECIMAL, OF_DAY, OF_THEME, OF_LEVEL,
                                             OF_TEXT };
    enum value_sort sort = sorts[program_pick(program, program->is_in_text ? 6 : 7)];
    bool is_ordered = sort != OF_THEME && sort != OF_TEXT;
    const char *operator= orders[program_pick(program, is_ordered ? 6 : 2)];
    if (sort == OF_DAY)
        operator= days[program_pick(program, 6)];
    if (sort == OF_THEME && program_chance(program, 40)) {
        program_note(program, HAS_UNDER);
        operator= "under";
    }
    words_add(&program->text, "(");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, " %s ", operator);
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, ")");
}

static bool compare_things(struct program *program)
{
    int shape = program_find_nameable(program);
    if (shape < 0)
        return false;
    words_add(&program->text, "(");
    program_add_thing(program, shape);
    words_add(&program->text, program_chance(program, 70) ? " = " : " != ");
    program_add_thing(program, shape);
    words_add(&program->text, ")");
    return true;
}

static bool ask_recorded(struct program *program, int depth)
{
    size_t before = program->text.length;
    words_add(&program->text, "(");
    if (program_chance(program, 25)) {
        program_note(program, HAS_IS_UNKNOWN);
        program_add_condition(program, depth - 1);
        words_add(&program->text, program_chance(program, 60) ? " is unknown)" : " is not unknown)");
        return true;
    }
    if (!program_add_path(program, (enum value_sort)program_pick(program, OF_THING), -1)) {
        program_take_back(program, before);
        return false;
    }
    program_note(program, HAS_IS_RECORDED);
    words_add(&program->text, program_chance(program, 60) ? " is recorded)" : " is not recorded)");
    return true;
}

/* A day, or what may be a period. */
static void add_time(struct program *program, int depth)
{
    program->takes_periods = true;
    if (!program_chance(program, 40) || !program_add_path(program, OF_DAY, -1)) {
        program->takes_periods = false;
        program_add_value(program, OF_DAY, depth - 1);
    }
    program->takes_periods = false;
}

static void ask_within(struct program *program, int depth)
{
    static const char *const directions[] = { "of", "before", "after" };
    program_note(program, HAS_WITHIN);
    words_add(&program->text, "(");
    add_time(program, depth);
    if (program_chance(program, 20))
        words_add(&program->text, " within span ");
    else
        words_add(&program->text, " within %d days ", program_pick(program, 5));
    words_add(&program->text, "%s ", directions[program_pick(program, 3)]);
    add_time(program, depth);
    words_add(&program->text, ")");
}

static void ask_during(struct program *program, int depth)
{
    int from = 1 + program_pick(program, 8);
    program_note(program, HAS_DURING);
    words_add(&program->text, "(");
    add_time(program, depth);
    if (program_dares(program, 30))
        words_add(&program->text, program_chance(program, 50) ? " during 2010-03)" : " during 2010)");
    else
        words_add(&program->text, " during 2010-03-%02d..2010-03-%02d)", from,
                  from + program_pick(program, 4));
}

static bool ask_in(struct program *program)
{
    int shape = -1;
    struct words before = program_begin_apart(program);
    bool found = program_add_set(program, false, &shape);
    char *set = program_end_apart(program, before);
    found = found && program_can_name(program, shape);
    if (found) {
        program_note(program, HAS_IN);
        words_add(&program->text, "(");
        program_add_thing(program, shape);
        words_add(&program->text, " in %s)", set);
    }
    free(set);
    return found;
}

static void join(struct program *program, int depth)
{
    words_add(&program->text, "(");
    program_add_condition(program, depth - 1);
    words_add(&program->text, program_chance(program, 60) ? " and " : " or ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, ")");
}

static void deny(struct program *program, int depth)
{
    words_add(&program->text, "(not ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, ")");
}

static void choose(struct program *program, int depth)
{
    words_add(&program->text, "(if ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, " then ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, " else ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, ")");
}

/* One that asks no others; false where what was chosen cannot stand here. */
static bool ask(struct program *program, int depth)
{
    int pick = program_pick(program, 100);
    if (pick < 12)
        return compare_things(program);
    if (pick < 24)
        return ask_recorded(program, depth);
    if (pick < 36)
        return program_add_path(program, OF_YES, -1) || program_add_bound(program, OF_YES, -1);
    if (pick < 42)
        ask_within(program, depth);
    else if (pick < 47)
        ask_during(program, depth);
    else if (pick < 54)
        return ask_in(program);
    else if (pick < 58)
        return program_add_call(program, OF_YES, depth);
    else
        compare_values(program, depth);
    return true;
}

void program_add_condition(struct program *program, int depth)
{
    bool was_positive = program->is_positive;
    int pick = depth > 0 ? program_pick(program, 100) : 100;
    bool added = true;
    if (pick < 16) {
        join(program, depth);
        return;
    }
    if (pick < 34) {
        if (program_add_quantifier(program, depth))
            return;
    }
    program->is_positive = false;
    if (pick >= 34 && pick < 40)
        deny(program, depth);
    else if (pick >= 40 && pick < 44)
        choose(program, depth);
    else
        added = ask(program, depth);
    if (!added)
        compare_values(program, depth);
    program->is_positive = was_positive;
}
