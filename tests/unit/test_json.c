/* The JSON reader, and what it makes of hostile bytes: against tables, against jansson on changed documents,
 * cut off at every byte, and with inputs of a size that nobody meant. JSON_ROUNDS and JSON_SEED change more
 * documents, or others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "facts/json.h"
#include "text/source.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static int setup(void **state)
{
    *state = arena_new(0, NULL, NULL);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* A reader of a copy that ends where memory does, so that a sanitizer sees a byte read too many. */
static struct json open_bytes(struct arena *arena, struct source *source, const char *bytes, size_t length,
                              bool by_lines)
{
    struct json json;
    *source = (struct source){ .path = "x.json", .length = length };
    source->bytes = malloc(length + 2);
    memcpy(source->bytes, bytes, length);
    source->bytes[length] = source->bytes[length + 1] = '\0';
    json_open(&json, arena, source, by_lines);
    return json;
}

/* What is wrong with a whole document, or NULL; `*at` is where. */
static const char *fault_of(struct arena *arena, const char *bytes, size_t length, uint32_t *at)
{
    struct source source;
    struct json json = open_bytes(arena, &source, bytes, length, false);
    json_skip(&json, json_value(&json));
    json_end_document(&json);
    free(source.bytes);
    *at = json.fault_at;
    return json.fault;
}

static void accepts_json(void **state)
{
    static const char *const good[] = {
        "null", "true", "false", "0", "-0", "1.5e-3", "1E400", "\"\"", "[]", "{}", " [ 1 , 2 ]\r\n",
        "{\"a\":{\"b\":[[],{},\"c\"]},\"\":0}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"",
        "\"\\u0000\"", "\"\xC3\xA9\xF0\x9F\x98\x80\xEF\xBB\xBF\"", "\"\x7F\"", "[-1,0.0,10e+2,12345678901234567890123]",
    };
    uint32_t at;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const char *fault = fault_of(*state, good[i], strlen(good[i]), &at);
        if (fault)
            fail_msg("%s at %u: %s", good[i], at, fault);
    }
}

static void refuses_what_is_none(void **state)
{
    static const struct {
        const char *text;
        uint32_t at;
    } bad[] = {
        { "", 0 }, { " ", 1 }, { "nul", 0 }, { "True", 0 }, { "NaN", 0 }, { "-", 1 }, { "+1", 0 },
        { "01", 0 },
        { "-01", 1 }, { "1.", 2 }, { ".5", 0 }, { "1e", 2 }, { "1e+", 3 }, { "0x1", 1 }, { "1 2", 2 },
        { "[1,]", 3 }, { "[,1]", 1 }, { "[1 2]", 3 }, { "[1", 2 }, { "]", 0 }, { "[}", 1 }, { "{]", 1 },
        { "{\"a\"}", 4 }, { "{\"a\":}", 5 }, { "{\"a\":1,}", 7 }, { "{a:1}", 1 }, { "{'a':1}", 1 },
        { "{\"a\":1 \"b\":2}", 7 }, { "{\"a\" 1}", 5 }, { "\"a", 0 }, { "\"a\\", 2 }, { "\"\\x\"", 1 },
        { "\"\\u12g4\"", 1 }, { "\"\\u12\"", 1 }, { "\"\\uD800\"", 1 }, { "\"\\uDC00\"", 1 },
        { "\"\\uD800\\u0041\"", 1 }, { "\"\\uD800x\"", 1 }, { "\"a\nb\"", 2 }, { "\"a\tb\"", 2 },
        { "\"\xFF\"", 1 }, { "\"\xC0\x80\"", 1 }, { "\"\xED\xA0\x80\"", 1 }, { "\"\xC3\"", 1 },
        { "\"\xF4\x90\x80\x80\"", 1 }, { "\xEF\xBB\xBF{}", 0 }, { "[\xC2\xA0]", 1 }, { "// x\n1", 0 },
        { "\x1E{}", 0 }, { "{} x", 3 },
    };
    uint32_t at;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *fault = fault_of(*state, bad[i].text, strlen(bad[i].text), &at);
        if (!fault || at != bad[i].at)
            fail_msg("%s: %s at %u, wanted at %u", bad[i].text, fault ? fault : "accepted", at, bad[i].at);
    }
}

static void refuses_nul(void **state)
{
    uint32_t at;
    assert_non_null(fault_of(*state, "[1]\0", 4, &at));
    assert_int_equal(at, 3);
    assert_non_null(fault_of(*state, "\"a\0b\"", 5, &at));
    assert_int_equal(at, 2);
    assert_non_null(fault_of(*state, "\0", 1, &at));
    assert_non_null(fault_of(*state, "\"\\u00\0\0\"", 8, &at));
    assert_non_null(fault_of(*state, "\xFF\xFE[\0]\0", 6, &at));
}

