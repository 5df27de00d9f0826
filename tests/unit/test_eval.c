/* Guards src/engine/: how conclusions and findings are written, whatever their texts and values are, and what
 * becomes of output that is longer than the buffer or cannot be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/output.h"
#include "engine/shown.h"
#include "types/type.h"

/* A model with one derived kind, of one field, and one rule and one check; its output is gathered. */
struct bench {
    struct arena *arena;
    struct model model;
    struct module module;
    struct kind kind;
    struct field field;
    struct type_part part;
    struct type type;
    struct rule rule;
    struct check check;
    struct writer writer;
    struct buf written;
    bool is_full; /* nothing more can be written */
};

static bool gather(void *context, struct text text)
{
    struct bench *bench = context;
    if (bench->is_full)
        return false;
    buf_text(&bench->written, text);
    return true;
}

static const struct name *name_of(struct bench *bench, const char *word)
{
    return name_get(bench->model.session->names, word, strlen(word));
}

static struct bench *bench_new(enum base base, unsigned digits)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct bench *bench = ARENA_NEW(arena, struct bench);
    *bench = (struct bench){ .arena = arena, .part = { base, digits, NULL } };
    bench->model.session = session_new(arena);
    bench->module.name = name_of(bench, "m");
    bench->type = (struct type){ .count = 1, .parts = &bench->part };
    bench->kind.declaration = (struct declaration){ .name = name_of(bench, "k"), .module = &bench->module };
    bench->kind.flags = KIND_DERIVED;
    bench->field = (struct field){ .name = name_of(bench, "f"), .owner = &bench->kind, .type = &bench->type };
    VEC_PUSH(arena, &bench->kind.fields, &bench->field);
    VEC_PUSH(arena, &bench->model.kinds, &bench->kind);
    bench->rule.declaration = (struct declaration){ .name = name_of(bench, "r"), .module = &bench->module };
    VEC_PUSH(arena, &bench->model.rules, &bench->rule);
    bench->check.code = TEXT("m.c");
    bench->check.declaration.module = &bench->module;
    bench->check.ast = ARENA_NEW(arena, struct ast_check);
    VEC_PUSH(arena, &bench->model.checks, &bench->check);
    buf_init(&bench->written, arena);
    writer_init(&bench->writer, arena, gather, bench);
    return bench;
}

static struct eval_sink *begin(struct bench *bench, const char *format)
{
    return output_find(format)->begin(&bench->model, &bench->writer);
}

/* The output of one case with one conclusion with this value. */
static const char *told(struct bench *bench, const char *format, struct value value, struct text because)
{
    bench->written.length = 0;
    struct eval_sink *sink = begin(bench, format);
    struct eval_slot slot = { .field = &bench->field, .value = value };
    struct eval_conclusion conclusion = { &bench->kind, &bench->rule, true, &slot, because };
    sink->begin_case(sink, TEXT("c1"), TEXT("Case 1"));
    sink->conclusion(sink, &conclusion);
    sink->end_case(sink);
    output_find(format)->end(sink);
    assert_true(writer_flush(&bench->writer));
    return buf_string(&bench->written);
}

/* Only what the field is shown as. */
static const char *value_in_json(struct bench *bench, struct value value)
{
    static const char end[] = "},\"because\":null}],\"findings\":[]}\n";
    const char *line = told(bench, "ndjson", value, TEXT(""));
    const char *start = strstr(line, "\"fields\":{\"f\":");
    assert_non_null(start);
    start += strlen("\"fields\":{\"f\":");
    size_t length = strlen(start) - strlen(end);
    assert_string_equal(start + length, end);
    return arena_copy(bench->arena, start, length);
}

static const char *value_in_csv(struct bench *bench, struct value value)
{
    static const char before[] = "\r\nc1,Case 1,conclusion,m.r,k,true,,,,x,";
    const char *row = strstr(told(bench, "csv", value, TEXT("x")), before);
    assert_non_null(row);
    row += strlen(before);
    return arena_copy(bench->arena, row, strlen(row) - 2);
}

static struct value number(struct bench *bench, struct number lo, struct number hi, bool open)
{
    struct number_range *range = ARENA_NEW(bench->arena, struct number_range);
    *range = (struct number_range){ lo, hi, open };
    return (struct value){ .tag = VALUE_NUMBER, .as.number = range };
}

static struct value whole(int64_t integer)
{
    return (struct value){ .tag = VALUE_INTEGER, .as.integer = integer };
}

static void test_numbers(void **state)
{
    (void)state;
    struct bench *bench = bench_new(BASE_INTEGER, 0);
    assert_string_equal(value_in_json(bench, whole(0)), "0");
    assert_string_equal(value_in_json(bench, whole(INT64_MIN)), "-9223372036854775808");
    assert_string_equal(value_in_json(bench, whole(INT64_MAX)), "9223372036854775807");
    assert_string_equal(value_in_csv(bench, whole(-5)), "-5");
    struct number six = number_of_int(6);
    assert_string_equal(value_in_json(bench, number(bench, six, number_of_int(9), false)),
                        "{\"least\":6,\"most\":9}");
    assert_string_equal(value_in_json(bench, number(bench, six, six, true)), "{\"least\":6,\"most\":null}");
    assert_string_equal(value_in_csv(bench, number(bench, six, number_of_int(9), false)), "6..9");
    assert_string_equal(value_in_csv(bench, number(bench, six, six, true)), "6..");
    struct number third = { 1, 3 };
    assert_string_equal(value_in_json(bench, number(bench, third, third, false)), "\"1/3\"");
    arena_free(bench->arena);
}

