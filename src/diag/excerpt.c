/* Source lines with carets. Comes in: marks on one source. Goes out, for marks on one line and for
 * marks over several (each of these in a lane of its own, left of the text):
 *
 *      3 |   aaa bbb ccc                4 |   introduction: """
 *        |   --- ^^^ --- third            |  _______________^
 *        |   |   |                      5 | |   It began in
 *        |   |   second                ...  |
 *        |   first                      9 | |   """
 *                                         | |_____^ never closed
 * Leaves headings and remarks to diag/render_text.c, columns to diag/view.c. */
#include "diag/excerpt.h"

#include "base/buf.h"

#include <stdlib.h>

/* A mark of more lines than this is shown by its first three and last two. */
enum { MOST_LINES = 6, HEAD_LINES = 3, TAIL_LINES = 2 };
enum { ROW_MOST = EXCERPT_MOST_MARKS + VIEW_WIDEST + 8 };

/* A mark and the lines it covers. */
struct placed {
    const struct mark *mark;
    uint32_t first;
    uint32_t last;
    uint32_t lane; /* only if it covers more than one line */
};

/* A mark on the line being printed, and the columns under which it stands. */
struct caret {
    const struct mark *mark;
    struct columns columns;
};

/* What stands right of the gutter in a row of carets, before any words. */
struct row {
    char glyphs[ROW_MOST];
    enum paint paints[ROW_MOST];
    uint32_t width;
};

/* One excerpt in the making. */
struct sheet {
    struct excerpt *excerpt;
    struct source *source;
    struct placed placed[EXCERPT_MOST_MARKS];
    uint32_t count;
    const struct placed *active[EXCERPT_MOST_MARKS]; /* what runs down each lane at present */
    uint32_t lane_count;
    uint32_t text_column; /* where the text begins, behind the lanes */
};

/* -- rows -- */

static void put(struct row *row, uint32_t column, char glyph, enum paint paint)
{
    if (column >= ROW_MOST)
        return;
    for (; row->width <= column; row->width++) {
        row->glyphs[row->width] = ' ';
        row->paints[row->width] = PAINT_NONE;
    }
    row->glyphs[column] = glyph;
    row->paints[column] = paint;
}

static void print_glyphs(const struct excerpt *excerpt, const struct row *row)
{
    for (uint32_t at = 0, end; at < row->width; at = end) {
        for (end = at + 1; end < row->width && row->paints[end] == row->paints[at];)
            end++;
        paint_text(excerpt->out, excerpt->colour, row->paints[at],
                   (struct text){ row->glyphs + at, end - at });
    }
}

void excerpt_print_gutter(const struct excerpt *excerpt)
{
    buf_repeat(excerpt->out, ' ', excerpt->gutter + 1);
    paint_text(excerpt->out, excerpt->colour, PAINT_GUTTER, TEXT("|"));
}

static enum paint paint_of(const struct sheet *sheet, const struct mark *mark)
{
    return mark->is_main ? sheet->excerpt->paint : PAINT_GUTTER;
}

static char glyph_of(const struct mark *mark)
{
    return mark->is_main ? '^' : '-';
}

/* Ends a row with the words of `mark`, if it has any, at `column`. */
static void print_row(const struct sheet *sheet, struct row *row, const struct mark *mark,
                      uint32_t column)
{
    const struct excerpt *excerpt = sheet->excerpt;
    excerpt_print_gutter(excerpt);
    buf_byte(excerpt->out, ' ');
    print_glyphs(excerpt, row);
    if (mark && mark->text.length) {
        buf_repeat(excerpt->out, ' ', column > row->width ? column - row->width : 0);
        paint_text(excerpt->out, excerpt->colour, paint_of(sheet, mark), mark->text);
    }
    buf_byte(excerpt->out, '\n');
}

/* A new row with what runs down the lanes. */
static struct row begin_row(const struct sheet *sheet)
{
    struct row row;
    row.width = 0;
    for (uint32_t lane = 0; lane < sheet->lane_count; lane++) {
        if (sheet->active[lane])
            put(&row, lane, '|', paint_of(sheet, sheet->active[lane]->mark));
    }
    return row;
}

