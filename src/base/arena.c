/* Bump allocation in blocks that double up to a bound. Comes in: sizes. Goes out: zeroed memory that
 * never moves. Leaves to its owner what happens when memory is out: the handler given to arena_new. */
#include "base/arena.h"

#include "base/ahead.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FIRST_BLOCK = 64 * 1024, LARGEST_BLOCK = 8 * 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };

/* What is larger than this, and finds no room, has a block of its own: the one that is being filled goes on
 * being so, and what is left of it is not lost. */
enum { LARGEST_SHARED = HUGE_PAGE };

/* From this much on, the next block is made ready while this one is filled. */
enum { AHEAD_FROM = 192 * 1024 * 1024 };

struct block {
    struct block *previous;
    size_t size;
    size_t used;
    size_t touched; /* from here on the bytes are as they came from the system: zero */
    unsigned char *bytes;
};

struct arena {
    struct block *block; /* being filled */
    struct block *large; /* filled by one thing each */
    size_t limit;
    size_t taken;
    size_t allocations;
    size_t fail_at;
    arena_exhausted *exhausted;
    void *context;
    size_t first_block;
    struct arena *beside; /* used by a thread, or NULL */
    void (*leave)(void *context); /* ends the thread that uses this one */
    struct block *spare; /* dropped, and as large as they come; or NULL */
    struct block *next; /* being made ready, or NULL */
    struct ahead ahead;
};

static void exhaust(const struct arena *arena, size_t wanted)
{
    if (arena->exhausted)
        arena->exhausted(arena->context, wanted);
    abort();
}

void arena_give_up(struct arena *arena)
{
    exhaust(arena, SIZE_MAX);
}

struct arena *arena_new(size_t limit, arena_exhausted *exhausted, void *context)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        if (exhausted)
            exhausted(context, sizeof *arena);
        abort();
    }
    arena->limit = limit;
    arena->first_block = FIRST_BLOCK;
    arena->exhausted = exhausted;
    arena->context = context;
    return arena;
}

/* The last block of a list leaves it. */
static void drop_block(struct arena *arena, struct block **list)
{
    struct block *block = *list;
    *list = block->previous;
    arena->taken -= sizeof *block + block->size;
    if (!arena->spare && block->size == LARGEST_BLOCK)
        arena->spare = block; /* whoever releases over and over where a block ends must not pay for pages */
    else
        free(block);
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    if (arena->beside) {
        arena->beside->leave(arena->beside->context);
        arena_free(arena->beside);
    }
    while (arena->block)
        drop_block(arena, &arena->block);
    while (arena->large)
        drop_block(arena, &arena->large);
    ahead_wait(&arena->ahead);
    free(arena->spare);
    free(arena->next);
    free(arena);
}

struct arena *arena_new_beside(struct arena *arena, arena_exhausted *exhausted, void (*leave)(void *context),
                               void *context)
{
    struct arena *beside = arena_new(arena->limit, exhausted, context);
    beside->first_block = LARGEST_BLOCK;
    beside->fail_at = arena->fail_at > arena->allocations ? arena->fail_at - arena->allocations : 0;
    arena->beside = beside;
    beside->leave = leave;
    return beside;
}

static void insert(struct block **at, struct block *blocks)
{
    struct block *rest = *at;
    *at = blocks;
    while (*at)
        at = &(*at)->previous;
    *at = rest;
}

/* Behind the block that is being filled, which goes on being so. */
void arena_adopt(struct arena *arena, struct arena *beside)
{
    insert(arena->block ? &arena->block->previous : &arena->block, beside->block);
    insert(&arena->large, beside->large);
    arena->taken += beside->taken;
    arena->beside = NULL;
    beside->block = NULL;
    beside->large = NULL;
    arena_free(beside);
}

static size_t block_size_for(const struct arena *arena, size_t size)
{
    if (size > LARGEST_SHARED)
        return size;
    size_t wanted = arena->block ? arena->block->size * 2 : arena->first_block;
    if (wanted > LARGEST_BLOCK)
        wanted = LARGEST_BLOCK;
    return wanted < size ? size : wanted;
}

