/* Values and truth of expressions, one case of the switch a construct. Unknown is VALUE_NONE of a value
 * and TRUTH_UNKNOWN of a condition; see semantics.md §3 and §4. */
#include "rules/interp.h"

#include "rules/conclusions.h"
#include "rules/sets.h"
#include "types/builtins.h"

enum { DEEPEST_WORK = 200 };

static struct value none(void)
{
    return (struct value){ .tag = VALUE_NONE };
}

void interp_fail(struct interp *interp, enum diag_code code, const struct ast_node *node)
{
    if (!interp->failed)
        diag_report(interp->session, code, node->span);
    interp->failed = true;
}

/* Values */

struct value value_of_int(int64_t number)
{
    return (struct value){ .tag = VALUE_INTEGER, .as.integer = number };
}

struct value value_of_range(struct session *session, struct number_range range)
{
    int64_t whole;
    if (!range.open && number_compare(range.lo, range.hi) == 0 && number_to_int(range.lo, &whole))
        return value_of_int(whole);
    struct number_range *copy = ARENA_NEW(session->arena, struct number_range);
    *copy = range;
    return (struct value){ .tag = VALUE_NUMBER, .as.number = copy };
}

bool value_range(struct value value, struct number_range *out)
{
    if (value.tag == VALUE_INTEGER) {
        *out = (struct number_range){ number_of_int(value.as.integer), number_of_int(value.as.integer),
                                      false };
        return true;
    }
    if (value.tag != VALUE_NUMBER)
        return false;
    *out = *value.as.number;
    return true;
}

struct value value_of_list(const struct value *items, uint32_t count)
{
    return (struct value){ .tag = VALUE_LIST, .count = count, .as.items = items };
}

static struct value value_of_instance(struct instance *instance)
{
    return (struct value){ .tag = VALUE_INSTANCE, .as.instance = instance };
}

static struct value text_value(const struct text *text)
{
    return (struct value){ .tag = VALUE_TEXT, .as.text = text };
}

static struct value id_value(struct interp *interp, const struct instance *instance)
{
    struct text *id = ARENA_NEW(interp->session->arena, struct text);
    *id = instance_words(interp->session, instance);
    return text_value(id);
}

/* Members */

static struct value default_of(struct interp *interp, struct instance *instance,
                               const struct field *field)
{
    if (interp->depth >= DEEPEST_WORK)
        return none();
    struct instance *outer = interp->self;
    bool outer_closed = interp->is_closed;
    interp->is_closed = false;
    interp->self = instance;
    interp->depth++;
    struct value value = interp_value(interp, field->ast->value);
    interp->depth--;
    interp->is_closed = outer_closed;
    interp->self = outer;
    return arithmetic_round(interp, field->ast->value, value, field->type);
}

/* In a world where something is hidden, defaults are worked out anew and not kept. */
static struct value field_without(struct interp *interp, struct instance *instance,
                                  const struct field *field)
{
    struct value value = instance->slots[field->slot];
    if (value.is_default)
        value = none();
    if (value.tag == VALUE_NONE && field->ast->value)
        value = default_of(interp, instance, field);
    value = interp_without_hidden(interp, value);
    return value.tag == VALUE_NONE && field->type->many ? value_of_list(NULL, 0) : value;
}

struct value interp_field(struct interp *interp, struct instance *instance, const struct field *field)
{
    struct value *slot = &instance->slots[field->slot];
    if (instance->is_unrecorded && !conclusion_of(instance))
        return none();
    if (interp->hidden)
        return field_without(interp, instance, field);
    if (slot->tag == VALUE_NONE && field->ast->value) {
        *slot = default_of(interp, instance, field);
        slot->is_default = slot->tag != VALUE_NONE;
    }
    if (slot->tag == VALUE_NONE && field->type->many)
        return value_of_list(NULL, 0);
    struct value value = *slot;
    value.is_default = false;
    return value;
}

static struct value members_of_case(struct interp *interp, const struct instance *of,
                                    const struct kind *kind)
{
    struct instance_list own = interp_members_of(interp, of, kind);
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, own.count + 1);
    for (uint32_t i = 0; i < own.count; i++)
        items[i] = value_of_instance(own.items[i]);
    struct value members = value_of_list(items, own.count);
    if (kind->flags & KIND_OPEN && !interp->is_closed)
        members.openness = OPEN_TO_UNRECORDED;
    return members;
}

