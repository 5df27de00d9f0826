#ifndef ENGINE_FAST_PARTS_H
#define ENGINE_FAST_PARTS_H

/* What the files fast*.c share: a plan made ready to run. Each expression becomes a node that knows the
 * function which works it out, each loop knows where its rows lie. */

#include "engine/plan.h"

struct findings;
struct run;
struct node;
struct looper;

/* Least and most, PLAN_NONE where it is not known. */
struct span_of_numbers {
    int64_t lo;
    int64_t hi;
};

typedef int64_t node_word(const struct node *node, struct run *run);
typedef struct span_of_numbers node_range(const struct node *node, struct run *run);

struct node {
    node_word *word;   /* of a RANGE: NULL */
    node_range *range; /* of a NUMBER or RANGE */
    const struct node *a;
    const struct node *b;
    const struct node *c;
    const int32_t *narrow;
    const int64_t *wide;
    uint32_t first; /* row of a column's first value */
    uint32_t slot;
    int64_t constant;
    int64_t last;
    const struct plan_expr *expr;
    struct looper *loop;
    const struct concluded *concluded;
    const struct node **arguments;
    uint32_t argument_count;
};

/* Rows of a loop that its own conditions let through, in the case they were worked out for. */
struct looper_cache {
    uint32_t stamp; /* of the case, plus 1 */
    uint32_t count;
    uint32_t *rows;
    uint8_t *truths;
};

struct looper {
    const struct plan_loop *plan;
    uint32_t slot;
    const struct node *of;
    const struct node *own;
    const struct node *where;   /* but for the key */
    const struct node *key;     /* what a column of the row must be equal to; NULL: nothing */
    const int32_t *keys;        /* that column; NULL: it is a field of conclusions */
    uint32_t first_key;         /* the row of its first value; of conclusions: the field's word */
    struct looper *inner;
    struct concluded *concluded;
    struct looper_cache *cache; /* NULL: its own conditions are worked out each time */
    const bool *is_of_kind;     /* by kind index; NULL: all rows are */
};

/* The conclusions of one derived kind, those of each case together. */
struct concluded {
    const struct plan_derived *plan;
    uint32_t words;     /* of each */
    int64_t *items;
    uint8_t *is_certain;
    uint32_t *rules;    /* by which each was found; index into the plan's */
    uint32_t *ways;     /* where the slots of that way begin in run->ways */
    uint32_t count;
    uint32_t raises;    /* how often a possible one became certain */
    uint32_t capacity;
    bool grows;         /* by rules that are running */
    uint32_t visible;   /* those that a rule that is running sees end here */
    uint32_t here;      /* the first of the case at hand */
    uint32_t *starts;   /* by case; and the end */
    uint32_t *places;   /* open addressing by identity: number plus 1 */
    uint32_t *stamps;   /* in which case that place was filled, plus 1 */
    uint32_t room;
    uint32_t chained;   /* how many of the case at hand are in places */
};

/* What a check said, told later. */
struct said {
    const struct plan_check *check;
    const struct ast_node *message;
    uint32_t in_case;
    uint32_t way;
    enum truth truth;
};

struct run {
    struct plan *plan;
    struct store *store;
    struct arena *arena;
    int64_t slots[PLAN_SLOTS_MOST];
    uint32_t current; /* the case at hand, by number */
    uint32_t stamp;   /* another for each case and phase */
    bool is_across;
    bool has_left;    /* something was met that only the reference interpreter can do */
    struct concluded *concluded; /* by the plan's index */
    struct runner_rule *rules;
    struct runner_check *checks;
    VEC(int64_t) ways;
    VEC(struct said) said;
    struct text **reasons; /* by derived kind and conclusion */
    struct findings *findings;
    VEC(uint32_t) raised; /* pairs: derived kind, conclusion */
    size_t total;         /* conclusions so far */
};

/* fast.c: a plan made ready to run; and its rules run from the start, into `concluded`. */
struct run *run_new(struct plan *plan);
void run_rules(struct run *run);

/* fast_nodes.c: makes an expression ready; `depth` is the number of loops around it. */
const struct node *node_new(struct run *run, const struct plan_expr *expr, uint32_t depth);

/* The value of a node. */
static inline int64_t node_get(const struct node *node, struct run *run)
{
    return node->word(node, run);
}

/* fast_loops.c: makes a loop ready, and all within it. */
struct looper *looper_new(struct run *run, const struct plan_loop *plan, uint32_t depth);

/* Going through a loop. */
struct cursor {
    const uint32_t *rows; /* NULL: they are numbers in a row */
    const uint8_t *truths; /* what the own conditions say; NULL: they are to be worked out */
    uint32_t at;
    uint32_t end;
    int64_t key; /* where the loop has one */
};

/* Begins a loop. */
struct cursor looper_open(struct looper *looper, struct run *run);

/* The next row into its slot, with how certainly it comes through the loop's conditions: never false. Where
 * there is none any more, the result is TRUTH_FALSE. */
enum truth looper_next(struct looper *looper, struct run *run, struct cursor *cursor);

/* SOME, and the aggregates. */
node_word node_some;
node_word node_count;
node_word node_sum;
node_word node_extreme;
node_word node_distinct;
node_range node_count_range;
node_range node_sum_range;

/* Leaves the run: the reference interpreter is to decide. */
static inline int64_t run_leave(struct run *run)
{
    run->has_left = true;
    return PLAN_NONE;
}

/* Of both kinds of numbers: a result, unless it left its word; floored and rounded quotients; no range. */
static inline int64_t checked(struct run *run, bool overflows, int64_t result)
{
    return overflows || result == PLAN_NONE ? run_leave(run) : result;
}

static inline int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Half to even. */
static inline int64_t round_divide(int64_t a, int64_t by)
{
    int64_t down = floor_divide(a, by);
    int64_t rest = a - down * by;
    bool goes_up = rest > by - rest || (rest == by - rest && down % 2 != 0);
    return down + goes_up;
}

static inline bool is_none(struct span_of_numbers range)
{
    return range.lo == PLAN_NONE;
}

static inline struct span_of_numbers no_range(void)
{
    return (struct span_of_numbers){ PLAN_NONE, PLAN_NONE };
}

/* fast_ranges.c: arithmetic on ranges. */
node_range range_add, range_subtract, range_multiply, range_scale, range_round, range_negate, range_pick;

#endif
