/* Runs one `test` block: its instances are a model of their own, and each `expect` is a question to it. */
#include "rules/trial.h"

#include "rules/checks.h"
#include "rules/derive.h"
#include "rules/show.h"
#include "types/secrecy.h"
#include "types/strata.h"

enum { NEAR_MOST = 5 };

struct tester {
    struct interp *interp;
    struct session *session;
    struct trial *trial;
};

static const char *truth_word(enum truth truth)
{
    static const char *const words[] = { [TRUTH_FALSE] = "does not hold",
                                         [TRUTH_UNKNOWN] = "cannot be determined",
                                         [TRUTH_TRUE] = "holds" };
    return words[truth];
}

/* Whether what was found is what the mode asks for. */
static bool fits(unsigned mode, enum truth truth)
{
    static const enum truth wanted[] = { [EXPECT_YES] = TRUTH_TRUE, [EXPECT_NO] = TRUTH_FALSE,
                                         [EXPECT_UNKNOWN] = TRUTH_UNKNOWN };
    return wanted[mode] == truth;
}

static void add_near(struct tester *tester, struct outcome *outcome, struct text text)
{
    if (outcome->near.count < NEAR_MOST)
        VEC_PUSH(tester->session->arena, &outcome->near, text);
}

/* Checks */

static struct text finding_text(struct tester *tester, const struct finding *finding)
{
    return diag_format(tester->session, "%s%s `%t` at `%t`",
                       finding->truth == TRUTH_UNKNOWN ? "unknown " : "",
                       severity_word(finding->severity), finding->check->code,
                       finding->at ? instance_phrase(tester->session, finding->at) : TEXT("?"));
}

/* A field stands for the instance it is a field of, as it does where a check says `at`. */
static const struct instance *place_of(struct interp *interp, const struct ast_node *at)
{
    struct value value = interp_value(interp, at->kind == AST_MEMBER ? AST_AS(member, at)->base_node : at);
    return value.tag == VALUE_INSTANCE ? value.as.instance : NULL;
}

/* The truth of "this check speaks at this severity there". */
static enum truth spoken(struct tester *tester, const struct ast_expect_check *expect,
                         const struct instance *at)
{
    enum truth truth = TRUTH_FALSE;
    const struct findings *findings = tester->interp->findings;
    for (uint32_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding->check == expect->which && finding->at == at &&
            finding->severity == (enum severity)expect->severity)
            truth = truth_or(truth, finding->truth);
    }
    return truth;
}

/* A check may speak at several levels; the notes that follow a message belong to it. */
static bool can_speak(const struct check *check, enum severity severity)
{
    const struct ast_node *before = NULL;
    AST_EACH (step, check->ast->steps) {
        if (step->kind == AST_MESSAGE && (!before || before->kind != AST_MESSAGE) &&
            (enum severity)AST_AS(message, step)->severity == severity)
            return true;
        before = step;
    }
    return false;
}

static struct text spoken_text(enum truth truth)
{
    return truth == TRUTH_TRUE      ? TEXT("the check speaks there")
           : truth == TRUTH_UNKNOWN ? TEXT("whether it speaks there cannot be determined")
                                    : TEXT("the check does not speak there");
}

static void try_check(struct tester *tester, const struct ast_expect_check *expect,
                      struct outcome *outcome)
{
    const struct instance *at = place_of(tester->interp, expect->at);
    enum truth truth = spoken(tester, expect, at);
    const struct findings *findings = tester->interp->findings;
    enum severity severity = (enum severity)expect->severity;
    bool is_able = expect->which && can_speak(expect->which, severity);
    outcome->is_met = is_able && at && fits(expect->mode, truth);
    if (outcome->is_met)
        return;
    outcome->found = is_able ? spoken_text(truth)
                             : diag_format(tester->session, "the check has no message at the level `%s`",
                                           severity_word(severity));
    for (uint32_t i = 0; i < findings->count; i++) {
        if (findings->items[i].check == expect->which || findings->items[i].at == at)
            add_near(tester, outcome, finding_text(tester, &findings->items[i]));
    }
}

/* Conclusions */

static struct text concluded_text(enum truth truth)
{
    return truth == TRUTH_TRUE      ? TEXT("the rules conclude this")
           : truth == TRUTH_UNKNOWN ? TEXT("whether the rules conclude this cannot be determined")
                                    : TEXT("the rules do not conclude this");
}

/* "`busy of w`, its `by` is 14": with the values that were asked for. */
static struct text conclusion_text(struct tester *tester, const struct instance *instance,
                                   const struct value *wanted)
{
    struct session *session = tester->session;
    struct text text = diag_format(session, "%s`%t`", instance->is_doubtful ? "unknown " : "",
                                   instance_phrase(session, instance));
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        bool is_hidden = !session->options.show_values && (secrecy_conceals(field) || instance->of->secret);
        struct buf out;
        if (field_is_identity(field) || wanted[field->slot].tag == VALUE_NONE)
            continue;
        buf_init(&out, session->arena);
        show_value(&out, tester->interp->words, instance->slots[field->slot], field->type);
        text = diag_format(session, "%t, its `%n` is %t", text, field->name,
                           is_hidden ? TEXT("\xE2\x80\xA6") : buf_get(&out));
    }
    return text;
}

