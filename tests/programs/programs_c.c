/* libtcc compiles fast and into memory, so that thousands of programs can be tried. What they print is caught
 * by giving them other streams than this process has. */
#include "programs/programs_c.h"

#include "emit/c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    tcc_set_options(tcc, "-w");
    tcc_set_output_type(tcc, TCC_OUTPUT_MEMORY);
    for (uint32_t i = 1; i < files->list.count && is_sound; i++) {
        struct words unit = { NULL, 0, 0 };
        add_unit(&unit, files->list.items[0].text, files->list.items[i].text);
        is_sound = unit.at && tcc_compile_string(tcc, unit.at) == 0;
        free(unit.at);
    }
    return is_sound;
}

/* What the program ends with; 100 where it cannot be made one. */
static int run(TCCState *tcc, struct caught *out, struct caught *errors)
{
    static char name[] = "program";
    char *words[] = { name, NULL };
    tcc_add_symbol(tcc, "stdout", &out->stream);
    tcc_add_symbol(tcc, "stderr", &errors->stream);
    if (tcc_relocate(tcc, TCC_RELOCATE_AUTO) < 0)
        return 100;
    int (*start)(int, char **) = NULL;
    *(void **)&start = tcc_get_symbol(tcc, "main");
    return start ? start(1, words) : 100;
}

static const char *limit(const struct caught *errors)
{
    static const char *const limits[] = { "or might\n", "beyond 64 bits\n", "the case that rules ask for\n" };
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
    int code = compile(tcc, files) ? run(tcc, &out, &errors) : 100;
    fclose(out.stream);
    fclose(errors.stream);
    told->refused = code ? limit(&errors) : NULL;
    told->is_error = code > 0 && code <= 4;
    if (code == 0 || code > 4)
        words_add(&told->words, "%s%s", out.bytes, code ? errors.bytes : "");
    free(out.bytes);
    free(errors.bytes);
    tcc_delete(tcc);
}
#else
static void run_files(const struct emit_files *files, struct told *told)
{
    (void)files;
    told->refused = "there is no libtcc here";
}
#endif

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
        told.refused = "C cannot say it";
    return told;
}
