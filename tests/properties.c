/* What must hold of any text: the compiler never crashes, is never silent about a text it changed its
 * reading of, and says the same twice. Tried on every .sight file of the tests, the library and the
 * examples: cut off at each byte, with each token left out, with bytes changed at random, and with memory
 * running out. Works in this process; temporary files stand in $BUILD/tmp. How much is tried is set by
 * PROPERTY_STEP (every how manieth place) and PROPERTY_SEED; how many cases there were is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ast/dump.h"
#include "ast/parse.h"
#include "ast/print.h"
#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILES_MOST = 4096, SMALL = 6000, TOKENS_MOST = 4000 };

static char *files[FILES_MOST];
static size_t file_count;
static unsigned long tried;

static struct exit_point {
    jmp_buf way;
    bool is_set;
} exit_point;

static void memory_is_out(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    if (!exit_point.is_set) {
        fputs("out of memory\n", stderr);
        abort();
    }
    longjmp(exit_point.way, 1);
}

static unsigned long setting(const char *name, unsigned long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtoul(value, NULL, 10) : otherwise;
}

/* Every how manieth of `count` places is tried, when about `wanted` may be. */
static size_t step_for(size_t count, size_t wanted)
{
    size_t step = count / wanted + 1;
    return step * setting("PROPERTY_STEP", 1);
}

static const char *temporary(void)
{
    static char path[256];
    const char *build = getenv("BUILD");
    snprintf(path, sizeof path, "%s/tmp", build ? build : "build");
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/tmp/property.sight", build ? build : "build");
    return path;
}

static void told(const char *what)
{
    fprintf(stderr, "# %s: %lu cases\n", what, tried);
    tried = 0;
}

/* Files */

static int collect(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)walk;
    size_t length = strlen(path);
    bool is_ours = type == FTW_F && length > 6 && strcmp(path + length - 6, ".sight") == 0;
    if (is_ours && status->st_size < 200000 && file_count < FILES_MOST)
        files[file_count++] = strdup(path);
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int find_files(void **state)
{
    static const char *const folders[] = { "tests/golden", "tests/diag", "stdlib", "examples" };
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        nftw(folders[i], collect, 16, FTW_PHYS);
    qsort(files, file_count, sizeof *files, by_name);
    return file_count ? 0 : -1;
}

static int drop_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++)
        free(files[i]);
    return 0;
}

static struct text load(struct arena *arena, const char *path)
{
    struct source source;
    if (source_read(arena, path, &source) != SOURCE_OK)
        fail_msg("%s cannot be read", path);
    return (struct text){ source.bytes, source.length };
}

static void store(const char *path, struct text text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text.bytes, 1, text.length, file) != text.length || fclose(file) != 0)
        fail_msg("%s cannot be written", path);
}

/* Reading and compiling */

struct reading {
    struct arena *arena;
    struct session *session;
    struct ast *ast;
};

static struct reading read_text(struct text text)
{
    struct reading reading = { .arena = arena_new(0, memory_is_out, NULL) };
    struct source source;
    reading.session = session_new(reading.arena);
    source_of_text(reading.arena, "property.sight", text, &source);
    reading.ast = ast_read(reading.session, session_add_source(reading.session, &source));
    if (!reading.ast || !reading.ast->file)
        fail_msg("no tree");
    if (reading.ast->has_errors && !reading.session->diags.count)
        fail_msg("a mistake, and nothing is said");
    tried++;
    return reading;
}

static struct session *session_in(struct arena *arena)
{
    struct session *session = session_new(arena);
    session->options.stdlib = "stdlib";
    return session;
}

/* Whether scanning is done in a thread of its own. */
enum threads { THREADS_ONE, THREADS_TWO };

/* The number of messages; the text is what a terminal would show. */
static size_t compile_with(enum threads threads, const char *path, struct arena *arena, struct buf *out)
{
    struct session *session = session_in(arena);
    if (threads == THREADS_TWO)
        session->large_source = 0;
    compile_file(session, path, STAGE_EVAL);
    if (out) {
        render_text(out, session);
        if (!exit_point.is_set)
            render_json(out, session);
    }
    tried++;
    return session->diags.count;
}

