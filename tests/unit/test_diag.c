/* The room src/diag: how diagnostics look on a terminal and as JSON, what is masked in them, and
 * what is suggested. Over 600 lines: each case shows its output in full. */
#include "base/arena.h"
#include "base/buf.h"
#include "diag/diag.h"
#include "diag/place.h"
#include "diag/render.h"
#include "diag/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* -- helpers -- */

static int set_up(void **state)
{
    *state = session_new(arena_new(0, NULL, NULL));
    return 0;
}

static int tear_down(void **state)
{
    struct session *session = *state;
    arena_free(session->arena);
    return 0;
}

static struct source *add_bytes(struct session *session, const char *path, struct text text)
{
    struct source source;
    source_of_text(session->arena, path, text, &source);
    return session_add_source(session, &source);
}

static struct source *add(struct session *session, const char *path, const char *text)
{
    return add_bytes(session, path, text_of(text));
}

/* The `nth` place (from 0) where `word` stands. */
static struct span find(const struct source *source, const char *word, int nth)
{
    const char *from = source->bytes;
    const char *hit = strstr(from, word);
    for (; nth > 0 && hit; nth--)
        hit = strstr(hit + 1, word);
    assert_non_null(hit);
    uint32_t start = (uint32_t)(hit - from);
    return (struct span){ source->index, start, start + (uint32_t)strlen(word) };
}

/* From the first `begin` to the end of the first `end`. */
static struct span between(const struct source *source, const char *begin, const char *end)
{
    return span_join(find(source, begin, 0), find(source, end, 0));
}

static struct diag *report(struct session *session, struct span span, const char *message,
                           const char *label)
{
    struct diag *diag =
        diag_report_check(session, SEVERITY_ERROR, TEXT("E0203"), span, text_of(message));
    if (label)
        diag_say(session, diag, "%s", label);
    return diag;
}

static void warn(struct session *session, enum severity severity, const char *code)
{
    diag_report_check(session, severity, text_of(code), span_none(), TEXT("m"));
}

static const char *text_output(struct session *session)
{
    struct buf buf;
    buf_init(&buf, session->arena);
    diag_finish(session);
    render_text(&buf, session);
    return buf_string(&buf);
}

static const char *json_output(struct session *session)
{
    struct buf buf;
    buf_init(&buf, session->arena);
    diag_finish(session);
    render_json(&buf, session);
    return buf_string(&buf);
}

static void expect_text(struct session *session, const char *expected)
{
    assert_string_equal(text_output(session), expected);
}

static void expect_json(struct session *session, const char *expected)
{
    assert_string_equal(json_output(session), expected);
}

#define MASKED "confidential values are masked; --show-values shows them\n"

static void add_value(struct session *session, const char *value)
{
    VEC_PUSH(session->arena, &session->secret_values, text_of(value));
}

static void add_field(struct session *session, const char *name)
{
    VEC_PUSH(session->arena, &session->secret_fields, name_get(session->names, name, strlen(name)));
}

static void add_span(struct session *session, struct span span)
{
    VEC_PUSH(session->arena, &session->secret_spans, span);
}

/* -- excerpts -- */

static void test_two_files(void **state)
{
    struct session *session = *state;
    struct source *one = add(session, "case.sight", "module x\n\n\n\n\n\n\n\n\n\n\n\n\n"
                                                    "  source: inqury\n");
    struct source *two = add(session, "other.sight", "#\n#\n"
                                                     "source inquiry \"External inquiry report\"\n");
    struct source *three = add(session, "third.sight", "use other\nuse case\n");
    struct diag *diag = report(session, find(one, "inqury", 0), "unknown name `inqury`",
                               "no source has this name");
    diag_label(session, diag, find(three, "case", 0), "then here");
    diag_label(session, diag, find(two, "inquiry", 0), "did you mean this one?");
    diag_label(session, diag, find(three, "other", 0), "read here");
    diag_note(session, diag, "names are looked up in all files");
    diag_help(session, diag, "write `inquiry`");
    diag_cite(session, diag, TEXT("Working Together 2018"));
    expect_text(session, "error[E0203]: unknown name `inqury`\n"
                         "  --> case.sight:14:11\n"
                         "   |\n"
                         "14 |   source: inqury\n"
                         "   |           ^^^^^^ no source has this name\n"
                         "  ::: other.sight:3:8\n"
                         "   |\n"
                         " 3 | source inquiry \"External inquiry report\"\n"
                         "   |        ------- did you mean this one?\n"
                         "  ::: third.sight:1:5\n"
                         "   |\n"
                         " 1 | use other\n"
                         "   |     ----- read here\n"
                         " 2 | use case\n"
                         "   |     ---- then here\n"
                         "   = note: names are looked up in all files\n"
                         "   = help: write `inquiry`\n"
                         "   = source: Working Together 2018\n"
                         "\n"
                         "1 error\n");
}

static void test_three_labels_on_a_line(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "aaa bbb ccc\n");
    struct diag *diag = report(session, find(source, "bbb", 0), "three", "second");
    diag_label(session, diag, find(source, "aaa", 0), "first");
    diag_label(session, diag, find(source, "ccc", 0), "third");
    expect_text(session, "error[E0203]: three\n"
                         " --> a.sight:1:5\n"
                         "  |\n"
                         "1 | aaa bbb ccc\n"
                         "  | --- ^^^ --- third\n"
                         "  | |   |\n"
                         "  | |   second\n"
                         "  | first\n"
                         "\n"
                         "1 error\n");
}

static void test_overlapping_labels(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "fall(sho, spr)\n");
    struct diag *diag = report(session, find(source, "sho", 0), "nested", "a worker");
    diag_label(session, diag, find(source, "fall(sho, spr)", 0), "in this call");
    diag_label(session, diag, find(source, "fall", 0), "a measure");
    diag_label(session, diag, find(source, "sho", 0), "the same place");
    expect_text(session, "error[E0203]: nested\n"
                         " --> a.sight:1:6\n"
                         "  |\n"
                         "1 | fall(sho, spr)\n"
                         "  | -----^^^------\n"
                         "  | |    |\n"
                         "  | |    a worker\n"
                         "  | |    the same place\n"
                         "  | in this call\n"
                         "  | a measure\n"
                         "\n"
                         "1 error\n");
}