static void reads_strings(void **state)
{
    static const struct {
        const char *json;
        const char *text;
        size_t length;
    } strings[] = {
        { "\"plain\"", "plain", 5 },
        { "\"eight by\\teight bytes\"", "eight by\teight bytes", 20 },
        { "\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10 },
        { "\"a\\u0000b\"", "a\0b", 3 },
        { "\"\\/\\\\\\\"\"", "/\\\"", 3 },
        { "\"\xE2\x82\xAC\"", "\xE2\x82\xAC", 3 },
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct source source;
        struct json json = open_bytes(*state, &source, strings[i].json, strlen(strings[i].json), false);
        assert_int_equal(json_value(&json), JSON_IS_STRING);
        struct text text = json_text(&json);
        assert_int_equal(text.length, strings[i].length);
        assert_memory_equal(text.bytes, strings[i].text, text.length);
        assert_int_equal(json_is(&json, (struct text){ strings[i].text, text.length }),
                         !strchr(strings[i].json, '\\'));
        free(source.bytes);
    }
}

static void reads_numbers_exactly(void **state)
{
    static const struct {
        const char *json;
        const char *number; /* NULL: more than 18 digits */
    } numbers[] = {
        { "0", "0" }, { "-0", "0" }, { "-0.0e5", "0" }, { "34", "34" }, { "-0.15", "-0.15" },
        { "1.50", "1.5" },
        { "1e2", "100" }, { "1.5E+1", "15" }, { "25e-2", "0.25" }, { "100e-2", "1" }, { "0.1", "0.1" },
        { "999999999999999999", "999999999999999999" }, { "1000000000000000000", NULL },
        { "9007199254740993", "9007199254740993" }, { "-9223372036854775808", NULL },
        { "0.000000000000000001", "0.000000000000000001" }, { "0.0000000000000000001", NULL },
        { "0.1234567890123456789", NULL }, { "1e17", "100000000000000000" }, { "1e18", NULL },
        { "1.00000000000000000000000000000000", "1" }, { "1000000000000000000000e-21", "1" },
        { "1e99999999999999999999999999", NULL }, { "1e-99999999999999999999999999", NULL },
        { "0e99999999999999999999999999", "0" }, { "123456789.123456789", "123456789.123456789" },
        { "1234567890.123456789", NULL }, { "10000000000000000000000000000000000000001", NULL },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct source source;
        struct number number;
        struct buf out;
        struct json json = open_bytes(*state, &source, numbers[i].json, strlen(numbers[i].json), false);
        assert_int_equal(json_value(&json), JSON_IS_NUMBER);
        bool is_read = json_number(&json, &number);
        if (is_read != (numbers[i].number != NULL))
            fail_msg("%s is %s", numbers[i].json, is_read ? "read" : "not read");
        buf_init(&out, *state);
        if (is_read)
            number_print(&out, number);
        if (is_read)
            assert_string_equal(buf_string(&out), numbers[i].number);
        int64_t whole;
        if (json_whole(&json, &whole)) {
            assert_true(is_read && number_is_integer(number) && !strpbrk(numbers[i].json, ".eE"));
            assert_int_equal(number_compare(number, number_of_int(whole)), 0);
        }
        free(source.bytes);
    }
}

/* `deep` brackets, and as many to close them. */
static const char *fault_of_depth(struct arena *arena, size_t deep, const char *open, const char *close)
{
    struct buf out;
    uint32_t at;
    buf_init(&out, arena);
    for (size_t i = 0; i < deep; i++)
        buf_str(&out, open);
    buf_str(&out, "0");
    for (size_t i = 0; i < deep; i++)
        buf_str(&out, close);
    return fault_of(arena, out.bytes, out.length, &at);
}

static void stops_at_a_depth(void **state)
{
    assert_null(fault_of_depth(*state, JSON_DEEPEST, "[", "]"));
    assert_null(fault_of_depth(*state, JSON_DEEPEST, "{\"a\":", "}"));
    assert_non_null(fault_of_depth(*state, JSON_DEEPEST + 1, "[", "]"));
    assert_non_null(fault_of_depth(*state, JSON_DEEPEST + 1, "{\"a\":", "}"));
    assert_non_null(fault_of_depth(*state, 1000000, "[", ""));
    assert_non_null(fault_of_depth(*state, 1000000, "{\"a\":", ""));
}

static const char sample[] =
    "{\"case\":0,\"events\":[{\"t\":\"2019-01-25\",\"agency\":\"social_care\"},{\"t\":\"2019-01-28?\",\"kind\":null}],"
    "\"n\":[-1.5e-3,0,true,false,null,{}],\"\\u00e9\\uD83D\\uDE00\":\"\xC3\xA9 \xF0\x9F\x98\x80\\\"\",\"a\":[[[]]]}";

static void knows_what_is_cut_off(void **state)
{
    uint32_t at;
    assert_null(fault_of(*state, sample, sizeof sample - 1, &at));
    for (size_t length = 0; length + 1 < sizeof sample; length++) {
        if (!fault_of(*state, sample, length, &at))
            fail_msg("accepted: %.*s", (int)length, sample);
        assert_true(at <= length);
    }
}

/* By lines: each good line counts; one that is broken costs no other. */
static void goes_on_with_the_next_line(void **state)
{
    static const char text[] =
        "{\"a\":1}\r\n\n  {\"a\":2}  \n{\"a\":\n3}\n{\"a\":\"x\n\"}\n{} {}\n[1,\n\"\\\n{\"a\":4}";
    struct source source;
    struct json json = open_bytes(*state, &source, text, sizeof text - 1, true);
    int good = 0;
    int broken = 0;
    while (json_has_document(&json)) {
        json_skip(&json, json_value(&json));
        good += json_end_document(&json);
        if (json.fault) {
            broken++;
            json_next_line(&json);
        }
    }
    assert_int_equal(good, 3);
    assert_int_equal(broken, 7);
    free(source.bytes);
}

static void reads_what_is_asked_for(void **state)
{
    struct source source;
    struct json json = open_bytes(*state, &source, sample, sizeof sample - 1, false);
    int events = 0;
    assert_int_equal(json_value(&json), JSON_IS_OBJECT);
    while (json_key(&json)) {
        bool is_events = json_is(&json, TEXT("events"));
        enum json_sort sort = json_value(&json);
        if (!is_events) {
            json_skip(&json, sort);
            continue;
        }
        while (json_item(&json)) {
            assert_int_equal(json_value(&json), JSON_IS_OBJECT);
            assert_true(json_key(&json) && json_is(&json, TEXT("t")));
            assert_int_equal(json_value(&json), JSON_IS_STRING);
            assert_int_equal(json_text(&json).length, events ? 11 : 10);
            assert_true(json_key(&json));
            assert_int_equal(json_value(&json), events ? JSON_IS_NULL : JSON_IS_STRING);
            events++;
            while (json_key(&json))
                json_skip(&json, json_value(&json));
        }
    }
    assert_int_equal(events, 2);
    assert_true(json_end_document(&json));
    free(source.bytes);
}

/* One line of 100 MB: a string, then as many short values. */
static void reads_one_long_line(void **state)
{
    size_t length = (getenv("SMALL") ? 1u : 100u) * 1000000;
    char *bytes = malloc(length);
    uint32_t at;
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    memset(bytes, 'x', length);
    bytes[0] = bytes[length - 1] = '"';
    assert_null(fault_of(arena, bytes, length, &at));
    for (size_t i = 0; i < length; i++)
        bytes[i] = i % 2 ? '0' : ',';
    bytes[0] = '[';
    bytes[length - 2] = ' ';
    bytes[length - 1] = ']';
    assert_null(fault_of(arena, bytes, length, &at));
    assert_true(arena_used(arena) < 1000000); /* nothing is kept of it */
    bytes[length - 1] = '\xFF';
    assert_non_null(fault_of(arena, bytes, length, &at));
    assert_int_equal(at, length - 1);
    arena_free(arena);
    free(bytes);
}

/* Against jansson */

static uint64_t random_state;

static unsigned choose(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % below;
}

/* Changes a byte or two, most often to one that means something. */
static size_t change(char *bytes, size_t length)
{
    static const char signs[] = "{}[]\",:\\u0123456789eE+-.tfn \n\xC3\xA9\xF0\x9F";
    for (unsigned times = choose(3) + 1; times; times--) {
        size_t at = choose((unsigned)length);
        unsigned how = choose(4);
        if (how == 0 && length > 1) {
            memmove(bytes + at, bytes + at + 1, length - at - 1);
            length--;
        } else if (how == 1) {
            memmove(bytes + at + 1, bytes + at, length - at);
            bytes[at] = bytes[choose((unsigned)length)];
            length++;
        } else {
            bytes[at] = signs[choose(sizeof signs - 1)];
        }
    }
    return length;
}

static void agrees_with_jansson(void **state)
{
    const char *rounds = getenv("JSON_ROUNDS");
    const char *seed = getenv("JSON_SEED");
    int good = 0;
    int bad = 0;
    (void)state;
    random_state = seed ? strtoull(seed, NULL, 10) : 1;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (long round = rounds ? strtol(rounds, NULL, 10) : 20000; round; round--) {
        char bytes[sizeof sample + 16];
        uint32_t at;
        memcpy(bytes, sample, sizeof sample);
        size_t length = change(bytes, sizeof sample - 1);
        json_error_t error;
        size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
        json_t *theirs = json_loadb(bytes, length, flags, &error);
        if (!theirs && json_error_code(&error) == json_error_numeric_overflow)
            continue; /* JSON, but more than a double holds */
        const char *fault = fault_of(arena, bytes, length, &at);
        if (!fault != (theirs != NULL))
            fail_msg("%s at %u, jansson %s: %.*s", fault ? fault : "accepted", at,
                     theirs ? "accepts" : "refuses", (int)length, bytes);
        good += !fault;
        bad += fault != NULL;
        json_decref(theirs);
    }
    arena_free(arena);
    assert_true(good > 100 && bad > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_json),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(refuses_nul),
        cmocka_unit_test(reads_strings),
        cmocka_unit_test(reads_numbers_exactly),
        cmocka_unit_test(stops_at_a_depth),
        cmocka_unit_test(knows_what_is_cut_off),
        cmocka_unit_test(goes_on_with_the_next_line),
        cmocka_unit_test(reads_what_is_asked_for),
        cmocka_unit_test(reads_one_long_line),
        cmocka_unit_test(agrees_with_jansson),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
