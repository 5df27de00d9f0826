/* PDFs, by another program in a child process: Typst, which reads the source from a pipe and answers with the
 * PDF, or else LibreOffice, which wants files. Neither sees more of the environment than it needs, and what
 * either leaves behind is removed. */
#include "report/pdf.h"

#include "base/buf.h"
#include "base/vec.h"
#include "diag/diag.h"
#include "report/child.h"
#include "report/document.h"
#include "report/pdf_missing.h"
#include "report/scratch.h"

#include <stdlib.h>

enum {
    SECONDS_MOST = 120,
    PDF_MOST = 256 * 1024 * 1024,
    MESSAGES_SHOWN = 5,
    TRIES_MOST = 8,
};

struct pdf_program pdf_find_program(struct arena *arena)
{
    static const struct {
        const char *name;
        enum pdf_maker maker;
        int seconds;
    } programs[] = {
        { "typst", PDF_BY_TYPST, SECONDS_MOST },
        { "soffice", PDF_BY_OFFICE, SECONDS_MOST },
        { "libreoffice", PDF_BY_OFFICE, SECONDS_MOST },
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const char *path = child_find(arena, programs[i].name);
        if (path)
            return (struct pdf_program){ programs[i].maker, path, programs[i].seconds };
    }
    return (struct pdf_program){ 0 };
}

/* One PDF on its way. */
struct making {
    struct session *session;
    struct arena *arena;
    const struct pdf_program *program;
    const char *name;
    const char *folder;
};

static bool is_pdf(struct text pdf)
{
    return text_starts(pdf, TEXT("%PDF-"));
}

/* What it sees */

static const char *set(struct arena *arena, const char *name, const char *value)
{
    struct buf out;
    buf_init(&out, arena);
    buf_printf(&out, "%s=%s", name, value);
    return buf_string(&out);
}

/* Where programs and fonts are, and a time that is always the same. */
static const char *const *make_environment(const struct making *making, const char *home)
{
    static const char *const kept[] = { "PATH", "TYPST_FONT_PATHS", "TYPST_IGNORE_SYSTEM_FONTS" };
    VEC(const char *) list = { 0 };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *value = getenv(kept[i]);
        if (value)
            VEC_PUSH(making->arena, &list, set(making->arena, kept[i], value));
    }
    if (home)
        VEC_PUSH(making->arena, &list, set(making->arena, "HOME", home));
    VEC_PUSH(making->arena, &list, "SOURCE_DATE_EPOCH=0");
    VEC_PUSH(making->arena, &list, "LC_ALL=C.UTF-8");
    VEC_PUSH(making->arena, &list, NULL);
    return list.items;
}

/* What goes wrong */

static const char *const maker_names[] = {
    [PDF_BY_NONE] = "nothing", [PDF_BY_TYPST] = "Typst", [PDF_BY_OFFICE] = "LibreOffice"
};

static void tell_late(const struct making *making)
{
    diag_report(making->session, E0612, span_none(), maker_names[making->program->maker], making->name,
                making->program->seconds);
}

static bool is_warning(struct text line)
{
    return memmem(line.bytes, line.length, "warning", strlen("warning")) != NULL;
}

/* The first of its messages that are no warnings, one after the other. */
static struct text choose_messages(struct arena *arena, struct text messages)
{
    struct buf out;
    int shown = 0;
    buf_init(&out, arena);
    for (size_t at = 0; at < messages.length && shown < MESSAGES_SHOWN;) {
        const char *start = messages.bytes + at;
        const char *end = memchr(start, '\n', messages.length - at);
        struct text line = { start, end ? (size_t)(end - start) : messages.length - at };
        at += line.length + 1;
        if (!line.length || is_warning(line))
            continue;
        buf_str(&out, shown++ ? "; " : "");
        buf_text(&out, line);
    }
    return shown ? document_clean_text(arena, buf_get(&out)) : TEXT("it gave no reason");
}

static void tell_failed(const struct making *making, struct text messages)
{
    diag_report(making->session, E0611, span_none(), maker_names[making->program->maker], making->name,
                choose_messages(making->arena, messages));
}

