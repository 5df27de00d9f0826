#ifndef AST_PRINT_H
#define AST_PRINT_H

#include <stdbool.h>

struct ast;
struct buf;
struct session;

/* Appends the source of a tree in the canonical layout; false where the tree has errors. */
bool ast_print(struct buf *out, struct session *session, const struct ast *ast);

#endif
