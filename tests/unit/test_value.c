/* Guards src/value: exact numbers, dates and durations. Comparisons of dates are held against brute
 * force: every moment an interval may mean is tried, and the answer must be true where all agree,
 * false where none does, else unknown. Over 600 lines: one folder's tests stand in one file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "value/date.h"
#include "value/duration.h"
#include "value/number.h"
#include "value/words.h"

enum { DAY = 24 * 60 };

#define INT128_MOST ((int128)(((test_uint128)1 << 127) - 1))
#define COUNT(array) (sizeof(array) / sizeof *(array))

__extension__ typedef unsigned __int128 test_uint128;

/* Help */

static struct number ratio(int64_t num, int64_t den)
{
    struct number made;
    assert_true(number_divide(number_of_int(num), number_of_int(den), &made));
    return made;
}

static void expect_number(struct number number, int64_t num, int64_t den)
{
    assert_true(number.num == num);
    assert_true(number.den == den);
}

static struct date date_of(const char *text)
{
    struct date date;
    const char *why = NULL;
    if (!date_parse(text_of(text), &date, &why))
        fail_msg("%s: %s", text, why);
    return date;
}

static struct duration duration_from(int64_t months, int64_t days, int64_t minutes)
{
    return (struct duration){ months, days, minutes, 0, NULL };
}

static struct date about(const char *text, struct duration by)
{
    struct date wide;
    assert_true(date_widen(date_of(text), &by, &wide));
    return wide;
}

static struct date range_of(int64_t lo, int64_t hi)
{
    return (struct date){ lo, hi, DATE_RANGE, 0 };
}

static struct date range_between(const char *from, const char *to)
{
    return range_of(date_of(from).lo, date_of(to).hi);
}

static struct period period_between(const char *from, const char *to)
{
    struct period period = { .open_from = !from, .open_to = !to };
    if (from)
        period.from = date_of(from);
    if (to)
        period.to = date_of(to);
    return period;
}

typedef void print_any(struct buf *out, const void *value);

static void print_number(struct buf *out, const void *value)
{
    number_print(out, *(const struct number *)value);
}

static void print_date(struct buf *out, const void *value)
{
    date_print(out, *(const struct date *)value, words_english());
}

static void print_date_source(struct buf *out, const void *value)
{
    date_print_source(out, *(const struct date *)value);
}

static void print_period(struct buf *out, const void *value)
{
    period_print(out, *(const struct period *)value, words_english());
}

static void print_period_source(struct buf *out, const void *value)
{
    period_print_source(out, *(const struct period *)value);
}

static void print_duration(struct buf *out, const void *value)
{
    duration_print(out, *(const struct duration *)value, words_english());
}

static void print_date_in_welsh(struct buf *out, const void *value)
{
    date_print(out, *(const struct date *)value, words_get(TEXT("cy")));
}

static void print_period_in_welsh(struct buf *out, const void *value)
{
    period_print(out, *(const struct period *)value, words_get(TEXT("cy")));
}

static void print_duration_in_welsh(struct buf *out, const void *value)
{
    duration_print(out, *(const struct duration *)value, words_get(TEXT("cy")));
}

static void expect_print(print_any *print, const void *value, const char *wanted)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf out;
    buf_init(&out, arena);
    print(&out, value);
    assert_string_equal(buf_string(&out), wanted);
    arena_free(arena);
}

static void expect_decimal(struct number number, unsigned digits, const char *wanted)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf out;
    buf_init(&out, arena);
    number_print_decimal(&out, number, digits);
    assert_string_equal(buf_string(&out), wanted);
    arena_free(arena);
}

/* What brute force has seen so far. */
struct seen {
    bool yes;
    bool no;
};

static void see(struct seen *seen, bool holds)
{
    seen->yes |= holds;
    seen->no |= !holds;
}

static enum truth verdict(struct seen seen)
{
    return seen.yes && seen.no ? TRUTH_UNKNOWN : seen.yes ? TRUTH_TRUE : TRUTH_FALSE;
}

static void test_truth(void **state)
{
    (void)state;
    const enum truth all[] = { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };
    assert_int_equal(truth_and(TRUTH_TRUE, TRUTH_UNKNOWN), TRUTH_UNKNOWN);
    assert_int_equal(truth_and(TRUTH_FALSE, TRUTH_UNKNOWN), TRUTH_FALSE);
    assert_int_equal(truth_or(TRUTH_TRUE, TRUTH_UNKNOWN), TRUTH_TRUE);
    assert_int_equal(truth_or(TRUTH_FALSE, TRUTH_UNKNOWN), TRUTH_UNKNOWN);
    assert_int_equal(truth_not(TRUTH_UNKNOWN), TRUTH_UNKNOWN);
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_int_equal(truth_not(truth_not(all[i])), all[i]);
        for (size_t j = 0; j < COUNT(all); j++)
            assert_int_equal(truth_not(truth_and(all[i], all[j])),
                             truth_or(truth_not(all[i]), truth_not(all[j])));
    }
}

/* Numbers */

static void test_number_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t num;
        int64_t den;
    } good[] = {
        { "34", 34, 1 }, { "0", 0, 1 }, { "0.15", 3, 20 }, { "5%", 1, 20 }, { "2.50%", 1, 40 },
        { "007", 7, 1 }, { "1.0", 1, 1 }, { "100%", 1, 1 },
        { "999999999999999999", 999999999999999999, 1 },
        { "0.00000000000000001", 1, 100000000000000000 },
    };
    static const char *const bad[] = {
        "", "-1", "+1", ".5", "5.", "%", "5%%", "1e5", "1 ", " 1", "1,5", "1_000", "1.2.3", "5 %",
        "1234567890123456789", "0.123456789012345678", "0x10", "1/2", "\xD9\xA1",
    };
    struct number number;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(number_parse(text_of(good[i].text), &number));
        expect_number(number, good[i].num, good[i].den);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(number_parse(text_of(bad[i]), &number));
}

/* All small ratios against cross multiplication done here. */
static void test_number_arithmetic(void **state)
{
    (void)state;
    struct number r;
    for (int a = -12; a <= 12; a++) {
        for (int b = 1; b <= 6; b++) {
            for (int c = -12; c <= 12; c++) {
                for (int d = 1; d <= 6; d++) {
                    struct number x = ratio(a, b);
                    struct number y = ratio(c, d);
                    assert_true(number_add(x, y, &r));
                    assert_true(r.num * (b * d) == (int128)(a * d + c * b) * r.den);
                    assert_true(number_subtract(x, y, &r));
                    assert_true(r.num * (b * d) == (int128)(a * d - c * b) * r.den);
                    assert_true(number_multiply(x, y, &r));
                    assert_true(r.num * (b * d) == (int128)(a * c) * r.den);
                    int order = a * d - c * b;
                    assert_int_equal(number_compare(x, y), (order > 0) - (order < 0));
                    assert_int_equal(number_divide(x, y, &r), c != 0);
                    if (c == 0)
                        continue;
                    assert_true(r.den > 0 && r.num * (b * c) == (int128)(a * d) * r.den);
                    struct number whole;
                    struct number rest;
                    assert_true(number_floor_divide(x, y, &whole) && whole.den == 1);
                    assert_true(number_modulo(x, y, &rest));
                    assert_true(number_multiply(whole, y, &r) && number_add(r, rest, &r));
                    assert_int_equal(number_compare(r, x), 0);
                    struct number zero = number_of_int(0);
                    int sign = number_compare(rest, zero);
                    assert_true(sign == 0 || sign == (c < 0 ? -1 : 1));
                    struct number size = y;
                    struct number left = rest;
                    if (c < 0) {
                        number_negate(y, &size);
                        number_negate(rest, &left);
                    }
                    assert_true(number_compare(left, size) < 0);
                }
            }
        }
    }
    assert_false(number_floor_divide(ratio(1, 2), number_of_int(0), &r));
    assert_false(number_modulo(ratio(1, 2), number_of_int(0), &r));
}

