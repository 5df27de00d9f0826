/* The whole compiler under libFuzzer: any bytes, read, checked, rendered, and where the model is sound
 * reported on. Whatever is written to a file is written to memory here. */
#include "base/buf.h"
#include "compile.h"
#include "diag/render.h"
#include "report/build.h"
#include "report/html.h"
#include "report/md.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MEMORY_MOST = 256 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void give_up(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

/* The path of a file that lives in memory and holds these bytes. */
static const char *file_of(const uint8_t *bytes, size_t length)
{
    static char path[64];
    static int file = -1;
    if (file < 0)
        file = memfd_create("fuzz.sight", 0);
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, bytes, length, 0) != (ssize_t)length)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return path;
}

static void report_all(struct compile *compile, struct buf *out)
{
    struct interp *interp = interp_new(compile->model, NULL);
    for (uint32_t i = 0; i < interp->cases.count && !interp->failed; i++) {
        interp->current = interp->cases.items[i];
        for (uint32_t j = 0; j < compile->model->reports.count && !interp->failed; j++) {
            struct document *document = build_report(interp, compile->model->reports.items[j]);
            html_write(out, document);
            md_write(out, document);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(MEMORY_MOST, give_up, NULL);
    struct session *session = session_new(arena);
    struct buf out;
    session->options.stdlib = "stdlib";
    buf_init(&out, arena);
    struct compile compile = compile_file(session, file_of(bytes, length), STAGE_EVAL);
    if (compile.stage == STAGE_EVAL && !session->error_count)
        report_all(&compile, &out);
    render_text(&out, session);
    render_json(&out, session);
    arena_free(arena);
    return 0;
}
