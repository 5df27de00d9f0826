#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include "base/text.h"

struct arena;
struct buf;
struct session;

/* What makes PDFs: another program, found on PATH. */
enum pdf_maker { PDF_BY_NONE, PDF_BY_TYPST, PDF_BY_OFFICE };

struct pdf_program {
    enum pdf_maker maker;
    const char *path;
    int seconds; /* how long one document may take */
};

/* Typst, or else LibreOffice. */
struct pdf_program pdf_find_program(struct arena *arena);

/* Has the source of a document made into a PDF, which is appended: for PDF_BY_TYPST what typst_write writes,
 * for PDF_BY_OFFICE what docx_write writes. `name` is what messages call the document. False, and a
 * diagnostic told, where no PDF came of it. */
bool pdf_make(struct session *session, const struct pdf_program *program, const char *name,
              struct text source, struct buf *out);

#endif
