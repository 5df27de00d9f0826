/* Runs checks: each step in order, once for every way its binders can be filled. A check that certainly
 * speaks does so at its level; one that only possibly does becomes a note with what would decide it. */
#include "rules/checks.h"

#include "facts/import.h"
#include "rules/derive.h"
#include "rules/show.h"
#include "rules/steps.h"

/* Places */

static const struct ast_assign *find_assign(const struct instance *instance, const struct name *name)
{
    AST_EACH (node, instance->ast->clauses) {
        if (AST_AS(assign, node)->field == name)
            return AST_AS(assign, node);
    }
    AST_EACH (node, instance->ast->members) {
        if (node->kind == AST_ASSIGN && AST_AS(assign, node)->field == name)
            return AST_AS(assign, node);
    }
    return NULL;
}

static const struct instance *instance_of(struct interp *interp, const struct ast_node *at)
{
    struct value value = interp_value(interp, at);
    if (value.tag == VALUE_INSTANCE && at->kind != AST_MEMBER)
        return value.as.instance;
    if (at->kind == AST_MEMBER) {
        value = interp_value(interp, AST_AS(member, at)->base_node);
        return value.tag == VALUE_INSTANCE ? value.as.instance : NULL;
    }
    return NULL;
}

/* The first thing that a conclusion is about: it has a place in the text. */
static struct span place_of_instance(const struct instance *instance)
{
    for (uint32_t i = 0; conclusion_of(instance) && i < instance->of->fields.count; i++) {
        struct value value = instance->slots[instance->of->fields.items[i]->slot];
        if (value.tag == VALUE_INSTANCE)
            return place_of_instance(value.as.instance);
    }
    return instance->declaration.span;
}

/* The instance's name, or the field's values where `at` names a field that was written. */
static struct span place_of(struct interp *interp, const struct ast_node *at)
{
    const struct instance *instance = instance_of(interp, at);
    if (!instance)
        return at->span;
    struct span cell;
    if (at->kind == AST_MEMBER &&
        import_find_cell(interp->session, instance,
                         kind_find_field(instance->of, AST_AS(member, at)->name), &cell))
        return cell;
    if (at->kind == AST_MEMBER && instance->ast) {
        const struct ast_assign *assign = find_assign(instance, AST_AS(member, at)->name);
        if (assign && assign->values.first)
            return span_join(assign->values.first->span, ast_last(assign->values)->span);
    }
    return place_of_instance(instance);
}

/* Waivers */

static const struct check *check_of(const struct steps *steps)
{
    return steps->context;
}

static bool is_waived(const struct steps *steps, const struct instance *instance)
{
    bool waived = false;
    struct model *model = steps->interp->model;
    for (uint32_t i = 0; instance && i < model->waivers.count; i++) {
        struct waiver *waiver = model->waivers.items[i];
        if (waiver->check != check_of(steps) || waiver->at != instance)
            continue;
        waiver->is_used = true;
        waived = true;
    }
    return waived;
}

/* Messages */

/* Help and source belong to the message before them; the last of a check serve messages with none. */
static void add_remarks(const struct steps *steps, struct diag *diag, const struct ast_node *message,
                        enum ast_kind kind)
{
    const struct ast_node *from = message->next;
    bool found = false;
    for (int round = 0; round < 2 && !found; round++) {
        for (const struct ast_node *step = from; step; step = step->next) {
            if (round == 0 && step->kind == AST_FOR_EACH)
                break;
            if (step->kind != kind)
                continue;
            found = true;
            struct text text = show_template(steps->interp, kind == AST_HELP ? AST_AS(help, step)->text
                                                                              : AST_AS(cite, step)->text,
                                             steps->interp->session->options.show_values);
            if (kind == AST_HELP)
                diag_help(steps->interp->session, diag, "%t", text);
            else
                diag_cite(steps->interp->session, diag, text);
        }
    }
}

static void add_notes(const struct steps *steps, struct diag *diag, const struct ast_node *message)
{
    struct interp *interp = steps->interp;
    for (const struct ast_node *step = message->next; step && step->kind == AST_MESSAGE;
         step = step->next) {
        const struct ast_message *note = AST_AS(message, step);
        diag_label(interp->session, diag, place_of(interp, note->at), "%t",
                   show_template(interp, note->text, interp->session->options.show_values));
    }
}

static void say_certain(const struct steps *steps, const struct ast_message *message, struct span at)
{
    struct interp *interp = steps->interp;
    struct text text = show_template(interp, message->text, interp->session->options.show_values);
    if (interp->failed)
        return;
    struct diag *diag = diag_report_check(interp->session, (enum severity)message->severity,
                                          check_of(steps)->code, at, text);
    add_notes(steps, diag, &message->base);
    add_remarks(steps, diag, &message->base, AST_HELP);
    add_remarks(steps, diag, &message->base, AST_CITE);
}

