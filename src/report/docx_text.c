/* Words and paragraphs of a .docx. Words of the model appear as text only: no fields, addresses or markup
 * are ever made of them. */
#include "report/docx_parts.h"

#include "report/docx_template.h"
#include "report/sha256.h"

enum { BOOKMARK_LONGEST = 36 };

/* What XML gives a meaning; all else has been made showable on its way into the document. */
static const char *escape_of(char byte)
{
    switch (byte) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&quot;";
    default: return NULL;
    }
}

void docx_print_text(struct buf *out, struct text text)
{
    size_t kept = 0; /* all before it is in `out` */
    for (size_t at = 0; at < text.length; at++) {
        const char *escape = escape_of(text.bytes[at]);
        if (!escape)
            continue;
        buf_add(out, text.bytes + kept, at - kept);
        buf_str(out, escape);
        kept = at + 1;
    }
    buf_add(out, text.bytes + kept, text.length - kept);
}

/* Runs */

static void add_style_of_run(struct docx *docx, enum docx_style style)
{
    buf_str(docx->out, "<w:rStyle w:val=\"");
    docx_print_text(docx->out, docx->template->ids[style]);
    buf_str(docx->out, "\"/>");
}

/* A template's styles have a language of their own, which may not be that of the document. */
static void add_run_properties(struct docx *docx, unsigned marks)
{
    bool has_language = docx->template->is_given;
    if (!marks && !has_language)
        return;
    buf_str(docx->out, "<w:rPr>");
    if (marks & IS_LINK)
        add_style_of_run(docx, STYLE_HYPERLINK);
    else if (marks & IS_CODE)
        add_style_of_run(docx, STYLE_CODE_WORDS);
    if (marks & IS_STRONG)
        buf_str(docx->out, "<w:b/><w:bCs/>");
    if (marks & IS_EMPHASIS)
        buf_str(docx->out, "<w:i/><w:iCs/>");
    if (has_language) {
        buf_str(docx->out, "<w:lang w:val=\"");
        docx_print_text(docx->out, docx->document->front.language);
        buf_str(docx->out, "\"/>");
    }
    buf_str(docx->out, "</w:rPr>");
}

static void open_run(struct docx *docx, unsigned marks)
{
    buf_str(docx->out, "<w:r>");
    add_run_properties(docx, marks);
}

void docx_add_run(struct docx *docx, struct text text, unsigned marks)
{
    static const char start[] = "<w:t xml:space=\"preserve\">";
    if (!text.length)
        return;
    open_run(docx, marks);
    buf_str(docx->out, start);
    size_t kept = 0;
    for (size_t at = 0; at < text.length; at++) {
        if (text.bytes[at] != '\t' && text.bytes[at] != '\n')
            continue;
        docx_print_text(docx->out, (struct text){ text.bytes + kept, at - kept });
        buf_printf(docx->out, "</w:t><w:%s/>%s", text.bytes[at] == '\t' ? "tab" : "br", start);
        kept = at + 1;
    }
    docx_print_text(docx->out, (struct text){ text.bytes + kept, text.length - kept });
    buf_str(docx->out, "</w:t></w:r>");
}

/* Bookmarks and links */

/* Word takes forty characters, letters, digits and underlines, no digit first; a longer id is told apart by
 * its digest. Ids hold neither capitals nor underlines, so no two become the same. */
static void add_bookmark_name(struct docx *docx, struct text id)
{
    unsigned char digest[SHA256_SIZE];
    if (id.length > BOOKMARK_LONGEST) {
        sha256_get(id, digest);
        buf_byte(docx->out, 'X');
        for (int i = 0; i < 16; i++)
            buf_printf(docx->out, "%02x", digest[i]);
        return;
    }
    if (id.bytes[0] >= '0' && id.bytes[0] <= '9')
        buf_byte(docx->out, 'N');
    for (size_t i = 0; i < id.length; i++)
        buf_byte(docx->out, id.bytes[i] == '-' ? '_' : id.bytes[i]);
}

void docx_add_bookmark(struct docx *docx, struct text id)
{
    if (!id.length)
        return;
    docx->bookmarks++;
    buf_printf(docx->out, "<w:bookmarkStart w:id=\"%u\" w:name=\"", docx->bookmarks);
    add_bookmark_name(docx, id);
    buf_printf(docx->out, "\"/><w:bookmarkEnd w:id=\"%u\"/>", docx->bookmarks);
}

