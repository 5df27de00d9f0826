/* Report templates: which instances each part shows, and what it shows of them. */
#include "types/reports.h"

#include "diag/diag.h"
#include "diag/suggest.h"
#include "types/expression.h"
#include "types/figures.h"

static void check_parts(struct checker *checker, const struct ast_list *parts);

/* Binds the query's variable, which stays in scope for the part; the caller leaves it. */
static void check_query(struct checker *checker, struct ast_node *node)
{
    struct ast_query *query = AST_AS(query, node);
    check_binder(checker, query->binder);
    if (query->where)
        check_condition(checker, query->where);
    AST_EACH (order, query->orders)
        check_expression(checker, AST_AS(order, order)->value, NULL);
}

static void check_columns(struct checker *checker, const struct ast_show_table *table)
{
    AST_EACH (node, table->columns) {
        if (node->kind != AST_SHOW_COLUMN)
            continue;
        check_template(checker, AST_AS(show_column, node)->heading);
        check_expression(checker, AST_AS(show_column, node)->value, NULL);
    }
    if (!table->columns.first)
        diag_report(checker->session, E0332, table->base.span);
}

static void check_paragraphs(struct checker *checker, struct ast_node *value)
{
    const struct type *type = check_expression(checker, value, NULL);
    if (!type_is_error(type) && !type_accepts(type_of_base(checker->session, BASE_PROSE), type))
        diag_report(checker->session, E0301, value->span, TEXT("prose or a text"),
                    type_phrase(checker->session, type));
}

/* What stands in a part of a report. */
static void check_inner_parts(struct checker *checker, const struct ast_list *parts)
{
    bool outer = checker->in_part;
    checker->in_part = true;
    check_parts(checker, parts);
    checker->in_part = outer;
}

static void check_footnotes(struct checker *checker, struct ast_footnotes *notes)
{
    const struct ast_query *query = AST_AS(query, notes->query);
    check_query(checker, notes->query);
    if (notes->text)
        check_template(checker, notes->text);
    const struct variable *found = AST_AS(binder, query->binder)->variable;
    if (checker->in_part)
        diag_help(checker->session, diag_report(checker->session, E0620, notes->base.span),
                  "write it beside the report's `title`; it holds for the whole document");
    if (found && !found->kind && !type_is_error(found->type))
        diag_report(checker->session, E0621, query->binder->span);
    if (query->orders.first)
        diag_report(checker->session, E0622, query->orders.first->span);
}

static void check_references(struct checker *checker, struct ast_node *value)
{
    const struct type *type = check_expression(checker, value, NULL);
    if (!type_is_error(type) && (type->many || !type_is(type, BASE_INSTANCE)))
        diag_report(checker->session, E0301, value->span, TEXT("an instance"),
                    type_phrase(checker->session, type));
}

static void check_each(struct checker *checker, const struct ast_each *each)
{
    bool outer = checker->in_each;
    check_query(checker, each->query);
    checker->in_each = true;
    check_inner_parts(checker, &each->parts);
    checker->in_each = outer;
}

/* The kind must have the fields that the figure is drawn from. */
static void check_figure(struct checker *checker, const struct ast_query *query, enum figure_word figure)
{
    const struct ast_binder *binder = AST_AS(binder, query->binder);
    const struct kind *kind = binder->variable ? binder->variable->kind : NULL;
    if (!kind && binder->variable && type_is_error(binder->variable->type))
        return;
    if (!kind) {
        diag_report(checker->session, E0606, query->base.span, text_of(figure_word(figure)));
        return;
    }
    struct figure_fields fields = figure_fields_of(kind);
    const char *lacks = kind->is_broken ? NULL : figure_lacks(figure, &fields);
    if (!lacks)
        return;
    struct diag *diag = diag_report(checker->session, E0607, query->base.span, text_of(figure_word(figure)),
                                    kind->declaration.name, text_of(lacks));
    diag_label(checker->session, diag, kind->declaration.span, "the kind is declared here");
    diag_help(checker->session, diag, "draw instances of a kind that has one, or add such a field; a "
              "confidential field is never drawn");
}

