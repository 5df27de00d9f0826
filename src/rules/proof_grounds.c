/* What conditions rest on: the recorded values they read, the witnesses of `some`, the claims behind
 * `no`, and the proofs of conclusions among them. */
#include "rules/proof_parts.h"

#include "facts/import.h"
#include "rules/show.h"
#include "types/secrecy.h"
#include "types/strata.h"

enum { DEEPEST_PROOF = 60, MEMBERS_SHOWN = 5 };

/* Values */

static struct text shown_value(struct prover *prover, const struct ast_node *node, struct value value)
{
    struct buf out;
    if (!prover->session->options.show_values && secrecy_find(node))
        return TEXT("\xE2\x80\xA6");
    buf_init(&out, prover->session->arena);
    show_value(&out, prover->interp->words, value, ((const struct ast_expr *)node)->result);
    return buf_get(&out);
}

/* The words of a member as of the thing at hand: `w.caseload` is `sw1.caseload`. */
static struct text member_words(struct prover *prover, const struct ast_member *member, struct value base)
{
    if (base.tag != VALUE_INSTANCE)
        return proof_words(prover, &member->base);
    return diag_format(prover->session, "%t.%n", instance_phrase(prover->session, base.as.instance),
                       member->name);
}

static void place_value(struct prover *prover, struct proof *proof, const struct instance *instance,
                        const struct name *field)
{
    const struct ast_list *lists[2];
    struct span cell;
    if (!instance->ast)
        return;
    lists[0] = &instance->ast->clauses;
    lists[1] = &instance->ast->members;
    proof_place(proof, instance->declaration.span);
    if (import_find_cell(prover->session, instance, kind_find_field(instance->of, field), &cell))
        proof_place(proof, cell);
    for (int i = 0; i < 2; i++) {
        AST_EACH (node, *lists[i]) {
            if (node->kind == AST_ASSIGN && AST_AS(assign, node)->field == field)
                proof_place(proof, node->span);
        }
    }
}

static void prove_member(struct prover *prover, struct proof *above, const struct ast_member *member)
{
    if (member->base.reference == REFER_CATEGORY)
        return;
    struct value base = interp_value(prover->interp, member->base_node);
    struct value value = interp_value(prover->interp, &member->base);
    bool is_concluded = base.tag == VALUE_INSTANCE && conclusion_of(base.as.instance);
    if (is_concluded && member->base.reference == REFER_FIELD && field_is_identity(member->target))
        return; /* its own words say it */
    enum truth truth = value.tag == VALUE_NONE ? TRUTH_UNKNOWN : TRUTH_TRUE;
    struct proof *fact =
        proof_add(prover, above, PROOF_FACT, truth, "%t is %t", member_words(prover, member, base),
                  shown_value(prover, &member->base, value));
    if (base.tag == VALUE_INSTANCE)
        place_value(prover, fact, base.as.instance, member->name);
}

static void prove_parameter(struct prover *prover, struct proof *above, const struct ast_ident *ident)
{
    const struct parameter *parameter = ident->target;
    struct value value = interp_value(prover->interp, &ident->base);
    struct proof *fact = proof_add(prover, above, PROOF_FACT, TRUTH_TRUE, "the parameter %n is %t",
                                   ident->name, shown_value(prover, &ident->base, value));
    proof_place(fact, parameter->set ? parameter->set->base.span : parameter->declaration.span);
}

/* Who was counted or summed up, as far as there is room. */
struct roll {
    struct prover *prover;
    const struct ast_aggregate *aggregate;
    struct proof *above;
    uint32_t shown;
};

static bool call_roll(struct interp *interp, struct value member, bool certain, void *context)
{
    struct roll *roll = context;
    const struct ast_aggregate *aggregate = roll->aggregate;
    (void)certain;
    if (aggregate->where && interp_truth(interp, aggregate->where) == TRUTH_FALSE)
        return true;
    if (roll->shown++ == MEMBERS_SHOWN) {
        proof_add(roll->prover, roll->above, PROOF_FACT, TRUTH_TRUE, "and more");
        return false;
    }
    proof_bound(roll->prover, roll->above, AST_AS(binder, aggregate->binders.first)->variable, member);
    return true;
}

static void prove_aggregate(struct prover *prover, struct proof *above, const struct ast_aggregate *aggregate)
{
    struct roll roll = { prover, aggregate, above, 0 };
    if (!ast_has_several(aggregate->binders))
        interp_range(prover->interp, AST_AS(binder, aggregate->binders.first), aggregate->where, call_roll,
                     &roll);
}

static void prove_set(struct prover *prover, struct proof *above, const struct ast_call *call)
{
    const struct ast_node *set = call->arguments.first;
    bool is_member = set && set->kind == AST_MEMBER;
    struct value value = set ? interp_value(prover->interp, set) : (struct value){ .tag = VALUE_NONE };
    const struct name *name = is_member ? AST_AS(member, set)->name : call->callee.name;
    if (!prover->session->options.show_values && secrecy_find(set))
        return;
    for (uint32_t i = 0; value.tag == VALUE_LIST && i < value.count && i < MEMBERS_SHOWN; i++)
        proof_thing(prover, above, name, value.as.items[i]);
}