static void say_possible(const struct steps *steps, const struct ast_message *message,
                         const struct instance *instance, struct span at)
{
    struct interp *interp = steps->interp;
    struct needs found = steps_needs(steps);
    struct text needs = needs_text(interp->session, &found);
    struct text text =
        diag_format(interp->session, "cannot be determined from the record: needs %t", needs);
    struct diag *diag =
        diag_report_check(interp->session, SEVERITY_NOTE, check_of(steps)->code, at, text);
    diag_note(interp->session, diag, "if it is so: %t",
              show_template(interp, message->text, interp->session->options.show_values));
    struct open_question open = { check_of(steps), instance, show_template(interp, message->text, false),
                                  needs };
    VEC_PUSH(interp->session->arena, &interp->open, open);
}

/* What is said is kept, in a test to be compared with what is expected. */
static void keep(const struct steps *steps, const struct ast_message *message,
                 const struct instance *at)
{
    struct interp *interp = steps->interp;
    struct finding finding = { check_of(steps), (enum severity)message->severity, at, steps->truth,
                               .current = interp->current };
    if (message->at->kind == AST_MEMBER)
        finding.field = AST_AS(member, message->at)->name;
    if (interp->findings->has_words)
        finding.message = show_template(interp, message->text, interp->session->options.show_values);
    VEC_PUSH(interp->session->arena, interp->findings, finding);
}

static void say(const struct steps *steps, const struct ast_node *step)
{
    struct interp *interp = steps->interp;
    const struct ast_message *message = AST_AS(message, step);
    const struct instance *instance = instance_of(interp, message->at);
    if (is_waived(steps, instance))
        return;
    if (interp->findings)
        keep(steps, message, instance);
    else if (steps->truth == TRUTH_TRUE)
        say_certain(steps, message, place_of(interp, message->at));
    else
        say_possible(steps, message, instance, place_of(interp, message->at));
}

void checks_say(struct interp *interp, const struct check *check, const struct ast_node *message,
                enum truth truth)
{
    struct steps steps = { .interp = interp, .root = &check->ast->base, .truth = truth,
                           .context = (void *)(uintptr_t)check };
    say(&steps, message);
}

/* A check may ask several questions: each `for each` after a message begins another. */
static const struct ast_node *next_question(const struct ast_node *step)
{
    bool spoken = false;
    for (; step; step = step->next) {
        if (step->kind == AST_FOR_EACH && spoken)
            return step;
        spoken = spoken || step->kind == AST_MESSAGE;
    }
    return NULL;
}

/* An evaluation error says in which check it was met, and of what. */
static void explain_failure(struct interp *interp, const struct check *check)
{
    struct session *session = interp->session;
    struct diag *diag = session->diags.items[session->diags.count - 1];
    diag_note(session, diag, "this was met by the check `%t`; no check was run after it", check->code);
    steps_label_binders(interp, diag, &check->ast->steps);
}

static void run_check(struct interp *interp, const struct check *check)
{
    if (check->ast->base.broken)
        return;
    interp_make_room(interp, check->variable_count);
    for (const struct ast_node *step = check->ast->steps.first; step && !interp->failed;
         step = next_question(step)) {
        struct steps steps = { .interp = interp, .root = &check->ast->base, .truth = TRUTH_TRUE,
                               .arrive = say, .context = (void *)(uintptr_t)check };
        steps_run(&steps, step);
    }
    if (interp->failed)
        explain_failure(interp, check);
}

/* Once for each case, or once where there is none. */
void checks_ask(struct interp *interp)
{
    uint32_t rounds = interp->cases.count ? interp->cases.count : 1;
    for (uint32_t round = 0; round < rounds; round++) {
        if (interp->cases.count)
            interp->current = interp->cases.items[round];
        for (uint32_t i = 0; i < interp->model->checks.count && !interp->failed; i++)
            run_check(interp, interp->model->checks.items[i]);
    }
}

static void report_unused_waivers(struct model *model)
{
    for (uint32_t i = 0; i < model->waivers.count; i++) {
        const struct waiver *waiver = model->waivers.items[i];
        if (waiver->is_used || !waiver->check || !waiver->at || waiver->scope)
            continue;
        struct diag *diag = diag_report(model->session, W0502, waiver->ast->base.span,
                                        waiver->check->code, waiver->at->declaration.name);
        diag_help(model->session, diag, "remove it");
    }
}

struct interp *checks_run(struct model *model)
{
    struct interp *interp = interp_new(model, NULL);
    derive_run(interp);
    checks_ask(interp);
    if (!interp->failed)
        report_unused_waivers(model);
    interp->current = interp->cases.count == 1 ? interp->cases.items[0] : NULL;
    return interp;
}
