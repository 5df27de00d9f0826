/* What is told of a table: each mistake at its cell or row, up to a limit, and at the end what was not read
 * as it stands. Confidential cells are never repeated. */
#include "base/buf.h"
#include "diag/diag.h"
#include "facts/import_parts.h"

enum { SHOWN_MOST = 60 }; /* bytes of a cell in a message */

/* Messages */

bool import_may_tell(struct import_run *run)
{
    if (run->is_stopped)
        return false;
    run->is_stopped = ++run->mistakes >= run->session->options.max_errors;
    return true;
}

bool import_is_secret(const struct import_column *column)
{
    return column->field && column->field->is_confidential;
}

/* A cell as a message repeats it. */
static struct text shown(struct import_table *table, const struct import_column *column, struct text text)
{
    if (import_is_secret(column) && !table->session->options.show_values)
        return TEXT("…");
    if (text.length <= SHOWN_MOST)
        return text;
    size_t length = SHOWN_MOST;
    while (length && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
        length--;
    return diag_format(table->session, "%t…", (struct text){ text.bytes, length });
}

static const struct name *column_name(const struct import_column *column)
{
    return column->ast->field.name;
}

static struct text wanted_phrase(struct import_table *table, const struct import_column *column)
{
    const struct type *type = column->field ? column->field->one : type_of_base(table->session, BASE_TEXT);
    return type_phrase(table->session, type);
}

struct span import_cell_span(const struct import_table *table, const struct import_column *column)
{
    if (table->json)
        return table->place;
    if (column->at >= table->csv.count)
        return (struct span){ table->source->index, table->csv.end, table->csv.end };
    struct csv_cell cell = table->csv.cells[column->at];
    return (struct span){ table->source->index, cell.start, cell.end };
}

bool import_row_is_wrong(struct import_table *table)
{
    table->is_row_wrong = true;
    return import_may_tell(table->run);
}

void import_report_value(struct import_table *table, const struct import_column *column, struct text text,
                         const char *why)
{
    if (!import_row_is_wrong(table))
        return;
    struct diag *diag = diag_report(table->session, E0424, import_cell_span(table, column),
                                    shown(table, column, text), column_name(column),
                                    wanted_phrase(table, column));
    if (why)
        diag_note(table->session, diag, "%s", why);
    if (!column->ast->mappings.first && column->field && type_has(column->field->one, BASE_BOOLEAN))
        diag_help(table->session, diag,
                  "say what the words stand for: `as { \"Y\" -> true, \"N\" -> false }`");
}

void import_report_empty(struct import_table *table, const struct import_column *column)
{
    if (!import_row_is_wrong(table))
        return;
    struct span span = import_cell_span(table, column);
    struct diag *diag = diag_report(table->session, E0425, span, column_name(column));
    if (column->at < table->csv.count)
        diag_say(table->session, diag, "empty");
}

/* Rows */

void import_report_fault(struct import_table *table)
{
    const struct csv *csv = &table->csv;
    struct span span = { table->source->index, csv->fault_at, csv->fault_at + 1 };
    if (!import_row_is_wrong(table))
        return;
    if (csv->fault == CSV_UNCLOSED) {
        struct diag *diag =
            diag_report(table->session, E0428, span,
                        "the quotation mark that opens this cell is never closed");
        diag_help(table->session, diag, "all to the end of the file is taken to be in this cell");
        return;
    }
    struct diag *diag = diag_report(table->session, E0428, span,
                                    "the cell goes on behind its closing quotation mark");
    diag_help(table->session, diag, "a quotation mark within a quoted cell is doubled: `\"\"`");
}

void import_report_surplus(struct import_table *table)
{
    const struct csv *csv = &table->csv;
    struct span span = { table->source->index, csv->start, csv->end };
    if (!import_row_is_wrong(table))
        return;
    struct diag *diag =
        diag_report(table->session, E0423, span, (size_t)csv->total, (size_t)table->width);
    diag_help(table->session, diag, "a cell that holds the delimiter itself stands in quotation marks");
}

void import_report_twice(struct import_table *table, const struct instance *instance,
                         const struct instance *other)
{
    if (!import_row_is_wrong(table))
        return;
    struct diag *diag = diag_report(table->session, E0427, instance->declaration.span,
                                    instance->of->declaration.name, instance->declaration.name);
    diag_label(table->session, diag, other->declaration.span, "it is here already");
}

/* Summary */

static size_t line_of(struct import_table *table, uint32_t offset)
{
    return source_position(table->session->arena, table->source, offset).line;
}

static void add_part(struct buf *out, struct text part)
{
    if (out->length)
        buf_str(out, "; ");
    buf_text(out, part);
}

/* What was not read as it stands, in one note for each table. */
void import_summarise(struct import_table *table)
{
    struct session *session = table->session;
    struct buf out;
    buf_init(&out, session->arena);
    if (table->left_out)
        add_part(&out, diag_format(session, "%z of %z %s %s left out", (size_t)table->left_out,
                                   (size_t)table->rows, table->json ? "objects" : "rows",
                                   table->left_out == 1 ? "was" : "were"));
    if (table->is_cut_off)
        add_part(&out, diag_format(session, "nothing was read behind line %z, where it is no JSON any more",
                                   line_of(table, table->cut_off)));
    if (table->run->is_stopped)
        add_part(&out, diag_format(session, "reading stopped at line %z, after %z mistakes in tables "
                                            "(`--max-errors`)", line_of(table, table->row),
                                   table->run->mistakes));
    if (table->blank)
        add_part(&out, diag_format(session, "%z blank %s passed over, the first at line %z",
                                   (size_t)table->blank, table->blank == 1 ? "row was" : "rows were",
                                   line_of(table, table->first_blank)));
    if (table->early)
        add_part(&out, diag_format(session, "%z %s before the last column, the first at line %z; what is "
                                            "missing there is not recorded",
                                   (size_t)table->early, table->early == 1 ? "row ends" : "rows end",
                                   line_of(table, table->first_early)));
    if (table->cleaned)
        add_part(&out, diag_format(session, "%z %s%s invisible characters, which were left out, the first at "
                                            "line %z",
                                   (size_t)table->cleaned, table->json ? "text" : "cell",
                                   table->cleaned == 1 ? " holds" : "s hold",
                                   line_of(table, table->first_cleaned)));
    if (out.length)
        diag_report(session, N0432, table->import->ast->path->span, table->source->path, buf_get(&out));
}
