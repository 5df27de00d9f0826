/* The runner of the golden cases. Finds tests/golden/STAGE/NAME.sight, tests/golden/STAGE/NAME/main.sight
 * and tests/diag/CODE.sight, runs the program on each, and compares what it says with the files beside it:
 *
 *   NAME.tokens .ast .names   check --dump ...          NAME.json      check --format json
 *   NAME.diag                 check: messages, exit     NAME.html .md .typ   report -o -
 *   NAME.fmt                  fmt -                     NAME.out       whatever `# run: ...` asks for
 *
 * Where nothing stands beside it, what its stage asks for is written, and the run fails once. BLESS=1
 * writes everything anew; CASE=part of a path picks cases. `#~ E0203` at the end of a line says that
 * this message points there, `#~! E9001` that it points nowhere, `#~ E0424@calls.csv:3` that it points
 * into a table beside the case; no other message may come. `#~ name?` says of a check that it cannot be
 * determined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARGUMENTS_MOST = 32, PATH_MOST = 512, CASES_MOST = 8192, MARKS_MOST = 512, DIFF_LINES = 60 };

/* One way of running the program on a case. */
struct way {
    const char *suffix;
    const char *arguments; /* FILE stands for the case; NULL: as its `# run:` says */
    bool from_stdin;
    bool only_stderr;
    bool only_stdout;
};

static const struct way ways[] = {
    { "tokens", "check --stop-after parse --dump lex FILE", false, false, true },
    { "ast", "check --stop-after parse --dump parse FILE", false, false, false },
    { "names", "check --stop-after names --dump names FILE", false, false, false },
    { "diag", "check FILE", false, true, false },
    { "json", "check --format json FILE", false, false, false },
    { "html", "report -o - --format html FILE", false, false, false },
    { "md", "report -o - --format md FILE", false, false, false },
    { "typ", "report -o - --format typst FILE", false, false, false },
    { "fmt", "fmt -", true, false, false },
    { "out", NULL, false, false, false },
};

enum { WAY_COUNT = sizeof ways / sizeof *ways, WAY_DIAG = 3, WAY_OUT = 9 };

/* The neighbours a stage has at least, and whether its marks are looked at. */
struct stage {
    const char *folder;
    const char *suffixes;
    bool has_marks;
    bool is_wrong; /* the program is known not to do yet what the marks say */
};

static const struct stage stages[] = {
    { "tests/golden/scan", "tokens", false, false },
    { "tests/golden/parse", "ast", false, false },
    { "tests/golden/names", "names", false, false },
    { "tests/golden/diag", "diag", true, false },
    { "tests/golden/language", "diag", true, false },
    { "tests/golden/meaning", "diag", true, false },
    { "tests/golden/rules", "out", false, false },
    { "tests/golden/report", "md", false, false },
    { "tests/golden/fmt", "fmt", false, false },
    { "tests/golden/cli", "out", false, false },
    { "tests/golden/import", "diag", true, false },
    { "tests/golden/known", "", true, true },
    { "tests/diag", "diag", true, false },
};

struct golden {
    char path[PATH_MOST];
    char name[PATH_MOST + 16]; /* of the test */
    const struct stage *stage;
    const struct way *way; /* NULL: its marks are compared */
};

/* A message: where it points, and its code. */
struct mark {
    char path[PATH_MOST];
    long line;
    char code[128];
    bool is_met;
};

struct marks {
    struct mark items[MARKS_MOST];
    size_t count;
};

static struct golden cases[CASES_MOST];
static size_t case_count;

static bool is_blessing(void)
{
    const char *bless = getenv("BLESS");
    return bless && *bless;
}

