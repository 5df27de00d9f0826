/* A document as CommonMark with GitHub tables. Comes in: a finished document. Goes out: Markdown that reads
 * back as the same headings, paragraphs, lists and words, whatever those words are. Where emphasis cannot
 * be written so that it is read back as emphasis, the words stand without it. A paragraph is one line.
 *
 * Over 600 lines: words and blocks share the state of the present line.
 * Words take two steps: the tree of runs becomes a row of atoms, in which no space stands at the inner side
 * of a mark, and then each atom is written, knowing its neighbours. */
#include "report/md.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "report/document.h"

#include <assert.h>

enum atom_kind { ATOM_TEXT, ATOM_CODE, ATOM_SPACE, ATOM_BREAK, ATOM_NOTE, ATOM_OPEN, ATOM_CLOSE };

struct atom {
    enum atom_kind kind;
    struct text text;      /* TEXT: no space at either end; CODE */
    const struct run *run; /* NOTE, OPEN, CLOSE */
    bool is_dropped;       /* OPEN, CLOSE: not written */
};

struct atoms {
    VEC(struct atom) list;
    bool has_links;
    bool has_breaks;
};

/* How far the present line has come, for the marks that mean something at its start only. */
enum line { LINE_START, LINE_DIGITS, LINE_INSIDE };

struct md {
    struct buf *out;
    struct arena *arena;
    const struct document *document;
    struct buf prefix;  /* what each line of the open quotes and lists begins with */
    struct buf anchors; /* to stand at the next words written */
    unsigned gap;       /* line feeds due before the next block */
    char bullet;        /* of the bullet list around this place */
    bool is_tight;      /* directly inside an item of a tight list */
    bool is_after_list; /* the last block was a list with the usual marks */
    bool is_heading;
    bool is_cell;
    enum line line;
};

/* Atoms. */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

static bool is_gap(const struct atom *atom)
{
    return atom->kind == ATOM_SPACE || atom->kind == ATOM_BREAK;
}

static void push_atom(struct md *md, struct atoms *atoms, struct atom atom)
{
    VEC_PUSH(md->arena, &atoms->list, atom);
}

/* A space moves out of the marks that open before it; of several only the strongest stays. */
static void add_gap(struct md *md, struct atoms *atoms, enum atom_kind kind)
{
    uint32_t at = atoms->list.count;
    while (at > 0 && atoms->list.items[at - 1].kind == ATOM_OPEN)
        at--;
    if (at == 0)
        return;
    struct atom *before = &atoms->list.items[at - 1];
    if (is_gap(before)) {
        before->kind = kind == ATOM_BREAK ? kind : before->kind;
        return;
    }
    push_atom(md, atoms, (struct atom){ .kind = kind });
    for (uint32_t i = atoms->list.count - 1; i > at; i--) {
        atoms->list.items[i] = atoms->list.items[i - 1];
        atoms->list.items[i - 1] = (struct atom){ .kind = kind };
    }
}

static void add_words(struct md *md, struct atoms *atoms, struct text text)
{
    size_t start = 0;
    size_t end = text.length;
    while (start < end && is_space(text.bytes[start]))
        start++;
    while (end > start && is_space(text.bytes[end - 1]))
        end--;
    if (start > 0)
        add_gap(md, atoms, ATOM_SPACE);
    if (start == end)
        return;
    push_atom(md, atoms, (struct atom){ ATOM_TEXT, { text.bytes + start, end - start }, NULL, false });
    if (end < text.length)
        add_gap(md, atoms, ATOM_SPACE);
}

static bool is_blank(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!is_space(text.bytes[i]))
            return false;
    }
    return true;
}

/* What runs stand in. */
enum { IN_EMPHASIS = 1, IN_STRONG = 2, IN_LINK = 4 };

/* Two code spans side by side would be read as one, none in a cell can hold every bar, and `]:` in a link at
 * the start of a line would make it a definition: such code stands as text. */
static bool is_code_readable(const struct md *md, const struct atoms *atoms, struct text code,
                             unsigned around)
{
    uint32_t before = atoms->list.count;
    while (before > 0 && atoms->list.items[before - 1].run && atoms->list.items[before - 1].kind != ATOM_NOTE)
        before--;
    bool is_after_code = before > 0 && atoms->list.items[before - 1].kind == ATOM_CODE;
    return !is_blank(code) && !is_after_code &&
           !(md->is_cell && memchr(code.bytes, '|', code.length)) &&
           !(around & IN_LINK && memchr(code.bytes, ']', code.length));
}

