/* What the fast engine found, in words and in order: by kind, then by what it is about, things by their
 * names. Reasons and messages are filled in by the reference interpreter, so that their words are its own. */
#include "engine/fast_tell.h"

#include "engine/findings.h"
#include "rules/checks.h"
#include "rules/show.h"

#include <stdlib.h>

/* Words as values */

static struct value number_value(struct run *run, int64_t lo, int64_t hi, int64_t denominator)
{
    struct number_range range = { .open = false };
    if (lo == PLAN_NONE)
        return (struct value){ .tag = VALUE_NONE };
    number_divide(number_of_int(lo), number_of_int(denominator), &range.lo);
    number_divide(number_of_int(hi), number_of_int(denominator), &range.hi);
    return value_of_range(run->plan->session, range);
}

static struct value value_of_words(struct run *run, enum plan_shape shape, int64_t denominator,
                                   const int64_t *words)
{
    struct date *date;
    struct value value = { .tag = VALUE_NONE };
    if (shape == SHAPE_TRUTH)
        return value_of_truth((enum truth)*words);
    if (*words == PLAN_NONE)
        return value;
    switch (shape) {
    case SHAPE_TRUTH:
        break;
    case SHAPE_NUMBER:
        return number_value(run, words[0], words[0], denominator);
    case SHAPE_RANGE:
        return number_value(run, words[0], words[1], denominator);
    case SHAPE_DAY:
        date = ARENA_NEW(run->arena, struct date);
        *date = date_of_day(*words);
        value = (struct value){ .tag = VALUE_DATE, .as.date = date };
        break;
    case SHAPE_CATEGORY:
        value = (struct value){ .tag = VALUE_CATEGORY, .as.category = run->store->categories[*words] };
        break;
    case SHAPE_ROW:
        value = (struct value){ .tag = VALUE_INSTANCE, .as.instance = run->store->instances[*words] };
        break;
    case SHAPE_TEXT:
        value = (struct value){ .tag = VALUE_TEXT, .as.text = &run->store->texts.items[*words] };
        break;
    }
    return value;
}

/* Order */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const struct store *store, int64_t a, int64_t b)
{
    const struct instance *left = store->instances[a];
    const struct instance *right = store->instances[b];
    if (a == b)
        return 0;
    int order = text_compare(name_text(left->declaration.name), name_text(right->declaration.name));
    return order ? order : compare(left->ordinal, right->ordinal);
}

/* A conclusion to be put in order. */
struct sorted {
    const struct run *run;
    const struct concluded *concluded;
    uint32_t at;
};

static int compare_words(const struct run *run, const struct plan_field *field, int64_t a, int64_t b)
{
    if (field->shape == SHAPE_ROW)
        return compare_rows(run->store, a, b);
    if (field->shape == SHAPE_CATEGORY)
        return compare(run->store->categories[a]->ordinal, run->store->categories[b]->ordinal);
    return compare(a, b);
}

static int compare_sorted(const void *left, const void *right)
{
    const struct sorted *a = left;
    const struct sorted *b = right;
    const struct plan_derived *plan = a->concluded->plan;
    int order = compare(plan->kind->index, b->concluded->plan->kind->index);
    const int64_t *x = a->concluded->items + (size_t)a->at * a->concluded->words;
    const int64_t *y = b->concluded->items + (size_t)b->at * b->concluded->words;
    for (uint32_t i = 0; !order && i < plan->kind->fields.count; i++) {
        const struct plan_field *field = &plan->fields[i];
        if (field->is_identity)
            order = compare_words(a->run, field, x[field->at], y[field->at]);
    }
    return order;
}

