#ifndef DIAG_PHRASE_H
#define DIAG_PHRASE_H

#include "base/text.h"
#include "base/vec.h"

/* Bytes start to end (half open) of a text. */
struct stretch {
    uint32_t start;
    uint32_t end;
};

/* Stretches of one text. */
struct stretches {
    VEC(struct stretch) list;
};

/* A set of phrases to look for; thousands cost no more than one. */
struct phrases;

/* An empty set in `arena`. */
struct phrases *phrases_new(struct arena *arena);

/* Adds a phrase. Capitals, accents, blanks, `_` and `\` make no difference. */
void phrases_add(struct phrases *phrases, struct text phrase);

/* Adds to `found` where phrases stand in `text`, whole words only. */
void phrases_find(const struct phrases *phrases, struct text text, struct stretches *found);

/* Sorts stretches and joins those that overlap. */
void stretches_merge(struct stretches *stretches);

/* The index of the first of the merged stretches that ends after `offset`. */
uint32_t stretches_find(const struct stretches *stretches, uint32_t offset);

#endif
