/* How a whole program reads what the model imports: a function for each import, and what brings the rows of
 * all together. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "facts/import.h"
#include "facts/lower.h"
#include "types/type.h"

/* One import on its way. */
struct reader {
    struct c_program *program;
    struct buf *out;
    const struct import *import;
    const struct c_table *table;
    VEC(struct text) headings;
};

static bool is_json(struct text path)
{
    static const char *const suffixes[] = { ".json", ".ndjson", ".jsonl" };
    for (int i = 0; i < 3; i++) {
        size_t length = strlen(suffixes[i]);
        if (path.length >= length && memcmp(path.bytes + path.length - length, suffixes[i], length) == 0)
            return true;
    }
    return false;
}

static struct text path_of(const struct import *import)
{
    return AST_AS(string, import->ast->path)->text;
}

static void refuse(struct reader *reader, const char *why)
{
    if (!reader->program->trouble)
        reader->program->trouble = why;
}

static const struct ast_column *column_named(const struct import *import, struct text name)
{
    AST_EACH (node, import->ast->columns) {
        if (node->kind == AST_COLUMN && text_equal(name_text(AST_AS(column, node)->field.name), name))
            return AST_AS(column, node);
    }
    return NULL;
}

static int heading_of(struct reader *reader, const struct ast_column *column)
{
    struct text heading = AST_AS(string, column->heading)->text;
    for (uint32_t i = 0; i < reader->headings.count; i++) {
        if (text_equal(reader->headings.items[i], heading))
            return (int)i;
    }
    VEC_PUSH(reader->program->arena, &reader->headings, heading);
    return (int)reader->headings.count - 1;
}

/* Values that stand in the import itself */

static struct text number_text(struct c_program *program, int64_t word)
{
    struct buf out;
    buf_init(&out, program->arena);
    buf_str(&out, "INT64_C(");
    buf_int(&out, word);
    buf_byte(&out, ')');
    return buf_get(&out);
}

static struct text nothing(struct c_program *program, const struct field *field)
{
    bool is_truth = field && field->type->parts[0].base == BASE_BOOLEAN;
    return c_say(program, is_truth ? "%t_UNKNOWN" : "%t_NONE", program->upper);
}

/* A link by the name of what it leads to: rows are not numbered yet. */
static struct text constant_of(struct reader *reader, const struct field *field, const struct ast_node *node)
{
    struct c_program *program = reader->program;
    bool is_doubtful = false;
    int64_t word = 0;
    struct value value =
        lower_fit(program->session, lower_constant(program->session, node, &is_doubtful), field->one);
    if (value.tag == VALUE_INSTANCE)
        word = store_text(program->store, name_text(value.as.instance->declaration.name));
    else if (is_doubtful || !store_word(program->store, value, &field->type->parts[0], &word))
        refuse(reader, "an import gives a field a value that is in doubt or no plain one");
    return number_text(program, word);
}

/* Columns */

static void put_words(struct reader *reader, const struct field *field, const struct ast_column *column)
{
    struct c_program *program = reader->program;
    if (!column->mappings.first)
        return;
    buf_str(reader->out, "        static const struct sl_word words[] = {\n");
    AST_EACH (node, column->mappings) {
        const struct ast_mapping *mapping = AST_AS(mapping, node);
        struct text from = AST_AS(string, mapping->from)->text;
        struct text to = mapping->to ? constant_of(reader, field, mapping->to) : nothing(program, field);
        buf_text(reader->out,
                 c_say(program, "            { %t, %z, %t },\n", c_literal(program, from), from.length, to));
    }
    buf_str(reader->out, "        };\n");
}

static void put_category_name(struct reader *reader, struct text name, int64_t word)
{
    buf_text(reader->out,
             c_say(reader->program, "            { %t, %z, %t },\n", c_literal(reader->program, name),
                   name.length, number_text(reader->program, word)));
}

