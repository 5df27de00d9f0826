/* The fast engine: the plan's steps over columns, a case at a time. Comes in: a plan. Goes out: the
 * conclusions of every case in words, and which checks speak. Whatever is met that a word cannot hold, or two
 * rules that contradict each other, leaves the run, and the reference interpreter decides. */
#include "engine/fast.h"

#include "engine/fast_parts.h"
#include "engine/fast_tell.h"
#include "engine/reference.h"
#include "rules/interp.h"

struct runner_step {
    const struct plan_step *plan;
    struct looper *loop;
    const struct node *node;
    const struct node **values;
    const struct runner_step *next;
};

struct runner_rule {
    const struct plan_rule *plan;
    const struct runner_step *first;
    struct concluded *concludes;
    uint32_t index;
    bool is_new; /* each way gives a conclusion that was not there */
    bool keeps_way;
    bool was_run;   /* in this stratum and case */
    uint32_t seen;  /* how much there was of what it asks for, when it last ran */
};

struct runner_check {
    const struct plan_check *plan;
    const struct runner_step *first;
};

/* Making ready */

static const struct runner_step *step_new(struct run *run, const struct plan_step *plan, uint32_t depth,
                                          uint32_t fields)
{
    if (!plan)
        return NULL;
    struct runner_step *step = ARENA_NEW(run->arena, struct runner_step);
    step->plan = plan;
    step->loop = plan->loop ? looper_new(run, plan->loop, depth) : NULL;
    step->node = node_new(run, plan->expr, depth);
    if (plan->kind == STEP_CONCLUDE) {
        step->values = ARENA_ARRAY(run->arena, const struct node *, fields + 1);
        for (uint32_t i = 0; i < fields; i++)
            step->values[i] = node_new(run, plan->values[i], depth);
    }
    step->next = step_new(run, plan->next, depth + (plan->loop != NULL), fields);
    return step;
}

static bool gives_reason(const struct rule *rule)
{
    AST_EACH (step, rule->ast->steps) {
        if (step->kind == AST_BECAUSE)
            return true;
    }
    return false;
}

static bool is_told_apart(const struct plan_step *step)
{
    while (step->next)
        step = step->next;
    return step->is_told_apart;
}

static void make_ready(struct run *run)
{
    struct plan *plan = run->plan;
    run->concluded = ARENA_ARRAY(run->arena, struct concluded, plan->derived.count + 1);
    for (uint32_t i = 0; i < plan->derived.count; i++)
        run->concluded[i] = (struct concluded){
            .plan = plan->derived.items[i], .words = plan->derived.items[i]->words,
            .starts = ARENA_ARRAY(run->arena, uint32_t, run->store->case_count + 1) };
    run->rules = ARENA_ARRAY(run->arena, struct runner_rule, plan->rules.count + 1);
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        run->rules[i] = (struct runner_rule){
            .plan = rule, .index = i, .concludes = &run->concluded[rule->concludes->index],
            .first = step_new(run, rule->first, 0, rule->concludes->kind->fields.count),
            .is_new = rule->is_alone && !rule->asks_any && is_told_apart(rule->first),
            .keeps_way = gives_reason(rule->rule) };
    }
    run->checks = ARENA_ARRAY(run->arena, struct runner_check, plan->checks.count + 1);
    for (uint32_t i = 0; i < plan->checks.count; i++)
        run->checks[i] = (struct runner_check){ plan->checks.items[i],
                                                step_new(run, plan->checks.items[i]->first, 0, 0) };
}

/* Conclusions */

