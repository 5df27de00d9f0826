#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/text.h"

#include <stdint.h>

struct arena;

/* Growing output text in an arena; `bytes` is not NUL-terminated until buf_string. */
struct buf {
    struct arena *arena;
    char *bytes;
    size_t length;
    size_t capacity;
};

/* Makes `buf` empty, its memory taken from `arena`. */
void buf_init(struct buf *buf, struct arena *arena);

/* Appends `length` bytes. */
void buf_add(struct buf *buf, const char *bytes, size_t length);

/* Appends one byte. */
void buf_byte(struct buf *buf, char byte);

/* Appends a C string. */
void buf_str(struct buf *buf, const char *string);

/* Appends a text. */
void buf_text(struct buf *buf, struct text text);

/* Appends `byte` `count` times. */
void buf_repeat(struct buf *buf, char byte, size_t count);

/* Appends a number in decimal. */
void buf_int(struct buf *buf, int64_t number);

/* Appends formatted text, as printf does; never floating point. */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text so far; it stays valid, but stops growing with the buf. */
struct text buf_get(const struct buf *buf);

/* The text so far as a C string. */
const char *buf_string(struct buf *buf);

#endif
