/* Drives the scanner and the push parser over one source. Comes in: a source. Goes out: a tree, always.
 * After a mistake it skips to where the innermost list goes on (a field, a declaration at the start of
 * a line, the closing brace) and tells the parser by RESYNC. */
#include "ast/tokens.h"

#include <assert.h>

/* An open brace, and the column at which the line that opened it begins. */
struct brace {
    struct span span;
    uint32_t column;
    struct span suspect; /* the first thing within that looks as if the brace had been closed before */
    bool is_suspect;
};

enum { WAITING_MOST = 2 };

struct loop {
    struct parse *parse;
    struct tokens *tokens;
    syn_pstate *parser;
    struct lexeme waiting[WAITING_MOST];
    int waiting_count;
    VEC(struct brace) braces;
    uint32_t item_column;
    uint32_t brackets; /* open round ones */
    uint32_t resumed_at; /* so that recovery always moves on */
    bool resumed;
    int status;
};

/* Words */

/* A word that may be a name: a plain one, or a keyword that nothing else could be here. */
static bool is_word(int token)
{
    return token == TOK_IDENT || (token >= TOK_MODULE && token <= TOK_EACH);
}

/* Words that begin something only at the outermost level of a file. */
static bool begins_declaration(int token)
{
    static const int tokens[] = { TOK_KIND, TOK_OPEN, TOK_DERIVED, TOK_CASE, TOK_TAXONOMY, TOK_SCALE,
                                  TOK_CALENDAR, TOK_PARAMETER, TOK_CHECK, TOK_RULE, TOK_MEASURE, TOK_UNIQUE,
                                  TOK_REPORT, TOK_TEST, TOK_MODULE };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        if (tokens[i] == token)
            return true;
    }
    return false;
}

/* Words that begin an element of some list: a declaration, a step, a row, a part of a report. */
static bool begins_element(int token)
{
    static const int tokens[] = { TOK_USE, TOK_SET, TOK_TABLE, TOK_IMPORT, TOK_COMPLETE, TOK_ALLOW,
                                  TOK_WHERE, TOK_LET, TOK_FOR, TOK_ERROR, TOK_WARNING, TOK_NOTE,
                                  TOK_HELP, TOK_CITE, TOK_CONCLUDE, TOK_BECAUSE, TOK_WHEN,
                                  TOK_OTHERWISE, TOK_COLUMN, TOK_SECTION, TOK_PROSE, TOK_LIST,
                                  TOK_TITLE, TOK_CONTENTS, TOK_FOOTNOTES, TOK_REFERENCES,
                                  TOK_TIMELINE, TOK_DIAGRAM, TOK_IF, TOK_EXPECT, TOK_ACROSS };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        if (tokens[i] == token)
            return true;
    }
    return begins_declaration(token);
}

/* Tokens */

static void next(struct loop *loop, struct lexeme *lexeme)
{
    if (!loop->waiting_count) {
        tokens_next(loop->tokens, lexeme);
        return;
    }
    *lexeme = loop->waiting[0];
    loop->waiting[0] = loop->waiting[1];
    loop->waiting_count--;
}

static void put_back(struct loop *loop, struct lexeme lexeme)
{
    assert(loop->waiting_count < WAITING_MOST);
    loop->waiting[1] = loop->waiting[0];
    loop->waiting[0] = lexeme;
    loop->waiting_count++;
}

static int peek(struct loop *loop)
{
    struct lexeme lexeme;
    next(loop, &lexeme);
    put_back(loop, lexeme);
    return lexeme.token;
}

