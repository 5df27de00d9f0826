/* The plan of a model: its rules and checks as steps, each condition as early as what it needs is known. What
 * is found out of derived kinds on the way (that one may be concluded only possibly, that a field may be left
 * open) changes what rests on them; so all is planned again until nothing new is found out. */
#include "engine/plan_parts.h"

#include "ast/dump.h"
#include "diag/diag.h"
#include "types/expression.h"
#include "types/strata.h"

enum { STEPS_MOST = 64, ROUNDS_MOST = 64 };

/* Derived kinds */

struct plan_derived *plan_derived_of(struct planner *planner, const struct kind *kind)
{
    for (uint32_t i = 0; i < planner->plan->derived.count; i++) {
        if (planner->plan->derived.items[i]->kind == kind)
            return planner->plan->derived.items[i];
    }
    return plan_refuse(planner, "it asks for conclusions that no plan was made of");
}

static enum plan_shape shape_of(const struct field *field)
{
    static const enum plan_shape shapes[] = {
        [BASE_BOOLEAN] = SHAPE_TRUTH, [BASE_INTEGER] = SHAPE_NUMBER, [BASE_DECIMAL] = SHAPE_NUMBER,
        [BASE_DATE] = SHAPE_DAY, [BASE_TEXT] = SHAPE_TEXT, [BASE_PROSE] = SHAPE_TEXT,
        [BASE_CATEGORY] = SHAPE_CATEGORY, [BASE_INSTANCE] = SHAPE_ROW,
    };
    return shapes[field->type->parts[0].base];
}

static bool is_plain(const struct field *field)
{
    enum base base = field->type->parts[0].base;
    for (uint32_t i = 1; i < field->type->count; i++) {
        if (field->type->parts[i].base != base)
            return false;
    }
    bool leads_to_rules = base == BASE_INSTANCE &&
                          ((const struct kind *)field->type->parts[0].of)->flags & KIND_DERIVED;
    return !field->type->many && base != BASE_ERROR && base != BASE_PERIOD && base != BASE_DURATION &&
           !leads_to_rules && !field->ast->value &&
           (base != BASE_DECIMAL || field->type->parts[0].digits != TYPE_EXACT);
}

static bool add_derived(struct planner *planner, const struct kind *kind)
{
    struct plan_derived *derived = ARENA_NEW(planner->arena, struct plan_derived);
    *derived = (struct plan_derived){ .kind = kind, .index = planner->plan->derived.count };
    derived->fields = ARENA_ARRAY(planner->arena, struct plan_field, kind->fields.count + 1);
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (!is_plain(field))
            return plan_refuse(planner, "a derived kind has a field that one word cannot hold") != NULL;
        derived->fields[i] = (struct plan_field){ .field = field, .of = derived, .at = derived->words,
                                                  .shape = shape_of(field),
                                                  .denominator = plan_denominator(field->type),
                                                  .is_identity = field_is_identity(field) };
        derived->words += derived->fields[i].shape == SHAPE_NUMBER ? 2 : 1; /* it may turn out a range */
    }
    VEC_PUSH(planner->arena, &planner->plan->derived, derived);
    return true;
}

static void learn(struct planner *planner, bool *known, bool now)
{
    planner->has_changed = planner->has_changed || (now && !*known);
    *known = *known || now;
}

/* Steps */

/* The steps of one rule or question, in the making. */
struct course {
    struct plan_step *steps[STEPS_MOST];
    uint64_t filled[STEPS_MOST]; /* the slots that are filled behind each */
    uint32_t count;
    bool may_be_possible;
    bool is_vacuous; /* it goes through what there is nothing of */
};

static struct plan_step *add_step(struct planner *planner, struct course *course, uint32_t at,
                                  struct plan_step step)
{
    struct plan_step *added = ARENA_NEW(planner->arena, struct plan_step);
    *added = step;
    if (course->count == STEPS_MOST)
        return plan_refuse(planner, "a rule has too many steps");
    for (uint32_t i = course->count; i > at; i--) {
        course->steps[i] = course->steps[i - 1];
        course->filled[i] = course->filled[i - 1];
    }
    course->filled[at] = at ? course->filled[at - 1] : 0;
    course->steps[at] = added;
    course->count++;
    return added;
}

