/* The document model all report writers share. Comes in: a builder's sections, paragraphs, tables and
 * words. Goes out, after document_finish: the same tree with numbers, unique ids and no dead links.
 * Text is made showable here, once, on its way in, so that writers have only to escape it. */
#include "report/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
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

/* Finishing. */

struct finish {
    struct arena *arena;
    struct name_table *keys; /* `meaning`: the struct anchor that has the key */
    struct name_table *ids;  /* `meaning`: a uint32_t, how often the id was asked for */
    struct text part;        /* the number of the top-level section we are in */
    uint32_t paragraphs;     /* numbered so far in that section */
    uint32_t tables;
    uint32_t figures;
    uint32_t listed_level;   /* the deepest sections that some contents list */
    bool has_sections;
    bool has_numbered;
};

/* Shows every block to `visit`, a block before its children. */
static void visit_blocks(struct finish *finish, struct blocks *blocks,
                         void (*visit)(struct finish *, struct block *))
{
    for (struct block *block = blocks->first; block; block = block->next) {
        visit(finish, block);
        visit_blocks(finish, &block->children, visit);
    }
}

static void note_kind(struct finish *finish, struct block *block)
{
    finish->has_sections |= block->kind == BLOCK_SECTION;
    finish->has_numbered |= block->kind == BLOCK_PARAGRAPH && block->is_numbered;
    if (block->kind == BLOCK_CONTENTS && block->level > finish->listed_level)
        finish->listed_level = block->level;
}

/* The id itself the first time it is asked for, then with -2, -3 and so on. */
static struct text claim_id(struct finish *finish, struct text wanted)
{
    struct name *name = name_get(finish->ids, wanted.bytes, wanted.length);
    if (!name->meaning) {
        name->meaning = ARENA_NEW(finish->arena, uint32_t);
        return name_text(name);
    }
    uint32_t *asked = name->meaning;
    struct name *free_name = name;
    while (free_name->meaning) {
        struct buf id;
        buf_init(&id, finish->arena);
        buf_printf(&id, "%.*s-%u", (int)wanted.length, wanted.bytes, ++*asked + 1);
        free_name = name_get(finish->ids, id.bytes, id.length);
    }
    free_name->meaning = ARENA_NEW(finish->arena, uint32_t);
    return name_text(free_name);
}

static struct text join_number(struct finish *finish, struct text before, uint32_t number)
{
    struct buf joined;
    buf_init(&joined, finish->arena);
    buf_text(&joined, before);
    if (before.length)
        buf_byte(&joined, '.');
    buf_int(&joined, number);
    return buf_get(&joined);
}

/* Paragraph ids must not move when a title or a key changes, so they are claimed first. */
static void number_paragraph(struct finish *finish, struct block *paragraph)
{
    if (!paragraph->is_numbered || (finish->has_sections && !finish->part.length)) {
        paragraph->is_numbered = false;
        return;
    }
    paragraph->number = join_number(finish, finish->part, ++finish->paragraphs);
    struct buf id;
    buf_init(&id, finish->arena);
    buf_str(&id, "para-");
    for (size_t i = 0; i < paragraph->number.length; i++)
        buf_byte(&id, paragraph->number.bytes[i] == '.' ? '-' : paragraph->number.bytes[i]);
    paragraph->number_id = claim_id(finish, buf_get(&id));
}

/* Paragraph 2.1 and section 2.1 would be two places of one name, so where paragraphs are numbered only
 * the sections at the top are, as in published reviews. */
static void number_blocks(struct finish *finish, struct blocks *blocks, struct text before)
{
    uint32_t sections = 0;
    for (struct block *block = blocks->first; block; block = block->next) {
        if (block->kind == BLOCK_PARAGRAPH)
            number_paragraph(finish, block);
        if (block->kind != BLOCK_SECTION)
            continue;
        if (block->level == 1 || !finish->has_numbered)
            block->number = join_number(finish, before, ++sections);
        if (block->level == 1) {
            finish->part = block->number;
            finish->paragraphs = 0;
        }
        number_blocks(finish, &block->children, block->number);
    }
}

/* Base letters of U+00C0 to U+017F, so that Welsh titles give readable ids; space: none. */
static const char base_letters[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                                   "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                                   "aaaaaaccccccccddddeeeeeeeeeegggg"
                                   "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                   "lllnnnnnnnnnoooooooorrrrrrssssss"
                                   "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

_Static_assert(sizeof base_letters == 0x180 - 0xC0 + 1, "one letter for each code point");

static char slug_letter(uint32_t point)
{
    if (point >= 'A' && point <= 'Z')
        return (char)(point + 32);
    if (point < 0x80 && is_alphanumeric((char)point))
        return (char)point;
    if (point >= 0xC0 && point <= 0x17F)
        return base_letters[point - 0xC0];
    return ' ';
}

/* "Finding 1: the visit" gives "finding-1-the-visit". */
static struct text make_slug(struct finish *finish, struct text words, struct text otherwise)
{
    enum { LONGEST = 64 };
    struct buf slug;
    buf_init(&slug, finish->arena);
    bool is_gap = false;
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(words, at, &point)) != 0; at += step) {
        if (point == '\'' || point == 0x2019)
            continue;
        char letter = slug_letter(point);
        if (letter != ' ') {
            if (is_gap && slug.length)
                buf_byte(&slug, '-');
            buf_byte(&slug, letter);
        }
        is_gap = letter == ' ';
        if (slug.length >= LONGEST || (is_gap && slug.length > LONGEST * 3 / 4))
            break;
    }
    return slug.length ? buf_get(&slug) : otherwise;
}

