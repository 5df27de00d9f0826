/* Runs checks: each step in order, once for every way its binders can be filled. A check that certainly
 * speaks does so at its level; one that only possibly does becomes a note with what would decide it. */
#include "rules/checks.h"

#include "rules/needs.h"
#include "rules/show.h"

enum { CONDITIONS_MOST = 32 };

/* One check on its way through its steps. */
struct running {
    struct interp *interp;
    const struct check *check;
    enum truth truth; /* of all conditions so far */
    const struct ast_node *unknown[CONDITIONS_MOST]; /* conditions that are */
    uint32_t unknown_count;
    const struct instance *doubtful[CONDITIONS_MOST]; /* instances that are */
    uint32_t doubtful_count;
};

static void run_steps(struct running *running, const struct ast_node *step);

/* Places */

static const struct ast_assign *find_assign(const struct instance *instance, const struct name *name)
{
    AST_EACH (node, instance->ast->clauses) {
        if (AST_AS(assign, node)->field.name == name)
            return AST_AS(assign, node);
    }
    AST_EACH (node, instance->ast->members) {
        if (node->kind == AST_ASSIGN && AST_AS(assign, node)->field.name == name)
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

/* The instance's name, or the field's values where `at` names a field that was written. */
static struct span place_of(struct interp *interp, const struct ast_node *at)
{
    const struct instance *instance = instance_of(interp, at);
    if (!instance)
        return at->span;
    if (at->kind == AST_MEMBER) {
        const struct ast_assign *assign = find_assign(instance, AST_AS(member, at)->name.name);
        if (assign && assign->values.first)
            return span_join(assign->values.first->span, assign->values.last->span);
    }
    return instance->declaration.span;
}

/* Waivers */

static bool is_waived(const struct running *running, const struct instance *instance)
{
    bool waived = false;
    struct model *model = running->interp->model;
    for (uint32_t i = 0; instance && i < model->waivers.count; i++) {
        struct waiver *waiver = model->waivers.items[i];
        if (waiver->check != running->check || waiver->at != instance)
            continue;
        waiver->is_used = true;
        waived = true;
    }
    return waived;
}

/* Messages */

/* Help and source belong to the message before them; the last of a check serve messages with none. */
static void add_remarks(struct running *running, struct diag *diag, const struct ast_node *message,
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
            struct text text = show_template(running->interp, kind == AST_HELP ? AST_AS(help, step)->text
                                                                              : AST_AS(cite, step)->text,
                                             running->interp->session->options.show_values);
            if (kind == AST_HELP)
                diag_help(running->interp->session, diag, "%t", text);
            else
                diag_cite(running->interp->session, diag, text);
        }
    }
}

static void add_notes(struct running *running, struct diag *diag, const struct ast_node *message)
{
    struct interp *interp = running->interp;
    for (const struct ast_node *step = message->next; step && step->kind == AST_MESSAGE;
         step = step->next) {
        const struct ast_message *note = AST_AS(message, step);
        diag_label(interp->session, diag, place_of(interp, note->at), "%t",
                   show_template(interp, note->text, interp->session->options.show_values));
    }
}

static void say_certain(struct running *running, const struct ast_message *message, struct span at)
{
    struct interp *interp = running->interp;
    struct text text = show_template(interp, message->text, interp->session->options.show_values);
    if (interp->failed)
        return;
    struct diag *diag = diag_report_check(interp->session, (enum severity)message->severity,
                                          running->check->code, at, text);
    add_notes(running, diag, &message->base);
    add_remarks(running, diag, &message->base, AST_HELP);
    add_remarks(running, diag, &message->base, AST_CITE);
}

static void say_possible(struct running *running, const struct ast_message *message, struct span at)
{
    struct interp *interp = running->interp;
    struct needs needs = { .count = 0 };
    for (uint32_t i = 0; i < running->doubtful_count; i++)
        needs_add_doubtful(interp, running->doubtful[i], &needs);
    for (uint32_t i = 0; i < running->unknown_count; i++)
        needs_find(interp, running->unknown[i], &needs);
    struct text text = diag_format(interp->session, "cannot be determined from the record: needs %t",
                                   needs_text(interp->session, &needs));
    struct diag *diag =
        diag_report_check(interp->session, SEVERITY_NOTE, running->check->code, at, text);
    diag_note(interp->session, diag, "if it is so: %t",
              show_template(interp, message->text, interp->session->options.show_values));
}

