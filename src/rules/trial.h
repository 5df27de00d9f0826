#ifndef RULES_TRIAL_H
#define RULES_TRIAL_H

#include "rules/coverage.h"

/* What came of one `expect`. */
struct outcome {
    const struct ast_node *expectation;
    bool is_met;
    struct text found;  /* what was found instead, where it was not met */
    VEC(struct text) near; /* what else was found, which may be what was meant; at most five */
};

/* What came of one `test` block. */
struct trial {
    const struct test_scope *test;
    bool is_passed;
    struct diag *broken_by; /* the evaluation error that ended it, which has been reported, or NULL */
    VEC(struct outcome) outcomes;
};

/* Runs the rules and checks over the test's own instances and compares what follows with what the test
 * expects; how conditions came out is added to `coverage` unless it is NULL. */
struct trial trial_run(struct model *model, const struct test_scope *test, struct coverage *coverage);

#endif
