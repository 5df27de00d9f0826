#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "compile.h"

/* What the program ends with; fixed by the language reference. */
enum exit_code {
    EXIT_CLEAN = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2,
    EXIT_LIMIT = 3,
    EXIT_FILES = 4,
    EXIT_DEFECT = 70,
};

/* The command line, read. */
struct arguments {
    struct options options;
    const char *format;   /* human or json; for report html or md */
    const char *output;   /* -o */
    const char *report;   /* --report */
    const char *title;    /* figure --title */
    const char *template; /* report --template */
    enum stage stop_after;
    bool has_stop;
    enum stage dump;
    bool has_dump;
    const char *without;  /* butfor --without */
    const char *of_kind;  /* cuts --of, emit --of */
    bool prevent;         /* cuts --prevent */
    const char *engine;   /* eval --engine */
    bool only_check;      /* fmt --check */
    bool coverage;        /* test --coverage */
    bool conclusions;     /* check --conclusions */
    bool diff;            /* report --diff */
    bool watch;           /* report --watch */
    bool with_main;       /* emit c --main */
    int count;
    char **files;
};

struct command {
    const char *name;
    const char *usage;
    const char *sentence;
    enum exit_code (*run)(const struct arguments *arguments);
};

/* The command with this name, or NULL. */
const struct command *command_find(const char *name);

/* All commands, for help; `count` is set. */
const struct command *command_list(size_t *count);

/* An arena that ends the program with a plain line when memory is out. */
struct arena *command_arena(void);

/* Reads one file for a command: compiles it, prints its diagnostics as the arguments ask. */
struct compile command_compile(struct arena *arena, const struct arguments *arguments, const char *path,
                               enum stage last);

/* Prints the diagnostics; false where they could not be written. */
bool command_print_diagnostics(const struct compile *compile, const struct arguments *arguments);

/* What a finished compilation ends the program with. */
enum exit_code command_exit_code(const struct compile *compile);

/* The graver of two ends. */
enum exit_code command_worse(enum exit_code a, enum exit_code b);

/* Prints one line "sightline: ..." to standard error. */
void command_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes a command's result to standard output; the exit code of having done so. */
enum exit_code command_put(struct text text);

enum exit_code run_check(const struct arguments *arguments);
enum exit_code run_report(const struct arguments *arguments);
enum exit_code run_eval(const struct arguments *arguments);
enum exit_code run_diff(const struct arguments *arguments);
enum exit_code run_figure(const struct arguments *arguments);
enum exit_code run_emit(const struct arguments *arguments);
enum exit_code run_build(const struct arguments *arguments);
enum exit_code run_fmt(const struct arguments *arguments);
enum exit_code run_test(const struct arguments *arguments);
enum exit_code run_why(const struct arguments *arguments);
enum exit_code run_butfor(const struct arguments *arguments);
enum exit_code run_cuts(const struct arguments *arguments);
enum exit_code run_loops(const struct arguments *arguments);
enum exit_code run_explain(const struct arguments *arguments);

#endif