static struct value member_of(struct interp *interp, struct instance *instance, enum reference reference,
                              const void *target)
{
    const struct inverse *inverse;
    const struct member_choice *choice;
    bool has_name = !instance->is_unrecorded;
    if (!instance->slots || interp_hides(interp, instance))
        return none();
    switch (reference) {
    case REFER_FIELD:
        return interp_field(interp, instance, target);
    case REFER_INVERSE:
        inverse = target;
        return links_all_to(interp, inverse->from, inverse->field, instance);
    case REFER_MEMBERS:
        return members_of_case(interp, instance, target);
    case REFER_ID:
        return has_name ? id_value(interp, instance) : none();
    case REFER_TITLE:
        return has_name ? text_value(&instance->title) : none();
    case REFER_KIND:
        return has_name ? text_value(&instance->of->title) : none();
    case REFER_MIXED:
        choice = target;
        for (uint32_t i = 0; i < choice->count; i++) {
            if (kind_is(instance->of, choice->options[i].kind))
                return member_of(interp, instance, choice->options[i].reference,
                                 choice->options[i].target);
        }
        return none();
    default:
        return none();
    }
}

/* Where kinds differ, not all of a set may have the member. */
static bool has_member(const struct instance *instance, const struct ast_member *member)
{
    const struct member_choice *choice = member->target;
    if (!instance->slots)
        return false;
    for (uint32_t i = 0; member->base.reference == REFER_MIXED && i < choice->count; i++) {
        if (kind_is(instance->of, choice->options[i].kind))
            return true;
    }
    return member->base.reference != REFER_MIXED;
}

static struct value eval_member(struct interp *interp, const struct ast_member *member)
{
    if (member->base.reference == REFER_CATEGORY)
        return (struct value){ .tag = VALUE_CATEGORY, .as.category = member->target };
    struct value base = interp_value(interp, member->base_node);
    if (base.tag == VALUE_INSTANCE)
        return member_of(interp, base.as.instance, member->base.reference, member->target);
    if (base.tag != VALUE_LIST)
        return none();
    struct gathering gathering = { .interp = interp,
                                   .openness = base.openness ? OPEN_TO_ALL : OPEN_NOT };
    for (uint32_t i = 0; i < base.count; i++) {
        struct value item = base.as.items[i];
        if (item.tag != VALUE_INSTANCE || !has_member(item.as.instance, member))
            continue;
        set_gather(&gathering, member_of(interp, item.as.instance, member->base.reference, member->target),
               item.is_possible || item.as.instance->is_doubtful);
    }
    return set_finish(&gathering);
}

static struct value parameter_value(const struct interp *interp, const struct parameter *parameter)
{
    for (uint32_t i = 0; interp->test && i < interp->test->overrides.count; i++) {
        if (interp->test->overrides.items[i].parameter == parameter)
            return interp->test->overrides.items[i].value;
    }
    return parameter->value;
}

static struct value eval_ident(struct interp *interp, const struct ast_ident *ident)
{
    switch ((enum reference)ident->base.reference) {
    case REFER_VARIABLE:
        return interp->variables[((const struct variable *)ident->target)->slot];
    case REFER_INSTANCE:
        return value_of_instance(ident->target);
    case REFER_CATEGORY:
        return (struct value){ .tag = VALUE_CATEGORY, .as.category = ident->target };
    case REFER_PARAMETER:
        return parameter_value(interp, ident->target);
    case REFER_CASE:
        return interp->current ? value_of_instance(interp->current) : none();
    case REFER_SELF:
        return value_of_instance(interp->self);
    case REFER_INDEX:
        return value_of_int(interp->index);
    default:
        return none();
    }
}

/* Calls */

struct value *interp_bind_arguments(struct interp *interp, const struct ast_call *call)
{
    const struct measure *measure = call->base.reference == REFER_MEASURE ? call->target : NULL;
    const struct decision_table *table = call->base.reference == REFER_TABLE ? call->target : NULL;
    const struct ast_list *parameters = measure ? &measure->ast->parameters : &table->ast->parameters;
    uint32_t variables = measure ? measure->variable_count : table->variable_count;
    struct value *bound = ARENA_ARRAY(interp->session->arena, struct value, variables + 1);
    const struct ast_node *parameter = parameters->first;
    AST_EACH (argument, call->arguments) {
        const struct variable *variable = parameter ? AST_AS(argument, parameter)->variable : NULL;
        if (variable)
            bound[variable->slot] =
                arithmetic_round(interp, argument, interp_value(interp, argument), variable->type);
        parameter = parameter ? parameter->next : NULL;
    }
    return bound;
}

