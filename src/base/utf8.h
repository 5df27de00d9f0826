#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/text.h"

#include <stdint.h>

struct arena;

/* Reads one code point of well-formed or broken UTF-8: its length in bytes, 0 at the end of the text;
 * a byte that is no UTF-8 gives length 1 and *point = UTF8_BAD. */
size_t utf8_decode(struct text text, size_t offset, uint32_t *point);

#define UTF8_BAD UINT32_MAX

/* Appends nothing: writes the code point to `out` (4 bytes room) and returns its length in bytes. */
size_t utf8_encode(uint32_t point, char out[4]);

/* The number of code points in a text; a bad byte counts as one. */
size_t utf8_count(struct text text);

/* The number of UTF-16 units a text takes; a bad byte counts as one. */
size_t utf8_count_utf16(struct text text);

/* Columns a text takes on a terminal, by grapheme cluster; a tab counts as one. */
size_t utf8_width(struct text text);

/* Whether a code point steers the direction of text (the "Trojan Source" characters). */
bool utf8_is_bidi_control(uint32_t point);

/* Whether a code point must never reach a terminal: C0 but tab and line feed, DEL, C1, bidi controls. */
bool utf8_is_unprintable(uint32_t point);

/* Whether a code point may not stand in a source text at all (noncharacters, tag characters). */
bool utf8_is_forbidden(uint32_t point);

/* Whether a text is all printable ASCII: visible, in normal form, and every byte a character. */
bool utf8_is_plain(struct text text);

/* The text in Unicode normal form C; the same bytes where it is so already. */
struct text utf8_normalise(struct arena *arena, struct text text);

/* The text with simple case folding, for sorting and searching. */
struct text utf8_fold(struct arena *arena, struct text text);

#endif
