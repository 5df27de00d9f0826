/* What diagnostics must not repeat: a review holds the names of children, and diagnostics end up in
 * logs. Comes in: the session's secret spans, values and field names. Goes out: which bytes of a
 * source to mask, and messages without the values. Errs towards hiding. Values are looked for by
 * diag/phrase.c, fields by diag/secret_field.c. */
#include "diag/redact.h"

#include "base/buf.h"
#include "diag/diag.h"
#include "diag/phrase.h"
#include "diag/secret_field.h"

#include <string.h>

/* How far around a diagnostic's place its message is suspected of repeating the source. */
enum { CONTEXT = 1024, MOST_PLACES = 32, SHORTEST_VALUE = 2 };

struct redactor {
    struct session *session;
    bool is_on;
    bool was_needed;
    struct phrases *values;
    struct secret_fields *fields;
    struct stretches *hidden; /* of each source; without fields and values until it is asked for */
    bool *is_ready;
    struct stretches found; /* in the text being redacted */
};

bool redact_was_needed(const struct redactor *redactor)
{
    return redactor->was_needed;
}

/* -- in sources -- */

static bool has_at(const struct source *source, uint32_t at, struct text wanted)
{
    return at <= source->length &&
           text_starts((struct text){ source->bytes + at, source->length - at }, wanted);
}

/* The quotation marks of a text stay visible. */
static struct stretch without_quotes(const struct source *source, struct stretch stretch)
{
    static const uint32_t lengths[] = { 3, 1 };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        uint32_t length = lengths[i];
        struct text quote = { "\"\"\"", length };
        if (stretch.end - stretch.start >= 2 * length && has_at(source, stretch.start, quote) &&
            has_at(source, stretch.end - length, quote))
            return (struct stretch){ stretch.start + length, stretch.end - length };
    }
    return stretch;
}

static void add_spans(struct redactor *redactor)
{
    const struct session *session = redactor->session;
    for (uint32_t i = 0; i < session->secret_spans.count; i++) {
        struct span span = session->secret_spans.items[i];
        const struct source *source = session_source(session, span);
        if (!source || span.start >= source->length)
            continue;
        uint32_t end = span.end < source->length ? span.end : (uint32_t)source->length;
        if (span.start >= end)
            continue;
        struct stretch stretch = without_quotes(source, (struct stretch){ span.start, end });
        VEC_PUSH(session->arena, &redactor->hidden[span.file].list, stretch);
    }
}

struct redactor *redact_new(struct session *session)
{
    struct redactor *redactor = ARENA_NEW(session->arena, struct redactor);
    redactor->session = session;
    bool has_secrets = session->secret_spans.count || session->secret_values.count ||
                       session->secret_fields.count || session->tables.count;
    redactor->is_on = has_secrets && !session->options.show_values;
    if (!redactor->is_on)
        return redactor;
    redactor->values = phrases_new(session->arena);
    for (uint32_t i = 0; i < session->secret_values.count; i++) {
        if (session->secret_values.items[i].length >= SHORTEST_VALUE)
            phrases_add(redactor->values, session->secret_values.items[i]);
    }
    redactor->fields = secret_fields_new(session);
    redactor->hidden = ARENA_ARRAY(session->arena, struct stretches, session->sources.count);
    redactor->is_ready = ARENA_ARRAY(session->arena, bool, session->sources.count);
    add_spans(redactor);
    return redactor;
}

static const struct stretches *hidden_in(struct redactor *redactor, const struct source *source)
{
    struct stretches *hidden = &redactor->hidden[source->index];
    if (redactor->is_ready[source->index])
        return hidden;
    redactor->is_ready[source->index] = true;
    secret_fields_find(redactor->fields, source, hidden);
    phrases_find(redactor->values, (struct text){ source->bytes, source->length }, hidden);
    for (uint32_t i = 0; i < redactor->session->tables.count; i++) {
        const struct session_table *table = &redactor->session->tables.items[i];
        if (table->file == source->index)
            table->find(table->context, source, hidden);
    }
    stretches_merge(hidden);
    return hidden;
}

static bool overlaps(const struct stretches *hidden, uint32_t start, uint32_t end)
{
    uint32_t i = stretches_find(hidden, start);
    return i < hidden->list.count && hidden->list.items[i].start < end;
}

bool redact_hides(struct redactor *redactor, const struct source *source, uint32_t start,
                  uint32_t end)
{
    if (!redactor->is_on)
        return false;
    const struct stretches *hidden = hidden_in(redactor, source);
    bool is_hidden = overlaps(hidden, start, end);
    redactor->was_needed |= is_hidden;
    return is_hidden;
}

/* -- in texts -- */

static void add_found(struct redactor *redactor, size_t start, size_t length)
{
    struct stretch stretch = { (uint32_t)start, (uint32_t)(start + length) };
    VEC_PUSH(redactor->session->arena, &redactor->found.list, stretch);
}

static bool is_letter_at(struct text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.bytes[at] : ' ';
    return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z') ||
           byte >= 0x80;
}

/* Whether bytes of a text do not cut a word in two. */
static bool is_alone(struct text text, size_t at, size_t length)
{
    return (at == 0 || !is_letter_at(text, at - 1) || !is_letter_at(text, at)) &&
           (!is_letter_at(text, at + length) || !is_letter_at(text, at + length - 1));
}