static bool is_filled(const struct course *course, uint32_t before, uint64_t needs)
{
    uint64_t filled = before ? course->filled[before - 1] : 0;
    return !(needs & ~filled);
}

/* A condition goes to the loop that fills the last slot it needs, or right behind a `let` that does. */
static bool add_condition(struct planner *planner, struct course *course, const struct plan_expr *condition)
{
    if (condition && condition->op == PLAN_AND && !planner->keeps_order)
        return add_condition(planner, course, condition->a) && add_condition(planner, course, condition->b);
    if (!condition)
        return false;
    uint32_t at = course->count;
    while (at > 0 && !planner->keeps_order && is_filled(course, at - 1, condition->needs))
        at--;
    course->may_be_possible = course->may_be_possible || condition->may_be_none;
    if (at > 0 && course->steps[at - 1]->kind == STEP_LOOP)
        return plan_loop_filter(planner, (struct plan_loop *)(uintptr_t)course->steps[at - 1]->loop,
                                condition);
    return add_step(planner, course, at, (struct plan_step){ .kind = STEP_WHERE, .expr = condition }) != NULL;
}

static const struct ast_node *condition_behind(const struct ast_node *step)
{
    const struct ast_node *next = step->next;
    return next && next->kind == AST_WHERE ? AST_AS(where, next)->condition : NULL;
}

static bool add_loops(struct planner *planner, struct course *course, const struct ast_node *step,
                      bool is_rule)
{
    AST_EACH (binder, AST_AS(for_each, step)->binders) {
        const struct kind *kind = AST_AS(binder, binder)->variable->kind;
        course->is_vacuous = course->is_vacuous || (plan_is_empty(planner, kind) &&
                                                    !(is_rule && kind->flags & KIND_OPEN));
        if (course->is_vacuous)
            return true;
        struct plan_loop *loop = plan_loop_new(planner, AST_AS(binder, binder), condition_behind(step));
        if (!loop)
            return false;
        if (loop->is_open && is_rule)
            return plan_refuse(planner, "a rule goes through an open kind") != NULL;
        course->may_be_possible = course->may_be_possible ||
                                  (plan_loop_is_doubtful(loop) && !loop->is_open) ||
                                  (loop->own && loop->own->may_be_none) ||
                                  (loop->where && loop->where->may_be_none);
        loop->is_open = false; /* checks go through what is recorded */
        if (!add_step(planner, course, course->count,
                      (struct plan_step){ .kind = STEP_LOOP, .loop = loop, .slot = loop->slot }))
            return false;
        course->filled[course->count - 1] |= UINT64_C(1) << loop->slot;
    }
    return true;
}

static bool add_let(struct planner *planner, struct course *course, const struct ast_let *let)
{
    const struct plan_expr *value = plan_value(planner, let->value);
    if (!value || value->op == PLAN_VARIABLE)
        return value ? plan_refuse(planner, "a `let` gives a thing a second name") != NULL : false;
    const struct plan_variable *bound = plan_bind(planner, let->variable, value);
    if (!add_step(planner, course, course->count,
                  (struct plan_step){ .kind = STEP_LET, .expr = value, .slot = bound->slot,
                                      .variable = let->variable }))
        return false;
    course->filled[course->count - 1] |= UINT64_C(1) << bound->slot;
    return true;
}

static const struct plan_step *chain(const struct course *course)
{
    for (uint32_t i = 0; i + 1 < course->count; i++)
        course->steps[i]->next = course->steps[i + 1];
    return course->count ? course->steps[0] : NULL;
}

/* Rules */

