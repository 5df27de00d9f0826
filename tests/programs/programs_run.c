/* Compiles a program in this process and has each engine run it, all in one arena. */
#include "programs/programs_run.h"

#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"
#include "engine/engines.h"
#include "engine/output.h"
#include "programs/programs_c.h"
#include "small/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void memory_is_out(void *context, size_t wanted)
{
    (void)context;
    fprintf(stderr, "no memory for %zu bytes\n", wanted);
    abort();
}

static bool gather(void *context, struct text text)
{
    words_add(context, "%.*s", (int)text.length, text.bytes);
    return true;
}

static struct told run(const struct engine *engine, struct model *model)
{
    void *ready;
    struct told told = { .name = engine->name, .refused = engine->prepare(model, &ready) };
    struct writer writer;
    words_add(&told.words, "%s", "");
    if (told.refused)
        return told;
    writer_init(&writer, model->session->arena, gather, &told.words);
    struct eval_sink *sink = ndjson_begin(model, &writer);
    told.is_error = !engine->run(model, ready, sink);
    ndjson_end(sink);
    writer_flush(&writer);
    if (told.is_error)
        told.words.at[0] = '\0';
    return told;
}

static void tell_wrong(struct session *session, struct words *wrong)
{
    struct buf out;
    buf_init(&out, session->arena);
    diag_finish(session);
    render_text(&out, session);
    words_add(wrong, "%.*s", (int)buf_get(&out).length, buf_get(&out).bytes);
}

void runs_make(struct runs *runs, const char *text, bool with_c)
{
    size_t count;
    const struct engine *engines = engine_list(&count);
    struct words words = { NULL, 0, 0 };
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct session *session = session_new(arena);
    session->options.stdlib = "stdlib";
    words_add(&words, "%s", text);
    found_store("program.sight", &words);
    free(words.at);
    struct compile compile = compile_file(session, found_path("program.sight"), STAGE_FACTS);
    *runs = (struct runs){ .compiles = !session->error_count, .count = (int)count + 1, .arena = arena };
    if (!runs->compiles) {
        tell_wrong(session, &runs->wrong);
        return;
    }
    for (int i = 0; i < (int)count; i++)
        runs->told[i < (int)count - 1 ? i : i + 1] = run(&engines[i], compile.model);
    runs->told[count - 1] = with_c ? program_told_in_c(compile.model)
                                   : (struct told){ .name = "C", .refused = "it was not asked to" };
}

void runs_drop(struct runs *runs)
{
    arena_free(runs->arena);
    free(runs->wrong.at);
    for (int i = 0; i < runs->count; i++)
        free(runs->told[i].words.at);
}

int runs_find_difference(const struct runs *runs)
{
    const struct told *wanted = &runs->told[runs->count - 1];
    for (int i = 0; runs->compiles && i + 1 < runs->count; i++) {
        const struct told *told = &runs->told[i];
        if (!told->refused &&
            (told->is_error != wanted->is_error || strcmp(told->words.at, wanted->words.at) != 0))
            return i;
    }
    return -1;
}

bool program_wanted(uint64_t number, struct words *text, struct words *wanted)
{
    struct program program;
    struct runs runs;
    program_make(&program, number);
    runs_make(&runs, program.text.at, false);
    *text = program.text;
    *wanted = (struct words){ NULL, 0, 0 };
    words_add(wanted, "%s", runs.compiles ? runs.told[runs.count - 1].words.at : "");
    bool compiles = runs.compiles;
    runs_drop(&runs);
    return compiles;
}
