/* A source in the canonical layout (`sightline fmt`). Comes in: a sound tree. Goes out: its own tokens and
 * comments, in their order, with other white space between; ast/layout.c and ast/marks.c have said what may
 * stand where. Decides where lines end: an element, or a group of pieces within it, stands on one line if it
 * fits, else it is broken at its marks, from the outside in. What was printed is read again and must say
 * the same. */
#include "ast/print.h"

#include "ast/dump.h"
#include "ast/layout.h"
#include "ast/parse.h"
#include "base/buf.h"

enum { LINE_MOST = 100, INDENT = 2, CONTINUED = 4 };

#define NOWHERE SIZE_MAX

struct printer {
    struct layout *layout;
    struct buf *out;
    size_t start;        /* of what is ours in `out` */
    VEC(uint32_t) open;  /* groups around the present piece */
    uint32_t next_group;
    uint32_t depth;      /* open braces whose body is broken */
    uint32_t column;
    uint32_t indent;     /* of the present line */
    uint32_t flat_end;   /* the pieces before this one stand on one line */
    size_t element;      /* where the present outermost element begins in `out` */
    size_t above;        /* where a blank line above it and its comments would go; NOWHERE: not wanted */
    bool was_broken;     /* the outermost element before took several lines */
};

/* Measuring */

static const struct piece *piece_get(const struct printer *printer, uint32_t piece)
{
    return &printer->layout->pieces[piece];
}

static bool is_empty_body(const struct printer *printer, uint32_t brace)
{
    return piece_get(printer, brace)->last == brace + 1 &&
           !piece_has_comments(printer->layout, brace + 1);
}

/* Whether a line may end before a piece. */
static bool may_begin_line(const struct printer *printer, uint32_t piece)
{
    const struct piece *at = piece_get(printer, piece);
    return at->flags & PIECE_STARTS || at->group != NO_GROUP ||
           piece_letter(printer->layout, piece) == '}';
}

/* Whether the element that begins with `first` fits on one line, bodies and all. */
static bool element_fits(const struct printer *printer, uint32_t first, uint32_t column)
{
    for (uint32_t i = first; i <= piece_get(printer, first)->last; i++) {
        const struct piece *piece = piece_get(printer, i);
        column += piece->width + (i > first ? piece->spaces : 0);
        bool is_brace = piece_letter(printer->layout, i) == '{';
        if (column > LINE_MOST || piece->flags & PIECE_IS_LONG ||
            (i > first && piece_has_comments(printer->layout, i)) ||
            (is_brace && !(piece->flags & PIECE_MAY_STAY) && !is_empty_body(printer, i)))
            return false;
    }
    return true;
}

enum extent {
    WHOLE_GROUP, /* and what no line may end before behind it */
    TO_NEXT_OF_GROUP,
    TO_NEXT_OF_ANY,
};

static bool is_end_of(const struct printer *printer, const struct group *group, enum extent extent,
                      uint32_t piece)
{
    if (!may_begin_line(printer, piece))
        return false;
    bool is_own = piece_get(printer, piece)->group == (uint32_t)(group - printer->layout->groups.items);
    return piece > group->last || (extent == TO_NEXT_OF_GROUP && is_own) || extent == TO_NEXT_OF_ANY;
}

/* Whether what begins with `first`, in `group`, fits on a line from `column` on. */
static bool group_fits(const struct printer *printer, const struct group *group, uint32_t first,
                       uint32_t column, enum extent extent)
{
    for (uint32_t i = first; i < printer->layout->count; i++) {
        const struct piece *piece = piece_get(printer, i);
        if (i > first && piece_has_comments(printer->layout, i))
            return extent != WHOLE_GROUP || i > group->last;
        if (i > first && is_end_of(printer, group, extent, i))
            return true;
        column += piece->width + (i > first ? piece->spaces : 0);
        bool is_brace = piece_letter(printer->layout, i) == '{';
        if (is_brace && is_empty_body(printer, i))
            column++;
        if (column > LINE_MOST)
            return false;
        if (is_brace || piece->flags & PIECE_IS_LONG)
            return true;
    }
    return true;
}

/* Columns */

static uint32_t base_column(const struct printer *printer)
{
    return printer->depth * INDENT;
}

