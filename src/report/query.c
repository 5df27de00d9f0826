/* Which instances a part of a report shows, in which order. */
#include "report/query.h"

#include "base/utf8.h"
#include "rules/show.h"

#include <stdlib.h>

enum { ORDERS_MOST = 8 };

/* A thing found, with what it is ordered by. */
struct found {
    struct value value;
    uint32_t at;
    struct value keys[ORDERS_MOST];
    struct text folded[ORDERS_MOST];
    bool descending[ORDERS_MOST];
    uint32_t key_count;
};

struct collecting {
    const struct ast_query *query;
    VEC(struct found) found;
};

static void find_keys(struct interp *interp, const struct ast_query *query, struct found *found)
{
    AST_EACH (order, query->orders) {
        uint32_t key = found->key_count;
        if (key == ORDERS_MOST)
            break;
        struct value value = interp_value(interp, AST_AS(order, order)->value);
        if (value.tag == VALUE_INSTANCE)
            value = (struct value){ .tag = VALUE_TEXT, .as.text = &value.as.instance->title };
        if (value.tag == VALUE_TEXT || value.tag == VALUE_PROSE)
            found->folded[key] = utf8_fold(interp->session->arena, *value.as.text);
        found->keys[key] = value;
        found->descending[key] = AST_AS(order, order)->descending != 0;
        found->key_count++;
    }
}

static bool collect(struct interp *interp, struct value member, bool certain, void *context)
{
    struct collecting *collecting = context;
    /* what is doubtful is recorded, and shown as doubtful; what may not belong here is not shown */
    if (value_is_unrecorded(member) ||
        (!certain && !(member.tag == VALUE_INSTANCE && member.as.instance->is_doubtful)))
        return true;
    if (collecting->query->where && interp_truth(interp, collecting->query->where) != TRUTH_TRUE)
        return !interp->failed;
    struct found found = { .value = member, .at = collecting->found.count };
    find_keys(interp, collecting->query, &found);
    VEC_PUSH(interp->session->arena, &collecting->found, found);
    return !interp->failed;
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_periods(struct value a, struct value b)
{
    struct period left;
    struct period right;
    if (!value_period(a, &left) || !value_period(b, &right))
        return 0;
    int64_t left_lo = left.open_from ? INT64_MIN : left.from.lo;
    int64_t right_lo = right.open_from ? INT64_MIN : right.from.lo;
    int64_t left_hi = left.open_to ? INT64_MAX : left.to.hi;
    int64_t right_hi = right.open_to ? INT64_MAX : right.to.hi;
    return left_lo != right_lo ? COMPARE(left_lo, right_lo) : COMPARE(left_hi, right_hi);
}

/* What is not recorded comes last. */
static int compare_keys(const struct found *a, const struct found *b, uint32_t key)
{
    struct value left = a->keys[key];
    struct value right = b->keys[key];
    struct number_range low;
    struct number_range high;
    bool left_none = left.tag == VALUE_NONE;
    bool right_none = right.tag == VALUE_NONE;
    if (left_none || right_none)
        return left_none - right_none;
    int order = 0;
    if (value_range(left, &low) && value_range(right, &high))
        order = number_compare(low.lo, high.lo);
    else if (left.tag == VALUE_DATE || left.tag == VALUE_PERIOD)
        order = compare_periods(left, right);
    else if (left.tag == VALUE_CATEGORY && right.tag == VALUE_CATEGORY)
        order = COMPARE(left.as.category->ordinal, right.as.category->ordinal);
    else if (a->folded[key].length || b->folded[key].length)
        order = text_compare(a->folded[key], b->folded[key]);
    return a->descending[key] ? -order : order;
}

static int compare_found(const void *left, const void *right)
{
    const struct found *a = left;
    const struct found *b = right;
    for (uint32_t key = 0; key < a->key_count; key++) {
        int order = compare_keys(a, b, key);
        if (order)
            return order;
    }
    return COMPARE(a->at, b->at);
}

void query_bind(struct interp *interp, const struct ast_query *query, struct value value)
{
    interp->variables[AST_AS(binder, query->binder)->variable->slot] = value;
}

struct value query_run(struct interp *interp, const struct ast_query *query)
{
    struct collecting collecting = { .query = query };
    interp_range(interp, AST_AS(binder, query->binder), query->where, collect, &collecting);
    if (collecting.found.count)
        qsort(collecting.found.items, collecting.found.count, sizeof *collecting.found.items,
              compare_found);
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, collecting.found.count);
    for (uint32_t i = 0; i < collecting.found.count; i++)
        items[i] = collecting.found.items[i].value;
    return value_of_list(items, collecting.found.count);
}

/* Groups */

/* The group that has these words, which is made if there is none. */
static struct query_group *find_group(struct arena *arena, struct query_groups *groups, struct text words)
{
    for (uint32_t i = 0; i < groups->count; i++) {
        if (text_equal(groups->items[i].words, words))
            return &groups->items[i];
    }
    VEC_PUSH(arena, groups, (struct query_group){ .words = words });
    return &groups->items[groups->count - 1];
}

struct query_groups query_group(struct interp *interp, const struct ast_query *query, struct value found,
                                const struct ast_node *by)
{
    struct arena *arena = interp->session->arena;
    struct query_groups groups = { 0 };
    for (uint32_t i = 0; i < found.count && !interp->failed; i++) {
        query_bind(interp, query, found.as.items[i]);
        struct query_group *group = find_group(arena, &groups, show_template(interp, by, true));
        VEC_PUSH(arena, &group->members, found.as.items[i]);
    }
    return groups;
}
