/* Imports under libFuzzer: any bytes as a table, read by an import that has a field of every type, checked
 * and rendered. The first byte picks what the fields are read by. */
#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"

#include <fcntl.h>
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
    "  text_: confidential text? prose_: prose? of: k? to: k* }\n"
    "check c { for each k x where x.on is recorded note at x \"{x.title} {x.n} {x.t} {x.prose_}\" }\n";

static const char *const imports[] = {
    "import k from \"t.csv\" { id: column \"a\" title: column \"b\" on: column \"c\" n: column \"d\" of: column \"e\" }\n",
    "import k from \"t.csv\" { on: column \"a\" as \"D MMM YYYY hh:mm\" d: column \"b\" as \"1.234,5\" t: column \"c\" "
    "split by \";\" or \"|\" to: column \"d\" split by \",\" text_: column \"e\" }\n",
    "import k from \"t.csv\" { on: column \"a\" as \"serial\" in: column \"b\" took: column \"c\" as \"days\" sure: column "
    "\"d\" as { \"y\" -> true, \"\" -> not recorded } s: column \"e\" prose_: column \"e\" }\n",
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
    snprintf(folder, sizeof folder, "/dev/shm/fuzz_table.%ld", (long)getpid());
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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (!length)
        return 0;
    struct arena *arena = arena_new(MEMORY_MOST, give_up, NULL);
    struct session *session = session_new(arena);
    struct buf model;
    struct buf out;
    session->options.stdlib = folder_of_process(); /* with an empty `core`: only tables are tried here */
    session->options.show_values = bytes[0] & 1;
    buf_init(&model, arena);
    buf_init(&out, arena);
    buf_str(&model, kinds);
    buf_str(&model, imports[bytes[0] % 3]);
    write_file(path_of("t.csv"), bytes + 1, length - 1);
    const char *path = path_of("t.sight");
    write_file(path, model.bytes, model.length);
    compile_file(session, path, STAGE_EVAL);
    render_text(&out, session);
    render_json(&out, session);
    arena_free(arena);
    return 0;
}
