#ifndef RULES_PROOF_PARTS_H
#define RULES_PROOF_PARTS_H

/* What the files that build proofs share among themselves; others use rules/proof.h. */

#include "rules/proof.h"
#include "rules/steps.h"

/* Where a conclusion's proof stands. */
enum { TOLD_NOWHERE, TOLD_ABOVE, TOLD_BELOW };

struct prover {
    struct interp *interp;
    struct session *session;
    unsigned char *told; /* by ordinal of a conclusion, so that nothing is proved twice */
    VEC(struct later { const struct conclusion *conclusion; uint32_t horizon; }) later;
    unsigned depth;
};

/* A step under `above` (or none), its text formatted as by diag_format. */
struct proof *proof_add(struct prover *prover, struct proof *above, enum proof_kind kind, enum truth truth,
                        const char *format, ...);

/* Gives a step its place. */
void proof_place(struct proof *proof, struct span span);

/* The source text of a node on one line. */
struct text proof_words(struct prover *prover, const struct ast_node *node);

/* `, "Workload beyond the limit"`, or nothing where the rule has no title. */
struct text proof_title(struct prover *prover, const struct rule *rule);

/* Adds the facts that would decide whether a doubtful or possible thing is so, at most five. */
void proof_needs(struct prover *prover, struct proof *above, const struct instance *instance);

/* rules/proof_grounds.c: adds what a condition rests on, with the variables as they are. */
void proof_condition(struct prover *prover, struct proof *above, const struct ast_node *node);

/* Adds what a variable stands for: a conclusion with its proof, a recorded thing with its sources. */
void proof_thing(struct prover *prover, struct proof *above, const struct name *name, struct value value);

/* The same of a variable; masked where its members are taken from a confidential field. */
void proof_bound(struct prover *prover, struct proof *above, const struct variable *variable,
                 struct value value);

/* Adds rule or check, reason, what the variables stand for, and all conditions, with the variables as
 * they are. */
void proof_steps(struct prover *prover, struct proof *above, const struct ast_list *steps);

/* Adds the proof of a conclusion, or a word that it stands above. */
struct proof *proof_conclusion(struct prover *prover, struct proof *above,
                               const struct conclusion *conclusion);

/* rules/proof_missing.c: adds which rule comes nearest to concluding what the slots say, and what it
 * lacks, at most five facts. */
void proof_missing_conclusion(struct prover *prover, struct proof *above, const struct kind *kind,
                              const struct value *wanted);

/* The same of a check that does not speak at an instance. */
void proof_missing_check(struct prover *prover, struct proof *above, const struct check *check,
                         const struct instance *at);

#endif
