/* The header of a C program: structures of rows and conclusions, and what can be done with them. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

/* What a value is, for who fills it in. */
static struct text meaning_of(struct c_program *program, const struct field *field)
{
    const struct type_part *part = &field->type->parts[0];
    if (!field->ast && part->base == BASE_BOOLEAN)
        return c_say(program, "%t_TRUE where it is in doubt", program->upper);
    switch (part->base) {
    case BASE_BOOLEAN:
        return c_say(program, "%t_FALSE, %t_UNKNOWN or %t_TRUE", program->upper, program->upper,
                     program->upper);
    case BASE_INTEGER:
        return TEXT("a whole number");
    case BASE_DECIMAL:
        return c_say(program, "in units of the %dth digit behind the point", (int)part->digits);
    case BASE_DATE:
        return c_say(program, "a day: see %t_day", program->name);
    case BASE_CATEGORY:
        return c_say(
            program, "one of %t",
            c_upper(program, name_text(((const struct classification *)part->of)->declaration.name)));
    case BASE_INSTANCE:
        return c_say(program, "the number of a row of %n", ((const struct kind *)part->of)->declaration.name);
    default:
        return c_say(program, "a text: see %t_text", program->name);
    }
}

static void write_categories(struct c_program *program, struct buf *out)
{
    for (uint32_t i = 0; i < program->model->classifications.count; i++) {
        const struct classification *of = program->model->classifications.items[i];
        if (!program->has_categories[i])
            continue;
        buf_text(out, c_say(program, "/* %s %n: %t */\nenum {\n", of->is_scale ? "Scale" : "Taxonomy",
                            of->declaration.name, c_comment(program, of->title)));
        for (uint32_t j = 0; j < of->categories.count; j++)
            buf_text(out, c_say(program, "    %t = %d,\n",
                                program->categories[program->store->first_category[i] + j],
                                (int)(program->store->first_category[i] + j)));
        buf_str(out, "};\n\n");
    }
}

static void write_kinds(struct c_program *program, struct buf *out, const struct c_table *table)
{
    struct c_space space = { .taken = { NULL, 0, 0 } };
    buf_text(out, c_say(program, "/* Of which kind a row of %t is. */\nenum {\n", table->name));
    for (uint32_t i = 0; i < program->model->kinds.count; i++) {
        const struct kind *kind = program->model->kinds.items[i];
        if (!kind_is(kind, table->table->kind))
            continue;
        struct text name = c_name(program, &space, name_text(kind->declaration.name));
        buf_text(out, c_say(program, "    %t_%t_IS_%t = %d,\n", program->upper, c_upper(program, table->name),
                            c_upper(program, name), c_kind_number(program, kind, NULL)));
    }
    buf_str(out, "};\n\n");
}

static void write_row(struct c_program *program, struct buf *out, const struct c_table *table)
{
    const struct kind *kind = table->table->kind;
    if (table->is_family)
        write_kinds(program, out, table);
    buf_text(out, c_say(program, "/* %n: %t */\nstruct %t_%t {\n", kind->declaration.name,
                        c_comment(program, kind->title), program->name, table->name));
    buf_str(out, "    int32_t id;    /* what it is called: a text */\n"
                 "    int32_t title; /* a text */\n");
    if (table->is_family)
        buf_str(out, "    int32_t kind;\n");
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const struct c_column *column = &table->columns.items[i];
        buf_text(out, c_say(program, "    %s %t; /* %t%s */\n", c_is_wide(column) ? "int64_t" : "int32_t",
                            column->name, meaning_of(program, column->column->field),
                            column->column->field->cardinality == CARDINALITY_OPTIONAL ? "; optional" : ""));
    }
    buf_str(out, "};\n\n");
}

static void write_columns(struct c_program *program, struct buf *out, const struct c_table *table)
{
    buf_str(out, "    struct {\n");
    c_put(program, out, TEXT("        struct $_table table;\n"));
    if (table->is_family)
        buf_str(out, "        int32_t *kind;\n");
    for (uint32_t i = 0; i < table->columns.count; i++)
        buf_text(out, c_say(program, "        %s *%t;\n",
                            c_is_wide(&table->columns.items[i]) ? "int64_t" : "int32_t",
                            table->columns.items[i].name));
    for (uint32_t i = 0; i < table->links.count; i++)
        buf_text(out,
                 c_say(program, "        struct %t_links %t;\n", program->name, table->links.items[i].name));
    for (uint32_t i = 0; i < table->joins.count; i++)
        buf_text(out,
                 c_say(program, "        struct %t_join %t;\n", program->name, table->joins.items[i].name));
    for (uint32_t i = 0; i < table->inverses.count; i++)
        buf_text(out, c_say(program, "        struct %t_links %t;\n", program->name,
                            table->inverses.items[i].name));
    buf_text(out, c_say(program, "    } %t;\n", table->name));
}

