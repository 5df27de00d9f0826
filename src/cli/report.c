/* `sightline report`: every report the case can use, each a file of its own, all of them or none. */
#include "cli/report.h"

#include "base/buf.h"
#include "cli/output.h"
#include "cli/watch.h"
#include "cli/template.h"
#include "diag/diag.h"
#include "diag/suggest.h"
#include "report/build.h"
#include "report/docx.h"
#include "report/html.h"
#include "report/md.h"
#include "report/pdf.h"
#include "report/svg.h"
#include "report/typst.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct reporting;

struct writer {
    const char *name;
    const char *suffix;
    void (*write)(struct buf *out, const struct document *document);
    /* Instead of that, where other programs are asked for help. */
    void (*ask)(struct reporting *reporting, struct buf *out, struct document *document);
    enum { FIGURES_INSIDE, FIGURES_BESIDE, FIGURES_BESIDE_IN_PARTS } figures;
};

/* A document that is made and waits to be written. */
struct made {
    const char *path;
    struct text text;
};

struct reporting {
    const struct arguments *arguments;
    const struct writer *writer;
    struct compile *compile;
    struct interp *interp;
    const struct docx_template *template; /* NULL: none */
    bool lacks_pictures;                  /* and it was said so */
    const char *name;                     /* of the report being written */
    struct pdf_program pdf;
    bool lacks_pdf;                       /* and it was said why */
    VEC(struct made) made;
};

/* `figure` is "" for the document itself, "-figure-1" for one of its figures. */
static const char *path_of(const struct reporting *reporting, const struct report *report,
                           const struct instance *of, const char *figure)
{
    struct buf path;
    buf_init(&path, reporting->compile->session->arena);
    if (strcmp(reporting->arguments->output, "-") == 0)
        return "-";
    buf_printf(&path, "%s/%s", reporting->arguments->output, report->declaration.name->text);
    if (reporting->interp->cases.count > 1)
        buf_printf(&path, "-%s", of->declaration.name->text);
    buf_printf(&path, "%s%s", figure, *figure ? ".svg" : reporting->writer->suffix);
    return buf_string(&path);
}

static bool is_wanted(const struct reporting *reporting, const struct report *report)
{
    const char *wanted = reporting->arguments->report;
    return !wanted || strcmp(wanted, report->declaration.name->text) == 0;
}

static const char *make_name(struct arena *arena, uint32_t figure)
{
    struct buf name;
    buf_init(&name, arena);
    buf_printf(&name, "-figure-%u", figure + 1);
    return buf_string(&name);
}

static struct text figure_title(struct arena *arena, const struct block *figure)
{
    struct buf title;
    buf_init(&title, arena);
    document_print_plain(&title, &figure->runs);
    return buf_get(&title);
}

/* The whole drawing with its title above it, as a picture that stands alone. */
static void add_drawing(struct reporting *reporting, const struct document *document,
                        const struct block *figure, const char *path)
{
    struct arena *arena = reporting->compile->session->arena;
    struct buf out;
    buf_init(&out, arena);
    svg_write_file(&out, arena, figure->drawing, figure_title(arena, figure), figure->summary,
                   document->front.language);
    VEC_PUSH(arena, &reporting->made, (struct made){ path, buf_get(&out) });
}

/* The drawing alone, cut where a page ends. */
static void add_parts(struct reporting *reporting, const struct block *figure, const char *path)
{
    struct arena *arena = reporting->compile->session->arena;
    for (uint32_t part = 0; part <= figure->drawing->cuts.count; part++) {
        struct text name = typst_part_file(arena, text_of(path), part);
        struct buf out;
        buf_init(&out, arena);
        svg_write_part(&out, figure->drawing, figure_title(arena, figure), figure->summary, part);
        VEC_PUSH(arena, &reporting->made,
                 (struct made){ arena_copy(arena, name.bytes, name.length), buf_get(&out) });
    }
}

/* Each figure becomes a file whose name begins with the document's, and the document names it. */
static void make_figures(struct reporting *reporting, const struct report *report, struct document *document)
{
    struct arena *arena = reporting->compile->session->arena;
    for (uint32_t i = 0; i < document->figures.count; i++) {
        struct block *figure = document->figures.items[i];
        const char *path = path_of(reporting, report, reporting->interp->current, make_name(arena, i));
        const char *slash = strrchr(path, '/');
        figure->file = text_of(slash ? slash + 1 : path);
        if (reporting->writer->figures == FIGURES_BESIDE)
            add_drawing(reporting, document, figure, path);
        else
            add_parts(reporting, figure, path);
    }
}

