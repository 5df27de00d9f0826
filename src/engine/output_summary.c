/* A summary for people: how often each rule concluded something and each check spoke, and in how many cases;
 * for conclusions told apart by categories, how often each category; of numbers, the least, the greatest and
 * the sum. Lists what the model's own rules and checks found even where that is nothing. */
#include "base/vec.h"
#include "engine/output.h"
#include "engine/shown.h"
#include "engine/tally.h"
#include "types/secrecy.h"
#include "types/type.h"

enum { SEVERITIES = 3 };

/* How often each category of a classification stands in one field. */
struct spread {
    const struct field *field;
    const struct classification *of;
    struct tally *tallies; /* by ordinal */
};

/* The numbers of one field, in conclusions that are certain. */
struct sum {
    const struct field *field;
    uint64_t known;
    uint64_t open; /* not known, or only roughly */
    struct number least;
    struct number most;
    struct number total;
    bool is_beyond; /* the sum leaves 128 bits */
};

/* What is counted of one derived kind. */
struct of_kind {
    VEC(struct spread) spreads;
    VEC(struct sum) sums;
};

struct summary {
    struct eval_sink sink;
    struct writer *writer;
    struct model *model;
    struct shower shower;
    struct tally *rules;  /* in the order of the model's */
    struct tally *checks; /* likewise, one for each severity */
    struct of_kind *kinds; /* by index */
    uint32_t last_rule;   /* those that were found last */
    uint32_t last_check;
    uint64_t cases;
    uint64_t current;     /* the number of the one at hand; 0 where it has no name */
    struct tally conclusions;
    struct tally findings[SEVERITIES];
};

/* What is counted */

static bool is_number(const struct field *field)
{
    return field->type->count == 1 && type_is_number(field->type);
}

static void prepare_kind(struct summary *summary, const struct kind *kind)
{
    struct arena *arena = summary->model->session->arena;
    struct of_kind *of_kind = &summary->kinds[kind->index];
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        bool is_hidden = summary->shower.masks && secrecy_conceals(field);
        for (uint32_t j = 0; j < field->type->count && !is_hidden; j++) {
            const struct type_part *part = &field->type->parts[j];
            if (part->base != BASE_CATEGORY)
                continue;
            const struct classification *of = part->of;
            struct spread spread = { field, of, ARENA_ARRAY(arena, struct tally, of->categories.count + 1) };
            VEC_PUSH(arena, &of_kind->spreads, spread);
        }
        if (is_number(field) && !is_hidden && !(summary->shower.masks && kind->secret))
            VEC_PUSH(arena, &of_kind->sums, (struct sum){ .field = field });
    }
}

static void count_category(struct of_kind *of_kind, const struct eval_slot *slot, bool is_certain,
                           uint64_t in_case)
{
    const struct category *category = slot->value.as.category;
    for (uint32_t i = 0; i < of_kind->spreads.count; i++) {
        struct spread *spread = &of_kind->spreads.items[i];
        if (spread->field == slot->field && spread->of == category->of)
            tally_add(&spread->tallies[category->ordinal], is_certain, in_case);
    }
}

static bool is_exact(struct value value, struct number *number)
{
    if (value.tag == VALUE_INTEGER)
        *number = number_of_int(value.as.integer);
    else if (value.tag == VALUE_NUMBER && !value.as.number->open)
        *number = value.as.number->lo;
    else
        return false;
    return value.tag == VALUE_INTEGER || number_compare(*number, value.as.number->hi) == 0;
}

/* Most numbers are whole: then neither order nor sum needs long arithmetic. */
static bool is_less(struct number a, struct number b)
{
    return a.den == b.den ? a.num < b.num : number_compare(a, b) < 0;
}

static bool add_to(struct number *total, struct number number)
{
    if (total->den != 1 || number.den != 1)
        return number_add(*total, number, total);
    return !__builtin_add_overflow(total->num, number.num, &total->num);
}

static void count_number(struct sum *sum, struct value value)
{
    struct number number;
    if (!is_exact(value, &number)) {
        sum->open++;
        return;
    }
    if (!sum->known || is_less(number, sum->least))
        sum->least = number;
    if (!sum->known || is_less(sum->most, number))
        sum->most = number;
    if (!sum->known)
        sum->total = number_of_int(0);
    sum->known++;
    sum->is_beyond = sum->is_beyond || !add_to(&sum->total, number);
}

