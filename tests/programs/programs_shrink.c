/* Makes a text smaller as long as it fails: without some of its lines, with a part of what stands in brackets
 * in place of the whole, without some of its words. Knows nothing of the language but brackets; what is no
 * program any more does not fail. */
#include "programs/programs.h"

#include <stdlib.h>
#include <string.h>

struct shrinker {
    struct words *text;
    program_predicate *fails;
    void *context;
};

static const char *at(const struct shrinker *shrinker, size_t offset)
{
    return shrinker->text->at + offset;
}

/* Takes a text over if it is shorter and still fails. */
static bool keep_if_it_fails(struct shrinker *shrinker, struct words shorter)
{
    if (shorter.length >= shrinker->text->length || !shrinker->fails(shrinker->context, shorter.at)) {
        free(shorter.at);
        return false;
    }
    free(shrinker->text->at);
    *shrinker->text = shorter;
    return true;
}

/* Puts `bytes` in place of what stands from `start` to `end`, if that still fails. */
static bool try_instead(struct shrinker *shrinker, size_t start, size_t end, const char *bytes, size_t length)
{
    struct words shorter = { NULL, 0, 0 };
    words_add(&shorter, "%.*s%.*s%s", (int)start, at(shrinker, 0), (int)length, bytes, at(shrinker, end));
    return keep_if_it_fails(shrinker, shorter);
}

static bool try_without(struct shrinker *shrinker, size_t start, size_t end)
{
    return try_instead(shrinker, start, end, "", 0);
}

/* Lines */

/* Where line number `count` from `offset` on begins; the end where there are fewer. */
static size_t skip_lines(const struct shrinker *shrinker, size_t offset, size_t count)
{
    for (; count; count--) {
        const char *end = strchr(at(shrinker, offset), '\n');
        if (!end)
            return shrinker->text->length;
        offset = (size_t)(end + 1 - shrinker->text->at);
    }
    return offset;
}

static bool drop_lines(struct shrinker *shrinker)
{
    bool dropped = false;
    for (size_t count = 64; count; count /= 2) {
        for (size_t start = 0; start < shrinker->text->length;) {
            bool is_gone = try_without(shrinker, start, skip_lines(shrinker, start, count));
            dropped = dropped || is_gone;
            start = is_gone ? start : skip_lines(shrinker, start, 1);
        }
    }
    return dropped;
}

/* From a line that ends in an opening brace to the closing one: all of it, or what stands in braces. */
static bool drop_block(struct shrinker *shrinker, size_t start)
{
    const char *open = strstr(at(shrinker, start), " {\n");
    const char *line_end = strchr(at(shrinker, start), '\n');
    const char *close = open ? strstr(open, "\n}\n") : NULL;
    if (!close || open > line_end)
        return false;
    size_t end = (size_t)(close - shrinker->text->at) + 2;
    return try_without(shrinker, start, end + 1) ||
           try_without(shrinker, (size_t)(open - shrinker->text->at), end);
}

static bool drop_blocks(struct shrinker *shrinker)
{
    bool dropped = false;
    for (size_t start = 0; start < shrinker->text->length;) {
        bool is_gone = drop_block(shrinker, start);
        dropped = dropped || is_gone;
        start = is_gone ? start : skip_lines(shrinker, start, 1);
    }
    return dropped;
}

/* All lines that begin with the word that the one at `start` does: a field, wherever it is filled. */
static bool drop_alike(struct shrinker *shrinker, size_t start)
{
    struct words shorter = { NULL, 0, 0 };
    const char *first = at(shrinker, start);
    size_t length = strspn(first, " ");
    length += strcspn(first + length, " \n");
    for (size_t line = 0; line < shrinker->text->length;) {
        size_t next = skip_lines(shrinker, line, 1);
        bool is_alike = strncmp(at(shrinker, line), first, length) == 0 &&
                        strchr(" \n", at(shrinker, line)[length]);
        words_add(&shorter, "%.*s", is_alike ? 0 : (int)(next - line), at(shrinker, line));
        line = next;
    }
    return keep_if_it_fails(shrinker, shorter);
}

static bool drop_lines_alike(struct shrinker *shrinker)
{
    bool dropped = false;
    for (size_t start = 0; start < shrinker->text->length;) {
        bool is_gone = drop_alike(shrinker, start);
        dropped = dropped || is_gone;
        start = is_gone ? start : skip_lines(shrinker, start, 1);
    }
    return dropped;
}

/* Brackets */

/* The end of what a bracket begins, behind its closing one; or where there is none, 0. */
static size_t end_of_bracket(const struct shrinker *shrinker, size_t start)
{
    int depth = 0;
    for (size_t i = start; i < shrinker->text->length && *at(shrinker, i) != '\n'; i++) {
        depth += (*at(shrinker, i) == '(') - (*at(shrinker, i) == ')');
        if (!depth)
            return i + 1;
    }
    return 0;
}

/* Something simple in its place, or one of the brackets within it. */
static bool simplify_bracket(struct shrinker *shrinker, size_t start, size_t end)
{
    static const char *const simple[] = { "true", "false", "0", "1", "" };
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        if (try_instead(shrinker, start, end, simple[i], strlen(simple[i])))
            return true;
    }
    for (size_t inner = start + 1; inner < end; inner++) {
        size_t inner_end = *at(shrinker, inner) == '(' ? end_of_bracket(shrinker, inner) : 0;
        if (inner_end && try_instead(shrinker, start, end, at(shrinker, inner), inner_end - inner))
            return true;
    }
    return false;
}

static bool simplify_brackets(struct shrinker *shrinker)
{
    bool simplified = false;
    for (size_t i = 0; i < shrinker->text->length; i++) {
        size_t end = *at(shrinker, i) == '(' ? end_of_bracket(shrinker, i) : 0;
        while (end && simplify_bracket(shrinker, i, end)) {
            simplified = true;
            end = *at(shrinker, i) == '(' ? end_of_bracket(shrinker, i) : 0;
        }
    }
    return simplified;
}

/* Words */

enum { WORDS_MOST = 8 };

/* Behind `count` words and the spaces before each, on one line. */
static size_t skip_words(const struct shrinker *shrinker, size_t offset, int count)
{
    for (; count; count--) {
        offset += strspn(at(shrinker, offset), " ");
        offset += strcspn(at(shrinker, offset), " \n");
    }
    return offset;
}

/* Where the next word's spaces begin. */
static size_t next_word(const struct shrinker *shrinker, size_t offset)
{
    offset = skip_words(shrinker, offset, 1);
    return *at(shrinker, offset) == '\n' ? offset + 1 : offset;
}

static bool drop_words(struct shrinker *shrinker)
{
    bool dropped = false;
    for (int count = WORDS_MOST; count; count--) {
        for (size_t start = 0; start < shrinker->text->length;) {
            bool is_gone = try_without(shrinker, start, skip_words(shrinker, start, count));
            dropped = dropped || is_gone;
            start = is_gone ? start : next_word(shrinker, start);
        }
    }
    return dropped;
}

void program_shrink(struct words *text, program_predicate *fails, void *context)
{
    struct shrinker shrinker = { text, fails, context };
    bool is_smaller = true;
    while (is_smaller) {
        is_smaller = drop_lines(&shrinker);
        is_smaller = drop_blocks(&shrinker) || is_smaller;
        is_smaller = drop_lines_alike(&shrinker) || is_smaller;
        is_smaller = simplify_brackets(&shrinker) || is_smaller;
        is_smaller = drop_words(&shrinker) || is_smaller;
    }
}
