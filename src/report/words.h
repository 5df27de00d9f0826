#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

/* The words that documents and figures add of themselves, in the document's language. */

#include "base/text.h"

#include <stdint.h>

struct arena;

/* The table of words.def in one language. */
struct document_words {
#define WORDS(name, english, welsh) const char *name;
#include "report/words.def"
#undef WORDS
};

/* The words of a language: Welsh for "cy", else English. */
const struct document_words *words_get(struct text language);

/* The pattern with `{1}`, `{2}` and so on filled in. */
#define WORDS_FILL(arena, pattern, ...)                                \
    words_fill((arena), (pattern), (const struct text[]){ __VA_ARGS__ }, \
               (uint32_t)(sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text)))

struct text words_fill(struct arena *arena, const char *pattern, const struct text *values, uint32_t count);

/* A number of things: of `one|many` the form for the number, which stands in place of its `{1}`. */
struct text words_count(struct arena *arena, const char *forms, uint32_t number);

/* The part of `a|b|c` with that number, from 0. */
struct text words_part(const char *parts, uint32_t number);

#endif
