/* Natural numbers of 256 bits: room for the products of two 128-bit numbers, so that number.c can
 * say exactly whether a result fits. Numbers below 2^128 take the compiler's own division. */
#include "value/wide.h"

#include <assert.h>
#include <stdint.h>

int wide_compare(struct wide a, struct wide b)
{
    if (a.hi != b.hi)
        return a.hi < b.hi ? -1 : 1;
    return (a.lo > b.lo) - (a.lo < b.lo);
}

struct wide wide_add(struct wide a, struct wide b)
{
    uint128 lo = a.lo + b.lo;
    return (struct wide){ a.hi + b.hi + (lo < a.lo), lo };
}

struct wide wide_subtract(struct wide a, struct wide b)
{
    assert(wide_compare(a, b) >= 0);
    return (struct wide){ a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo };
}

/* Schoolbook multiplication in halves of 64 bits; `middle` stays below 3 * 2^64. */
struct wide wide_multiply(uint128 a, uint128 b)
{
    const uint128 half = UINT64_MAX;
    if (a <= half && b <= half)
        return wide_of(a * b);
    uint128 low = (a & half) * (b & half);
    uint128 cross_a = (a >> 64) * (b & half);
    uint128 cross_b = (a & half) * (b >> 64);
    uint128 middle = (low >> 64) + (cross_a & half) + (cross_b & half);
    return (struct wide){
        (a >> 64) * (b >> 64) + (cross_a >> 64) + (cross_b >> 64) + (middle >> 64),
        (middle << 64) | (low & half),
    };
}

static unsigned bits_of(struct wide a)
{
    unsigned bits = 0;
    uint128 part = a.lo;
    if (a.hi) {
        bits = 128;
        part = a.hi;
    }
    while (part) {
        bits++;
        part >>= 1;
    }
    return bits;
}

static struct wide shift_left(struct wide a, unsigned by)
{
    if (by == 0)
        return a;
    if (by >= 128)
        return (struct wide){ a.lo << (by - 128), 0 };
    return (struct wide){ a.hi << by | a.lo >> (128 - by), a.lo << by };
}

static struct wide halve(struct wide a)
{
    return (struct wide){ a.hi >> 1, a.hi << 127 | a.lo >> 1 };
}

struct wide wide_divide(struct wide a, struct wide b, struct wide *remainder)
{
    assert(!wide_is_zero(b));
    if (wide_compare(a, b) < 0) {
        *remainder = a;
        return wide_of(0);
    }
    if (a.hi == 0) {
        *remainder = wide_of(a.lo % b.lo);
        return wide_of(a.lo / b.lo);
    }
    unsigned shift = bits_of(a) - bits_of(b);
    struct wide part = shift_left(b, shift);
    struct wide quotient = wide_of(0);
    for (unsigned i = 0; i <= shift; i++) {
        quotient = shift_left(quotient, 1);
        if (wide_compare(a, part) >= 0) {
            a = wide_subtract(a, part);
            quotient.lo |= 1;
        }
        part = halve(part);
    }
    *remainder = a;
    return quotient;
}

static uint128 gcd_128(uint128 a, uint128 b)
{
    while (b > UINT64_MAX) {
        uint128 rest = a % b;
        a = b;
        b = rest;
    }
    if (b == 0)
        return a;
    uint64_t x = (uint64_t)b;
    uint64_t y = (uint64_t)(a % b);
    while (y) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

struct wide wide_gcd(struct wide a, struct wide b)
{
    while (b.hi) {
        struct wide rest;
        wide_divide(a, b, &rest);
        a = b;
        b = rest;
    }
    if (a.hi == 0)
        return wide_of(gcd_128(a.lo, b.lo));
    if (b.lo == 0)
        return a;
    struct wide rest;
    wide_divide(a, b, &rest);
    return wide_of(gcd_128(b.lo, rest.lo));
}