/* By path, by path without the taxonomy, by name and by title; a name that two have is nobody's. */
static void put_categories(struct reader *reader, const struct field *field)
{
    struct c_program *program = reader->program;
    const struct classification *of = field->type->parts[0].of;
    buf_str(reader->out, "        static const struct sl_word categories[] = {\n");
    for (uint32_t i = 0; i < of->categories.count; i++) {
        const struct category *category = of->categories.items[i];
        int64_t word = store_category(program->store, category);
        struct buf path;
        bool is_repeated = false;
        bool is_title_repeated = false;
        for (uint32_t j = 0; j < of->categories.count; j++) {
            is_repeated = is_repeated || (j != i && of->categories.items[j]->name == category->name);
            is_title_repeated =
                is_title_repeated || (j != i && text_equal(of->categories.items[j]->title, category->title));
        }
        buf_init(&path, program->arena);
        category_print_path(&path, category);
        struct text whole = buf_get(&path);
        size_t skipped = of->declaration.name->length + 1;
        put_category_name(reader, whole, word);
        put_category_name(reader, (struct text){ whole.bytes + skipped, whole.length - skipped }, word);
        if (!is_repeated)
            put_category_name(reader, name_text(category->name), word);
        if (!is_title_repeated)
            put_category_name(reader, category->title, word);
    }
    buf_str(reader->out, "        };\n");
}

/* Years, months and days in digits. */
static struct text day_format(struct reader *reader, const struct ast_column *column)
{
    struct text format = column->format ? AST_AS(string, column->format)->text : TEXT("YYYY-MM-DD");
    for (size_t i = 0; i < format.length; i++) {
        bool is_letter = (format.bytes[i] | 0x20) >= 'a' && (format.bytes[i] | 0x20) <= 'z';
        if (is_letter && !memchr("YMD", format.bytes[i], 3))
            refuse(reader, "an import reads dates in another form than days in digits");
    }
    if (memmem(format.bytes, format.length, "MMM", 3) || !memmem(format.bytes, format.length, "YYYY", 4))
        refuse(reader, "an import reads dates in another form than days in digits");
    return c_literal(reader->program, format);
}

static struct text reading_of(struct reader *reader, const struct field *field,
                              const struct ast_column *column, int heading)
{
    struct c_program *program = reader->program;
    const struct type_part *part = &field->type->parts[0];
    int may = field->cardinality == CARDINALITY_OPTIONAL;
    if (column->format && part->base != BASE_DATE)
        refuse(reader, "an import reads numbers in a form of their own");
    switch (part->base) {
    case BASE_BOOLEAN:
        return c_say(program, "sl_read_truth(&sheet, %d, %d)", heading, may);
    case BASE_INTEGER:
        return c_say(program, "sl_read_number(&sheet, %d, %d, 0)", heading, may);
    case BASE_DECIMAL:
        return c_say(program, "sl_read_number(&sheet, %d, %d, %d)", heading, may, (int)part->digits);
    case BASE_DATE:
        return c_say(program, "sl_read_day(&sheet, %d, %d, %t)", heading, may, day_format(reader, column));
    case BASE_CATEGORY:
        put_categories(reader, field);
        return c_say(program,
                     "sl_read_category(&sheet, %d, %d, categories, sizeof categories / sizeof *categories)",
                     heading, may);
    default:
        return c_say(program, "sl_read_text(&sheet, %d, %d)", heading, may);
    }
}