static size_t compile(const char *path, struct arena *arena, struct buf *out)
{
    return compile_with(THREADS_ONE, path, arena, out);
}

static size_t compile_text(struct text text)
{
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct buf out;
    buf_init(&out, arena);
    store(temporary(), text);
    size_t count = compile(temporary(), arena, &out);
    arena_free(arena);
    return count;
}

/* The properties */

static void test_cut_off_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++) {
        struct arena *arena = arena_new(0, memory_is_out, NULL);
        struct text text = load(arena, files[i]);
        size_t step = text.length <= 1500 ? setting("PROPERTY_STEP", 1) : step_for(text.length, 400);
        for (size_t length = 0; length < text.length; length += step) {
            struct reading reading = read_text((struct text){ text.bytes, length });
            arena_free(reading.arena);
        }
        arena_free(arena);
    }
    told("cut off anywhere");
}

/* Laid out, a text says the same, keeps its comments, and is laid out already. */
static void lay_out(const char *path, struct text text)
{
    struct reading before = read_text(text);
    struct buf once;
    struct buf twice;
    buf_init(&once, before.arena);
    buf_init(&twice, before.arena);
    if (!before.session->diags.count) {
        if (!ast_print(&once, before.session, before.ast))
            fail_msg("%s: cannot be laid out", path);
        struct reading after = read_text(buf_get(&once));
        if (after.session->diags.count || !ast_same(&before.ast->file->base, &after.ast->file->base))
            fail_msg("%s: laid out, it says something else", path);
        if (before.ast->comments.count != after.ast->comments.count)
            fail_msg("%s: laid out, it has other comments", path);
        ast_print(&twice, after.session, after.ast);
        if (!text_equal(buf_get(&once), buf_get(&twice)))
            fail_msg("%s: laid out twice, it is not the same", path);
        arena_free(after.arena);
    }
    arena_free(before.arena);
}

static void test_laid_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++) {
        struct arena *arena = arena_new(0, memory_is_out, NULL);
        lay_out(files[i], load(arena, files[i]));
        arena_free(arena);
    }
    told("laid out");
}

struct place {
    size_t start;
    size_t end;
};

static bool is_word(char byte)
{
    return byte == '_' || (byte & 0x80) || (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Where the tokens stand: runs of letters, of digits, texts, or single marks. Simple on purpose. */
static size_t find_tokens(struct text text, struct place places[TOKENS_MOST])
{
    size_t count = 0;
    for (size_t at = 0; at < text.length && count < TOKENS_MOST;) {
        size_t end = at + 1;
        if (strchr(" \t\r\n", text.bytes[at])) {
            at++;
            continue;
        }
        if (text.bytes[at] == '#') {
            while (at < text.length && text.bytes[at] != '\n')
                at++;
            continue;
        }
        if (text.bytes[at] == '"') {
            while (end < text.length && text.bytes[end] != '"' && text.bytes[end] != '\n')
                end += text.bytes[end] == '\\' ? 2 : 1;
            end = end < text.length ? end + 1 : text.length;
        } else if (is_word(text.bytes[at])) {
            while (end < text.length && is_word(text.bytes[end]))
                end++;
        }
        places[count++] = (struct place){ at, end };
        at = end;
    }
    return count;
}

static struct text without(struct arena *arena, struct text text, struct place place)
{
    struct buf buf;
    buf_init(&buf, arena);
    buf_add(&buf, text.bytes, place.start);
    buf_byte(&buf, ' ');
    buf_add(&buf, text.bytes + place.end, text.length - place.end);
    return buf_get(&buf);
}

static void leave_out(const char *path, struct text text, const struct ast *whole, struct place place,
                      bool all)
{
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct text shorter = without(arena, text, place);
    struct reading reading = read_text(shorter);
    bool is_other = !ast_same(&whole->file->base, &reading.ast->file->base);
    if (!is_other && !reading.session->diags.count)
        fail_msg("%s: without the token at byte %zu nothing is said, and the tree is the same", path,
                 place.start);
    if (all)
        compile_text(shorter);
    arena_free(reading.arena);
    arena_free(arena);
}

static void test_any_token_left_out(void **state)
{
    (void)state;
    static struct place places[TOKENS_MOST];
    for (size_t i = 0; i < file_count; i++) {
        struct arena *arena = arena_new(0, memory_is_out, NULL);
        struct text text = load(arena, files[i]);
        struct reading whole = read_text(text);
        size_t count = whole.session->diags.count ? 0 : find_tokens(text, places);
        size_t step = text.length < SMALL ? step_for(count, 60) : step_for(count, 250);
        for (size_t at = i % step; at < count; at += step)
            leave_out(files[i], text, whole.ast, places[at], text.length < SMALL);
        arena_free(whole.arena);
        arena_free(arena);
    }
    told("a token left out");
}

static void test_twice_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++) {
        struct arena *first = arena_new(0, memory_is_out, NULL);
        struct arena *second = arena_new(0, memory_is_out, NULL);
        struct buf one;
        struct buf two;
        buf_init(&one, first);
        buf_init(&two, second);
        compile(files[i], first, &one);
        compile(files[i], second, &two);
        if (!text_equal(buf_get(&one), buf_get(&two)))
            fail_msg("%s: two runs differ", files[i]);
        arena_free(first);
        arena_free(second);
    }
    told("compiled twice");
}