/* The first row that fits gives the value. Where a row before it may or may not fit, the value is known
 * only if both give the same. */
static struct value eval_rows(struct interp *interp, const struct decision_table *table)
{
    struct value possible = none();
    bool is_open = false;
    AST_EACH (node, table->ast->rows) {
        const struct ast_row *row = AST_AS(row, node);
        enum truth truth = row->condition ? interp_truth(interp, row->condition) : TRUTH_TRUE;
        interp_cover(interp, node, truth);
        if (truth == TRUTH_FALSE)
            continue;
        struct value value = interp_value(interp, row->value);
        if (is_open && interp_equal(possible, value) != TRUTH_TRUE)
            return none();
        if (truth == TRUTH_TRUE)
            return value;
        is_open = true;
        possible = value;
    }
    if (is_open)
        return none();
    if (!interp->failed)
        diag_report(interp->session, E0506, table->declaration.span, table->declaration.name);
    interp->failed = true;
    return none();
}

static struct value eval_applied(struct interp *interp, const struct ast_call *call)
{
    const struct measure *measure = call->base.reference == REFER_MEASURE ? call->target : NULL;
    const struct decision_table *table = call->base.reference == REFER_TABLE ? call->target : NULL;
    struct value *outer = interp->variables;
    const struct type *type = measure ? measure->type : table->type;
    if (interp->depth >= DEEPEST_WORK) {
        if (!interp->failed)
            diag_report(interp->session, E0507, call->base.span, call->callee.name);
        interp->failed = true;
        return none();
    }
    interp->variables = interp_bind_arguments(interp, call);
    bool outer_closed = interp->is_closed;
    interp->is_closed = false; /* what a measure asks, it asks of the world */
    interp->depth++;
    struct value value =
        measure ? interp_value(interp, measure->ast->value) : eval_rows(interp, table);
    interp->depth--;
    interp->is_closed = outer_closed;
    interp->variables = outer;
    return arithmetic_round(interp, &call->base, value, type);
}

static struct value eval_call(struct interp *interp, const struct ast_call *call)
{
    if (call->base.reference == REFER_BUILTIN)
        return builtins_apply(interp, call);
    if (call->base.reference == REFER_MEASURE || call->base.reference == REFER_TABLE)
        return eval_applied(interp, call);
    return none();
}

/* The rest of the values */

static struct value eval_if(struct interp *interp, const struct ast_if *choice)
{
    enum truth truth = interp_truth(interp, choice->condition);
    if (truth == TRUTH_UNKNOWN)
        return none();
    return interp_value(interp, truth == TRUTH_TRUE ? choice->then : choice->otherwise);
}

struct value value_of_truth(enum truth truth)
{
    if (truth == TRUTH_UNKNOWN)
        return none();
    return (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = truth == TRUTH_TRUE };
}

struct value interp_value(struct interp *interp, const struct ast_node *node)
{
    const struct ast_binary *binary;
    bool doubtful;
    switch ((enum ast_kind)node->kind) {
    case AST_IDENT:
        return eval_ident(interp, AST_AS(ident, node));
    case AST_MEMBER:
        return eval_member(interp, AST_AS(member, node));
    case AST_CALL:
        return eval_call(interp, AST_AS(call, node));
    case AST_AGGREGATE:
        return arithmetic_aggregate(interp, AST_AS(aggregate, node));
    case AST_BINARY:
        binary = AST_AS(binary, node);
        if (binary->op >= OP_ADD)
            return arithmetic_apply(interp, binary, interp_value(interp, binary->left),
                                    interp_value(interp, binary->right));
        return value_of_truth(interp_truth(interp, node));
    case AST_NEGATE:
        return arithmetic_negate(interp, node, interp_value(interp, AST_AS(negate, node)->operand));
    case AST_IF:
        return eval_if(interp, AST_AS(if, node));
    case AST_QUANTIFIER:
    case AST_NOT:
    case AST_IS:
    case AST_WITHIN:
        return value_of_truth(interp_truth(interp, node));
    default:
        return lower_constant(interp->session, node, &doubtful);
    }
}

