#ifndef RULES_CHECKS_H
#define RULES_CHECKS_H

struct model;

/* Runs every check over the model's facts and reports what it says; then reports waivers that waived
 * nothing. */
void checks_run(struct model *model);

/* Says once per sort of declaration that it is read and checked but not run. */
void checks_report_not_run(struct model *model);

#endif
