/* One line of source on a terminal. Comes in: a line, however long, and the bytes to be pointed at.
 * Goes out: at most 200 columns of it, and in which of them each byte stands.
 *
 *     …ddigion on 2001-01-04 by pharmacy { source: inqury }      has_left, low = 71
 *      |                                           |
 *      column 1                                    view_columns of `inqury` begin here
 */
#include "diag/view.h"

#include "base/buf.h"
#include "diag/redact.h"

/* Of a line longer than this, only so many bytes around the focus are looked at. */
enum { LONGEST_LINE = 8192, AROUND = 2048, BEFORE_WIDE = 10 };

void view_init(struct view *view, struct arena *arena, struct redactor *redactor)
{
    *view = (struct view){ .arena = arena, .redactor = redactor };
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Takes the line, or of a very long one the bytes around `at`, cut where characters begin. */
static void take_text(struct view *view, struct text line, uint32_t at)
{
    view->base = (uint32_t)(line.bytes - view->source->bytes);
    view->text = line;
    view->has_left = view->has_right = false;
    if (line.length <= LONGEST_LINE)
        return;
    size_t centre = at > view->base ? at - view->base : 0;
    centre = centre < line.length ? centre : line.length;
    size_t start = centre > AROUND ? centre - AROUND : 0;
    size_t end = line.length - centre > AROUND ? centre + AROUND : line.length;
    while (start < centre && is_continuation(line.bytes[start]))
        start++;
    while (end > centre && end < line.length && is_continuation(line.bytes[end]))
        end--;
    view->has_left = start > 0;
    view->has_right = end < line.length;
    view->text = (struct text){ line.bytes + start, end - start };
    view->base += (uint32_t)start;
}

static void make_cells(struct view *view)
{
    struct cell cell;
    view->cells.count = 0;
    view->width = 0;
    for (size_t at = 0, step; (step = cell_read(view->text, at, &cell)) != 0; at += step) {
        cell.column = view->width;
        view->width += cell.width;
        VEC_PUSH(view->arena, &view->cells, cell);
    }
}

/* The cell that holds byte `at` of the text. */
static uint32_t find_cell(const struct view *view, size_t at)
{
    uint32_t low = 0;
    uint32_t high = view->cells.count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (view->cells.items[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t left_edge(const struct view *view, uint32_t offset)
{
    if (offset < view->base)
        return 0;
    if (offset - view->base >= view->text.length)
        return view->width;
    return view->cells.items[find_cell(view, offset - view->base)].column;
}

static uint32_t right_edge(const struct view *view, uint32_t end)
{
    if (end <= view->base)
        return 0;
    if (end - view->base > view->text.length)
        return view->width;
    const struct cell *cell = &view->cells.items[find_cell(view, end - view->base - 1)];
    return cell->column + cell->width;
}

/* Moves the edges inwards to where cells begin and end. */
static void snap(struct view *view)
{
    uint32_t low = view->width;
    uint32_t high = view->width;
    for (uint32_t i = view->cells.count; i-- > 0;) {
        const struct cell *cell = &view->cells.items[i];
        if (cell->column >= view->low)
            low = cell->column;
        if (cell->column + cell->width > view->high)
            high = cell->column;
    }
    view->low = low;
    view->high = high > low ? high : low;
}

/* Chooses which columns to show: all, or those around the focus. */
static void choose_columns(struct view *view, struct span focus)
{
    enum { ROOM = VIEW_WIDEST - 2 };
    view->low = 0;
    view->high = view->width;
    if (view->width <= ROOM || (view->width <= VIEW_WIDEST && !view->has_left && !view->has_right))
        return;
    uint32_t left = left_edge(view, focus.start);
    uint32_t right = right_edge(view, focus.end);
    uint32_t width = right > left ? right - left : 1;
    uint32_t before = width < ROOM ? (ROOM - width) / 2 : BEFORE_WIDE;
    view->low = left > before ? left - before : 0;
    if (view->low + ROOM > view->width)
        view->low = view->width - ROOM;
    view->high = view->low + ROOM;
    snap(view);
    view->has_left |= view->low > 0;
    view->has_right |= view->high < view->width;
}

void view_line(struct view *view, const struct source *source, struct text line, struct span focus)
{
    view->source = source;
    take_text(view, line, focus.start);
    make_cells(view);
    choose_columns(view, focus);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

bool view_is_indent(const struct view *view, uint32_t offset)
{
    if (view->has_left)
        return false;
    for (uint32_t at = 0; view->base + at < offset && at < view->text.length; at++) {
        if (!is_blank(view->text.bytes[at]))
            return false;
    }
    return true;
}

static void print_cell(struct buf *out, const struct view *view, const struct cell *cell)
{
    uint32_t start = view->base + cell->start;
    bool is_indent = is_blank(view->text.bytes[cell->start]) && view_is_indent(view, start);
    if (is_indent || !redact_hides(view->redactor, view->source, start, start + cell->length)) {
        cell_print(out, view->text, cell);
        return;
    }
    for (uint32_t i = 0; i < cell->width; i++)
        buf_str(out, "·");
}

void view_print(struct buf *out, const struct view *view)
{
    if (view->has_left)
        buf_str(out, "…");
    for (uint32_t i = 0; i < view->cells.count; i++) {
        const struct cell *cell = &view->cells.items[i];
        if (cell->column >= view->low && cell->column + cell->width <= view->high)
            print_cell(out, view, cell);
    }
    if (view->has_right)
        buf_str(out, "…");
}

/* A column of the cells as a column of what is shown; what is left out stands where the `…` is. */
static uint32_t shown(const struct view *view, uint32_t column)
{
    if (column < view->low)
        return 0;
    if (view->has_right && column >= view->high)
        column = view->high;
    return column - view->low + view->has_left;
}

struct columns view_columns(const struct view *view, uint32_t start, uint32_t end)
{
    struct columns columns;
    columns.left = start < view->base ? 0 : shown(view, left_edge(view, start));
    uint32_t edge = right_edge(view, end);
    bool is_beyond = view->has_right && (edge > view->high || end > view->base + view->text.length);
    columns.right = is_beyond ? shown(view, view->high) + 1 : shown(view, edge);
    if (columns.right <= columns.left)
        columns.right = columns.left + 1;
    return columns;
}