void docx_await_bookmark(struct docx *docx, struct text id)
{
    if (id.length)
        VEC_PUSH(docx->arena, &docx->waiting, id);
}

void docx_open_link(struct docx *docx, struct text id)
{
    buf_str(docx->out, "<w:hyperlink w:anchor=\"");
    add_bookmark_name(docx, id);
    buf_str(docx->out, "\" w:history=\"1\">");
}

static void add_link(struct docx *docx, struct text id, const struct runs *runs, unsigned marks)
{
    docx_open_link(docx, id);
    docx_add_runs(docx, runs, marks | IS_LINK);
    buf_str(docx->out, "</w:hyperlink>");
}

/* An address stands behind its words: no document of ours leads outside by itself. */
static void add_address(struct docx *docx, const struct run *run, unsigned marks)
{
    struct buf plain;
    buf_init(&plain, docx->arena);
    document_print_plain(&plain, &run->children);
    docx_add_runs(docx, &run->children, marks);
    if (text_equal(buf_get(&plain), run->text))
        return;
    docx_add_run(docx, TEXT(" ("), marks);
    docx_add_run(docx, run->text, marks);
    docx_add_run(docx, TEXT(")"), marks);
}

static void add_one(struct docx *docx, const struct run *run, unsigned marks)
{
    switch (run->kind) {
    case RUN_TEXT: docx_add_run(docx, run->text, marks); break;
    case RUN_CODE: docx_add_run(docx, run->text, marks | IS_CODE); break;
    case RUN_EMPHASIS: docx_add_runs(docx, &run->children, marks | IS_EMPHASIS); break;
    case RUN_STRONG: docx_add_runs(docx, &run->children, marks | IS_STRONG); break;
    case RUN_LINK:
        if (run->text.length && !(marks & IS_LINK))
            add_link(docx, run->text, &run->children, marks);
        else
            docx_add_runs(docx, &run->children, marks);
        break;
    case RUN_URL: add_address(docx, run, marks); break;
    case RUN_NOTE: docx_add_mark(docx, run); break;
    case RUN_SOFTBREAK: docx_add_run(docx, TEXT(" "), marks); break;
    case RUN_LINEBREAK: buf_str(docx->out, "<w:r><w:br/></w:r>"); break;
    }
}

void docx_add_runs(struct docx *docx, const struct runs *runs, unsigned marks)
{
    for (const struct run *run = runs->first; run; run = run->next)
        add_one(docx, run, marks);
}

/* Fields */

void docx_open_field(struct docx *docx, const char *instruction)
{
    buf_printf(docx->out, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
                          "xml:space=\"preserve\"> %s </w:instrText></w:r>"
                          "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>", instruction);
}

void docx_close_field(struct docx *docx)
{
    buf_str(docx->out, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

/* Paragraphs */

void docx_open_paragraph(struct docx *docx, enum docx_style style, const char *more_properties)
{
    buf_str(docx->out, "<w:p><w:pPr><w:pStyle w:val=\"");
    docx_print_text(docx->out, docx->template->ids[style]);
    buf_printf(docx->out, "\"/>%s</w:pPr>", more_properties);
    for (uint32_t i = 0; i < docx->waiting.count; i++)
        docx_add_bookmark(docx, docx->waiting.items[i]);
    docx->waiting.count = 0;
}

void docx_close_paragraph(struct docx *docx)
{
    buf_str(docx->out, "</w:p>");
}

void docx_add_caption(struct docx *docx, const struct block *block, const char *word, const char *sequence,
                      uint32_t number)
{
    struct buf instruction;
    struct buf digits;
    buf_init(&instruction, docx->arena);
    buf_init(&digits, docx->arena);
    buf_printf(&instruction, "SEQ %s \\* ARABIC", sequence);
    buf_int(&digits, number);
    docx_open_paragraph(docx, STYLE_CAPTION, "");
    docx_add_bookmark(docx, block->anchor.id);
    docx_add_run(docx, text_of(word), 0);
    docx_add_run(docx, TEXT(" "), 0);
    docx_open_field(docx, buf_string(&instruction));
    docx_add_run(docx, buf_get(&digits), 0);
    docx_close_field(docx);
    if (block->runs.first)
        docx_add_run(docx, TEXT(": "), 0);
    docx_add_runs(docx, &block->runs, 0);
    docx_close_paragraph(docx);
}
