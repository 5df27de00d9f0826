#ifndef ENGINE_PLAN_PARTS_H
#define ENGINE_PLAN_PARTS_H

/* What the files plan*.c share; nobody else includes this. */

#include "engine/plan.h"
#include "types/type.h"

/* A field of a row that a condition further left has found recorded. */
struct known {
    uint32_t slot;
    const struct field *field;
    const struct known *outer;
};

/* A plan being made. */
struct planner {
    struct plan *plan;
    struct model *model;
    struct store *store;
    struct arena *arena;
    const struct plan_variable *variables; /* innermost first */
    const struct known *known;
    uint32_t slots;      /* filled so far */
    uint32_t most_slots; /* that there ever were at once */
    bool is_across;      /* sees all cases at once */
    bool is_rule;        /* so that other cases may have no conclusions yet */
    bool has_changed;    /* what was found out of derived kinds: all is to be planned again */
    bool keeps_order;    /* something may end the run with an error: conditions stay where they are */
    bool has_words;      /* reasons and messages are wanted */
    uint32_t depth;      /* of measures within measures */
    struct text why;     /* why there is no plan; or empty */
};

/* Gives up: the plan cannot say this. NULL, so that callers can pass it on. */
void *plan_refuse(struct planner *planner, const char *what);

/* A new expression that needs what its operands need. */
struct plan_expr *plan_make(struct planner *planner, enum plan_op op, enum plan_shape shape,
                            const struct plan_expr *a, const struct plan_expr *b);

/* The expression of a node; NULL where there is none. */
const struct plan_expr *plan_value(struct planner *planner, const struct ast_node *node);

/* A condition, which is a SHAPE_TRUTH. */
const struct plan_expr *plan_truth(struct planner *planner, const struct ast_node *node);

/* Both, or the one that is not NULL. */
const struct plan_expr *plan_and(struct planner *planner, const struct plan_expr *a,
                                 const struct plan_expr *b);

/* plan_expr.c: what several files need of numbers and rows. Whether it is a number; an expression times a
 * factor; both with one denominator; the shape of what is worked out of both; the parts of a decimal. */
bool plan_is_number(const struct plan_expr *expr);
const struct plan_expr *plan_scale(struct planner *planner, const struct plan_expr *a, int64_t factor);
bool plan_align(struct planner *planner, const struct plan_expr **a, const struct plan_expr **b);
enum plan_shape plan_joint_shape(const struct plan_expr *a, const struct plan_expr *b);
int64_t plan_common_divisor(int64_t a, int64_t b);
int64_t plan_denominator(const struct type *type);

/* Lets an expression need what another needs. */
void plan_lean_on(struct plan_expr *expr, const struct plan_expr *on);

/* The derived kind that a row is of, where it is a variable's. */
const struct plan_derived *plan_derived_of_row(const struct planner *planner, const struct ast_node *node);

/* plan_calls.c: a measure or table, and a built-in function. */
const struct plan_expr *plan_applied(struct planner *planner, const struct ast_call *call);
const struct plan_expr *plan_builtin(struct planner *planner, const struct ast_call *call);

/* plan_bounds.c: how far from zero the numerator of a value may lie, and whether working it out, or going
 * through steps, may end with an error. */
uint64_t plan_most(const struct planner *planner, const struct plan_expr *expr);
bool plan_may_fail(const struct planner *planner, const struct plan_expr *expr);
bool plan_steps_may_fail(const struct planner *planner, const struct plan_step *first);

/* The value of a column in a row. */
const struct plan_expr *plan_column(struct planner *planner, const struct store_column *column,
                                    const struct plan_expr *row);

/* A truth that is unknown. */
const struct plan_expr *plan_unknown(struct planner *planner);

/* plan_days.c: whether a value is a date that may mean several days; the first of them; how it compares. */
bool plan_is_stretch(struct planner *planner, const struct ast_node *node);
const struct plan_expr *plan_first_day(struct planner *planner, const struct ast_node *node);
const struct plan_expr *plan_compare_days(struct planner *planner, const struct ast_binary *binary);

/* A day moved, `within`, and `during`. */
const struct plan_expr *plan_days(struct planner *planner, const struct ast_binary *binary);
const struct plan_expr *plan_within(struct planner *planner, const struct ast_within *within);
const struct plan_expr *plan_during(struct planner *planner, const struct ast_binary *binary);

/* plan_words.c: a reason or message; and the instance that a message points to, with the field of it. */
bool plan_words(struct planner *planner, const struct ast_node *text, struct plan_words *words);
bool plan_place(struct planner *planner, const struct ast_node *at, struct plan_check *check);

/* What a binder goes through; brings its variable into scope. */
struct plan_loop *plan_loop_new(struct planner *planner, const struct ast_binder *binder,
                                const struct ast_node *where);

/* Puts the parts of a condition into the loop, as conditions of its row or of more. */
bool plan_loop_filter(struct planner *planner, struct plan_loop *loop, const struct plan_expr *condition);

/* Whether it is open of some row that comes through the loop whether it does, or there may be more. */
bool plan_loop_is_doubtful(const struct plan_loop *loop);

/* A new variable for a value, in a new slot (a RANGE: in two). */
struct plan_variable *plan_bind(struct planner *planner, const struct variable *variable,
                                const struct plan_expr *value);

/* The plan's view of a derived kind. */
struct plan_derived *plan_derived_of(struct planner *planner, const struct kind *kind);

/* Whether nothing of a kind is recorded, and rules conclude none. */
bool plan_is_empty(struct planner *planner, const struct kind *kind);

/* plan_loop.c: SOME, and the aggregates. */
const struct plan_expr *plan_quantifier(struct planner *planner, const struct ast_quantifier *quantifier);
const struct plan_expr *plan_aggregate(struct planner *planner, const struct ast_aggregate *aggregate);
const struct plan_expr *plan_in(struct planner *planner, const struct ast_binary *binary);
const struct plan_expr *plan_count_set(struct planner *planner, const struct ast_node *set);

#endif