static const struct plan_expr *fit(struct planner *planner, const struct plan_expr *value,
                                   const struct plan_field *field)
{
    bool is_number = value->shape == SHAPE_NUMBER || value->shape == SHAPE_RANGE;
    if (!is_number || value->denominator == field->denominator)
        return value;
    bool widens = field->denominator % value->denominator == 0;
    bool narrows = value->denominator % field->denominator == 0;
    if (!widens && !narrows)
        return plan_refuse(planner, "a conclusion keeps a number that has to be rounded in an unusual way");
    struct plan_expr *expr =
        plan_make(planner, widens ? PLAN_SCALE : PLAN_ROUND, (enum plan_shape)value->shape, value, NULL);
    expr->constant =
        widens ? field->denominator / value->denominator : value->denominator / field->denominator;
    expr->denominator = field->denominator;
    return expr;
}

static bool add_field(struct planner *planner, struct plan_derived *derived, struct plan_step *step,
                      const struct ast_assign *assign)
{
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        struct plan_field *field = &derived->fields[i];
        if (field->field->name != assign->field)
            continue;
        const struct plan_expr *value = plan_value(planner, assign->values.first);
        value = value ? fit(planner, value, field) : NULL;
        bool is_range = value && value->shape == SHAPE_RANGE && field->shape != SHAPE_TRUTH;
        if (!value || (value->shape != field->shape && !is_range && field->shape != SHAPE_RANGE))
            return plan_refuse(planner, "a conclusion is given a value of another sort") != NULL;
        if (value->may_be_none && field->is_identity)
            return plan_refuse(planner, "what it concludes about may not be recorded") != NULL;
        if (value->sees_rules && value->op == PLAN_VARIABLE && value->shape == SHAPE_ROW)
            return plan_refuse(planner, "it concludes about a conclusion") != NULL;
        learn(planner, &field->may_be_none, value->may_be_none);
        if (is_range && field->shape != SHAPE_RANGE) {
            field->shape = SHAPE_RANGE;
            planner->has_changed = true;
        }
        step->values[i] = value;
    }
    return true;
}

/* Whether each way through the loops gives another conclusion: all their variables stand in its identity. */
static bool is_told_apart(const struct plan_derived *derived, const struct plan_step *conclude,
                          const struct course *course)
{
    uint64_t told = 0;
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        const struct plan_expr *value = conclude->values[i];
        if (value && derived->fields[i].is_identity && value->op == PLAN_VARIABLE)
            told |= UINT64_C(1) << value->slot;
    }
    for (uint32_t i = 0; i < course->count; i++) {
        const struct plan_loop *loop = course->steps[i]->kind == STEP_LOOP ? course->steps[i]->loop : NULL;
        if (loop && (!(told >> loop->slot & 1) || loop->source == OVER_LINKED))
            return false;
    }
    return true;
}

static bool add_conclusion(struct planner *planner, struct course *course, struct plan_rule *rule,
                           const struct ast_conclude *conclude)
{
    struct plan_derived *derived = plan_derived_of(planner, rule->rule->concludes);
    struct plan_step *step =
        add_step(planner, course, course->count, (struct plan_step){ .kind = STEP_CONCLUDE });
    if (!step || !derived)
        return false;
    step->values = ARENA_ARRAY(planner->arena, const struct plan_expr *, derived->kind->fields.count + 1);
    AST_EACH (clause, conclude->clauses) {
        if (clause->kind != AST_ASSIGN || !add_field(planner, derived, step, AST_AS(assign, clause)))
            return false;
    }
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        if (!step->values[i] && derived->fields[i].is_identity)
            return plan_refuse(planner, "it leaves open what it concludes about") != NULL;
        if (!step->values[i])
            learn(planner, &derived->fields[i].may_be_none, true);
    }
    step->is_told_apart = is_told_apart(derived, step, course);
    rule->concludes = derived;
    return true;
}

static bool has_reason(const struct rule *rule)
{
    AST_EACH (step, rule->ast->steps) {
        if (step->kind == AST_BECAUSE)
            return true;
    }
    return false;
}

/* The kind of conclusions that a node asks for, or NULL. */
static const struct kind *asked_kind(const struct ast_node *node)
{
    const struct ast_member *member = node->kind == AST_MEMBER ? AST_AS(member, node) : NULL;
    if (node->kind == AST_BINDER)
        return AST_AS(binder, node)->variable->kind;
    if (member && member->base.reference == REFER_INVERSE)
        return ((const struct inverse *)member->target)->from;
    return member && member->base.reference == REFER_MEMBERS ? member->target : NULL;
}

