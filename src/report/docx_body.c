/* The blocks of a document in Word's markup: sections, paragraphs, lists, contents. */
#include "report/docx_parts.h"

enum { LIST_DEEPEST = 8, LEVELS_LISTED = 3 };

static void add_paragraph(struct docx *docx, const struct block *block, enum docx_style style)
{
    bool is_numbered = block->number.length > 0;
    docx_open_paragraph(docx, is_numbered ? STYLE_NUMBERED : style, "");
    docx_add_bookmark(docx, block->anchor.id);
    docx_add_bookmark(docx, block->number_id);
    if (is_numbered) {
        docx_add_run(docx, block->number, 0);
        buf_str(docx->out, "<w:r><w:tab/></w:r>");
    }
    docx_add_runs(docx, &block->runs, 0);
    docx_close_paragraph(docx);
}

static void add_section(struct docx *docx, const struct block *block)
{
    uint32_t level = block->level < 1 ? 1 : block->level > 6 ? 6 : block->level;
    docx_open_paragraph(docx, STYLE_HEADING1 + level - 1, "");
    docx_add_bookmark(docx, block->anchor.id);
    if (block->number.length) {
        docx_add_run(docx, block->number, 0);
        docx_add_run(docx, TEXT(" "), 0);
    }
    docx_add_runs(docx, &block->runs, 0);
    docx_close_paragraph(docx);
    docx_add_blocks(docx, &block->children, STYLE_NORMAL);
}

static void add_code(struct docx *docx, const struct block *block)
{
    docx_open_paragraph(docx, STYLE_CODE_BLOCK, "");
    docx_add_bookmark(docx, block->anchor.id);
    docx_add_run(docx, block->code, 0);
    docx_close_paragraph(docx);
}

/* Lists */

/* The first paragraph of an item has its mark; others stand below it without one. */
static void add_item_paragraph(struct docx *docx, const struct block *block, uint32_t list, bool is_first)
{
    enum { INDENT = 794, STEP = 397 };
    struct buf properties;
    buf_init(&properties, docx->arena);
    if (is_first)
        buf_printf(&properties, "<w:numPr><w:ilvl w:val=\"%u\"/><w:numId w:val=\"%u\"/></w:numPr>",
                   docx->depth - 1, list);
    else
        buf_printf(&properties, "<w:ind w:left=\"%u\"/>", INDENT + STEP * docx->depth);
    docx_open_paragraph(docx, STYLE_LIST, buf_string(&properties));
    docx_add_bookmark(docx, block->anchor.id);
    docx_add_runs(docx, &block->runs, 0);
    docx_close_paragraph(docx);
}

static void add_block(struct docx *docx, const struct block *block, enum docx_style style);

static void add_item(struct docx *docx, const struct block *item, uint32_t list)
{
    bool is_first = true;
    docx_await_bookmark(docx, item->anchor.id);
    for (const struct block *child = item->children.first; child; child = child->next) {
        if (child->kind == BLOCK_PARAGRAPH && docx->depth <= LIST_DEEPEST)
            add_item_paragraph(docx, child, list, is_first);
        else
            add_block(docx, child, STYLE_LIST);
        is_first = false;
    }
}

static void add_list(struct docx *docx, const struct block *block)
{
    uint32_t list = 1;
    docx->depth++;
    docx_await_bookmark(docx, block->anchor.id);
    if (block->is_ordered) {
        struct docx_list numbered = { docx->depth > LIST_DEEPEST ? LIST_DEEPEST : docx->depth - 1,
                                      block->start };
        VEC_PUSH(docx->arena, &docx->lists, numbered);
        list = docx->lists.count + 1;
    }
    for (const struct block *item = block->children.first; item; item = item->next)
        add_item(docx, item, list);
    docx->depth--;
}

/* Contents */

static void open_contents(struct docx *docx, uint32_t deepest)
{
    struct buf instruction;
    buf_init(&instruction, docx->arena);
    buf_printf(&instruction, "TOC \\o &quot;1-%u&quot; \\h \\z \\u", deepest);
    docx_open_field(docx, buf_string(&instruction));
}

/* The field begins within the first entry, as Word has it; `deepest` becomes 0 then. */
static void add_entry(struct docx *docx, const struct block *section, uint32_t *field)
{
    docx_open_paragraph(docx, STYLE_TOC1 + section->level - 1, "");
    if (*field)
        open_contents(docx, *field);
    *field = 0;
    docx_open_link(docx, section->anchor.id);
    docx_add_run(docx, section->number, 0);
    if (section->number.length)
        docx_add_run(docx, TEXT(" "), 0);
    docx_add_runs(docx, &section->runs, 0);
    buf_str(docx->out, "</w:hyperlink>");
    docx_close_paragraph(docx);
}

static void add_entries(struct docx *docx, const struct blocks *blocks, uint32_t deepest, uint32_t *field)
{
    for (const struct block *block = blocks->first; block; block = block->next) {
        if (block->kind != BLOCK_SECTION || block->level > deepest)
            continue;
        add_entry(docx, block, field);
        add_entries(docx, &block->children, deepest, field);
    }
}

/* A field that Word fills with page numbers when asked to, by the button that it puts above contents; until
 * then it holds the headings. */
static void add_contents(struct docx *docx, const struct block *block)
{
    uint32_t deepest = block->level < LEVELS_LISTED ? block->level : LEVELS_LISTED;
    uint32_t field = deepest;
    buf_str(docx->out, "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>"
                       "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>");
    docx_open_paragraph(docx, STYLE_TOC_HEADING, "");
    docx_add_run(docx, text_of(docx->words->contents), 0);
    docx_close_paragraph(docx);
    add_entries(docx, &docx->document->blocks, deepest, &field);
    docx_open_paragraph(docx, STYLE_NORMAL, "");
    if (field)
        open_contents(docx, field);
    docx_close_field(docx);
    docx_close_paragraph(docx);
    buf_str(docx->out, "</w:sdtContent></w:sdt>");
}

/* All of them */

static void add_quote(struct docx *docx, const struct block *block)
{
    docx_await_bookmark(docx, block->anchor.id);
    docx_add_blocks(docx, &block->children, STYLE_QUOTE);
}

static const char line_across[] =
    "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"B1B4B6\"/></w:pBdr>";

static void add_rule(struct docx *docx)
{
    docx_open_paragraph(docx, STYLE_NORMAL, line_across);
    docx_close_paragraph(docx);
}

static void add_block(struct docx *docx, const struct block *block, enum docx_style style)
{
    switch (block->kind) {
    case BLOCK_SECTION: add_section(docx, block); break;
    case BLOCK_PARAGRAPH: add_paragraph(docx, block, style); break;
    case BLOCK_LIST: add_list(docx, block); break;
    case BLOCK_ITEM: break; /* by their list */
    case BLOCK_QUOTE: add_quote(docx, block); break;
    case BLOCK_CODE: add_code(docx, block); break;
    case BLOCK_TABLE: docx_add_table(docx, block); break;
    case BLOCK_CONTENTS: add_contents(docx, block); break;
    case BLOCK_RULE: add_rule(docx); break;
    case BLOCK_FIGURE: docx_add_figure(docx, block, style); break;
    }
}

void docx_add_blocks(struct docx *docx, const struct blocks *blocks, enum docx_style style)
{
    for (const struct block *block = blocks->first; block; block = block->next)
        add_block(docx, block, style);
}
