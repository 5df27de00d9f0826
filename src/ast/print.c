/* The canonical layout. The tokens of the source are kept byte for byte, with their comments; the tree
 * says only where lines begin and how deep they stand (ast/layout.c). So the meaning cannot change, which
 * is proved all the same by reading the result again. */
#include "ast/print.h"

#include "ast/dump.h"
#include "ast/layout.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { CONTINUATION = 2 };

/* A line in the making. */
struct printing {
    struct layout layout;
    struct buf *out;
    uint32_t comment;  /* the next one to print */
    uint32_t column;
    uint16_t depth;    /* of the line being printed */
    uint32_t previous; /* end of what was printed last, in the source */
    bool after_open;   /* a body has just begun */
    bool was_block;    /* the declaration before took several lines */
    bool broken[AST_DEEPEST + 2]; /* by open brace: its body stands on lines of its own */
    uint32_t braces;
    uint16_t depths[AST_DEEPEST + 2];
};

static void put(struct printing *printing, struct text text)
{
    buf_text(printing->out, text);
    printing->column += (uint32_t)utf8_count(text);
}

static void new_line(struct printing *printing, uint32_t indent)
{
    while (printing->out->length && printing->out->bytes[printing->out->length - 1] == ' ')
        printing->out->length--;
    if (printing->out->length)
        buf_byte(printing->out, '\n');
    buf_repeat(printing->out, ' ', indent);
    printing->column = indent;
}

/* One blank line where the author had some. */
static bool had_blank(const struct printing *printing, uint32_t start)
{
    const char *bytes = printing->layout.ast->source->bytes;
    uint32_t lines = 0;
    for (uint32_t at = printing->previous; at < start; at++)
        lines += bytes[at] == '\n';
    return lines > 1;
}

static void blank_line(struct printing *printing)
{
    if (printing->out->length && !printing->after_open)
        buf_byte(printing->out, '\n');
}

static uint32_t indent_of(uint16_t depth)
{
    return (uint32_t)depth * LAYOUT_INDENT;
}

/* Prose of several lines moves as a whole; what it says does not change, since the language takes its
 * common indentation away. */
static void put_prose(struct printing *printing, struct text text)
{
    uint32_t least = UINT32_MAX;
    for (size_t at = 0; at < text.length; at++) {
        if (text.bytes[at] != '\n')
            continue;
        size_t first = at + 1;
        while (first < text.length && strchr(" \t\r", text.bytes[first]))
            first++;
        bool closing = text.length - first == 3;
        if (first < text.length && text.bytes[first] != '\n' && !closing && first - at - 1 < least)
            least = (uint32_t)(first - at - 1);
    }
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.bytes + at, '\n', text.length - at);
        size_t stop = end ? (size_t)(end - text.bytes) : text.length;
        size_t start = at;
        size_t length = stop > start && text.bytes[stop - 1] == '\r' ? stop - 1 - start : stop - start;
        if (at > 0) {
            size_t skip = 0;
            while (skip < length && strchr(" \t", text.bytes[start + skip]))
                skip++;
            bool closing = !end && length - skip == 3;
            size_t drop = closing ? skip : skip < least ? skip : least;
            buf_byte(printing->out, '\n');
            if (closing || skip < length)
                buf_repeat(printing->out, ' ', indent_of((uint16_t)(printing->depth + !closing)));
            if (skip < length)
                buf_add(printing->out, text.bytes + start + drop, length - drop);
        } else {
            buf_add(printing->out, text.bytes, length);
        }
        at = end ? stop + 1 : text.length;
    }
    printing->column = LAYOUT_WIDTH;
}

/* Comments */

static void put_comment(struct printing *printing, struct span span)
{
    struct text text = source_text(printing->layout.ast->source, span);
    while (text.length && strchr(" \t\r", text.bytes[text.length - 1]))
        text.length--;
    put(printing, text);
    printing->previous = span.end;
    printing->after_open = false;
}

static bool has_comment_before(const struct printing *printing, uint32_t offset)
{
    return printing->comment < printing->layout.ast->comments.count &&
           printing->layout.ast->comments.items[printing->comment].span.start < offset;
}

/* The comments before `offset`; true where what follows must begin a line. */
static bool put_comments(struct printing *printing, uint32_t offset, uint32_t indent, bool wants_blank)
{
    bool any = false;
    while (has_comment_before(printing, offset)) {
        const struct ast_comment *comment = &printing->layout.ast->comments.items[printing->comment++];
        if (!comment->own_line && printing->out->length && !any) {
            buf_str(printing->out, "  ");
        } else {
            bool blank = had_blank(printing, comment->span.start) || wants_blank;
            new_line(printing, 0);
            if (blank)
                blank_line(printing);
            buf_repeat(printing->out, ' ', indent);
            wants_blank = false;
        }
        put_comment(printing, comment->span);
        any = true;
    }
    return any;
}

/* Tokens */

static bool wants_blank(struct printing *printing, uint32_t token)
{
    const struct place *place = &printing->layout.places[token];
    if (!(place->flags & PLACE_ITEM) || place->depth > 0 || !printing->out->length)
        return false;
    return printing->was_block || place->flags & PLACE_BLOCK;
}

