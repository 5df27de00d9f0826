#ifndef RULES_CUT_SETS_H
#define RULES_CUT_SETS_H

#include "rules/without.h"

enum { CUT_SET_LARGEST = 4, CUT_SETS_MOST = 1000 };

/* A set of candidates, by their numbers. */
struct cut_set {
    uint32_t count;
    uint32_t members[CUT_SET_LARGEST];
};

/* Minimal sets, smaller ones first, then in the order of the text. */
struct cut_sets {
    VEC(struct cut_set) found;
    uint32_t unknown;    /* sets of which it cannot be determined */
    int exact_to;        /* all sets of up to so many members were tried; -1: not even the empty one */
    bool is_cut_short;   /* the rules were run as often as is allowed, or as many sets were found */
    uint32_t candidates;
};

/* Which sets are wanted. */
enum cut_sort {
    CUT_SUFFICIENT, /* with these and without all other candidates, the conclusion follows */
    CUT_PREVENTING, /* without these, it does not */
};

/* Finds the minimal sets of at most CUT_SET_LARGEST of the candidates. */
void cut_sets_find(struct without *without, const struct instance_list *candidates, enum cut_sort sort,
                   struct cut_sets *out);

/* Whether these candidates are a minimal sufficient set. */
enum truth cut_set_is(struct without *without, const struct instance_list *candidates,
                      const struct cut_set *set);

#endif
