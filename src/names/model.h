#ifndef NAMES_MODEL_H
#define NAMES_MODEL_H

/* What is declared: modules, kinds, categories, instances and the rest, each once, with its place.
 * names/ makes these; types/ fills in what their parts mean; facts/ fills the instances. */

#include "ast/ast.h"
#include "diag/session.h"
#include "value/value.h"
#include "value/working.h"

struct type;
struct session;
struct buf;

enum declaration_kind {
    DECLARES_KIND,
    DECLARES_CLASSIFICATION,
    DECLARES_INSTANCE,
    DECLARES_PARAMETER,
    DECLARES_MEASURE,
    DECLARES_TABLE,
    DECLARES_CHECK,
    DECLARES_RULE,
    DECLARES_REPORT,
    DECLARES_CALENDAR,
    DECLARES_ERROR, /* something that could not be read had this name */
};

/* What every declared thing begins with. */
struct declaration {
    const struct name *name;
    struct span span; /* of the name */
    uint8_t kind;
    struct module *module;
    struct test_scope *scope;   /* the test it stands in; NULL at file level */
    struct declaration *other;  /* another thing of the same name */
};

struct module {
    uint32_t index;
    struct ast *ast;
    const struct name *name;
    struct text title;
    const char *relative; /* path below the root or the standard folder */
    bool is_standard;
    VEC(struct module *) uses;
    uint64_t *reaches; /* a bit for every module it sees, itself included */
};

struct category {
    const struct name *name;
    struct text title;
    struct span span;
    struct classification *of;
    struct category *above;
    uint32_t ordinal; /* in preorder; the rank of a level */
    uint32_t last;    /* the last ordinal at or below it */
};

/* A taxonomy or a scale. */
struct classification {
    struct declaration declaration;
    bool is_scale;
    struct text title;
    VEC(struct category *) categories; /* preorder */
    const struct type *types[2];       /* of one of its categories, of many; made by types/type.c */
};

struct field {
    const struct name *name;
    struct kind *owner;
    const struct ast_field *ast;
    const struct type *type;
    const struct type *one; /* of each of its values */
    struct text label;
    enum cardinality cardinality;
    uint32_t slot; /* where an instance keeps it; 0: nowhere, for nobody gives it */
    bool is_confidential;
    bool is_concealed; /* a rule gives it what a confidential field says */
    bool is_parent;
    bool is_link;
};

struct kind {
    struct declaration declaration;
    const struct ast_node *ast;
    unsigned flags; /* KIND_OPEN, KIND_DERIVED, KIND_CASE; openness is inherited */
    struct text title;
    const struct name *plural;
    struct kind *parent;
    uint32_t index;
    uint32_t level;
    uint32_t stratum; /* of a derived kind: when its rules run; see types/strata.c */
    const struct field *secret; /* a confidential field that its conclusions rest on, or NULL */
    bool is_built; /* fields are complete */
    bool is_building;
    bool is_broken;
    VEC(struct field *) fields;  /* the parent's first */
    uint32_t slot_count;         /* of its instances; the first of them stays empty */
    const struct type *types[2]; /* of one of its instances, of many; made by types/type.c */
};

struct instance {
    struct declaration declaration;
    struct kind *of;
    const struct ast_instance *ast;
    struct text title;
    struct instance *parent; /* the instance it is written in */
    struct instance *belongs; /* the case it belongs to */
    struct value *slots;
    const struct value *alone; /* a list of just this one: most lists are, and share it; NULL: none is yet */
    uint32_t ordinal;
    bool is_doubtful;
    bool is_unrecorded; /* stands for all of an open kind that are not recorded, or is about such */
    bool is_broken;
    bool has_relative; /* a date told from other events */
};

/* Days on which nobody works. */
struct calendar {
    struct declaration declaration;
    const struct ast_calendar *ast;
    struct working_calendar days;
};

struct parameter {
    struct declaration declaration;
    const struct ast_parameter *ast;
    const struct type *type;
    const struct ast_set *set; /* the local value, if any */
    struct value value;
};

struct measure {
    struct declaration declaration;
    const struct ast_measure *ast;
    const struct type *type;
    const struct field *secret; /* a confidential field that it reads, or NULL */
    uint32_t variable_count;
};

