/* Tables to instances: one for each row, its slots filled cell by cell. Comes in: imports whose names and
 * types are checked. Goes out: instances among the others of the model or test, and a message for
 * everything that does not fit. A row with a mistake in it is left out as a whole, and counted. Cells are
 * found by facts/csv.c and understood by facts/reading.c. */
#include "facts/import.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "diag/diag.h"
#include "diag/phrase.h"
#include "facts/import_parts.h"
#include "names/data.h"
#include "names/load.h"

enum { SHORTEST_ROW = 8 }; /* bytes, when room is made for rows */

/* Fields */

/* The text of a cell in normal form. */
static struct text cell_text(struct import_table *table, const struct import_column *column)
{
    if (column->at >= table->csv.count)
        return TEXT("");
    const struct csv_cell *cell = &table->csv.cells[column->at];
    return import_clean(table, csv_text(&table->csv, cell), cell->start);
}

static void fill_column(struct import_table *table, const struct import_column *column,
                        struct instance *instance)
{
    struct value *slot = &instance->slots[column->field->slot];
    struct read_cell empty;
    if (column->is_fixed) {
        *slot = column->value;
        instance->is_doubtful = instance->is_doubtful || column->is_doubtful;
        return;
    }
    struct text text = cell_text(table, column);
    bool is_mapped = !text.length && reading_find_word(&column->reading, text, &empty);
    bool is_recorded = false;
    if ((text.length || is_mapped) && column->field->type->many)
        is_recorded = import_fill_list(table, column, instance, slot, text);
    else if (text.length || is_mapped)
        is_recorded = import_fill_place(table, column, instance, slot, text);
    if (!is_recorded && import_is_mandatory(column->field))
        import_report_empty(table, column);
}

/* Rows */

static bool has_surplus(const struct import_table *table)
{
    const struct csv *csv = &table->csv;
    for (uint32_t i = table->width; i < csv->count; i++) {
        if (csv_text(csv, &csv->cells[i]).length)
            return true;
    }
    return csv->total > csv->count;
}

/* Whether each cell stands where its column is; what more there is to say of one that does not is a guess. */
static bool check_shape(struct import_table *table)
{
    const struct csv *csv = &table->csv;
    if (csv->fault != CSV_SOUND)
        import_report_fault(table);
    else if (has_surplus(table))
        import_report_surplus(table);
    else if (csv->total < table->width && !table->early++)
        table->first_early = csv->start;
    return !table->is_row_wrong;
}

const struct name *import_next_number(struct import_table *table, const struct kind *kind)
{
    struct buf text;
    char few[64];
    for (;;) {
        text = (struct buf){ .arena = table->session->arena, .bytes = few, .capacity = sizeof few };
        buf_text(&text, name_text(kind->declaration.name));
        buf_byte(&text, '_');
        buf_int(&text, ++table->run->numbers[kind->index]);
        const struct name *name = name_get(table->session->names, text.bytes, text.length);
        if (!import_find_rival(table->import, kind, name))
            return name;
    }
}

static const struct name *read_name(struct import_table *table)
{
    struct text text = TEXT("");
    struct read_cell word;
    if (!table->id)
        return import_next_number(table, table->import->kind);
    if (table->id->is_fixed && table->id->value.tag == VALUE_TEXT)
        text = *table->id->value.as.text;
    else if (!table->id->is_fixed)
        text = cell_text(table, table->id);
    if (reading_find_word(&table->id->reading, text, &word) && word.value.tag == VALUE_TEXT)
        text = *word.value.as.text;
    if (text.length)
        return name_get(table->session->names, text.bytes, text.length);
    import_report_empty(table, table->id);
    return NULL;
}

static struct text read_title(struct import_table *table, const struct name *name)
{
    struct text text = TEXT("");
    if (table->title && table->title->is_fixed && table->title->value.tag == VALUE_TEXT)
        text = *table->title->value.as.text;
    else if (table->title && !table->title->is_fixed)
        text = cell_text(table, table->title);
    return text.length || !name ? text : name_text(name);
}

