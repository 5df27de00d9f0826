/* Loops for the plan: what a binder or a set goes through, and the conditions on the way, each at the
 * earliest place where all that it needs is known. A condition `x.link = k` turns a loop over all x into one
 * over those that link to k. */
#include "engine/plan_parts.h"

#include "ast/dump.h"
#include "types/expression.h"

bool plan_is_empty(struct planner *planner, const struct kind *kind)
{
    const struct store_table *table =
        kind && !(kind->flags & KIND_DERIVED) ? store_table(planner->store, kind) : NULL;
    return table && table->count == 0 && !store_takes_more(planner->store, kind);
}

/* Sources */

static bool is_alone(const struct planner *planner, const struct kind *kind)
{
    bool is_parent = kind->parent != NULL;
    for (uint32_t i = 0; i < planner->model->kinds.count; i++)
        is_parent = is_parent || planner->model->kinds.items[i]->parent == kind;
    return !is_parent;
}

static struct plan_loop *loop_over(struct planner *planner, enum plan_source source, const struct kind *kind)
{
    struct plan_loop *loop = ARENA_NEW(planner->arena, struct plan_loop);
    *loop = (struct plan_loop){ .source = source, .number = planner->plan->loops++, .kind = kind,
                                .keeps_order = planner->keeps_order };
    if (kind && kind->flags & KIND_DERIVED) {
        if (!is_alone(planner, kind))
            return plan_refuse(planner, "a derived kind has kinds below it");
        loop->derived = plan_derived_of(planner, kind);
        loop->source = source == OVER_MEMBERS ? OVER_OWN : OVER_CONCLUDED;
    } else if (kind) {
        loop->table = store_table(planner->store, kind);
        loop->narrows = kind->parent != NULL;
    }
    return loop;
}

/* The kinds that a link leads to; whether rows of some are seen by all cases. */
static bool leads_to_shared(struct planner *planner, const struct type *type)
{
    for (uint32_t i = 0; i < type->count && planner->store->case_count > 1; i++) {
        if (type->parts[i].base == BASE_INSTANCE && store_table(planner->store, type->parts[i].of) &&
            store_table(planner->store, type->parts[i].of)->is_shared)
            return true;
    }
    return false;
}

/* Those that link to row `of` by a field that gives no gaps; NULL where the index does not serve. */
static struct plan_loop *loop_linking(struct planner *planner, const struct kind *kind,
                                      const struct field *field, const struct plan_expr *of)
{
    if (kind->flags & KIND_DERIVED || of->shape != SHAPE_ROW || leads_to_shared(planner, field->type))
        return NULL;
    const struct store_links *inverse = store_inverse(planner->store, kind, field);
    if (!inverse || inverse->has_gaps || of->may_be_none)
        return NULL;
    struct plan_loop *loop = loop_over(planner, OVER_LINKING, kind);
    loop->links = inverse;
    loop->of = of;
    return loop;
}

static void take_slot(struct planner *planner, struct plan_loop *loop)
{
    loop->slot = planner->slots++;
    if (planner->slots > planner->most_slots)
        planner->most_slots = planner->slots;
    if (planner->slots > PLAN_SLOTS_MOST) {
        planner->slots = 0;
        plan_refuse(planner, "a rule has too many variables");
    }
}

static struct plan_expr *row_of(struct planner *planner, const struct plan_loop *loop)
{
    struct plan_expr *expr = plan_make(planner, PLAN_VARIABLE, SHAPE_ROW, NULL, NULL);
    expr->slot = loop->slot;
    expr->needs = UINT64_C(1) << loop->slot;
    expr->sees_rules = loop->derived != NULL;
    return expr;
}