/* The values that an expression reads, each once; what stands in a quantifier is its own affair. */
static void prove_values(struct prover *prover, struct proof *above, const struct ast_node *node)
{
    struct value value;
    struct proof *fact;
    switch ((enum ast_kind)node->kind) {
    case AST_MEMBER:
        prove_member(prover, above, AST_AS(member, node));
        break;
    case AST_IDENT:
        if (node->reference == REFER_PARAMETER)
            prove_parameter(prover, above, AST_AS(ident, node));
        break;
    case AST_AGGREGATE:
    case AST_CALL:
        value = interp_value(prover->interp, node);
        fact = proof_add(prover, above, PROOF_FACT, value.tag == VALUE_NONE ? TRUTH_UNKNOWN : TRUTH_TRUE,
                         "%t is %t", proof_words(prover, node), shown_value(prover, node, value));
        if (node->kind == AST_AGGREGATE)
            prove_aggregate(prover, fact, AST_AS(aggregate, node));
        else
            prove_set(prover, fact, AST_AS(call, node));
        break;
    case AST_QUANTIFIER:
        proof_condition(prover, above, node);
        break;
    default:
        for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
            const void *at = (const char *)node + child->offset;
            const struct ast_node *kid = child->type == CHILD_KID ? *(struct ast_node *const *)at : NULL;
            if (kid && ast_shape(kid->kind)->is_expression)
                prove_values(prover, above, kid);
        }
        break;
    }
}

/* Quantifiers */

/* The first member that makes the question true, or possible where none does. */
struct witness {
    const struct ast_quantifier *quantifier;
    struct value member;
    enum truth truth;
    uint32_t asked;
};

static bool seek_witness(struct interp *interp, struct value member, bool certain, void *context)
{
    struct witness *witness = context;
    const struct ast_quantifier *quantifier = witness->quantifier;
    enum truth truth = quantifier->where ? interp_truth(interp, quantifier->where) : TRUTH_TRUE;
    if (truth != TRUTH_FALSE && quantifier->satisfies)
        truth = truth_and(truth, truth_not(interp_truth(interp, quantifier->satisfies)));
    if (!certain)
        truth = truth_and(truth, TRUTH_UNKNOWN);
    witness->asked++;
    if (truth > witness->truth) {
        witness->truth = truth;
        witness->member = member;
    }
    return witness->truth != TRUTH_TRUE && !interp->failed;
}

static void prove_witness(struct prover *prover, struct proof *above, const struct witness *witness)
{
    const struct ast_binder *binder = AST_AS(binder, witness->quantifier->binder);
    prover->interp->variables[binder->variable->slot] = witness->member;
    proof_bound(prover, above, binder->variable, witness->member);
    if (witness->quantifier->where)
        proof_condition(prover, above, witness->quantifier->where);
    if (witness->quantifier->satisfies)
        proof_condition(prover, above, witness->quantifier->satisfies);
}

/* Nothing was found: because the record is complete there, or is taken to be. */
static void prove_absence(struct prover *prover, struct proof *above, const struct witness *witness,
                          bool more)
{
    const struct ast_binder *binder = AST_AS(binder, witness->quantifier->binder);
    const struct kind *kind = binder->variable->kind;
    if (!kind)
        return;
    const struct claim *claim = claims_find(prover->interp, binder, witness->quantifier->where);
    bool is_every = witness->quantifier->quantity == QUANTITY_EVERY;
    if (witness->truth == TRUTH_FALSE)
        proof_add(prover, above, PROOF_FACT, more ? TRUTH_UNKNOWN : TRUTH_TRUE,
              witness->asked && is_every ? "none of the %z asked is otherwise"
              : witness->asked ? "none of the %z asked is one"
              : kind->flags & KIND_DERIVED ? "the rules conclude nothing of the kind there"
                                           : "nothing of the kind is recorded there",
              (size_t)witness->asked);
    if (more) {
        proof_add(prover, above, PROOF_MISSING, TRUTH_UNKNOWN,
                  "a `complete %n` claim that covers this: more may have happened than is recorded",
                  kind->declaration.name);
    } else if (claim && kind->flags & KIND_OPEN && !binder->recorded) {
        struct proof *relied = proof_add(prover, above, PROOF_CLAIM, TRUTH_TRUE, "the record is claimed "
                                         "to be complete, because %t",
                                         show_template(prover->interp, claim->ast->because, false));
        proof_place(relied, claim->ast->base.span);
    }
}

static void prove_quantifier(struct prover *prover, struct proof *above,
                             const struct ast_quantifier *quantifier)
{
    struct witness witness = { .quantifier = quantifier, .truth = TRUTH_FALSE };
    bool more = interp_range(prover->interp, AST_AS(binder, quantifier->binder), quantifier->where,
                             seek_witness, &witness);
    if (witness.truth != TRUTH_FALSE)
        prove_witness(prover, above, &witness);
    if (witness.truth != TRUTH_TRUE)
        prove_absence(prover, above, &witness, more);
}

