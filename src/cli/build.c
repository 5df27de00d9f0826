/* `sightline build FILE -o PROGRAM`: what `emit c --main` writes, compiled by the system's compiler. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"
#include "emit/c.h"
#include "report/child.h"
#include "report/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MILLISECONDS_MOST = 300 * 1000, PROGRAM_MOST = 256 * 1024 * 1024, FILES_MOST = 8, LINES_SHOWN = 5 };

/* A program being made. */
struct building {
    const struct arguments *arguments;
    struct arena *arena;
    const char *compiler;
    const char *folder;
    const char *program; /* in the folder */
};

static const char *find_compiler(struct arena *arena)
{
    static const char *const names[] = { "cc", "gcc", "clang" };
    for (int i = 0; i < 3; i++) {
        const char *path = child_find(arena, names[i]);
        if (path)
            return path;
    }
    command_complain("no C compiler was found on PATH; on Debian: sudo apt install gcc");
    return NULL;
}

/* What the compiler complains of: its first lines. */
static void tell_failure(const struct building *building, enum child_end end, struct text messages)
{
    int lines = 0;
    size_t length = 0;
    while (length < messages.length && lines < LINES_SHOWN)
        lines += messages.bytes[length++] == '\n';
    command_complain("`%s` %s", building->compiler,
                     end == CHILD_LATE ? "was stopped: it took longer than five minutes"
                                       : "made no program:");
    fprintf(stderr, "%.*s", (int)length, messages.bytes);
}

static bool compile_files(const struct building *building, const struct emit_files *files)
{
    const char *path = getenv("PATH");
    const char *sources[FILES_MOST];
    uint32_t count = 0;
    struct text answer;
    struct text messages;
    struct buf search;
    struct buf temporary;
    for (uint32_t i = 0; i < files->list.count; i++) {
        struct text name = files->list.items[i].name;
        const char *source = scratch_path(building->arena, building->folder,
                                          arena_copy(building->arena, name.bytes, name.length));
        if (!scratch_write(source, files->list.items[i].text)) {
            command_complain("`%s` cannot be written: %s", source, strerror(errno));
            return false;
        }
        if (name.bytes[name.length - 1] == 'c')
            sources[count++] = source;
    }
    buf_init(&search, building->arena);
    buf_init(&temporary, building->arena);
    buf_printf(&search, "PATH=%s", path ? path : "");
    buf_printf(&temporary, "TMPDIR=%s", building->folder);
    const char *const environment[] = { buf_string(&search), buf_string(&temporary), "LC_ALL=C.UTF-8", NULL };
    const char *const arguments[] = { building->compiler, "-std=c11", "-O2",      "-o",
                                      building->program,  sources[0], sources[1], NULL };
    struct child_job job = { arguments, environment, TEXT(""), MILLISECONDS_MOST, 1 << 20 };
    enum child_end end = child_run(building->arena, &job, &answer, &messages);
    if (end != CHILD_WELL)
        tell_failure(building, end, messages);
    return end == CHILD_WELL;
}

/* The program appears when it is whole, and can be run. */
static bool put_program(const struct building *building)
{
    const char *output = building->arguments->output;
    struct text program;
    struct stat status;
    if (scratch_read(building->arena, building->program, PROGRAM_MOST, &program) &&
        output_write_file(building->arena, output, program) && stat(output, &status) == 0 &&
        chmod(output, status.st_mode | ((status.st_mode & 0444) >> 2)) == 0) {
        fprintf(stderr, "wrote %s\n", output);
        return true;
    }
    command_complain("`%s` cannot be written: %s", output, strerror(errno));
    return false;
}

static enum exit_code make_program(const struct arguments *arguments, const struct compile *compile)
{
    struct arena *arena = compile->session->arena;
    struct emit_input input = { .model = compile->model, .with_main = true };
    struct emit_files files = { .arena = arena };
    struct building building = { .arguments = arguments, .arena = arena };
    struct text why = TEXT("");
    if (!c_write(&input, &files, &why)) {
        command_complain("there is no program of this file: %.*s", (int)why.length, why.bytes);
        return EXIT_FINDINGS;
    }
    building.compiler = find_compiler(arena);
    if (!building.compiler)
        return EXIT_FILES;
    child_let_signals(false);
    building.folder = scratch_new(arena);
    if (!building.folder)
        command_complain("no temporary folder can be made: %s", strerror(errno));
    building.program = building.folder ? scratch_path(arena, building.folder, "program") : NULL;
    bool is_made = building.folder && compile_files(&building, &files) && put_program(&building);
    if (building.folder)
        scratch_remove(building.folder);
    child_let_signals(true);
    return is_made ? EXIT_CLEAN : EXIT_FILES;
}

enum exit_code run_build(const struct arguments *arguments)
{
    struct arguments printing = *arguments;
    if (arguments->count != 1 || !arguments->output || strcmp(arguments->output, "-") == 0) {
        command_complain("`build` takes one file, and where the program goes: build FILE -o PROGRAM");
        return EXIT_USAGE;
    }
    struct arena *arena = command_arena();
    printing.format = "human";
    printing.options.without_data = true;
    struct compile compile = command_compile(arena, &printing, arguments->files[0], STAGE_FACTS);
    enum exit_code code = command_exit_code(&compile);
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    if (code == EXIT_CLEAN)
        code = make_program(arguments, &compile);
    else
        command_complain("nothing was written; mend what is wrong first");
    arena_free(arena);
    return code;
}