/* Whether the link of the loop's row leads to `to`. */
static const struct plan_expr *links_to_row(struct planner *planner, struct plan_loop *loop,
                                            const struct field *field, const struct plan_expr *to)
{
    const struct plan_expr *row = row_of(planner, loop);
    const struct plan_expr *target = NULL;
    if (loop->derived) {
        for (uint32_t i = 0; i < loop->derived->kind->fields.count; i++) {
            struct plan_expr *concluded = plan_make(planner, PLAN_CONCLUDED, SHAPE_ROW, row, NULL);
            concluded->concluded = &loop->derived->fields[i];
            if (loop->derived->fields[i].field == field)
                target = concluded;
        }
    } else if (!field->type->many) {
        const struct store_column *column = store_column(planner->store, field);
        struct plan_expr *value = plan_make(planner, PLAN_COLUMN, SHAPE_ROW, row, NULL);
        value->column = column;
        value->may_be_none = column && column->has_gaps;
        target = column ? value : NULL;
    }
    if (!target || target->may_be_none)
        return plan_refuse(planner, "it follows a link backwards that is not always recorded");
    return plan_make(planner, PLAN_EQUAL, SHAPE_TRUTH, target, to);
}

/* Only those of the kind that the binder names, which may lie below what the set holds. */
static struct plan_loop *narrow(struct plan_loop *loop, const struct kind *wanted)
{
    if (loop && wanted && wanted != loop->kind) {
        loop->kind = wanted;
        loop->narrows = true;
    }
    return loop;
}

/* Another case than the one at hand, whose rules may not have run yet. */
static bool may_be_another_case(const struct planner *planner, const struct plan_expr *of)
{
    const struct plan_variable *bound = planner->variables;
    while (bound && !(of->op == PLAN_VARIABLE && bound->slot == of->slot))
        bound = bound->outer;
    bool is_at_hand = of->op == PLAN_CASE || (bound && bound->is_case);
    bool has_others = planner->store->case_count > 1 || planner->store->takes_more;
    return planner->is_rule && !planner->is_across && has_others && !is_at_hand;
}

/* The members of a set that is a path from one thing: a link of many, a link backwards, a case's members. */
static struct plan_loop *loop_of_set(struct planner *planner, const struct ast_node *set,
                                     const struct kind *wanted)
{
    const struct ast_member *member = set->kind == AST_MEMBER ? AST_AS(member, set) : NULL;
    const struct type *base = member ? ((const struct ast_expr *)member->base_node)->result : NULL;
    if (!base || base->many || member->base.reference == REFER_CATEGORY)
        return plan_refuse(planner, "it goes through a set that was worked out");
    const struct plan_expr *of = plan_value(planner, member->base_node);
    const struct field *field = member->target;
    const struct inverse *inverse = member->target;
    struct plan_loop *loop = NULL;
    if (!of || of->may_be_none || of->shape != SHAPE_ROW)
        return of ? plan_refuse(planner, "it follows a link from what may not be recorded") : NULL;
    if (member->base.reference == REFER_MEMBERS) {
        if (((const struct kind *)member->target)->flags & KIND_DERIVED && may_be_another_case(planner, of))
            return plan_refuse(planner, "it asks for what may be concluded of another case");
        loop = narrow(loop_over(planner, OVER_MEMBERS, member->target), wanted);
        if (loop)
            loop->of = of;
    } else if (member->base.reference == REFER_INVERSE) {
        loop = narrow(loop_linking(planner, inverse->from, inverse->field, of), wanted);
        if (loop || planner->why.length)
            return loop;
        loop = narrow(loop_over(planner, OVER_ALL, inverse->from), wanted);
        if (!loop)
            return NULL;
        take_slot(planner, loop);
        const struct plan_expr *condition = links_to_row(planner, loop, inverse->field, of);
        return condition && plan_loop_filter(planner, loop, condition) ? loop : NULL;
    } else if (member->base.reference == REFER_FIELD && field->type->many && !of->sees_rules) {
        const struct store_links *links = store_links(planner->store, field);
        loop = links ? loop_over(planner, OVER_LINKED, wanted) : NULL;
        if (!loop)
            return plan_refuse(planner, "it goes through a link whose values are in doubt");
        loop->links = links;
        loop->of = of;
        loop->narrows = wanted != NULL;
    } else if (member->base.reference == REFER_FIELD && !field->type->many) {
        const struct plan_expr *one = plan_value(planner, set);
        if (!one || one->may_be_none)
            return one ? plan_refuse(planner, "it follows a link that is not always recorded") : NULL;
        loop = loop_over(planner, OVER_ONE, wanted);
        if (!loop || loop->derived)
            return plan_refuse(planner, "it goes through one conclusion");
        loop->of = one;
        loop->narrows = true;
    }
    return loop ? loop : plan_refuse(planner, "it goes through a set that was worked out");
}

