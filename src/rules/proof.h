#ifndef RULES_PROOF_H
#define RULES_PROOF_H

/* Why something follows, or does not: a tree from the conclusion down to recorded facts, their sources
 * and `complete` claims. */

#include "rules/conclusions.h"

enum proof_kind {
    PROOF_CONCLUSION, /* what follows, or does not */
    PROOF_RULE,       /* the rule or check it follows by */
    PROOF_REASON,     /* its `because`, filled in */
    PROOF_CITATION,
    PROOF_THING,      /* what a variable stands for */
    PROOF_CONDITION,  /* a condition and how it came out */
    PROOF_FACT,       /* a recorded value */
    PROOF_SOURCE,     /* what a recorded thing rests on */
    PROOF_CLAIM,      /* a claim of completeness that was relied on */
    PROOF_MISSING,    /* a fact that would decide it */
    PROOF_REPEATED,   /* proved above */
};

/* A step of a proof and what it rests on. */
struct proof {
    enum proof_kind kind;
    enum truth truth;
    struct text text;
    struct span span; /* where it is written; file-less where nowhere */
    bool has_place;
    VEC(struct proof *) grounds;
};

/* The proof of what a question (an EXPECT_CONCLUSION, EXPECT_CHECK or EXPECT node, checked) asks for,
 * `no` and `unknown` left aside; where it does not hold, what is missing. */
struct proof *proof_find(struct interp *interp, const struct ast_node *question, uint32_t variables);

/* The word for a kind of step, for programs. */
const char *proof_kind_word(enum proof_kind kind);

#endif
