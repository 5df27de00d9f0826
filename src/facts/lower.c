/* Typed tree to facts: what each instance records, in the slots of its kind. */
#include "facts/lower.h"

#include "diag/diag.h"
#include "facts/chronology.h"
#include "facts/references.h"
#include "names/calendar.h"
#include "types/constant.h"

struct lowering {
    struct model *model;
    struct session *session;
    struct checker checker;
    struct instance *instance;
    struct span *filled; /* by slot: where the field was given */
};

/* Constants */

static struct value date_value(struct session *session, struct date date)
{
    struct date *copy = ARENA_NEW(session->arena, struct date);
    *copy = date;
    return (struct value){ .tag = VALUE_DATE, .as.date = copy };
}

static struct value number_value(struct session *session, const struct ast_number *number)
{
    const struct type *type = number->result;
    if (type && type_is(type, BASE_DATE))
        return date_value(session, constant_day(&number->base));
    if (!number->scale)
        return (struct value){ .tag = VALUE_INTEGER, .as.integer = number->mantissa };
    struct number_range *range = ARENA_NEW(session->arena, struct number_range);
    range->lo = range->hi = constant_number(number);
    return (struct value){ .tag = VALUE_NUMBER, .as.number = range };
}

static struct value period_value(struct session *session, const struct ast_range *range)
{
    struct period *period = ARENA_NEW(session->arena, struct period);
    *period = constant_period(range);
    if (range->from && range->to && period->from.lo > period->to.hi)
        diag_report(session, E0405, range->base.span);
    return (struct value){ .tag = VALUE_PERIOD, .as.period = period };
}

static struct value duration_value(struct session *session, const struct ast_duration *duration)
{
    struct duration *made = ARENA_NEW(session->arena, struct duration);
    duration_of(duration->count, (enum duration_unit)duration->unit, made);
    made->calendar = duration->found;
    return (struct value){ .tag = VALUE_DURATION, .as.duration = made };
}

static struct value about_value(struct session *session, const struct ast_about *about)
{
    struct date date = constant_day(about->date);
    struct value by = duration_value(session, AST_AS(duration, about->duration));
    struct duration back;
    if (by.as.duration->working_days && !by.as.duration->calendar)
        return date_value(session, date); /* reported by types/times.c */
    if (!date_is_covered(date, by.as.duration) || !duration_negate(*by.as.duration, &back) ||
        !date_is_covered(date, &back))
        calendar_report_years(session, about->base.span, by.as.duration->calendar);
    else if (!date_widen(date, by.as.duration, &date))
        diag_report(session, E0406, about->base.span);
    return date_value(session, date);
}

static struct value named_value(struct session *session, const struct ast_node *node,
                                enum reference reference, void *target)
{
    switch (reference) {
    case REFER_INSTANCE:
        return (struct value){ .tag = VALUE_INSTANCE, .as.instance = target };
    case REFER_CATEGORY:
        return (struct value){ .tag = VALUE_CATEGORY, .as.category = target };
    case REFER_PARAMETER:
        return ((const struct parameter *)target)->value;
    case REFER_ERROR:
        return (struct value){ .tag = VALUE_ERROR };
    default:
        diag_report(session, E0404, node->span);
        return (struct value){ .tag = VALUE_ERROR };
    }
}