static void claim_key(struct finish *finish, struct anchor *anchor)
{
    if (!anchor->key.length)
        return;
    anchor->id = claim_id(finish, make_slug(finish, anchor->key, TEXT("place")));
    struct name *name = name_get(finish->keys, anchor->key.bytes, anchor->key.length);
    if (!name->meaning)
        name->meaning = anchor;
}

static void claim_keys(struct finish *finish, struct block *block)
{
    claim_key(finish, &block->anchor);
    for (struct row *row = block->table ? block->table->first_row : NULL; row; row = row->next)
        claim_key(finish, &row->anchor);
}

static void claim_title(struct finish *finish, struct block *block)
{
    if (block->anchor.id.length)
        return;
    struct buf words;
    buf_init(&words, finish->arena);
    if (block->kind == BLOCK_SECTION) {
        document_print_plain(&words, &block->runs);
        struct text slug = make_slug(finish, buf_get(&words), TEXT("section"));
        block->anchor.id = claim_id(finish, slug);
    } else if (block->kind == BLOCK_TABLE) {
        buf_printf(&words, "table-%u", ++finish->tables);
        block->anchor.id = claim_id(finish, buf_get(&words));
    } else if (block->kind == BLOCK_FIGURE) {
        buf_printf(&words, "figure-%u", ++finish->figures);
        block->anchor.id = claim_id(finish, buf_get(&words));
    }
}

static bool settle_link(struct finish *finish, struct run *link)
{
    if (link->kind == RUN_URL)
        return true;
    struct anchor *anchor = name_get(finish->keys, link->text.bytes, link->text.length)->meaning;
    if (!anchor)
        return false;
    anchor->is_target = true;
    link->text = anchor->id;
    return true;
}

/* A link that leads nowhere, stands in another link or has no words gives way to its words. */
static void settle_runs(struct finish *finish, struct runs *runs, bool is_linked)
{
    struct run **place = &runs->first;
    runs->last = NULL;
    while (*place) {
        struct run *run = *place;
        struct run *first = run->children.first;
        bool is_link = run->kind == RUN_LINK || run->kind == RUN_URL;
        if (is_link && (is_linked || !first || !settle_link(finish, run))) {
            *place = first ? first : run->next;
            if (first)
                run->children.last->next = run->next;
            continue;
        }
        settle_runs(finish, &run->children, is_linked || is_link);
        runs->last = run;
        place = &run->next;
    }
}

static void settle_links(struct finish *finish, struct block *block)
{
    settle_runs(finish, &block->runs, false);
    for (struct row *row = block->table ? block->table->first_row : NULL; row; row = row->next) {
        for (uint32_t i = 0; i < block->table->column_count; i++)
            settle_runs(finish, &row->cells[i], false);
    }
}

static size_t plain_length(const struct runs *runs)
{
    size_t length = 0;
    for (const struct run *run = runs->first; run; run = run->next) {
        if (run->kind == RUN_TEXT || run->kind == RUN_CODE)
            length += utf8_count(run->text);
        length += plain_length(&run->children);
    }
    return length;
}

/* Dates and the like look broken when broken: a column of short cells keeps them on one line, as long
 * as such columns together leave most of a page to the others. */
static void measure_columns(struct finish *finish, struct block *block)
{
    enum { LONGEST_CELL = 17, ALL_CELLS = 36 };
    (void)finish;
    if (!block->table)
        return;
    size_t used = 0;
    uint32_t at = 0;
    for (struct column *column = block->table->first_column; column; column = column->next, at++) {
        size_t longest = 0;
        for (struct row *row = block->table->first_row; row; row = row->next) {
            size_t length = plain_length(&row->cells[at]);
            longest = length > longest ? length : longest;
        }
        column->is_short = longest <= LONGEST_CELL && used + longest <= ALL_CELLS;
        used += column->is_short ? longest : 0;
    }
}

static void mark_listed(struct finish *finish, struct block *block)
{
    if (block->kind == BLOCK_SECTION && block->level <= finish->listed_level)
        block->anchor.is_target = true;
}

void document_finish(struct document *document)
{
    assert(!document->is_finished);
    struct finish finish = { .arena = document->arena,
                             .keys = name_table_new(document->arena),
                             .ids = name_table_new(document->arena) };
    claim_id(&finish, TEXT("main"));
    visit_blocks(&finish, &document->blocks, note_kind);
    number_blocks(&finish, &document->blocks, TEXT(""));
    visit_blocks(&finish, &document->blocks, claim_keys);
    visit_blocks(&finish, &document->blocks, claim_title);
    visit_blocks(&finish, &document->blocks, settle_links);
    visit_blocks(&finish, &document->blocks, measure_columns);
    visit_blocks(&finish, &document->blocks, mark_listed);
    document->is_finished = true;
}
