/* A source taken apart for `fmt`. Comes in: a sound tree. Goes out: its tokens, the comments between them,
 * and of each what can be said without the tree. What the tree adds is left to ast/marks.c, and where
 * lines end to ast/print.c. */
#include "ast/layout.h"

#include "ast/marks.h"
#include "ast/parse.h"
#include "base/utf8.h"

static uint32_t width_of(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.bytes[i] >= 0x80)
            return (uint32_t)utf8_width(text);
    }
    return (uint32_t)text.length;
}

/* Without the space that may stand before the colon of a field. */
static struct text token_text(const struct source *source, const struct ast_token *token)
{
    struct text text = { source->bytes + token->start, token->end - token->start };
    size_t length = text.length - 1;
    if (text.bytes[length] != ':')
        return text;
    while (text.bytes[length - 1] == ' ' || text.bytes[length - 1] == '\t')
        length--;
    return (struct text){ text.bytes, length + 1 };
}

static uint8_t spaces_between(const char *bytes, const struct piece *left, const struct piece *right)
{
    char before = bytes[left->start];
    char after = bytes[right->start];
    bool is_member = after == '.' && bytes[right->start + 1] != '.';
    bool is_empty = before == '{' && after == '}';
    return !(before == '(' || strchr("),?", after) || is_member || is_empty);
}

static void set_piece(struct layout *layout, struct piece *piece, const struct ast_token *token)
{
    struct text text = token_text(layout->source, token);
    const char *line_end = memchr(text.bytes, '\n', text.length);
    struct text line = { text.bytes, line_end ? (size_t)(line_end - text.bytes) : text.length };
    piece->start = token->start;
    piece->end = token->end;
    piece->group = NO_GROUP;
    piece->width = width_of(line);
    piece->flags = line_end ? PIECE_IS_LONG : 0;
}

static bool has_line_end(const struct source *source, uint32_t from, uint32_t to)
{
    return memchr(source->bytes + from, '\n', to - from) != NULL;
}

static void make_pieces(struct layout *layout, const struct ast_tokens *tokens)
{
    const struct source *source = layout->source;
    uint32_t comment = 0;
    layout->count = tokens->items.count;
    layout->comments = tokens->comments.items;
    layout->pieces = ARENA_ARRAY(layout->arena, struct piece, (size_t)layout->count + 2);
    for (uint32_t i = 0; i < layout->count; i++) {
        struct piece *piece = &layout->pieces[i];
        set_piece(layout, piece, &tokens->items.items[i]);
        piece->comment = comment;
        while (comment < tokens->comments.count && layout->comments[comment].span.start < piece->start)
            comment++;
        if (!i)
            continue;
        piece->spaces = spaces_between(source->bytes, piece - 1, piece);
        if (has_line_end(source, piece[-1].end, piece->start))
            piece->flags |= PIECE_AFTER_BREAK;
    }
    layout->pieces[layout->count] = (struct piece){
        (uint32_t)source->length, (uint32_t)source->length, comment, 0, NO_GROUP, 0, 0, 0 };
    layout->pieces[layout->count + 1].comment = tokens->comments.count;
}

/* Braces whose body cannot stay on a line lose PIECE_MAY_STAY, which all have at first. */
static void match_braces(struct layout *layout)
{
    uint32_t open[AST_DEEPEST + 1];
    uint32_t depth = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        struct piece *piece = &layout->pieces[i];
        bool is_prose = strncmp(layout->source->bytes + piece->start, "\"\"\"", 3) == 0;
        bool ends_line = piece->flags & PIECE_AFTER_BREAK || piece_has_comments(layout, i) || is_prose;
        if (depth && ends_line)
            layout->pieces[open[depth - 1]].flags &= (uint8_t)~PIECE_MAY_STAY;
        if (piece_letter(layout, i) == '}' && depth) {
            struct piece *opening = &layout->pieces[open[--depth]];
            opening->last = i;
            if (depth && !(opening->flags & PIECE_MAY_STAY))
                layout->pieces[open[depth - 1]].flags &= (uint8_t)~PIECE_MAY_STAY;
        } else if (piece_letter(layout, i) == '{' && depth <= AST_DEEPEST) {
            piece->flags |= PIECE_MAY_STAY;
            open[depth++] = i;
        }
    }
}

struct layout *layout_new(struct session *session, const struct ast *ast)
{
    struct layout *layout = ARENA_NEW(session->arena, struct layout);
    layout->arena = session->arena;
    layout->source = ast->source;
    make_pieces(layout, ast_scan_tokens(session, ast->source));
    match_braces(layout);
    marks_add(layout, ast->file);
    return layout;
}
