#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A run of UTF-8 bytes with its length; the bytes belong to an arena and need no NUL behind them. */
struct text {
    const char *bytes;
    size_t length;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })

/* The text of a C string. */
static inline struct text text_of(const char *string)
{
    return (struct text){ string, strlen(string) };
}

/* Whether both hold the same bytes. */
static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* Order by bytes, the shorter first where one begins the other: negative, zero or positive. */
static inline int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.bytes, b.bytes, shared) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* Whether `text` begins with `prefix`. */
static inline bool text_starts(struct text text, struct text prefix)
{
    return text.length >= prefix.length &&
           (prefix.length == 0 || memcmp(text.bytes, prefix.bytes, prefix.length) == 0);
}

#endif
