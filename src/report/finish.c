/* What is done to a document when all of it is there: sections, paragraphs and notes get their numbers,
 * places their ids, links their ends, and what is referred to learns where. */
#include "report/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/utf8.h"

#include <assert.h>

/* What links ask for: the place that has the key, and from where they do. */
struct target {
    struct anchor *anchor;
    struct places places;
};

/* The sections around a block. */
struct around {
    struct block *section;
    const struct around *outer;
};

struct finish {
    struct arena *arena;
    struct document *document;
    struct name_table *keys; /* `meaning`: the struct target of the key */
    struct name_table *ids;  /* `meaning`: a uint32_t, how often the id was asked for */
    struct text part;        /* the number of the top-level section we are in */
    uint32_t paragraphs;     /* numbered so far in that section */
    uint32_t tables;
    uint32_t figures;
    uint32_t listed_level;   /* the deepest sections that some contents list */
    bool has_sections;
    bool has_numbered;
    struct block *place;         /* the numbered paragraph or section whose links are being settled */
    const struct around *around; /* it */
    const struct anchor *row;    /* the row they stand in */
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
    if ((point >= '0' && point <= '9') || (point >= 'a' && point <= 'z'))
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
    if (name->meaning)
        return;
    struct target *target = ARENA_NEW(finish->arena, struct target);
    target->anchor = anchor;
    name->meaning = target;
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

/* Links and notes, and the places they stand at. */

static struct target *find_target(struct finish *finish, struct text key)
{
    return name_get(finish->keys, key.bytes, key.length)->meaning;
}

/* The present place, if it is not among `places` yet. Paragraphs come one after the other; a section comes
 * again after the numbered paragraphs in it. */
static struct place *add_place(struct finish *finish, struct places *places)
{
    struct block *block = finish->place;
    const struct block *last = places->list.count ? places->list.items[places->list.count - 1].block : NULL;
    bool is_known = places->list.count && (block == last || block == places->last_section);
    if (is_known)
        return NULL;
    if (!block || block->kind == BLOCK_SECTION)
        places->last_section = block;
    VEC_PUSH(finish->arena, &places->list, (struct place){ .block = block });
    return &places->list.items[places->list.count - 1];
}

/* What a thing's own section or row says of it is no reference from elsewhere. */
static bool is_own_place(const struct finish *finish, const struct anchor *anchor)
{
    bool is_own = finish->row == anchor;
    for (const struct around *around = finish->around; around; around = around->outer)
        is_own |= &around->section->anchor == anchor;
    return is_own;
}

static bool settle_link(struct finish *finish, struct run *link)
{
    if (link->kind == RUN_URL)
        return true;
    struct target *target = find_target(finish, link->text);
    if (!target)
        return false;
    target->anchor->is_target = true;
    link->text = target->anchor->id;
    if (finish->place && !is_own_place(finish, target->anchor))
        add_place(finish, &target->places);
    return true;
}

static void settle_mark(struct finish *finish, struct run *mark)
{
    struct note *note = mark->note;
    struct buf id;
    buf_init(&id, finish->arena);
    if (!note->number) {
        VEC_PUSH(finish->arena, &finish->document->notes, note);
        note->number = finish->document->notes.count;
        note->first = mark;
        buf_printf(&id, "note-%u", note->number);
        note->id = claim_id(finish, buf_get(&id));
    }
    struct place *place = add_place(finish, &note->places);
    if (!place)
        return;
    buf_init(&id, finish->arena);
    buf_printf(&id, "%.*s-mark", (int)note->id.length, note->id.bytes);
    place->id = claim_id(finish, buf_get(&id));
    mark->text = place->id;
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
        if (run->kind == RUN_NOTE && is_linked) {
            *place = run->next;
            continue;
        }
        if (run->kind == RUN_NOTE)
            settle_mark(finish, run);
        settle_runs(finish, &run->children, is_linked || is_link);
        runs->last = run;
        place = &run->next;
    }
}

