/* Guards src/facts/csv.c and date_format.c: how rows and cells are cut out of the texts that spreadsheet
 * programs write, and how their dates are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "facts/csv.h"
#include "facts/date_format.h"
#include "facts/memo.h"
#include "text/source.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct csv opened(struct arena *arena, const char *path, struct text text)
{
    struct source source;
    struct csv csv;
    source_of_text(arena, path, text, &source);
    csv_decode(arena, &source, NULL);
    csv_open(&csv, arena, &source);
    return csv;
}

/* Rows as `a|b/c|d`, with `!` for a fault, so that a case is one line. */
static const char *shown(struct arena *arena, const char *path, struct text text)
{
    struct buf out;
    struct csv csv = opened(arena, path, text);
    buf_init(&out, arena);
    for (bool first = true; csv_next(&csv); first = false) {
        buf_str(&out, first ? "" : "/");
        for (uint32_t i = 0; i < csv.count; i++) {
            buf_str(&out, i ? "|" : "");
            buf_text(&out, csv_text(&csv, &csv.cells[i]));
        }
        buf_str(&out, csv.fault == CSV_SOUND ? "" : "!");
    }
    return buf_string(&out);
}

struct cut {
    const char *text;
    const char *rows;
};

static void test_rows(void **state)
{
    static const struct cut cuts[] = {
        { "", "" },
        { "a", "a" },
        { "a,b\n", "a|b" },
        { "a,b", "a|b" },
        { "a,b\r\nc,d\r\n", "a|b/c|d" },
        { "a,b\rc,d\r", "a|b/c|d" },
        { "a,b\n\nc,d\n", "a|b//c|d" },
        { "a,\n,b\n", "a|/|b" },
        { ",,\n", "||" },
        { "\"a\",\"b\"\n", "a|b" },
        { "\"a,b\",c\n", "a,b|c" },
        { "\"a\nb\",c\n", "a\nb|c" },
        { "\"a\r\nb\",c\n", "a\nb|c" },
        { "\"a \"\"b\"\" c\"\n", "a \"b\" c" },
        { "\"\"\"\"\n", "\"" },
        { "\"\",b\n", "|b" },
        { "5\" pipe,b\n", "5\" pipe|b" },
        { "\"a\" ,b\n", "a|b" },
        { "\"a\"x,b\nc,d\n", "a|b!/c|d" },
        { "a,\"b\nc,d\n", "a|b\nc,d!" },
        { "a,\"", "a|!" },
        { "  a , b\t\n", "a|b" },
        { "\xC2\xA0" "a\xC2\xA0,b\n", "a|b" },
    };
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t i = 0; i < COUNT(cuts); i++)
        assert_string_equal(shown(arena, "x.csv", text_of(cuts[i].text)), cuts[i].rows);
    arena_free(arena);
}

static void test_delimiters(void **state)
{
    static const struct cut cuts[] = {
        { "a;b\n1,5;2\n", "a|b/1,5|2" },
        { "a\tb\n1,5\t2\n", "a|b/1,5|2" },
        { "\"a;b;c\",d\n1,2\n", "a;b;c|d/1|2" },
        { "sep=;\na;b,c\n", "a|b,c" },
        { "sep=|\r\na|b;c\r\n", "a|b;c" },
        { "\"sep=;\"\na,b;c\n", "a,b|c" },
        { "sep=\na;b\n", "sep=/a;b" },
        { "SEP=\t\na\tb;c;d\n", "a|b;c;d" },
        { "\n\na;b\n", "//a|b" },
        { "only\nx\n", "only/x" },
    };
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t i = 0; i < COUNT(cuts); i++)
        assert_string_equal(shown(arena, "x.csv", text_of(cuts[i].text)), cuts[i].rows);
    assert_string_equal(shown(arena, "x.tsv", text_of("a,b\tc,d\n")), "a,b|c,d");
    arena_free(arena);
}