static void test_labels_without_words(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "aaa bbb ccc\n");
    struct diag *diag = report(session, find(source, "aaa bbb", 0), "points", "all of it");
    diag_label(session, diag, find(source, "bbb", 0), "");
    diag_label(session, diag, find(source, "ccc", 0), "");
    expect_text(session, "error[E0203]: points\n"
                         " --> a.sight:1:1\n"
                         "  |\n"
                         "1 | aaa bbb ccc\n"
                         "  | ^^^^--- ---\n"
                         "  | |\n"
                         "  | all of it\n"
                         "\n"
                         "1 error\n");
}

static void test_gaps(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix");
    struct diag *diag = report(session, find(source, "one", 0), "gaps", "here");
    diag_label(session, diag, find(source, "three", 0), "there");
    diag_label(session, diag, find(source, "six", 0), "and there");
    expect_text(session, "error[E0203]: gaps\n"
                         " --> a.sight:1:1\n"
                         "  |\n"
                         "1 | one\n"
                         "  | ^^^ here\n"
                         "2 | two\n"
                         "3 | three\n"
                         "  | ----- there\n"
                         "...\n"
                         "6 | six\n"
                         "  | --- and there\n"
                         "\n"
                         "1 error\n");
}

static void test_long_marks(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "m.sight", "review v {\n"
                                                    "  introduction: \"\"\"\n"
                                                    "  a\n  b\n  c\n  d\n  e\n"
                                                    "  end\"\"\"\n"
                                                    "  x: 1\n"
                                                    "}\n");
    report(session, between(source, "\"\"\"", "end\"\"\""), "prose", "never closed");
    struct diag *diag = report(session, between(source, "review", "}"), "nested", "all of it");
    diag_label(session, diag, between(source, "\"\"\"", "end\"\"\""), "this prose");
    diag_label(session, diag, find(source, "x", 0), "a field");
    expect_text(session, "error[E0203]: nested\n"
                         "  --> m.sight:1:1\n"
                         "   |\n"
                         " 1 | /  review v {\n"
                         " 2 | |    introduction: \"\"\"\n"
                         "   | | _________________-\n"
                         " 3 | ||   a\n"
                         " 4 | ||   b\n"
                         "...  ||\n"
                         " 7 | ||   e\n"
                         " 8 | ||   end\"\"\"\n"
                         "   | ||________- this prose\n"
                         " 9 | |    x: 1\n"
                         "   | |    - a field\n"
                         "10 | |  }\n"
                         "   | |__^ all of it\n"
                         "\n"
                         "error[E0203]: prose\n"
                         " --> m.sight:2:17\n"
                         "  |\n"
                         "2 |     introduction: \"\"\"\n"
                         "  |  _________________^\n"
                         "3 | |   a\n"
                         "4 | |   b\n"
                         "... |\n"
                         "7 | |   e\n"
                         "8 | |   end\"\"\"\n"
                         "  | |________^ never closed\n"
                         "\n"
                         "2 errors\n");
}

static void test_crossing_long_marks(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "m.sight", "a b\nc d\ne f\n");
    struct diag *diag = report(session, between(source, "b", "c"), "crossing", "from b");
    diag_label(session, diag, between(source, "d", "e"), "from d");
    expect_text(session, "error[E0203]: crossing\n"
                         " --> m.sight:1:3\n"
                         "  |\n"
                         "1 |    a b\n"
                         "  |  ____^\n"
                         "2 | |  c d\n"
                         "  | |__^ from b\n"
                         "  |   ___-\n"
                         "3 |  | e f\n"
                         "  |  |_- from d\n"
                         "\n"
                         "1 error\n");
}

static void test_empty_spans(void **state)
{
    struct session *session = *state;
    struct source *open = add(session, "open.sight", "review v {");
    struct source *closed = add(session, "closed.sight", "review v {\n");
    struct source *empty = add(session, "empty.sight", "");
    struct source *middle = add(session, "middle.sight", "a  b\n");
    report(session, (struct span){ open->index, 10, 10 }, "end", "a `}` was wanted here");
    report(session, (struct span){ closed->index, 11, 11 }, "end", NULL);
    report(session, (struct span){ empty->index, 0, 0 }, "nothing", "here");
    report(session, (struct span){ empty->index, 7, 9 }, "outside", "here");
    report(session, (struct span){ middle->index, 2, 2 }, "between", NULL);
    report(session, (struct span){ middle->index, 4, 5 }, "line end", NULL);
    expect_text(session, "error[E0203]: end\n"
                         " --> open.sight:1:11\n"
                         "  |\n"
                         "1 | review v {\n"
                         "  |           ^ a `}` was wanted here\n"
                         "\n"
                         "error[E0203]: end\n"
                         " --> closed.sight:2:1\n"
                         "  |\n"
                         "2 |\n"
                         "  | ^\n"
                         "\n"
                         "error[E0203]: nothing\n"
                         " --> empty.sight:1:1\n"
                         "  |\n"
                         "1 |\n"
                         "  | ^ here\n"
                         "\n"
                         "error[E0203]: outside\n"
                         " --> empty.sight:1:1\n"
                         "  |\n"
                         "1 |\n"
                         "  | ^ here\n"
                         "\n"
                         "error[E0203]: between\n"
                         " --> middle.sight:1:3\n"
                         "  |\n"
                         "1 | a  b\n"
                         "  |   ^\n"
                         "\n"
                         "error[E0203]: line end\n"
                         " --> middle.sight:1:5\n"
                         "  |\n"
                         "1 | a  b\n"
                         "  |     ^\n"
                         "\n"
                         "6 errors\n");
}

static void test_no_file(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "aaa\n");
    struct diag *diag = report(session, span_none(), "unknown option `--al`", "not shown");
    diag_help(session, diag, "did you mean `--all`?");
    diag = report(session, span_none(), "with labels", NULL);
    diag_label(session, diag, span_none(), "a word on nothing");
    diag_label(session, diag, find(source, "aaa", 0), "here");
    diag_report_check(session, SEVERITY_WARNING, TEXT(""), span_none(), TEXT("without code"));
    expect_text(session, "warning: without code\n"
                         "\n"
                         "error[E0203]: unknown option `--al`\n"
                         "  = help: did you mean `--all`?\n"
                         "\n"
                         "error[E0203]: with labels\n"
                         " ::: a.sight:1:1\n"
                         "  |\n"
                         "1 | aaa\n"
                         "  | --- here\n"
                         "  = note: a word on nothing\n"
                         "\n"
                         "2 errors and 1 warning\n");
}

