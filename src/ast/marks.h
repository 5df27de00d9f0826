#ifndef AST_MARKS_H
#define AST_MARKS_H

struct ast_file;
struct layout;

/* Adds to the pieces of a source what its tree says of them. */
void marks_add(struct layout *layout, const struct ast_file *file);

#endif