/* Where a piece stands when its group is broken before it. */
static uint32_t break_column(const struct printer *printer, uint32_t piece)
{
    const struct group *group = &printer->layout->groups.items[piece_get(printer, piece)->group];
    uint32_t width = piece_get(printer, piece)->width;
    if (group->flags & GROUP_HANGS && group->hang >= width &&
        group->column > base_column(printer) + width + 1)
        return group->column - width - 1;
    return group->column;
}

/* Where a piece stands that a comment has driven to a new line. */
static uint32_t driven_column(const struct printer *printer, uint32_t piece)
{
    const struct layout *layout = printer->layout;
    if (piece_get(printer, piece)->group != NO_GROUP)
        return break_column(printer, piece);
    if (piece_letter(layout, piece) == '{' || (piece > 0 && piece_letter(layout, piece - 1) == '}'))
        return base_column(printer);
    if (printer->open.count)
        return layout->groups.items[printer->open.items[printer->open.count - 1]].column;
    return base_column(printer) + CONTINUED;
}

/* Groups */

static void open_groups(struct printer *printer, uint32_t piece)
{
    struct layout *layout = printer->layout;
    while (printer->next_group < layout->groups.count &&
           layout->groups.items[printer->next_group].first <= piece) {
        struct group *group = &layout->groups.items[printer->next_group];
        bool stands = group->flags & GROUP_STANDS;
        bool follows = piece > 0 && printer->column > printer->indent &&
                       piece_get(printer, piece)->spaces > 0;
        uint32_t word = follows ? piece_get(printer, piece - 1)->width : 0;
        group->column = (stands ? printer->column : base_column(printer)) + group->indent;
        group->hang = (uint8_t)(word < UINT8_MAX ? word : UINT8_MAX);
        group->is_broken = piece >= printer->flat_end &&
                           !group_fits(printer, group, piece, printer->column, WHOLE_GROUP);
        VEC_PUSH(layout->arena, &printer->open, printer->next_group);
        printer->next_group++;
    }
}

static void close_groups(struct printer *printer, uint32_t piece)
{
    const struct layout *layout = printer->layout;
    while (printer->open.count &&
           layout->groups.items[printer->open.items[printer->open.count - 1]].last <= piece)
        printer->open.count--;
}

/* A filled line ends where what follows has no room on it but has on the next, or not even its first
 * part has room here. */
static bool fills_up(const struct printer *printer, const struct group *group, uint32_t piece)
{
    uint32_t here = printer->column + piece_get(printer, piece)->spaces;
    uint32_t there = break_column(printer, piece);
    if (there >= here || group_fits(printer, group, piece, here, TO_NEXT_OF_GROUP))
        return false;
    return group_fits(printer, group, piece, there, TO_NEXT_OF_GROUP) ||
           !group_fits(printer, group, piece, here, TO_NEXT_OF_ANY);
}

static bool is_broken_before(const struct printer *printer, uint32_t piece)
{
    const struct piece *at = piece_get(printer, piece);
    if (at->group == NO_GROUP || piece < printer->flat_end)
        return false;
    const struct group *group = &printer->layout->groups.items[at->group];
    if (!group->is_broken || !(group->flags & GROUP_FILLS))
        return group->is_broken;
    if (group->flags & GROUP_BREAKS_FIRST && piece == group->opening)
        return true;
    if (group->flags & GROUP_KEEPS && at->flags & PIECE_AFTER_BREAK)
        return true;
    return fills_up(printer, group, piece);
}

/* Lines */

static void begin_line(struct printer *printer, uint32_t column, bool after_blank)
{
    if (printer->out->length > printer->start)
        buf_repeat(printer->out, '\n', after_blank ? 2 : 1);
    buf_repeat(printer->out, ' ', column);
    printer->column = column;
    printer->indent = column;
}

static bool has_blank_line(const struct printer *printer, uint32_t from, uint32_t to)
{
    const char *bytes = printer->layout->source->bytes;
    const char *first = memchr(bytes + from, '\n', to - from);
    return first && memchr(first + 1, '\n', to - from - (size_t)(first + 1 - bytes - from));
}

/* A line between outermost elements: what takes several lines has blank lines around it. */
static void begin_outer_line(struct printer *printer, bool is_first_behind, bool after_blank)
{
    if (is_first_behind && printer->was_broken)
        after_blank = true;
    if (after_blank || printer->out->length == printer->start)
        printer->above = NOWHERE;
    else if (is_first_behind)
        printer->above = printer->out->length + 1;
    begin_line(printer, 0, after_blank);
}

