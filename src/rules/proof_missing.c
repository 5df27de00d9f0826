/* Why something does not follow: each rule for it is tried once more with what is asked for put in, and
 * the way that comes furthest is told with the conditions that stop it. */
#include "rules/derive.h"
#include "rules/proof_parts.h"
#include "types/strata.h"

/* The way through a rule or check that came furthest. */
struct attempt {
    struct prover *prover;
    const struct ast_list *steps;
    uint32_t variable_count;
    const struct kind *kind;        /* of a rule */
    const struct ast_list *clauses;
    const struct value *wanted;
    const struct instance *at;      /* of a check */
    struct value *fixed;            /* by slot: what a variable must be; VALUE_NONE: anything */
    struct value *best;             /* the variables of the furthest way; NULL: none yet */
    uint32_t best_met;              /* conditions met there */
    const struct ast_node *refused; /* the one that was not */
};

static bool is_binder(const struct ast_node *node)
{
    return node->kind == AST_IDENT && node->reference == REFER_VARIABLE &&
           !((const struct variable *)AST_AS(ident, node)->target)->value;
}

static bool is_category(const struct ast_node *node)
{
    return (node->kind == AST_IDENT && node->reference == REFER_CATEGORY) ||
           (node->kind == AST_MEMBER && node->reference == REFER_CATEGORY);
}

/* `conclude indication of X on k`: asked about k1, only k = k1 is of interest. False where the rule
 * concludes something else whatever its variables are. */
static bool fix_variables(struct attempt *attempt)
{
    AST_EACH (node, *attempt->clauses) {
        const struct ast_assign *assign = AST_AS(assign, node);
        const struct field *field = kind_find_field(attempt->kind, assign->field);
        const struct ast_node *given = assign->values.first;
        if (!field || !given || attempt->wanted[field->slot].tag == VALUE_NONE)
            continue;
        struct value wanted = attempt->wanted[field->slot];
        if (is_binder(given))
            attempt->fixed[((const struct variable *)AST_AS(ident, given)->target)->slot] = wanted;
        else if (is_category(given) &&
                 interp_equal(interp_value(attempt->prover->interp, given), wanted) == TRUTH_FALSE)
            return false;
    }
    return true;
}

static bool admit(const struct steps *steps, const struct variable *variable, struct value member)
{
    const struct attempt *attempt = steps->context;
    struct value fixed = attempt->fixed[variable->slot];
    return fixed.tag == VALUE_NONE || interp_equal(fixed, member) != TRUTH_FALSE;
}

static void remember(struct attempt *attempt, uint32_t met, const struct ast_node *refused)
{
    struct interp *interp = attempt->prover->interp;
    if (attempt->best && met <= attempt->best_met)
        return;
    if (!attempt->best)
        attempt->best = ARENA_ARRAY(interp->session->arena, struct value, attempt->variable_count + 1);
    memcpy(attempt->best, interp->variables, attempt->variable_count * sizeof *attempt->best);
    attempt->best_met = met;
    attempt->refused = refused;
}

/* How many conditions stand before a step. */
static uint32_t conditions_before(const struct attempt *attempt, const struct ast_node *end)
{
    uint32_t count = 0;
    for (const struct ast_node *step = attempt->steps->first; step && step != end; step = step->next)
        count += step->kind == AST_WHERE;
    return count;
}

static void refuse(const struct steps *steps, const struct ast_node *where)
{
    struct attempt *attempt = steps->context;
    remember(attempt, conditions_before(attempt, where), where);
}

/* A way to the end leads to something else, or is only possible. */
static void arrive(const struct steps *steps, const struct ast_node *step)
{
    struct attempt *attempt = steps->context;
    if (steps->truth != TRUTH_TRUE)
        remember(attempt, conditions_before(attempt, step), NULL);
}

/* What is missing */

static void add_facts(struct prover *prover, struct proof *above, const struct needs *needs)
{
    for (uint32_t i = 0; i < needs->count; i++)
        proof_add(prover, above, PROOF_MISSING, TRUTH_UNKNOWN, "%t", needs->texts[i]);
}

static void add_unmet(struct prover *prover, struct proof *above, const struct ast_node *condition)
{
    const struct ast_binary *binary = AST_AS(binary, condition);
    if (condition->kind == AST_BINARY && binary->op == OP_AND) {
        add_unmet(prover, above, binary->left);
        add_unmet(prover, above, binary->right);
        return;
    }
    enum truth truth = interp_truth(prover->interp, condition);
    if (truth == TRUTH_TRUE)
        return;
    proof_condition(prover, above, condition);
    if (truth == TRUTH_FALSE)
        return;
    struct needs needs = { .count = 0 };
    needs_find(prover->interp, condition, &needs);
    add_facts(prover, above, &needs);
}

