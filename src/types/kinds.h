#ifndef TYPES_KINDS_H
#define TYPES_KINDS_H

#include "names/scope.h"
#include "types/type.h"

/* Gives every kind its parent and all its fields, inherited ones first, with their types. */
void kinds_build(struct model *model);

/* The type that a TYPE node writes; reports unknown names. */
const struct type *kinds_read_type(struct model *model, const struct viewpoint *from,
                                   const struct ast_node *node);

/* The kind called `name`, or NULL after a message. `what` says in which role: "kind" or "derived kind". */
struct kind *kinds_find(struct model *model, const struct viewpoint *from, struct ast_name name);

/* Reports where `across` does not name the plural of a case kind. */
void kinds_check_across(struct model *model, const struct ast_across *across);

#endif
