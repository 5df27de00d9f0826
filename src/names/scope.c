/* What is declared under which name. A name's `meaning` is the chain of all things so called, in every
 * module; looking up walks that short chain and takes what the module sees. */
#include "names/scope.h"

#include "base/buf.h"
#include "diag/diag.h"
#include "names/calendar.h"

#include <assert.h>

struct declarer {
    struct model *model;
    struct session *session;
    struct module *module;
    struct test_scope *test;
};

const char *declaration_word(enum declaration_kind kind)
{
    switch (kind) {
    case DECLARES_KIND:
        return "kind";
    case DECLARES_CLASSIFICATION:
        return "taxonomy or scale";
    case DECLARES_INSTANCE:
        return "instance";
    case DECLARES_PARAMETER:
        return "parameter";
    case DECLARES_MEASURE:
        return "measure";
    case DECLARES_TABLE:
        return "table";
    case DECLARES_CHECK:
        return "check";
    case DECLARES_RULE:
        return "rule";
    case DECLARES_REPORT:
        return "report";
    case DECLARES_CALENDAR:
        return "calendar";
    case DECLARES_ERROR:
        break;
    }
    return "declaration";
}

/* Things that may not share a name because they are used in the same places. */
static unsigned rivals_of(enum declaration_kind kind)
{
    switch (kind) {
    case DECLARES_KIND:
    case DECLARES_CLASSIFICATION:
        return DECLARES(KIND) | DECLARES(CLASSIFICATION);
    case DECLARES_INSTANCE:
        return DECLARES(INSTANCE);
    case DECLARES_PARAMETER:
    case DECLARES_MEASURE:
    case DECLARES_TABLE:
        return DECLARES(PARAMETER) | DECLARES(MEASURE) | DECLARES(TABLE);
    case DECLARES_CHECK:
    case DECLARES_RULE:
        return DECLARES(CHECK) | DECLARES(RULE);
    case DECLARES_REPORT:
        return DECLARES(REPORT);
    case DECLARES_CALENDAR:
        return DECLARES(CALENDAR);
    case DECLARES_ERROR:
        break;
    }
    return 0;
}

static bool is_visible(const struct viewpoint *from, const struct declaration *declaration)
{
    if (!module_sees(from->module, declaration->module))
        return false;
    if (declaration->kind == DECLARES_INSTANCE && (from->test || declaration->scope))
        return from->test == declaration->scope;
    return declaration->scope == NULL || declaration->scope == from->test;
}

struct declaration *scope_find(const struct viewpoint *from, const struct name *name, unsigned wanted)
{
    struct declaration *error = NULL;
    for (struct declaration *found = name->meaning; found; found = found->other) {
        if (!is_visible(from, found))
            continue;
        if (wanted & 1u << found->kind)
            return found;
        if (found->kind == DECLARES_ERROR)
            error = found;
    }
    return error;
}

/* Every module is seen by the first one, so two of a name anywhere would be two for it. */
static struct declaration *find_rival(const struct declarer *declarer, enum declaration_kind kind,
                                      const struct name *name)
{
    unsigned rivals = rivals_of(kind);
    for (struct declaration *other = name->meaning; other; other = other->other) {
        if (other->scope == declarer->test && rivals & 1u << other->kind)
            return other;
    }
    return NULL;
}

static void declare(struct declarer *declarer, struct declaration *declaration,
                    enum declaration_kind kind, struct ast_name name)
{
    declaration->kind = (uint8_t)kind;
    declaration->name = name.name;
    declaration->span = name.span;
    declaration->module = declarer->module;
    declaration->scope = declarer->test;
    struct declaration *rival = find_rival(declarer, kind, name.name);
    if (rival) {
        struct diag *diag = diag_report(declarer->session, E0205, name.span, name.name);
        diag_say(declarer->session, diag, "the %s", declaration_word(kind));
        diag_label(declarer->session, diag, rival->span, "the %s declared first",
                   declaration_word((enum declaration_kind)rival->kind));
        diag_help(declarer->session, diag, "give one of them another name");
    }
    /* the first declaration stays the one that is found */
    struct declaration **end = (struct declaration **)(void *)&name.name->meaning;
    while (rival && *end)
        end = &(*end)->other;
    declaration->other = *end;
    *end = declaration;
}

static struct text title_or_name(struct session *session, const struct ast_node *title,
                                 const struct name *name)
{
    if (title && AST_AS(string, title)->text.length)
        return AST_AS(string, title)->text;
    char *words = arena_copy(session->arena, name->text, name->length);
    for (uint32_t i = 0; i < name->length; i++)
        words[i] = words[i] == '_' ? ' ' : words[i];
    if (words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 32);
    return (struct text){ words, name->length };
}

