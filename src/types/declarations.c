/* Everything declared, checked in its own scope: first what others refer to (kinds, signatures), then
 * bodies. Reports are checked by types/reports.c. */
#include "types/declarations.h"

#include "diag/diag.h"
#include "types/coverage.h"
#include "types/checking.h"
#include "types/expression.h"
#include "types/imports.h"
#include "types/kinds.h"
#include "types/reports.h"
#include "types/secrecy.h"
#include "types/strata.h"

/* Instances */

/* Something that only looks like an instance: `chek c { for each ... }`, or `us module`. What was said of
 * its inside, or will be said of what that module would have brought, is no mistake of its own. */
static void misread(struct model *model, const struct ast_instance *ast)
{
    if (ast->base.broken)
        diag_retract(model->session, E0101, ast->base.span);
    struct suggest suggest;
    suggest_init(&suggest, name_text(ast->kind));
    suggest_offer(&suggest, TEXT("use"));
    bool bare = !ast->title && !ast->clauses.first && !ast->members.first;
    model->lacks_module = model->lacks_module || (bare && suggest_best(&suggest)->count);
}

static void assign_kind(struct model *model, struct instance *instance)
{
    struct viewpoint from = { instance->declaration.module, instance->declaration.scope };
    instance->of = kinds_find(model, &from, ast_kind_word(instance->ast));
    if (!instance->of) {
        misread(model, instance->ast);
        return;
    }
    if (instance->of->flags & KIND_DERIVED) {
        struct diag *diag = diag_report(model->session, E0318, ast_kind_word(instance->ast).span,
                                        instance->of->declaration.name);
        diag_label(model->session, diag, instance->of->declaration.span, "declared `derived` here");
        instance->of = NULL;
    }
}

static void assign_kinds(struct model *model)
{
    for (uint32_t i = 0; i < model->instances.count; i++)
        assign_kind(model, model->instances.items[i]);
    for (uint32_t i = 0; i < model->tests.count; i++) {
        for (uint32_t j = 0; j < model->tests.items[i]->instances.count; j++)
            assign_kind(model, model->tests.items[i]->instances.items[j]);
    }
}

/* Signatures */

static void read_arguments(struct model *model, const struct viewpoint *from,
                           const struct ast_list *arguments)
{
    uint32_t slot = 0;
    AST_EACH (node, *arguments) {
        struct ast_argument *argument = AST_AS(argument, node);
        argument->variable = ARENA_NEW(model->session->arena, struct variable);
        argument->variable->name = argument->name.name;
        argument->variable->span = argument->name.span;
        argument->variable->type = kinds_read_type(model, from, argument->type);
        argument->variable->slot = slot++;
    }
}

static void read_signatures(struct model *model)
{
    for (uint32_t i = 0; i < model->parameters.count; i++) {
        struct parameter *parameter = model->parameters.items[i];
        struct viewpoint from = { parameter->declaration.module, NULL };
        parameter->type = kinds_read_type(model, &from, parameter->ast->type);
    }
    for (uint32_t i = 0; i < model->measures.count; i++) {
        struct measure *measure = model->measures.items[i];
        struct viewpoint from = { measure->declaration.module, NULL };
        measure->type = kinds_read_type(model, &from, measure->ast->type);
        read_arguments(model, &from, &measure->ast->parameters);
    }
    for (uint32_t i = 0; i < model->tables.count; i++) {
        struct decision_table *table = model->tables.items[i];
        struct viewpoint from = { table->declaration.module, NULL };
        table->type = kinds_read_type(model, &from, table->ast->type);
        read_arguments(model, &from, &table->ast->parameters);
    }
}

static void bind_arguments(struct checker *checker, const struct ast_list *arguments)
{
    AST_EACH (node, *arguments) {
        struct ast_argument *argument = AST_AS(argument, node);
        argument->variable = checker_bind(checker, argument->name, argument->variable->type);
    }
}

