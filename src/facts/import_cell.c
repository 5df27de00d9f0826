/* Where in a table a field of an instance stands, for messages: tables keep only where each row begins, and
 * the row is read once more. */
#include "facts/import.h"

#include "base/arena.h"
#include "diag/session.h"
#include "facts/import_json.h"

/* The table or file of JSON that the instance comes from; NULL where it is written in the model. */
static const struct import_table *find_table(const struct session *session, const struct instance *instance)
{
    for (uint32_t i = 0; i < session->tables.count; i++) {
        if (session->tables.items[i].file == instance->declaration.span.file)
            return session->tables.items[i].context;
    }
    return NULL;
}

static const struct import_column *find_column(const struct import_table *table, const struct field *field)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const struct import_column *column = &table->columns.items[i];
        if (column->field == field && !column->is_fixed)
            return column;
    }
    return NULL;
}

bool import_find_cell(const struct session *session, const struct instance *instance,
                      const struct field *field, struct span *out)
{
    const struct import_table *table = field ? find_table(session, instance) : NULL;
    if (!table || instance->ordinal - table->first >= table->starts.count)
        return false;
    uint32_t start = table->starts.items[instance->ordinal - table->first];
    if (table->json)
        return json_find_value(table, instance, field, start, out);
    const struct import_column *column = find_column(table, field);
    if (!column)
        return false;
    struct arena_mark mark = arena_mark(session->arena);
    struct csv_cell cell = { 0 };
    struct csv csv;
    csv_open(&csv, session->arena, table->source);
    csv.at = start;
    if (csv_next(&csv) && column->at < csv.count)
        cell = csv.cells[column->at];
    arena_release(session->arena, mark);
    *out = (struct span){ table->source->index, cell.start, cell.end };
    return cell.start < cell.end;
}
