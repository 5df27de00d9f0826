#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stddef.h>

/* Bump memory: everything a compilation makes lives in one arena and dies with it. */
struct arena;

/* A point in an arena to go back to. */
struct arena_mark {
    void *block;
    size_t used;
    void *large;
};

/* Called, and never to return, when memory is out or the arena's limit is passed. */
typedef void arena_exhausted(void *context, size_t wanted);

/* A new, empty arena; `limit` bytes at most (0: no limit); frees with arena_free. */
struct arena *arena_new(size_t limit, arena_exhausted *exhausted, void *context);

/* Gives all of the arena's memory back to the system. */
void arena_free(struct arena *arena);

/* An arena for a thread beside the one that uses `arena`: with the same limit, and its own way to tell that
 * memory is out. It begins with a large block, as only much work is worth a thread. Until arena_adopt, which
 * takes all of it over, `leave` is called where `arena` is freed, and must end the thread. */
struct arena *arena_new_beside(struct arena *arena, arena_exhausted *exhausted, void (*leave)(void *context),
                               void *context);
void arena_adopt(struct arena *arena, struct arena *beside);

/* Leaves by the arena's handler, as if memory were out. */
void arena_give_up(struct arena *arena);

/* `size` zeroed bytes at `align`; never NULL: exhaustion leaves through the arena's handler. */
void *arena_alloc(struct arena *arena, size_t size, size_t align);

/* `count` times `size` zeroed bytes, the product checked. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size, size_t align);

/* A copy of `length` bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* Remembers the present end of the arena. */
struct arena_mark arena_mark(const struct arena *arena);

/* Drops all that was allocated since `mark`; debug builds fill it with 0xDD. */
void arena_release(struct arena *arena, struct arena_mark mark);

/* Bytes taken from the system so far. */
size_t arena_used(const struct arena *arena);

/* For tests: the `nth` allocation from now (1 is the next) is treated as out of memory; 0 turns it off. */
void arena_fail_at(struct arena *arena, size_t nth);

/* Allocations made so far, for tests that count their sites. */
size_t arena_count(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type), alignof(type)))
#define ARENA_ARRAY(arena, type, count)                                                            \
    ((type *)arena_alloc_array((arena), (count), sizeof(type), alignof(type)))

#endif
