#ifndef EMIT_C_PARTS_H
#define EMIT_C_PARTS_H

/* What the files c*.c share: a C program on its way. Names of a model never stand in it as they are: kinds,
 * fields and the rest get names of their own, texts are written byte by byte. */

#include "base/buf.h"
#include "emit/emit.h"
#include "engine/plan.h"

/* Names taken so far in some space of the program. */
struct c_space {
    VEC(struct text) taken;
};

/* A column of a kind. */
struct c_column {
    const struct store_column *column;
    struct text name; /* of the member */
};

/* A link of many, or one that is followed backwards. */
struct c_links {
    const struct store_links *links;
    struct text name;
    uint32_t to; /* index of the table it leads to; of a link backwards, of the one it leads back from */
};

/* For each row of one kind the rows of another, in its case, whose column has the same value. */
struct c_join {
    const struct store_column *column; /* of those that are found */
    const struct store_column *key;    /* of those by which they are found */
    struct text name;
};

/* A kind with those below it: what of it the plan uses. */
struct c_table {
    const struct store_table *table;
    struct text name;    /* `decision`: a member, and the end of other names */
    struct c_space space; /* of its members */
    VEC(struct c_column) columns;
    VEC(struct c_links) links;
    VEC(struct c_links) inverses; /* of links that lead from here */
    VEC(struct c_join) joins;     /* that find rows of this kind */
    bool is_family;               /* has kinds below it: rows say of which they are */
};

/* A derived kind. */
struct c_derived {
    const struct plan_derived *plan;
    struct text name;
    struct text *fields; /* names of members, as the kind's */
    uint32_t kept;       /* words that reasons speak of, behind the fields' */
    bool is_used;
};

/* What a slot of the rule at hand is called in C, and of what shape it is. */
struct c_slot {
    struct text name;
    bool is_range;
    uint32_t table; /* of a row: index of its table, or C_NONE */
};

#define C_NONE UINT32_MAX

enum { C_LISTS_MOST = 256 };

struct c_program {
    struct session *session;
    struct arena *arena;
    struct model *model;
    struct plan *plan;
    struct store *store;
    struct text name;  /* `practice`: begins all names that others see */
    struct text upper; /* `PRACTICE` */
    struct c_space space; /* names behind that */
    VEC(struct c_table) tables;
    struct c_derived *derived; /* by the plan's index */
    struct text *categories;   /* by number: the constant's name; empty where nobody asks for it */
    bool *has_categories;      /* by classification */
    struct c_slot slots[PLAN_SLOTS_MOST];
    bool asks_case;  /* some rule or check names the case at hand */
    struct text truth;         /* what says how certain the way so far is */
    uint64_t listed;           /* slots of loops whose own conditions were worked out before */
    struct text *lists;        /* by list: the table whose rows it has room for */
    uint32_t list_count;
    bool is_across;            /* the rule at hand sees all cases */
    bool reads;                /* it is a whole program */
    struct text reading;       /* of a whole program: what it reads */
    struct buf functions;      /* parts of rules that are functions of their own */
    VEC(struct c_shared { struct text body; struct text name; }) shared; /* the same part is written once */
    uint32_t parts;
    const char *trouble; /* why there is no program; or NULL */
};

/* c_names.c: a name that is nobody else's in the space, as near to the wanted one as C allows. */
struct text c_name(struct c_program *program, struct c_space *space, struct text wanted);

/* Reserves names; `words` ends with NULL. */
void c_reserve(struct c_program *program, struct c_space *space, const char *const *words);

/* The words of C, of C++ and of standard headers that no member may be called. */
void c_reserve_words(struct c_program *program, struct c_space *space);

struct text c_upper(struct c_program *program, struct text text);

/* A text as a C string literal; as words within a comment. */
struct text c_literal(struct c_program *program, struct text text);
struct text c_comment(struct c_program *program, struct text text);

/* Formats as diag_format does. */
struct text c_say(struct c_program *program, const char *format, ...);

/* c_use.c: finds out which tables, columns, links and derived kinds the plan uses, and names them. */
bool c_use(struct c_program *program);

/* What was found; C_NONE or NULL where it is not used. */
uint32_t c_table_of(const struct c_program *program, const struct store_table *table);
uint32_t c_table_of_kind(const struct c_program *program, const struct kind *kind);
const struct c_column *c_column_of(const struct c_program *program, const struct store_column *column);

/* Of the last days that dates may mean: the column of their first days. NULL: it is another column. */
const struct c_column *c_first_day_of(const struct c_program *program, const struct store_column *column);

/* The condition of a loop that a join takes care of, or NULL; and the join. */
const struct plan_expr *c_join_condition(const struct c_program *program, const struct plan_loop *loop);
const struct c_join *c_join_of(const struct c_program *program, const struct plan_loop *loop,
                               const struct plan_expr *condition);

