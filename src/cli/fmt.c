/* `sightline fmt`: the canonical layout, in place; with `--check` it only says what is not in it. */
#include "cli/commands.h"

#include "ast/parse.h"
#include "ast/print.h"
#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum exit_code put_back(const struct arguments *arguments, struct arena *arena, const char *path,
                               struct text before, struct text after)
{
    if (strcmp(path, "-") == 0 && !arguments->only_check)
        return command_put(after);
    if (text_equal(before, after))
        return EXIT_CLEAN;
    if (arguments->only_check) {
        command_complain("`%s` is not in the canonical layout; `sightline fmt %s` puts it there", path, path);
        return EXIT_FINDINGS;
    }
    if (output_write_file(arena, path, after))
        return EXIT_CLEAN;
    command_complain("`%s` cannot be written: %s", path, output_reason(errno));
    return EXIT_FILES;
}

static enum exit_code format_file(const struct arguments *arguments, const char *path)
{
    struct arena *arena = command_arena();
    struct session *session = session_new(arena);
    struct source source;
    struct buf out;
    enum exit_code code = EXIT_FILES;
    session->options = arguments->options;
    buf_init(&out, arena);
    enum source_status status = source_read(arena, path, &source);
    if (status != SOURCE_OK) {
        command_complain("`%s` cannot be read: %s", path,
                         status == SOURCE_NOT_A_FILE    ? "it is no regular file"
                         : status == SOURCE_TOO_LARGE ? "it is larger than 512 MB"
                                                      : strerror(errno));
        arena_free(arena);
        return status == SOURCE_TOO_LARGE ? EXIT_LIMIT : EXIT_FILES;
    }
    struct text before = { arena_copy(arena, source.bytes, source.length), source.length };
    struct ast *ast = ast_read(session, session_add_source(session, &source));
    diag_finish(session);
    if (ast_print(&out, session, ast)) {
        code = put_back(arguments, arena, path, before, buf_get(&out));
    } else if (session->error_count) {
        struct compile compile = { .session = session };
        code = command_print_diagnostics(&compile, arguments) ? EXIT_FINDINGS : EXIT_FILES;
    } else {
        command_complain("`%s` was left as it is: laying it out would have changed it, which is a "
                         "defect of Sightline; please report it", path);
        code = EXIT_DEFECT;
    }
    arena_free(arena);
    return code;
}

enum exit_code run_fmt(const struct arguments *arguments)
{
    enum exit_code code = EXIT_CLEAN;
    for (int i = 0; i < arguments->count; i++)
        code = command_worse(code, format_file(arguments, arguments->files[i]));
    return code;
}
