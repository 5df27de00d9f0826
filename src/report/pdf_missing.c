/* Characters that no font of the machine has: Typst's PDF/UA-1 mode refuses a document with one of them. What
 * is pasted from elsewhere holds such characters, bullets of Word for instance, and a review is not held up
 * for them. Typst names them in a message of its own form; what has another form is left alone. */
#include "report/pdf_missing.h"

#include "base/utf8.h"

enum { MISSING_MOST = 256, LONGEST = 64, DIGITS_MOST = 6 };

/* `u{e000}`, behind a backslash, as a code point; how long it is, or 0 where it has another form. */
static size_t read_escape(struct text text, uint32_t *point)
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 2;
    *point = 0;
    if (!text_starts(text, TEXT("u{")))
        return 0;
    for (; at < text.length && at < 2 + DIGITS_MOST; at++) {
        const char *digit = memchr(digits, text.bytes[at], sizeof digits - 1);
        if (!digit)
            break;
        *point = *point * 16 + (uint32_t)(digit - digits);
    }
    return at > 2 && at < text.length && text.bytes[at] == '}' && *point <= 0x10FFFF ? at + 1 : 0;
}

/* The bytes of what is quoted. False where ASCII is among them: every font has that, and it is what a source
 * is written in. */
static bool read_name(struct text quoted, struct buf *name)
{
    for (size_t at = 0; at < quoted.length; at++) {
        uint32_t point;
        char bytes[4];
        size_t length = 0;
        if ((unsigned char)quoted.bytes[at] >= 0x80) {
            buf_byte(name, quoted.bytes[at]);
            continue;
        }
        if (quoted.bytes[at] == '\\')
            length = read_escape((struct text){ quoted.bytes + at + 1, quoted.length - at - 1 }, &point);
        if (!length || point < 0x80)
            return false;
        buf_add(name, bytes, utf8_encode(point, bytes));
        at += length;
    }
    return name->length > 0 && name->length <= LONGEST;
}

static bool is_known(const struct pdf_missing *missing, struct text name)
{
    for (uint32_t i = 0; i < missing->list.count; i++) {
        if (text_equal(missing->list.items[i], name))
            return true;
    }
    return false;
}

/* The place of `words` in the text, or its length. */
static size_t find(struct text text, const char *words)
{
    const char *found = text.length ? memmem(text.bytes, text.length, words, strlen(words)) : NULL;
    return found ? (size_t)(found - text.bytes) : text.length;
}

static void add(struct arena *arena, struct text quoted, struct pdf_missing *missing)
{
    struct buf name;
    buf_init(&name, arena);
    bool is_new = read_name(quoted, &name) && !is_known(missing, buf_get(&name));
    if (is_new && missing->list.count < MISSING_MOST)
        VEC_PUSH(arena, &missing->list, buf_get(&name));
}

bool pdf_missing_read(struct arena *arena, struct text messages, struct pdf_missing *missing)
{
    static const char start[] = "the text `\"";
    static const char end[] = "\"` could not be displayed";
    uint32_t before = missing->list.count;
    for (;;) {
        size_t at = find(messages, start);
        if (at == messages.length)
            return missing->list.count > before;
        at += sizeof start - 1;
        messages = (struct text){ messages.bytes + at, messages.length - at };
        size_t length = find(messages, end);
        if (length < messages.length)
            add(arena, (struct text){ messages.bytes, length }, missing);
    }
}

/* The length of the longest of them that the text begins with, or 0. */
static size_t match(const struct pdf_missing *missing, struct text text)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < missing->list.count; i++) {
        struct text name = missing->list.items[i];
        if (name.length > longest && text_starts(text, name))
            longest = name.length;
    }
    return longest;
}

struct text pdf_missing_replace(struct arena *arena, struct text source, const struct pdf_missing *missing)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t at = 0; at < source.length;) {
        bool is_ascii = (unsigned char)source.bytes[at] < 0x80;
        struct text rest = { source.bytes + at, source.length - at };
        size_t length = is_ascii ? 0 : match(missing, rest);
        if (length)
            buf_str(&out, "\xEF\xBF\xBD");
        else
            buf_byte(&out, source.bytes[at]);
        at += length ? length : 1;
    }
    return buf_get(&out);
}
