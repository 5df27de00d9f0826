/* Diagnostics for programs, as JSON Lines; fields may be added and never vanish. Columns are code
 * points from 1, the end is behind the last character. Secrets are masked as for people. */
#include "diag/render.h"

#include "base/arena.h"
#include "base/buf.h"
#include "diag/diag.h"
#include "diag/json_line.h"
#include "diag/place.h"
#include "diag/redact.h"

enum { SCHEMA_VERSION = 1 };

struct render {
    struct buf *out;
    struct session *session;
    struct redactor *redactor;
    struct places starts; /* the main span looked up last */
    struct places others; /* the label or fix looked up last */
    bool has_failed; /* jansson found no memory */
};

/* -- values -- */

static void set(struct render *render, json_t *object, const char *key, json_t *value)
{
    render->has_failed |= json_object_set_new(object, key, value) != 0;
}

static void append(struct render *render, json_t *array, json_t *value)
{
    render->has_failed |= json_array_append_new(array, value) != 0;
}

static json_t *string(struct render *render, struct text text)
{
    return json_of_text(render->session, text);
}

static json_t *said(struct render *render, const struct diag *diag, struct text text)
{
    return string(render, redact_text(render->redactor, diag, text));
}

/* -- places -- */

static void set_place(struct render *render, json_t *object, struct places *places,
                      struct span span)
{
    struct source *source = session_source(render->session, span);
    if (!source) {
        static const char *const keys[] = { "path", "line", "column", "end_line", "end_column" };
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            set(render, object, keys[i], json_null());
        return;
    }
    struct position start = places_find(places, source, span.start);
    uint32_t behind = span.end > span.start ? span.end : span.start;
    struct position end = places_find(places, source, behind);
    set(render, object, "path", said(render, NULL, text_of(source->path)));
    set(render, object, "line", json_integer(start.line));
    set(render, object, "column", json_integer(start.column));
    set(render, object, "end_line", json_integer(end.line));
    set(render, object, "end_column", json_integer(end.column));
}

/* -- diagnostics -- */

static json_t *labels_of(struct render *render, const struct diag *diag)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < diag->labels.count; i++) {
        json_t *object = json_object();
        set_place(render, object, &render->others, diag->labels.items[i].span);
        set(render, object, "text", said(render, diag, diag->labels.items[i].text));
        append(render, array, object);
    }
    return array;
}

static json_t *remarks_of(struct render *render, const struct diag *diag,
                          enum diag_remark_kind kind)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < diag->remarks.count; i++) {
        if (diag->remarks.items[i].kind == kind)
            append(render, array, said(render, diag, diag->remarks.items[i].text));
    }
    return array;
}

/* A fix that would write a secret is left out: with the secret masked it would do harm. */
static json_t *fixes_of(struct render *render, const struct diag *diag)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < diag->fixes.count; i++) {
        const struct diag_fix *fix = &diag->fixes.items[i];
        if (!text_equal(redact_text(render->redactor, diag, fix->replacement), fix->replacement))
            continue;
        json_t *object = json_object();
        set(render, object, "grade", json_string(fix->grade == FIX_SAFE ? "safe" : "maybe"));
        set_place(render, object, &render->others, fix->span);
        set(render, object, "replacement", string(render, fix->replacement));
        append(render, array, object);
    }
    return array;
}

static json_t *diagnostic(struct render *render, const struct diag *diag)
{
    json_t *object = json_object();
    set(render, object, "schema_version", json_integer(SCHEMA_VERSION));
    set(render, object, "type", json_string("diagnostic"));
    set(render, object, "code", string(render, diag->code));
    set(render, object, "severity", json_string(severity_word(diag->severity)));
    set(render, object, "message", said(render, diag, diag->message));
    set_place(render, object, &render->starts, diag->span);
    set(render, object, "label", said(render, diag, diag->label));
    set(render, object, "labels", labels_of(render, diag));
    set(render, object, "notes", remarks_of(render, diag, REMARK_NOTE));
    set(render, object, "help", remarks_of(render, diag, REMARK_HELP));
    set(render, object, "sources", remarks_of(render, diag, REMARK_SOURCE));
    set(render, object, "fixes", fixes_of(render, diag));
    return object;
}

static json_t *summary(struct render *render)
{
    size_t counts[SEVERITY_NOTE + 1] = { 0 };
    for (uint32_t i = 0; i < render->session->diags.count; i++)
        counts[render->session->diags.items[i]->severity]++;
    json_t *object = json_object();
    set(render, object, "schema_version", json_integer(SCHEMA_VERSION));
    set(render, object, "type", json_string("summary"));
    set(render, object, "errors", json_integer((json_int_t)counts[SEVERITY_ERROR]));
    set(render, object, "warnings", json_integer((json_int_t)counts[SEVERITY_WARNING]));
    set(render, object, "notes", json_integer((json_int_t)counts[SEVERITY_NOTE]));
    if (redact_was_needed(render->redactor))
        set(render, object, "masked", json_true());
    return object;
}

/* -- lines -- */

static void print_line(struct render *render, json_t *object)
{
    if (render->has_failed)
        arena_alloc(render->session->arena, SIZE_MAX, 1); /* leaves by the arena's own handler */
    json_print_line(render->out, render->session, object);
}

void render_json(struct buf *out, struct session *session)
{
    struct render render = { .out = out, .session = session, .redactor = redact_new(session) };
    places_init(&render.starts, session->arena);
    places_init(&render.others, session->arena);
    for (uint32_t i = 0; i < session->diags.count; i++)
        print_line(&render, diagnostic(&render, session->diags.items[i]));
    print_line(&render, summary(&render));
}