static struct reading read_with(enum threads threads, struct text text)
{
    struct reading reading = { .arena = arena_new(0, memory_is_out, NULL) };
    struct source source;
    reading.session = session_new(reading.arena);
    if (threads == THREADS_TWO)
        reading.session->large_source = 0;
    source_of_text(reading.arena, "property.sight", text, &source);
    reading.ast = ast_read(reading.session, session_add_source(reading.session, &source));
    diag_finish(reading.session);
    return reading;
}

/* The tree, the messages and the comments. */
static void print_reading(struct buf *out, const struct reading *reading)
{
    const struct ast *ast = reading->ast;
    buf_init(out, reading->arena);
    ast_dump(out, &ast->file->base);
    render_text(out, reading->session);
    for (uint32_t i = 0; i < ast->comments.count; i++)
        buf_printf(out, "%u-%u\n", ast->comments.items[i].span.start, ast->comments.items[i].span.end);
    buf_printf(out, "%d %d %zu\n", ast->has_errors, ast->unbalanced, reading->session->error_count);
}

/* A thread for the scanner makes no difference: not for what is read, nor for what is said of the whole. */
static void same_with_threads(const char *path)
{
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct text text = load(arena, path);
    struct reading one = read_with(THREADS_ONE, text);
    struct reading two = read_with(THREADS_TWO, text);
    struct buf read_by_one;
    struct buf read_by_two;
    print_reading(&read_by_one, &one);
    print_reading(&read_by_two, &two);
    if (!text_equal(buf_get(&read_by_one), buf_get(&read_by_two)))
        fail_msg("%s: two threads read something else than one", path);
    buf_init(&read_by_one, one.arena);
    buf_init(&read_by_two, two.arena);
    compile_with(THREADS_ONE, path, one.arena, &read_by_one);
    compile_with(THREADS_TWO, path, two.arena, &read_by_two);
    if (!text_equal(buf_get(&read_by_one), buf_get(&read_by_two)))
        fail_msg("%s: with two threads something else is said than with one", path);
    arena_free(one.arena);
    arena_free(two.arena);
    arena_free(arena);
}

static void test_same_with_threads(void **state)
{
    (void)state;
    size_t step = setting("PROPERTY_STEP", 1);
    for (size_t i = 0; i < file_count; i += step)
        same_with_threads(files[i]);
    told("compiled with a thread for the scanner");
}

/* A small generator of its own, so that a seed means the same everywhere. */
static uint32_t next_random(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33);
}

