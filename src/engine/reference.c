/* The reference interpreter as an engine: all rules to their end, then all checks, then everything is told,
 * case by case. What other engines tell is right where it is the same, byte for byte. */
#include "engine/reference.h"

#include "engine/findings.h"
#include "rules/checks.h"
#include "rules/conclusions.h"
#include "rules/derive.h"
#include "rules/steps.h"

struct telling {
    struct interp *interp;
    struct eval_sink *sink;
    struct findings findings;
    struct conclusion **conclusions; /* by case, and sorted within it */
    uint32_t *starts;                /* by case, then of none: where its conclusions begin; and the end */
    struct text *reasons;            /* as conclusions */
    struct eval_slot *slots;         /* room for those of one conclusion */
};

/* Cases */

/* The place of each case among the cases, by ordinal. */
static uint32_t *number_cases(const struct interp *interp)
{
    uint32_t *numbers = ARENA_ARRAY(interp->session->arena, uint32_t, interp->instances->count + 1);
    for (uint32_t i = 0; i < interp->cases.count; i++)
        numbers[interp->cases.items[i]->ordinal] = i;
    return numbers;
}

/* What belongs to no case comes behind all cases. */
static uint32_t place_of(const struct interp *interp, const uint32_t *numbers, const struct instance *of)
{
    return of ? numbers[of->ordinal] : interp->cases.count;
}

/* Puts the conclusions of each case together; within a case they stay sorted. */
static void group_conclusions(struct telling *telling)
{
    const struct interp *interp = telling->interp;
    const struct conclusions *all = interp->conclusions;
    struct arena *arena = interp->session->arena;
    const uint32_t *numbers = number_cases(interp);
    uint32_t count = all->all.count;
    struct conclusion **sorted = ARENA_ARRAY(arena, struct conclusion *, count + 1);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = all->all.items[i];
    conclusions_sort(sorted, count);
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, interp->cases.count + 3);
    for (uint32_t i = 0; i < count; i++)
        starts[place_of(interp, numbers, sorted[i]->instance.belongs) + 2]++;
    for (uint32_t i = 1; i < interp->cases.count + 3; i++)
        starts[i] += starts[i - 1];
    telling->conclusions = ARENA_ARRAY(arena, struct conclusion *, count + 1);
    /* each start moves to its end while its conclusions are placed, and so becomes the next one's */
    for (uint32_t i = 0; i < count; i++)
        telling->conclusions[starts[place_of(interp, numbers, sorted[i]->instance.belongs) + 1]++] =
            sorted[i];
    telling->starts = starts;
}

/* An evaluation error says in which reason it was met, and of what. */
static void explain_failure(struct interp *interp, const struct derivation *by)
{
    struct session *session = interp->session;
    struct diag *diag = session->diags.items[session->diags.count - 1];
    diag_note(session, diag, "this was met in the reason that the rule `%n` gives",
              by->rule->declaration.name);
    interp->variables = by->variables;
    steps_label_binders(interp, diag, &by->rule->ast->steps);
}

/* Working out a reason may fail, so all are worked out before anything is told. */
static void find_reasons(struct telling *telling)
{
    struct interp *interp = telling->interp;
    uint32_t count = interp->conclusions->all.count;
    telling->reasons = ARENA_ARRAY(interp->session->arena, struct text, count + 1);
    for (uint32_t i = 0; i < count && !interp->failed; i++) {
        telling->reasons[i] = conclusion_reason(interp, telling->conclusions[i]);
        if (interp->failed)
            explain_failure(interp, conclusion_derivation(telling->conclusions[i]));
    }
}

/* Telling */

static void tell_conclusion(struct telling *telling, uint32_t at)
{
    struct session *session = telling->interp->session;
    const struct conclusion *conclusion = telling->conclusions[at];
    const struct kind *kind = conclusion->instance.of;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        struct value value = conclusion->instance.slots[field->slot];
        telling->slots[i] = (struct eval_slot){ .field = field, .value = value };
        if (value.tag == VALUE_INSTANCE)
            telling->slots[i].id = finding_id(session, value.as.instance);
    }
    telling->sink->conclusion(telling->sink, &(struct eval_conclusion){
        .kind = kind,
        .rule = conclusion_derivation(conclusion)->rule,
        .is_certain = !conclusion->instance.is_doubtful,
        .slots = telling->slots,
        .because = telling->reasons[at],
    });
}

/* One case: number `at`, or where there is none, what belongs to none. `*finding` is the first finding that
 * is not told yet. */
static void tell_case(struct telling *telling, uint32_t at, uint32_t *finding)
{
    const struct interp *interp = telling->interp;
    struct eval_sink *sink = telling->sink;
    const struct instance *of = at < interp->cases.count ? interp->cases.items[at] : NULL;
    sink->begin_case(sink, of ? name_text(of->declaration.name) : TEXT(""), of ? of->title : TEXT(""));
    for (uint32_t i = telling->starts[at]; i < telling->starts[at + 1]; i++)
        tell_conclusion(telling, i);
    for (; *finding < telling->findings.count &&
           telling->findings.items[*finding].current == of; ++*finding)
        finding_tell(interp->session, &telling->findings.items[*finding], sink);
    sink->end_case(sink);
}

static bool has_across(const struct model *model)
{
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (model->rules.items[i]->is_across)
            return true;
    }
    return false;
}

static void tell_all(struct telling *telling)
{
    const struct interp *interp = telling->interp;
    uint32_t finding = 0;
    uint32_t widest = 0;
    for (uint32_t i = 0; i < interp->model->kinds.count; i++) {
        uint32_t width = interp->model->kinds.items[i]->fields.count;
        widest = width > widest ? width : widest;
    }
    telling->slots = ARENA_ARRAY(interp->session->arena, struct eval_slot, widest + 1);
    for (uint32_t i = 0; i < interp->cases.count; i++)
        tell_case(telling, i, &finding);
    if (!interp->cases.count || has_across(interp->model))
        tell_case(telling, interp->cases.count, &finding);
}

bool reference_run(struct model *model, void *ready, struct eval_sink *sink)
{
    (void)ready;
    struct telling telling = { .interp = interp_new(model, NULL), .sink = sink,
                                   .findings = { .has_words = true } };
    struct interp *interp = telling.interp;
    interp->findings = &telling.findings;
    derive_run(interp);
    checks_ask(interp);
    if (!interp->failed) {
        group_conclusions(&telling);
        find_reasons(&telling);
    }
    if (interp->failed)
        return false;
    findings_drop_repeated(&telling.findings, model->session->arena);
    tell_all(&telling);
    return true;
}
