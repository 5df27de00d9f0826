/* JSON of texts that may hold any bytes, a line an object, safe to look at on a terminal. */
#include "diag/json_line.h"

#include "base/utf8.h"
#include "diag/session.h"

static bool is_well_formed(struct text text)
{
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step) {
        if (point == UTF8_BAD)
            return false;
    }
    return true;
}

/* Bytes that are no UTF-8 become U+FFFD; JSON cannot hold them. */
static struct text mend(struct session *session, struct text text)
{
    if (is_well_formed(text))
        return text;
    struct buf buf;
    buf_init(&buf, session->arena);
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step) {
        if (point == UTF8_BAD)
            buf_str(&buf, "\xEF\xBF\xBD");
        else
            buf_add(&buf, text.bytes + at, step);
    }
    return buf_get(&buf);
}

json_t *json_of_text(struct session *session, struct text text)
{
    struct text mended = mend(session, text);
    return json_stringn(mended.length ? mended.bytes : "", mended.length);
}

json_t *json_with(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

json_t *json_and(json_t *array, json_t *item)
{
    if (json_array_append_new(array, item) == 0)
        return array;
    json_decref(array);
    return NULL;
}

/* jansson writes DEL, C1 and direction controls as they are, and someone will look at them on a
 * terminal. Only strings hold such characters, so an escape is right wherever one stands. */
static void print_safely(struct buf *out, struct text json)
{
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(json, at, &point)) != 0; at += step) {
        if (!utf8_is_unprintable(point) && !utf8_is_forbidden(point) && (point | 1) != 0x2029)
            buf_add(out, json.bytes + at, step);
        else if (point > 0xFFFF)
            buf_printf(out, "\\u%04X\\u%04X", 0xD800 + ((point - 0x10000) >> 10),
                       0xDC00 + ((point - 0x10000) & 0x3FF));
        else
            buf_printf(out, "\\u%04X", point);
    }
}

static int add_json(const char *bytes, size_t length, void *buf)
{
    buf_add(buf, bytes, length);
    return 0;
}

static void print(struct buf *out, struct session *session, json_t *object, size_t flags)
{
    struct buf json;
    buf_init(&json, session->arena);
    bool failed = !object || json_dump_callback(object, add_json, &json, flags) != 0;
    json_decref(object);
    if (failed)
        arena_alloc(session->arena, SIZE_MAX, 1); /* leaves by the arena's own handler */
    print_safely(out, buf_get(&json));
    buf_byte(out, '\n');
}

void json_print_line(struct buf *out, struct session *session, json_t *object)
{
    print(out, session, object, JSON_COMPACT);
}

void json_print_pages(struct buf *out, struct session *session, json_t *object)
{
    print(out, session, object, JSON_INDENT(2));
}
