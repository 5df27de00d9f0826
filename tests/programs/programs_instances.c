/* What is recorded in a random program, and values as they are written. */
#include "programs/programs.h"

#include <stdio.h>

enum { INSTANCES_MOST = 4 };

/* Values */

static void add_number(struct program *program)
{
    static const char *const large[] = { "999999999999999999", "922337203685477580", "2147483647",
                                         "461168601842738790", "3037000500",         "4294967296" };
    const char *sign = program_chance(program, 20) ? "-" : "";
    if (program->is_large && program_chance(program, 25)) {
        program_note(program, HAS_LARGE);
        words_add(&program->text, "%s%s", sign, large[program_pick(program, 6)]);
    } else {
        words_add(&program->text, "%s%d", sign, program_pick(program, 6));
    }
}

static void add_day(struct program *program, bool is_recorded)
{
    static const char *const rare[] = { "2009-12-31", "2012-02-29", "2010-02-28", "1899-12-31",
                                        "2010-03-31" };
    if (is_recorded && program_chance(program, program->is_plain ? program->is_doubtful * 12 : 12)) {
        program_note(program, HAS_IMPRECISE);
        words_add(&program->text, program_chance(program, 50) ? "2010-03" : "about 2010-03-04 within 2 days");
    } else if (program_chance(program, 12)) {
        words_add(&program->text, "%s", rare[program_pick(program, 5)]);
    } else {
        words_add(&program->text, "2010-03-%02d", 1 + program_pick(program, 9));
    }
}

void program_add_literal(struct program *program, enum value_sort sort, bool is_recorded)
{
    static const char *const decimals[] = { "0.5", "1.25", "2", "0.01", "3.7", "0", "-1.5", "10.05" };
    static const char *const themes[] = { "theme.a", "theme.b", "theme.a.a1", "theme.a.a2" };
    static const char *const levels[] = { "level.low", "level.mid", "level.high" };
    static const char *const texts[] = { "\"x\"", "\"y\"", "\"\"", "\"\\\"z\\\" \xc3\xa4\\n\\\\%s\"" };
    struct words *out = &program->text;
    switch (sort) {
    case OF_NUMBER:
        add_number(program);
        return;
    case OF_DECIMAL:
        program_note(program, HAS_DECIMALS);
        words_add(out, "%s", decimals[program_pick(program, 8)]);
        return;
    case OF_YES:
        words_add(out, "%s", program_chance(program, 50) ? "true" : "false");
        return;
    case OF_DAY:
        add_day(program, is_recorded);
        return;
    case OF_THEME:
        words_add(out, "%s", themes[program_pick(program, 4)]);
        return;
    case OF_LEVEL:
        words_add(out, "%s", levels[program_pick(program, 3)]);
        return;
    case OF_TEXT:
    case OF_THING:
        words_add(out, "%s", texts[program_pick(program, 4)]);
        return;
    }
}

/* How many there are */

/* Instances of a shape and those below it. */
static int count_of(const struct program *program, int shape)
{
    int count = 0;
    for (int i = 0; i < program->first_derived; i++)
        count += program_is(program, i, shape) ? program->shapes[i].instances : 0;
    return count;
}

/* A kind that must link to what there is nothing of has no instances. */
static bool can_be_filled(const struct program *program, const struct shape *shape)
{
    for (int i = 0; i < shape->field_count; i++) {
        const struct member_field *field = &shape->fields[i];
        if (field->sort == OF_THING && field->how_many == ONE && !count_of(program, field->shape))
            return false;
    }
    return true;
}

static void choose_counts(struct program *program)
{
    for (int i = 0; i < program->first_derived; i++)
        program->shapes[i].instances =
            program_chance(program, 8) ? 0 : 1 + program_pick(program, INSTANCES_MOST);
    for (int round = 0; round < program->first_derived; round++) {
        for (int i = 0; i < program->first_derived; i++) {
            if (!can_be_filled(program, &program->shapes[i]))
                program->shapes[i].instances = 0;
        }
    }
    if (program->case_shape >= 0 && count_of(program, program->case_shape) > 1)
        program_note(program, HAS_CASES);
}

/* Their text */

static void name_instance(struct program *program, int shape)
{
    int at = program_pick(program, count_of(program, shape));
    for (int i = 0; i < program->first_derived; i++) {
        if (!program_is(program, i, shape))
            continue;
        if (at < program->shapes[i].instances) {
            words_add(&program->text, "%s_%d", program->shapes[i].name, at + 1);
            return;
        }
        at -= program->shapes[i].instances;
    }
}

static void fill_field(struct program *program, const struct member_field *field)
{
    bool is_link = field->sort == OF_THING;
    bool may_be_left_out = field->how_many == PERHAPS || field->has_default;
    if ((may_be_left_out && program_chance(program, 30)) || (is_link && !count_of(program, field->shape)))
        return;
    int count = field->how_many == MANY ? program_pick(program, 4) : 1;
    for (int i = 0; i < count; i++) {
        words_add(&program->text, i ? ", " : "  %s: ", field->name);
        if (is_link)
            name_instance(program, field->shape);
        else if (field->is_period && program_chance(program, 60))
            words_add(&program->text, "2010-03-04..%s", program_chance(program, 50) ? "2010-03-05" : "");
        else
            program_add_literal(program, field->sort, true);
        if (program->is_doubtful && program_chance(program, 4)) {
            words_add(&program->text, "?");
            program_note(program, HAS_DOUBT);
        }
    }
    words_add(&program->text, count ? "\n" : "");
}

static void add_instance(struct program *program, const struct shape *shape, int nth)
{
    words_add(&program->text, "%s %s_%d \"%s no. %d\" {\n", shape->name, shape->name, nth, shape->name, nth);
    for (int i = 0; i < shape->field_count; i++)
        fill_field(program, &shape->fields[i]);
    words_add(&program->text, "}\n");
}

static void add_claims(struct program *program)
{
    for (int i = 0; i < program->first_derived; i++) {
        if (!program->shapes[i].is_open || !program_chance(program, 40))
            continue;
        program_note(program, HAS_CLAIMS);
        words_add(&program->text, "complete %s because \"it was said\"\n", program->shapes[i].name);
    }
}

void program_add_instances(struct program *program)
{
    choose_counts(program);
    for (int i = 0; i < program->first_derived; i++) {
        for (int nth = 1; nth <= program->shapes[i].instances; nth++)
            add_instance(program, &program->shapes[i], nth);
    }
    add_claims(program);
}
