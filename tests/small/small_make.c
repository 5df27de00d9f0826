/* Makes small random models: rules, checks, a measure and a table. Every choice comes from the seed. What is
 * recorded is made by small_facts.c. */
#include "small/small.h"

#include <assert.h>

/* The variables of a rule so far, and what may be asked there. */
struct scope {
    struct small *small;
    int count;
    enum sort sorts[10];
    int rank;         /* derived kinds of lower rank may be asked anything */
    enum sort own;    /* this one only whether there is some; THING: none */
    bool has_let;
    bool is_inside;   /* the measure or the table: it asks only what is recorded */
};

uint32_t small_random(struct small *small, uint32_t below)
{
    small->random = small->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(small->random >> 33) % below;
}

static int pick(struct scope *scope, int below)
{
    return (int)small_random(scope->small, (uint32_t)below);
}

static bool chance(struct scope *scope, int percent)
{
    return pick(scope, 100) < percent;
}

static struct node *make(struct scope *scope, enum op op)
{
    struct small *small = scope->small;
    assert(small->node_count < NODES_MOST);
    struct node *node = &small->nodes[small->node_count++];
    *node = (struct node){ .op = op };
    small->uses[op]++;
    return node;
}

static struct node *make_two(struct scope *scope, enum op op, struct node *left, struct node *right)
{
    struct node *node = make(scope, op);
    node->kids[0] = left;
    node->kids[1] = right;
    return node;
}

static struct node *make_number(struct scope *scope, enum op op, int n)
{
    struct node *node = make(scope, op);
    node->n = n;
    return node;
}

/* Instances */

static struct node *make_variable(struct scope *scope, int variable)
{
    struct node *node = make_number(scope, VARIABLE, variable);
    node->sort = scope->sorts[variable];
    return node;
}

static bool part_is(enum sort sort, int place, enum sort wanted)
{
    if (sort < FIRST_DERIVED)
        return false;
    if (place == 0)
        return wanted == THING;
    return (sort == PATH && wanted == THING) || (sort == PAIR && wanted == ACT);
}

/* A variable, something it links to, a part of a conclusion; else something that is recorded. */
static struct node *make_instance(struct scope *scope, enum sort sort, int depth)
{
    struct node *found = NULL;
    int seen = 0;
    for (int i = 0; i < scope->count; i++) {
        enum sort has = scope->sorts[i];
        for (int way = 0; way < 3; way++) {
            bool is_part = way < 2 && part_is(has, way, sort);
            bool is_link = way == 2 && has == ACT && depth > 0;
            if (!(way == 2 && has == sort) && !is_part && !is_link)
                continue;
            if (pick(scope, ++seen) != 0)
                continue;
            struct node *base = make_variable(scope, i);
            found = base;
            if (is_part || (is_link && (has != sort || chance(scope, 30)))) {
                found = make_number(scope, is_part ? PART : LINK, is_part ? way : sort == THING ? OF : BY);
                found->kids[0] = base;
                found->sort = sort;
                if (is_link)
                    scope->small->reads[ACT][found->n] = true;
            }
        }
    }
    if (found && !chance(scope, 4))
        return found;
    found = make_number(scope, NAMED, pick(scope, scope->small->counts[sort]));
    found->sort = sort;
    scope->small->is_named[sort][found->n] = true;
    return found;
}

static struct node *get(struct scope *scope, enum op op, enum feature field, struct node *of)
{
    struct node *node = make(scope, op);
    node->kids[0] = of;
    scope->small->reads[of->sort][field] = true;
    return node;
}

static struct node *get_of_any(struct scope *scope, enum op op, enum feature field)
{
    enum sort sort = field != RATE && chance(scope, 40) ? ACT : THING;
    bool has_act = false;
    for (int i = 0; i < scope->count; i++)
        has_act = has_act || scope->sorts[i] == ACT || scope->sorts[i] == PAIR;
    return get(scope, op, field, make_instance(scope, has_act ? sort : THING, 1));
}

/* Binders */

static struct node *make_condition(struct scope *scope, int depth, bool is_positive);
static struct node *make_whole(struct scope *scope, int depth);

