/* `sightline explain`: the page of a code of the compiler's own, or what a check of a standard module
 * says of itself. */
#include "cli/commands.h"

#include "ast/parse.h"
#include "base/buf.h"
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

static void print_source_of(struct buf *out, struct session *session, const struct check *check)
{
    struct text source =
        source_text(session_source(session, check->ast->base.span), check->ast->base.span);
    buf_str(out, "\nAs it is written:\n\n    ");
    for (size_t i = 0; i < source.length; i++) {
        buf_byte(out, source.bytes[i]);
        if (source.bytes[i] == '\n')
            buf_str(out, "    ");
    }
    buf_byte(out, '\n');
}

static void print_steps(struct buf *out, struct session *session, const struct check *check,
                        enum ast_kind kind, const char *heading)
{
    AST_EACH (step, check->ast->steps) {
        if (step->kind != kind)
            continue;
        const struct ast_node *text = kind == AST_HELP ? AST_AS(help, step)->text : AST_AS(cite, step)->text;
        struct text words = source_text(session_source(session, text->span), text->span);
        struct buf line;
        buf_init(&line, session->arena);
        buf_printf(&line, "\n%s: %.*s\n", heading, words.length > 2 ? (int)words.length - 2 : 0,
                   words.bytes + 1);
        if (!memmem(out->bytes, out->length, line.bytes, line.length))
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
    print_steps(out, session, check, AST_HELP, "How to mend it");
    print_steps(out, session, check, AST_CITE, "Source");
    print_source_of(out, session, check);
}

static const struct check *find_check(const struct model *model, struct text name)
{
    for (uint32_t i = 0; i < model->checks.count; i++) {
        if (text_equal(model->checks.items[i]->code, name))
            return model->checks.items[i];
    }
    return NULL;
}

/* `learning_together.hindsight`: loads the standard module before the dot. */
static enum exit_code explain_check(struct arena *arena, const struct arguments *arguments,
                                    const char *name)
{
    struct session *session = session_new(arena);
    struct model model = { .session = session };
    struct buf path;
    session->options = arguments->options;
    buf_init(&path, arena);
    buf_printf(&path, "%s/%.*s.sight", session->options.stdlib, (int)(strchr(name, '.') - name), name);
    if (access(buf_string(&path), R_OK) != 0 || !load_modules(session, &model, buf_string(&path))) {
        command_complain("there is no standard module `%.*s`", (int)(strchr(name, '.') - name), name);
        return EXIT_USAGE;
    }
    scope_declare(&model);
    const struct check *check = find_check(&model, text_of(name));
    if (check) {
        struct buf out;
        buf_init(&out, arena);
        print_check(&out, session, check);
        return command_put(buf_get(&out));
    }
    struct suggest suggest;
    suggest_init(&suggest, text_of(name));
    for (uint32_t i = 0; i < model.checks.count; i++)
        suggest_offer(&suggest, model.checks.items[i]->code);
    struct buf best;
    buf_init(&best, arena);
    suggest_print(&best, suggest_best(&suggest));
    command_complain("there is no check `%s`%s%s%s", name, best.length ? "; did you mean " : "",
                     best.length ? buf_string(&best) : "", best.length ? "?" : "");
    return EXIT_USAGE;
}

static enum exit_code explain_one(struct arena *arena, const struct arguments *arguments, const char *name)
{
    const char *page = find_page(text_of(name));
    if (page)
        return command_put(text_of(page));
    if (strchr(name, '.') && strchr(name, '.') != name && !strchr(name, '/'))
        return explain_check(arena, arguments, name);
    command_complain("nothing is known of `%s`; give a code such as E0207, or a check such as "
                     "learning_together.explained", name);
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