/* Dates and texts stay in the tree, where the value points to them. */
struct value lower_constant(struct session *session, const struct ast_node *node, bool *doubtful)
{
    switch ((enum ast_kind)node->kind) {
    case AST_DOUBTFUL:
        *doubtful = true;
        return lower_constant(session, AST_AS(doubtful, node)->value, doubtful);
    case AST_NUMBER:
        return number_value(session, AST_AS(number, node));
    case AST_BOOLEAN:
        return (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = AST_AS(boolean, node)->value != 0 };
    case AST_STRING:
        return (struct value){ .tag = VALUE_TEXT, .as.text = &AST_AS(string, node)->text };
    case AST_PROSE:
        return (struct value){ .tag = VALUE_PROSE, .as.text = &AST_AS(prose, node)->text };
    case AST_DATE:
        return (struct value){ .tag = VALUE_DATE, .as.date = &AST_AS(date, node)->date };
    case AST_RANGE:
        return period_value(session, AST_AS(range, node));
    case AST_ABOUT:
        return about_value(session, AST_AS(about, node));
    case AST_DURATION:
        return duration_value(session, AST_AS(duration, node));
    case AST_RELATIVE:
    case AST_BOTH:
        return date_value(session, chronology_date(session, node));
    case AST_IDENT:
        return named_value(session, node, node->reference, AST_AS(ident, node)->target);
    case AST_MEMBER:
        return named_value(session, node, node->reference, AST_AS(member, node)->target);
    case AST_ERROR:
        return (struct value){ .tag = VALUE_ERROR };
    default:
        diag_report(session, E0404, node->span);
        return (struct value){ .tag = VALUE_ERROR };
    }
}

/* Fields */

/* Whether an instance is of one of the kinds the field takes: what the types only know to be possible. */
static bool is_of_kinds(const struct instance *instance, const struct type *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base == BASE_ERROR ||
            (type->parts[i].base == BASE_INSTANCE && instance->of &&
             kind_is(instance->of, type->parts[i].of)))
            return true;
    }
    return instance->of == NULL;
}

static void check_kind(struct lowering *lowering, const struct ast_node *node,
                       const struct value *value, const struct type *type)
{
    if (value->tag != VALUE_INSTANCE || is_of_kinds(value->as.instance, type))
        return;
    struct type_part part = { BASE_INSTANCE, 0, value->as.instance->of };
    diag_report(lowering->session, E0301, node->span, type_phrase(lowering->session, type),
                type_phrase(lowering->session, type_of_part(lowering->session, part, false)));
}

static void check_digits(struct session *session, const struct ast_node *node,
                         const struct value *value, const struct type *type)
{
    struct number rounded;
    if (value->tag != VALUE_NUMBER)
        return;
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base == BASE_DECIMAL && type->parts[i].digits != TYPE_EXACT &&
            number_round(value->as.number->lo, type->parts[i].digits, &rounded) &&
            number_compare(rounded, value->as.number->lo) != 0)
            diag_report(session, E0407, node->span, (int)type->parts[i].digits);
    }
}

struct value lower_fit(struct session *session, struct value value, const struct type *type)
{
    if (value.tag == VALUE_DATE && !type_has(type, BASE_DATE) && type_has(type, BASE_PERIOD)) {
        struct period *period = ARENA_NEW(session->arena, struct period);
        *period = period_of_date(*value.as.date);
        return (struct value){ .tag = VALUE_PERIOD, .as.period = period };
    }
    if (value.tag == VALUE_TEXT && !type_has(type, BASE_TEXT) && type_has(type, BASE_PROSE))
        value.tag = VALUE_PROSE;
    return value;
}

static struct value lower_value(struct lowering *lowering, struct ast_node *node,
                                const struct type *one)
{
    bool doubtful = false;
    bool is_relative = chronology_is_relative(node);
    lowering->instance->has_relative |= is_relative;
    if (type_is_error(check_value(&lowering->checker, node, one))) {
        lowering->instance->is_broken = true;
        return (struct value){ .tag = VALUE_ERROR };
    }
    struct value value = is_relative ? date_value(lowering->session, chronology_unsettled())
                                     : lower_constant(lowering->session, node, &doubtful);
    doubtful = doubtful || node->kind == AST_DOUBTFUL;
    bool is_prose = node->kind == AST_PROSE || (node->kind == AST_STRING && !type_has(one, BASE_TEXT));
    if (is_prose)
        references_check(&lowering->checker, node);
    check_kind(lowering, node, &value, one);
    check_digits(lowering->session, node, &value, one);
    lowering->instance->is_doubtful = lowering->instance->is_doubtful || doubtful;
    return lower_fit(lowering->session, value, one);
}