static uint32_t hash_of(const struct concluded *concluded, const int64_t *words)
{
    uint64_t hash = 1;
    for (uint32_t i = 0; i < concluded->plan->kind->fields.count; i++) {
        const struct plan_field *field = &concluded->plan->fields[i];
        if (field->is_identity)
            hash = (hash ^ (uint64_t)words[field->at]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash >> 16);
}

static bool is_same(const struct concluded *concluded, const int64_t *a, const int64_t *b)
{
    for (uint32_t i = 0; i < concluded->plan->kind->fields.count; i++) {
        const struct plan_field *field = &concluded->plan->fields[i];
        if (field->is_identity && a[field->at] != b[field->at])
            return false;
    }
    return true;
}

static int64_t *words_at(const struct concluded *concluded, uint32_t at)
{
    return concluded->items + (size_t)at * concluded->words;
}

/* The place of a conclusion with these words, or an empty one. */
static uint32_t find_place(const struct concluded *concluded, const struct run *run, const int64_t *words)
{
    uint32_t at = hash_of(concluded, words) & (concluded->room - 1);
    while (concluded->stamps[at] == run->stamp &&
           !is_same(concluded, words_at(concluded, concluded->places[at]), words))
        at = (at + 1) & (concluded->room - 1);
    return at;
}

static void put_in_place(struct concluded *concluded, const struct run *run, uint32_t at)
{
    uint32_t place = find_place(concluded, run, words_at(concluded, at));
    concluded->places[place] = at;
    concluded->stamps[place] = run->stamp;
}

/* Chains what was concluded since it was last asked; makes room for it. */
static void catch_up(struct concluded *concluded, struct run *run)
{
    uint32_t count = concluded->count - concluded->here;
    if (count * 2 >= concluded->room) {
        while (count * 2 >= concluded->room)
            concluded->room = concluded->room ? concluded->room * 2 : 64;
        concluded->places = ARENA_ARRAY(run->arena, uint32_t, concluded->room);
        concluded->stamps = ARENA_ARRAY(run->arena, uint32_t, concluded->room);
        concluded->chained = 0;
    }
    for (; concluded->chained < count; concluded->chained++)
        put_in_place(concluded, run, concluded->here + concluded->chained);
}

enum { FEW = 8 };

static uint32_t find_conclusion(struct concluded *concluded, struct run *run, const int64_t *words)
{
    if (concluded->count - concluded->here > FEW) {
        catch_up(concluded, run);
        uint32_t place = find_place(concluded, run, words);
        return concluded->stamps[place] == run->stamp ? concluded->places[place] : concluded->count;
    }
    uint32_t at = concluded->here;
    while (at < concluded->count && !is_same(concluded, words_at(concluded, at), words))
        at++;
    return at;
}

static void grow(struct concluded *concluded, struct run *run)
{
    uint32_t capacity = concluded->capacity ? concluded->capacity * 2 : 64;
    int64_t *items = ARENA_ARRAY(run->arena, int64_t, (size_t)capacity * concluded->words + 1);
    uint8_t *is_certain = ARENA_ARRAY(run->arena, uint8_t, capacity);
    uint32_t *rules = ARENA_ARRAY(run->arena, uint32_t, capacity);
    uint32_t *ways = ARENA_ARRAY(run->arena, uint32_t, capacity);
    if (concluded->count) {
        memcpy(items, concluded->items, sizeof *items * concluded->count * concluded->words);
        memcpy(is_certain, concluded->is_certain, concluded->count);
        memcpy(rules, concluded->rules, sizeof *rules * concluded->count);
        memcpy(ways, concluded->ways, sizeof *ways * concluded->count);
    }
    concluded->items = items;
    concluded->is_certain = is_certain;
    concluded->rules = rules;
    concluded->ways = ways;
    concluded->capacity = capacity;
}

static uint32_t keep_way(struct run *run, uint32_t slots)
{
    uint32_t first = run->ways.count;
    for (uint32_t i = 0; i < slots; i++)
        VEC_PUSH(run->arena, &run->ways, run->slots[i]);
    return first;
}

static void add(struct run *run, const struct runner_rule *rule, bool is_certain)
{
    struct concluded *concluded = rule->concludes;
    uint32_t at = concluded->count++;
    concluded->is_certain[at] = is_certain;
    concluded->rules[at] = rule->index;
    concluded->ways[at] = rule->keeps_way ? keep_way(run, rule->plan->slots) : 0;
    run->total++;
    if (run->total > run->plan->session->options.max_conclusions)
        run_leave(run);
}

/* What was possible and is certain becomes so when the rule is done; its words are the certain way's. */
static void raise_later(struct run *run, const struct runner_rule *rule, uint32_t at, const int64_t *words)
{
    struct concluded *concluded = rule->concludes;
    if (memcmp(words_at(concluded, at), words, sizeof *words * concluded->words) != 0)
        run_leave(run); /* it is seen with its old words until then: let the reference do that */
    for (uint32_t i = 0; i < run->raised.count; i += 2) {
        if (run->raised.items[i] == concluded->plan->index && run->raised.items[i + 1] == at)
            return;
    }
    concluded->rules[at] = rule->index;
    concluded->ways[at] = rule->keeps_way ? keep_way(run, rule->plan->slots) : 0;
    VEC_PUSH(run->arena, &run->raised, concluded->plan->index);
    VEC_PUSH(run->arena, &run->raised, at);
}

static void put_words(struct run *run, const struct runner_rule *rule, const struct runner_step *step,
                      int64_t *words)
{
    const struct plan_derived *derived = rule->plan->concludes;
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        const struct plan_field *field = &derived->fields[i];
        const struct node *value = step->values[i];
        if (field->shape == SHAPE_RANGE) {
            struct span_of_numbers range = { PLAN_NONE, PLAN_NONE };
            if (value)
                range = value->range(value, run);
            words[field->at] = range.lo;
            words[field->at + 1] = range.hi;
        } else {
            words[field->at] = value                         ? node_get(value, run)
                               : field->shape == SHAPE_TRUTH ? TRUTH_UNKNOWN
                                                             : PLAN_NONE;
        }
    }
}

