/* Which files belong to a compilation: follows `use` from the file named on the command line, refuses
 * what lies outside the project's folder, and tells a circle of modules. */
#include "names/load.h"

#include "ast/parse.h"
#include "base/buf.h"
#include "diag/suggest.h"
#include "names/data.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { USES_DEEPEST = 64, MODULES_MOST = 10000 };

struct loader {
    struct session *session;
    struct model *model;
    const char *root;   /* folder that local modules stay in */
    const char *prefix; /* how that folder is shown before a path */
    VEC(struct module *) started; /* the path from the first file to the one being read */
    VEC(struct module *) all;
};

/* Paths */

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return "";
    return arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

static void drop_last_part(struct buf *path)
{
    while (path->length && path->bytes[path->length - 1] != '/')
        path->length--;
    if (path->length)
        path->length--;
}

/* `folder`/`path` with `.` and `..` worked out; NULL where it would leave the root. */
static const char *join_beneath(struct arena *arena, const char *folder, struct text path)
{
    struct buf joined;
    buf_init(&joined, arena);
    if (!path.length || path.bytes[0] == '/' || memchr(path.bytes, '\0', path.length))
        return NULL;
    buf_str(&joined, folder);
    for (size_t at = 0; at < path.length;) {
        const char *slash = memchr(path.bytes + at, '/', path.length - at);
        size_t end = slash ? (size_t)(slash - path.bytes) : path.length;
        struct text part = { path.bytes + at, end - at };
        at = end + 1;
        if (part.length == 0 || text_equal(part, TEXT(".")))
            continue;
        if (text_equal(part, TEXT(".."))) {
            if (!joined.length)
                return NULL;
            drop_last_part(&joined);
            continue;
        }
        if (joined.length)
            buf_byte(&joined, '/');
        buf_text(&joined, part);
    }
    return buf_string(&joined);
}

static const char *shown_path(struct loader *loader, const char *relative, bool is_standard)
{
    struct buf path;
    buf_init(&path, loader->session->arena);
    const char *prefix = is_standard ? "<stdlib>" : loader->prefix;
    buf_str(&path, prefix);
    if (*prefix && prefix[strlen(prefix) - 1] != '/')
        buf_byte(&path, '/');
    buf_str(&path, relative);
    return buf_string(&path);
}

/* Messages */

static enum diag_code code_of(enum source_status status)
{
    switch (status) {
    case SOURCE_MISSING:
        return E9001;
    case SOURCE_NOT_A_FILE:
        return E9003;
    case SOURCE_TOO_LARGE:
        return E9004;
    case SOURCE_OUTSIDE:
        return E0202;
    case SOURCE_OK:
    case SOURCE_UNREADABLE:
        break;
    }
    return E9002;
}

static void report_unreadable(struct loader *loader, enum source_status status, struct span at,
                              const char *path)
{
    const char *why = status == SOURCE_UNREADABLE ? strerror(errno) : "";
    struct diag *diag = diag_report(loader->session, code_of(status), at, path, why);
    if (status == SOURCE_OUTSIDE)
        diag_help(loader->session, diag,
                  "keep it below the folder of the first file, without symbolic links, or name a "
                  "wider folder by `--root`");
}

static void suggest_modules(struct loader *loader, struct diag *diag, struct text wanted)
{
    struct suggest suggest;
    suggest_init(&suggest, wanted);
    DIR *folder = opendir(loader->session->options.stdlib);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length > 6 && strcmp(entry->d_name + length - 6, ".sight") == 0)
            suggest_offer(&suggest, (struct text){ arena_copy(loader->session->arena, entry->d_name,
                                                              length - 6), length - 6 });
    }
    if (folder)
        closedir(folder);
    diag_did_you_mean(loader->session, diag, &suggest);
    diag_help(loader->session, diag, "a module of your own is named by its file: `use \"%t.sight\"`", wanted);
}

static void report_circle(struct loader *loader, struct module *again, struct span at)
{
    struct buf path;
    buf_init(&path, loader->session->arena);
    bool inside = false;
    for (uint32_t i = 0; i < loader->started.count; i++) {
        inside = inside || loader->started.items[i] == again;
        if (inside)
            buf_printf(&path, "`%s` uses ", loader->started.items[i]->ast->source->path);
    }
    buf_printf(&path, "`%s`", again->ast->source->path);
    struct diag *diag = diag_report(loader->session, E0203, at);
    diag_note(loader->session, diag, "%t", buf_get(&path));
    diag_help(loader->session, diag, "move what both need into a third module");
}

/* Loading */

static struct module *load(struct loader *loader, const struct source *read, const char *relative,
                           bool is_standard);