static void tell_missing(const struct making *making, const struct pdf_missing *missing)
{
    if (!missing->list.count)
        return;
    struct diag *diag = diag_report(making->session, N0614, span_none(), making->name,
                                    (int)missing->list.count);
    diag_help(making->session, diag,
              "install a font that has them, on Debian `fonts-noto` for the scripts of the world and "
              "`fonts-noto-color-emoji` for emoji");
}

/* Typst */

/* Its root is a folder with nothing in it, so there is no file that a document could read. */
static enum child_end run_typst(const struct making *making, struct text source, struct text *pdf,
                                struct text *messages)
{
    const char *const arguments[] = { making->program->path, "compile", "--pdf-standard", "ua-1",
                                      "--diagnostic-format", "short", "--root", making->folder, "-", "-",
                                      NULL };
    struct child_job job = { arguments, make_environment(making, getenv("HOME")), source,
                             making->program->seconds * 1000, PDF_MOST };
    enum child_end end = child_run(making->arena, &job, pdf, messages);
    return end == CHILD_WELL && !is_pdf(*pdf) ? CHILD_FAILED : end;
}

/* Tries again without the characters that no font has. */
static enum child_end make_by_typst(const struct making *making, struct text source, struct text *pdf,
                                    struct text *messages)
{
    struct pdf_missing missing = { 0 };
    enum child_end end = run_typst(making, source, pdf, messages);
    for (int tries = 1; end == CHILD_FAILED && tries < TRIES_MOST; tries++) {
        if (!pdf_missing_read(making->arena, *messages, &missing))
            break;
        end = run_typst(making, pdf_missing_replace(making->arena, source, &missing), pdf, messages);
    }
    if (end == CHILD_WELL)
        tell_missing(making, &missing);
    return end;
}

/* LibreOffice */

/* A profile of its own, or it would wait for, or write into, that of a running LibreOffice. */
static enum child_end run_office(const struct making *making, const char *docx, struct text *messages)
{
    static const char filter[] = "pdf:writer_pdf_Export:{"
                                 "\"PDFUACompliance\":{\"type\":\"boolean\",\"value\":\"true\"},"
                                 "\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"},"
                                 "\"ExportBookmarks\":{\"type\":\"boolean\",\"value\":\"true\"}}";
    struct buf profile;
    struct text answer;
    buf_init(&profile, making->arena);
    buf_printf(&profile, "-env:UserInstallation=file://%s/profile", making->folder);
    const char *const arguments[] = { making->program->path, buf_string(&profile), "--headless",
                                      "--norestore", "--convert-to", filter, "--outdir", making->folder,
                                      docx, NULL };
    struct child_job job = { arguments, make_environment(making, making->folder), TEXT(""),
                             making->program->seconds * 1000, PDF_MOST };
    return child_run(making->arena, &job, &answer, messages);
}

static enum child_end make_by_office(const struct making *making, struct text source, struct text *pdf,
                                     struct text *messages)
{
    const char *docx = scratch_path(making->arena, making->folder, "report.docx");
    const char *path = scratch_path(making->arena, making->folder, "report.pdf");
    *messages = TEXT("its temporary folder cannot be written");
    enum child_end end = scratch_write(docx, source) ? run_office(making, docx, messages) : CHILD_FAILED;
    bool is_made = end == CHILD_WELL && scratch_read(making->arena, path, PDF_MOST, pdf) && is_pdf(*pdf);
    return end == CHILD_WELL && !is_made ? CHILD_FAILED : end;
}

bool pdf_make(struct session *session, const struct pdf_program *program, const char *name,
              struct text source, struct buf *out)
{
    struct making making = { session, session->arena, program, name, NULL };
    struct text messages = TEXT("no temporary folder can be made for it");
    struct text pdf = TEXT("");
    enum child_end end = CHILD_FAILED;
    child_let_signals(false);
    making.folder = scratch_new(session->arena);
    if (making.folder && program->maker == PDF_BY_TYPST)
        end = make_by_typst(&making, source, &pdf, &messages);
    else if (making.folder)
        end = make_by_office(&making, source, &pdf, &messages);
    if (making.folder)
        scratch_remove(making.folder);
    child_let_signals(true);
    if (end == CHILD_WELL)
        buf_text(out, pdf);
    else if (end == CHILD_LATE)
        tell_late(&making);
    else
        tell_failed(&making, messages);
    return end == CHILD_WELL;
}
