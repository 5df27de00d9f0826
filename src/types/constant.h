#ifndef TYPES_CONSTANT_H
#define TYPES_CONSTANT_H

#include "names/model.h"

enum constant_found {
    CONSTANT_NONE,   /* not a fixed value */
    CONSTANT_FOUND,
    CONSTANT_BROKEN, /* meant as one, and wrong: that is told elsewhere */
};

/* The day, month or year that a date or a four-digit number stands for. */
struct date constant_day(const struct ast_node *node);

/* The period that a range stands for; it may end before it begins. */
struct period constant_period(const struct ast_range *range);

/* The number as written, exactly. */
struct number constant_number(const struct ast_number *number);

/* The value that a checked expression has whatever is recorded: literals, categories, parameters (as they
 * are set) and arithmetic of these. */
enum constant_found constant_find(struct session *session, const struct ast_node *node,
                                  struct value *out);

#endif
