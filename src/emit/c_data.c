/* The data of a C program: functions that lay out rows, add them and give conclusions. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

bool c_is_wide(const struct c_column *column)
{
    enum base base = column->column->field->type->parts[0].base;
    return base == BASE_INTEGER || base == BASE_DECIMAL;
}

void c_put(struct c_program *program, struct buf *out, struct text lines)
{
    for (size_t i = 0; i < lines.length; i++) {
        if (lines.bytes[i] == '$')
            buf_text(out, program->name);
        else if (lines.bytes[i] == '@')
            buf_text(out, program->upper);
        else
            buf_byte(out, lines.bytes[i]);
    }
}

static void put(struct c_program *program, struct buf *out, const char *lines)
{
    c_put(program, out, text_of(lines));
}

static void write_join_layout(struct c_program *program, struct buf *out)
{
    bool has_joins = false;
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        for (uint32_t j = 0; j < table->joins.count; j++) {
            const struct c_join *join = &table->joins.items[j];
            struct text key = program->tables.items[c_table_of(program, join->key->table)].name;
            buf_text(
                out,
                c_say(program,
                      "    sl_lay_join(block, &data->%t.%t, data->%t.table.room, data->%t.table.room);\n",
                      table->name, join->name, table->name, key));
            has_joins = true;
        }
    }
    if (has_joins)
        buf_text(out, c_say(program,
                            "    data->latest = (int32_t *)sl_take(block, (size_t)data->texts.room + %d, "
                            "sizeof(int32_t));\n",
                            (int)program->store->category_count + 1));
}

static void write_joins(struct c_program *program, struct buf *out)
{
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        for (uint32_t j = 0; j < table->joins.count; j++) {
            const struct c_join *join = &table->joins.items[j];
            const struct c_table *key = &program->tables.items[c_table_of(program, join->key->table)];
            struct text column = c_column_of(program, join->column)->name;
            struct text key_column = c_column_of(program, join->key)->name;
            buf_text(out, c_say(program,
                                "    if (!error)\n        sl_make_join(data, &data->%t.%t, &data->%t.table, "
                                "data->%t.%t,\n"
                                "                     &data->%t.table, data->%t.%t, %d);\n",
                                table->name, join->name, table->name, table->name, column, key->name,
                                key->name, key_column, (int)program->store->category_count));
        }
    }
}

static void write_layout(struct c_program *program, struct buf *out)
{
    const struct text cases = program->store->cases
                                ? program->tables.items[c_table_of(program, program->store->cases)].name
                                : TEXT("");
    put(program, out,
        "static void sl_lay_out(struct sl_data *data, const struct sl_room *room, struct sl_block "
        "*block)\n{\n");
    if (!program->tables.count) {
        buf_str(out, "    (void)room;\n    sl_lay_texts(block, &data->texts, SL_RECORDED_TEXTS);\n}\n\n");
        return;
    }
    buf_text(out, cases.length
                      ? c_say(program, "    uint32_t cases = room->%t + SL_RECORDED_%t;\n", cases, cases)
                      : TEXT("    uint32_t cases = 0;\n"));
    buf_str(out, "    sl_lay_texts(block, &data->texts, room->texts + SL_RECORDED_TEXTS);\n");
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        struct text room = c_say(program, "room->%t + SL_RECORDED_%t", table->name, table->name);
        buf_text(out,
                 c_say(program, "    sl_lay_table(block, &data->%t.table, %t, cases);\n", table->name, room));
        if (table->is_family)
            buf_text(out, c_say(program,
                                "    data->%t.kind = (int32_t *)sl_take(block, data->%t.table.room, 4);\n",
                                table->name, table->name));
        for (uint32_t j = 0; j < table->columns.count; j++) {
            const char *type = c_is_wide(&table->columns.items[j]) ? "int64_t" : "int32_t";
            buf_text(out, c_say(program,
                                "    data->%t.%t = (%s *)sl_take(block, data->%t.table.room, sizeof(%s));\n",
                                table->name, table->columns.items[j].name, type, table->name, type));
        }
        for (uint32_t j = 0; j < table->links.count; j++)
            buf_text(out, c_say(program,
                                "    sl_lay_links(block, &data->%t.%t, data->%t.table.room, "
                                "room->%t_%t_links + SL_RECORDED_%t_%t);\n",
                                table->name, table->links.items[j].name, table->name, table->name,
                                table->links.items[j].name, table->name, table->links.items[j].name));
    }
    write_join_layout(program, out);
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        for (uint32_t j = 0; j < table->inverses.count; j++) {
            const struct c_links *inverse = &table->inverses.items[j];
            struct text to = program->tables.items[inverse->to].name;
            struct text room = c_say(program, "data->%t.table.room", table->name);
            for (uint32_t k = 0; k < table->links.count; k++) {
                if (table->links.items[k].links->field == inverse->links->field)
                    room = c_say(program, "data->%t.%t.room", table->name, table->links.items[k].name);
            }
            buf_text(out,
                     c_say(program, "    sl_lay_inverse(block, &data->%t.%t, data->%t.table.room, %t);\n",
                           table->name, inverse->name, to, room));
        }
    }
    buf_str(out, "}\n\n");
}

static struct text check_of_value(struct c_program *program, const struct c_column *column)
{
    const struct field *field = column->column->field;
    const char *may = field->cardinality == CARDINALITY_OPTIONAL || column->column->has_gaps ? "1" : "0";
    const struct type_part *part = &field->type->parts[0];
    if (part->base == BASE_BOOLEAN)
        return c_say(program, "sl_check_truth(row->%t, %s)", column->name, may);
    if (part->base == BASE_CATEGORY) {
        const struct classification *of = part->of;
        uint32_t first = 0;
        while (program->store->categories[first]->of != of)
            first++;
        return c_say(program, "sl_check_range(row->%t, %d, %d, %s)", column->name, (int)first,
                     (int)(first + of->categories.count - 1), may);
    }
    if (c_is_wide(column))
        return c_say(program, "sl_check_known(row->%t == SL_NONE, %s)", column->name, may);
    const struct c_column *first = c_first_day_of(program, column->column);
    if (first)
        return c_say(program, "sl_check_days(row->%t, row->%t, %s)", first->name, column->name, may);
    if (part->base == BASE_DATE)
        return c_say(program, "sl_check_range(row->%t, -719162, 2932896, %s)", column->name, may);
    if (part->base == BASE_TEXT || part->base == BASE_PROSE)
        return c_say(program, "sl_check_range(row->%t, 0, (int64_t)data->texts.count - 1, %s)", column->name,
                     may);
    return TEXT("SL_OK"); /* a link may be filled in later: the last check sees to it */
}

