/* Arguments to a command. */
#include "cli/commands.h"

#include "base/arena.h"
#include "base/buf.h"
#include "diag/suggest.h"
#include "report/graphviz.h"
#include "report/picture.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define VERSION "0.1"

enum { STDLIB_LONGEST = 4096 + 64 };

enum option_id {
    OPTION_FORMAT = 256, OPTION_DENY, OPTION_SHOW_VALUES, OPTION_COLOUR, OPTION_ALL, OPTION_STOP,
    OPTION_DUMP, OPTION_STDLIB, OPTION_ROOT, OPTION_CHECK, OPTION_REPORT, OPTION_COVERAGE,
    OPTION_CONCLUSIONS, OPTION_MAX_CONCLUSIONS, OPTION_MAX_ERRORS, OPTION_WITHOUT, OPTION_OF,
    OPTION_PREVENT, OPTION_TITLE, OPTION_GRAPHVIZ, OPTION_RSVG, OPTION_TEMPLATE, OPTION_DATA, OPTION_ENGINE,
    OPTION_DIFF, OPTION_WATCH, OPTION_MAIN,
    OPTION_HELP, OPTION_VERSION
};

static const struct option options[] = {
    { "format", required_argument, NULL, OPTION_FORMAT },
    { "deny", required_argument, NULL, OPTION_DENY },
    { "show-values", no_argument, NULL, OPTION_SHOW_VALUES },
    { "color", required_argument, NULL, OPTION_COLOUR },
    { "colour", required_argument, NULL, OPTION_COLOUR },
    { "all", no_argument, NULL, OPTION_ALL },
    { "stop-after", required_argument, NULL, OPTION_STOP },
    { "dump", required_argument, NULL, OPTION_DUMP },
    { "stdlib", required_argument, NULL, OPTION_STDLIB },
    { "root", required_argument, NULL, OPTION_ROOT },
    { "check", no_argument, NULL, OPTION_CHECK },
    { "max-conclusions", required_argument, NULL, OPTION_MAX_CONCLUSIONS },
    { "max-errors", required_argument, NULL, OPTION_MAX_ERRORS },
    { "coverage", no_argument, NULL, OPTION_COVERAGE },
    { "conclusions", no_argument, NULL, OPTION_CONCLUSIONS },
    { "report", required_argument, NULL, OPTION_REPORT },
    { "without", required_argument, NULL, OPTION_WITHOUT },
    { "of", required_argument, NULL, OPTION_OF },
    { "prevent", no_argument, NULL, OPTION_PREVENT },
    { "title", required_argument, NULL, OPTION_TITLE },
    { "graphviz", required_argument, NULL, OPTION_GRAPHVIZ },
    { "data", required_argument, NULL, OPTION_DATA },
    { "engine", required_argument, NULL, OPTION_ENGINE },
    { "rsvg", required_argument, NULL, OPTION_RSVG },
    { "template", required_argument, NULL, OPTION_TEMPLATE },
    { "diff", no_argument, NULL, OPTION_DIFF },
    { "watch", no_argument, NULL, OPTION_WATCH },
    { "main", no_argument, NULL, OPTION_MAIN },
    { "output", required_argument, NULL, 'o' },
    { "help", no_argument, NULL, OPTION_HELP },
    { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 },
};

static const char option_help[] =
    "Options:\n"
    "  --format human|json    how messages are printed; `test` knows junit, `report` html, md,\n"
    "                         docx, pdf or typst, `eval` ndjson, csv or summary\n"
    "  --deny warnings        warnings count as errors\n"
    "  --all                  print every message, not the first 100\n"
    "  --show-values          let confidential values stand in messages\n"
    "  --color auto|always|never\n"
    "  -o, --output PATH      where `report`, `figure`, `eval` and `emit` write (`-`: stdout)\n"
    "  --data DIR|FILE        where the tables are that `import` names; may be repeated\n"
    "  --engine NAME          with `eval`: auto, fast or reference\n"
    "  --watch                with `report`: write again whenever a file is saved\n"
    "  --diff                 with `report`: say what changed between two versions, as `diff`\n"
    "  --report NAME          which report; by default every one the case can use\n"
    "  --title TEXT           with `figure`: what stands above it\n"
    "  --graphviz PROGRAM     the `dot` that orders the boxes of an AcciMap, or `none`\n"
    "  --template FILE.docx   with `report --format docx`: whose styles, headers, footers and page\n"
    "  --rsvg PROGRAM         the `rsvg-convert` that makes pictures for Word, or `none`\n"
    "  --conclusions          with `check`: print what the rules conclude\n"
    "  --max-conclusions N    how much the rules may conclude before they are stopped (1000000)\n"
    "  --max-errors N         mistakes in tables after which no more of them is read (10000)\n"
    "  --coverage             with `test`: say what no test decided both ways\n"
    "  --without NAME         with `butfor`: only this recorded thing is left out\n"
    "  --main                 with `emit c`: a whole program, not only what one can link\n"
    "  --of KIND              with `cuts`: sets of things of this kind; with `emit`: what it is to hold\n"
    "  --prevent              with `cuts`: sets without which the conclusion does not follow\n"
    "  --check                with `fmt`: change nothing, say what is not in the canonical layout\n"
    "  --root DIR             the folder that `use \"file\"` may not leave\n"
    "  --stdlib DIR           where the standard modules are\n"
    "  --stop-after STAGE     lex, parse, names, types, facts or eval\n"
    "  --dump STAGE           print what lex, parse or names made\n"
    "  --help, --version\n"
    "FILE may be `-`, standard input. Ends with 0 clean, 1 errors in the model, 2 wrong use,\n"
    "3 a limit reached, 4 input or output failed.\n";

