/* A document as Office Open XML. Comes in: a finished document. Goes out: a .docx that opens in Word and
 * LibreOffice as it stands. Words of the model appear as text only: no fields, addresses or markup are
 * ever made of them. */
#include "report/docx.h"

#include "base/buf.h"
#include "base/vec.h"
#include "report/docx_parts.h"
#include "report/document.h"
#include "report/sha256.h"

enum { BOOKMARK_LONGEST = 36, PAGE_WIDTH = 9026, LIST_DEEPEST = 8 };

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* How a run of words is marked. */
enum { IS_EMPHASIS = 1, IS_STRONG = 2, IS_CODE = 4, IS_LINK = 8 };

struct docx {
    struct arena *arena;
    struct buf *out;
    const struct document *document;
    const struct document_words *words;
    uint32_t bookmarks;
    uint32_t tables;
    uint32_t depth; /* of lists */
    VEC(struct docx_list) lists; /* the numbered ones, in order */
};

static void add(struct docx *docx, const char *markup)
{
    buf_str(docx->out, markup);
}

static void add_words(struct docx *docx, struct text text)
{
    docx_print_text(docx->out, text);
}

/* Words */

static void add_run_properties(struct docx *docx, unsigned marks)
{
    if (!marks)
        return;
    add(docx, "<w:rPr>");
    if (marks & IS_LINK)
        add(docx, "<w:rStyle w:val=\"Hyperlink\"/>");
    else if (marks & IS_CODE)
        add(docx, "<w:rStyle w:val=\"CodeWords\"/>");
    if (marks & IS_STRONG)
        add(docx, "<w:b/><w:bCs/>");
    if (marks & IS_EMPHASIS)
        add(docx, "<w:i/><w:iCs/>");
    add(docx, "</w:rPr>");
}

static void add_run(struct docx *docx, struct text text, unsigned marks)
{
    if (!text.length)
        return;
    add(docx, "<w:r>");
    add_run_properties(docx, marks);
    add(docx, "<w:t xml:space=\"preserve\">");
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\t')
            add(docx, "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        else if (text.bytes[i] == '\n')
            add(docx, "</w:t><w:br/><w:t xml:space=\"preserve\">");
        else
            add_words(docx, (struct text){ text.bytes + i, 1 });
    }
    add(docx, "</w:t></w:r>");
}

/* Word takes forty characters; a longer id is told apart by its digest. */
static void add_bookmark_name(struct docx *docx, struct text id)
{
    unsigned char digest[SHA256_SIZE];
    if (id.length <= BOOKMARK_LONGEST) {
        add_words(docx, id);
        return;
    }
    sha256_get(id, digest);
    buf_byte(docx->out, 'x');
    for (int i = 0; i < 16; i++)
        buf_printf(docx->out, "%02x", digest[i]);
}

static void add_bookmark(struct docx *docx, struct text id)
{
    if (!id.length)
        return;
    docx->bookmarks++;
    buf_printf(docx->out, "<w:bookmarkStart w:id=\"%u\" w:name=\"", docx->bookmarks);
    add_bookmark_name(docx, id);
    buf_printf(docx->out, "\"/><w:bookmarkEnd w:id=\"%u\"/>", docx->bookmarks);
}

static void add_runs(struct docx *docx, const struct runs *runs, unsigned marks);

static void add_link(struct docx *docx, struct text id, const struct runs *runs, unsigned marks)
{
    add(docx, "<w:hyperlink w:anchor=\"");
    add_bookmark_name(docx, id);
    add(docx, "\">");
    add_runs(docx, runs, marks | IS_LINK);
    add(docx, "</w:hyperlink>");
}

/* An address stands behind its words: no document of ours leads outside by itself. */
static void add_address(struct docx *docx, const struct run *run, unsigned marks)
{
    struct buf plain;
    buf_init(&plain, docx->arena);
    document_print_plain(&plain, &run->children);
    add_runs(docx, &run->children, marks);
    if (text_equal(buf_get(&plain), run->text))
        return;
    add_run(docx, TEXT(" ("), marks);
    add_run(docx, run->text, marks);
    add_run(docx, TEXT(")"), marks);
}

