/* Engines agree: random models, closed and without doubt three times in four so that the fast engine can run
 * them, are evaluated by each engine, and the bytes of what they tell are compared. A difference is made
 * smaller as far as it goes. ENGINES_MODELS and ENGINES_SEED say how many, and which. */
#include "small/found.h"

#include "compile.h"
#include "engine/engines.h"
#include "engine/output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENGINES_MOST = 4 };

/* What one engine told. */
struct told {
    struct words words;
    bool could_run;
    bool is_error;
};

static void leave(void *context, size_t wanted)
{
    (void)context;
    fail_msg("no memory for %zu bytes", wanted);
    abort();
}

static bool gather(void *context, struct text text)
{
    words_add(context, "%.*s", (int)text.length, text.bytes);
    return true;
}

static struct told run(const struct engine *engine, const char *path)
{
    struct told told = { .could_run = false };
    struct arena *arena = arena_new(0, leave, NULL);
    struct session *session = session_new(arena);
    struct writer writer;
    words_add(&told.words, "");
    session->options.stdlib = "stdlib";
    struct compile compile = compile_file(session, path, STAGE_FACTS);
    told.could_run = !session->error_count && !engine->refuse(compile.model);
    if (told.could_run) {
        writer_init(&writer, arena, gather, &told.words);
        struct eval_sink *sink = ndjson_begin(compile.model, &writer);
        told.is_error = !engine->run(compile.model, sink);
        ndjson_end(sink);
        writer_flush(&writer);
    }
    if (told.is_error)
        *told.words.at = '\0'; /* what was told before an error is no result */
    arena_free(arena);
    return told;
}

static const char *store(const struct small *small)
{
    const struct style style = { .prefix = "", .has_case = small->random & 1,
                                 .has_second_case = (small->random & 3) == 3 && !small->uses[NAMED] };
    struct words words = { NULL, 0, 0 };
    small_print(&words, small, &style);
    found_store("engines.sight", &words);
    free(words.at);
    return found_path("engines.sight");
}

static unsigned long ran[ENGINES_MOST];
static unsigned long spoke;

/* Whether some engine tells something else than the last, which is the reference. */
static bool differs(struct small *small)
{
    size_t count;
    const struct engine *engines = engine_list(&count);
    const char *path = store(small);
    struct told right = run(&engines[count - 1], path);
    bool found = false;
    for (size_t i = 0; i + 1 < count; i++) {
        struct told told = run(&engines[i], path);
        ran[i] += told.could_run;
        found = found || (told.could_run && (told.is_error != right.is_error ||
                                             strcmp(told.words.at, right.words.at) != 0));
        free(told.words.at);
    }
    spoke += strstr(right.words.at, "\"rule\"") != NULL;
    free(right.words.at);
    return found;
}

/* Takes out what only the reference interpreter can do. */
static void make_plain(struct small *small)
{
    small->is_act_open = false;
    small->claim_count = 0;
    for (int sort = 0; sort < 2; sort++) {
        for (int i = 0; i < WIDE; i++) {
            struct slot *day = &small->members[sort][i].slots[ON];
            small->members[sort][i].is_doubtful = false;
            day->hi = day->lo;
        }
    }
}

static void tell(struct small *small, unsigned long nth)
{
    size_t count;
    const struct engine *engines = engine_list(&count);
    const char *path = store(small);
    char command[512];
    fprintf(stderr, "model %lu:\n", nth);
    snprintf(command, sizeof command, "cat '%s' >&2", path);
    if (system(command) != 0)
        fprintf(stderr, "it cannot be shown\n");
    for (size_t i = 0; i < count; i++) {
        struct told told = run(&engines[i], path);
        fprintf(stderr, "%s%s:\n%s\n", engines[i].name, told.is_error ? " (error)" : "", told.words.at);
        free(told.words.at);
    }
}

static void test_engines_agree(void **state)
{
    static struct small small;
    unsigned long seed = found_setting("ENGINES_SEED", 1);
    unsigned long models = found_setting("ENGINES_MODELS", 3000);
    unsigned long failures = 0;
    (void)state;
    for (unsigned long nth = 0; nth < models && failures < 3; nth++) {
        small_make(&small, seed * 9000011 + nth);
        if (nth % 4 != 0)
            make_plain(&small);
        if (!differs(&small))
            continue;
        failures++;
        small_shrink(&small, differs);
        tell(&small, nth);
    }
    print_message("# seed %lu, %lu models: the fast engine ran %lu, %lu concluded something\n", seed, models,
                  ran[0], spoke);
    if (failures)
        fail_msg("engines tell different things");
    assert_true(models < 100 || ran[0] * 10 > models); /* else too little was compared */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_engines_agree) };
    return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