/* The number of a kind in its family: the root's is 0, and those below a kind follow it, up to `*last`. */
int c_kind_number(const struct c_program *program, const struct kind *kind, int *last);

/* c_expr.c: an expression as C: a word, a span, a definite truth as a C condition, a truth as a number. */
struct text c_word(struct c_program *program, const struct plan_expr *expr);
struct text c_span(struct c_program *program, const struct plan_expr *expr);
struct text c_condition(struct c_program *program, const struct plan_expr *expr);
struct text c_truth(struct c_program *program, const struct plan_expr *expr);

/* Whether working it out may end the evaluation. */
bool c_may_fail(const struct plan_expr *expr);

/* The table that a row is of, or C_NONE. */
uint32_t c_rows_of(const struct c_program *program, const struct plan_expr *expr);

/* A function for a part of a rule: `body` is C; its arguments are the slots that `needs` names. Gives the
 * call. */
struct text c_part(struct c_program *program, const char *type, uint64_t needs, struct text body);

/* Some C without the lines that declare what nothing in it uses. */
struct text c_clean(struct c_program *program, struct text body);

/* A condition in parentheses, of which it may have some already. */
struct text c_in_parentheses(struct c_program *program, struct text condition);

/* The word of letters, digits and `_` that begins at `at`; empty where none does. Whether a text has a name
 * in it as such a word. */
struct text c_word_at(struct text text, size_t at);
bool c_mentions(struct text text, struct text name);

/* c_loop.c: SOME and the aggregates as calls of parts. */
struct text c_aggregate(struct c_program *program, const struct plan_expr *expr);

/* Writes the head of a loop and what skips a row, and fills its slot; program->truth is what the way within
 * is told by. `depth` is how far to indent. */
void c_open_loop(struct c_program *program, struct buf *out, const struct plan_loop *loop, uint32_t depth);
void c_indent(struct buf *out, uint32_t depth);

/* Writes down the rows that come through a loop's own conditions, where the loop stands within others, and
 * goes through those from then on. */
void c_list_rows(struct c_program *program, struct buf *out, const struct plan_loop *loop);

/* What a slot is called: as its variable in the model, and its number. */
struct text c_slot_name(struct c_program *program, const struct variable *variable, uint32_t slot);

/* c_rules.c: each rule and check as a function, and their tables. */
uint32_t c_stride(const struct c_derived *derived); /* words of a conclusion */
void c_write_rules(struct c_program *program, struct buf *out);

/* c_words.c: reasons, messages and titles of categories. */
void c_write_reasons(struct c_program *program, struct buf *out);
void c_write_messages(struct c_program *program, struct buf *out);
void c_write_titles(struct c_program *program, struct buf *out);

/* The slots whose values a reason or message speaks of. */
uint64_t c_needs_of_words(const struct plan_words *words);

/* Writes the kept values of such slots as `int64_t` expressions, separated by commas; how many there are. */
uint32_t c_kept_words(const struct c_program *program, uint64_t needs);
void c_write_kept(struct c_program *program, struct buf *out, uint64_t needs);

/* Those of a rule's reason that are kept behind a conclusion's fields, which tell the others. */
uint64_t c_kept_of_rule(const struct plan_rule *rule);

/* Names the slots of a rule or check that its words speak of. */
void c_bind_variables(struct c_program *program, const struct plan_variable *variables);

/* c_header.c: structures and declarations. */
void c_write_header(struct c_program *program, struct buf *out);

/* c_data.c: functions for adding rows and getting conclusions. */
bool c_is_wide(const struct c_column *column);
void c_write_data(struct c_program *program, struct buf *out);
void c_write_table_of(struct c_program *program, struct buf *out);
void c_write_rule_names(struct c_program *program, struct buf *out);

/* Writes lines in which `$` stands for the program's name and `@` for the same in capitals. */
void c_put(struct c_program *program, struct buf *out, struct text lines);

/* c_read.c: how it reads what the model imports. */
struct text c_reading(struct c_program *program);

/* c_main.c: a program around it. */
void c_write_main(struct c_program *program, struct buf *out);

/* c_facts.c: what the model itself records. */
void c_write_facts(struct c_program *program, struct buf *out);

/* c_runtime.c: parts of the program's source, each of which is there only if it is asked for. */
struct c_source;

struct c_source *c_source_new(struct c_program *program);

/* Adds a part: the names by which it is asked for, separated by blanks; empty: it always is. Parts come in
 * the order in which they are added. */
void c_source_add(struct c_source *source, const char *names, struct text text);

/* The same of each part of a file of src/emit/runtime. */
void c_source_add_file(struct c_source *source, const char *name);

void c_source_write(struct c_source *source, struct buf *out);

/* One part of such a file, as it stands there. */
struct text c_runtime_part(struct c_program *program, const char *file, const char *name);

#endif