static bool has_sort(const struct scope *scope, enum sort sort)
{
    for (int i = 0; i < scope->count; i++) {
        if (scope->sorts[i] == sort)
            return true;
    }
    return false;
}

static void choose_set(struct scope *scope, enum sort sort, enum set *set, struct node **of)
{
    *set = ALL;
    if (scope->small->asks_file && chance(scope, 25))
        *set = ALL_RECORDED;
    if (!scope->count || !chance(scope, 45))
        return;
    if (sort == MARK && has_sort(scope, THING))
        *set = MARKS_OF;
    if (sort == THING && has_sort(scope, THING))
        *set = chance(scope, 40) ? THINGS_WITH : WITH_OF;
    if (sort == ACT && has_sort(scope, THING))
        *set = ACTS_OF;
    if (sort == ACT && has_sort(scope, ACT) && chance(scope, 40))
        *set = ACTS_BY;
    if (*set > ALL_RECORDED)
        *of = make_instance(scope, *set == ACTS_BY ? ACT : THING, 1);
    if (*set == ACTS_OF || *set == ACTS_BY)
        scope->small->reads[ACT][*set == ACTS_OF ? OF : BY] = true;
}

static int add_variable(struct scope *scope, enum sort sort)
{
    scope->sorts[scope->count] = sort;
    return scope->count++;
}

/* What may be gone through here: recorded kinds, and conclusions of lower rank. */
static enum sort choose_sort(struct scope *scope, bool is_positive)
{
    enum sort fit[SORTS];
    int count = 0;
    for (enum sort sort = FIRST_DERIVED; sort < SORTS && !scope->is_inside; sort++) {
        int rank = scope->small->rank[sort];
        if (rank && (rank < scope->rank || (is_positive && sort == scope->own && sort != TOTAL)))
            fit[count++] = sort;
    }
    if (count && chance(scope, 50))
        return fit[pick(scope, count)];
    return chance(scope, 50) ? THING : ACT;
}

/* A conclusion is mostly asked of something in sight. */
static struct node *about_parts(struct scope *scope, int variable)
{
    struct scope outer = *scope;
    outer.count = variable;
    enum sort sort = scope->sorts[variable];
    bool second = (sort == PATH || sort == PAIR) && chance(scope, 60);
    struct node *part = make_number(scope, PART, second);
    part->kids[0] = make_variable(scope, variable);
    part->sort = second && sort == PAIR ? ACT : THING;
    return make_two(scope, IS_SAME, part, make_instance(&outer, part->sort, 1));
}

static struct node *make_where(struct scope *scope, int variable, int depth, bool is_positive)
{
    struct node *where = NULL;
    if (scope->sorts[variable] >= FIRST_DERIVED && chance(scope, 85))
        where = about_parts(scope, variable);
    if (scope->sorts[variable] == ACT && scope->small->is_act_open && chance(scope, 20)) {
        where = make(scope, DURING);
        where->kids[0] = get(scope, GET_DAY, ON, make_variable(scope, variable));
        where->n = pick(scope, 8);
        where->m = where->n + pick(scope, 6);
    }
    if (chance(scope, where ? 20 : 75)) {
        struct node *more = make_condition(scope, depth - 1, is_positive);
        where = where ? make_two(scope, AND, where, more) : more;
    }
    return where;
}

static struct node *make_quantifier(struct scope *scope, int depth, bool is_positive)
{
    struct node *node = make(scope, QUANTIFY);
    node->n = pick(scope, 3);
    bool asks_some = is_positive && node->n == SOME;
    node->sort = choose_sort(scope, asks_some);
    choose_set(scope, node->sort, &node->set, &node->set_of);
    struct scope inner = *scope;
    node->variable = add_variable(&inner, node->sort);
    node->kids[0] = make_where(&inner, node->variable, depth, asks_some);
    if (node->n == EVERY)
        node->kids[1] = make_condition(&inner, depth - 1, false);
    return node;
}

