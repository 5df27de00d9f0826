#ifndef DIAG_PLACE_H
#define DIAG_PLACE_H

#include "text/source.h"

struct arena;

/* The place looked up last: many places on one long line cost no more than reading it once. */
struct places {
    struct arena *arena;
    const struct source *source;
    uint32_t line;
    uint32_t offset;
    uint32_t column;
};

/* Begins with no place known. */
void places_init(struct places *places, struct arena *arena);

/* The same as source_position, quicker where the places come in order. */
struct position places_find(struct places *places, struct source *source, uint32_t offset);

/* The line an offset stands on, from 1. */
uint32_t places_line(const struct places *places, struct source *source, uint32_t offset);

/* The offset at which a line starts. */
uint32_t places_line_start(const struct places *places, struct source *source, uint32_t line);

#endif
