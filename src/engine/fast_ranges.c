/* Numbers that are known only as a range: each operation on the ends of its operands. */
#include "engine/fast_parts.h"

static struct span_of_numbers both_ends(const struct node *node, struct run *run,
                                        int64_t (*apply)(struct run *run, int64_t a, int64_t b))
{
    struct span_of_numbers a = node->a->range(node->a, run);
    struct span_of_numbers b = node->b->range(node->b, run);
    if (is_none(a) || is_none(b))
        return no_range();
    int64_t ends[] = { apply(run, a.lo, b.lo), apply(run, a.lo, b.hi), apply(run, a.hi, b.lo),
                       apply(run, a.hi, b.hi) };
    struct span_of_numbers result = { ends[0], ends[0] };
    for (int i = 1; i < 4; i++) {
        result.lo = ends[i] < result.lo ? ends[i] : result.lo;
        result.hi = ends[i] > result.hi ? ends[i] : result.hi;
    }
    return result;
}

static int64_t apply_add(struct run *run, int64_t a, int64_t b)
{
    int64_t result;
    bool overflows = __builtin_add_overflow(a, b, &result);
    return checked(run, overflows, result);
}

static int64_t apply_subtract(struct run *run, int64_t a, int64_t b)
{
    int64_t result;
    bool overflows = __builtin_sub_overflow(a, b, &result);
    return checked(run, overflows, result);
}

static int64_t apply_multiply(struct run *run, int64_t a, int64_t b)
{
    int64_t result;
    bool overflows = __builtin_mul_overflow(a, b, &result);
    return checked(run, overflows, result);
}

struct span_of_numbers range_add(const struct node *node, struct run *run)
{
    return both_ends(node, run, apply_add);
}

struct span_of_numbers range_subtract(const struct node *node, struct run *run)
{
    return both_ends(node, run, apply_subtract);
}

struct span_of_numbers range_multiply(const struct node *node, struct run *run)
{
    return both_ends(node, run, apply_multiply);
}

struct span_of_numbers range_scale(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    if (is_none(a))
        return a;
    return (struct span_of_numbers){ apply_multiply(run, a.lo, node->constant),
                                     apply_multiply(run, a.hi, node->constant) };
}

struct span_of_numbers range_round(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    if (is_none(a))
        return a;
    return (struct span_of_numbers){ round_divide(a.lo, node->constant), round_divide(a.hi, node->constant) };
}

struct span_of_numbers range_negate(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    return is_none(a) ? a : (struct span_of_numbers){ -a.hi, -a.lo };
}

struct span_of_numbers range_pick(const struct node *node, struct run *run)
{
    struct span_of_numbers a = node->a->range(node->a, run);
    struct span_of_numbers b = node->b->range(node->b, run);
    bool least = node->expr->op == PLAN_LEAST;
    if (is_none(a) || is_none(b))
        return no_range();
    return (struct span_of_numbers){ (a.lo < b.lo) == least ? a.lo : b.lo,
                                     (a.hi < b.hi) == least ? a.hi : b.hi };
}