/* Kinds */

static bool ends_with(const struct name *name, const char *end)
{
    size_t length = strlen(end);
    return name->length > length && strcmp(name->text + name->length - length, end) == 0;
}

/* The regular English plural: factors, agencies, crashes. */
static const struct name *plural_of(struct session *session, const struct name *name)
{
    struct buf plural;
    buf_init(&plural, session->arena);
    buf_text(&plural, name_text(name));
    if (ends_with(name, "y") && !strchr("aeiou", name->text[name->length - 2])) {
        plural.length--;
        buf_str(&plural, "ies");
    } else if (ends_with(name, "s") || ends_with(name, "x") || ends_with(name, "ch") ||
               ends_with(name, "sh")) {
        buf_str(&plural, "es");
    } else {
        buf_str(&plural, "s");
    }
    return name_get(session->names, plural.bytes, plural.length);
}

static void declare_kind(struct declarer *declarer, const struct ast_node *node)
{
    const struct ast_kind_declaration *ast = AST_AS(kind_declaration, node);
    struct kind *kind = ARENA_NEW(declarer->session->arena, struct kind);
    kind->ast = node;
    kind->flags = ast->flags;
    kind->title = title_or_name(declarer->session, ast->title, ast->name.name);
    kind->plural = plural_of(declarer->session, ast->name.name);
    kind->index = declarer->model->kinds.count;
    kind->is_broken = node->broken;
    VEC_PUSH(declarer->session->arena, &declarer->model->kinds, kind);
    declare(declarer, &kind->declaration, DECLARES_KIND, ast->name);
}

/* Categories */

static struct category *add_category(struct declarer *declarer, struct classification *of,
                                     struct category *above, struct ast_name name,
                                     const struct ast_node *title)
{
    struct category *category = ARENA_NEW(declarer->session->arena, struct category);
    category->name = name.name;
    category->span = name.span;
    category->title = title_or_name(declarer->session, title, name.name);
    category->of = of;
    category->above = above;
    category->ordinal = category->last = of->categories.count;
    for (uint32_t i = 0; i < of->categories.count; i++) {
        struct category *other = of->categories.items[i];
        if (other->name == name.name && other->above == above) {
            struct diag *diag = diag_report(declarer->session, E0206, name.span, name.name);
            diag_label(declarer->session, diag, other->span, "first here");
        }
    }
    VEC_PUSH(declarer->session->arena, &of->categories, category);
    return category;
}

static void add_nodes(struct declarer *declarer, struct classification *of, struct category *above,
                      const struct ast_list *nodes)
{
    AST_EACH (node, *nodes) {
        if (node->kind != AST_NODE)
            continue;
        struct category *category =
            add_category(declarer, of, above, AST_AS(category, node)->name, AST_AS(category, node)->title);
        add_nodes(declarer, of, category, &AST_AS(category, node)->nodes);
        category->last = of->categories.count - 1;
    }
}

static struct classification *new_classification(struct declarer *declarer, struct ast_name name,
                                                 const struct ast_node *title)
{
    struct classification *made = ARENA_NEW(declarer->session->arena, struct classification);
    made->title = title_or_name(declarer->session, title, name.name);
    VEC_PUSH(declarer->session->arena, &declarer->model->classifications, made);
    declare(declarer, &made->declaration, DECLARES_CLASSIFICATION, name);
    return made;
}

static void declare_taxonomy(struct declarer *declarer, const struct ast_node *node)
{
    const struct ast_taxonomy *ast = AST_AS(taxonomy, node);
    add_nodes(declarer, new_classification(declarer, ast->name, ast->title), NULL, &ast->nodes);
}

static void declare_scale(struct declarer *declarer, const struct ast_node *node)
{
    const struct ast_scale *ast = AST_AS(scale, node);
    struct classification *scale = new_classification(declarer, ast->name, ast->title);
    scale->is_scale = true;
    AST_EACH (level, ast->levels) {
        if (level->kind == AST_LEVEL)
            add_category(declarer, scale, NULL, AST_AS(level, level)->name,
                         AST_AS(level, level)->title);
    }
}

static void declare_calendar(struct declarer *declarer, const struct ast_node *node)
{
    struct calendar *calendar = ARENA_NEW(declarer->session->arena, struct calendar);
    calendar->ast = AST_AS(calendar, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->calendars, calendar);
    declare(declarer, &calendar->declaration, DECLARES_CALENDAR, calendar->ast->name);
    calendar_fill(declarer->session, calendar);
}

/* Instances */

