/* Loops made ready to run. What a loop asks of its rows alone is worked out once a case where the loop
 * stands within another; so a quantifier over the referrals of a case looks at its events only once. */
#include "engine/fast_parts.h"

/* Making ready */

static const bool *kinds_below(struct run *run, const struct kind *kind)
{
    const struct model *model = run->store->model;
    bool *below = ARENA_ARRAY(run->arena, bool, model->kinds.count + 1);
    for (uint32_t i = 0; i < model->kinds.count; i++)
        below[i] = kind_is(model->kinds.items[i], kind);
    return below;
}

/* Room for the most rows that any case has. */
static struct looper_cache *cache_new(struct run *run, const struct store_table *table)
{
    struct looper_cache *cache = ARENA_NEW(run->arena, struct looper_cache);
    uint32_t most = table->is_shared ? table->count : 0;
    for (uint32_t i = 0; i < run->store->case_count && table->starts; i++) {
        uint32_t count = table->starts[i + 1] - table->starts[i];
        most = count > most ? count : most;
    }
    cache->rows = ARENA_ARRAY(run->arena, uint32_t, most + 1);
    cache->truths = ARENA_ARRAY(run->arena, uint8_t, most + 1);
    return cache;
}

/* The column of a loop's own row, that a condition compares with what does not depend on it; or NULL. */
static const struct plan_expr *own_column(const struct plan_loop *plan, const struct plan_expr *column,
                                          const struct plan_expr *other)
{
    bool is_own = (column->op == PLAN_COLUMN || column->op == PLAN_CONCLUDED) && !column->may_be_none &&
                  column->a->op == PLAN_VARIABLE && column->a->slot == plan->slot;
    bool is_word = is_own && column->shape != SHAPE_RANGE && column->shape != SHAPE_TRUTH &&
                   other->shape == column->shape && (column->op == PLAN_CONCLUDED || column->column->narrow);
    return is_word && !other->may_be_none && !(other->needs >> plan->slot & 1) ? column : NULL;
}

/* Takes the first such condition out of some joined by `and`, as the loop's key; gives what is left. */
static const struct plan_expr *take_key(struct run *run, struct looper *looper, const struct plan_expr *where,
                                        uint32_t depth)
{
    if (!where || looper->key || looper->plan->keeps_order)
        return where;
    if (where->op == PLAN_AND) {
        const struct plan_expr *a = take_key(run, looper, where->a, depth);
        const struct plan_expr *b = take_key(run, looper, where->b, depth);
        struct plan_expr *both = ARENA_NEW(run->arena, struct plan_expr);
        *both = *where;
        both->a = a;
        both->b = b;
        return a && b ? both : a ? a : b;
    }
    if (where->op != PLAN_EQUAL)
        return where;
    const struct plan_expr *column = own_column(looper->plan, where->a, where->b);
    const struct plan_expr *other = column ? where->b : where->a;
    column = column ? column : own_column(looper->plan, where->b, where->a);
    if (!column)
        return where;
    looper->key = node_new(run, other, depth);
    looper->keys = column->op == PLAN_COLUMN ? column->column->narrow : NULL;
    looper->first_key = column->op == PLAN_COLUMN ? column->column->table->first : column->concluded->at;
    return NULL;
}

struct looper *looper_new(struct run *run, const struct plan_loop *plan, uint32_t depth)
{
    struct looper *looper = ARENA_NEW(run->arena, struct looper);
    *looper = (struct looper){ .plan = plan, .slot = plan->slot };
    looper->of = node_new(run, plan->of, depth);
    looper->own = node_new(run, plan->own, depth + 1);
    looper->where = node_new(run, take_key(run, looper, plan->where, depth), depth + 1);
    looper->inner = plan->inner ? looper_new(run, plan->inner, depth + 1) : NULL;
    looper->concluded = plan->derived ? &run->concluded[plan->derived->index] : NULL;
    if (plan->narrows && plan->kind)
        looper->is_of_kind = kinds_below(run, plan->kind);
    if (plan->source == OVER_ALL && plan->own && depth > 0)
        looper->cache = cache_new(run, plan->table);
    return looper;
}

/* Going through */

static bool is_of_kind(const struct looper *looper, const struct run *run, uint32_t row)
{
    return !looper->is_of_kind || looper->is_of_kind[run->store->instances[row]->of->index];
}

static struct cursor rows_of_table(const struct store_table *table, const struct run *run)
{
    if (run->is_across && table->in_order)
        return (struct cursor){ .rows = table->in_order, .at = 0, .end = table->count };
    if (run->is_across || table->is_shared)
        return (struct cursor){ .at = table->first, .end = table->first + table->count };
    return (struct cursor){ .at = table->starts[run->current], .end = table->starts[run->current + 1] };
}

static void fill_cache(struct looper *looper, struct run *run)
{
    struct looper_cache *cache = looper->cache;
    struct cursor cursor = rows_of_table(looper->plan->table, run);
    cache->stamp = run->stamp;
    cache->count = 0;
    for (uint32_t row = cursor.at; row < cursor.end; row++) {
        if (!is_of_kind(looper, run, row))
            continue;
        run->slots[looper->slot] = row;
        int64_t truth = node_get(looper->own, run);
        if (truth == TRUTH_FALSE)
            continue;
        cache->rows[cache->count] = row;
        cache->truths[cache->count++] = (uint8_t)truth;
    }
}

