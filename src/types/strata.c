/* In which order rules run. A rule that asks whether something is concluded follows the rules that
 * conclude it; where it asks for an absence, a number or a value of it, it follows them strictly, and a
 * circle of such questions is an error (semantics.md §4). */
#include "types/strata.h"

#include "ast/dump.h"
#include "diag/diag.h"
#include "types/builtins.h"
#include "types/expression.h"

/* `head` is concluded from `body`. */
struct edge {
    struct kind *head;
    struct kind *body;
    const struct rule *rule;
    const struct ast_node *at; /* where the rule asks for it */
    bool is_strict;            /* for its absence, number or value */
    bool is_value;             /* for a value */
    struct edge *next;         /* another with this head */
};

struct strata {
    struct model *model;
    VEC(struct kind *) derived;
    VEC(struct edge) edges;
    struct edge **first;       /* by kind index: the edges with this head */
    /* while one rule or default is read */
    const struct rule *rule;   /* NULL: a default, which may ask for nothing derived */
    const struct ast_node *asked;
    VEC(const void *) called;  /* measures and tables that were read for it */
};

bool field_is_identity(const struct field *field)
{
    for (uint32_t i = 0; i < field->type->count; i++) {
        enum base base = field->type->parts[i].base;
        if (base != BASE_INSTANCE && base != BASE_CATEGORY && base != BASE_BOOLEAN && base != BASE_ERROR)
            return false;
    }
    return true;
}

/* Edges */

static void add_edge(struct strata *strata, struct kind *body, const struct ast_node *at, bool is_strict,
                     bool is_value)
{
    if (!strata->rule) {
        strata->asked = strata->asked ? strata->asked : at;
        return;
    }
    struct edge edge = { strata->rule->concludes, body, strata->rule, at, is_strict,
                         is_value, NULL };
    VEC_PUSH(strata->model->session->arena, &strata->edges, edge);
}

/* Whoever ranges over a kind meets the derived kinds below it and, as sorts of what it is, above it. */
static void ask_kind(struct strata *strata, const struct kind *kind, const struct ast_node *at,
                     bool is_strict)
{
    for (uint32_t i = 0; i < strata->derived.count; i++) {
        struct kind *derived = strata->derived.items[i];
        if (kind_is(derived, kind) || kind_is(kind, derived))
            add_edge(strata, derived, at, is_strict, false);
    }
}

static void read_node(struct strata *strata, const struct ast_node *node, bool is_positive);

static void read_list(struct strata *strata, const struct ast_list *nodes)
{
    AST_EACH (node, *nodes)
        read_node(strata, node, false);
}

/* A value that belongs to a conclusion is known only when all its rules have run. */
static void read_field(struct strata *strata, const struct field *field, const struct ast_node *at)
{
    if (!field_is_identity(field)) {
        for (uint32_t i = 0; i < strata->derived.count; i++) {
            if (kind_is(strata->derived.items[i], field->owner))
                add_edge(strata, strata->derived.items[i], at, true, true);
        }
    }
}

static void read_reference(struct strata *strata, enum reference reference, const void *target,
                           const struct ast_node *at, bool is_positive)
{
    const struct member_choice *choice = reference == REFER_MIXED ? target : NULL;
    if (reference == REFER_FIELD)
        read_field(strata, target, at);
    if (reference == REFER_INVERSE)
        ask_kind(strata, ((const struct inverse *)target)->from, at, !is_positive);
    if (reference == REFER_MEMBERS)
        ask_kind(strata, target, at, !is_positive);
    for (uint32_t i = 0; choice && i < choice->count; i++)
        read_reference(strata, choice->options[i].reference, choice->options[i].target, at, is_positive);
}

static void read_binder(struct strata *strata, const struct ast_node *node, bool is_positive)
{
    const struct ast_binder *binder = AST_AS(binder, node);
    if (binder->set)
        read_node(strata, binder->set, is_positive);
    else if (binder->variable && binder->variable->kind)
        ask_kind(strata, binder->variable->kind, node, !is_positive);
}

/* Each is read once, however often and however deep it is called. */
static bool was_called(struct strata *strata, const void *target)
{
    for (uint32_t i = 0; i < strata->called.count; i++) {
        if (strata->called.items[i] == target)
            return true;
    }
    VEC_PUSH(strata->model->session->arena, &strata->called, target);
    return false;
}

