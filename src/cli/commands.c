/* The commands, and what they share: compile a file, print what was found, end with the right code. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/output.h"
#include "cli/why.h"
#include "diag/diag.h"
#include "diag/render.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command commands[] = {
    { "check", "check FILE...", "checks a model and says what is wrong with it", run_check },
    { "report", "report FILE -o DIR", "writes the documents of a case", run_report },
    { "eval", "eval FILE", "runs the rules and checks over many cases", run_eval },
    { "figure", "figure KIND FILE -o x.svg", "draws one figure of a case", run_figure },
    { "emit", "emit FORM FILE", "writes a model for other programs: schema, c", run_emit },
    { "build", "build FILE -o PROGRAM", "makes a program of a model's rules", run_build },
    { "diff", "diff OLD NEW", "says what changed between two versions of a model", run_diff },
    { "why", "why FACT FILE", "says why something follows, or what is missing", run_why },
    { "test", "test FILE...", "runs the tests that a file holds", run_test },
    { "fmt", "fmt FILE...", "lays a file out in the one canonical way", run_fmt },
    { "butfor", "butfor CONCLUSION FILE", "says without what a conclusion would not follow", run_butfor },
    { "cuts", "cuts CONCLUSION FILE", "lists the smallest sets on which a conclusion rests", run_cuts },
    { "loops", "loops FILE", "lists the loops among recorded influences", run_loops },
    { "explain", "explain NAME...", "says what a message means, or what a module holds", run_explain },
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

const struct command *command_list(size_t *count)
{
    *count = COMMAND_COUNT;
    return commands;
}

const struct command *command_find(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

void command_complain(const char *format, ...)
{
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fputs("sightline: ", stderr);
    for (const char *at = line; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x20 || byte == 0x7F)
            fprintf(stderr, "\\u{%X}", byte); /* what steers a terminal is shown, not obeyed */
        else
            fputc(byte, stderr);
    }
    fputc('\n', stderr);
}

_Noreturn static void give_up(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    static const char line[] = "sightline: out of memory\n";
    output_write_stream(STDERR_FILENO, (struct text){ line, sizeof line - 1 });
    _exit(EXIT_LIMIT);
}

struct arena *command_arena(void)
{
    return arena_new(0, give_up, NULL);
}

bool command_print_diagnostics(const struct compile *compile, const struct arguments *arguments)
{
    struct buf out;
    buf_init(&out, compile->session->arena);
    bool json = strcmp(arguments->format, "json") == 0;
    if (json)
        render_json(&out, compile->session);
    else
        render_text(&out, compile->session);
    return output_write_stream(json ? STDOUT_FILENO : STDERR_FILENO, buf_get(&out));
}

struct compile command_compile(struct arena *arena, const struct arguments *arguments, const char *path,
                               enum stage last)
{
    struct session *session = session_new(arena);
    session->options = arguments->options;
    return compile_file(session, path, last);
}

static bool has_code(const struct session *session, const char *prefix)
{
    for (uint32_t i = 0; i < session->diags.count; i++) {
        if (text_starts(session->diags.items[i]->code, text_of(prefix)))
            return true;
    }
    return false;
}

enum exit_code command_exit_code(const struct compile *compile)
{
    const struct session *session = compile->session;
    if (has_code(session, "E9004"))
        return EXIT_LIMIT;
    if (has_code(session, "E900"))
        return EXIT_FILES;
    bool denied = session->options.deny_warnings && session->warning_count;
    return session->error_count || denied ? EXIT_FINDINGS : EXIT_CLEAN;
}

enum exit_code command_worse(enum exit_code a, enum exit_code b)
{
    return a > b ? a : b;
}

enum exit_code command_put(struct text text)
{
    if (output_write_stream(STDOUT_FILENO, text))
        return EXIT_CLEAN;
    command_complain("cannot write to standard output: %s", strerror(errno));
    return EXIT_FILES;
}

/* check */

static enum exit_code check_file(const struct arguments *arguments, const char *path)
{
    struct arena *arena = command_arena();
    enum stage last = arguments->has_stop ? arguments->stop_after : STAGE_EVAL;
    struct compile compile = command_compile(arena, arguments, path, last);
    enum exit_code code = command_exit_code(&compile);
    struct buf out;
    buf_init(&out, arena);
    if (arguments->has_dump && compile_dump(&out, &compile, arguments->dump))
        code = command_worse(code, command_put(buf_get(&out)));
    if (arguments->conclusions) {
        buf_init(&out, arena);
        conclusions_print(&out, &compile, strcmp(arguments->format, "json") == 0);
        code = command_worse(code, command_put(buf_get(&out)));
    }
    if (!command_print_diagnostics(&compile, arguments))
        code = command_worse(code, EXIT_FILES);
    arena_free(arena);
    return code;
}

enum exit_code run_check(const struct arguments *arguments)
{
    enum exit_code code = EXIT_CLEAN;
    if (*arguments->format && strcmp(arguments->format, "human") != 0 &&
        strcmp(arguments->format, "json") != 0) {
        command_complain("`--format %s` is not known; `check` prints human or json", arguments->format);
        return EXIT_USAGE;
    }
    for (int i = 0; i < arguments->count; i++)
        code = command_worse(code, check_file(arguments, arguments->files[i]));
    return code;
}