/* Reasons and messages are written by the reference interpreter, which does not know of these conclusions. */
static bool is_about_rules(const struct ast_node *node, void *context)
{
    const struct ast_ident *ident = node->kind == AST_IDENT ? AST_AS(ident, node) : NULL;
    const struct kind *kind = asked_kind(node);
    (void)context;
    if (ident && ident->base.reference == REFER_VARIABLE)
        kind = ((const struct variable *)ident->target)->kind;
    return kind && kind->flags & KIND_DERIVED;
}

static bool words_need_rules(const struct ast_list *steps)
{
    AST_EACH (step, *steps) {
        const struct ast_message *message = step->kind == AST_MESSAGE ? AST_AS(message, step) : NULL;
        const struct ast_node *words = message                     ? message->text
                                       : step->kind == AST_BECAUSE ? AST_AS(because, step)->text
                                                                   : NULL;
        if ((words && ast_any(words, is_about_rules, NULL)) ||
            (message && ast_any(message->at, is_about_rules, NULL)))
            return true;
    }
    return false;
}

/* In which order it goes through conclusions is seen where what is found first gives the reason. */
static void mark_order(const struct course *course, bool is_seen)
{
    for (uint32_t i = 0; i < course->count && is_seen; i++) {
        const struct plan_loop *loop = course->steps[i]->kind == STEP_LOOP ? course->steps[i]->loop : NULL;
        if (loop && loop->derived)
            ((struct plan_derived *)(uintptr_t)loop->derived)->needs_order = true;
    }
}

static bool add_steps(struct planner *planner, struct course *course, struct plan_rule *rule)
{
    AST_EACH (step, rule->rule->ast->steps) {
        bool sound = true;
        if (course->is_vacuous)
            return true;
        switch ((enum ast_kind)step->kind) {
        case AST_FOR_EACH:
            sound = add_loops(planner, course, step, true);
            break;
        case AST_WHERE:
            sound = add_condition(planner, course, plan_truth(planner, AST_AS(where, step)->condition));
            break;
        case AST_LET:
            sound = add_let(planner, course, AST_AS(let, step));
            break;
        case AST_CONCLUDE:
            return add_conclusion(planner, course, rule, AST_AS(conclude, step));
        default:
            break;
        }
        if (!sound)
            return false;
    }
    return true;
}

/* The last reason that a rule gives is the one that is told. */
static bool add_reason(struct planner *planner, struct plan_rule *rule)
{
    bool sound = true;
    AST_EACH (step, rule->rule->ast->steps) {
        if (step->kind == AST_BECAUSE) {
            rule->because.count = 0;
            sound = sound && plan_words(planner, AST_AS(because, step)->text, &rule->because);
        }
    }
    return sound;
}

static void enter(struct planner *planner, bool is_rule, bool is_across)
{
    planner->variables = NULL;
    planner->known = NULL;
    planner->slots = 0;
    planner->is_rule = is_rule;
    planner->is_across = is_across;
}

/* Where something on the way may fail, the conditions must stay where they are, and all is planned so. False
 * where it is known already that they do. */
static bool must_keep_order(struct planner *planner, const struct course *course)
{
    bool may_fail = plan_steps_may_fail(planner, chain(course));
    if (may_fail && course->is_vacuous)
        plan_refuse(planner, "its numbers may grow too large before it is seen that there is nothing");
    return may_fail && !course->is_vacuous && !planner->keeps_order;
}

