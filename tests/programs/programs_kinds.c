/* The kinds of a random program: a case, things that belong to one, things of those, things of none, kinds
 * below these; and what rules conclude. */
#include "programs/programs.h"

#include <stdio.h>
#include <string.h>

static struct shape *add_shape(struct program *program, int parent)
{
    struct shape *shape = &program->shapes[program->shape_count];
    *shape = (struct shape){ .parent = parent };
    snprintf(shape->name, sizeof shape->name, "k%d", program->shape_count++);
    if (parent >= 0) {
        const struct shape *above = &program->shapes[parent];
        memcpy(shape->fields, above->fields, sizeof shape->fields);
        shape->field_count = shape->own_first = above->field_count;
        program_note(program, HAS_NESTED);
    }
    return shape;
}

static struct member_field *add_field(struct program *program, struct shape *shape, enum value_sort sort,
                                      enum how_many how_many)
{
    struct member_field *field = &shape->fields[shape->field_count++];
    *field = (struct member_field){ .sort = sort, .how_many = how_many, .or_shape = -1 };
    snprintf(field->name, sizeof field->name, "f%d", ++program->names);
    return field;
}

/* Recorded kinds */

static void add_values(struct program *program, struct shape *shape)
{
    int count = 1 + program_pick(program, 4);
    for (int i = 0; i < count; i++) {
        enum value_sort sort = (enum value_sort)program_pick(program, OF_THING);
        bool is_many = sort == OF_THEME && program_dares(program, 20);
        enum how_many how_many = is_many ? MANY : program_chance(program, 70) ? ONE : PERHAPS;
        struct member_field *field = add_field(program, shape, sort, how_many);
        field->has_default = how_many == ONE && program_chance(program, 10);
        field->is_period = sort == OF_DAY && program_dares(program, 20);
        field->is_secret = !field->has_default && program_chance(program, 3);
    }
}

static void add_links(struct program *program, struct shape *shape)
{
    int own = (int)(shape - program->shapes);
    int count = program_pick(program, 3);
    for (int i = 0; i < count; i++) {
        static const enum how_many often[] = { ONE, PERHAPS, MANY, MANY };
        enum how_many how_many = often[program_pick(program, 4)];
        int to = program_pick(program, program->shape_count);
        bool may_miss = how_many == ONE && program_is(program, own, to); /* the first would need another */
        struct member_field *field = add_field(program, shape, OF_THING, may_miss ? PERHAPS : how_many);
        field->shape = to;
        int other = program_pick(program, program->shape_count);
        if (program_dares(program, 10) && !program_is(program, to, other) && !program_is(program, other, to))
            field->or_shape = other;
    }
}

static void add_parent_field(struct program *program, struct shape *shape)
{
    bool is_deep = program->shape_count > 2 && program_chance(program, 30);
    int within = is_deep ? program_pick(program, program->shape_count - 1) : program->case_shape;
    if (within < 0)
        return;
    struct member_field *field = add_field(program, shape, OF_THING, ONE);
    field->shape = within;
    field->is_parent = true;
}

static void add_thing(struct program *program)
{
    bool is_below = program->shape_count > 1 && program_chance(program, 15);
    int first = program->case_shape < 0 || program_dares(program, 10) ? 0 : 1;
    int parent = is_below ? first + program_pick(program, program->shape_count - first) : -1;
    struct shape *shape = add_shape(program, parent);
    if (parent < 0 && program_chance(program, 80))
        add_parent_field(program, shape);
    shape->is_open = program_dares(program, 20);
    if (parent < 0 || program_chance(program, 50))
        add_values(program, shape);
    add_links(program, shape);
}

/* Derived kinds */

/* Of what a conclusion is: a thing, mostly. */
static void add_identity(struct program *program, struct shape *shape, int things_percent)
{
    static const enum value_sort others[] = { OF_YES, OF_THEME, OF_LEVEL };
    bool is_thing = program_chance(program, things_percent);
    enum value_sort sort = is_thing ? OF_THING : others[program_pick(program, 3)];
    int own = (int)(shape - program->shapes);
    int to = program_pick(program, program->first_derived);
    if (is_thing && own > program->first_derived && program_dares(program, 12)) {
        to = program->first_derived + program_pick(program, own - program->first_derived);
        program_note(program, HAS_OF_RULES);
    }
    add_field(program, shape, sort, ONE)->shape = to;
}

