#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

/* Rules and checks as the fast engine and the writer of C want them: every expression typed by what one
 * machine word can hold, every loop with what it goes through and the conditions that already belong to it.
 * Made from the typed tree; knows of the data only what store.h has found out: which columns have gaps. What
 * a plan cannot say, the reference interpreter does; semantics.md §3 is kept for what it can. */

#include "engine/store.h"

/* How a value is held: a word, PLAN_NONE where it is not known. */
enum plan_shape {
    SHAPE_TRUTH,    /* enum truth; a yes or no that is not known is unknown */
    SHAPE_NUMBER,   /* numerator over the expression's own, fixed denominator */
    SHAPE_RANGE,    /* two words: least and most numerator */
    SHAPE_DAY,      /* a day number */
    SHAPE_CATEGORY, /* a number of store.h's */
    SHAPE_ROW,      /* of an instance: its number in store.h; of a conclusion: within its kind */
    SHAPE_TEXT,     /* a number of store.h's */
};

enum plan_op {
    PLAN_CONSTANT,
    PLAN_VARIABLE,
    PLAN_COLUMN,     /* of the row `a` */
    PLAN_CONCLUDED,  /* the same of a conclusion */
    PLAN_CASE,       /* the row of the case at hand */
    PLAN_ADD,
    PLAN_SUBTRACT,
    PLAN_MULTIPLY,
    PLAN_DIV,
    PLAN_MOD,
    PLAN_NEGATE,
    PLAN_SCALE,      /* `a` times `constant` */
    PLAN_ROUND,      /* `a` over `constant`, half to even */
    PLAN_LEAST,
    PLAN_GREATEST,
    PLAN_EQUAL,
    PLAN_LESS,
    PLAN_AND,
    PLAN_OR,
    PLAN_NOT,
    PLAN_KNOWN,      /* whether `a` is recorded */
    PLAN_UNDER,      /* whether category `a` lies from `constant` to `last` */
    PLAN_BELOW,      /* whether category `a` lies under category `b` */
    PLAN_NEAR,       /* whether day `a` lies `constant` to `last` days after day `b` */
    PLAN_YEAR,       /* of day `a` */
    PLAN_AGE,        /* completed years from day `a` to day `b` */
    PLAN_IF,         /* `a` then `b` else `c` */
    PLAN_SOME,       /* whether some way through the loop leaves its conditions true */
    PLAN_COUNT,
    PLAN_SUM,        /* of `a` */
    PLAN_MIN,
    PLAN_MAX,
    PLAN_DISTINCT,
    PLAN_CALL,
};

#define PLAN_NONE INT64_MIN

enum { PLAN_SLOTS_MOST = 64 };

struct plan_loop;
struct plan_function;

struct plan_expr {
    uint8_t op;
    uint8_t shape;
    bool may_be_none; /* or, of a truth, unknown */
    bool sees_rules;  /* rests on conclusions */
    uint32_t slot;    /* VARIABLE */
    uint64_t needs;   /* a bit for each slot that it needs filled from outside */
    int64_t denominator; /* NUMBER, RANGE */
    int64_t constant;
    int64_t last;
    const struct plan_expr *a;
    const struct plan_expr *b;
    const struct plan_expr *c;
    const struct store_column *column;
    const struct plan_field *concluded;
    const struct plan_loop *loop; /* SOME and the aggregates */
    const struct plan_function *function;
    const struct plan_expr **arguments;
    uint32_t argument_count;
};

/* What a loop goes through, in the order of the text. */
enum plan_source {
    OVER_ALL,        /* the rows of a kind: in the case at hand, or everywhere */
    OVER_CONCLUDED,  /* the conclusions of a kind: likewise */
    OVER_LINKED,     /* the rows that a link of many of row `of` names */
    OVER_LINKING,    /* the rows whose link names row `of` */
    OVER_MEMBERS,    /* the rows of a kind in the case `of` */
    OVER_OWN,        /* the conclusions of a kind in the case `of` */
    OVER_ONE,        /* row `of` itself, if it is known */
    OVER_CATEGORIES, /* from `first` to `last` */
};

