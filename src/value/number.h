#ifndef VALUE_NUMBER_H
#define VALUE_NUMBER_H

#include "base/text.h"

#include <stdint.h>

struct buf;

__extension__ typedef __int128 int128;

/* An exact number: a ratio in lowest terms, den > 0, both of absolute value below 2^127. */
struct number {
    int128 num;
    int128 den;
};

/* A number is rounded to, and printed with, at most this many digits after the point. */
enum { NUMBER_MOST_DIGITS = 18 };

/* The integer as a number. */
struct number number_of_int(int64_t integer);

/* Reads `34`, `0.15`, `5%` (1/20): no sign, 18 digits at most; false for all else. */
bool number_parse(struct text text, struct number *out);

/* The sum; false where the exact result leaves 128 bits. */
bool number_add(struct number a, struct number b, struct number *out);

/* The difference; false where the exact result leaves 128 bits. */
bool number_subtract(struct number a, struct number b, struct number *out);

/* The product; false where the exact result leaves 128 bits. */
bool number_multiply(struct number a, struct number b, struct number *out);

/* The quotient; false where the exact result leaves 128 bits or `b` is zero. */
bool number_divide(struct number a, struct number b, struct number *out);

/* The greatest integer not above a / b (`div`); false where it leaves 128 bits or `b` is zero. */
bool number_floor_divide(struct number a, struct number b, struct number *out);

/* `a` less `b` times their floored quotient (`mod`); of the sign of `b`; false as for divisions. */
bool number_modulo(struct number a, struct number b, struct number *out);

/* The number with the other sign; always possible, and a bool only for likeness with the others. */
bool number_negate(struct number a, struct number *out);

/* Order, always exact: negative, zero or positive. */
int number_compare(struct number a, struct number b);

/* Whether nothing stands after the point. */
bool number_is_integer(struct number a);

/* The number as an integer; false where it is none, or none of 64 bits. */
bool number_to_int(struct number a, int64_t *out);

/* Rounds half to even at `digits` (18 at most) after the point; false outside 128 bits. */
bool number_round(struct number a, unsigned digits, struct number *out);

/* Writes `34`, `-0.15`, or `1/3` where no decimal is exact. */
void number_print(struct buf *out, struct number a);

/* Writes exactly `digits` (18 at most) digits after the point, rounded half to even; never `-0`. */
void number_print_decimal(struct buf *out, struct number a, unsigned digits);

#endif
