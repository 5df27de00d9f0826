/* The growing steps behind VEC_PUSH and VEC_RESERVE. */
#include "base/vec.h"

#include <assert.h>
#include <string.h>

void *vec_reserve(struct arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size,
                  uint32_t wanted)
{
    if (wanted <= *capacity)
        return items;
    void *moved = arena_alloc_array(arena, wanted, size, alignof(max_align_t));
    if (count)
        memcpy(moved, items, count * size);
    *capacity = wanted;
    return moved;
}

void *vec_grow(struct arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    assert(*capacity <= UINT32_MAX / 2);
    return vec_reserve(arena, items, count, capacity, size, *capacity ? *capacity * 2 : 4);
}
