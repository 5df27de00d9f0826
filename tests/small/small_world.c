/* Decides everything that is open in a small model, and works out what then follows: two truth values,
 * every rule over every binding until nothing new comes. Slow and plain on purpose; nothing here is the
 * compiler's. */
#include "small/small.h"

#include <string.h>

static int evaluate(struct world *world, const struct node *node);

static bool is_below(int category, int above)
{
    return category == above || (above == 0 && category < 3);
}

/* Deciding */

static void begin(struct world *world)
{
    const struct small *small = world->small;
    for (enum sort sort = THING; sort <= ACT; sort++) {
        for (int i = 0; i < small->counts[sort]; i++) {
            world->exists[sort][i] = !small->is_dropped[sort][i];
            for (enum feature field = 0; field < FIELDS; field++)
                world->values[sort][i][field] = small->members[sort][i].slots[field].lo;
        }
    }
    for (int i = small->counts[ACT]; i < small->counts[ACT] + small->pool; i++) {
        for (enum feature field = 0; field < FIELDS; field++)
            world->values[ACT][i][field] = small->members[ACT][i].slots[field].lo;
    }
}

/* A link to something that is not there is no way of deciding it. */
static bool links_exist(const struct world *world)
{
    const struct small *small = world->small;
    for (int i = 0; i < small->counts[ACT] + small->pool; i++) {
        const int *values = world->values[ACT][i];
        if (world->exists[ACT][i] && (!world->exists[THING][values[OF]] || !world->exists[ACT][values[BY]]))
            return false;
    }
    return true;
}

bool world_decide(struct world *world, const struct small *small, unsigned long nth)
{
    *world = (struct world){ .small = small };
    begin(world);
    for (int i = 0; i < small->unknown_count; i++) {
        const struct unknown *unknown = &small->unknowns[i];
        int value = unknown->options[nth % (unsigned long)unknown->count];
        nth /= (unsigned long)unknown->count;
        switch (unknown->what) {
        case DECIDES_FIELD:
            world->values[unknown->sort][unknown->member][unknown->field] = value;
            break;
        case DECIDES_EXISTENCE:
            world->exists[unknown->sort][unknown->member] = value;
            break;
        case DECIDES_UNDEFINED:
            world->undefined_holds = value;
            break;
        }
    }
    return links_exist(world);
}

/* Going through */

struct walk {
    enum sort sort;
    enum set set;
    int of;
    int at;
};

static struct walk walk_begin(struct world *world, enum sort sort, enum set set, const struct node *of)
{
    return (struct walk){ sort, set, of ? evaluate(world, of) : 0, -1 };
}

static bool has_link(const struct world *world, int thing, int to)
{
    return world->small->members[THING][thing].with >> to & 1;
}

static bool belongs(const struct world *world, const struct walk *walk, int at)
{
    switch (walk->set) {
    case ALL:
    case ALL_RECORDED:
        return true;
    case ACTS_OF:
        return world->values[ACT][at][OF] == walk->of;
    case ACTS_BY:
        return world->values[ACT][at][BY] == walk->of;
    case THINGS_WITH:
        return has_link(world, at, walk->of);
    case WITH_OF:
        return has_link(world, walk->of, at);
    case MARKS_OF:
        return at / WIDE == walk->of;
    }
    return false;
}

static bool walk_next(const struct world *world, struct walk *walk)
{
    int end = walk->sort < FIRST_DERIVED ? WIDE : TUPLES;
    while (++walk->at < end) {
        bool is_there = walk->sort < FIRST_DERIVED ? world->exists[walk->sort][walk->at]
                                                   : world->holds[walk->sort][walk->at];
        if (is_there && belongs(world, walk, walk->at))
            return true;
    }
    return false;
}

/* Values */

static int get_part(enum sort sort, int tuple, int place)
{
    (void)sort;
    return place ? tuple % WIDE : tuple / WIDE;
}

static int get_value(struct world *world, const struct node *node, enum feature field)
{
    return world->values[node->kids[0]->sort][evaluate(world, node->kids[0])][field];
}

static bool compare(const struct world *world, int op, int a, int b)
{
    if (a == UNDEFINED || b == UNDEFINED)
        return world->undefined_holds;
    switch (op) {
    case 0:
        return a == b;
    case 1:
        return a != b;
    case 2:
        return a < b;
    case 3:
        return a <= b;
    case 4:
        return a > b;
    default:
        return a >= b;
    }
}

static bool is_within(int day, int anchor, int days, int direction)
{
    int apart = day - anchor;
    switch (direction) {
    case 0:
        return apart <= 0 && apart >= -days;
    case 1:
        return apart >= 0 && apart <= days;
    default:
        return apart >= -days && apart <= days;
    }
}

