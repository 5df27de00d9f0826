/* Text tokens to nodes: escapes undone, prose freed of its common indentation, and `{expr}` read as
 * expressions where a text is a template. */
#include "ast/parse.h"

#include "base/buf.h"
#include "base/utf8.h"

enum { LONGEST_TEXT = 1024 * 1024 };

struct decoder {
    struct parse *parse;
    const char *bytes; /* of the source */
    struct buf text;
    uint32_t indent;   /* columns of prose to leave out at each line start */
    bool is_prose;
};

static struct span part_of(const struct decoder *decoder, uint32_t start, uint32_t end)
{
    return (struct span){ decoder->parse->file, start, end };
}

static void fail(struct decoder *decoder, enum diag_code code, uint32_t start, uint32_t end)
{
    struct span span = part_of(decoder, start, end);
    diag_report(decoder->parse->session, code, span,
                source_text(decoder->parse->ast->source, span));
    decoder->parse->ast->has_errors = true;
}

static unsigned hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
}

/* `\u{1F600}`: from the backslash at `at`; returns where it ends, or `at` where it is none. */
static uint32_t decode_unicode(struct decoder *decoder, uint32_t at, uint32_t end)
{
    uint32_t point = 0;
    uint32_t i = at + 3;
    if (at + 2 >= end || decoder->bytes[at + 2] != '{')
        return at;
    for (; i < end && hex_digit(decoder->bytes[i]) < 16 && point < 0x110000; i++)
        point = point * 16 + hex_digit(decoder->bytes[i]);
    bool sound = i < end && decoder->bytes[i] == '}' && i > at + 3 && point < 0x110000 &&
                 (point < 0xD800 || point > 0xDFFF) && !utf8_is_unprintable(point) &&
                 !utf8_is_forbidden(point);
    if (!sound)
        return at;
    char bytes[4];
    buf_add(&decoder->text, bytes, utf8_encode(point, bytes));
    return i + 1;
}

/* One escape of a text on one line; returns where it ends. */
static uint32_t decode_escape(struct decoder *decoder, uint32_t at, uint32_t end)
{
    char letter = at + 1 < end ? decoder->bytes[at + 1] : '\0';
    if (letter == 'u') {
        uint32_t after = decode_unicode(decoder, at, end);
        if (after > at)
            return after;
    } else if (letter == 'n') {
        buf_byte(&decoder->text, '\n');
        return at + 2;
    } else if (letter && strchr("\"\\{}@", letter)) {
        buf_byte(&decoder->text, letter);
        return at + 2;
    }
    fail(decoder, E0016, at, at + 2 < end ? at + 2 : end);
    return at + 2 < end ? at + 2 : end;
}

/* Prose: a line end is LF, and the common indentation goes; all else is CommonMark's own business. */
static uint32_t decode_prose(struct decoder *decoder, uint32_t at, uint32_t end)
{
    char byte = decoder->bytes[at];
    if (byte == '\r' && at + 1 < end && decoder->bytes[at + 1] == '\n')
        return at + 1;
    buf_byte(&decoder->text, byte);
    at++;
    if (byte != '\n')
        return at;
    for (uint32_t i = 0; i < decoder->indent && at < end; i++, at++) {
        if (decoder->bytes[at] != ' ' && decoder->bytes[at] != '\t')
            break;
    }
    return at;
}

static uint32_t decode_one(struct decoder *decoder, uint32_t at, uint32_t end)
{
    if (decoder->is_prose)
        return decode_prose(decoder, at, end);
    if (decoder->bytes[at] == '\\')
        return decode_escape(decoder, at, end);
    buf_byte(&decoder->text, decoder->bytes[at]);
    return at + 1;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* The least indentation of the lines of prose that are not blank, the first line apart. */
static uint32_t common_indent(const char *bytes, uint32_t start, uint32_t end)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t at = start; at < end; at++) {
        if (bytes[at] != '\n')
            continue;
        uint32_t first = at + 1;
        while (first < end && is_blank(bytes[first]))
            first++;
        if (first < end && bytes[first] != '\n' && first - at - 1 < least)
            least = first - at - 1;
    }
    return least == UINT32_MAX ? 0 : least;
}