static void put_comment(struct printer *printer, const struct ast_comment *comment)
{
    struct text text = source_text(printer->layout->source, comment->span);
    while (text.length && strchr(" \t\r", text.bytes[text.length - 1]))
        text.length--;
    buf_text(printer->out, text);
}

/* The comments before a piece where an element begins or a body or the file ends, and the line end. */
static void part_elements(struct printer *printer, uint32_t piece, uint32_t column)
{
    const struct layout *layout = printer->layout;
    uint32_t behind = piece ? piece_get(printer, piece - 1)->end : 0;
    bool is_first = true;
    bool takes_blank = piece > 0 && piece_letter(layout, piece - 1) != '{';
    bool is_end = piece == layout->count || piece_letter(layout, piece) == '}';
    for (uint32_t i = piece_get(printer, piece)->comment; i < piece_get(printer, piece + 1)->comment; i++) {
        const struct ast_comment *comment = &layout->comments[i];
        bool after_blank = takes_blank && has_blank_line(printer, behind, comment->span.start);
        behind = comment->span.end;
        if (!comment->own_line) {
            buf_str(printer->out, "  ");
        } else {
            if (printer->depth)
                begin_line(printer, base_column(printer), after_blank);
            else
                begin_outer_line(printer, is_first, after_blank);
            is_first = false;
            takes_blank = true;
        }
        put_comment(printer, comment);
    }
    if (piece == layout->count)
        return;
    bool after_blank = takes_blank && !is_end &&
                       has_blank_line(printer, behind, piece_get(printer, piece)->start);
    if (printer->depth)
        begin_line(printer, column, after_blank);
    else
        begin_outer_line(printer, is_first, after_blank);
}

/* The comments before a piece within an element: the line ends, so what follows stands on the next. */
static void put_comments_within(struct printer *printer, uint32_t piece)
{
    const struct layout *layout = printer->layout;
    uint32_t column = driven_column(printer, piece);
    for (uint32_t i = piece_get(printer, piece)->comment; i < piece_get(printer, piece + 1)->comment; i++) {
        if (layout->comments[i].own_line)
            begin_line(printer, column, false);
        else
            buf_str(printer->out, "  ");
        put_comment(printer, &layout->comments[i]);
    }
    begin_line(printer, column, false);
}

/* Columns of elements that stand below each other, each on one line: the widest sets the next. */

enum { STOPS_MOST = 2 };

struct row {
    uint32_t stops[STOPS_MOST];
    uint32_t widths[STOPS_MOST + 1];
    uint32_t count;
};

static struct row row_of(const struct printer *printer, uint32_t first)
{
    struct row row = { .count = 0 };
    for (uint32_t i = first; i <= piece_get(printer, first)->last; i++) {
        const struct piece *piece = piece_get(printer, i);
        bool is_stop = piece->flags & PIECE_STOP && row.count < STOPS_MOST;
        if (is_stop)
            row.stops[row.count++] = i;
        row.widths[row.count] += piece->width + (i > first && !is_stop ? piece->spaces : 0);
    }
    return row;
}

/* The columns at which the stops of rows `first` to `end` (half open) stand; false: some row is too long. */
static bool measure_rows(const struct printer *printer, uint32_t first, uint32_t end,
                         uint32_t columns[STOPS_MOST])
{
    uint32_t widest = 0;
    for (uint32_t stop = 0; stop < STOPS_MOST; stop++) {
        for (uint32_t i = first; i < end; i = piece_get(printer, i)->last + 1) {
            struct row row = row_of(printer, i);
            if (row.count <= stop)
                continue;
            uint32_t left = stop ? columns[stop - 1] : 0;
            uint32_t wanted = left + row.widths[stop] + piece_get(printer, row.stops[stop])->spaces;
            if (wanted > columns[stop])
                columns[stop] = wanted;
        }
    }
    for (uint32_t i = first; i < end; i = piece_get(printer, i)->last + 1) {
        struct row row = row_of(printer, i);
        uint32_t width = row.widths[row.count] + (row.count ? columns[row.count - 1] : 0);
        widest = width > widest ? width : widest;
    }
    return base_column(printer) + widest <= LINE_MOST;
}

