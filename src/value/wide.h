#ifndef VALUE_WIDE_H
#define VALUE_WIDE_H

#include <stdbool.h>

__extension__ typedef unsigned __int128 uint128;

/* A natural number of 256 bits; all that number.c makes of it stays below 2^255. */
struct wide {
    uint128 hi;
    uint128 lo;
};

/* A number of 128 bits, widened. */
static inline struct wide wide_of(uint128 number)
{
    return (struct wide){ 0, number };
}

/* Whether it is zero. */
static inline bool wide_is_zero(struct wide a)
{
    return a.hi == 0 && a.lo == 0;
}

/* Order: negative, zero or positive. */
int wide_compare(struct wide a, struct wide b);

/* The sum, which must stay below 2^256. */
struct wide wide_add(struct wide a, struct wide b);

/* The difference, where `a` is not below `b`. */
struct wide wide_subtract(struct wide a, struct wide b);

/* The whole product. */
struct wide wide_multiply(uint128 a, uint128 b);

/* The quotient rounded down, and the remainder; `b` is not zero, both are below 2^255. */
struct wide wide_divide(struct wide a, struct wide b, struct wide *remainder);

/* The greatest common divisor; that of zero and x is x. */
struct wide wide_gcd(struct wide a, struct wide b);

#endif