/* Truth */

enum truth interp_equal(struct value a, struct value b)
{
    struct number_range left;
    struct number_range right;
    if (a.tag == VALUE_NONE || b.tag == VALUE_NONE || a.tag == VALUE_ERROR || b.tag == VALUE_ERROR)
        return TRUTH_UNKNOWN;
    if (value_range(a, &left) && value_range(b, &right))
        return order_compare(OP_EQUAL, a, b);
    if ((a.tag == VALUE_TEXT || a.tag == VALUE_PROSE) && (b.tag == VALUE_TEXT || b.tag == VALUE_PROSE))
        return text_equal(*a.as.text, *b.as.text) ? TRUTH_TRUE : TRUTH_FALSE;
    if (a.tag != b.tag)
        return TRUTH_FALSE;
    switch ((enum value_tag)a.tag) {
    case VALUE_BOOLEAN:
        return a.as.boolean == b.as.boolean ? TRUTH_TRUE : TRUTH_FALSE;
    case VALUE_DATE:
        return date_equal(*a.as.date, *b.as.date);
    case VALUE_PERIOD:
        return truth_and(period_within(*a.as.period, *b.as.period),
                         period_within(*b.as.period, *a.as.period));
    case VALUE_DURATION:
        return duration_equal(*a.as.duration, *b.as.duration);
    case VALUE_CATEGORY:
        return a.as.category == b.as.category ? TRUTH_TRUE : TRUTH_FALSE;
    case VALUE_INSTANCE:
        if (value_is_unrecorded(a) && value_is_unrecorded(b))
            return TRUTH_UNKNOWN; /* each stands for many */
        return a.as.instance == b.as.instance ? TRUTH_TRUE : TRUTH_FALSE;
    default:
        return TRUTH_UNKNOWN;
    }
}