static void align_rows(struct printer *printer, uint32_t first, uint32_t end)
{
    uint32_t columns[STOPS_MOST] = { 0 };
    if (!measure_rows(printer, first, end, columns))
        return;
    for (uint32_t i = first; i < end; i = piece_get(printer, i)->last + 1) {
        struct row row = row_of(printer, i);
        for (uint32_t stop = 0; stop < row.count; stop++) {
            uint32_t left = stop ? columns[stop - 1] : 0;
            printer->layout->pieces[row.stops[stop]].spaces =
                (uint8_t)(columns[stop] - left - row.widths[stop]);
        }
    }
}

/* The elements of a body, run by run: a blank line and an element of several lines end a run. */
static void align_body(struct printer *printer, uint32_t brace)
{
    uint32_t end = piece_get(printer, brace)->last;
    uint32_t first = brace + 1;
    for (uint32_t i = first; i < end; i = piece_get(printer, i)->last + 1) {
        bool is_row = element_fits(printer, i, base_column(printer));
        uint32_t before = piece_get(printer, i - 1)->end;
        if (!is_row || has_blank_line(printer, before, piece_get(printer, i)->start)) {
            align_rows(printer, first, i);
            first = is_row ? i : piece_get(printer, i)->last + 1;
        }
    }
    align_rows(printer, first, end);
}

/* Texts of several lines */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t count_blanks(struct text text)
{
    size_t count = 0;
    while (count < text.length && is_blank(text.bytes[count]))
        count++;
    return count;
}

/* Takes the first line off `rest`, without its line end; false where there is none left. */
static bool take_line(struct text *rest, struct text *line)
{
    if (!rest->bytes)
        return false;
    const char *line_end = memchr(rest->bytes, '\n', rest->length);
    size_t length = line_end ? (size_t)(line_end - rest->bytes) : rest->length;
    *line = (struct text){ rest->bytes, length };
    *rest = line_end ? (struct text){ line_end + 1, rest->length - length - 1 } : (struct text){ 0 };
    if (length && line->bytes[length - 1] == '\r')
        line->length--;
    return true;
}

static bool is_closing(struct text line, struct text rest)
{
    return !rest.bytes && line.length == count_blanks(line) + 3;
}

/* The indentation that all lines but the first share, which the language takes away when it reads them. */
static size_t shared_indent(struct text rest)
{
    size_t least = SIZE_MAX;
    struct text line;
    while (take_line(&rest, &line)) {
        size_t blanks = count_blanks(line);
        if (blanks < line.length && blanks < least && !is_closing(line, rest))
            least = blanks;
    }
    return least;
}

/* The lines of a prose text keep their places to each other and move as a whole. */
static void put_long_text(struct printer *printer, struct text text)
{
    struct text line;
    struct text rest = text;
    uint32_t indent = printer->indent;
    take_line(&rest, &line);
    size_t shared = shared_indent(rest);
    if (count_blanks((struct text){ line.bytes + 3, line.length - 3 }) == line.length - 3)
        line.length = 3;
    buf_text(printer->out, line);
    while (take_line(&rest, &line)) {
        size_t blanks = count_blanks(line);
        bool closes = is_closing(line, rest);
        size_t drop = closes || blanks < shared ? blanks : shared;
        struct text kept = { line.bytes + drop, line.length - drop };
        begin_line(printer, !kept.length ? 0 : closes ? indent : indent + INDENT, false);
        buf_text(printer->out, kept);
        printer->column += (uint32_t)kept.length;
    }
    printer->indent = indent;
}

/* Pieces */

static void put_piece(struct printer *printer, uint32_t index)
{
    const struct piece *piece = piece_get(printer, index);
    struct span span = { printer->layout->source->index, piece->start, piece->end };
    struct text text = source_text(printer->layout->source, span);
    if (piece->flags & PIECE_IS_LONG) {
        put_long_text(printer, text);
        return;
    }
    if (text.bytes[text.length - 1] == ':') {
        text.length--;
        while (is_blank(text.bytes[text.length - 1]))
            text.length--;
        buf_text(printer->out, text);
        buf_byte(printer->out, ':');
    } else {
        buf_text(printer->out, text);
    }
    printer->column += piece->width;
}

/* An outermost element that took several lines, and the comments right above it, follow a blank line. */
static void finish_outer_element(struct printer *printer)
{
    struct buf *out = printer->out;
    printer->was_broken = memchr(out->bytes + printer->element, '\n', out->length - printer->element);
    if (!printer->was_broken || printer->above == NOWHERE)
        return;
    buf_byte(out, '\n');
    memmove(out->bytes + printer->above + 1, out->bytes + printer->above,
            out->length - printer->above - 1);
    out->bytes[printer->above] = '\n';
}