struct decision_table {
    struct declaration declaration;
    const struct ast_table *ast;
    const struct type *type;
    const struct field *secret; /* a confidential field that its rows read, or NULL */
    uint32_t variable_count;
};

struct check {
    struct declaration declaration;
    const struct ast_check *ast;
    struct text code; /* module.name */
    uint32_t variable_count;
};

struct rule {
    struct declaration declaration;
    const struct ast_rule *ast;
    const struct ast_conclude *conclude;
    struct kind *concludes;
    bool is_across; /* sees all cases at once */
    uint32_t variable_count;
};

struct report {
    struct declaration declaration;
    const struct ast_report *ast;
    uint32_t variable_count;
};

/* A name bound inside a check, rule, report or measure. */
struct variable {
    const struct name *name;
    struct span span;
    const struct type *type;
    uint32_t slot;
    struct kind *kind; /* what a binder ranges over */
    const struct ast_expr *value; /* what a `let` stands for */
    const struct field *secret;   /* a confidential field that it reads, or NULL */
    const struct ast_node *set;   /* what a binder takes its members from; NULL: all of the kind */
    struct variable *outer;
};

struct waiver {
    const struct ast_allow *ast;
    struct module *module;
    struct test_scope *scope;
    struct check *check;
    struct instance *at;
    bool is_used;
};

struct claim {
    const struct ast_complete *ast;
    struct module *module;
    struct test_scope *scope;
    struct kind *kind;
    VEC(struct claim_bound { const struct field *field; struct value value; }) bounds;
};

/* One `test` block: its own instances, seen by nothing else. */
struct test_scope {
    const struct ast_test *ast;
    struct module *module;
    struct instances {
        struct instance **items;
        uint32_t count;
        uint32_t capacity;
    } instances;
    VEC(struct override { struct parameter *parameter; const struct ast_set *set; struct value value; })
        overrides; /* what the test sets */
    uint32_t variable_count;
};

/* Instances from a table. */
struct import {
    const struct ast_import *ast;
    struct module *module;
    struct test_scope *scope; /* the test it stands in; NULL at file level */
    struct kind *kind;        /* NULL where it is unknown; found by types/ */
};

/* All that one compilation declares. */
struct model {
    struct session *session;
    VEC(struct module *) modules; /* those used before those that use them */
    struct module *main;
    VEC(struct kind *) kinds;
    VEC(struct classification *) classifications;
    struct instances instances;
    VEC(struct calendar *) calendars;
    VEC(struct parameter *) parameters;
    VEC(struct measure *) measures;
    VEC(struct decision_table *) tables;
    VEC(struct check *) checks;
    VEC(struct rule *) rules;
    VEC(struct report *) reports;
    VEC(struct test_scope *) tests;
    VEC(struct waiver *) waivers;
    VEC(struct claim *) claims;
    VEC(struct import *) imports;
    const char *root; /* the folder that files named in modules lie in */
    bool is_read[DATA_MOST]; /* of options.data: the file was taken for some import */
    uint32_t strata; /* how many there are */
    bool lacks_module; /* a `use` came to nothing: unknown names are most likely its */
    bool is_unbalanced; /* a brace is missing somewhere: nesting is a guess */
};

/* Whether `module` sees what `other` declares. */
static inline bool module_sees(const struct module *module, const struct module *other)
{
    return module->reaches[other->index / 64] >> (other->index % 64) & 1;
}

/* Whether `kind` is `ancestor` or below it. */
bool kind_is(const struct kind *kind, const struct kind *ancestor);

/* The field of a kind with this name, inherited ones included, or NULL. */
struct field *kind_find_field(const struct kind *kind, const struct name *name);

/* Whether `category` is `above` or below it. */
static inline bool category_is_under(const struct category *category, const struct category *above)
{
    return category->of == above->of && category->ordinal >= above->ordinal &&
           category->ordinal <= above->last;
}

/* Appends `taxonomy.node.node`, as the language writes a category. */
void category_print_path(struct buf *out, const struct category *category);

/* The title of a kind in running text: its title in lower case where that is plain words. */
struct text kind_phrase(struct session *session, const struct kind *kind);

#endif
