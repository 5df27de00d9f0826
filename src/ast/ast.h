#ifndef AST_AST_H
#define AST_AST_H

#include "base/name.h"
#include "base/vec.h"
#include "text/span.h"
#include "value/date.h"
#include "value/duration.h"

#include <stdint.h>

struct session;
struct source;
struct type;
struct instance;
struct variable;
struct working_calendar;
struct ast_node;

enum ast_kind {
#define AST(kind, struct_name, sentence, children) AST_##kind,
#define EXPR(kind, struct_name, sentence, children) AST_##kind,
#include "ast/kinds.def"
#undef AST
#undef EXPR
    AST_KIND_COUNT
};

/* How deep anything may be nested: expressions, bodies, categories. */
enum { AST_DEEPEST = 256 };

/* What every node begins with. There are ten for each thing of a model, and they are most of what a large
 * one takes: so they are packed. */
struct ast_node {
    uint8_t kind;
    uint8_t reference; /* of an IDENT, MEMBER or CALL: what it was found to mean */
    uint8_t below;     /* levels of nodes below this one; 0 for a leaf */
    bool broken;       /* something inside could not be read, and has been reported */
    struct span span;
    struct ast_node *next; /* in the list this node belongs to */
};

/* Nodes in the order of the text. While it grows it is a ring, and `first` its last node; the node that
 * takes it in opens the ring. */
struct ast_list {
    struct ast_node *first;
};

/* A word and where it stands; name is NULL where the word was left out. */
struct ast_name {
    struct name *name;
    struct span span;
};

/* What names/ and types/ found a word to mean. */
enum reference {
    REFER_NOTHING,
    REFER_ERROR,     /* reported; stay silent */
    REFER_VARIABLE,  /* struct variable */
    REFER_INSTANCE,  /* struct instance */
    REFER_CATEGORY,  /* struct category, of a taxonomy or scale */
    REFER_PARAMETER, /* struct parameter */
    REFER_MEASURE,   /* struct measure */
    REFER_TABLE,     /* struct decision_table */
    REFER_BUILTIN,   /* struct builtin */
    REFER_FIELD,     /* struct field, of whatever kind the base has */
    REFER_INVERSE,   /* struct inverse: the links that point here */
    REFER_MEMBERS,   /* struct kind: a case's instances of a kind */
    REFER_ID,
    REFER_TITLE,
    REFER_KIND,
    REFER_INDEX,     /* the number of the innermost `for each` of a report */
    REFER_CASE,      /* struct kind: the case at hand */
    REFER_SELF,      /* the instance whose field a default fills */
    REFER_MIXED,     /* struct member_choice: differs by the kind of the base */
};

#define A_NAME(child) struct ast_name child;
#define A_WORD(child) struct name *child;
#define A_KID(child) struct ast_node *child;
#define A_LIST(child) struct ast_list child;
#define A_TEXT(child) struct text child;
#define A_INT(child) int64_t child;
#define A_FLAG(child) unsigned child;
#define A_DATE(child) struct date child;
#define A_SLOT(type, child) type child;
#define AST(kind, struct_name, sentence, children)                                                 \
    struct ast_##struct_name {                                                                     \
        struct ast_node base;                                                                      \
        children                                                                                   \
    };
#define EXPR(kind, struct_name, sentence, children)                                                \
    struct ast_##struct_name {                                                                     \
        struct ast_node base;                                                                      \
        const struct type *result;                                                                 \
        children                                                                                   \
    };
#include "ast/kinds.def"
#undef AST
#undef EXPR
#undef A_NAME
#undef A_WORD
#undef A_KID
#undef A_LIST
#undef A_TEXT
#undef A_INT
#undef A_FLAG
#undef A_DATE
#undef A_SLOT

/* What every expression begins with. */
struct ast_expr {
    struct ast_node base;
    const struct type *result;
};

/* A node as the struct of its kind; the caller has looked at node->kind. */
#define AST_AS(struct_name, node) ((struct ast_##struct_name *)(node))

#define AST_EACH(variable, list)                                                                   \
    for (struct ast_node *variable = (list).first; variable; variable = variable->next)