/* Bodies */

static void check_defaults(struct model *model, struct kind *kind)
{
    struct checker checker = checker_new(model, kind->declaration.module, NULL);
    checker.self = kind;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (field->owner != kind || !field->ast->value)
            continue;
        check_value(&checker, field->ast->value, field->type);
    }
}

static void check_default_secrets(struct model *model, struct kind *kind)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        bool is_open = field->owner == kind && field->ast->value && !field->is_confidential;
        const struct field *secret = is_open ? secrecy_find(field->ast->value) : NULL;
        if (!secret)
            continue;
        struct diag *diag =
            diag_report(model->session, E0333, field->ast->value->span, field->name, secret->name);
        diag_help(model->session, diag, "write `%n: confidential ...`", field->name);
    }
}

void check_values(struct checker *checker, const struct ast_list *values, const struct type *type,
                  struct span at)
{
    if (!type->many && ast_has_several(*values))
        diag_report(checker->session, E0402, at, (size_t)ast_count(*values));
    AST_EACH (value, *values)
        check_value(checker, value, type_with_many(checker->session, type, false));
}

static void check_parameter(struct model *model, struct parameter *parameter)
{
    struct checker checker = checker_new(model, parameter->declaration.module, NULL);
    check_values(&checker, &parameter->ast->values, parameter->type, parameter->ast->base.span);
}

static struct parameter *find_parameter(struct checker *checker, struct ast_name name)
{
    struct declaration *found = scope_find(&checker->from, name.name, DECLARES(PARAMETER));
    if (found)
        return found->kind == DECLARES_PARAMETER ? (struct parameter *)found : NULL;
    struct suggest suggest;
    if (checker->model->lacks_module)
        return NULL;
    struct diag *diag = diag_report(checker->session, E0218, name.span, name.name);
    suggest_init(&suggest, name_text(name.name));
    scope_suggest(checker->model, &checker->from, DECLARES(PARAMETER), &suggest);
    diag_did_you_mean(checker->session, diag, &suggest);
    return NULL;
}

/* In a test a parameter has another value for that test alone. */
static void override(struct session *session, struct test_scope *test, struct parameter *parameter,
                     const struct ast_set *set)
{
    for (uint32_t i = 0; i < test->overrides.count; i++) {
        if (test->overrides.items[i].parameter == parameter) {
            struct diag *diag = diag_report(session, E0320, set->base.span, set->name.name);
            diag_label(session, diag, test->overrides.items[i].set->base.span, "first set here");
            return;
        }
    }
    struct override one = { .parameter = parameter, .set = set };
    VEC_PUSH(session->arena, &test->overrides, one);
}

static void check_set(struct checker *checker, const struct ast_set *set)
{
    struct parameter *parameter = find_parameter(checker, set->name);
    if (!parameter)
        return;
    check_values(checker, &set->values, parameter->type, set->base.span);
    if (!set->because)
        diag_help(checker->session, diag_report(checker->session, W0319, set->base.span, set->name.name),
                  "add `because \"...\"`");
    else
        check_template(checker, set->because);
    if (checker->from.test) {
        override(checker->session, (struct test_scope *)(uintptr_t)checker->from.test, parameter, set);
        return;
    }
    if (parameter->set) {
        struct diag *diag = diag_report(checker->session, E0320, set->base.span, set->name.name);
        diag_label(checker->session, diag, parameter->set->base.span, "first set here");
    } else {
        parameter->set = set;
    }
}

static void check_measure(struct model *model, struct measure *measure)
{
    struct checker checker = checker_new(model, measure->declaration.module, NULL);
    bind_arguments(&checker, &measure->ast->parameters);
    check_value(&checker, measure->ast->value, measure->type);
    measure->variable_count = checker.deepest;
}

