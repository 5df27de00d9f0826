/* `sightline eval`: the rules and checks of a model over many cases, written as the engine finds it.
 * Conclusions and what checks say are results here, not messages; with an error in the model or its data
 * there is none. */
#include "cli/commands.h"

#include "cli/output.h"
#include "cli/progress.h"
#include "diag/diag.h"
#include "engine/engines.h"
#include "engine/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Where results go: a file that appears when it is whole, or standard output. */
struct target {
    struct output_file file;
    int descriptor;
    int error; /* of the write that failed */
};

static bool is_stream(const struct arguments *arguments)
{
    return !arguments->output || strcmp(arguments->output, "-") == 0;
}

static bool write_on(void *context, struct text text)
{
    struct target *target = context;
    if (output_write_stream(target->descriptor, text))
        return true;
    target->error = errno;
    return false;
}

static enum exit_code complain_unwritten(const struct arguments *arguments, int error)
{
    if (is_stream(arguments))
        command_complain("cannot write to standard output: %s", strerror(error));
    else
        command_complain("`%s` cannot be written: %s", arguments->output, output_reason(error));
    return EXIT_FILES;
}

/* Which engine */

/* An engine, and what it made ready for its run. */
struct chosen {
    const struct engine *engine; /* or NULL */
    void *ready;
};

static struct chosen choose_engine(const struct arguments *arguments, struct model *model)
{
    struct chosen chosen = { .engine = NULL };
    if (!arguments->engine || strcmp(arguments->engine, "auto") == 0) {
        chosen.engine = engine_choose(model, &chosen.ready);
        return chosen;
    }
    chosen.engine = engine_find(arguments->engine);
    const char *why = chosen.engine->prepare(model, &chosen.ready);
    if (why) {
        command_complain("the engine `%s` cannot run this model: %s", chosen.engine->name, why);
        chosen.engine = NULL;
    }
    return chosen;
}

/* Running */

/* All that the engine finds goes through the format into the target; false after an evaluation error. */
static bool evaluate(const struct arguments *arguments, const struct chosen *chosen, struct model *model,
                     struct target *target)
{
    const struct output_format *format = output_find(*arguments->format ? arguments->format : "ndjson");
    struct writer writer;
    struct progress progress;
    writer_init(&writer, model->session->arena, write_on, target);
    struct eval_sink *sink = format->begin(model, &writer);
    bool has_run = chosen->engine->run(model, chosen->ready, progress_begin(&progress, sink, arguments));
    progress_end(&progress);
    if (!has_run)
        return false;
    format->end(sink);
    writer_flush(&writer);
    return true;
}

static enum exit_code write_results(const struct arguments *arguments, const struct chosen *chosen,
                                    struct compile *compile)
{
    struct target target = { .descriptor = STDOUT_FILENO };
    if (!is_stream(arguments)) {
        if (!output_begin(&target.file, compile->session->arena, arguments->output))
            return complain_unwritten(arguments, errno);
        target.descriptor = target.file.descriptor;
    }
    bool has_run = evaluate(arguments, chosen, compile->model, &target);
    if (!is_stream(arguments) && (!has_run || target.error))
        output_abandon(&target.file);
    if (!has_run)
        return EXIT_FINDINGS;
    if (!target.error && !is_stream(arguments) && !output_finish(&target.file))
        target.error = errno;
    return target.error ? complain_unwritten(arguments, target.error) : EXIT_CLEAN;
}

static enum exit_code eval_file(const struct arguments *arguments, const char *path)
{
    struct arguments printing = *arguments;
    struct arena *arena = command_arena();
    struct compile compile = command_compile(arena, arguments, path, STAGE_FACTS);
    enum exit_code code = command_exit_code(&compile);
    if (compile.stage == STAGE_FACTS && code == EXIT_CLEAN) {
        struct chosen chosen = choose_engine(arguments, compile.model);
        code = chosen.engine ? write_results(arguments, &chosen, &compile) : EXIT_USAGE;
        diag_finish(compile.session);
    }
    printing.format = "human";
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    if (code == EXIT_FINDINGS)
        command_complain("nothing was written; mend what is wrong first");
    arena_free(arena);
    return code;
}

/* Arguments */

static bool is_known(const struct arguments *arguments)
{
    size_t count;
    const struct engine *engines = engine_list(&count);
    if (*arguments->format && !output_find(arguments->format)) {
        command_complain("`--format %s` is not known; `eval` writes ndjson, csv or summary",
                         arguments->format);
        return false;
    }
    if (!arguments->engine || strcmp(arguments->engine, "auto") == 0 || engine_find(arguments->engine))
        return true;
    command_complain("`--engine %s` is not known; there are:", arguments->engine);
    command_complain("  auto: the first of these that can run the model");
    for (size_t i = 0; i < count; i++)
        command_complain("  %s: %s", engines[i].name, engines[i].sentence);
    return false;
}

static bool is_model(const char *path)
{
    size_t length = strlen(path);
    return strcmp(path, "-") == 0 || (length > 6 && strcmp(path + length - 6, ".sight") == 0);
}

/* The model among the files; the others are data, where `--data` was given: so a shell may write them out. */
static const char *find_model(struct arguments *arguments)
{
    const char *model = NULL;
    for (int i = 0; i < arguments->count; i++) {
        const char *path = arguments->files[i];
        struct options *options = &arguments->options;
        bool is_data = options->data_count && !is_model(path);
        if (is_data && options->data_count < DATA_MOST) {
            options->data[options->data_count++] = path;
        } else if (model || is_data) {
            command_complain("`eval` takes one model at a time, and data after `--data`: sightline eval "
                             "rules.sight --data DIR");
            return NULL;
        } else {
            model = path;
        }
    }
    if (!model)
        command_complain("`eval` needs the model, a file that ends in `.sight`");
    return model;
}

static bool data_is_there(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->options.data_count; i++) {
        if (access(arguments->options.data[i], R_OK) == 0)
            continue;
        command_complain("`%s` cannot be read: %s", arguments->options.data[i], strerror(errno));
        return false;
    }
    return true;
}

enum exit_code run_eval(const struct arguments *arguments)
{
    struct arguments own = *arguments;
    if (!is_known(&own))
        return EXIT_USAGE;
    const char *model = find_model(&own);
    if (!model)
        return EXIT_USAGE;
    return data_is_there(&own) ? eval_file(&own, model) : EXIT_FILES;
}
