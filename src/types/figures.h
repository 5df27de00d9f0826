#ifndef TYPES_FIGURES_H
#define TYPES_FIGURES_H

/* Which figures there are, and which fields of a kind each is drawn from. The compiler knows no method:
 * fields are chosen by what they take, never by what a framework calls them. */

#include "types/type.h"

enum figure_word {
    FIGURE_TIMELINE, FIGURE_ACCIMAP, FIGURE_FACTORS, FIGURE_FISHBONE, FIGURE_LOOPS, FIGURE_WORDS
};

/* What a figure reads of each instance; NULL: the kind has no such field. None is confidential. */
struct figure_fields {
    const struct field *date;     /* the first that takes a date or period */
    const struct field *level;    /* the first that takes a category of a taxonomy */
    const struct field *arrows;   /* the first link that may lead to the same kind, else the first link */
    const struct field *effect;   /* the first after `level` that takes one of a few flat categories */
    const struct field *strength; /* the first that takes a level of a scale */
    const struct field *from;     /* of an influence: its ends and its sign */
    const struct field *to;
    const struct field *sign;
    bool arrows_lead_back;        /* `arrows` may lead to the same kind */
};

/* The word for a figure, as `diagram` and `sightline figure` take it. */
const char *figure_word(enum figure_word figure);

/* The figure with this word, or FIGURE_WORDS. */
enum figure_word figure_find(struct text word);

/* What a figure of this kind is drawn from. */
struct figure_fields figure_fields_of(const struct kind *kind);

/* What the figure cannot do without and the kind does not have, in words; NULL: nothing. */
const char *figure_lacks(enum figure_word figure, const struct figure_fields *fields);

#endif