/* Fills one member of the row from its column, by the words of its map first. */
static void put_member(struct reader *reader, const struct field *field, struct text member,
                       const struct ast_column *column)
{
    struct c_program *program = reader->program;
    bool is_wide = field->type->parts[0].base == BASE_INTEGER || field->type->parts[0].base == BASE_DECIMAL;
    const char *cast = is_wide ? "value" : "sl_narrow(value)";
    buf_str(reader->out, "        {\n");
    if (!field->ast && field->type->parts[0].base == BASE_BOOLEAN) {
        buf_text(reader->out, c_say(program, "        int64_t value = %t_FALSE;\n", program->upper));
    } else if (!column) {
        if (import_is_mandatory(field))
            refuse(reader, "an import leaves out a field that has to be recorded");
        buf_text(reader->out, c_say(program, "        int64_t value = %t;\n", nothing(program, field)));
    } else if (!column->heading) {
        buf_text(reader->out, c_say(program, "        int64_t value = %t;\n",
                                    column->values.first ? constant_of(reader, field, column->values.first)
                                                         : nothing(program, field)));
    } else {
        int heading = heading_of(reader, column);
        put_words(reader, field, column);
        struct text reading = reading_of(reader, field, column, heading);
        if (column->mappings.first) {
            buf_text(
                reader->out,
                c_say(program,
                      "        int64_t value;\n        if (!sl_find_word(&sheet, %d, words, sizeof words "
                      "/ sizeof *words, &value))\n            value = %t;\n",
                      heading, reading));
            if (field->cardinality != CARDINALITY_OPTIONAL)
                buf_text(reader->out,
                         c_say(program,
                               "        else if (value == %t)\n            sl_no_value(&sheet, %d, 0, 0);\n",
                               nothing(program, field), heading));
        } else {
            buf_text(reader->out, c_say(program, "        int64_t value = %t;\n", reading));
        }
    }
    buf_text(reader->out, c_say(program, "        row.%t = %s;\n        }\n", member, cast));
}

/* The id, or a number; and the title, or the id. */
static void put_names(struct reader *reader)
{
    struct c_program *program = reader->program;
    const struct ast_column *id = column_named(reader->import, TEXT("id"));
    const struct ast_column *title = column_named(reader->import, TEXT("title"));
    if ((id && (!id->heading || id->mappings.first)) || (title && !title->heading))
        refuse(reader, "an import gives ids or titles of its own");
    if (id)
        buf_text(reader->out, c_say(program, "        row.id = sl_narrow(sl_read_text(&sheet, %d, 0));\n",
                                    heading_of(reader, id)));
    else
        buf_text(reader->out,
                 c_say(program,
                       "        row.id = sl_narrow(sl_next_id(&sheet, \"%n\", &all->%t.numbered));\n",
                       reader->import->kind->declaration.name, reader->table->name));
    if (title)
        buf_text(reader->out, c_say(program,
                                    "        row.title = sl_narrow(sl_read_text(&sheet, %d, 1));\n"
                                    "        if (row.title < 0)\n            row.title = row.id;\n",
                                    heading_of(reader, title)));
    else
        buf_str(reader->out, "        row.title = row.id;\n");
}

static void put_import(struct c_program *program, struct buf *out, uint32_t number)
{
    struct buf body;
    struct reader reader = { .program = program,
                             .out = &body,
                             .import = program->model->imports.items[number] };
    uint32_t at = c_table_of_kind(program, reader.import->kind);
    if (is_json(path_of(reader.import)))
        refuse(&reader, "it imports JSON, which whole programs do not read yet");
    if (at == C_NONE)
        return;
    reader.table = &program->tables.items[at];
    if (reader.table->links.count)
        refuse(&reader, "an import fills a field of many, which whole programs do not read yet");
    buf_init(&body, program->arena);
    put_names(&reader);
    if (reader.table->is_family)
        buf_text(&body, c_say(program, "        row.kind = %d;\n",
                              c_kind_number(program, reader.import->kind, NULL)));
    for (uint32_t i = 0; i < reader.table->columns.count; i++) {
        const struct c_column *column = &reader.table->columns.items[i];
        const struct field *field = column->column->of ? column->column->of : column->column->field;
        bool has_field = kind_is(reader.import->kind, field->owner);
        put_member(&reader, field, column->name,
                   has_field ? column_named(reader.import, name_text(field->name)) : NULL);
    }
    buf_text(out, c_say(program,
                        "static void sl_read_import_%d(struct sl_load *load, struct sl_all *all)\n{\n"
                        "    static const char *const headings[] = { ",
                        (int)number));
    for (uint32_t i = 0; i < reader.headings.count; i++)
        buf_text(out, c_say(program, "%t, ", c_literal(program, reader.headings.items[i])));
    buf_text(out,
             c_say(program,
                   "NULL };\n    struct sl_sheet sheet;\n    int is_open = sl_open_sheet(&sheet, load, %t, "
                   "headings, %d);\n"
                   "    all->%t.size = sizeof(struct %t_%t);\n"
                   "    while (is_open && sl_next(&sheet)) {\n        struct %t_%t row;\n",
                   c_literal(program, path_of(reader.import)), (int)reader.headings.count, reader.table->name,
                   program->name, reader.table->name, program->name, reader.table->name));
    buf_text(out, buf_get(&body));
    buf_text(out,
             c_say(program,
                   "        sl_keep_row(&sheet, &all->%t, &row);\n    }\n    sl_close_sheet(&sheet);\n}\n\n",
                   reader.table->name));
}

