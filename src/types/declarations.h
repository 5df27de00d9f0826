#ifndef TYPES_DECLARATIONS_H
#define TYPES_DECLARATIONS_H

#include <stdint.h>

struct ast_node;
struct model;

/* Resolves and checks all that is declared: kinds, the kinds of instances, parameters, measures, tables,
 * checks, rules, reports, tests, imports, claims and waivers. The values of instances are left to
 * facts/lower.c. */
void types_check(struct model *model);

/* Resolves and checks an expectation that stands in no file, such as that of `sightline why`, as the main
 * module sees it; gives how many variables it needs. */
uint32_t types_check_question(struct model *model, struct ast_node *question);

#endif
