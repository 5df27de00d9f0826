/* Which table an import reads where the user gave others by `--data`: a file takes the place of the one
 * with the same name, a folder is looked into first. Nothing that was given is passed over in silence. */
#include "names/data.h"

#include "base/buf.h"
#include "diag/diag.h"

#include <sys/stat.h>

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The last part of a path. */
static struct text file_name(struct text path)
{
    for (size_t i = path.length; i-- > 0;) {
        if (path.bytes[i] == '/')
            return (struct text){ path.bytes + i + 1, path.length - i - 1 };
    }
    return path;
}

static enum source_status read_below(struct model *model, const char *folder, struct text wanted,
                                     struct source *source)
{
    struct arena *arena = model->session->arena;
    struct buf path;
    const char *relative = arena_copy(arena, wanted.bytes, wanted.length);
    enum source_status status = source_read_beneath(arena, folder, relative, source);
    buf_init(&path, arena);
    buf_printf(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", relative);
    source->path = buf_string(&path);
    return status;
}

enum source_status data_read(struct model *model, struct text wanted, struct source *source)
{
    const struct options *options = &model->session->options;
    enum source_status status = SOURCE_MISSING;
    for (size_t i = 0; i < options->data_count; i++) {
        struct text name = file_name(text_of(options->data[i]));
        if (is_folder(options->data[i]) || !text_equal(name, file_name(wanted)))
            continue;
        model->is_read[i] = true;
        status = source_read(model->session->arena, options->data[i], source);
        source->path = options->data[i];
        return status;
    }
    for (size_t i = 0; i < options->data_count && status == SOURCE_MISSING; i++) {
        if (is_folder(options->data[i]))
            status = read_below(model, options->data[i], wanted, source);
    }
    return status;
}

/* Imports that nobody wrote */

/* JSON says by itself what is what, so it needs no `import`. */
static bool is_json(struct text path)
{
    static const char *const ends[] = { ".json", ".ndjson", ".jsonl" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (path.length > length && memcmp(path.bytes + path.length - length, ends[i], length) == 0)
            return true;
    }
    return false;
}

static bool is_imported(const struct model *model, struct text path)
{
    for (uint32_t i = 0; i < model->imports.count; i++) {
        const struct import *import = model->imports.items[i];
        struct text wanted = AST_AS(string, import->ast->path)->text;
        if (!import->scope && text_equal(file_name(wanted), file_name(path)))
            return true;
    }
    return false;
}

/* The one case kind of the model's own, or else that of a standard module; NULL where several are. */
static const struct kind *find_case_kind(const struct model *model)
{
    const struct kind *found[2] = { NULL, NULL }; /* own, standard */
    unsigned counts[2] = { 0, 0 };
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        bool is_standard = kind->declaration.module->is_standard;
        if (!(kind->flags & KIND_CASE) || !module_sees(model->main, kind->declaration.module))
            continue;
        found[is_standard] = kind;
        counts[is_standard]++;
    }
    int which = counts[0] == 0;
    return counts[which] == 1 ? found[which] : NULL;
}

static void declare_import(struct model *model, const struct kind *kind, const char *path)
{
    struct session *session = model->session;
    struct span span = kind->declaration.span;
    struct ast_node *string = AST_NEW(session, STRING, string, span, .text = file_name(text_of(path)));
    struct ast_name name = { (struct name *)(uintptr_t)kind->declaration.name, span };
    struct import *import = ARENA_NEW(session->arena, struct import);
    import->ast = AST_AS(import, AST_NEW(session, IMPORT, import, span, .kind = name, .path = string));
    import->module = model->main;
    VEC_PUSH(session->arena, &model->imports, import);
}

void data_declare_imports(struct model *model)
{
    const struct options *options = &model->session->options;
    for (size_t i = 0; i < options->data_count; i++) {
        struct text path = text_of(options->data[i]);
        const struct kind *kind = find_case_kind(model);
        if (kind && is_json(path) && !is_folder(options->data[i]) && !is_imported(model, path))
            declare_import(model, kind, options->data[i]);
    }
}

/* What is said of it */

void data_report_own(struct model *model, struct span at, const char *path)
{
    const struct options *options = &model->session->options;
    for (size_t i = 0; i < options->data_count; i++) {
        if (is_folder(options->data[i])) {
            diag_report(model->session, N0433, at, path, options->data[i]);
            return;
        }
    }
}

void data_report_link(struct model *model, struct span at, const char *path)
{
    struct diag *diag = diag_report(model->session, E0202, at, path);
    diag_help(model->session, diag,
              "a link in a folder of data is not followed; name the file itself by `--data`");
}

void data_report_unread(struct model *model)
{
    struct session *session = model->session;
    for (size_t i = 0; i < session->options.data_count; i++) {
        const char *path = session->options.data[i];
        if (model->is_read[i] || is_folder(path))
            continue;
        struct diag *diag = diag_report(session, E0434, span_none(), path);
        for (uint32_t j = 0; j < model->imports.count && j < 5; j++) {
            if (!model->imports.items[j]->scope)
                diag_note(session, diag, "the model imports `%t`",
                          AST_AS(string, model->imports.items[j]->ast->path)->text);
        }
        diag_help(session, diag, "a file is read in place of the import that names one called the same");
    }
}
