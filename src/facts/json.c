/* Reads JSON piece by piece. Comes in: a source in memory, any bytes at all. Goes out: keys and values in the
 * order in which they are asked for, or the place where it is no JSON any more. What they mean is
 * facts/import_json.c's; nothing here recurs, so no input is too deep. */
#include "facts/json.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/source.h"

#include <endian.h>

enum { WORD = 8, PADDING = 2, DIGITS = 18 };

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool fail_between(struct json *json, uint32_t start, uint32_t end, const char *fault)
{
    if (!json->fault) {
        json->fault = fault;
        json->fault_at = start;
        json->fault_end = end;
    }
    json->at = json->length;
    return false;
}

static bool fail(struct json *json, uint32_t at, const char *fault)
{
    return fail_between(json, at, at < json->length ? at + 1 : at, fault);
}

void json_open(struct json *json, struct arena *arena, const struct source *source, bool by_lines)
{
    *json = (struct json){ .arena = arena, .bytes = source->bytes, .length = (uint32_t)source->length,
                           .by_lines = by_lines };
}

/* White space */

static char skip_blanks(struct json *json)
{
    const char *bytes = json->bytes;
    uint32_t at = json->at;
    while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' ||
           (bytes[at] == '\n' && !json->by_lines))
        at++;
    json->at = at;
    return bytes[at];
}

bool json_has_document(struct json *json)
{
    while (!json->fault && skip_blanks(json) == '\n')
        json->at++;
    json->depth = 0;
    return !json->fault && json->at < json->length;
}

bool json_end_document(struct json *json)
{
    if (json->fault)
        return false;
    char byte = skip_blanks(json);
    if (json->at >= json->length || (json->by_lines && byte == '\n'))
        return true;
    return fail(json, json->at, json->by_lines ? "one object a line; something stands behind it"
                                               : "something stands behind the end of the document");
}

void json_next_line(struct json *json)
{
    const char *end = memchr(json->bytes + json->fault_at, '\n', json->length - json->fault_at);
    json->at = end ? (uint32_t)(end - json->bytes) + 1 : json->length;
    json->fault = NULL;
}

/* Strings */

/* The bytes of a word that end a run of plain ones: marked by their highest bits, exactly up to the first. */
static uint64_t find_special(uint64_t word)
{
    uint64_t quotes = word ^ EACH_BYTE('"');
    uint64_t slashes = word ^ EACH_BYTE('\\');
    uint64_t marked = (quotes - EACH_BYTE(1)) & ~quotes;
    marked |= (slashes - EACH_BYTE(1)) & ~slashes;
    marked |= (word - EACH_BYTE(0x20)) & ~word;
    return (marked | word) & EACH_BYTE(0x80);
}

/* From `at` to the next quotation mark, backslash, control character or byte beyond ASCII. */
static uint32_t skip_plain(const struct json *json, uint32_t at)
{
    uint64_t word;
    while (at + WORD <= json->length + PADDING) {
        memcpy(&word, json->bytes + at, WORD);
        uint64_t special = find_special(le64toh(word));
        if (special)
            return at + (uint32_t)__builtin_ctzll(special) / 8;
        at += WORD;
    }
    while ((unsigned char)json->bytes[at] >= 0x20 && (unsigned char)json->bytes[at] < 0x80 &&
           json->bytes[at] != '"' && json->bytes[at] != '\\')
        at++;
    return at;
}

/* The four hexadecimal digits at `at`; UINT32_MAX where they are none. */
static uint32_t read_hex(const char *bytes, uint32_t at)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < 4; i++) {
        char byte = bytes[at + i];
        char letter = (char)(byte | 32);
        if (byte >= '0' && byte <= '9')
            value = value * 16 + (uint32_t)(byte - '0');
        else if (letter >= 'a' && letter <= 'f')
            value = value * 16 + (uint32_t)(letter - 'a') + 10;
        else
            return UINT32_MAX;
    }
    return value;
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

/* The character that the escape at `*at` stands for, and the first byte behind it; false where it is none. */
static bool read_escape(struct json *json, uint32_t *at, uint32_t *point)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *bytes = json->bytes;
    const char *letter = bytes[*at + 1] ? strchr(letters, bytes[*at + 1]) : NULL;
    if (letter) {
        *point = (uint32_t)meanings[letter - letters];
        *at += 2;
        return true;
    }
    *point = bytes[*at + 1] == 'u' ? read_hex(bytes, *at + 2) : UINT32_MAX;
    if (*point == UINT32_MAX)
        return fail(json, *at,
                    "no escape begins so; there are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four "
                    "hexadecimal digits");
    uint32_t start = *at;
    *at += 6;
    if (!is_high(*point) && !is_low(*point))
        return true;
    uint32_t low = bytes[*at] == '\\' && bytes[*at + 1] == 'u' ? read_hex(bytes, *at + 2) : 0;
    if (!is_high(*point) || !is_low(low))
        return fail_between(json, start, *at, "half a surrogate pair is no character");
    *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
    *at += 6;
    return true;
}

