/* UTF-8: decoding by hand, Unicode's tables by libunistring. */
#include "base/utf8.h"

#include "base/arena.h"

#include <stdlib.h>
#include <unicase.h>
#include <uniconv.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

size_t utf8_decode(struct text text, size_t offset, uint32_t *point)
{
    if (offset >= text.length)
        return 0;
    ucs4_t decoded;
    int length = u8_mbtoucr(&decoded, (const uint8_t *)text.bytes + offset, text.length - offset);
    if (length <= 0) {
        *point = UTF8_BAD;
        return 1;
    }
    *point = decoded;
    return (size_t)length;
}

size_t utf8_encode(uint32_t point, char out[4])
{
    int length = u8_uctomb((uint8_t *)out, point, 4);
    return length < 0 ? 0 : (size_t)length;
}

size_t utf8_count(struct text text)
{
    size_t count = 0;
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step)
        count++;
    return count;
}

size_t utf8_count_utf16(struct text text)
{
    size_t count = 0;
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step)
        count += point != UTF8_BAD && point > 0xFFFF ? 2 : 1;
    return count;
}

/* A cluster is as wide as its first character: marks and joined emoji add nothing. */
static size_t cluster_width(uint32_t first)
{
    if (first == '\t')
        return 1;
    if (first == UTF8_BAD)
        return 1;
    int width = uc_width(first, "UTF-8");
    return width < 0 ? 0 : (size_t)width;
}

size_t utf8_width(struct text text)
{
    size_t width = 0;
    size_t at = 0;
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    while (at < text.length) {
        uint32_t first;
        size_t step = utf8_decode(text, at, &first);
        if (first != UTF8_BAD && first >= 0x80) {
            const uint8_t *next = u8_grapheme_next(bytes + at, bytes + text.length);
            step = next ? (size_t)(next - bytes) - at : text.length - at;
        }
        width += cluster_width(first);
        at += step;
    }
    return width;
}

bool utf8_is_bidi_control(uint32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0x200E || point == 0x200F || point == 0x061C;
}

bool utf8_is_unprintable(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0) ||
           utf8_is_bidi_control(point);
}

bool utf8_is_forbidden(uint32_t point)
{
    return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF) ||
           (point >= 0xE0000 && point <= 0xE007F);
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether some byte of a word is below 20 or above 7E: a borrow from one byte to the next can only begin at
 * such a byte, and likewise a carry. */
static bool has_odd_byte(uint64_t word)
{
    return ((word - EACH_BYTE(0x20)) | (word + EACH_BYTE(1)) | word) & EACH_BYTE(0x80);
}

bool utf8_is_plain(struct text text)
{
    uint64_t word;
    size_t at = 0;
    for (; at + sizeof word <= text.length; at += sizeof word) {
        memcpy(&word, text.bytes + at, sizeof word);
        if (has_odd_byte(word))
            return false;
    }
    for (; at < text.length; at++) {
        if ((unsigned char)text.bytes[at] < 0x20 || (unsigned char)text.bytes[at] >= 0x7F)
            return false;
    }
    return true;
}

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    }
    return true;
}

/* libunistring allocates on the C heap; what it makes is copied into the arena and freed at once. */
static struct text adopt(struct arena *arena, uint8_t *made, size_t length, struct text otherwise)
{
    if (!made)
        return otherwise;
    struct text copy = { arena_copy(arena, (const char *)made, length), length };
    free(made);
    return copy;
}

struct text utf8_normalise(struct arena *arena, struct text text)
{
    if (is_ascii(text))
        return text;
    size_t length = 0;
    uint8_t *made =
        u8_normalize(UNINORM_NFC, (const uint8_t *)text.bytes, text.length, NULL, &length);
    return adopt(arena, made, length, text);
}

/* Most words that are looked for are plain, and in small letters. */
static bool is_folded(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.bytes[i] >= 0x80 || (text.bytes[i] >= 'A' && text.bytes[i] <= 'Z'))
            return false;
    }
    return true;
}

struct text utf8_fold(struct arena *arena, struct text text)
{
    if (is_folded(text))
        return text;
    if (is_ascii(text)) {
        char *copy = arena_copy(arena, text.bytes, text.length);
        for (size_t i = 0; i < text.length; i++)
            copy[i] = copy[i] >= 'A' && copy[i] <= 'Z' ? (char)(copy[i] + 32) : copy[i];
        return (struct text){ copy, text.length };
    }
    size_t length = 0;
    uint8_t *made =
        u8_casefold((const uint8_t *)text.bytes, text.length, NULL, UNINORM_NFC, NULL, &length);
    return adopt(arena, made, length, text);
}
