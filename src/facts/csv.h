#ifndef FACTS_CSV_H
#define FACTS_CSV_H

/* Tables as spreadsheet programs write them: commas, semicolons or tabs, quoted cells with line breaks
 * inside, a `sep=` line. Row by row, nothing copied: a cell is a place in the source until its text is
 * asked for. */

#include "base/text.h"

#include <stdint.h>

struct arena;
struct source;

enum csv_encoding {
    CSV_UTF8,
    CSV_WINDOWS_1252, /* was turned into UTF-8 */
    CSV_UTF16,        /* or another with NUL bytes: nothing is read from it */
};

/* More columns than any spreadsheet program has; cells beyond are counted and not kept. */
enum { CSV_MOST_CELLS = 16384 };

/* What a cell holds, without its quotation marks. */
struct csv_cell {
    uint32_t start;
    uint32_t end;
    bool is_quoted;
    bool is_coded; /* doubled quotation marks or returns stand in it */
};

enum csv_fault {
    CSV_SOUND,
    CSV_UNCLOSED,    /* a quotation mark is never closed; the row goes on to the end */
    CSV_AFTER_QUOTE, /* something stands between a closing quotation mark and the next cell */
};

struct csv {
    struct arena *arena;
    const char *bytes; /* with a NUL behind the last */
    uint32_t length;
    uint32_t at;
    char delimiter;
    bool stops[256]; /* what ends a line, and quotation marks */
    /* the row at hand */
    uint32_t start;
    uint32_t end; /* without the line end */
    struct csv_cell *cells;
    uint32_t count; /* those kept */
    uint32_t total; /* those there are */
    uint32_t capacity;
    bool has_quoted;
    enum csv_fault fault;
    uint32_t fault_at;
};

/* Makes the bytes of a source UTF-8; what is neither UTF-8 nor holds NUL bytes is taken for Windows-1252,
 * and `first` (or NULL) is then the first byte that showed it. */
enum csv_encoding csv_decode(struct arena *arena, struct source *source, uint32_t *first);

/* Begins to read a decoded source; the delimiter is that of a `sep=` line, of the suffix `.tsv` or of the
 * first line. */
void csv_open(struct csv *csv, struct arena *arena, const struct source *source);

/* Reads the next row, blank ones included; false at the end. */
bool csv_next(struct csv *csv);

/* Whether the row at hand has nothing in any cell. */
bool csv_is_blank(const struct csv *csv);

/* The text of a cell, blanks around it taken off; copied only where quotation marks are doubled in it. */
struct text csv_text(const struct csv *csv, const struct csv_cell *cell);

#endif
