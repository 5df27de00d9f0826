/* `sightline emit FORM FILE`: the model as another program wants it. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"
#include "emit/emit.h"
#include "names/scope.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The kind that `--of` names; false where there is none, which has been told. */
static bool find_kind(const struct arguments *arguments, const struct compile *compile,
                      const struct kind **kind)
{
    *kind = NULL;
    if (!arguments->of_kind)
        return true;
    struct viewpoint from = { compile->model->main, NULL };
    const struct name *name =
        name_get(compile->session->names, arguments->of_kind, strlen(arguments->of_kind));
    *kind = (const struct kind *)scope_find(&from, name, DECLARES(KIND));
    if (!*kind)
        command_complain("no kind is called `%s`", arguments->of_kind);
    return *kind != NULL;
}

static enum exit_code put(const struct arguments *arguments, struct arena *arena, struct text text)
{
    if (!arguments->output || strcmp(arguments->output, "-") == 0)
        return command_put(text);
    if (output_write_file(arena, arguments->output, text)) {
        fprintf(stderr, "wrote %s\n", arguments->output);
        return EXIT_CLEAN;
    }
    command_complain("`%s` cannot be written: %s", arguments->output, output_reason(errno));
    return EXIT_FILES;
}

/* All files, or where one cannot be written, none after it. */
static enum exit_code put_folder(const char *folder, struct arena *arena, const struct emit_files *files)
{
    if (!output_make_folder(arena, folder)) {
        command_complain("the folder `%s` cannot be made: %s", folder, strerror(errno));
        return EXIT_FILES;
    }
    for (uint32_t i = 0; i < files->list.count; i++) {
        struct buf path;
        buf_init(&path, arena);
        buf_printf(&path, "%s/", folder);
        buf_text(&path, files->list.items[i].name);
        if (!output_write_file(arena, buf_string(&path), files->list.items[i].text)) {
            command_complain("`%s` cannot be written: %s", buf_string(&path), strerror(errno));
            return EXIT_FILES;
        }
        fprintf(stderr, "wrote %s\n", buf_string(&path));
    }
    return EXIT_CLEAN;
}

static enum exit_code write_model(const struct arguments *arguments, const struct emitter *emitter,
                                  const struct compile *compile)
{
    struct arena *arena = compile->session->arena;
    struct emit_input input = { .model = compile->model, .with_main = arguments->with_main };
    struct emit_files files = { .arena = arena };
    struct text why = TEXT("");
    if (!find_kind(arguments, compile, &input.of))
        return EXIT_USAGE;
    if (emitter->write(&input, &files, &why))
        return emitter->is_folder ? put_folder(arguments->output, arena, &files)
                                  : put(arguments, arena, files.list.items[0].text);
    command_complain("there is no %s of this file: %.*s", emitter->name, (int)why.length, why.bytes);
    return EXIT_FINDINGS;
}

static enum exit_code emit_model(const struct arguments *arguments, const struct emitter *emitter,
                                const char *path)
{
    struct arguments printing = *arguments;
    struct arena *arena = command_arena();
    printing.format = "human";
    printing.options.without_data = !emitter->reads_data;
    struct compile compile = command_compile(arena, &printing, path, STAGE_FACTS);
    enum exit_code code = command_exit_code(&compile);
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    if (code == EXIT_CLEAN)
        code = write_model(arguments, emitter, &compile);
    else
        command_complain("nothing was written; mend what is wrong first");
    arena_free(arena);
    return code;
}

enum exit_code run_emit(const struct arguments *arguments)
{
    const struct emitter *emitter = emit_find(arguments->files[0]);
    size_t count;
    const struct emitter *list = emit_list(&count);
    if (emitter && emitter->is_folder && (!arguments->output || strcmp(arguments->output, "-") == 0)) {
        command_complain("`emit %s` writes a folder of files: say which with `-o DIR`", emitter->name);
        return EXIT_USAGE;
    }
    if (emitter && arguments->count == 2)
        return emit_model(arguments, emitter, arguments->files[1]);
    if (emitter)
        command_complain("`emit` takes a form and one file: emit %s FILE", emitter->name);
    else
        command_complain("`%s` is no form that a model is written in; there are:", arguments->files[0]);
    for (size_t i = 0; !emitter && i < count; i++)
        command_complain("  %s: %s", list[i].name, list[i].sentence);
    return EXIT_USAGE;
}