/* Links backwards */

static bool mentions_later(const struct ast_node *node, void *context)
{
    const struct ast_binder *binder = context;
    const struct ast_ident *ident = node->kind == AST_IDENT ? AST_AS(ident, node) : NULL;
    if (node->kind == AST_BINDER)
        return true;
    return ident && ident->base.reference == REFER_VARIABLE &&
           ((const struct variable *)ident->target)->slot >= binder->variable->slot;
}

static const struct field *own_link(const struct ast_binder *binder, const struct ast_node *node)
{
    const struct field *link = member_field(node);
    const struct ast_node *base = link ? AST_AS(member, node)->base_node : NULL;
    return base && base->kind == AST_IDENT && AST_AS(ident, base)->target == binder->variable ? link : NULL;
}

/* A loop over those that the condition's own link leads from, where one of its parts asks for one. */
static struct plan_loop *find_linking(struct planner *planner, const struct ast_binder *binder,
                                      const struct ast_node *where)
{
    while (where && where->kind == AST_BINARY && AST_AS(binary, where)->op == OP_AND) {
        struct plan_loop *found = find_linking(planner, binder, AST_AS(binary, where)->right);
        if (found || planner->why.length)
            return found;
        where = AST_AS(binary, where)->left;
    }
    const struct ast_binary *binary = where && where->kind == AST_BINARY ? AST_AS(binary, where) : NULL;
    if (!binary || (binary->op != OP_IN && binary->op != OP_EQUAL))
        return NULL;
    const struct field *field = own_link(binder, binary->right);
    const struct ast_node *to = binary->left;
    if (!field && binary->op == OP_EQUAL) {
        field = own_link(binder, binary->left);
        to = binary->right;
    }
    if (!field || ast_any(to, mentions_later, (void *)(uintptr_t)binder))
        return NULL;
    const struct plan_expr *of = plan_value(planner, to);
    return of ? loop_linking(planner, binder->variable->kind, field, of) : NULL;
}

static struct plan_loop *loop_of_categories(struct planner *planner, const struct ast_binder *binder)
{
    const struct classification *of = binder->variable->type->parts[0].of;
    struct plan_loop *loop = loop_over(planner, OVER_CATEGORIES, NULL);
    if (binder->set)
        return plan_refuse(planner, "it goes through some categories of a taxonomy");
    if (!of->categories.count)
        return plan_refuse(planner, "it goes through a taxonomy without categories");
    loop->first = store_category(planner->store, of->categories.items[0]);
    loop->last = loop->first + of->categories.count - 1;
    return loop;
}

static struct plan_loop *source_of(struct planner *planner, const struct ast_binder *binder,
                                   const struct ast_node *where)
{
    const struct kind *kind = binder->variable->kind;
    if (!kind)
        return loop_of_categories(planner, binder);
    if (binder->set)
        return loop_of_set(planner, binder->set, kind);
    struct plan_loop *loop = planner->keeps_order ? NULL : find_linking(planner, binder, where);
    return loop || planner->why.length ? loop : loop_over(planner, OVER_ALL, kind);
}

/* Doubt */

/* The table that holds what a loop goes through; NULL where that is conclusions, or lies in several. */
static const struct store_table *rows_of(const struct planner *planner, const struct plan_loop *loop)
{
    const struct type *type = loop->source == OVER_LINKED ? loop->links->field->type : NULL;
    if (loop->derived || loop->source == OVER_CATEGORIES || loop->table)
        return loop->table;
    if (loop->kind)
        return store_table(planner->store, loop->kind);
    return type && type->count == 1 ? store_table(planner->store, type->parts[0].of) : NULL;
}

const struct plan_expr *plan_unknown(struct planner *planner)
{
    struct plan_expr *unknown = plan_make(planner, PLAN_CONSTANT, SHAPE_TRUTH, NULL, NULL);
    unknown->constant = TRUTH_UNKNOWN;
    unknown->may_be_none = true;
    return unknown;
}

