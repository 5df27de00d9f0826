#ifndef FACTS_MEMO_H
#define FACTS_MEMO_H

/* What short texts meant when they last came: columns mostly hold the same few days, words and small numbers
 * over and over. A memo forgets one text for another, and nothing that is read depends on what it holds. */

#include "facts/reading.h"

struct arena;
struct memo;

/* What is kept of a text: up to sixteen bytes, as two words. */
struct memo_entry {
    uint64_t first;
    uint64_t last;
    size_t length; /* 0: nothing is kept here yet */
    struct read_cell cell;
};

struct memo *memo_new(struct arena *arena);

/* The entry where a text belongs; `*is_met` says whether its cell is that of the text. Otherwise the entry is
 * the text's from now on, and the caller fills in the cell. NULL where texts of this length are not kept. */
struct memo_entry *memo_find(struct memo *memo, struct text text, bool *is_met);

#endif