static struct cursor linked_rows(const struct store_links *links, uint32_t at)
{
    return (struct cursor){ .rows = links->rows, .at = links->starts[at], .end = links->starts[at + 1] };
}

static struct cursor members(const struct looper *looper, const struct run *run, uint32_t in_case)
{
    const struct store_table *table = looper->plan->table;
    if (run->store->case_count < 2)
        return (struct cursor){ .at = table->first, .end = table->first + table->count };
    if (table->is_shared)
        return (struct cursor){ .at = 0, .end = 0 };
    return (struct cursor){ .at = table->starts[in_case], .end = table->starts[in_case + 1] };
}

/* While rules run within cases, it is the one at hand that is asked for, and it sees what has come so far. */
static struct cursor own_conclusions(const struct looper *looper, const struct run *run, uint32_t in_case)
{
    const struct concluded *concluded = looper->concluded;
    if (run->store->case_count < 2)
        return (struct cursor){ .at = 0, .end = concluded->plan->is_across ? 0 : concluded->visible };
    if (concluded->plan->is_across)
        return (struct cursor){ .at = 0, .end = 0 };
    if (concluded->grows && !run->is_across)
        return (struct cursor){ .at = concluded->here, .end = concluded->visible };
    return (struct cursor){ .at = concluded->starts[in_case], .end = concluded->starts[in_case + 1] };
}

static struct cursor open_source(struct looper *looper, struct run *run)
{
    const struct plan_loop *plan = looper->plan;
    const struct concluded *concluded = looper->concluded;
    uint32_t of = looper->of ? (uint32_t)node_get(looper->of, run) : 0;
    uint32_t first_case = run->store->cases ? run->store->cases->first : 0;
    switch (plan->source) {
    case OVER_ALL:
        if (!looper->cache || run->is_across)
            return rows_of_table(plan->table, run);
        if (looper->cache->stamp != run->stamp)
            fill_cache(looper, run);
        return (struct cursor){ .rows = looper->cache->rows, .truths = looper->cache->truths,
                                .end = looper->cache->count };
    case OVER_CONCLUDED:
        return (struct cursor){ .at = run->is_across || concluded->plan->is_across ? 0 : concluded->here,
                                .end = concluded->visible };
    case OVER_LINKED:
        return linked_rows(plan->links, of - plan->links->from->first);
    case OVER_LINKING:
        return linked_rows(plan->links, of);
    case OVER_MEMBERS:
        return members(looper, run, of - first_case);
    case OVER_OWN:
        return own_conclusions(looper, run, of - first_case);
    case OVER_ONE:
        return (struct cursor){ .at = of, .end = of + 1 };
    case OVER_CATEGORIES:
        break;
    }
    return (struct cursor){ .at = (uint32_t)plan->first, .end = (uint32_t)plan->last + 1 };
}

struct cursor looper_open(struct looper *looper, struct run *run)
{
    struct cursor cursor = open_source(looper, run);
    if (looper->key)
        cursor.key = node_get(looper->key, run);
    return cursor;
}

/* Goes on to the next row that has the key. */
static void seek_key(const struct looper *looper, struct cursor *cursor)
{
    const int32_t *keys = looper->keys;
    const struct concluded *concluded = looper->concluded;
    uint32_t at = cursor->at;
    if (!keys) {
        const int64_t *words = concluded->items + looper->first_key;
        while (at < cursor->end && words[(size_t)at * concluded->words] != cursor->key)
            at++;
    } else if (cursor->rows) {
        while (at < cursor->end && keys[cursor->rows[at] - looper->first_key] != cursor->key)
            at++;
    } else {
        while (at < cursor->end && keys[at - looper->first_key] != cursor->key)
            at++;
    }
    cursor->at = at;
}

/* Whether a row that was found by its link is here: rows of other cases do not count. */
static bool is_here(const struct looper *looper, const struct run *run, uint32_t row)
{
    const struct store_table *table = looper->plan->table;
    return looper->plan->source != OVER_LINKING || run->is_across || table->is_shared ||
           (row >= table->starts[run->current] && row < table->starts[run->current + 1]);
}

enum truth looper_next(struct looper *looper, struct run *run, struct cursor *cursor)
{
    const struct concluded *concluded = looper->concluded;
    while (cursor->at < cursor->end) {
        if (looper->key)
            seek_key(looper, cursor);
        if (cursor->at == cursor->end)
            break;
        uint32_t at = cursor->at++;
        uint32_t row = cursor->rows ? cursor->rows[at] : at;
        int64_t truth = TRUTH_TRUE;
        run->slots[looper->slot] = row;
        if (cursor->truths)
            truth = cursor->truths[at];
        else if (concluded)
            truth = concluded->is_certain[row] ? TRUTH_TRUE : TRUTH_UNKNOWN;
        else if (!is_of_kind(looper, run, row) || !is_here(looper, run, row))
            continue;
        if (truth != TRUTH_TRUE && concluded && looper->plan->only_certain)
            continue;
        if (looper->own && !cursor->truths) {
            int64_t own = node_get(looper->own, run);
            truth = own < truth ? own : truth;
        }
        if (looper->where && truth != TRUTH_FALSE) {
            int64_t where = node_get(looper->where, run);
            truth = where < truth ? where : truth;
        }
        if (truth != TRUTH_FALSE)
            return (enum truth)truth;
    }
    return TRUTH_FALSE;
}