/* That something in doubt is there is unknown; or else a condition as any other. */
static bool mind_doubt(struct planner *planner, struct plan_loop *loop)
{
    const struct store_table *table = rows_of(planner, loop);
    const struct store_column *column = table ? store_doubt(planner->store, table) : NULL;
    if (planner->store->has_doubt && loop->source == OVER_LINKED && !table)
        return plan_refuse(planner, "it goes through things of several kinds, of which some may be in doubt");
    if (!column)
        return true;
    struct plan_expr *doubt = plan_make(planner, PLAN_COLUMN, SHAPE_TRUTH, row_of(planner, loop), NULL);
    doubt->column = column;
    const struct plan_expr *sure = plan_make(planner, PLAN_NOT, SHAPE_TRUTH, doubt, NULL);
    if (!loop->only_certain)
        sure = plan_make(planner, PLAN_OR, SHAPE_TRUTH, sure, plan_unknown(planner));
    return plan_loop_filter(planner, loop, sure);
}

struct plan_loop *plan_loop_new(struct planner *planner, const struct ast_binder *binder,
                                const struct ast_node *where)
{
    const struct kind *kind = binder->variable->kind;
    struct plan_loop *loop = source_of(planner, binder, where);
    if (!loop)
        return NULL;
    bool is_slotted = loop->own || loop->where; /* by loop_of_set */
    if (!is_slotted)
        take_slot(planner, loop);
    bool is_inverse = !binder->set || (binder->set->kind == AST_MEMBER &&
                                       (AST_AS(member, binder->set)->base.reference == REFER_INVERSE ||
                                        AST_AS(member, binder->set)->base.reference == REFER_MEMBERS));
    loop->variable = binder->variable;
    loop->only_certain = binder->recorded;
    loop->is_open = kind && kind->flags & KIND_OPEN && !binder->recorded && is_inverse;
    if (loop->is_open && planner->model->claims.count)
        return plan_refuse(planner, "it asks about an open kind in a model that makes claims");
    if (!mind_doubt(planner, loop))
        return NULL;
    struct plan_variable *bound = ARENA_NEW(planner->arena, struct plan_variable);
    *bound = (struct plan_variable){ .variable = binder->variable, .slot = loop->slot,
                                     .shape = kind ? SHAPE_ROW : SHAPE_CATEGORY, .denominator = 1,
                                     .derived = loop->derived, .outer = planner->variables,
                                     .is_case = loop->source == OVER_ALL &&
                                                loop->table == planner->store->cases };
    planner->variables = bound;
    return loop;
}

bool plan_loop_is_doubtful(const struct plan_loop *loop)
{
    return loop->is_open || (loop->derived && loop->derived->may_be_possible && !loop->only_certain);
}

/* Conditions */

bool plan_loop_filter(struct planner *planner, struct plan_loop *loop, const struct plan_expr *condition)
{
    if (condition && condition->op == PLAN_AND && !planner->keeps_order)
        return plan_loop_filter(planner, loop, condition->a) && plan_loop_filter(planner, loop, condition->b);
    if (!condition)
        return false;
    bool is_own = condition->needs == UINT64_C(1) << loop->slot && !condition->sees_rules &&
                  !planner->keeps_order;
    const struct plan_expr **place = is_own ? &loop->own : &loop->where;
    *place = plan_and(planner, *place, condition);
    return true;
}

/* Puts each part of a condition into the innermost of some loops that it needs. */
static bool spread_condition(struct planner *planner, struct plan_loop **loops, uint32_t count,
                             const struct plan_expr *condition)
{
    if (condition && condition->op == PLAN_AND && !planner->keeps_order)
        return spread_condition(planner, loops, count, condition->a) &&
               spread_condition(planner, loops, count, condition->b);
    uint32_t at = count - 1;
    while (condition && at > 0 && !planner->keeps_order && !(condition->needs >> loops[at]->slot))
        at--;
    return plan_loop_filter(planner, loops[at], condition);
}