static unsigned char *align_up(void *memory, size_t align)
{
    unsigned char *bytes = memory;
    return bytes + (align - (uintptr_t)bytes % align) % align;
}

/* Large blocks begin with a huge page and live in such, where the system has them: faults in the millions
 * cost more than all of the parsing. What is left out before them is never touched. */
static struct block *new_block(size_t payload)
{
    size_t align = payload < HUGE_PAGE ? alignof(max_align_t) : HUGE_PAGE;
    struct block *block = calloc(1, sizeof *block + align + payload);
    if (!block)
        return NULL;
    block->size = payload;
    block->bytes = align_up(block + 1, align);
    if (align == HUGE_PAGE)
        (void)madvise(block->bytes, payload / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
    return block;
}

static struct block *take_spare(struct arena *arena)
{
    struct block *block = arena->spare;
    arena->spare = NULL;
    if (block->touched < block->used)
        block->touched = block->used;
    block->used = 0;
    return block;
}

/* A block that was dropped, or made ready, where there is one and it is large enough; or a new one. */
static struct block *take_block(struct arena *arena, size_t payload)
{
    struct block *next = arena->next;
    if (arena->spare && payload <= LARGEST_BLOCK)
        return take_spare(arena);
    if (!next || payload != LARGEST_BLOCK)
        return new_block(payload);
    ahead_wait(&arena->ahead);
    arena->next = NULL;
    return next;
}

static void prepare_block(struct arena *arena)
{
    if (arena->next || arena->limit || arena->taken < AHEAD_FROM)
        return;
    arena->next = new_block(LARGEST_BLOCK);
    if (arena->next)
        ahead_start(&arena->ahead, arena->next->bytes, LARGEST_BLOCK);
}

static struct block *add_block(struct arena *arena, size_t size)
{
    size_t payload = block_size_for(arena, size);
    struct block **list = size > LARGEST_SHARED ? &arena->large : &arena->block;
    if (payload > SIZE_MAX / 2 ||
        (arena->limit && (payload > arena->limit || arena->taken > arena->limit - payload)))
        exhaust(arena, size);
    struct block *block = take_block(arena, payload);
    if (!block)
        exhaust(arena, size);
    block->previous = *list;
    *list = block;
    arena->taken += sizeof *block + block->size;
    if (list == &arena->block)
        prepare_block(arena);
    return block;
}

static size_t padding_for(const struct block *block, size_t align)
{
    return (align - block->used % align) % align;
}

static bool fits(const struct block *block, size_t size, size_t align)
{
    size_t padding = padding_for(block, align);
    return padding <= block->size - block->used && size <= block->size - block->used - padding;
}

void *arena_alloc(struct arena *arena, size_t size, size_t align)
{
    if (++arena->allocations == arena->fail_at)
        exhaust(arena, size);
    struct block *block = arena->block;
    if (!block || !fits(block, size, align))
        block = add_block(arena, size);
    block->used += padding_for(block, align);
    void *memory = block->bytes + block->used;
    if (block->used < block->touched)
        memset(memory, 0, size);
    block->used += size;
    return memory;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size, size_t align)
{
    if (size && count > SIZE_MAX / 2 / size)
        exhaust(arena, SIZE_MAX);
    return arena_alloc(arena, count * size, align);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc_array(arena, length + 1, 1, 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->block, arena->block ? arena->block->used : 0, arena->large };
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    while (arena->large && arena->large != mark.large)
        drop_block(arena, &arena->large);
    while (arena->block && arena->block != mark.block)
        drop_block(arena, &arena->block);
    if (!arena->block)
        return;
    struct block *block = arena->block;
    if (block->touched < block->used)
        block->touched = block->used;
#ifndef NDEBUG
    memset(block->bytes + mark.used, 0xDD, block->used - mark.used);
#endif
    block->used = mark.used;
}

size_t arena_used(const struct arena *arena)
{
    return arena->taken;
}

void arena_fail_at(struct arena *arena, size_t nth)
{
    arena->fail_at = nth ? arena->allocations + nth : 0;
}

size_t arena_count(const struct arena *arena)
{
    return arena->allocations;
}