/* Bringing rows together */

static const struct c_column *parent_of(const struct c_program *program, const struct c_table *table)
{
    (void)program;
    for (uint32_t i = 0; i < table->columns.count; i++) {
        if (table->columns.items[i].column->field->is_parent)
            return &table->columns.items[i];
    }
    return NULL;
}

/* How many steps a kind is below the cases: parents are dealt with first. */
static uint32_t depth_of(const struct c_program *program, const struct c_table *table, uint32_t limit)
{
    const struct c_column *parent = parent_of(program, table);
    if (!parent || !limit || table->table == program->store->cases)
        return 0;
    uint32_t at = c_table_of_kind(program, parent->column->field->type->parts[0].of);
    return 1 + depth_of(program, &program->tables.items[at], limit - 1);
}

static void put_cases(struct c_program *program, struct buf *out, const struct c_table *table)
{
    const struct c_column *parent = parent_of(program, table);
    struct text name = table->name;
    struct text found = TEXT("-1");
    if (table->table == program->store->cases)
        found = c_say(program, "(int32_t)(all->%t.recorded + i)", name);
    else if (parent) {
        const struct c_table *to =
            &program->tables.items[c_table_of_kind(program, parent->column->field->type->parts[0].of)];
        found = c_say(program, "sl_case_of_row(&all->%t, &load->data->%t.table, rows[i].%t, %d)", to->name,
                      to->name, parent->name, (int)(to->table == program->store->cases));
    }
    buf_text(out,
             c_say(program,
                   "    {\n        const struct %t_%t *rows = (const struct %t_%t *)(void *)all->%t.rows;\n"
                   "        sl_name_rows(load, &all->%t, &load->data->%t.table);\n"
                   "        for (uint32_t i = 0; i < all->%t.count; i++) {\n"
                   "            sl_name_row(load, &all->%t, i, rows[i].id);\n"
                   "            all->%t.in_case[i] = %t;\n        }\n    }\n",
                   program->name, name, program->name, name, name, name, name, name, name, name, found));
}

static void put_links(struct c_program *program, struct buf *out, const struct c_table *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const struct c_column *column = &table->columns.items[i];
        if (!type_is(column->column->field->type, BASE_INSTANCE))
            continue;
        struct text to =
            program->tables.items[c_table_of_kind(program, column->column->field->type->parts[0].of)].name;
        buf_text(out, c_say(program, "        row.%t = sl_resolve(load, &all->%t, &all->%t, at, row.%t);\n",
                            column->name, table->name, to, column->name));
    }
}

static void put_rows(struct c_program *program, struct buf *out, const struct c_table *table)
{
    struct text name = table->name;
    buf_text(out, c_say(program,
                        "    const uint32_t *recorded_%t = load->data->%t.table.order;\n"
                        "    for (uint32_t i = 0; i < all->%t.count && !error; i++) {\n"
                        "        uint32_t at = (uint32_t)all->%t.sorted[i];\n"
                        "        struct %t_%t row = ((struct %t_%t *)(void *)all->%t.rows)[at];\n"
                        "        load->data->current = all->%t.in_case[at];\n",
                        name, name, name, name, program->name, name, program->name, name, name, name));
    put_links(program, out, table);
    buf_text(out, c_say(program,
                        "        error = load->mistakes ? 0 : %t_add_%t(load->data, &row, NULL);\n    }\n"
                        "    load->data->%t.table.order = sl_order_of(&all->%t, recorded_%t);\n",
                        program->name, name, name, name, name));
}

