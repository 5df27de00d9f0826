/* A document as one HTML page. Comes in: a finished document, its texts already clean. Goes out: a page
 * without script or remote address, its style sheet named by digest in its own security policy, in which
 * every text of the document is a text node or a quoted attribute. Looks are style.c's. */
#include "report/html.h"

#include "base/buf.h"
#include "report/document.h"
#include "report/sha256.h"
#include "report/style.h"
#include "report/svg.h"

#include <assert.h>

struct html {
    struct buf *out;
    const struct document *document;
    const struct wording *words;
    const struct block *section; /* the innermost around what is being written */
};

/* Escaping. One escape serves text and quoted attributes; tags, names and addresses are our own words, or
 * ids and urls, which document.c made of harmless characters alone. */

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static void add_text(struct html *html, struct text text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = entity_of(text.bytes[i]);
        if (!entity)
            continue;
        buf_add(html->out, text.bytes + kept, i - kept);
        buf_str(html->out, entity);
        kept = i + 1;
    }
    if (kept < text.length)
        buf_add(html->out, text.bytes + kept, text.length - kept);
}

static void add_markup(struct html *html, const char *markup)
{
    buf_str(html->out, markup);
}

static void add_attribute(struct html *html, const char *name, struct text value)
{
    buf_byte(html->out, ' ');
    buf_str(html->out, name);
    buf_str(html->out, "=\"");
    add_text(html, value);
    buf_byte(html->out, '"');
}

/* `id="..."`, or nothing for an empty id. */
static void add_id(struct html *html, struct text id)
{
    if (id.length)
        add_attribute(html, "id", id);
}

static void add_link_start(struct html *html, const char *class, struct text id)
{
    add_markup(html, "<a");
    if (class)
        add_attribute(html, "class", text_of(class));
    add_markup(html, " href=\"#");
    add_text(html, id);
    add_markup(html, "\"");
}

/* Runs. */

static void add_runs(struct html *html, const struct runs *runs, bool has_links);

static void add_within(struct html *html, const char *start, const struct run *run, const char *end,
                       bool has_links)
{
    add_markup(html, start);
    add_runs(html, &run->children, has_links);
    add_markup(html, end);
}

static void add_link(struct html *html, const struct run *run)
{
    if (run->kind == RUN_LINK) {
        add_link_start(html, NULL, run->text);
    } else {
        add_markup(html, "<a");
        add_attribute(html, "href", run->text);
        add_markup(html, " rel=\"noreferrer\"");
    }
    add_within(html, ">", run, "</a>", true);
}

/* The mark of a note: "[3]", so that two side by side are not read as one number. */
static void add_mark(struct html *html, const struct run *mark)
{
    add_markup(html, "<sup>");
    add_link_start(html, NULL, mark->note->id);
    add_id(html, mark->text);
    buf_printf(html->out, " role=\"doc-noteref\" aria-label=\"%s %u\">[%u]</a></sup>", html->words->note,
               mark->note->number, mark->note->number);
}

static void add_run(struct html *html, const struct run *run, bool has_links)
{
    switch (run->kind) {
    case RUN_TEXT: add_text(html, run->text); break;
    case RUN_CODE:
        add_markup(html, "<code>");
        add_text(html, run->text);
        add_markup(html, "</code>");
        break;
    case RUN_EMPHASIS: add_within(html, "<em>", run, "</em>", has_links); break;
    case RUN_STRONG: add_within(html, "<strong>", run, "</strong>", has_links); break;
    case RUN_LINK:
    case RUN_URL:
        if (has_links)
            add_link(html, run);
        else
            add_runs(html, &run->children, false);
        break;
    case RUN_NOTE:
        if (has_links)
            add_mark(html, run);
        break;
    case RUN_SOFTBREAK: add_markup(html, "\n"); break;
    case RUN_LINEBREAK: add_markup(html, "<br>\n"); break;
    }
}

static void add_runs(struct html *html, const struct runs *runs, bool has_links)
{
    for (const struct run *run = runs->first; run; run = run->next)
        add_run(html, run, has_links);
}

