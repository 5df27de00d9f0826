/* Types of quantifiers, aggregates and calls: expressions that bring variables or take arguments. */
#include "types/checking.h"

#include "diag/diag.h"
#include "types/builtins.h"
#include "types/influence.h"
#include "types/secrecy.h"

static const struct type *plain(struct checker *checker, enum base base)
{
    return type_of_base(checker->session, base);
}

/* Quantifiers and aggregates */

const struct type *check_quantifier(struct checker *checker,
                                           const struct ast_quantifier *quantifier)
{
    struct variable *variables = checker->variables;
    uint32_t depth = checker->depth;
    check_binder(checker, quantifier->binder);
    if (quantifier->where)
        check_condition(checker, quantifier->where);
    if (quantifier->satisfies)
        check_condition(checker, quantifier->satisfies);
    checker_leave(checker, variables, depth);
    return plain(checker, BASE_BOOLEAN);
}

static const struct { const char *name; enum aggregate which; } aggregates[] = {
    { "count", AGGREGATE_COUNT },     { "sum", AGGREGATE_SUM }, { "product", AGGREGATE_PRODUCT },
    { "min", AGGREGATE_MIN },         { "max", AGGREGATE_MAX },
    { "distinct", AGGREGATE_DISTINCT },
};

static int find_aggregate(const struct name *name)
{
    for (size_t i = 0; i < sizeof aggregates / sizeof *aggregates; i++) {
        if (text_equal(name_text(name), text_of(aggregates[i].name)))
            return (int)aggregates[i].which;
    }
    return -1;
}

static const struct type *aggregate_result(struct checker *checker, struct ast_aggregate *aggregate,
                                           const struct type *value)
{
    if (aggregate->which == AGGREGATE_COUNT || aggregate->which == AGGREGATE_DISTINCT)
        return plain(checker, BASE_INTEGER);
    bool extreme = aggregate->which == AGGREGATE_MIN || aggregate->which == AGGREGATE_MAX;
    if (type_is_error(value))
        return value;
    if (!value->many && (type_is_number(value) || (extreme && type_is(value, BASE_DATE))))
        return type_is(value, BASE_INTEGER) || type_is(value, BASE_DATE) ? value
                                                                         : plain(checker, BASE_DECIMAL);
    return checking_report_misfit(checker, aggregate->value, TEXT("a number"), value);
}

const struct type *check_aggregate(struct checker *checker, struct ast_node *node)
{
    struct ast_aggregate *aggregate = AST_AS(aggregate, node);
    struct variable *variables = checker->variables;
    uint32_t depth = checker->depth;
    aggregate->which = find_aggregate(aggregate->function.name);
    bool wants_value = aggregate->which != AGGREGATE_COUNT;
    const struct type *value = plain(checker, BASE_ERROR);
    if (aggregate->which < 0)
        diag_report(checker->session, E0217, aggregate->function.span, aggregate->function.name);
    else if (wants_value != (aggregate->value != NULL))
        diag_report(checker->session, wants_value ? E0314 : E0315, node->span,
                    aggregate->function.name, aggregate->function.name);
    AST_EACH (binder, aggregate->binders)
        check_binder(checker, binder);
    if (aggregate->where)
        check_condition(checker, aggregate->where);
    if (aggregate->value)
        value = check_expression(checker, aggregate->value, NULL);
    checker_leave(checker, variables, depth);
    return aggregate->which < 0 ? plain(checker, BASE_ERROR)
                                : aggregate_result(checker, aggregate, value);
}

/* Calls */

/* A whole number only if all are. */
static const struct type *number_of_all(struct checker *checker, const struct ast_list *arguments)
{
    const struct type *whole = plain(checker, BASE_INTEGER);
    AST_EACH (argument, *arguments) {
        const struct type *type = ((const struct ast_expr *)argument)->result;
        if (type_is_error(type))
            return type;
        if (!type_is(type, BASE_INTEGER))
            whole = plain(checker, BASE_DECIMAL);
    }
    return whole;
}

static const struct type *result_of(struct checker *checker, char letter, const struct ast_list *arguments)
{
    const struct type *first = arguments->first ? ((const struct ast_expr *)arguments->first)->result
                                                : plain(checker, BASE_ERROR);
    switch (letter) {
    case 'b':
        return plain(checker, BASE_BOOLEAN);
    case 'i':
        return plain(checker, BASE_INTEGER);
    case 'D':
        return plain(checker, BASE_DATE);
    case 'P':
        return plain(checker, BASE_PERIOD);
    case 't':
        return plain(checker, BASE_TEXT);
    case 'S':
        return type_with_many(checker->session, first, true);
    case 'n':
        return number_of_all(checker, arguments);
    default:
        return first;
    }
}

/* An instance that rules conclude, or one that is recorded. */
static void check_standing(struct checker *checker, struct ast_node *node, bool is_concluded)
{
    const struct type *type = check_expression(checker, node, NULL);
    if (type_is_error(type))
        return;
    bool fits = !type->many && type_is(type, BASE_INSTANCE);
    for (uint32_t i = 0; fits && i < type->count; i++)
        fits = ((((const struct kind *)type->parts[i].of)->flags & KIND_DERIVED) != 0) == is_concluded;
    if (!fits)
        checking_report_misfit(checker, node, is_concluded ? TEXT("a conclusion, of a derived kind")
                                                           : TEXT("something recorded"), type);
}

