/* From a source to its lexemes. A source so large that scanning takes a while is scanned by a thread of its
 * own, which has memory, diagnostics and comments of its own until tokens_close joins them with the rest. */
#include "ast/tokens.h"

#include "ast/bytes.h"
#include "base/buf.h"
#include "base/relay.h"

#include <assert.h>

/* A model declares about one name in so many bytes. */
enum { BYTES_A_NAME = 128 };

/* What the thread fills: joined with what it is to be part of when it has ended. */
struct beside {
    struct arena *arena;
    struct session session;
    struct ast ast;
    struct session *session_for;
    struct ast *ast_for;
};

struct tokens {
    struct scan scan;
    yyscan_t scanner;
    bool has_ended;
    struct lexeme end;
    struct beside *beside; /* NULL: nothing is kept apart */
    struct relay *relay;   /* NULL: each is scanned when it is asked for */
};

/* Words */

#define WORD(token, word) { word, TOK_##token }
static const struct keyword keywords[] = {
    WORD(MODULE, "module"), WORD(USE, "use"), WORD(KIND, "kind"), WORD(OPEN, "open"),
    WORD(DERIVED, "derived"), WORD(CASE, "case"), WORD(PARENT, "parent"),
    WORD(CONFIDENTIAL, "confidential"), WORD(TAXONOMY, "taxonomy"), WORD(SCALE, "scale"),
    WORD(PARAMETER, "parameter"), WORD(SET, "set"), WORD(CHECK, "check"), WORD(RULE, "rule"),
    WORD(MEASURE, "measure"), WORD(TABLE, "table"), WORD(UNIQUE, "unique"), WORD(IMPORT, "import"),
    WORD(COLUMN, "column"), WORD(REPORT, "report"), WORD(COMPLETE, "complete"),
    WORD(ALLOW, "allow"), WORD(TEST, "test"), WORD(EXPECT, "expect"), WORD(ERROR, "error"),
    WORD(WARNING, "warning"), WORD(NOTE, "note"), WORD(HELP, "help"), WORD(CITE, "cite"),
    WORD(TITLE, "title"), WORD(CONTENTS, "contents"),
    WORD(FOOTNOTES, "footnotes"), WORD(REFERENCES, "references"), WORD(SECTION, "section"),
    WORD(PROSE, "prose"), WORD(LIST, "list"), WORD(TIMELINE, "timeline"), WORD(DIAGRAM, "diagram"),
    WORD(ORDERED, "ordered"), WORD(GROUPED, "grouped"), WORD(DESCENDING, "descending"),
    WORD(RECORDED, "recorded"), WORD(UNKNOWN, "unknown"), WORD(ACROSS, "across"),
    WORD(SPLIT, "split"), WORD(LET, "let"), WORD(CONCLUDE, "conclude"), WORD(OTHERWISE, "otherwise"),
    WORD(LEAST, "least"), WORD(MOST, "most"), WORD(CALENDAR, "calendar"), WORD(EACH, "each"),
    WORD(IS, "is"),
    WORD(FOR, "for"), WORD(WHERE, "where"), WORD(IN, "in"), WORD(OF, "of"), WORD(BY, "by"),
    WORD(ON, "on"), WORD(TO, "to"), WORD(FROM, "from"), WORD(AT, "at"), WORD(WITH, "with"),
    WORD(UNDER, "under"), WORD(DURING, "during"), WORD(ABOUT, "about"), WORD(AND, "and"),
    WORD(OR, "or"), WORD(NOT, "not"), WORD(SOME, "some"), WORD(NO, "no"), WORD(EVERY, "every"),
    WORD(SATISFIES, "satisfies"), WORD(IF, "if"), WORD(THEN, "then"), WORD(ELSE, "else"),
    WORD(BEFORE, "before"), WORD(AFTER, "after"), WORD(OVERLAPS, "overlaps"),
    WORD(WITHIN, "within"), WORD(BETWEEN, "between"), WORD(DIV, "div"), WORD(MOD, "mod"),
    WORD(TRUE, "true"), WORD(FALSE, "false"), WORD(BECAUSE, "because"), WORD(WHEN, "when"),
    WORD(AS, "as"),
};
#undef WORD

