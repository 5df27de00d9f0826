/* Guards src/ast and grammar: what a tree keeps of its text, how deep it may be, what recovery leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ast/dump.h"
#include "ast/parse.h"
#include "base/buf.h"
#include "diag/diag.h"

#include <stdio.h>
#include <stdlib.h>

struct read {
    struct arena *arena;
    struct session *session;
    struct ast *ast;
};

static struct read read_text(struct text text)
{
    struct read read = { .arena = arena_new(0, NULL, NULL) };
    struct source source;
    read.session = session_new(read.arena);
    source_of_text(read.arena, "test.sight", text, &source);
    read.ast = ast_read(read.session, session_add_source(read.session, &source));
    return read;
}

static struct read read_string(const char *text)
{
    return read_text(text_of(text));
}

static bool has_code(const struct read *read, const char *code)
{
    for (uint32_t i = 0; i < read->session->diags.count; i++) {
        if (text_equal(read->session->diags.items[i]->code, text_of(code)))
            return true;
    }
    return false;
}

/* `before`, then `open` n times, `middle`, `close` n times, `after`. */
static struct read read_nested(const char *before, const char *open, int n, const char *middle,
                               const char *close, const char *after)
{
    size_t size = strlen(before) + strlen(middle) + strlen(after) + 1;
    size += (size_t)n * (strlen(open) + strlen(close));
    char *text = malloc(size);
    char *at = text + sprintf(text, "%s", before);
    for (int i = 0; i < n; i++)
        at += sprintf(at, "%s", open);
    at += sprintf(at, "%s", middle);
    for (int i = 0; i < n; i++)
        at += sprintf(at, "%s", close);
    sprintf(at, "%s", after);
    struct read read = read_string(text);
    free(text);
    return read;
}

/* Every recursive construct of the language, from a little to far too much. */
static const struct nest {
    const char *before, *open, *middle, *close, *after;
} nests[] = {
    { "measure m() is boolean = ", "(", "true", ")", "" },
    { "measure m() is boolean = ", "not ", "true", "", "" },
    { "measure m() is integer = ", "- ", "1", "", "" },
    { "measure m() is integer = ", "1 + (", "1", ")", "" },
    { "measure m() is integer = ", "f(", "1", ")", "" },
    { "measure m() is integer = ", "count(event e where ", "true", ")", "" },
    { "measure m() is boolean = ", "some event e where ", "true", "", "" },
    { "measure m() is integer = ", "(if true then ", "1", " else 2)", "" },
    { "measure m() is integer = ", "(if true then 1 else ", "2", ")", "" },
    { "", "thing t { ", "", "}", "" },
    { "taxonomy t { ", "a { ", "b", "}", "}" },
    { "report r for public { ", "section \"s\" { ", "contents", "}", "}" },
    { "report r for public { ", "for each event e { ", "contents", "}", "}" },
    { "report r for public { ", "if true { ", "contents", "}", "}" },
    { "report r for public { if true { } ", "else if true { } ", "", "", "}" },
    { "measure m() is integer = a", ".b", "", "", "" },
    { "measure m() is integer = 1", " + 1", "", "", "" },
    { "measure m() is boolean = true", " and true", "", "", "" },
};

static struct read read_nest(const struct nest *nest, int depth)
{
    return read_nested(nest->before, nest->open, depth, nest->middle, nest->close, nest->after);
}

/* Levels of nodes, this one's included, which every node on the way is to know of those below it. */
static unsigned count_levels(const struct ast_node *node)
{
    unsigned most = 0;
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        const void *at = (const char *)node + child->offset;
        const struct ast_node *kid = child->type == CHILD_KID    ? *(struct ast_node *const *)at
                                     : child->type == CHILD_LIST ? ((const struct ast_list *)at)->first
                                                                 : NULL;
        for (; kid; kid = child->type == CHILD_LIST ? kid->next : NULL) {
            unsigned levels = count_levels(kid);
            most = levels > most ? levels : most;
        }
    }
    assert_int_equal(node->below, most);
    return most + 1;
}

