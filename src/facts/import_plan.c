/* What an import wants from its table, worked out once: which column each field is read from and how, and
 * the values that are the same for every row. */
#include "base/utf8.h"
#include "diag/diag.h"
#include "facts/chronology.h"
#include "facts/date_format.h"
#include "facts/import_parts.h"
#include "facts/lower.h"
#include "facts/references.h"

enum { LISTED_MOST = 12 }; /* headings in a message */

/* Headings */

/* Line breaks and rows of blanks in a heading are one blank. */
static struct text heading_text(const struct csv *csv, const struct csv_cell *cell)
{
    struct text text = utf8_normalise(csv->arena, csv_text(csv, cell));
    char *plain = arena_copy(csv->arena, text.bytes, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool is_blank = strchr(" \t\n\r", text.bytes[i]) != NULL;
        if (!is_blank || plain[length - 1] != ' ')
            plain[length++] = is_blank ? ' ' : text.bytes[i];
    }
    return (struct text){ plain, length };
}

static struct text *read_headings(struct import_table *table)
{
    struct csv *csv = &table->csv;
    bool is_found = false;
    while (!is_found && csv_next(csv)) {
        is_found = !csv_is_blank(csv);
        if (!is_found && !table->blank++)
            table->first_blank = csv->start;
    }
    table->width = is_found ? csv->count : 0;
    table->is_hidden = ARENA_ARRAY(table->session->arena, bool, csv->count + 1);
    struct text *headings = ARENA_ARRAY(table->session->arena, struct text, csv->count + 1);
    for (uint32_t i = 0; i < csv->count; i++) {
        headings[i] = heading_text(csv, &csv->cells[i]);
        table->is_hidden[i] = true;
    }
    return headings;
}

static void list_headings(struct import_table *table, struct diag *diag, const struct text *headings)
{
    struct text list = TEXT("");
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->width; i++) {
        if (!headings[i].length)
            continue;
        if (++count <= LISTED_MOST)
            list = diag_format(table->session, list.length ? "%t, `%t`" : "%t`%t`", list, headings[i]);
    }
    if (count > LISTED_MOST)
        diag_help(table->session, diag, "its columns are headed %t and %z more", list,
                  (size_t)count - LISTED_MOST);
    else if (count)
        diag_help(table->session, diag, "its columns are headed %t", list);
    else
        diag_help(table->session, diag, "it has no headings; its first row is to name its columns");
}

static void report_unknown(struct import_table *table, const struct ast_node *heading, struct text wanted,
                           const struct text *headings)
{
    struct suggest suggest;
    struct diag *diag =
        diag_report(table->session, E0420, heading->span, table->source->path, wanted);
    suggest_init(&suggest, wanted);
    for (uint32_t i = 0; i < table->width; i++)
        suggest_offer(&suggest, headings[i]);
    if (!diag_did_you_mean(table->session, diag, &suggest))
        list_headings(table, diag, headings);
}

static bool find_column(struct import_table *table, const struct ast_node *heading,
                        const struct text *headings, uint32_t *at)
{
    struct text wanted = utf8_normalise(table->session->arena, AST_AS(string, heading)->text);
    size_t count = 0;
    for (uint32_t i = table->width; i-- > 0;) {
        if (text_equal(headings[i], wanted)) {
            *at = i;
            count++;
        }
    }
    if (!count)
        report_unknown(table, heading, wanted, headings);
    if (count > 1)
        diag_help(table->session,
                  diag_report(table->session, E0421, heading->span, count, table->source->path, wanted),
                  "give the column that is meant a heading of its own");
    return count == 1;
}

/* Fixed values */

static void keep_secret(struct session *session, const struct ast_node *node)
{
    VEC_PUSH(session->arena, &session->secret_spans, node->span);
    if (node->kind == AST_STRING || node->kind == AST_PROSE)
        VEC_PUSH(session->arena, &session->secret_values, AST_AS(string, node)->text);
}

static struct value fixed_value(struct checker *checker, struct import_column *column,
                                const struct ast_node *node, const struct type *one)
{
    if (chronology_is_relative(node)) {
        diag_report(checker->session, E0404, node->span);
        return (struct value){ .tag = VALUE_NONE };
    }
    if (node->kind == AST_PROSE || (node->kind == AST_STRING && !type_has(one, BASE_TEXT)))
        references_check(checker, node);
    if (column->field && column->field->is_confidential)
        keep_secret(checker->session, node);
    struct value value = lower_constant(checker->session, node, &column->is_doubtful);
    return value.tag == VALUE_ERROR ? (struct value){ .tag = VALUE_NONE }
                                    : lower_fit(checker->session, value, one);
}

static void read_fixed(struct checker *checker, struct import_column *column)
{
    const struct ast_list *nodes = &column->ast->values;
    const struct type *one = column->field ? column->field->one : type_of_base(checker->session, BASE_TEXT);
    column->is_fixed = true;
    if (!column->field || !column->field->type->many) {
        if (nodes->first)
            column->value = fixed_value(checker, column, nodes->first, one);
        return;
    }
    struct value *items = ARENA_ARRAY(checker->session->arena, struct value, ast_count(*nodes));
    uint32_t count = 0;
    AST_EACH (node, *nodes)
        items[count++] = fixed_value(checker, column, node, one);
    column->value = (struct value){ .tag = VALUE_LIST, .count = count, .as.items = items };
}

