/* The colours of diagnostics. They only repeat what words and signs say already. */
#include "diag/paint.h"

#include "base/buf.h"

static const char *const escapes[] = {
    [PAINT_NONE] = "",
    [PAINT_ERROR] = "\x1b[1;31m",
    [PAINT_WARNING] = "\x1b[1;33m",
    [PAINT_NOTE] = "\x1b[1;36m",
    [PAINT_HELP] = "\x1b[1;32m",
    [PAINT_GUTTER] = "\x1b[1;34m",
    [PAINT_STRONG] = "\x1b[1m",
};

void paint_text(struct buf *out, bool colour, enum paint paint, struct text text)
{
    bool is_painted = colour && paint != PAINT_NONE && text.length;
    if (is_painted)
        buf_str(out, escapes[paint]);
    buf_text(out, text);
    if (is_painted)
        buf_str(out, "\x1b[0m");
}
