/* PDFs by another program: what Typst complains of is understood or left alone, and a child that hangs, talks
 * too much or has children of its own is ended in time. What Typst and LibreOffice make is in
 * tests/pdf.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "diag/diag.h"
#include "report/child.h"
#include "report/pdf.h"
#include "report/pdf_missing.h"
#include "report/scratch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *new_arena(void)
{
    return arena_new(0, NULL, NULL);
}

static void assert_text(struct text text, const char *wanted)
{
    assert_int_equal(text.length, strlen(wanted));
    assert_memory_equal(text.bytes, wanted, text.length);
}

/* Characters without a font */

#define COMPLAINT(name) \
    "<stdin>:1:2: error: PDF/UA-1 error: the text `\"" name "\"` could not be displayed with font `\"A\"`\n"

static void test_missing(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct pdf_missing missing = { 0 };
    assert_true(pdf_missing_read(arena, TEXT(COMPLAINT("\\u{e000}") COMPLAINT("\\u{a0}\\u{301}")
                                                 COMPLAINT("\\u{e000}") COMPLAINT("\xF0\x9F\x9A\x80")),
                                 &missing));
    assert_int_equal(missing.list.count, 3);
    assert_false(pdf_missing_read(arena, TEXT(COMPLAINT("\\u{e000}")), &missing));
    struct text replaced = pdf_missing_replace(
        arena, TEXT("a\xEE\x80\x80" "b\xC2\xA0" "c\xC2\xA0\xCC\x81" "d\xF0\x9F\x9A\x80"), &missing);
    assert_text(replaced, "a\xEF\xBF\xBD" "b\xC2\xA0" "c\xEF\xBF\xBD" "d\xEF\xBF\xBD");
    arena_free(arena);
}

/* Nothing of a source is ever replaced, whatever the message says. */
static void test_missing_refused(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct pdf_missing missing = { 0 };
    static const char *const messages[] = {
        "", "error: missing alt text", COMPLAINT(""), COMPLAINT("a"), COMPLAINT("\\u{41}"), COMPLAINT("\\u{}"),
        COMPLAINT("\\u{e000"), COMPLAINT("\\u{110000}"), COMPLAINT("\\u{0000000e000}"), COMPLAINT("\\n"),
        COMPLAINT("\\"), COMPLAINT("\xC3\xA9 \xC3\xA9"), "the text `\"\xC3\xA9",
    };
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        assert_false(pdf_missing_read(arena, text_of(messages[i]), &missing));
    arena_free(arena);
}

/* Children */

static enum child_end run_shell(struct arena *arena, const char *script, int milliseconds,
                                struct text *answer, struct text *messages)
{
    static const char *const environment[] = { "WORD=seen", NULL };
    const char *const arguments[] = { "/bin/sh", "-c", script, NULL };
    struct child_job job = { arguments, environment, TEXT("asked"), milliseconds, 1000 };
    return child_run(arena, &job, answer, messages);
}

static void test_children(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    struct arena *arena = new_arena();
    struct text answer;
    struct text messages;
    assert_int_equal(run_shell(arena, "cat; echo $WORD$HOME; echo why >&2", 5000, &answer, &messages),
                     CHILD_WELL);
    assert_text(answer, "askedseen\n");
    assert_text(messages, "why\n");
    assert_int_equal(run_shell(arena, "echo why >&2; exit 3", 5000, &answer, &messages), CHILD_FAILED);
    assert_text(messages, "why\n");
    assert_int_equal(run_shell(arena, "yes", 5000, &answer, &messages), CHILD_FAILED);
    assert_int_equal(run_shell(arena, "yes >&2", 300, &answer, &messages), CHILD_LATE);
    assert_true(messages.length > 1000 && messages.length < 1000000);
    assert_int_equal(run_shell(arena, "sleep 30", 200, &answer, &messages), CHILD_LATE);
    arena_free(arena);
}