static void declare_instance(struct declarer *declarer, const struct ast_node *node,
                             struct instance *parent)
{
    struct model *model = declarer->model;
    const struct ast_instance *ast = AST_AS(instance, node);
    struct instance *instance = ARENA_NEW(declarer->session->arena, struct instance);
    instance->ast = ast;
    instance->parent = parent;
    instance->title = ast->title ? AST_AS(string, ast->title)->text : name_text(ast->name.name);
    instance->is_broken = node->broken;
    struct instances *into = declarer->test ? &declarer->test->instances : &model->instances;
    instance->ordinal = into->count;
    VEC_PUSH(declarer->session->arena, into, instance);
    declare(declarer, &instance->declaration, DECLARES_INSTANCE, ast->name);
    AST_EACH (member, ast->members) {
        if (member->kind == AST_INSTANCE)
            declare_instance(declarer, member, instance);
    }
}

/* The rest */

static void declare_parameter(struct declarer *declarer, const struct ast_node *node)
{
    struct parameter *parameter = ARENA_NEW(declarer->session->arena, struct parameter);
    parameter->ast = AST_AS(parameter, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->parameters, parameter);
    declare(declarer, &parameter->declaration, DECLARES_PARAMETER, parameter->ast->name);
}

static void declare_measure(struct declarer *declarer, const struct ast_node *node)
{
    struct measure *measure = ARENA_NEW(declarer->session->arena, struct measure);
    measure->ast = AST_AS(measure, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->measures, measure);
    declare(declarer, &measure->declaration, DECLARES_MEASURE, measure->ast->name);
}

static void declare_table(struct declarer *declarer, const struct ast_node *node)
{
    struct decision_table *table = ARENA_NEW(declarer->session->arena, struct decision_table);
    table->ast = AST_AS(table, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->tables, table);
    declare(declarer, &table->declaration, DECLARES_TABLE, table->ast->name);
}

static void declare_check(struct declarer *declarer, const struct ast_node *node)
{
    struct check *check = ARENA_NEW(declarer->session->arena, struct check);
    check->ast = AST_AS(check, node);
    check->code = diag_format(declarer->session, "%n.%n", declarer->module->name,
                              check->ast->name.name);
    VEC_PUSH(declarer->session->arena, &declarer->model->checks, check);
    declare(declarer, &check->declaration, DECLARES_CHECK, check->ast->name);
}

static void declare_rule(struct declarer *declarer, const struct ast_node *node)
{
    struct rule *rule = ARENA_NEW(declarer->session->arena, struct rule);
    rule->ast = AST_AS(rule, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->rules, rule);
    declare(declarer, &rule->declaration, DECLARES_RULE, rule->ast->name);
}

static void declare_report(struct declarer *declarer, const struct ast_node *node)
{
    struct report *report = ARENA_NEW(declarer->session->arena, struct report);
    report->ast = AST_AS(report, node);
    VEC_PUSH(declarer->session->arena, &declarer->model->reports, report);
    declare(declarer, &report->declaration, DECLARES_REPORT, report->ast->name);
}

static void declare_waiver(struct declarer *declarer, const struct ast_node *node)
{
    struct waiver *waiver = ARENA_NEW(declarer->session->arena, struct waiver);
    waiver->ast = AST_AS(allow, node);
    waiver->module = declarer->module;
    waiver->scope = declarer->test;
    VEC_PUSH(declarer->session->arena, &declarer->model->waivers, waiver);
}

static void declare_claim(struct declarer *declarer, const struct ast_node *node)
{
    struct claim *claim = ARENA_NEW(declarer->session->arena, struct claim);
    claim->ast = AST_AS(complete, node);
    claim->module = declarer->module;
    claim->scope = declarer->test;
    VEC_PUSH(declarer->session->arena, &declarer->model->claims, claim);
}

static void declare_import(struct declarer *declarer, const struct ast_node *node)
{
    struct import *import = ARENA_NEW(declarer->session->arena, struct import);
    import->ast = AST_AS(import, node);
    import->module = declarer->module;
    import->scope = declarer->test;
    VEC_PUSH(declarer->session->arena, &declarer->model->imports, import);
}

static void declare_broken(struct declarer *declarer, const struct ast_node *node)
{
    const struct ast_error *ast = AST_AS(error, node);
    if (!ast->name.name)
        return;
    struct declaration *declaration = ARENA_NEW(declarer->session->arena, struct declaration);
    declare(declarer, declaration, DECLARES_ERROR, ast->name);
}

static void declare_items(struct declarer *declarer, const struct ast_list *items);

