#ifndef RULES_NEEDS_H
#define RULES_NEEDS_H

#include "rules/interp.h"

enum { NEEDS_MOST = 5, NEEDS_ASKED_MOST = 64 };

/* Facts that would decide an unknown condition, each once, in the order they are met. */
struct needs {
    struct text texts[NEEDS_MOST];
    uint32_t count;
    bool more;
    const struct instance *asked[NEEDS_ASKED_MOST]; /* conclusions that were gone into, each once */
    uint32_t asked_count;
};

/* Adds what would decide `node`, which is unknown with the variables as they are. */
void needs_find(struct interp *interp, const struct ast_node *node, struct needs *needs);

/* Adds a fact in words, unless it is there already. */
void needs_add(struct needs *needs, struct text text);

/* Adds that it is in doubt whether `instance` is so at all. */
void needs_add_doubtful(struct interp *interp, const struct instance *instance, struct needs *needs);

/* The needs as a list in words. */
struct text needs_text(struct session *session, const struct needs *needs);

#endif