/* Columns */

static bool is_given(const struct import_table *table, const struct name *field)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        if (table->columns.items[i].ast->field.name == field)
            return true;
    }
    return false;
}

static void check_separators(struct import_table *table, const struct import_column *column)
{
    bool is_many = column->field && column->field->type->many;
    AST_EACH (node, column->ast->separators) {
        struct text separator = AST_AS(string, node)->text;
        if (is_many && separator.length)
            continue;
        struct diag *diag = diag_report(table->session, E0429, node->span, separator);
        diag_help(table->session, diag,
                  is_many ? "a separator is at least one character"
                          : "the field takes one value; only a field of many, `*` or `+`, is split");
    }
}

bool import_plan_column(struct import_table *table, struct checker *checker, const struct ast_column *ast,
                        struct import_column *column)
{
    struct text name = name_text(ast->field.name);
    *column = (struct import_column){ .ast = ast };
    column->last = ARENA_NEW(table->session->arena, struct import_target);
    column->field = kind_find_field(table->import->kind, ast->field.name);
    if (!column->field && !text_equal(name, TEXT("id")) && !text_equal(name, TEXT("title")))
        return false; /* told by types/ */
    if (is_given(table, ast->field.name)) {
        diag_report(table->session, E0403, ast->field.span, ast->field.name);
        return false;
    }
    check_separators(table, column);
    const struct type *text = type_of_base(table->session, BASE_TEXT);
    if (!ast->heading)
        read_fixed(checker, column);
    else
        reading_new(&column->reading, table->session, ast, column->field ? column->field->one : text);
    return true;
}

static bool plan_column(struct import_table *table, struct checker *checker, const struct ast_column *ast,
                        const struct text *headings)
{
    struct import_column column;
    if (!import_plan_column(table, checker, ast, &column))
        return false;
    bool is_found = !ast->heading || find_column(table, ast->heading, headings, &column.at);
    if (ast->heading && is_found && !(column.field && column.field->is_confidential))
        table->is_hidden[column.at] = false;
    VEC_PUSH(table->session->arena, &table->columns, column);
    return is_found;
}

bool import_is_mandatory(const struct field *field)
{
    bool is_wanted = field->cardinality == CARDINALITY_ONE || field->cardinality == CARDINALITY_SOME;
    return is_wanted && !field->ast->value;
}

bool import_plan_mandatory(struct import_table *table)
{
    const struct kind *kind = table->import->kind;
    bool is_whole = true;
    for (uint32_t i = 0; i < kind->fields.count && !kind->is_broken; i++) {
        const struct field *field = kind->fields.items[i];
        if (!import_is_mandatory(field) || is_given(table, field->name))
            continue;
        is_whole = false;
        struct diag *diag = diag_report(table->session, E0422, table->import->ast->kind.span, field->name,
                                        kind->declaration.name);
        diag_help(table->session, diag, "add `%n: column \"...\"`, or a value for all rows", field->name);
    }
    return is_whole;
}

/* Two fields may be read from one column, and then the confidential one decides. */
static void hide_confidential(struct import_table *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const struct import_column *column = &table->columns.items[i];
        if (!column->is_fixed && column->field && column->field->is_confidential && column->at < table->width)
            table->is_hidden[column->at] = true;
    }
}

static void find_own_columns(struct import_table *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const struct import_column *column = &table->columns.items[i];
        if (column->field)
            continue;
        if (text_equal(name_text(column->ast->field.name), TEXT("id")))
            table->id = column;
        else
            table->title = column;
    }
}

bool import_plan(struct import_table *table)
{
    struct checker checker =
        checker_new(table->run->model, table->import->module, table->import->scope);
    const struct text *headings = read_headings(table);
    size_t errors = table->session->error_count;
    bool is_whole = true;
    if (!table->width) {
        struct diag *diag =
            diag_report(table->session, E0430, table->import->ast->path->span, "there is nothing");
        diag_help(table->session, diag, "its first row is to name its columns");
        return false;
    }
    if (!table->import->ast->columns.first) {
        struct diag *diag = diag_report(table->session, E0450, table->import->ast->path->span);
        diag_help(table->session, diag, "say which column is which field: `{ title: column \"...\" }`");
        diag_help(table->session, diag, "the name of a file of JSON ends in .json, .ndjson or .jsonl");
        return false;
    }
    AST_EACH (node, table->import->ast->columns) {
        if (node->kind == AST_COLUMN)
            is_whole &= plan_column(table, &checker, AST_AS(column, node), headings);
        else
            is_whole = false;
    }
    is_whole &= import_plan_mandatory(table);
    hide_confidential(table);
    find_own_columns(table);
    return is_whole && table->session->error_count == errors;
}