static bool quantify(struct world *world, const struct node *node)
{
    struct walk walk = walk_begin(world, node->sort, node->set, node->set_of);
    while (walk_next(world, &walk)) {
        world->environment[node->variable] = walk.at;
        if (node->kids[0] && !evaluate(world, node->kids[0]))
            continue;
        if (node->n != EVERY || !evaluate(world, node->kids[1]))
            return node->n == SOME;
    }
    return node->n != SOME;
}

static int aggregate(struct world *world, const struct node *node)
{
    struct walk walk = walk_begin(world, node->sort, node->set, node->set_of);
    int count = 0;
    int result = 0;
    while (walk_next(world, &walk)) {
        world->environment[node->variable] = walk.at;
        if (node->kids[0] && !evaluate(world, node->kids[0]))
            continue;
        int value = node->op == COUNT ? 1 : evaluate(world, node->kids[1]);
        if (value == UNDEFINED || result == UNDEFINED)
            result = UNDEFINED;
        else if (node->op == COUNT || node->op == SUM)
            result += value;
        else if (!count || (node->op == LEAST ? value < result : value > result))
            result = value;
        count++;
    }
    return count || node->op == COUNT || node->op == SUM ? result : UNDEFINED;
}

static int count_set(struct world *world, const struct node *node)
{
    struct walk walk = walk_begin(world, node->set == ACTS_OF ? ACT : THING, node->set, node->set_of);
    int count = 0;
    while (walk_next(world, &walk))
        count++;
    return count;
}

/* `x in t.acts`; and, one link further, `x in t.acts.of` or `x in t.with.with`. */
static bool is_in_set(struct world *world, const struct node *node)
{
    int wanted = evaluate(world, node->kids[0]);
    struct walk walk = walk_begin(world, node->set == ACTS_OF ? ACT : THING, node->set, node->set_of);
    while (walk_next(world, &walk)) {
        if (node->op == IN_SET && walk.at == wanted)
            return true;
        if (node->op == IN_SETS_LINKS && (node->set == ACTS_OF ? world->values[ACT][walk.at][OF] == wanted
                                                               : has_link(world, walk.at, wanted)))
            return true;
    }
    return false;
}

static bool is_reachable(struct world *world, const struct node *node)
{
    int wanted = evaluate(world, node->kids[0]);
    int at = evaluate(world, node->set_of);
    for (int steps = 0; steps < WIDE; steps++) {
        at = world->values[ACT][at][BY];
        if (at == wanted)
            return true;
    }
    return false;
}

/* A measure and a table have a thing as their only variable. */
static int apply(struct world *world, const struct node *node)
{
    const struct small *small = world->small;
    int environment[10];
    int thing = evaluate(world, node->kids[0]);
    int result;
    memcpy(environment, world->environment, sizeof environment);
    world->environment[0] = thing;
    if (node->op == MEASURE)
        result = evaluate(world, small->measure.value);
    else
        result = evaluate(world, small->rows[0]) ? 1 : evaluate(world, small->rows[1]) ? 2 : 3;
    memcpy(world->environment, environment, sizeof environment);
    return result;
}

static int arithmetic(struct world *world, const struct node *node)
{
    int a = evaluate(world, node->kids[0]);
    int b = evaluate(world, node->kids[1]);
    if (a == UNDEFINED || b == UNDEFINED)
        return UNDEFINED;
    return node->op == ADD ? a + b : a * b;
}

static int evaluate_number(struct world *world, const struct node *node)
{
    switch (node->op) {
    case GET_SIZE:
        return get_value(world, node, SIZE);
    case COUNT:
    case SUM:
    case LEAST:
    case GREATEST:
        return aggregate(world, node);
    case COUNT_SET:
        return count_set(world, node);
    case ADD:
    case TIMES:
        return arithmetic(world, node);
    case CHOOSE_NUMBER:
    case CHOOSE_CONDITION:
        return evaluate(world, node->kids[evaluate(world, node->kids[0]) ? 1 : 2]);
    case MEASURE:
    case TABLE:
        return apply(world, node);
    case GET_TOTAL:
        return world->totals[evaluate(world, node->kids[0])];
    case LET:
        return world->let;
    case GET_DAY:
        return get_value(world, node, ON);
    case VARIABLE:
        return world->environment[node->n];
    case LINK:
        return world->values[ACT][evaluate(world, node->kids[0])][node->n];
    case PART:
        return get_part(node->kids[0]->sort, evaluate(world, node->kids[0]), node->n);
    default:
        return node->n; /* a number, a day, a name */
    }
}

