/* Rules and checks of a random program. */
#include "programs/programs.h"

#include <stdlib.h>
#include <string.h>

enum { DEEP = 3, CHECKED_RANK = 100 };

/* Steps */

static void add_for_each(struct program *program, int count)
{
    words_add(&program->text, "  for each ");
    for (int i = 0; i < count; i++) {
        words_add(&program->text, i ? ", " : "");
        program_add_binder(program);
    }
    words_add(&program->text, "\n");
}

static void add_where(struct program *program)
{
    words_add(&program->text, "  where ");
    program_add_condition(program, DEEP);
    words_add(&program->text, "\n");
}

static void add_let(struct program *program)
{
    static const enum value_sort sorts[] = { OF_NUMBER, OF_NUMBER, OF_DECIMAL, OF_YES, OF_DAY, OF_LEVEL };
    enum value_sort sort = sorts[program_pick(program, 6)];
    bool was_positive = program->is_positive;
    struct words before = program_begin_apart(program);
    program->is_positive = false;
    program_add_value(program, sort, DEEP);
    program->is_positive = was_positive;
    char *value = program_end_apart(program, before);
    words_add(&program->text, "  let %s = %s\n", program_bind(program, sort, -1)->name, value);
    program_note(program, HAS_LET);
    free(value);
}

static void add_steps(struct program *program)
{
    add_for_each(program, 1 + program_chance(program, 30));
    if (program_chance(program, 80))
        add_where(program);
    if (program_chance(program, 20))
        add_for_each(program, 1);
    if (program_chance(program, 30))
        add_let(program);
    if (program_chance(program, 25))
        add_where(program);
}

/* Words */

/* What is told must not rest on conclusions where the program is plain. */
static void hide_conclusions(struct program *program, bool hides)
{
    for (int i = 0; i < program->bound_count; i++) {
        struct bound *bound = &program->bound[i];
        if (bound->sort == OF_THING && program->shapes[bound->shape].is_derived)
            bound->is_hidden = hides && program->is_plain;
    }
}

static void add_words(struct program *program)
{
    static const enum value_sort sorts[] = { OF_NUMBER, OF_DECIMAL, OF_DAY, OF_LEVEL, OF_THEME };
    int rank = program->rank;
    int count = program_pick(program, 3);
    program->is_in_text = true;
    program->rank = program->is_plain ? 0 : rank;
    hide_conclusions(program, true);
    words_add(&program->text, "\"told \xc3\xa9 \\\"of\\\" %%");
    for (int i = 0; i < count; i++) {
        words_add(&program->text, " {");
        if (program_chance(program, 60) || !program_add_bound(program, OF_THING, -1))
            program_add_value(program, sorts[program_pick(program, 5)], 1);
        words_add(&program->text, "}");
    }
    words_add(&program->text, "\"");
    hide_conclusions(program, false);
    program->rank = rank;
    program->is_in_text = false;
}

/* Rules */

/* Marks what a conclusion's values may rest on, so that few conclusions are given two: what it is about. */
static void hide_others(struct program *program, const char *identity)
{
    for (int i = 0; i < program->bound_count; i++) {
        struct bound *bound = &program->bound[i];
        const char *at = strstr(identity, bound->name);
        bound->is_hidden = !at || (at[strlen(bound->name)] >= '0' && at[strlen(bound->name)] <= '9');
    }
}

static void add_identity(struct program *program, const struct shape *concluded)
{
    words_add(&program->text, "%s {", concluded->name);
    program->shuns_gaps = program->is_plain && program_chance(program, 95);
    for (int i = 0; i < concluded->field_count; i++) {
        const struct member_field *field = &concluded->fields[i];
        if (program_is_value(field->sort))
            continue;
        words_add(&program->text, " %s: ", field->name);
        if (field->sort == OF_THING)
            program_add_thing(program, field->shape);
        else if (field->sort == OF_YES || !program_add_bound(program, field->sort, -1))
            program_add_value(program, field->sort, 1);
    }
    program->shuns_gaps = false;
}

static void add_values(struct program *program, const struct shape *concluded)
{
    for (int i = 0; i < concluded->field_count; i++) {
        const struct member_field *field = &concluded->fields[i];
        if (!program_is_value(field->sort) || (field->how_many == PERHAPS && program_chance(program, 25)))
            continue;
        words_add(&program->text, " %s: ", field->name);
        program_add_value(program, field->sort, 2);
    }
}

