#ifndef TYPES_EXPRESSION_H
#define TYPES_EXPRESSION_H

#include "names/scope.h"
#include "types/type.h"

enum aggregate {
    AGGREGATE_COUNT, AGGREGATE_SUM, AGGREGATE_PRODUCT, AGGREGATE_MIN, AGGREGATE_MAX,
    AGGREGATE_DISTINCT
};

/* An expression that is known not to be zero. */
struct guard {
    const struct ast_node *nonzero;
    const struct guard *outer;
};

/* What is known where an expression stands. */
struct checker {
    struct model *model;
    struct session *session;
    struct viewpoint from;
    struct variable *variables; /* innermost first */
    uint32_t depth;             /* variables in scope */
    uint32_t deepest;           /* the most there ever were: what an evaluator must make room for */
    struct kind *self;          /* in a default: the kind whose field it fills */
    bool knows_case;            /* the case kind's name means the case at hand */
    bool in_steps;              /* of a check or rule, where `for each` brings variables */
    bool in_part;               /* within a part of a report, not at its top */
    bool in_each;               /* `{index}` counts the innermost `for each` of a report */
    bool is_public;             /* confidential fields may not be read */
    const struct guard *guards;
    uint32_t suggestions_left;  /* looking for a like name costs time: only so often */
};

/* A checker that looks from `module`, or from `test` in it. */
struct checker checker_new(struct model *model, const struct module *module,
                           const struct test_scope *test);

/* Finds out the type of an expression and binds its names; `expected` (or NULL) is what its place wants,
 * by which categories are found and a four-digit number is a year. Never NULL; what is wrong is
 * reported once and gives BASE_ERROR. */
const struct type *check_expression(struct checker *checker, struct ast_node *node,
                                    const struct type *expected);

/* As check_expression, and reports where the type does not fit what the place wants. */
const struct type *check_value(struct checker *checker, struct ast_node *node,
                               const struct type *expected);

/* An expression that must be true or false. */
void check_condition(struct checker *checker, struct ast_node *node);

/* A text with values filled in. */
void check_template(struct checker *checker, struct ast_node *node);

/* Brings a variable into scope for what follows. */
struct variable *checker_bind(struct checker *checker, struct ast_name name, const struct type *type);

/* Checks a binder and brings its variable into scope. */
void check_binder(struct checker *checker, struct ast_node *node);

/* Goes back to the variables there were at `depth` and `variables`. */
void checker_leave(struct checker *checker, struct variable *variables, uint32_t depth);

/* Finds what a name or dotted path means (types/paths.c). */
const struct type *check_path(struct checker *checker, struct ast_node *node,
                              const struct type *expected);

/* Whether `node` is a name or path that means nothing but perhaps a category. */
bool path_is_bare(const struct checker *checker, const struct ast_node *node);

/* The field of an assignment and where it stands. */
struct ast_name checker_field_word(const struct checker *checker, const struct ast_assign *assign);

/* Reports that `kind` has no field `name`, with what it has. */
void checker_report_no_field(struct checker *checker, const struct kind *kind, struct ast_name name);

/* The field that a clause of a `complete` claim bounds: `during` means the kind's date. */
const struct field *claim_field(const struct kind *kind, const struct name *name);

/* The link that a member node follows: its field, or NULL where it is no link. */
const struct field *member_field(const struct ast_node *node);

/* The links named `name` (a plural, or plural_field) that point at things of `kind`. */
struct inverse {
    const struct kind *from;   /* the kind that links */
    const struct field *field; /* its link */
};

/* A member that is found by name at each instance, because the kinds of the base differ. */
struct member_choice {
    uint32_t count;
    struct member_option {
        const struct kind *kind;
        enum reference reference;
        void *target;
    } *options;
};

#endif
