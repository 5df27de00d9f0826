#ifndef AST_PRINT_H
#define AST_PRINT_H

#include <stdbool.h>

struct ast;
struct buf;
struct session;

/* Appends the source of a tree in the canonical layout: its own tokens and comments, other white space.
 * False, and nothing is appended, where the tree has errors; where it has none, because laying it out
 * would have changed what it says, which is a defect of the printer. */
bool ast_print(struct buf *out, struct session *session, const struct ast *ast);

#endif
