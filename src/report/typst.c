/* A document as source of Typst. Comes in: a finished document. Goes out: a file that `typst compile` makes a
 * tagged PDF of, in which every word of the document is a word. Here are the blocks; words are
 * typst_text.c's, looks typst_style.c's. */
#include "report/typst.h"

#include "report/typst_parts.h"

#include <assert.h>

/* Typst gives up on what is nested deeper than a few dozen levels; what is deeper than this stands here. */
enum { DEEPEST = 8, HEADING_DEEPEST = 6 };

void typst_start_block(struct typst *typst)
{
    buf_str(typst->out, typst->is_at_start ? "" : "\n\n");
    typst->is_at_start = false;
}

static bool is_blank(const struct typst *typst, const struct runs *runs)
{
    struct buf plain;
    buf_init(&plain, typst->arena);
    document_print_plain(&plain, runs);
    for (size_t i = 0; i < plain.length; i++) {
        if (!strchr(" \n\t", plain.bytes[i]))
            return false;
    }
    return true;
}

static bool has_numbers(const struct blocks *blocks)
{
    for (const struct block *block = blocks->first; block; block = block->next) {
        bool is_numbered = block->kind == BLOCK_PARAGRAPH && block->number.length;
        if (is_numbered || (block->kind == BLOCK_SECTION && has_numbers(&block->children)))
            return true;
    }
    return false;
}

static void add_blocks(struct typst *typst, const struct blocks *blocks);

/* Where paragraphs have numbers in the margin, what has none keeps out of it. */
static bool is_beside(const struct typst *typst)
{
    return typst->has_numbers && typst->is_in_section && typst->depth == 0;
}

static void open_beside(struct typst *typst)
{
    if (is_beside(typst))
        buf_str(typst->out, "#beside[");
}

static void close_beside(struct typst *typst)
{
    if (is_beside(typst))
        buf_byte(typst->out, ']');
}

/* Paragraphs and sections */

static void add_numbered(struct typst *typst, const struct block *block)
{
    buf_str(typst->out, "#numbered(");
    typst_print_string(typst->out, block->number);
    buf_str(typst->out, ", ");
    typst_print_label(typst->out, block->number_id);
    buf_str(typst->out, ")[");
    typst_add_places(typst);
    typst_add_runs(typst, &block->runs, true);
    buf_byte(typst->out, ']');
}

static void add_paragraph(struct typst *typst, const struct block *block)
{
    typst_await(typst, block->anchor.id);
    typst_start_block(typst);
    if (block->number.length) {
        add_numbered(typst, block);
        return;
    }
    open_beside(typst);
    typst_add_places(typst);
    typst_add_runs(typst, &block->runs, true);
    close_beside(typst);
}

/* PDF/UA has no heading without words. */
static void add_heading(struct typst *typst, const struct block *block)
{
    typst_start_block(typst);
    buf_repeat(typst->out, '=', block->level < HEADING_DEEPEST ? block->level : HEADING_DEEPEST);
    buf_byte(typst->out, ' ');
    if (block->number.length) {
        typst_print_text(typst->out, block->number);
        buf_str(typst->out, " #h(0.35em);");
    }
    if (is_blank(typst, &block->runs))
        buf_str(typst->out, "\xE2\x80\x93");
    typst_add_runs(typst, &block->runs, false);
    buf_byte(typst->out, ' ');
    typst_print_label(typst->out, block->anchor.id);
}

/* Lists, quotes, code */

/* Blocks in brackets, which hold whole blocks as well as words. */
static void add_bracketed(struct typst *typst, const struct blocks *blocks)
{
    buf_byte(typst->out, '[');
    typst->is_at_start = true;
    add_blocks(typst, blocks);
    typst->is_at_start = false;
    buf_byte(typst->out, ']');
}

static void add_items(struct typst *typst, const struct block *list)
{
    for (const struct block *item = list->children.first; item; item = item->next) {
        typst_await(typst, item->anchor.id);
        buf_str(typst->out, "  ");
        add_bracketed(typst, &item->children);
        buf_str(typst->out, ",\n");
    }
}

static void add_list(struct typst *typst, const struct block *block)
{
    typst_await(typst, block->anchor.id);
    if (!block->children.first)
        return;
    buf_printf(typst->out, "#%s(tight: %s,", block->is_ordered ? "enum" : "list",
               block->is_tight ? "true" : "false");
    if (block->is_ordered && block->start != 1)
        buf_printf(typst->out, " start: %u,", block->start);
    buf_byte(typst->out, '\n');
    add_items(typst, block);
    buf_byte(typst->out, ')');
}

static void add_quote(struct typst *typst, const struct block *block)
{
    typst_await(typst, block->anchor.id);
    buf_str(typst->out, "#quote(block: true)");
    add_bracketed(typst, &block->children);
}

static void add_flat(struct typst *typst, const struct blocks *blocks)
{
    for (const struct block *block = blocks->first; block; block = block->next) {
        typst_await(typst, block->anchor.id);
        add_blocks(typst, &block->children);
    }
}