static bool add_rule(struct planner *planner, const struct rule *rule)
{
    struct course course = { .count = 0 };
    struct plan_rule *planned = ARENA_NEW(planner->arena, struct plan_rule);
    planned->rule = rule;
    enter(planner, true, rule->is_across);
    if (rule->ast->base.broken || !rule->concludes || !add_steps(planner, &course, planned))
        return plan_refuse(planner, "a rule is broken") != NULL;
    if (must_keep_order(planner, &course)) {
        planner->keeps_order = true;
        bool sound = add_rule(planner, rule);
        planner->keeps_order = false;
        return sound;
    }
    if (course.is_vacuous)
        return true;
    if (!planned->concludes || words_need_rules(&rule->ast->steps))
        return plan_refuse(planner, "a reason or message tells of conclusions") != NULL;
    const struct plan_step *last = course.steps[course.count - 1];
    mark_order(&course, has_reason(rule) && !last->is_told_apart);
    struct plan_derived *derived = (struct plan_derived *)(uintptr_t)planned->concludes;
    learn(planner, &derived->may_be_possible, course.may_be_possible);
    planned->first = chain(&course);
    planned->variables = planner->variables;
    planned->slots = planner->slots;
    VEC_PUSH(planner->arena, &planner->plan->rules, planned);
    return !planner->has_words || add_reason(planner, planned);
}

/* Checks */

static void keep_question(struct planner *planner, const struct check *check, struct course *course,
                          const struct ast_node *message)
{
    add_step(planner, course, course->count, (struct plan_step){ .kind = STEP_MESSAGE, .ast = message });
    mark_order(course, true);
    struct plan_check *planned = ARENA_NEW(planner->arena, struct plan_check);
    *planned = (struct plan_check){ .check = check, .first = chain(course), .slots = planner->slots,
                                    .variables = planner->variables, .said = AST_AS(message, message) };
    if (planner->has_words && plan_words(planner, planned->said->text, &planned->message))
        plan_place(planner, planned->said->at, planned);
    planned->slots = planner->slots;
    VEC_PUSH(planner->arena, &planner->plan->checks, planned);
}

/* Plans a check's steps from `first` to the message that ends the question; gives the step to go on with. */
static const struct ast_node *add_question(struct planner *planner, const struct check *check,
                                           const struct ast_node *first)
{
    struct course course = { .count = 0 };
    const struct ast_node *step = first;
    bool sound = true;
    enter(planner, false, false);
    for (; step && sound && step->kind != AST_MESSAGE; step = step->next) {
        if (course.is_vacuous)
            continue;
        if (step->kind == AST_FOR_EACH)
            sound = add_loops(planner, &course, step, false);
        else if (step->kind == AST_WHERE)
            sound = add_condition(planner, &course, plan_truth(planner, AST_AS(where, step)->condition));
        else if (step->kind == AST_LET)
            sound = add_let(planner, &course, AST_AS(let, step));
    }
    if (!sound || !step)
        return NULL;
    if (must_keep_order(planner, &course)) {
        planner->keeps_order = true;
        step = add_question(planner, check, first);
        planner->keeps_order = false;
        return step;
    }
    if (!course.is_vacuous)
        keep_question(planner, check, &course, step);
    while (step && step->kind != AST_FOR_EACH)
        step = step->next;
    return step;
}

static bool add_check(struct planner *planner, const struct check *check)
{
    if (check->ast->base.broken)
        return plan_refuse(planner, "a check is broken") != NULL;
    if (words_need_rules(&check->ast->steps))
        return plan_refuse(planner, "a reason or message tells of conclusions") != NULL;
    const struct ast_node *step = check->ast->steps.first;
    while (step && !planner->why.length)
        step = add_question(planner, check, step);
    return !planner->why.length;
}

struct asking {
    struct plan *plan;
    struct plan_rule *rule;
};

/* Notes which conclusions of its own stratum a rule asks for; never stops the walk. */
static bool note_asked(const struct ast_node *node, void *context)
{
    const struct asking *asking = context;
    const struct kind *kind = asked_kind(node);
    for (uint32_t i = 0; i < asking->plan->derived.count && kind; i++) {
        const struct plan_derived *derived = asking->plan->derived.items[i];
        if (derived->kind == kind && kind->stratum == asking->rule->concludes->kind->stratum)
            asking->rule->asks[i] = asking->rule->asks_any = true;
    }
    return false;
}

static void find_asked(struct planner *planner)
{
    struct plan *plan = planner->plan;
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        struct asking asking = { plan, plan->rules.items[i] };
        asking.rule->asks = ARENA_ARRAY(planner->arena, bool, plan->derived.count + 1);
        ast_any(&asking.rule->rule->ast->base, note_asked, &asking);
        asking.rule->is_alone = true;
        for (uint32_t j = 0; j < plan->rules.count; j++)
            asking.rule->is_alone = asking.rule->is_alone &&
                                    (i == j || plan->rules.items[j]->concludes != asking.rule->concludes);
    }
}

