/* What diagnostics must not repeat: a review holds the names of children, and diagnostics end up in
 * logs. Comes in: the session's secret spans, values and field names. Goes out: which bytes of a
 * source to mask, and messages without the values. Errs towards hiding. The looking for values is in
 * diag/phrase.c, the looking for fields in diag/secret_field.c. */
#include "diag/redact.h"

#include "base/buf.h"
#include "diag/diag.h"
#include "diag/phrase.h"
#include "diag/secret_field.h"

#include <string.h>

/* How far around a diagnostic's place its message is suspected of repeating the source. */
enum { CONTEXT = 4096, MOST_PLACES = 32, SHORTEST_VALUE = 2 };

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
                       session->secret_fields.count;
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
    stretches_merge(hidden);
    return hidden;
}

bool redact_hides(struct redactor *redactor, const struct source *source, uint32_t start, uint32_t end)
{
    if (!redactor->is_on)
        return false;
    const struct stretches *hidden = hidden_in(redactor, source);
    uint32_t i = stretches_find(hidden, start);
    bool is_hidden = i < hidden->list.count && hidden->list.items[i].start < end;
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
    return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z') || byte >= 0x80;
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
        if ((at == 0 || !is_letter_at(text, at - 1)) && !is_letter_at(text, at + secret.length))
            add_found(redactor, at, secret.length);
    }
}

/* What stands in back ticks and is part of `secret`. */
static void find_quoted(struct redactor *redactor, struct text text, struct text secret)
{
    const char *end = text.bytes + text.length;
    const char *open = memchr(text.bytes, '`', text.length);
    while (open) {
        const char *start = open + 1;
        const char *close = memchr(start, '`', (size_t)(end - start));
        if (!close)
            return;
        open = memchr(close + 1, '`', (size_t)(end - close - 1));
        const char *stop = close;
        while (start < stop && *start == '"')
            start++;
        while (stop > start && stop[-1] == '"')
            stop--;
        size_t length = (size_t)(stop - start);
        if (length >= SHORTEST_VALUE && memmem(secret.bytes, secret.length, start, length))
            add_found(redactor, (size_t)(start - text.bytes), length);
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

/* A message may repeat what stands where it points, before the model knows it for a value. */
static void find_repeated(struct redactor *redactor, struct span span, struct text text)
{
    const struct source *source = session_source(redactor->session, span);
    if (!source || span.start > source->length)
        return;
    const struct stretches *hidden = hidden_in(redactor, source);
    uint32_t start = line_start(source, span.start);
    uint32_t end = span.end > span.start && span.end <= source->length ? span.end : span.start;
    if (end - span.start > CONTEXT)
        end = span.start + CONTEXT;
    end = line_end(source, end);
    for (uint32_t i = stretches_find(hidden, start);
         i < hidden->list.count && hidden->list.items[i].start < end; i++) {
        struct stretch cut = hidden->list.items[i];
        cut.start = cut.start > start ? cut.start : start;
        cut.end = cut.end < end ? cut.end : end;
        struct text secret = { source->bytes + cut.start, cut.end - cut.start };
        find_whole(redactor, text, secret);
        find_quoted(redactor, text, secret);
    }
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