static struct node *make_aggregate(struct scope *scope, int depth)
{
    static const enum op ops[] = { COUNT, COUNT, SUM, LEAST, GREATEST };
    struct node *node = make(scope, ops[pick(scope, 5)]);
    node->sort = choose_sort(scope, false);
    choose_set(scope, node->sort, &node->set, &node->set_of);
    struct scope inner = *scope;
    node->variable = add_variable(&inner, node->sort);
    node->kids[0] = make_where(&inner, node->variable, depth, false);
    if (node->op != COUNT)
        node->kids[1] = chance(scope, 80) ? get_of_any(&inner, GET_SIZE, SIZE)
                                          : make_whole(&inner, depth - 1);
    return node;
}

/* Numbers */

static struct node *make_leaf(struct scope *scope)
{
    for (int i = 0; i < scope->count; i++) {
        if (scope->sorts[i] != TOTAL || !chance(scope, 60) || scope->small->rank[TOTAL] >= scope->rank)
            continue;
        struct node *node = make(scope, GET_TOTAL);
        node->kids[0] = make_variable(scope, i);
        return node;
    }
    if (scope->has_let && chance(scope, 50))
        return make(scope, LET);
    if (chance(scope, 25))
        return make_number(scope, NUMBER, pick(scope, 4));
    return get_of_any(scope, GET_SIZE, SIZE);
}

static struct node *make_whole(struct scope *scope, int depth)
{
    struct node *node;
    if (depth <= 0)
        return make_leaf(scope);
    switch (pick(scope, 8)) {
    case 0:
    case 1:
        return make_aggregate(scope, depth);
    case 2:
        node = make_two(scope, chance(scope, 70) ? ADD : TIMES, make_whole(scope, depth - 1), NULL);
        node->kids[1] = make_leaf(scope);
        return node;
    case 3:
        node = make_two(scope, CHOOSE_NUMBER, make_condition(scope, depth - 1, false), NULL);
        node->kids[1] = make_leaf(scope);
        node->kids[2] = make_leaf(scope);
        return node;
    case 4:
        if (scope->is_inside)
            return make_leaf(scope);
        node = make(scope, chance(scope, 50) ? MEASURE : TABLE);
        node->kids[0] = make_instance(scope, THING, 1);
        return node;
    case 5:
        node = make(scope, COUNT_SET);
        node->set = chance(scope, 50) ? ACTS_OF : chance(scope, 50) ? THINGS_WITH : WITH_OF;
        node->set_of = make_instance(scope, THING, 1);
        return node;
    default:
        return make_leaf(scope);
    }
}

/* Conditions */

static struct node *make_day(struct scope *scope)
{
    if (chance(scope, 45))
        return make_number(scope, DAY, pick(scope, DAYS));
    return get_of_any(scope, GET_DAY, ON);
}

static struct node *about_dates(struct scope *scope)
{
    static const enum op ops[] = { BEFORE, BEFORE,      AFTER,  AFTER, SAME_DAY,
                                   WITHIN, AT_MOST_DAY, WITHIN, DURING };
    struct node *node = make(scope, ops[pick(scope, 9)]);
    node->kids[0] = get_of_any(scope, GET_DAY, ON);
    node->kids[1] = node->op == DURING ? NULL : make_day(scope);
    node->n = node->op == DURING ? pick(scope, 8) : pick(scope, 5);
    node->m = node->op == DURING ? node->n + pick(scope, 6) : pick(scope, 3);
    return node;
}

static struct node *about_sets(struct scope *scope)
{
    static const enum set sets[] = { ACTS_OF, THINGS_WITH, WITH_OF };
    static const enum op ops[] = { IN_SET, IN_SET, IN_SETS_LINKS, IN_REACHABLE };
    struct node *node = make(scope, ops[pick(scope, 4)]);
    if (node->op == IN_REACHABLE) {
        node->kids[0] = make_instance(scope, ACT, 0);
        node->set_of = make_instance(scope, ACT, 0);
        scope->small->reads[ACT][BY] = true;
        return node;
    }
    node->set = sets[pick(scope, 3)];
    node->set_of = make_instance(scope, THING, 1);
    node->kids[0] = make_instance(scope, node->set == ACTS_OF && node->op == IN_SET ? ACT : THING, 1);
    scope->small->reads[ACT][OF] = scope->small->reads[ACT][OF] || node->set == ACTS_OF;
    return node;
}

