/* Tables in Typst: a caption that counts itself, a header row that repeats, and columns as wide as what they
 * hold asks for. */
#include "report/typst_parts.h"

#include "base/utf8.h"
#include "report/columns.h"

/* A row stays on one page, unless a cell might be higher than one. */
enum { LONGEST_WHOLE_CELL = 500 };

static bool has_long_cell(struct arena *arena, const struct table *table)
{
    struct buf plain;
    buf_init(&plain, arena);
    for (const struct row *row = table->first_row; row; row = row->next) {
        for (uint32_t i = 0; i < table->column_count; i++) {
            plain.length = 0;
            document_print_plain(&plain, &row->cells[i]);
            if (utf8_count(buf_get(&plain)) > LONGEST_WHOLE_CELL)
                return true;
        }
    }
    return false;
}

/* Widths as shares of what room there is: in a list it is less than a page. */
static void add_columns(struct typst *typst, const struct table *table, const struct columns *columns)
{
    buf_str(typst->out, "columns: (");
    for (uint32_t i = 0; i < table->column_count; i++)
        buf_printf(typst->out, "%ufr,%s", columns->widths[i], i + 1 < table->column_count ? " " : "");
    buf_str(typst->out, "), align: (");
    for (const struct column *column = table->first_column; column; column = column->next)
        buf_printf(typst->out, "%s,%s", column->is_end ? "end" : "start", column->next ? " " : "");
    buf_str(typst->out, "),\n");
}

static void add_heading_row(struct typst *typst, const struct table *table)
{
    buf_str(typst->out, "  table.header(");
    for (const struct column *column = table->first_column; column; column = column->next) {
        buf_str(typst->out, "[");
        typst_print_text(typst->out, column->heading);
        buf_str(typst->out, column->next ? "], " : "]");
    }
    buf_str(typst->out, "),\n");
}

static void add_row(struct typst *typst, const struct table *table, const struct row *row)
{
    typst_await(typst, row->anchor.id);
    for (uint32_t i = 0; i < table->column_count; i++) {
        bool is_heading = i == 0 && table->has_row_headings;
        buf_str(typst->out, i ? ", " : "  ");
        buf_str(typst->out, is_heading ? "strong[" : "[");
        typst_add_places(typst);
        typst_add_runs(typst, &row->cells[i], true);
        buf_byte(typst->out, ']');
    }
    buf_str(typst->out, ",\n");
}

static void add_grid(struct typst *typst, const struct table *table)
{
    struct columns columns = columns_share_page(typst->arena, table, TYPST_WIDTH);
    buf_str(typst->out, "data-table(");
    buf_str(typst->out, columns.is_compact ? "is-compact: true, " : "");
    buf_str(typst->out, has_long_cell(typst->arena, table) ? "has-long-cell: true, " : "");
    add_columns(typst, table, &columns);
    add_heading_row(typst, table);
    for (const struct row *row = table->first_row; row; row = row->next)
        add_row(typst, table, row);
    buf_byte(typst->out, ')');
}

void typst_add_table(struct typst *typst, const struct block *block)
{
    if (!block->table->column_count)
        return;
    if (!block->runs.first)
        typst_await(typst, block->anchor.id);
    typst_start_block(typst);
    typst_add_places(typst);
    buf_byte(typst->out, '#');
    if (block->runs.first) {
        buf_str(typst->out, "figure(kind: table, caption: [");
        typst_add_runs(typst, &block->runs, true);
        buf_str(typst->out, "], ");
    }
    add_grid(typst, block->table);
    if (block->runs.first) {
        buf_str(typst->out, ") ");
        typst_print_label(typst->out, block->anchor.id);
    }
}
