#ifndef BASE_NAME_H
#define BASE_NAME_H

#include "base/text.h"

#include <stdint.h>

struct arena;
struct name_table;

/* An interned string: within one table, equal text is the same pointer. */
struct name {
    void *meaning;    /* what names/scope.c knows under this name; its own business */
    uint32_t length;
    uint16_t keyword; /* the token of a word of the language; 0 for any other name */
    bool is_given;    /* a field of this name is given a value somewhere */
    char text[];      /* NUL-terminated */
};

/* A new table in `arena`. */
struct name_table *name_table_new(struct arena *arena);

/* Makes room for about `count` names at once, so that a large text does not grow the table step by step. */
void name_table_reserve(struct name_table *table, size_t count);

/* How many names there are. */
size_t name_table_count(const struct name_table *table);

/* From now on the table's names are made in `arena`, which lives as long as the one it was made in. */
void name_table_use(struct name_table *table, struct arena *arena);

/* The one name with these bytes. */
struct name *name_get(struct name_table *table, const char *bytes, size_t length);

/* The bytes of a name. */
static inline struct text name_text(const struct name *name)
{
    return (struct text){ name->text, name->length };
}

#endif
