#ifndef TYPES_DECLARATIONS_H
#define TYPES_DECLARATIONS_H

struct model;

/* Resolves and checks all that is declared: kinds, the kinds of instances, parameters, measures, tables,
 * checks, rules, reports, tests, imports, claims and waivers. The values of instances are left to
 * facts/lower.c. */
void types_check(struct model *model);

#endif
