/* The pieces of the header that `emit c` writes between what a model declares. As values.c: not compiled
 * here. `$` stands for the program's name, `@` for the same in capitals. */

//= begin
 *
 * 1. $_open makes `struct $_data` ready in memory that you give; $_size says how much it takes.
 * 2. Begin with what belongs to no case; then each case, and behind it what belongs to it: $_add_...
 *    A row is known by its number, which the function gives. Links may be filled in later, through the
 *    columns in the structure.
 * 3. $_ready checks the rows, and $_evaluate runs rules and checks. Neither takes memory but yours.
 * 4. $_count_..., $_get_... and $_because_... give what was concluded.
 *
 * Nothing is kept outside the structures, so threads may evaluate different data at once. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Not recorded: in a column of 64 bits, and of 32. */
#define @_NONE INT64_MIN
#define @_NONE_32 INT32_MIN

/* A yes or no that is not recorded is unknown. */
enum { @_FALSE, @_UNKNOWN, @_TRUE };

/* What functions that may fail give. */
enum $_error {
    @_OK,
    @_FULL,     /* more rows, texts or conclusions than there is memory for */
    @_VALUE,    /* a value that the field cannot have, or a number of no row */
    @_MISSING,  /* a field is not recorded that has to be */
    @_ORDER,    /* rows of one kind belong both to cases and to none, or were added too late */
    @_OVERFLOW, /* a number grew beyond 64 bits */
    @_CONFLICT, /* two rules say different things of the same, or might */
    @_LIMIT,    /* more than @_CONCLUSIONS_MOST conclusions of one kind */
    @_NO_CASE   /* there is no case, and rules ask for it */
};

#define @_CONCLUSIONS_MOST 100000000

//= rows
/* What the rows of a kind have in common. */
struct $_table {
    uint32_t count;
    uint32_t room;
    int is_shared;         /* they belong to no case */
    uint32_t *starts;      /* by case: where its rows begin; and the end */
    const uint32_t *order; /* the rows in the order in which they were recorded; NULL: as they are */
    int32_t *in_case;
    int32_t *id;
    int32_t *title;
};

/* Links from some rows to others: those of row i are rows[starts[i]] to before rows[starts[i + 1]]. */
struct $_links {
    uint32_t *starts;
    uint32_t *rows;
    int32_t *from; /* as they were added */
    int32_t *to;
    uint32_t count;
    uint32_t room;
};

/* For each row of one kind the rows of another, in its case, that have a value in common: the first of them,
 * and behind each the next; or -1. It is not whole where rows of the one kind belong to cases and those of
 * the other to none. */
struct $_join {
    int32_t *first;
    int32_t *next;
    int is_whole;
};

/* Texts, each once. */
struct $_texts {
    const char **bytes;
    uint32_t *lengths;
    uint32_t *places;
    uint32_t count;
    uint32_t room;
    uint32_t place_room;
};

/* How many rows there will be at most, beside those that the model itself records. */
struct $_room {
    uint32_t texts;
//= data
};

/* All rows, in columns. */
struct $_data {
    uint32_t case_count;
    int32_t current; /* the case that rows are added to; -1: none yet */
    int is_ready;
    struct $_texts texts;
    int32_t *latest; /* room for making joins: by value, the row that had it last */
//= results
};

/* What was concluded of one kind; see the functions below. */
struct $_concluded {
    uint32_t words;
    uint32_t stride;
    const uint8_t *identity; /* by word: 1 for what tells conclusions apart, 2 for another yes or no */
    const uint8_t *tables;
    int64_t *items;
    uint16_t *rules;
    uint8_t *is_certain;
    uint32_t *starts;
    uint32_t *places;
    uint32_t *stamps;
    uint32_t count;
    uint32_t room;
    uint32_t place_room;
    uint32_t chained;
    uint32_t raises;
    uint32_t raising;
    uint32_t here;
    uint32_t visible;
    uint16_t stratum;
    uint8_t is_across;
    uint8_t needs_order;
    uint8_t grows;
};

struct $_saying {
    const int64_t *words;
    uint32_t in_case;
    uint16_t message;
    uint8_t is_certain;
};

struct $_said {
    struct $_saying *items;
    uint32_t count;
    uint32_t room;
};

//= functions
/* What a check said. */
struct $_finding {
    const char *check;
    const char *severity;
    const char *field;  /* or NULL */
    int32_t at;         /* the id of what it speaks about: a text; or -1 */
    uint32_t in_case;
    uint8_t is_certain; /* or else the record does not decide it */
};

/* How many bytes the rows take. */
size_t $_size(const struct $_room *room);

/* Makes data ready to take rows, in memory of that size. What the model itself records is in it. */
int $_open(struct $_data *data, const struct $_room *room, void *memory, size_t size);

/* The number of a text, whose bytes have to stay where they are. */
int $_text(struct $_data *data, const char *bytes, size_t length, int32_t *number);

/* The number of a day; @_NONE_32 where there is no such day from the year 1 to 9999. */
int32_t $_day(int year, int month, int day);

/* After the last row: checks them, and makes the indexes that rules ask for. */
int $_ready(struct $_data *data);

/* Runs the rules and checks. Results stay in `memory`; with too little of it, @_FULL. */
int $_evaluate(const struct $_data *data, struct $_results *results, void *memory, size_t size);

/* Puts the conclusions of each kind and case into the order of what they are about, things by their ids.
 * `memory` is only used meanwhile. */
int $_sort(const struct $_data *data, struct $_results *results, void *memory, size_t size);

/* The name of a rule, `module.rule`. */
const char *$_rule_name(uint32_t rule);

/* What checks said: how much, one of it, and its message, as snprintf writes. */
uint32_t $_count_findings(const struct $_results *results);
struct $_finding $_get_finding(const struct $_data *data, const struct $_results *results, uint32_t number);
size_t $_message_of_finding(const struct $_data *data, const struct $_results *results, uint32_t number,
                            char *out, size_t room);

/* Adds a row, and gives its number; adds a link from one row to another. */
//= end

#ifdef __cplusplus
}
#endif

#endif