static struct text c_of_field(const struct c_program *program, const struct c_derived *derived, uint32_t i)
{
    (void)program;
    return derived->fields[i];
}

static void write_conclusion(struct c_program *program, struct buf *out, const struct c_derived *derived)
{
    const struct kind *kind = derived->plan->kind;
    buf_text(out, c_say(program, "/* Derived kind %n: %t */\nstruct %t_%t {\n", kind->declaration.name,
                        c_comment(program, kind->title), program->name, derived->name));
    buf_text(out,
             c_say(program,
                   "    uint32_t in_case;  /* the number of its case; of what belongs to none %t_NONE_32 */\n"
                   "    uint16_t rule;     /* by which it was concluded: see %t_rule_name */\n"
                   "    uint8_t is_certain; /* or else it is only possible */\n",
                   program->upper, program->name));
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        struct text name = c_of_field(program, derived, i);
        if (derived->plan->fields[i].shape == SHAPE_RANGE)
            buf_text(out,
                     c_say(program,
                           "    int64_t %t;         /* at least */\n    int64_t %t_most;    /* at most */\n",
                           name, name));
        else
            buf_text(out, c_say(program, "    int64_t %t; /* %t, or %t_NONE */\n", name,
                                meaning_of(program, kind->fields.items[i]), program->upper));
    }
    buf_str(out, "};\n\n");
}

static void write_functions(struct c_program *program, struct buf *out)
{
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        buf_text(out,
                 c_say(program,
                       "int %t_add_%t(struct %t_data *data, const struct %t_%t *row, int32_t *number);\n",
                       program->name, table->name, program->name, program->name, table->name));
        for (uint32_t j = 0; j < table->links.count; j++)
            buf_text(out,
                     c_say(program, "int %t_link_%t_%t(struct %t_data *data, int32_t from, int32_t to);\n",
                           program->name, table->name, table->links.items[j].name, program->name));
    }
    c_put(program, out,
          TEXT("\n/* The conclusions of each kind: how many there are; where those of a case begin, which is "
               "where "
               "those of\n"
               " * the case before it end; one of them; and why, as snprintf writes. */\n"));
    for (uint32_t i = 0; i < program->plan->derived.count; i++) {
        const struct c_derived *derived = &program->derived[i];
        if (!derived->is_used)
            continue;
        buf_text(out, c_say(program,
                            "uint32_t %t_count_%t(const struct %t_results *results);\n"
                            "uint32_t %t_first_%t(const struct %t_results *results, uint32_t in_case);\n"
                            "struct %t_%t %t_get_%t(const struct %t_results *results, uint32_t number);\n",
                            program->name, derived->name, program->name, program->name, derived->name,
                            program->name, program->name, derived->name, program->name, derived->name,
                            program->name));
        buf_text(out,
                 c_say(program,
                       "size_t %t_because_%t(const struct %t_data *data, const struct %t_results *results,\n"
                       "    uint32_t number, char *out, size_t room);\n",
                       program->name, derived->name, program->name, program->name));
    }
}

/* What the model has no part in. */
static void put_piece(struct c_program *program, struct buf *out, const char *name)
{
    c_put(program, out, c_runtime_part(program, "header", name));
}

static void write_room(struct c_program *program, struct buf *out)
{
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        buf_text(out, c_say(program, "    uint32_t %t;\n", table->name));
        for (uint32_t j = 0; j < table->links.count; j++)
            buf_text(out,
                     c_say(program, "    uint32_t %t_%t_links;\n", table->name, table->links.items[j].name));
    }
}

void c_write_header(struct c_program *program, struct buf *out)
{
    c_put(program, out, TEXT("#ifndef @_H\n#define @_H\n\n"));
    buf_text(out, c_say(program,
                        "/* The rules of %t, written by sightline. Change the rules and write this again.\n",
                        c_comment(program, name_text(program->model->main->name))));
    put_piece(program, out, "begin");
    write_categories(program, out);
    for (uint32_t i = 0; i < program->tables.count; i++)
        write_row(program, out, &program->tables.items[i]);
    for (uint32_t i = 0; i < program->plan->derived.count; i++) {
        if (program->derived[i].is_used)
            write_conclusion(program, out, &program->derived[i]);
    }
    put_piece(program, out, "rows");
    write_room(program, out);
    put_piece(program, out, "data");
    for (uint32_t i = 0; i < program->tables.count; i++)
        write_columns(program, out, &program->tables.items[i]);
    put_piece(program, out, "results");
    buf_text(out, c_say(program,
                        "struct %t_results {\n    uint32_t case_count;\n    size_t total; /* conclusions */\n"
                        "    struct %t_said said;\n    struct %t_concluded kinds[%d];\n};\n\n",
                        program->name, program->name, program->name, (int)program->plan->derived.count + 1));
    put_piece(program, out, "functions");
    write_functions(program, out);
    put_piece(program, out, "end");
}