static void test_number_limits(void **state)
{
    (void)state;
    struct number most = { INT128_MOST, 1 };
    struct number least = { -INT128_MOST, 1 };
    struct number tiny = { 1, INT128_MOST };
    struct number one = number_of_int(1);
    struct number r;
    assert_false(number_add(most, one, &r));
    assert_false(number_subtract(least, one, &r));
    assert_true(number_subtract(most, one, &r) && r.num == INT128_MOST - 1);
    assert_true(number_add(most, least, &r));
    expect_number(r, 0, 1);
    assert_true(number_negate(least, &r) && r.num == INT128_MOST);
    assert_false(number_multiply(most, number_of_int(2), &r));
    assert_true(number_multiply(most, tiny, &r));
    expect_number(r, 1, 1);
    assert_true(number_divide(one, least, &r) && r.num == -1 && r.den == INT128_MOST);
    assert_false(number_divide(tiny, number_of_int(2), &r));
    assert_false(number_add(tiny, number_of_int(1), &r)); /* 2^127 / (2^127 - 1) */
    assert_false(number_add(tiny, (struct number){ 1, INT128_MOST - 1 }, &r));
    assert_true(number_subtract(tiny, tiny, &r));
    expect_number(r, 0, 1);

    /* products on the way are far beyond 128 bits, results are not */
    struct number third;
    assert_true(number_divide((struct number){ INT128_MOST - 1, 1 }, number_of_int(3), &third));
    assert_true(number_add(third, third, &r) && number_add(r, third, &r));
    assert_true(r.num == INT128_MOST - 1 && r.den == 1);
    struct number a = { INT128_MOST, 2 };
    assert_true(number_add(a, a, &r) && r.num == INT128_MOST && r.den == 1);
    struct number b = { INT128_MOST, INT128_MOST - 1 };
    struct number c = { INT128_MOST - 1, INT128_MOST };
    assert_int_equal(number_compare(b, c), 1);
    assert_int_equal(number_compare(c, b), -1);
    assert_true(number_multiply(b, c, &r));
    expect_number(r, 1, 1);
    assert_true(number_floor_divide(b, c, &r));
    expect_number(r, 1, 1);
    assert_true(number_floor_divide(least, number_of_int(2), &r));
    assert_true(r.num == -(INT128_MOST / 2) - 1 && r.den == 1);
    assert_false(number_floor_divide(most, tiny, &r));
    assert_true(number_modulo(most, tiny, &r));
    expect_number(r, 0, 1);
    assert_int_equal(number_compare(tiny, (struct number){ 1, INT128_MOST - 1 }), -1);
    assert_int_equal(number_compare(least, most), -1);
}

static void test_number_integers(void **state)
{
    (void)state;
    int64_t integer;
    struct number past = { (int128)INT64_MAX + 1, 1 };
    assert_true(number_to_int(number_of_int(INT64_MIN), &integer) && integer == INT64_MIN);
    assert_true(number_to_int(number_of_int(INT64_MAX), &integer) && integer == INT64_MAX);
    assert_false(number_to_int(past, &integer));
    assert_false(number_to_int((struct number){ (int128)INT64_MIN - 1, 1 }, &integer));
    assert_false(number_to_int(ratio(1, 2), &integer));
    assert_true(number_is_integer(ratio(4, 2)));
    assert_false(number_is_integer(ratio(-1, 2)));
}

static void test_number_round(void **state)
{
    (void)state;
    static const struct {
        int64_t num;
        int64_t den;
        unsigned digits;
        int64_t to_num;
        int64_t to_den;
        const char *text;
    } cases[] = {
        { 1, 2, 0, 0, 1, "0" },          { 3, 2, 0, 2, 1, "2" },
        { 5, 2, 0, 2, 1, "2" },          { -1, 2, 0, 0, 1, "0" },
        { -3, 2, 0, -2, 1, "-2" },       { -5, 2, 0, -2, 1, "-2" },
        { 125, 1000, 2, 3, 25, "0.12" }, { 135, 1000, 2, 7, 50, "0.14" },
        { -125, 1000, 2, -3, 25, "-0.12" }, { -1, 1000, 2, 0, 1, "0.00" },
        { 1, 3, 3, 333, 1000, "0.333" }, { 2, 3, 3, 667, 1000, "0.667" },
        { 999, 1000, 2, 1, 1, "1.00" },  { -999, 1000, 2, -1, 1, "-1.00" },
        { 5, 1, 3, 5, 1, "5.000" },      { 5001, 10000, 0, 1, 1, "1" },
        { 1, 3, 18, 333333333333333333, 1000000000000000000, "0.333333333333333333" },
    };
    struct number r;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct number number = ratio(cases[i].num, cases[i].den);
        assert_true(number_round(number, cases[i].digits, &r));
        expect_number(r, cases[i].to_num, cases[i].to_den);
        expect_decimal(number, cases[i].digits, cases[i].text);
    }
    assert_false(number_round((struct number){ INT128_MOST, 2 * 9 * 7 }, 18, &r));
    assert_true(number_round((struct number){ INT128_MOST, 1 }, 18, &r) && r.num == INT128_MOST);
    expect_decimal((struct number){ INT128_MOST, 1 }, 18,
                   "170141183460469231731687303715884105727.000000000000000000");
    expect_decimal((struct number){ -INT128_MOST, 2 }, 0,
                   "-85070591730234615865843651857942052864");
}

static void test_number_print(void **state)
{
    (void)state;
    static const struct {
        int64_t num;
        int64_t den;
        const char *text;
    } cases[] = {
        { 34, 1, "34" },     { 0, 5, "0" },        { 3, 20, "0.15" },    { -3, 20, "-0.15" },
        { 1, 3, "1/3" },     { -7, 6, "-7/6" },    { 1, 1024, "0.0009765625" },
        { 101, 100, "1.01" }, { -5, 2, "-2.5" },   { INT64_MIN, 1, "-9223372036854775808" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct number number = ratio(cases[i].num, cases[i].den);
        expect_print(print_number, &number, cases[i].text);
    }
    struct number least = { -INT128_MOST, INT128_MOST - 1 };
    expect_print(print_number, &least,
                 "-170141183460469231731687303715884105727/"
                 "170141183460469231731687303715884105726");
}

/* The calendar */

static bool leaps(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* Walks the whole calendar day by day, counting as one does on paper. */
static void test_calendar(void **state)
{
    (void)state;
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    assert_int_equal(date_day_number(1970, 1, 1), 0);
    assert_int_equal(date_day_number(2000, 2, 29), 11016);
    int64_t number = date_day_number(1, 1, 1);
    assert_int_equal(number, -719162);
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leaps(year));
            assert_int_equal(date_days_in_month(year, month), length);
            for (int day = 1; day <= length; day++, number++) {
                int y;
                int m;
                int d;
                date_from_day_number(number, &y, &m, &d);
                if (y != year || m != month || d != day || date_day_number(y, m, d) != number)
                    fail_msg("day %lld is not %d-%d-%d", (long long)number, year, month, day);
            }
        }
    }
    assert_int_equal(number - 1, 2932896);
}

/* Every day of two centuries is read, written and read again. */
static void test_date_round_trips(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    int64_t last = date_day_number(2100, 12, 31);
    for (int64_t day = date_day_number(1900, 1, 1); day <= last; day++) {
        struct date date = date_of_day(day);
        struct buf out;
        buf_init(&out, arena);
        struct arena_mark mark = arena_mark(arena);
        date_print_source(&out, date);
        struct date again = date_of(buf_string(&out));
        assert_true(again.lo == date.lo && again.hi == date.hi && again.lo == day * DAY);
        assert_int_equal(again.precision, DATE_DAY);
        assert_int_equal(date_equal(date, again), TRUTH_TRUE);
        arena_release(arena, mark);
    }
    arena_free(arena);
}

static void test_date_parse(void **state)
{
    (void)state;
    struct date date = date_of("2007");
    assert_int_equal(date.precision, DATE_YEAR);
    assert_true(date.lo == date_of("2007-01-01").lo && date.hi == date_of("2007-12-31").hi);
    date = date_of("2008-02");
    assert_int_equal(date.precision, DATE_MONTH);
    assert_true(date.hi == date_of("2008-02-29").hi);
    date = date_of("2008-02-XX");
    assert_int_equal(date.precision, DATE_MONTH);
    assert_true(date.hi == date_of("2008-02-29").hi);
    date = date_of("1969-12-31T23:59");
    assert_int_equal(date.precision, DATE_MINUTE);
    assert_true(date.lo == -1 && date.hi == -1);
    assert_true(date_of("0001-01-01").lo == (int64_t)-719162 * DAY);
    assert_true(date_of("9999-12-31").hi == (int64_t)2932897 * DAY - 1);
    date_of("2000-02-29");

    /* a text ends where its length says */
    const char *why;
    const char *longer = "2007-03-14T14:30";
    assert_true(date_parse((struct text){ longer, 10 }, &date, &why));
    assert_int_equal(date.precision, DATE_DAY);
    assert_true(date_parse((struct text){ longer, 7 }, &date, &why));
    assert_int_equal(date.precision, DATE_MONTH);
    for (size_t length = 0; length < 16; length++)
        assert_int_equal(date_parse((struct text){ longer, length }, &date, &why),
                         length == 4 || length == 7 || length == 10);
    assert_false(date_parse((struct text){ "2007-03-XX", 9 }, &date, &why));
}