static void conclude(struct run *run, const struct runner_rule *rule, const struct runner_step *step,
                     enum truth truth)
{
    struct concluded *concluded = rule->concludes;
    if (concluded->count == concluded->capacity)
        grow(concluded, run);
    int64_t *words = words_at(concluded, concluded->count); /* kept if it is new */
    put_words(run, rule, step, words);
    uint32_t at = rule->is_new ? concluded->count : find_conclusion(concluded, run, words);
    if (run->has_left)
        return;
    if (at == concluded->count)
        add(run, rule, truth == TRUTH_TRUE);
    else if (truth == TRUTH_TRUE && !concluded->is_certain[at])
        raise_later(run, rule, at, words);
    else if (!(concluded->is_certain[at] && truth != TRUTH_TRUE) &&
             memcmp(words_at(concluded, at), words, sizeof *words * concluded->words) != 0)
        run_leave(run); /* two values for one thing */
}

/* Steps */

/* Who is walking: a rule or a check. */
struct walker {
    const struct runner_rule *rule;
    const struct runner_check *check;
};

static void say(struct run *run, const struct runner_check *check, const struct runner_step *step,
                enum truth truth)
{
    struct said said = { .check = check->plan, .message = step->plan->ast, .in_case = run->current,
                         .way = keep_way(run, check->plan->slots), .truth = truth };
    VEC_PUSH(run->arena, &run->said, said);
}

static void walk(struct run *run, const struct walker *walker, const struct runner_step *step,
                 enum truth truth)
{
    for (; step && !run->has_left; step = step->next) {
        struct cursor cursor;
        switch (step->plan->kind) {
        case STEP_LOOP:
            cursor = looper_open(step->loop, run);
            for (enum truth row; (row = looper_next(step->loop, run, &cursor)) != TRUTH_FALSE;)
                walk(run, walker, step->next, truth_and(row, truth));
            return;
        case STEP_WHERE:
            truth = truth_and(truth, (enum truth)node_get(step->node, run));
            if (truth == TRUTH_FALSE)
                return;
            break;
        case STEP_LET:
            if (step->node->word) {
                run->slots[step->plan->slot] = node_get(step->node, run);
            } else {
                struct span_of_numbers range = step->node->range(step->node, run);
                run->slots[step->plan->slot] = range.lo;
                run->slots[step->plan->slot + 1] = range.hi;
            }
            break;
        case STEP_CONCLUDE:
            conclude(run, walker->rule, step, truth);
            return;
        case STEP_MESSAGE:
            say(run, walker->check, step, truth);
            return;
        }
    }
}

/* Rules of a stratum, to their end */

static void see_all(struct run *run)
{
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        if (run->concluded[i].grows)
            run->concluded[i].visible = run->concluded[i].count;
    }
}

static bool run_rule(struct run *run, const struct runner_rule *rule)
{
    struct walker walker = { .rule = rule };
    uint32_t before = rule->concludes->count;
    see_all(run);
    run->raised.count = 0;
    walk(run, &walker, rule->first, TRUTH_TRUE);
    for (uint32_t i = 0; i < run->raised.count; i += 2) {
        run->concluded[run->raised.items[i]].is_certain[run->raised.items[i + 1]] = 1;
        run->concluded[run->raised.items[i]].raises++;
    }
    return rule->concludes->count > before || run->raised.count;
}

static bool is_of(const struct runner_rule *rule, uint32_t stratum, bool is_across)
{
    return rule->plan->concludes->kind->stratum == stratum && rule->plan->rule->is_across == is_across;
}

/* How much there is of what a rule asks for in its own stratum. */
static uint32_t asked_now(const struct run *run, const struct runner_rule *rule)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        if (rule->plan->asks[i])
            sum += run->concluded[i].count + run->concluded[i].raises;
    }
    return sum;
}

/* A rule is run again only where there is more of what it asks for: else it would find the same. */
static bool run_if_needed(struct run *run, struct runner_rule *rule)
{
    uint32_t now = asked_now(run, rule);
    if (rule->was_run && rule->seen == now)
        return false;
    rule->was_run = true;
    rule->seen = now;
    return run_rule(run, rule);
}

static void run_stratum(struct run *run, uint32_t stratum, bool is_across)
{
    for (uint32_t i = 0; i < run->plan->rules.count; i++)
        run->rules[i].was_run = false;
    for (bool grown = true; grown && !run->has_left;) {
        grown = false;
        for (uint32_t i = 0; i < run->plan->rules.count && !run->has_left; i++) {
            if (is_of(&run->rules[i], stratum, is_across))
                grown = run_if_needed(run, &run->rules[i]) || grown;
        }
    }
    tell_sort(run, stratum, is_across);
    see_all(run);
}