static void test_depth_is_limited_by_a_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        const struct nest *nest = &nests[i];
        struct read shallow = read_nest(nest, 50);
        if (shallow.session->diags.count)
            fail_msg("nest %zu: 50 deep is refused", i);
        arena_free(shallow.arena);
        for (int depth = 200; depth <= 200000; depth = depth < 300 ? depth + 1 : depth * 7) {
            struct read deep = read_nest(nest, depth);
            assert_non_null(deep.ast);
            assert_non_null(deep.ast->file);
            if (deep.session->diags.count && !has_code(&deep, "E0102"))
                fail_msg("nest %zu, %d deep: not told as too deep", i, depth);
            if (depth > 300 && !deep.session->diags.count)
                fail_msg("nest %zu, %d deep: nothing is told", i, depth);
            assert_true(count_levels(&deep.ast->file->base) <= AST_DEEPEST);
            arena_free(deep.arena);
        }
    }
}

static void test_long_lists_are_not_deep(void **state)
{
    (void)state;
    static const struct nest lists[] = {
        { "thing t { a: 1", ", 1", "", "", "}" },
        { "", "thing t ", "", "", "" },
        { "thing t { ", "a: 1 ", "", "", "}" },
        { "check c { ", "where true ", "", "", "}" },
        { "scale s { a", " < b", "", "", "}" },
        { "kind k { ", "a: text ", "", "", "}" },
        { "measure m() is integer = f(1", ", 1", "", "", ")" },
        { "table t() is integer { ", "when true -> 1 ", "", "", "}" },
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct read read = read_nested(lists[i].before, lists[i].open, 30000, "", "", lists[i].after);
        if (read.session->diags.count)
            fail_msg("list %zu of 30000: %.*s", i, (int)read.session->diags.items[0]->message.length,
                     read.session->diags.items[0]->message.bytes);
        arena_free(read.arena);
    }
}

static void test_comments_are_kept(void **state)
{
    (void)state;
    struct read read = read_string("# one\nkind k # two\n  ## three\n{ a: text }\n");
    assert_int_equal(read.ast->comments.count, 3);
    assert_true(read.ast->comments.items[0].own_line);
    assert_false(read.ast->comments.items[1].own_line);
    assert_true(read.ast->comments.items[2].own_line);
    assert_false(read.ast->comments.items[1].is_doc);
    assert_true(read.ast->comments.items[2].is_doc);
    arena_free(read.arena);
}

static void test_documentation_belongs_to_the_next(void **state)
{
    (void)state;
    struct read read = read_string("## First.\n## Second.\ntaxonomy k { a }\n\nscale l { a }\n");
    const struct ast_node *k = read.ast->file->items.first;
    assert_true(text_equal(ast_doc(read.session, read.ast, k), TEXT("First.\nSecond.")));
    assert_int_equal(ast_doc(read.session, read.ast, k->next).length, 0);
    arena_free(read.arena);
}

static const struct ast_template *message_of(const struct read *read)
{
    AST_EACH (step, AST_AS(check, read->ast->file->items.first)->steps) {
        if (step->kind == AST_MESSAGE)
            return AST_AS(template, AST_AS(message, step)->text);
    }
    fail();
    return NULL;
}

static void test_templates_have_parts(void **state)
{
    (void)state;
    struct read read = read_string("check c { for each k x note at x \"a {x} b \\{c\\} {x.d + 1}\" }");
    const struct ast_template *template = message_of(&read);
    assert_int_equal(ast_count(template->parts), 4);
    const struct ast_node *part = template->parts.first;
    assert_true(text_equal(AST_AS(string, part)->text, TEXT("a ")));
    assert_int_equal(part->next->kind, AST_IDENT);
    assert_true(text_equal(AST_AS(string, part->next->next)->text, TEXT(" b {c} ")));
    assert_int_equal(part->next->next->next->kind, AST_BINARY);
    struct text inner = source_text(read.ast->source, part->next->next->next->span);
    assert_true(text_equal(inner, TEXT("x.d + 1")));
    arena_free(read.arena);
}

