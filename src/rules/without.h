#ifndef RULES_WITHOUT_H
#define RULES_WITHOUT_H

/* What would follow without some of what is recorded: the rules are run again as if it had not been
 * recorded. Nothing here says what brought something about; it says what the model rests on. */

#include "rules/conclusions.h"

/* How often the rules are run again at most, and the most instances that all these runs look at. */
enum { WITHOUT_MOST = 20000, WITHOUT_WORK_MOST = 20 * 1000 * 1000 };

/* A question about one conclusion. */
struct without {
    struct interp *base;
    const struct instance *conclusion;
    enum truth truth;      /* of the conclusion, as all is recorded */
    unsigned char *hidden; /* by ordinal: what is left out this time */
    uint32_t tried;        /* how often the rules were run again */
    uint32_t most;         /* how often they may be */
};

/* A question about a conclusion of an interpreter whose rules were run. */
void without_init(struct without *without, struct interp *base, const struct instance *conclusion);

/* How often the rules may be run again over an interpreter's facts. */
uint32_t without_limit(const struct interp *interp);

/* Leaves nothing out. */
void without_clear(struct without *without);

/* Leaves out one recorded instance. */
void without_hide(struct without *without, const struct instance *instance);

/* Whether the conclusion would still follow: with what is left out goes what is nested in it, what must
 * name it and can name nothing else, and every mention of it. Sets base->failed after an error. */
enum truth without_ask(struct without *without);

/* Whether the rules may not be run again. */
static inline bool without_is_spent(const struct without *without)
{
    return without->tried >= without->most;
}

/* Whether the conclusion would not follow without the instance. */
enum truth without_but_for(struct without *without, const struct instance *instance);

/* Marks, by ordinal, what the rules named on their way to what they conclude. */
void without_mark_named(const struct interp *interp, unsigned char *named);

/* rules/without_builtins.c */
struct value apply_but_for(struct interp *interp, const struct ast_call *call);
struct value apply_cut_sets(struct interp *interp, const struct ast_call *call);
struct value apply_is_cut_set(struct interp *interp, const struct ast_call *call);

/* Whether the conclusion is about the instance: one of its own fields names it. */
bool without_is_about(const struct instance *conclusion, const struct instance *instance);

#endif
