/* Runs rules to their end, the plain way: every rule of a stratum, over and over, until a round adds
 * nothing. What a rule concludes becomes visible when the rule is done, in batches; each batch has a rank,
 * and a conclusion rests only on lower ranks, so that proofs are finite. See semantics.md §4. */
#include "rules/derive.h"

#include "rules/show.h"
#include "rules/steps.h"
#include "types/secrecy.h"
#include "types/strata.h"

#include <stdlib.h>

enum { DEEPEST_NESTING = 16 }; /* of conclusions about conclusions */

/* One rule being run. */
struct run {
    struct interp *interp;
    const struct rule *rule;
    VEC(struct conclusion *) added;
    VEC(struct conclusion *) raised; /* from possible to certain */
    struct value *slots;             /* of what is being concluded, until it is kept */
};

/* One way that a rule came to a conclusion. */
struct found {
    struct value *slots;
    bool is_certain;
};

/* Values */

static void fill_slots(struct interp *interp, const struct kind *kind, const struct ast_list *clauses,
                       struct value *slots)
{
    AST_EACH (node, *clauses) {
        const struct ast_assign *assign = node->kind == AST_ASSIGN ? AST_AS(assign, node) : NULL;
        const struct field *field = assign ? kind_find_field(kind, assign->field) : NULL;
        if (!field || !assign->values.first)
            continue;
        struct value value = interp_value(interp, assign->values.first);
        slots[field->slot] = arithmetic_round(interp, assign->values.first, value, field->type);
    }
}

struct value *derive_slots(struct interp *interp, const struct kind *kind, const struct ast_list *clauses)
{
    struct value *slots = ARENA_ARRAY(interp->session->arena, struct value, kind->slot_count);
    fill_slots(interp, kind, clauses, slots);
    return slots;
}

/* Most of what a round finds is known already: only what is new is given room of its own. */
static struct value *copy_slots(struct run *run, const struct value *slots)
{
    uint32_t count = run->rule->concludes->slot_count;
    struct value *copy = ARENA_ARRAY(run->interp->session->arena, struct value, count);
    memcpy(copy, slots, count * sizeof *copy);
    return copy;
}

/* Identity that is not known */

typedef void slots_visitor(struct run *run, struct value *slots, bool is_certain);

static void spread(struct run *run, struct value *slots, uint32_t from, bool is_certain,
                   slots_visitor *visit);

static void spread_value(struct run *run, const struct value *slots, uint32_t at, struct value value,
                         slots_visitor *visit)
{
    struct value *copy = copy_slots(run, slots);
    copy[run->rule->concludes->fields.items[at]->slot] = value;
    spread(run, copy, at + 1, false, visit);
}

/* All of the kind that are recorded and, of an open kind, what is not. */
static void spread_instances(struct run *run, const struct value *slots, uint32_t at, const struct kind *kind,
                             slots_visitor *visit)
{
    struct instance_list members = interp_members(run->interp, kind);
    struct value value = { .tag = VALUE_INSTANCE };
    for (uint32_t i = 0; i < members.count; i++) {
        value.as.instance = members.items[i];
        spread_value(run, slots, at, value, visit);
    }
    value.as.instance = run->interp->unrecorded[kind->index];
    if (value.as.instance)
        spread_value(run, slots, at, value, visit);
}

/* Every value that the field could have, each only possible. */
static void spread_part(struct run *run, const struct value *slots, uint32_t at,
                        const struct type_part *part, slots_visitor *visit)
{
    const struct classification *of = part->of;
    switch (part->base) {
    case BASE_BOOLEAN:
        for (int i = 0; i < 2; i++)
            spread_value(run, slots, at, (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = i }, visit);
        break;
    case BASE_CATEGORY:
        for (uint32_t i = 0; i < of->categories.count; i++)
            spread_value(run, slots, at,
                         (struct value){ .tag = VALUE_CATEGORY, .as.category = of->categories.items[i] },
                         visit);
        break;
    case BASE_INSTANCE:
        spread_instances(run, slots, at, part->of, visit);
        break;
    default:
        break;
    }
}

