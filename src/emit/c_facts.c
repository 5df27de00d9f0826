/* What the model itself records, as rows of a C program. */
#include "emit/c_parts.h"

#include "rules/interp.h"
#include "types/type.h"

static int64_t word_at(const struct c_program *program, const struct c_column *column, uint32_t at)
{
    const struct store_column *found = store_column(program->store, column->column->field);
    int64_t word = found->narrow ? (found->narrow[at] == STORE_NONE ? STORE_NONE_WIDE : found->narrow[at])
                                 : found->wide[at];
    const struct type *type = column->column->field->type;
    if (word != STORE_NONE_WIDE && type_is(type, BASE_INSTANCE))
        word -= store_table(program->store, type->parts[0].of)->first;
    return word;
}

static void write_word(struct c_program *program, struct buf *out, const struct c_column *column, uint32_t at)
{
    enum base base = column->column->field->type->parts[0].base;
    bool is_wide = base == BASE_INTEGER || base == BASE_DECIMAL;
    int64_t word = word_at(program, column, at);
    if (word == STORE_NONE_WIDE) {
        buf_str(out, is_wide ? "SL_NONE, " : "SL_NONE_32, ");
        return;
    }
    buf_str(out, is_wide ? "INT64_C(" : "");
    buf_int(out, word);
    buf_str(out, is_wide ? "), " : ", ");
}

static int case_of(const struct c_program *program, const struct instance *instance)
{
    const struct store *store = program->store;
    if (!instance->belongs || !store->interp->cases.count)
        return -1;
    return (int)(store->row_of[instance->belongs->ordinal] - store->cases->first);
}

static uint32_t link_count(const struct c_table *table, uint32_t i)
{
    return table->links.items[i].links->starts[table->table->count];
}

/* Rows of a case stand together, and those of another may have been recorded between them. */
static void write_order(struct c_program *program, struct buf *out, const struct c_table *table)
{
    buf_text(out, c_say(program, "static const uint32_t recorded_%t_order[] = { ", table->name));
    for (uint32_t i = 0; i < table->table->count; i++)
        buf_text(out, c_say(program, "%d, ", (int)(table->table->in_order[i] - table->table->first)));
    buf_str(out, "};\n\n");
}

static void write_rows(struct c_program *program, struct buf *out, const struct c_table *table)
{
    const struct store *store = program->store;
    struct text name = table->name;
    if (!table->table->count)
        return;
    buf_text(out, c_say(program, "static const struct %t_%t recorded_%t[] = {\n", program->name, name, name));
    for (uint32_t i = 0; i < table->table->count; i++) {
        const struct instance *instance = store->instances[table->table->first + i];
        buf_text(out, c_say(program, "    { %d, %d, ",
                            (int)store_text(program->store, name_text(instance->declaration.name)),
                            (int)store_text(program->store, instance->title)));
        if (table->is_family)
            buf_text(out, c_say(program, "%d, ", c_kind_number(program, instance->of, NULL)));
        for (uint32_t j = 0; j < table->columns.count; j++)
            write_word(program, out, &table->columns.items[j], i);
        buf_str(out, "},\n");
    }
    buf_text(out, c_say(program, "};\n\nstatic const int32_t recorded_%t_cases[] = { ", name));
    for (uint32_t i = 0; i < table->table->count; i++)
        buf_text(out, c_say(program, "%d, ", case_of(program, store->instances[table->table->first + i])));
    buf_str(out, "};\n\n");
    if (table->table->in_order)
        write_order(program, out, table);
    for (uint32_t i = 0; i < table->links.count; i++) {
        const struct store_links *links = table->links.items[i].links;
        uint32_t to = program->tables.items[table->links.items[i].to].table->first;
        if (!link_count(table, i))
            continue;
        buf_text(out, c_say(program, "static const int32_t recorded_%t_%t[][2] = { ", name,
                            table->links.items[i].name));
        for (uint32_t j = 0; j < table->table->count; j++) {
            for (uint32_t k = links->starts[j]; k < links->starts[j + 1]; k++)
                buf_text(out, c_say(program, "{ %d, %d }, ", (int)j, (int)(links->rows[k] - to)));
        }
        buf_str(out, "{ 0, 0 } };\n\n");
    }
}