/* The short way and the long way to write a decimal agree. */
static void test_decimals(void **state)
{
    (void)state;
    static const int64_t tops[] = { 0, 1, -1, 5, 99, -100, 12345, INT32_MAX, -(int64_t)INT32_MAX - 9,
                                    INT64_MAX, INT64_MIN };
    static const int64_t bottoms[] = { 1, 2, 3, 8, 10, 125, 1000, 7919 };
    for (unsigned digits = 0; digits <= DIGITS_MOST; digits++) {
        struct bench *bench = bench_new(BASE_DECIMAL, digits);
        for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
            for (size_t j = 0; j < sizeof bottoms / sizeof *bottoms; j++) {
                struct number exact;
                struct buf wanted;
                buf_init(&wanted, bench->arena);
                assert_true(number_divide(number_of_int(tops[i]), number_of_int(bottoms[j]), &exact));
                number_print_decimal(&wanted, exact, digits);
                assert_string_equal(value_in_json(bench, number(bench, exact, exact, false)),
                                    buf_string(&wanted));
            }
        }
        arena_free(bench->arena);
    }
}

struct moment {
    const char *date;
    int32_t about_days;
    const char *json;
    const char *csv;
};

static void test_dates(void **state)
{
    (void)state;
    static const struct moment moments[] = {
        { "2007-03-14", 0, "\"2007-03-14\"", "2007-03-14" },
        { "1969-12-31", 0, "\"1969-12-31\"", "1969-12-31" },
        { "0001-01-01", 0, "\"0001-01-01\"", "0001-01-01" },
        { "9999-12-31", 0, "\"9999-12-31\"", "9999-12-31" },
        { "2007-03", 0, "\"2007-03\"", "2007-03" },
        { "2007", 0, "\"2007\"", "2007" },
        { "2007-03-14T14:30", 0, "\"2007-03-14T14:30\"", "2007-03-14T14:30" },
        { "2007-03-14", 3, "{\"least\":\"2007-03-11\",\"most\":\"2007-03-17\"}", "2007-03-11..2007-03-17" },
    };
    struct bench *bench = bench_new(BASE_DATE, 0);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct date date;
        struct duration by = { .days = moments[i].about_days };
        const char *why;
        assert_true(date_parse(text_of(moments[i].date), &date, &why));
        if (by.days)
            assert_true(date_widen(date, &by, &date));
        struct value value = { .tag = VALUE_DATE, .as.date = &date };
        assert_string_equal(value_in_json(bench, value), moments[i].json);
        assert_string_equal(value_in_csv(bench, value), moments[i].csv);
    }
    struct date unbounded;
    const char *why;
    assert_true(date_parse(TEXT("9999-12-31"), &unbounded, &why));
    unbounded.lo -= 24 * 60;
    unbounded.precision = DATE_RANGE;
    struct value value = { .tag = VALUE_DATE, .as.date = &unbounded };
    assert_string_equal(value_in_json(bench, value), "{\"least\":\"9999-12-30\",\"most\":null}");
    assert_string_equal(value_in_csv(bench, value), "9999-12-30..");
    arena_free(bench->arena);
}

struct words {
    const char *text;
    const char *json;
    const char *csv;
};