struct plan_loop {
    enum plan_source source;
    const struct variable *variable; /* NULL: a set is asked whether something is in it, or how large it is */
    uint32_t slot;
    uint32_t number; /* each loop of a plan has its own */
    const struct kind *kind;
    const struct store_table *table; /* ALL, MEMBERS */
    bool narrows;                    /* not all rows of the table are of the kind */
    const struct plan_derived *derived;
    const struct plan_expr *of;
    const struct store_links *links; /* LINKED, LINKING */
    bool only_certain;               /* conclusions that are only possible do not count */
    bool is_open;                    /* there may be more than is recorded */
    bool keeps_order;                /* its conditions are asked in the order of the text */
    int64_t first;
    int64_t last;
    const struct plan_expr *own;    /* conditions on the row alone; or NULL */
    const struct plan_expr *where;  /* those that need more; or NULL */
    const struct plan_loop *inner;  /* NULL: the way ends here */
};

/* A measure or a decision table; its arguments fill its first slots. */
struct plan_function {
    const struct declaration *declaration;
    uint32_t slots;
    const struct plan_expr *value;
};

/* A field of a derived kind. */
struct plan_field {
    const struct field *field;
    const struct plan_derived *of;
    uint32_t at; /* its first word */
    enum plan_shape shape;
    int64_t denominator;
    bool may_be_none;
    bool is_identity;
};

struct plan_derived {
    const struct kind *kind;
    uint32_t index; /* among the plan's */
    struct plan_field *fields; /* as the kind's */
    uint32_t words;       /* of one conclusion: one for each field, for a RANGE two */
    bool may_be_possible; /* some way to it is not certain */
    bool is_across;       /* concluded of no case */
    bool needs_order;     /* somebody goes through its conclusions to whom their order matters */
};

/* Part of a reason or message: a text, or a value put into it. */
struct plan_word {
    struct text text;
    const struct plan_expr *value; /* NULL: the text */
    const struct type *type;       /* of the value: how many digits it has */
    bool is_hidden;                /* it rests on what is confidential */
};

struct plan_words {
    struct plan_word *items;
    uint32_t count;
    uint32_t capacity;
};

enum plan_step_kind { STEP_LOOP, STEP_WHERE, STEP_LET, STEP_CONCLUDE, STEP_MESSAGE };

/* One step of a rule or check; the next one is run for every way through it. */
struct plan_step {
    enum plan_step_kind kind;
    const struct plan_loop *loop;
    const struct plan_expr *expr; /* WHERE: the condition; LET: the value */
    uint32_t slot;                /* LET */
    const struct variable *variable; /* LET */
    const struct plan_expr **values; /* CONCLUDE: by field; NULL: not given */
    bool is_told_apart;              /* CONCLUDE: no two ways give the same conclusion */
    const struct ast_node *ast;   /* MESSAGE */
    const struct plan_step *next;
};

/* A name in the text and the slot that holds it. */
struct plan_variable {
    const struct variable *variable;
    uint32_t slot;
    enum plan_shape shape;
    bool may_be_none;
    int64_t denominator;
    int64_t most; /* no numerator of it is further from zero */
    bool is_case; /* the case at hand */
    const struct plan_derived *derived; /* ROW of a conclusion */
    const struct plan_variable *outer;
};

struct plan_rule {
    const struct rule *rule;
    const struct plan_derived *concludes;
    const struct plan_step *first;
    uint32_t slots;
    const struct plan_variable *variables; /* all there are at its end, innermost first */
    bool *asks;    /* by derived kind: whether it asks for conclusions of it, which are of its own stratum */
    bool asks_any;
    bool is_alone; /* no other rule concludes the kind */
    struct plan_words because; /* of a plan with words */
};

/* One question of a check. */
struct plan_check {
    const struct check *check;
    const struct plan_step *first;
    uint32_t slots;
    const struct plan_variable *variables;
    const struct ast_message *said;
    struct plan_words message; /* of a plan with words, and the next two */
    const struct plan_expr *at; /* the instance it points to; NULL: none */
    const struct name *field;   /* the field of it; or NULL */
};

struct plan {
    struct session *session;
    struct store *store;
    VEC(struct plan_derived *) derived;
    VEC(struct plan_rule *) rules; /* in the order of the text */
    VEC(struct plan_check *) checks;
    uint32_t loops;  /* how many there are */
    uint32_t slots;  /* the most that any rule or check needs */
};

/* The plan of a model over what a store holds; NULL where there can be none, and `*why`, the end of a
 * sentence. */
struct plan *plan_new(struct model *model, struct store *store, struct text *why);

/* The same with reasons and messages planned, too, for who has no interpreter to write them. */
struct plan *plan_new_with_words(struct model *model, struct store *store, struct text *why);

#endif