static void test_date_parse_rejects(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *why;
    } bad[] = {
        { "", "a date begins with a year of four digits" },
        { "207", "a date begins with a year of four digits" },
        { "-2007", "a date begins with a year of four digits" },
        { "0000-01-01", "years run from 0001 to 9999" },
        { "20070314", "a date is written 2007-03-14" },
        { "2007/03/14", "a date is written 2007-03-14" },
        { "2007-", "a month has two digits, as in 2007-03" },
        { "2007-3", "a month has two digits, as in 2007-03" },
        { "2007-XX", "where the month is not known, the year stands alone" },
        { "2007-XX-XX", "where the month is not known, the year stands alone" },
        { "2007-13", "there is no month 13" },
        { "2007-00-10", "there is no month 00" },
        { "2007-99", "there is no month 99" },
        { "2007-03-", "a day has two digits, as in 2007-03-04" },
        { "2007-03-4", "a day has two digits, as in 2007-03-04" },
        { "2007-03-xx", "a day has two digits, as in 2007-03-04" },
        { "2007-03-XXX", "a day has two digits, as in 2007-03-04" },
        { "2007-031", "a date is written 2007-03-14" },
        { "2007-03-00", "the first day of a month is 01" },
        { "2007-03-32", "March has 31 days" },
        { "2007-04-31", "April has 30 days" },
        { "2007-02-29", "February has 28 days in that year" },
        { "1900-02-29", "February has 28 days in that year" },
        { "2008-02-30", "February has 29 days in that year" },
        { "2007-03T14:30", "a time needs its day, as in 2007-03-14T14:30" },
        { "2007-03-XXT14:30", "a time needs its day, as in 2007-03-14T14:30" },
        { "2007-03-14T", "a time is written T14:30" },
        { "2007-03-14 14:30", "a time is written T14:30" },
        { "2007-03-14T1430", "a time is written T14:30" },
        { "2007-03-14T14:30:00", "a time is written T14:30" },
        { "2007-03-14T14:30Z", "a time is written T14:30" },
        { "2007-03-145", "a time is written T14:30" },
        { "2007-03-14T24:00", "hours run from 00 to 23" },
        { "2007-03-14T14:60", "minutes run from 00 to 59" },
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct date date;
        const char *why = NULL;
        assert_false(date_parse(text_of(bad[i].text), &date, &why));
        assert_string_equal(why, bad[i].why);
    }
}

static void test_date_print(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *english;
    } written[] = {
        { "2007", "2007" }, { "2007-03", "March 2007" }, { "2007-03-14", "14 March 2007" },
        { "2007-03-04T09:05", "4 March 2007 at 09:05" }, { "0033-04-03", "3 April 33" },
    };
    for (size_t i = 0; i < COUNT(written); i++) {
        struct date date = date_of(written[i].text);
        expect_print(print_date, &date, written[i].english);
        expect_print(print_date_source, &date, written[i].text);
    }
    struct date first = date_of("0001-01-01");
    struct date last = date_of("9999-12-31");
    const struct {
        struct date date;
        const char *english;
        const char *source;
    } worked_out[] = {
        { about("2007-03-10", duration_from(0, 3, 0)), "about 10 March 2007 (within 3 days)",
          "about 2007-03-10 within 3 days" },
        { about("2007-03", duration_from(0, 1, 0)), "about March 2007 (within 1 day)",
          "about 2007-03 within 1 day" },
        { about("2007-03-10T14:30", duration_from(0, 0, DAY)),
          "about 10 March 2007 at 14:30 (within 1 day)", "about 2007-03-10T14:30 within 1 day" },
        { about("2007-03-10T14:30", duration_from(0, 0, 20)),
          "between 14:10 and 14:50 on 10 March 2007", "2007-03-10T14:10..2007-03-10T14:50" },
        { about("2007-03-31", duration_from(1, 0, 0)), "between 28 February 2007 and 30 April 2007",
          "2007-02-28..2007-04-30" },
        { range_between("2007-03-01", "2007-03-04"), "between 1 March 2007 and 4 March 2007",
          "2007-03-01..2007-03-04" },
        { range_between("2007-03-01T23:00", "2007-03-02"),
          "between 1 March 2007 at 23:00 and 2 March 2007 at 23:59",
          "2007-03-01T23:00..2007-03-02T23:59" },
        { range_between("2007-03-01", "2007-03-01T10:00"),
          "between 00:00 and 10:00 on 1 March 2007", "2007-03-01T00:00..2007-03-01T10:00" },
        { { 60, 119, DATE_MINUTE, 0 }, "between 01:00 and 01:59 on 1 January 1970",
          "1970-01-01T01:00..1970-01-01T01:59" },
        { range_between("2007-03-01", "2007-03-01"), "1 March 2007", "2007-03-01" },
        { range_between("2007-03-01T10:00", "2007-03-01T10:00"), "1 March 2007 at 10:00",
          "2007-03-01T10:00" },
        { range_of(first.lo, date_of("2007-03-04").hi), "4 March 2007 or earlier",
          "0001-01-01..2007-03-04" },
        { range_of(date_of("2007-03-04").lo, last.hi), "4 March 2007 or later",
          "2007-03-04..9999-12-31" },
        { range_of(first.lo, last.hi), "an unknown date", "0001-01-01..9999-12-31" },
    };
    for (size_t i = 0; i < COUNT(worked_out); i++) {
        expect_print(print_date, &worked_out[i].date, worked_out[i].english);
        expect_print(print_date_source, &worked_out[i].date, worked_out[i].source);
    }
}

