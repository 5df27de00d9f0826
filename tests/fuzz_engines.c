/* Engines agree: random programs (tests/programs/) by every engine, and the bytes of what they tell are
 * compared. A difference is made smaller as far as it goes and printed. FUZZ_PROGRAMS and FUZZ_SEED say how
 * many, and which; FUZZ_C=5 tries only one in five as C, too; FUZZ_TALLY=1 counts what they hold. With
 * arguments it does other things:
 *   fuzz_engines show NUMBER             prints a program and what each engine tells of it
 *   fuzz_engines write FOLDER COUNT [FIRST]   writes programs: FOLDER/NUMBER.sight, and beside it what the
 *                                        reference tells (NUMBER.wanted; empty: an evaluation error)
 *   fuzz_engines shrink FILE COMMAND     prints FILE made small, so that COMMAND with a file's path behind it
 *                                        still ends with 0 */
#include "programs/programs_c.h"

#include "engine/engines.h"
#include "small/found.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Of a hundred programs so many are run by the first engine, and as C. */
enum { SHARE_WANTED = 60, SHARE_IN_C_WANTED = 50 };
enum { REASONS_MOST = 100, FAILURES_MOST = 3, MANY_PROGRAMS = 3000, SMALL_LINES = 24 };

/* What was tried. */
struct tally {
    unsigned long programs;
    unsigned long uncompiled;
    unsigned long in_c; /* of these, those that were tried as C */
    unsigned long errors;
    unsigned long concluded;
    unsigned long found;
    unsigned long ran[ENGINES_MOST];
    struct reason {
        char *words;
        unsigned long count;
    } reasons[REASONS_MOST];          /* for which C was refused */
    unsigned long with[FEATURES];     /* programs that have it */
    unsigned long ran_with[FEATURES]; /* of these, those that the first engine ran */
};

static void count_reason(struct tally *tally, const char *words)
{
    int i = 0;
    while (i < REASONS_MOST && tally->reasons[i].words && strcmp(tally->reasons[i].words, words) != 0)
        i++;
    if (i == REASONS_MOST)
        return;
    if (!tally->reasons[i].words)
        tally->reasons[i].words = strdup(words);
    tally->reasons[i].count++;
}

static void drop_reasons(struct tally *tally)
{
    for (int i = 0; i < REASONS_MOST; i++)
        free(tally->reasons[i].words);
}

static void count_program(struct tally *tally, const struct program *program, const struct runs *runs)
{
    const struct told *wanted = &runs->told[runs->count - 1];
    tally->programs++;
    tally->uncompiled += !runs->compiles;
    if (!runs->compiles)
        return;
    tally->errors += wanted->is_error;
    tally->concluded += strstr(wanted->words.at, "\"rule\":") != NULL;
    tally->found += strstr(wanted->words.at, "\"check\":") != NULL;
    for (int i = 0; i < runs->count; i++)
        tally->ran[i] += !runs->told[i].refused;
    const char *refused = runs->told[runs->count - 2].refused;
    if (refused)
        count_reason(tally, refused);
    for (int i = 0; i < FEATURES; i++) {
        tally->with[i] += program->features >> i & 1;
        tally->ran_with[i] += program->features >> i & 1 && !runs->told[0].refused;
    }
}

static void print_tally(const struct tally *tally)
{
    size_t count;
    const struct engine *engines = engine_list(&count);
    for (size_t i = 0; i + 1 < count; i++)
        printf("# %s ran %lu of %lu programs\n", engines[i].name, tally->ran[i], tally->programs);
    printf("# as C ran %lu of %lu programs%s\n", tally->ran[count - 1], tally->in_c,
           programs_run_in_c() ? "" : ": there is no libtcc here, so that NO C WAS TRIED");
    printf("# %lu concluded something, in %lu a check spoke, %lu ended with an evaluation error, %lu did not "
           "compile\n",
           tally->concluded, tally->found, tally->errors, tally->uncompiled);
    for (int i = 0; i < FEATURES && found_setting("FUZZ_TALLY", 0); i++)
        printf("# %7lu with %s, of which %s ran %lu\n", tally->with[i], program_features[i], engines[0].name,
               tally->ran_with[i]);
    for (int i = 0; i < REASONS_MOST && tally->reasons[i].words && found_setting("FUZZ_TALLY", 0); i++)
        printf("# %7lu not as C: %s\n", tally->reasons[i].count, tally->reasons[i].words);
}

