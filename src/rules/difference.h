#ifndef RULES_DIFFERENCE_H
#define RULES_DIFFERENCE_H

/* What changed between two versions of a model, in the terms of the review: things by their kind and name,
 * what rules conclude and checks say, and what was decided about the model itself. */

#include "rules/interp.h"

enum change_sort { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_RENAMED, CHANGE_CHANGED, CHANGE_EVIDENCE };

/* One field that says something else, in words; what is confidential is masked. */
struct field_change {
    struct text label; /* "Title" of the title */
    struct text before;
    struct text after;
};

/* One thing. */
struct change {
    enum change_sort sort;
    const struct kind *kind; /* of the newer version, if it has one */
    struct text id;
    struct text title;
    struct text old_id; /* RENAMED */
    VEC(struct field_change) fields; /* CHANGED */
    VEC(struct text) rests_on; /* EVIDENCE: phrases of what it links to that changed */
};

/* Something that is there now and was not, or was and is not. */
struct turn {
    bool is_new;
    struct text words;
};

struct turns {
    struct turn *items;
    uint32_t count;
    uint32_t capacity;
};

struct difference {
    VEC(struct change) changes; /* by kind as declared, and then as in the text */
    struct turns conclusions;
    struct turns findings; /* what checks say */
    struct turns decisions; /* parameters, waivers, claims */
};

/* Compares two models whose facts are filled; runs the rules and checks of both. The result lies in
 * `arena`. */
struct difference *difference_new(struct arena *arena, struct model *before, struct model *after);

/* Whether nothing is different. */
bool difference_is_empty(const struct difference *difference);

#endif