/* A conclusion about something that is not recorded is possible of everything that it could be. */
static void spread(struct run *run, struct value *slots, uint32_t from, bool is_certain,
                   slots_visitor *visit)
{
    const struct kind *kind = run->rule->concludes;
    for (uint32_t i = from; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (!field_is_identity(field) || slots[field->slot].tag != VALUE_NONE ||
            field->cardinality == CARDINALITY_MANY || field->cardinality == CARDINALITY_SOME)
            continue;
        bool is_asked = false;
        AST_EACH (clause, run->rule->conclude->clauses)
            is_asked = is_asked || AST_AS(assign, clause)->field == field->name;
        if (!is_asked)
            continue;
        for (uint32_t part = 0; part < field->type->count; part++)
            spread_part(run, slots, i, &field->type->parts[part], visit);
        return;
    }
    visit(run, slots, is_certain);
}

/* One way through the rule */

static void describe_way(struct interp *interp, struct diag *diag, const struct derivation *by,
                         struct value value, const struct field *field)
{
    struct buf out;
    buf_init(&out, interp->session->arena);
    show_value(&out, interp->words, value, field->type);
    bool masks = !interp->session->options.show_values;
    bool is_hidden = masks && (secrecy_conceals(field) || field->owner->secret);
    struct text shown = is_hidden ? TEXT("\xE2\x80\xA6") : buf_get(&out);
    struct text where = TEXT("");
    AST_EACH (step, by->rule->ast->steps) {
        if (step->kind != AST_FOR_EACH)
            continue;
        AST_EACH (node, AST_AS(for_each, step)->binders) {
            const struct variable *variable = AST_AS(binder, node)->variable;
            struct value bound = by->variables[variable->slot];
            if (bound.tag == VALUE_INSTANCE && !(masks && variable->set && secrecy_find(variable->set)))
                where = diag_format(interp->session, "%t%s `%n` is `%t`", where,
                                    where.length ? " and" : ", where", variable->name,
                                    instance_phrase(interp->session, bound.as.instance));
        }
    }
    diag_label(interp->session, diag, by->rule->conclude->base.span, "the rule `%n` gives %t%t",
               by->rule->declaration.name, shown, where);
}

static void report_conflict(struct run *run, const struct conclusion *known, const struct found *found,
                            const struct field *field, struct value value)
{
    struct interp *interp = run->interp;
    struct derivation by = { .rule = run->rule, .variables = interp->variables };
    struct diag *diag = diag_report(interp->session, E0514, run->rule->declaration.span, field->name);
    diag_say(interp->session, diag, "`%t`", instance_phrase(interp->session, &known->instance));
    describe_way(interp, diag, known->raised ? &known->raised->by : &known->certain, value, field);
    describe_way(interp, diag, &by, found->slots[field->slot], field);
    diag_help(interp->session, diag, "what tells conclusions apart are their links and categories; a number, "
                                     "date or text has one value for each");
    interp->failed = true;
}

/* The stretch that holds both dates; a date met once more stays as it was written. */
static struct value either_date(struct interp *interp, struct value a, struct value b)
{
    const struct date *left = a.as.date;
    const struct date *right = b.as.date;
    if (left->lo == right->lo && left->hi == right->hi)
        return a;
    struct date *both = ARENA_NEW(interp->session->arena, struct date);
    *both = (struct date){ left->lo < right->lo ? left->lo : right->lo,
                           left->hi > right->hi ? left->hi : right->hi, DATE_RANGE, 0 };
    return (struct value){ .tag = VALUE_DATE, .as.date = both };
}

/* What is known of a value that is one or the other: of numbers and dates, the stretch that holds both. */
static struct value either_value(struct interp *interp, struct value a, struct value b)
{
    struct number_range left;
    struct number_range right;
    if (a.tag == VALUE_DATE && b.tag == VALUE_DATE)
        return either_date(interp, a, b);
    if (!value_range(a, &left) || !value_range(b, &right))
        return (struct value){ .tag = VALUE_NONE };
    left.open = left.open || right.open;
    left.lo = number_compare(right.lo, left.lo) < 0 ? right.lo : left.lo;
    left.hi = number_compare(right.hi, left.hi) > 0 ? right.hi : left.hi;
    return value_of_range(interp->session, left);
}

/* What is known of a value that is both: of numbers, the stretch that they share. */
static struct value common_value(struct interp *interp, struct value a, struct value b)
{
    struct number_range left;
    struct number_range right;
    if (a.tag == VALUE_NONE || !value_range(a, &left) || !value_range(b, &right))
        return a.tag == VALUE_NONE ? b : a;
    left.lo = number_compare(right.lo, left.lo) > 0 ? right.lo : left.lo;
    if (left.open || (!right.open && number_compare(right.hi, left.hi) < 0))
        left.hi = right.hi;
    left.open = left.open && right.open;
    return value_of_range(interp->session, left);
}

