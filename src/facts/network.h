#ifndef FACTS_NETWORK_H
#define FACTS_NETWORK_H

#include "base/vec.h"
#include "value/distance.h"

/* A simple temporal network: moments of which bounds are known, and what is known of how far they lie
 * apart. It knows nothing of instances and their text; references.c does. */

#define NETWORK_NONE UINT32_MAX

/* One moment: comes in with the bounds that are written (or DISTANCE_NO_LEAST, DISTANCE_NO_MOST), goes out
 * with the tightest that follow. */
struct network_point {
    int64_t lo;
    int64_t hi;
};

/* That `to` lies at least (or at most) so far after `from`. What is one-way bounds `to` and never `from`, and
 * where it cannot be so, it is left out. */
struct network_limit {
    uint32_t from;
    uint32_t to;
    struct distance distance;
    bool is_most;
    bool is_one_way;
};

enum network_trouble {
    NETWORK_CONTRADICTS, /* the limits cannot all hold */
    NETWORK_LEAVES,      /* a moment would lie outside the years of the calendar */
    NETWORK_UNCOVERED,   /* working days are counted outside their calendar's years */
    NETWORK_TANGLED,     /* the work has been given up */
};

/* What is wrong with one connected part. Its limits, one leading to the next: of a contradiction, the
 * fewest there are, from the moment whose written bound comes first to the one whose written bound is
 * passed; or round a circle, which has no ends. Otherwise the last limit alone. */
struct network_conflict {
    enum network_trouble trouble;
    uint32_t first; /* a point, or NETWORK_NONE */
    uint32_t last;
    const uint32_t *limits;
    uint32_t count;
};

struct network {
    struct arena *arena;
    VEC(struct network_point) points;
    VEC(struct network_limit) limits;
    VEC(struct network_conflict) conflicts; /* made by network_solve: at most one for each part */
};

/* A moment with what is written of it; gives its number. */
uint32_t network_add_point(struct network *network, int64_t lo, int64_t hi);

/* Something known of two moments. */
void network_add_limit(struct network *network, struct network_limit limit);

/* Tightens all bounds as far as they go; a part with a conflict keeps the bounds it had. */
void network_solve(struct network *network);

#endif
