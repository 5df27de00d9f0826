/* Output text that grows in an arena. Old blocks are abandoned, so growth doubles. */
#include "base/buf.h"

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void buf_init(struct buf *buf, struct arena *arena)
{
    *buf = (struct buf){ .arena = arena };
}

static void reserve(struct buf *buf, size_t more)
{
    if (more <= buf->capacity - buf->length)
        return;
    size_t capacity = buf->capacity ? buf->capacity : 64;
    while (capacity - buf->length < more) {
        assert(capacity <= SIZE_MAX / 2);
        capacity *= 2;
    }
    char *bytes = arena_alloc_array(buf->arena, capacity, 1, 1);
    if (buf->length)
        memcpy(bytes, buf->bytes, buf->length);
    buf->bytes = bytes;
    buf->capacity = capacity;
}

void buf_add(struct buf *buf, const char *bytes, size_t length)
{
    if (!length)
        return;
    reserve(buf, length);
    memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
}

void buf_byte(struct buf *buf, char byte)
{
    reserve(buf, 1);
    buf->bytes[buf->length++] = byte;
}

void buf_str(struct buf *buf, const char *string)
{
    buf_add(buf, string, strlen(string));
}

void buf_text(struct buf *buf, struct text text)
{
    buf_add(buf, text.bytes, text.length);
}

void buf_repeat(struct buf *buf, char byte, size_t count)
{
    if (!count)
        return;
    reserve(buf, count);
    memset(buf->bytes + buf->length, byte, count);
    buf->length += count;
}

void buf_int(struct buf *buf, int64_t number)
{
    char digits[20]; /* 2^64 has as many */
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0)
        buf_byte(buf, '-');
    buf_add(buf, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    reserve(buf, (size_t)length + 1);
    vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
    va_end(again);
    buf->length += (size_t)length;
}

struct text buf_get(const struct buf *buf)
{
    return (struct text){ buf->bytes, buf->length };
}

const char *buf_string(struct buf *buf)
{
    reserve(buf, 1);
    buf->bytes[buf->length] = '\0';
    return buf->bytes;
}