const struct keyword *parse_keywords(size_t *count)
{
    *count = sizeof keywords / sizeof *keywords;
    return keywords;
}

static void intern_keywords(struct session *session)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        size_t length = strlen(keywords[i].word);
        assert(length <= KEYWORD_LONGEST && keywords[i].word[length - 1] >= 'a');
        struct name *name = name_get(session->names, keywords[i].word, length);
        name->keyword = (uint16_t)keywords[i].token;
    }
}

struct ast *tokens_new_ast(struct session *session, struct source *source)
{
    struct ast *ast = ARENA_NEW(session->arena, struct ast);
    ast->source = source;
    intern_keywords(session);
    name_table_reserve(session->names, source->length / BYTES_A_NAME);
    ast->has_errors = !bytes_check(session, source);
    return ast;
}

/* Scanning */

/* In place: lexemes are large, and there are tens of millions. */
static void scan(struct tokens *tokens, struct lexeme *lexeme)
{
    tokens->scan.muted = false;
    lexeme->token = syn_lex(&lexeme->value, &lexeme->span, tokens->scanner);
    lexeme->muted = tokens->scan.muted;
}

static bool make_lexeme(void *context, void *item)
{
    struct lexeme *lexeme = item;
    scan(context, lexeme);
    return lexeme->token != TOK_END;
}

static struct tokens *new_tokens(struct session *session, struct ast *ast)
{
    struct tokens *tokens = ARENA_NEW(session->arena, struct tokens);
    tokens->scan = (struct scan){ .session = session, .ast = ast, .file = ast->source->index };
    return tokens;
}

/* The two NULs behind the source are the scanner's. */
static void open_source(struct tokens *tokens)
{
    struct source *source = tokens->scan.ast->source;
    syn_lex_init_extra(&tokens->scan, &tokens->scanner);
    syn__scan_buffer(source->bytes, source->length + 2, tokens->scanner);
}

/* Memory is out. In the thread: it ends, and tokens_next, which waits for it, comes here again. */
static void give_up(void *context, size_t wanted)
{
    const struct tokens *tokens = context;
    (void)wanted;
    if (tokens->relay)
        relay_give_up(tokens->relay);
    arena_give_up(tokens->beside->session_for->arena);
}

static void stop_thread(void *context)
{
    const struct tokens *tokens = context;
    if (tokens->relay)
        relay_stop(tokens->relay);
}

static void set_apart(struct tokens *tokens)
{
    struct session *session = tokens->scan.session;
    struct ast *ast = tokens->scan.ast;
    struct beside *beside = tokens->beside = ARENA_NEW(session->arena, struct beside);
    beside->session_for = session;
    beside->ast_for = ast;
    beside->arena = arena_new_beside(session->arena, give_up, stop_thread, tokens);
    beside->session = (struct session){ .arena = beside->arena, .names = session->names };
    beside->ast = (struct ast){ .source = ast->source };
    tokens->scan.session = &beside->session;
    tokens->scan.ast = &beside->ast;
    name_table_use(session->names, beside->arena);
}

static void start_thread(struct tokens *tokens)
{
    struct arena *arena = tokens->beside->session_for->arena;
    tokens->relay = relay_new(arena, sizeof(struct lexeme), make_lexeme, tokens);
    if (!relay_start(tokens->relay))
        tokens->relay = NULL;
}

struct tokens *tokens_of_source(struct session *session, struct ast *ast)
{
    struct tokens *tokens = new_tokens(session, ast);
    bool is_large = ast->source->length >= session->large_source;
    if (is_large)
        set_apart(tokens);
    open_source(tokens);
    if (is_large)
        start_thread(tokens);
    return tokens;
}