static bool has_rules(const struct run *run, uint32_t stratum, bool is_across)
{
    for (uint32_t i = 0; i < run->plan->rules.count; i++) {
        if (is_of(&run->rules[i], stratum, is_across))
            return true;
    }
    return false;
}

static void enter_case(struct run *run, uint32_t in_case, uint32_t from, uint32_t to)
{
    run->current = in_case;
    run->stamp++;
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        struct concluded *concluded = &run->concluded[i];
        uint32_t stratum = concluded->plan->kind->stratum;
        concluded->grows = stratum >= from && stratum < to && !concluded->plan->is_across;
        if (concluded->grows)
            concluded->starts[in_case] = concluded->starts[in_case + 1] = concluded->count;
        bool is_whole = concluded->plan->is_across;
        concluded->here = is_whole ? 0 : concluded->starts[in_case];
        concluded->visible = is_whole ? concluded->count : concluded->starts[in_case + 1];
        concluded->chained = 0;
    }
}

static void leave_case(struct run *run, uint32_t in_case, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        struct concluded *concluded = &run->concluded[i];
        uint32_t stratum = concluded->plan->kind->stratum;
        if (stratum >= from && stratum < to && !concluded->plan->is_across)
            concluded->starts[in_case + 1] = concluded->count;
    }
}

/* Strata from..to-1, in which nothing is concluded across cases but in the last, case by case. */
static void run_cases(struct run *run, uint32_t from, uint32_t to)
{
    run->is_across = false;
    for (uint32_t in_case = 0; in_case < run->store->case_count && !run->has_left; in_case++) {
        enter_case(run, in_case, from, to);
        for (uint32_t stratum = from; stratum < to && !run->has_left; stratum++)
            run_stratum(run, stratum, false);
        leave_case(run, in_case, from, to);
    }
}

static void run_across(struct run *run, uint32_t stratum)
{
    run->is_across = true;
    run->stamp++;
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        run->concluded[i].here = run->concluded[i].chained = 0;
        run->concluded[i].grows = true;
    }
    run_stratum(run, stratum, true);
    run->is_across = false;
}

static void forget(struct run *run)
{
    for (uint32_t i = 0; i < run->plan->derived.count; i++) {
        struct concluded *concluded = &run->concluded[i];
        concluded->count = concluded->raises = concluded->visible = concluded->chained = 0;
        memset(concluded->starts, 0, (run->store->case_count + 1) * sizeof *concluded->starts);
    }
    run->ways.count = run->said.count = 0;
    run->total = 0;
}

void run_rules(struct run *run)
{
    forget(run);
    uint32_t strata = run->store->model->strata;
    for (uint32_t from = 0; from < strata && !run->has_left;) {
        uint32_t to = from;
        while (to < strata && !has_rules(run, to, true))
            to++;
        to += to < strata; /* the stratum with such rules: its others first */
        run_cases(run, from, to);
        if (!run->has_left && has_rules(run, to - 1, true))
            run_across(run, to - 1);
        from = to;
    }
}

static void run_checks(struct run *run)
{
    for (uint32_t in_case = 0; in_case < run->store->case_count && !run->has_left; in_case++) {
        enter_case(run, in_case, 0, 0);
        for (uint32_t i = 0; i < run->plan->checks.count && !run->has_left; i++) {
            struct walker walker = { .check = &run->checks[i] };
            walk(run, &walker, run->checks[i].first, TRUTH_TRUE);
        }
    }
}

/* The whole run */

const char *fast_prepare(struct model *model, void **ready)
{
    const char *trouble = NULL;
    struct text why = TEXT("");
    struct store *store = store_new(interp_new(model, NULL), &trouble);
    struct plan *plan = store ? plan_new(model, store, &why) : NULL;
    *ready = plan;
    if (plan)
        return NULL;
    return trouble ? trouble : arena_copy(model->session->arena, why.bytes, why.length);
}

struct run *run_new(struct plan *plan)
{
    struct run *run = ARENA_NEW(plan->session->arena, struct run);
    *run = (struct run){ .plan = plan, .store = plan->store, .arena = plan->session->arena };
    make_ready(run);
    return run;
}

bool fast_run(struct model *model, void *ready, struct eval_sink *sink)
{
    struct run *run = run_new(ready);
    struct session *session = model->session;
    uint32_t told = session->diags.count;
    size_t errors = session->error_count;
    run_rules(run);
    if (!run->has_left)
        run_checks(run);
    if (run->has_left || !tell_prepare(run)) {
        session->diags.count = told; /* the reference interpreter tells it with what it was met by */
        session->error_count = errors;
        return reference_run(model, NULL, sink);
    }
    tell_all(run, sink);
    return true;
}
