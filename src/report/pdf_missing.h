#ifndef REPORT_PDF_MISSING_H
#define REPORT_PDF_MISSING_H

#include "base/buf.h"
#include "base/vec.h"

/* Characters that no font has; some are of several code points. */
struct pdf_missing {
    VEC(struct text) list;
};

/* Adds those that Typst complains of in its messages; false where it names no new one. */
bool pdf_missing_read(struct arena *arena, struct text messages, struct pdf_missing *missing);

/* The source with U+FFFD, which stands for what cannot be shown, in place of them. */
struct text pdf_missing_replace(struct arena *arena, struct text source, const struct pdf_missing *missing);

#endif