static void test_many_labels(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "aaa\n");
    struct diag *diag = report(session, find(source, "aaa", 0), "many", NULL);
    for (int i = 0; i < 1100; i++)
        diag_label(session, diag, find(source, "aaa", 0), "");
    expect_text(session, "error[E0203]: many\n"
                         " --> a.sight:1:1\n"
                         "  |\n"
                         "1 | aaa\n"
                         "  | ^^^\n"
                         "  = note: 1,051 more places\n"
                         "\n"
                         "1 error\n");
}

/* -- characters -- */

#define ONE(path, column, line, carets)                                                            \
    "error[E0203]: m\n --> " path ":1:" column "\n  |\n1 | " line "\n  | " carets "\n\n1 error\n"

static void expect_line(struct session *session, const char *line, const char *word,
                        const char *expected)
{
    struct source *source = add(session, "a.sight", line);
    session->diags.count = 0;
    report(session, find(source, word, 0), "m", "x");
    expect_text(session, expected);
}

static void test_widths(void **state)
{
    struct session *session = *state;
    expect_line(session, "\ta\tbb", "bb", ONE("a.sight", "4", "    a    bb", "         ^^ x"));
    expect_line(session, "\ta\tbb", "\tbb", ONE("a.sight", "3", "    a    bb", "     ^^^^^^ x"));
    expect_line(session, "d\u0175r cath", "cath",
                ONE("a.sight", "5", "d\u0175r cath", "    ^^^^ x"));
    expect_line(session, "dw\u0302r cath", "cath",
                ONE("a.sight", "6", "dw\u0302r cath", "    ^^^^ x"));
    expect_line(session, "dw\u0302r cath", "w", ONE("a.sight", "2", "dw\u0302r cath", " ^ x"));
    expect_line(session, "田中 b", "b", ONE("a.sight", "4", "田中 b", "     ^ x"));
    expect_line(session, "田中 b", "中", ONE("a.sight", "2", "田中 b", "  ^^ x"));
    expect_line(session, "👩‍👧‍👦 b", "b", ONE("a.sight", "7", "👩‍👧‍👦 b", "   ^ x"));
    expect_line(session, "👩‍👧‍👦 b", "👧", ONE("a.sight", "3", "👩‍👧‍👦 b", "^^ x"));
    expect_line(session, "🇬🇧🇮🇪 b", "b", ONE("a.sight", "6", "🇬🇧🇮🇪 b", "     ^ x"));
    expect_line(session, "👍🏽 b", "b", ONE("a.sight", "4", "👍🏽 b", "   ^ x"));
}

static void test_unprintable_excerpts(void **state)
{
    struct session *session = *state;
    expect_line(session, "a\x1b[31m b", "b",
                ONE("a.sight", "8", "a\\u{1B}[31m b", "            ^ x"));
    expect_line(session, "\u202E b", "b", ONE("a.sight", "3", "\\u{202E} b", "         ^ x"));
    expect_line(session, "\xC2\x9B b", "\xC2\x9B", ONE("a.sight", "1", "\\u{9B} b", "^^^^^^ x"));
    expect_line(session, "\xE9t\xE9 b", "b",
                ONE("a.sight", "5", "\\u{E9}t\\u{E9} b", "              ^ x"));
    expect_line(session, "x\x7F\u200B\u2028 b", "b",
                ONE("a.sight", "6", "x\\u{7F}\\u{200B}\\u{2028} b", "                        ^ x"));
    expect_line(session, "\u0302 b", "b", ONE("a.sight", "3", "\\u{302} b", "        ^ x"));
    expect_line(session, "lone\rreturn b", "b",
                ONE("a.sight", "13", "lone\\u{D}return b", "                ^ x"));
    expect_line(session, "🏴\U000E0067\U000E007F b", "b",
                ONE("a.sight", "5", "🏴\\u{E0067}\\u{E007F} b", "                     ^ x"));
}

static void test_unprintable_messages(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a\n\x1b]0;b\t\u202E.sight", "aaa\n");
    struct diag *diag = report(session, find(source, "aaa", 0),
                               "found `\x1b[2J` and `\xFF`\r\n  over\n\n lines\t.\n", "l\nw\x07");
    diag_label(session, diag, (struct span){ source->index, 4, 4 }, "\u2066");
    diag_note(session, diag, "  keeps   blanks\r\n");
    diag_help(session, diag, "\xC2\x85");
    diag_report_check(session, SEVERITY_NOTE, TEXT("a\x1b""b"), span_none(), TEXT("\n"));
    expect_text(session, "error[E0203]: found `\\u{1B}[2J` and `\\u{FF}` over lines .\n"
                         " --> a\\u{A}\\u{1B}]0;b\\u{9}\\u{202E}.sight:1:1\n"
                         "  |\n"
                         "1 | aaa\n"
                         "  | ^^^ l w\\u{7}\n"
                         "2 |\n"
                         "  | - \\u{2066}\n"
                         "  = note:   keeps   blanks\n"
                         "  = help: \\u{85}\n"
                         "\n"
                         "note[a\\u{1B}b]: \n"
                         "\n"
                         "1 error and 1 note\n");
}

/* No byte below space but line feeds, no DEL, no C1, whatever the source. */
static void test_every_byte(void **state)
{
    struct session *session = *state;
    char bytes[512];
    for (int i = 0; i < 512; i++)
        bytes[i] = (char)(i % 2 ? i / 2 : 'x');
    struct source *source = add_bytes(session, bytes + 1, (struct text){ bytes, sizeof bytes });
    for (uint32_t i = 0; i < sizeof bytes; i++)
        diag_report_check(session, SEVERITY_NOTE, (struct text){ bytes + i, 1 },
                          (struct span){ source->index, i, i + 1 }, (struct text){ bytes, i });
    session->options.max_shown = 0;
    for (const char *at = text_output(session); *at; at++)
        assert_true(*at == '\n' || ((unsigned char)*at >= ' ' && *at != 0x7F));
    for (const char *at = json_output(session); *at; at++)
        assert_true(*at == '\n' || ((unsigned char)*at >= ' ' && *at != 0x7F));
}

/* -- long lines -- */

#define TEN "0123456789"
#define NINETY TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define HUNDRED NINETY TEN
#define BLANKS "          "
#define BLANK_NINETY BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS
#define LONG HUNDRED HUNDRED "01234567890123456789012345678901234567890123456789inqury"             \
             "01234567890123456789012345678901234567890123456789" HUNDRED HUNDRED

