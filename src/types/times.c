/* Types of what is written of time: durations, periods, rough dates, dates told from other events. Finds the
 * calendar by which working days are counted. */
#include "types/checking.h"

#include "diag/diag.h"
#include "names/calendar.h"

static const struct type *plain(struct checker *checker, enum base base)
{
    return type_of_base(checker->session, base);
}

static void find_calendar(struct checker *checker, struct ast_duration *duration)
{
    const struct name *name = duration->calendar.name;
    enum diag_code why;
    if (!name) {
        duration->found = calendar_find(checker->model, checker->from.module, &why);
        return;
    }
    struct declaration *found = scope_find(&checker->from, name, DECLARES(CALENDAR));
    if (found && found->kind == DECLARES_CALENDAR)
        duration->found = &((struct calendar *)found)->days;
    if (found || checker->model->lacks_module)
        return;
    struct suggest suggest;
    struct diag *diag = diag_report(checker->session, E0415, duration->calendar.span, name);
    suggest_init(&suggest, name_text(name));
    scope_suggest(checker->model, &checker->from, DECLARES(CALENDAR), &suggest);
    if (!diag_did_you_mean(checker->session, diag, &suggest))
        diag_help(checker->session, diag, "a calendar comes with its module: `use england_and_wales`");
}

void checking_calendar(struct checker *checker, const struct ast_node *by)
{
    enum diag_code why;
    if (!by || by->kind != AST_DURATION || AST_AS(duration, by)->unit != UNIT_WORKING_DAY ||
        AST_AS(duration, by)->calendar.name || AST_AS(duration, by)->found || checker->model->lacks_module)
        return;
    if (!calendar_find(checker->model, checker->from.module, &why))
        calendar_report_missing(checker->session, why, by->span);
}

static const struct type *check_duration(struct checker *checker, struct ast_duration *duration)
{
    struct duration made;
    if (duration->count < 0 ||
        !duration_of(duration->count, (enum duration_unit)duration->unit, &made)) {
        diag_report(checker->session, E0308, duration->base.span);
        return plain(checker, BASE_ERROR);
    }
    if (duration->rounding > ROUND_UP) {
        diag_report(checker->session, E0309, duration->base.span);
        return plain(checker, BASE_ERROR);
    }
    if (duration->unit == UNIT_WORKING_DAY)
        find_calendar(checker, duration);
    return plain(checker, BASE_DURATION);
}

static void check_day_of(struct checker *checker, struct ast_node *node)
{
    if (node && checking_operand_is(checker, node, BASE_DATE, "a date"))
        ((struct ast_expr *)node)->result = plain(checker, BASE_DATE);
}

static const struct type *check_range(struct checker *checker, const struct ast_range *range)
{
    check_day_of(checker, range->from);
    check_day_of(checker, range->to);
    return plain(checker, BASE_PERIOD);
}

static const struct type *check_about(struct checker *checker, const struct ast_about *about)
{
    check_day_of(checker, about->date);
    check_expression(checker, about->duration, NULL);
    checking_calendar(checker, about->duration);
    return plain(checker, BASE_DATE);
}

static void check_reference(struct checker *checker, struct ast_node *node)
{
    struct ast_reference *reference = AST_AS(reference, node);
    struct declaration *found =
        scope_find(&checker->from, reference->name.name, DECLARES(INSTANCE));
    ((struct ast_expr *)node)->result = plain(checker, BASE_DATE);
    if (found && found->kind == DECLARES_INSTANCE)
        reference->target = (struct instance *)found;
    if (found || checker->model->lacks_module)
        return;
    struct suggest suggest;
    struct diag *diag = diag_report(checker->session, E0207, node->span, reference->name.name);
    suggest_init(&suggest, name_text(reference->name.name));
    scope_suggest(checker->model, &checker->from, DECLARES(INSTANCE), &suggest);
    diag_did_you_mean(checker->session, diag, &suggest);
}

static const struct type *check_relative(struct checker *checker, const struct ast_relative *relative)
{
    if (relative->duration)
        check_expression(checker, relative->duration, NULL);
    checking_calendar(checker, relative->duration);
    check_reference(checker, relative->from);
    if (relative->to)
        check_reference(checker, relative->to);
    if (relative->tolerance)
        check_expression(checker, relative->tolerance, NULL);
    checking_calendar(checker, relative->tolerance);
    return plain(checker, BASE_DATE);
}

static const struct type *check_two_relations(struct checker *checker, const struct ast_both *both)
{
    check_expression(checker, both->first, NULL);
    check_expression(checker, both->second, NULL);
    return plain(checker, BASE_DATE);
}

const struct type *check_time(struct checker *checker, struct ast_node *node)
{
    switch ((enum ast_kind)node->kind) {
    case AST_RANGE:
        return check_range(checker, AST_AS(range, node));
    case AST_ABOUT:
        return check_about(checker, AST_AS(about, node));
    case AST_DURATION:
        return check_duration(checker, AST_AS(duration, node));
    case AST_RELATIVE:
        return check_relative(checker, AST_AS(relative, node));
    default:
        return check_two_relations(checker, AST_AS(both, node));
    }
}