/* Differences */

static void print_runs(const struct runs *runs)
{
    for (int i = 0; i < runs->count && runs->compiles; i++) {
        const struct told *told = &runs->told[i];
        if (told->refused)
            printf("%s could not run it: %s\n", told->name, told->refused);
        else
            printf("%s told:\n%s\n", told->name,
                   told->is_error ? "an evaluation error" : told->words.at);
    }
}

static bool engines_differ(void *context, const char *text)
{
    struct runs runs;
    (void)context;
    runs_make(&runs, text, true);
    bool differ = runs_find_difference(&runs) >= 0;
    runs_drop(&runs);
    return differ;
}

static void tell_difference(struct words *text, uint64_t number)
{
    struct runs runs;
    program_shrink(text, engines_differ, NULL);
    runs_make(&runs, text->at, true);
    printf("program %llu, made small:\n%s", (unsigned long long)number, text->at);
    print_runs(&runs);
    fflush(stdout);
    runs_drop(&runs);
}

/* Tries one program; false where engines differ. FUZZ_C says one in how many is tried as C. */
static bool try_program(struct tally *tally, uint64_t number)
{
    bool with_c = number % found_setting("FUZZ_C", 1) == 0;
    struct program program;
    struct runs runs;
    program_make(&program, number);
    runs_make(&runs, program.text.at, with_c);
    tally->in_c += with_c && runs.compiles;
    count_program(tally, &program, &runs);
    bool differ = runs_find_difference(&runs) >= 0;
    if (differ)
        tell_difference(&program.text, number);
    runs_drop(&runs);
    free(program.text.at);
    return !differ;
}

static uint64_t number_of(unsigned long seed, unsigned long nth)
{
    return (uint64_t)seed * 1000000000 + nth;
}

/* A generator that makes ever the same, or what no engine but the reference can run, tries nothing. */
static void judge_tally(const struct tally *tally)
{
    assert_true(tally->uncompiled * 50 < tally->programs);
    assert_true(tally->ran[0] * 100 >= tally->programs * SHARE_WANTED);
    assert_true(tally->ran[0] < tally->programs);
    size_t count;
    engine_list(&count);
    if (programs_run_in_c())
        assert_true(tally->ran[count - 1] * 100 >= tally->in_c * SHARE_IN_C_WANTED);
    assert_true(tally->concluded * 2 > tally->programs);
    assert_true(tally->errors * 5 < tally->programs);
    for (int i = 0; i < FEATURES; i++) {
        if (!tally->with[i])
            fail_msg("no program has %s", program_features[i]);
    }
}

static void test_engines_agree(void **state)
{
    struct tally tally = { 0 };
    unsigned long seed = found_setting("FUZZ_SEED", 1);
    unsigned long programs = found_setting("FUZZ_PROGRAMS", 10000);
    unsigned long failures = 0;
    (void)state;
    for (unsigned long nth = 0; nth < programs && failures < FAILURES_MOST; nth++)
        failures += !try_program(&tally, number_of(seed, nth));
    print_tally(&tally);
    drop_reasons(&tally);
    if (failures)
        fail_msg("engines tell different things");
    if (programs >= MANY_PROGRAMS)
        judge_tally(&tally);
}

