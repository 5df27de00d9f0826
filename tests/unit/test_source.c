/* Guards src/text: which files are read and which refused, lines and positions. Files stand in build/tmp. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/sightline_source_XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int make_folder(void **state)
{
    *state = arena_new(0, NULL, NULL);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(in_folder("sub"), 0700), 0);
    assert_int_equal(mkdir(in_folder("root"), 0700), 0);
    put("plain.sight", "agency a");
    put("sub/inner.sight", "agency b");
    put("root/inside.sight", "agency c");
    put("marked.sight", "\xEF\xBB\xBF" "agency d");
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_int_equal(symlink("plain.sight", in_folder("link.sight")), 0);
    assert_int_equal(symlink("../plain.sight", in_folder("root/out.sight")), 0);
    assert_int_equal(symlink("..", in_folder("root/up")), 0);
    assert_int_equal(symlink("loop", in_folder("loop")), 0);
    return 0;
}

static int drop_folder(void **state)
{
    static const char *const files[] = { "plain.sight", "sub/inner.sight", "root/inside.sight",
                                         "marked.sight", "pipe", "link.sight", "root/out.sight",
                                         "root/up", "loop" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(in_folder(files[i]));
    rmdir(in_folder("sub"));
    rmdir(in_folder("root"));
    rmdir(folder);
    arena_free(*state);
    return 0;
}

static void test_reads_a_file(void **state)
{
    struct source source;
    assert_int_equal(source_read(*state, in_folder("plain.sight"), &source), SOURCE_OK);
    assert_int_equal(source.length, 8);
    assert_memory_equal(source.bytes, "agency a\0\0", 10);
    assert_int_equal(source_read(*state, in_folder("link.sight"), &source), SOURCE_OK);
}

static void test_strips_the_mark(void **state)
{
    struct source source;
    assert_int_equal(source_read(*state, in_folder("marked.sight"), &source), SOURCE_OK);
    assert_memory_equal(source.bytes, "agency d\0\0", 10);
    source_of_text(*state, "x", TEXT("\xEF\xBB\xBF"), &source);
    assert_int_equal(source.length, 0);
    source_of_text(*state, "x", TEXT("\xEF\xBB"), &source);
    assert_int_equal(source.length, 2);
}

static void test_refuses_what_is_no_file(void **state)
{
    struct source source;
    assert_int_equal(source_read(*state, folder, &source), SOURCE_NOT_A_FILE);
    assert_int_equal(source_read(*state, in_folder("pipe"), &source), SOURCE_NOT_A_FILE);
    assert_int_equal(source_read(*state, "/dev/zero", &source), SOURCE_NOT_A_FILE);
    assert_int_equal(source_read(*state, in_folder("nothing"), &source), SOURCE_MISSING);
    assert_int_equal(source_read(*state, in_folder("plain.sight/x"), &source), SOURCE_MISSING);
    assert_int_not_equal(source_read(*state, in_folder("loop"), &source), SOURCE_OK);
}

static void test_refuses_what_is_too_large(void **state)
{
    struct source source;
    put("large", "");
    assert_int_equal(truncate(in_folder("large"), (off_t)SOURCE_LARGEST + 1), 0);
    assert_int_equal(source_read(*state, in_folder("large"), &source), SOURCE_TOO_LARGE);
    assert_int_equal(unlink(in_folder("large")), 0);
}

static void test_stays_beneath(void **state)
{
    struct source source;
    char root[256];
    snprintf(root, sizeof root, "%s/root", folder);
    assert_int_equal(source_read_beneath(*state, root, "inside.sight", &source), SOURCE_OK);
    assert_int_equal(source_read_beneath(*state, folder, "sub/inner.sight", &source), SOURCE_OK);
    assert_int_equal(source_read_beneath(*state, root, "out.sight", &source), SOURCE_OUTSIDE);
    assert_int_not_equal(source_read_beneath(*state, root, "up/plain.sight", &source), SOURCE_OK);
    assert_int_not_equal(source_read_beneath(*state, folder, "link.sight", &source), SOURCE_OK);
    assert_int_equal(source_read_beneath(*state, folder, "pipe", &source), SOURCE_NOT_A_FILE);
    assert_int_equal(source_read_beneath(*state, folder, "sub", &source), SOURCE_NOT_A_FILE);
    assert_int_equal(source_read_beneath(*state, folder, "sub/none.sight", &source), SOURCE_MISSING);
    assert_int_equal(source_read_beneath(*state, folder, "none/none.sight", &source), SOURCE_MISSING);
}

static void expect_position(void *arena, struct source *source, uint32_t offset, uint32_t line,
                            uint32_t column)
{
    struct position position = source_position(arena, source, offset);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
}

static void test_positions(void **state)
{
    struct source source;
    source_of_text(*state, "x", TEXT("ab\nŵy\r\n\nlast"), &source);
    expect_position(*state, &source, 0, 1, 1);
    expect_position(*state, &source, 2, 1, 3);
    expect_position(*state, &source, 3, 2, 1);
    expect_position(*state, &source, 5, 2, 2);
    expect_position(*state, &source, 8, 3, 1);
    expect_position(*state, &source, 9, 4, 1);
    expect_position(*state, &source, 13, 4, 5);
}

static void test_positions_of_nothing(void **state)
{
    struct source source;
    source_of_text(*state, "x", TEXT(""), &source);
    expect_position(*state, &source, 0, 1, 1);
    assert_true(text_equal(source_line(*state, &source, 1), TEXT("")));
    source_of_text(*state, "x", TEXT("a\n"), &source);
    expect_position(*state, &source, 2, 2, 1);
}

static void test_lines(void **state)
{
    struct source source;
    source_of_text(*state, "x", TEXT("ab\r\n\ncd"), &source);
    assert_true(text_equal(source_line(*state, &source, 1), TEXT("ab")));
    assert_true(text_equal(source_line(*state, &source, 2), TEXT("")));
    assert_true(text_equal(source_line(*state, &source, 3), TEXT("cd")));
    assert_true(text_equal(source_line(*state, &source, 0), TEXT("")));
    assert_true(text_equal(source_line(*state, &source, 4), TEXT("")));
    struct span span = { 0, 1, 6 };
    assert_true(text_equal(source_text(&source, span), TEXT("b\r\n\nc")));
}

static void test_many_lines(void **state)
{
    enum { LINES = 200000 };
    struct source source;
    char *text = malloc(LINES * 2);
    for (int i = 0; i < LINES; i++)
        memcpy(text + 2 * i, "x\n", 2);
    source_of_text(*state, "x", (struct text){ text, LINES * 2 }, &source);
    for (uint32_t i = 0; i < LINES; i += 997)
        expect_position(*state, &source, 2 * i, i + 1, 1);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_a_file),
        cmocka_unit_test(test_strips_the_mark),
        cmocka_unit_test(test_refuses_what_is_no_file),
        cmocka_unit_test(test_refuses_what_is_too_large),
        cmocka_unit_test(test_stays_beneath),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_positions_of_nothing),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_many_lines),
    };
    return cmocka_run_group_tests_name("source", tests, make_folder, drop_folder);
}