static void test_long_line(void **state)
{
    struct session *session = *state;
    expect_line(session, LONG, "inqury",
                ONE("a.sight", "251", "…456789" NINETY "inqury" NINETY "012345…",
                    "       " BLANK_NINETY "^^^^^^ x"));
    expect_line(session, "inqury" HUNDRED HUNDRED, "inqury",
                ONE("a.sight", "1", "inqury" HUNDRED NINETY "01…", "^^^^^^ x"));
    expect_line(session, HUNDRED HUNDRED "inqury", "inqury",
                ONE("a.sight", "201", "…89" NINETY HUNDRED "inqury",
                    "   " BLANK_NINETY BLANKS BLANK_NINETY "^^^^^^ x"));
    expect_line(session, HUNDRED NINETY "012inqury!", "inqury!",
                ONE("a.sight", "194", HUNDRED NINETY "012inqury!",
                    BLANK_NINETY BLANKS BLANK_NINETY "   ^^^^^^^ x"));
}

static void test_wide_span_on_long_line(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", LONG);
    struct diag *diag = report(session, (struct span){ 0, 20, 480 }, "m", "x");
    diag_label(session, diag, (struct span){ 0, 0, 4 }, "before");
    diag_label(session, diag, (struct span){ 0, 500, 506 }, "behind");
    assert_int_equal(source->length, 506);
#define CARETS "^^^^^^^^^^"
#define NINETY_CARETS CARETS CARETS CARETS CARETS CARETS CARETS CARETS CARETS CARETS
    expect_text(session, "error[E0203]: m\n"
                         " --> a.sight:1:21\n"
                         "  |\n"
                         "1 | …" HUNDRED NINETY "01234567…\n"
                         "  | -" BLANKS NINETY_CARETS NINETY_CARETS "^^^^^^^^- behind\n"
                         "  | |" BLANKS "|\n"
                         "  | |" BLANKS "x\n"
                         "  | before\n"
                         "\n"
                         "1 error\n");
}

static void test_very_long_line(void **state)
{
    struct session *session = *state;
    struct buf buf;
    buf_init(&buf, session->arena);
    for (int i = 0; i < 20000; i++)
        buf_str(&buf, "\u0175");
    buf_str(&buf, " inqury ");
    for (int i = 0; i < 20000; i++)
        buf_str(&buf, "\u0175");
    struct source *source = add_bytes(session, "a.sight", buf_get(&buf));
    struct diag *diag = report(session, find(source, "inqury", 0), "m", "x");
    diag_label(session, diag, (struct span){ 0, 0, 2 }, "");
    diag_label(session, diag, (struct span){ 0, 70000, 70002 }, "");
    struct buf wanted;
    buf_init(&wanted, session->arena);
    buf_str(&wanted, "error[E0203]: m\n --> a.sight:1:20002\n  |\n1 | …");
    for (int i = 0; i < 95; i++)
        buf_str(&wanted, "\u0175");
    buf_str(&wanted, " inqury ");
    for (int i = 0; i < 95; i++)
        buf_str(&wanted, "\u0175");
    buf_str(&wanted, "…\n  | -");
    buf_repeat(&wanted, ' ', 96);
    buf_str(&wanted, "^^^^^^");
    buf_repeat(&wanted, ' ', 96);
    buf_str(&wanted, "-\n  | ");
    buf_repeat(&wanted, ' ', 97);
    buf_str(&wanted, "|\n  | ");
    buf_repeat(&wanted, ' ', 97);
    buf_str(&wanted, "x\n\n1 error\n");
    expect_text(session, buf_string(&wanted));
}

/* -- the whole -- */

static void test_colour(void **state)
{
    struct session *session = *state;
    session->options.colour = true;
    struct source *source = add(session, "a.sight", "aaa {\nbbb }\n");
    struct diag *diag = diag_report_check(session, SEVERITY_WARNING, TEXT("W1"),
                                          find(source, "aaa", 0), TEXT("m"));
    diag_label(session, diag, find(source, "{", 0), "opened");
    diag_note(session, diag, "n");
    diag_help(session, diag, "h");
    diag_cite(session, diag, TEXT("s"));
    diag_report_check(session, SEVERITY_NOTE, TEXT("N1"), between(source, "{", "}"), TEXT("m"));
    expect_text(session, "\x1b[1;33mwarning[W1]\x1b[0m\x1b[1m: \x1b[0m\x1b[1mm\x1b[0m\n"
                         " \x1b[1;34m-->\x1b[0m a.sight:1:1\n"
                         "  \x1b[1;34m|\x1b[0m\n"
                         "\x1b[1;34m1 |\x1b[0m aaa {\n"
                         "  \x1b[1;34m|\x1b[0m \x1b[1;33m^^^\x1b[0m \x1b[1;34m-\x1b[0m "
                         "\x1b[1;34mopened\x1b[0m\n"
                         "  \x1b[1;34m=\x1b[0m \x1b[1;36mnote\x1b[0m: n\n"
                         "  \x1b[1;34m=\x1b[0m \x1b[1;32mhelp\x1b[0m: h\n"
                         "  \x1b[1;34m=\x1b[0m \x1b[1msource\x1b[0m: s\n"
                         "\n"
                         "\x1b[1;36mnote[N1]\x1b[0m\x1b[1m: \x1b[0m\x1b[1mm\x1b[0m\n"
                         " \x1b[1;34m-->\x1b[0m a.sight:1:5\n"
                         "  \x1b[1;34m|\x1b[0m\n"
                         "\x1b[1;34m1 |\x1b[0m   aaa {\n"
                         "  \x1b[1;34m|\x1b[0m  \x1b[1;36m_____^\x1b[0m\n"
                         "\x1b[1;34m2 |\x1b[0m \x1b[1;36m|\x1b[0m bbb }\n"
                         "  \x1b[1;34m|\x1b[0m \x1b[1;36m|_____^\x1b[0m\n"
                         "\n"
                         "1 warning and 1 note\n");
}

static void test_nothing(void **state)
{
    expect_text(*state, "");
    expect_json(*state, "{\"schema_version\":1,\"type\":\"summary\",\"errors\":0,\"warnings\":0,"
                        "\"notes\":0}\n");
}

