#ifndef VALUE_WORDS_H
#define VALUE_WORDS_H

/* The words that values, documents and figures are written with beside those of the model, by language. */

#include "base/text.h"

#include <stdint.h>

struct arena;

/* The table of words.def in one language. */
struct wording {
#define WORDS(name, english, welsh) const char *name;
#include "value/words.def"
#undef WORDS
};

/* The words of a language: Welsh for "cy", else English. */
const struct wording *words_get(struct text language);

/* Those of messages, which are English always. */
const struct wording *words_english(void);

/* The pattern with `{1}`, `{2}` and so on filled in. */
#define WORDS_FILL(arena, pattern, ...)                                \
    words_fill((arena), (pattern), (const struct text[]){ __VA_ARGS__ }, \
               (uint32_t)(sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text)))

struct text words_fill(struct arena *arena, const char *pattern, const struct text *values, uint32_t count);

/* A number of things: of `one|many`, or `one|two|many`, the form for the number, which stands in place of its
 * `{1}`. */
struct text words_count(struct arena *arena, const char *forms, int64_t number);

/* The part of `a|b|c` with that number, from 0, or the last. */
struct text words_part(const char *parts, uint32_t number);

#endif
