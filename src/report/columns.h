#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct table;

/* How a table is set on paper: the width of each column, and the size of words and the room beside them.
 * Lengths are in twentieths of a point. */
struct columns {
    uint32_t *widths;
    bool is_compact;
    uint32_t size;
    uint32_t padding;
};

/* The columns of a table over a page of that width. */
struct columns columns_share_page(struct arena *arena, const struct table *table, uint32_t page);

#endif
