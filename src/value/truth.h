#ifndef VALUE_TRUTH_H
#define VALUE_TRUTH_H

/* What can be said of a condition; ordered, so that `and` is the least and `or` the greatest. */
enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };

/* True where both are, false where either is. */
static inline enum truth truth_and(enum truth a, enum truth b)
{
    return a < b ? a : b;
}

/* True where either is, false where both are. */
static inline enum truth truth_or(enum truth a, enum truth b)
{
    return a > b ? a : b;
}

/* The opposite; unknown stays unknown. */
static inline enum truth truth_not(enum truth a)
{
    return (enum truth)(TRUTH_TRUE - a);
}

#endif