/* Sections and paragraphs. */

static void add_blocks(struct html *html, const struct blocks *blocks, bool is_tight);

static void add_heading(struct html *html, const struct block *section)
{
    unsigned rank = section->level < 5 ? section->level + 1 : 6;
    add_markup(html, "<div class=\"heading\">");
    buf_printf(html->out, "<h%u", rank);
    add_id(html, section->anchor.id);
    add_markup(html, ">");
    if (section->number.length) {
        add_markup(html, "<span class=\"number\">");
        add_text(html, section->number);
        add_markup(html, "</span> ");
    }
    add_runs(html, &section->runs, true);
    buf_printf(html->out, "</h%u>", rank);
    add_link_start(html, "self", section->anchor.id);
    struct buf label;
    buf_init(&label, html->document->arena);
    buf_printf(&label, "%s: ", html->words->section_link);
    document_print_plain(&label, &section->runs);
    add_attribute(html, "aria-label", buf_get(&label));
    add_markup(html, ">#</a></div>\n");
}

static void add_section(struct html *html, const struct block *section)
{
    const struct block *outer = html->section;
    html->section = section;
    buf_printf(html->out, "<section class=\"level-%u\">\n", section->level);
    add_heading(html, section);
    add_blocks(html, &section->children, false);
    html->section = outer;
    add_markup(html, "</section>\n");
}

/* A numbered paragraph may have two ids: one for its number and one for what it tells of. */
static void add_paragraph(struct html *html, const struct block *paragraph)
{
    if (!paragraph->number.length) {
        add_markup(html, "<p");
        add_id(html, paragraph->anchor.id);
        add_markup(html, ">");
    } else {
        add_markup(html, "<p");
        add_id(html, paragraph->number_id);
        add_markup(html, ">");
        add_link_start(html, "number", paragraph->number_id);
        buf_printf(html->out, " aria-label=\"%s ", html->words->paragraph);
        add_text(html, paragraph->number);
        add_markup(html, "\">");
        add_text(html, paragraph->number);
        add_markup(html, "</a> ");
        if (paragraph->anchor.id.length) {
            add_markup(html, "<span");
            add_id(html, paragraph->anchor.id);
            add_markup(html, "></span>");
        }
    }
    add_runs(html, &paragraph->runs, true);
    add_markup(html, "</p>\n");
}

/* In a tight list the words of an item stand in it without a paragraph around them. */
static void add_tight_paragraph(struct html *html, const struct block *paragraph)
{
    if (paragraph->anchor.id.length) {
        add_markup(html, "<span");
        add_id(html, paragraph->anchor.id);
        add_markup(html, "></span>");
    }
    add_runs(html, &paragraph->runs, true);
    add_markup(html, "\n");
}

/* Lists, quotes, code. */

static void add_list(struct html *html, const struct block *list)
{
    add_markup(html, list->is_ordered ? "<ol" : "<ul");
    add_id(html, list->anchor.id);
    if (list->is_ordered && list->start != 1)
        buf_printf(html->out, " start=\"%u\"", list->start);
    add_markup(html, ">\n");
    for (const struct block *item = list->children.first; item; item = item->next) {
        add_markup(html, "<li");
        add_id(html, item->anchor.id);
        add_markup(html, ">");
        add_blocks(html, &item->children, list->is_tight);
        add_markup(html, "</li>\n");
    }
    add_markup(html, list->is_ordered ? "</ol>\n" : "</ul>\n");
}

static void add_quote(struct html *html, const struct block *quote)
{
    add_markup(html, "<blockquote");
    add_id(html, quote->anchor.id);
    add_markup(html, ">\n");
    add_blocks(html, &quote->children, false);
    add_markup(html, "</blockquote>\n");
}

static void add_code(struct html *html, const struct block *code)
{
    add_markup(html, "<pre tabindex=\"0\"");
    add_id(html, code->anchor.id);
    add_markup(html, "><code>");
    add_text(html, code->code);
    add_markup(html, "</code></pre>\n");
}

/* Tables. */