/* -- marks within one line -- */

static int compare_carets(const void *left, const void *right)
{
    const struct columns *a = &((const struct caret *)left)->columns;
    const struct columns *b = &((const struct caret *)right)->columns;
    if (a->left != b->left)
        return a->left > b->left ? -1 : 1;
    if (a->right != b->right)
        return a->right > b->right ? -1 : 1;
    const struct mark *first = ((const struct caret *)left)->mark;
    const struct mark *second = ((const struct caret *)right)->mark;
    return (first > second) - (first < second);
}

/* Narrower marks lie on wider ones, the main mark on others of its width. */
static bool lies_on(const struct caret *caret, const struct caret *other)
{
    uint32_t width = caret->columns.right - caret->columns.left;
    uint32_t other_width = other->columns.right - other->columns.left;
    return width != other_width ? width < other_width : caret->mark->is_main;
}

static const struct caret *top_caret(const struct caret *carets, uint32_t count, uint32_t column)
{
    const struct caret *top = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const struct caret *caret = &carets[i];
        bool is_here = column >= caret->columns.left && column < caret->columns.right;
        if (is_here && (!top || lies_on(caret, top)))
            top = caret;
    }
    return top;
}

/* The row of carets. The rightmost mark's words follow it if nothing reaches further right. */
static void print_carets(const struct sheet *sheet, const struct caret *carets, uint32_t count,
                         bool has_words)
{
    struct row row = begin_row(sheet);
    uint32_t end = 0;
    for (uint32_t i = 0; i < count; i++)
        end = carets[i].columns.right > end ? carets[i].columns.right : end;
    for (uint32_t column = 0; column < end; column++) {
        const struct caret *top = top_caret(carets, count, column);
        if (top)
            put(&row, sheet->text_column + column, glyph_of(top->mark), paint_of(sheet, top->mark));
    }
    print_row(sheet, &row, has_words ? carets[0].mark : NULL, row.width + 1);
}

/* A row with a bar under each of the carets that still wait for their words, left of `limit`. */
static struct row hang(const struct sheet *sheet, const struct caret *carets, uint32_t count,
                       uint32_t limit)
{
    struct row row = begin_row(sheet);
    for (uint32_t i = 0; i < count; i++) {
        if (carets[i].mark->text.length && carets[i].columns.left < limit)
            put(&row, sheet->text_column + carets[i].columns.left, '|',
                paint_of(sheet, carets[i].mark));
    }
    return row;
}

/* The words that found no room behind their carets hang below, from right to left. */
static void print_hanging(const struct sheet *sheet, const struct caret *carets, uint32_t count)
{
    bool is_first = true;
    for (uint32_t i = 0; i < count; i++) {
        if (!carets[i].mark->text.length)
            continue;
        if (is_first) {
            struct row bars = hang(sheet, carets + i, count - i, UINT32_MAX);
            print_row(sheet, &bars, NULL, 0);
        }
        is_first = false;
        struct row row = hang(sheet, carets + i + 1, count - i - 1, carets[i].columns.left);
        print_row(sheet, &row, carets[i].mark, sheet->text_column + carets[i].columns.left);
    }
}

static void print_marks(const struct sheet *sheet, uint32_t line)
{
    struct caret carets[EXCERPT_MOST_MARKS];
    uint32_t count = 0;
    uint32_t end = 0;
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct placed *placed = &sheet->placed[i];
        if (placed->first != line || placed->last != line)
            continue;
        struct columns columns =
            view_columns(&sheet->excerpt->view, placed->mark->start, placed->mark->end);
        carets[count++] = (struct caret){ placed->mark, columns };
        end = columns.right > end ? columns.right : end;
    }
    if (!count)
        return;
    qsort(carets, count, sizeof *carets, compare_carets);
    bool has_words = carets[0].columns.right == end;
    print_carets(sheet, carets, count, has_words);
    print_hanging(sheet, carets + has_words, count - has_words);
}

/* -- marks over several lines -- */

