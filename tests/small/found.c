/* Compiles a small model in this process, and reads off what was concluded and said. */
#include "small/found.h"

#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"
#include "rules/checks.h"
#include "rules/conclusions.h"
#include "rules/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

unsigned long found_setting(const char *name, unsigned long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtoul(value, NULL, 10) : otherwise;
}

static void memory_is_out(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    fputs("out of memory\n", stderr);
    abort();
}

const char *found_path(const char *name)
{
    static char path[256];
    const char *build = getenv("BUILD");
    snprintf(path, sizeof path, "%s/tmp", build ? build : "build");
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/tmp/%s", build ? build : "build", name);
    return path;
}

/* What is there is removed, not shortened: ext4 writes a file that was shortened to the disc at once. */
void found_store(const char *name, const struct words *words)
{
    remove(found_path(name));
    FILE *file = fopen(found_path(name), "wb");
    if (!file || fwrite(words->at, 1, words->length, file) != words->length || fclose(file) != 0)
        abort();
}

/* What the compiler finds */

static enum sort sort_of(const struct kind *kind)
{
    enum sort sort = THING;
    const char *name = strrchr(kind->declaration.name->text, '_');
    name = name ? name + 1 : kind->declaration.name->text;
    while (sort < SORTS && strcmp(small_kinds[sort], name) != 0)
        sort++;
    return sort;
}

/* The place of a thing, act, category or truth in a tuple. */
static int place_of(struct value value)
{
    static const int categories[] = { 0, 1, 2, 3 };
    const char *name;
    switch ((enum value_tag)value.tag) {
    case VALUE_INSTANCE:
        name = value.as.instance->declaration.name->text;
        return atoi(name + strlen(name) - 1) - 1;
    case VALUE_CATEGORY:
        return categories[value.as.category->ordinal];
    case VALUE_BOOLEAN:
        return value.as.boolean;
    default:
        return 0;
    }
}

static struct range range_of(struct value value)
{
    struct number_range numbers;
    struct range range = { .is_known = value_range(value, &numbers) };
    if (range.is_known) {
        range.is_open = numbers.open;
        number_to_int(numbers.lo, &range.lo);
        number_to_int(numbers.hi, &range.hi);
    }
    return range;
}

/* What it says in the field that its kind declares at `place`. */
static struct value value_in(const struct instance *instance, uint32_t place)
{
    return instance->slots[instance->of->fields.items[place]->slot];
}

static void take_conclusions(const struct interp *interp, struct found *found)
{
    struct buf out;
    buf_init(&out, interp->session->arena);
    for (uint32_t i = 0; i < interp->conclusions->all.count; i++) {
        const struct instance *instance = &interp->conclusions->all.items[i]->instance;
        enum sort sort = sort_of(instance->of);
        bool is_of_second = instance->belongs && strcmp(instance->belongs->declaration.name->text, "d2") == 0;
        if (sort == SORTS || is_of_second)
            continue;
        buf_str(&out, instance->is_doubtful ? "unknown " : "");
        conclusion_print(&out, instance);
        buf_byte(&out, '\n');
        int second = sort == MARK || sort == TOTAL ? 0 : place_of(value_in(instance, 1));
        int tuple = place_of(value_in(instance, 0)) * WIDE + second;
        found->holds[sort][tuple] = instance->is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE;
        if (sort == TOTAL)
            found->totals[tuple] = range_of(value_in(instance, 1));
    }
    words_add(&found->printed, "%.*s", (int)buf_get(&out).length, buf_get(&out).bytes);
}

static void take_findings(const struct findings *findings, struct found *found)
{
    for (uint32_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        const char *name = finding->check->declaration.name->text;
        if (finding->at->declaration.name->text[strlen(finding->at->declaration.name->text) - 2] == 'o')
            continue;
        struct value at = { .tag = VALUE_INSTANCE, .as.instance = (void *)(uintptr_t)finding->at };
        enum truth *truth = &found->speaks[name[strlen(name) - 1] - '1'][place_of(at)];
        *truth = truth_or(*truth, finding->truth);
    }
}

static void refuse(struct session *session, struct found *found)
{
    struct buf out;
    buf_init(&out, session->arena);
    diag_finish(session);
    render_text(&out, session);
    words_add(&found->wrong, "%.*s", (int)buf_get(&out).length, buf_get(&out).bytes);
}

static void run_rules(struct model *model, struct found *found)
{
    struct interp *interp = interp_new(model, NULL);
    struct findings findings = { .count = 0 };
    interp->findings = &findings;
    derive_run(interp);
    if (!interp->failed)
        checks_ask(interp);
    if (interp->failed) {
        found->contradicts = text_equal(model->session->diags.items[0]->code, TEXT("E0514"));
        if (!found->contradicts)
            refuse(model->session, found);
        return;
    }
    take_conclusions(interp, found);
    take_findings(&findings, found);
}

struct found found_find(const char *path)
{
    struct arena *arena = arena_new(0, memory_is_out, NULL);
    struct session *session = session_new(arena);
    struct found found = { .contradicts = false };
    words_add(&found.printed, "");
    words_add(&found.wrong, "");
    session->options.stdlib = "stdlib";
    struct compile compile = compile_file(session, path, STAGE_FACTS);
    if (session->error_count)
        refuse(session, &found);
    else
        run_rules(compile.model, &found);
    arena_free(arena);
    return found;
}

struct found found_in(const struct small *small)
{
    const struct style style = { .prefix = "" };
    struct words words = { NULL, 0, 0 };
    small_print(&words, small, &style);
    found_store("soundness.sight", &words);
    free(words.at);
    return found_find(found_path("soundness.sight"));
}

void found_drop(struct found *found)
{
    free(found->printed.at);
    free(found->wrong.at);
}
