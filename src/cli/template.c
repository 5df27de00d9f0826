/* The template of Word documents, from the file that the user named. */
#include "cli/template.h"

#include "diag/diag.h"
#include "report/docx.h"
#include "text/source.h"

#include <errno.h>
#include <string.h>

static void report_unreadable(struct session *session, enum source_status status, const char *path)
{
    switch (status) {
    case SOURCE_MISSING: diag_report(session, E9001, span_none(), path); break;
    case SOURCE_NOT_A_FILE: diag_report(session, E9003, span_none(), path); break;
    case SOURCE_TOO_LARGE: diag_report(session, E9004, span_none(), path); break;
    case SOURCE_OK:
    case SOURCE_OUTSIDE:
    case SOURCE_UNREADABLE: diag_report(session, E9002, span_none(), path, strerror(errno)); break;
    }
}

const struct docx_template *template_read(struct session *session, const char *path)
{
    struct source source;
    enum source_status status = source_read(session->arena, path, &source);
    if (status == SOURCE_OK)
        return docx_template_read(session, path, (struct text){ source.bytes, source.length });
    report_unreadable(session, status, path);
    return NULL;
}
