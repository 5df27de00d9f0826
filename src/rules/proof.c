/* Builds proofs: a question is looked up among the conclusions, or put to a check or the facts again, and
 * what it came from is told step by step. A conclusion's proof sees only conclusions of lower rank, so
 * it ends; one that was told already is pointed at. */
#include "rules/proof.h"

#include "rules/derive.h"
#include "rules/proof_parts.h"
#include "rules/show.h"

#include <stdarg.h>

enum { WORDS_LONGEST = 200, DEEPEST_CONCLUSION = 20 };

const char *proof_kind_word(enum proof_kind kind)
{
    static const char *const words[] = {
        [PROOF_CONCLUSION] = "conclusion", [PROOF_RULE] = "rule",     [PROOF_REASON] = "reason",
        [PROOF_CITATION] = "citation",     [PROOF_THING] = "thing",   [PROOF_CONDITION] = "condition",
        [PROOF_FACT] = "fact",             [PROOF_SOURCE] = "source", [PROOF_CLAIM] = "claim",
        [PROOF_MISSING] = "missing",       [PROOF_REPEATED] = "repeated",
    };
    return words[kind];
}

struct proof *proof_add(struct prover *prover, struct proof *above, enum proof_kind kind, enum truth truth,
                        const char *format, ...)
{
    va_list arguments;
    struct proof *proof = ARENA_NEW(prover->session->arena, struct proof);
    va_start(arguments, format);
    proof->text = diag_format_list(prover->session, format, arguments);
    va_end(arguments);
    proof->kind = kind;
    proof->truth = truth;
    if (!above)
        return proof;
    for (uint32_t i = 0; i < above->grounds.count; i++) {
        struct proof *other = above->grounds.items[i];
        if (other->kind == kind && text_equal(other->text, proof->text))
            return proof; /* said already */
    }
    VEC_PUSH(prover->session->arena, &above->grounds, proof);
    return proof;
}

void proof_place(struct proof *proof, struct span span)
{
    proof->span = span;
    proof->has_place = true;
}

struct text proof_words(struct prover *prover, const struct ast_node *node)
{
    return show_words(prover->session, node, WORDS_LONGEST);
}

struct text proof_title(struct prover *prover, const struct rule *rule)
{
    if (!rule->ast->title)
        return TEXT("");
    return diag_format(prover->session, ", \"%t\"", AST_AS(string, rule->ast->title)->text);
}

void proof_needs(struct prover *prover, struct proof *above, const struct instance *instance)
{
    struct needs needs = { .count = 0 };
    if (instance->is_doubtful)
        needs_add_doubtful(prover->interp, instance, &needs);
    for (uint32_t i = 0; i < needs.count; i++)
        proof_add(prover, above, PROOF_MISSING, TRUTH_UNKNOWN, "%t", needs.texts[i]);
}

/* Conclusions */

/* What a conclusion says besides what it is about. */
static void add_values(struct prover *prover, struct proof *above, const struct conclusion *conclusion)
{
    const struct kind *kind = conclusion->instance.of;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        struct value value = conclusion->instance.slots[field->slot];
        struct buf out;
        if (value.tag == VALUE_NONE || value.tag == VALUE_INSTANCE || value.tag == VALUE_CATEGORY ||
            value.tag == VALUE_BOOLEAN)
            continue;
        buf_init(&out, prover->session->arena);
        show_value(&out, prover->interp->words, value, field->type);
        bool is_hidden = !prover->session->options.show_values && (field->is_confidential || kind->secret);
        proof_add(prover, above, PROOF_FACT, TRUTH_TRUE, "its %n is %t", field->name,
                  is_hidden ? TEXT("\xE2\x80\xA6") : buf_get(&out));
    }
}