static void add_code(struct md *md, struct atoms *atoms, struct text code, unsigned around)
{
    if (is_code_readable(md, atoms, code, around))
        push_atom(md, atoms, (struct atom){ ATOM_CODE, code, NULL, false });
    else
        add_words(md, atoms, code);
}

/* A space moves out of the mark that closes behind it; marks around nothing go. */
static void add_close(struct md *md, struct atoms *atoms, const struct run *run)
{
    struct atom gap = { .kind = ATOM_CLOSE };
    if (atoms->list.count && is_gap(&atoms->list.items[atoms->list.count - 1]))
        gap = atoms->list.items[--atoms->list.count];
    const struct atom *last = atoms->list.count ? &atoms->list.items[atoms->list.count - 1] : NULL;
    if (last && last->kind == ATOM_OPEN && last->run == run)
        atoms->list.count--;
    else
        push_atom(md, atoms, (struct atom){ .kind = ATOM_CLOSE, .run = run });
    if (is_gap(&gap))
        add_gap(md, atoms, gap.kind);
}

static void add_atoms(struct md *md, struct atoms *atoms, const struct runs *runs, unsigned around);

static unsigned mark_of(const struct run *run)
{
    return run->kind == RUN_EMPHASIS ? IN_EMPHASIS : run->kind == RUN_STRONG ? IN_STRONG : IN_LINK;
}

/* Emphasis in emphasis adds nothing; a link, where none is wanted, is its words. */
static void add_marked(struct md *md, struct atoms *atoms, const struct run *run, unsigned around)
{
    unsigned mark = mark_of(run);
    if (around & mark || (mark == IN_LINK && !atoms->has_links)) {
        add_atoms(md, atoms, &run->children, around);
        return;
    }
    push_atom(md, atoms, (struct atom){ .kind = ATOM_OPEN, .run = run });
    add_atoms(md, atoms, &run->children, around | mark);
    add_close(md, atoms, run);
}

static void add_atoms(struct md *md, struct atoms *atoms, const struct runs *runs, unsigned around)
{
    for (const struct run *run = runs->first; run; run = run->next) {
        switch (run->kind) {
        case RUN_TEXT: add_words(md, atoms, run->text); break;
        case RUN_CODE: add_code(md, atoms, run->text, around); break;
        case RUN_EMPHASIS:
        case RUN_STRONG:
        case RUN_LINK:
        case RUN_URL: add_marked(md, atoms, run, around); break;
        case RUN_NOTE:
            if (atoms->has_links)
                push_atom(md, atoms, (struct atom){ .kind = ATOM_NOTE, .run = run });
            break;
        case RUN_SOFTBREAK: add_gap(md, atoms, ATOM_SPACE); break;
        case RUN_LINEBREAK:
            add_gap(md, atoms, atoms->has_breaks ? ATOM_BREAK : ATOM_SPACE);
            break;
        }
    }
}

static struct atoms make_atoms(struct md *md, const struct runs *runs, bool has_links, bool has_breaks)
{
    struct atoms atoms = { .has_links = has_links, .has_breaks = has_breaks };
    add_atoms(md, &atoms, runs, 0);
    if (atoms.list.count && is_gap(&atoms.list.items[atoms.list.count - 1]))
        atoms.list.count--;
    return atoms;
}

/* Emphasis. CommonMark reads `*` as an opening or closing mark by the characters on both its sides; where a
 * run of marks stands, by those on both sides of the run. */

enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_LETTER, SIDE_UNSURE, SIDE_MARK };

