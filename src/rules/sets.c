/* Sets that are worked out: each member once, in the order of the text, with whether it certainly belongs
 * there; and whether there may be members that are not recorded. */
#include "rules/sets.h"

#include <stdlib.h>

bool value_is_unrecorded(struct value value)
{
    return value.tag == VALUE_INSTANCE && value.as.instance->is_unrecorded;
}

uint32_t value_count_certain(struct value list)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < list.count; i++)
        count += !list.as.items[i].is_possible;
    return count;
}

enum { MANY = 32 };

static void mark_seen(struct gathering *gathering)
{
    struct interp *interp = gathering->interp;
    gathering->seen = ARENA_ARRAY(interp->session->arena, uint32_t, interp->ordinals + 1);
    for (uint32_t i = 0; i < gathering->values.count; i++) {
        if (gathering->values.items[i].tag == VALUE_INSTANCE)
            gathering->seen[gathering->values.items[i].as.instance->ordinal] = i + 1;
    }
}

static struct value *find_gathered(struct gathering *gathering, struct value value)
{
    if (value.tag == VALUE_INSTANCE && gathering->values.count >= MANY) {
        if (!gathering->seen)
            mark_seen(gathering);
        uint32_t at = gathering->seen[value.as.instance->ordinal];
        return at ? &gathering->values.items[at - 1] : NULL;
    }
    for (uint32_t i = 0; i < gathering->values.count; i++) {
        if (interp_equal(gathering->values.items[i], value) == TRUTH_TRUE)
            return &gathering->values.items[i];
    }
    return NULL;
}

static void gather_one(struct gathering *gathering, struct value value)
{
    struct value *known = find_gathered(gathering, value);
    if (known) {
        known->is_possible = known->is_possible && value.is_possible;
        return;
    }
    VEC_PUSH(gathering->interp->session->arena, &gathering->values, value);
    if (gathering->seen && value.tag == VALUE_INSTANCE)
        gathering->seen[value.as.instance->ordinal] = gathering->values.count;
}

void set_gather(struct gathering *gathering, struct value value, bool is_possible)
{
    if (value.tag == VALUE_NONE)
        gathering->openness = OPEN_TO_ALL;
    if (value.tag == VALUE_NONE)
        return;
    if (value.tag != VALUE_LIST) {
        value.is_possible = value.is_possible || is_possible;
        gather_one(gathering, value);
        return;
    }
    if (value.openness > gathering->openness)
        gathering->openness = (enum openness)value.openness;
    for (uint32_t i = 0; i < value.count; i++) {
        struct value item = value.as.items[i];
        item.is_possible = item.is_possible || is_possible;
        gather_one(gathering, item);
    }
}

static int compare_ordinals(const void *left, const void *right)
{
    uint32_t a = ((const struct value *)left)->as.instance->ordinal;
    uint32_t b = ((const struct value *)right)->as.instance->ordinal;
    return (a > b) - (a < b);
}

/* A set that was worked out is in the order of the text, whatever way it was come by. */
struct value value_of_set(struct value *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].tag != VALUE_INSTANCE)
            return value_of_list(items, count);
    }
    if (count)
        qsort(items, count, sizeof *items, compare_ordinals);
    return value_of_list(items, count);
}

struct value set_finish(const struct gathering *gathering)
{
    struct value set = value_of_set(gathering->values.items, gathering->values.count);
    set.openness = (uint8_t)gathering->openness;
    return set;
}