static void add_cell_start(struct html *html, const char *tag, const struct column *column)
{
    add_markup(html, tag);
    if (column->is_end || column->is_short) {
        add_markup(html, " class=\"");
        add_markup(html, column->is_end ? "end" : "");
        add_markup(html, column->is_end && column->is_short ? " " : "");
        add_markup(html, column->is_short ? "short\"" : "\"");
    }
    add_markup(html, ">");
}

static void add_row(struct html *html, const struct table *table, const struct row *row)
{
    add_markup(html, "<tr");
    add_id(html, row->anchor.id);
    add_markup(html, ">");
    uint32_t at = 0;
    for (const struct column *column = table->first_column; column; column = column->next, at++) {
        bool is_heading = at == 0 && table->has_row_headings;
        add_cell_start(html, is_heading ? "<th scope=\"row\"" : "<td", column);
        add_runs(html, &row->cells[at], true);
        add_markup(html, is_heading ? "</th>" : "</td>");
    }
    add_markup(html, "</tr>\n");
}

static void add_column_headings(struct html *html, const struct table *table)
{
    add_markup(html, "<thead>\n<tr>");
    for (const struct column *column = table->first_column; column; column = column->next) {
        add_cell_start(html, "<th scope=\"col\"", column);
        add_text(html, column->heading);
        add_markup(html, "</th>");
    }
    add_markup(html, "</tr>\n</thead>\n");
}

/* On a telephone a table or figure moves sideways in a region of its own, which the keyboard can reach. Many
 * have the same caption, so the region is called after its section as well. */
static void add_region(struct html *html, struct text caption, bool is_wide)
{
    struct buf label;
    buf_init(&label, html->document->arena);
    if (html->section) {
        document_print_plain(&label, &html->section->runs);
        buf_str(&label, ": ");
    }
    buf_text(&label, caption);
    add_markup(html, is_wide ? "<div class=\"scroll wide\"" : "<div class=\"scroll\"");
    add_markup(html, " tabindex=\"0\" role=\"region\"");
    add_attribute(html, "aria-label", buf_get(&label));
    add_markup(html, ">\n");
}

/* The caption has the table's id, so that a link to a table shows what it is. */
static void add_table_start(struct html *html, const struct block *block)
{
    bool has_caption = block->runs.first != NULL;
    bool is_wide = block->table->column_count > 3;
    struct buf caption;
    buf_init(&caption, html->document->arena);
    document_print_plain(&caption, &block->runs);
    add_region(html, has_caption ? buf_get(&caption) : text_of(html->words->table), is_wide);
    add_markup(html, is_wide ? "<table class=\"wide\"" : "<table");
    if (!has_caption)
        add_id(html, block->anchor.id);
    add_markup(html, ">\n");
    if (has_caption) {
        add_markup(html, "<caption");
        add_id(html, block->anchor.id);
        add_markup(html, ">");
        add_runs(html, &block->runs, true);
        add_markup(html, "</caption>\n");
    }
}

static void add_table(struct html *html, const struct block *block)
{
    const struct table *table = block->table;
    if (!table->column_count)
        return;
    add_table_start(html, block);
    add_column_headings(html, table);
    add_markup(html, "<tbody>\n");
    for (const struct row *row = table->first_row; row; row = row->next)
        add_row(html, table, row);
    add_markup(html, "</tbody>\n</table>\n</div>\n");
}

/* Figures: the words come after. */

static void add_figure(struct html *html, const struct block *block)
{
    struct buf caption;
    buf_init(&caption, html->document->arena);
    document_print_plain(&caption, &block->runs);
    add_markup(html, "<figure");
    add_id(html, block->anchor.id);
    add_markup(html, ">\n<figcaption>");
    add_runs(html, &block->runs, true);
    add_markup(html, "</figcaption>\n");
    add_region(html, buf_get(&caption), true);
    svg_write_inline(html->out, block->drawing, buf_get(&caption), block->summary);
    add_markup(html, "</div>\n<details>\n<summary>");
    add_text(html, text_of(html->words->figure_words));
    add_markup(html, "</summary>\n");
    add_blocks(html, &block->children, false);
    add_markup(html, "</details>\n</figure>\n");
}

