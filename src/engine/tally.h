#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H

/* A table of counts for people: lines with a name and numbers, laid out in columns. */

#include "base/buf.h"
#include "engine/writer.h"

enum { TALLY_COLUMNS = 4 };

/* How often something was found. */
struct tally {
    uint64_t certain;
    uint64_t possible;
    uint64_t cases;     /* in how many cases */
    uint64_t last_case; /* the number of the last of them */
};

/* Counts it once more. Cases are numbered from 1; 0 is none. */
void tally_add(struct tally *tally, bool is_certain, uint64_t in_case);

/* A line of a table: its name, and a text in each column. */
struct tally_line {
    struct text name;
    struct text cells[TALLY_COLUMNS];
};

struct tally_table {
    struct arena *arena;
    const char *title;
    const char *headings[TALLY_COLUMNS]; /* NULL: there are no more columns */
    struct tally_line *lines;
    uint32_t count;
    uint32_t capacity;
};

/* Adds a line; its cells are to be filled. */
struct tally_line *tally_line(struct tally_table *table, struct text name);

/* Adds a line with what was counted in the first three columns. */
void tally_counts(struct tally_table *table, struct text name, const struct tally *tally);

/* A number with a comma before each three digits. */
struct text tally_number(struct arena *arena, uint64_t number);

/* Writes the table, an empty line before it; nothing where it has no lines. */
void tally_write(struct writer *writer, const struct tally_table *table);

#endif