/* What an expression over a loop needs from outside it. */
static void lean_on_loop(struct plan_expr *expr, const struct plan_loop *loop)
{
    uint64_t outside = (UINT64_C(1) << loop->slot) - 1;
    for (; loop; loop = loop->inner) {
        const struct plan_expr *parts[] = { loop->of, loop->own, loop->where };
        for (int i = 0; i < 3; i++) {
            expr->needs |= parts[i] ? parts[i]->needs & outside : 0;
            expr->sees_rules = expr->sees_rules || (parts[i] && parts[i]->sees_rules);
            expr->may_be_none = expr->may_be_none || (parts[i] && parts[i]->may_be_none);
        }
        expr->sees_rules = expr->sees_rules || loop->derived;
        expr->may_be_none = expr->may_be_none || plan_loop_is_doubtful(loop);
    }
}

const struct plan_expr *plan_quantifier(struct planner *planner, const struct ast_quantifier *quantifier)
{
    const struct plan_variable *outer = planner->variables;
    const struct known *known = planner->known;
    const struct kind *kind = AST_AS(binder, quantifier->binder)->variable->kind;
    uint32_t slots = planner->slots;
    if (plan_is_empty(planner, kind) && !(kind->flags & KIND_OPEN)) {
        struct plan_expr *truth = plan_make(planner, PLAN_CONSTANT, SHAPE_TRUTH, NULL, NULL);
        truth->constant = quantifier->quantity == QUANTITY_SOME ? TRUTH_FALSE : TRUTH_TRUE;
        return truth;
    }
    struct plan_expr *some = plan_make(planner, PLAN_SOME, SHAPE_TRUTH, NULL, NULL);
    struct plan_loop *loop =
        plan_loop_new(planner, AST_AS(binder, quantifier->binder), quantifier->where);
    if (!loop || (quantifier->where &&
                  !plan_loop_filter(planner, loop, plan_truth(planner, quantifier->where))))
        return NULL;
    if (quantifier->satisfies) {
        const struct plan_expr *satisfies = plan_truth(planner, quantifier->satisfies);
        if (!satisfies ||
            !plan_loop_filter(planner, loop, plan_make(planner, PLAN_NOT, SHAPE_TRUTH, satisfies, NULL)))
            return NULL;
    }
    some->loop = loop;
    lean_on_loop(some, loop);
    planner->variables = outer;
    planner->known = known;
    planner->slots = slots;
    return quantifier->quantity == QUANTITY_SOME ? some
                                                 : plan_make(planner, PLAN_NOT, SHAPE_TRUTH, some, NULL);
}

/* Sets */

const struct plan_expr *plan_in(struct planner *planner, const struct ast_binary *binary)
{
    uint32_t slots = planner->slots;
    const struct plan_expr *wanted = plan_value(planner, binary->left);
    struct plan_loop *loop = wanted ? loop_of_set(planner, binary->right, NULL) : NULL;
    if (!loop || loop->derived || loop->own || loop->where)
        return loop ? plan_refuse(planner, "it looks for something among what was worked out") : NULL;
    if (wanted->shape != SHAPE_ROW || (loop->source == OVER_LINKING && loop->kind->flags & KIND_OPEN) ||
        (loop->source == OVER_MEMBERS && loop->kind->flags & KIND_OPEN))
        return plan_refuse(planner, "it looks for something among what may not be recorded");
    take_slot(planner, loop);
    const struct plan_expr *equal =
        plan_make(planner, PLAN_EQUAL, SHAPE_TRUTH, row_of(planner, loop), wanted);
    if (!plan_loop_filter(planner, loop, equal))
        return NULL;
    struct plan_expr *some = plan_make(planner, PLAN_SOME, SHAPE_TRUTH, NULL, NULL);
    some->loop = loop;
    lean_on_loop(some, loop);
    planner->slots = slots;
    return some;
}

static const struct plan_expr *finish_count(struct planner *planner, struct plan_expr *count)
{
    if (count->may_be_none)
        count->shape = SHAPE_RANGE;
    count->may_be_none = false;
    for (const struct plan_loop *loop = count->loop; loop; loop = loop->inner) {
        if (loop->is_open)
            return plan_refuse(planner, "it counts what may not all be recorded");
    }
    return count;
}

