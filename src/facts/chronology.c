/* Relative dates to a network of moments and back. Comes in: instances with the dates that are written; goes
 * out: every dated field that has to do with a relative date, as tight as all of them together make it. What
 * is told to the reader of a contradiction is written in facts/contradiction.c. */
#include "facts/chronology.h"

#include "diag/diag.h"
#include "facts/chronology_internal.h"

enum { DAY_MINUTES = 24 * 60 };

static const struct ast_node *without_doubt(const struct ast_node *node)
{
    return node && node->kind == AST_DOUBTFUL ? AST_AS(doubtful, node)->value : node;
}

bool chronology_is_relative(const struct ast_node *node)
{
    node = without_doubt(node);
    return node && (node->kind == AST_RELATIVE || node->kind == AST_BOTH);
}

const struct ast_assign *chronology_find_assign(const struct instance *instance, const struct name *field)
{
    AST_EACH (clause, instance->ast->clauses) {
        if (AST_AS(assign, clause)->field == field)
            return AST_AS(assign, clause);
    }
    AST_EACH (member, instance->ast->members) {
        if (member->kind == AST_ASSIGN && AST_AS(assign, member)->field == field)
            return AST_AS(assign, member);
    }
    return NULL;
}

/* Moments */

static void add_moment(struct chronology *chronology, int64_t lo, int64_t hi, struct moment moment)
{
    network_add_point(&chronology->network, lo, hi);
    VEC_PUSH(chronology->session->arena, &chronology->moments, moment);
}

/* A written end belongs to the period whole, and is one day; a range as an end is any day of it. */
static void add_period(struct chronology *chronology, const struct period *period, struct moment moment)
{
    struct date from = period->from;
    struct date to = period->to;
    if (from.precision != DATE_RANGE && from.hi - from.lo >= DAY_MINUTES)
        from.hi = from.lo + DAY_MINUTES - 1;
    if (to.precision != DATE_RANGE && to.hi - to.lo >= DAY_MINUTES)
        to.lo = to.hi - DAY_MINUTES + 1;
    bool open = period->open_from;
    moment.is_period = true;
    add_moment(chronology, open ? DISTANCE_NO_LEAST : from.lo, open ? DISTANCE_NO_MOST : from.hi, moment);
    open = period->open_to;
    add_moment(chronology, open ? DISTANCE_NO_LEAST : to.lo, open ? DISTANCE_NO_MOST : to.hi, moment);
}

/* The moment of a dated field; of a period its start, which its end follows. */
static uint32_t get_moment(struct chronology *chronology, struct instance *instance,
                           const struct field *field)
{
    uint32_t alone = 0;
    uint32_t *first = chronology->first ? &chronology->first[instance->ordinal] : &alone;
    for (uint32_t i = *first; i; i = chronology->moments.items[i - 1].next) {
        if (chronology->moments.items[i - 1].field == field)
            return i - 1;
    }
    uint32_t made = chronology->moments.count;
    struct moment moment = { .instance = instance, .field = field, .next = *first };
    const struct value *value = &instance->slots[field->slot];
    const struct ast_assign *assign =
        chronology->first && instance->has_relative ? chronology_find_assign(instance, field->name) : NULL;
    moment.is_relative = assign && chronology_is_relative(assign->values.first);
    *first = made + 1;
    if (moment.is_relative)
        add_moment(chronology, DISTANCE_NO_LEAST, DISTANCE_NO_MOST, moment);
    else if (value->tag == VALUE_DATE)
        add_moment(chronology, value->as.date->lo, value->as.date->hi, moment);
    else
        add_period(chronology, value->as.period, moment);
    return made;
}

static bool is_dated(const struct instance *instance, const struct field *field)
{
    const struct value *value = &instance->slots[field->slot];
    return !field->type->many && (value->tag == VALUE_DATE || value->tag == VALUE_PERIOD);
}

/* The field that `@name` stands for in a date: the first in which a date or period is recorded. What is
 * confidential is not reckoned from: the date told from it would give it away. */
static const struct field *find_dated(const struct instance *instance)
{
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        if (is_dated(instance, field) && !field->is_confidential)
            return field;
    }
    return NULL;
}

/* A field of the kind that could hold the date, confidential or not. */
static const struct field *find_date_field(const struct kind *kind, bool is_confidential)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (field->is_confidential == is_confidential && !field->type->many &&
            (type_has(field->type, BASE_DATE) || type_has(field->type, BASE_PERIOD)))
            return field;
    }
    return NULL;
}

static void report_undated(struct chronology *chronology, const struct ast_node *node,
                           const struct instance *target)
{
    struct session *session = chronology->session;
    const struct name *name = target->declaration.name;
    const struct field *field = find_date_field(target->of, false);
    const struct field *secret = find_date_field(target->of, true);
    struct diag *diag = diag_report(session, E0411, node->span, name);
    diag_label(session, diag, target->declaration.span, "this is `%n`", name);
    if (secret)
        diag_note(session, diag, "`%n` is confidential; a date told from it would give it away",
                  secret->name);
    if (field && !secret)
        diag_help(session, diag, "record when it was, if only roughly: `%n: 2007`", field->name);
    else
        diag_help(session, diag, "name an event that has a date");
}

