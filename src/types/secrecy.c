/* Which expressions rest on a confidential field. Conservative and static: reading is enough. */
#include "types/secrecy.h"

#include "ast/dump.h"
#include "types/expression.h"

enum { DEEPEST = 32 }; /* binders within binders that masks look through */

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

/* What conclusions of a kind say of themselves, where rules give them what is confidential. */
static const struct field *concealed_in(const struct kind *kind)
{
    for (uint32_t i = 0; kind && i < kind->fields.count; i++) {
        if (kind->fields.items[i]->is_concealed)
            return kind->secret;
    }
    return NULL;
}

/* What a variable stands for is as confidential as where it was taken from. */
static bool search_variable(const struct variable *variable, struct search *search)
{
    search->found = variable->secret ? variable->secret : concealed_in(variable->kind);
    return search->found || search_in(variable->set, search);
}

static bool reads_secret(const struct ast_node *node, void *context)
{
    struct search *search = context;
    const struct ast_call *call = AST_AS(call, node);
    const struct ast_ident *ident = AST_AS(ident, node);
    switch ((enum ast_kind)node->kind) {
    case AST_MEMBER:
        return take_field(search, node->reference, AST_AS(member, node)->target);
    case AST_BINDER:
        if (AST_AS(binder, node)->variable && AST_AS(binder, node)->variable->kind)
            search->found = AST_AS(binder, node)->variable->kind->secret;
        return search->found != NULL;
    case AST_IDENT:
        if (ident->base.reference != REFER_VARIABLE)
            return false;
        return search_variable(ident->target, search);
    case AST_CALL:
        if (call->base.reference == REFER_MEASURE)
            search->found = ((const struct measure *)call->target)->secret;
        if (call->base.reference == REFER_TABLE)
            search->found = ((const struct decision_table *)call->target)->secret;
        return search->found != NULL;
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

bool secrecy_conceals(const struct field *field)
{
    return field->is_confidential || field->is_concealed;
}

/* A field that a rule gives what is confidential is not shown, even where it tells conclusions apart. */
static bool conceal(struct rule *rule)
{
    bool is_new = false;
    AST_EACH (node, rule->conclude->clauses) {
        const struct ast_assign *assign = node->kind == AST_ASSIGN ? AST_AS(assign, node) : NULL;
        struct field *field = assign ? kind_find_field(rule->concludes, assign->field) : NULL;
        if (!field || field->is_concealed || !assign->values.first || !secrecy_find(assign->values.first))
            continue;
        field->is_concealed = true;
        is_new = true;
    }
    return is_new;
}

const struct field *secrecy_find_in_steps(const struct ast_list *steps)
{
    const struct field *secret = NULL;
    AST_EACH (step, *steps) {
        bool is_text = step->kind == AST_BECAUSE || step->kind == AST_CITE || step->kind == AST_HELP;
        if (!secret && !is_text)
            secret = secrecy_find(step->kind == AST_MESSAGE ? AST_AS(message, step)->at : step);
    }
    return secret;
}

/* Each `let` reads only those before it. */
static void read_lets(const struct ast_list *steps)
{
    AST_EACH (step, *steps) {
        struct variable *variable = step->kind == AST_LET ? AST_AS(let, step)->variable : NULL;
        if (variable)
            variable->secret = secrecy_find(AST_AS(let, step)->value);
    }
}

/* Whoever ranges over a kind meets the conclusions of the kinds below it. */
static bool taint(struct rule *rule)
{
    read_lets(&rule->ast->steps);
    const struct field *secret = secrecy_find_in_steps(&rule->ast->steps);
    bool spread = secret && rule->conclude && conceal(rule);
    for (struct kind *kind = rule->concludes; secret && kind; kind = kind->parent) {
        spread = spread || !kind->secret;
        kind->secret = kind->secret ? kind->secret : secret;
    }
    return spread;
}

static const struct field *find_in_list(const struct ast_list *nodes)
{
    const struct field *secret = NULL;
    AST_EACH (node, *nodes)
        secret = secret ? secret : secrecy_find(node);
    return secret;
}

/* True where a measure or table turned out to read what is confidential. */
static bool taint_functions(struct model *model)
{
    bool spread = false;
    for (uint32_t i = 0; i < model->measures.count; i++) {
        struct measure *measure = model->measures.items[i];
        const struct field *secret = measure->secret ? NULL : secrecy_find(measure->ast->value);
        measure->secret = secret ? secret : measure->secret;
        spread = spread || secret;
    }
    for (uint32_t i = 0; i < model->tables.count; i++) {
        struct decision_table *table = model->tables.items[i];
        const struct field *secret = table->secret ? NULL : find_in_list(&table->ast->rows);
        table->secret = secret ? secret : table->secret;
        spread = spread || secret;
    }
    return spread;
}

void secrecy_spread(struct model *model)
{
    for (bool spread = true; spread;) {
        spread = taint_functions(model);
        for (uint32_t i = 0; i < model->rules.count; i++) {
            struct rule *rule = model->rules.items[i];
            if (rule->concludes && !rule->ast->base.broken)
                spread = taint(rule) || spread;
        }
    }
    for (uint32_t i = 0; i < model->checks.count; i++)
        read_lets(&model->checks.items[i]->ast->steps);
}