static void print_help(FILE *stream)
{
    size_t count;
    const struct command *list = command_list(&count);
    fputs("Sightline checks and publishes case reviews.\n\nUsage: sightline COMMAND [options] FILE...\n\n",
          stream);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "  %-26s %s\n", list[i].usage, list[i].sentence);
    fputc('\n', stream);
    fputs(option_help, stream);
}

static bool read_colour(const char *word, bool *colour)
{
    if (strcmp(word, "auto") == 0)
        return true;
    *colour = strcmp(word, "always") == 0;
    return *colour || strcmp(word, "never") == 0;
}

static bool read_stage(const char *word, enum stage *stage, bool *given)
{
    *stage = stage_find(word);
    *given = true;
    return *stage != STAGE_COUNT;
}

static bool read_count(const char *word, size_t *count)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(word, &end, 10);
    *count = (size_t)number;
    return *word >= '1' && *word <= '9' && !*end && errno == 0 && number < SIZE_MAX / 2;
}

static bool wrong_value(const char *option, const char *value, const char *wanted)
{
    command_complain("`--%s %s` is not known; it takes %s", option, value, wanted);
    return false;
}

static bool read_option(struct arguments *arguments, int option)
{
    static const char stages[] = "lex, parse, names, types, facts or eval";
    switch (option) {
    case OPTION_FORMAT:
        arguments->format = optarg;
        return true;
    case OPTION_DENY:
        arguments->options.deny_warnings = true;
        return strcmp(optarg, "warnings") == 0 || wrong_value("deny", optarg, "`warnings`");
    case OPTION_SHOW_VALUES:
        arguments->options.show_values = true;
        return true;
    case OPTION_COLOUR:
        return read_colour(optarg, &arguments->options.colour) ||
               wrong_value("color", optarg, "auto, always or never");
    case OPTION_ALL:
        arguments->options.max_shown = 0;
        return true;
    case OPTION_STOP:
        return read_stage(optarg, &arguments->stop_after, &arguments->has_stop) ||
               wrong_value("stop-after", optarg, stages);
    case OPTION_DUMP:
        return (read_stage(optarg, &arguments->dump, &arguments->has_dump) &&
                arguments->dump <= STAGE_NAMES) ||
               wrong_value("dump", optarg, "lex, parse or names");
    case OPTION_STDLIB:
        arguments->options.stdlib = optarg;
        return true;
    case OPTION_ROOT:
        arguments->options.root = optarg;
        return true;
    case OPTION_CHECK:
        arguments->only_check = true;
        return true;
    case OPTION_MAX_CONCLUSIONS:
        return read_count(optarg, &arguments->options.max_conclusions) ||
               wrong_value("max-conclusions", optarg, "a whole number above 0");
    case OPTION_MAX_ERRORS:
        return read_count(optarg, &arguments->options.max_errors) ||
               wrong_value("max-errors", optarg, "a whole number above 0");
    case OPTION_COVERAGE:
        arguments->coverage = true;
        return true;
    case OPTION_CONCLUSIONS:
        arguments->conclusions = true;
        return true;
    case OPTION_REPORT:
        arguments->report = optarg;
        return true;
    case OPTION_WITHOUT:
        arguments->without = optarg;
        return true;
    case OPTION_OF:
        arguments->of_kind = optarg;
        return true;
    case OPTION_PREVENT:
        arguments->prevent = true;
        return true;
    case OPTION_TITLE:
        arguments->title = optarg;
        return true;
    case OPTION_GRAPHVIZ:
        arguments->options.graphviz = strcmp(optarg, "none") == 0 ? NULL : optarg;
        return true;
    case OPTION_DATA:
        if (arguments->options.data_count == DATA_MOST) {
            command_complain("at most %d folders and files are named by `--data`", (int)DATA_MOST);
            return false;
        }
        arguments->options.data[arguments->options.data_count++] = optarg;
        return true;
    case OPTION_ENGINE:
        arguments->engine = optarg;
        return true;
    case OPTION_RSVG:
        arguments->options.rsvg = strcmp(optarg, "none") == 0 ? NULL : optarg;
        return true;
    case OPTION_DIFF:
        arguments->diff = true;
        return true;
    case OPTION_MAIN:
        arguments->with_main = true;
        return true;
    case OPTION_WATCH:
        arguments->watch = true;
        return true;
    case OPTION_TEMPLATE:
        arguments->template = optarg;
        return true;
    case 'o':
        arguments->output = optarg;
        return true;
    default:
        return false; /* told by the caller */
    }
}