static void declare_test(struct declarer *declarer, const struct ast_node *node)
{
    struct test_scope *test = ARENA_NEW(declarer->session->arena, struct test_scope);
    test->ast = AST_AS(test, node);
    test->module = declarer->module;
    VEC_PUSH(declarer->session->arena, &declarer->model->tests, test);
    declarer->test = test;
    declare_items(declarer, &test->ast->items);
    declarer->test = NULL;
}

static void declare_item(struct declarer *declarer, const struct ast_node *item)
{
    switch ((enum ast_kind)item->kind) {
    case AST_KIND:
        declare_kind(declarer, item);
        break;
    case AST_TAXONOMY:
        declare_taxonomy(declarer, item);
        break;
    case AST_SCALE:
        declare_scale(declarer, item);
        break;
    case AST_CALENDAR:
        declare_calendar(declarer, item);
        break;
    case AST_PARAMETER:
        declare_parameter(declarer, item);
        break;
    case AST_INSTANCE:
        declare_instance(declarer, item, NULL);
        break;
    case AST_CHECK:
        declare_check(declarer, item);
        break;
    case AST_RULE:
        declare_rule(declarer, item);
        break;
    case AST_MEASURE:
        declare_measure(declarer, item);
        break;
    case AST_TABLE:
        declare_table(declarer, item);
        break;
    case AST_REPORT:
        declare_report(declarer, item);
        break;
    case AST_TEST:
        declare_test(declarer, item);
        break;
    case AST_ALLOW:
        declare_waiver(declarer, item);
        break;
    case AST_COMPLETE:
        declare_claim(declarer, item);
        break;
    case AST_IMPORT:
        declare_import(declarer, item);
        break;
    case AST_ERROR:
        declare_broken(declarer, item);
        break;
    default:
        break;
    }
}

static void declare_items(struct declarer *declarer, const struct ast_list *items)
{
    AST_EACH (item, *items)
        declare_item(declarer, item);
}

/* In a large model hardly a name is not an instance's. */
static void make_room(struct model *model)
{
    model->instances.capacity = (uint32_t)name_table_count(model->session->names);
    model->instances.items = ARENA_ARRAY(model->session->arena, struct instance *, model->instances.capacity);
}

void scope_declare(struct model *model)
{
    struct declarer declarer = { .model = model, .session = model->session };
    make_room(model);
    for (uint32_t i = 0; i < model->modules.count; i++) {
        declarer.module = model->modules.items[i];
        declare_items(&declarer, &declarer.module->ast->file->items);
    }
}

void scope_add_last(struct declaration *declaration)
{
    struct name *name = (struct name *)(uintptr_t)declaration->name;
    struct declaration **end = (struct declaration **)(void *)&name->meaning;
    while (*end)
        end = &(*end)->other;
    *end = declaration;
}

void scope_add_first(struct declaration *declaration)
{
    struct name *name = (struct name *)(uintptr_t)declaration->name;
    declaration->other = name->meaning;
    name->meaning = declaration;
}

void scope_drop_first(struct declaration *declaration)
{
    struct name *name = (struct name *)(uintptr_t)declaration->name;
    assert(name->meaning == declaration);
    name->meaning = declaration->other;
    declaration->other = NULL;
}

/* Suggestions */

#define OFFER_ALL(list)                                                                            \
    for (uint32_t i = 0; i < (list).count; i++)                                                    \
    offer(from, &(list).items[i]->declaration, suggest)

static void offer(const struct viewpoint *from, const struct declaration *declaration,
                  struct suggest *suggest)
{
    if (is_visible(from, declaration))
        suggest_offer(suggest, name_text(declaration->name));
}

void scope_suggest(struct model *model, const struct viewpoint *from, unsigned wanted,
                   struct suggest *suggest)
{
    if (wanted & DECLARES(KIND))
        OFFER_ALL(model->kinds);
    if (wanted & DECLARES(CLASSIFICATION))
        OFFER_ALL(model->classifications);
    if (wanted & DECLARES(INSTANCE) && !from->test)
        OFFER_ALL(model->instances);
    if (wanted & DECLARES(INSTANCE) && from->test)
        OFFER_ALL(from->test->instances);
    if (wanted & DECLARES(PARAMETER))
        OFFER_ALL(model->parameters);
    if (wanted & DECLARES(MEASURE))
        OFFER_ALL(model->measures);
    if (wanted & DECLARES(TABLE))
        OFFER_ALL(model->tables);
    if (wanted & DECLARES(CHECK))
        OFFER_ALL(model->checks);
    if (wanted & DECLARES(RULE))
        OFFER_ALL(model->rules);
    if (wanted & DECLARES(REPORT))
        OFFER_ALL(model->reports);
    if (wanted & DECLARES(CALENDAR))
        OFFER_ALL(model->calendars);
}