static struct value list_of_one(struct session *session, struct instance *instance)
{
    if (!instance->alone) {
        struct value *items = ARENA_NEW(session->arena, struct value);
        *items = (struct value){ .tag = VALUE_INSTANCE, .as.instance = instance };
        instance->alone = items;
    }
    return (struct value){ .tag = VALUE_LIST, .count = 1, .as.items = instance->alone };
}

static struct value lower_single(struct lowering *lowering, struct ast_node *node, const struct type *one)
{
    struct value value = lower_value(lowering, node, one);
    if (value.tag == VALUE_INSTANCE)
        return list_of_one(lowering->session, value.as.instance);
    struct value *items = ARENA_NEW(lowering->session->arena, struct value);
    *items = value;
    return (struct value){ .tag = VALUE_LIST, .count = value.tag != VALUE_ERROR, .as.items = items };
}

static struct value lower_list(struct lowering *lowering, const struct ast_list *nodes,
                               const struct type *one)
{
    if (!ast_has_several(*nodes))
        return lower_single(lowering, nodes->first, one);
    struct value *items = ARENA_ARRAY(lowering->session->arena, struct value, ast_count(*nodes));
    uint32_t count = 0;
    AST_EACH (node, *nodes) {
        struct value value = lower_value(lowering, node, one);
        if (value.tag != VALUE_ERROR)
            items[count++] = value;
    }
    return (struct value){ .tag = VALUE_LIST, .count = count, .as.items = items };
}

static void keep_secret(struct lowering *lowering, const struct ast_list *nodes)
{
    AST_EACH (node, *nodes) {
        VEC_PUSH(lowering->session->arena, &lowering->session->secret_spans, node->span);
        if (node->kind == AST_STRING || node->kind == AST_PROSE)
            VEC_PUSH(lowering->session->arena, &lowering->session->secret_values,
                     AST_AS(string, node)->text);
    }
}

static void report_twice(struct lowering *lowering, const struct field *field,
                         const struct ast_assign *assign)
{
    struct diag *diag = diag_report(lowering->session, E0403,
                                    checker_field_word(&lowering->checker, assign).span, field->name);
    diag_label(lowering->session, diag, lowering->filled[field->slot], "first given here");
    diag_help(lowering->session, diag, field->cardinality == CARDINALITY_SOME ||
                                               field->cardinality == CARDINALITY_MANY
                                           ? "write all its values in one place, with commas"
                                           : "keep one of the two");
}

/* Whether an unknown field could be a confidential one, misspelt. */
static bool may_be_secret(const struct kind *kind, const struct name *name)
{
    struct suggest suggest;
    bool any = false;
    suggest_init(&suggest, name_text(name));
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        any = any || kind->fields.items[i]->is_confidential;
        suggest_offer(&suggest, name_text(kind->fields.items[i]->name));
    }
    const struct suggestion *meant = suggest_best(&suggest);
    for (size_t i = 0; i < meant->count; i++) {
        for (uint32_t j = 0; j < kind->fields.count; j++) {
            if (kind->fields.items[j]->is_confidential &&
                text_equal(meant->texts[i], name_text(kind->fields.items[j]->name)))
                return true;
        }
    }
    return any && !meant->count;
}

static void lower_assign(struct lowering *lowering, const struct ast_assign *assign)
{
    struct instance *instance = lowering->instance;
    const struct field *field = kind_find_field(instance->of, assign->field);
    if (!field) {
        checker_report_no_field(&lowering->checker, instance->of,
                                checker_field_word(&lowering->checker, assign));
        if (may_be_secret(instance->of, assign->field))
            keep_secret(lowering, &assign->values);
        return;
    }
    if (lowering->filled[field->slot].end) {
        report_twice(lowering, field, assign);
        return;
    }
    lowering->filled[field->slot] = assign->base.span;
    if (field->is_confidential)
        keep_secret(lowering, &assign->values);
    const struct type *one = field->one;
    if (field->type->many) {
        instance->slots[field->slot] = lower_list(lowering, &assign->values, one);
        return;
    }
    if (ast_has_several(assign->values))
        diag_report(lowering->session, E0402, assign->base.span, (size_t)ast_count(assign->values));
    struct value value = lower_value(lowering, assign->values.first, one);
    if (value.tag != VALUE_ERROR)
        instance->slots[field->slot] = value;
}

