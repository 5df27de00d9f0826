/* Pieces of C as text: what is declared and not used is taken out again, for compilers complain of it. */
#include "emit/c_parts.h"

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_';
}

struct text c_word_at(struct text text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_letter(text.bytes[end]))
        end++;
    return (struct text){ text.bytes + at, end - at };
}

static uint32_t count_mentions(struct text text, struct text name)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.length;) {
        struct text word = c_word_at(text, i);
        i += word.length ? word.length : 1;
        count += text_equal(word, name);
    }
    return count;
}

bool c_mentions(struct text text, struct text name)
{
    return count_mentions(text, name) > 0;
}

/* The name that a line declares and gives a value, as `    int64_t NAME = ...;`; empty where it does not. */
static struct text declared_in(struct text line)
{
    static const char *const types[] = { "int64_t ", "struct sl_span " };
    size_t at = 0;
    while (at < line.length && line.bytes[at] == ' ')
        at++;
    struct text rest = { line.bytes + at, line.length - at };
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(types[i]);
        const char *equals = memmem(rest.bytes, rest.length, " = ", 3);
        if (text_starts(rest, text_of(types[i])) && equals)
            return (struct text){ rest.bytes + length, (size_t)(equals - rest.bytes) - length };
    }
    return TEXT("");
}

/* What may end the evaluation with an error is worked out, though nobody asks for it. */
static void keep_work(struct buf *out, struct text line)
{
    const char *equals = memmem(line.bytes, line.length, " = ", 3);
    size_t at = (size_t)(equals - line.bytes) + 3;
    if (!memmem(equals, line.length - at, "(run", 4))
        return;
    for (const char *blank = line.bytes; *blank == ' '; blank++)
        buf_byte(out, ' ');
    buf_str(out, "(void)");
    buf_add(out, line.bytes + at, line.length - at);
}

/* Where the block ends that a line stands in: names that are declared there end with it. */
static size_t end_of_block(struct text body, size_t at)
{
    bool is_quoted = false;
    for (int depth = 0; at < body.length && depth >= 0; at++) {
        char byte = body.bytes[at];
        is_quoted = is_quoted != (byte == '"');
        if (is_quoted && byte == '\\')
            at++;
        else if (!is_quoted)
            depth += (byte == '{') - (byte == '}');
    }
    return at;
}

static bool drop_line(struct c_program *program, struct text *body)
{
    for (size_t at = 0; at < body->length;) {
        const char *end = memchr(body->bytes + at, '\n', body->length - at);
        size_t length = (size_t)(end - body->bytes) + 1 - at;
        struct text line = { body->bytes + at, length };
        struct text name = declared_in(line);
        struct text scope = { line.bytes, end_of_block(*body, at) - at };
        if (name.length && count_mentions(scope, name) == 1) {
            struct buf out;
            buf_init(&out, program->arena);
            buf_add(&out, body->bytes, at);
            keep_work(&out, line);
            buf_add(&out, body->bytes + at + length, body->length - at - length);
            *body = buf_get(&out);
            return true;
        }
        at += length;
    }
    return false;
}

struct text c_clean(struct c_program *program, struct text body)
{
    while (drop_line(program, &body))
        continue;
    return body;
}

struct text c_in_parentheses(struct c_program *program, struct text condition)
{
    int depth = 0;
    size_t at = 0;
    do {
        if (at < condition.length && (condition.bytes[at] == '(' || condition.bytes[at] == ')'))
            depth += condition.bytes[at] == '(' ? 1 : -1;
        at++;
    } while (depth > 0 && at < condition.length);
    bool is_whole = condition.length && condition.bytes[0] == '(' && at == condition.length;
    return is_whole ? condition : c_say(program, "(%t)", condition);
}