static void begin_element(struct printer *printer, uint32_t piece)
{
    if (!printer->depth && piece)
        finish_outer_element(printer);
    part_elements(printer, piece, base_column(printer));
    if (!printer->depth)
        printer->element = printer->out->length;
    if (element_fits(printer, piece, printer->column))
        printer->flat_end = piece_get(printer, piece)->last + 1;
}

static bool ends_broken_body(const struct printer *printer, uint32_t piece)
{
    return piece_letter(printer->layout, piece) == '}' && piece >= printer->flat_end &&
           !is_empty_body(printer, piece - 1);
}

static void go_to_piece(struct printer *printer, uint32_t index)
{
    const struct piece *piece = piece_get(printer, index);
    if (piece->flags & PIECE_STARTS && index >= printer->flat_end) {
        begin_element(printer, index);
    } else if (ends_broken_body(printer, index)) {
        part_elements(printer, index, base_column(printer) - INDENT);
        printer->depth--;
    } else if (piece_has_comments(printer->layout, index)) {
        put_comments_within(printer, index);
    } else if (is_broken_before(printer, index)) {
        begin_line(printer, break_column(printer, index), false);
    } else {
        buf_repeat(printer->out, ' ', piece->spaces);
        printer->column += piece->spaces;
    }
}

static void print_pieces(struct printer *printer)
{
    const struct layout *layout = printer->layout;
    for (uint32_t i = 0; i < layout->count; i++) {
        go_to_piece(printer, i);
        open_groups(printer, i);
        put_piece(printer, i);
        close_groups(printer, i);
        if (piece_letter(layout, i) == '{' && i >= printer->flat_end && !is_empty_body(printer, i)) {
            printer->depth++;
            if (piece_get(printer, i)->flags & PIECE_ALIGNS)
                align_body(printer, i);
        }
    }
    if (layout->count)
        finish_outer_element(printer);
    part_elements(printer, layout->count, 0);
    if (printer->out->length > printer->start)
        buf_byte(printer->out, '\n');
}

/* The proof of every print: nothing but white space was changed */

static bool is_white(char byte)
{
    return byte == '\n' || is_blank(byte);
}

/* Whether both are the same but for white space. */
static bool same_bytes(struct text a, struct text b)
{
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.length && is_white(a.bytes[i]))
            i++;
        while (j < b.length && is_white(b.bytes[j]))
            j++;
        if (i == a.length || j == b.length)
            return i == a.length && j == b.length;
        if (a.bytes[i++] != b.bytes[j++])
            return false;
    }
}

static bool same_comments(const struct ast *a, const struct ast *b)
{
    if (a->comments.count != b->comments.count)
        return false;
    for (uint32_t i = 0; i < a->comments.count; i++) {
        const struct ast_comment *one = &a->comments.items[i];
        const struct ast_comment *other = &b->comments.items[i];
        if (one->own_line != other->own_line ||
            !text_starts(source_text(a->source, one->span), source_text(b->source, other->span)))
            return false;
    }
    return true;
}

/* The printed text is read in a session of its own, whose memory is given back. */
static bool says_the_same(struct session *session, const struct ast *ast, struct text printed)
{
    struct arena_mark mark = arena_mark(session->arena);
    struct session *scratch = session_new(session->arena);
    struct source source;
    source_of_text(session->arena, ast->source->path, printed, &source);
    const struct ast *read = ast_read(scratch, session_add_source(scratch, &source));
    struct text before = { ast->source->bytes, ast->source->length };
    bool same = !scratch->error_count && ast_same(&ast->file->base, &read->file->base) &&
                same_comments(ast, read) && same_bytes(before, printed);
    arena_release(session->arena, mark);
    return same;
}

bool ast_print(struct buf *out, struct session *session, const struct ast *ast)
{
    if (ast->has_errors || ast->file->base.broken)
        return false;
    struct printer printer = { .layout = layout_new(session, ast), .out = out, .start = out->length,
                               .above = NOWHERE, .element = out->length };
    print_pieces(&printer);
    struct text printed = { out->length ? out->bytes + printer.start : "", out->length - printer.start };
    if (says_the_same(session, ast, printed))
        return true;
    out->length = printer.start;
    return false;
}