static struct module *find_loaded(const struct loader *loader, const char *relative, bool is_standard)
{
    for (uint32_t i = 0; i < loader->all.count; i++) {
        struct module *module = loader->all.items[i];
        if (module->is_standard == is_standard && strcmp(module->relative, relative) == 0)
            return module;
    }
    return NULL;
}

static bool is_started(const struct loader *loader, const struct module *module)
{
    for (uint32_t i = 0; i < loader->started.count; i++) {
        if (loader->started.items[i] == module)
            return true;
    }
    return false;
}

static struct module *use_file(struct loader *loader, const char *relative, bool is_standard,
                               struct span at, struct text wanted)
{
    struct session *session = loader->session;
    struct module *known = find_loaded(loader, relative, is_standard);
    if (known && is_started(loader, known)) {
        report_circle(loader, known, at);
        return NULL;
    }
    if (known)
        return known;
    if (loader->started.count >= USES_DEEPEST || loader->all.count >= MODULES_MOST) {
        diag_report(session, E0204, at, (int)USES_DEEPEST, (int)MODULES_MOST);
        return NULL;
    }
    struct source source;
    const char *root = is_standard ? session->options.stdlib : loader->root;
    enum source_status status = source_read_beneath(session->arena, root, relative, &source);
    source.path = shown_path(loader, relative, is_standard);
    if (status == SOURCE_OK)
        return load(loader, &source, relative, is_standard);
    if (status == SOURCE_MISSING && is_standard)
        suggest_modules(loader, diag_report(session, E0201, at, wanted), wanted);
    else
        report_unreadable(loader, status, at, source.path);
    return NULL;
}

static struct module *use_standard(struct loader *loader, const struct name *name, struct span at)
{
    struct buf file;
    buf_init(&file, loader->session->arena);
    buf_printf(&file, "%s.sight", name->text);
    return use_file(loader, buf_string(&file), true, at, name_text(name));
}

static struct module *use_local(struct loader *loader, const struct module *from,
                                const struct ast_node *path)
{
    struct text wanted = AST_AS(string, path)->text;
    struct arena *arena = loader->session->arena;
    const char *relative =
        from->is_standard ? NULL : join_beneath(arena, folder_of(arena, from->relative), wanted);
    if (!relative) {
        report_unreadable(loader, SOURCE_OUTSIDE, path->span,
                          arena_copy(arena, wanted.bytes, wanted.length));
        return NULL;
    }
    return use_file(loader, relative, false, path->span, wanted);
}

bool load_table(struct model *model, const struct import *import, struct source *source)
{
    const struct module *from = import->module;
    const struct ast_node *path = import->ast->path;
    struct loader loader = { .session = model->session, .model = model, .prefix = model->root };
    struct arena *arena = model->session->arena;
    struct text wanted = AST_AS(string, path)->text;
    const char *relative =
        from->is_standard ? NULL : join_beneath(arena, folder_of(arena, from->relative), wanted);
    if (!relative) {
        report_unreadable(&loader, SOURCE_OUTSIDE, path->span,
                          arena_copy(arena, wanted.bytes, wanted.length));
        return false;
    }
    enum source_status status = import->scope ? SOURCE_MISSING : data_read(model, wanted, source);
    if (status == SOURCE_OUTSIDE) {
        data_report_link(model, path->span, source->path);
        return false;
    }
    if (status == SOURCE_MISSING) {
        status = source_read_beneath(arena, model->root, relative, source);
        source->path = shown_path(&loader, relative, false);
        if (status == SOURCE_OK && !import->scope)
            data_report_own(model, path->span, source->path);
    }
    if (status != SOURCE_OK)
        report_unreadable(&loader, status, path->span, source->path);
    return status == SOURCE_OK;
}

/* Whether something within `span` was told already, such as an escape that is none. */
static bool was_reported(const struct session *session, struct span span)
{
    for (uint32_t i = 0; i < session->diags.count; i++) {
        struct span at = session->diags.items[i]->span;
        if (at.file == span.file && at.start >= span.start && at.end <= span.end)
            return true;
    }
    return false;
}

static void follow_use(struct loader *loader, struct module *module, const struct ast_use *use)
{
    if (was_reported(loader->session, use->base.span)) {
        loader->model->lacks_module = true;
        return;
    }
    struct module *used = use->path ? use_local(loader, module, use->path)
                                    : use_standard(loader, use->name.name, use->name.span);
    if (used)
        VEC_PUSH(loader->session->arena, &module->uses, used);
    else
        loader->model->lacks_module = true;
}