static void spoil(struct text text, char *bytes, uint64_t *random)
{
    static const char wild[] = "\"\"\"{}()#@.,?|<>=+-*/\\\n\r\t\0\x80\xC3\xEF\xBB\xBF\xE2\x80\xAE 0aZ_:";
    memcpy(bytes, text.bytes, text.length);
    for (uint32_t left = 1 + next_random(random) % 4; left && text.length; left--) {
        size_t at = next_random(random) % text.length;
        size_t from = next_random(random) % text.length;
        size_t length = next_random(random) % 20;
        switch (next_random(random) % 4) {
        case 0:
            bytes[at] = (char)next_random(random);
            break;
        case 1:
            bytes[at] = wild[next_random(random) % (sizeof wild - 1)];
            break;
        default:
            if (at + length <= text.length && from + length <= text.length)
                memmove(bytes + at, bytes + from, length);
        }
    }
}

static void test_bytes_changed(void **state)
{
    (void)state;
    uint64_t random = setting("PROPERTY_SEED", 1);
    unsigned long rounds = setting("PROPERTY_ROUNDS", 24) / setting("PROPERTY_STEP", 1);
    for (size_t i = 0; i < file_count; i++) {
        struct arena *arena = arena_new(0, memory_is_out, NULL);
        struct text text = load(arena, files[i]);
        char *bytes = ARENA_ARRAY(arena, char, text.length + 1);
        bool is_small = text.length < SMALL;
        for (unsigned long round = 0; round < (is_small ? rounds : rounds * 4); round++) {
            spoil(text, bytes, &random);
            if (is_small)
                compile_text((struct text){ bytes, text.length });
            else
                arena_free(read_text((struct text){ bytes, text.length }).arena);
        }
        arena_free(arena);
    }
    told("bytes changed");
}

/* Leaving by the way of exhausted memory, what bison holds of its own is not given back; the program
 * ends there anyway. Nothing else may leak. (What jansson holds cannot be told by where it was taken, so JSON
 * is left out of these runs.) */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:run_out_at\n";
}

/* Compiles with the nth allocation refused; false where fewer were made. */
static bool run_out_at(enum threads threads, const char *path, size_t nth)
{
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct buf out;
    volatile bool met = true;
    exit_point.is_set = true;
    if (setjmp(exit_point.way) == 0) {
        arena_fail_at(arena, nth);
        buf_init(&out, arena);
        compile_with(threads, path, arena, &out);
        met = false;
    }
    exit_point.is_set = false;
    arena_free(arena);
    tried++;
    return met;
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++) {
        struct arena *arena = arena_new(0, memory_is_out, NULL);
        compile(files[i], arena, NULL);
        size_t step = step_for(arena_count(arena), i % 8 ? 8 : 40);
        arena_free(arena);
        for (size_t nth = 1 + i % step; run_out_at(THREADS_ONE, files[i], nth); nth += step)
            continue;
    }
    told("memory run out");
}

/* Every allocation of the smallest whole model. */
static void test_memory_runs_out_everywhere(void **state)
{
    (void)state;
    static const char model[] =
        "agency a \"A\"\nteam t \"T\" of b\n\nevent e on 2001-02-30 { source: \"x }\n";
    store(temporary(), text_of(model));
    size_t step = setting("PROPERTY_STEP", 1) * 3;
    for (size_t nth = 1; run_out_at(THREADS_ONE, temporary(), nth); nth += step)
        continue;
    for (size_t nth = 1; run_out_at(THREADS_TWO, temporary(), nth); nth += step)
        continue;
    told("memory run out at every allocation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_off_anywhere),
        cmocka_unit_test(test_laid_out),
        cmocka_unit_test(test_any_token_left_out),
        cmocka_unit_test(test_twice_the_same),
        cmocka_unit_test(test_same_with_threads),
        cmocka_unit_test(test_bytes_changed),
        cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_memory_runs_out_everywhere),
    };
    return cmocka_run_group_tests_name("properties", tests, find_files, drop_files);
}