static void check_table(struct model *model, struct decision_table *table)
{
    struct checker checker = checker_new(model, table->declaration.module, NULL);
    size_t errors = model->session->error_count;
    bool is_whole = !table->ast->base.broken && !model->lacks_module;
    bind_arguments(&checker, &table->ast->parameters);
    AST_EACH (node, table->ast->rows) {
        is_whole = is_whole && node->kind == AST_ROW && !node->broken;
        if (node->kind != AST_ROW)
            continue;
        const struct ast_row *row = AST_AS(row, node);
        if (row->condition)
            check_condition(&checker, row->condition);
        else if (node->next)
            diag_report(model->session, E0321, node->next->span);
        check_value(&checker, row->value, table->type);
    }
    table->variable_count = checker.deepest;
    if (is_whole && model->session->error_count == errors)
        coverage_prove(model->session, table);
}

static bool is_place(const struct ast_node *at, const struct type *type)
{
    if (type_is(type, BASE_INSTANCE) && !type->many)
        return true;
    return at->kind == AST_MEMBER && type_is(((const struct ast_expr *)AST_AS(member, at)->base_node)->result,
                                             BASE_INSTANCE);
}

static void check_place(struct checker *checker, struct ast_node *at)
{
    const struct type *type = check_expression(checker, at, NULL);
    if (!type_is_error(type) && !is_place(at, type))
        diag_report(checker->session, E0322, at->span, type_phrase(checker->session, type));
}

/* The derived kind that is concluded or expected, or NULL. */
static struct kind *check_conclusion(struct checker *checker, const struct ast_name *name,
                                     const struct ast_list *clauses, bool is_expected)
{
    struct kind *kind = kinds_find(checker->model, &checker->from, *name);
    if (kind && !(kind->flags & KIND_DERIVED)) {
        struct diag *diag =
            diag_report(checker->session, E0323, name->span, kind->declaration.name);
        diag_label(checker->session, diag, kind->declaration.span, "declared without `derived` here");
        if (is_expected)
            diag_help(checker->session, diag,
                      "what is recorded is asked for by a condition: `expect some %n x where ...`",
                      kind->declaration.name);
    }
    AST_EACH (node, *clauses) {
        if (node->kind != AST_ASSIGN || !kind)
            continue;
        const struct ast_assign *assign = AST_AS(assign, node);
        const struct field *field = kind_find_field(kind, assign->field);
        if (!field)
            checker_report_no_field(checker, kind, checker_field_word(checker, assign));
        else
            check_values(checker, &assign->values, field->type, node->span);
    }
    return kind && kind->flags & KIND_DERIVED ? kind : NULL;
}

static bool is_given(const struct ast_list *clauses, const struct name *field)
{
    AST_EACH (node, *clauses) {
        if (node->kind == AST_ASSIGN && AST_AS(assign, node)->field == field)
            return true;
    }
    return false;
}

/* What is concluded says all that its kind asks for. */
static void check_conclude(struct checker *checker, struct ast_conclude *conclude)
{
    conclude->of = check_conclusion(checker, &conclude->kind, &conclude->clauses, false);
    bool is_whole = conclude->of && !conclude->base.broken;
    for (uint32_t i = 0; is_whole && i < conclude->of->fields.count; i++) {
        const struct field *field = conclude->of->fields.items[i];
        if (field->cardinality == CARDINALITY_ONE && !field->ast->value &&
            !is_given(&conclude->clauses, field->name))
            diag_report(checker->session, E0342, conclude->base.span, conclude->kind.name, field->name);
    }
}

static void check_let(struct checker *checker, struct ast_let *let)
{
    const struct type *type = check_expression(checker, let->value, NULL);
    let->variable = checker_bind(checker, let->name, type);
    let->variable->value = (const struct ast_expr *)let->value;
}

