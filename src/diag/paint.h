#ifndef DIAG_PAINT_H
#define DIAG_PAINT_H

#include "base/text.h"

struct buf;

enum paint {
    PAINT_NONE,
    PAINT_ERROR,
    PAINT_WARNING,
    PAINT_NOTE,
    PAINT_HELP,
    PAINT_GUTTER,
    PAINT_STRONG
};

/* Appends `text`, coloured if `colour`; the colour ends with the text. */
void paint_text(struct buf *out, bool colour, enum paint paint, struct text text);

#endif