static void test_totals(void **state)
{
    struct session *session = *state;
    warn(session, SEVERITY_ERROR, "A");
    warn(session, SEVERITY_ERROR, "B");
    warn(session, SEVERITY_WARNING, "C");
    warn(session, SEVERITY_NOTE, "D");
    warn(session, SEVERITY_NOTE, "E");
    warn(session, SEVERITY_NOTE, "F");
    session->options.max_shown = 1;
    expect_text(session, "error[A]: m\n\n… and 5 more; `--all` shows them\n"
                         "2 errors, 1 warning and 3 notes\n");
}

/* What is left out is the least grave, what is shown stays in order. */
static void test_limit(void **state)
{
    struct session *session = *state;
    for (int i = 0; i < 1234; i++)
        warn(session, SEVERITY_NOTE, buf_string(&(struct buf){ .arena = session->arena }));
    diag_finish(session);
    assert_int_equal(session->diags.count, 1);
    for (int i = 0; i < 1234; i++)
        diag_report_check(session, SEVERITY_NOTE, TEXT("A"), span_none(),
                          diag_format(session, "m%d", i));
    warn(session, SEVERITY_WARNING, "B");
    warn(session, SEVERITY_ERROR, "Y");
    session->options.max_shown = 3;
    expect_text(session, "note: m\n\nwarning[B]: m\n\nerror[Y]: m\n\n"
                         "… and 1,234 more; `--all` shows them\n"
                         "1 error, 1 warning and 1,235 notes\n");
}

/* -- masks -- */

static void test_secret_spans(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "person p \"P\" { name: \"Siân 田 Rees\" }\n");
    add_span(session, find(source, "\"Siân 田 Rees\"", 0));
    report(session, find(source, "\"Siân 田 Rees\"", 0), "m", "x");
    expect_text(session, "error[E0203]: m\n"
                         " --> a.sight:1:22\n"
                         "  |\n"
                         "1 | person p \"P\" { name: \"············\" }\n"
                         "  |                      ^^^^^^^^^^^^^^ x\n"
                         "\n"
                         "1 error\n" MASKED);
    session->options.show_values = true;
    expect_text(session, "error[E0203]: m\n"
                         " --> a.sight:1:22\n"
                         "  |\n"
                         "1 | person p \"P\" { name: \"Siân 田 Rees\" }\n"
                         "  |                      ^^^^^^^^^^^^^^ x\n"
                         "\n"
                         "1 error\n");
}

static void test_nothing_masked(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "aaa\nname: \"Tom\"\n");
    add_value(session, "Tom");
    add_field(session, "name");
    add_span(session, find(source, "Tom", 0));
    report(session, find(source, "aaa", 0), "nothing of it is shown", "tomorrow, atom, to m");
    expect_text(session, "error[E0203]: nothing of it is shown\n"
                         " --> a.sight:1:1\n"
                         "  |\n"
                         "1 | aaa\n"
                         "  | ^^^ tomorrow, atom, to m\n"
                         "\n"
                         "1 error\n");
}

static void test_secret_values(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "tom_smith.sight",
                                "  # TOM  SMITH's aunt, Tomas, tom_smith, Dw\u0302r\n");
    add_value(session, "Tom Smith");
    add_value(session, "Smith's aunt");
    add_value(session, "D\u0175r");
    add_value(session, "x");
    add_value(session, "--");
    struct diag *diag = report(session, find(source, "aunt", 0), "`tom smith` has -- an x",
                               "TOM\nSMITH");
    diag_label(session, diag, find(source, "Tomas", 0), "not d\u0175r");
    diag_note(session, diag, "Tom Smith\u2019s aunt and Tom Smithson");
    diag_help(session, diag, "Smith, Tom");
    diag_cite(session, diag, TEXT("letter of T. Smith's  aunt"));
    expect_text(session, "error[E0203]: `…` has -- an x\n"
                         " --> ….sight:1:18\n"
                         "  |\n"
                         "1 |   # ·················, Tomas, ·········, ···\n"
                         "  |                  ^^^^  ----- not …\n"
                         "  |                  |\n"
                         "  |                  …\n"
                         "  = note: … and Tom Smithson\n"
                         "  = help: Smith, Tom\n"
                         "  = source: letter of T. …\n"
                         "\n"
                         "1 error\n" MASKED);
}

static void test_long_secret_value(void **state)
{
    struct session *session = *state;
    struct buf value;
    buf_init(&value, session->arena);
    for (int i = 0; i < 150; i++)
        buf_printf(&value, "word%d ", i);
    add_value(session, buf_string(&value));
    struct buf message;
    buf_init(&message, session->arena);
    buf_str(&message, "word149 word0 ");
    buf_text(&message, buf_get(&value));
    buf_str(&message, "word149");
    report(session, span_none(), buf_string(&message), NULL);
    expect_text(session, "error[E0203]: word149 word0 … … word149\n\n1 error\n" MASKED);
}

static void test_secret_corners(void **state)
{
    struct session *session = *state;
    struct source *source = add(session, "a.sight", "\u7530\u4E2D\u3055\u3093 Si\u00E2n\n");
    add_value(session, "\u7530\u4E2D");
    add_value(session, "Sian \xFF");
    add_value(session, "\u201C \u201D");
    add_span(session, (struct span){ source->index, 900, 910 });
    add_span(session, (struct span){ source->index, 3, 3 });
    add_span(session, (struct span){ source->index + 1, 0, 3 });
    add_span(session, find(source, "Si\u00E2n", 0));
    struct diag *diag = report(session, (struct span){ source->index, 0, 9000 },
                               "\u7530\u4E2D\u3055\u3093, `Si\u00E2n` and SI\u00C2N \xFF, `open", NULL);
    diag_label(session, diag, (struct span){ source->index, 5000, 9000 }, "`n` \u201C\u201D `x`");
    expect_text(session, "error[E0203]: …\u3055\u3093, `…` and …, `open\n"
                         " --> a.sight:1:1\n"
                         "  |\n"
                         "1 | ····\u3055\u3093 ····\n"
                         "  | ^^^^^^^^^^^^^\n"
                         "2 |\n"
                         "  | - `n` \u201C\u201D `x`\n"
                         "\n"
                         "1 error\n" MASKED);
}

