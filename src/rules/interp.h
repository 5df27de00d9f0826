#ifndef RULES_INTERP_H
#define RULES_INTERP_H

/* The reference interpreter: what `semantics.md` says, in C. Plain walks over the typed tree; the one
 * liberty is that a quantifier over `K x where y in x.link` looks only at the K that link to y, and one over
 * `K x where x = y` only at y. */

#include "diag/diag.h"
#include "facts/lower.h"
#include "value/truth.h"
#include "value/words.h"

/* Some instances, in order. */
struct instance_list {
    struct instance **items;
    uint32_t count;
    uint32_t capacity;
    bool is_grown; /* conclusions were added that are not in order yet */
};

struct conclusions;
struct coverage;

/* What a check said, in a test or of many cases. */
struct finding {
    const struct check *check;
    enum severity severity;
    const struct instance *at;
    enum truth truth; /* unknown: "cannot be determined" */
    const struct instance *current; /* the case it was said in */
    const struct name *field;       /* the field of `at` that it points to, or NULL */
    struct text message;            /* where `has_words` */
};

struct findings {
    struct finding *items;
    uint32_t count;
    uint32_t capacity;
    bool has_words; /* messages are wanted */
};

/* A message of a check that the record does not decide. */
struct open_question {
    const struct check *check;
    const struct instance *at;
    struct text message; /* if it is so */
    struct text needs;   /* what would decide it */
};

struct open_questions {
    struct open_question *items;
    uint32_t count;
    uint32_t capacity;
};

/* The instances of one kind by case. */
struct case_members;

/* Where the links of one field lead, the other way round. */
struct link_index;
struct influences;

/* One model (or one test's) being evaluated. */
struct interp {
    struct model *model;
    struct session *session;
    const struct wording *words;     /* what values are shown in: English but for reports */
    const struct test_scope *test; /* NULL: the model itself */
    const struct instances *instances;
    struct instance_list *of_kind; /* by kind index: the instances of it and of those below it */
    struct instance **unrecorded;  /* by kind index: of an open kind, what stands for all not recorded */
    uint32_t first_conclusion;     /* its ordinal */
    uint32_t ordinals;             /* of those and of what was concluded */
    const unsigned char *hidden;   /* by ordinal: as if it had not been recorded; NULL: nothing is */
    struct conclusions *conclusions;
    bool is_closed;                /* a test's own question: nothing is there but what it writes */
    uint32_t horizon;              /* above 0: only conclusions of lower rank are seen */
    struct findings *findings;     /* where what checks say is kept; NULL: it is reported */
    struct open_questions open;    /* what checks could not determine */
    struct coverage *coverage;     /* what tests decided; NULL: nobody asks */
    struct instance_list cases;
    struct instance *current;      /* the case at hand; NULL: all of them */
    struct value *variables;       /* by slot */
    struct instance *self;         /* whose default is being worked out */
    int64_t index;                 /* of the innermost `for each` of a report */
    struct link_index *indexes;
    uint32_t *last_source;         /* by ordinal: room for making an index of links */
    uint32_t last_source_size;
    enum truth *reached;           /* by ordinal: room of `reachable`, all false between its calls */
    uint32_t reached_size;
    struct influences *influences; /* of cases asked about; see rules/graph_facts.h */
    uint32_t asked_without;        /* how often the rules were run again; see rules/without.h */
    bool is_spent;                 /* they may not be once more, which was said */
    struct case_members *by_case;  /* by kind index; rules/world.c's */
    unsigned depth;                /* of measures and defaults being worked out */
    bool failed;                   /* an evaluation error was reported */
};

/* An interpreter over a model's facts, or over those of one test. */
struct interp *interp_new(struct model *model, const struct test_scope *test);

/* The same, as if some instances, by ordinal, had not been recorded; see rules/without.h. */
struct interp *interp_new_without(struct model *model, const struct test_scope *test,
                                  const unsigned char *hidden);

/* Whether an instance is taken for not recorded. */
static inline bool interp_hides(const struct interp *interp, const struct instance *instance)
{
    return interp->hidden && instance->ordinal < interp->instances->count &&
           interp->hidden[instance->ordinal];
}

/* A value without what is taken for not recorded. */
struct value interp_without_hidden(struct interp *interp, struct value value);

/* Adds an instance that was concluded to a list. */
void interp_list_add(struct interp *interp, struct instance_list *list, struct instance *instance);

/* Notes for a coverage report how a condition came out. */
void interp_cover(struct interp *interp, const struct ast_node *condition, enum truth truth);

/* Room for the variables of a check, rule or report. */
void interp_make_room(struct interp *interp, uint32_t variables);