/* Notes, with the way back to where the text refers to them. */

static void add_ways_back(struct html *html, const struct note *note)
{
    const struct wording *words = html->words;
    buf_printf(html->out, "<br>\n<span class=\"back-to\">%s ", words->referred_to);
    for (uint32_t i = 0; i < note->places.list.count; i++) {
        const struct place *place = &note->places.list.items[i];
        add_markup(html, i ? ", " : "");
        add_link_start(html, NULL, place->id);
        buf_printf(html->out, " role=\"doc-backlink\" aria-label=\"%s: ", words->back);
        document_print_place(html->out, html->document, place);
        add_markup(html, "\">");
        document_print_place(html->out, html->document, place);
        add_markup(html, "</a>");
    }
    add_markup(html, "</span>");
}

static void add_notes(struct html *html)
{
    const struct document *document = html->document;
    if (!document->notes.count)
        return;
    add_markup(html, "<section class=\"level-1 notes\" role=\"doc-endnotes\"");
    add_attribute(html, "aria-labelledby", document->notes_id);
    add_markup(html, ">\n<div class=\"heading\"><h2");
    add_id(html, document->notes_id);
    buf_printf(html->out, ">%s</h2></div>\n<ol>\n", html->words->notes);
    for (uint32_t i = 0; i < document->notes.count; i++) {
        const struct note *note = document->notes.items[i];
        add_markup(html, "<li");
        add_id(html, note->id);
        add_markup(html, ">");
        add_runs(html, &note->runs, true);
        add_ways_back(html, note);
        add_markup(html, "</li>\n");
    }
    add_markup(html, "</ol>\n</section>\n");
}

/* Contents. */

static void add_contents_list(struct html *html, const struct blocks *blocks, uint32_t deepest)
{
    bool is_open = false;
    for (const struct block *block = blocks->first; block; block = block->next) {
        if (block->kind != BLOCK_SECTION || block->level > deepest)
            continue;
        add_markup(html, is_open ? "<li>" : "\n<ol>\n<li>");
        is_open = true;
        add_markup(html, "<span class=\"line\">");
        if (block->number.length) {
            add_markup(html, "<span class=\"number\">");
            add_text(html, block->number);
            add_markup(html, "</span> ");
        }
        add_link_start(html, NULL, block->anchor.id);
        add_markup(html, ">");
        add_runs(html, &block->runs, false);
        add_markup(html, "</a></span>");
        add_contents_list(html, &block->children, deepest);
        add_markup(html, "</li>\n");
    }
    if (is_open)
        add_markup(html, "</ol>\n");
}

static void add_contents_of_notes(struct html *html)
{
    if (!html->document->notes.count)
        return;
    add_markup(html, "<p class=\"line\">");
    add_link_start(html, NULL, html->document->notes_id);
    buf_printf(html->out, ">%s</a></p>\n", html->words->notes);
}

static void add_contents(struct html *html, const struct block *contents, bool is_at_side)
{
    add_markup(html, is_at_side ? "<nav class=\"side\"" : "<nav");
    add_attribute(html, "aria-label", text_of(html->words->contents));
    add_markup(html, ">\n<p class=\"label\">");
    add_text(html, text_of(html->words->contents));
    add_markup(html, "</p>");
    add_contents_list(html, &html->document->blocks, contents->level);
    add_contents_of_notes(html);
    add_markup(html, "</nav>\n");
}

/* Contents that come first in the document stand beside it; the page frame writes those. */
static const struct block *find_side_contents(const struct document *document)
{
    const struct block *first = document->blocks.first;
    return first && first->kind == BLOCK_CONTENTS ? first : NULL;
}