/* Each line of `source` as it is shown when secret fields are `name` and `born`. */
static void expect_masked_lines(struct session *session, const char *text, const char *expected)
{
    struct source *source = add(session, "a.sight", text);
    session->diags.count = 0;
    for (const char *line = text; line && *line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
        uint32_t start = (uint32_t)(line - text);
        report(session, (struct span){ source->index, start, start }, "m", NULL);
    }
    struct buf lines;
    buf_init(&lines, session->arena);
    for (const char *at = text_output(session); at; at = strchr(at, '\n'), at = at ? at + 1 : NULL) {
        const char *bar = strstr(at, " |");
        const char *end = strchr(at, '\n');
        if (*at >= '1' && *at <= '9' && bar == at + 1)
            buf_add(&lines, bar + 2 + (bar[2] == ' '), (size_t)(end - bar) - 1 - (bar[2] == ' '));
    }
    assert_string_equal(buf_string(&lines), expected);
}

static void test_secret_fields(void **state)
{
    struct session *session = *state;
    add_field(session, "name");
    add_field(session, "born");
    add_field(session, "about");
    expect_masked_lines(session, "person p \"P\" { name: \"Tom \\\" S\", "
                                 "\"Ann\" born: 2007-03-14T14:30 }\n"
                                 "  name : Tom Smith # or Tommy\n"
                                 "  other: \"name: Tom\"\n"
                                 "  name: \"Tom\n"
                                 "  # name: \"Tom\"\n"
                                 "  x: 1 name: {\"first\": 'name: Tom' }\n",
                        "person p \"P\" { name: \"········\", \"···\" born: ················ }\n"
                        "  name : ··· ····· #·········\n"
                        "  other: \"name: ···\"\n"
                        "  name: \"···\n"
                        "  # name: \"···\"\n"
                        "  x: 1 name: ·\"·····\"· ·············\n");
    expect_masked_lines(session, "  name:\n"
                                 "    # not the value\n"
                                 "    \"Tom\",\n"
                                 "    \"Ann\"\n"
                                 "  perspective v \"View\" of p { }\n"
                                 "  kind person { name: confidential text? \"Real name\" }\n",
                        "  name:\n"
                        "    # not the value\n"
                        "    \"···\",\n"
                        "    \"···\"\n"
                        "  perspective v \"View\" of p { }\n"
                        "  kind person { name: confidential text? \"Real name\" }\n");
    expect_masked_lines(session, "  name: \"\"\"\n"
                                 "    Tom of\n"
                                 "\tCardiff\n"
                                 "  \"\"\" x: 1\n"
                                 "perspective v \"View\" about tom { on: 2001 }\n"
                                 "x: y.name y.about z\n",
                        "  name: \"\"\"\n"
                        "    ······\n"
                        "    ·······\n"
                        "  \"\"\" x: 1\n"
                        "perspective v \"View\" about ··· { on: 2001 }\n"
                        "x: y.name y.about z\n");
}

/* A prose that is never closed turns texts inside out; fields after it are masked all the same. */
static void test_secret_field_in_broken_text(void **state)
{
    struct session *session = *state;
    add_field(session, "name");
    expect_masked_lines(session, "  introduction: \"\"\" never closed\n"
                                 "person p \"P\" { name: \"Tom\" }\n"
                                 "  detail: \"\"\"It began.\"\"\"\n"
                                 "  name: \"Ann\n",
                        "  introduction: \"\"\" never closed\n"
                        "person p \"P\" { name: \"···\" }\n"
                        "  detail: \"\"\"It began.\"\"\"\n"
                        "  name: \"···\n");
}

/* A message repeats the bytes it complains of, before the model knows them for a value. */
static void test_message_repeats_source(void **state)
{
    struct session *session = *state;
    add_field(session, "born");
    struct source *source = add(session, "a.sight", "p { born: 2007-13-45, Tom x: 12abc }\n");
    report(session, find(source, "2007-13-45", 0), "`2007-13-45` is no date: 2007-13-45", NULL);
    struct diag *diag =
        report(session, find(source, "x:", 0), "expected `}`; found `Tom`", "after `\"Tom\"`");
    diag_help(session, diag, "`12abc` is open to all, `To` is not `o`");
    expect_text(session, "error[E0203]: `…` is no date: …\n"
                         " --> a.sight:1:11\n"
                         "  |\n"
                         "1 | p { born: ··········, ··· x: 12abc }\n"
                         "  |           ^^^^^^^^^^\n"
                         "\n"
                         "error[E0203]: expected `}`; found `…`\n"
                         " --> a.sight:1:27\n"
                         "  |\n"
                         "1 | p { born: ··········, ··· x: 12abc }\n"
                         "  |                           ^^ after `\"…\"`\n"
                         "  = help: `12abc` is open to all, `To` is not `o`\n"
                         "\n"
                         "2 errors\n" MASKED);
}

/* Thousands of secrets, thousands of diagnostics, a mask in each line; run to see that it ends. */
static void test_many(void **state)
{
    struct session *session = *state;
    struct buf buf;
    buf_init(&buf, session->arena);
    for (int i = 0; i < 10000; i++) {
        VEC_PUSH(session->arena, &session->secret_values, diag_format(session, "Tom Smith %d", i));
        buf_printf(&buf, "person p%d \"P\" { name: \"Tom Smith %d\" } # never told\n", i, i);
    }
    add_field(session, "name");
    struct source *source = add_bytes(session, "a.sight", buf_get(&buf));
    uint32_t start = 0;
    for (int i = 0; i < 10000; i++) {
        struct span span = { source->index, start, start + 6 };
        diag_report_check(session, SEVERITY_ERROR, TEXT("E1"), span,
                          diag_format(session, "Tom Smith %d is here", i));
        while (source->bytes[start++] != '\n')
            continue;
    }
    session->options.max_shown = 0;
    const char *text = text_output(session);
    assert_null(strstr(text, "Smith"));
    assert_non_null(strstr(text, "10,000 errors\n" MASKED));
    assert_null(strstr(json_output(session), "Smith"));
}

/* Many diagnostics on one long line are no worse. */
static void test_many_on_a_line(void **state)
{
    struct session *session = *state;
    struct buf buf;
    buf_init(&buf, session->arena);
    for (int i = 0; i < 10000; i++)
        buf_str(&buf, "\u0175! name: x ");
    add_field(session, "name");
    struct source *source = add_bytes(session, "a.sight", buf_get(&buf));
    for (uint32_t i = 0; i < 10000; i++)
        report(session, (struct span){ source->index, i * 12 + 2, i * 12 + 3 }, "m", NULL);
    session->options.max_shown = 0;
    assert_non_null(strstr(text_output(session), "a.sight:1:109991\n"));
    assert_non_null(strstr(json_output(session), "\"line\":1,\"column\":109991,"));
}

