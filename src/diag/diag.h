#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/vec.h"
#include "diag/session.h"
#include "text/span.h"

#include <stdarg.h>

struct suggest;

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

/* Every diagnostic of the compiler's own, from diag/catalogue.def. */
enum diag_code {
#define DIAG(code, severity, slug, text) code,
#include "diag/catalogue.def"
#undef DIAG
    DIAG_CODE_COUNT
};

/* A line of the catalogue. */
struct diag_entry {
    const char *code;
    enum severity severity;
    const char *slug;
    const char *text;
};

/* A place with a word on it; the empty text only points. */
struct diag_label {
    struct span span;
    struct text text;
};

enum diag_remark_kind { REMARK_NOTE, REMARK_HELP, REMARK_SOURCE };

/* A line under the excerpt. */
struct diag_remark {
    enum diag_remark_kind kind;
    struct text text;
};

enum fix_grade { FIX_SAFE, FIX_MAYBE };

/* An edit that would mend the text. */
struct diag_fix {
    enum fix_grade grade;
    struct span span;
    struct text replacement;
};

/* One message: what was found, where, what else to look at, and how to mend it. */
struct diag {
    struct text code; /* E0203, or a check's name such as learning_together.explained */
    enum severity severity;
    struct span span;
    struct text message;
    struct text label; /* at the main span; may be empty */
    VEC(struct diag_label) labels;
    VEC(struct diag_remark) remarks;
    VEC(struct diag_fix) fixes;
    uint32_t order; /* in which it was made, the last key of sorting */
};

/* The catalogue's line for a code. */
const struct diag_entry *diag_entry(enum diag_code code);

/* The code with this name ("E0203") or slug, or DIAG_CODE_COUNT. */
enum diag_code diag_find_code(struct text name);

/* Reports `code` at `span`; the arguments fill the catalogue's text: %n a const struct name *, %s a C
 * string, %t a struct text, %d an int, %z a size_t. */
struct diag *diag_report(struct session *session, enum diag_code code, struct span span, ...);

/* Reports a message that a check in the language makes, under the check's own name. */
struct diag *diag_report_check(struct session *session, enum severity severity, struct text code,
                               struct span span, struct text message);

/* Takes back what was reported under `code` within `span`: it was a consequence of something else. */
void diag_retract(struct session *session, enum diag_code code, struct span span);

/* Adds what `other` was told, which lives as long as `session`. */
void diag_join(struct session *session, const struct session *other);

/* Puts a word on the main span. */
void diag_say(struct session *session, struct diag *diag, const char *format, ...);

/* Points at another place, with a word on it. */
void diag_label(struct session *session, struct diag *diag, struct span span, const char *format, ...);

/* Adds a line of background. */
void diag_note(struct session *session, struct diag *diag, const char *format, ...);

/* Adds a line that says how to mend it. */
void diag_help(struct session *session, struct diag *diag, const char *format, ...);

/* Adds "did you mean ...?" where the search found something; says whether it did. */
bool diag_did_you_mean(struct session *session, struct diag *diag, const struct suggest *suggest);

/* Adds where the rule comes from. */
void diag_cite(struct session *session, struct diag *diag, struct text source);

/* Adds an edit that would mend it. */
void diag_fix(struct session *session, struct diag *diag, enum fix_grade grade, struct span span,
              struct text replacement);

/* Formats as diag_report does, into the session's arena. */
struct text diag_format(struct session *session, const char *format, ...);

/* The same with the arguments in a list. */
struct text diag_format_list(struct session *session, const char *format, va_list arguments);

/* Sorts by file, place and code, drops repetitions, and recounts. */
void diag_finish(struct session *session);

/* "error", "warning" or "note". */
const char *severity_word(enum severity severity);

#endif