static void add_nested(struct typst *typst, const struct block *block)
{
    typst_start_block(typst);
    open_beside(typst);
    typst->depth++;
    if (block->kind == BLOCK_LIST && typst->depth <= DEEPEST)
        add_list(typst, block);
    else if (block->kind == BLOCK_LIST)
        add_flat(typst, &block->children);
    else if (typst->depth <= DEEPEST)
        add_quote(typst, block);
    else
        add_blocks(typst, &block->children);
    typst->depth--;
    close_beside(typst);
}

static void add_code(struct typst *typst, const struct block *block)
{
    struct text code = block->code;
    while (code.length && code.bytes[code.length - 1] == '\n')
        code.length--;
    typst_await(typst, block->anchor.id);
    typst_start_block(typst);
    open_beside(typst);
    typst_add_places(typst);
    buf_str(typst->out, "#raw(block: true, ");
    typst_print_string(typst->out, code);
    buf_byte(typst->out, ')');
    close_beside(typst);
}

/* Figures: the words come after. */

static void add_figure(struct typst *typst, const struct block *block)
{
    typst_start_block(typst);
    typst_add_places(typst);
    typst_add_drawing(typst, block);
    buf_str(typst->out, "\n\n#in-words[");
    typst_print_text(typst->out, text_of(typst->words->figure_words));
    buf_byte(typst->out, ']');
    typst->depth++;
    add_bracketed(typst, &block->children);
    typst->depth--;
}

/* All of them */

static void add_call(struct typst *typst, const char *call)
{
    typst_start_block(typst);
    typst_add_places(typst);
    buf_str(typst->out, call);
}

static void add_block(struct typst *typst, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SECTION:
        add_heading(typst, block);
        typst->is_in_section = true;
        add_blocks(typst, &block->children);
        typst->is_in_section = block->level > 1;
        break;
    case BLOCK_PARAGRAPH: add_paragraph(typst, block); break;
    case BLOCK_LIST:
    case BLOCK_QUOTE: add_nested(typst, block); break;
    case BLOCK_ITEM: break; /* by their list */
    case BLOCK_CODE: add_code(typst, block); break;
    case BLOCK_TABLE: typst_add_table(typst, block); break;
    case BLOCK_CONTENTS:
        add_call(typst, "#outline(depth: ");
        buf_printf(typst->out, "%u)", block->level);
        break;
    case BLOCK_RULE: add_call(typst, "#line(length: 100%, stroke: 0.6pt + rule-colour)"); break;
    case BLOCK_FIGURE: add_figure(typst, block); break;
    }
}

static void add_blocks(struct typst *typst, const struct blocks *blocks)
{
    for (const struct block *block = blocks->first; block; block = block->next)
        add_block(typst, block);
}

/* Notes stand at the end, with the way back to where the text refers to them, for it does so at many places.
 * Typst's own footnotes stand at the first of these only, and may fall on the page before a table's row. */

static void add_ways_back(struct typst *typst, const struct note *note)
{
    buf_str(typst->out, "#linebreak();#way-back[");
    typst_print_text(typst->out, text_of(typst->words->referred_to));
    for (uint32_t i = 0; i < note->places.list.count; i++) {
        const struct place *place = &note->places.list.items[i];
        struct buf words;
        buf_init(&words, typst->arena);
        document_print_place(&words, typst->document, place);
        buf_str(typst->out, i ? ", #link(" : " #link(");
        typst_print_label(typst->out, place->id);
        buf_str(typst->out, ")[");
        typst_print_text(typst->out, buf_get(&words));
        buf_str(typst->out, "];");
    }
    buf_str(typst->out, "]");
}

static void add_notes(struct typst *typst)
{
    const struct document *document = typst->document;
    if (!document->notes.count)
        return;
    buf_str(typst->out, "\n\n= ");
    typst_print_text(typst->out, text_of(typst->words->notes));
    buf_byte(typst->out, ' ');
    typst_print_label(typst->out, document->notes_id);
    buf_str(typst->out, "\n\n#enum(tight: false,\n");
    for (uint32_t i = 0; i < document->notes.count; i++) {
        const struct note *note = document->notes.items[i];
        typst_await(typst, note->id);
        buf_str(typst->out, "  [");
        typst_add_places(typst);
        typst_add_runs(typst, &note->runs, true);
        add_ways_back(typst, note);
        buf_str(typst->out, "],\n");
    }
    buf_byte(typst->out, ')');
}

static void add_front_words(struct typst *typst, const char *name, struct text words)
{
    if (!words.length)
        return;
    buf_printf(typst->out, "\n\n#%s[", name);
    typst_print_text(typst->out, words);
    buf_byte(typst->out, ']');
}

void typst_write(struct buf *out, const struct document *document)
{
    assert(document->is_finished);
    struct typst typst = { .arena = document->arena, .out = out, .document = document,
                           .words = document_get_words(document),
                           .has_numbers = has_numbers(&document->blocks) };
    typst_add_preamble(&typst);
    add_front_words(&typst, "status", document->front.status);
    buf_str(out, "\n\n#title()");
    add_front_words(&typst, "subtitle", document->front.subtitle);
    add_blocks(&typst, &document->blocks);
    typst_add_places(&typst);
    add_notes(&typst);
    add_front_words(&typst, "generator", document->front.generator);
    buf_byte(out, '\n');
}
