/* libtcc compiles fast and into memory, so that thousands of programs can be tried; the more so with headers
 * of ten lines in place of the system's (tests/programs/headers). What they print is caught by giving them
 * other streams than this process has; one that breaks off, or never ends, tells so. */
#include "programs/programs_c.h"

#include "emit/c.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if __has_include(<libtcc.h>)
#include <libtcc.h>

/* A stream into memory. */
struct caught {
    FILE *stream;
    char *bytes;
    size_t length;
};

static void catch(struct caught *caught)
{
    *caught = (struct caught){ .stream = open_memstream(&caught->bytes, &caught->length) };
}

/* Without `#include "p.h"`, in the place of which the header itself is put. */
static void add_unit(struct words *unit, struct text header, struct text source)
{
    const char *at = memmem(source.bytes, source.length, "#include \"", 10);
    const char *line = at ? strchr(at, '\n') : NULL;
    if (!line)
        return;
    words_add(unit, "#include <stdio.h>\n#define printf(...) fprintf(stdout, __VA_ARGS__)\n"
                    "#define putchar(byte) fputc(byte, stdout)\n");
    words_add(unit, "%.*s%.*s%.*s", (int)(at - source.bytes), source.bytes, (int)header.length, header.bytes,
              (int)(source.length - (size_t)(line - source.bytes)), line);
}

static void complain(void *context, const char *message)
{
    (void)context;
    printf("# tcc: %s\n", message);
}

static bool compile(TCCState *tcc, const struct emit_files *files)
{
    bool is_sound = true;
    tcc_set_error_func(tcc, NULL, complain);
    tcc_set_options(tcc, "-w -nostdinc -Itests/programs/headers");
    tcc_set_output_type(tcc, TCC_OUTPUT_MEMORY);
    for (uint32_t i = 1; i < files->list.count && is_sound; i++) {
        struct words unit = { NULL, 0, 0 };
        add_unit(&unit, files->list.items[0].text, files->list.items[i].text);
        is_sound = unit.at && tcc_compile_string(tcc, unit.at) == 0;
        free(unit.at);
    }
    return is_sound;
}

enum { NO_PROGRAM = 100, BROKE_OFF = 101, SECONDS_MOST = 30 };

static sigjmp_buf way_out;

static void leave(int signal)
{
    siglongjmp(way_out, signal);
}

/* What it ends with. */
static int run_guarded(int (*start)(int, char **), char **words)
{
    static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM };
    enum { SIGNALS = sizeof signals / sizeof *signals };
    struct sigaction before[SIGNALS];
    struct sigaction guard = { .sa_handler = leave };
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &guard, &before[i]);
    alarm(SECONDS_MOST);
    int code = sigsetjmp(way_out, 1) ? BROKE_OFF : start(1, words);
    alarm(0);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    return code;
}

static int run(TCCState *tcc, struct caught *out, struct caught *errors)
{
    static char name[] = "program";
    char *words[] = { name, NULL };
    tcc_add_symbol(tcc, "stdout", &out->stream);
    tcc_add_symbol(tcc, "stderr", &errors->stream);
    if (tcc_relocate(tcc, TCC_RELOCATE_AUTO) < 0)
        return NO_PROGRAM;
    int (*start)(int, char **) = NULL;
    *(void **)&start = tcc_get_symbol(tcc, "main");
    return start ? run_guarded(start, words) : NO_PROGRAM;
}

static const char *limit(const struct caught *errors)
{
    static const char *const limits[] = { "or might\n", "beyond 64 bits\n", "rules ask for it\n" };
    for (int i = 0; i < 3; i++) {
        if (strstr(errors->bytes, limits[i]))
            return limits[i];
    }
    return NULL;
}

static void run_files(const struct emit_files *files, struct told *told)
{
    TCCState *tcc = tcc_new();
    struct caught out;
    struct caught errors;
    catch(&out);
    catch(&errors);
    int code = compile(tcc, files) ? run(tcc, &out, &errors) : NO_PROGRAM;
    fclose(out.stream);
    fclose(errors.stream);
    told->refused = code ? limit(&errors) : NULL;
    told->is_error = code > 0 && code <= 4;
    if (code == 0 || code > 4)
        words_add(&told->words, "%s%s%s", out.bytes, code ? errors.bytes : "",
                  code == BROKE_OFF ? "it broke off\n" : "");
    free(out.bytes);
    free(errors.bytes);
    tcc_delete(tcc);
}

bool programs_run_in_c(void)
{
    return true;
}
#else
bool programs_run_in_c(void)
{
    return false;
}

static void run_files(const struct emit_files *files, struct told *told)
{
    (void)files;
    told->refused = "there is no libtcc here";
}
#endif

/* Why C cannot say it, whichever the rule or check is. */
static const char *without_place(struct arena *arena, struct text why)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, why);
    const char *whole = buf_string(&out);
    const char *place = strstr(whole, "`: ");
    return place ? place + 3 : whole;
}

struct told program_told_in_c(struct model *model)
{
    struct told told = { .name = "C" };
    struct emit_input input = { .model = model, .with_main = true };
    struct emit_files files = { .arena = model->session->arena };
    struct text why = TEXT("");
    words_add(&told.words, "%s", "");
    if (c_write(&input, &files, &why))
        run_files(&files, &told);
    else
        told.refused = without_place(files.arena, why);
    return told;
}
