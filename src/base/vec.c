/* The one growing step behind VEC_PUSH. */
#include "base/vec.h"

#include <assert.h>
#include <string.h>

void *vec_grow(struct arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    assert(*capacity <= UINT32_MAX / 2);
    uint32_t wanted = *capacity ? *capacity * 2 : 4;
    void *moved = arena_alloc_array(arena, wanted, size, alignof(max_align_t));
    if (count)
        memcpy(moved, items, count * size);
    *capacity = wanted;
    return moved;
}