static enum side side_of_point(uint32_t point)
{
    if (point == ' ' || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
        point == 0x202F || point == 0x205F || point == 0x3000)
        return SIDE_SPACE;
    if (point >= 0x80)
        return SIDE_UNSURE;
    bool is_letter = (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
                     (point >= 'a' && point <= 'z');
    return is_letter ? SIDE_LETTER : SIDE_PUNCTUATION;
}

static enum side first_side(struct text text)
{
    uint32_t point = ' ';
    utf8_decode(text, 0, &point);
    return side_of_point(point);
}

static enum side last_side(struct text text)
{
    size_t at = text.length - 1;
    while (at > 0 && ((unsigned char)text.bytes[at] & 0xC0) == 0x80)
        at--;
    return first_side((struct text){ text.bytes + at, text.length - at });
}

static bool is_emphasis(const struct atom *atom)
{
    return (atom->kind == ATOM_OPEN || atom->kind == ATOM_CLOSE) &&
           (atom->run->kind == RUN_EMPHASIS || atom->run->kind == RUN_STRONG);
}

static enum side side_of_atom(const struct atom *atom, bool is_before)
{
    switch (atom->kind) {
    case ATOM_TEXT: return is_before ? last_side(atom->text) : first_side(atom->text);
    case ATOM_SPACE:
    case ATOM_BREAK: return SIDE_SPACE;
    case ATOM_CODE:
    case ATOM_NOTE:
    case ATOM_OPEN:
    case ATOM_CLOSE: break;
    }
    return SIDE_PUNCTUATION;
}

/* What stands after the run of marks that the atom at `at` belongs to. */
static enum side side_after(const struct atoms *atoms, uint32_t at)
{
    for (at++; at < atoms->list.count; at++) {
        if (!is_emphasis(&atoms->list.items[at]))
            return side_of_atom(&atoms->list.items[at], false);
    }
    return SIDE_SPACE;
}

/* What stands before it; a closing mark right before an opening one would make one run of both. */
static enum side side_before(const struct atoms *atoms, uint32_t at)
{
    bool is_open = atoms->list.items[at].kind == ATOM_OPEN;
    while (at-- > 0) {
        const struct atom *atom = &atoms->list.items[at];
        if (!is_emphasis(atom))
            return side_of_atom(atom, true);
        if (is_open && atom->kind == ATOM_CLOSE && !atom->is_dropped)
            return SIDE_MARK;
    }
    return SIDE_SPACE;
}

/* Whether a mark between `outer` and `inner` is read as one that turns to `inner`; within other emphasis, as
 * one that turns to it only, for it could close the other. */
static bool is_flanking(enum side inner, enum side outer, bool is_nested)
{
    if (inner == SIDE_SPACE || outer == SIDE_MARK)
        return false;
    if (outer == SIDE_SPACE || (outer == SIDE_PUNCTUATION && inner == SIDE_LETTER))
        return true;
    return !is_nested && (inner == SIDE_LETTER || outer == SIDE_PUNCTUATION);
}

static uint32_t find_close(const struct atoms *atoms, uint32_t open)
{
    uint32_t at = open + 1;
    while (atoms->list.items[at].kind != ATOM_CLOSE ||
           atoms->list.items[at].run != atoms->list.items[open].run)
        at++;
    return at;
}

static void drop_unreadable_marks(struct atoms *atoms)
{
    uint32_t end = 0; /* of the emphasis around */
    for (uint32_t open = 0; open < atoms->list.count; open++) {
        struct atom *atom = &atoms->list.items[open];
        if (atom->kind != ATOM_OPEN || !is_emphasis(atom))
            continue;
        uint32_t close = find_close(atoms, open);
        bool is_nested = open < end;
        bool is_readable =
            is_flanking(side_after(atoms, open), side_before(atoms, open), is_nested) &&
            is_flanking(side_before(atoms, close), side_after(atoms, close), is_nested);
        atom->is_dropped = !is_readable;
        atoms->list.items[close].is_dropped = !is_readable;
        if (is_readable && !is_nested)
            end = close;
    }
}

/* Writing words. */

static bool out_ends_with(const struct md *md, struct text end)
{
    return md->out->length >= end.length &&
           memcmp(md->out->bytes + md->out->length - end.length, end.bytes, end.length) == 0;
}

/* Whether the byte at `i` would mean something to a Markdown reader. An ampersand does before a name; `www.`
 * and `://` do on GitHub. */
static bool is_meaningful(const struct md *md, struct text text, size_t i)
{
    char byte = text.bytes[i];
    char next = i + 1 < text.length ? text.bytes[i + 1] : '\0';
    if (strchr("\\`*_[]<~|$", byte))
        return true;
    if (md->line == LINE_START && strchr("#+-=:>", byte))
        return true;
    if (byte == '.')
        return md->line == LINE_DIGITS || out_ends_with(md, TEXT("www"));
    return (byte == ')' && md->line == LINE_DIGITS) || (byte == '#' && md->is_heading) ||
           (byte == ':' && next == '/') || (byte == '&' && next != ' ');
}

static void write_text(struct md *md, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (is_space(byte)) {
            if (!is_space(text.bytes[i - 1]))
                buf_byte(md->out, ' ');
            md->line = LINE_INSIDE;
            continue;
        }
        if (byte && is_meaningful(md, text, i))
            buf_byte(md->out, '\\');
        buf_byte(md->out, byte);
        bool is_digit = byte >= '0' && byte <= '9';
        md->line = is_digit && md->line != LINE_INSIDE ? LINE_DIGITS : LINE_INSIDE;
    }
}