static void say(struct running *running, const struct ast_message *message)
{
    struct interp *interp = running->interp;
    if (is_waived(running, instance_of(interp, message->at)))
        return;
    struct span at = place_of(interp, message->at);
    if (running->truth == TRUTH_TRUE)
        say_certain(running, message, at);
    else
        say_possible(running, message, at);
}

/* Steps */

struct binding {
    struct running *running;
    const struct ast_node *binder; /* this one */
    const struct ast_node *step;   /* the `for each` it stands in */
};

static void bind(struct running *running, const struct ast_node *binder, const struct ast_node *step);

static bool visit_binding(struct interp *interp, struct value member, bool certain, void *context)
{
    struct binding *binding = context;
    struct running running = *binding->running;
    if (!certain) {
        running.truth = truth_and(running.truth, TRUTH_UNKNOWN);
        if (running.doubtful_count < CONDITIONS_MOST)
            running.doubtful[running.doubtful_count++] = member.as.instance;
    }
    bind(&running, binding->binder->next, binding->step);
    return !interp->failed;
}

static void bind(struct running *running, const struct ast_node *binder, const struct ast_node *step)
{
    if (!binder) {
        run_steps(running, step->next);
        return;
    }
    struct binding binding = { running, binder, step };
    interp_range(running->interp, AST_AS(binder, binder), NULL, visit_binding, &binding);
}

static void run_where(struct running *running, const struct ast_node *step)
{
    enum truth truth = interp_truth(running->interp, AST_AS(where, step)->condition);
    if (truth == TRUTH_FALSE || running->interp->failed)
        return;
    struct running narrowed = *running;
    narrowed.truth = truth_and(narrowed.truth, truth);
    if (truth == TRUTH_UNKNOWN && narrowed.unknown_count < CONDITIONS_MOST)
        narrowed.unknown[narrowed.unknown_count++] = AST_AS(where, step)->condition;
    run_steps(&narrowed, step->next);
}

static void run_steps(struct running *running, const struct ast_node *step)
{
    if (!step)
        return;
    switch ((enum ast_kind)step->kind) {
    case AST_FOR_EACH:
        bind(running, AST_AS(for_each, step)->binders.first, step);
        break;
    case AST_WHERE:
        run_where(running, step);
        break;
    case AST_LET:
        running->interp->variables[AST_AS(let, step)->variable->slot] =
            interp_value(running->interp, AST_AS(let, step)->value);
        run_steps(running, step->next);
        break;
    case AST_MESSAGE:
        say(running, AST_AS(message, step));
        break;
    default:
        run_steps(running, step->next);
        break;
    }
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
    AST_EACH (step, check->ast->steps) {
        if (step->kind != AST_FOR_EACH)
            continue;
        AST_EACH (binder, AST_AS(for_each, step)->binders) {
            struct value value = interp->variables[AST_AS(binder, binder)->variable->slot];
            if (value.tag == VALUE_INSTANCE)
                diag_label(session, diag, value.as.instance->declaration.span, "`%n` is this",
                           AST_AS(binder, binder)->name.name);
        }
    }
}

static void run_check(struct interp *interp, const struct check *check)
{
    if (check->ast->base.broken)
        return;
    interp_make_room(interp, check->variable_count);
    for (const struct ast_node *step = check->ast->steps.first; step && !interp->failed;
         step = next_question(step)) {
        struct running running = { .interp = interp, .check = check, .truth = TRUTH_TRUE };
        run_steps(&running, step);
    }
    if (interp->failed)
        explain_failure(interp, check);
}

/* Once for each case, or once where there is none. */
static void run_checks(struct interp *interp)
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

void checks_run(struct model *model)
{
    struct interp *interp = interp_new(model, NULL);
    run_checks(interp);
    if (!interp->failed)
        report_unused_waivers(model);
}

/* What waits for a later version */

static bool is_own(const struct declaration *declaration)
{
    return !declaration->module->is_standard;
}

void checks_report_not_run(struct model *model)
{
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (is_own(&model->rules.items[i]->declaration)) {
            diag_report(model->session, N0501, model->rules.items[i]->declaration.span, "rules");
            break;
        }
    }
    for (uint32_t i = 0; i < model->tests.count; i++) {
        if (!model->tests.items[i]->module->is_standard) {
            diag_report(model->session, N0501, model->tests.items[i]->ast->title->span, "tests");
            break;
        }
    }
    if (model->imports.count)
        diag_report(model->session, N0501, model->imports.items[0]->kind.span, "imports");
}