static void settle_table(struct finish *finish, const struct table *table)
{
    for (struct row *row = table->first_row; row; row = row->next) {
        finish->row = &row->anchor;
        for (uint32_t i = 0; i < table->column_count; i++)
            settle_runs(finish, &row->cells[i], false);
    }
    finish->row = NULL;
}

static void settle_blocks(struct finish *finish, struct blocks *blocks)
{
    for (struct block *block = blocks->first; block; block = block->next) {
        struct block *outer_place = finish->place;
        struct around around = { block, finish->around };
        if (block->number.length)
            finish->place = block;
        if (block->kind == BLOCK_SECTION)
            finish->around = &around;
        settle_runs(finish, &block->runs, false);
        if (block->table)
            settle_table(finish, block->table);
        settle_blocks(finish, &block->children);
        finish->around = around.outer;
        finish->place = outer_place;
    }
}

/* What notes say is settled after all else: it is read there. */
static void settle_notes(struct finish *finish)
{
    struct document *document = finish->document;
    finish->place = NULL;
    for (uint32_t i = 0; i < document->notes.count; i++)
        settle_runs(finish, &document->notes.items[i]->runs, false);
    if (document->notes.count)
        document->notes_id = claim_id(finish, TEXT("notes"));
}

void document_print_place(struct buf *out, const struct document *document, const struct place *place)
{
    const struct wording *words = document_get_words(document);
    const struct block *block = place->block;
    if (block && block->kind == BLOCK_SECTION)
        buf_printf(out, "%s ", words->in_section);
    buf_text(out, block ? block->number : text_of(words->in_text));
}

static void add_reference(struct finish *finish, struct runs *runs, const struct place *place)
{
    struct document *document = finish->document;
    struct block *block = place->block;
    struct buf words;
    buf_init(&words, finish->arena);
    document_print_place(&words, document, place);
    bool is_section = block->kind == BLOCK_SECTION;
    block->anchor.is_target |= is_section;
    block->is_number_target |= !is_section;
    struct runs *inside = document_add_link(document, runs, TEXT(""));
    runs->last->text = is_section ? block->anchor.id : block->number_id;
    document_add_text(document, inside, buf_get(&words));
}

static void fill_references(struct finish *finish, const struct references *references)
{
    struct document *document = finish->document;
    struct target *target = find_target(finish, references->key);
    struct runs *runs = &references->paragraph->runs;
    for (uint32_t i = 0; target && i < target->places.list.count; i++) {
        if (i == 0)
            document_add_text(document, runs, text_of(document_get_words(document)->referred_to));
        document_add_text(document, runs, i == 0 ? TEXT(" ") : TEXT(", "));
        add_reference(finish, runs, &target->places.list.items[i]);
    }
}

static void drop_optional(struct blocks *blocks)
{
    struct block **place = &blocks->first;
    blocks->last = NULL;
    while (*place) {
        struct block *block = *place;
        if (block->is_optional && !block->runs.first) {
            *place = block->next;
            continue;
        }
        drop_optional(&block->children);
        blocks->last = block;
        place = &block->next;
    }
}

/* Columns */

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
                             .document = document,
                             .keys = name_table_new(document->arena),
                             .ids = name_table_new(document->arena) };
    claim_id(&finish, TEXT("main"));
    visit_blocks(&finish, &document->blocks, note_kind);
    number_blocks(&finish, &document->blocks, TEXT(""));
    visit_blocks(&finish, &document->blocks, claim_keys);
    visit_blocks(&finish, &document->blocks, claim_title);
    settle_blocks(&finish, &document->blocks);
    settle_notes(&finish);
    for (uint32_t i = 0; i < document->references.count; i++)
        fill_references(&finish, &document->references.items[i]);
    drop_optional(&document->blocks);
    visit_blocks(&finish, &document->blocks, measure_columns);
    visit_blocks(&finish, &document->blocks, mark_listed);
    document->is_finished = true;
}