/* Word shows pictures; where they cannot be made, that is said once for all documents. */
static void write_docx(struct reporting *reporting, struct buf *out, struct document *document)
{
    struct session *session = reporting->compile->session;
    const char *program = reporting->lacks_pictures ? NULL : session->options.rsvg;
    if (program && !docx_make_pictures(session, document, program)) {
        reporting->lacks_pictures = true;
        diag_help(session, diag_report(session, N0615, span_none()),
                  "install it (on Debian `apt install librsvg2-bin`) or name it with `--rsvg PROGRAM`; "
                  "`--rsvg none` leaves figures in words");
    }
    docx_write(out, document, reporting->template);
}

/* Looks for the program once; what is to be said of it is said before the first document. */
static bool find_pdf_program(struct reporting *reporting)
{
    struct session *session = reporting->compile->session;
    if (reporting->pdf.maker != PDF_BY_NONE)
        return true;
    reporting->pdf = pdf_find_program(session->arena);
    if (reporting->pdf.maker == PDF_BY_NONE)
        diag_help(session, diag_report(session, E0610, span_none()),
                  "get Typst, a single program, at https://typst.app/open-source, or LibreOffice (on Debian "
                  "`apt install libreoffice-writer`); or write `--format docx` and print that to PDF");
    if (reporting->pdf.maker == PDF_BY_OFFICE)
        diag_report(session, N0613, span_none());
    return reporting->pdf.maker != PDF_BY_NONE;
}

/* After a document that failed no other is tried: it would most likely fail the same way. */
static void write_pdf(struct reporting *reporting, struct buf *out, struct document *document)
{
    struct session *session = reporting->compile->session;
    struct buf source;
    if (reporting->lacks_pdf)
        return;
    buf_init(&source, session->arena);
    reporting->lacks_pdf = !find_pdf_program(reporting);
    if (reporting->pdf.maker == PDF_BY_TYPST)
        typst_write(&source, document);
    else if (!reporting->lacks_pdf)
        write_docx(reporting, &source, document);
    if (!reporting->lacks_pdf)
        reporting->lacks_pdf = !pdf_make(session, &reporting->pdf, reporting->name, buf_get(&source), out);
}

static void make(struct reporting *reporting, const struct report *report)
{
    struct interp *interp = reporting->interp;
    struct session *session = reporting->compile->session;
    for (uint32_t i = 0; i < interp->cases.count && !interp->failed; i++) {
        struct made made;
        struct buf out;
        interp->current = interp->cases.items[i];
        reporting->name = report->declaration.name->text;
        buf_init(&out, session->arena);
        struct document *document = build_report(interp, report);
        made.path = path_of(reporting, report, interp->current, "");
        if (reporting->writer->figures != FIGURES_INSIDE && strcmp(made.path, "-") != 0)
            make_figures(reporting, report, document);
        if (reporting->writer->write)
            reporting->writer->write(&out, document);
        else
            reporting->writer->ask(reporting, &out, document);
        made.text = buf_get(&out);
        VEC_PUSH(session->arena, &reporting->made, made);
    }
}

static bool is_one_stream(const struct arguments *arguments)
{
    return arguments->output && strcmp(arguments->output, "-") == 0;
}

/* Texts may follow each other in one stream; a document of Word or a PDF is a file of its own. */
static bool fits_in_stream(const struct reporting *reporting)
{
    const struct model *model = reporting->compile->model;
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->reports.count; i++)
        count += is_wanted(reporting, model->reports.items[i]);
    if (!is_one_stream(reporting->arguments) || reporting->writer->write ||
        count * reporting->interp->cases.count <= 1)
        return true;
    command_complain("`-o -` takes one document, and here are more: choose one with `--report NAME`, or a "
                     "folder with `-o DIR`");
    return false;
}

static void make_all(struct reporting *reporting)
{
    struct session *session = reporting->compile->session;
    const struct model *model = reporting->compile->model;
    if (!reporting->interp->cases.count) {
        diag_help(session, diag_report(session, E0603, span_none()),
                  "begin one, as `review ash \"The review of Ash\" during 2010`; or was another file meant?");
        return;
    }
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < model->reports.count; i++) {
        if (!is_wanted(reporting, model->reports.items[i]))
            continue;
        wanted++;
        make(reporting, model->reports.items[i]);
    }
    if (wanted)
        return;
    const char *name = reporting->arguments->report;
    struct text what =
        name ? diag_format(session, "no report called `%s`", name) : TEXT("no report to write");
    struct diag *diag = diag_report(session, E0602, span_none(), what);
    struct suggest suggest;
    suggest_init(&suggest, text_of(name ? name : ""));
    struct text list = TEXT("");
    for (uint32_t i = 0; i < model->reports.count; i++) {
        suggest_offer(&suggest, name_text(model->reports.items[i]->declaration.name));
        list = diag_format(session, i ? "%t, `%n`" : "%t`%n`", list,
                           model->reports.items[i]->declaration.name);
    }
    if (name && !diag_did_you_mean(session, diag, &suggest) && list.length)
        diag_help(session, diag, "there are %t", list);
    if (!name)
        diag_help(session, diag, "a framework brings reports: `use learning_together`, for instance");
}

