/* JSON under libFuzzer: any bytes as a file, read by an import into kinds that nest and have a field of
 * every type, checked and rendered. The first byte picks the import, and whether it is a document or lines.
 * Whatever the reader accepts as a document, jansson must accept, too. */
#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"
#include "facts/json.h"
#include "text/source.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MEMORY_MOST = 256 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char kinds[] =
    "scale s { low \"Low\" < high }\n"
    "taxonomy t { a \"A\" { b } c }\n"
    "case kind k { on: date? in: period? took: duration? n: integer? d: decimal(2)? sure: boolean? s: s? t: t*\n"
    "  secret: confidential text? words: prose? or: (integer | text)? of: k? to: k* }\n"
    "kind l { of: k parent with: l* m: integer }\n"
    "kind o { of: o parent by: (k | l)* secret: confidential l? }\n"
    "check c { for each k x where x.on is recorded note at x \"{x.title} {x.n} {x.t} {x.words} {count(l y)}\" }\n";

/* The file's name is the last word of each; kinds of cases and others, by their own keys and by named ones.
 * */
static const struct {
    const char *file;
    const char *text;
} imports[] = {
    { "t.json", "import k from \"t.json\"\n" },
    { "t.ndjson", "import k from \"t.ndjson\"\n" },
    { "t.json", "import o from \"t.json\"\n" },
    { "t.ndjson", "import k from \"t.ndjson\" { id: column \"a\" title: column \"b\" on: column \"c\" as "
                  "\"DD/MM/YYYY\" n: column \"a\" as { \"x\" -> 1, \"\" -> not recorded } t: column \"d\" split by "
                  "\";\" took: column \"e\" as \"days\" secret: column \"f\" sure: true }\n" },
};

static void give_up(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, bytes, length) != (ssize_t)length || close(file) != 0)
        abort();
}

static const char *path_of(const char *name);

/* A folder of this process alone. */
static const char *folder_of_process(void)
{
    static char folder[64];
    if (*folder)
        return folder;
    snprintf(folder, sizeof folder, "/dev/shm/fuzz_json.%ld", (long)getpid());
    if (mkdir(folder, 0700) != 0)
        abort();
    write_file(path_of("core.sight"), "module core\n", 12);
    return folder;
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder_of_process(), name);
    return path;
}

/* Numbers that no double holds are JSON all the same; jansson looks no deeper than 2048, and refuses
 * sooner. */
static void compare_with_jansson(struct arena *arena, const uint8_t *bytes, size_t length)
{
    struct source source;
    struct json json;
    json_error_t error;
    if (memchr(bytes, '\0', length))
        return; /* which jansson takes for the end */
    source_of_text(arena, "x", (struct text){ (const char *)bytes, length }, &source);
    json_open(&json, arena, &source, false);
    json_skip(&json, json_value(&json));
    json_end_document(&json);
    json_t *theirs = json_loadb(source.bytes, source.length,
                                JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    bool is_too_large = !theirs && json_error_code(&error) == json_error_numeric_overflow;
    if (!json.fault != (theirs != NULL) && !is_too_large && !(theirs && strstr(json.fault, "256")))
        abort();
    json_decref(theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (!length)
        return 0;
    struct arena *arena = arena_new(MEMORY_MOST, give_up, NULL);
    struct session *session = session_new(arena);
    struct buf model;
    struct buf out;
    size_t which = bytes[0] % (sizeof imports / sizeof *imports);
    compare_with_jansson(arena, bytes + 1, length - 1);
    session->options.stdlib = folder_of_process(); /* with an empty `core`: only JSON is tried here */
    session->options.show_values = bytes[0] >> 4 & 1;
    buf_init(&model, arena);
    buf_init(&out, arena);
    buf_str(&model, kinds);
    buf_str(&model, imports[which].text);
    write_file(path_of(imports[which].file), bytes + 1, length - 1);
    const char *path = path_of("t.sight");
    write_file(path, model.bytes, model.length);
    compile_file(session, path, STAGE_EVAL);
    render_text(&out, session);
    render_json(&out, session);
    arena_free(arena);
    return 0;
}