static void check_argument(struct checker *checker, struct ast_node *node, char letter)
{
    const struct type *type;
    switch (letter) {
    case 'd':
        checking_operand_is(checker, node, BASE_PERIOD, "a date or period");
        break;
    case 'D':
        checking_operand_is(checker, node, BASE_DATE, "a date");
        break;
    case 'n':
        checking_operand_is(checker, node, BASE_DECIMAL, "a number");
        break;
    case 't':
        checking_operand_is(checker, node, BASE_PROSE, "a text");
        break;
    case 'w':
        type = check_expression(checker, node, NULL);
        if (!type_is_error(type) && !type_is(type, BASE_TEXT))
            checking_report_misfit(checker, node, TEXT("a text, or a list of texts"), type);
        break;
    case 's':
        type = check_expression(checker, node, NULL);
        if (!type_is_error(type) && !type->many)
            checking_report_misfit(checker, node, TEXT("a set"), type);
        break;
    case 'm':
        type = check_expression(checker, node, NULL);
        if (!type_is_error(type) && !member_field(node) &&
            !(node->kind == AST_MEMBER && node->reference == REFER_INVERSE))
            checking_report_misfit(checker, node, TEXT("a link such as `f.shaped`"), type);
        break;
    case 'c':
    case 'o':
        check_standing(checker, node, letter == 'c');
        break;
    case 'v':
        type = check_expression(checker, node, NULL);
        if (!type_is_error(type) && (type->many || !type_is(type, BASE_INSTANCE)))
            checking_report_misfit(checker, node, TEXT("an instance"), type);
        break;
    default:
        break;
    }
}

static const struct type *check_builtin(struct checker *checker, struct ast_call *call,
                                        const struct builtin *builtin)
{
    size_t wanted = strlen(builtin->takes);
    char last = wanted ? builtin->takes[wanted - 1] : '\0';
    bool any_number = last == 'w' || last == 'o';
    call->base.reference = REFER_BUILTIN;
    call->target = (void *)(uintptr_t)builtin;
    size_t given = ast_count(call->arguments);
    if (given < wanted || (!any_number && given > wanted)) {
        struct diag *diag =
            diag_report(checker->session, E0316, call->base.span, call->callee.name, wanted, given);
        diag_help(checker->session, diag, "for example: `%s`", builtin->example);
    }
    if (builtin->takes[0] == 'v')
        influence_check_call(checker, call);
    size_t at = 0;
    AST_EACH (argument, call->arguments) {
        if (at < wanted || any_number) /* of too many, only the number is wrong */
            check_argument(checker, argument, at < wanted ? builtin->takes[at] : last);
        at++;
    }
    return result_of(checker, builtin->gives, &call->arguments);
}

static const struct type *check_applied(struct checker *checker, struct ast_call *call,
                                        const struct ast_list *parameters, const struct type *type)
{
    const struct ast_node *parameter = parameters->first;
    size_t wanted = ast_count(*parameters);
    size_t given = ast_count(call->arguments);
    if (given != wanted)
        diag_report(checker->session, E0316, call->base.span, call->callee.name, wanted, given);
    AST_EACH (argument, call->arguments) {
        const struct variable *variable =
            parameter ? AST_AS(argument, parameter)->variable : NULL;
        check_value(checker, argument, variable ? variable->type : NULL);
        parameter = parameter ? parameter->next : NULL;
    }
    return type ? type : plain(checker, BASE_ERROR);
}

static const struct type *report_no_function(struct checker *checker, const struct ast_call *call)
{
    struct suggest suggest;
    if (checker->model->lacks_module)
        return plain(checker, BASE_ERROR);
    struct diag *diag = diag_report(checker->session, E0217, call->callee.span, call->callee.name);
    suggest_init(&suggest, name_text(call->callee.name));
    scope_suggest(checker->model, &checker->from, DECLARES(MEASURE) | DECLARES(TABLE), &suggest);
    for (int code = 0; code < BUILTIN_COUNT; code++)
        suggest_offer(&suggest, text_of(builtin_get((enum builtin_code)code)->name));
    diag_did_you_mean(checker->session, diag, &suggest);
    return plain(checker, BASE_ERROR);
}

/* A measure or table that rests on a confidential field is as confidential as that field. */
static void check_clearance(struct checker *checker, const struct ast_call *call)
{
    const struct field *field = checker->is_public ? secrecy_find(&call->base) : NULL;
    if (!field)
        return;
    struct diag *diag = diag_report(checker->session, E0601, call->base.span, field->name,
                                    field->owner->declaration.name);
    diag_say(checker->session, diag, "`%n` rests on it", call->callee.name);
}

const struct type *check_call(struct checker *checker, struct ast_node *node)
{
    struct ast_call *call = AST_AS(call, node);
    struct declaration *found =
        scope_find(&checker->from, call->callee.name, DECLARES(MEASURE) | DECLARES(TABLE));
    if (found && found->kind == DECLARES_MEASURE) {
        struct measure *measure = (struct measure *)found;
        call->base.reference = REFER_MEASURE;
        call->target = measure;
        check_clearance(checker, call);
        return check_applied(checker, call, &measure->ast->parameters, measure->type);
    }
    if (found && found->kind == DECLARES_TABLE) {
        struct decision_table *table = (struct decision_table *)found;
        call->base.reference = REFER_TABLE;
        call->target = table;
        check_clearance(checker, call);
        return check_applied(checker, call, &table->ast->parameters, table->type);
    }
    const struct builtin *builtin = builtin_find(name_text(call->callee.name));
    if (builtin)
        return check_builtin(checker, call, builtin);
    call->base.reference = REFER_ERROR;
    return found ? plain(checker, BASE_ERROR) : report_no_function(checker, call);
}