static void check_step(struct checker *checker, struct ast_node *step)
{
    switch ((enum ast_kind)step->kind) {
    case AST_FOR_EACH:
        AST_EACH (binder, AST_AS(for_each, step)->binders)
            check_binder(checker, binder);
        break;
    case AST_WHERE:
        check_condition(checker, AST_AS(where, step)->condition);
        break;
    case AST_ACROSS:
        kinds_check_across(checker->model, AST_AS(across, step));
        break;
    case AST_LET:
        check_let(checker, AST_AS(let, step));
        break;
    case AST_MESSAGE:
        check_place(checker, AST_AS(message, step)->at);
        check_template(checker, AST_AS(message, step)->text);
        break;
    case AST_HELP:
        check_template(checker, AST_AS(help, step)->text);
        break;
    case AST_CITE:
        check_template(checker, AST_AS(cite, step)->text);
        break;
    case AST_BECAUSE:
        check_template(checker, AST_AS(because, step)->text);
        break;
    case AST_CONCLUDE:
        check_conclude(checker, AST_AS(conclude, step));
        break;
    default:
        break;
    }
}

static uint32_t count_steps(const struct ast_list *steps, enum ast_kind kind)
{
    uint32_t count = 0;
    AST_EACH (step, *steps)
        count += step->kind == kind;
    return count;
}

/* The steps that may stand in a check, or in a rule, and not in the other. */
static void check_step_kinds(struct model *model, const struct ast_list *steps, bool is_rule)
{
    bool concluded = false;
    AST_EACH (step, *steps) {
        bool misplaced = is_rule ? step->kind == AST_MESSAGE || step->kind == AST_HELP
                                 : step->kind == AST_CONCLUDE || step->kind == AST_BECAUSE;
        if (misplaced)
            diag_report(model->session, E0324, step->span, is_rule ? "rule" : "check");
        if (step->kind == AST_FOR_EACH && !is_rule)
            concluded = false; /* another question of the same check */
        bool binds = step->kind == AST_FOR_EACH || step->kind == AST_WHERE || step->kind == AST_LET;
        if (binds && concluded)
            diag_report(model->session, E0325, step->span);
        concluded = concluded || step->kind == AST_MESSAGE || step->kind == AST_CONCLUDE;
    }
}

static void check_messages(struct model *model, const struct ast_list *steps)
{
    bool first = true;
    AST_EACH (step, *steps) {
        first = first || step->kind == AST_FOR_EACH;
        if (step->kind != AST_MESSAGE)
            continue;
        if (!first && AST_AS(message, step)->severity != SEVERITY_NOTE)
            diag_report(model->session, E0326, step->span);
        first = false;
    }
}

static void check_check(struct model *model, struct check *check)
{
    const struct ast_list *steps = &check->ast->steps;
    struct checker checker = checker_new(model, check->declaration.module, NULL);
    checker.knows_case = true;
    checker.in_steps = true;
    check_step_kinds(model, steps, false);
    check_messages(model, steps);
    if (!count_steps(steps, AST_MESSAGE) && !check->ast->base.broken)
        diag_report(model->session, E0327, check->declaration.span, check->declaration.name);
    bool spoken = false;
    AST_EACH (step, *steps) {
        if (step->kind == AST_FOR_EACH && spoken) {
            checker_leave(&checker, NULL, 0); /* another question: its own names */
            spoken = false;
        }
        check_step(&checker, step);
        spoken = spoken || step->kind == AST_MESSAGE;
    }
    check->variable_count = checker.deepest;
}

static void check_rule(struct model *model, struct rule *rule)
{
    const struct ast_list *steps = &rule->ast->steps;
    struct checker checker = checker_new(model, rule->declaration.module, NULL);
    checker.knows_case = !count_steps(steps, AST_ACROSS);
    check_step_kinds(model, steps, true);
    if (count_steps(steps, AST_CONCLUDE) != 1 && !rule->ast->base.broken)
        diag_report(model->session, E0328, rule->declaration.span, rule->declaration.name);
    checker.in_steps = true;
    rule->is_across = !checker.knows_case;
    AST_EACH (step, *steps) {
        check_step(&checker, step);
        if (step->kind == AST_CONCLUDE) {
            rule->conclude = AST_AS(conclude, step);
            rule->concludes = rule->conclude->of;
        }
    }
    rule->variable_count = checker.deepest;
}

