#ifndef TYPES_REPORTS_H
#define TYPES_REPORTS_H

struct model;
struct report;

/* Resolves and checks a report template; a report `for public` may read no confidential field. */
void check_report(struct model *model, struct report *report);

#endif