static int evaluate(struct world *world, const struct node *node)
{
    switch (node->op) {
    case AND:
        return evaluate(world, node->kids[0]) && evaluate(world, node->kids[1]);
    case OR:
        return evaluate(world, node->kids[0]) || evaluate(world, node->kids[1]);
    case NOT:
        return !evaluate(world, node->kids[0]);
    case HAS_FLAG:
        return get_value(world, node, FLAG);
    case COMPARE:
        return compare(world, node->n, evaluate(world, node->kids[0]), evaluate(world, node->kids[1]));
    case COMPARE_RATE:
        return compare(world, node->n, get_value(world, node, RATE), node->m);
    case IS_UNDER:
        return is_below(get_value(world, node, UNDER), node->n);
    case IS_CATEGORY:
        return get_value(world, node, UNDER) == node->n;
    case BEFORE:
        return evaluate(world, node->kids[0]) < evaluate(world, node->kids[1]);
    case AFTER:
        return evaluate(world, node->kids[0]) > evaluate(world, node->kids[1]);
    case SAME_DAY:
    case IS_SAME:
        return evaluate(world, node->kids[0]) == evaluate(world, node->kids[1]);
    case AT_MOST_DAY:
        return evaluate(world, node->kids[0]) <= evaluate(world, node->kids[1]);
    case WITHIN:
        return is_within(evaluate(world, node->kids[0]), evaluate(world, node->kids[1]), node->n, node->m);
    case DURING:
        return evaluate(world, node->kids[0]) >= node->n && evaluate(world, node->kids[0]) <= node->m;
    case IN_SET:
    case IN_SETS_LINKS:
        return is_in_set(world, node);
    case IN_REACHABLE:
        return is_reachable(world, node);
    case QUANTIFY:
        return quantify(world, node);
    case HAS_SIGN:
        return get_part(SIGN, evaluate(world, node->kids[0]), 1);
    case ASKS_RECORDED:
        return node->n == 0;
    case ASKS_UNKNOWN:
        return node->n != 0;
    default:
        return evaluate_number(world, node);
    }
}

/* Rules */

static bool passes(struct world *world, const struct small_rule *rule)
{
    if (rule->let)
        world->let = evaluate(world, rule->let);
    for (int i = 0; i < CONDITIONS; i++) {
        if (rule->conditions[i] && !evaluate(world, rule->conditions[i]))
            return false;
    }
    return true;
}

static int get_second(struct world *world, const struct small_rule *rule)
{
    const struct node *node = rule->arguments[1];
    if (!node)
        return 0;
    bool is_field = rule->head == CLASS && node->op == IS_UNDER;
    return is_field ? get_value(world, node, UNDER) : evaluate(world, node) % WIDE;
}

static bool conclude(struct world *world, const struct small_rule *rule)
{
    if (!passes(world, rule))
        return false;
    int tuple = evaluate(world, rule->arguments[0]) * WIDE + get_second(world, rule);
    bool is_new = !world->holds[rule->head][tuple];
    if (rule->value) {
        int total = evaluate(world, rule->value);
        if (!is_new && world->totals[tuple] != total && total != UNDEFINED)
            world->contradicts = world->contradicts || world->totals[tuple] != UNDEFINED;
        if (is_new || total != UNDEFINED)
            world->totals[tuple] = total;
    }
    world->holds[rule->head][tuple] = true;
    return is_new;
}

static bool run(struct world *world, const struct small_rule *rule, int from)
{
    if (from == rule->binder_count)
        return conclude(world, rule);
    const struct binder *binder = &rule->binders[from];
    struct walk walk = walk_begin(world, binder->sort, binder->set, binder->set_of);
    bool grown = false;
    while (walk_next(world, &walk)) {
        world->environment[binder->variable] = walk.at;
        grown = run(world, rule, from + 1) || grown;
    }
    return grown;
}

static void ask(struct world *world, int check)
{
    const struct small_rule *rule = &world->small->checks[check];
    for (int thing = 0; thing < WIDE && !rule->is_dropped; thing++) {
        world->environment[0] = thing;
        world->speaks[check][thing] = world->exists[THING][thing] && passes(world, rule);
    }
}

void world_conclude(struct world *world)
{
    const struct small *small = world->small;
    for (int rank = 1; rank < SORTS; rank++) {
        bool grown = true;
        while (grown) {
            grown = false;
            for (int i = 0; i < small->rule_count; i++) {
                const struct small_rule *rule = &small->rules[i];
                if (!rule->is_dropped && small->rank[rule->head] == rank)
                    grown = run(world, rule, 0) || grown;
            }
        }
    }
    for (int i = 0; i < small->check_count; i++)
        ask(world, i);
}