static void test_texts(void **state)
{
    (void)state;
    static const struct words all[] = {
        { "plain", "\"plain\"", "plain" },
        { "a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"", "\"a \"\"b\"\" \\ c\"" },
        { "two\nlines", "\"two\\nlines\"", "\"two\nlines\"" },
        { "tab\t", "\"tab\\u0009\"", "tab\t" },
        { "\x7F", "\"\\u007F\"", "\x7F" },
        { "Zo\xC3\xAB \xF0\x9F\x98\x80", "\"Zo\xC3\xAB \xF0\x9F\x98\x80\"", "Zo\xC3\xAB \xF0\x9F\x98\x80" },
        { "\xC2\x9B" "31m", "\"\\u009B31m\"", "\xC2\x9B" "31m" },
        { "\xE2\x80\xAE", "\"\\u202E\"", "\xE2\x80\xAE" },
        { "\xE2\x80\xA8", "\"\\u2028\"", "\xE2\x80\xA8" },
        { "\xF3\xA0\x81\x81", "\"\\uDB40\\uDC41\"", "\xF3\xA0\x81\x81" },
        { "bad \xFF.", "\"bad \\uFFFD.\"", "bad \xFF." },
        { " blank", "\" blank\"", "\" blank\"" },
        { "=1+1", "\"=1+1\"", "'=1+1" },
        { "+44, x", "\"+44, x\"", "\"'+44, x\"" },
        { "-5", "\"-5\"", "'-5" },
        { "@SUM(A1)", "\"@SUM(A1)\"", "'@SUM(A1)" },
        { "\tx", "\"\\u0009x\"", "'\tx" },
        { "\r=x", "\"\\u000D=x\"", "\"'\r=x\"" },
        { "\xEF\xBC\x9D" "1", "\"\xEF\xBC\x9D" "1\"", "'\xEF\xBC\x9D" "1" },
    };
    struct bench *bench = bench_new(BASE_TEXT, 0);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct text text = text_of(all[i].text);
        struct value value = { .tag = VALUE_TEXT, .as.text = &text };
        assert_string_equal(value_in_json(bench, value), all[i].json);
        assert_string_equal(value_in_csv(bench, value), all[i].csv);
    }
    assert_string_equal(value_in_json(bench, (struct value){ .tag = VALUE_NONE }), "null");
    assert_string_equal(value_in_csv(bench, (struct value){ .tag = VALUE_NONE }), "");
    bench->field.is_confidential = true;
    assert_string_equal(value_in_json(bench, whole(5)), "\"\xE2\x80\xA6\"");
    assert_string_equal(value_in_csv(bench, whole(5)), "\xE2\x80\xA6");
    arena_free(bench->arena);
}

/* Texts around and beyond the size of the buffer, and rows enough to fill it often. */
static void test_length(void **state)
{
    (void)state;
    struct bench *bench = bench_new(BASE_INTEGER, 0);
    for (int more = -2; more <= 2; more++) {
        size_t length = (size_t)(WRITER_SIZE + more);
        char *long_text = arena_alloc(bench->arena, length, 1);
        memset(long_text, 'x', length);
        const char *line = told(bench, "ndjson", whole(1), (struct text){ long_text, length });
        assert_int_equal(strspn(strstr(line, "\"because\":\"") + strlen("\"because\":\""), "x"), length);
    }
    bench->written.length = 0;
    struct eval_sink *sink = begin(bench, "ndjson");
    for (int i = 0; i < 20000; i++) {
        sink->begin_case(sink, TEXT("c"), TEXT("t"));
        sink->finding(sink, &(struct eval_finding){ &bench->check, SEVERITY_NOTE, false, TEXT("a"), TEXT("f"),
                                                    TEXT("m") });
        sink->end_case(sink);
    }
    assert_true(writer_flush(&bench->writer));
    static const char line[] = "{\"case\":\"c\",\"title\":\"t\",\"conclusions\":[],\"findings\":["
                               "{\"check\":\"m.c\",\"severity\":\"note\",\"certain\":false,\"at\":\"a\",\"field\":\"f\",\"message\":\"m\"}]}\n";
    assert_int_equal(bench->written.length, 20000 * strlen(line));
    for (int i = 0; i < 20000; i++)
        assert_memory_equal(bench->written.bytes + (size_t)i * strlen(line), line, strlen(line));
    arena_free(bench->arena);
}

static void test_failure(void **state)
{
    (void)state;
    struct bench *bench = bench_new(BASE_INTEGER, 0);
    bench->is_full = true;
    writer_text(&bench->writer, TEXT("lost"));
    assert_false(writer_flush(&bench->writer));
    bench->is_full = false; /* what was lost is missing: nothing may follow it */
    writer_text(&bench->writer, TEXT("more"));
    assert_false(writer_flush(&bench->writer));
    assert_int_equal(bench->written.length, 0);
    arena_free(bench->arena);
}

static void test_summary(void **state)
{
    (void)state;
    struct bench *bench = bench_new(BASE_INTEGER, 0);
    struct eval_sink *sink = begin(bench, "summary");
    for (int64_t i = 0; i < 2000; i++) {
        struct eval_slot slot = { .field = &bench->field, .value = whole(i % 3 ? -i : INT64_MAX) };
        sink->begin_case(sink, TEXT("c"), TEXT("t"));
        for (int round = 0; round < 2; round++)
            sink->conclusion(sink, &(struct eval_conclusion){ &bench->kind, &bench->rule, i % 2 == 0, &slot,
                                                              TEXT("") });
        sink->end_case(sink);
    }
    output_find("summary")->end(sink);
    assert_true(writer_flush(&bench->writer));
    assert_non_null(strstr(buf_string(&bench->written),
                           "2,000 cases\n\nrules            certain  possible  cases\n"
                           "m.r                2,000     2,000  2,000\n"
                           "all conclusions    2,000     2,000  2,000\n\n"));
    /* 334 of the numbers are the greatest, and each stands twice */
    assert_non_null(strstr(buf_string(&bench->written),
                           "k.f      2,000  -1,996  9,223,372,036,854,775,807  "
                           "6161212520618988908408\n"));
    arena_free(bench->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_decimals), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_texts),   cmocka_unit_test(test_length),   cmocka_unit_test(test_failure),
        cmocka_unit_test(test_summary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