static struct node *about_categories(struct scope *scope)
{
    struct node *node = get_of_any(scope, chance(scope, 60) ? IS_UNDER : IS_CATEGORY, UNDER);
    node->n = pick(scope, CATEGORIES);
    return node;
}

static struct node *about_file(struct scope *scope)
{
    struct node *node = get_of_any(scope, chance(scope, 70) ? ASKS_RECORDED : ASKS_UNKNOWN, SIZE);
    node->n = pick(scope, 2);
    return node;
}

static struct node *make_simple(struct scope *scope)
{
    struct node *node;
    if (scope->small->asks_file && chance(scope, 30))
        return about_file(scope);
    switch (pick(scope, 9)) {
    case 0:
    case 1:
        return get_of_any(scope, HAS_FLAG, FLAG);
    case 2:
        node = get_of_any(scope, COMPARE_RATE, RATE);
        node->n = pick(scope, 6);
        node->m = pick(scope, RATES);
        return node;
    case 3:
        return about_categories(scope);
    case 4:
    case 5:
        return about_dates(scope);
    case 6:
        node = make_two(scope, IS_SAME, make_instance(scope, THING, 1), NULL);
        node->kids[1] = make_instance(scope, THING, 1);
        return node;
    case 7:
        return about_sets(scope);
    default:
        node = make_two(scope, COMPARE, make_leaf(scope), NULL);
        node->n = pick(scope, 6);
        node->kids[1] = make_number(scope, NUMBER, pick(scope, 4));
        return node;
    }
}

static struct node *make_condition(struct scope *scope, int depth, bool is_positive)
{
    struct node *node;
    for (int i = 0; i < scope->count; i++) {
        if (scope->sorts[i] == SIGN && chance(scope, 30)) {
            node = make(scope, HAS_SIGN);
            node->kids[0] = make_variable(scope, i);
            return node;
        }
    }
    if (depth <= 0)
        return make_simple(scope);
    switch (pick(scope, 12)) {
    case 0:
        node = make_two(scope, AND, make_condition(scope, depth - 1, is_positive), NULL);
        node->kids[1] = make_condition(scope, depth - 1, is_positive);
        return node;
    case 1:
    case 2:
        node = make_two(scope, OR, make_condition(scope, depth - 1, is_positive), NULL);
        node->kids[1] = make_condition(scope, depth - 1, is_positive);
        return node;
    case 3:
        return make_two(scope, NOT, make_condition(scope, depth - 1, false), NULL);
    case 4:
    case 5:
    case 6:
        return make_quantifier(scope, depth, is_positive);
    case 7:
        node = make_two(scope, COMPARE, make_whole(scope, depth), NULL);
        node->n = pick(scope, 6);
        node->kids[1] = chance(scope, 70) ? make_number(scope, NUMBER, pick(scope, 4)) : make_leaf(scope);
        return node;
    case 8:
        node = make_two(scope, CHOOSE_CONDITION, make_condition(scope, depth - 1, false), NULL);
        node->kids[1] = make_simple(scope);
        node->kids[2] = make_simple(scope);
        return node;
    default:
        return make_simple(scope);
    }
}

/* Rules */

static void add_binder(struct scope *scope, struct small_rule *rule, enum sort sort)
{
    struct binder *binder = &rule->binders[rule->binder_count++];
    *binder = (struct binder){ .sort = sort };
    choose_set(scope, sort, &binder->set, &binder->set_of);
    binder->variable = add_variable(scope, sort);
}

static struct node *make_second(struct scope *scope, enum sort head)
{
    if (head == PATH || head == PAIR)
        return make_instance(scope, head == PATH ? THING : ACT, 1);
    if (head == CLASS) {
        if (chance(scope, 50))
            return make_number(scope, NUMBER, pick(scope, CATEGORIES));
        return get_of_any(scope, IS_UNDER, UNDER);
    }
    if (chance(scope, 40))
        return make_number(scope, IS_TRUE, pick(scope, 2));
    return make_condition(scope, 1, false);
}