/* Wherever `text` holds all of `secret`, standing alone. */
static void find_whole(struct redactor *redactor, struct text text, struct text secret)
{
    if (secret.length < SHORTEST_VALUE)
        return;
    for (size_t at = 0; at + secret.length <= text.length; at++) {
        const char *hit = memmem(text.bytes + at, text.length - at, secret.bytes, secret.length);
        if (!hit)
            return;
        at = (size_t)(hit - text.bytes);
        if (is_alone(text, at, secret.length))
            add_found(redactor, at, secret.length);
    }
}

static uint32_t line_start(const struct source *source, uint32_t at)
{
    uint32_t limit = at > CONTEXT ? at - CONTEXT : 0;
    while (at > limit && source->bytes[at - 1] != '\n')
        at--;
    return at;
}

static uint32_t line_end(const struct source *source, uint32_t at)
{
    size_t limit = source->length - at > CONTEXT ? at + (size_t)CONTEXT : source->length;
    while (at < limit && source->bytes[at] != '\n')
        at++;
    return at;
}

/* The lines around a place of a source, and what of that source is hidden. */
struct context {
    const struct source *source;
    const struct stretches *hidden;
    struct stretch around;
};

/* Whether `quoted` stands near the place, in part at least in what is hidden there. */
static bool is_from(const struct context *context, struct text quoted)
{
    struct text text = { context->source->bytes + context->around.start,
                         context->around.end - context->around.start };
    for (size_t at = 0; at + quoted.length <= text.length; at++) {
        const char *hit = memmem(text.bytes + at, text.length - at, quoted.bytes, quoted.length);
        if (!hit)
            return false;
        at = (size_t)(hit - text.bytes);
        uint32_t start = context->around.start + (uint32_t)at;
        if (is_alone(text, at, quoted.length) &&
            overlaps(context->hidden, start, start + (uint32_t)quoted.length))
            return true;
    }
    return false;
}

/* What stands in back ticks and is from a hidden place. */
static void find_quoted(struct redactor *redactor, const struct context *context, struct text text)
{
    const char *end = text.bytes + text.length;
    const char *open = memchr(text.bytes, '`', text.length);
    while (open) {
        const char *close = memchr(open + 1, '`', (size_t)(end - open - 1));
        if (!close)
            return;
        struct text quoted = { open + 1, (size_t)(close - open - 1) };
        if (quoted.length >= SHORTEST_VALUE && is_from(context, quoted))
            add_found(redactor, (size_t)(quoted.bytes - text.bytes), quoted.length);
        open = memchr(close + 1, '`', (size_t)(end - close - 1));
    }
}

static struct context context_of(struct redactor *redactor, const struct source *source,
                                 struct span span)
{
    struct context context = { .source = source, .hidden = hidden_in(redactor, source) };
    uint32_t end = span.end > span.start && span.end <= source->length ? span.end : span.start;
    if (end - span.start > CONTEXT)
        end = span.start + CONTEXT;
    context.around.start = line_start(source, span.start);
    context.around.end = line_end(source, end);
    return context;
}

/* A message may repeat what stands where it points, before the model knows it for a value. */
static void find_repeated(struct redactor *redactor, struct span span, struct text text)
{
    const struct source *source = session_source(redactor->session, span);
    if (!source || span.start > source->length)
        return;
    struct context context = context_of(redactor, source, span);
    const struct stretches *hidden = context.hidden;
    if (span.end <= context.around.end && overlaps(hidden, span.start, span.end))
        find_whole(redactor, text, source_text(source, span));
    for (uint32_t i = stretches_find(hidden, context.around.start);
         i < hidden->list.count && hidden->list.items[i].start < context.around.end; i++) {
        struct stretch cut = hidden->list.items[i];
        cut.start = cut.start > context.around.start ? cut.start : context.around.start;
        cut.end = cut.end < context.around.end ? cut.end : context.around.end;
        find_whole(redactor, text,
                   (struct text){ source->bytes + cut.start, cut.end - cut.start });
    }
    find_quoted(redactor, &context, text);
}

static struct text mask(struct redactor *redactor, struct text text)
{
    struct buf buf;
    buf_init(&buf, redactor->session->arena);
    uint32_t at = 0;
    for (uint32_t i = 0; i < redactor->found.list.count; i++) {
        struct stretch stretch = redactor->found.list.items[i];
        buf_add(&buf, text.bytes + at, stretch.start - at);
        buf_str(&buf, "…");
        at = stretch.end;
    }
    buf_add(&buf, text.bytes + at, text.length - at);
    return buf_get(&buf);
}

struct text redact_text(struct redactor *redactor, const struct diag *diag, struct text text)
{
    if (!redactor->is_on || !text.length)
        return text;
    redactor->found.list.count = 0;
    phrases_find(redactor->values, text, &redactor->found);
    if (diag) {
        find_repeated(redactor, diag->span, text);
        for (uint32_t i = 0; i < diag->labels.count && i < MOST_PLACES; i++)
            find_repeated(redactor, diag->labels.items[i].span, text);
    }
    if (!redactor->found.list.count)
        return text;
    redactor->was_needed = true;
    stretches_merge(&redactor->found);
    return mask(redactor, text);
}