static void add_conclusion(struct program *program, const struct shape *concluded)
{
    struct words before = program_begin_apart(program);
    add_identity(program, concluded);
    char *identity = program_end_apart(program, before);
    words_add(&program->text, "  conclude %s", identity);
    if (program_chance(program, 90))
        hide_others(program, identity);
    add_values(program, concluded);
    for (int i = 0; i < program->bound_count; i++)
        program->bound[i].is_hidden = false;
    words_add(&program->text, " }\n");
    free(identity);
}

static bool can_conclude(const struct program *program, const struct shape *concluded)
{
    for (int i = 0; i < concluded->field_count; i++) {
        if (concluded->fields[i].sort == OF_THING && !program_can_name(program, concluded->fields[i].shape))
            return false;
    }
    return true;
}

static void add_rule(struct program *program, const struct shape *concluded)
{
    size_t before = program->text.length;
    program->bound_count = 0;
    program->rank = concluded->rank;
    program->is_rule = program->is_positive = true;
    program->has_case_name = program->case_shape >= 0 && !concluded->is_across;
    words_add(&program->text, "rule r%d {\n", ++program->names);
    if (concluded->is_across)
        words_add(&program->text, "  across %ss\n", program->shapes[program->case_shape].name);
    add_steps(program);
    if (!can_conclude(program, concluded)) {
        program_take_back(program, before);
        return;
    }
    program->is_positive = false;
    add_conclusion(program, concluded);
    if (program_chance(program, 50)) {
        program_note(program, HAS_BECAUSE);
        words_add(&program->text, "  because ");
        add_words(program);
        words_add(&program->text, "\n");
    }
    words_add(&program->text, "}\n");
    if (concluded->is_across)
        program_note(program, HAS_ACROSS);
}

void program_add_rules(struct program *program)
{
    for (int i = program->first_derived; i < program->shape_count; i++) {
        int count = 1 + program_chance(program, 35);
        if (count > 1)
            program_note(program, HAS_SHARED);
        for (int nth = 0; nth < count; nth++)
            add_rule(program, &program->shapes[i]);
    }
    program->is_rule = program->is_positive = false;
}

/* Checks */

/* The place that a check points to: a thing that it goes through, or a field of one. */
static bool add_place(struct program *program)
{
    int first = program_pick(program, program->bound_count);
    for (int i = 0; i < program->bound_count; i++) {
        const struct bound *bound = &program->bound[(first + i) % program->bound_count];
        if (bound->is_hidden || bound->sort != OF_THING)
            continue;
        const struct shape *of = &program->shapes[bound->shape];
        words_add(&program->text, "%s", bound->name);
        if (of->field_count && program_chance(program, 25))
            words_add(&program->text, ".%s", of->fields[program_pick(program, of->field_count)].name);
        return true;
    }
    return false;
}

static bool add_question(struct program *program)
{
    static const char *const levels[] = { "error", "warning", "note" };
    size_t before = program->text.length;
    program->bound_count = 0;
    add_steps(program);
    words_add(&program->text, "  %s at ", levels[program_pick(program, 3)]);
    hide_conclusions(program, true);
    bool has_place = add_place(program);
    hide_conclusions(program, false);
    if (!has_place) {
        program_take_back(program, before);
        return false;
    }
    words_add(&program->text, " ");
    add_words(program);
    words_add(&program->text, "\n");
    return true;
}

static void add_check(struct program *program)
{
    size_t before = program->text.length;
    bool has_second = program_chance(program, 25);
    program->rank = CHECKED_RANK;
    program->has_case_name = program->case_shape >= 0;
    words_add(&program->text, "check c%d {\n", ++program->names);
    if (!add_question(program)) {
        program_take_back(program, before);
        return;
    }
    program_note(program, HAS_CHECKS);
    if (has_second && add_question(program))
        program_note(program, HAS_QUESTIONS);
    words_add(&program->text, "}\n");
}

void program_add_checks(struct program *program)
{
    int count = program_pick(program, 3);
    for (int i = 0; i < count; i++)
        add_check(program);
}