struct tokens *tokens_of_part(struct session *session, struct ast *ast, struct text text, uint32_t offset)
{
    struct tokens *tokens = new_tokens(session, ast);
    tokens->scan.offset = offset;
    syn_lex_init_extra(&tokens->scan, &tokens->scanner);
    syn__scan_bytes(text.bytes, (int)text.length, tokens->scanner);
    return tokens;
}

static void take(struct tokens *tokens, struct lexeme *lexeme)
{
    const struct lexeme *made = relay_next(tokens->relay);
    if (!made)
        arena_give_up(tokens->beside->session_for->arena);
    *lexeme = *made;
}

void tokens_next(struct tokens *tokens, struct lexeme *lexeme)
{
    if (tokens->has_ended)
        *lexeme = tokens->end;
    else if (tokens->relay)
        take(tokens, lexeme);
    else
        scan(tokens, lexeme);
    if (lexeme->token == TOK_END) {
        tokens->has_ended = true;
        tokens->end = *lexeme;
    }
}

void tokens_hold(struct tokens *tokens)
{
    if (tokens->relay)
        relay_hold(tokens->relay);
}

void tokens_release(struct tokens *tokens)
{
    if (tokens->relay)
        relay_release(tokens->relay);
}

static void join(const struct beside *beside)
{
    struct session *session = beside->session_for;
    struct ast *ast = beside->ast_for;
    name_table_use(session->names, session->arena);
    arena_adopt(session->arena, beside->arena);
    diag_join(session, &beside->session);
    ast->comments.items = beside->ast.comments.items;
    ast->comments.count = beside->ast.comments.count;
    ast->comments.capacity = beside->ast.comments.capacity;
    ast->has_errors |= beside->ast.has_errors;
    ast->unbalanced |= beside->ast.unbalanced;
}

void tokens_close(struct tokens *tokens)
{
    struct lexeme rest;
    while (!tokens->has_ended)
        tokens_next(tokens, &rest);
    if (tokens->relay)
        relay_stop(tokens->relay);
    if (tokens->beside)
        join(tokens->beside);
    syn_lex_destroy(tokens->scanner);
}

/* Tokens alone */

enum { BYTES_A_TOKEN = 6 }; /* most often they are more */

struct ast_tokens *ast_scan_tokens(struct session *session, struct source *source)
{
    struct ast_tokens *tokens = ARENA_NEW(session->arena, struct ast_tokens);
    tokens->items.capacity = (uint32_t)(source->length / BYTES_A_TOKEN) + 4;
    tokens->items.items = ARENA_ARRAY(session->arena, struct ast_token, tokens->items.capacity);
    struct ast *ast = tokens_new_ast(session, source);
    struct tokens *scanned = tokens_of_source(session, ast);
    struct lexeme lexeme;
    for (tokens_next(scanned, &lexeme); lexeme.token != TOK_END; tokens_next(scanned, &lexeme)) {
        struct ast_token token = { lexeme.token, lexeme.span.start, lexeme.span.end };
        VEC_PUSH(session->arena, &tokens->items, token);
    }
    tokens_close(scanned);
    tokens->comments.items = ast->comments.items;
    tokens->comments.count = ast->comments.count;
    tokens->comments.capacity = ast->comments.capacity;
    return tokens;
}

void ast_dump_tokens(struct buf *out, struct session *session, struct source *source)
{
    const struct ast_tokens *tokens = ast_scan_tokens(session, source);
    for (uint32_t i = 0; i < tokens->items.count; i++) {
        const struct ast_token *token = &tokens->items.items[i];
        struct position at = source_position(session->arena, source, token->start);
        struct span span = { source->index, token->start, token->end };
        buf_printf(out, "%u:%u %s ", at.line, at.column, syn_token_text(token->number));
        buf_text(out, source_text(source, span));
        buf_byte(out, '\n');
    }
}