/* What a measure or table asks for, its callers ask for. */
static void read_call(struct strata *strata, const struct ast_call *call)
{
    read_list(strata, &call->arguments);
    if (call->base.reference == REFER_BUILTIN && strchr(((const struct builtin *)call->target)->takes, 'c'))
        diag_report(strata->model->session, E0510, call->callee.span, call->callee.name);
    bool is_declared = call->base.reference == REFER_MEASURE || call->base.reference == REFER_TABLE;
    if (!is_declared || was_called(strata, call->target))
        return;
    if (call->base.reference == REFER_MEASURE)
        read_node(strata, ((const struct measure *)call->target)->ast->value, false);
    if (call->base.reference == REFER_TABLE)
        read_list(strata, &((const struct decision_table *)call->target)->ast->rows);
}

static void read_quantifier(struct strata *strata, const struct ast_quantifier *quantifier,
                            bool is_positive)
{
    is_positive = is_positive && quantifier->quantity == QUANTITY_SOME;
    read_binder(strata, quantifier->binder, is_positive);
    if (quantifier->where)
        read_node(strata, quantifier->where, is_positive);
    if (quantifier->satisfies)
        read_node(strata, quantifier->satisfies, false);
}

static void read_binary(struct strata *strata, const struct ast_binary *binary, bool is_positive)
{
    bool joins = binary->op == OP_AND || binary->op == OP_OR;
    read_node(strata, binary->left, is_positive && joins);
    read_node(strata, binary->right, is_positive && (joins || binary->op == OP_IN));
}

/* All other expressions ask for the value of their parts. */
static void read_parts(struct strata *strata, const struct ast_node *node)
{
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        const void *at = (const char *)node + child->offset;
        if (child->type == CHILD_KID && *(struct ast_node *const *)at)
            read_node(strata, *(struct ast_node *const *)at, false);
        if (child->type == CHILD_LIST)
            read_list(strata, at);
    }
}

static void read_node(struct strata *strata, const struct ast_node *node, bool is_positive)
{
    switch ((enum ast_kind)node->kind) {
    case AST_QUANTIFIER:
        read_quantifier(strata, AST_AS(quantifier, node), is_positive);
        break;
    case AST_BINARY:
        read_binary(strata, AST_AS(binary, node), is_positive);
        break;
    case AST_MEMBER:
        read_node(strata, AST_AS(member, node)->base_node, is_positive);
        read_reference(strata, node->reference, AST_AS(member, node)->target, node,
                       is_positive);
        break;
    case AST_CALL:
        read_call(strata, AST_AS(call, node));
        break;
    case AST_BINDER:
        read_binder(strata, node, is_positive);
        break;
    default:
        read_parts(strata, node);
        break;
    }
}

static void read_step(struct strata *strata, const struct ast_node *step)
{
    switch ((enum ast_kind)step->kind) {
    case AST_FOR_EACH:
        AST_EACH (binder, AST_AS(for_each, step)->binders)
            read_binder(strata, binder, true);
        break;
    case AST_WHERE:
        read_node(strata, AST_AS(where, step)->condition, true);
        break;
    case AST_LET:
        read_node(strata, AST_AS(let, step)->value, false);
        break;
    case AST_CONCLUDE:
        read_list(strata, &AST_AS(conclude, step)->clauses);
        break;
    default:
        break;
    }
}

static void read_rules(struct strata *strata)
{
    for (uint32_t i = 0; i < strata->model->rules.count; i++) {
        strata->rule = strata->model->rules.items[i];
        if (!strata->rule->concludes || strata->rule->ast->base.broken)
            continue;
        strata->called.count = 0;
        AST_EACH (step, strata->rule->ast->steps)
            read_step(strata, step);
    }
    strata->rule = NULL;
}

/* Defaults are facts, and facts come before rules. */
static void read_defaults(struct strata *strata, const struct kind *kind)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (field->owner != kind || !field->ast->value)
            continue;
        strata->asked = NULL;
        strata->called.count = 0;
        read_node(strata, field->ast->value, false);
        if (strata->asked)
            diag_help(strata->model->session,
                      diag_report(strata->model->session, E0341, strata->asked->span, field->name),
                      "leave the field without a default, and ask for the conclusion where it is needed");
    }
}

/* Circles */

/* The step before each kind on the shortest way from `from`, by kind index; NULL where there is none. */
static const struct edge **shortest_ways(struct strata *strata, const struct kind *from)
{
    struct arena *arena = strata->model->session->arena;
    const struct edge **came = ARENA_ARRAY(arena, const struct edge *, strata->model->kinds.count);
    VEC(const struct kind *) found = { 0 };
    VEC_PUSH(arena, &found, from);
    for (uint32_t next = 0; next < found.count; next++) {
        const struct edge *edge = strata->first[found.items[next]->index];
        for (; edge; edge = edge->next) {
            if (came[edge->body->index])
                continue;
            came[edge->body->index] = edge;
            VEC_PUSH(arena, &found, edge->body);
        }
    }
    return came;
}

