#ifndef ENGINE_STORE_H
#define ENGINE_STORE_H

/* The facts in columns: each recorded instance a row, rows of one sort of kind together and in the order of
 * the text, each field a word a row. Rows, categories and texts are numbered. */

#include "names/model.h"

struct date;
struct interp;
struct type;
struct type_part;

#define STORE_NONE INT32_MIN
#define STORE_NONE_WIDE INT64_MIN

/* The rows of a kind and of all below it: `first` to `first + count - 1`. */
struct store_table {
    const struct kind *kind;
    uint32_t first;
    uint32_t count;
    bool is_shared;    /* belongs to no case: all see it */
    uint32_t *starts;  /* by case: where its rows begin; and the end. NULL: is_shared */
    bool has_ids;      /* the store has the ids of its rows */
    bool is_in_order;  /* rows are in the order of the text, case after case */
    uint32_t *in_order; /* the rows in the order of the text; NULL: as they are */
};

/* One value a row. */
struct store_column {
    const struct field *field;
    const struct field *of; /* the date of which it is the first or last day; NULL: it is none of these */
    const struct store_table *table;
    int32_t *narrow; /* or */
    int64_t *wide;
    bool has_gaps;   /* some row has none */
    uint64_t most;   /* no value of it is further from zero */
};

/* A link of many, or a link the other way round: from each row of a table to some. */
struct store_links {
    const struct field *field;
    const struct kind *kind; /* the other way round: which of the table's rows count */
    const struct store_table *from;
    uint32_t *starts; /* by row, from the first of the table; and the end */
    uint32_t *rows;
    bool has_gaps;    /* the other way round: some row leaves its link open */
};

struct store {
    struct arena *arena;
    struct model *model;
    struct interp *interp;
    struct instance **instances; /* by row */
    uint32_t row_count;
    uint32_t case_count; /* at least 1: where there is none, all is one case */
    bool has_cases;
    bool has_doubt; /* some instance is in doubt */
    const struct store_table *cases; /* NULL: there are none */
    const bool *takes_more;          /* by kind index: rows are still to come, so that it is not empty, and
                                      * may have gaps where a field is optional. NULL: all rows are here */
    VEC(struct store_table *) tables;
    VEC(struct store_column *) columns;
    VEC(struct store_links *) links;
    VEC(struct store_links *) inverses;
    uint32_t *first_category; /* by classification, in the model's order: its first number */
    const struct category **categories;
    uint32_t category_count;
    VEC(struct text) texts;
    uint32_t *text_chains; /* open addressing: number of the text, plus 1 */
    uint32_t text_room;
    uint32_t *row_of; /* by ordinal */
    int32_t *ids;     /* by row: the number of its name among the texts, if its table has them; or NULL */
    int64_t *scratch; /* for a column that is being filled */
    uint32_t scratch_room;
};

/* The columns' frame over what an interpreter sees; NULL, with `*why`, where it holds what columns cannot. */
struct store *store_new(struct interp *interp, const char **why);

/* The same for who takes a single case as one of several there could be. */
struct store *store_new_with_cases(struct interp *interp, const char **why);

/* The same of a model whose cases are still to come. */
struct store *store_new_for_more(struct interp *interp, const char **why);

/* Whether rows of a kind, or of one below or above it, are still to come. */
bool store_takes_more(const struct store *store, const struct kind *kind);

/* The table that holds a kind's rows. */
const struct store_table *store_table(struct store *store, const struct kind *kind);

/* The column of a field that holds one value; NULL where one word cannot hold some value of it. */
const struct store_column *store_column(struct store *store, const struct field *field);

/* By row, as a field of yes or no: whether the instance is in doubt. NULL where none of the table is. */
const struct store_column *store_doubt(struct store *store, const struct store_table *table);

/* By row, of a date of which some value may mean several days: the first of them, and the last. False where
 * some value is no stretch of whole days. */
bool store_days(struct store *store, const struct field *field, const struct store_column **first,
                const struct store_column **last);

/* The same of one date. */
bool store_days_of(const struct date *date, int64_t *first, int64_t *last);

/* Keeps a word a row, as narrow as they allow. */
void store_keep(struct store *store, struct store_column *column, const int64_t *words);

/* Where a link of many leads, and who links to each row: NULL as above. */
const struct store_links *store_links(struct store *store, const struct field *field);
const struct store_links *store_inverse(struct store *store, const struct kind *from,
                                        const struct field *field);

/* By row: the number of its name among the texts, for all rows that a type takes. */
const int32_t *store_ids(struct store *store, const struct type *type);

/* A value as a word, of a type with this part; false where it does not fit one. */
bool store_word(struct store *store, struct value value, const struct type_part *part, int64_t *word);

/* The number of a text, which is added if it is new; of a category. */
uint32_t store_text(struct store *store, struct text text);
uint32_t store_category(const struct store *store, const struct category *category);

/* The case that a row belongs to, by number; the number of cases where it belongs to none. */
uint32_t store_case_of(const struct store *store, const struct store_table *table, uint32_t row);

#endif