/* The standard modules stand beside the program: in its sources, or where it was installed. */
static const char *find_stdlib(char path[STDLIB_LONGEST])
{
    static const char *const beside[] = { "/../stdlib", "/../../stdlib", "/../share/sightline/stdlib" };
    ssize_t length = readlink("/proc/self/exe", path, STDLIB_LONGEST - 64);
    char *slash = NULL;
    if (length > 0) {
        path[length] = '\0';
        slash = strrchr(path, '/');
    }
    for (size_t i = 0; slash && i < sizeof beside / sizeof *beside; i++) {
        size_t room = STDLIB_LONGEST - (size_t)(slash - path);
        size_t end = (size_t)(slash - path) + strlen(beside[i]);
        snprintf(slash, room, "%s/core.sight", beside[i]);
        bool found = access(path, R_OK) == 0;
        path[end] = '\0';
        if (found)
            return path;
    }
    return STDLIB_INSTALLED;
}

/* These files hold people's names: nothing of them is left in a core dump. */
static void leave_no_traces(void)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* Ends a complaint with the name that was meant, or says where to find it. */
static void complain_of_name(const char *what, const char *word, const struct suggest *suggest,
                             const char *dashes)
{
    struct arena *arena = command_arena();
    const struct suggestion *found = suggest_best(suggest);
    struct buf way;
    buf_init(&way, arena);
    for (size_t i = 0; i < found->count; i++)
        buf_printf(&way, "%s`%s%.*s`", i ? " or " : "did you mean ", dashes, TEXT_ARGUMENTS(found->texts[i]));
    buf_str(&way, found->count ? "?" : "`sightline --help` lists them");
    command_complain("there is no %s `%s`; %s", what, word, buf_string(&way));
    arena_free(arena);
}

static void complain_of_command(const char *word)
{
    struct suggest suggest;
    size_t count;
    const struct command *list = command_list(&count);
    suggest_init(&suggest, text_of(word));
    for (size_t i = 0; i < count; i++)
        suggest_offer(&suggest, text_of(list[i].name));
    complain_of_name("command", word, &suggest, "");
}

static void complain_of_option(const char *word)
{
    struct suggest suggest;
    const char *name = strcmp(word, "-o") == 0 ? "output" : word + strspn(word, "-");
    struct text bare = { name, strcspn(name, "=") };
    suggest_init(&suggest, bare);
    for (const struct option *option = options; option->name; option++) {
        if (text_equal(text_of(option->name), bare)) {
            command_complain("the option `%s` %s", word,
                             option->has_arg == no_argument ? "takes no value" : "lacks its value");
            return;
        }
        suggest_offer(&suggest, text_of(option->name));
    }
    complain_of_name("option", word, &suggest, "--");
}

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
    const char *no_colour = getenv("NO_COLOR");
    arguments->options.max_shown = 100;
    arguments->options.max_conclusions = 1000000;
    arguments->options.max_errors = 10000;
    arguments->options.graphviz = graphviz_find();
    arguments->options.rsvg = picture_find_program();
    arguments->options.colour = isatty(STDERR_FILENO) && !(no_colour && *no_colour);
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
        if (option == OPTION_HELP || option == OPTION_VERSION) {
            if (option == OPTION_HELP)
                print_help(stdout);
            else
                puts("sightline " VERSION);
            exit(fflush(stdout) == 0 ? EXIT_CLEAN : EXIT_FILES);
        }
        if (option == '?' || option == ':') {
            complain_of_option(argv[optind - 1]);
            return false;
        }
        if (!read_option(arguments, option))
            return false;
    }
    arguments->count = argc - optind;
    arguments->files = argv + optind;
    return true;
}

int main(int argc, char **argv)
{
    struct arguments arguments = { .format = "" };
    char stdlib[STDLIB_LONGEST];
    leave_no_traces();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    const struct command *command = command_find(argv[1]);
    if (!command && argv[1][0] != '-') {
        complain_of_command(argv[1]);
        return EXIT_USAGE;
    }
    if (command) {
        argv[1] = argv[0];
        argc--;
        argv++;
    }
    if (!read_arguments(argc, argv, &arguments) || !command)
        return EXIT_USAGE;
    if (!arguments.options.stdlib)
        arguments.options.stdlib = find_stdlib(stdlib);
    if (!arguments.count) {
        command_complain("`sightline %s` needs a file or name: %s", command->name, command->usage);
        return EXIT_USAGE;
    }
    enum exit_code code = command->run(&arguments);
    if (fflush(stdout) != 0 || ferror(stdout))
        code = command_worse(code, EXIT_FILES);
    return (int)code;
}