/* Instances */

static const struct field *parent_field(const struct instance *instance)
{
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        if (field->is_parent && instance->parent->of && is_of_kinds(instance->parent, field->type))
            return field;
    }
    return NULL;
}

static void fill_parent(struct lowering *lowering)
{
    struct instance *instance = lowering->instance;
    if (!instance->parent || !instance->parent->of)
        return;
    const struct field *field = parent_field(instance);
    if (!field) {
        struct diag *diag =
            diag_report(lowering->session, E0408, instance->declaration.span,
                        instance->of->declaration.name, instance->parent->of->declaration.name);
        diag_label(lowering->session, diag, instance->parent->declaration.span, "it stands inside this");
        diag_help(lowering->session, diag, "write it after the `}` that closes `%n`",
                  instance->parent->declaration.name);
        return;
    }
    if (lowering->filled[field->slot].end)
        return;
    lowering->filled[field->slot] = instance->declaration.span;
    struct value parent = { .tag = VALUE_INSTANCE, .as.instance = instance->parent };
    if (field->type->many)
        parent = list_of_one(lowering->session, instance->parent);
    instance->slots[field->slot] = parent;
}

static void report_missing(struct lowering *lowering, const struct field *field)
{
    struct instance *instance = lowering->instance;
    struct session *session = lowering->session;
    struct diag *diag = diag_report(session, E0401, instance->declaration.span,
                                    instance->of->declaration.name, instance->declaration.name,
                                    field->name);
    diag_note(session, diag, "`%n` (%t) takes %t", field->name, field->label,
              type_phrase(session, field->one));
    if (field->is_parent)
        diag_help(session, diag, "write it inside what it belongs to, or add `%n: ...`", field->name);
    else
        diag_help(session, diag, "add `%n: ...` between `{` and `}`", field->name);
}

static void check_complete(struct lowering *lowering)
{
    struct instance *instance = lowering->instance;
    if (instance->ast->base.broken || instance->of->is_broken)
        return;
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        bool mandatory = field->cardinality == CARDINALITY_ONE || field->cardinality == CARDINALITY_SOME;
        if (mandatory && !field->ast->value && !lowering->filled[field->slot].end)
            report_missing(lowering, field);
    }
}

static void lower_instance(struct model *model, struct instance *instance)
{
    if (!instance->of || instance->slots)
        return; /* of no known kind, or filled from a table */
    struct lowering lowering = { .model = model, .session = model->session, .instance = instance };
    struct span none[32] = { { 0, 0, 0 } };
    uint32_t count = instance->of->slot_count;
    lowering.filled = count <= 32 ? none : ARENA_ARRAY(model->session->arena, struct span, count);
    lowering.checker = checker_new(model, instance->declaration.module, instance->declaration.scope);
    instance->slots = ARENA_ARRAY(model->session->arena, struct value, count);
    AST_EACH (clause, instance->ast->clauses)
        lower_assign(&lowering, AST_AS(assign, clause));
    AST_EACH (member, instance->ast->members) {
        if (member->kind == AST_ASSIGN)
            lower_assign(&lowering, AST_AS(assign, member));
    }
    fill_parent(&lowering);
    check_complete(&lowering);
}

static struct value parameter_value(struct session *session, const struct parameter *parameter,
                                    const struct ast_list *nodes)
{
    bool doubtful = false;
    struct value *items = ARENA_ARRAY(session->arena, struct value, ast_count(*nodes) + 1);
    uint32_t count = 0;
    AST_EACH (node, *nodes) {
        items[count] = lower_constant(session, node, &doubtful);
        check_digits(session, node, &items[count++], parameter->type);
    }
    if (!parameter->type->many)
        return items[0];
    return (struct value){ .tag = VALUE_LIST, .count = count, .as.items = items };
}