static enum truth truth_of(struct value value)
{
    if (value.tag != VALUE_BOOLEAN)
        return TRUTH_UNKNOWN;
    return value.as.boolean ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth eval_in(struct interp *interp, const struct ast_binary *binary)
{
    struct value set = interp_value(interp, binary->right);
    struct value wanted = interp_value(interp, binary->left);
    if (set.tag != VALUE_LIST)
        return TRUTH_UNKNOWN;
    bool may_be_unrecorded = wanted.tag == VALUE_NONE || value_is_unrecorded(wanted);
    bool may_hold = set.openness == OPEN_TO_ALL || (set.openness && may_be_unrecorded);
    enum truth truth = may_hold ? TRUTH_UNKNOWN : TRUTH_FALSE;
    for (uint32_t i = 0; i < set.count && truth != TRUTH_TRUE; i++) {
        enum truth equal = interp_equal(wanted, set.as.items[i]);
        truth = truth_or(truth, set.as.items[i].is_possible ? truth_and(equal, TRUTH_UNKNOWN) : equal);
    }
    return truth;
}

static enum truth eval_under(struct interp *interp, const struct ast_binary *binary)
{
    struct value below = interp_value(interp, binary->left);
    struct value above = interp_value(interp, binary->right);
    if (below.tag != VALUE_CATEGORY || above.tag != VALUE_CATEGORY)
        return TRUTH_UNKNOWN;
    return category_is_under(below.as.category, above.as.category) ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth eval_binary(struct interp *interp, const struct ast_binary *binary)
{
    enum binary_op op = (enum binary_op)binary->op;
    if (op == OP_AND) {
        enum truth left = interp_truth(interp, binary->left);
        return left == TRUTH_FALSE ? left : truth_and(left, interp_truth(interp, binary->right));
    }
    if (op == OP_OR) {
        enum truth left = interp_truth(interp, binary->left);
        return left == TRUTH_TRUE ? left : truth_or(left, interp_truth(interp, binary->right));
    }
    if (op == OP_IN)
        return eval_in(interp, binary);
    if (op == OP_UNDER)
        return eval_under(interp, binary);
    struct value left = interp_value(interp, binary->left);
    struct value right = interp_value(interp, binary->right);
    if (op == OP_EQUAL)
        return interp_equal(left, right);
    if (op == OP_UNEQUAL)
        return truth_not(interp_equal(left, right));
    if (op >= OP_BEFORE && op <= OP_OVERLAPS)
        return order_temporal(op, left, right);
    return order_compare(op, left, right);
}

static enum truth eval_within(struct interp *interp, const struct ast_within *within)
{
    struct value date = interp_value(interp, within->operand);
    struct value by = interp_value(interp, within->duration);
    struct value anchor = interp_value(interp, within->anchor);
    if (by.tag != VALUE_DURATION || date.tag == VALUE_NONE || anchor.tag == VALUE_NONE)
        return TRUTH_UNKNOWN;
    struct duration forth = *by.as.duration;
    enum within_direction direction = (enum within_direction)within->direction;
    if (!arithmetic_can_move(interp, &within->base, direction, &anchor, &forth))
        return TRUTH_UNKNOWN;
    return order_within(&forth, direction, date, anchor);
}

/* `recorded` is about the file; `unknown` about what can be known. */
static enum truth eval_is(struct interp *interp, const struct ast_is *is)
{
    if (is->test == IS_UNKNOWN || is->test == IS_NOT_UNKNOWN) {
        const struct type *type = ((const struct ast_expr *)is->operand)->result;
        bool unknown = type_is(type, BASE_BOOLEAN)
                           ? interp_truth(interp, is->operand) == TRUTH_UNKNOWN
                           : interp_value(interp, is->operand).tag == VALUE_NONE;
        return unknown == (is->test == IS_UNKNOWN) ? TRUTH_TRUE : TRUTH_FALSE;
    }
    struct value value = interp_value(interp, is->operand);
    bool recorded = value.tag == VALUE_LIST ? value_count_certain(value) > 0
                                               : value.tag != VALUE_NONE && !value_is_unrecorded(value);
    recorded = recorded && !(value.tag == VALUE_INSTANCE && interp_hides(interp, value.as.instance));
    return recorded == (is->test == IS_RECORDED) ? TRUTH_TRUE : TRUTH_FALSE;
}

/* Quantifiers */

struct quest {
    const struct ast_quantifier *quantifier;
    enum truth found;
};

static bool seek(struct interp *interp, struct value member, bool certain, void *context)
{
    struct quest *quest = context;
    const struct ast_quantifier *quantifier = quest->quantifier;
    (void)member;
    enum truth truth = quantifier->where ? interp_truth(interp, quantifier->where) : TRUTH_TRUE;
    if (truth != TRUTH_FALSE && quantifier->satisfies)
        truth = truth_and(truth, truth_not(interp_truth(interp, quantifier->satisfies)));
    if (!certain)
        truth = truth_and(truth, TRUTH_UNKNOWN);
    quest->found = truth_or(quest->found, truth);
    return quest->found != TRUTH_TRUE && !interp->failed;
}

/* `no` is "not some"; `every ... satisfies` is "no ... that does not". */
static enum truth eval_quantifier(struct interp *interp, const struct ast_quantifier *quantifier)
{
    struct quest quest = { quantifier, TRUTH_FALSE };
    bool more = interp_range(interp, AST_AS(binder, quantifier->binder), quantifier->where, seek, &quest);
    if (more)
        quest.found = truth_or(quest.found, TRUTH_UNKNOWN);
    return quantifier->quantity == QUANTITY_SOME ? quest.found : truth_not(quest.found);
}

static enum truth eval_truth(struct interp *interp, const struct ast_node *node)
{
    switch ((enum ast_kind)node->kind) {
    case AST_BINARY:
        return eval_binary(interp, AST_AS(binary, node));
    case AST_NOT:
        return truth_not(interp_truth(interp, AST_AS(not, node)->operand));
    case AST_IS:
        return eval_is(interp, AST_AS(is, node));
    case AST_WITHIN:
        return eval_within(interp, AST_AS(within, node));
    case AST_QUANTIFIER:
        return eval_quantifier(interp, AST_AS(quantifier, node));
    default:
        return truth_of(interp_value(interp, node));
    }
}

enum truth interp_truth(struct interp *interp, const struct ast_node *node)
{
    enum truth truth = eval_truth(interp, node);
    if (interp->coverage)
        interp_cover(interp, node, truth);
    return truth;
}
