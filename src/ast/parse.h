#ifndef AST_PARSE_H
#define AST_PARSE_H

#include "ast/ast.h"
#include "diag/diag.h"

struct buf;
struct tokens;

/* What the scanner knows. It shares nothing with the parser, which may run beside it; see ast/tokens.c. */
struct scan {
    struct session *session;
    struct ast *ast;       /* where comments go */
    uint32_t file;
    uint32_t offset;       /* of the next byte to scan */
    uint32_t opening;      /* of the prose being scanned */
    int last_token;        /* so that `3 weeks` needs no reserved words */
    bool muted;            /* what is wrong with the token has been said */
};

/* What the parser and the loop that feeds it share while one source is read. */
struct parse {
    struct session *session;
    struct ast *ast;
    uint32_t file;
    struct tokens *tokens; /* of the source */
    bool failed;           /* a syntax error was just met */
    bool muted;            /* the scanner has said what is wrong with the next token */
    struct span before;    /* the last token the parser took, */
    int before_token;      /* and what it was */
    bool is_part;          /* of a text: it ends at `}` */
    struct ast_name item;  /* the name of the declaration being read */
    struct ast_node *result;
};

/* No word of the language is longer, and all end in a small letter: so the scanner sees most names apart. */
enum { KEYWORD_LONGEST = 16 };

/* A keyword of the language and its token. */
struct keyword {
    const char *word;
    int token;
};

/* The keywords, in the order of the manual; `count` is set. */
const struct keyword *parse_keywords(size_t *count);

/* Reads `source` into a tree; always a tree, with AST_ERROR nodes where something was wrong. */
struct ast *ast_read(struct session *session, struct source *source);

/* A text token as a template: its `{expr}` parts read as expressions. */
struct ast_node *ast_read_template(struct parse *parse, struct span token, bool is_prose);

/* A text token, quotes and all, as a text or prose node with its escapes undone. */
struct ast_node *ast_read_string(struct parse *parse, struct span token, bool is_prose);

/* The expression at `span` of the source being read; NULL where there is nothing but white space. */
struct ast_node *ast_read_part(struct parse *parse, struct span span);

/* What may follow `expect`, alone: the question of `sightline why`. NULL or broken where it is wrong. */
struct ast_node *ast_read_question(struct session *session, struct source *source);

/* A token of a source; those of one sort have one number. */
struct ast_token {
    int number;
    uint32_t start;
    uint32_t end;
};

/* The tokens and comments of a source, in the order of the text. */
struct ast_tokens {
    VEC(struct ast_token) items;
    VEC(struct ast_comment) comments;
};

/* Scans a source without parsing it. */
struct ast_tokens *ast_scan_tokens(struct session *session, struct source *source);

/* Lists the tokens of a source, a line each, for the golden files. */
void ast_dump_tokens(struct buf *out, struct session *session, struct source *source);

#endif
