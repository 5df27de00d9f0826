/* Measures and decision tables of a random program, and calls of them. */
#include "programs/programs.h"

#include <stdio.h>

static const char *const types[] = { "integer", "decimal(2)", "boolean", "date", "theme", "level", "text" };

/* Their heads */

static void add_head(struct program *program, struct function *function, const char *word, int things_percent)
{
    snprintf(function->name, sizeof function->name, "%c%d", word[0], ++program->names);
    function->count = 1 + program_pick(program, TAKES_MOST);
    words_add(&program->text, "%s %s(", word, function->name);
    for (int i = 0; i < function->count; i++) {
        bool is_thing = program_chance(program, things_percent);
        enum value_sort sort = is_thing ? OF_THING : (enum value_sort)program_pick(program, OF_TEXT);
        int shape = is_thing ? program_pick(program, program->first_derived) : -1;
        const struct bound *bound = program_bind(program, sort, shape);
        function->takes[i] = sort;
        function->shapes[i] = shape;
        words_add(&program->text, "%s%s: %s", i ? ", " : "", bound->name,
                  is_thing ? program->shapes[shape].name : types[sort]);
    }
    words_add(&program->text, ") is %s ", types[function->gives]);
}

static void add_measure(struct program *program)
{
    static const enum value_sort gives[] = { OF_NUMBER, OF_NUMBER, OF_DECIMAL, OF_YES, OF_DAY, OF_LEVEL };
    struct function function = { .gives = gives[program_pick(program, 6)] };
    program_note(program, HAS_MEASURE);
    function.rank = program->rank = program_chance(program, 25) ? 1 : 0;
    add_head(program, &function, "measure", 60);
    words_add(&program->text, "=\n  ");
    program_add_value(program, function.gives, 2);
    words_add(&program->text, "\n");
    program->functions[program->function_count++] = function;
}

/* Tables */

/* A condition that can be proved about: one parameter, or a field of one, and a fixed value. */
static void add_row_condition(struct program *program)
{
    static const char *const operators[] = { "=", "!=", "<", "<=", ">", ">=" };
    static const enum value_sort sorts[] = { OF_NUMBER, OF_DECIMAL, OF_DAY, OF_LEVEL, OF_THEME };
    int first = program_pick(program, 5);
    for (int i = 0; i < 5; i++) {
        enum value_sort sort = sorts[(first + i) % 5];
        if (!program_add_bound(program, sort, -1) && !program_add_path(program, sort, -1))
            continue;
        words_add(&program->text, " %s ", operators[program_pick(program, sort == OF_THEME ? 2 : 6)]);
        program_add_literal(program, sort, false);
        return;
    }
    if (!program_add_bound(program, OF_YES, -1) && !program_add_path(program, OF_YES, -1))
        words_add(&program->text, "true");
}

static void add_table(struct program *program)
{
    static const enum value_sort gives[] = { OF_NUMBER, OF_DECIMAL, OF_YES, OF_LEVEL, OF_THEME };
    struct function function = { .gives = gives[program_pick(program, 5)] };
    int rows = 1 + program_pick(program, 3);
    program_note(program, HAS_TABLE);
    program->rank = 0;
    add_head(program, &function, "table", 20);
    words_add(&program->text, "{\n");
    for (int i = 0; i < rows; i++) {
        words_add(&program->text, "  when ");
        add_row_condition(program);
        words_add(&program->text, " -> ");
        program_add_literal(program, function.gives, false);
        words_add(&program->text, "\n");
    }
    words_add(&program->text, "  otherwise -> ");
    program_add_value(program, function.gives, 1);
    words_add(&program->text, "\n}\n");
    program->functions[program->function_count++] = function;
}

void program_add_functions(struct program *program)
{
    int count = program_pick(program, FUNCTIONS_MOST);
    for (int i = 0; i < count; i++) {
        if (program_chance(program, 55))
            add_measure(program);
        else
            add_table(program);
        program->bound_count = 0;
    }
}

/* Calls */

static bool can_call(const struct program *program, const struct function *function)
{
    bool can = function->rank <= program->rank && !program->is_in_text;
    for (int i = 0; i < function->count; i++)
        can = can && (function->takes[i] != OF_THING || program_can_name(program, function->shapes[i]));
    return can;
}

bool program_add_call(struct program *program, enum value_sort sort, int depth)
{
    int first = program->function_count ? program_pick(program, program->function_count) : 0;
    for (int i = 0; i < program->function_count; i++) {
        const struct function *function = &program->functions[(first + i) % program->function_count];
        if (function->gives != sort || !can_call(program, function))
            continue;
        words_add(&program->text, "%s(", function->name);
        for (int at = 0; at < function->count; at++) {
            words_add(&program->text, at ? ", " : "");
            if (function->takes[at] == OF_THING)
                program_add_thing(program, function->shapes[at]);
            else
                program_add_value(program, function->takes[at], depth - 1);
        }
        words_add(&program->text, ")");
        return true;
    }
    return false;
}