static void count_slots(struct summary *summary, const struct eval_conclusion *conclusion)
{
    struct of_kind *of_kind = &summary->kinds[conclusion->kind->index];
    uint32_t sum = 0;
    for (uint32_t i = 0; i < conclusion->kind->fields.count; i++) {
        const struct eval_slot *slot = &conclusion->slots[i];
        if (slot->value.tag == VALUE_CATEGORY)
            count_category(of_kind, slot, conclusion->is_certain, summary->current);
        if (sum == of_kind->sums.count || of_kind->sums.items[sum].field != slot->field)
            continue;
        if (conclusion->is_certain)
            count_number(&of_kind->sums.items[sum], slot->value);
        sum++;
    }
}

/* The sink */

static void begin_case(struct eval_sink *sink, struct text id, struct text title)
{
    struct summary *summary = (struct summary *)sink;
    (void)title;
    summary->cases += id.length > 0;
    summary->current = id.length > 0 ? summary->cases : 0;
}

/* Most often it is the same as before, or the next. */
static void add_conclusion(struct eval_sink *sink, const struct eval_conclusion *conclusion)
{
    struct summary *summary = (struct summary *)sink;
    uint32_t at = summary->last_rule;
    while (summary->model->rules.items[at] != conclusion->rule)
        at = (at + 1) % summary->model->rules.count;
    summary->last_rule = at;
    tally_add(&summary->rules[at], conclusion->is_certain, summary->current);
    tally_add(&summary->conclusions, conclusion->is_certain, summary->current);
    count_slots(summary, conclusion);
}

static void add_finding(struct eval_sink *sink, const struct eval_finding *finding)
{
    struct summary *summary = (struct summary *)sink;
    uint32_t at = summary->last_check;
    while (summary->model->checks.items[at] != finding->check)
        at = (at + 1) % summary->model->checks.count;
    summary->last_check = at;
    tally_add(&summary->checks[at * SEVERITIES + finding->severity], finding->is_certain, summary->current);
    tally_add(&summary->findings[finding->severity], finding->is_certain, summary->current);
}

static void end_case(struct eval_sink *sink)
{
    (void)sink;
}

struct eval_sink *summary_begin(struct model *model, struct writer *writer)
{
    struct arena *arena = model->session->arena;
    struct summary *summary = ARENA_NEW(arena, struct summary);
    *summary = (struct summary){ .sink = { begin_case, add_conclusion, add_finding, end_case },
                                 .writer = writer, .model = model };
    shower_init(&summary->shower, model);
    summary->rules = ARENA_ARRAY(arena, struct tally, model->rules.count + 1);
    summary->checks = ARENA_ARRAY(arena, struct tally, (model->checks.count + 1) * SEVERITIES);
    summary->kinds = ARENA_ARRAY(arena, struct of_kind, model->kinds.count + 1);
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        if (model->kinds.items[i]->flags & KIND_DERIVED)
            prepare_kind(summary, model->kinds.items[i]);
    }
    return &summary->sink;
}

/* The tables */

static bool is_listed(const struct declaration *declaration, const struct tally *tally)
{
    return !declaration->module->is_standard || tally->certain || tally->possible;
}

static void write_rules(struct summary *summary)
{
    struct session *session = summary->model->session;
    struct tally_table table = { .arena = session->arena, .title = "rules",
                                 .headings = { "certain", "possible", "cases" } };
    for (uint32_t i = 0; i < summary->model->rules.count; i++) {
        const struct declaration *rule = &summary->model->rules.items[i]->declaration;
        if (is_listed(rule, &summary->rules[i]))
            tally_counts(&table, diag_format(session, "%n.%n", rule->module->name, rule->name),
                         &summary->rules[i]);
    }
    if (table.count)
        tally_counts(&table, TEXT("all conclusions"), &summary->conclusions);
    tally_write(summary->writer, &table);
}

static void write_spread(struct summary *summary, const struct kind *kind, const struct spread *spread)
{
    struct session *session = summary->model->session;
    struct text title = diag_format(session, "%n.%n", kind->declaration.name, spread->field->name);
    struct tally_table table = { .arena = session->arena, .headings = { "certain", "possible", "cases" } };
    table.title = arena_copy(session->arena, title.bytes, title.length);
    for (uint32_t i = 0; i < spread->of->categories.count; i++) {
        const struct tally *tally = &spread->tallies[i];
        struct buf path;
        buf_init(&path, session->arena);
        shown_category(&path, spread->field, spread->of->categories.items[i]);
        if (tally->certain || tally->possible || spread->of->is_scale)
            tally_counts(&table, buf_get(&path), tally);
    }
    tally_write(summary->writer, &table);
}