/* A row that leads from a mark's lane to the caret under byte `at`. */
static void print_bend(const struct sheet *sheet, const struct placed *placed, uint32_t at,
                       const struct mark *words)
{
    struct row row = begin_row(sheet);
    enum paint paint = paint_of(sheet, placed->mark);
    uint32_t column =
        sheet->text_column + view_columns(&sheet->excerpt->view, at, at + 1).left;
    for (uint32_t i = placed->lane + 1; i < column; i++) {
        if (i >= row.width || row.glyphs[i] == ' ')
            put(&row, i, '_', paint);
    }
    put(&row, column, glyph_of(placed->mark), paint);
    print_row(sheet, &row, words, column + 2);
}

static bool is_long(const struct placed *placed)
{
    return placed->first != placed->last;
}

/* Marks that begin where the line's text does need no row of their own: `/` in the lane will do. */
static bool is_slash(const struct sheet *sheet, const struct placed *placed, uint32_t line)
{
    return is_long(placed) && placed->first == line &&
           view_is_indent(&sheet->excerpt->view, placed->mark->start);
}

static void print_ends(struct sheet *sheet, uint32_t line)
{
    for (uint32_t lane = sheet->lane_count; lane-- > 0;) {
        const struct placed *placed = sheet->active[lane];
        if (!placed || placed->last != line)
            continue;
        print_bend(sheet, placed, placed->mark->end - 1, placed->mark);
        sheet->active[lane] = NULL;
    }
}

static void print_starts(struct sheet *sheet, uint32_t line)
{
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct placed *placed = &sheet->placed[i];
        if (!is_long(placed) || placed->first != line || is_slash(sheet, placed, line))
            continue;
        print_bend(sheet, placed, placed->mark->start, NULL);
        sheet->active[placed->lane] = placed;
    }
}

/* -- lines -- */

/* What a line too long is to be cut around: the main mark, with others if they are near. */
static struct span find_focus(const struct sheet *sheet, uint32_t line, uint32_t start)
{
    struct span focus = { sheet->source->index, start, start };
    const struct mark *chosen = NULL;
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct placed *placed = &sheet->placed[i];
        const struct mark *mark = placed->mark;
        if ((placed->first != line && placed->last != line) || (chosen && !mark->is_main))
            continue;
        chosen = mark;
        focus.start = placed->first == line ? mark->start : mark->end - 1;
        focus.end = placed->last == line ? mark->end : mark->start + 1;
    }
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct mark *mark = sheet->placed[i].mark;
        uint32_t low = mark->start < focus.start ? mark->start : focus.start;
        uint32_t high = mark->end > focus.end ? mark->end : focus.end;
        if (!is_long(&sheet->placed[i]) && sheet->placed[i].first == line &&
            high - low < VIEW_WIDEST / 2)
            focus = (struct span){ focus.file, low, high };
    }
    return focus;
}

static void print_text(struct sheet *sheet, uint32_t line)
{
    struct excerpt *excerpt = sheet->excerpt;
    struct row lanes = begin_row(sheet);
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct placed *placed = &sheet->placed[i];
        if (!is_slash(sheet, placed, line))
            continue;
        put(&lanes, placed->lane, '/', paint_of(sheet, placed->mark));
        sheet->active[placed->lane] = placed;
    }
    struct buf number;
    buf_init(&number, excerpt->arena);
    buf_printf(&number, "%*u |", (int)excerpt->gutter, line);
    paint_text(excerpt->out, excerpt->colour, PAINT_GUTTER, buf_get(&number));
    bool has_text = excerpt->view.text.length > 0;
    if (has_text && sheet->text_column && lanes.width < sheet->text_column)
        put(&lanes, sheet->text_column - 1, ' ', PAINT_NONE);
    buf_repeat(excerpt->out, ' ', has_text || lanes.width);
    print_glyphs(excerpt, &lanes);
    view_print(excerpt->out, &excerpt->view);
    buf_byte(excerpt->out, '\n');
}

