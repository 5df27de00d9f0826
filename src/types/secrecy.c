/* Which expressions rest on a confidential field. Conservative and static: reading is enough. */
#include "types/secrecy.h"

#include "ast/dump.h"
#include "types/expression.h"

enum { DEEPEST = 32 };

struct search {
    const struct field *found;
    unsigned depth;
};

static bool reads_secret(const struct ast_node *node, void *context);

static bool search_in(const struct ast_node *node, struct search *search)
{
    if (!node || search->depth >= DEEPEST)
        return false;
    search->depth++;
    bool found = ast_any(node, reads_secret, search);
    search->depth--;
    return found;
}

/* Who links here is known from the links. */
static void take_inverse(struct search *search, const struct inverse *inverse)
{
    search->found = inverse->field->is_confidential ? inverse->field : inverse->from->secret;
}

static bool take_field(struct search *search, enum reference reference, const void *target)
{
    const struct field *field = reference == REFER_FIELD ? target : NULL;
    const struct member_choice *choice = reference == REFER_MIXED ? target : NULL;
    for (uint32_t i = 0; choice && i < choice->count && !search->found; i++)
        take_field(search, choice->options[i].reference, choice->options[i].target);
    if (field && field->is_confidential)
        search->found = field;
    if (field && !search->found && field->owner->flags & KIND_DERIVED)
        search->found = field->owner->secret;
    if (reference == REFER_INVERSE)
        take_inverse(search, target);
    if (reference == REFER_MEMBERS)
        search->found = ((const struct kind *)target)->secret;
    return search->found != NULL;
}

static bool search_table(const struct decision_table *table, struct search *search)
{
    AST_EACH (row, table->ast->rows) {
        if (search_in(row, search))
            return true;
    }
    return false;
}

static bool reads_secret(const struct ast_node *node, void *context)
{
    struct search *search = context;
    const struct ast_call *call = AST_AS(call, node);
    const struct ast_ident *ident = AST_AS(ident, node);
    switch ((enum ast_kind)node->kind) {
    case AST_MEMBER:
        return take_field(search, AST_AS(member, node)->reference, AST_AS(member, node)->target);
    case AST_BINDER:
        if (AST_AS(binder, node)->variable && AST_AS(binder, node)->variable->kind)
            search->found = AST_AS(binder, node)->variable->kind->secret;
        return search->found != NULL;
    case AST_IDENT:
        if (ident->reference != REFER_VARIABLE)
            return false;
        return search_in((const struct ast_node *)((const struct variable *)ident->target)->value, search);
    case AST_CALL:
        if (call->reference == REFER_MEASURE)
            return search_in(((const struct measure *)call->target)->ast->value, search);
        return call->reference == REFER_TABLE && search_table(call->target, search);
    default:
        return false;
    }
}

const struct field *secrecy_find(const struct ast_node *node)
{
    struct search search = { .found = NULL };
    search_in(node, &search);
    return search.found;
}

/* Whoever ranges over a kind meets the conclusions of the kinds below it. */
static bool taint(struct rule *rule)
{
    const struct field *secret = NULL;
    AST_EACH (step, rule->ast->steps)
        secret = secret ? secret : step->kind == AST_BECAUSE ? NULL : secrecy_find(step);
    bool spread = false;
    for (struct kind *kind = rule->concludes; secret && kind; kind = kind->parent) {
        spread = spread || !kind->secret;
        kind->secret = kind->secret ? kind->secret : secret;
    }
    return spread;
}

void secrecy_spread(struct model *model)
{
    for (bool spread = true; spread;) {
        spread = false;
        for (uint32_t i = 0; i < model->rules.count; i++) {
            struct rule *rule = model->rules.items[i];
            if (rule->concludes && !rule->ast->base.broken)
                spread = taint(rule) || spread;
        }
    }
}