static void test_a_mistake_leaves_the_rest(void **state)
{
    (void)state;
    struct read read = read_string("kind k { a: text }\nkind { }\nthing t { a: b: 3 }\nagency z \"Z\"\n");
    assert_true(read.session->diags.count >= 2);
    assert_true(read.ast->has_errors);
    const struct ast_node *last = ast_last(read.ast->file->items);
    assert_int_equal(last->kind, AST_INSTANCE);
    assert_string_equal(AST_AS(instance, last)->name.name->text, "z");
    arena_free(read.arena);
}

static void test_missing_braces_are_told(void **state)
{
    (void)state;
    struct read read = read_string("kind k { a: text\nkind l { b: text }\n");
    assert_true(read.ast->unbalanced);
    assert_true(has_code(&read, "E0103"));
    arena_free(read.arena);
    read = read_string("kind k { a: \"\"\"never }\n");
    assert_true(read.ast->unbalanced);
    assert_true(has_code(&read, "E0005"));
    arena_free(read.arena);
}

static void test_sameness_is_of_meaning(void **state)
{
    (void)state;
    struct read a = read_string("kind k { a: text }  thing t { a: \"x\" }");
    struct read b = read_string("# comment\nkind k {\n  a: text\n}\nthing t { a: \"x\" }\n");
    struct read c = read_string("kind k { a: text }  thing t { a: \"y\" }");
    struct read d = read_string("kind k { a: text }");
    assert_true(ast_same(&a.ast->file->base, &b.ast->file->base));
    assert_false(ast_same(&a.ast->file->base, &c.ast->file->base));
    assert_false(ast_same(&a.ast->file->base, &d.ast->file->base));
    arena_free(a.arena);
    arena_free(b.arena);
    arena_free(c.arena);
    arena_free(d.arena);
}

static void test_questions_alone(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct session *session = session_new(arena);
    struct source source;
    source_of_text(arena, "fact", TEXT("count(event e where e.x) = 3"), &source);
    struct ast_node *node = ast_read_question(session, session_add_source(session, &source));
    assert_int_equal(node->kind, AST_EXPECT);
    source_of_text(arena, "fact", TEXT("indication of workload on k1"), &source);
    node = ast_read_question(session, session_add_source(session, &source));
    assert_int_equal(node->kind, AST_EXPECT_CONCLUSION);
    assert_int_equal(session->diags.count, 0);
    source_of_text(arena, "fact", TEXT("count("), &source);
    ast_read_question(session, session_add_source(session, &source));
    assert_true(session->diags.count > 0);
    arena_free(arena);
}

static void test_keywords_are_known_by_name(void **state)
{
    (void)state;
    size_t count;
    const struct keyword *keywords = parse_keywords(&count);
    assert_true(count > 60);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(keywords[i].word, keywords[j].word);
    }
}

static void test_every_shape_is_told(void **state)
{
    (void)state;
    for (int kind = 0; kind < AST_KIND_COUNT; kind++) {
        const struct ast_shape *shape = ast_shape((enum ast_kind)kind);
        assert_non_null(shape->name);
        assert_true(strlen(shape->sentence) > 0);
        assert_non_null(shape->children());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depth_is_limited_by_a_message),
        cmocka_unit_test(test_long_lists_are_not_deep),
        cmocka_unit_test(test_comments_are_kept),
        cmocka_unit_test(test_documentation_belongs_to_the_next),
        cmocka_unit_test(test_templates_have_parts),
        cmocka_unit_test(test_a_mistake_leaves_the_rest),
        cmocka_unit_test(test_missing_braces_are_told),
        cmocka_unit_test(test_sameness_is_of_meaning),
        cmocka_unit_test(test_questions_alone),
        cmocka_unit_test(test_keywords_are_known_by_name),
        cmocka_unit_test(test_every_shape_is_told),
    };
    return cmocka_run_group_tests_name("ast", tests, NULL, NULL);
}
