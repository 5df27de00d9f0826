#ifndef DIAG_CELL_H
#define DIAG_CELL_H

#include "base/text.h"

#include <stdint.h>

struct buf;

enum cell_kind { CELL_PLAIN, CELL_TAB, CELL_ESCAPE };

/* One character as a reader sees it, and the columns it takes on a terminal. */
struct cell {
    uint32_t start; /* its bytes in the text */
    uint32_t length;
    uint32_t column; /* of its left edge, from 0; the caller's to set */
    uint32_t width;  /* never 0 */
    uint32_t point;  /* CELL_ESCAPE: what stands between the braces */
    enum cell_kind kind;
};

/* Reads the cell at `offset`; its length in bytes, 0 at the end of the text. */
size_t cell_read(struct text text, size_t offset, struct cell *cell);

/* Appends a cell of `text` as a terminal may see it. */
void cell_print(struct buf *out, struct text text, const struct cell *cell);

/* Appends `text` on one line: a line break with the blanks around it becomes a space, and what
 * must not reach a terminal becomes \u{..}. */
void cell_print_line(struct buf *out, struct text text);

/* Appends a path; in it a tab or a line break is shown as \u{..} too. */
void cell_print_path(struct buf *out, struct text path);

#endif