static void check_diagram(struct checker *checker, const struct ast_diagram *diagram)
{
    check_query(checker, diagram->query);
    if (!diagram->figure.name)
        return;
    enum figure_word figure = figure_find(name_text(diagram->figure.name));
    if (figure != FIGURE_WORDS && figure != FIGURE_TIMELINE) {
        check_figure(checker, AST_AS(query, diagram->query), figure);
        return;
    }
    struct diag *diag = diag_report(checker->session, E0608, diagram->figure.span, diagram->figure.name);
    struct suggest suggest;
    suggest_init(&suggest, name_text(diagram->figure.name));
    for (int word = FIGURE_ACCIMAP; word < FIGURE_WORDS; word++)
        suggest_offer(&suggest, text_of(figure_word((enum figure_word)word)));
    if (figure == FIGURE_TIMELINE)
        diag_help(checker->session, diag,
                  "a timeline is written `timeline event e by e.by`, without `diagram`");
    else if (!diag_did_you_mean(checker->session, diag, &suggest))
        diag_help(checker->session, diag, "there are `accimap`, `factors`, `fishbone` and `loops`");
}

static void check_part(struct checker *checker, struct ast_node *part)
{
    switch ((enum ast_kind)part->kind) {
    case AST_TITLE:
        check_template(checker, AST_AS(title, part)->text);
        break;
    case AST_SECTION:
        check_template(checker, AST_AS(section, part)->heading);
        check_inner_parts(checker, &AST_AS(section, part)->parts);
        break;
    case AST_PARAGRAPHS:
        check_paragraphs(checker, AST_AS(paragraphs, part)->value);
        break;
    case AST_SHOW_TABLE:
        if (AST_AS(show_table, part)->caption)
            check_template(checker, AST_AS(show_table, part)->caption);
        check_query(checker, AST_AS(show_table, part)->query);
        if (AST_AS(show_table, part)->group)
            check_expression(checker, AST_AS(show_table, part)->group, NULL);
        check_columns(checker, AST_AS(show_table, part));
        break;
    case AST_SHOW_LIST:
        check_query(checker, AST_AS(show_list, part)->query);
        check_template(checker, AST_AS(show_list, part)->text);
        break;
    case AST_FOOTNOTES:
        check_footnotes(checker, AST_AS(footnotes, part));
        break;
    case AST_REFERENCES:
        check_references(checker, AST_AS(references, part)->value);
        break;
    case AST_TIMELINE:
        check_query(checker, AST_AS(timeline, part)->query);
        if (AST_AS(timeline, part)->lanes)
            check_expression(checker, AST_AS(timeline, part)->lanes, NULL);
        check_figure(checker, AST_AS(query, AST_AS(timeline, part)->query), FIGURE_TIMELINE);
        break;
    case AST_DIAGRAM:
        check_diagram(checker, AST_AS(diagram, part));
        break;
    case AST_EACH:
        check_each(checker, AST_AS(each, part));
        break;
    case AST_CHOICE:
        check_condition(checker, AST_AS(choice, part)->condition);
        check_inner_parts(checker, &AST_AS(choice, part)->parts);
        check_inner_parts(checker, &AST_AS(choice, part)->otherwise);
        break;
    default:
        break;
    }
}

static void check_parts(struct checker *checker, const struct ast_list *parts)
{
    AST_EACH (part, *parts) {
        struct variable *variables = checker->variables;
        uint32_t depth = checker->depth;
        check_part(checker, part);
        checker_leave(checker, variables, depth);
    }
}

void check_report(struct model *model, struct report *report)
{
    struct checker checker = checker_new(model, report->declaration.module, NULL);
    checker.knows_case = true;
    checker.is_public = text_equal(name_text(report->ast->audience.name), TEXT("public"));
    check_parts(&checker, &report->ast->parts);
    report->variable_count = checker.deepest;
}