/* The bytes between the quotes; of prose, without a blank first and last line. */
static struct span inside(struct decoder *decoder, struct span token)
{
    uint32_t quotes = decoder->is_prose ? 3 : 1;
    struct span content = { token.file, token.start + quotes, token.end - quotes };
    if (!decoder->is_prose)
        return content;
    decoder->indent = common_indent(decoder->bytes, content.start, content.end);
    uint32_t first = content.start;
    while (first < content.end && is_blank(decoder->bytes[first]))
        first++;
    if (first < content.end && decoder->bytes[first] == '\n') {
        content.start = first + 1;
        for (uint32_t i = 0; i < decoder->indent && content.start < content.end; i++) {
            if (!is_blank(decoder->bytes[content.start]))
                break;
            content.start++;
        }
    }
    while (content.end > content.start &&
           (is_blank(decoder->bytes[content.end - 1]) || decoder->bytes[content.end - 1] == '\n'))
        content.end--;
    return content;
}

static bool start_decoding(struct decoder *decoder, struct parse *parse, struct span token,
                           bool is_prose, struct span *content)
{
    *decoder = (struct decoder){ .parse = parse, .bytes = parse->ast->source->bytes,
                                 .is_prose = is_prose };
    buf_init(&decoder->text, parse->session->arena);
    *content = (struct span){ token.file, token.start, token.start };
    if (decoder->bytes[token.start] != '"')
        return false; /* other quotation marks: reported by the scanner */
    *content = inside(decoder, token);
    if (content->end - content->start <= LONGEST_TEXT)
        return true;
    diag_report(parse->session, E0017, token, (int)LONGEST_TEXT,
                (size_t)(content->end - content->start));
    parse->ast->has_errors = true;
    content->end = content->start;
    return false;
}

static struct text finish(struct decoder *decoder)
{
    struct text text = utf8_normalise(decoder->parse->session->arena, buf_get(&decoder->text));
    buf_init(&decoder->text, decoder->parse->session->arena);
    return text;
}

/* Most texts hold no escape and no mark of prose: they are read where they stand. */
static bool is_verbatim(const struct decoder *decoder, struct span content)
{
    for (uint32_t at = content.start; at < content.end; at++) {
        char byte = decoder->bytes[at];
        if (byte == '\\' || byte == '\n' || (unsigned char)byte >= 0x80)
            return false;
    }
    return true;
}

struct ast_node *ast_read_string(struct parse *parse, struct span token, bool is_prose)
{
    struct decoder decoder;
    struct span content;
    struct text text = { 0 };
    if (start_decoding(&decoder, parse, token, is_prose, &content) && is_verbatim(&decoder, content)) {
        text = source_text(parse->ast->source, content);
    } else {
        for (uint32_t at = content.start; at < content.end;)
            at = decode_one(&decoder, at, content.end);
        text = finish(&decoder);
    }
    if (is_prose)
        return AST_NEW(parse->session, PROSE, prose, token, .text = text);
    return AST_NEW(parse->session, STRING, string, token, .text = text);
}

static struct ast_list add_text(struct decoder *decoder, struct ast_list parts, uint32_t start,
                                uint32_t end)
{
    if (!decoder->text.length)
        return parts;
    return ast_append(parts, AST_NEW(decoder->parse->session, STRING, string,
                                     part_of(decoder, start, end), .text = finish(decoder)));
}

/* `{expr}` from its brace at `at`; returns where it ends. */
static uint32_t read_fill_in(struct decoder *decoder, struct ast_list *parts, uint32_t at, uint32_t end)
{
    uint32_t close = at + 1;
    while (close < end && decoder->bytes[close] != '}' && decoder->bytes[close] != '{')
        close++;
    if (close >= end || decoder->bytes[close] != '}') {
        fail(decoder, E0104, at, at + 1);
        return at + 1;
    }
    struct span inner = part_of(decoder, at + 1, close);
    struct ast_node *part = ast_read_part(decoder->parse, inner);
    if (!part)
        fail(decoder, E0105, at, close + 1);
    *parts = ast_append(*parts, part);
    return close + 1;
}

struct ast_node *ast_read_template(struct parse *parse, struct span token, bool is_prose)
{
    struct decoder decoder;
    struct span content;
    struct ast_list parts = { 0 };
    start_decoding(&decoder, parse, token, is_prose, &content);
    uint32_t start = content.start;
    for (uint32_t at = content.start; at < content.end;) {
        bool escaped = is_prose && decoder.bytes[at] == '\\' && at + 1 < content.end &&
                       strchr("{}", decoder.bytes[at + 1]);
        if (escaped) {
            buf_byte(&decoder.text, decoder.bytes[at + 1]);
            at += 2;
        } else if (decoder.bytes[at] == '{') {
            parts = add_text(&decoder, parts, start, at);
            start = at = read_fill_in(&decoder, &parts, at, content.end);
        } else {
            at = decode_one(&decoder, at, content.end);
        }
    }
    parts = add_text(&decoder, parts, start, content.end);
    return AST_NEW(parse->session, TEMPLATE, template, token, .is_prose = is_prose, .parts = parts);
}
