#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

/* What the pages that `sightline explain` makes from the library's own text share. */

#include "ast/ast.h"
#include "base/buf.h"
#include "diag/session.h"

struct module;

/* The text that a node was read from, as it is written. */
struct text explain_source(struct session *session, const struct ast_node *node);

/* Appends the text a node was read from as an indented block, each line two levels in. */
void explain_print_source(struct buf *out, struct session *session, const struct ast_node *node);

/* Appends the `help` or `cite` texts of a check, each once, each behind `heading`. */
void explain_print_steps(struct buf *out, struct session *session, const struct ast_check *check,
                         enum ast_kind kind, const char *heading);

/* Appends the page of a module in Markdown: its opening comment, then all that it declares. */
void module_page_print(struct buf *out, struct session *session, const struct module *module);

#endif