static const struct kind *owner_of(const struct c_column *column)
{
    return column->column->of ? column->column->of->owner : column->column->field->owner;
}

/* Of a family only some kinds may have the field. */
static struct text check_of_kind(struct c_program *program, const struct c_table *table,
                                 const struct c_column *column)
{
    struct text check = check_of_value(program, column);
    int last;
    int first = c_kind_number(program, owner_of(column), &last);
    if (!table->is_family || owner_of(column) == table->table->kind)
        return check;
    return c_say(program, "row->kind < %d || row->kind > %d ? SL_OK : %t", first, last, check);
}

static void write_add(struct c_program *program, struct buf *out, const struct c_table *table)
{
    bool is_case = program->store->cases == table->table;
    int last;
    c_kind_number(program, table->table->kind, &last);
    buf_text(out, c_say(program,
                        "int %t_add_%t(struct sl_data *data, const struct %t_%t *row, int32_t *number)\n{\n",
                        program->name, table->name, program->name, table->name));
    buf_text(out, c_say(program,
                        "    struct sl_table *table = &data->%t.table;\n    uint32_t at = table->count;\n"
                        "    int error = sl_check_row(data, table, row->id, row->title);\n",
                        table->name));
    if (table->is_family)
        buf_text(out,
                 c_say(program, "    error = error ? error : sl_check_range(row->kind, 0, %d, 0);\n", last));
    for (uint32_t i = 0; i < table->columns.count; i++)
        buf_text(out, c_say(program, "    error = error ? error : %t;\n",
                            check_of_kind(program, table, &table->columns.items[i])));
    buf_str(out, "    if (error)\n        return error;\n");
    for (uint32_t i = 0; i < table->columns.count; i++)
        buf_text(out, c_say(program, "    data->%t.%t[at] = row->%t;\n", table->name,
                            table->columns.items[i].name, table->columns.items[i].name));
    if (table->is_family)
        buf_text(out, c_say(program, "    data->%t.kind[at] = row->kind;\n", table->name));
    if (is_case)
        buf_str(out, "    data->current = (int32_t)at;\n    data->case_count++;\n");
    buf_str(
        out,
        "    sl_add_row(data, table, row->id, row->title);\n    if (number)\n        *number = (int32_t)at;\n"
        "    return SL_OK;\n}\n\n");
    for (uint32_t i = 0; i < table->links.count; i++)
        buf_text(out,
                 c_say(program,
                       "int %t_link_%t_%t(struct sl_data *data, int32_t from, int32_t to)\n{\n"
                       "    return data->is_ready ? SL_ORDER : sl_add_link(&data->%t.%t, from, to);\n}\n\n",
                       program->name, table->name, table->links.items[i].name, table->name,
                       table->links.items[i].name));
}