static bool is_sign(const struct printing *printing, uint32_t token, char sign)
{
    struct text text = layout_text(&printing->layout, token);
    return text.length == 1 && text.bytes[0] == sign;
}

static void begin_line(struct printing *printing, uint32_t token, uint16_t depth, bool may_blank)
{
    uint32_t start = printing->layout.tokens[token].span.start;
    bool wanted = wants_blank(printing, token);
    bool before = has_comment_before(printing, start);
    bool commented = put_comments(printing, start, indent_of(depth), wanted);
    bool blank = may_blank && (had_blank(printing, start) || (wanted && !before));
    (void)commented;
    if (printing->out->length)
        new_line(printing, 0);
    if (blank)
        blank_line(printing);
    buf_repeat(printing->out, ' ', indent_of(depth));
    printing->column = indent_of(depth);
    printing->depth = depth;
}

/* The next place after `token` where the line could be broken, or ends. */
static uint32_t next_break(const struct printing *printing, uint32_t token)
{
    uint32_t next = token + 1;
    while (next < printing->layout.count &&
           !(printing->layout.places[next].flags & (PLACE_SOFT | PLACE_LINE)))
        next++;
    return next;
}

static bool must_wrap(const struct printing *printing, uint32_t token)
{
    uint32_t last = next_break(printing, token) - 1;
    return printing->column + 1 + layout_width(&printing->layout, token, last) > LAYOUT_WIDTH;
}

static void continue_line(struct printing *printing, uint32_t token)
{
    uint32_t start = printing->layout.tokens[token].span.start;
    uint32_t indent = indent_of((uint16_t)(printing->depth + CONTINUATION));
    bool soft = printing->layout.places[token].flags & PLACE_SOFT;
    if (put_comments(printing, start, indent, false) || (soft && must_wrap(printing, token)))
        new_line(printing, indent);
    else if (layout_space(&printing->layout, token))
        put(printing, TEXT(" "));
}

static void put_token(struct printing *printing, uint32_t token)
{
    struct text text = layout_text(&printing->layout, token);
    size_t length = text.length;
    if (text_starts(text, TEXT("\"\"\""))) {
        put_prose(printing, text);
    } else if (length > 1 && text.bytes[length - 1] == ':') {
        while (length > 1 && strchr(" \t", text.bytes[length - 2]))
            length--;
        put(printing, (struct text){ text.bytes, length - 1 });
        put(printing, TEXT(":"));
    } else {
        put(printing, text);
    }
    printing->previous = printing->layout.tokens[token].span.end;
}

static bool opens_body(const struct printing *printing, uint32_t token)
{
    if (token + 1 >= printing->layout.count)
        return false;
    bool commented = has_comment_before(printing, printing->layout.tokens[token + 1].span.start);
    return printing->layout.places[token + 1].flags & PLACE_LINE ||
           (is_sign(printing, token + 1, '}') && commented);
}

static void open_brace(struct printing *printing, uint32_t token)
{
    printing->broken[printing->braces] = opens_body(printing, token);
    printing->depths[printing->braces++] = printing->depth;
    printing->after_open = true;
}

static void print_token(struct printing *printing, uint32_t token)
{
    const struct place *place = &printing->layout.places[token];
    bool closes = is_sign(printing, token, '}') && printing->braces > 0;
    if (closes)
        printing->braces--;
    if (closes && printing->broken[printing->braces]) {
        uint16_t depth = printing->depths[printing->braces];
        uint32_t start = printing->layout.tokens[token].span.start;
        put_comments(printing, start, indent_of((uint16_t)(depth + 1)), false);
        new_line(printing, indent_of(depth));
        printing->depth = depth;
    } else if (place->flags & PLACE_LINE) {
        begin_line(printing, token, place->depth, !printing->after_open);
        if (place->flags & PLACE_ITEM)
            printing->was_block = place->flags & PLACE_BLOCK;
    } else {
        continue_line(printing, token);
    }
    printing->after_open = false;
    put_token(printing, token);
    if (is_sign(printing, token, '{') && printing->braces <= AST_DEEPEST)
        open_brace(printing, token);
}

static bool is_same(struct session *session, const struct ast *before, struct text after)
{
    struct session *scratch = session_new(session->arena);
    struct source source;
    source_of_text(session->arena, before->source->path, after, &source);
    const struct ast *again = ast_read(scratch, session_add_source(scratch, &source));
    return !again->has_errors && again->comments.count == before->comments.count &&
           ast_same(&before->file->base, &again->file->base);
}

bool ast_print(struct buf *out, struct session *session, const struct ast *ast)
{
    if (ast->has_errors || session->error_count)
        return false;
    struct printing *printing = ARENA_NEW(session->arena, struct printing);
    layout_plan(&printing->layout, session, ast);
    printing->out = out;
    for (uint32_t token = 0; token < printing->layout.count; token++)
        print_token(printing, token);
    put_comments(printing, UINT32_MAX, 0, false);
    if (out->length)
        new_line(printing, 0);
    return is_same(session, ast, buf_get(out));
}