static void make_binders(struct scope *scope, struct small_rule *rule)
{
    enum sort head = rule->head;
    if (head == TOTAL) {
        add_binder(scope, rule, THING);
        return;
    }
    if (head == PAIR && chance(scope, 60))
        add_binder(scope, rule, ACT);
    else
        add_binder(scope, rule, choose_sort(scope, true));
    if (chance(scope, head == PATH ? 80 : 50))
        add_binder(scope, rule, choose_sort(scope, true));
}

static void make_rule(struct small *small, struct small_rule *rule, enum sort head)
{
    struct scope scope = { .small = small, .rank = small->rank[head], .own = head };
    *rule = (struct small_rule){ .head = head };
    make_binders(&scope, rule);
    if (chance(&scope, 35)) {
        rule->let = make_whole(&scope, 2);
        scope.has_let = true;
    }
    int conditions = pick(&scope, CONDITIONS + 1);
    for (int i = 0; i < conditions; i++)
        rule->conditions[i] = make_condition(&scope, 2, true);
    rule->arguments[0] = head == TOTAL ? make_variable(&scope, 0) : make_instance(&scope, THING, 1);
    if (head == TOTAL)
        rule->value = make_whole(&scope, 2);
    else if (head != MARK)
        rule->arguments[1] = make_second(&scope, head);
}

static void make_rules(struct small *small)
{
    struct scope scope = { .small = small };
    int kinds = 2 + pick(&scope, 3);
    for (int rank = 1; rank <= kinds; rank++) {
        enum sort sort;
        do {
            sort = (enum sort)(FIRST_DERIVED + pick(&scope, SORTS - FIRST_DERIVED));
        } while (small->rank[sort]);
        small->rank[sort] = rank;
        int rules = 1 + pick(&scope, 2);
        for (int i = 0; i < rules; i++)
            make_rule(small, &small->rules[small->rule_count++], sort);
    }
}

static void make_checks(struct small *small)
{
    struct scope scope = { .small = small, .rank = SORTS, .own = THING };
    for (small->check_count = 0; small->check_count < CHECKS_MOST; small->check_count++) {
        struct small_rule *check = &small->checks[small->check_count];
        scope.count = 0;
        add_binder(&scope, check, THING);
        check->binders[0].set = ALL;
        check->conditions[0] = make_condition(&scope, 2, true);
        check->arguments[0] = make_variable(&scope, 0);
    }
}

static struct node *compare_size(struct scope *scope)
{
    struct node *size = get(scope, GET_SIZE, SIZE, make_variable(scope, 0));
    struct node *node = make_two(scope, COMPARE, size, make_number(scope, NUMBER, pick(scope, 4)));
    node->n = pick(scope, 6);
    return node;
}

/* Rows ask only what can be proved to leave no gap, and to leave something for the next. */
static void make_rows(struct scope *scope)
{
    struct node **rows = scope->small->rows;
    rows[0] = get(scope, HAS_FLAG, FLAG, make_variable(scope, 0));
    if (chance(scope, 30))
        rows[0] = make_two(scope, NOT, rows[0], NULL);
    if (chance(scope, 40))
        rows[0] = make_two(scope, AND, rows[0], compare_size(scope));
    rows[1] = compare_size(scope);
    if (chance(scope, 40)) {
        rows[1] = get(scope, COMPARE_RATE, RATE, make_variable(scope, 0));
        rows[1]->m = pick(scope, RATES);
    }
}

static void make_functions(struct small *small)
{
    struct scope scope = { .small = small, .is_inside = true };
    add_variable(&scope, THING);
    small->measure.value = make_whole(&scope, 2);
    make_rows(&scope);
}

/* The whole */

void small_make(struct small *small, uint64_t seed)
{
    *small = (struct small){ .random = seed * 2654435761u + 12345 };
    for (int i = 0; i < 5; i++)
        small_random(small, 2);
    small->is_act_open = small_random(small, 3) != 0;
    small->asks_file = small_random(small, 8) == 0;
    small->counts[THING] = 2 + (int)small_random(small, THINGS_MOST - 1);
    small->counts[ACT] = 1 + (int)small_random(small, ACTS_MOST);
    make_functions(small);
    make_rules(small);
    make_checks(small);
    small_make_facts(small);
}