/* Everything below is asked as it was when the rule concluded. */
static void prove_derivation(struct prover *prover, struct proof *above, const struct derivation *by)
{
    struct interp *interp = prover->interp;
    struct interp outer = *interp;
    struct proof *rule =
        proof_add(prover, above, PROOF_RULE, TRUTH_TRUE, "by the rule %n%t", by->rule->declaration.name,
                  proof_title(prover, by->rule));
    proof_place(rule, by->rule->declaration.span);
    interp_make_room(interp, by->rule->variable_count);
    memcpy(interp->variables, by->variables, by->rule->variable_count * sizeof *by->variables);
    interp->current = by->current;
    interp->horizon = by->rank + 1;
    proof_steps(prover, rule, &by->rule->ast->steps);
    interp->variables = outer.variables;
    interp->current = outer.current;
    interp->horizon = outer.horizon;
}

/* A long chain is told in pieces, one below the other. */
static struct proof *tell_later(struct prover *prover, struct proof *above,
                                const struct conclusion *conclusion, enum truth truth)
{
    struct later later = { conclusion, prover->interp->horizon };
    prover->told[conclusion->instance.ordinal] = TOLD_BELOW;
    VEC_PUSH(prover->session->arena, &prover->later, later);
    return proof_add(prover, above, PROOF_REPEATED, truth, "%t, proved below",
                     instance_phrase(prover->session, &conclusion->instance));
}

struct proof *proof_conclusion(struct prover *prover, struct proof *above,
                               const struct conclusion *conclusion)
{
    bool is_certain = conclusion->certain.rule != NULL;
    if (is_certain && prover->interp->horizon && conclusion->certain.rank >= prover->interp->horizon)
        is_certain = false; /* it was only possible when it was used */
    enum truth truth = is_certain ? TRUTH_TRUE : TRUTH_UNKNOWN;
    struct text phrase = instance_phrase(prover->session, &conclusion->instance);
    unsigned char *told = &prover->told[conclusion->instance.ordinal];
    if (*told != TOLD_NOWHERE)
        return proof_add(prover, above, PROOF_REPEATED, truth, "%t, proved %s", phrase,
                         *told == TOLD_ABOVE ? "above" : "below");
    if (prover->depth >= DEEPEST_CONCLUSION)
        return tell_later(prover, above, conclusion, truth);
    *told = TOLD_ABOVE;
    struct proof *proof = proof_add(prover, above, PROOF_CONCLUSION, truth, "%t", phrase);
    add_values(prover, proof, conclusion);
    prover->depth++;
    prove_derivation(prover, proof, is_certain ? &conclusion->certain : &conclusion->possible);
    prover->depth--;
    return proof;
}

/* What was put off, in the order it was met; it may put off more. */
static void prove_later(struct prover *prover, struct proof *root)
{
    for (uint32_t i = 0; i < prover->later.count; i++) {
        struct later later = prover->later.items[i];
        prover->told[later.conclusion->instance.ordinal] = TOLD_NOWHERE;
        prover->interp->horizon = later.horizon;
        proof_conclusion(prover, root, later.conclusion);
    }
    prover->interp->horizon = 0;
}

/* Questions */

static void prove_conclusions(struct prover *prover, struct proof *root,
                              const struct ast_expect_conclusion *question)
{
    const struct conclusions *conclusions = prover->interp->conclusions;
    const struct value *wanted = derive_slots(prover->interp, question->of, &question->clauses);
    for (uint32_t i = 0; i < conclusions->all.count; i++) {
        const struct conclusion *conclusion = conclusions->all.items[i];
        enum truth truth = conclusion->instance.of == question->of
                               ? conclusion_agrees(conclusion, wanted) : TRUTH_FALSE;
        root->truth = truth_or(root->truth, truth);
        if (truth == TRUTH_FALSE)
            continue;
        struct proof *proof = proof_conclusion(prover, root, conclusion);
        if (truth == TRUTH_UNKNOWN)
            proof_needs(prover, proof, &conclusion->instance);
    }
    if (root->truth == TRUTH_FALSE)
        proof_missing_conclusion(prover, root, question->of, wanted);
}