/* The place of a row for messages: its id, or else the first cell that is read. */
static struct span row_span(const struct import_table *table)
{
    if (table->id && !table->id->is_fixed)
        return import_cell_span(table, table->id);
    for (uint32_t i = 0; i < table->columns.count; i++) {
        if (!table->columns.items[i].is_fixed)
            return import_cell_span(table, &table->columns.items[i]);
    }
    return (struct span){ table->source->index, table->csv.start, table->csv.end };
}

_Static_assert(alignof(struct value) <= alignof(struct instance), "slots stand behind their instance");

struct instance *import_new_instance(struct import_table *table, const struct kind *kind)
{
    size_t slots = kind->slot_count * sizeof(struct value);
    struct instance *instance =
        arena_alloc(table->session->arena, sizeof *instance + slots, alignof(struct instance));
    instance->declaration.kind = DECLARES_INSTANCE;
    instance->declaration.module = table->import->module;
    instance->declaration.scope = table->import->scope;
    instance->of = (struct kind *)(uintptr_t)kind;
    instance->ast = table->ast;
    instance->slots = (struct value *)(instance + 1);
    return instance;
}

void import_leave_out(struct import_table *table, struct instance *instance)
{
    bool is_known = false;
    const struct name *name = instance->declaration.name;
    if (!name)
        table->run->has_gaps[instance->of->index] = true;
    if (!name || import_find_rival(table->import, instance->of, name))
        return;
    import_find(table->import, type_of_base(table->session, BASE_TEXT), name, &is_known);
    instance->declaration.kind = DECLARES_ERROR;
    if (!is_known)
        scope_add_last(&instance->declaration);
}

static struct instances *instances_of(const struct import_table *table)
{
    struct test_scope *test = table->import->scope;
    return test ? &test->instances : &table->run->model->instances;
}

void import_add(struct import_table *table, struct instance *instance, uint32_t start)
{
    struct instances *into = instances_of(table);
    instance->ordinal = into->count;
    if (!table->starts.count)
        table->first = instance->ordinal;
    VEC_PUSH(table->session->arena, &table->starts, start);
    VEC_PUSH(table->session->arena, into, instance);
}

static void read_row(struct import_table *table)
{
    uint32_t keys = table->run->keys.count;
    table->rows++;
    table->is_row_wrong = false;
    bool is_sound = check_shape(table);
    const struct name *name = read_name(table);
    struct instance *instance = import_new_instance(table, table->import->kind);
    instance->declaration.name = name;
    instance->declaration.span = row_span(table);
    instance->title = read_title(table, name);
    const struct instance *other =
        name && table->id ? import_find_rival(table->import, instance->of, name) : NULL;
    if (other)
        import_report_twice(table, instance, other);
    for (uint32_t i = 0; i < table->columns.count && is_sound; i++) {
        if (table->columns.items[i].field)
            fill_column(table, &table->columns.items[i], instance);
    }
    if (!table->is_row_wrong) {
        import_add(table, instance, table->csv.start);
        scope_add_last(&instance->declaration);
        return;
    }
    table->run->keys.count = keys;
    table->left_out++;
    import_leave_out(table, instance);
}

