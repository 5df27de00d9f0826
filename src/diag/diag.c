/* Diagnostics: made by every pass, collected here, sorted once, printed by diag/render_*.c. */
#include "diag/diag.h"

#include "base/arena.h"
#include "base/buf.h"
#include "diag/suggest.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

static const struct diag_entry entries[] = {
#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define NOTE SEVERITY_NOTE
#define RETIRED SEVERITY_NOTE /* no longer told; its code is not used again */
#define DIAG(code, severity, slug, text) { #code, severity, #slug, text },
#include "diag/catalogue.def"
#undef DIAG
#undef ERROR
#undef WARNING
#undef NOTE
#undef RETIRED
};

_Static_assert(sizeof entries / sizeof *entries == DIAG_CODE_COUNT, "one entry a code");

const struct diag_entry *diag_entry(enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return &entries[code];
}

enum diag_code diag_find_code(struct text name)
{
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        if (text_equal(name, text_of(entries[code].code)) ||
            text_equal(name, text_of(entries[code].slug)))
            return (enum diag_code)code;
    }
    return DIAG_CODE_COUNT;
}

const char *severity_word(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "error";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_NOTE:
        return "note";
    }
    return "";
}

static void add_argument(struct buf *buf, char kind, va_list *arguments)
{
    switch (kind) {
    case 'n':
        buf_text(buf, name_text(va_arg(*arguments, const struct name *)));
        break;
    case 's':
        buf_str(buf, va_arg(*arguments, const char *));
        break;
    case 't':
        buf_text(buf, va_arg(*arguments, struct text));
        break;
    case 'd':
        buf_int(buf, va_arg(*arguments, int));
        break;
    case 'z':
        buf_printf(buf, "%zu", va_arg(*arguments, size_t));
        break;
    case '%':
        buf_byte(buf, '%');
        break;
    default:
        assert(kind == 0 && "a format letter that diag_format does not know");
    }
}

static struct text format_list(struct session *session, const char *format, va_list *arguments)
{
    struct buf buf;
    buf_init(&buf, session->arena);
    for (const char *at = format; *at; at++) {
        if (*at == '%')
            add_argument(&buf, *++at, arguments);
        else
            buf_byte(&buf, *at);
    }
    return buf_get(&buf);
}

struct text diag_format(struct session *session, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = format_list(session, format, &arguments);
    va_end(arguments);
    return text;
}

struct text diag_format_list(struct session *session, const char *format, va_list arguments)
{
    va_list copy;
    va_copy(copy, arguments);
    struct text text = format_list(session, format, &copy);
    va_end(copy);
    return text;
}

static struct diag *add(struct session *session, enum severity severity, struct text code,
                        struct span span, struct text message)
{
    struct diag *diag = ARENA_NEW(session->arena, struct diag);
    diag->code = code;
    diag->severity = severity;
    diag->span = span;
    diag->message = message;
    diag->order = session->diags.count;
    VEC_PUSH(session->arena, &session->diags, diag);
    session->error_count += severity == SEVERITY_ERROR;
    session->warning_count += severity == SEVERITY_WARNING;
    return diag;
}

struct diag *diag_report(struct session *session, enum diag_code code, struct span span, ...)
{
    const struct diag_entry *entry = diag_entry(code);
    va_list arguments;
    va_start(arguments, span);
    struct text message = format_list(session, entry->text, &arguments);
    va_end(arguments);
    return add(session, entry->severity, text_of(entry->code), span, message);
}

struct diag *diag_report_check(struct session *session, enum severity severity, struct text code,
                               struct span span, struct text message)
{
    return add(session, severity, code, span, message);
}

void diag_retract(struct session *session, enum diag_code code, struct span span)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < session->diags.count; i++) {
        struct diag *diag = session->diags.items[i];
        bool within = diag->span.file == span.file && diag->span.start >= span.start &&
                      diag->span.end <= span.end;
        if (within && text_equal(diag->code, text_of(entries[code].code)))
            session->error_count -= diag->severity == SEVERITY_ERROR;
        else
            session->diags.items[kept++] = diag;
    }
    session->diags.count = kept;
}

void diag_join(struct session *session, const struct session *other)
{
    for (uint32_t i = 0; i < other->diags.count; i++) {
        other->diags.items[i]->order = session->diags.count;
        VEC_PUSH(session->arena, &session->diags, other->diags.items[i]);
    }
    session->error_count += other->error_count;
    session->warning_count += other->warning_count;
}

void diag_say(struct session *session, struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag->label = format_list(session, format, &arguments);
    va_end(arguments);
}

void diag_label(struct session *session, struct diag *diag, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diag_label label = { span, format_list(session, format, &arguments) };
    va_end(arguments);
    VEC_PUSH(session->arena, &diag->labels, label);
}

static void add_remark(struct session *session, struct diag *diag, enum diag_remark_kind kind,
                       struct text text)
{
    VEC_PUSH(session->arena, &diag->remarks, (struct diag_remark){ kind, text });
}

void diag_note(struct session *session, struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_remark(session, diag, REMARK_NOTE, format_list(session, format, &arguments));
    va_end(arguments);
}

void diag_help(struct session *session, struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_remark(session, diag, REMARK_HELP, format_list(session, format, &arguments));
    va_end(arguments);
}

bool diag_did_you_mean(struct session *session, struct diag *diag, const struct suggest *suggest)
{
    const struct suggestion *found = suggest_best(suggest);
    struct buf buf;
    if (!found->count)
        return false;
    buf_init(&buf, session->arena);
    suggest_print(&buf, found);
    diag_help(session, diag, "did you mean %t?", buf_get(&buf));
    return true;
}

void diag_cite(struct session *session, struct diag *diag, struct text source)
{
    add_remark(session, diag, REMARK_SOURCE, source);
}

void diag_fix(struct session *session, struct diag *diag, enum fix_grade grade, struct span span,
              struct text replacement)
{
    VEC_PUSH(session->arena, &diag->fixes, (struct diag_fix){ grade, span, replacement });
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare(const void *left, const void *right)
{
    const struct diag *a = *(struct diag *const *)left;
    const struct diag *b = *(struct diag *const *)right;
    int order = COMPARE(a->span.file, b->span.file);
    order = order ? order : COMPARE(a->span.start, b->span.start);
    order = order ? order : COMPARE(a->span.end, b->span.end);
    order = order ? order : text_compare(a->code, b->code);
    order = order ? order : text_compare(a->message, b->message);
    return order ? order : COMPARE(a->order, b->order);
}

static bool repeats(const struct diag *a, const struct diag *b)
{
    return span_equal(a->span, b->span) && text_equal(a->code, b->code) &&
           text_equal(a->message, b->message);
}

void diag_finish(struct session *session)
{
    struct diag **items = session->diags.items;
    uint32_t count = session->diags.count;
    if (count)
        qsort(items, count, sizeof *items, compare);
    uint32_t kept = 0;
    session->error_count = 0;
    session->warning_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept && repeats(items[kept - 1], items[i]))
            continue;
        session->error_count += items[i]->severity == SEVERITY_ERROR;
        session->warning_count += items[i]->severity == SEVERITY_WARNING;
        items[kept++] = items[i];
    }
    session->diags.count = kept;
}