/* -- JSON -- */

static void test_json(void **state)
{
    struct session *session = *state;
    struct source *one = add(session, "case.sight", "d\u0175r: inqury\n");
    struct source *two = add(session, "other.sight", "source inquiry {\n}\n");
    struct diag *diag = report(session, find(one, "inqury", 0), "unknown name `inqury`",
                               "no source has this name");
    diag_label(session, diag, between(two, "inquiry", "}"), "this one?");
    diag_label(session, diag, span_none(), "nowhere");
    diag_note(session, diag, "n1\nover lines");
    diag_note(session, diag, "n2");
    diag_help(session, diag, "h");
    diag_cite(session, diag, TEXT("s"));
    diag_fix(session, diag, FIX_SAFE, find(one, "inqury", 0), TEXT("inquiry"));
    diag_fix(session, diag, FIX_MAYBE, find(one, "d", 0), TEXT(""));
    diag_report_check(session, SEVERITY_WARNING, TEXT("learning_together.explained"), span_none(),
                      TEXT("m"));
    diag_report_check(session, SEVERITY_NOTE, TEXT("N1"), span_none(), TEXT("m"));
    session->options.max_shown = 1;
    expect_json(session,
                "{\"schema_version\":1,\"type\":\"diagnostic\",\"code\":\"E0203\","
                "\"severity\":\"error\",\"message\":\"unknown name `inqury`\","
                "\"path\":\"case.sight\",\"line\":1,\"column\":6,\"end_line\":1,\"end_column\":12,"
                "\"label\":\"no source has this name\",\"labels\":["
                "{\"path\":\"other.sight\",\"line\":1,\"column\":8,\"end_line\":2,\"end_column\":2,"
                "\"text\":\"this one?\"},"
                "{\"path\":null,\"line\":null,\"column\":null,\"end_line\":null,"
                "\"end_column\":null,\"text\":\"nowhere\"}],"
                "\"notes\":[\"n1\\nover lines\",\"n2\"],\"help\":[\"h\"],\"sources\":[\"s\"],"
                "\"fixes\":[{\"grade\":\"safe\",\"path\":\"case.sight\",\"line\":1,\"column\":6,"
                "\"end_line\":1,\"end_column\":12,\"replacement\":\"inquiry\"},"
                "{\"grade\":\"maybe\",\"path\":\"case.sight\",\"line\":1,\"column\":1,"
                "\"end_line\":1,\"end_column\":2,\"replacement\":\"\"}]}\n"
                "{\"schema_version\":1,\"type\":\"diagnostic\",\"code\":\"N1\","
                "\"severity\":\"note\",\"message\":\"m\",\"path\":null,\"line\":null,"
                "\"column\":null,\"end_line\":null,\"end_column\":null,\"label\":\"\","
                "\"labels\":[],\"notes\":[],\"help\":[],\"sources\":[],\"fixes\":[]}\n"
                "{\"schema_version\":1,\"type\":\"diagnostic\","
                "\"code\":\"learning_together.explained\","
                "\"severity\":\"warning\",\"message\":\"m\",\"path\":null,\"line\":null,"
                "\"column\":null,\"end_line\":null,\"end_column\":null,\"label\":\"\","
                "\"labels\":[],\"notes\":[],\"help\":[],\"sources\":[],\"fixes\":[]}\n"
                "{\"schema_version\":1,\"type\":\"summary\",\"errors\":1,\"warnings\":1,"
                "\"notes\":1}\n");
}

#define JSON_OF(message, rest)                                                                     \
    "{\"schema_version\":1,\"type\":\"diagnostic\",\"code\":\"E0203\",\"severity\":\"error\","     \
    "\"message\":\"" message "\",\"path\":null,\"line\":null,\"column\":null,\"end_line\":null,"   \
    "\"end_column\":null,\"label\":\"\",\"labels\":[],\"notes\":[],\"help\":[],\"sources\":[],"    \
    "\"fixes\":[]}\n{\"schema_version\":1,\"type\":\"summary\",\"errors\":1,\"warnings\":0,"       \
    "\"notes\":0" rest "}\n"

static void test_json_bytes(void **state)
{
    struct session *session = *state;
    diag_report_check(session, SEVERITY_ERROR, TEXT("E0203"), span_none(),
                      TEXT("a\xFF" "b\0c\x1b \xE2\x80 \u0175 "
                           "\u202E \xC2\x9B \x7F \U000E0041 \u2028 \"\\"));
    expect_json(session, JSON_OF("a\uFFFDb\\u0000c\\u001B \uFFFD\uFFFD \u0175 "
                                 "\\u202E \\u009B \\u007F \\uDB40\\uDC41 \\u2028 \\\"\\\\", ""));
}

static void test_json_masks(void **state)
{
    struct session *session = *state;
    add_value(session, "Tom");
    struct diag *diag = report(session, span_none(), "TOM is named", NULL);
    diag_fix(session, diag, FIX_SAFE, span_none(), TEXT("\"Tom\""));
    expect_json(session, JSON_OF("… is named", ",\"masked\":true"));
}

/* -- places -- */

static void test_places(void **state)
{
    struct session *session = *state;
    struct source *source =
        add(session, "a.sight", "a\u0175\xE2\x82 \xFF\xE2\x82\xAC\n\n\u7530\u4E2D\r\nlast\xC5");
    struct places places;
    places_init(&places, session->arena);
    for (uint32_t seed = 1, i = 0; i < 5000; i++) {
        seed = seed * 1103515245 + 12345;
        uint32_t offset = (seed >> 16) % (uint32_t)(source->length + 1);
        struct position wanted = source_position(session->arena, source, offset);
        struct position found = places_find(&places, source, offset);
        assert_int_equal(found.line, wanted.line);
        assert_int_equal(found.column, wanted.column);
    }
    assert_int_equal(places_find(&places, source, 900).line, 4);
}

/* -- suggestions -- */

static void expect_suggestion(struct session *session, const char *wanted,
                              const char *const *offered, const char *expected)
{
    struct suggest suggest;
    suggest_init(&suggest, text_of(wanted));
    for (; *offered; offered++)
        suggest_offer(&suggest, text_of(*offered));
    struct buf buf;
    buf_init(&buf, session->arena);
    suggest_print(&buf, suggest_best(&suggest));
    assert_string_equal(buf_string(&buf), expected);
}