/* Whether a condition holds: certainly, possibly, or not. */
enum truth interp_truth(struct interp *interp, const struct ast_node *node);

/* The value of an expression; VALUE_NONE where it is not recorded or cannot be known. */
struct value interp_value(struct interp *interp, const struct ast_node *node);

/* What an instance holds in a field, its default worked out. */
struct value interp_field(struct interp *interp, struct instance *instance, const struct field *field);

/* The variables of a measure or table, its arguments worked out. */
struct value *interp_bind_arguments(struct interp *interp, const struct ast_call *call);

/* Whether both values are the same thing. */
enum truth interp_equal(struct value a, struct value b);

/* What a binder ranges over: calls `visit` for each member with whether it belongs there certainly;
 * stops when `visit` returns false. The result says whether there may be members beyond the recorded
 * ones; `where` (or NULL) lets links be followed backwards. */
bool interp_range(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where,
                  bool (*visit)(struct interp *interp, struct value member, bool certain, void *context),
                  void *context);

/* Whether a set is worked out backwards over links or a case's members: of an open kind, it may have more
 * than is recorded. */
bool interp_set_is_inverse(const struct ast_node *set);

/* Reports an evaluation error at a node; the run ends after it. */
void interp_fail(struct interp *interp, enum diag_code code, const struct ast_node *node);

/* The instances of a kind in the case at hand, and those that belong to none. */
struct instance_list interp_members(struct interp *interp, const struct kind *kind);

/* The instances of a kind that belong to this case. */
struct instance_list interp_members_of(struct interp *interp, const struct instance *of,
                                       const struct kind *kind);

/* rules/links.c: the instances of `from` whose field links to `target`, and those that leave it open. */
struct value links_to(struct interp *interp, const struct kind *from, const struct field *field,
                      const struct instance *target, struct value *unrecorded);

/* The same as one set: what leaves it open belongs only possibly, and more of an open kind may link. */
struct value links_all_to(struct interp *interp, const struct kind *from, const struct field *field,
                          const struct instance *target);

/* rules/links.c: forgets what is known of links from `kind` (NULL: from all), for more were concluded. */
void interp_forget_links(struct interp *interp, const struct kind *kind);

/* rules/claims.c: the `complete` claim that covers all that the binder asks for, and whether there is
 * one. */
const struct claim *claims_find(struct interp *interp, const struct ast_binder *binder,
                                const struct ast_node *where);
bool claims_cover(struct interp *interp, const struct ast_binder *binder, const struct ast_node *where);

/* rules/builtins.c: applies a built-in function. */
struct value builtins_apply(struct interp *interp, const struct ast_call *call);

/* rules/order.c: comparisons of numbers, dates, durations and levels. */
enum truth order_compare(enum binary_op op, struct value a, struct value b);
enum truth order_temporal(enum binary_op op, struct value a, struct value b);

/* rules/arithmetic.c: sums, differences and the rest. */
struct value arithmetic_apply(struct interp *interp, const struct ast_binary *binary, struct value a,
                              struct value b);
/* Whether a date or period can be moved by a duration, before, after, or both ways: working days need a
 * calendar, which is filled in, and its years; what is wrong is reported at the node, and the run ends. */
bool arithmetic_can_move(struct interp *interp, const struct ast_node *node,
                         enum within_direction direction, const struct value *date, struct duration *by);
/* order.c: `a within D before|after|of b`, of dates and periods. */
enum truth order_within(const struct duration *by, enum within_direction direction, struct value a,
                        struct value b);
struct value arithmetic_negate(struct interp *interp, const struct ast_node *node, struct value a);
struct value arithmetic_aggregate(struct interp *interp, const struct ast_aggregate *aggregate);
struct value arithmetic_round(struct interp *interp, const struct ast_node *node, struct value a,
                              const struct type *type);

/* A number value of an interval, one number or a whole number. */
struct value value_of_range(struct session *session, struct number_range range);
struct value value_of_int(int64_t number);
/* A boolean; VALUE_NONE where the truth is unknown. */
struct value value_of_truth(enum truth truth);
/* The interval of a number value; false where it is none. */
bool value_range(struct value value, struct number_range *out);
/* A list value of `count` items. */
struct value value_of_list(const struct value *items, uint32_t count);
/* The same, instances sorted into the order of the text. */
struct value value_of_set(struct value *items, uint32_t count);
/* Whether it is, or is about, something that is not recorded. */
bool value_is_unrecorded(struct value value);
/* How many items of a list belong there for certain. */
uint32_t value_count_certain(struct value list);
/* The period of a date or period value; false where it is none. */
bool value_period(struct value value, struct period *out);

#endif