static void sort_range(struct run *run, struct concluded *concluded, uint32_t first)
{
    uint32_t count = concluded->count - first;
    struct arena_mark mark = arena_mark(run->arena);
    struct sorted *order = ARENA_ARRAY(run->arena, struct sorted, count + 1);
    for (uint32_t i = 0; i < count; i++)
        order[i] = (struct sorted){ run, concluded, first + i };
    qsort(order, count, sizeof *order, compare_sorted);
    int64_t *items = ARENA_ARRAY(run->arena, int64_t, (size_t)count * concluded->words + 1);
    uint32_t *others = ARENA_ARRAY(run->arena, uint32_t, (size_t)count * 3 + 1);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(items + (size_t)i * concluded->words,
               concluded->items + (size_t)order[i].at * concluded->words, sizeof *items * concluded->words);
        others[i * 3] = concluded->rules[order[i].at];
        others[i * 3 + 1] = concluded->ways[order[i].at];
        others[i * 3 + 2] = concluded->is_certain[order[i].at];
    }
    memcpy(concluded->items + (size_t)first * concluded->words, items,
           sizeof *items * concluded->words * count);
    for (uint32_t i = 0; i < count; i++) {
        concluded->rules[first + i] = others[i * 3];
        concluded->ways[first + i] = others[i * 3 + 1];
        concluded->is_certain[first + i] = (uint8_t)others[i * 3 + 2];
    }
    arena_release(run->arena, mark);
}

void tell_sort(struct run *run, uint32_t stratum, bool is_across)
{
    for (uint32_t i = 0; i < run->plan->derived.count && !run->has_left; i++) {
        struct concluded *concluded = &run->concluded[i];
        const struct plan_derived *plan = concluded->plan;
        if (plan->needs_order && plan->kind->stratum == stratum && plan->is_across == is_across &&
            concluded->count > concluded->here + 1) {
            sort_range(run, concluded, concluded->here);
            concluded->chained = 0;
            run->stamp++;
        }
    }
}

/* Words */

static struct instance *instance_of_case(const struct run *run, uint32_t in_case)
{
    const struct instance_list *cases = &run->store->interp->cases;
    return in_case < cases->count ? cases->items[in_case] : NULL;
}

/* Fills the interpreter's variables as they were. */
static void set_variables(struct run *run, const struct plan_variable *variables, uint32_t way)
{
    for (const struct plan_variable *at = variables; at; at = at->outer) {
        if (!at->derived)
            run->store->interp->variables[at->variable->slot] =
                value_of_words(run, at->shape, at->denominator, &run->ways.items[way + at->slot]);
    }
}

static struct text reason_of(struct run *run, const struct plan_rule *rule, uint32_t way)
{
    struct interp *interp = run->store->interp;
    struct text reason = TEXT("");
    interp_make_room(interp, rule->rule->variable_count);
    set_variables(run, rule->variables, way);
    AST_EACH (step, rule->rule->ast->steps) {
        if (step->kind == AST_BECAUSE)
            reason = show_template(interp, AST_AS(because, step)->text,
                                   interp->session->options.show_values);
    }
    return reason;
}

static bool gives_reason(const struct plan_rule *rule)
{
    AST_EACH (step, rule->rule->ast->steps) {
        if (step->kind == AST_BECAUSE)
            return true;
    }
    return false;
}

static void find_reasons(struct run *run, uint32_t kind)
{
    struct concluded *concluded = &run->concluded[kind];
    struct interp *interp = run->store->interp;
    run->reasons[kind] = ARENA_ARRAY(run->arena, struct text, concluded->count + 1);
    for (uint32_t in_case = 0; in_case < run->store->case_count; in_case++) {
        uint32_t first = concluded->plan->is_across ? 0 : concluded->starts[in_case];
        uint32_t end = concluded->plan->is_across ? concluded->count : concluded->starts[in_case + 1];
        interp->current = concluded->plan->is_across ? NULL : instance_of_case(run, in_case);
        for (uint32_t i = first; i < end && !interp->failed; i++) {
            const struct plan_rule *rule = run->plan->rules.items[concluded->rules[i]];
            if (gives_reason(rule))
                run->reasons[kind][i] = reason_of(run, rule, concluded->ways[i]);
        }
        if (concluded->plan->is_across)
            break;
    }
}

