#ifndef FACTS_READING_H
#define FACTS_READING_H

/* What the text of a cell means for a field: by the map of its column, by a date or number format, or as
 * the field's own type is written. */

#include "types/expression.h"

struct date_format;
struct category_names;
struct memo;

/* One entry of a map, its value worked out. */
struct reading_word {
    struct text text;
    struct value value;
    bool is_absent; /* `"-" -> not recorded` */
    bool is_doubtful;
};

/* How the cells of one column are read. */
struct reading {
    struct session *session;
    const struct type *type; /* of one value */
    struct reading_word *words; /* sorted by text */
    uint32_t word_count;
    const struct date_format *format;
    bool is_serial;             /* days are numbered as spreadsheet programs do */
    bool has_unit;              /* a bare number is so many of `unit` */
    enum duration_unit unit;
    char point;                 /* between units and tenths; 0: `.` */
    char group;                 /* between thousands; 0: none */
    const struct category_names *names;
    struct memo *memo; /* of what was read before; NULL: nothing is kept */
};

enum read_outcome {
    READ_VALUE,
    READ_ABSENT, /* says that it is not recorded */
    READ_KEY,    /* names an instance */
    READ_WRONG,
};

struct read_cell {
    enum read_outcome outcome;
    struct value value;
    bool is_doubtful;
    const char *why; /* or NULL */
};

/* Prepares the reading of a column by its format and map, checked already; reports a format that is none. */
void reading_new(struct reading *reading, struct session *session, const struct ast_column *column,
                 const struct type *one);

/* Whether the number fits the type; `*value` is then it, else `*why` says why not. */
bool reading_fit_number(const struct reading *reading, struct number number, struct value *value,
                        const char **why);

/* What a text that is not empty means. The same text may give the same value in memory. */
struct read_cell reading_apply(const struct reading *reading, struct text text);

/* Whether the map has a word for this text; `cell` is then what it stands for. */
bool reading_find_word(const struct reading *reading, struct text text, struct read_cell *cell);

#endif
