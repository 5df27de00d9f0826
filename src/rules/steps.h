#ifndef RULES_STEPS_H
#define RULES_STEPS_H

#include "rules/needs.h"

enum { CONDITIONS_MOST = 32 };

/* A check or rule on its way through its steps: what its binders are filled with stands in the
 * interpreter's variables, what is known of its conditions here. */
struct steps {
    struct interp *interp;
    const struct ast_node *root; /* the check or rule */
    bool sees_unrecorded; /* goes also through what may be there and is not recorded */
    enum truth truth; /* of all conditions so far */
    const struct ast_node *unknown[CONDITIONS_MOST]; /* conditions that are */
    uint32_t unknown_count;
    const struct instance *doubtful[CONDITIONS_MOST]; /* instances that are */
    uint32_t doubtful_count;
    /* called at a message or `conclude`, once for every way the binders can be filled that leaves all
     * conditions at least possible */
    void (*arrive)(const struct steps *steps, const struct ast_node *step);
    /* called where a condition is certainly false; may be NULL */
    void (*refuse)(const struct steps *steps, const struct ast_node *where);
    /* whether a binder's variable may be this; may be NULL */
    bool (*admit)(const struct steps *steps, const struct variable *variable, struct value member);
    void *context;
};

/* Runs `step` and all that follow it. */
void steps_run(const struct steps *steps, const struct ast_node *step);

/* Points a message at what the binders of a check or rule are filled with. */
void steps_label_binders(struct interp *interp, struct diag *diag, const struct ast_list *steps);

/* The facts that would make certain what is only possible. */
struct needs steps_needs(const struct steps *steps);

#endif
