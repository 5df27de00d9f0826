/* What tests decided: a hash table from nodes to the ways they came out. */
#include "rules/coverage.h"

enum { FIRST_SIZE = 1024 };

struct coverage *coverage_new(struct arena *arena)
{
    struct coverage *coverage = ARENA_NEW(arena, struct coverage);
    coverage->arena = arena;
    coverage->size = FIRST_SIZE;
    coverage->slots = ARENA_ARRAY(arena, struct covered, FIRST_SIZE);
    return coverage;
}

static struct covered *find(const struct coverage *coverage, const struct ast_node *node)
{
    uint64_t hash = (uint64_t)(uintptr_t)node * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t at = (uint32_t)(hash >> 40) & (coverage->size - 1);
    while (coverage->slots[at].node && coverage->slots[at].node != node)
        at = (at + 1) & (coverage->size - 1);
    return &coverage->slots[at];
}

static void grow(struct coverage *coverage)
{
    struct covered *old = coverage->slots;
    uint32_t size = coverage->size;
    coverage->size *= 2;
    coverage->slots = ARENA_ARRAY(coverage->arena, struct covered, coverage->size);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i].node)
            *find(coverage, old[i].node) = old[i];
    }
}

void interp_cover(struct interp *interp, const struct ast_node *condition, enum truth truth)
{
    static const unsigned bits[] = { [TRUTH_FALSE] = COVERED_FALSE, [TRUTH_UNKNOWN] = COVERED_UNKNOWN,
                                     [TRUTH_TRUE] = COVERED_TRUE };
    struct coverage *coverage = interp->coverage;
    if (!coverage)
        return;
    if (coverage->count * 2 >= coverage->size)
        grow(coverage);
    struct covered *covered = find(coverage, condition);
    coverage->count += !covered->node;
    covered->node = condition;
    covered->ways |= bits[truth];
}

unsigned coverage_of(const struct coverage *coverage, const struct ast_node *node)
{
    return find(coverage, node)->ways;
}