/* Waivers and claims */

static struct check *find_check(struct checker *checker, const struct ast_check_name *name)
{
    struct declaration *found = scope_find(&checker->from, name->name.name, DECLARES(CHECK));
    for (struct declaration *other = name->name.name->meaning; name->module.name && other;
         other = other->other) {
        if (other->kind == DECLARES_CHECK && other->module->name == name->module.name &&
            module_sees(checker->from.module, other->module))
            return (struct check *)other;
    }
    bool right_module = !name->module.name || (found && found->module->name == name->module.name);
    if (found && (found->kind != DECLARES_CHECK || right_module))
        return found->kind == DECLARES_CHECK ? (struct check *)found : NULL;
    struct suggest suggest;
    if (checker->model->lacks_module)
        return NULL;
    struct diag *diag = diag_report(checker->session, E0212, name->base.span, name->name.name);
    suggest_init(&suggest, name_text(name->name.name));
    scope_suggest(checker->model, &checker->from, DECLARES(CHECK), &suggest);
    if (found && found->kind == DECLARES_CHECK)
        diag_help(checker->session, diag, "there is `%t`", ((const struct check *)found)->code);
    else
        diag_did_you_mean(checker->session, diag, &suggest);
    return NULL;
}

static void check_waiver(struct model *model, struct waiver *waiver)
{
    struct checker checker = checker_new(model, waiver->module, waiver->scope);
    waiver->check = find_check(&checker, AST_AS(check_name, waiver->ast->check));
    const struct type *type = check_expression(&checker, waiver->ast->at, NULL);
    if (waiver->ast->at->kind == AST_IDENT && waiver->ast->at->reference == REFER_INSTANCE)
        waiver->at = AST_AS(ident, waiver->ast->at)->target;
    else if (!type_is_error(type))
        diag_report(model->session, E0329, waiver->ast->at->span);
    if (!waiver->ast->because)
        diag_help(model->session, diag_report(model->session, W0330, waiver->ast->base.span),
                  "add `because \"...\"`, for those who read the model after you");
    else
        check_template(&checker, waiver->ast->because);
}

static void check_claim(struct model *model, struct claim *claim)
{
    struct checker checker = checker_new(model, claim->module, claim->scope);
    claim->kind = kinds_find(model, &checker.from, claim->ast->kind);
    check_template(&checker, claim->ast->because);
    if (!claim->kind)
        return;
    if (!(claim->kind->flags & KIND_OPEN))
        diag_help(model->session,
                  diag_report(model->session, W0331, claim->ast->kind.span, claim->ast->kind.name),
                  "leave the claim out; what is not written does not exist there");
    AST_EACH (node, claim->ast->clauses) {
        const struct ast_assign *clause = AST_AS(assign, node);
        const struct field *field = claim_field(claim->kind, clause->field);
        if (!field) {
            checker_report_no_field(&checker, claim->kind, checker_field_word(&checker, clause));
            continue;
        }
        const struct type *one = type_with_many(model->session, field->type, false);
        if (type_has(one, BASE_DATE))
            one = type_of_base(model->session, BASE_PERIOD);
        AST_EACH (value, clause->values)
            check_value(&checker, value, one);
    }
}

/* `during` bounds the kind's date, whatever its field is called. */
const struct field *claim_field(const struct kind *kind, const struct name *name)
{
    const struct field *field = kind_find_field(kind, name);
    if (field || !text_equal(name_text(name), TEXT("during")))
        return field;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        if (type_has(kind->fields.items[i]->type, BASE_DATE))
            return kind->fields.items[i];
    }
    return NULL;
}