static size_t longest_fence(struct text code)
{
    size_t longest = 0;
    size_t present = 0;
    for (size_t i = 0; i < code.length; i++) {
        present = code.bytes[i] == '`' ? present + 1 : 0;
        longest = present > longest ? present : longest;
    }
    return longest;
}

static void write_code(struct md *md, struct text code)
{
    size_t fence = longest_fence(code) + 1;
    char first = code.bytes[0];
    char last = code.bytes[code.length - 1];
    bool is_padded = first == '`' || last == '`' || (is_space(first) && is_space(last));
    buf_repeat(md->out, '`', fence);
    buf_repeat(md->out, ' ', is_padded);
    for (size_t i = 0; i < code.length; i++)
        buf_byte(md->out, is_space(code.bytes[i]) ? ' ' : code.bytes[i]);
    buf_repeat(md->out, ' ', is_padded);
    buf_repeat(md->out, '`', fence);
    md->line = LINE_INSIDE;
}

static void write_url(struct md *md, struct text url)
{
    for (size_t i = 0; i < url.length; i++) {
        if (url.bytes[i] == '&')
            buf_str(md->out, "&amp;");
        else
            buf_byte(md->out, url.bytes[i]);
    }
}

static void write_mark(struct md *md, const struct atom *atom)
{
    if (atom->is_dropped)
        return;
    md->line = LINE_INSIDE;
    if (is_emphasis(atom)) {
        buf_repeat(md->out, '*', atom->run->kind == RUN_STRONG ? 2 : 1);
    } else if (atom->kind == ATOM_OPEN) {
        if (out_ends_with(md, TEXT("!"))) { /* else it would be an image */
            md->out->length--;
            buf_str(md->out, "\\!");
        }
        buf_byte(md->out, '[');
    } else {
        buf_str(md->out, atom->run->kind == RUN_LINK ? "](#" : "](");
        write_url(md, atom->run->text);
        buf_byte(md->out, ')');
    }
}

/* CommonMark has no footnotes: a raised link, to an item of the list at the end. */
static void write_note_mark(struct md *md, const struct run *mark)
{
    buf_str(md->out, "<sup>");
    if (mark->text.length)
        buf_printf(md->out, "<a id=\"%.*s\"></a>", (int)mark->text.length, mark->text.bytes);
    buf_printf(md->out, "[\\[%u\\]](#%.*s)</sup>", mark->note->number, (int)mark->note->id.length,
               mark->note->id.bytes);
    md->line = LINE_INSIDE;
}

static void write_atoms(struct md *md, struct atoms *atoms)
{
    drop_unreadable_marks(atoms);
    for (uint32_t i = 0; i < atoms->list.count; i++) {
        const struct atom *atom = &atoms->list.items[i];
        switch (atom->kind) {
        case ATOM_TEXT: write_text(md, atom->text); break;
        case ATOM_CODE: write_code(md, atom->text); break;
        case ATOM_SPACE:
            buf_byte(md->out, ' ');
            md->line = LINE_INSIDE;
            break;
        case ATOM_BREAK:
            buf_str(md->out, "\\\n");
            buf_text(md->out, buf_get(&md->prefix));
            md->line = LINE_START;
            break;
        case ATOM_NOTE: write_note_mark(md, atom->run); break;
        case ATOM_OPEN:
        case ATOM_CLOSE: write_mark(md, atom); break;
        }
    }
}

/* Places links lead to. */

static void add_id(struct md *md, struct text id)
{
    buf_printf(&md->anchors, "<a id=\"%.*s\"></a>", (int)id.length, id.bytes);
}

static void add_anchor(struct md *md, const struct anchor *anchor)
{
    if (anchor->is_target)
        add_id(md, anchor->id);
}