static void write_counts(struct c_program *program, struct buf *out)
{
    buf_text(out, c_say(program, "enum {\n    SL_RECORDED_TEXTS = %d,\n", (int)program->store->texts.count));
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        buf_text(out, c_say(program, "    SL_RECORDED_%t = %d,\n", table->name, (int)table->table->count));
        for (uint32_t j = 0; j < table->links.count; j++)
            buf_text(out, c_say(program, "    SL_RECORDED_%t_%t = %d,\n", table->name,
                                table->links.items[j].name, (int)link_count(table, j)));
    }
    buf_str(out, "};\n\n");
}

/* A very long text is a row of characters: compilers need not take longer literals. */
static void write_text(struct c_program *program, struct buf *out, struct text text)
{
    enum { AT_ONCE = 80, MOST = 4000 };
    if (text.length > MOST) {
        buf_str(out, "(const char[]){");
        for (size_t i = 0; i < text.length; i++)
            buf_printf(out, "%s'\\%03o',", i % 16 ? "" : "\n      ", (unsigned)(unsigned char)text.bytes[i]);
        buf_str(out, " }");
        return;
    }
    do {
        size_t length = text.length < AT_ONCE ? text.length : AT_ONCE;
        buf_text(out, c_literal(program, (struct text){ text.bytes, length }));
        text.bytes += length;
        text.length -= length;
        if (text.length)
            buf_str(out, "\n      ");
    } while (text.length);
}

void c_write_facts(struct c_program *program, struct buf *out)
{
    struct buf rows;
    buf_init(&rows, program->arena);
    for (uint32_t i = 0; i < program->tables.count; i++)
        write_rows(program, &rows, &program->tables.items[i]);
    write_counts(program, out);
    buf_str(out, "/* Texts that the model has. */\nstatic const struct {\n    const char *bytes;\n    size_t "
                 "length;\n} "
                 "sl_recorded_texts[] = {\n");
    for (uint32_t i = 0; i < program->store->texts.count; i++) {
        buf_str(out, "    { ");
        write_text(program, out, program->store->texts.items[i]);
        buf_text(out, c_say(program, ", %z },\n", program->store->texts.items[i].length));
    }
    buf_str(out, "    { NULL, 0 },\n};\n\n/* What the model itself records. */\n");
    buf_text(out, buf_get(&rows));
    buf_str(
        out,
        "static int sl_add_recorded(struct sl_data *data)\n{\n    int32_t number;\n    int error = SL_OK;\n"
        "    for (size_t i = 0; sl_recorded_texts[i].bytes && !error; i++)\n");
    buf_text(out,
             c_say(program,
                   "        error = %t_text(data, sl_recorded_texts[i].bytes, sl_recorded_texts[i].length, "
                   "&number);\n",
                   program->name));
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < program->tables.count; i++) {
            const struct c_table *table = &program->tables.items[i];
            if (!table->table->count || (table->table == program->store->cases) == (round == 1))
                continue;
            buf_text(out, c_say(program,
                                "    for (uint32_t i = 0; i < SL_RECORDED_%t && !error; i++) {\n"
                                "        data->current = recorded_%t_cases[i];\n"
                                "        error = %t_add_%t(data, &recorded_%t[i], NULL);\n    }\n",
                                table->name, table->name, program->name, table->name, table->name));
            if (table->table->in_order)
                buf_text(out, c_say(program, "    data->%t.table.order = recorded_%t_order;\n", table->name,
                                    table->name));
            for (uint32_t j = 0; j < table->links.count; j++) {
                struct text link = table->links.items[j].name;
                if (!link_count(table, j))
                    continue;
                buf_text(
                    out,
                    c_say(
                        program,
                        "    for (uint32_t i = 0; i < SL_RECORDED_%t_%t && !error; i++)\n"
                        "        error = %t_link_%t_%t(data, recorded_%t_%t[i][0], recorded_%t_%t[i][1]);\n",
                        table->name, link, program->name, table->name, link, table->name, link, table->name,
                        link));
            }
        }
    }
    buf_str(out, "    return error;\n}\n\n");
}