static void add_block(struct html *html, const struct block *block, bool is_tight)
{
    switch (block->kind) {
    case BLOCK_SECTION: add_section(html, block); break;
    case BLOCK_PARAGRAPH:
        if (is_tight)
            add_tight_paragraph(html, block);
        else
            add_paragraph(html, block);
        break;
    case BLOCK_LIST: add_list(html, block); break;
    case BLOCK_ITEM: break;
    case BLOCK_QUOTE: add_quote(html, block); break;
    case BLOCK_CODE: add_code(html, block); break;
    case BLOCK_TABLE: add_table(html, block); break;
    case BLOCK_CONTENTS:
        if (block != find_side_contents(html->document))
            add_contents(html, block, false);
        break;
    case BLOCK_RULE: add_markup(html, "<hr>\n"); break;
    case BLOCK_FIGURE: add_figure(html, block); break;
    }
}

static void add_blocks(struct html *html, const struct blocks *blocks, bool is_tight)
{
    for (const struct block *block = blocks->first; block; block = block->next)
        add_block(html, block, is_tight);
}

/* The frame of the page. */

static void add_base64(struct buf *out, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        three |= i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0;
        three |= i + 2 < length ? (uint32_t)bytes[i + 2] : 0;
        buf_byte(out, digits[three >> 18]);
        buf_byte(out, digits[three >> 12 & 63]);
        buf_byte(out, i + 1 < length ? digits[three >> 6 & 63] : '=');
        buf_byte(out, i + 2 < length ? digits[three & 63] : '=');
    }
}

static void add_head(struct html *html)
{
    const struct document_front *front = &html->document->front;
    struct buf style;
    buf_init(&style, html->document->arena);
    buf_byte(&style, '\n');
    style_print(&style);
    unsigned char digest[SHA256_SIZE];
    sha256_get(buf_get(&style), digest);
    add_markup(html, "<!DOCTYPE html>\n<html");
    add_attribute(html, "lang", front->language);
    add_markup(html, ">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "base-uri 'none'; form-action 'none'; style-src 'sha256-");
    add_base64(html->out, digest, sizeof digest);
    add_markup(html, "'\">\n<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    if (front->status.length) {
        add_text(html, front->status);
        add_markup(html, " \xE2\x80\x93 ");
    }
    add_text(html, front->title);
    add_markup(html, "</title>\n<style>");
    buf_text(html->out, buf_get(&style));
    add_markup(html, "</style>\n</head>\n");
}

static void add_optional(struct html *html, const char *class, struct text text)
{
    if (!text.length)
        return;
    add_markup(html, "<p");
    add_attribute(html, "class", text_of(class));
    add_markup(html, ">");
    add_text(html, text);
    add_markup(html, "</p>\n");
}

static void add_page_start(struct html *html, const char *page)
{
    const struct document_front *front = &html->document->front;
    add_markup(html, "<body>\n<a class=\"skip\" href=\"#main\">");
    add_text(html, text_of(html->words->skip));
    add_markup(html, "</a>\n<header>\n");
    add_markup(html, page);
    add_optional(html, "status", front->status);
    add_markup(html, "<h1>");
    add_text(html, front->title);
    add_markup(html, "</h1>\n");
    add_optional(html, "subtitle", front->subtitle);
    add_markup(html, "</div>\n</header>\n");
}

static void add_page_end(struct html *html, const char *page)
{
    add_markup(html, "<footer>\n");
    add_markup(html, page);
    add_markup(html, "<p class=\"back\"><a href=\"#\">");
    add_text(html, text_of(html->words->top));
    add_markup(html, "</a></p>\n");
    add_optional(html, "generator", html->document->front.generator);
    add_markup(html, "</div>\n</footer>\n</body>\n</html>\n");
}

void html_write(struct buf *out, const struct document *document)
{
    assert(document->is_finished);
    struct html html = { .out = out, .document = document, .words = document_get_words(document) };
    const struct block *contents = find_side_contents(document);
    const char *page = contents ? "<div class=\"page has-contents\">\n" : "<div class=\"page\">\n";
    add_head(&html);
    add_page_start(&html, page);
    add_markup(&html, page);
    if (contents)
        add_contents(&html, contents, true);
    add_markup(&html, "<main id=\"main\" tabindex=\"-1\">\n");
    add_blocks(&html, &document->blocks, false);
    add_notes(&html);
    add_markup(&html, "</main>\n</div>\n");
    add_page_end(&html, page);
}
