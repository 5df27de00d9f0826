/* Numbers as text: reads what the language calls a number, writes decimals for reports. No locale
 * and no floating point; the digits are worked out one by one. */
#include "value/number.h"

#include "base/buf.h"
#include "value/number_internal.h"

/* Reads digits from `at` on; the place behind the last. */
static size_t read_digits(struct text text, size_t at, int64_t *value, unsigned *count)
{
    for (; at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++) {
        if (++*count <= NUMBER_MOST_DIGITS)
            *value = *value * 10 + (text.bytes[at] - '0');
    }
    return at;
}

bool number_parse(struct text text, struct number *out)
{
    int64_t value = 0;
    unsigned digits = 0;
    size_t at = read_digits(text, 0, &value, &digits);
    unsigned whole = digits;
    if (whole == 0)
        return false;
    if (at < text.length && text.bytes[at] == '.') {
        at = read_digits(text, at + 1, &value, &digits);
        if (digits == whole)
            return false;
    }
    if (digits > NUMBER_MOST_DIGITS)
        return false;
    int128 den = (int128)number_power_of_ten(digits - whole);
    if (at < text.length && text.bytes[at] == '%') {
        den *= 100;
        at++;
    }
    if (at != text.length)
        return false;
    return number_divide(number_of_int(value), (struct number){ den, 1 }, out);
}

/* Writes a natural number: at least `least` digits, and a point before the last `after`. */
static void print_natural(struct buf *out, struct wide number, unsigned least, unsigned after)
{
    char digits[80]; /* 2^256 has 78 */
    unsigned count = 0;
    while (!wide_is_zero(number) || count < least) {
        struct wide digit;
        number = wide_divide(number, wide_of(10), &digit);
        digits[count++] = (char)('0' + (int)digit.lo);
    }
    while (count--) {
        buf_byte(out, digits[count]);
        if (after && count == after)
            buf_byte(out, '.');
    }
}

void number_print_decimal(struct buf *out, struct number a, unsigned digits)
{
    struct wide scaled = number_scaled(a, digits);
    if (a.num < 0 && !wide_is_zero(scaled))
        buf_byte(out, '-');
    print_natural(out, scaled, digits + 1, digits);
}

/* Whether a ratio with this denominator ends as a decimal. */
static bool terminates(uint128 den)
{
    while (den % 2 == 0)
        den /= 2;
    while (den % 5 == 0)
        den /= 5;
    return den == 1;
}

void number_print(struct buf *out, struct number a)
{
    uint128 num = number_magnitude(a.num);
    uint128 den = (uint128)a.den;
    if (a.num < 0)
        buf_byte(out, '-');
    if (a.den != 1 && !terminates(den)) {
        print_natural(out, wide_of(num), 1, 0);
        buf_byte(out, '/');
        print_natural(out, wide_of(den), 1, 0);
        return;
    }
    print_natural(out, wide_of(num / den), 1, 0);
    struct wide rest = wide_of(num % den);
    if (!wide_is_zero(rest))
        buf_byte(out, '.');
    while (!wide_is_zero(rest)) {
        struct wide digit = wide_divide(wide_multiply(rest.lo, 10), wide_of(den), &rest);
        buf_byte(out, (char)('0' + (int)digit.lo));
    }
}