static void add_one(struct docx *docx, const struct run *run, unsigned marks)
{
    switch (run->kind) {
    case RUN_TEXT: add_run(docx, run->text, marks); break;
    case RUN_CODE: add_run(docx, run->text, marks | IS_CODE); break;
    case RUN_EMPHASIS: add_runs(docx, &run->children, marks | IS_EMPHASIS); break;
    case RUN_STRONG: add_runs(docx, &run->children, marks | IS_STRONG); break;
    case RUN_LINK:
        if (run->text.length && !(marks & IS_LINK))
            add_link(docx, run->text, &run->children, marks);
        else
            add_runs(docx, &run->children, marks);
        break;
    case RUN_URL: add_address(docx, run, marks); break;
    case RUN_SOFTBREAK: add_run(docx, TEXT(" "), marks); break;
    case RUN_LINEBREAK: add(docx, "<w:r><w:br/></w:r>"); break;
    }
}

static void add_runs(struct docx *docx, const struct runs *runs, unsigned marks)
{
    for (const struct run *run = runs->first; run; run = run->next)
        add_one(docx, run, marks);
}

/* Paragraphs */

static void open_paragraph(struct docx *docx, const char *style)
{
    buf_printf(docx->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

static void add_styled(struct docx *docx, const char *style, struct text text)
{
    if (!text.length)
        return;
    open_paragraph(docx, style);
    add_run(docx, text, 0);
    add(docx, "</w:p>");
}

static void add_paragraph(struct docx *docx, const struct block *block, const char *style)
{
    bool is_numbered = block->number.length > 0;
    open_paragraph(docx, is_numbered ? "NumberedParagraph" : style);
    add_bookmark(docx, block->anchor.id);
    add_bookmark(docx, block->number_id);
    if (is_numbered) {
        add_run(docx, block->number, 0);
        add(docx, "<w:r><w:tab/></w:r>");
    }
    add_runs(docx, &block->runs, 0);
    add(docx, "</w:p>");
}

static void add_blocks(struct docx *docx, const struct blocks *blocks, const char *style);

static void add_section(struct docx *docx, const struct block *block)
{
    static const char *const headings[] = { "Heading1", "Heading2", "Heading3",
                                            "Heading4", "Heading5", "Heading6" };
    uint32_t level = block->level < 1 ? 1 : block->level > 6 ? 6 : block->level;
    open_paragraph(docx, headings[level - 1]);
    add_bookmark(docx, block->anchor.id);
    if (block->number.length) {
        add_run(docx, block->number, 0);
        add_run(docx, TEXT(" "), 0);
    }
    add_runs(docx, &block->runs, 0);
    add(docx, "</w:p>");
    add_blocks(docx, &block->children, "Normal");
}

static void add_code(struct docx *docx, const struct block *block)
{
    open_paragraph(docx, "CodeBlock");
    add_run(docx, block->code, 0);
    add(docx, "</w:p>");
}

/* Lists */

/* The first paragraph of an item has its mark; others stand below it without one. */
static void add_item_paragraph(struct docx *docx, const struct block *block, uint32_t list, bool is_first)
{
    add(docx, "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/>");
    if (is_first)
        buf_printf(docx->out, "<w:numPr><w:ilvl w:val=\"%u\"/><w:numId w:val=\"%u\"/></w:numPr>",
                   docx->depth - 1, list);
    else
        buf_printf(docx->out, "<w:ind w:left=\"%u\"/>", 794 + 397 * docx->depth);
    add(docx, "</w:pPr>");
    add_bookmark(docx, block->anchor.id);
    add_runs(docx, &block->runs, 0);
    add(docx, "</w:p>");
}

static void add_block(struct docx *docx, const struct block *block, const char *style);

static void add_list(struct docx *docx, const struct block *block)
{
    uint32_t list = 1;
    docx->depth++;
    if (block->is_ordered) {
        struct docx_list numbered = { docx->depth > LIST_DEEPEST ? LIST_DEEPEST : docx->depth - 1,
                                      block->start };
        VEC_PUSH(docx->arena, &docx->lists, numbered);
        list = docx->lists.count + 1;
    }
    for (const struct block *item = block->children.first; item; item = item->next) {
        bool is_first = true;
        for (const struct block *child = item->children.first; child; child = child->next) {
            if (child->kind == BLOCK_PARAGRAPH && docx->depth <= LIST_DEEPEST)
                add_item_paragraph(docx, child, list, is_first);
            else
                add_block(docx, child, "ListParagraph");
            is_first = false;
        }
    }
    docx->depth--;
}

/* Tables */

static void add_caption(struct docx *docx, const struct block *block)
{
    if (!block->runs.first)
        return;
    docx->tables++;
    open_paragraph(docx, "Caption");
    add_run(docx, text_of(docx->words->table), 0);
    buf_printf(docx->out, "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r><w:r><w:fldChar "
                          "w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> SEQ Table "
                          "\\* ARABIC </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                          "<w:r><w:t>%u</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                          "<w:r><w:t xml:space=\"preserve\">: </w:t></w:r>", docx->tables);
    add_runs(docx, &block->runs, 0);
    add(docx, "</w:p>");
}

static void open_cell(struct docx *docx, uint32_t width, const char *style, bool is_end)
{
    buf_printf(docx->out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr>"
                          "<w:pStyle w:val=\"%s\"/>%s</w:pPr>", width, style,
               is_end ? "<w:jc w:val=\"right\"/>" : "");
}

static void add_heading_row(struct docx *docx, const struct table *table, const uint32_t *widths)
{
    uint32_t at = 0;
    add(docx, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (const struct column *column = table->first_column; column; column = column->next) {
        open_cell(docx, widths[at++], "TableHeading", column->is_end);
        add_run(docx, column->heading, 0);
        add(docx, "</w:p></w:tc>");
    }
    add(docx, "</w:tr>");
}

static void add_row(struct docx *docx, const struct table *table, const struct row *row,
                    const uint32_t *widths)
{
    uint32_t at = 0;
    add(docx, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (const struct column *column = table->first_column; column; column = column->next) {
        open_cell(docx, widths[at], "TableText", column->is_end);
        if (at == 0)
            add_bookmark(docx, row->anchor.id);
        add_runs(docx, &row->cells[at], at == 0 && table->has_row_headings ? IS_STRONG : 0);
        add(docx, "</w:p></w:tc>");
        at++;
    }
    add(docx, "</w:tr>");
}

/* Short columns take an eighth of the page each where there are others; the others share the rest. */
static void share_width(const struct table *table, uint32_t *widths)
{
    uint32_t shorts = 0;
    uint32_t at = 0;
    for (const struct column *column = table->first_column; column; column = column->next)
        shorts += column->is_short;
    uint32_t longs = table->column_count - shorts;
    uint32_t narrow = longs && shorts < 6 ? PAGE_WIDTH / 7 : PAGE_WIDTH / table->column_count;
    uint32_t wide = longs ? (PAGE_WIDTH - shorts * narrow) / longs : narrow;
    for (const struct column *column = table->first_column; column; column = column->next)
        widths[at++] = column->is_short && longs ? narrow : wide;
}

static void add_table(struct docx *docx, const struct block *block)
{
    const struct table *table = block->table;
    if (!table->column_count)
        return;
    uint32_t *widths = ARENA_ARRAY(docx->arena, uint32_t, table->column_count);
    share_width(table, widths);
    add_caption(docx, block);
    add(docx, "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>"
              "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/>");
    if (block->runs.first) {
        struct buf caption;
        buf_init(&caption, docx->arena);
        document_print_plain(&caption, &block->runs);
        add(docx, "<w:tblCaption w:val=\"");
        add_words(docx, buf_get(&caption));
        add(docx, "\"/>");
    }
    add(docx, "</w:tblPr><w:tblGrid>");
    for (uint32_t i = 0; i < table->column_count; i++)
        buf_printf(docx->out, "<w:gridCol w:w=\"%u\"/>", widths[i]);
    add(docx, "</w:tblGrid>");
    add_heading_row(docx, table, widths);
    for (const struct row *row = table->first_row; row; row = row->next)
        add_row(docx, table, row, widths);
    add(docx, "</w:tbl>");
    /* two tables one after the other would become one */
    add(docx, "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
}

/* Contents */

static void add_entries(struct docx *docx, const struct blocks *blocks, uint32_t deepest)
{
    static const char *const styles[] = { "TOC1", "TOC2", "TOC3" };
    for (const struct block *block = blocks->first; block; block = block->next) {
        if (block->kind != BLOCK_SECTION || block->level > deepest || block->level > 3)
            continue;
        open_paragraph(docx, styles[block->level - 1]);
        add(docx, "<w:hyperlink w:anchor=\"");
        add_bookmark_name(docx, block->anchor.id);
        add(docx, "\">");
        add_run(docx, block->number, 0);
        add_run(docx, TEXT(" "), 0);
        add_runs(docx, &block->runs, IS_LINK);
        add(docx, "</w:hyperlink></w:p>");
        add_entries(docx, &block->children, deepest);
    }
}

/* A field that Word fills with page numbers when asked to; until then it holds the headings. */
static void add_contents(struct docx *docx, const struct block *block)
{
    add_styled(docx, "TOCHeading", text_of(docx->words->contents));
    open_paragraph(docx, "TOC1");
    buf_printf(docx->out, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
                          "xml:space=\"preserve\"> TOC \\o &quot;1-%u&quot; \\h \\z \\u </w:instrText></w:r>"
                          "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r></w:p>", block->level);
    add_entries(docx, &docx->document->blocks, block->level);
    open_paragraph(docx, "TOC1");
    add(docx, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>");
}

/* Blocks */

static const char horizontal_rule[] =
    "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"B1B4B6\"/></w:pBdr>"
    "</w:pPr></w:p>";

static void add_block(struct docx *docx, const struct block *block, const char *style)
{
    switch (block->kind) {
    case BLOCK_SECTION: add_section(docx, block); break;
    case BLOCK_PARAGRAPH: add_paragraph(docx, block, style); break;
    case BLOCK_LIST: add_list(docx, block); break;
    case BLOCK_ITEM: add_blocks(docx, &block->children, "ListParagraph"); break;
    case BLOCK_QUOTE: add_blocks(docx, &block->children, "Quote"); break;
    case BLOCK_CODE: add_code(docx, block); break;
    case BLOCK_TABLE: add_table(docx, block); break;
    case BLOCK_CONTENTS: add_contents(docx, block); break;
    case BLOCK_RULE: add(docx, horizontal_rule); break;
    case BLOCK_FIGURE: /* in words: what the drawing shows */
        open_paragraph(docx, "Caption");
        add_runs(docx, &block->runs, 0);
        add(docx, "</w:p>");
        add_blocks(docx, &block->children, style);
        break;
    }
}

static void add_blocks(struct docx *docx, const struct blocks *blocks, const char *style)
{
    for (const struct block *block = blocks->first; block; block = block->next)
        add_block(docx, block, style);
}

static struct text body(struct docx *docx)
{
    const struct document_front *front = &docx->document->front;
    add(docx, DECLARATION "<w:document xmlns:w=\"" WORD "\" xmlns:r=\"" OFFICE "\"><w:body>");
    add_styled(docx, "Status", front->status);
    add_styled(docx, "Title", front->title);
    add_styled(docx, "Subtitle", front->subtitle);
    add_blocks(docx, &docx->document->blocks, "Normal");
    add_styled(docx, "Footer", front->generator);
    add(docx, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
              "<w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
              "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" "
              "w:bottom=\"1440\" w:left=\"1440\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>"
              "</w:sectPr></w:body></w:document>");
    return buf_get(docx->out);
}

/* The package */

#define TYPE(part, kind)                                                                           \
    "<Override PartName=\"/" part "\" ContentType=\"application/vnd.openxmlformats-" kind "+xml\"/>"
#define RELATION(id, kind, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" kind "\" Target=\"" target "\"/>"

static const char content_types[] = DECLARATION
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    TYPE("word/document.xml", "officedocument.wordprocessingml.document.main")
    TYPE("word/styles.xml", "officedocument.wordprocessingml.styles")
    TYPE("word/numbering.xml", "officedocument.wordprocessingml.numbering")
    TYPE("word/header1.xml", "officedocument.wordprocessingml.header")
    TYPE("word/footer1.xml", "officedocument.wordprocessingml.footer")
    TYPE("docProps/core.xml", "package.core-properties")
    "</Types>";

#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static const char package_relations[] = DECLARATION RELATIONS
    RELATION("rId1", OFFICE "/officeDocument", "word/document.xml")
    RELATION("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
             "docProps/core.xml")
    "</Relationships>";

static const char document_relations[] = DECLARATION RELATIONS
    RELATION("rId1", OFFICE "/styles", "styles.xml")
    RELATION("rId2", OFFICE "/numbering", "numbering.xml")
    RELATION("rId3", OFFICE "/header", "header1.xml")
    RELATION("rId4", OFFICE "/footer", "footer1.xml")
    "</Relationships>";

void docx_write(struct buf *out, const struct document *document)
{
    struct buf main;
    struct docx docx = { .arena = document->arena, .out = &main, .document = document,
                         .words = document_get_words(document) };
    buf_init(&main, document->arena);
    struct text text = body(&docx);
    const struct docx_part parts[] = {
        { "[Content_Types].xml", text_of(content_types) },
        { "_rels/.rels", text_of(package_relations) },
        { "word/document.xml", text },
        { "word/_rels/document.xml.rels", text_of(document_relations) },
        { "word/styles.xml", docx_styles(docx.arena, document) },
        { "word/numbering.xml", docx_numbering(docx.arena, docx.lists.items, docx.lists.count) },
        { "word/header1.xml", docx_header(docx.arena, document) },
        { "word/footer1.xml", docx_footer(docx.arena, document) },
        { "docProps/core.xml", docx_properties(docx.arena, document) },
    };
    docx_pack(docx.arena, out, parts, sizeof parts / sizeof *parts);
}
