/* `sightline explain`: the page of a code of the compiler's own, what a check of a standard module says of
 * itself, or the page of a standard module. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/explain.h"
#include "cli/pages.h"
#include "diag/diag.h"
#include "diag/render.h"
#include "diag/suggest.h"
#include "names/load.h"
#include "names/scope.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *find_page(struct text name)
{
    enum diag_code code = diag_find_code(name);
    for (const struct page *page = explain_pages; code != DIAG_CODE_COUNT && page->code; page++) {
        if (strcmp(page->code, diag_entry(code)->code) == 0)
            return page->text;
    }
    return NULL;
}

struct text explain_source(struct session *session, const struct ast_node *node)
{
    return source_text(session_source(session, node->span), node->span);
}

void explain_print_source(struct buf *out, struct session *session, const struct ast_node *node)
{
    struct text source = explain_source(session, node);
    buf_str(out, "\n    ");
    for (size_t i = 0; i < source.length; i++) {
        buf_byte(out, source.bytes[i]);
        if (source.bytes[i] == '\n')
            buf_str(out, "    ");
    }
    buf_byte(out, '\n');
}

void explain_print_steps(struct buf *out, struct session *session, const struct ast_check *check,
                         enum ast_kind kind, const char *heading)
{
    AST_EACH (step, check->steps) {
        if (step->kind != kind)
            continue;
        struct text words = explain_source(session, kind == AST_HELP ? AST_AS(help, step)->text
                                                                     : AST_AS(cite, step)->text);
        struct buf line;
        buf_init(&line, session->arena);
        buf_printf(&line, "\n%s: %.*s\n", heading, words.length > 2 ? (int)words.length - 2 : 0,
                   words.bytes + 1);
        if (!out->length || !memmem(out->bytes, out->length, line.bytes, line.length))
            buf_text(out, buf_get(&line));
    }
}

static void print_check(struct buf *out, struct session *session, const struct check *check)
{
    struct text doc = ast_doc(session, check->declaration.module->ast, &check->ast->base);
    buf_text(out, check->code);
    buf_str(out, ": ");
    if (check->ast->title)
        buf_text(out, AST_AS(string, check->ast->title)->text);
    buf_str(out, "\n\n");
    buf_text(out, doc);
    if (doc.length)
        buf_byte(out, '\n');
    explain_print_steps(out, session, check->ast, AST_HELP, "How to mend it");
    explain_print_steps(out, session, check->ast, AST_CITE, "Source");
    buf_str(out, "\nAs it is written:\n");
    explain_print_source(out, session, &check->ast->base);
}

static const struct check *find_check(const struct model *model, struct text name)
{
    for (uint32_t i = 0; i < model->checks.count; i++) {
        if (text_equal(model->checks.items[i]->code, name))
            return model->checks.items[i];
    }
    return NULL;
}

/* Reads the standard module of this name and what it uses; false where there is none. */
static bool load_standard(struct model *model, const char *name, size_t length)
{
    struct buf path;
    buf_init(&path, model->session->arena);
    buf_printf(&path, "%s/%.*s.sight", model->session->options.stdlib, (int)length, name);
    return access(buf_string(&path), R_OK) == 0 &&
           load_modules(model->session, model, buf_string(&path));
}

/* A check that is not there: what else may have been meant. */
static enum exit_code complain_of_check(const struct model *model, const char *name)
{
    struct suggest suggest;
    suggest_init(&suggest, text_of(name));
    for (uint32_t i = 0; i < model->checks.count; i++)
        suggest_offer(&suggest, model->checks.items[i]->code);
    struct buf best;
    buf_init(&best, model->session->arena);
    suggest_print(&best, suggest_best(&suggest));
    command_complain("there is no check `%s`%s%s%s", name, best.length ? "; did you mean " : "",
                     best.length ? buf_string(&best) : "", best.length ? "?" : "");
    return EXIT_USAGE;
}

/* `learning_together.hindsight`: loads the standard module before the dot. */
static enum exit_code explain_check(struct model *model, const char *name)
{
    size_t length = (size_t)(strchr(name, '.') - name);
    if (!load_standard(model, name, length)) {
        command_complain("there is no standard module `%.*s`", (int)length, name);
        return EXIT_USAGE;
    }
    scope_declare(model);
    const struct check *check = find_check(model, text_of(name));
    if (!check)
        return complain_of_check(model, name);
    struct buf out;
    buf_init(&out, model->session->arena);
    print_check(&out, model->session, check);
    return command_put(buf_get(&out));
}

/* `hfacs`: the page of a standard module. */
static enum exit_code explain_module(struct model *model, const char *name)
{
    struct buf out;
    if (!load_standard(model, name, strlen(name))) {
        command_complain("nothing is known of `%s`; give a code such as E0207, a check such as "
                         "learning_together.explained, or a module such as hfacs", name);
        return EXIT_USAGE;
    }
    buf_init(&out, model->session->arena);
    module_page_print(&out, model->session, model->main);
    return command_put(buf_get(&out));
}

static bool is_name(const char *name)
{
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
           strlen(name);
}

static enum exit_code explain_one(struct arena *arena, const struct arguments *arguments, const char *name)
{
    struct model model = { .session = session_new(arena) };
    const char *page = find_page(text_of(name));
    model.session->options = arguments->options;
    if (page)
        return command_put(text_of(page));
    if (strchr(name, '.') && strchr(name, '.') != name && !strchr(name, '/'))
        return explain_check(&model, name);
    if (is_name(name))
        return explain_module(&model, name);
    command_complain("nothing is known of `%s`; give a code such as E0207, a check such as "
                     "learning_together.explained, or a module such as hfacs", name);
    return EXIT_USAGE;
}

enum exit_code run_explain(const struct arguments *arguments)
{
    enum exit_code code = EXIT_CLEAN;
    struct arena *arena = command_arena();
    for (int i = 0; i < arguments->count; i++)
        code = command_worse(code, explain_one(arena, arguments, arguments->files[i]));
    arena_free(arena);
    return code;
}