static void follow_uses(struct loader *loader, struct module *module, const struct ast_list *items)
{
    AST_EACH (item, *items) {
        if (item->kind == AST_USE)
            follow_use(loader, module, AST_AS(use, item));
        if (item->kind == AST_TEST)
            follow_uses(loader, module, &AST_AS(test, item)->items);
    }
}

/* Every file gets `core`, but for `core` itself. */
static void use_core(struct loader *loader, struct module *module)
{
    const struct name *core = name_get(loader->session->names, "core", 4);
    if (module->is_standard && strcmp(module->relative, "core.sight") == 0)
        return;
    struct module *used = use_standard(loader, core, span_none());
    if (used)
        VEC_PUSH(loader->session->arena, &module->uses, used);
}

static const struct name *name_of_file(struct loader *loader, const char *relative)
{
    const char *slash = strrchr(relative, '/');
    const char *start = slash ? slash + 1 : relative;
    size_t length = strcspn(start, ".");
    return name_get(loader->session->names, start, length);
}

static struct module *load(struct loader *loader, const struct source *read, const char *relative,
                           bool is_standard)
{
    struct session *session = loader->session;
    struct module *module = ARENA_NEW(session->arena, struct module);
    module->relative = relative;
    module->is_standard = is_standard;
    module->ast = ast_read(session, session_add_source(session, read));
    const struct ast_module *head = AST_AS(module, module->ast->file->module);
    module->name = head ? head->name.name : name_of_file(loader, relative);
    module->title = head && head->title ? AST_AS(string, head->title)->text : name_text(module->name);
    loader->model->is_unbalanced = loader->model->is_unbalanced || module->ast->unbalanced;
    VEC_PUSH(session->arena, &loader->all, module);
    VEC_PUSH(session->arena, &loader->started, module);
    use_core(loader, module);
    follow_uses(loader, module, &module->ast->file->items);
    loader->started.count--;
    module->index = loader->model->modules.count;
    VEC_PUSH(session->arena, &loader->model->modules, module);
    return module;
}

/* Known before anything else is, so that even a file with a brace missing shows no confidential value. */
static void collect_secret_fields(struct model *model)
{
    struct session *session = model->session;
    for (uint32_t i = 0; i < model->modules.count; i++) {
        AST_EACH (item, model->modules.items[i]->ast->file->items) {
            if (item->kind != AST_KIND)
                continue;
            AST_EACH (field, AST_AS(kind_declaration, item)->fields) {
                const struct ast_node *type = field->kind == AST_FIELD ? AST_AS(field, field)->type : NULL;
                if (type && type->kind == AST_TYPE && AST_AS(type, type)->confidential)
                    VEC_PUSH(session->arena, &session->secret_fields, AST_AS(field, field)->name.name);
            }
        }
    }
}

static void find_reach(struct model *model)
{
    uint32_t words = model->modules.count / 64 + 1;
    for (uint32_t i = 0; i < model->modules.count; i++) {
        struct module *module = model->modules.items[i];
        module->reaches = ARENA_ARRAY(model->session->arena, uint64_t, words);
        module->reaches[i / 64] |= (uint64_t)1 << (i % 64);
        for (uint32_t j = 0; j < module->uses.count; j++) {
            for (uint32_t word = 0; word < words; word++)
                module->reaches[word] |= module->uses.items[j]->reaches[word];
        }
    }
}

/* A standard module may be checked itself; it is then not a second module of the same name. */
static bool is_same_folder(const char *folder, const char *stdlib)
{
    struct stat one;
    struct stat other;
    return stdlib && stat(*folder ? folder : ".", &one) == 0 && stat(stdlib, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool load_modules(struct session *session, struct model *model, const char *path)
{
    struct loader loader = { .session = session, .model = model };
    struct source source;
    const char *folder = folder_of(session->arena, path);
    loader.root = session->options.root ? session->options.root : folder;
    loader.prefix = loader.root;
    model->root = loader.root;
    enum source_status status = source_read(session->arena, path, &source);
    if (status != SOURCE_OK) {
        report_unreadable(&loader, status == SOURCE_OUTSIDE ? SOURCE_UNREADABLE : status, span_none(),
                          path);
        return false;
    }
    const char *relative = path + strlen(folder);
    while (*relative == '/')
        relative++;
    size_t root_length = strlen(loader.root);
    if (session->options.root && strncmp(path, loader.root, root_length) == 0 &&
        path[root_length] == '/')
        relative = path + root_length + 1;
    model->main = load(&loader, &source, relative, is_same_folder(folder, session->options.stdlib));
    collect_secret_fields(model);
    find_reach(model);
    return true;
}