static void write_anchors(struct md *md)
{
    if (md->anchors.length)
        md->line = LINE_INSIDE;
    buf_text(md->out, buf_get(&md->anchors));
    md->anchors.length = 0;
}

/* Blocks. */

static void start_block(struct md *md)
{
    size_t visible = md->prefix.length;
    while (visible > 0 && md->prefix.bytes[visible - 1] == ' ')
        visible--;
    for (; md->gap > 0; md->gap--) {
        buf_byte(md->out, '\n');
        buf_add(md->out, md->prefix.bytes, md->gap == 1 ? md->prefix.length : visible);
    }
    md->line = LINE_START;
}

static void end_block(struct md *md)
{
    md->gap = 2;
    md->is_after_list = false;
}

/* Before a block without words of its own, anchors stand in a paragraph. */
static void start_wordless_block(struct md *md)
{
    if (md->anchors.length) {
        start_block(md);
        write_anchors(md);
        end_block(md);
    }
    start_block(md);
}

/* `mark`: "" or "**" around words that are all strong. */
static void write_line(struct md *md, const struct runs *runs, const char *mark)
{
    struct run strong = { .kind = RUN_STRONG, .children = *runs };
    struct runs line = { &strong, &strong };
    struct atoms atoms = make_atoms(md, *mark ? &line : runs, true, true);
    if (!atoms.list.count && !md->anchors.length)
        return;
    start_block(md);
    write_anchors(md);
    write_atoms(md, &atoms);
    end_block(md);
}

static void write_plain_line(struct md *md, struct text text, const char *mark)
{
    struct run run = { .kind = RUN_TEXT, .text = text };
    write_line(md, &(struct runs){ &run, &run }, mark);
}

static void write_blocks(struct md *md, const struct blocks *blocks);

static void write_heading(struct md *md, uint32_t rank, struct text number, const struct runs *title)
{
    struct atoms atoms = make_atoms(md, title, true, false);
    start_block(md);
    buf_repeat(md->out, '#', rank < 6 ? rank : 6);
    buf_byte(md->out, ' ');
    write_anchors(md);
    md->is_heading = true;
    md->line = LINE_INSIDE;
    if (number.length) {
        buf_text(md->out, number);
        buf_byte(md->out, ' ');
    }
    write_atoms(md, &atoms);
    md->is_heading = false;
    end_block(md);
}

static void write_paragraph(struct md *md, const struct block *paragraph)
{
    if (!paragraph->number.length) {
        write_line(md, &paragraph->runs, "");
        return;
    }
    struct atoms atoms = make_atoms(md, &paragraph->runs, true, true);
    if (paragraph->is_number_target)
        add_id(md, paragraph->number_id);
    start_block(md);
    write_anchors(md);
    buf_printf(md->out, "**%.*s** ", (int)paragraph->number.length, paragraph->number.bytes);
    md->line = LINE_INSIDE;
    write_atoms(md, &atoms);
    end_block(md);
}

/* Writes the children behind `marker`; their further lines begin with `prefix`. */
static void write_inside(struct md *md, struct text marker, struct text prefix,
                         const struct blocks *children, bool is_tight)
{
    size_t length = md->prefix.length;
    bool was_tight = md->is_tight;
    start_block(md);
    buf_text(md->out, marker);
    buf_text(&md->prefix, prefix);
    md->gap = 0;
    md->is_tight = is_tight;
    md->is_after_list = false;
    write_blocks(md, children);
    md->is_tight = was_tight;
    md->prefix.length = length;
    end_block(md);
}

/* Whether a list is seen as one even right under a paragraph: it begins with 1, and with words. */
static bool is_plain_list(struct md *md, const struct block *list)
{
    const struct block *item = list->children.first;
    const struct block *words = item ? item->children.first : NULL;
    if (!words || words->kind != BLOCK_PARAGRAPH || (list->is_ordered && list->start != 1))
        return false;
    return make_atoms(md, &words->runs, true, true).list.count > 0;
}

static void write_item(struct md *md, const struct block *list, const struct block *item,
                       struct text marker)
{
    add_anchor(md, &item->anchor);
    struct text spaces = { "            ", marker.length };
    write_inside(md, marker, spaces, &item->children, list->is_tight);
    if (list->is_tight)
        md->gap = 1;
}

/* A list right behind another has other marks, or both would be one; so has a list that may begin an item,
 * for `- - -` is a rule. */
