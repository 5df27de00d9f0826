/* Values that a random program works out: numbers, days and all else that is no condition. */
#include "programs/programs.h"

#include <stdlib.h>

static void add_two(struct program *program, enum value_sort sort, const char *between, int depth)
{
    words_add(&program->text, "(");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, " %s ", between);
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, ")");
}

static void add_choice(struct program *program, enum value_sort sort, int depth)
{
    program_note(program, HAS_IF);
    words_add(&program->text, "(if ");
    program_add_condition(program, depth - 1);
    words_add(&program->text, " then ");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, " else ");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, ")");
}

/* A divisor is a fixed number, or is asked first whether it is zero. */
static void add_division(struct program *program, enum value_sort sort, int depth)
{
    static const char *const operators[] = { "div", "mod", "/" };
    static const char *const fixed[] = { "2", "3", "7", "10" };
    const char *operator= operators[sort == OF_NUMBER ? program_pick(program, 2) : 2];
    program_note(program, HAS_DIVISION);
    if (program_chance(program, 60)) {
        words_add(&program->text, "(");
        program_add_value(program, sort, depth - 1);
        words_add(&program->text, program_dares(program, 20) ? " %s -" : " %s ", operator);
        words_add(&program->text, "%s)", fixed[program_pick(program, 4)]);
        return;
    }
    struct words before = program_begin_apart(program);
    program_add_value(program, sort == OF_NUMBER ? OF_NUMBER : OF_DECIMAL, 0);
    char *divisor = program_end_apart(program, before);
    words_add(&program->text, "(if %s = 0 then ", divisor);
    program_add_value(program, sort, 0);
    words_add(&program->text, " else ");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, " %s %s)", operator, divisor);
    free(divisor);
}

static void add_age(struct program *program, int depth)
{
    program_note(program, HAS_AGE);
    bool is_year = program_chance(program, 50);
    words_add(&program->text, is_year ? "year(" : "age(");
    program_add_value(program, OF_DAY, depth - 1);
    if (!is_year) {
        words_add(&program->text, ", ");
        program_add_value(program, OF_DAY, depth - 1);
    }
    words_add(&program->text, ")");
}

static void add_extreme_of_two(struct program *program, enum value_sort sort, int depth)
{
    words_add(&program->text, program_chance(program, 50) ? "min(" : "max(");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, ", ");
    program_add_value(program, sort, depth - 1);
    words_add(&program->text, ")");
}

static void add_arithmetic(struct program *program, enum value_sort sort, int depth)
{
    static const char *const operators[] = { "+", "-", "*" };
    int pick = program_pick(program, 100);
    if (pick < 45) {
        add_two(program, sort, operators[program_pick(program, 3)], depth);
    } else if (pick < 55) {
        add_extreme_of_two(program, sort, depth);
    } else if (pick < 75) {
        add_division(program, sort, depth);
    } else if (pick < 90 && sort == OF_NUMBER) {
        add_age(program, depth);
    } else if (sort == OF_NUMBER || pick < 90) {
        words_add(&program->text, "(- ");
        program_add_value(program, sort, depth - 1);
        words_add(&program->text, ")");
    } else {
        program_add_value(program, OF_NUMBER, depth - 1);
    }
}

static void move_day(struct program *program, int depth)
{
    program_note(program, HAS_MOVED);
    words_add(&program->text, "(");
    program_add_value(program, OF_DAY, depth - 1);
    words_add(&program->text, program_chance(program, 50) ? " + " : " - ");
    if (program_dares(program, 15))
        words_add(&program->text, "1 month (round down))");
    else if (program->is_large && program_chance(program, 20))
        words_add(&program->text, "3000000 days)");
    else if (program_chance(program, 20))
        words_add(&program->text, "span)");
    else
        words_add(&program->text, "%d days)", program_pick(program, 5));
}

/* What is more than a name and a path from it; false where there is none of that sort here. */
static bool add_compound(struct program *program, enum value_sort sort, int depth)
{
    bool is_number = sort == OF_NUMBER || sort == OF_DECIMAL;
    int pick = program_pick(program, 100);
    if (pick < 10) {
        add_choice(program, sort, depth);
        return true;
    }
    if (pick < 25)
        return program_add_call(program, sort, depth);
    if (is_number && pick < 60) {
        add_arithmetic(program, sort, depth);
        return true;
    }
    if (is_number || (sort == OF_DAY && pick < 60))
        return program_add_aggregate(program, sort, depth);
    if (sort == OF_DAY)
        move_day(program, depth);
    return sort == OF_DAY;
}

static bool add_name_of(struct program *program)
{
    if (!program_add_bound(program, OF_THING, -1))
        return false;
    words_add(&program->text, program_dares(program, 30) ? ".title" : ".id");
    return true;
}

void program_add_value(struct program *program, enum value_sort sort, int depth)
{
    bool was_positive = program->is_positive;
    program->is_positive = false;
    bool added = true;
    if (sort == OF_YES)
        program_add_condition(program, depth);
    else
        added = (depth > 0 && program_chance(program, 50) && add_compound(program, sort, depth)) ||
                (program_chance(program, 75) && program_add_path(program, sort, -1)) ||
                (program_chance(program, 60) && program_add_bound(program, sort, -1)) ||
                (sort == OF_TEXT && program_chance(program, 20) && add_name_of(program));
    program->is_positive = was_positive;
    if (added)
        return;
    if (sort == OF_NUMBER && program_chance(program, 15))
        words_add(&program->text, "limit");
    else
        program_add_literal(program, sort, false);
}
