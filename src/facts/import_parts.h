#ifndef FACTS_IMPORT_PARTS_H
#define FACTS_IMPORT_PARTS_H

/* What the files facts/import*.c share: one table being read, and the run through
 * all of them. */

#include "facts/csv.h"
#include "facts/reading.h"

struct diag;

/* Where a field of each instance comes from. */
struct import_column {
    const struct ast_column *ast;
    const struct field *field; /* NULL for `id` and `title` */
    bool is_fixed;             /* the same value for every row */
    bool is_doubtful;          /* that value is */
    struct value value;
    uint32_t at; /* which cell of a row */
    struct reading reading;
};

/* The cell of a link: whom it names is looked up when all tables are read. */
struct import_key {
    const struct import *import;
    const struct field *field;
    const struct name *name;
    struct instance *instance;
    struct value *place; /* where the link goes */
    struct span span;
};

/* The run through all imports of a model. */
struct import_run {
    struct model *model;
    struct session *session;
    size_t mistakes;   /* in rows and cells */
    bool is_stopped;   /* there were too many */
    bool *has_gaps;    /* by kind: a table, or a row without an id, was not read, so a key may be its */
    uint32_t *numbers; /* by kind: the last number given to an instance without an id */
    VEC(struct import_key) keys;
};

/* One table. */
struct import_table {
    struct import_run *run;
    const struct import *import;
    struct session *session;
    struct source *source;
    struct csv csv;
    uint32_t width;    /* how many columns it has */
    bool *is_hidden;   /* by column: diagnostics do not show it */
    VEC(struct import_column) columns;
    const struct import_column *id;    /* or NULL */
    const struct import_column *title; /* or NULL */
    const struct ast_instance *ast;    /* stands for the text that its instances do not have */
    uint32_t first;               /* the ordinal of its first instance */
    VEC(uint32_t) starts;         /* by instance: where its row begins */
    uint32_t rows;
    uint32_t left_out;
    uint32_t blank;
    uint32_t first_blank; /* its offset */
    uint32_t early;       /* rows that end before the last column */
    uint32_t first_early;
    uint32_t cleaned;     /* cells that held invisible characters */
    uint32_t first_cleaned;
    bool is_row_wrong;
};

/* import_plan.c: reads the heading and finds the column of every field; false where something is missing,
 * which has been reported. */
bool import_plan(struct import_table *table);

/* import_plan.c: whether an instance may lack the field. */
bool import_is_mandatory(const struct field *field);

/* import_keys.c: the instance that this import's rows see under the name and that the field takes, or NULL;
 * `*is_known` is set where a row of that name was left out. */
struct instance *import_find(const struct import *import, const struct type *type,
                             const struct name *name, bool *is_known);

/* import_keys.c: the instance of the same or a related kind that has the name already, or NULL. */
const struct instance *import_find_rival(const struct import *import, const struct name *name);

/* import_keys.c: fills in all links. */
void import_link(struct import_run *run);

/* import_report.c: counts a mistake; false where there have been so many that it is not told any more. */
bool import_may_tell(struct import_run *run);

/* import_report.c: whether the column fills a confidential field. */
bool import_is_secret(const struct import_column *column);

/* import_report.c: the place of a column's cell in the row at hand. */
struct span import_cell_span(const struct import_table *table, const struct import_column *column);

/* import_report.c: each reports a mistake in the row at hand, which is then left out: a cell that does not
 * fit; a mandatory one that is empty; quotation marks; surplus cells; an id that is there already. */
void import_report_value(struct import_table *table, const struct import_column *column, struct text text,
                         const char *why);
void import_report_empty(struct import_table *table, const struct import_column *column);
void import_report_fault(struct import_table *table);
void import_report_surplus(struct import_table *table);
void import_report_twice(struct import_table *table, const struct name *name, struct span at,
                         const struct instance *other);

/* import_report.c: says in one note what was not read as it stands. */
void import_summarise(struct import_table *table);

#endif