static void put_all(struct c_program *program, struct buf *out)
{
    buf_str(out, "static void sl_find_cases(struct sl_load *load, struct sl_all *all)\n{\n");
    for (uint32_t depth = 0; depth <= program->tables.count; depth++) {
        for (uint32_t i = 0; i < program->tables.count; i++) {
            if (depth_of(program, &program->tables.items[i], program->tables.count) == depth)
                put_cases(program, out, &program->tables.items[i]);
        }
    }
    buf_str(out,
            "}\n\nstatic int sl_add_rows(struct sl_load *load, struct sl_all *all)\n{\n    int error = 0;\n");
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < program->tables.count; i++) {
            if ((program->tables.items[i].table == program->store->cases) == (round == 0))
                put_rows(program, out, &program->tables.items[i]);
        }
    }
    buf_str(out, "    return error;\n}\n\n");
}

static void put_end(struct c_program *program, struct buf *out)
{
    struct text cases = program->store->cases
                          ? program->tables.items[c_table_of(program, program->store->cases)].name
                          : TEXT("");
    c_put(
        program, out,
        TEXT("static int sl_read_all(struct $_data *data, void **rows, int count, char **words)\n{\n"
             "    struct sl_load load = { .data = data, .count = count - 1, .words = words + 1 };\n"
             "    struct sl_all whole;\n    struct sl_all *all = &whole;\n    struct $_room room;\n"
             "    memset(all, 0, sizeof *all);\n    memset(&room, 0, sizeof room);\n"
             "    int error = sl_open_for_texts(&load, 1 << 16);\n    if (error)\n        return error;\n"));
    for (uint32_t i = 0; i < program->tables.count; i++)
        buf_text(out, c_say(program, "    all->%t.recorded = data->%t.table.count;\n",
                            program->tables.items[i].name, program->tables.items[i].name));
    for (uint32_t i = 0; i < program->model->imports.count; i++) {
        if (c_table_of_kind(program, program->model->imports.items[i]->kind) != C_NONE)
            buf_text(out, c_say(program, "    sl_read_import_%d(&load, all);\n", (int)i));
    }
    buf_str(out, "    sl_find_cases(&load, all);\n");
    buf_text(out, cases.length ? c_say(program, "    uint32_t cases = all->%t.recorded + all->%t.count;\n",
                                       cases, cases)
                               : TEXT("    uint32_t cases = 0;\n"));
    for (uint32_t i = 0; i < program->tables.count; i++) {
        struct text name = program->tables.items[i].name;
        buf_text(
            out,
            c_say(program,
                  "    all->%t.sorted = sl_number_rows(&all->%t, cases);\n    room.%t = all->%t.count;\n",
                  name, name, name, name));
    }
    c_put(program, out,
          TEXT("    error = sl_open_again(&load, &room, rows);\n    error = error ? error : "
               "sl_add_rows(&load, all);\n"
               "    if (load.mistakes > SL_MISTAKES_SHOWN)\n"
               "        fprintf(stderr, \"$: %d more mistakes\\n\", load.mistakes - SL_MISTAKES_SHOWN);\n"
               "    if (load.mistakes)\n"
               "        fprintf(stderr, \"$: nothing was evaluated; `sightline eval` reads more forms, and "
               "says more\\n\");\n"
               "    return load.mistakes ? -1 : error;\n}\n\n"));
}

struct text c_reading(struct c_program *program)
{
    struct buf out;
    buf_init(&out, program->arena);
    if (!program->model->imports.count) {
        c_put(program, &out, c_runtime_part(program, "read_nothing", "sl_read_all"));
        return buf_get(&out);
    }
    buf_str(&out, "/* Rows of all kinds. */\nstruct sl_all {\n");
    for (uint32_t i = 0; i < program->tables.count; i++)
        buf_text(&out, c_say(program, "    struct sl_pending %t;\n", program->tables.items[i].name));
    buf_str(&out, "};\n\n");
    for (uint32_t i = 0; i < program->model->imports.count; i++)
        put_import(program, &out, i);
    put_all(program, &out);
    put_end(program, &out);
    return buf_get(&out);
}