/* Checks what ended a run of plain bytes, and steps over it; false at a fault. */
static bool check_special(struct json *json, uint32_t *at)
{
    unsigned char byte = (unsigned char)json->bytes[*at];
    uint32_t point;
    if (byte == '\\') {
        json->is_coded = true;
        return read_escape(json, at, &point);
    }
    if (byte >= 0x80) {
        struct text rest = { json->bytes, json->length };
        uint32_t bad = *at;
        *at += (uint32_t)utf8_decode(rest, *at, &point);
        return point != UTF8_BAD || fail(json, bad, "this byte is no UTF-8, in which JSON is written");
    }
    if (*at >= json->length || (byte == '\n' && json->by_lines))
        return fail(json, json->start - 1, "this string is never closed");
    return fail(json, *at, "a control character stands in a string only as an escape, such as \\n");
}

/* The string whose quotation mark stands where reading is. */
static bool read_string(struct json *json)
{
    uint32_t at = json->at + 1;
    json->start = at;
    json->is_coded = false;
    for (;;) {
        at = skip_plain(json, at);
        if (json->bytes[at] == '"') {
            json->end = at;
            json->at = at + 1;
            return true;
        }
        if (!check_special(json, &at))
            return false;
    }
}

static struct text decode(struct json *json)
{
    struct buf out;
    buf_init(&out, json->arena);
    for (uint32_t at = json->start; at < json->end;) {
        const char *slash = memchr(json->bytes + at, '\\', json->end - at);
        uint32_t plain = slash ? (uint32_t)(slash - json->bytes) : json->end;
        uint32_t point;
        char bytes[4];
        buf_add(&out, json->bytes + at, plain - at);
        at = plain;
        if (slash && read_escape(json, &at, &point))
            buf_add(&out, bytes, utf8_encode(point, bytes));
    }
    return buf_get(&out);
}

struct text json_text(struct json *json)
{
    if (json->is_coded)
        return decode(json);
    return (struct text){ json->bytes + json->start, json->end - json->start };
}

/* Numbers and words */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* At least one digit from `*at` on. */
static bool read_digits(struct json *json, uint32_t *at)
{
    if (!is_digit(json->bytes[*at]))
        return fail(json, *at, "a digit is wanted here");
    while (is_digit(json->bytes[*at]))
        ++*at;
    return true;
}

static enum json_sort wrong(struct json *json, uint32_t at, const char *fault)
{
    fail(json, at, fault);
    return JSON_IS_WRONG;
}

static enum json_sort read_number(struct json *json)
{
    const char *bytes = json->bytes;
    uint32_t at = json->start = json->at;
    at += bytes[at] == '-';
    if (bytes[at] == '0' && is_digit(bytes[at + 1]))
        return wrong(json, at, "a number begins with no needless zero");
    if (!read_digits(json, &at))
        return JSON_IS_WRONG;
    if (bytes[at] == '.') {
        at++;
        if (!read_digits(json, &at))
            return JSON_IS_WRONG;
    }
    if (bytes[at] == 'e' || bytes[at] == 'E') {
        at++;
        at += bytes[at] == '-' || bytes[at] == '+';
        if (!read_digits(json, &at))
            return JSON_IS_WRONG;
    }
    json->at = json->end = at;
    json->is_first = false;
    return JSON_IS_NUMBER;
}

static enum json_sort read_word(struct json *json, struct text word, enum json_sort sort)
{
    struct text rest = { json->bytes + json->at, json->length - json->at };
    if (!json->at && (text_starts(rest, TEXT("\xFF\xFE")) || text_starts(rest, TEXT("\xFE\xFF"))))
        return wrong(json, 0, "this is UTF-16; JSON is written in UTF-8");
    if (!text_starts(rest, word))
        return wrong(json, json->at,
                     "a value is wanted here: an object, an array, a string in double quotation marks, a number, "
                     "true, false or null");
    json->start = json->at;
    json->at = json->end = json->start + (uint32_t)word.length;
    json->is_first = false;
    return sort;
}

bool json_whole(const struct json *json, int64_t *out)
{
    uint32_t at = json->start;
    bool is_negative = json->bytes[at] == '-';
    int64_t value = 0;
    at += is_negative;
    if (json->end - at > DIGITS)
        return false;
    for (; at < json->end; at++) {
        if (!is_digit(json->bytes[at]))
            return false;
        value = value * 10 + (json->bytes[at] - '0');
    }
    *out = is_negative ? -value : value;
    return true;
}

/* A number as its digits, without zeros at either end, and how many of them stand behind the point; below 0,
 * how many zeros are to follow. Exponents are held within what any file can make up for. */
struct digits {
    char bytes[DIGITS];
    uint32_t count;
    int64_t scale;
    bool is_negative;
};

