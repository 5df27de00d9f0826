#ifndef TYPES_DECLARATIONS_H
#define TYPES_DECLARATIONS_H

#include <stdint.h>

struct ast_node;
struct model;

/* Resolves and checks what tables are read by: kinds, the kinds of instances, parameters, signatures and
 * imports. */
void types_declare(struct model *model);

/* Resolves and checks the rest of what is declared, which may name what tables hold: measures, tables,
 * checks, rules, reports, tests, claims and waivers. The values of instances are left to facts/lower.c. */
void types_check(struct model *model);

/* Resolves and checks an expectation that stands in no file, such as that of `sightline why`, as the main
 * module sees it; gives how many variables it needs. */
uint32_t types_check_question(struct model *model, struct ast_node *question);

#endif
