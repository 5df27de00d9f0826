#ifndef TYPES_CHECKING_H
#define TYPES_CHECKING_H

/* What the files that check expressions share among themselves; others use types/expression.h. */

#include "types/expression.h"

/* Reports that `node` is not what its place wants; gives BASE_ERROR. */
const struct type *checking_report_misfit(struct checker *checker, const struct ast_node *node,
                                          struct text wanted, const struct type *found);

/* Checks an operand that must fit `base`; false where it does not, which has been reported. */
bool checking_operand_is(struct checker *checker, struct ast_node *node, enum base base,
                         const char *wanted);

/* types/declarations.c: checks the values of a field or parameter, one or many. */
void check_values(struct checker *checker, const struct ast_list *values, const struct type *type,
                  struct span at);

/* Reports that a report for the public asks for conclusions that rest on a confidential field. */
void checking_report_secret_rule(struct checker *checker, struct span span, const struct kind *kind);

/* Notes what a name or member was found to mean. */
void checking_set_reference(struct ast_node *node, enum reference reference, void *target);

/* types/calls.c: some, no, every; count, sum and the like; measures, tables and built-ins. */
const struct type *check_quantifier(struct checker *checker, const struct ast_quantifier *quantifier);
const struct type *check_aggregate(struct checker *checker, struct ast_node *node);
const struct type *check_call(struct checker *checker, struct ast_node *node);

/* types/times.c: durations, periods, rough and relative dates. */
const struct type *check_time(struct checker *checker, struct ast_node *node);

/* Reports working days, written as such, by which a date is to be moved where no one calendar counts them. */
void checking_calendar(struct checker *checker, const struct ast_node *by);

/* types/members.c: what stands behind a dot. */
const struct type *check_member(struct checker *checker, struct ast_node *node);

#endif
