/* Footnotes as Word has them. A footnote of Word belongs to one mark; where the text refers to it again, a
 * NOTEREF field repeats its number and leads to the first mark. */
#include "report/docx_parts.h"

#include "report/docx_template.h"

static void open_raised(struct docx *docx)
{
    buf_str(docx->out, "<w:r><w:rPr><w:rStyle w:val=\"");
    docx_print_text(docx->out, docx->template->ids[STYLE_NOTE_MARK]);
    buf_str(docx->out, "\"/></w:rPr>");
}

static void add_first_mark(struct docx *docx, uint32_t number)
{
    uint32_t bookmark = ++docx->bookmarks;
    buf_printf(docx->out, "<w:bookmarkStart w:id=\"%u\" w:name=\"_note_%u\"/>", bookmark, number);
    open_raised(docx);
    buf_printf(docx->out, "<w:footnoteReference w:id=\"%u\"/></w:r><w:bookmarkEnd w:id=\"%u\"/>", number,
               bookmark);
}

static void add_further_mark(struct docx *docx, uint32_t number)
{
    struct buf instruction;
    buf_init(&instruction, docx->arena);
    buf_printf(&instruction, "NOTEREF _note_%u \\f \\h", number);
    docx_open_field(docx, buf_string(&instruction));
    open_raised(docx);
    buf_printf(docx->out, "<w:t>%u</w:t></w:r>", number);
    docx_close_field(docx);
}

/* Two side by side would be read as one number. */
static void part_marks(struct docx *docx)
{
    open_raised(docx);
    buf_str(docx->out, "<w:t xml:space=\"preserve\">, </w:t></w:r>");
}

void docx_add_mark(struct docx *docx, const struct run *mark)
{
    if (mark->note->first == mark)
        add_first_mark(docx, mark->note->number);
    else
        add_further_mark(docx, mark->note->number);
    if (mark->next && mark->next->kind == RUN_NOTE)
        part_marks(docx);
}

static void add_note(struct docx *docx, const struct note *note)
{
    buf_printf(docx->out, "<w:footnote w:id=\"%u\">", note->number);
    docx_open_paragraph(docx, STYLE_NOTE, "");
    open_raised(docx);
    buf_str(docx->out, "<w:footnoteRef/></w:r>");
    docx_add_run(docx, TEXT(" "), 0);
    docx_add_runs(docx, &note->runs, 0);
    docx_close_paragraph(docx);
    buf_str(docx->out, "</w:footnote>");
}

/* The two lines that Word draws above notes come first, as if they were notes. */
struct text docx_notes(struct docx *docx)
{
    struct buf out;
    struct buf *main = docx->out;
    buf_init(&out, docx->arena);
    docx->out = &out;
    buf_str(&out, DOCX_DECLARATION "<w:footnotes " DOCX_WORD_SPACE ">"
                  "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p>"
                  "</w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r>"
                  "<w:continuationSeparator/></w:r></w:p></w:footnote>");
    for (uint32_t i = 0; i < docx->document->notes.count; i++)
        add_note(docx, docx->document->notes.items[i]);
    buf_str(&out, "</w:footnotes>");
    docx->out = main;
    return buf_get(&out);
}