/* Of the rows of a family those that may be meant, as two numbers. */
static void write_ready(struct c_program *program, struct buf *out)
{
    put(program, out, "int $_ready(struct sl_data *data)\n{\n    int error = SL_OK;\n");
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        buf_text(out, c_say(program,
                            "    error = error ? error : sl_order_rows(&data->%t.table, data->case_count);\n",
                            table->name));
    }
    for (uint32_t i = 0; i < program->tables.count; i++) {
        const struct c_table *table = &program->tables.items[i];
        for (uint32_t j = 0; j < table->columns.count; j++) {
            const struct c_column *column = &table->columns.items[j];
            if (!type_is(column->column->field->type, BASE_INSTANCE))
                continue;
            uint32_t to = c_table_of_kind(program, column->column->field->type->parts[0].of);
            bool may = column->column->field->cardinality == CARDINALITY_OPTIONAL ||
                       column->column->has_gaps || owner_of(column) != table->table->kind;
            buf_text(out,
                     c_say(program,
                           "    error = error ? error : sl_check_links(data->%t.%t, data->%t.table.count, "
                           "data->%t.table.count, %d);\n",
                           table->name, column->name, table->name, program->tables.items[to].name, (int)may));
        }
        for (uint32_t j = 0; j < table->links.count; j++)
            buf_text(out, c_say(program,
                                "    error = error ? error : sl_make_links(&data->%t.%t, "
                                "data->%t.table.count, data->%t.table.count);\n",
                                table->name, table->links.items[j].name, table->name,
                                program->tables.items[table->links.items[j].to].name));
        for (uint32_t j = 0; j < table->inverses.count; j++) {
            const struct c_links *inverse = &table->inverses.items[j];
            struct text column = TEXT("NULL");
            struct text links = TEXT("NULL");
            for (uint32_t k = 0; k < table->columns.count; k++) {
                if (table->columns.items[k].column->field == inverse->links->field)
                    column = c_say(program, "data->%t.%t", table->name, table->columns.items[k].name);
            }
            for (uint32_t k = 0; k < table->links.count; k++) {
                if (table->links.items[k].links->field == inverse->links->field)
                    links = c_say(program, "&data->%t.%t", table->name, table->links.items[k].name);
            }
            int last;
            int first = c_kind_number(program, inverse->links->kind, &last);
            struct text kinds =
                table->is_family ? c_say(program, "data->%t.kind", table->name) : TEXT("NULL");
            buf_text(out, c_say(program,
                                "    if (!error)\n        sl_make_inverse(&data->%t.%t, &data->%t.table, "
                                "data->%t.table.count, %t, %t, %t, %d, %d);\n",
                                table->name, inverse->name, table->name,
                                program->tables.items[inverse->to].name, column, links, kinds, first, last));
        }
    }
    write_joins(program, out);
    buf_str(out, "    data->is_ready = error == SL_OK;\n    return error;\n}\n\n");
}

static void write_kinds_of_conclusions(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        const struct plan_derived *derived = plan->derived.items[i];
        struct buf identity;
        struct buf tables;
        buf_init(&identity, program->arena);
        buf_init(&tables, program->arena);
        uint32_t words = 0;
        for (uint32_t j = 0; j < derived->kind->fields.count; j++) {
            const struct plan_field *field = &derived->fields[j];
            for (; words < field->at; words++) {
                buf_str(&identity, "0, ");
                buf_str(&tables, "0, ");
            }
            uint32_t table = field->shape == SHAPE_ROW && program->derived[i].is_used
                               ? c_table_of_kind(program, field->field->type->parts[0].of)
                               : C_NONE;
            buf_str(&identity, field->is_identity ? "1, " : field->shape == SHAPE_TRUTH ? "2, " : "0, ");
            buf_text(&tables, c_say(program, "%d, ", table == C_NONE ? 0 : (int)table + 1));
            words++;
        }
        for (; words < derived->words; words++) {
            buf_str(&identity, "0, ");
            buf_str(&tables, "0, ");
        }
        buf_text(out, c_say(program,
                            "static const uint8_t sl_identity_%d[] = { %t0 };\n"
                            "static const uint8_t sl_tables_%d[] = { %t0 };\n",
                            (int)i, buf_get(&identity), (int)i, buf_get(&tables)));
    }
    buf_str(out, "\nstatic void sl_begin(struct sl_results *results)\n{\n    (void)results;\n");
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        const struct plan_derived *derived = plan->derived.items[i];
        buf_text(out, c_say(program,
                            "    results->kinds[%d].words = %d;\n    results->kinds[%d].stride = %d;\n"
                            "    results->kinds[%d].identity = sl_identity_%d;\n"
                            "    results->kinds[%d].tables = sl_tables_%d;\n",
                            (int)i, (int)derived->words, (int)i, (int)c_stride(&program->derived[i]), (int)i,
                            (int)i, (int)i, (int)i));
        buf_text(out, c_say(program,
                            "    results->kinds[%d].stratum = %d;\n    results->kinds[%d].is_across = %d;\n"
                            "    results->kinds[%d].needs_order = %d;\n",
                            (int)i, (int)derived->kind->stratum, (int)i, (int)derived->is_across, (int)i,
                            (int)derived->needs_order));
    }
    buf_str(out, "}\n\n");
}

