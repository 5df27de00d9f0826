/* The document model all report writers share. Comes in: a builder's sections, paragraphs, tables and
 * words. Goes out: a tree of them, which document_finish (finish.c) gives numbers, ids and links.
 * Text is made showable here, once, on its way in, so that writers have only to escape it. */
#include "report/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <assert.h>

/* Texts on their way in. */

static bool is_showable(uint32_t point)
{
    return point != UTF8_BAD && !utf8_is_unprintable(point) && !utf8_is_forbidden(point);
}

struct text document_clean_text(struct arena *arena, struct text text)
{
    struct buf clean;
    buf_init(&clean, arena);
    size_t kept = 0; /* all before it is in `clean` */
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step) {
        if (is_showable(point))
            continue;
        buf_add(&clean, text.bytes + kept, at - kept);
        kept = at + step;
        bool is_line_end = point == '\r' && kept < text.length && text.bytes[kept] == '\n';
        if (!is_line_end)
            buf_str(&clean, "\xEF\xBF\xBD");
    }
    if (kept == 0)
        return (struct text){ arena_copy(arena, text.bytes, text.length), text.length };
    buf_add(&clean, text.bytes + kept, text.length - kept);
    return buf_get(&clean);
}

static bool is_alphanumeric(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static bool is_language_tag(struct text tag)
{
    if (tag.length < 2 || tag.length > 35)
        return false;
    for (size_t i = 0; i < tag.length; i++) {
        if (!is_alphanumeric(tag.bytes[i]) && tag.bytes[i] != '-')
            return false;
    }
    return is_alphanumeric(tag.bytes[0]) && is_alphanumeric(tag.bytes[tag.length - 1]);
}

struct text document_clean_language(struct text tag)
{
    return is_language_tag(tag) ? tag : TEXT("en-GB");
}

struct document *document_new(struct arena *arena, const struct document_front *front)
{
    struct document *document = ARENA_NEW(arena, struct document);
    document->arena = arena;
    document->front.title = document_clean_text(arena, front->title);
    document->front.subtitle = document_clean_text(arena, front->subtitle);
    document->front.status = document_clean_text(arena, front->status);
    document->front.generator = document_clean_text(arena, front->generator);
    document->front.language =
        document_clean_text(arena, document_clean_language(front->language));
    return document;
}

const struct wording *document_get_words(const struct document *document)
{
    return words_get(document->front.language);
}

/* Blocks. */

static struct block *add_block(struct document *document, struct blocks *parent,
                               enum block_kind kind)
{
    assert(!document->is_finished);
    struct block *block = ARENA_NEW(document->arena, struct block);
    block->kind = kind;
    block->children.level = parent->level + (kind == BLOCK_SECTION);
    block->children.is_inset = parent->is_inset || kind != BLOCK_SECTION;
    if (parent->last)
        parent->last->next = block;
    else
        parent->first = block;
    parent->last = block;
    return block;
}

struct block *document_add_section(struct document *document, struct blocks *parent)
{
    assert(!parent->is_inset);
    struct block *section = add_block(document, parent, BLOCK_SECTION);
    section->level = section->children.level;
    return section;
}

struct block *document_add_paragraph(struct document *document, struct blocks *parent,
                                     bool is_numbered)
{
    struct block *paragraph = add_block(document, parent, BLOCK_PARAGRAPH);
    paragraph->is_numbered = is_numbered && !parent->is_inset;
    return paragraph;
}

struct block *document_add_list(struct document *document, struct blocks *parent, bool is_ordered)
{
    struct block *list = add_block(document, parent, BLOCK_LIST);
    list->is_ordered = is_ordered;
    list->is_tight = true;
    list->start = 1;
    return list;
}

struct block *document_add_item(struct document *document, struct block *list)
{
    assert(list->kind == BLOCK_LIST);
    return add_block(document, &list->children, BLOCK_ITEM);
}

struct block *document_add_quote(struct document *document, struct blocks *parent)
{
    return add_block(document, parent, BLOCK_QUOTE);
}

struct block *document_add_code(struct document *document, struct blocks *parent, struct text code)
{
    struct block *block = add_block(document, parent, BLOCK_CODE);
    block->code = document_clean_text(document->arena, code);
    return block;
}

struct block *document_add_contents(struct document *document, struct blocks *parent,
                                    uint32_t deepest_level)
{
    struct block *contents = add_block(document, parent, BLOCK_CONTENTS);
    contents->level = deepest_level;
    return contents;
}

struct block *document_add_rule(struct document *document, struct blocks *parent)
{
    return add_block(document, parent, BLOCK_RULE);
}

struct block *document_add_table(struct document *document, struct blocks *parent)
{
    struct block *block = add_block(document, parent, BLOCK_TABLE);
    block->table = ARENA_NEW(document->arena, struct table);
    return block;
}

struct block *document_add_figure(struct document *document, struct blocks *parent,
                                  const struct drawing *drawing, struct text summary)
{
    struct block *block = add_block(document, parent, BLOCK_FIGURE);
    block->drawing = drawing;
    block->summary = document_clean_text(document->arena, summary);
    VEC_PUSH(document->arena, &document->figures, block);
    return block;
}

struct column *document_add_column(struct document *document, struct block *table,
                                   struct text heading, bool is_end)
{
    struct table *grid = table->table;
    assert(!grid->first_row);
    struct column *column = ARENA_NEW(document->arena, struct column);
    column->heading = document_clean_text(document->arena, heading);
    column->is_end = is_end;
    if (grid->last_column)
        grid->last_column->next = column;
    else
        grid->first_column = column;
    grid->last_column = column;
    grid->column_count++;
    return column;
}

struct row *document_add_row(struct document *document, struct block *table)
{
    struct table *grid = table->table;
    struct row *row = ARENA_NEW(document->arena, struct row);
    row->cells = ARENA_ARRAY(document->arena, struct runs, grid->column_count);
    if (grid->last_row)
        grid->last_row->next = row;
    else
        grid->first_row = row;
    grid->last_row = row;
    return row;
}

struct note *document_add_note(struct document *document)
{
    assert(!document->is_finished);
    return ARENA_NEW(document->arena, struct note);
}

void document_add_references(struct document *document, struct blocks *parent, struct text key)
{
    struct block *paragraph = add_block(document, parent, BLOCK_PARAGRAPH);
    paragraph->is_optional = true;
    VEC_PUSH(document->arena, &document->references,
             (struct references){ paragraph, document_clean_text(document->arena, key) });
}

void document_set_anchor(struct document *document, struct anchor *anchor, struct text key)
{
    anchor->key = document_clean_text(document->arena, key);
}

/* Runs. */

static struct run *add_run(struct document *document, struct runs *runs, enum run_kind kind)
{
    struct run *run = ARENA_NEW(document->arena, struct run);
    run->kind = kind;
    if (runs->last)
        runs->last->next = run;
    else
        runs->first = run;
    runs->last = run;
    return run;
}

static void add_words(struct document *document, struct runs *runs, enum run_kind kind,
                      struct text text)
{
    if (text.length)
        add_run(document, runs, kind)->text = document_clean_text(document->arena, text);
}

void document_add_text(struct document *document, struct runs *runs, struct text text)
{
    add_words(document, runs, RUN_TEXT, text);
}

void document_add_code_text(struct document *document, struct runs *runs, struct text text)
{
    add_words(document, runs, RUN_CODE, text);
}

void document_add_softbreak(struct document *document, struct runs *runs)
{
    add_run(document, runs, RUN_SOFTBREAK);
}

void document_add_linebreak(struct document *document, struct runs *runs)
{
    add_run(document, runs, RUN_LINEBREAK);
}

struct runs *document_add_emphasis(struct document *document, struct runs *runs)
{
    return &add_run(document, runs, RUN_EMPHASIS)->children;
}

struct runs *document_add_strong(struct document *document, struct runs *runs)
{
    return &add_run(document, runs, RUN_STRONG)->children;
}

struct runs *document_add_link(struct document *document, struct runs *runs, struct text key)
{
    struct run *link = add_run(document, runs, RUN_LINK);
    link->text = document_clean_text(document->arena, key);
    return &link->children;
}

void document_add_mark(struct document *document, struct runs *runs, struct note *note)
{
    add_run(document, runs, RUN_NOTE)->note = note;
}

static bool has_scheme(struct text url, const char *scheme)
{
    size_t length = strlen(scheme);
    if (url.length <= length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char byte = url.bytes[i];
        if ((byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) != scheme[i])
            return false;
    }
    return true;
}

static bool is_url(struct text url)
{
    return has_scheme(url, "https://") || has_scheme(url, "http://") || has_scheme(url, "mailto:");
}

/* What is left has no meaning in HTML, in Markdown or in a style sheet, but for the ampersand. */
static bool is_plain_in_url(char byte)
{
    return is_alphanumeric(byte) || (byte && strchr("-._~:/?#@!$&*+,;=%", byte));
}

struct runs *document_add_url(struct document *document, struct runs *runs, struct text url)
{
    if (!is_url(url))
        return runs;
    struct text clean = document_clean_text(document->arena, url);
    struct buf address;
    buf_init(&address, document->arena);
    for (size_t i = 0; i < clean.length; i++) {
        if (is_plain_in_url(clean.bytes[i]))
            buf_byte(&address, clean.bytes[i]);
        else
            buf_printf(&address, "%%%02X", (unsigned)(unsigned char)clean.bytes[i]);
    }
    struct run *link = add_run(document, runs, RUN_URL);
    link->text = buf_get(&address);
    return &link->children;
}

void document_print_plain(struct buf *out, const struct runs *runs)
{
    for (const struct run *run = runs->first; run; run = run->next) {
        if (run->kind == RUN_TEXT || run->kind == RUN_CODE)
            buf_text(out, run->text);
        else if (run->kind == RUN_SOFTBREAK || run->kind == RUN_LINEBREAK)
            buf_byte(out, ' ');
        document_print_plain(out, &run->children);
    }
}