/* Two possible ways that give different values leave the value open; two certain ways contradict. What a
 * possible way gives does not count against a certain one. */
static void join_values(struct run *run, struct conclusion *known, const struct found *found)
{
    struct value *slots = known->raised ? known->raised->slots : known->instance.slots;
    bool is_certain = known->raised || known->certain.rule;
    if (is_certain && !found->is_certain)
        return;
    for (uint32_t i = 0; i < known->instance.of->fields.count && !run->interp->failed; i++) {
        const struct field *field = known->instance.of->fields.items[i];
        struct value *value = &slots[field->slot];
        if (field_is_identity(field))
            continue;
        enum truth equal = interp_equal(*value, found->slots[field->slot]);
        if (is_certain && equal == TRUTH_FALSE)
            report_conflict(run, known, found, field, *value);
        else if (!is_certain && equal != TRUTH_TRUE)
            *value = either_value(run->interp, *value, found->slots[field->slot]);
        else if (is_certain && equal == TRUTH_UNKNOWN)
            *value = common_value(run->interp, *value, found->slots[field->slot]);
    }
}

static struct derivation derivation_of(const struct run *run)
{
    struct interp *interp = run->interp;
    uint32_t variables = run->rule->variable_count;
    struct derivation by = { .rule = run->rule, .current = interp->current,
                             .rank = interp->conclusions->rank };
    by.variables = ARENA_ARRAY(interp->session->arena, struct value, variables + 1);
    memcpy(by.variables, interp->variables, variables * sizeof *by.variables);
    return by;
}

static bool has_room(struct run *run)
{
    struct session *session = run->interp->session;
    if (run->interp->conclusions->all.count < session->options.max_conclusions)
        return true;
    struct diag *diag = diag_report(session, E0515, run->rule->declaration.span,
                                    session->options.max_conclusions);
    diag_help(session, diag, "narrow the rule by a condition, or allow more with `--max-conclusions`");
    run->interp->failed = true;
    return false;
}

/* Conclusions about conclusions end only where each is about less than the one before. */
static bool ends(struct run *run, const struct found *found)
{
    struct session *session = run->interp->session;
    const struct kind *kind = run->rule->concludes;
    if (conclusions_nesting(kind, found->slots) <= DEEPEST_NESTING)
        return true;
    struct diag *diag = diag_report(session, E0519, run->rule->declaration.span, (int)DEEPEST_NESTING);
    diag_say(session, diag, "each `%n` leads to another", kind->declaration.name);
    diag_help(session, diag, "let a conclusion be about what is recorded, not about another of its own sort");
    run->interp->failed = true;
    return false;
}

/* Added, but seen by nobody before the rule is done. */
static void add(struct run *run, const struct found *found)
{
    struct interp *interp = run->interp;
    if (!has_room(run) || !ends(run, found))
        return;
    struct conclusion *added =
        conclusions_add(interp, run->rule->concludes, interp->current, copy_slots(run, found->slots));
    added->instance.is_doubtful = !found->is_certain;
    *(found->is_certain ? &added->certain : &added->possible) = derivation_of(run);
    VEC_PUSH(interp->session->arena, &run->added, added);
}

static void keep(struct run *run, struct value *slots, bool is_certain)
{
    struct interp *interp = run->interp;
    struct found found = { slots, is_certain };
    struct conclusion *known = conclusions_find(interp, run->rule->concludes, interp->current, slots);
    if (interp->failed)
        return;
    if (!known) {
        add(run, &found);
    } else if (is_certain && !known->certain.rule && !known->raised) {
        known->raised = ARENA_NEW(interp->session->arena, struct raised);
        *known->raised = (struct raised){ derivation_of(run), copy_slots(run, slots) };
        VEC_PUSH(interp->session->arena, &run->raised, known);
    } else {
        join_values(run, known, &found);
    }
}

static void give_place(struct interp *interp, struct conclusion *added)
{
    added->instance.ordinal = interp->ordinals++;
    for (struct kind *kind = added->instance.of; kind; kind = kind->parent)
        interp_list_add(interp, &interp->of_kind[kind->index], &added->instance);
}

static void raise(struct conclusion *conclusion)
{
    conclusion->certain = conclusion->raised->by;
    conclusion->instance.slots = conclusion->raised->slots;
    conclusion->instance.is_doubtful = false;
    conclusion->raised = NULL;
}