/* `no X` and `unknown X` are the question X. */
static struct text question_words(struct prover *prover, const struct ast_node *question)
{
    static const struct text modes[] = { [EXPECT_YES] = { "", 0 }, [EXPECT_NO] = { "no ", 3 },
                                         [EXPECT_UNKNOWN] = { "unknown ", 8 } };
    struct text words = proof_words(prover, question);
    unsigned mode = question->kind == AST_EXPECT_CHECK ? AST_AS(expect_check, question)->mode
                    : question->kind == AST_EXPECT_CONCLUSION ? AST_AS(expect_conclusion, question)->mode
                                                              : EXPECT_YES;
    if (!text_starts(words, modes[mode]))
        return words;
    return (struct text){ words.bytes + modes[mode].length, words.length - modes[mode].length };
}

/* A check, asked again. */
struct asking {
    struct prover *prover;
    struct proof *root;
    const struct check *check;
    const struct instance *at;
};

static void arrive(const struct steps *steps, const struct ast_node *step)
{
    const struct asking *asking = steps->context;
    struct prover *prover = asking->prover;
    const struct ast_message *message = AST_AS(message, step);
    struct value value = interp_value(steps->interp, message->at);
    if (value.tag != VALUE_INSTANCE && message->at->kind == AST_MEMBER)
        value = interp_value(steps->interp, AST_AS(member, message->at)->base_node);
    if (value.tag != VALUE_INSTANCE || value.as.instance != asking->at)
        return;
    asking->root->truth = truth_or(asking->root->truth, steps->truth);
    struct proof *check = proof_add(prover, asking->root, PROOF_RULE, steps->truth, "by the check %t: %t",
                                    asking->check->code,
                                    show_template(steps->interp, message->text,
                                                  prover->session->options.show_values));
    proof_place(check, asking->check->declaration.span);
    proof_steps(prover, check, &asking->check->ast->steps);
}

static void prove_check(struct prover *prover, struct proof *root, const struct ast_expect_check *question)
{
    struct value at = interp_value(prover->interp, question->at);
    if (at.tag != VALUE_INSTANCE && question->at->kind == AST_MEMBER)
        at = interp_value(prover->interp, AST_AS(member, question->at)->base_node);
    if (at.tag != VALUE_INSTANCE)
        return;
    struct asking asking = { prover, root, question->which, at.as.instance };
    struct steps steps = { .interp = prover->interp, .truth = TRUTH_TRUE, .arrive = arrive,
                           .context = &asking };
    interp_make_room(prover->interp, question->which->variable_count);
    steps_run(&steps, question->which->ast->steps.first);
    if (root->truth == TRUTH_FALSE)
        proof_missing_check(prover, root, question->which, at.as.instance);
}

struct proof *proof_find(struct interp *interp, const struct ast_node *question, uint32_t variables)
{
    struct prover prover = { .interp = interp, .session = interp->session };
    prover.told = ARENA_ARRAY(interp->session->arena, unsigned char, interp->ordinals + 1);
    struct proof *root = proof_add(&prover, NULL, PROOF_CONCLUSION, TRUTH_FALSE, "%t",
                                   question_words(&prover, question));
    interp_make_room(interp, variables);
    switch ((enum ast_kind)question->kind) {
    case AST_EXPECT_CONCLUSION:
        prove_conclusions(&prover, root, AST_AS(expect_conclusion, question));
        break;
    case AST_EXPECT_CHECK:
        prove_check(&prover, root, AST_AS(expect_check, question));
        break;
    case AST_EXPECT:
        root->truth = interp_truth(interp, AST_AS(expect, question)->condition);
        proof_condition(&prover, root, AST_AS(expect, question)->condition);
        break;
    default:
        break;
    }
    bool is_same = root->grounds.count == 1 && root->grounds.items[0]->kind == PROOF_CONCLUSION;
    root = is_same ? root->grounds.items[0] : root;
    prove_later(&prover, root);
    return root;
}