/* While files are watched, a document that says the same is left as it is. */
static enum exit_code write_one(const struct arguments *arguments, struct arena *arena,
                                const struct made *made)
{
    if (strcmp(made->path, "-") == 0)
        return command_put(made->text);
    if (arguments->watch && output_is_same(made->path, made->text))
        return EXIT_CLEAN;
    if (output_write_file(arena, made->path, made->text)) {
        fprintf(stderr, "wrote %s\n", made->path);
        return EXIT_CLEAN;
    }
    command_complain("`%s` cannot be written: %s", made->path, output_reason(errno));
    return EXIT_FILES;
}

static enum exit_code write_all(struct reporting *reporting)
{
    enum exit_code code = EXIT_CLEAN;
    const char *folder = reporting->arguments->output;
    struct arena *arena = reporting->compile->session->arena;
    if (strcmp(folder, "-") != 0 && !output_make_folder(arena, folder)) {
        command_complain("the folder `%s` cannot be made: %s", folder, output_reason(errno));
        return EXIT_FILES;
    }
    for (uint32_t i = 0; i < reporting->made.count && code == EXIT_CLEAN; i++)
        code = write_one(reporting->arguments, arena, &reporting->made.items[i]);
    return code;
}

static const struct writer writers[] = {
    { "html", ".html", html_write, NULL, FIGURES_INSIDE },
    { "md", ".md", md_write, NULL, FIGURES_BESIDE },
    { "docx", ".docx", NULL, write_docx, FIGURES_INSIDE },
    { "typst", ".typ", typst_write, NULL, FIGURES_BESIDE_IN_PARTS },
    { "pdf", ".pdf", NULL, write_pdf, FIGURES_INSIDE },
};

static const struct writer *find_writer(const char *name)
{
    const char *wanted = *name ? name : "html";
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (strcmp(writers[i].name, wanted) == 0)
            return &writers[i];
    }
    return NULL;
}

struct compile report_once(struct arena *arena, const struct arguments *arguments, const char *path,
                           enum exit_code *code)
{
    struct arguments printing = *arguments;
    struct compile compile = command_compile(arena, arguments, path, STAGE_EVAL);
    struct reporting reporting = { .arguments = arguments, .compile = &compile };
    reporting.writer = find_writer(arguments->format);
    if (compile.stage == STAGE_EVAL && command_exit_code(&compile) == EXIT_CLEAN) {
        reporting.interp = compile.interp;
        if (arguments->template)
            reporting.template = template_read(compile.session, arguments->template);
        bool is_ready = reporting.template || !arguments->template;
        if (is_ready && !fits_in_stream(&reporting)) {
            *code = EXIT_USAGE;
            return compile;
        }
        if (is_ready)
            make_all(&reporting);
        diag_finish(compile.session);
    }
    printing.format = "human";
    *code = command_exit_code(&compile);
    if (!command_print_diagnostics(&compile, &printing))
        *code = command_worse(*code, EXIT_FILES);
    if (*code == EXIT_CLEAN)
        *code = write_all(&reporting);
    else
        command_complain("no report was written; mend what is wrong first");
    return compile;
}

static enum exit_code report_file(const struct arguments *arguments, const char *path)
{
    enum exit_code code;
    struct arena *arena = command_arena();
    report_once(arena, arguments, path, &code);
    arena_free(arena);
    return code;
}

enum exit_code run_report(const struct arguments *arguments)
{
    if (arguments->diff)
        return run_diff(arguments);
    if (!find_writer(arguments->format)) {
        command_complain("`--format %s` is not known; `report` writes html, md, docx, pdf or typst",
                         arguments->format);
        return EXIT_USAGE;
    }
    if (arguments->template && find_writer(arguments->format)->ask != write_docx) {
        command_complain("`--template` is for Word documents: add `--format docx`");
        return EXIT_USAGE;
    }
    if (!arguments->output) {
        command_complain("say where the documents go: `-o DIR`");
        return EXIT_USAGE;
    }
    if (arguments->watch && is_one_stream(arguments)) {
        command_complain("`--watch` writes files again and again: give a folder with `-o DIR`");
        return EXIT_USAGE;
    }
    if (arguments->count > 1) {
        command_complain("`report` takes one file at a time");
        return EXIT_USAGE;
    }
    return arguments->watch ? watch_report(arguments, arguments->files[0])
                            : report_file(arguments, arguments->files[0]);
}