static bool find_anchor(struct chronology *chronology, const struct ast_node *node, struct anchor *anchor)
{
    struct instance *target = AST_AS(reference, node)->target;
    if (!target || !target->of || !target->slots)
        return false;
    const struct field *field = find_dated(target);
    if (!field) {
        if (chronology->is_reporting && !target->is_broken && !target->of->is_broken)
            report_undated(chronology, node, target);
        return false;
    }
    anchor->start = get_moment(chronology, target, field);
    anchor->end = anchor->start + chronology->moments.items[anchor->start].is_period;
    return true;
}

/* Limits */

static bool get_distance(const struct ast_node *node, bool back, struct distance *out)
{
    const struct ast_duration *ast = AST_AS(duration, node);
    *out = (struct distance){ .in_minutes = ast->unit == UNIT_MINUTE || ast->unit == UNIT_HOUR };
    if (ast->count < 0 || ast->rounding > ROUND_UP ||
        !duration_of(ast->count, (enum duration_unit)ast->unit, &out->by) ||
        (back && !duration_negate(out->by, &out->by)))
        return false;
    out->rounding = (enum month_rounding)ast->rounding;
    out->by.calendar = ast->found;
    return !out->by.working_days || ast->found;
}

static void add_limit(struct chronology *chronology, uint32_t from, const struct distance *distance,
                      bool is_most)
{
    struct network_limit limit = { from, chronology->subject, *distance, is_most, chronology->is_one_way };
    network_add_limit(&chronology->network, limit);
    VEC_PUSH(chronology->session->arena, &chronology->ties, chronology->tie);
}

/* Between `least` after one moment and `most` after another. */
static void add_limits(struct chronology *chronology, uint32_t from, const struct distance *least,
                       uint32_t to, const struct distance *most)
{
    add_limit(chronology, from, least, false);
    add_limit(chronology, to, most, true);
}

/* `about 3 weeks after @e4 within 3 days`: by way of a moment of its own. */
static void add_tolerance(struct chronology *chronology, const struct ast_relative *relative, uint32_t from,
                          const struct distance *distance)
{
    struct distance back;
    struct distance forth;
    uint32_t subject = chronology->subject;
    if (!get_distance(relative->tolerance, true, &back) || !get_distance(relative->tolerance, false, &forth))
        return;
    chronology->subject = chronology->moments.count;
    add_moment(chronology, DISTANCE_NO_LEAST, DISTANCE_NO_MOST, (struct moment){ 0 });
    add_limits(chronology, from, distance, from, distance);
    from = chronology->subject;
    chronology->subject = subject;
    add_limits(chronology, from, &back, from, &forth);
}

static void relate(struct chronology *chronology, const struct ast_relative *relative)
{
    static const struct distance same_minute = { .in_minutes = true };
    static const struct distance same_day = { .in_minutes = false };
    struct anchor from;
    struct anchor to;
    struct distance back;
    struct distance forth;
    bool has_to = !relative->to || find_anchor(chronology, relative->to, &to);
    if (!find_anchor(chronology, relative->from, &from) || !has_to)
        return;
    if (relative->duration && (!get_distance(relative->duration, true, &back) ||
                               !get_distance(relative->duration, false, &forth)))
        return;
    chronology->tie.relative = relative;
    switch ((enum relation)relative->relation) {
    case RELATION_AFTER:
        if (relative->tolerance)
            add_tolerance(chronology, relative, from.end, &forth);
        else if (relative->duration)
            add_limits(chronology, from.end, &forth, from.end, &forth);
        else
            add_limit(chronology, from.end, &same_minute, false);
        break;
    case RELATION_BEFORE:
        if (relative->tolerance)
            add_tolerance(chronology, relative, from.start, &back);
        else if (relative->duration)
            add_limits(chronology, from.start, &back, from.start, &back);
        else
            add_limit(chronology, from.start, &same_minute, true);
        break;
    case RELATION_BETWEEN:
        add_limits(chronology, from.end, &same_minute, to.start, &same_minute);
        break;
    case RELATION_WITHIN:
        add_limits(chronology, from.start, &back, from.end, &forth);
        break;
    case RELATION_WITHIN_AFTER:
        add_limits(chronology, from.end, &same_minute, from.end, &forth);
        break;
    case RELATION_WITHIN_BEFORE:
        add_limits(chronology, from.start, &back, from.start, &same_minute);
        break;
    case RELATION_LEAST_AFTER:
        add_limit(chronology, from.end, &forth, false);
        break;
    case RELATION_LEAST_BEFORE:
        add_limit(chronology, from.start, &back, true);
        break;
    case RELATION_SAME:
        add_limits(chronology, from.start, &same_day, from.end, &same_day);
        break;
    }
}

static void relate_all(struct chronology *chronology, const struct ast_node *node)
{
    node = without_doubt(node);
    if (node->kind == AST_BOTH) {
        relate_all(chronology, AST_AS(both, node)->first);
        relate_all(chronology, AST_AS(both, node)->second);
    } else if (node->kind == AST_RELATIVE) {
        relate(chronology, AST_AS(relative, node));
    }
}