/* Conditions */

static void prove_parts(struct prover *prover, struct proof *above, const struct ast_node *node)
{
    const struct ast_binary *binary = AST_AS(binary, node);
    if (node->kind == AST_QUANTIFIER) {
        prove_quantifier(prover, above, AST_AS(quantifier, node));
    } else if (node->kind == AST_NOT) {
        proof_condition(prover, above, AST_AS(not, node)->operand);
    } else if (node->kind == AST_BINARY && binary->op == OP_OR) {
        enum truth whole = interp_truth(prover->interp, node);
        const struct ast_node *sides[] = { binary->left, binary->right };
        for (int i = 0; i < 2; i++) {
            if (whole == TRUTH_FALSE || interp_truth(prover->interp, sides[i]) == whole)
                proof_condition(prover, above, sides[i]);
        }
    } else {
        prove_values(prover, above, node);
    }
}

void proof_condition(struct prover *prover, struct proof *above, const struct ast_node *node)
{
    const struct ast_binary *binary = AST_AS(binary, node);
    if (node->kind == AST_BINARY && binary->op == OP_AND) {
        proof_condition(prover, above, binary->left);
        proof_condition(prover, above, binary->right);
        return;
    }
    enum truth truth = interp_truth(prover->interp, node);
    struct proof *proof =
        proof_add(prover, above, PROOF_CONDITION, truth, "%t", proof_words(prover, node));
    proof_place(proof, node->span);
    if (prover->depth >= DEEPEST_PROOF)
        return;
    prover->depth++;
    prove_parts(prover, proof, node);
    prover->depth--;
}

/* Things */

static void prove_sources(struct prover *prover, struct proof *above, struct instance *instance)
{
    const struct field *field = NULL;
    for (uint32_t i = 0; !field && i < instance->of->fields.count; i++) {
        if (text_equal(name_text(instance->of->fields.items[i]->name), TEXT("source")))
            field = instance->of->fields.items[i];
    }
    if (!field || !instance->slots)
        return;
    struct value value = interp_field(prover->interp, instance, field);
    uint32_t count = value.tag == VALUE_LIST ? value.count : value.tag == VALUE_INSTANCE;
    for (uint32_t i = 0; i < count && i < MEMBERS_SHOWN; i++) {
        struct value source = value.tag == VALUE_LIST ? value.as.items[i] : value;
        if (source.tag != VALUE_INSTANCE)
            continue;
        struct proof *proof = proof_add(prover, above, PROOF_SOURCE, TRUTH_TRUE, "source: %t",
                                        source.as.instance->title);
        proof_place(proof, source.as.instance->declaration.span);
    }
}

void proof_thing(struct prover *prover, struct proof *above, const struct name *name, struct value value)
{
    struct buf out;
    if (value.tag != VALUE_INSTANCE) {
        buf_init(&out, prover->session->arena);
        show_value(&out, prover->interp->words, value, NULL);
        proof_add(prover, above, PROOF_THING, TRUTH_TRUE, "%n is %t", name, buf_get(&out));
        return;
    }
    struct instance *instance = value.as.instance;
    if (conclusion_of(instance)) {
        proof_conclusion(prover, above, conclusion_of(instance));
        return;
    }
    if (instance->is_unrecorded) {
        proof_add(prover, above, PROOF_THING, TRUTH_TRUE, "%n may be any %n that is not recorded", name,
                  instance->declaration.name);
        return;
    }
    struct proof *proof = proof_add(prover, above, PROOF_THING,
                                    instance->is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE, "%n is %n, %t", name,
                                    instance->declaration.name, instance->title);
    proof_place(proof, instance->declaration.span);
    prove_sources(prover, proof, instance);
}

void proof_bound(struct prover *prover, struct proof *above, const struct variable *variable,
                 struct value value)
{
    if (variable->set && !prover->session->options.show_values && secrecy_find(variable->set))
        proof_add(prover, above, PROOF_THING, TRUTH_TRUE, "%n is \xE2\x80\xA6", variable->name);
    else
        proof_thing(prover, above, variable->name, value);
}

void proof_steps(struct prover *prover, struct proof *above, const struct ast_list *steps)
{
    AST_EACH (step, *steps) {
        if (step->kind == AST_BECAUSE)
            proof_add(prover, above, PROOF_REASON, TRUTH_TRUE, "because %t",
                      show_template(prover->interp, AST_AS(because, step)->text,
                                    prover->session->options.show_values));
        if (step->kind == AST_CITE)
            proof_add(prover, above, PROOF_CITATION, TRUTH_TRUE, "cited: %t",
                      show_template(prover->interp, AST_AS(cite, step)->text, true));
    }
    AST_EACH (step, *steps) {
        if (step->kind == AST_FOR_EACH) {
            AST_EACH (node, AST_AS(for_each, step)->binders) {
                const struct variable *variable = AST_AS(binder, node)->variable;
                proof_bound(prover, above, variable, prover->interp->variables[variable->slot]);
            }
        }
        if (step->kind == AST_WHERE)
            proof_condition(prover, above, AST_AS(where, step)->condition);
    }
}