/* Whether only white space stands before `span` on its line; its column from 0. */
static bool starts_line(const struct loop *loop, struct span span, uint32_t *column)
{
    const char *bytes = loop->parse->ast->source->bytes;
    uint32_t at = span.start;
    while (at > 0 && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t'))
        at--;
    *column = span.start - at;
    return at == 0 || bytes[at - 1] == '\n';
}

static uint32_t line_indent(const struct loop *loop, struct span span)
{
    const char *bytes = loop->parse->ast->source->bytes;
    uint32_t start = span.start;
    while (start > 0 && bytes[start - 1] != '\n')
        start--;
    uint32_t at = start;
    while (bytes[at] == ' ' || bytes[at] == '\t')
        at++;
    return at - start;
}

/* Pushing */

static void note_item(struct loop *loop, const struct lexeme *lexeme)
{
    uint32_t column;
    if (!is_word(lexeme->token) || !is_word(loop->parse->before_token) ||
        !starts_line(loop, loop->parse->before, &column))
        return;
    loop->parse->item = lexeme->value.TOK_IDENT;
    if (!loop->braces.count) {
        loop->item_column = column;
        return;
    }
    struct brace *brace = &loop->braces.items[loop->braces.count - 1];
    if (column <= brace->column && !brace->is_suspect) {
        brace->is_suspect = true;
        brace->suspect = loop->parse->before;
    }
}

static void note_pushed(struct loop *loop, const struct lexeme *lexeme)
{
    if (lexeme->token == TOK_LEFT_BRACE) {
        struct brace brace = { lexeme->span, line_indent(loop, lexeme->span), span_none(), false };
        VEC_PUSH(loop->parse->session->arena, &loop->braces, brace);
    } else if (lexeme->token == TOK_RIGHT_BRACE && loop->braces.count) {
        loop->braces.count--;
    } else if (lexeme->token == TOK_LEFT) {
        loop->brackets++;
    } else if (lexeme->token == TOK_RIGHT && loop->brackets) {
        loop->brackets--;
    } else {
        note_item(loop, lexeme);
    }
    loop->parse->before = lexeme->span;
    loop->parse->before_token = lexeme->token;
}

/* True where the parser took the token without complaint. */
static bool push(struct loop *loop, struct lexeme *lexeme)
{
    struct parse *parse = loop->parse;
    parse->failed = false;
    parse->muted = lexeme->muted;
    loop->status = syn_push_parse(loop->parser, lexeme->token, &lexeme->value, &lexeme->span, parse);
    parse->muted = false;
    if (parse->failed)
        return false;
    note_pushed(loop, lexeme);
    return true;
}

static void push_sign(struct loop *loop, int token, struct span at)
{
    struct lexeme lexeme = { .token = token, .span = { at.file, at.start, at.start }, .muted = true };
    if (loop->status == YYPUSH_MORE)
        push(loop, &lexeme);
}

static void close_braces(struct loop *loop, struct span at)
{
    for (uint32_t left = loop->braces.count; left > 0; left--) {
        push_sign(loop, TOK_RIGHT_BRACE, at);
        if (loop->parse->failed) {
            push_sign(loop, TOK_RESYNC, at);
            push_sign(loop, TOK_RIGHT_BRACE, at);
        }
    }
    loop->braces.count = 0;
}

/* Recovery */

static bool is_instance_start(struct loop *loop, const struct lexeme *lexeme)
{
    return lexeme->token == TOK_IDENT && is_word(peek(loop));
}

static bool is_anchor(struct loop *loop, const struct lexeme *lexeme)
{
    uint32_t column;
    bool inside = loop->braces.count > 0;
    if (lexeme->token == TOK_FIELD)
        return inside;
    if (!starts_line(loop, lexeme->span, &column) || (!inside && column > loop->item_column))
        return false;
    return begins_element(lexeme->token) || is_instance_start(loop, lexeme);
}

/* A declaration at the very start of a line cannot be inside anything. */
static bool is_outermost(struct loop *loop, const struct lexeme *lexeme)
{
    uint32_t column;
    return begins_declaration(lexeme->token) && starts_line(loop, lexeme->span, &column) &&
           column == 0 && is_word(peek(loop));
}

static bool ends_skipping(struct loop *loop, const struct lexeme *lexeme, uint32_t *nested)
{
    if (lexeme->token == TOK_END)
        return true;
    if (loop->resumed && lexeme->span.start <= loop->resumed_at)
        return false;
    if (lexeme->token == TOK_LEFT_BRACE)
        ++*nested;
    if (lexeme->token == TOK_RIGHT_BRACE) {
        if (*nested)
            --*nested;
        else
            return loop->braces.count > 0;
    }
    return is_outermost(loop, lexeme) || (!*nested && is_anchor(loop, lexeme));
}

/* From the token that was not expected to where the list goes on. */
static void recover(struct loop *loop, struct lexeme failed)
{
    uint32_t nested = 0;
    if (failed.token == TOK_LEFT_BRACE)
        loop->resumed_at = loop->resumed ? loop->resumed_at : 0;
    if (failed.token == TOK_END && loop->resumed && failed.span.start == loop->resumed_at) {
        loop->status = 1; /* the end itself cannot be taken: there is no more to read */
        return;
    }
    while (!ends_skipping(loop, &failed, &nested))
        next(loop, &failed);
    loop->resumed = true;
    loop->brackets = 0;
    loop->resumed_at = failed.span.start;
    push_sign(loop, TOK_RESYNC, failed.span);
    if (failed.token == TOK_END || is_outermost(loop, &failed)) {
        if (loop->braces.count)
            loop->parse->ast->unbalanced = true;
        close_braces(loop, failed.span);
    }
    failed.muted = true;
    put_back(loop, failed);
}

/* The brace that was most likely left open: the outermost within which something looks too far left. */
static const struct brace *unclosed(const struct loop *loop)
{
    for (uint32_t i = 0; i < loop->braces.count; i++) {
        if (loop->braces.items[i].is_suspect)
            return &loop->braces.items[i];
    }
    return &loop->braces.items[loop->braces.count - 1];
}

static void report_unclosed(struct loop *loop, struct span at)
{
    struct session *session = loop->parse->session;
    const struct brace *brace = unclosed(loop);
    struct diag *diag = diag_report(session, E0103, brace->span);
    struct span seen = brace->is_suspect ? brace->suspect : at;
    if (seen.end > seen.start)
        diag_label(session, diag, seen, "this looks as if it came after it");
    diag_help(session, diag, "put `}` where the last of its fields ends");
    loop->parse->ast->has_errors = true;
    loop->parse->ast->unbalanced = true;
    close_braces(loop, at);
}

/* Deeper than a tree may be: nothing after this place could be made sense of. */
static void report_too_deep(struct loop *loop, struct span at)
{
    diag_report(loop->parse->session, E0102, at, (int)AST_DEEPEST);
    loop->parse->ast->has_errors = true;
    loop->status = 1;
}

static void feed(struct loop *loop)
{
    struct lexeme lexeme;
    next(loop, &lexeme);
    if (loop->braces.count + loop->brackets > AST_DEEPEST) {
        report_too_deep(loop, lexeme.span);
        return;
    }
    if (loop->braces.count && (lexeme.token == TOK_END || is_outermost(loop, &lexeme)) &&
        !lexeme.muted)
        report_unclosed(loop, lexeme.span);
    if (loop->status == YYPUSH_MORE && !push(loop, &lexeme) && loop->status == YYPUSH_MORE)
        recover(loop, lexeme);
}

/* Reads what the scanner gives; `start` says what it is to be. */
static struct ast_node *run(struct parse *parse, int start, uint32_t offset)
{
    struct loop loop = { .parse = parse, .tokens = parse->tokens, .item_column = UINT32_MAX,
                         .status = YYPUSH_MORE };
    loop.parser = syn_pstate_new();
    if (!loop.parser)
        arena_give_up(parse->session->arena);
    push_sign(&loop, start, (struct span){ parse->file, offset, offset });
    while (loop.status == YYPUSH_MORE && parse->before_token != TOK_END)
        feed(&loop);
    if (loop.status == YYPUSH_MORE)
        push_sign(&loop, TOK_YYEOF, parse->before);
    syn_pstate_delete(loop.parser);
    tokens_close(parse->tokens);
    return loop.status == 0 ? parse->result : NULL;
}

static struct parse parse_of(struct session *session, struct ast *ast, struct tokens *tokens)
{
    return (struct parse){ .session = session, .ast = ast, .file = ast->source->index, .tokens = tokens };
}

static struct ast_node *read_all(struct session *session, struct ast *ast, int start)
{
    struct parse parse = parse_of(session, ast, tokens_of_source(session, ast));
    return run(&parse, start, 0);
}

struct ast *ast_read(struct session *session, struct source *source)
{
    struct ast *ast = tokens_new_ast(session, source);
    struct ast_node *file = read_all(session, ast, TOK_START_FILE);
    if (!file) {
        file = AST_NEW(session, FILE, file, ((struct span){ source->index, 0, 0 }), .module = NULL);
        ast->unbalanced = true;
    }
    ast->file = AST_AS(file, file);
    return ast;
}

struct ast_node *ast_read_question(struct session *session, struct source *source)
{
    return read_all(session, tokens_new_ast(session, source), TOK_START_QUESTION);
}

static struct ast_node *read_part(struct parse *parse, struct text text, uint32_t offset)
{
    struct tokens *tokens = tokens_of_part(parse->session, parse->ast, text, offset);
    struct parse inner = parse_of(parse->session, parse->ast, tokens);
    inner.is_part = true;
    return run(&inner, TOK_START_EXPRESSION, offset);
}

struct ast_node *ast_read_part(struct parse *parse, struct span span)
{
    uint32_t offset = span.start;
    struct text text = source_text(parse->ast->source, span);
    while (text.length && strchr(" \t", text.bytes[0])) {
        text.bytes++;
        text.length--;
        offset++;
    }
    if (!text.length)
        return NULL;
    tokens_hold(parse->tokens);
    struct ast_node *part = read_part(parse, text, offset);
    tokens_release(parse->tokens);
    return part ? part : AST_NEW(parse->session, ERROR, error, span, .name = { NULL, span });
}