/* A doubtful date may not be so, and a confidential one may not show: neither narrows what it is told
 * from. */
static void relate_assign(struct chronology *chronology, struct instance *instance,
                          const struct ast_assign *assign)
{
    const struct field *field = kind_find_field(instance->of, assign->field);
    const struct ast_node *node = assign->values.first;
    if (!field || field->type->many || !chronology_is_relative(node) || !is_dated(instance, field))
        return;
    chronology->subject = get_moment(chronology, instance, field);
    chronology->is_one_way = node->kind == AST_DOUBTFUL || field->is_confidential;
    chronology->tie = (struct tie){ NULL, instance };
    relate_all(chronology, node);
}

static void each_assign(struct chronology *chronology, struct instance *instance,
                        void (*visit)(struct chronology *chronology, struct instance *instance,
                                      const struct ast_assign *assign))
{
    AST_EACH (clause, instance->ast->clauses)
        visit(chronology, instance, AST_AS(assign, clause));
    AST_EACH (member, instance->ast->members) {
        if (member->kind == AST_ASSIGN)
            visit(chronology, instance, AST_AS(assign, member));
    }
}

/* Back to dates */

static struct date date_between(int64_t lo, int64_t hi)
{
    struct date date = { lo, hi, DATE_RANGE, 0 };
    if (lo == hi)
        date.precision = DATE_MINUTE;
    else if ((lo - DISTANCE_NO_LEAST) % DAY_MINUTES == 0 && hi == lo + DAY_MINUTES - 1)
        date.precision = DATE_DAY;
    return date;
}

static void write_back(struct chronology *chronology, uint32_t number)
{
    const struct moment *moment = &chronology->moments.items[number];
    const struct network_point *point = &chronology->network.points.items[number];
    if (!moment->instance || moment->is_period)
        return;
    struct value *value = &moment->instance->slots[moment->field->slot];
    if (value->tag == VALUE_DATE && value->as.date->lo == point->lo && value->as.date->hi == point->hi)
        return;
    struct date date = date_between(point->lo, point->hi);
    if (value->tag == VALUE_PERIOD) {
        struct period *period = ARENA_NEW(chronology->session->arena, struct period);
        *period = period_of_date(date);
        value->as.period = period;
        return;
    }
    struct date *copy = ARENA_NEW(chronology->session->arena, struct date);
    *copy = date;
    value->as.date = copy;
}

/* A list of dates: each for itself, since nothing is told from them. */
static void settle_list(struct chronology *chronology, struct instance *instance,
                        const struct ast_assign *assign)
{
    const struct field *field = kind_find_field(instance->of, assign->field);
    if (!field || !field->type->many || instance->is_broken)
        return;
    const struct value *list = &instance->slots[field->slot];
    uint32_t at = 0;
    AST_EACH (node, assign->values) {
        if (chronology_is_relative(node) && at < list->count && list->as.items[at].tag == VALUE_DATE) {
            struct date *date = (struct date *)(uintptr_t)list->as.items[at].as.date;
            *date = chronology_date(chronology->session, node);
        }
        at++;
    }
}

struct date chronology_unsettled(void)
{
    return (struct date){ DISTANCE_NO_LEAST, DISTANCE_NO_MOST, DATE_RANGE, 0 };
}

static struct chronology chronology_of(struct session *session, const struct instances *instances)
{
    struct chronology chronology = { .session = session };
    chronology.network.arena = session->arena;
    if (instances)
        chronology.first = ARENA_ARRAY(session->arena, uint32_t, instances->count);
    return chronology;
}

void chronology_settle(struct model *model, const struct instances *instances)
{
    uint32_t first = 0;
    while (first < instances->count && !instances->items[first]->has_relative)
        first++;
    if (first == instances->count)
        return;
    struct chronology chronology = chronology_of(model->session, instances);
    chronology.is_reporting = true;
    for (uint32_t i = first; i < instances->count; i++) {
        if (instances->items[i]->has_relative)
            each_assign(&chronology, instances->items[i], relate_assign);
    }
    network_solve(&chronology.network);
    contradiction_report(&chronology);
    for (uint32_t i = 0; i < chronology.moments.count; i++)
        write_back(&chronology, i);
    for (uint32_t i = first; i < instances->count; i++) {
        if (instances->items[i]->has_relative)
            each_assign(&chronology, instances->items[i], settle_list);
    }
}

/* In a network of its own, to which the dates of the instances come as they were settled. */
struct date chronology_date(struct session *session, const struct ast_node *node)
{
    struct chronology chronology = chronology_of(session, NULL);
    chronology.is_reporting = true;
    add_moment(&chronology, DISTANCE_NO_LEAST, DISTANCE_NO_MOST, (struct moment){ 0 });
    relate_all(&chronology, node);
    network_solve(&chronology.network);
    contradiction_report_alone(&chronology, node);
    const struct network_point *point = &chronology.network.points.items[0];
    return chronology.network.conflicts.count ? chronology_unsettled() : date_between(point->lo, point->hi);
}
