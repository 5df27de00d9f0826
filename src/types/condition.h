#ifndef TYPES_CONDITION_H
#define TYPES_CONDITION_H

/* The conditions of a decision table as formulas over finitely many classes of cases, as a proof needs
 * them. Made by types/condition.c from checked rows, used by types/coverage.c. */

#include "names/model.h"
#include "value/truth.h"

struct type_part;

/* A set of truth values, one bit for each: what a condition may come to. */
enum { MAY_BE_FALSE = 1 << TRUTH_FALSE, MAY_BE_UNKNOWN = 1 << TRUTH_UNKNOWN, MAY_BE_TRUE = 1 << TRUTH_TRUE };

/* Something the conditions ask about: a parameter of the table, or a field of one. Its values fall into
 * classes that no condition of the table tells apart; the last class is "not recorded". */
struct axis {
    const struct ast_node *path;
    const struct type_part *part;
    bool asks_recorded; /* some condition asks whether it is recorded: then that is a case like others */
    uint32_t known;     /* classes of recorded values */
    struct value *classes; /* one value of each */
    uint32_t index;
    VEC(struct formula *) questions;
};

enum formula_kind {
    FORMULA_FIXED,    /* the same whatever the case */
    FORMULA_QUESTION, /* about one axis */
    FORMULA_NOT,
    FORMULA_AND,
    FORMULA_OR,
    FORMULA_SAME,     /* two conditions of one truth */
    FORMULA_UNKNOWN,  /* whether a condition is unknown */
    FORMULA_CHOICE,   /* `if first then second else third` */
};

struct formula {
    enum formula_kind kind;
    enum truth fixed;
    const struct formula *parts[3];
    /* a question */
    struct axis *axis;
    enum binary_op op;
    enum is_test test;
    enum { ASKS_ITSELF, ASKS_ORDER, ASKS_ORDER_TURNED, ASKS_RECORDED } asks;
    struct value constant;
    uint8_t *truths;      /* by class */
    uint8_t any[2];       /* over all classes that are cases; and over all with "not recorded" */
};

/* A row of a table: no formula where it is `otherwise`. */
struct table_row {
    const struct ast_row *ast;
    const struct formula *formula;
};

/* All rows of a table, ready for proofs. */
struct conditions {
    struct session *session;
    const struct decision_table *table;
    VEC(struct axis *) axes;
    VEC(struct table_row) rows;
    uint64_t work; /* comparisons made so far */
};

enum conditions_read {
    CONDITIONS_READ,
    CONDITIONS_OUTSIDE,  /* some condition is not of the sort that can be decided; reported */
    CONDITIONS_BROKEN,   /* something in them is wrong; that is told elsewhere */
    CONDITIONS_TOO_MANY, /* more than `work_most` comparisons would be needed */
};

/* Reads a checked table. */
enum conditions_read conditions_read(struct session *session, const struct decision_table *table,
                                     uint64_t work_most, struct conditions *out);

/* The classes of an axis: those that are cases, or with `unrecorded` all. */
static inline uint32_t axis_classes(const struct axis *axis, bool unrecorded)
{
    return axis->known + (axis->asks_recorded || unrecorded ? 1 : 0);
}

#endif