bool tell_prepare(struct run *run)
{
    struct interp *interp = run->store->interp;
    run->reasons = ARENA_ARRAY(run->arena, struct text *, run->plan->derived.count + 1);
    for (uint32_t i = 0; i < run->plan->derived.count; i++)
        find_reasons(run, i);
    run->findings = ARENA_NEW(run->arena, struct findings);
    run->findings->has_words = true;
    interp->findings = run->findings;
    for (uint32_t i = 0; i < run->said.count && !interp->failed; i++) {
        const struct said *said = &run->said.items[i];
        interp->current = instance_of_case(run, said->in_case);
        interp_make_room(interp, said->check->check->variable_count);
        set_variables(run, said->check->variables, said->way);
        checks_say(interp, said->check->check, said->message, said->truth);
    }
    if (!interp->failed)
        findings_drop_repeated(run->findings, run->arena);
    return !interp->failed;
}

/* Telling */

struct teller {
    struct run *run;
    struct eval_sink *sink;
    struct eval_slot *slots;   /* room for those of one conclusion */
    VEC(struct sorted) all;    /* conclusions of the case at hand */
};

static uint32_t most_fields(const struct plan *plan)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        uint32_t count = plan->derived.items[i]->kind->fields.count;
        most = count > most ? count : most;
    }
    return most;
}

static void tell_conclusion(struct teller *teller, const struct sorted *sorted)
{
    struct run *run = teller->run;
    const struct concluded *concluded = sorted->concluded;
    const struct plan_derived *plan = concluded->plan;
    struct eval_slot *slots = teller->slots;
    for (uint32_t i = 0; i < plan->kind->fields.count; i++) {
        const struct plan_field *field = &plan->fields[i];
        const int64_t *words = concluded->items + (size_t)sorted->at * concluded->words + field->at;
        slots[i] = (struct eval_slot){ field->field,
                                       value_of_words(run, field->shape, field->denominator, words),
                                       TEXT("") };
        if (slots[i].value.tag == VALUE_INSTANCE)
            slots[i].id = finding_id(run->plan->session, slots[i].value.as.instance);
    }
    teller->sink->conclusion(teller->sink, &(struct eval_conclusion){
        .kind = plan->kind,
        .rule = run->plan->rules.items[concluded->rules[sorted->at]]->rule,
        .is_certain = concluded->is_certain[sorted->at],
        .slots = slots,
        .because = run->reasons[plan->index][sorted->at],
    });
}

/* All that was concluded in a case, and what was across cases where `with_across`. */
static void tell_conclusions(struct teller *teller, uint32_t in_case, bool with_own, bool with_across)
{
    struct run *run = teller->run;
    teller->all.count = 0;
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        const struct concluded *concluded = &run->concluded[i];
        bool is_across = concluded->plan->is_across;
        if (is_across ? !with_across : !with_own)
            continue;
        uint32_t end = is_across ? concluded->count : concluded->starts[in_case + 1];
        for (uint32_t at = is_across ? 0 : concluded->starts[in_case]; at < end; at++)
            VEC_PUSH(run->arena, &teller->all, (struct sorted){ run, concluded, at });
    }
    if (teller->all.count)
        qsort(teller->all.items, teller->all.count, sizeof *teller->all.items, compare_sorted);
    for (uint32_t i = 0; i < teller->all.count; i++)
        tell_conclusion(teller, &teller->all.items[i]);
}

/* Also by a rule that concludes nothing, of which there is no plan. */
static bool has_across(const struct model *model)
{
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (model->rules.items[i]->is_across)
            return true;
    }
    return false;
}

void tell_all(struct run *run, struct eval_sink *sink)
{
    struct teller teller = { .run = run, .sink = sink };
    teller.slots = ARENA_ARRAY(run->arena, struct eval_slot, most_fields(run->plan) + 1);
    uint32_t finding = 0;
    uint32_t cases = run->store->interp->cases.count;
    for (uint32_t i = 0; i <= cases; i++) {
        const struct instance *of = instance_of_case(run, i);
        if (!of && cases && !has_across(run->store->model))
            continue;
        sink->begin_case(sink, of ? name_text(of->declaration.name) : TEXT(""), of ? of->title : TEXT(""));
        tell_conclusions(&teller, of ? i : 0, of || !cases, !of);
        for (; finding < run->findings->count && run->findings->items[finding].current == of; finding++)
            finding_tell(run->plan->session, &run->findings->items[finding], sink);
        sink->end_case(sink);
    }
}