static void lower_parameter(struct model *model, struct parameter *parameter)
{
    parameter->value = parameter_value(
        model->session, parameter, parameter->set ? &parameter->set->values : &parameter->ast->values);
}

static void lower_overrides(struct model *model, struct test_scope *test)
{
    for (uint32_t i = 0; i < test->overrides.count; i++) {
        struct override *override = &test->overrides.items[i];
        override->value = parameter_value(model->session, override->parameter, &override->set->values);
    }
}

static void lower_claim(struct model *model, struct claim *claim)
{
    AST_EACH (node, claim->ast->clauses) {
        const struct ast_assign *clause = AST_AS(assign, node);
        const struct field *field = claim->kind ? claim_field(claim->kind, clause->field) : NULL;
        bool doubtful = false;
        if (!field)
            continue;
        AST_EACH (value, clause->values) {
            struct claim_bound bound = { field, lower_constant(model->session, value, &doubtful) };
            VEC_PUSH(model->session->arena, &claim->bounds, bound);
        }
    }
}

/* Cases */

static struct instance *case_above(const struct instance *instance, unsigned depth)
{
    if (instance->of && instance->of->flags & KIND_CASE)
        return (struct instance *)(uintptr_t)instance;
    if (!instance->of || depth > AST_DEEPEST)
        return NULL;
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct value *value = &instance->slots[instance->of->fields.items[i]->slot];
        if (instance->of->fields.items[i]->is_parent && value->tag == VALUE_INSTANCE)
            return case_above(value->as.instance, depth + 1);
    }
    return instance->parent ? case_above(instance->parent, depth + 1) : NULL;
}

/* In a model of one case, everything belongs to it. */
static void find_cases(const struct instances *instances)
{
    struct instance *only = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < instances->count; i++) {
        struct instance *instance = instances->items[i];
        if (instance->of && instance->of->flags & KIND_CASE) {
            only = instance;
            count++;
        }
    }
    for (uint32_t i = 0; i < instances->count; i++)
        instances->items[i]->belongs = count == 1 ? only : case_above(instances->items[i], 0);
}

/* What instances name lies anywhere in the memory of a large model. It is asked for some instances ahead,
 * the names first and then what they mean, so that it has come when a name is looked up. */
enum { NAMES_AHEAD = 8, MEANINGS_AHEAD = 4 };

static void fetch_named(const struct ast_list *fields, bool meanings)
{
    AST_EACH (field, *fields) {
        if (field->kind != AST_ASSIGN)
            continue;
        AST_EACH (value, AST_AS(assign, field)->values) {
            const struct name *name = value->kind == AST_IDENT ? AST_AS(ident, value)->name : NULL;
            if (name)
                __builtin_prefetch(meanings ? name->meaning : name);
        }
    }
}

static void fetch(const struct instances *instances, uint32_t at, bool meanings)
{
    if (at >= instances->count || !instances->items[at]->ast)
        return;
    fetch_named(&instances->items[at]->ast->clauses, meanings);
    fetch_named(&instances->items[at]->ast->members, meanings);
}

static void lower_instances(struct model *model, const struct instances *instances)
{
    for (uint32_t i = 0; i < instances->count; i++) {
        fetch(instances, i + NAMES_AHEAD, false);
        fetch(instances, i + MEANINGS_AHEAD, true);
        lower_instance(model, instances->items[i]);
    }
    chronology_settle(model, instances);
    find_cases(instances);
}

void lower_parameters(struct model *model)
{
    for (uint32_t i = 0; i < model->parameters.count; i++)
        lower_parameter(model, model->parameters.items[i]);
}

void lower_facts(struct model *model)
{
    lower_instances(model, &model->instances);
    for (uint32_t i = 0; i < model->tests.count; i++) {
        lower_instances(model, &model->tests.items[i]->instances);
        lower_overrides(model, model->tests.items[i]);
    }
    for (uint32_t i = 0; i < model->claims.count; i++)
        lower_claim(model, model->claims.items[i]);
}
