/* The values of confidential fields, found without a parse: the text may be broken, and just then
 * it is shown. A value goes from `field:` to the next field, `}`, or the end of the line, and over it
 * where the next line goes on with the same value. Each source is read twice, the second time with
 * fields looked for even in texts and comments: one missing quotation mark turns all that follows
 * inside out. */
#include "diag/secret_field.h"

#include "base/arena.h"
#include "diag/phrase.h"
#include "diag/session.h"

#include <stdlib.h>
#include <string.h>

struct secret_fields {
    struct arena *arena;
    struct text *names; /* sorted */
    size_t count;
};

struct scan {
    const struct secret_fields *fields;
    const char *bytes;
    size_t length;
    size_t at;
    bool is_wary;     /* sees fields even where a text or a comment seems to be */
    bool is_open;     /* within a confidential value */
    bool is_clause;   /* its field is written without a colon, so `{` ends it */
    bool is_new_line; /* a line has ended since the last token */
    char last;        /* the last token's last byte; `:` after the field's name */
    struct stretches *found;
};

static int compare(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

struct secret_fields *secret_fields_new(struct session *session)
{
    struct secret_fields *fields = ARENA_NEW(session->arena, struct secret_fields);
    fields->arena = session->arena;
    fields->count = session->secret_fields.count;
    fields->names = ARENA_ARRAY(session->arena, struct text, fields->count);
    for (size_t i = 0; i < fields->count; i++)
        fields->names[i] = name_text(session->secret_fields.items[i]);
    if (fields->count)
        qsort(fields->names, fields->count, sizeof *fields->names, compare);
    return fields;
}

static bool is_secret(const struct scan *scan, struct text word)
{
    return bsearch(&word, scan->fields->names, scan->fields->count, sizeof word, compare) != NULL;
}

/* The fields that may stand in an instance's head without a colon. */
static bool is_clause_word(struct text word)
{
    static const char *const words[] = { "of", "by",   "on",     "in",     "to",   "from",
                                         "at", "with", "under", "during", "about" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal(word, text_of(words[i])))
            return true;
    }
    return false;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char byte_at(const struct scan *scan, size_t at)
{
    return at < scan->length ? scan->bytes[at] : '\0';
}

static size_t line_end(const struct scan *scan, size_t at)
{
    const char *end =
        at < scan->length ? memchr(scan->bytes + at, '\n', scan->length - at) : NULL;
    return end ? (size_t)(end - scan->bytes) : scan->length;
}

static size_t skip_blanks(const struct scan *scan, size_t at)
{
    while (is_blank(byte_at(scan, at)))
        at++;
    return at;
}

static size_t skip_word(const struct scan *scan, size_t at)
{
    while (is_letter(byte_at(scan, at)) || is_digit(byte_at(scan, at)))
        at++;
    return at;
}

static void hide(struct scan *scan, size_t start, size_t end)
{
    while (end > start && is_blank(scan->bytes[end - 1]))
        end--;
    if (!scan->is_open || start >= end)
        return;
    struct stretch stretch = { (uint32_t)start, (uint32_t)end };
    VEC_PUSH(scan->fields->arena, &scan->found->list, stretch);
}

/* `name: confidential text` declares the field; it holds no value. */
static bool is_declaration(const struct scan *scan, size_t at)
{
    size_t start = skip_blanks(scan, at);
    size_t end = skip_word(scan, start);
    return text_equal((struct text){ scan->bytes + start, end - start }, TEXT("confidential")) &&
           is_letter(byte_at(scan, skip_blanks(scan, end)));
}

static void scan_word(struct scan *scan)
{
    size_t start = scan->at;
    size_t end = skip_word(scan, start);
    size_t colon = skip_blanks(scan, end);
    struct text word = { scan->bytes + start, end - start };
    bool is_member = start > 0 && scan->bytes[start - 1] == '.';
    scan->at = end;
    if (!is_member && byte_at(scan, colon) == ':') {
        scan->is_open = is_secret(scan, word) && !is_declaration(scan, colon + 1);
        scan->is_clause = false;
        scan->at = colon + 1;
    } else if (!scan->is_wary && !is_member && byte_at(scan, colon) && strchr("=\"", byte_at(scan, colon)) &&
                is_secret(scan, word)) {
        scan->is_open = true; /* the colon was forgotten, or another sign stands for it */
        scan->is_clause = false;
    } else if (!scan->is_wary && !is_member && is_clause_word(word) && is_secret(scan, word)) {
        scan->is_clause = !scan->is_open || scan->is_clause;
        scan->is_open = true;
        scan->last = ':';
        return;
    } else {
        hide(scan, start, end);
    }
    scan->last = scan->bytes[scan->at - 1];
}

/* A date or number with all its signs, so that the `T14:` of a time is not taken for a field. */
static void scan_number(struct scan *scan)
{
    size_t start = scan->at;
    size_t end = skip_word(scan, start);
    while (byte_at(scan, end) && strchr("-/.:", byte_at(scan, end)) &&
           skip_word(scan, end + 1) > end + 1)
        end = skip_word(scan, end + 1);
    hide(scan, start, end);
    scan->at = end;
    scan->last = '0';
}

static void scan_prose(struct scan *scan)
{
    size_t start = scan->at + 3;
    const char *close = memmem(scan->bytes + start, scan->length - start, "\"\"\"", 3);
    size_t end = close ? (size_t)(close - scan->bytes) : scan->length;
    hide(scan, start, end);
    scan->at = close ? end + 3 : end;
    scan->last = '"';
}

static void scan_string(struct scan *scan)
{
    size_t start = scan->at + 1;
    size_t end = start;
    while (end < scan->length && scan->bytes[end] != '"' && scan->bytes[end] != '\n') {
        bool is_escape = scan->bytes[end] == '\\' && end + 1 < scan->length &&
                         scan->bytes[end + 1] != '\n';
        end += is_escape ? 2 : 1;
    }
    hide(scan, start, end);
    scan->at = byte_at(scan, end) == '"' ? end + 1 : end;
    scan->last = '"';
}

/* A comment beside a value may say more than the value. */
static void scan_comment(struct scan *scan)
{
    size_t end = line_end(scan, scan->at);
    if (!scan->is_new_line)
        hide(scan, scan->at + 1, end);
    scan->at = end;
}

static void scan_sign(struct scan *scan)
{
    char sign = scan->bytes[scan->at];
    size_t end = scan->at + 1;
    if (sign == '}' || (sign == '{' && scan->is_clause))
        scan->is_open = false;
    else if (scan->is_open && (sign == '\'' || (unsigned char)sign >= 0x80))
        end = line_end(scan, scan->at); /* another kind of quotation mark, or words without any */
    if (sign != ',')
        hide(scan, scan->at, end);
    scan->at = end;
    scan->last = sign;
}

/* Whether what begins a new line has left the value behind. */
static bool is_left(const struct scan *scan)
{
    bool goes_on = scan->last != '\0' && strchr(":,.+-*/=<>(", scan->last) != NULL;
    char first = scan->bytes[scan->at];
    return (!goes_on && is_letter(first)) || (scan->is_wary && first == '#');
}

static void scan_token(struct scan *scan)
{
    char first = scan->bytes[scan->at];
    if (first == '#' && (!scan->is_wary || (scan->is_open && !scan->is_new_line))) {
        scan_comment(scan);
        return;
    }
    if (scan->is_new_line && is_left(scan))
        scan->is_open = false;
    scan->is_new_line = false;
    if (scan->is_wary && !scan->is_open && (first == '"' || first == '#')) {
        scan->at++;
        return;
    }
    struct text rest = { scan->bytes + scan->at, scan->length - scan->at };
    if (text_starts(rest, TEXT("\"\"\"")))
        scan_prose(scan);
    else if (first == '"')
        scan_string(scan);
    else if (is_letter(first))
        scan_word(scan);
    else if (is_digit(first))
        scan_number(scan);
    else
        scan_sign(scan);
}

static void scan_all(struct scan *scan)
{
    while (scan->at < scan->length) {
        char byte = scan->bytes[scan->at];
        scan->is_new_line |= byte == '\n';
        if (byte == '\n' || is_blank(byte))
            scan->at++;
        else
            scan_token(scan);
    }
}

void secret_fields_find(const struct secret_fields *fields, const struct source *source,
                        struct stretches *found)
{
    if (!fields->count)
        return;
    struct scan whole = { .fields = fields, .bytes = source->bytes, .length = source->length };
    whole.found = found;
    struct scan wary = whole;
    wary.is_wary = true;
    scan_all(&whole);
    scan_all(&wary);
}
