/* What a random program goes through: all of a kind, links of many, links backwards, members of a case, the
 * categories of a taxonomy. */
#include "programs/programs.h"

#include <stdio.h>
#include <stdlib.h>

/* Conclusions may be gone through where their rules have run; in a positive place those of one's own rank. */
static bool may_range_over(const struct program *program, int shape)
{
    const struct shape *of = &program->shapes[shape];
    return !of->is_derived || of->rank < program->rank ||
           (program->is_positive && of->rank == program->rank);
}

static void note_conclusions(struct program *program, int shape)
{
    const struct shape *of = &program->shapes[shape];
    if (of->is_derived)
        program_note(program, HAS_ON_RULES);
    if (of->is_derived && of->rank == program->rank && program->is_rule)
        program_note(program, HAS_RECURSION);
}

/* Sets */

/* A thing with a name, perhaps by one link of it; its shape, or -1. */
static int add_root(struct program *program)
{
    if (program->has_case_name && program_chance(program, 15)) {
        words_add(&program->text, "%s", program->shapes[program->case_shape].name);
        return program->case_shape;
    }
    if (!program->bound_count)
        return -1;
    const struct bound *bound = &program->bound[program_pick(program, program->bound_count)];
    if (bound->is_hidden || bound->sort != OF_THING)
        return -1;
    words_add(&program->text, "%s", bound->name);
    const struct shape *of = &program->shapes[bound->shape];
    const struct member_field *field = &of->fields[program_pick(program, of->field_count)];
    if (field->sort != OF_THING || field->how_many == MANY || field->or_shape >= 0 ||
        !program_chance(program, 15))
        return bound->shape;
    words_add(&program->text, ".%s", field->name);
    return field->shape;
}

/* A link of many; a binder takes a link to one, too. */
static bool add_link(struct program *program, int root, bool takes_one, int *shape)
{
    const struct shape *of = &program->shapes[root];
    int first = program_pick(program, of->field_count);
    for (int i = 0; i < of->field_count; i++) {
        const struct member_field *field = &of->fields[(first + i) % of->field_count];
        bool fits = field->how_many == MANY || (takes_one && program_chance(program, 15));
        if (field->sort != OF_THING || !fits)
            continue;
        words_add(&program->text, ".%s", field->name);
        *shape = field->shape;
        return true;
    }
    return false;
}

/* The links of one kind to another; engines on columns follow none backwards that may be left out. */
static int find_links(struct program *program, int from, int to,
                      const struct member_field *links[FIELDS_MOST])
{
    const struct shape *of = &program->shapes[from];
    int count = 0;
    for (int i = 0; i < of->field_count; i++) {
        const struct member_field *field = &of->fields[i];
        if (field->sort == OF_THING && (program_is(program, to, field->shape) ||
                                        (field->or_shape >= 0 && program_is(program, to, field->or_shape))))
            links[count++] = field;
        if (count && links[count - 1] == field && field->how_many == PERHAPS && program->is_plain &&
            !program_chance(program, 10))
            return 0;
    }
    return count;
}

static bool add_backwards(struct program *program, int root, int *shape)
{
    const struct member_field *links[FIELDS_MOST];
    int first = program_pick(program, program->shape_count);
    for (int i = 0; i < program->shape_count; i++) {
        int from = (first + i) % program->shape_count;
        int count = may_range_over(program, from) ? find_links(program, from, root, links) : 0;
        if (!count)
            continue;
        words_add(&program->text, ".%ss", program->shapes[from].name);
        if (count > 1 || program_chance(program, 25))
            words_add(&program->text, "_%s", links[program_pick(program, count)]->name);
        *shape = from;
        program_note(program, HAS_BACKWARDS);
        note_conclusions(program, from);
        return true;
    }
    return false;
}

static bool add_members(struct program *program, int root, int *shape)
{
    int wanted = program_pick(program, program->shape_count);
    const struct member_field *links[FIELDS_MOST];
    if (root != program->case_shape || wanted == root || !may_range_over(program, wanted) ||
        find_links(program, wanted, root, links) > 1)
        return false;
    words_add(&program->text, ".%ss", program->shapes[wanted].name);
    *shape = wanted;
    program_note(program, HAS_OF_CASE);
    note_conclusions(program, wanted);
    return true;
}

/* What is reached by a link of a kind to itself. */
static bool add_reachable(struct program *program, int *shape)
{
    size_t before = program->text.length;
    words_add(&program->text, "reachable(");
    int root = add_root(program);
    for (int i = 0; root >= 0 && i < program->shapes[root].field_count; i++) {
        const struct member_field *field = &program->shapes[root].fields[i];
        if (field->sort != OF_THING || field->shape != root)
            continue;
        words_add(&program->text, ".%s)", field->name);
        *shape = root;
        program_note(program, HAS_REACHABLE);
        return true;
    }
    program_take_back(program, before);
    return false;
}

bool program_add_set(struct program *program, bool takes_one, int *shape)
{
    size_t before = program->text.length;
    if (program_dares(program, 15) && add_reachable(program, shape))
        return true;
    for (int tries = 0; tries < 3; tries++) {
        int root = add_root(program);
        int pick = program_pick(program, 100);
        if (root >= 0 && pick < 25 && add_members(program, root, shape))
            return true;
        if (root >= 0 && pick < 60 && add_backwards(program, root, shape))
            return true;
        if (root >= 0 && add_link(program, root, takes_one, shape))
            return true;
        program_take_back(program, before);
    }
    return false;
}

/* Binders */

static int choose_shape(struct program *program)
{
    int shape = program_pick(program, program->first_derived);
    if (program_chance(program, 35))
        shape = program_pick(program, program->shape_count);
    return may_range_over(program, shape) ? shape : program_pick(program, program->first_derived);
}

/* A kind below another, which narrows what is gone through. */
static int choose_below(struct program *program, int shape)
{
    int below = program_pick(program, program->shape_count);
    return program_chance(program, 25) && program_is(program, below, shape) ? below : shape;
}

static void add_categories(struct program *program)
{
    bool is_theme = program_chance(program, 60);
    const struct bound *bound = program_bind(program, is_theme ? OF_THEME : OF_LEVEL, -1);
    program_note(program, HAS_CATEGORIES);
    words_add(&program->text, "%s %s", is_theme ? "theme" : "level", bound->name);
}

bool program_add_binder(struct program *program)
{
    if (program->bound_count == BOUND_MOST)
        return false;
    if (program_chance(program, 8)) {
        add_categories(program);
        return true;
    }
    int shape = choose_shape(program);
    struct words before = program_begin_apart(program);
    bool has_set = program_chance(program, 35) && program_add_set(program, true, &shape);
    char *set = program_end_apart(program, before);
    shape = choose_below(program, shape);
    bool is_own = program->shapes[shape].is_derived && program->shapes[shape].rank >= program->rank;
    bool is_recorded = !is_own && program_chance(program, program->shapes[shape].is_open ? 50 : 4);
    if (is_recorded)
        program_note(program, HAS_RECORDED);
    note_conclusions(program, shape);
    const struct bound *bound = program_bind(program, OF_THING, shape);
    words_add(&program->text, "%s%s %s%s%s", is_recorded ? "recorded " : "", program->shapes[shape].name,
              bound->name, has_set ? " in " : "", set);
    free(set);
    return true;
}