static void write_list(struct md *md, const struct block *list)
{
    enum { LAST_NUMBER = 999999999 };
    bool is_after_list = md->is_after_list;
    char around = md->bullet;
    uint32_t number = list->start;
    if (!list->children.first)
        return;
    if (!list->is_ordered)
        md->bullet = (around == '-') != is_after_list ? '+' : '-';
    if (md->is_tight && md->gap && is_plain_list(md, list))
        md->gap = 1;
    for (const struct block *item = list->children.first; item; item = item->next) {
        struct buf marker;
        buf_init(&marker, md->arena);
        if (list->is_ordered)
            buf_printf(&marker, "%u%c ", number, is_after_list ? ')' : '.');
        else
            buf_printf(&marker, "%c ", md->bullet);
        number += number < LAST_NUMBER;
        write_item(md, list, item, buf_get(&marker));
    }
    md->bullet = around;
    end_block(md);
    md->is_after_list = !is_after_list;
}

static void write_code_block(struct md *md, struct text code)
{
    size_t fence = longest_fence(code) + 1;
    fence = fence < 3 ? 3 : fence;
    start_wordless_block(md);
    buf_repeat(md->out, '`', fence);
    for (size_t i = 0; i < code.length; i++) {
        if (i == 0 || code.bytes[i - 1] == '\n') {
            buf_byte(md->out, '\n');
            buf_text(md->out, buf_get(&md->prefix));
        }
        if (code.bytes[i] != '\n')
            buf_byte(md->out, code.bytes[i]);
    }
    buf_byte(md->out, '\n');
    buf_text(md->out, buf_get(&md->prefix));
    buf_repeat(md->out, '`', fence);
    end_block(md);
}

static void write_rule(struct md *md)
{
    start_wordless_block(md);
    buf_str(md->out, "___");
    end_block(md);
}

/* Tables. */

static void start_row(struct md *md)
{
    buf_byte(md->out, '\n');
    buf_text(md->out, buf_get(&md->prefix));
    buf_byte(md->out, '|');
}

static void write_cell(struct md *md, const struct runs *runs)
{
    md->is_cell = true;
    struct atoms atoms = make_atoms(md, runs, true, false);
    md->is_cell = false;
    buf_byte(md->out, ' ');
    md->line = LINE_INSIDE;
    write_anchors(md);
    write_atoms(md, &atoms);
    buf_str(md->out, " |");
}

static void write_column_headings(struct md *md, const struct table *table)
{
    start_block(md);
    buf_byte(md->out, '|');
    for (const struct column *column = table->first_column; column; column = column->next) {
        struct run heading = { .kind = RUN_TEXT, .text = column->heading };
        write_cell(md, &(struct runs){ &heading, &heading });
    }
    start_row(md);
    for (const struct column *column = table->first_column; column; column = column->next)
        buf_str(md->out, column->is_end ? " ---: |" : " --- |");
}

static void write_table(struct md *md, const struct block *block)
{
    const struct table *table = block->table;
    if (!table->column_count)
        return;
    write_line(md, &block->runs, "**");
    write_column_headings(md, table);
    for (const struct row *row = table->first_row; row; row = row->next) {
        start_row(md);
        add_anchor(md, &row->anchor);
        for (uint32_t i = 0; i < table->column_count; i++)
            write_cell(md, &row->cells[i]);
    }
    end_block(md);
}

/* Contents. */

static void write_entry(struct md *md, const struct block *section)
{
    struct atoms atoms = make_atoms(md, &section->runs, false, false);
    buf_byte(md->out, '[');
    md->line = LINE_INSIDE;
    buf_text(md->out, section->number);
    if (section->number.length)
        buf_byte(md->out, ' ');
    write_atoms(md, &atoms);
    buf_str(md->out, "](#");
    buf_text(md->out, section->anchor.id);
    buf_byte(md->out, ')');
}

static void write_entries(struct md *md, const struct blocks *blocks, uint32_t deepest_level)
{
    for (const struct block *block = blocks->first; block; block = block->next) {
        if (block->kind != BLOCK_SECTION || block->level > deepest_level)
            continue;
        start_block(md);
        buf_repeat(md->out, ' ', 2 * (size_t)(block->level - 1));
        buf_str(md->out, "- ");
        write_entry(md, block);
        md->gap = 1;
        write_entries(md, &block->children, deepest_level);
    }
}

