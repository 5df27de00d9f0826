/* What may stand in a text at all. Runs once over a source before the scanner, so that the scanner's
 * rules need to know of nothing but letters. At most REPORTED_MOST places are told. */
#include "ast/bytes.h"

#include "base/utf8.h"
#include "diag/diag.h"

#include <stdio.h>
#include <string.h>

enum { REPORTED_MOST = 20 };

static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
}

/* A byte above 0x7F that is alone between ASCII is most often a file saved in the Windows code page. */
static void report_bad_utf8(struct session *session, struct span span)
{
    struct diag *diag = diag_report(session, E0002, span);
    diag_help(session, diag, "save the file as UTF-8; it may be in Windows-1252 or Latin-1");
}

static bool report(struct session *session, const struct source *source, struct span span,
                   uint32_t point)
{
    if (point == 0) {
        diag_report(session, E0001, span);
    } else if (point == UTF8_BAD) {
        report_bad_utf8(session, span);
    } else if (point == '\r') {
        if (source->bytes[span.end] == '\n')
            return false;
        diag_report(session, E0014, span);
    } else {
        char code[16];
        snprintf(code, sizeof code, "U+%04X", (unsigned)point);
        diag_report(session, utf8_is_bidi_control(point) ? E0003 : E0008, span, code);
    }
    return true;
}

bool bytes_check(struct session *session, struct source *source)
{
    uint32_t reported = 0;
    struct text all = { source->bytes, source->length };
    for (size_t at = 0, step; at < source->length; at += step) {
        step = 1;
        if (is_plain((unsigned char)source->bytes[at]))
            continue;
        uint32_t point;
        step = utf8_decode(all, at, &point);
        bool wrong = point == UTF8_BAD || point == 0xFEFF || utf8_is_unprintable(point) ||
                     utf8_is_forbidden(point);
        struct span span = { source->index, (uint32_t)at, (uint32_t)(at + step) };
        if (!wrong || !report(session, source, span, point))
            continue;
        memset(source->bytes + at, point == '\r' ? '\n' : ' ', step);
        if (++reported == REPORTED_MOST)
            diag_report(session, E0015, span, (int)REPORTED_MOST);
        if (reported >= REPORTED_MOST)
            return false;
    }
    return reported == 0;
}