/* How many rows are to come: about as many as there are lines, if they are not all but empty. */
static uint32_t count_rows(const struct csv *csv)
{
    const char *end = csv->bytes + csv->length;
    uint32_t most = (csv->length - csv->at) / SHORTEST_ROW;
    uint32_t lines = 0;
    for (const char *at = csv->bytes + csv->at; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    return lines < most ? lines : most;
}

/* Where all is moved to more room only a few times, a table is read in less time and memory. */
static void make_room(struct import_table *table)
{
    struct arena *arena = table->session->arena;
    struct instances *into = instances_of(table);
    uint32_t rows = count_rows(&table->csv);
    name_table_reserve(table->session->names, name_table_count(table->session->names) + rows);
    VEC_RESERVE(arena, &table->starts, rows);
    if (rows > into->capacity - into->count)
        VEC_RESERVE(arena, into, into->count + (rows > into->count ? rows : into->count));
}

/* Empty lines at the very end are no rows. */
static void read_rows(struct import_table *table)
{
    struct csv *csv = &table->csv;
    uint32_t empty = 0;
    make_room(table);
    while (!table->run->is_stopped && csv_next(csv)) {
        table->row = csv->start;
        bool is_blank = csv_is_blank(csv);
        if (is_blank && !table->blank && !empty)
            table->first_blank = csv->start;
        if (is_blank && csv->start == csv->end) {
            empty++;
            continue;
        }
        table->blank += empty + is_blank;
        empty = 0;
        if (!is_blank)
            read_row(table);
    }
}

/* Tables */

/* What diagnostics do not show of a table: columns that are not read, and confidential ones; of a row of
 * the wrong shape nothing, for nobody knows what stands where. */
static void find_hidden(const void *context, const struct source *source, struct stretches *hidden)
{
    const struct import_table *table = context;
    struct csv csv;
    csv_open(&csv, table->session->arena, source);
    bool is_heading = true;
    while (csv_next(&csv)) {
        bool is_odd = csv.fault != CSV_SOUND || csv.total > table->width;
        for (uint32_t i = 0; i < csv.count && !is_heading && !is_odd; i++) {
            struct stretch stretch = { csv.cells[i].start, csv.cells[i].end };
            if (table->is_hidden[i] && stretch.start < stretch.end)
                VEC_PUSH(table->session->arena, &hidden->list, stretch);
        }
        if (is_odd && !is_heading)
            VEC_PUSH(table->session->arena, &hidden->list, (struct stretch){ csv.start, csv.end });
        is_heading = is_heading && csv_is_blank(&csv);
    }
}

/* Every instance has a text; those of a table share one without clauses and members. */
static const struct ast_instance *new_stand_in(struct import_table *table)
{
    struct ast_instance *ast = ARENA_NEW(table->session->arena, struct ast_instance);
    ast->base.kind = AST_INSTANCE;
    ast->base.span = table->import->ast->base.span;
    ast->kind = table->import->ast->kind.name;
    return ast;
}

static bool decode(struct import_table *table, struct source *source)
{
    uint32_t first;
    enum csv_encoding encoding = csv_decode(table->session->arena, source, &first);
    const struct ast_node *path = table->import->ast->path;
    if (encoding == CSV_WINDOWS_1252)
        diag_report(table->session, N0431, path->span, source->path);
    if (encoding != CSV_UTF16)
        return true;
    struct diag *diag = diag_report(table->session, E0430, path->span, "NUL bytes stand");
    diag_help(table->session, diag, "save it as CSV in UTF-8; a workbook or UTF-16 is not read");
    return false;
}

static bool open_table(struct import_table *table)
{
    struct source source;
    if (!load_table(table->run->model, table->import, &source))
        return false;
    table->ast = new_stand_in(table);
    if (import_json_suits(source.path))
        return import_json_open(table, &source);
    if (!decode(table, &source))
        return false;
    table->source = session_add_source(table->session, &source);
    csv_open(&table->csv, table->session->arena, table->source);
    if (!import_plan(table))
        return false;
    struct session_table shown = { table->source->index, find_hidden, table };
    VEC_PUSH(table->session->arena, &table->session->tables, shown);
    return true;
}

static void import_one(struct import_run *run, const struct import *import)
{
    struct import_table *table = ARENA_NEW(run->session->arena, struct import_table);
    if (!import->kind || import->ast->base.broken || run->is_stopped)
        return;
    *table = (struct import_table){ .run = run, .import = import, .session = run->session };
    if (!open_table(table)) {
        run->has_gaps[import->kind->index] = true;
        run->model->lacks_module = true;
        return;
    }
    if (table->json)
        import_json_read(table);
    else
        read_rows(table);
    import_summarise(table);
}

void import_tables(struct model *model)
{
    struct import_run run = { .model = model, .session = model->session };
    if (model->session->options.without_data) {
        model->lacks_module = model->lacks_module || model->imports.count;
        return;
    }
    run.has_gaps = ARENA_ARRAY(model->session->arena, bool, model->kinds.count + 1);
    run.numbers = ARENA_ARRAY(model->session->arena, uint32_t, model->kinds.count + 1);
    for (uint32_t i = 0; i < model->imports.count; i++)
        import_one(&run, model->imports.items[i]);
    import_json_publish(&run);
    import_link(&run);
    data_report_unread(model);
}