static void add_derived(struct program *program, bool is_first)
{
    static const enum value_sort values[] = { OF_NUMBER, OF_NUMBER, OF_DECIMAL, OF_DAY, OF_TEXT };
    struct shape *shape = add_shape(program, -1);
    shape->is_derived = true;
    shape->is_across = program->case_shape >= 0 && program_chance(program, 12);
    shape->rank = is_first ? 0 : shape[-1].rank + program_chance(program, 75);
    add_identity(program, shape, 85);
    if (program_chance(program, 35))
        add_identity(program, shape, 40);
    while (program_chance(program, 30) && shape->field_count < 5) {
        enum how_many how_many = program_chance(program, 50) ? ONE : PERHAPS;
        add_field(program, shape, values[program_pick(program, 5)], how_many);
        program_note(program, HAS_VALUES);
    }
}

static void choose_kinds(struct program *program)
{
    if (program_chance(program, 75)) {
        program->case_shape = program->shape_count;
        struct shape *shape = add_shape(program, -1);
        shape->is_case = true;
        add_values(program, shape);
    }
    int things = 1 + program_pick(program, 4);
    for (int i = 0; i < things; i++)
        add_thing(program);
    program->first_derived = program->shape_count;
    int derived = 1 + program_pick(program, 3);
    for (int i = 0; i < derived; i++)
        add_derived(program, i == 0);
}

/* Their text */

static void print_type(struct program *program, const struct member_field *field)
{
    static const char *const types[] = { "integer", "decimal(2)", "boolean", "date",
                                         "theme",   "level",      "text" };
    static const char *const marks[] = { "", "?", "*" };
    const char *type = field->sort == OF_THING ? program->shapes[field->shape].name : types[field->sort];
    if (field->is_period) {
        program_note(program, HAS_PERIODS);
        words_add(&program->text, "(date | period)");
    } else if (field->or_shape >= 0) {
        program_note(program, HAS_UNITED);
        words_add(&program->text, "(%s | %s)", type, program->shapes[field->or_shape].name);
    } else {
        words_add(&program->text, "%s", type);
    }
    words_add(&program->text, "%s%s", marks[field->how_many], field->is_parent ? " parent" : "");
}

/* A default is a value of the field's sort, often another of the instance's own; what stands before it, so
 * never itself. */
static void print_default(struct program *program, int shape, const struct member_field *field)
{
    struct bound *self = program_bind(program, OF_THING, shape);
    int fields = program->shapes[shape].field_count;
    snprintf(self->name, sizeof self->name, "self");
    program_note(program, HAS_WORKED_OUT);
    program->shapes[shape].field_count = (int)(field - program->shapes[shape].fields);
    program->shuns_secrets = true; /* or the field would have to be confidential, too */
    words_add(&program->text, " = ");
    if (!program_chance(program, 70) || !program_add_path(program, field->sort, -1))
        program_add_literal(program, field->sort, false);
    program->shapes[shape].field_count = fields;
    program->bound_count--;
    program->shuns_secrets = false;
}

static void print_field(struct program *program, int shape, const struct member_field *field)
{
    words_add(&program->text, "  %s: %s", field->name, field->is_secret ? "confidential " : "");
    print_type(program, field);
    if (field->has_default)
        print_default(program, shape, field);
    words_add(&program->text, "\n");
    if (field->is_secret)
        program_note(program, HAS_SECRET);
}

static void print_kind(struct program *program, int shape)
{
    const struct shape *of = &program->shapes[shape];
    const char *sort = of->is_case ? "case " : of->is_derived ? "derived " : of->is_open ? "open " : "";
    words_add(&program->text, "%skind %s", sort, of->name);
    if (of->parent >= 0)
        words_add(&program->text, " is %s", program->shapes[of->parent].name);
    words_add(&program->text, " {\n");
    for (int i = of->own_first; i < of->field_count; i++)
        print_field(program, shape, &of->fields[i]);
    words_add(&program->text, "}\n");
    if (of->is_open)
        program_note(program, HAS_OPEN);
}

void program_add_kinds(struct program *program)
{
    words_add(&program->text,
              "scale level { low \"Low\" < mid \"Mid\" < high \"High\" }\n"
              "taxonomy theme \"Theme\" { a \"A\" { a1 \"A1\" a2 \"A2\" } b \"B\" }\n"
              "parameter limit is integer = %d\n", program_pick(program, 4));
    words_add(&program->text, "parameter span is duration = %d days\n", 1 + program_pick(program, 4));
    choose_kinds(program);
    for (int i = 0; i < program->shape_count; i++)
        print_kind(program, i);
}
