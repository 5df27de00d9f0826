/* Names and texts of a model in C. A name is taken over where C has no other use for it; whatever a text
 * holds, it stays within its literal or comment. */
#include "emit/c_parts.h"

#include "diag/diag.h"

#include <stdarg.h>

struct text c_say(struct c_program *program, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = diag_format_list(program->session, format, arguments);
    va_end(arguments);
    return text;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Letters, digits and `_` alone, and no digit first. */
static struct text as_identifier(struct c_program *program, struct text text)
{
    struct buf out;
    buf_init(&out, program->arena);
    if (!text.length || !is_letter(text.bytes[0]))
        buf_byte(&out, 'x');
    for (size_t i = 0; i < text.length; i++) {
        if (is_letter(text.bytes[i]) || is_digit(text.bytes[i]))
            buf_byte(&out, text.bytes[i]);
        else
            buf_printf(&out, "x%02x", (unsigned)(unsigned char)text.bytes[i]);
    }
    return buf_get(&out);
}

static bool is_taken(const struct c_space *space, struct text name)
{
    for (uint32_t i = 0; i < space->taken.count; i++) {
        if (text_equal(space->taken.items[i], name))
            return true;
    }
    return false;
}

struct text c_name(struct c_program *program, struct c_space *space, struct text wanted)
{
    struct text base = as_identifier(program, wanted);
    struct text name = base;
    if (is_taken(space, name))
        name = c_say(program, "%t_", base);
    for (int i = 2; is_taken(space, name); i++)
        name = c_say(program, "%t_%d", base, i);
    VEC_PUSH(program->arena, &space->taken, name);
    return name;
}

void c_reserve(struct c_program *program, struct c_space *space, const char *const *words)
{
    for (; *words; words++)
        VEC_PUSH(program->arena, &space->taken, text_of(*words));
}

static const char other_uses[] =
    "alignas alignof and and_eq asm assert auto bitand bitor bool break case catch char class compl "
    "complex concept const consteval constexpr constinit const_cast continue co_await co_return "
    "co_yield decltype default delete do double dynamic_cast else enum errno explicit export extern "
    "false float for friend goto i386 if imaginary inline int linux long mutable namespace new "
    "noexcept noreturn not not_eq nullptr operator or or_eq private protected public register "
    "reinterpret_cast requires restrict return short signed sizeof static static_assert static_cast "
    "stderr stdin stdout struct switch template this thread_local throw true try typedef typeid "
    "typename typeof typeof_unqual union unix unsigned using virtual void volatile wchar_t while xor "
    "xor_eq ";

void c_reserve_words(struct c_program *program, struct c_space *space)
{
    for (const char *at = other_uses; *at; at = strchr(at, ' ') + 1)
        VEC_PUSH(program->arena, &space->taken, ((struct text){ at, strcspn(at, " ") }));
}

struct text c_upper(struct c_program *program, struct text text)
{
    char *bytes = ARENA_ARRAY(program->arena, char, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        bytes[i] = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
    }
    return (struct text){ bytes, text.length };
}

/* All but plain letters, digits and blanks as octal numbers of three digits, which nothing behind them can
 * lengthen; so there are no trigraphs, no lines and no quotation marks in a literal. */
struct text c_literal(struct c_program *program, struct text text)
{
    struct buf out;
    buf_init(&out, program->arena);
    buf_byte(&out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (is_letter(byte) || is_digit(byte) || memchr(" .,:;-+()=/*<>", byte, 14))
            buf_byte(&out, byte);
        else
            buf_printf(&out, "\\%03o", (unsigned)(unsigned char)byte);
    }
    buf_byte(&out, '"');
    return buf_get(&out);
}

/* What could end a comment or a line, or look like either, becomes a full stop. */
struct text c_comment(struct c_program *program, struct text text)
{
    struct buf out;
    buf_init(&out, program->arena);
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        bool is_plain = is_letter(byte) || is_digit(byte) || memchr(" .,:;-+()='", byte, 11);
        buf_byte(&out, is_plain ? byte : '.');
    }
    return buf_get(&out);
}