static struct text number_text(struct session *session, struct number number, const struct field *field)
{
    int64_t whole;
    struct buf out;
    buf_init(&out, session->arena);
    if (type_is(field->type, BASE_INTEGER) && number_to_int(number, &whole)) {
        buf_str(&out, whole < 0 ? "-" : "");
        buf_text(&out, tally_number(session->arena, whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole));
    } else {
        shown_number(&out, field, number);
    }
    return buf_get(&out);
}

static void add_sum(struct tally_table *table, struct session *session, const struct kind *kind,
                    const struct sum *sum)
{
    struct tally_line *line = tally_line(table, diag_format(session, "%n.%n", kind->declaration.name,
                                                            sum->field->name));
    line->cells[0] = tally_number(session->arena, sum->known);
    if (!sum->known)
        return;
    line->cells[1] = number_text(session, sum->least, sum->field);
    line->cells[2] = number_text(session, sum->most, sum->field);
    line->cells[3] = sum->is_beyond ? TEXT("beyond 128 bits") : number_text(session, sum->total, sum->field);
}

static void write_kinds(struct summary *summary)
{
    struct session *session = summary->model->session;
    struct tally_table sums = { .arena = session->arena, .title = "numbers",
                                .headings = { "known", "least", "most", "sum" } };
    for (uint32_t i = 0; i < summary->model->kinds.count; i++) {
        const struct kind *kind = summary->model->kinds.items[i];
        const struct of_kind *of_kind = &summary->kinds[i];
        for (uint32_t j = 0; j < of_kind->spreads.count; j++)
            write_spread(summary, kind, &of_kind->spreads.items[j]);
        for (uint32_t j = 0; j < of_kind->sums.count; j++)
            add_sum(&sums, session, kind, &of_kind->sums.items[j]);
    }
    tally_write(summary->writer, &sums);
}

/* A check that never spoke has a line for its first level. */
static enum severity first_level(const struct check *check)
{
    AST_EACH (step, check->ast->steps) {
        if (step->kind == AST_MESSAGE)
            return (enum severity)AST_AS(message, step)->severity;
    }
    return SEVERITY_NOTE;
}

static void add_check(struct summary *summary, struct tally_table *table, uint32_t at)
{
    const struct check *check = summary->model->checks.items[at];
    bool has_spoken = false;
    for (unsigned level = 0; level < SEVERITIES; level++) {
        const struct tally *tally = &summary->checks[at * SEVERITIES + level];
        has_spoken = has_spoken || tally->certain || tally->possible;
    }
    for (unsigned level = 0; level < SEVERITIES; level++) {
        const struct tally *tally = &summary->checks[at * SEVERITIES + level];
        bool is_silent = !tally->certain && !tally->possible;
        bool stands_in = !has_spoken && level == (unsigned)first_level(check);
        if (is_listed(&check->declaration, tally) && (!is_silent || stands_in))
            tally_counts(table, diag_format(summary->model->session, "%t: %s", check->code,
                                            severity_word((enum severity)level)), tally);
    }
}

static void write_checks(struct summary *summary)
{
    struct session *session = summary->model->session;
    struct tally_table table = { .arena = session->arena, .title = "checks",
                                 .headings = { "certain", "open", "cases" } };
    for (uint32_t i = 0; i < summary->model->checks.count; i++)
        add_check(summary, &table, i);
    for (unsigned level = 0; level < SEVERITIES && table.count; level++)
        tally_counts(&table, diag_format(session, "all %ss", severity_word((enum severity)level)),
                     &summary->findings[level]);
    tally_write(summary->writer, &table);
}

void summary_end(struct eval_sink *sink)
{
    struct summary *summary = (struct summary *)sink;
    writer_text(summary->writer, tally_number(summary->model->session->arena, summary->cases));
    writer_str(summary->writer, summary->cases == 1 ? " case\n" : " cases\n");
    write_rules(summary);
    write_kinds(summary);
    write_checks(summary);
}