static bool asks_other_sort(const struct plan *plan, const struct plan_rule *rule)
{
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        if (rule->asks[i] && plan->derived.items[i]->is_across != rule->rule->is_across)
            return true;
    }
    return false;
}

/* What an `across` rule concludes belongs to no case; a kind is of one sort or the other, and what is
 * concluded in a case does not rest on what is concluded across them in the same stratum. */
static bool sort_derived(struct planner *planner)
{
    struct plan *plan = planner->plan;
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        struct plan_derived *derived = (struct plan_derived *)(uintptr_t)plan->rules.items[i]->concludes;
        derived->is_across = derived->is_across || plan->rules.items[i]->rule->is_across;
    }
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        if (rule->concludes->is_across != rule->rule->is_across)
            return plan_refuse(planner, "a kind is concluded in one case and across cases") != NULL;
        for (const struct plan_step *step = rule->first; step; step = step->next) {
            const struct plan_derived *over = step->kind == STEP_LOOP ? step->loop->derived : NULL;
            bool is_mixed = over && over->is_across != rule->rule->is_across;
            if ((is_mixed && over->needs_order) || asks_other_sort(plan, rule))
                return plan_refuse(planner, "rules in one case and across cases rest on each other") != NULL;
        }
    }
    return true;
}

/* Says in which rule or check the plan was given up. */
static bool blame(struct planner *planner, const char *sort, const struct declaration *declaration)
{
    planner->why = diag_format(planner->plan->session, "of the %s `%n`: %t", sort, declaration->name,
                               planner->why);
    return false;
}

static bool make(struct planner *planner)
{
    struct model *model = planner->model;
    planner->plan->rules.count = planner->plan->checks.count = planner->plan->loops = 0;
    planner->has_changed = false;
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (!add_rule(planner, model->rules.items[i]))
            return blame(planner, "rule", &model->rules.items[i]->declaration);
    }
    for (uint32_t i = 0; i < model->checks.count; i++) {
        if (!add_check(planner, model->checks.items[i]))
            return blame(planner, "check", &model->checks.items[i]->declaration);
    }
    return true;
}

static struct plan *new_plan(struct model *model, struct store *store, bool has_words, struct text *why)
{
    struct plan *plan = ARENA_NEW(model->session->arena, struct plan);
    struct planner planner = { .plan = plan, .model = model, .store = store, .has_words = has_words,
                               .arena = model->session->arena, .has_changed = true };
    plan->session = model->session;
    plan->store = store;
    bool sound = true;
    for (uint32_t i = 0; i < model->rules.count && sound; i++) {
        const struct kind *kind = model->rules.items[i]->concludes;
        bool is_new = kind != NULL;
        for (uint32_t j = 0; j < plan->derived.count && is_new; j++)
            is_new = plan->derived.items[j]->kind != kind;
        sound = !is_new || add_derived(&planner, kind);
    }
    for (uint32_t i = 0; i < model->kinds.count && sound; i++) {
        const struct kind *kind = model->kinds.items[i];
        bool is_new = kind->flags & KIND_DERIVED;
        for (uint32_t j = 0; j < plan->derived.count && is_new; j++)
            is_new = plan->derived.items[j]->kind != kind;
        sound = !is_new || add_derived(&planner, kind);
    }
    for (int round = 0; sound && planner.has_changed; round++)
        sound = round < ROUNDS_MOST && make(&planner);
    if (sound)
        find_asked(&planner);
    sound = sound && sort_derived(&planner);
    plan->slots = planner.most_slots;
    *why = planner.why;
    return sound ? plan : NULL;
}

struct plan *plan_new(struct model *model, struct store *store, struct text *why)
{
    return new_plan(model, store, false, why);
}

struct plan *plan_new_with_words(struct model *model, struct store *store, struct text *why)
{
    return new_plan(model, store, true, why);
}
