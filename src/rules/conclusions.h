#ifndef RULES_CONCLUSIONS_H
#define RULES_CONCLUSIONS_H

/* What rules conclude: instances of derived kinds, told apart by their identity fields, each with the
 * first way it was come by. */

#include "base/buf.h"
#include "rules/interp.h"

/* How a conclusion was come by. */
struct derivation {
    const struct rule *rule;  /* NULL: not in this mode */
    struct value *variables;  /* as they were, by slot */
    struct instance *current; /* the case it was concluded in */
    uint32_t rank;            /* rests only on conclusions of lower rank */
};

/* The certain way to what was only possible before. */
struct raised {
    struct derivation by;
    struct value *slots;
};

/* A derived instance; `instance.is_doubtful` while it is only possible. */
struct conclusion {
    struct instance instance;
    struct derivation possible;
    struct derivation certain;
    uint32_t nesting; /* 0; 1 where it is about a conclusion, 2 where that is, too, and so on */
    struct raised *raised; /* certain from when the rule that is running is done; else NULL */
    struct conclusion *next; /* in its chain */
};

struct conclusions {
    VEC(struct conclusion *) all; /* in order once a stratum is done */
    VEC(struct conclusion *) unrecorded; /* possible ones about what is not recorded: nobody is shown these */
    struct conclusion **chains;
    uint32_t chain_count;
    uint32_t rank; /* of the next batch */
};

/* The conclusion behind an instance of a derived kind; NULL for what is recorded. */
struct conclusion *conclusion_of(const struct instance *instance);

/* The conclusion of `kind` in `current` with these slots' identity, or NULL. */
struct conclusion *conclusions_find(const struct interp *interp, const struct kind *kind,
                                    const struct instance *current, const struct value *slots);

/* Adds a conclusion that `conclusions_find` did not find; its ordinal is given by the caller. */
struct conclusion *conclusions_add(struct interp *interp, struct kind *kind, struct instance *current,
                                   struct value *slots);

/* How deep a conclusion with these slots would be about conclusions about conclusions. */
uint32_t conclusions_nesting(const struct kind *kind, const struct value *slots);

/* How far a conclusion is what the slots ask for; what they leave open (VALUE_NONE) fits anything. */
enum truth conclusion_agrees(const struct conclusion *conclusion, const struct value *wanted);

/* Orders two conclusions by kind, case and identity fields, instances by their names. */
int conclusions_compare(const struct conclusion *a, const struct conclusion *b);

/* Puts conclusions into that order. */
void conclusions_sort(struct conclusion **items, uint32_t count);

/* How the conclusion was come by: the way to a certain one is certain. */
const struct derivation *conclusion_derivation(const struct conclusion *conclusion);

/* The reason that its rule gives, filled in; empty where it gives none. Confidential values are masked as
 * the options say. */
struct text conclusion_reason(struct interp *interp, const struct conclusion *conclusion);

/* Appends `indication of conditions.workload on k1`, nothing masked. */
void conclusion_print(struct buf *out, const struct instance *instance);

/* What messages call an instance: its name, or what a conclusion says; what is confidential is masked. */
struct text instance_phrase(struct session *session, const struct instance *instance);

/* The same with nothing masked: for comparing, and as the `id` of a conclusion. */
struct text instance_words(struct session *session, const struct instance *instance);

/* The title that messages may show: of a conclusion that tells what is confidential, its phrase. */
struct text instance_title(struct session *session, const struct instance *instance);

#endif