static void tell_way(struct attempt *attempt, struct proof *above)
{
    struct prover *prover = attempt->prover;
    struct value *outer = prover->interp->variables;
    prover->interp->variables = attempt->best;
    for (const struct ast_node *step = attempt->steps->first; step; step = step->next) {
        if (step->kind == AST_FOR_EACH) {
            AST_EACH (node, AST_AS(for_each, step)->binders) {
                const struct variable *variable = AST_AS(binder, node)->variable;
                struct value value = attempt->best[variable->slot];
                if (value.tag != VALUE_NONE)
                    proof_bound(prover, above, variable, value);
                if (value.tag == VALUE_INSTANCE)
                    proof_needs(prover, above, value.as.instance);
            }
        }
        if (step->kind == AST_WHERE)
            add_unmet(prover, above, AST_AS(where, step)->condition);
        if (step == attempt->refused)
            break; /* what comes after was not asked */
    }
    prover->interp->variables = outer;
}

static void run_attempt(struct attempt *attempt, struct proof *above)
{
    struct interp *interp = attempt->prover->interp;
    struct steps steps = { .interp = interp, .truth = TRUTH_TRUE, .arrive = arrive, .refuse = refuse,
                           .admit = admit, .context = attempt };
    struct value *outer = interp->variables;
    interp_make_room(interp, attempt->variable_count);
    steps_run(&steps, attempt->steps->first);
    interp->variables = outer;
    if (attempt->best)
        tell_way(attempt, above);
    else
        proof_add(attempt->prover, above, PROOF_MISSING, TRUTH_FALSE,
                  "there is nothing recorded that it could apply to");
}

static void try_rule(struct prover *prover, struct proof *above, const struct rule *rule,
                     const struct value *wanted)
{
    struct attempt attempt = { .prover = prover, .steps = &rule->ast->steps, .kind = rule->concludes,
                               .variable_count = rule->variable_count, .wanted = wanted,
                               .clauses = &rule->conclude->clauses };
    attempt.fixed = ARENA_ARRAY(prover->session->arena, struct value, rule->variable_count + 1);
    struct proof *proof =
        proof_add(prover, above, PROOF_RULE, TRUTH_FALSE, "the rule %n%t, does not conclude it",
                  rule->declaration.name, proof_title(prover, rule));
    proof_place(proof, rule->declaration.span);
    if (fix_variables(&attempt))
        run_attempt(&attempt, proof);
    else
        proof_add(prover, proof, PROOF_MISSING, TRUTH_FALSE, "it concludes something else");
}

void proof_missing_conclusion(struct prover *prover, struct proof *above, const struct kind *kind,
                              const struct value *wanted)
{
    const struct model *model = prover->interp->model;
    bool found = false;
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (model->rules.items[i]->concludes != kind)
            continue;
        found = true;
        try_rule(prover, above, model->rules.items[i], wanted);
    }
    if (!found)
        proof_add(prover, above, PROOF_MISSING, TRUTH_FALSE, "no rule concludes any %n",
                  kind->declaration.name);
}

/* The variable that the message points at is the instance that is asked about. */
static void fix_place(struct attempt *attempt, const struct check *check)
{
    AST_EACH (step, check->ast->steps) {
        if (step->kind != AST_MESSAGE)
            continue;
        const struct ast_node *at = AST_AS(message, step)->at;
        at = at->kind == AST_MEMBER ? AST_AS(member, at)->base_node : at;
        if (is_binder(at))
            attempt->fixed[((const struct variable *)AST_AS(ident, at)->target)->slot] = (struct value){
                .tag = VALUE_INSTANCE, .as.instance = (struct instance *)(uintptr_t)attempt->at };
        return;
    }
}

void proof_missing_check(struct prover *prover, struct proof *above, const struct check *check,
                         const struct instance *at)
{
    struct attempt attempt = { .prover = prover, .steps = &check->ast->steps, .at = at,
                               .variable_count = check->variable_count };
    attempt.fixed = ARENA_ARRAY(prover->session->arena, struct value, check->variable_count + 1);
    struct proof *proof = proof_add(prover, above, PROOF_RULE, TRUTH_FALSE,
                                    "the check %t does not speak there", check->code);
    proof_place(proof, check->declaration.span);
    fix_place(&attempt, check);
    run_attempt(&attempt, proof);
}
