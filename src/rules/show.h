#ifndef RULES_SHOW_H
#define RULES_SHOW_H

#include "base/buf.h"
#include "rules/interp.h"

/* Appends a value as people read it: titles of instances and categories, dates in words, "6" or "6-9",
 * lists with commas, "not recorded" for nothing; in the words of some language. `type` (or NULL) says how
 * many digits a decimal has. */
void show_value(struct buf *out, const struct wording *words, struct value value, const struct type *type);

/* The text of a template with its values filled in, in the words that the interpreter uses. Without `reveal`,
 * a value that rests on a confidential field becomes an ellipsis. */
struct text show_template(struct interp *interp, const struct ast_node *node, bool reveal);

/* The source text of a node on one line; where it is longer than `longest` bytes, cut at a blank after
 * that, with "...". */
struct text show_words(struct session *session, const struct ast_node *node, size_t longest);

#endif
