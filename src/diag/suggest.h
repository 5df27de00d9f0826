#ifndef DIAG_SUGGEST_H
#define DIAG_SUGGEST_H

#include "base/text.h"

#include <stdint.h>

struct buf;

/* A wanted name of more characters than this gets no suggestion. */
enum { SUGGEST_MOST = 3, SUGGEST_LONGEST = 255 };

/* The closest names, all equally close, in the order of their bytes. */
struct suggestion {
    struct text texts[SUGGEST_MOST];
    size_t count;
};

/* A search for the name that was meant; the texts offered must outlive it. */
struct suggest {
    struct text wanted;
    uint32_t points[SUGGEST_LONGEST]; /* the wanted name, folded */
    uint32_t length;
    uint64_t letters; /* which letters it has, 64 sorts of them */
    uint32_t limit;   /* edits that are still of interest */
    uint32_t rank;    /* of what was found */
    struct suggestion found;
};

/* Begins a search for what `wanted` should have been. */
void suggest_init(struct suggest *suggest, struct text wanted);

/* Offers a name that exists; the wanted name itself is passed over. */
void suggest_offer(struct suggest *suggest, struct text candidate);

/* What is closest to the wanted name, if anything is close enough. */
const struct suggestion *suggest_best(const struct suggest *suggest);

/* Appends the suggestion as words: "`a`", "`a` or `b`", "`a`, `b` or `c`". */
void suggest_print(struct buf *out, const struct suggestion *suggestion);

#endif