static const char *program(void)
{
    const char *path = getenv("SIGHTLINE");
    return path && *path ? path : "build/sightline";
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static void neighbour(char out[PATH_MOST], const char *path, const char *suffix)
{
    snprintf(out, PATH_MOST, "%.*s.%s", (int)(strlen(path) - strlen(".sight")), path, suffix);
}

/* Running */

/* The arguments after `# run:` in the first line of a case; false where it has none. */
static bool own_arguments(const char *path, char *out, size_t size)
{
    static const char start[] = "# run: ";
    struct bytes text;
    bool found = bytes_read(path, &text) && strncmp(text.at, start, sizeof start - 1) == 0;
    if (found)
        snprintf(out, size, "%.*s", (int)strcspn(text.at + sizeof start - 1, "\r\n"),
                 text.at + sizeof start - 1);
    free(text.at);
    return found;
}

/* The next word from `*at` on, ended there; one in single quotation marks may hold blanks. */
static char *next_word(char **at)
{
    char *word = *at + strspn(*at, " ");
    bool is_quoted = *word == '\'';
    word += is_quoted;
    if (!*word)
        return NULL;
    char *end = word + strcspn(word, is_quoted ? "'" : " ");
    *at = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

static struct run run_words(char *words, const char *path, bool from_stdin)
{
    char *arguments[ARGUMENTS_MOST] = { (char *)(uintptr_t)program() };
    struct bytes input = { NULL, 0 };
    int count = 1;
    for (char *word; (word = next_word(&words)) && count < ARGUMENTS_MOST - 1;) {
        from_stdin = from_stdin || strcmp(word, "-") == 0;
        arguments[count++] = strcmp(word, "FILE") == 0 ? (char *)(uintptr_t)path : word;
    }
    if (from_stdin)
        bytes_read(path, &input);
    struct run run = run_program(arguments, from_stdin ? &input : NULL);
    free(input.at);
    return run;
}

/* Whether the command of a case prints messages that its marks can be held against. */
static bool gives_messages(const char *own)
{
    return strncmp(own, "check", 5) == 0 || strncmp(own, "test", 4) == 0;
}

static struct run run_case(const struct golden *golden, const struct way *way)
{
    char words[1024];
    char own[1000];
    bool has_own = own_arguments(golden->path, own, sizeof own);
    bool is_own = has_own && (way == &ways[WAY_OUT] || (way == &ways[WAY_DIAG] && gives_messages(own)));
    if (!way->arguments && !has_own)
        fail_msg("%s has no line `# run: ...`", golden->path);
    bool takes_file = strncmp(own, "explain", 7) != 0 && strncmp(own, "--", 2) != 0;
    snprintf(words, sizeof words, "%s%s", is_own ? own : way->arguments,
             is_own && takes_file && !strstr(own, "FILE") ? " FILE" : "");
    return run_words(words, golden->path, way->from_stdin);
}

/* What a way has to show, as its golden file has it. */
static struct bytes shown(const struct way *way, const struct run *run)
{
    struct bytes all = { NULL, 0 };
    char last[32];
    bytes_add(&all, "", 0);
    bytes_add(&all, run->out.at, run->out.length);
    if (way->only_stdout)
        return all;
    if (!way->only_stderr && run->err.length)
        bytes_add(&all, "--- stderr\n", 11);
    bytes_add(&all, run->err.at, run->err.length);
    snprintf(last, sizeof last, "exit %d\n", run->code);
    if (way->only_stderr || way == &ways[WAY_OUT] || run->code || run->err.length)
        bytes_add(&all, last, strlen(last));
    return all;
}

/* Comparing */

static size_t line_length(const char *at)
{
    size_t length = strcspn(at, "\n");
    return length + (at[length] == '\n');
}

/* How far both begin with the same whole lines. */
static size_t same_start(const struct bytes *a, const struct bytes *b, size_t *lines)
{
    size_t at = 0;
    for (*lines = 0; a->at[at] && b->at[at]; ++*lines) {
        size_t length = line_length(a->at + at);
        if (length != line_length(b->at + at) || memcmp(a->at + at, b->at + at, length) != 0)
            break;
        at += length;
    }
    return at;
}

static size_t same_end(const struct bytes *a, const struct bytes *b, size_t start)
{
    size_t most = (a->length < b->length ? a->length : b->length) - start;
    size_t count = 0;
    size_t whole = 0;
    while (count < most && a->at[a->length - count - 1] == b->at[b->length - count - 1]) {
        count++;
        if (count == most || a->at[a->length - count - 1] == '\n')
            whole = count;
    }
    return whole;
}

static void print_lines(char mark, const char *from, const char *to)
{
    for (int lines = 0; from < to; lines++) {
        size_t length = line_length(from);
        if (lines == DIFF_LINES) {
            fprintf(stderr, "#  ...\n");
            return;
        }
        if (from + length > to)
            length = (size_t)(to - from);
        fprintf(stderr, "# %c%.*s\n", mark, (int)(length - (from[length - 1] == '\n')), from);
        from += length;
    }
}

/* Three lines of what is the same, what was wanted, what was found, three lines again. */
static void print_difference(const char *path, const struct bytes *wanted, const struct bytes *found)
{
    size_t lines;
    size_t start = same_start(wanted, found, &lines);
    size_t end = same_end(wanted, found, start);
    size_t context = start;
    for (int i = 0; i < 3 && context > 0; i++) {
        context--;
        while (context > 0 && wanted->at[context - 1] != '\n')
            context--;
    }
    const char *after = wanted->at + wanted->length - end;
    const char *stop = after;
    for (int i = 0; i < 3 && *stop; i++)
        stop += line_length(stop);
    fprintf(stderr, "# --- %s\n# +++ found\n# @@ line %zu @@\n", path, lines + 1);
    print_lines(' ', wanted->at + context, wanted->at + start);
    print_lines('-', wanted->at + start, after);
    print_lines('+', found->at + start, found->at + found->length - end);
    print_lines(' ', after, stop);
}

static void test_neighbour(void **state)
{
    const struct golden *golden = *state;
    char path[PATH_MOST];
    struct bytes wanted;
    struct run run = run_case(golden, golden->way);
    struct bytes found = shown(golden->way, &run);
    neighbour(path, golden->path, golden->way->suffix);
    bool exists = bytes_read(path, &wanted);
    bool same = exists && wanted.length == found.length && memcmp(wanted.at, found.at, found.length) == 0;
    if (golden->stage->is_wrong) {
        if (same)
            fail_msg("%s is right now; move it to the folder where it belongs", golden->path);
        same = true;
    }
    if (!same && (is_blessing() || !exists)) {
        bytes_write(path, found);
        fprintf(stderr, "# wrote %s\n", path);
    } else if (!same) {
        print_difference(path, &wanted, &found);
    }
    free(wanted.at);
    free(found.at);
    run_free(&run);
    if (!exists && !is_blessing())
        fail_msg("%s was missing and has been written; read it", path);
    if (!same && !is_blessing())
        fail_msg("%s is not what the program says; `make bless CASE=%s`", path, golden->path);
}

/* Marks */

static void add_mark(struct marks *marks, const char *path, long line, const char *code, size_t length)
{
    if (marks->count == MARKS_MOST)
        fail_msg("%s: more than %d marks", path, (int)MARKS_MOST);
    struct mark *mark = &marks->items[marks->count++];
    snprintf(mark->path, sizeof mark->path, "%s", path);
    snprintf(mark->code, sizeof mark->code, "%.*s", (int)length, code);
    mark->line = line;
    mark->is_met = false;
}

/* `E0424@calls.csv:3` points into a table, where no mark can stand. */
static void add_mark_in_table(struct marks *marks, const char *beside, const char *word, const char *at,
                              size_t length)
{
    char path[PATH_MOST];
    const char *slash = strrchr(beside, '/');
    const char *colon = memchr(at, ':', length - (size_t)(at - word));
    if (!colon)
        fail_msg("%s: a mark in a table is CODE@FILE:LINE: %.*s", beside, (int)length, word);
    snprintf(path, sizeof path, "%.*s%.*s", (int)(slash + 1 - beside), beside, (int)(colon - at - 1), at + 1);
    add_mark(marks, path, strtol(colon + 1, NULL, 10), word, (size_t)(at - word));
}

/* All `#~` of a file. */
static void read_marks(struct marks *marks, const char *path)
{
    struct bytes text;
    long line = 1;
    bytes_read(path, &text);
    for (size_t at = 0; at < text.length; at++) {
        if (text.at[at] == '\n')
            line++;
        if (text.at[at] != '#' || text.at[at + 1] != '~')
            continue;
        bool nowhere = text.at[at + 2] == '!';
        for (at += 2 + nowhere; text.at[at] == ' ';) {
            at += strspn(text.at + at, " ");
            size_t length = strcspn(text.at + at, " \r\n");
            const char *in_table = memchr(text.at + at, '@', length);
            if (in_table)
                add_mark_in_table(marks, path, text.at + at, in_table, length);
            else if (length)
                add_mark(marks, nowhere ? "" : path, nowhere ? 0 : line, text.at + at, length);
            at += length;
        }
        at--;
    }
    free(text.at);
}

static void read_marks_of_folder(struct marks *marks, const char *folder, const char *but)
{
    DIR *listing = opendir(folder);
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;) {
        char path[PATH_MOST];
        struct stat status;
        snprintf(path, sizeof path, "%.200s/%.200s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &status) != 0 || strcmp(path, but) == 0)
            continue;
        if (S_ISDIR(status.st_mode))
            read_marks_of_folder(marks, path, but);
        else if (ends_with(path, ".sight"))
            read_marks(marks, path);
    }
    if (listing)
        closedir(listing);
}

/* A check's name may stand without its module. */
static bool is_code(const char *mark, const char *code)
{
    const char *dot = strchr(code, '.');
    return strcmp(mark, code) == 0 || (dot && strcmp(mark, dot + 1) == 0);
}

static bool meet(struct marks *marks, const char *path, long line, const char *code)
{
    for (size_t i = 0; i < marks->count; i++) {
        struct mark *mark = &marks->items[i];
        bool is_here = !mark->is_met && mark->line == line && strcmp(mark->path, path) == 0;
        if (is_here && is_code(mark->code, code))
            return mark->is_met = true;
    }
    return false;
}

static const char *json_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* How many messages have no mark; each is told. */
static int count_unmarked(struct marks *marks, const struct bytes *json, bool tell)
{
    int count = 0;
    for (char *line = json->at; *line; line += line_length(line)) {
        json_error_t error;
        json_t *object = json_loadb(line, line_length(line), 0, &error);
        if (!object)
            fail_msg("no JSON: %.*s", (int)line_length(line), line);
        const char *path = json_text(object, "path");
        long at = (long)json_integer_value(json_object_get(object, "line"));
        const char *message = json_text(object, "message");
        bool undetermined = strncmp(message, "cannot be determined", 20) == 0;
        char code[160];
        snprintf(code, sizeof code, "%.150s%s", json_text(object, "code"), undetermined ? "?" : "");
        bool is_message = strcmp(json_text(object, "type"), "diagnostic") == 0;
        if (is_message && !meet(marks, path, *path ? at : 0, code)) {
            count++;
            if (tell)
                fprintf(stderr, "# %s:%ld: unwanted %s: %s\n", path, at, code, message);
        }
        json_decref(object);
    }
    return count;
}

static struct run run_json(const struct golden *golden)
{
    char words[1024] = "check --format json FILE";
    char own[900];
    if (own_arguments(golden->path, own, sizeof own) && gives_messages(own))
        snprintf(words, sizeof words, "%.*s --format json %s%s", (int)strcspn(own, " "), own,
                 own + strcspn(own, " "), strstr(own, "FILE") ? "" : " FILE");
    return run_words(words, golden->path, false);
}

static void test_marks(void **state)
{
    const struct golden *golden = *state;
    static struct marks marks;
    struct run run = run_json(golden);
    int wrong = 0;
    marks.count = 0;
    read_marks(&marks, golden->path);
    if (ends_with(golden->path, "/main.sight")) {
        char folder[PATH_MOST];
        size_t length = strlen(golden->path) - strlen("/main.sight");
        snprintf(folder, sizeof folder, "%.*s", (int)length, golden->path);
        read_marks_of_folder(&marks, folder, golden->path);
    }
    wrong += count_unmarked(&marks, &run.out, !golden->stage->is_wrong);
    for (size_t i = 0; i < marks.count; i++) {
        const struct mark *mark = &marks.items[i];
        if (mark->is_met)
            continue;
        wrong++;
        if (!golden->stage->is_wrong)
            fprintf(stderr, "# %s:%ld: missing %s\n", mark->path, mark->line, mark->code);
    }
    bool crashed = run.code < 0 || run.code > 4;
    run_free(&run);
    if (crashed)
        fail_msg("%s: the program ended badly", golden->path);
    if (golden->stage->is_wrong && !wrong)
        fail_msg("%s is right now; move it to the folder where it belongs", golden->path);
    if (!golden->stage->is_wrong && wrong)
        fail_msg("%s: %d messages are not as marked", golden->path, wrong);
}

/* Finding */

static bool is_wanted(const char *path)
{
    const char *part = getenv("CASE");
    return !part || strstr(path, part);
}

static void add_case(const char *path, const struct stage *stage, const struct way *way)
{
    if (!is_wanted(path) || case_count == CASES_MOST || (is_blessing() && (!way || stage->is_wrong)))
        return;
    struct golden *golden = &cases[case_count++];
    snprintf(golden->path, sizeof golden->path, "%s", path);
    snprintf(golden->name, sizeof golden->name, "%s %s", path, way ? way->suffix : "marks");
    golden->stage = stage;
    golden->way = way;
}

static void add_input(const char *path, const struct stage *stage)
{
    for (int i = 0; i < WAY_COUNT; i++) {
        char beside[PATH_MOST];
        neighbour(beside, path, ways[i].suffix);
        if (strstr(stage->suffixes, ways[i].suffix) || access(beside, F_OK) == 0)
            add_case(path, stage, &ways[i]);
    }
    char right[PATH_MOST];
    neighbour(right, path, "diag");
    if (stage->has_marks && !(stage->is_wrong && access(right, F_OK) == 0))
        add_case(path, stage, NULL);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void find_cases(const struct stage *stage)
{
    struct dirent **entries;
    int count = scandir(stage->folder, &entries, NULL, by_name);
    for (int i = 0; i < count; i++) {
        char path[PATH_MOST];
        struct stat status;
        snprintf(path, sizeof path, "%.200s/%.200s", stage->folder, entries[i]->d_name);
        if (ends_with(path, ".sight")) {
            add_input(path, stage);
        } else if (entries[i]->d_name[0] != '.' && stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            strcat(path, "/main.sight");
            if (access(path, F_OK) == 0)
                add_input(path, stage);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

int main(void)
{
    static struct CMUnitTest tests[CASES_MOST];
    static const struct stage examples = { "examples", "", false, false };
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        find_cases(&stages[i]);
    add_case("examples/first_review/mistakes.sight", &examples, &ways[WAY_DIAG]);
    for (size_t i = 0; i < case_count; i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, cases[i].way ? test_neighbour : test_marks, NULL,
                                        NULL, &cases[i] };
    return _cmocka_run_group_tests("golden", tests, case_count, NULL, NULL);
}