/* Quantifiers */

int64_t node_some(const struct node *node, struct run *run)
{
    struct looper *looper = node->loop;
    struct cursor cursor = looper_open(looper, run);
    enum truth found = looper->plan->is_open ? TRUTH_UNKNOWN : TRUTH_FALSE;
    for (enum truth truth; found != TRUTH_TRUE && (truth = looper_next(looper, run, &cursor)) != TRUTH_FALSE;)
        found = truth_or(found, truth);
    return found;
}

/* Aggregates */

/* What comes through a loop and those within it. */
struct tally {
    const struct node *node;
    int64_t certain;
    int64_t possible;
    struct span_of_numbers sum;
    int64_t extreme;
    bool is_unknown;
    uint32_t distinct_at; /* where the values found so far begin in run->ways */
};

typedef void tally_row(struct tally *tally, struct run *run, enum truth truth);

static void go_through(struct looper *looper, struct run *run, struct tally *tally, enum truth so_far,
                       tally_row *count)
{
    struct cursor cursor = looper_open(looper, run);
    for (enum truth truth; (truth = looper_next(looper, run, &cursor)) != TRUTH_FALSE && !run->has_left;) {
        if (looper->inner)
            go_through(looper->inner, run, tally, truth_and(truth, so_far), count);
        else
            count(tally, run, truth_and(truth, so_far));
    }
}

static void count_row(struct tally *tally, struct run *run, enum truth truth)
{
    (void)run;
    tally->certain += truth == TRUTH_TRUE;
    tally->possible++;
}

int64_t node_count(const struct node *node, struct run *run)
{
    struct tally tally = { .node = node };
    go_through(node->loop, run, &tally, TRUTH_TRUE, count_row);
    return tally.possible;
}

struct span_of_numbers node_count_range(const struct node *node, struct run *run)
{
    struct tally tally = { .node = node };
    go_through(node->loop, run, &tally, TRUTH_TRUE, count_row);
    return (struct span_of_numbers){ tally.certain, tally.possible };
}

/* What may not belong there adds itself or nothing. */
static void sum_row(struct tally *tally, struct run *run, enum truth truth)
{
    struct span_of_numbers value = tally->node->a->range(tally->node->a, run);
    if (value.lo == PLAN_NONE) {
        tally->is_unknown = true;
        return;
    }
    if (truth != TRUTH_TRUE) {
        value.lo = value.lo < 0 ? value.lo : 0;
        value.hi = value.hi > 0 ? value.hi : 0;
    }
    if (__builtin_add_overflow(tally->sum.lo, value.lo, &tally->sum.lo) ||
        __builtin_add_overflow(tally->sum.hi, value.hi, &tally->sum.hi))
        run_leave(run);
}

struct span_of_numbers node_sum_range(const struct node *node, struct run *run)
{
    struct tally tally = { .node = node };
    go_through(node->loop, run, &tally, TRUTH_TRUE, sum_row);
    return tally.is_unknown ? (struct span_of_numbers){ PLAN_NONE, PLAN_NONE } : tally.sum;
}

int64_t node_sum(const struct node *node, struct run *run)
{
    return node_sum_range(node, run).lo;
}

static void extreme_row(struct tally *tally, struct run *run, enum truth truth)
{
    int64_t value = node_get(tally->node->a, run);
    bool least = tally->node->expr->op == PLAN_MIN;
    (void)truth;
    tally->is_unknown = tally->is_unknown || value == PLAN_NONE;
    if (!tally->possible++ || (least ? value < tally->extreme : value > tally->extreme))
        tally->extreme = value;
}

int64_t node_extreme(const struct node *node, struct run *run)
{
    struct tally tally = { .node = node, .extreme = PLAN_NONE };
    go_through(node->loop, run, &tally, TRUTH_TRUE, extreme_row);
    return tally.is_unknown ? PLAN_NONE : tally.extreme;
}

/* The values found stand behind the ways kept so far, and are dropped again. */
static void distinct_row(struct tally *tally, struct run *run, enum truth truth)
{
    int64_t value = node_get(tally->node->a, run);
    (void)truth;
    for (uint32_t i = tally->distinct_at; i < run->ways.count; i++) {
        if (run->ways.items[i] == value)
            return;
    }
    VEC_PUSH(run->arena, &run->ways, value);
}

int64_t node_distinct(const struct node *node, struct run *run)
{
    struct tally tally = { .node = node, .distinct_at = run->ways.count };
    go_through(node->loop, run, &tally, TRUTH_TRUE, distinct_row);
    int64_t count = run->ways.count - tally.distinct_at;
    run->ways.count = tally.distinct_at;
    return count;
}
