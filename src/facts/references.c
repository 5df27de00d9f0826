/* What `@name` stands for: in prose, where it must name something; and in relative dates, whose bounds
 * follow from the dates of what they name. */
#include "facts/references.h"

#include "diag/diag.h"

enum { DEEPEST_CHAIN = 64 };

/* Prose */

static bool is_start(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

static bool is_part(char byte)
{
    return is_start(byte) || (byte >= '0' && byte <= '9');
}

static void check_one(struct checker *checker, struct span at, struct text word)
{
    const struct name *name = name_get(checker->session->names, word.bytes, word.length);
    if (checker->model->lacks_module || scope_find(&checker->from, name, DECLARES(INSTANCE)))
        return;
    struct diag *diag = diag_report(checker->session, E0409, at, name);
    if (checker->suggestions_left) {
        struct suggest suggest;
        checker->suggestions_left--;
        suggest_init(&suggest, word);
        scope_suggest(checker->model, &checker->from, DECLARES(INSTANCE), &suggest);
        if (diag_did_you_mean(checker->session, diag, &suggest))
            return;
    }
    diag_help(checker->session, diag, "for an at sign that refers to nothing, write `\\@`");
}

void references_check(struct checker *checker, const struct ast_node *prose)
{
    struct text text = source_text(session_source(checker->session, prose->span), prose->span);
    bool in_code = false;
    for (size_t at = 0; at + 1 < text.length; at++) {
        char before = at ? text.bytes[at - 1] : ' ';
        in_code = in_code != (text.bytes[at] == '`');
        if (text.bytes[at] != '@' || in_code || before == '\\' || is_part(before) ||
            !is_start(text.bytes[at + 1]))
            continue;
        size_t end = at + 1;
        while (end < text.length && is_part(text.bytes[end]))
            end++;
        struct span span = { prose->span.file, prose->span.start + (uint32_t)at,
                             prose->span.start + (uint32_t)end };
        check_one(checker, span, (struct text){ text.bytes + at + 1, end - at - 1 });
        at = end - 1;
    }
}

/* Relative dates */

static struct date any_day(void)
{
    struct date date = date_of_day(date_day_number(1, 1, 1));
    date.hi = date_of_day(date_day_number(9999, 12, 31)).hi;
    date.precision = DATE_RANGE;
    return date;
}

const struct ast_relative *references_relative(const struct ast_node *node)
{
    if (node && node->kind == AST_DOUBTFUL)
        node = AST_AS(doubtful, node)->value;
    return node && node->kind == AST_RELATIVE ? AST_AS(relative, node) : NULL;
}

static const struct ast_relative *find_relative(const struct ast_list *nodes, const struct name *field)
{
    AST_EACH (node, *nodes) {
        if (node->kind != AST_ASSIGN || AST_AS(assign, node)->field.name != field)
            continue;
        const struct ast_relative *relative = references_relative(AST_AS(assign, node)->values.first);
        if (relative)
            return relative;
    }
    return NULL;
}

/* The date of an event: the first of its fields that takes one. */
static struct date date_of(const struct instance *instance, unsigned depth)
{
    struct period period;
    for (uint32_t i = 0; instance && instance->of && i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        if (!type_has(field->type, BASE_DATE))
            continue;
        const struct ast_relative *relative = find_relative(&instance->ast->clauses, field->name);
        if (!relative)
            relative = find_relative(&instance->ast->members, field->name);
        if (relative)
            return depth < DEEPEST_CHAIN ? references_date(relative, depth + 1) : any_day();
        struct value value = instance->slots ? instance->slots[field->slot] : (struct value){ 0 };
        if (value.tag == VALUE_DATE)
            return *value.as.date;
        if (value.tag == VALUE_PERIOD) {
            struct date date = any_day();
            period = *value.as.period;
            date.lo = period.open_from ? date.lo : period.from.lo;
            date.hi = period.open_to ? date.hi : period.to.hi;
            return date;
        }
    }
    return any_day();
}

static struct date shifted(struct date date, const struct ast_node *by, bool back)
{
    struct duration duration;
    struct date moved;
    const struct ast_duration *ast = AST_AS(duration, by);
    bool sound = ast->count >= 0 && duration_of(ast->count, (enum duration_unit)ast->unit, &duration) &&
                 (!back || duration_negate(duration, &duration)) &&
                 date_add_duration(date, duration, back ? ROUND_DOWN : ROUND_UP, &moved);
    return sound ? moved : any_day();
}

struct date references_date(const struct ast_relative *relative, unsigned depth)
{
    struct date from = date_of(AST_AS(reference, relative->from)->target, depth);
    struct date result = any_day();
    bool after = relative->relation == RELATION_AFTER;
    switch ((enum relation)relative->relation) {
    case RELATION_AFTER:
    case RELATION_BEFORE:
        if (relative->duration)
            result = shifted(from, relative->duration, !after);
        else if (after)
            result.lo = from.lo;
        else
            result.hi = from.hi;
        break;
    case RELATION_WITHIN:
        result.lo = shifted(from, relative->duration, true).lo;
        result.hi = shifted(from, relative->duration, false).hi;
        break;
    case RELATION_BETWEEN:
        result.lo = from.lo;
        result.hi = date_of(AST_AS(reference, relative->to)->target, depth).hi;
        break;
    }
    if (result.hi < result.lo)
        return any_day();
    if (result.precision != DATE_DAY || result.hi - result.lo != 1439)
        result.precision = DATE_RANGE;
    return result;
}
