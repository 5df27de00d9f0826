/* The passes, in order, and what each needs: the whole compiler on one page. */
#include "compile.h"

#include "ast/dump.h"
#include "ast/parse.h"
#include "base/buf.h"
#include "diag/diag.h"
#include "facts/import.h"
#include "facts/lower.h"
#include "names/data.h"
#include "names/load.h"
#include "names/scope.h"
#include "rules/checks.h"
#include "types/declarations.h"

#include <string.h>

struct pass {
    const char *name;
    void (*run)(struct compile *compile, const char *path);
    bool (*is_possible)(const struct compile *compile);
};

static void run_load(struct compile *compile, const char *path)
{
    compile->is_readable = load_modules(compile->session, compile->model, path);
}

static void run_names(struct compile *compile, const char *path)
{
    (void)path;
    scope_declare(compile->model);
    data_declare_imports(compile->model);
}

static void run_types(struct compile *compile, const char *path)
{
    (void)path;
    types_declare(compile->model);
    lower_parameters(compile->model);
    import_tables(compile->model); /* what follows may name what comes from tables */
    types_check(compile->model);
}

static void run_facts(struct compile *compile, const char *path)
{
    (void)path;
    lower_facts(compile->model);
}

static void run_eval(struct compile *compile, const char *path)
{
    (void)path;
    compile->interp = checks_run(compile->model);
}

/* With a brace missing, what is nested in what is a guess, and every further message would be too. */
static bool is_balanced(const struct compile *compile)
{
    return compile->is_readable && !compile->model->is_unbalanced;
}

/* Checks speak about a model that is whole. */
static bool has_no_errors(const struct compile *compile)
{
    return is_balanced(compile) && compile->session->error_count == 0;
}

static bool always(const struct compile *compile)
{
    (void)compile;
    return true;
}

static const struct pass passes[] = {
    [STAGE_LEX] = { "lex", NULL, always },
    [STAGE_PARSE] = { "parse", run_load, always },
    [STAGE_NAMES] = { "names", run_names, is_balanced },
    [STAGE_TYPES] = { "types", run_types, is_balanced },
    [STAGE_FACTS] = { "facts", run_facts, is_balanced },
    [STAGE_EVAL] = { "eval", run_eval, has_no_errors },
};

_Static_assert(sizeof passes / sizeof *passes == STAGE_COUNT, "one pass a stage");

enum stage stage_find(const char *name)
{
    int stage = 0;
    while (stage < STAGE_COUNT && strcmp(passes[stage].name, name) != 0)
        stage++;
    return (enum stage)stage;
}

/* Only letters to tokens: what the scanner has to say, and nothing after it. */
static void scan_only(struct compile *compile, const char *path)
{
    struct source source;
    struct buf tokens;
    buf_init(&tokens, compile->session->arena);
    if (source_read(compile->session->arena, path, &source) != SOURCE_OK) {
        run_load(compile, path); /* says why */
        return;
    }
    compile->is_readable = true;
    ast_dump_tokens(&tokens, compile->session, session_add_source(compile->session, &source));
}

struct compile compile_file(struct session *session, const char *path, enum stage last)
{
    struct compile compile = { .session = session };
    compile.model = ARENA_NEW(session->arena, struct model);
    compile.model->session = session;
    if (last == STAGE_LEX)
        scan_only(&compile, path);
    for (int stage = 0; stage <= (int)last; stage++) {
        if (!passes[stage].is_possible(&compile))
            break;
        if (passes[stage].run)
            passes[stage].run(&compile, path);
        compile.stage = (enum stage)stage;
    }
    diag_finish(session);
    return compile;
}

static void dump_names(struct buf *out, const struct model *model)
{
    for (uint32_t i = 0; i < model->modules.count; i++)
        buf_printf(out, "module %s\n", model->modules.items[i]->name->text);
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        if (!model->kinds.items[i]->declaration.module->is_standard)
            buf_printf(out, "kind %s\n", model->kinds.items[i]->declaration.name->text);
    }
    for (uint32_t i = 0; i < model->instances.count; i++) {
        const struct instance *instance = model->instances.items[i];
        buf_printf(out, "%s %s", instance->ast->kind->text, instance->declaration.name->text);
        if (instance->parent)
            buf_printf(out, " in %s", instance->parent->declaration.name->text);
        buf_byte(out, '\n');
    }
}

/* Scans once more, in a session of its own, so that nothing is reported twice. */
static void dump_tokens(struct buf *out, const struct compile *compile)
{
    struct session *scratch = session_new(compile->session->arena);
    struct source *source = session_source(compile->session, (struct span){ 0, 0, 0 });
    if (source)
        ast_dump_tokens(out, scratch, session_add_source(scratch, source));
}

bool compile_dump(struct buf *out, const struct compile *compile, enum stage stage)
{
    const struct module *module = compile->model->main;
    switch (stage) {
    case STAGE_LEX:
        dump_tokens(out, compile);
        return true;
    case STAGE_PARSE:
        if (module)
            ast_dump(out, &module->ast->file->base);
        return module != NULL;
    case STAGE_NAMES:
        dump_names(out, compile->model);
        return true;
    default:
        return false;
    }
}