static uint32_t circle_length(const struct edge **came, const struct edge *strict)
{
    uint32_t length = 1;
    for (const struct kind *at = strict->head; at != strict->body; at = came[at->index]->head)
        length++;
    return length;
}

static void label_edge(struct session *session, struct diag *diag, const struct edge *edge)
{
    diag_label(session, diag, edge->at->span, "the rule `%n` concludes `%n` and asks for %s`%n` here",
               edge->rule->declaration.name, edge->head->declaration.name,
               edge->is_value ? "a value of " : edge->is_strict ? "the absence or number of " : "",
               edge->body->declaration.name);
}

static void report_circle(struct strata *strata, const struct edge *strict)
{
    struct session *session = strata->model->session;
    struct kind *head = strict->head;
    struct diag *diag = diag_report(session, E0340, strict->at->span, head->declaration.name);
    label_edge(session, diag, strict);
    struct text circle = diag_format(session, "`%n`", head->declaration.name);
    circle = diag_format(session, "%t rests on `%n`", circle, strict->body->declaration.name);
    const struct edge **came = shortest_ways(strata, strict->body);
    VEC(const struct edge *) back = { 0 };
    for (const struct kind *at = head; at != strict->body; at = came[at->index]->head)
        VEC_PUSH(session->arena, &back, came[at->index]);
    for (uint32_t i = back.count; i > 0; i--) {
        label_edge(session, diag, back.items[i - 1]);
        circle = diag_format(session, "%t, which rests on `%n`", circle,
                             back.items[i - 1]->body->declaration.name);
    }
    diag_note(session, diag, "the circle: %t", circle);
    diag_help(session, diag,
              "ask only whether there is `some` of it, or conclude another derived kind in between");
}

static void chain_edges(struct strata *strata)
{
    strata->first = ARENA_ARRAY(strata->model->session->arena, struct edge *, strata->model->kinds.count);
    for (uint32_t i = strata->edges.count; i > 0; i--) {
        struct edge *edge = &strata->edges.items[i - 1];
        edge->next = strata->first[edge->head->index];
        strata->first[edge->head->index] = edge;
    }
}

/* One message: the shortest circle with a strict question in it. */
static void find_circle(struct strata *strata)
{
    const struct edge *shortest = NULL;
    uint32_t least = UINT32_MAX;
    chain_edges(strata);
    for (uint32_t i = 0; i < strata->edges.count && least > 1; i++) {
        const struct edge *edge = &strata->edges.items[i];
        if (!edge->is_strict)
            continue;
        const struct edge **came = shortest_ways(strata, edge->body);
        if (edge->head != edge->body && !came[edge->head->index])
            continue;
        uint32_t length = circle_length(came, edge);
        shortest = length < least ? edge : shortest;
        least = length < least ? length : least;
    }
    if (shortest)
        report_circle(strata, shortest);
}

/* Strata */

/* Lifts heads above their bodies until nothing moves; true where a circle lifts without end. */
static bool lift(struct strata *strata)
{
    bool moved = true;
    while (moved) {
        moved = false;
        for (uint32_t i = 0; i < strata->edges.count; i++) {
            const struct edge *edge = &strata->edges.items[i];
            uint32_t least = edge->body->stratum + edge->is_strict;
            if (edge->head->stratum >= least)
                continue;
            edge->head->stratum = least;
            moved = true;
            if (least > strata->derived.count)
                return true;
        }
    }
    return false;
}

void strata_assign(struct model *model)
{
    struct strata strata = { .model = model };
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        if (model->kinds.items[i]->flags & KIND_DERIVED)
            VEC_PUSH(model->session->arena, &strata.derived, model->kinds.items[i]);
    }
    if (!strata.derived.count)
        return;
    read_rules(&strata);
    for (uint32_t i = 0; i < model->kinds.count; i++)
        read_defaults(&strata, model->kinds.items[i]);
    if (lift(&strata))
        find_circle(&strata);
    for (uint32_t i = 0; i < strata.derived.count; i++) {
        if (strata.derived.items[i]->stratum >= model->strata)
            model->strata = strata.derived.items[i]->stratum + 1;
    }
}