static bool add_digit(struct digits *digits, char digit, uint32_t *zeros)
{
    if (digit == '0') {
        *zeros += digits->count != 0;
        return true;
    }
    if (*zeros > DIGITS || digits->count + *zeros >= DIGITS)
        return false;
    memset(digits->bytes + digits->count, '0', *zeros);
    digits->count += *zeros;
    digits->bytes[digits->count++] = digit;
    *zeros = 0;
    return true;
}

static int64_t read_exponent(const struct json *json, uint32_t at)
{
    static const int64_t most = INT64_C(1) << 40;
    bool is_negative = json->bytes[at] == '-';
    int64_t value = 0;
    at += is_negative || json->bytes[at] == '+';
    for (; at < json->end; at++)
        value = value < most ? value * 10 + (json->bytes[at] - '0') : most;
    return is_negative ? -value : value;
}

static bool read_all_digits(const struct json *json, struct digits *digits)
{
    uint32_t at = json->start;
    uint32_t zeros = 0;
    bool in_fraction = false;
    digits->is_negative = json->bytes[at] == '-';
    at += digits->is_negative;
    for (; at < json->end && (json->bytes[at] | 32) != 'e'; at++) {
        if (json->bytes[at] == '.') {
            in_fraction = true;
            continue;
        }
        if (!add_digit(digits, json->bytes[at], &zeros))
            return false;
        digits->scale += in_fraction;
    }
    if (at < json->end)
        digits->scale -= read_exponent(json, at + 1);
    digits->scale -= zeros;
    return true;
}

bool json_number(const struct json *json, struct number *out)
{
    struct digits digits = { .count = 0 };
    if (!read_all_digits(json, &digits))
        return false;
    if (!digits.count) {
        *out = number_of_int(0);
        return true;
    }
    if (digits.scale > DIGITS || digits.scale < -DIGITS || digits.count - digits.scale > DIGITS)
        return false;
    int64_t whole = 0;
    int64_t power = 1;
    for (uint32_t i = 0; i < digits.count; i++)
        whole = whole * 10 + (digits.bytes[i] - '0');
    for (int64_t i = 0; i < digits.scale; i++)
        power *= 10;
    for (int64_t i = digits.scale; i < 0; i++)
        whole *= 10;
    return number_divide(number_of_int(digits.is_negative ? -whole : whole), number_of_int(power), out);
}

/* Structure */

static enum json_sort enter(struct json *json, enum json_sort sort)
{
    if (json->depth == JSON_DEEPEST)
        return wrong(json, json->at, "objects and arrays stand in one another at most 256 deep");
    json->depth++;
    json->start = json->at++;
    json->end = json->at;
    json->is_first = true;
    return sort;
}

enum json_sort json_value(struct json *json)
{
    switch (skip_blanks(json)) {
    case '"':
        json->is_first = false;
        return read_string(json) ? JSON_IS_STRING : JSON_IS_WRONG;
    case '{':
        return enter(json, JSON_IS_OBJECT);
    case '[':
        return enter(json, JSON_IS_ARRAY);
    case 't':
        return read_word(json, TEXT("true"), JSON_IS_TRUE);
    case 'f':
        return read_word(json, TEXT("false"), JSON_IS_FALSE);
    case '-':
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        return read_number(json);
    default:
        return read_word(json, TEXT("null"), JSON_IS_NULL);
    }
}

static bool leave(struct json *json)
{
    json->at++;
    json->depth--;
    json->is_first = false;
    return false;
}

bool json_key(struct json *json)
{
    char byte = skip_blanks(json);
    if (byte == '}')
        return leave(json);
    if (!json->is_first) {
        if (byte != ',')
            return fail(json, json->at, "`,` or `}` is wanted here");
        json->at++;
        byte = skip_blanks(json);
    }
    json->is_first = false;
    if (byte != '"')
        return fail(json, json->at, "a key in double quotation marks is wanted here");
    if (!read_string(json))
        return false;
    if (skip_blanks(json) != ':')
        return fail(json, json->at, "`:` is wanted behind the key");
    json->at++;
    return true;
}

bool json_item(struct json *json)
{
    char byte = skip_blanks(json);
    if (byte == ']')
        return leave(json);
    if (json->is_first)
        return !json->fault;
    if (byte != ',')
        return fail(json, json->at, "`,` or `]` is wanted here");
    json->at++;
    return true;
}

void json_skip(struct json *json, enum json_sort sort)
{
    bool in_object[JSON_DEEPEST];
    uint32_t level = 0;
    for (;;) {
        if (sort == JSON_IS_OBJECT || sort == JSON_IS_ARRAY)
            in_object[level++] = sort == JSON_IS_OBJECT;
        sort = JSON_IS_WRONG;
        while (level && !(in_object[level - 1] ? json_key(json) : json_item(json)))
            level--;
        if (!level || json->fault)
            return;
        sort = json_value(json);
    }
}
