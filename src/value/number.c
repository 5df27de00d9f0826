/* Exact arithmetic on ratios of 128-bit integers. Every operation forms its result in 256 bits,
 * reduces it, and only then asks whether it fits, so that an operation fails exactly where its
 * result does not fit and never because of the way to it. Leaves text to number_text.c. */
#include "value/number.h"

#include "value/number_internal.h"

#include <assert.h>

#define MOST (((uint128)1 << 127) - 1)

/* Stores a ratio in lowest terms; false where it does not fit. */
static bool settle(bool negative, struct wide num, struct wide den, struct number *out)
{
    struct wide shared = wide_gcd(num, den);
    struct wide rest;
    num = wide_divide(num, shared, &rest);
    den = wide_divide(den, shared, &rest);
    if (num.hi || den.hi || num.lo > MOST || den.lo > MOST)
        return false;
    out->num = negative ? -(int128)num.lo : (int128)num.lo;
    out->den = (int128)den.lo;
    return true;
}

struct number number_of_int(int64_t integer)
{
    return (struct number){ integer, 1 };
}

bool number_add(struct number a, struct number b, struct number *out)
{
    struct wide left = wide_multiply(number_magnitude(a.num), (uint128)b.den);
    struct wide right = wide_multiply(number_magnitude(b.num), (uint128)a.den);
    struct wide den = wide_multiply((uint128)a.den, (uint128)b.den);
    if ((a.num < 0) == (b.num < 0))
        return settle(a.num < 0, wide_add(left, right), den, out);
    if (wide_compare(left, right) >= 0)
        return settle(a.num < 0, wide_subtract(left, right), den, out);
    return settle(b.num < 0, wide_subtract(right, left), den, out);
}

bool number_subtract(struct number a, struct number b, struct number *out)
{
    return number_add(a, (struct number){ -b.num, b.den }, out);
}

bool number_multiply(struct number a, struct number b, struct number *out)
{
    return settle((a.num < 0) != (b.num < 0),
                  wide_multiply(number_magnitude(a.num), number_magnitude(b.num)),
                  wide_multiply((uint128)a.den, (uint128)b.den), out);
}

bool number_divide(struct number a, struct number b, struct number *out)
{
    if (b.num == 0)
        return false;
    return settle((a.num < 0) != (b.num < 0),
                  wide_multiply(number_magnitude(a.num), (uint128)b.den),
                  wide_multiply((uint128)a.den, number_magnitude(b.num)), out);
}

/* Over their common denominator: |a| = quotient * |b| + remainder; `divisor` is |b| there. */
static struct wide divide_magnitudes(struct number a, struct number b, struct wide *divisor,
                                     struct wide *remainder)
{
    *divisor = wide_multiply(number_magnitude(b.num), (uint128)a.den);
    return wide_divide(wide_multiply(number_magnitude(a.num), (uint128)b.den), *divisor, remainder);
}

bool number_floor_divide(struct number a, struct number b, struct number *out)
{
    if (b.num == 0)
        return false;
    struct wide divisor;
    struct wide remainder;
    struct wide quotient = divide_magnitudes(a, b, &divisor, &remainder);
    bool negative = (a.num < 0) != (b.num < 0);
    if (negative && !wide_is_zero(remainder))
        quotient = wide_add(quotient, wide_of(1));
    return settle(negative, quotient, wide_of(1), out);
}

bool number_modulo(struct number a, struct number b, struct number *out)
{
    if (b.num == 0)
        return false;
    struct wide divisor;
    struct wide remainder;
    divide_magnitudes(a, b, &divisor, &remainder);
    if ((a.num < 0) != (b.num < 0) && !wide_is_zero(remainder))
        remainder = wide_subtract(divisor, remainder);
    return settle(b.num < 0, remainder, wide_multiply((uint128)a.den, (uint128)b.den), out);
}

bool number_negate(struct number a, struct number *out)
{
    *out = (struct number){ -a.num, a.den };
    return true;
}

int number_compare(struct number a, struct number b)
{
    if ((a.num < 0) != (b.num < 0))
        return a.num < 0 ? -1 : 1;
    int order = wide_compare(wide_multiply(number_magnitude(a.num), (uint128)b.den),
                             wide_multiply(number_magnitude(b.num), (uint128)a.den));
    return a.num < 0 ? -order : order;
}

bool number_is_integer(struct number a)
{
    return a.den == 1;
}

bool number_to_int(struct number a, int64_t *out)
{
    if (a.den != 1 || a.num < INT64_MIN || a.num > INT64_MAX)
        return false;
    *out = (int64_t)a.num;
    return true;
}

uint128 number_power_of_ten(unsigned exponent)
{
    assert(exponent <= NUMBER_MOST_DIGITS);
    uint128 power = 1;
    while (exponent--)
        power *= 10;
    return power;
}

struct wide number_scaled(struct number a, unsigned digits)
{
    struct wide den = wide_of((uint128)a.den);
    struct wide rest;
    struct wide whole = wide_divide(
        wide_multiply(number_magnitude(a.num), number_power_of_ten(digits)), den, &rest);
    int past_half = wide_compare(wide_add(rest, rest), den);
    if (past_half > 0 || (past_half == 0 && (whole.lo & 1)))
        whole = wide_add(whole, wide_of(1));
    return whole;
}

bool number_round(struct number a, unsigned digits, struct number *out)
{
    return settle(a.num < 0, number_scaled(a, digits), wide_of(number_power_of_ten(digits)), out);
}