static void print_line(struct sheet *sheet, uint32_t line)
{
    struct excerpt *excerpt = sheet->excerpt;
    struct text text = source_line(excerpt->arena, sheet->source, line);
    uint32_t start = places_line_start(excerpt->places, sheet->source, line);
    view_line(&excerpt->view, sheet->source, text, find_focus(sheet, line, start));
    print_text(sheet, line);
    print_marks(sheet, line);
    print_ends(sheet, line);
    print_starts(sheet, line);
}

static void print_gap(const struct sheet *sheet)
{
    struct excerpt *excerpt = sheet->excerpt;
    struct row lanes = begin_row(sheet);
    paint_text(excerpt->out, excerpt->colour, PAINT_GUTTER, TEXT("..."));
    buf_repeat(excerpt->out, ' ', lanes.width ? excerpt->gutter : 0);
    print_glyphs(excerpt, &lanes);
    buf_byte(excerpt->out, '\n');
}

/* -- the whole -- */

static int compare_placed(const void *left, const void *right)
{
    const struct mark *a = ((const struct placed *)left)->mark;
    const struct mark *b = ((const struct placed *)right)->mark;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a > b) - (a < b);
}

uint32_t excerpt_last_line(const struct excerpt *excerpt, struct source *source,
                           const struct mark *mark)
{
    uint32_t last = mark->end > mark->start ? mark->end - 1 : mark->end;
    return places_line(excerpt->places, source, last);
}

static void place_marks(struct sheet *sheet, const struct mark *marks, uint32_t count)
{
    sheet->count = count;
    for (uint32_t i = 0; i < count; i++) {
        sheet->placed[i] = (struct placed){ .mark = &marks[i] };
        sheet->placed[i].first =
            places_line(sheet->excerpt->places, sheet->source, marks[i].start);
        sheet->placed[i].last = excerpt_last_line(sheet->excerpt, sheet->source, &marks[i]);
    }
    if (count)
        qsort(sheet->placed, count, sizeof *sheet->placed, compare_placed);
}

/* Gives each long mark the leftmost lane that is free. */
static void choose_lanes(struct sheet *sheet)
{
    uint32_t last[EXCERPT_MOST_MARKS] = { 0 }; /* the last line taken in each lane */
    for (uint32_t i = 0; i < sheet->count; i++) {
        struct placed *placed = &sheet->placed[i];
        if (!is_long(placed))
            continue;
        uint32_t lane = 0;
        while (lane < sheet->lane_count && last[lane] >= placed->first)
            lane++;
        if (lane == sheet->lane_count)
            sheet->lane_count++;
        placed->lane = lane;
        last[lane] = placed->last;
    }
    sheet->text_column = sheet->lane_count ? sheet->lane_count + 1 : 0;
}

static int compare_lines(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

static void choose_lines(struct sheet *sheet)
{
    struct excerpt *excerpt = sheet->excerpt;
    excerpt->lines.count = 0;
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct placed *placed = &sheet->placed[i];
        bool is_cut = placed->last - placed->first >= MOST_LINES;
        for (uint32_t line = placed->first; line <= placed->last; line++) {
            if (is_cut && line == placed->first + HEAD_LINES)
                line = placed->last - TAIL_LINES + 1;
            VEC_PUSH(excerpt->arena, &excerpt->lines, line);
        }
    }
    if (excerpt->lines.count)
        qsort(excerpt->lines.items, excerpt->lines.count, sizeof *excerpt->lines.items,
              compare_lines);
}

void excerpt_print(struct excerpt *excerpt, struct source *source, const struct mark *marks,
                   uint32_t count)
{
    struct sheet sheet = { .excerpt = excerpt, .source = source };
    place_marks(&sheet, marks, count);
    choose_lanes(&sheet);
    choose_lines(&sheet);
    uint32_t before = 0;
    for (uint32_t i = 0; i < excerpt->lines.count; i++) {
        uint32_t line = excerpt->lines.items[i];
        if (line == before)
            continue;
        if (before && line == before + 2)
            print_line(&sheet, before + 1); /* a gap sign would take as much room */
        else if (before && line > before + 2)
            print_gap(&sheet);
        print_line(&sheet, line);
        before = line;
    }
}
