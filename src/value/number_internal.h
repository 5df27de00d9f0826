#ifndef VALUE_NUMBER_INTERNAL_H
#define VALUE_NUMBER_INTERNAL_H

#include "value/number.h"
#include "value/wide.h"

/* What number.c and number_text.c share; nobody else includes this. */

/* The number without its sign. */
static inline uint128 number_magnitude(int128 number)
{
    return number < 0 ? -(uint128)number : (uint128)number;
}

/* Ten to the power of `exponent`, 18 at most. */
uint128 number_power_of_ten(unsigned exponent);

/* `a` without its sign, times ten to the power of `digits`, rounded half to even to an integer. */
struct wide number_scaled(struct number a, unsigned digits);

#endif
