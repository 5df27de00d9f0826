#ifndef FACTS_SHAPE_H
#define FACTS_SHAPE_H

/* What a JSON object may hold that is an instance of a kind: one key for each field, `id`, `title`, and
 * under the plural of a kind those that stand inside it. The reader and the schema both ask here, so that
 * they agree. */

#include "names/model.h"

struct import_column;
struct shape;

enum shape_sort { SHAPE_ID, SHAPE_TITLE, SHAPE_FIELD, SHAPE_NESTED };

/* What stands under one key. */
struct shape_member {
    struct text key;
    enum shape_sort sort;
    const struct field *field;    /* SHAPE_FIELD */
    struct shape *objects;        /* of the objects that may stand here; NULL: none may */
    struct import_column *column; /* how an import reads it; NULL until it does */
    struct shape_member *also;    /* another member that is read from the same key */
    bool is_also;
};

struct shape {
    struct kind *kind;
    bool is_built;
    bool passes_over; /* other keys may stand there, which nobody asks for */
    VEC(struct shape_member) members;
    struct shape_member **sorted; /* by key, one for each */
    uint32_t sorted_count;
    uint32_t expected; /* the member that most likely comes next */
};

/* The shapes of all kinds that a module sees. */
struct shapes {
    struct model *model;
    const struct module *module;
    struct shape *of_kinds; /* by the index of the kind */
};

/* No shape is worked out before it is asked for. */
struct shapes shapes_new(struct model *model, const struct module *module);

/* The shape of a kind, following the kind. */
struct shape *shape_of(struct shapes *shapes, const struct kind *kind);

/* A shape that has no members yet, for a kind whose keys are named elsewhere; shape_finish after the last. */
struct shape *shape_new(struct shapes *shapes, const struct kind *kind);
struct shape_member *shape_add(struct shapes *shapes, struct shape *shape, struct text key,
                               enum shape_sort sort);

/* Adds what may be nested in an instance of the kind under a key that is not taken. */
void shape_add_nested(struct shapes *shapes, struct shape *shape);

/* Makes the members ready to be found by their keys. */
void shape_finish(struct shapes *shapes, struct shape *shape);

/* The member with this key, or NULL. */
struct shape_member *shape_find(struct shape *shape, struct text key);

/* The field by which an instance of `kind` links to the one it stands in, of kind `outer`; or NULL. */
const struct field *shape_link(const struct kind *kind, const struct kind *outer);

#endif
