/* Calendars of working days: read from their declarations, and found for those who count by them. */
#include "names/calendar.h"

enum { DAY_MINUTES = 24 * 60 };

/* A whole minute count is never cut in the middle of a day here: dates are days or longer. */
static int64_t day_of(int64_t minute)
{
    return minute >= 0 ? minute / DAY_MINUTES : -((-minute + DAY_MINUTES - 1) / DAY_MINUTES);
}

/* The first and last day of a year, or of another date, as written. */
static bool get_days(const struct ast_node *node, int64_t *first, int64_t *last)
{
    if (node->kind == AST_DATE) {
        *first = day_of(AST_AS(date, node)->date.lo);
        *last = day_of(AST_AS(date, node)->date.hi);
        return AST_AS(date, node)->date.precision <= DATE_DAY;
    }
    const struct ast_number *number = AST_AS(number, node);
    bool is_year = node->kind == AST_NUMBER && !number->scale && number->mantissa > 0 &&
                   number->mantissa <= 9999;
    if (is_year) {
        *first = date_day_number((int)number->mantissa, 1, 1);
        *last = date_day_number((int)number->mantissa, 12, 31);
    }
    return is_year;
}

static void report_day(struct session *session, const struct ast_node *node)
{
    diag_report(session, E0416, node->span,
                diag_format(session, "`%t`", source_text(session_source(session, node->span), node->span)));
}

void calendar_fill(struct session *session, struct calendar *calendar)
{
    const struct ast_calendar *ast = calendar->ast;
    struct working_calendar *days = &calendar->days;
    int64_t *list = ARENA_ARRAY(session->arena, int64_t, ast_count(ast->days) + 1);
    int64_t unused;
    days->name = ast->name.name->text;
    days->days_off = list;
    if (!get_days(ast->from, &days->first, &unused) || !get_days(ast->to, &unused, &days->last) ||
        days->first > days->last) {
        report_day(session, ast->to);
        return;
    }
    AST_EACH (node, ast->days) {
        int64_t first;
        int64_t last;
        if (node->kind != AST_DAY_OFF)
            continue;
        const struct ast_node *date = AST_AS(day_off, node)->date;
        bool is_one = get_days(date, &first, &last) && first == last;
        if (!is_one || first < days->first || first > days->last ||
            (days->count && list[days->count - 1] >= first))
            report_day(session, date);
        else
            list[days->count++] = first;
    }
}

static const struct working_calendar *find_seen(const struct model *model, const struct module *module,
                                                enum diag_code *why)
{
    const struct working_calendar *found = NULL;
    *why = E0412;
    for (uint32_t i = 0; i < model->calendars.count; i++) {
        if (!module_sees(module, model->calendars.items[i]->declaration.module))
            continue;
        if (found) {
            *why = E0413;
            return NULL;
        }
        found = &model->calendars.items[i]->days;
    }
    return found;
}

const struct working_calendar *calendar_find(const struct model *model, const struct module *module,
                                             enum diag_code *why)
{
    const struct working_calendar *found = find_seen(model, module, why);
    return found || *why == E0413 ? found : find_seen(model, model->main, why);
}

const struct module *calendar_module(const struct model *model, struct span at)
{
    for (uint32_t i = 0; i < model->modules.count; i++) {
        if (model->modules.items[i]->ast->source->index == at.file)
            return model->modules.items[i];
    }
    return model->main;
}

void calendar_report_missing(struct session *session, enum diag_code why, struct span at)
{
    struct diag *diag = diag_report(session, why, at);
    if (why == E0412)
        diag_help(session, diag,
                  "write `use england_and_wales` at the head of the file, or declare a `calendar`");
    else
        diag_help(session, diag, "say which, behind the working days: `5 working days (england_and_wales)`");
}

static int year_of(int64_t day_number)
{
    int year;
    int month;
    int day;
    date_from_day_number(day_number, &year, &month, &day);
    return year;
}

void calendar_report_years(struct session *session, struct span at,
                           const struct working_calendar *calendar)
{
    struct diag *diag = diag_report(session, E0508, at, calendar->name, year_of(calendar->first),
                                    year_of(calendar->last));
    diag_help(session, diag, "look at the date again, or use a calendar that covers those years");
}
