#ifndef REPORT_SVG_H
#define REPORT_SVG_H

/* A drawing in SVG: whole numbers, looks by presentation attributes alone (a page's security policy
 * forbids styles), every label measured and its box kept, so that a test can see that none overlap. */

#include "base/buf.h"
#include "base/vec.h"

/* Sizes in units of the drawing; a report shows 720 of them over the width of its text. */
enum { SVG_WIDTH = 720, SVG_SIZE = 14, SVG_SMALL = 12, SVG_LINES_MOST = 8 };

#define SVG_INK "#14181c"
#define SVG_MUTED "#3d4a56"
#define SVG_RULE "#b4bec7"
#define SVG_BAND "#f1f5f8"
#define SVG_ACCENT "#0b4a72"
#define SVG_WARM "#7a3b00"
#define SVG_PAPER "#ffffff"

struct box {
    int32_t x;
    int32_t y;
    int32_t width;
    int32_t height;
};

/* Text broken into lines of at most a width. */
struct wrapped {
    struct text *lines;
    uint32_t count;
    int32_t width; /* of the longest line */
    int32_t height;
    int32_t size;
    bool is_bold;
};

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

struct canvas {
    struct arena *arena;
    struct buf body;
    struct text prefix; /* what its ids begin with: ids are unique in a page */
    int32_t width;
    int32_t height;
    VEC(struct box) labels; /* where text stands */
    VEC(struct box) boxes;  /* where boxes with words in them stand */
};

/* What a finished drawing is, for those who only hand it on. */
struct drawing {
    struct text body;
    struct text prefix;
    int32_t width;
    int32_t height;
    VEC(int32_t) cuts; /* where a long one falls into parts, from top to bottom */
};

/* An empty canvas. */
void svg_init(struct canvas *canvas, struct arena *arena, struct text prefix);

/* How wide a text is at most, in a sans-serif face of that size. */
int32_t svg_measure(struct text text, int32_t size, bool is_bold);

/* The text in lines no wider than `width`: broken at spaces, in a long word anywhere between two
 * characters; after SVG_LINES_MOST lines it ends in an ellipsis. */
struct wrapped svg_wrap(struct arena *arena, struct text text, int32_t size, bool is_bold, int32_t width);

/* The height of one line of text of that size. */
int32_t svg_line_height(int32_t size);

/* Draws lines with their top at `y`; `x` is their start, middle or end. */
void svg_text(struct canvas *canvas, const struct wrapped *wrapped, int32_t x, int32_t y,
              enum svg_anchor anchor, const char *fill);

/* Draws a short text on one line. */
void svg_line_of_text(struct canvas *canvas, struct text text, int32_t size, bool is_bold, int32_t x,
                      int32_t y, enum svg_anchor anchor, const char *fill);

/* Draws a rectangle; `attributes` are our own words. */
void svg_rect(struct canvas *canvas, struct box box, const char *attributes);

/* Draws a path, its data formatted; `attributes` are our own words. */
void svg_path(struct canvas *canvas, const char *attributes, const char *data, ...)
    __attribute__((format(printf, 3, 4)));

/* Draws a disc. */
void svg_circle(struct canvas *canvas, int32_t x, int32_t y, int32_t radius, const char *attributes);

/* Fills a rectangle with slanted lines between two fading ends: somewhere in it. */
void svg_hatched(struct canvas *canvas, struct box box, bool is_dashed);

/* An arrow head with its point there, pointing along (dx, dy), whose length does not matter. */
void svg_arrow_head(struct canvas *canvas, int32_t x, int32_t y, int32_t dx, int32_t dy, const char *fill);

/* The drawing on a canvas. */
struct drawing svg_finish(const struct canvas *canvas);

/* Finds where a drawing that is too long for a page of paper may be cut. */
void svg_cut(const struct canvas *canvas, struct drawing *drawing);

/* Appends the drawing as an element of a page, its title and description in it; as several, one under the
 * other, where it is too long for a page of paper. */
void svg_write_inline(struct buf *out, const struct drawing *drawing, struct text title,
                      struct text description);

/* Where a part of the drawing begins, counted from 0; after the last part, where the drawing ends. */
int32_t svg_part_top(const struct drawing *drawing, uint32_t part);

/* Appends one part of the drawing as a file of its own. */
void svg_write_part(struct buf *out, const struct drawing *drawing, struct text title,
                    struct text description, uint32_t part);

/* Appends the drawing as a file of its own, its title above it. */
void svg_write_file(struct buf *out, struct arena *arena, const struct drawing *drawing,
                    struct text title, struct text description, struct text language);

/* Appends text with what XML gives a meaning escaped. */
void svg_escape(struct buf *out, struct text text);

/* The square root of a whole number, rounded down. */
int64_t svg_root(int64_t number);

#endif
