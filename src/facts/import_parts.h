#ifndef FACTS_IMPORT_PARTS_H
#define FACTS_IMPORT_PARTS_H

/* What the files facts/import*.c share: one table being read, and the run through
 * all of them. */

#include "facts/csv.h"
#include "facts/import.h"
#include "facts/reading.h"

struct diag;
struct import_json;

/* Whom the cell of a link names, if that is known yet. */
struct import_target {
    const struct name *name;
    struct instance *instance; /* or NULL */
};

/* Where a field of each instance comes from. */
struct import_column {
    const struct ast_column *ast;
    const struct field *field; /* NULL for `id` and `title` */
    bool is_fixed;             /* the same value for every row */
    bool is_doubtful;          /* that value is */
    bool is_met;               /* JSON: some object has the key */
    struct value value;
    uint32_t at; /* which cell of a row */
    struct reading reading;
    struct import_target *last; /* of a field of links: the one named last */
};

/* The cell of a link to what is not known yet: it is looked up when all tables are read. */
struct import_key {
    const struct import *import;
    const struct field *field;
    const struct name *name;
    struct instance *instance;
    struct value *place; /* where the link goes */
    uint32_t item;       /* which of a list, while its place is not known */
    struct span span;
};

/* An instance whose id is known only within its case. */
struct import_local {
    struct import_table *table;
    struct instance *instance;
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
    VEC(struct import_local) locals; /* of the first case of each file of JSON */
};

/* One table, or one file of JSON, whose objects are then its rows. */
struct import_table {
    struct import_run *run;
    const struct import *import;
    struct session *session;
    struct source *source;
    struct import_json *json; /* NULL for a table */
    struct span place;        /* in JSON: the value at hand */
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
    uint32_t row;         /* where the row at hand begins */
    bool is_row_wrong;
    bool is_cut_off;      /* JSON: a mistake ended all reading */
    uint32_t cut_off;
};

/* import_plan.c: reads the heading and finds the column of every field; false where something is missing,
 * which has been reported. */
bool import_plan(struct import_table *table);

/* import_plan.c: what stands in the text of the import about one field, but for the place of its column:
 * fixed values, maps, formats; false where the field cannot be read, which has been reported. */
bool import_plan_column(struct import_table *table, struct checker *checker, const struct ast_column *ast,
                        struct import_column *column);

/* import_plan.c: whether every mandatory field has a column or a value; reports those that have not. */
bool import_plan_mandatory(struct import_table *table);

/* import_keys.c: the instance that this import's rows see under the name and that the field takes, or NULL;
 * `*is_known` is set where a row of that name was left out. */
struct instance *import_find(const struct import *import, const struct type *type,
                             const struct name *name, bool *is_known);

/* import_keys.c: the instance of the same or a related kind that has the name already, or NULL. */
const struct instance *import_find_rival(const struct import *import, const struct kind *kind,
                                         const struct name *name);

/* import_keys.c: fills in the links from the key `first` on that lead to what is known now; the others
 * stay. */
void import_link_within(struct import_run *run, uint32_t first);

/* import_keys.c: fills in all links. */
void import_link(struct import_run *run);

/* import.c: an instance of this kind with nothing in it yet, not even a name. */
struct instance *import_new_instance(struct import_table *table, const struct kind *kind);

/* import.c: `party_1`, `party_2` ...: by the rows of all tables of the kind, past names that are taken. */
const struct name *import_next_number(struct import_table *table, const struct kind *kind);

/* import.c: adds an instance whose row begins at `start` to the model or test. */
void import_add(struct import_table *table, struct instance *instance, uint32_t start);

/* import.c: makes known the name of an instance that is left out, so that what links to it is not told as
 * well. */
void import_leave_out(struct import_table *table, struct instance *instance);

/* import_fill.c: the text without invisible characters, which are counted, and in normal form. */
struct text import_clean(struct import_table *table, struct text text, uint32_t offset);

/* import_fill.c: reads one text into one place; false where it says that nothing is recorded. */
bool import_fill_place(struct import_table *table, const struct import_column *column,
                       struct instance *instance, struct value *place, struct text text);

/* import_fill.c: the same with a text of several parts and a field of many. */
bool import_fill_list(struct import_table *table, const struct import_column *column,
                      struct instance *instance, struct value *slot, struct text text);

/* import_fill.c: fills a place with the instance of this name, or leaves it to be filled with that. */
void import_add_key(struct import_table *table, const struct import_column *column,
                    struct instance *instance, struct value *place, struct text text);

/* import_json.c: whether a file of this name holds JSON. */
bool import_json_suits(const char *path);

/* import_json.c: prepares to read a source of JSON; false where the import is wrong, which has been
 * reported. */
bool import_json_open(struct import_table *table, const struct source *source);

/* import_json.c: reads all objects. */
void import_json_read(struct import_table *table);

/* import_json.c: where there is but one case, what is nested in it becomes known outside, too. */
void import_json_publish(struct import_run *run);

/* import_report.c: counts a mistake; false where there have been so many that it is not told any more. */
bool import_may_tell(struct import_run *run);

/* import_report.c: marks the row as one to be left out; whether the mistake may be told. */
bool import_row_is_wrong(struct import_table *table);

/* import_report.c: whether the column fills a confidential field. */
bool import_is_secret(const struct import_column *column);

/* import_report.c: the place of a column's cell in the row at hand; in JSON, of the value at hand. */
struct span import_cell_span(const struct import_table *table, const struct import_column *column);

/* import_report.c: each reports a mistake in the row at hand, which is then left out: a cell that does not
 * fit; a mandatory one that is empty; quotation marks; surplus cells; an id that is there already. */
void import_report_value(struct import_table *table, const struct import_column *column, struct text text,
                         const char *why);
void import_report_empty(struct import_table *table, const struct import_column *column);
void import_report_fault(struct import_table *table);
void import_report_surplus(struct import_table *table);
void import_report_twice(struct import_table *table, const struct instance *instance,
                         const struct instance *other);

/* import_report.c: says in one note what was not read as it stands. */
void import_summarise(struct import_table *table);

#endif