static void test_period_print(void **state)
{
    (void)state;
    const struct {
        struct period period;
        const char *english;
        const char *source;
    } cases[] = {
        { period_between("2000-06", "2001-04"), "June 2000 to April 2001", "2000-06..2001-04" },
        { period_between("2000-06", NULL), "from June 2000", "2000-06.." },
        { period_between(NULL, "2001-04"), "until April 2001", "..2001-04" },
        { period_between(NULL, NULL), "at any time", ".." },
        { period_of_date(date_of("2001-04")), "April 2001", "2001-04" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_print(print_period, &cases[i].period, cases[i].english);
        expect_print(print_period_source, &cases[i].period, cases[i].source);
    }
}

static void test_print_in_welsh(void **state)
{
    (void)state;
    struct date first = date_of("0001-01-01");
    const struct {
        struct date date;
        const char *welsh;
    } dates[] = {
        { date_of("2007"), "2007" }, { date_of("2007-03"), "Mawrth 2007" },
        { date_of("2007-03-14"), "14 Mawrth 2007" },
        { date_of("2007-12-04T09:05"), "4 Rhagfyr 2007 am 09:05" },
        { about("2007-11", duration_from(0, 2, 0)), "oddeutu Tachwedd 2007 (o fewn 2 ddiwrnod)" },
        { range_between("2007-07-01", "2007-07-04"),
          "heb fod cyn 1 Gorffennaf 2007 nac ar ôl 4 Gorffennaf 2007" },
        { range_between("2007-03-01", "2007-03-01T10:00"),
          "heb fod cyn 00:00 nac ar ôl 10:00 ar 1 Mawrth 2007" },
        { range_of(first.lo, date_of("2007-08-04").hi), "4 Awst 2007 neu'n gynharach" },
    };
    for (size_t i = 0; i < COUNT(dates); i++)
        expect_print(print_date_in_welsh, &dates[i].date, dates[i].welsh);
    const struct {
        struct period period;
        const char *welsh;
    } periods[] = {
        { period_between("2000-05", "2001-05"), "Mai 2000 hyd Fai 2001" },
        { period_between("2000-05-02", "2001-05-01"), "2 Mai 2000 hyd 1 Mai 2001" },
        { period_between("2000-07", NULL), "o Orffennaf 2000 ymlaen" },
        { period_between(NULL, "2001-10"), "hyd Hydref 2001" },
    };
    for (size_t i = 0; i < COUNT(periods); i++)
        expect_print(print_period_in_welsh, &periods[i].period, periods[i].welsh);
    static const struct {
        struct duration duration;
        const char *welsh;
    } durations[] = {
        { { 27, 0, 0, 0, NULL }, "2 flynedd 3 mis" }, { { 0, 14, 0, 0, NULL }, "2 wythnos" },
        { { 60, 0, 0, 0, NULL }, "5 o flynyddoedd" }, { { 1, -2, 0, 0, NULL }, "1 mis minws 2 ddiwrnod" },
    };
    for (size_t i = 0; i < COUNT(durations); i++)
        expect_print(print_duration_in_welsh, &durations[i].duration, durations[i].welsh);
}

/* The words of both languages fill in the same things, and none is empty. */

static uint32_t places_of(const char *words)
{
    uint32_t places = 0;
    for (const char *at = words; (at = strchr(at, '{')) != NULL; at++)
        places |= 1u << (at[1] - '0');
    return places;
}

static int count_of(const char *words, char wanted)
{
    int count = 0;
    for (; *words; words++)
        count += *words == wanted;
    return count;
}

static void expect_text(struct text text, const char *wanted)
{
    assert_int_equal(text.length, strlen(wanted));
    assert_memory_equal(text.bytes, wanted, text.length);
}

static void test_words(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    const struct wording *english = words_get(TEXT("en-GB"));
    const struct wording *welsh = words_get(TEXT("cy-GB"));
#define WORDS(name, in_english, in_welsh)                                          \
    assert_true(english->name[0] != '\0' && welsh->name[0] != '\0');               \
    assert_int_equal(places_of(english->name), places_of(welsh->name));            \
    assert_int_equal(strchr(english->name, '|') == NULL, strchr(welsh->name, '|') == NULL);
#include "value/words.def"
#undef WORDS
    assert_ptr_equal(words_get(TEXT("cym")), english);
    const char *const months[] = { english->months, english->month_names, english->month_names_after,
                                   welsh->months, welsh->month_names, welsh->month_names_after };
    for (size_t i = 0; i < COUNT(months); i++)
        assert_int_equal(count_of(months[i], '|'), 11);
    expect_text(words_part(english->months, 11), "Dec");
    expect_text(words_part(welsh->months, 11), "Rhag");
    expect_text(words_count(arena, english->events, 1), "1 event");
    expect_text(words_count(arena, english->events, 2), "2 events");
    expect_text(words_count(arena, english->events, 12), "12 events");
    expect_text(words_count(arena, welsh->days, 1), "1 diwrnod");
    expect_text(words_count(arena, welsh->days, 2), "2 ddiwrnod");
    expect_text(words_count(arena, welsh->days, 3), "3 diwrnod");
    expect_text(WORDS_FILL(arena, "{2}, {1} and {3} {", TEXT("{2}"), TEXT("b")), "b, {2} and {3} {");
    arena_free(arena);
}

/* Moving dates */

/* As one adds months on paper. */
static int64_t naive_move(int64_t day, struct duration by, enum month_rounding rounding,
                          bool *exists)
{
    int y;
    int m;
    int d;
    date_from_day_number(day, &y, &m, &d);
    for (int64_t i = by.months; i > 0; i--) {
        y += m == 12;
        m = m == 12 ? 1 : m + 1;
    }
    for (int64_t i = by.months; i < 0; i++) {
        y -= m == 1;
        m = m == 1 ? 12 : m - 1;
    }
    int length = date_days_in_month(y, m);
    *exists = d <= length;
    int64_t first = date_day_number(y, m, 1);
    if (d <= length)
        return first + d - 1 + by.days;
    return first + (rounding == ROUND_UP ? length : length - 1) + by.days;
}

static int64_t floor_day(int64_t minute)
{
    return (minute < 0 ? minute - (DAY - 1) : minute) / DAY;
}

/* A minute moved, rounding down. */
static int64_t naive_minute(int64_t minute, struct duration by)
{
    bool exists;
    int64_t day = floor_day(minute);
    return naive_move(day, by, ROUND_DOWN, &exists) * DAY + (minute - day * DAY) + by.minutes;
}

/* Within one day moving keeps order, so each day's first and last minute tell all. */
static void check_move(struct date date, struct duration by, enum month_rounding rounding)
{
    int64_t lo = INT64_MAX;
    int64_t hi = INT64_MIN;
    bool all_exist = true;
    for (int64_t day = floor_day(date.lo); day <= floor_day(date.hi); day++) {
        bool exists;
        int64_t to = naive_move(day, by, rounding, &exists) * DAY + by.minutes;
        int64_t from = date.lo > day * DAY ? date.lo - day * DAY : 0;
        int64_t until = date.hi < (day + 1) * DAY - 1 ? date.hi - day * DAY : DAY - 1;
        lo = to + from < lo ? to + from : lo;
        hi = to + until > hi ? to + until : hi;
        all_exist &= exists;
    }
    struct date moved;
    bool done = date_add_duration(date, by, rounding, &moved);
    assert_int_equal(done, all_exist || rounding != ROUND_NONE);
    if (done)
        assert_true(moved.lo == lo && moved.hi == hi);
}

static void test_date_add(void **state)
{
    (void)state;
    static const int times[][2] = { { 0, DAY - 1 }, { 1200, 600 }, { 600, 600 }, { 0, 0 } };
    static const int months[] = { -13, -2, -1, 0, 1, 2, 12, 13 };
    /* a leap year in which no clock change is known */
    int64_t first = date_day_number(1908, 1, 26);
    int64_t last = date_day_number(1908, 3, 4);
    for (int64_t from = first; from <= last; from++) {
        for (int64_t to = from; to <= last; to++) {
            for (size_t i = 0; i < COUNT(times) * COUNT(months) * 3; i++) {
                const int *time = times[i % COUNT(times)];
                struct date date = range_of(from * DAY + time[0], to * DAY + time[1]);
                if (date.lo > date.hi)
                    continue;
                int by_months = months[i / COUNT(times) % COUNT(months)];
                struct duration by = duration_from(by_months, to % 3 - 1, from % 2 * 90);
                check_move(date, by, (enum month_rounding)(i / COUNT(times) / COUNT(months)));
            }
        }
    }
}

static void expect_sum(const char *date, struct duration by, enum month_rounding rounding,
                       const char *wanted)
{
    struct date sum;
    assert_int_equal(date_add_duration(date_of(date), by, rounding, &sum), wanted != NULL);
    if (wanted)
        expect_print(print_date_source, &sum, wanted);
}

static void test_date_add_words(void **state)
{
    (void)state;
    struct duration month = duration_from(1, 0, 0);
    struct duration year = duration_from(12, 0, 0);
    expect_sum("2007-01-31", month, ROUND_NONE, NULL);
    expect_sum("2007-01-31", month, ROUND_DOWN, "2007-02-28");
    expect_sum("2007-01-31", month, ROUND_UP, "2007-03-01");
    expect_sum("2007-01-28", month, ROUND_NONE, "2007-02-28");
    expect_sum("2008-02-29", year, ROUND_NONE, NULL);
    expect_sum("2008-02-29", year, ROUND_DOWN, "2009-02-28");
    expect_sum("2007-03-14T14:30", duration_from(0, 7, 45), ROUND_NONE, "2007-03-21T15:15");
    expect_sum("2007-03-14", duration_from(0, 0, DAY), ROUND_NONE, "2007-03-15");
    expect_sum("2007-03-14", duration_from(0, 0, 60), ROUND_NONE,
               "2007-03-14T01:00..2007-03-15T00:59");

    /* a written month or year moves as a whole */
    expect_sum("2007-01", month, ROUND_NONE, "2007-02");
    expect_sum("2007-02", month, ROUND_NONE, "2007-03");
    expect_sum("2007-01", month, ROUND_DOWN, "2007-02");
    expect_sum("2007-01", month, ROUND_UP, "2007-02-01..2007-03-01");
    expect_sum("2008", year, ROUND_NONE, "2009");
    expect_sum("2007", month, ROUND_NONE, "2007-02-01..2008-01-31");
    expect_sum("2007-03", duration_from(0, 1, 0), ROUND_NONE, "2007-03-02..2007-04-01");

    /* the calendar ends */
    expect_sum("9999-12-31", duration_from(0, 1, 0), ROUND_NONE, NULL);
    expect_sum("0001-01-01", duration_from(0, -1, 0), ROUND_NONE, NULL);
    expect_sum("2007-03-14", duration_from(1000000000, 0, 0), ROUND_NONE, NULL);
    expect_sum("2007-03-14", duration_from(-1000000000, 0, 0), ROUND_NONE, NULL);
    expect_sum("2007-03-14", (struct duration){ .working_days = 2 }, ROUND_NONE, NULL);
}

/* `about` survives days; a range without bounds stays without. */
static void test_date_add_ranges(void **state)
{
    (void)state;
    struct date date = about("2007-03-10", duration_from(0, 3, 0));
    assert_true(date_add_duration(date, duration_from(0, 7, 0), ROUND_NONE, &date));
    expect_print(print_date, &date, "about 17 March 2007 (within 3 days)");
    assert_true(date_add_duration(date, duration_from(1, 0, 0), ROUND_NONE, &date));
    expect_print(print_date, &date, "between 14 April 2007 and 20 April 2007");
    date = about("2007-03-10", duration_from(0, 3, 0));
    assert_true(date_add_duration(date, duration_from(0, 0, 60), ROUND_NONE, &date));
    assert_int_equal(date.about_days, 0);

    struct date any = range_of(date_of("0001-01-01").lo, date_of("9999-12-31").hi);
    assert_true(date_add_duration(any, duration_from(0, 7, 0), ROUND_NONE, &date));
    assert_true(date.lo == any.lo && date.hi == any.hi);
    struct date later = range_of(date_of("2007-03-04").lo, any.hi);
    assert_true(date_add_duration(later, duration_from(0, 1, 0), ROUND_NONE, &date));
    assert_true(date.lo == later.lo + DAY && date.hi == any.hi);
    assert_false(date_add_duration(later, duration_from(12 * 9000, 0, 0), ROUND_DOWN, &date));
    assert_false(date_add_duration(any, duration_from(1, 0, 0), ROUND_NONE, &date));
    assert_true(date_add_duration(any, duration_from(1, 0, 0), ROUND_DOWN, &date));
}

static void test_date_widen(void **state)
{
    (void)state;
    struct date date = about("2007-03-10", duration_from(0, 21, 0));
    assert_int_equal(date.about_days, 21);
    assert_int_equal(date.precision, DATE_RANGE);
    assert_true(date.lo == date_of("2007-02-17").lo && date.hi == date_of("2007-03-31").hi);
    date = about("2007-02", duration_from(1, 0, 0));
    assert_int_equal(date.about_days, 0);
    assert_true(date.lo == date_of("2007-01-01").lo && date.hi == date_of("2007-03-31").hi);
    date = about("2007-03-10T14:30", duration_from(0, 0, 90));
    assert_true(date.lo == date_of("2007-03-10T13:00").lo);
    assert_true(date.hi == date_of("2007-03-10T16:00").hi);
    date = about("2007-03-10", duration_from(0, 0, 0));
    assert_int_equal(date.precision, DATE_DAY);
    struct duration three_days = duration_from(0, 3, 0);
    assert_true(date_widen(about("2007-03-10", three_days), &three_days, &date));
    expect_print(print_date, &date, "about 10 March 2007 (within 6 days)");
    assert_true(date_widen(about("2007-03-10", duration_from(0, 1, 0)), &three_days, &date));
    expect_print(print_date, &date, "about 10 March 2007 (within 4 days)");
    assert_true(date_widen(range_between("2007-03-10", "2007-03-12"), &three_days, &date));
    expect_print(print_date, &date, "between 7 March 2007 and 15 March 2007");
    static const struct duration bad[] = {
        { 0, 0, 0, 1, NULL }, { 0, -1, 0, 0, NULL }, { -1, 5, 0, 0, NULL }, { 0, 0, -1, 0, NULL },
        { 1000000000, 0, 0, 0, NULL }, { 0, 1000000000, 0, 0, NULL }, { 0, 0, 2000000000, 0, NULL },
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(date_widen(date_of("2007-03-10"), &bad[i], &date));
}

/* Birthdays counted one by one. */
static int64_t naive_age(int64_t born, int64_t on)
{
    int y;
    int m;
    int d;
    date_from_day_number(born, &y, &m, &d);
    int64_t age = 0;
    for (int step = on >= born ? 1 : -1, year = y + (step > 0); ; year += step) {
        bool none = m == 2 && d == 29 && !leaps(year);
        int64_t birthday = none ? date_day_number(year, 3, 1) : date_day_number(year, m, d);
        if (step > 0 ? birthday > on : birthday <= on)
            return age;
        age += step;
    }
}

static void test_date_age(void **state)
{
    (void)state;
    int64_t lo;
    int64_t hi;
    int64_t first = date_day_number(2000, 1, 1);
    int64_t last = date_day_number(2005, 12, 31);
    for (int64_t born = first; born <= last; born += born % 5 ? 1 : 3) {
        for (int64_t on = first; on <= last; on++) {
            date_age(date_of_day(born), date_of_day(on), &lo, &hi);
            if (lo != hi || lo != naive_age(born, on))
                fail_msg("age of %lld on %lld", (long long)born, (long long)on);
        }
    }
    date_age(date_of("1990"), date_of("2007-03-14"), &lo, &hi);
    assert_true(lo == 16 && hi == 17);
    date_age(date_of("1990-03"), date_of("2007-03"), &lo, &hi);
    assert_true(lo == 16 && hi == 17);
    date_age(date_of("2007-03-15"), date_of("2007-03-14"), &lo, &hi);
    assert_true(lo == -1 && hi == -1);
    date_age(date_of("2004-02-29"), date_of("2005-02-28"), &lo, &hi);
    assert_true(lo == 0 && hi == 0);
    date_age(date_of("2004-02-29"), date_of("2005-03-01T00:00"), &lo, &hi);
    assert_true(lo == 1 && hi == 1);
}

/* Comparing dates, against brute force */

static bool is_timed(struct date date)
{
    return date.lo != floor_day(date.lo) * DAY || date.hi != floor_day(date.hi) * DAY + DAY - 1;
}

enum question { BEFORE, EQUAL, WITHIN };

struct asked {
    enum question question;
    bool a_timed;
    bool b_timed;
    struct duration by;
    enum within_direction direction;
};

/* The meaning between two known minutes; of a date without time only the day is looked at where the
 * question is put in days. */
static bool holds(const struct asked *asked, int64_t a, int64_t b)
{
    bool either = asked->a_timed || asked->b_timed;
    bool both = asked->a_timed && asked->b_timed;
    int64_t order = either ? a - b : floor_day(a) - floor_day(b);
    if (asked->question == BEFORE)
        return order < 0;
    if (asked->question == EQUAL)
        return order == 0;
    struct duration back = duration_from(-asked->by.months, -asked->by.days, -asked->by.minutes);
    int64_t early = naive_minute(b, back);
    int64_t late = naive_minute(b, asked->by);
    bool by_minutes = asked->by.minutes != 0;
    bool not_early = by_minutes ? early <= a : floor_day(early) <= floor_day(a);
    bool not_late = by_minutes ? a <= late : floor_day(a) <= floor_day(late);
    order = both ? a - b : floor_day(a) - floor_day(b);
    if (asked->direction == WITHIN_BEFORE)
        return not_early && order <= 0;
    if (asked->direction == WITHIN_AFTER)
        return order >= 0 && not_late;
    return not_early && not_late;
}

static enum truth brute(const struct asked *asked, struct date a, struct date b, int64_t step)
{
    struct seen seen = { 0 };
    for (int64_t x = a.lo; x <= a.hi && !(seen.yes && seen.no); x += step) {
        for (int64_t y = b.lo; y <= b.hi && !(seen.yes && seen.no); y += step)
            see(&seen, holds(asked, x, y));
    }
    return verdict(seen);
}

static enum truth answer(const struct asked *asked, struct date a, struct date b)
{
    if (asked->question == BEFORE)
        return date_before(a, b);
    if (asked->question == EQUAL)
        return date_equal(a, b);
    return date_within(a, &asked->by, asked->direction, b);
}

static void check_question(struct asked *asked, struct date a, struct date b, int64_t step)
{
    asked->a_timed = is_timed(a);
    asked->b_timed = is_timed(b);
    enum truth wanted = brute(asked, a, b, step);
    enum truth got = answer(asked, a, b);
    if (got != wanted)
        fail_msg("question %d %d by %d %d %d of %lld..%lld and %lld..%lld: %d, not %d",
                 asked->question, asked->direction, (int)asked->by.months, (int)asked->by.days,
                 (int)asked->by.minutes, (long long)a.lo, (long long)a.hi, (long long)b.lo,
                 (long long)b.hi, got, wanted);
}

static void check_pair(struct date a, struct date b, const struct duration *by, size_t count,
                       int64_t step)
{
    struct asked asked = { .question = BEFORE };
    check_question(&asked, a, b, step);
    asked.question = EQUAL;
    check_question(&asked, a, b, step);
    asked.question = WITHIN;
    for (size_t i = 0; i < count * 3; i++) {
        asked.by = by[i / 3];
        asked.direction = (enum within_direction)(i % 3);
        check_question(&asked, a, b, step);
    }
}

/* All pairs of intervals of whole days within a week; every date is one of its days. */
static void test_compare_days(void **state)
{
    (void)state;
    static const struct duration by[] = {
        { 0, 0, 0, 0, NULL }, { 0, 1, 0, 0, NULL }, { 0, 2, 0, 0, NULL }, { 0, 5, 0, 0, NULL },
    };
    int64_t first = date_day_number(1969, 12, 29);
    for (int i = 0; i < 7 * 7 * 7 * 7; i++) {
        int64_t a = first + i % 7;
        int64_t a_end = first + i / 7 % 7;
        int64_t b = first + i / 49 % 7;
        int64_t b_end = first + i / 343;
        if (a <= a_end && b <= b_end)
            check_pair(range_of(a * DAY, a_end * DAY + DAY - 1),
                       range_of(b * DAY, b_end * DAY + DAY - 1), by, COUNT(by), DAY);
    }
}

/* Intervals about the ends of months, where rounding down makes several days one. */
static void test_compare_months(void **state)
{
    (void)state;
    static const struct duration by[] = { { 1, 0, 0, 0, NULL }, { 1, 2, 0, 0, NULL }, { 12, 0, 0, 0, NULL } };
    int64_t first = date_day_number(2008, 1, 27);
    int64_t last = date_day_number(2008, 4, 2);
    for (int64_t b = first; b <= last; b++) {
        for (int64_t b_end = b; b_end <= last && b_end <= b + 5; b_end++) {
            for (int64_t a = first; a <= last; a++) {
                int64_t a_end = a + (a + b) % 3;
                check_pair(range_of(a * DAY, a_end * DAY + DAY - 1),
                           range_of(b * DAY, b_end * DAY + DAY - 1), by, COUNT(by), DAY);
            }
        }
    }
}

/* Intervals of minutes about a midnight and the ends of a month, with one another. */
static void test_compare_minutes(void **state)
{
    (void)state;
    static const struct duration by[] = {
        { 0, 0, 0, 0, NULL }, { 0, 1, 0, 0, NULL }, { 0, 0, 2, 0, NULL }, { 0, 0, DAY, 0, NULL },
        { 0, 1, 1, 0, NULL },
        { 1, 0, 0, 0, NULL }, { 1, 0, 3, 0, NULL },
    };
    static const char *const about_midnight[] = { "2007-01-31", "2007-02-28", "2007-03-01" };
    for (size_t night = 0; night < COUNT(about_midnight) * COUNT(about_midnight); night++) {
        int64_t start_a = date_of(about_midnight[night % 3]).lo - 3;
        int64_t start_b = date_of(about_midnight[night / 3]).lo - 3;
        for (int i = 0; i < 6 * 6 * 6 * 6; i++) {
            struct date a = range_of(start_a + i % 6, start_a + i / 6 % 6);
            struct date b = range_of(start_b + i / 36 % 6, start_b + i / 216);
            if (a.lo <= a.hi && b.lo <= b.hi)
                check_pair(a, b, by, COUNT(by), 1);
        }
    }
}

/* A date with a time against whole days, and whole days asked in minutes; every minute is tried. */
static void test_compare_mixed(void **state)
{
    (void)state;
    static const struct duration by[] = {
        { 0, 0, 0, 0, NULL }, { 0, 1, 0, 0, NULL }, { 0, 0, 20, 0, NULL }, { 0, 0, DAY, 0, NULL },
        { 1, 0, 0, 0, NULL },
        { 1, 0, 5, 0, NULL },
    };
    int64_t day = date_day_number(2007, 1, 30);
    for (int64_t days = 0; days < 2; days++) {
        for (int64_t from = 0; from < 3; from++) {
            struct date whole = range_of((day + from) * DAY, (day + from + days + 1) * DAY - 1);
            for (int64_t at = 0; at < 4 * DAY; at += 719) {
                for (int64_t size = 0; size < 4; size += 3) {
                    struct date timed = range_of(day * DAY + at, day * DAY + at + size);
                    check_pair(timed, whole, by, COUNT(by), 1);
                    check_pair(whole, timed, by, COUNT(by), 1);
                }
            }
        }
    }
    static const struct duration hours[] = { { 0, 0, 20, 0, NULL }, { 0, 0, DAY, 0, NULL } };
    for (int64_t a = 0; a < 3; a++)
        check_pair(date_of_day(day + a), date_of_day(day + 1), hours, COUNT(hours), 1);
}

/* Backwards nothing is within; where a duration runs both ways, no certain answer is wrong. */
static void test_within_backwards(void **state)
{
    (void)state;
    static const struct duration by[] = { { 0, -1, 0, 0, NULL },
                                         { -1, 0, 0, 0, NULL }, { 0, 0, -90, 0, NULL } };
    static const struct duration both_ways[] = {
        { 1, -29, 0, 0, NULL }, { 0, 1, -90, 0, NULL }, { -1, 40, 0, 0, NULL },
    };
    int64_t first = date_day_number(2007, 1, 29);
    for (int64_t i = 0; i < 3 * 81; i++) {
        int64_t a_day = first + i % 3;
        int64_t b_day = first + i / 9 % 3;
        struct date a = range_of(a_day * DAY, (a_day + i / 3 % 3 + 1) * DAY - 1);
        struct date b = range_of(b_day * DAY, (b_day + i / 27 % 3 + 1) * DAY - 1);
        struct asked asked = { .question = WITHIN, .direction = (enum within_direction)(i / 81) };
        for (size_t j = 0; j < 3; j++) {
            assert_int_equal(date_within(a, &by[j], asked.direction, b), TRUTH_FALSE);
            asked.by = both_ways[j];
            enum truth got = answer(&asked, a, b);
            assert_true(got == TRUTH_UNKNOWN || got == brute(&asked, a, b, DAY / 2));
        }
    }
}

static void test_compare_words(void **state)
{
    (void)state;
    struct date day = date_of("2007-03-14");
    struct date half_past_two = date_of("2007-03-14T14:30");
    assert_int_equal(date_before(day, day), TRUTH_FALSE);
    assert_int_equal(date_equal(day, day), TRUTH_TRUE);
    assert_int_equal(date_before(day, half_past_two), TRUTH_UNKNOWN);
    assert_int_equal(date_before(half_past_two, day), TRUTH_UNKNOWN);
    assert_int_equal(date_equal(day, half_past_two), TRUTH_UNKNOWN);
    assert_int_equal(date_equal(half_past_two, half_past_two), TRUTH_TRUE);
    assert_int_equal(date_before(half_past_two, date_of("2007-03-14T14:31")), TRUTH_TRUE);
    assert_int_equal(date_before(half_past_two, half_past_two), TRUTH_FALSE);
    assert_int_equal(date_equal(date_of("2007-03"), date_of("2007-03")), TRUTH_UNKNOWN);
    assert_int_equal(date_before(date_of("2007-03-31"), date_of("2007-03")), TRUTH_FALSE);
    assert_int_equal(date_before(date_of("2007-03-01"), date_of("2007-03")), TRUTH_UNKNOWN);

    struct duration week = duration_from(0, 7, 0);
    struct date next = date_of("2007-03-21");
    assert_int_equal(date_within(next, &week, WITHIN_AFTER, day), TRUTH_TRUE);
    assert_int_equal(date_within(day, &week, WITHIN_AFTER, day), TRUTH_TRUE);
    assert_int_equal(date_within(day, &week, WITHIN_AFTER, half_past_two), TRUTH_TRUE);
    assert_int_equal(date_within(day, &week, WITHIN_BEFORE, next), TRUTH_TRUE);
    assert_int_equal(date_within(day, &week, WITHIN_AFTER, next), TRUTH_FALSE);
    assert_int_equal(date_within(day, &week, WITHIN_OF, next), TRUTH_TRUE);
    assert_int_equal(date_within(date_of("2007-03-22"), &week, WITHIN_AFTER, day), TRUTH_FALSE);
    assert_int_equal(date_within(date_of("2007-03"), &week, WITHIN_AFTER, day), TRUTH_UNKNOWN);
    assert_int_equal(date_within(date_of("2007-03-21T23:00"), &week, WITHIN_AFTER, half_past_two),
                     TRUTH_TRUE);
    assert_int_equal(date_within(date_of("2007-03-14T10:00"), &week, WITHIN_AFTER, half_past_two),
                     TRUTH_FALSE);

    struct duration back = duration_from(0, -1, 0);
    struct duration working = { .working_days = 2 };
    struct duration endless = duration_from(1000000000, 1000000000, 1000000000);
    assert_int_equal(date_within(day, &back, WITHIN_AFTER, day), TRUTH_FALSE);
    assert_int_equal(date_within(day, &working, WITHIN_AFTER, day), TRUTH_UNKNOWN);
    assert_int_equal(date_within(day, &endless, WITHIN_OF, next), TRUTH_TRUE);
}

/* Periods, against brute force */

/* A period's parts as brute force sees them: the days its start and its end may be. */
struct choice {
    int from_lo;
    int from_hi;
    int to_lo;
    int to_hi;
};

enum { WORLD = 4, NEVER = -100, EVER = 100 };

/* Makes the period number `index` of the small world; false where there is none of that number. An
 * interval of one day is a written day or a range in turn, which must not matter. */
static bool small_period(int index, struct period *period, struct choice *choice)
{
    int part[4];
    for (int i = 0, rest = index; i < 4; i++, rest /= WORLD + 1)
        part[i] = rest % (WORLD + 1) - 1; /* -1: open */
    bool open_from = part[0] < 0 && part[1] < 0;
    bool open_to = part[2] < 0 && part[3] < 0;
    if ((!open_from && (part[0] < 0 || part[0] > part[1])) ||
        (!open_to && (part[2] < 0 || part[2] > part[3])))
        return false;
    *period = (struct period){ .open_from = open_from, .open_to = open_to };
    *choice = (struct choice){ NEVER, NEVER, EVER, EVER };
    if (!open_from) {
        period->from = range_of(part[0] * DAY, part[1] * DAY + DAY - 1);
        if (part[0] == part[1] && index % 2)
            period->from.precision = DATE_DAY;
        choice->from_lo = part[0];
        choice->from_hi = part[1];
    }
    if (!open_to) {
        period->to = range_of(part[2] * DAY, part[3] * DAY + DAY - 1);
        if (part[2] == part[3] && index % 2)
            period->to.precision = DATE_DAY;
        choice->to_lo = part[2];
        choice->to_hi = part[3];
    }
    return true;
}

enum { PERIODS = (WORLD + 1) * (WORLD + 1) * (WORLD + 1) * (WORLD + 1) };

static void check_two_periods(struct period a, struct choice x, struct period b, struct choice y)
{
    struct seen overlap = { 0 };
    struct seen within = { 0 };
    for (int from = x.from_lo; from <= x.from_hi; from++) {
        for (int to = from > x.to_lo ? from : x.to_lo; to <= x.to_hi; to++) {
            for (int start = y.from_lo; start <= y.from_hi; start++) {
                for (int end = start > y.to_lo ? start : y.to_lo; end <= y.to_hi; end++) {
                    see(&overlap, from <= end && start <= to);
                    see(&within, start <= from && to <= end);
                }
            }
        }
    }
    assert_int_equal(date_overlaps(a, b), verdict(overlap));
    assert_int_equal(period_within(a, b), verdict(within));
}

static void test_periods(void **state)
{
    (void)state;
    struct period a;
    struct period b;
    struct choice x;
    struct choice y;
    for (int i = 0; i < PERIODS; i++) {
        if (!small_period(i, &a, &x))
            continue;
        for (int j = 0; j < PERIODS; j++) {
            if (small_period(j, &b, &y))
                check_two_periods(a, x, b, y);
        }
        for (int lo = -1; lo <= WORLD; lo++) {
            for (int hi = lo; hi <= WORLD; hi++) {
                struct seen seen = { 0 };
                for (int from = x.from_lo; from <= x.from_hi; from++)
                    for (int to = from > x.to_lo ? from : x.to_lo; to <= x.to_hi; to++)
                        for (int day = lo; day <= hi; day++)
                            see(&seen, from <= day && day <= to);
                struct date date = range_of(lo * DAY, hi * DAY + DAY - 1);
                assert_int_equal(date_in_period(date, a), verdict(seen));
            }
        }
    }
}

static void test_two_periods_minutes(void **state)
{
    (void)state;
    for (int i = 0; i < 6561; i++) {
        int part[8];
        for (int j = 0, rest = i; j < 8; j++, rest /= 3)
            part[j] = rest % 3 - 1;
        struct choice x = { part[0], part[1], part[2], part[3] };
        struct choice y = { part[4], part[5], part[6], part[7] };
        bool can_be = part[0] <= part[1] && part[2] <= part[3] && part[0] <= part[3] &&
                      part[4] <= part[5] && part[6] <= part[7] && part[4] <= part[7];
        struct period a = { .from = range_of(part[0], part[1]), .to = range_of(part[2], part[3]) };
        struct period b = { .from = range_of(part[4], part[5]), .to = range_of(part[6], part[7]) };
        if (can_be)
            check_two_periods(a, x, b, y);
    }
}

/* Periods with times: every start and end minute near one midnight. */
static void test_periods_minutes(void **state)
{
    (void)state;
    enum { SPAN = 5 };
    for (int i = 0; i < SPAN * SPAN * SPAN * SPAN * SPAN * SPAN; i++) {
        int part[6];
        for (int j = 0, rest = i; j < 6; j++, rest /= SPAN)
            part[j] = rest % SPAN - 2;
        if (part[0] > part[1] || part[2] > part[3] || part[4] > part[5])
            continue;
        struct period period = { .from = range_of(part[0], part[1]),
                                 .to = range_of(part[2], part[3]) };
        struct seen seen = { 0 };
        for (int from = part[0]; from <= part[1]; from++)
            for (int to = from > part[2] ? from : part[2]; to <= part[3]; to++)
                for (int at = part[4]; at <= part[5]; at++)
                    see(&seen, from <= at && at <= to);
        assert_int_equal(date_in_period(range_of(part[4], part[5]), period), verdict(seen));
    }
}

static void test_period_words(void **state)
{
    (void)state;
    struct period review = period_between("2000-06", "2001-04");
    assert_int_equal(date_in_period(date_of("2000-06-01"), review), TRUTH_TRUE);
    assert_int_equal(date_in_period(date_of("2001-04-30T23:59"), review), TRUTH_TRUE);
    assert_int_equal(date_in_period(date_of("2001-05-01"), review), TRUTH_FALSE);
    assert_int_equal(date_in_period(date_of("2000"), review), TRUTH_UNKNOWN);
    assert_int_equal(date_in_period(date_of("2000-06"), review), TRUTH_TRUE);
    struct period march = period_of_date(date_of("2007-03"));
    assert_int_equal(date_in_period(date_of("2007-03-14"), march), TRUTH_TRUE);
    assert_int_equal(date_in_period(date_of("2007-03"), march), TRUTH_TRUE);
    struct period vague = period_of_date(about("2007-03-10", duration_from(0, 3, 0)));
    assert_int_equal(date_in_period(date_of("2007-03-10"), vague), TRUTH_UNKNOWN);
    assert_int_equal(date_in_period(date_of("2007-03-14"), vague), TRUTH_FALSE);
    struct period timed = period_between("2007-03-14T14:30", "2007-03-16");
    assert_int_equal(date_in_period(date_of("2007-03-14"), timed), TRUTH_UNKNOWN);
    assert_int_equal(date_in_period(date_of("2007-03-14T14:30"), timed), TRUTH_TRUE);
    struct period ever = period_between(NULL, NULL);
    struct period since = period_between("2000-06", NULL);
    assert_int_equal(period_within(review, since), TRUTH_TRUE);
    assert_int_equal(period_within(since, review), TRUTH_FALSE);
    assert_int_equal(period_within(ever, ever), TRUTH_TRUE);
    assert_int_equal(period_within(since, period_between("2000", "9999")), TRUTH_FALSE);
    assert_int_equal(date_overlaps(review, period_between("2001-04-30", NULL)), TRUTH_TRUE);
    assert_int_equal(date_overlaps(review, period_between("2001-05", NULL)), TRUTH_FALSE);
    struct period backwards = period_between("2001-04", "2000-06");
    assert_int_equal(date_overlaps(backwards, ever), TRUTH_FALSE);
    assert_int_equal(date_in_period(date_of("2000-12"), backwards), TRUTH_FALSE);
    assert_int_equal(period_within(backwards, ever), TRUTH_FALSE);
}

/* Durations */

static void test_duration_units(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum duration_unit unit;
        struct duration three;
    } units[] = {
        { "minute", UNIT_MINUTE, { 0, 0, 3, 0, NULL } }, { "hours", UNIT_HOUR, { 0, 0, 180, 0, NULL } },
        { "days", UNIT_DAY, { 0, 3, 0, 0, NULL } },      { "week", UNIT_WEEK, { 0, 21, 0, 0, NULL } },
        { "months", UNIT_MONTH, { 3, 0, 0, 0, NULL } },  { "year", UNIT_YEAR, { 36, 0, 0, 0, NULL } },
        { "working days", UNIT_WORKING_DAY, { 0, 0, 0, 3, NULL } },
    };
    struct duration made;
    enum duration_unit unit;
    for (size_t i = 0; i < COUNT(units); i++) {
        assert_true(duration_unit_find(text_of(units[i].word), &unit));
        assert_int_equal(unit, units[i].unit);
        assert_true(duration_of(3, unit, &made));
        assert_int_equal(duration_equal(made, units[i].three), TRUTH_TRUE);
        assert_false(duration_of(INT64_MAX, unit, &made));
        assert_false(duration_of(INT64_MIN, unit, &made));
    }
    static const char *const bad[] = { "", "s", "dayss", "Day", "fortnight", "da", "working" };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(duration_unit_find(text_of(bad[i]), &unit));
    assert_true(duration_of(1000000000, UNIT_DAY, &made));
    assert_false(duration_of(1000000001, UNIT_DAY, &made));
    assert_false(duration_of(142857143, UNIT_WEEK, &made));
}

static void test_duration_arithmetic(void **state)
{
    (void)state;
    struct duration sum;
    struct duration a = { 1, 2, 3, 4, NULL };
    struct duration b = { 5, 6, 7, 8, NULL };
    assert_true(duration_add(a, b, &sum));
    assert_true(sum.months == 6 && sum.days == 8 && sum.minutes == 10 && sum.working_days == 12);
    assert_true(duration_negate(sum, &sum));
    assert_true(sum.months == -6 && sum.days == -8);
    assert_true(sum.minutes == -10 && sum.working_days == -12);
    struct duration most = duration_from(0, 1000000000, 0);
    assert_false(duration_add(most, duration_from(0, 1, 0), &sum));
    assert_true(duration_add(most, duration_from(0, -1, 0), &sum));
    struct duration minutes = duration_from(0, 0, 1000000000);
    struct duration working = { .working_days = 1000000000 };
    struct duration months = duration_from(-1000000000, 0, 0);
    assert_false(duration_add(minutes, minutes, &sum));
    assert_false(duration_add(working, working, &sum));
    assert_false(duration_add(months, months, &sum));
}

static void test_duration_print(void **state)
{
    (void)state;
    static const struct {
        struct duration duration;
        const char *text;
    } cases[] = {
        { { 0, 21, 0, 0, NULL }, "3 weeks" },       { { 0, 7, 0, 0, NULL }, "1 week" },
        { { 0, 1, 0, 0, NULL }, "1 day" },          { { 0, 10, 0, 0, NULL }, "10 days" },
        { { 27, 0, 0, 0, NULL }, "2 years 3 months" }, { { 12, 0, 0, 0, NULL }, "1 year" },
        { { 1, 0, 0, 0, NULL }, "1 month" },        { { 0, 0, 20, 0, NULL }, "20 minutes" },
        { { 0, 0, 60, 0, NULL }, "1 hour" },        { { 0, 0, 150, 0, NULL }, "2 hours 30 minutes" },
        { { 0, 0, 0, 2, NULL }, "2 working days" }, { { 0, 0, 0, 1, NULL }, "1 working day" },
        { { 1, 7, 5, 0, NULL }, "1 month 7 days 5 minutes" }, { { 0, 0, 0, 0, NULL }, "0 days" },
        { { 0, -21, 0, 0, NULL }, "minus 3 weeks" }, { { 1, -3, 0, 0, NULL }, "1 month minus 3 days" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_print(print_duration, &cases[i].duration, cases[i].text);
}

/* Sound for any two durations, from whatever day they are counted. */
static void test_duration_compare(void **state)
{
    (void)state;
    static const int days[] = { -31, -1, 0, 1, 27, 28, 29, 30, 31, 32, 59, 60, 61, 62, 364, 366 };
    int64_t first = date_day_number(2003, 1, 1);
    int64_t last = date_day_number(2008, 12, 31);
    for (int months = -3; months <= 3; months++) {
        for (int others = 0; others <= 13; others += others < 3 ? 1 : 5) {
            for (size_t i = 0; i < COUNT(days); i++) {
                struct duration a = duration_from(months, days[i], 0);
                struct duration b = duration_from(others, 0, 0);
                struct seen less = { 0 };
                struct seen equal = { 0 };
                for (int64_t day = first; day <= last; day++) {
                    bool exists;
                    int64_t order = naive_move(day, a, ROUND_DOWN, &exists) -
                                    naive_move(day, b, ROUND_DOWN, &exists);
                    see(&less, order < 0);
                    see(&equal, order == 0);
                }
                enum truth is_less = duration_compare_less(a, b);
                enum truth is_equal = duration_equal(a, b);
                assert_true(is_less == TRUTH_UNKNOWN || is_less == verdict(less));
                assert_true(is_equal == TRUTH_UNKNOWN || is_equal == verdict(equal));
            }
        }
    }
}

/* Exact for months against days: all days of the calendar's cycle are tried as the first. */
static void test_duration_compare_months(void **state)
{
    (void)state;
    int64_t first = date_day_number(1800, 1, 1);
    for (int months = 1; months <= 26; months++) {
        struct duration by = duration_from(months, 0, 0);
        int64_t least = INT64_MAX;
        int64_t most = 0;
        for (int64_t day = first; day < first + 146097; day++) {
            bool exists;
            int64_t days = naive_move(day, by, ROUND_DOWN, &exists) - day;
            least = days < least ? days : least;
            most = days > most ? days : most;
        }
        for (int64_t days = least - 2; days <= most + 2; days++) {
            struct duration other = duration_from(0, days, 0);
            struct seen less = { .yes = least < days, .no = most >= days };
            struct seen more = { .yes = days < most, .no = days >= least };
            assert_int_equal(duration_compare_less(by, other), verdict(less));
            assert_int_equal(duration_compare_less(other, by), verdict(more));
            bool possible = days >= least && days <= most;
            assert_int_equal(duration_equal(by, other), possible ? TRUTH_UNKNOWN : TRUTH_FALSE);
        }
    }
}

static void test_duration_compare_words(void **state)
{
    (void)state;
    struct duration month = duration_from(1, 0, 0);
    struct duration year = duration_from(12, 0, 0);
    struct duration cycle = duration_from(4800, 0, 0);
    assert_int_equal(duration_compare_less(duration_from(0, 27, 0), month), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(duration_from(0, 28, 0), month), TRUTH_UNKNOWN);
    assert_int_equal(duration_compare_less(duration_from(0, 31, 0), month), TRUTH_FALSE);
    assert_int_equal(duration_compare_less(month, duration_from(0, 31, 0)), TRUTH_UNKNOWN);
    assert_int_equal(duration_compare_less(month, duration_from(0, 32, 0)), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(duration_from(0, 364, 0), year), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(duration_from(0, 366, 0), year), TRUTH_FALSE);
    assert_int_equal(duration_equal(year, duration_from(0, 365, 0)), TRUTH_UNKNOWN);
    assert_int_equal(duration_equal(year, duration_from(0, 367, 0)), TRUTH_FALSE);
    assert_int_equal(duration_equal(year, duration_from(0, 12 * 28, 0)), TRUTH_FALSE);
    assert_int_equal(duration_equal(year, duration_from(0, 12 * 31, 0)), TRUTH_FALSE);
    assert_int_equal(duration_equal(cycle, duration_from(0, 146097, 0)), TRUTH_TRUE);
    assert_int_equal(duration_equal(duration_from(0, 1, 0), duration_from(0, 0, DAY)), TRUTH_TRUE);
    struct duration day = duration_from(0, 1, 0);
    assert_int_equal(duration_equal(day, duration_from(0, 0, DAY - 1)), TRUTH_FALSE);
    assert_int_equal(duration_equal(day, duration_from(0, 0, DAY + 1)), TRUTH_FALSE);
    struct duration day_and_hour = duration_from(0, 1, 60);
    assert_int_equal(duration_equal(day_and_hour, duration_from(0, 0, DAY + 60)), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(day, day_and_hour), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(day, duration_from(0, 0, DAY + 1)), TRUTH_TRUE);
    struct duration two_cycles = duration_from(9600, 0, 0);
    assert_int_equal(duration_equal(two_cycles, duration_from(0, 292194, 0)), TRUTH_TRUE);
    struct duration endless = duration_from(1000000000, 0, 0);
    struct duration never = duration_from(-1000000000, 0, 0);
    assert_int_equal(duration_compare_less(never, endless), TRUTH_TRUE);
    struct duration two = { .working_days = 2 };
    struct duration three = { .working_days = 3 };
    assert_int_equal(duration_compare_less(two, three), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(three, two), TRUTH_FALSE);
    assert_int_equal(duration_equal(two, two), TRUTH_TRUE);
    assert_int_equal(duration_compare_less(two, month), TRUTH_UNKNOWN);
    assert_int_equal(duration_equal(two, duration_from(0, 2, 0)), TRUTH_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truth),
        cmocka_unit_test(test_number_parse),
        cmocka_unit_test(test_number_arithmetic),
        cmocka_unit_test(test_number_limits),
        cmocka_unit_test(test_number_integers),
        cmocka_unit_test(test_number_round),
        cmocka_unit_test(test_number_print),
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_date_round_trips),
        cmocka_unit_test(test_date_parse),
        cmocka_unit_test(test_date_parse_rejects),
        cmocka_unit_test(test_date_print),
        cmocka_unit_test(test_period_print),
        cmocka_unit_test(test_print_in_welsh),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_date_add),
        cmocka_unit_test(test_date_add_words),
        cmocka_unit_test(test_date_add_ranges),
        cmocka_unit_test(test_date_widen),
        cmocka_unit_test(test_date_age),
        cmocka_unit_test(test_compare_days),
        cmocka_unit_test(test_compare_months),
        cmocka_unit_test(test_compare_minutes),
        cmocka_unit_test(test_compare_mixed),
        cmocka_unit_test(test_within_backwards),
        cmocka_unit_test(test_compare_words),
        cmocka_unit_test(test_periods),
        cmocka_unit_test(test_periods_minutes),
        cmocka_unit_test(test_two_periods_minutes),
        cmocka_unit_test(test_period_words),
        cmocka_unit_test(test_duration_units),
        cmocka_unit_test(test_duration_arithmetic),
        cmocka_unit_test(test_duration_print),
        cmocka_unit_test(test_duration_compare),
        cmocka_unit_test(test_duration_compare_months),
        cmocka_unit_test(test_duration_compare_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