/* A planted difference: an engine that takes `<=` for `<`, or with a context, C that does. */
static bool planted_differs(void *context, const char *text)
{
    struct runs right;
    struct runs wrong;
    struct words planted = { NULL, 0, 0 };
    words_add(&planted, "%s", text);
    for (char *at = planted.at; (at = strstr(at, " <= ")) != NULL;)
        memcpy(at, " <  ", 4);
    runs_make(&right, text, false);
    runs_make(&wrong, planted.at, context != NULL);
    int last = right.count - 1;
    const struct told *told = &wrong.told[context ? last - 1 : last];
    bool differs = right.compiles && wrong.compiles && !told->refused &&
                   strcmp(right.told[last].words.at, told->words.at) != 0;
    runs_drop(&right);
    runs_drop(&wrong);
    free(planted.at);
    return differs;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void find_and_shrink(const char *name, void *context)
{
    uint64_t number = 0;
    struct program program;
    program_make(&program, number);
    while (number < 1000 && !planted_differs(context, program.text.at)) {
        free(program.text.at);
        program_make(&program, ++number);
    }
    size_t lines = count_lines(program.text.at);
    assert_true(number < 1000);
    program_shrink(&program.text, planted_differs, context);
    printf("# planted in %s: found in program %llu, shrunk from %zu lines to %zu\n", name,
           (unsigned long long)number, lines, count_lines(program.text.at));
    assert_true(planted_differs(context, program.text.at));
    assert_non_null(strstr(program.text.at, " <= "));
    assert_true(count_lines(program.text.at) <= SMALL_LINES);
    free(program.text.at);
}

static void test_planted_difference_is_found_and_shrunk(void **state)
{
    bool in_c = true;
    (void)state;
    find_and_shrink("an engine", NULL);
    if (programs_run_in_c())
        find_and_shrink("C", &in_c);
}

static void test_same_number_same_program(void **state)
{
    struct program first;
    struct program second;
    (void)state;
    program_make(&first, 17);
    program_make(&second, 17);
    assert_string_equal(first.text.at, second.text.at);
    free(first.text.at);
    free(second.text.at);
}

/* Modes */

static int show(const char *number)
{
    struct program program;
    struct runs runs;
    program_make(&program, strtoull(number, NULL, 10));
    runs_make(&runs, program.text.at, true);
    printf("%s", program.text.at);
    if (runs.compiles)
        print_runs(&runs);
    else
        printf("it does not compile:\n%s", runs.wrong.at);
    runs_drop(&runs);
    free(program.text.at);
    return 0;
}

static bool store(const char *folder, uint64_t number, const char *suffix, const struct words *words)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%llu.%s", folder, (unsigned long long)number, suffix);
    FILE *file = fopen(path, "wb");
    return file && fwrite(words->at, 1, words->length, file) == words->length && fclose(file) == 0;
}

static int write_programs(const char *folder, unsigned long count, uint64_t first)
{
    bool sound = true;
    for (uint64_t number = first; number < first + count && sound; number++) {
        struct words text;
        struct words wanted;
        if (program_wanted(number, &text, &wanted))
            sound = store(folder, number, "sight", &text) && store(folder, number, "wanted", &wanted);
        free(text.at);
        free(wanted.at);
    }
    if (!sound)
        fprintf(stderr, "cannot write to %s\n", folder);
    return sound ? 0 : 1;
}

static bool command_succeeds(void *context, const char *text)
{
    struct words words = { NULL, 0, 0 };
    struct words command = { NULL, 0, 0 };
    words_add(&words, "%s", text);
    found_store("shrunk.sight", &words);
    words_add(&command, "%s %s", (const char *)context, found_path("shrunk.sight"));
    bool succeeds = system(command.at) == 0;
    free(words.at);
    free(command.at);
    return succeeds;
}

static int shrink(const char *path, char *command)
{
    struct words text = { NULL, 0, 0 };
    char part[4096];
    FILE *file = fopen(path, "rb");
    words_add(&text, "%s", "");
    while (file && fgets(part, sizeof part, file))
        words_add(&text, "%s", part);
    if (!file || fclose(file) != 0 || !command_succeeds(command, text.at)) {
        fprintf(stderr, "%s cannot be read, or the command does not end with 0 for it\n", path);
        return 1;
    }
    program_shrink(&text, command_succeeds, command);
    fputs(text.at, stdout);
    free(text.at);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_number_same_program),
        cmocka_unit_test(test_planted_difference_is_found_and_shrunk),
        cmocka_unit_test(test_engines_agree),
    };
    if (argc == 3 && strcmp(argv[1], "show") == 0)
        return show(argv[2]);
    if (argc >= 4 && strcmp(argv[1], "write") == 0)
        return write_programs(argv[2], strtoul(argv[3], NULL, 10),
                              argc > 4 ? strtoull(argv[4], NULL, 10) : 0);
    if (argc == 4 && strcmp(argv[1], "shrink") == 0)
        return shrink(argv[2], argv[3]);
    return cmocka_run_group_tests_name("fuzz_engines", tests, NULL, NULL);
}