static void test_places(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct csv csv = opened(arena, "x.csv", text_of("ab,\"c\"\"d\"\n\"e\",\n"));
    assert_true(csv_next(&csv));
    assert_int_equal(csv.cells[0].start, 0);
    assert_int_equal(csv.cells[0].end, 2);
    assert_int_equal(csv.cells[1].start, 4);
    assert_int_equal(csv.cells[1].end, 8);
    assert_true(csv.cells[1].is_quoted && csv.cells[1].is_coded);
    assert_int_equal(csv.end, 9);
    assert_true(csv_next(&csv));
    assert_int_equal(csv.start, 10);
    assert_int_equal(csv.cells[0].start, 11);
    assert_int_equal(csv.cells[1].start, csv.cells[1].end);
    assert_false(csv_next(&csv));
    assert_false(csv_next(&csv));
    arena_free(arena);
}

/* What needs no decoding is not copied. */
static void test_no_copies(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct csv csv = opened(arena, "x.csv", text_of("plain,\"quoted\"\n"));
    assert_true(csv_next(&csv));
    assert_ptr_equal(csv_text(&csv, &csv.cells[0]).bytes, csv.bytes);
    assert_ptr_equal(csv_text(&csv, &csv.cells[1]).bytes, csv.bytes + 7);
    arena_free(arena);
}

static void test_encodings(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct source source;
    uint32_t first = 0;
    source_of_text(arena, "x", text_of("caf\xC3\xA9 \xE2\x80\x93 12345678"), &source);
    assert_int_equal(csv_decode(arena, &source, &first), CSV_UTF8);
    source_of_text(arena, "x", text_of("12345678caf\xE9 \x96 \x80\x81"), &source);
    assert_int_equal(csv_decode(arena, &source, &first), CSV_WINDOWS_1252);
    assert_int_equal(first, 11);
    assert_string_equal(source.bytes, "12345678caf\xC3\xA9 \xE2\x80\x93 \xE2\x82\xAC\xC2\x81");
    source_of_text(arena, "x", (struct text){ "\xFF\xFE" "a\0b\0", 6 }, &source);
    assert_int_equal(csv_decode(arena, &source, &first), CSV_UTF16);
    arena_free(arena);
}

static void test_many_cells(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf text;
    buf_init(&text, arena);
    buf_repeat(&text, ',', CSV_MOST_CELLS + 10);
    struct csv csv = opened(arena, "x.csv", buf_get(&text));
    assert_true(csv_next(&csv));
    assert_int_equal(csv.count, CSV_MOST_CELLS);
    assert_int_equal(csv.total, CSV_MOST_CELLS + 11);
    assert_true(csv_is_blank(&csv));
    arena_free(arena);
}

/* Dates */

struct dated {
    const char *format;
    const char *cell;
    const char *date; /* NULL: is none */
};

static void test_dates(void **state)
{
    static const struct dated cases[] = {
        { "DD/MM/YYYY", "08/03/2010", "2010-03-08" },
        { "DD/MM/YYYY", "8/3/2010", "2010-03-08" },
        { "DD/MM/YYYY", "29/02/2012", "2012-02-29" },
        { "DD/MM/YYYY", "29/02/2010", NULL },
        { "DD/MM/YYYY", "08/13/2010", NULL },
        { "DD/MM/YYYY", "08-03-2010", NULL },
        { "DD/MM/YYYY", "08/03/2010 ", NULL },
        { "DD/MM/YYYY", "08/03/10", NULL },
        { "DD/MM/YYYY", "", NULL },
        { "M/D/YYYY", "2/16/2021", "2021-02-16" },
        { "D MMMM YYYY", "21 July 2017", "2017-07-21" },
        { "D MMM YYYY", "1 SEPT 2017", "2017-09-01" },
        { "D MMM YYYY", "1 sep 2017", "2017-09-01" },
        { "D MMM YYYY", "1 Juli 2017", NULL },
        { "D MMM YYYY", "1 Ju 2017", NULL },
        { "D MMM YYYY", "1  2017", NULL },
        { "DMMMYY", "3May99", "1999-05-03" },
        { "YYYYMMDD", "20100308", "2010-03-08" },
        { "YYYYMMDD", "2010308", NULL },
        { "DD.MM.YY", "08.03.29", "2029-03-08" },
        { "DD.MM.YY", "08.03.30", "1930-03-08" },
        { "YYYY-MM-DDThh:mm:ss", "2017-01-01T05:25:00", "2017-01-01T05:25" },
        { "YYYY-MM-DDThh:mm:ss", "2017-01-01T05:25:60", NULL },
        { "DD/MM/YYYY hh:mm", "01/01/2017 24:01", NULL },
        { "MM/YYYY", "3/2010", "2010-03" },
        { "YYYY", "2010", "2010" },
        { "YYYY", "0000", NULL },
    };
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *why = NULL;
        struct date date;
        struct buf out;
        const struct date_format *format = date_format_new(arena, text_of(cases[i].format), &why);
        assert_non_null(format);
        bool is_date = date_format_read(format, text_of(cases[i].cell), &date, &why);
        if (is_date != (cases[i].date != NULL))
            fail_msg("%s as %s", cases[i].cell, cases[i].format);
        buf_init(&out, arena);
        if (is_date) {
            date_print_source(&out, date);
            assert_string_equal(buf_string(&out), cases[i].date);
        }
    }
    arena_free(arena);
}