#define OFFER(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void test_suggest(void **state)
{
    struct session *session = *state;
    expect_suggestion(session, "inqury", OFFER("chart", "inquiry", "injury"),
                      "`injury` or `inquiry`");
    expect_suggestion(session, "souce", OFFER("source", "sources", "sauce"), "`sauce` or `source`");
    expect_suggestion(session, "soruce", OFFER("source", "sorrucee"), "`source`");
    expect_suggestion(session, "SOURCE", OFFER("sourc", "source"), "`source`");
    expect_suggestion(session, "bedsides", OFFER("besides", "bedside", "betsides", "bedsidez"),
                      "`bedside`, `bedsidez` or `besides`");
    expect_suggestion(session, "ward", OFFER("pharmacy", "hospital", "wa"), "");
    expect_suggestion(session, "ward", OFFER("word", "ward", "word"), "`word`");
    expect_suggestion(session, "abc", OFFER("bc", "ab", "bca", "cab", "abcd"),
                      "`ab`, `abcd` or `bc`");
    expect_suggestion(session, "abcdef", OFFER("badcef", "badcfe"), "`badcef`");
    expect_suggestion(session, "abcdef", OFFER("bacdfexx", "cdefab"), "");
    expect_suggestion(session, "x", OFFER("y", "xy", ""), "`xy`");
    expect_suggestion(session, "", OFFER("x", ""), "");
    expect_suggestion(session, "dwr", OFFER("D\u0174R", "llaeth"), "`D\u0174R`");
    expect_suggestion(session, "\u0174y", OFFER("\u0175y"), "`\u0175y`");
    expect_suggestion(session, "abc\xFF", OFFER("abc", "abc\xFE"), "`abc\xFE`");
}

/* The slow way, to compare with. */
static uint32_t plain_distance(const char *a, const char *b)
{
    uint32_t table[16][16];
    uint32_t rows = (uint32_t)strlen(a);
    uint32_t columns = (uint32_t)strlen(b);
    for (uint32_t i = 0; i <= rows; i++) {
        for (uint32_t j = 0; j <= columns; j++) {
            uint32_t best = i + j;
            if (i && j) {
                best = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                best = best < table[i - 1][j] + 1 ? best : table[i - 1][j] + 1;
                best = best < table[i][j - 1] + 1 ? best : table[i][j - 1] + 1;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                table[i - 2][j - 2] + 1 < best)
                best = table[i - 2][j - 2] + 1;
            table[i][j] = best;
        }
    }
    return table[rows][columns];
}

static void random_word(uint32_t *seed, char out[16])
{
    *seed = *seed * 1103515245 + 12345;
    uint32_t length = 1 + (*seed >> 16) % 15;
    for (uint32_t i = 0; i < length; i++) {
        *seed = *seed * 1103515245 + 12345;
        out[i] = (char)('a' + (*seed >> 16) % 3);
    }
    out[length] = '\0';
}

static void test_suggest_against_plain(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int i = 0; i < 50000; i++) {
        char wanted[16];
        char offered[16];
        random_word(&seed, wanted);
        random_word(&seed, offered);
        uint32_t edits = plain_distance(wanted, offered);
        size_t length = strlen(wanted);
        bool is_close = edits && edits <= (length / 3 > 1 ? length / 3 : 1) &&
                        !(edits >= length && edits >= strlen(offered));
        struct suggest suggest;
        suggest_init(&suggest, text_of(wanted));
        suggest_offer(&suggest, text_of(offered));
        assert_int_equal(suggest_best(&suggest)->count, is_close);
    }
}

static void test_suggest_long(void **state)
{
    struct session *session = *state;
    char wanted[SUGGEST_LONGEST + 2];
    char offered[SUGGEST_LONGEST + 2];
    memset(wanted, 'a', sizeof wanted);
    memset(offered, 'a', sizeof offered);
    for (int i = 0; i < SUGGEST_LONGEST / 3; i++)
        offered[i * 3] = 'b';
    struct suggest suggest;
    suggest_init(&suggest, (struct text){ wanted, SUGGEST_LONGEST });
    suggest_offer(&suggest, (struct text){ offered, SUGGEST_LONGEST });
    assert_int_equal(suggest_best(&suggest)->count, 1);
    suggest_init(&suggest, (struct text){ wanted, SUGGEST_LONGEST + 1 });
    suggest_offer(&suggest, (struct text){ wanted, SUGGEST_LONGEST });
    assert_int_equal(suggest_best(&suggest)->count, 0);
    suggest_init(&suggest, TEXT("p123456"));
    for (int i = 0; i < 1000000; i++) {
        char name[16];
        int length = snprintf(name, sizeof name, "p%d", i);
        struct text text = { arena_copy(session->arena, name, (size_t)length), (size_t)length };
        suggest_offer(&suggest, text);
    }
    const struct suggestion *best = suggest_best(&suggest);
    assert_int_equal(best->count, SUGGEST_MOST);
    assert_true(text_equal(best->texts[0], TEXT("p103456")));
    assert_true(text_equal(best->texts[1], TEXT("p113456")));
    assert_true(text_equal(best->texts[2], TEXT("p120456")));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_two_files),
        TEST(test_three_labels_on_a_line),
        TEST(test_overlapping_labels),
        TEST(test_labels_without_words),
        TEST(test_gaps),
        TEST(test_long_marks),
        TEST(test_crossing_long_marks),
        TEST(test_empty_spans),
        TEST(test_no_file),
        TEST(test_many_labels),
        TEST(test_widths),
        TEST(test_unprintable_excerpts),
        TEST(test_unprintable_messages),
        TEST(test_every_byte),
        TEST(test_long_line),
        TEST(test_wide_span_on_long_line),
        TEST(test_very_long_line),
        TEST(test_colour),
        TEST(test_nothing),
        TEST(test_totals),
        TEST(test_limit),
        TEST(test_secret_spans),
        TEST(test_nothing_masked),
        TEST(test_secret_values),
        TEST(test_long_secret_value),
        TEST(test_secret_corners),
        TEST(test_secret_fields),
        TEST(test_secret_field_in_broken_text),
        TEST(test_message_repeats_source),
        TEST(test_many),
        TEST(test_many_on_a_line),
        TEST(test_json),
        TEST(test_json_bytes),
        TEST(test_json_masks),
        TEST(test_places),
        TEST(test_suggest),
        TEST(test_suggest_against_plain),
        TEST(test_suggest_long),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
