#ifndef TYPES_INFLUENCE_H
#define TYPES_INFLUENCE_H

#include "names/model.h"

struct ast_call;
struct checker;

/* A kind whose instances are links of an influence graph, and where they say so. */
struct influence_kind {
    const struct kind *kind;
    const struct field *from;
    const struct field *to;
    const struct field *sign;
};

/* Whether a kind is recorded influences: `from` and `to`, each exactly one instance, and a `sign` of the
 * taxonomy of `core`. Derived kinds are not: rules may then ask about the graph. */
bool influence_find(const struct kind *kind, struct influence_kind *out);

/* Whether a sign is `opposite`; else it is `same`. */
bool influence_is_opposite(const struct category *sign);

/* A confidential field that says from where, to where or with what sign influences go, or NULL. */
const struct field *influence_find_secret(const struct model *model);

/* Reports a call of a graph function where no kind is an influence, or where one is confidential. */
void influence_check_call(struct checker *checker, const struct ast_call *call);

#endif
