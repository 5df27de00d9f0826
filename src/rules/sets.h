#ifndef RULES_SETS_H
#define RULES_SETS_H

#include "rules/interp.h"

/* A set in the making; `seen` says by their ordinal where instances stand, plus one, once there are many. */
struct gathering {
    struct interp *interp;
    VEC(struct value) values;
    uint32_t *seen;
    enum openness openness;
};

/* Takes in what one member of a set links to; `is_possible` where that member may not belong to the set. */
void set_gather(struct gathering *gathering, struct value value, bool is_possible);

/* What was gathered, as a value. */
struct value set_finish(const struct gathering *gathering);

#endif
