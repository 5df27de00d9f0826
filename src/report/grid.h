#ifndef REPORT_GRID_H
#define REPORT_GRID_H

/* Boxes in rows of a few columns, and right-angled lines between them that run in the spaces between rows
 * and columns, so that a line never meets a box and two lines never run on top of each other. */

#include "report/figure.h"

enum { GRID_COLUMNS = 4 };

struct grid_box {
    uint32_t row;
    uint32_t column;
    int32_t width;
    int32_t height;
    int32_t x; /* set by grid_lay */
    int32_t y;
};

/* A row; `space` is asked for above it, beside what lines need. */
struct grid_row {
    int32_t space;
    int32_t y; /* set by grid_lay */
    int32_t height;
};

struct grid {
    struct arena *arena;
    struct grid_box *boxes;
    uint32_t box_count;
    struct grid_row *rows;
    uint32_t row_count;
    const struct diagram_link *links;
    uint32_t link_count;
    int32_t left;      /* where the grid begins */
    int32_t box_width;
    int32_t width;     /* set by grid_lay: where it ends */
    int32_t height;
    struct grid_lines *lines;
};

/* Places boxes and finds a way for each link. */
void grid_lay(struct grid *grid);

/* Draws the links. */
void grid_draw_lines(const struct grid *grid, struct canvas *canvas);

#endif