const struct plan_expr *plan_count_set(struct planner *planner, const struct ast_node *set)
{
    uint32_t slots = planner->slots;
    struct plan_loop *loop = loop_of_set(planner, set, NULL);
    if (!loop)
        return NULL;
    if (loop->source == OVER_ONE || (loop->kind && loop->kind->flags & KIND_OPEN))
        return plan_refuse(planner, "it counts what may not all be recorded");
    if (!loop->own && !loop->where)
        take_slot(planner, loop);
    if (!mind_doubt(planner, loop))
        return NULL;
    struct plan_expr *count = plan_make(planner, PLAN_COUNT, SHAPE_NUMBER, NULL, NULL);
    count->loop = loop;
    lean_on_loop(count, loop);
    planner->slots = slots;
    return finish_count(planner, count);
}

/* Aggregates */

enum { BINDERS_MOST = 16 };

static bool make_loops(struct planner *planner, const struct ast_aggregate *aggregate,
                       struct plan_loop **loops, uint32_t *count)
{
    AST_EACH (binder, aggregate->binders) {
        struct plan_loop *loop =
            *count < BINDERS_MOST ? plan_loop_new(planner, AST_AS(binder, binder), aggregate->where) : NULL;
        if (!loop)
            return plan_refuse(planner, "it goes through too many things at once") != NULL;
        loops[(*count)++] = loop;
    }
    const struct plan_expr *where = aggregate->where ? plan_truth(planner, aggregate->where) : NULL;
    if (aggregate->where && (!where || !spread_condition(planner, loops, *count, where)))
        return false;
    for (uint32_t i = 0; i + 1 < *count; i++)
        loops[i]->inner = loops[i + 1];
    return true;
}

static const struct plan_expr *finish_value(struct planner *planner, struct plan_expr *expr,
                                            enum aggregate which, bool is_uncertain)
{
    const struct plan_expr *value = expr->a;
    bool is_whole = value->shape == SHAPE_NUMBER || value->shape == SHAPE_RANGE;
    bool is_extreme = which == AGGREGATE_MIN || which == AGGREGATE_MAX;
    expr->denominator = value->denominator;
    switch (which) {
    case AGGREGATE_SUM:
        if (!is_whole)
            break;
        expr->op = PLAN_SUM;
        expr->shape = is_uncertain || value->shape == SHAPE_RANGE ? SHAPE_RANGE : SHAPE_NUMBER;
        expr->may_be_none = value->may_be_none;
        return expr;
    case AGGREGATE_MIN:
    case AGGREGATE_MAX:
    case AGGREGATE_DISTINCT:
        if (is_uncertain || value->shape == SHAPE_RANGE || (!is_extreme && value->may_be_none))
            break;
        expr->op = which == AGGREGATE_MIN ? PLAN_MIN : is_extreme ? PLAN_MAX : PLAN_DISTINCT;
        expr->shape = is_extreme ? value->shape : SHAPE_NUMBER;
        expr->denominator = is_extreme ? value->denominator : 1;
        expr->may_be_none = is_extreme;
        return expr;
    default:
        break;
    }
    return plan_refuse(planner, "it works out a number from what may not be so");
}

const struct plan_expr *plan_aggregate(struct planner *planner, const struct ast_aggregate *aggregate)
{
    const struct plan_variable *outer = planner->variables;
    uint32_t slots = planner->slots;
    struct plan_loop *loops[BINDERS_MOST];
    uint32_t count = 0;
    struct plan_expr *expr = plan_make(planner, PLAN_COUNT, SHAPE_NUMBER, NULL, NULL);
    if (!make_loops(planner, aggregate, loops, &count))
        return NULL;
    expr->loop = loops[0];
    lean_on_loop(expr, expr->loop);
    bool is_uncertain = expr->may_be_none;
    for (uint32_t i = 0; i < count; i++) {
        if (loops[i]->is_open)
            return plan_refuse(planner, "it counts what may not all be recorded");
    }
    if (aggregate->which != AGGREGATE_COUNT) {
        expr->a = plan_value(planner, aggregate->value);
        if (!expr->a)
            return NULL;
        expr->needs |= expr->a->needs & ((UINT64_C(1) << loops[0]->slot) - 1);
        expr->sees_rules = expr->sees_rules || expr->a->sees_rules;
    }
    planner->variables = outer;
    planner->slots = slots;
    return aggregate->which == AGGREGATE_COUNT
               ? finish_count(planner, expr)
               : finish_value(planner, expr, (enum aggregate)aggregate->which, is_uncertain);
}
