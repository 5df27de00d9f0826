#ifndef AST_TOKENS_H
#define AST_TOKENS_H

#include "ast/parse.h"

#include "scan.h"

/* A token with what it carries. */
struct lexeme {
    int token;
    SYN_STYPE value;
    struct span span;
    bool muted; /* the scanner has said what is wrong with it */
};

/* The lexemes of a source or of a part of one. Those of a large source are made by a thread of its own. */
struct tokens;

/* A new tree for `source`, whose bytes have been looked at, in a session that knows the words. */
struct ast *tokens_new_ast(struct session *session, struct source *source);

/* Scans all of the source of `ast` where it lies; nobody else may write to its bytes before tokens_close. */
struct tokens *tokens_of_source(struct session *session, struct ast *ast);

/* Scans `text`, which begins at `offset` of the source of `ast`. */
struct tokens *tokens_of_part(struct session *session, struct ast *ast, struct text text, uint32_t offset);

/* The next one; after the last, TOK_END, that one again. */
void tokens_next(struct tokens *tokens, struct lexeme *lexeme);

/* Between these two nothing is scanned ahead, so that names may be interned. */
void tokens_hold(struct tokens *tokens);
void tokens_release(struct tokens *tokens);

/* Scans what is left, so that all of the source has been looked at and its bytes are as they were. */
void tokens_close(struct tokens *tokens);

#endif
