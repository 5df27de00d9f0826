/* Tables of a .docx: header rows that repeat, rows that stay whole, numbers at the end of their cells. */
#include "report/docx_parts.h"

#include "report/columns.h"
#include "report/docx_template.h"

static void open_cell(struct docx *docx, uint32_t width, enum docx_style style, bool is_end)
{
    buf_printf(docx->out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/></w:tcPr>", width);
    docx_open_paragraph(docx, style, is_end ? "<w:jc w:val=\"right\"/>" : "");
}

static void close_cell(struct docx *docx)
{
    docx_close_paragraph(docx);
    buf_str(docx->out, "</w:tc>");
}

static void add_heading_row(struct docx *docx, const struct table *table,
                            const struct columns *columns)
{
    uint32_t at = 0;
    buf_str(docx->out, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (const struct column *column = table->first_column; column; column = column->next) {
        open_cell(docx, columns->widths[at++],
                  columns->is_compact ? STYLE_SMALL_HEADING : STYLE_TABLE_HEADING, column->is_end);
        docx_add_run(docx, column->heading, 0);
        close_cell(docx);
    }
    buf_str(docx->out, "</w:tr>");
}

static void add_row(struct docx *docx, const struct table *table, const struct row *row,
                    const struct columns *columns)
{
    uint32_t at = 0;
    buf_str(docx->out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    docx_await_bookmark(docx, row->anchor.id);
    for (const struct column *column = table->first_column; column; column = column->next, at++) {
        open_cell(docx, columns->widths[at], columns->is_compact ? STYLE_SMALL_TEXT : STYLE_TABLE_TEXT,
                  column->is_end);
        docx_add_runs(docx, &row->cells[at], at == 0 && table->has_row_headings ? IS_STRONG : 0);
        close_cell(docx);
    }
    buf_str(docx->out, "</w:tr>");
}

static void add_table_properties(struct docx *docx, const struct block *block, uint32_t padding)
{
    bool has_headings = block->table->has_row_headings;
    buf_str(docx->out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"");
    docx_print_text(docx->out, docx->template->ids[STYLE_TABLE]);
    buf_printf(docx->out, "\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>"
                          "<w:tblCellMar><w:left w:w=\"%u\" w:type=\"dxa\"/><w:right w:w=\"%u\" "
                          "w:type=\"dxa\"/></w:tblCellMar><w:tblLook w:val=\"%s\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"%d\" "
                          "w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
               padding, padding, has_headings ? "06A0" : "0620", has_headings);
    if (block->runs.first) {
        struct buf caption;
        buf_init(&caption, docx->arena);
        document_print_plain(&caption, &block->runs);
        buf_str(docx->out, "<w:tblCaption w:val=\"");
        docx_print_text(docx->out, buf_get(&caption));
        buf_str(docx->out, "\"/>");
    }
    buf_str(docx->out, "</w:tblPr>");
}

static void add_grid(struct docx *docx, const uint32_t *widths, uint32_t count)
{
    buf_str(docx->out, "<w:tblGrid>");
    for (uint32_t i = 0; i < count; i++)
        buf_printf(docx->out, "<w:gridCol w:w=\"%u\"/>", widths[i]);
    buf_str(docx->out, "</w:tblGrid>");
}

void docx_add_table(struct docx *docx, const struct block *block)
{
    const struct table *table = block->table;
    if (!table->column_count)
        return;
    uint32_t page = docx_page_inner_width(&docx->template->page);
    struct columns columns = columns_share_page(docx->arena, table, page);
    if (block->runs.first)
        docx_add_caption(docx, block, docx->words->table, "Table", ++docx->tables);
    else
        docx_await_bookmark(docx, block->anchor.id);
    add_table_properties(docx, block, columns.padding);
    add_grid(docx, columns.widths, table->column_count);
    add_heading_row(docx, table, &columns);
    for (const struct row *row = table->first_row; row; row = row->next)
        add_row(docx, table, row, &columns);
    buf_str(docx->out, "</w:tbl>");
    /* two tables one after the other would become one */
    docx_open_paragraph(docx, STYLE_TABLE_TEXT, "");
    docx_close_paragraph(docx);
}
