#ifndef DIAG_VIEW_H
#define DIAG_VIEW_H

#include "base/vec.h"
#include "diag/cell.h"
#include "text/source.h"

struct buf;
struct redactor;

/* Columns of a source line that are shown at most. */
enum { VIEW_WIDEST = 200 };

/* Columns left (from 0) to right (half open) of what is shown. */
struct columns {
    uint32_t left;
    uint32_t right;
};

/* A line of a source as it is shown: its cells, and which of them find room. One view serves many
 * lines, one after the other. */
struct view {
    struct arena *arena;
    struct redactor *redactor;
    const struct source *source;
    struct text text; /* the line, or the bytes around its focus where it is very long */
    uint32_t base;    /* where `text` begins in the source */
    VEC(struct cell) cells;
    uint32_t width;   /* of all cells */
    uint32_t low;     /* the shown columns of the cells, half open */
    uint32_t high;
    bool has_left;    /* something is left out before, or behind */
    bool has_right;
};

/* A view of nothing yet. */
void view_init(struct view *view, struct arena *arena, struct redactor *redactor);

/* Shows the line that `line` holds; where it is too long, what is around the bytes of `focus`. */
void view_line(struct view *view, const struct source *source, struct text line, struct span focus);

/* Appends what is shown, what is confidential as dots. */
void view_print(struct buf *out, const struct view *view);

/* The columns that bytes `start` to `end` take in what is shown; at least one. */
struct columns view_columns(const struct view *view, uint32_t start, uint32_t end);

/* Whether only blanks stand before the byte at `offset` on its line. */
bool view_is_indent(const struct view *view, uint32_t offset);

#endif
