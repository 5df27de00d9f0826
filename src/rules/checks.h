#ifndef RULES_CHECKS_H
#define RULES_CHECKS_H

#include "rules/interp.h"

/* Runs the rules and every check over the model's facts and reports what checks say; then reports
 * waivers that waived nothing. Gives the facts and conclusions for what comes after. */
struct interp *checks_run(struct model *model);

/* Runs every check over an interpreter's facts and conclusions; what they say is reported, or kept in
 * interp->findings where there is such a list. */
void checks_ask(struct interp *interp);

/* Keeps in interp->findings what a check's message says with the interpreter's variables as they are; what is
 * waived is left out. */
void checks_say(struct interp *interp, const struct check *check, const struct ast_node *message,
                enum truth truth);

#endif
