/* Names in scope of a random program, and what is reached from them by paths. */
#include "programs/programs.h"

#include <stdio.h>

struct bound *program_bind(struct program *program, enum value_sort sort, int shape)
{
    struct bound *bound = &program->bound[program->bound_count++];
    *bound = (struct bound){ .sort = sort, .shape = shape };
    snprintf(bound->name, sizeof bound->name, "v%d", ++program->names);
    return bound;
}

bool program_is_value(enum value_sort sort)
{
    return sort == OF_NUMBER || sort == OF_DECIMAL || sort == OF_DAY || sort == OF_TEXT;
}

/* Whether a thing of shape `found` may stand where one of shape `wanted` is; -1: any value will do. */
static bool is_wanted(const struct program *program, int found, int wanted)
{
    return wanted < 0 || program_is(program, found, wanted);
}

static bool add_named_instance(struct program *program, int shape)
{
    int first = program_pick(program, program->first_derived);
    for (int i = 0; i < program->first_derived; i++) {
        int at = (first + i) % program->first_derived;
        int count = program->shapes[at].instances;
        if (count && program_is(program, at, shape)) {
            words_add(&program->text, "%s_%d", program->shapes[at].name, 1 + program_pick(program, count));
            return true;
        }
    }
    return false;
}

bool program_add_bound(struct program *program, enum value_sort sort, int shape)
{
    int first = program->bound_count ? program_pick(program, program->bound_count) : 0;
    for (int i = 0; i < program->bound_count; i++) {
        const struct bound *bound = &program->bound[(first + i) % program->bound_count];
        if (bound->is_hidden || bound->sort != sort ||
            (sort == OF_THING && !is_wanted(program, bound->shape, shape)))
            continue;
        words_add(&program->text, "%s", bound->name);
        return true;
    }
    return false;
}

/* Paths */

/* Where a path begins: a variable, the case at hand, seldom a thing by its name; its shape, or -1. */
static int add_base(struct program *program)
{
    if (program->has_case_name && program_chance(program, 12)) {
        words_add(&program->text, "%s", program->shapes[program->case_shape].name);
        return program->case_shape;
    }
    if (!program->bound_count)
        return -1;
    const struct bound *bound = &program->bound[program_pick(program, program->bound_count)];
    if (bound->sort != OF_THING || bound->is_hidden)
        return -1;
    words_add(&program->text, "%s", bound->name);
    return bound->shape;
}

/* Of conclusions whose rules are still running only what tells them apart may be asked. Periods are asked for
 * where they fit. */
static bool may_ask(const struct program *program, const struct shape *of, const struct member_field *field)
{
    bool is_running = of->is_derived && of->rank >= program->rank && program_is_value(field->sort);
    bool may_be_named = field->how_many != MANY && field->or_shape < 0;
    return may_be_named && !is_running && (!field->is_period || program->takes_periods) &&
           (!field->is_secret || !program->shuns_secrets) &&
           (field->how_many != PERHAPS || !program->shuns_gaps);
}

/* A random walk over at most two links; true where its end is of the sort. */
static bool walk(struct program *program, enum value_sort sort, int shape)
{
    int at = add_base(program);
    for (int hop = 0; hop < 3 && at >= 0 && program->shapes[at].field_count; hop++) {
        const struct shape *from = &program->shapes[at];
        const struct member_field *field = &from->fields[program_pick(program, from->field_count)];
        words_add(&program->text, ".%s", field->name);
        if (!may_ask(program, from, field))
            return false;
        if (field->sort == sort && (sort != OF_THING || is_wanted(program, field->shape, shape)))
            return true;
        at = field->sort == OF_THING ? field->shape : -1;
    }
    return false;
}

bool program_add_path(struct program *program, enum value_sort sort, int shape)
{
    size_t before = program->text.length;
    for (int tries = 0; tries < 10; tries++) {
        if (walk(program, sort, shape))
            return true;
        program_take_back(program, before);
    }
    return false;
}

/* Things */

bool program_can_name(const struct program *program, int shape)
{
    if (program->has_case_name && program_is(program, program->case_shape, shape))
        return true;
    for (int i = 0; i < program->bound_count; i++) {
        const struct bound *bound = &program->bound[i];
        if (!bound->is_hidden && bound->sort == OF_THING && program_is(program, bound->shape, shape))
            return true;
    }
    for (int i = 0; i < program->first_derived; i++) {
        if (program_is(program, i, shape) && program->shapes[i].instances)
            return true;
    }
    return false;
}

void program_add_thing(struct program *program, int shape)
{
    if (program_chance(program, 55) && program_add_bound(program, OF_THING, shape))
        return;
    if (program_chance(program, 65) && program_add_path(program, OF_THING, shape))
        return;
    if (program_chance(program, 80) && program_add_bound(program, OF_THING, shape))
        return;
    if (program->has_case_name && program_is(program, program->case_shape, shape))
        words_add(&program->text, "%s", program->shapes[program->case_shape].name);
    else if (!add_named_instance(program, shape))
        program_add_bound(program, OF_THING, shape);
}

int program_find_nameable(struct program *program)
{
    int first = program_pick(program, program->first_derived);
    for (int i = 0; i < program->first_derived; i++) {
        if (program_can_name(program, (first + i) % program->first_derived))
            return (first + i) % program->first_derived;
    }
    return -1;
}
