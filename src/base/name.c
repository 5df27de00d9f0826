/* Interned names: an open-addressing table. Nothing is ever printed in the table's order. */
#include "base/name.h"

#include "base/arena.h"

#include <assert.h>

/* The hash stands beside the pointer, so that a search looks at no name but, nearly always, the right one. */
struct slot {
    struct name *name;
    uint32_t hash;
};

struct name_table {
    struct arena *arena;
    struct slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
};

enum { FIRST_CAPACITY = 1024 };

struct name_table *name_table_new(struct arena *arena)
{
    struct name_table *table = ARENA_NEW(arena, struct name_table);
    table->arena = arena;
    table->capacity = FIRST_CAPACITY;
    table->slots = ARENA_ARRAY(arena, struct slot, table->capacity);
    return table;
}

/* FNV-1a of all but the last byte, well mixed; names which differ in that byte alone, such as the numbered
 * ones of a large model, lie side by side in the table, for they are used together. */
static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i + 1 < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    hash ^= hash >> 15;
    hash *= 0x85ebca6bu;
    hash ^= hash >> 13;
    return length ? hash + (unsigned char)bytes[length - 1] : hash;
}

static bool is_same(const struct slot *slot, const char *bytes, size_t length, uint32_t hash)
{
    return slot->hash == hash && slot->name->length == length && memcmp(slot->name->text, bytes, length) == 0;
}

static struct slot *find_slot(const struct name_table *table, const char *bytes, size_t length, uint32_t hash)
{
    size_t mask = table->capacity - 1;
    size_t at = hash & mask;
    while (table->slots[at].name && !is_same(&table->slots[at], bytes, length, hash))
        at = (at + 1) & mask;
    return &table->slots[at];
}

static void grow(struct name_table *table, size_t capacity)
{
    struct slot *old = table->slots;
    size_t old_capacity = table->capacity;
    table->capacity = capacity;
    table->slots = ARENA_ARRAY(table->arena, struct slot, table->capacity);
    size_t mask = table->capacity - 1;
    for (size_t i = 0; i < old_capacity; i++) {
        if (!old[i].name)
            continue;
        size_t at = old[i].hash & mask;
        while (table->slots[at].name)
            at = (at + 1) & mask;
        table->slots[at] = old[i];
    }
}

/* The hash beside each pointer keeps searches cheap in a table three quarters full. */
static size_t room_in(size_t capacity)
{
    return capacity / 4 * 3;
}

size_t name_table_count(const struct name_table *table)
{
    return table->count;
}

void name_table_use(struct name_table *table, struct arena *arena)
{
    table->arena = arena;
}

void name_table_reserve(struct name_table *table, size_t count)
{
    size_t capacity = table->capacity;
    while (room_in(capacity) < count)
        capacity *= 2;
    if (capacity > table->capacity)
        grow(table, capacity);
}

struct name *name_get(struct name_table *table, const char *bytes, size_t length)
{
    assert(length <= UINT32_MAX);
    uint32_t hash = hash_bytes(bytes, length);
    struct slot *slot = find_slot(table, bytes, length, hash);
    if (slot->name)
        return slot->name;
    struct name *name =
        arena_alloc(table->arena, offsetof(struct name, text) + length + 1, alignof(struct name));
    name->length = (uint32_t)length;
    memcpy(name->text, bytes, length);
    *slot = (struct slot){ name, hash };
    if (++table->count > room_in(table->capacity))
        grow(table, table->capacity * 2);
    return name;
}
