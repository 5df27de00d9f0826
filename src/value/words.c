/* The words of each language, from words.def, and patterns of them filled. */
#include "value/words.h"

#include "base/buf.h"

#include <string.h>

static const struct wording english = {
#define WORDS(name, english, welsh) .name = english,
#include "value/words.def"
#undef WORDS
};

static const struct wording welsh = {
#define WORDS(name, english, welsh) .name = welsh,
#include "value/words.def"
#undef WORDS
};

const struct wording *words_get(struct text language)
{
    bool is_welsh = text_equal(language, TEXT("cy")) || text_starts(language, TEXT("cy-"));
    return is_welsh ? &welsh : &english;
}

const struct wording *words_english(void)
{
    return &english;
}

static struct text fill(struct arena *arena, struct text pattern, const struct text *values, uint32_t count)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < pattern.length; i++) {
        bool is_place = i + 2 < pattern.length && pattern.bytes[i] == '{' && pattern.bytes[i + 2] == '}';
        uint32_t number = is_place ? (uint32_t)(unsigned char)pattern.bytes[i + 1] - '1' : count;
        if (number < count) {
            buf_text(&out, values[number]);
            i += 2;
        } else {
            buf_byte(&out, pattern.bytes[i]);
        }
    }
    return buf_get(&out);
}

struct text words_fill(struct arena *arena, const char *pattern, const struct text *values, uint32_t count)
{
    return fill(arena, text_of(pattern), values, count);
}

struct text words_count(struct arena *arena, const char *forms, int64_t number)
{
    struct buf digits;
    buf_init(&digits, arena);
    buf_int(&digits, number);
    struct text value = buf_get(&digits);
    return fill(arena, words_part(forms, number == 1 ? 0 : number == 2 ? 1 : 2), &value, 1);
}

struct text words_part(const char *parts, uint32_t number)
{
    for (; number > 0; number--) {
        const char *bar = strchr(parts, '|');
        parts = bar ? bar + 1 : parts;
    }
    return (struct text){ parts, strcspn(parts, "|") };
}