/* What a child started ends with it: else it would go on writing into a folder that is gone. */
static void test_grandchildren(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct text answer;
    struct text messages;
    struct text left;
    const char *folder = scratch_new(arena);
    struct buf script;
    buf_init(&script, arena);
    buf_printf(&script, "(sleep 1; echo alive >%s/left) & wait", folder);
    assert_int_equal(run_shell(arena, buf_string(&script), 200, &answer, &messages), CHILD_LATE);
    sleep(2);
    assert_false(scratch_read(arena, scratch_path(arena, folder, "left"), 100, &left));
    scratch_remove(folder);
    arena_free(arena);
}

/* A signal that is held back ends a child at once, and comes when it may. */
static volatile sig_atomic_t signals;

static void count_signal(int number)
{
    signals += number == SIGTERM;
}

static void test_signals(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct text answer;
    struct text messages;
    signal(SIGTERM, count_signal);
    child_let_signals(false);
    raise(SIGTERM);
    assert_int_equal(run_shell(arena, "sleep 30", 20000, &answer, &messages), CHILD_LATE);
    assert_int_equal(signals, 0);
    child_let_signals(true);
    assert_int_equal(signals, 1);
    signal(SIGTERM, SIG_DFL);
    arena_free(arena);
}

static void test_finding(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    setenv("PATH", "::bin:/nowhere:/bin:/usr/bin", 1);
    assert_string_equal(child_find(arena, "sh"), "/bin/sh");
    assert_null(child_find(arena, "no-such-program"));
    setenv("PATH", "", 1);
    assert_null(child_find(arena, "sh"));
    unsetenv("PATH");
    assert_null(child_find(arena, "sh"));
    setenv("PATH", "/usr/bin:/bin", 1);
    arena_free(arena);
}

static void test_scratch(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct text text;
    struct stat status;
    const char *folder = scratch_new(arena);
    const char *path = scratch_path(arena, folder, "file");
    assert_int_equal(stat(folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_true(scratch_write(path, TEXT("words")));
    assert_false(scratch_write(path, TEXT("again")));
    assert_true(scratch_read(arena, path, 5, &text));
    assert_text(text, "words");
    assert_false(scratch_read(arena, path, 4, &text));
    assert_int_equal(symlink("/etc/passwd", scratch_path(arena, folder, "link")), 0);
    assert_false(scratch_read(arena, scratch_path(arena, folder, "link"), 100000, &text));
    assert_int_equal(mkdir(scratch_path(arena, folder, "inner"), 0700), 0);
    assert_false(scratch_read(arena, scratch_path(arena, folder, "inner"), 100000, &text));
    assert_true(scratch_write(scratch_path(arena, folder, "inner/file"), TEXT("words")));
    scratch_remove(folder);
    assert_int_not_equal(stat(folder, &status), 0);
    assert_int_equal(stat("/etc/passwd", &status), 0);
    arena_free(arena);
}

/* A program that is too slow: E0612, and nothing of it is taken. */
static void test_late(void **state)
{
    (void)state;
    struct arena *arena = new_arena();
    struct session *session = session_new(arena);
    const char *folder = scratch_new(arena);
    const char *path = scratch_path(arena, folder, "slow");
    struct buf out;
    buf_init(&out, arena);
    assert_true(scratch_write(path, TEXT("#!/bin/sh\necho '%PDF-1.7'; exec sleep 30\n")));
    chmod(path, 0700);
    struct pdf_program program = { PDF_BY_TYPST, path, 1 };
    assert_false(pdf_make(session, &program, "overview", TEXT("source"), &out));
    assert_int_equal(out.length, 0);
    assert_int_equal(session->diags.count, 1);
    assert_text(session->diags.items[0]->code, "E0612");
    scratch_remove(folder);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing),  cmocka_unit_test(test_missing_refused),
        cmocka_unit_test(test_children), cmocka_unit_test(test_grandchildren),
        cmocka_unit_test(test_signals),  cmocka_unit_test(test_finding),
        cmocka_unit_test(test_scratch),  cmocka_unit_test(test_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