void checker_report_no_field(struct checker *checker, const struct kind *kind, struct ast_name name)
{
    struct suggest suggest;
    struct diag *diag = diag_report(checker->session, E0210, name.span, kind->declaration.name, name.name);
    suggest_init(&suggest, name_text(name.name));
    for (uint32_t i = 0; i < kind->fields.count; i++)
        suggest_offer(&suggest, name_text(kind->fields.items[i]->name));
    if (diag_did_you_mean(checker->session, diag, &suggest))
        return;
    struct text list = TEXT("");
    for (uint32_t i = 0; i < kind->fields.count; i++)
        list = diag_format(checker->session, i ? "%t, `%n`" : "%t`%n`", list, kind->fields.items[i]->name);
    if (list.length)
        diag_help(checker->session, diag, "%s `%n` has %t",
                  strchr("aeiou", kind->declaration.name->text[0]) ? "an" : "a",
                  kind->declaration.name, list);
}

/* Tests */

static void check_expectation(struct checker *checker, struct ast_node *item)
{
    if (item->kind == AST_EXPECT)
        check_condition(checker, AST_AS(expect, item)->condition);
    if (item->kind == AST_EXPECT_CHECK) {
        AST_AS(expect_check, item)->which =
            find_check(checker, AST_AS(check_name, AST_AS(expect_check, item)->check));
        check_place(checker, AST_AS(expect_check, item)->at);
    }
    if (item->kind == AST_EXPECT_CONCLUSION)
        AST_AS(expect_conclusion, item)->of =
            check_conclusion(checker, &AST_AS(expect_conclusion, item)->kind,
                             &AST_AS(expect_conclusion, item)->clauses, true);
    if (item->kind == AST_SET)
        check_set(checker, AST_AS(set, item));
}

static bool is_expectation(const struct ast_node *item)
{
    return item->kind == AST_EXPECT || item->kind == AST_EXPECT_CHECK || item->kind == AST_EXPECT_CONCLUSION;
}

static void check_test(struct model *model, struct test_scope *test)
{
    struct checker checker = checker_new(model, test->module, test);
    bool is_empty = !test->ast->base.broken;
    checker.knows_case = true;
    AST_EACH (item, test->ast->items) {
        check_expectation(&checker, item);
        is_empty = is_empty && !is_expectation(item) && item->kind != AST_ERROR;
    }
    test->variable_count = checker.deepest;
    if (is_empty)
        diag_help(model->session, diag_report(model->session, W0518, test->ast->title->span),
                  "say what must be found: `expect warning CHECK at NAME`, `expect no ...`, or a condition");
}

uint32_t types_check_question(struct model *model, struct ast_node *question)
{
    struct checker checker = checker_new(model, model->main, NULL);
    checker.knows_case = true;
    check_expectation(&checker, question);
    return checker.deepest;
}

static void check_items(struct model *model, struct module *module)
{
    struct checker checker = checker_new(model, module, NULL);
    AST_EACH (item, module->ast->file->items) {
        if (item->kind == AST_SET)
            check_set(&checker, AST_AS(set, item));
    }
}

#define ALL(list, function)                                                                        \
    for (uint32_t i = 0; i < model->list.count; i++)                                               \
    function(model, model->list.items[i])

void types_declare(struct model *model)
{
    kinds_build(model);
    assign_kinds(model);
    read_signatures(model);
    ALL(kinds, check_defaults);
    ALL(parameters, check_parameter);
    ALL(modules, check_items);
    ALL(imports, imports_check);
}

void types_check(struct model *model)
{
    ALL(measures, check_measure);
    ALL(tables, check_table);
    ALL(checks, check_check);
    ALL(rules, check_rule);
    strata_assign(model);
    secrecy_spread(model);
    ALL(kinds, check_default_secrets);
    ALL(reports, check_report);
    ALL(waivers, check_waiver);
    ALL(claims, check_claim);
    ALL(tests, check_test);
}
