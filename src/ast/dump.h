#ifndef AST_DUMP_H
#define AST_DUMP_H

#include "ast/ast.h"

struct buf;

/* Prints a tree for tests, a node a line, children indented. */
void ast_dump(struct buf *out, const struct ast_node *node);

/* Whether two trees say the same, places apart. */
bool ast_same(const struct ast_node *a, const struct ast_node *b);

/* Whether `test` holds of the node or of anything below it. */
bool ast_any(const struct ast_node *node, bool (*test)(const struct ast_node *node, void *context),
             void *context);

#endif