static void write_contents(struct md *md, const struct block *contents)
{
    write_plain_line(md, text_of(document_get_words(md->document)->contents), "**");
    write_entries(md, &md->document->blocks, contents->level);
    if (md->document->notes.count) {
        start_block(md);
        buf_printf(md->out, "- [%s](#%.*s)", document_get_words(md->document)->notes,
                   (int)md->document->notes_id.length, md->document->notes_id.bytes);
    }
    end_block(md);
    md->is_after_list = true;
}

/* The drawing, where it lies beside the document, and then what it shows in words. */
static void write_figure(struct md *md, const struct block *block)
{
    write_line(md, &block->runs, "**");
    if (block->file.length) {
        struct buf caption;
        buf_init(&caption, md->arena);
        document_print_plain(&caption, &block->runs);
        start_block(md);
        buf_str(md->out, "![");
        md->line = LINE_INSIDE;
        write_text(md, buf_get(&caption));
        buf_printf(md->out, "](%.*s)", (int)block->file.length, block->file.bytes);
        end_block(md);
    }
    write_blocks(md, &block->children);
}

/* Notes, with the way back to where the text refers to them. */

static void write_ways_back(struct md *md, const struct note *note)
{
    buf_printf(md->out, "\\\n   %s", document_get_words(md->document)->referred_to);
    for (uint32_t i = 0; i < note->places.list.count; i++) {
        const struct place *place = &note->places.list.items[i];
        buf_str(md->out, i ? ", [" : " [");
        document_print_place(md->out, md->document, place);
        buf_printf(md->out, "](#%.*s)", (int)place->id.length, place->id.bytes);
    }
}

static void write_note(struct md *md, const struct note *note)
{
    struct atoms atoms = make_atoms(md, &note->runs, true, false);
    start_block(md);
    buf_printf(md->out, "%u. ", note->number);
    add_id(md, note->id);
    write_anchors(md);
    write_atoms(md, &atoms);
    write_ways_back(md, note);
    md->gap = 1;
}

static void write_notes(struct md *md)
{
    const struct document *document = md->document;
    struct run heading = { .kind = RUN_TEXT, .text = text_of(document_get_words(document)->notes) };
    if (!document->notes.count)
        return;
    add_id(md, document->notes_id);
    write_heading(md, 2, TEXT(""), &(struct runs){ &heading, &heading });
    for (uint32_t i = 0; i < document->notes.count; i++)
        write_note(md, document->notes.items[i]);
    end_block(md);
}

static void write_block(struct md *md, const struct block *block)
{
    add_anchor(md, &block->anchor);
    switch (block->kind) {
    case BLOCK_SECTION:
        write_heading(md, block->level + 1, block->number, &block->runs);
        write_blocks(md, &block->children);
        break;
    case BLOCK_PARAGRAPH: write_paragraph(md, block); break;
    case BLOCK_LIST: write_list(md, block); break;
    case BLOCK_ITEM: break;
    case BLOCK_QUOTE: write_inside(md, TEXT("> "), TEXT("> "), &block->children, false); break;
    case BLOCK_CODE: write_code_block(md, block->code); break;
    case BLOCK_TABLE: write_table(md, block); break;
    case BLOCK_CONTENTS: write_contents(md, block); break;
    case BLOCK_RULE: write_rule(md); break;
    case BLOCK_FIGURE: write_figure(md, block); break;
    }
}

static void write_blocks(struct md *md, const struct blocks *blocks)
{
    for (const struct block *block = blocks->first; block; block = block->next)
        write_block(md, block);
}

void md_write(struct buf *out, const struct document *document)
{
    assert(document->is_finished);
    const struct document_front *front = &document->front;
    struct md md = { .out = out, .arena = document->arena, .document = document, .bullet = '+' };
    buf_init(&md.prefix, document->arena);
    buf_init(&md.anchors, document->arena);
    struct run title = { .kind = RUN_TEXT, .text = front->title };
    write_plain_line(&md, front->status, "**");
    write_heading(&md, 1, TEXT(""), &(struct runs){ &title, &title });
    write_plain_line(&md, front->subtitle, "");
    write_blocks(&md, &document->blocks);
    write_notes(&md);
    if (front->generator.length) {
        write_rule(&md);
        write_plain_line(&md, front->generator, "");
    }
    buf_byte(out, '\n');
}