/* Makes what the rule concluded seen; true where it was anything new. */
static bool publish(struct run *run)
{
    for (uint32_t i = 0; i < run->added.count; i++)
        give_place(run->interp, run->added.items[i]);
    for (uint32_t i = 0; i < run->raised.count; i++)
        raise(run->raised.items[i]);
    if (!run->added.count && !run->raised.count)
        return false;
    interp_forget_links(run->interp, run->rule->concludes);
    run->interp->conclusions->rank++;
    return true;
}

static void arrive(const struct steps *steps, const struct ast_node *step)
{
    struct run *run = steps->context;
    const struct ast_conclude *conclude = AST_AS(conclude, step);
    const struct kind *kind = run->rule->concludes;
    memset(run->slots, 0, kind->slot_count * sizeof *run->slots);
    fill_slots(steps->interp, kind, &conclude->clauses, run->slots);
    if (!steps->interp->failed)
        spread(run, run->slots, 0, steps->truth == TRUTH_TRUE, keep);
}

/* Rules */

static void explain_failure(const struct run *run)
{
    struct session *session = run->interp->session;
    struct diag *diag = session->diags.items[session->diags.count - 1];
    diag_note(session, diag, "this was met by the rule `%n`; nothing was run after it",
              run->rule->declaration.name);
    if (!span_equal(diag->span, run->rule->declaration.span)) /* or else it is about the rule itself */
        steps_label_binders(run->interp, diag, &run->rule->ast->steps);
}

static bool run_rule(struct interp *interp, const struct rule *rule)
{
    struct run run = { .interp = interp, .rule = rule };
    struct steps steps = { .interp = interp, .root = &rule->ast->base, .truth = TRUTH_TRUE,
                           .sees_unrecorded = true, .arrive = arrive, .context = &run };
    struct instance *current = interp->current;
    run.slots = ARENA_ARRAY(interp->session->arena, struct value, rule->concludes->slot_count);
    uint32_t rounds = rule->is_across || !interp->cases.count ? 1 : interp->cases.count;
    interp_make_room(interp, rule->variable_count);
    for (uint32_t round = 0; round < rounds && !interp->failed; round++) {
        if (rule->is_across)
            interp->current = NULL;
        else if (interp->cases.count)
            interp->current = interp->cases.items[round];
        steps_run(&steps, rule->ast->steps.first);
    }
    interp->current = current;
    if (interp->failed)
        explain_failure(&run);
    return publish(&run);
}

/* Strata */

static int compare_ordinals(const void *left, const void *right)
{
    uint32_t a = (*(struct instance *const *)left)->ordinal;
    uint32_t b = (*(struct instance *const *)right)->ordinal;
    return (a > b) - (a < b);
}

/* In which order rules were run must not be seen in any set or list. */
static void put_in_order(struct interp *interp, uint32_t first)
{
    struct conclusions *conclusions = interp->conclusions;
    uint32_t ordinal = interp->first_conclusion;
    if (conclusions->all.count > first)
        conclusions_sort(conclusions->all.items + first, conclusions->all.count - first);
    conclusions_sort(conclusions->unrecorded.items, conclusions->unrecorded.count);
    for (uint32_t i = 0; i < conclusions->all.count; i++)
        conclusions->all.items[i]->instance.ordinal = ordinal++;
    for (uint32_t i = 0; i < conclusions->unrecorded.count; i++)
        conclusions->unrecorded.items[i]->instance.ordinal = ordinal++;
    for (uint32_t i = 0; i < interp->model->kinds.count; i++) {
        struct instance_list *list = &interp->of_kind[i];
        if (list->is_grown)
            qsort(list->items, list->count, sizeof *list->items, compare_ordinals);
        list->is_grown = false;
    }
    interp_forget_links(interp, NULL);
}

static void run_stratum(struct interp *interp, uint32_t stratum)
{
    uint32_t first = interp->conclusions->all.count;
    bool grown = true;
    while (grown && !interp->failed) {
        grown = false;
        for (uint32_t i = 0; i < interp->model->rules.count && !interp->failed; i++) {
            const struct rule *rule = interp->model->rules.items[i];
            if (rule->concludes && rule->concludes->stratum == stratum && !rule->ast->base.broken)
                grown = run_rule(interp, rule) || grown;
        }
    }
    put_in_order(interp, first);
}

void derive_run(struct interp *interp)
{
    for (uint32_t stratum = 0; stratum < interp->model->strata && !interp->failed; stratum++)
        run_stratum(interp, stratum);
}