static void test_formats_that_are_none(void **state)
{
    static const char *const formats[] = {
        "", "dd/mm/yyyy", "DD/MM", "DDD/MM/YYYY", "DD/YYYY", "DD/MM/YYYY hh", "MM/YYYY hh:mm", "YYYY YYYY",
        "D/D/M/YYYY", "YYY", "MMMMM YYYY", "DD/mm/YYYY", "YYYY ss", "YYYY MM/MM",
        "DD/MM/YYYY ----------------------------------",
    };
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t i = 0; i < COUNT(formats); i++) {
        const char *why = NULL;
        if (date_format_new(arena, text_of(formats[i]), &why))
            fail_msg("`%s` is taken for a format", formats[i]);
        assert_non_null(why);
    }
    arena_free(arena);
}

static void test_serials(void **state)
{
    static const struct dated cases[] = {
        { "", "1", "1900-01-01" },      { "", "59", "1900-02-28" },     { "", "60", NULL },
        { "", "61", "1900-03-01" },     { "", "40954", "2012-02-15" },  { "", "40954.5", "2012-02-15T12:00" },
        { "", "2958465", "9999-12-31" }, { "", "2958466", NULL },       { "", "0", NULL },
        { "", "-1", NULL },             { "", "x", NULL },
    };
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *why = NULL;
        struct date date;
        struct buf out;
        bool is_date = date_read_serial(text_of(cases[i].cell), &date, &why);
        assert_int_equal(is_date, cases[i].date != NULL);
        buf_init(&out, arena);
        if (is_date) {
            date_print_source(&out, date);
            assert_string_equal(buf_string(&out), cases[i].date);
        }
    }
    arena_free(arena);
}

/* A memo never takes one text for another, however many there are of them. */
static void test_memo(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct memo *memo = memo_new(arena);
    char bytes[24];
    bool is_met = true;
    size_t met = 0;
    assert_null(memo_find(memo, TEXT(""), &is_met));
    assert_null(memo_find(memo, TEXT("seventeen letters"), &is_met));
    for (int round = 0; round < 3; round++) {
        for (int64_t number = 0; number < 60000; number++) {
            int length = snprintf(bytes, sizeof bytes, "%0*lld", (int)(number % 12) + 5, (long long)number);
            struct memo_entry *entry = memo_find(memo, (struct text){ bytes, (size_t)length }, &is_met);
            if (is_met)
                assert_int_equal(entry->cell.value.as.integer, number);
            entry->cell.value.as.integer = number;
            entry = memo_find(memo, (struct text){ bytes, (size_t)length }, &is_met);
            met += is_met && entry->cell.value.as.integer == number;
        }
    }
    assert_int_equal(met, 3 * 60000);
    for (size_t length = 1; length <= 16; length++) {
        memset(bytes, 'a', sizeof bytes);
        (void)memo_find(memo, (struct text){ bytes, length }, &is_met);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = 'b';
            (void)memo_find(memo, (struct text){ bytes, length }, &is_met);
            assert_false(is_met);
            bytes[i] = 'a';
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_places),     cmocka_unit_test(test_no_copies),
        cmocka_unit_test(test_encodings),  cmocka_unit_test(test_many_cells),
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_formats_that_are_none),
        cmocka_unit_test(test_serials),    cmocka_unit_test(test_memo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