static void try_conclusion(struct tester *tester, const struct ast_expect_conclusion *expect,
                           struct outcome *outcome)
{
    const struct conclusions *conclusions = tester->interp->conclusions;
    enum truth truth = TRUTH_FALSE;
    if (!expect->of)
        return;
    const struct value *wanted = derive_slots(tester->interp, expect->of, &expect->clauses);
    for (uint32_t i = 0; i < conclusions->all.count; i++) {
        const struct conclusion *conclusion = conclusions->all.items[i];
        if (conclusion->instance.of == expect->of)
            truth = truth_or(truth, conclusion_agrees(conclusion, wanted));
    }
    outcome->is_met = fits(expect->mode, truth);
    if (outcome->is_met)
        return;
    outcome->found = concluded_text(truth);
    for (uint32_t i = 0; i < conclusions->all.count; i++) {
        const struct instance *instance = &conclusions->all.items[i]->instance;
        if (instance->of == expect->of)
            add_near(tester, outcome, conclusion_text(tester, instance, wanted));
    }
}

/* Conditions */

static struct text value_text(struct tester *tester, const struct ast_node *node)
{
    struct buf out;
    if (!tester->session->options.show_values && secrecy_find(node))
        return TEXT("\xE2\x80\xA6");
    buf_init(&out, tester->session->arena);
    show_value(&out, tester->interp->words, interp_value(tester->interp, node),
               ((const struct ast_expr *)node)->result);
    return buf_get(&out);
}

static bool is_constant(const struct ast_node *node)
{
    return node->kind == AST_NUMBER || node->kind == AST_BOOLEAN || node->kind == AST_STRING ||
           node->kind == AST_DATE || node->kind == AST_DURATION;
}

static void try_condition(struct tester *tester, const struct ast_node *condition,
                          struct outcome *outcome)
{
    tester->interp->is_closed = true;
    enum truth truth = interp_truth(tester->interp, condition);
    outcome->is_met = truth == TRUTH_TRUE;
    if (outcome->is_met)
        return;
    outcome->found = diag_format(tester->session, "this %s", truth_word(truth));
    if (condition->kind != AST_BINARY || AST_AS(binary, condition)->op < OP_EQUAL)
        return;
    const struct ast_node *sides[] = { AST_AS(binary, condition)->left, AST_AS(binary, condition)->right };
    for (int i = 0; i < 2; i++) {
        struct text source =
            source_text(session_source(tester->session, sides[i]->span), sides[i]->span);
        if (!is_constant(sides[i]))
            add_near(tester, outcome, diag_format(tester->session, "`%t` is %t", source,
                                                  value_text(tester, sides[i])));
    }
}

/* The test */

static void try_item(struct tester *tester, const struct ast_node *item)
{
    struct outcome outcome = { .expectation = item, .found = TEXT("this could not be read") };
    switch ((enum ast_kind)item->kind) {
    case AST_EXPECT_CHECK:
        try_check(tester, AST_AS(expect_check, item), &outcome);
        break;
    case AST_EXPECT_CONCLUSION:
        try_conclusion(tester, AST_AS(expect_conclusion, item), &outcome);
        break;
    case AST_EXPECT:
        try_condition(tester, AST_AS(expect, item)->condition, &outcome);
        tester->interp->is_closed = false;
        break;
    default:
        return;
    }
    if (tester->interp->failed)
        return; /* which has been reported */
    VEC_PUSH(tester->session->arena, &tester->trial->outcomes, outcome);
    tester->trial->is_passed = tester->trial->is_passed && outcome.is_met;
}

struct trial trial_run(struct model *model, const struct test_scope *test, struct coverage *coverage)
{
    struct trial trial = { .test = test, .is_passed = true };
    struct interp *interp = interp_new(model, test);
    struct tester tester = { interp, model->session, &trial };
    interp->findings = ARENA_NEW(model->session->arena, struct findings);
    interp->coverage = coverage;
    derive_run(interp);
    if (!interp->failed)
        checks_ask(interp);
    interp->current = interp->cases.count == 1 ? interp->cases.items[0] : NULL;
    interp_make_room(interp, test->variable_count);
    AST_EACH (item, test->ast->items) {
        if (!interp->failed)
            try_item(&tester, item);
    }
    trial.broken_by = interp->failed ? model->session->diags.items[model->session->diags.count - 1] : NULL;
    trial.is_passed = trial.is_passed && !interp->failed;
    return trial;
}
