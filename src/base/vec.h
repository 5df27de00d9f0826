#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#include <stdint.h>

/* A growable array in an arena: VEC(int) numbers = {0}; VEC_PUSH(arena, &numbers, 3);
 * Growth abandons the old block, so pointers to elements do not survive a push; the array does. */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        uint32_t count;                                                                            \
        uint32_t capacity;                                                                         \
    }

#define VEC_PUSH(arena, vec, ...)                                                                  \
    ((vec)->items = vec_grow((arena), (vec)->items, (vec)->count, &(vec)->capacity,                \
                             sizeof *(vec)->items),                                                \
     (vec)->items[(vec)->count++] = (__VA_ARGS__))

/* Room for `wanted` elements at once, where it is known how many will come. */
#define VEC_RESERVE(arena, vec, wanted)                                                            \
    ((vec)->items = vec_reserve((arena), (vec)->items, (vec)->count, &(vec)->capacity,             \
                                sizeof *(vec)->items, (wanted)))

/* The array, moved to twice its room where it is full; `capacity` is updated. */
void *vec_grow(struct arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size);

/* The array, moved to room for `wanted` where it has less; `capacity` is updated. */
void *vec_reserve(struct arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size,
                  uint32_t wanted);

#endif