void c_write_table_of(struct c_program *program, struct buf *out)
{
    buf_str(out, "/* The rows of a kind by the number of its table, from 1. */\n"
                 "static const struct sl_table *sl_table_of(const struct sl_data *data, int number)\n{\n"
                 "    switch (number) {\n");
    for (uint32_t i = 0; i < program->tables.count; i++)
        buf_text(out, c_say(program, "    case %d:\n        return &data->%t.table;\n", (int)i + 1,
                            program->tables.items[i].name));
    buf_str(out, "    default:\n        (void)data;\n        return NULL;\n    }\n}\n\n");
}

static void write_get(struct c_program *program, struct buf *out, uint32_t at)
{
    const struct c_derived *derived = &program->derived[at];
    struct text name = derived->name;
    buf_text(out, c_say(program,
                        "uint32_t %t_count_%t(const struct sl_results *results)\n{\n"
                        "    return results->kinds[%d].count;\n}\n\n"
                        "uint32_t %t_first_%t(const struct sl_results *results, uint32_t in_case)\n{\n",
                        program->name, name, (int)at, program->name, name));
    buf_text(out, c_say(program,
                        "    const struct sl_concluded *concluded = &results->kinds[%d];\n"
                        "    if (concluded->is_across)\n        return 0;\n"
                        "    return in_case < results->case_count ? concluded->starts[in_case] : "
                        "concluded->count;\n}\n\n",
                        (int)at));
    buf_text(out, c_say(program,
                        "struct %t_%t %t_get_%t(const struct sl_results *results, uint32_t number)\n{\n"
                        "    const struct sl_concluded *concluded = &results->kinds[%d];\n"
                        "    const int64_t *words = sl_kept(concluded, number);\n",
                        program->name, name, program->name, name, (int)at));
    buf_text(out,
             c_say(program,
                   "    struct %t_%t row = {\n        .in_case = sl_case_of(results, concluded, number),\n"
                   "        .rule = concluded->rules[number],\n        .is_certain = "
                   "concluded->is_certain[number],\n",
                   program->name, name));
    for (uint32_t i = 0; i < derived->plan->kind->fields.count; i++) {
        const struct plan_field *field = &derived->plan->fields[i];
        buf_text(out, c_say(program, "        .%t = words[%d],\n", derived->fields[i], (int)field->at));
        if (field->shape == SHAPE_RANGE)
            buf_text(out, c_say(program, "        .%t_most = words[%d],\n", derived->fields[i],
                                (int)field->at + 1));
    }
    buf_str(out, "    };\n    return row;\n}\n\n");
    buf_text(out,
             c_say(program,
                   "size_t %t_because_%t(const struct sl_data *data, const struct sl_results *results,\n"
                   "    uint32_t number, char *out, size_t room)\n{\n"
                   "    return sl_because(data, results, &results->kinds[%d], number, out, room);\n}\n\n",
                   program->name, name, (int)at));
}

void c_write_data(struct c_program *program, struct buf *out)
{
    write_layout(program, out);
    for (uint32_t i = 0; i < program->tables.count; i++)
        write_add(program, out, &program->tables.items[i]);
    write_ready(program, out);
    write_kinds_of_conclusions(program, out);
    for (uint32_t i = 0; i < program->plan->derived.count; i++) {
        if (program->derived[i].is_used)
            write_get(program, out, i);
    }
}

void c_write_rule_names(struct c_program *program, struct buf *out)
{
    buf_str(out, "static const char *const sl_rule_names[] = {\n");
    for (uint32_t i = 0; i < program->plan->rules.count; i++) {
        const struct declaration *rule = &program->plan->rules.items[i]->rule->declaration;
        buf_text(out, c_say(program, "    \"%n.%n\",\n", rule->module->name, rule->name));
    }
    buf_str(out, "    NULL,\n};\n\n");
}