enum { KIND_OPEN = 1, KIND_DERIVED = 2, KIND_CASE = 4 };
enum cardinality { CARDINALITY_ONE, CARDINALITY_OPTIONAL, CARDINALITY_SOME, CARDINALITY_MANY };
enum quantity { QUANTITY_SOME, QUANTITY_NO, QUANTITY_EVERY };
enum is_test { IS_RECORDED, IS_NOT_RECORDED, IS_UNKNOWN, IS_NOT_UNKNOWN };
enum expect_mode { EXPECT_YES, EXPECT_NO, EXPECT_UNKNOWN };
enum relation {
    RELATION_AFTER, RELATION_BEFORE, RELATION_BETWEEN, RELATION_WITHIN, RELATION_WITHIN_AFTER,
    RELATION_WITHIN_BEFORE, RELATION_LEAST_AFTER, RELATION_LEAST_BEFORE, RELATION_SAME
};
enum binary_op {
    OP_OR, OP_AND, OP_EQUAL, OP_UNEQUAL, OP_LESS, OP_AT_MOST, OP_GREATER, OP_AT_LEAST, OP_IN,
    OP_UNDER, OP_BEFORE, OP_AFTER, OP_DURING, OP_OVERLAPS, OP_ADD, OP_SUBTRACT, OP_MULTIPLY,
    OP_DIVIDE, OP_DIV, OP_MOD,
    OP_COUNT
};

/* How an operator is written. */
const char *binary_op_text(enum binary_op op);

enum ast_child_type { CHILD_NAME, CHILD_KID, CHILD_LIST, CHILD_TEXT, CHILD_INT, CHILD_FLAG, CHILD_DATE };

/* One child of a node kind, for code that treats all kinds alike. */
struct ast_child {
    const char *name;
    enum ast_child_type type;
    size_t offset;
};

/* What there is to know of a node kind. */
struct ast_shape {
    const char *name;
    const char *sentence;
    bool is_expression;
    const struct ast_child *(*children)(void); /* ends with a child without a name */
};

/* The shape of a node kind. */
const struct ast_shape *ast_shape(enum ast_kind kind);

/* A list with one node more at its end; `node` may be NULL. */
struct ast_list ast_append(struct ast_list list, struct ast_node *node);

/* The last node of a list that a node has taken in; NULL if it is empty. */
struct ast_node *ast_last(struct ast_list list);

/* Whether there are several nodes in it. */
static inline bool ast_has_several(struct ast_list list)
{
    return list.first && list.first->next;
}

/* How many nodes there are in a list that a node has taken in. */
uint32_t ast_count(struct ast_list list);

/* Both lists as one. */
struct ast_list ast_join(struct ast_list list, struct ast_list more);

/* A list of one node, or none where `node` is NULL. */
struct ast_list ast_list_of(struct ast_node *node);

/* A node like `*like` in `session`, its kind, span, depth and brokenness set. A node that would be nested
 * deeper than AST_DEEPEST is reported and comes back as an AST_ERROR node; never NULL. */
struct ast_node *ast_add(struct session *session, enum ast_kind kind, struct span span,
                         const struct ast_node *like);

/* AST_NEW(session, IS, is, span, .operand = x, .test = IS_RECORDED) */
#define AST_NEW(session, kind, struct_name, span, ...)                                             \
    ast_add((session), AST_##kind, (span),                                                         \
            &(struct ast_##struct_name){ .base.next = NULL, __VA_ARGS__ }.base)

/* Words of which a node keeps no place, with the one that follows from the node's: the kind of an instance,
 * the member behind a dot, and the field of an assignment, whose colon belongs to it. */
struct ast_name ast_kind_word(const struct ast_instance *instance);
struct ast_name ast_member_word(const struct ast_member *member);
struct ast_name ast_field_word(const struct source *source, const struct ast_assign *assign);

/* A comment of the source, for `fmt` and for documentation. */
struct ast_comment {
    struct span span;
    bool is_doc;
    bool own_line;
};

/* A source and what was read from it. */
struct ast {
    struct source *source;
    struct ast_file *file;
    VEC(struct ast_comment) comments;
    bool unbalanced; /* a brace is missing: what is nested in what is a guess */
    bool has_errors;
};

/* The documentation comment right before `node`, its marks removed; empty where there is none. */
struct text ast_doc(struct session *session, const struct ast *ast, const struct ast_node *node);

#endif
