#ifndef PROGRAMS_H
#define PROGRAMS_H

/* Random programs for tests/fuzz_engines.c: kinds, instances, rules and checks as text, which nearly always
 * compiles. The same number gives the same program on every machine. Each part is made where the text
 * has come to; what must be known for that (kinds, names in scope, which conclusions may be asked for)
 * stands in struct program. Every compound expression stands in brackets, which the shrinker goes by.
 * No expression asks for chance twice: C leaves open which would come first. */

#include "small/small.h"

#include <stdbool.h>
#include <stdint.h>

/* Of what sort a value is. */
enum value_sort { OF_NUMBER, OF_DECIMAL, OF_YES, OF_DAY, OF_THEME, OF_LEVEL, OF_TEXT, OF_THING };

enum how_many { ONE, PERHAPS, MANY };

enum { FIELDS_MOST = 40, SHAPES_MOST = 12, BOUND_MOST = 24, FUNCTIONS_MOST = 4, TAKES_MOST = 2 };

/* A field of a kind. */
struct member_field {
    char name[16];
    enum value_sort sort;
    int shape; /* OF_THING: of which */
    enum how_many how_many;
    bool is_parent;
    bool has_default;
    bool is_secret;
    bool is_period; /* OF_DAY: or a period */
    int or_shape;   /* OF_THING: a link to this kind as well; or -1 */
};

/* A kind. */
struct shape {
    char name[16];
    int parent; /* or -1 */
    bool is_case;
    bool is_open;
    bool is_derived;
    bool is_across; /* concluded by rules across cases */
    int rank;       /* derived: only rules for those of a higher one may ask for `no` such, or count them */
    struct member_field fields[FIELDS_MOST]; /* the parent's first */
    int field_count;
    int own_first; /* from here on they are its own */
    int instances; /* recorded ones of just this kind */
};

/* A name in scope. */
struct bound {
    char name[16];
    enum value_sort sort;
    int shape;
    bool is_hidden; /* it may not be used where the program is now */
};

/* A measure or a decision table. */
struct function {
    char name[16];
    enum value_sort gives;
    enum value_sort takes[TAKES_MOST];
    int shapes[TAKES_MOST];
    int count;
    int rank; /* below this are the conclusions that it asks for */
};

/* What a program may hold, for the tally: bits. */
#define PROGRAM_FEATURES(F) \
    F(CASES, "several cases") F(NESTED, "kinds below kinds") F(OPEN, "open kinds") F(CLAIMS, "claims") \
    F(DOUBT, "doubtful facts") F(IMPRECISE, "imprecise dates") F(PERIODS, "periods") \
    F(LARGE, "numbers near overflow") F(DECIMALS, "decimals") F(WORKED_OUT, "fields worked out") \
    F(SECRET, "confidential fields") F(RECURSION, "recursive rules") \
    F(SHARED, "kinds that several rules conclude") F(VALUES, "conclusions with values") \
    F(ACROSS, "rules across cases") F(LET, "let") F(SOME, "some") F(NO, "no") F(EVERY, "every") \
    F(COUNT, "count") F(SUM, "sum") F(EXTREME, "min and max") F(DISTINCT, "distinct") \
    F(COUNT_SET, "count of a set") F(BINDERS, "aggregates over several") F(MEASURE, "measures") \
    F(TABLE, "decision tables") F(IS_RECORDED, "is recorded") F(IS_UNKNOWN, "is unknown") F(UNDER, "under") \
    F(IN, "in") F(WITHIN, "within") F(DURING, "during") F(MOVED, "days moved") F(AGE, "year and age") \
    F(DIVISION, "div, mod and /") F(BACKWARDS, "links backwards") F(OF_CASE, "members of cases") \
    F(REACHABLE, "reachable") F(BECAUSE, "because") F(CHECKS, "checks") \
    F(QUESTIONS, "checks with several questions") F(IF, "if") F(RECORDED, "recorded binders") \
    F(ON_RULES, "binders of conclusions") F(OF_RULES, "conclusions about conclusions") \
    F(CATEGORIES, "binders of categories") F(UNITED, "links to either of two kinds")

enum program_feature {
#define FEATURE_NAME(name, words) HAS_##name,
    PROGRAM_FEATURES(FEATURE_NAME)
#undef FEATURE_NAME
    FEATURES
};

struct program {
    uint64_t random;
    struct words text;
    uint64_t features;
    struct shape shapes[SHAPES_MOST];
    int shape_count;
    int case_shape;      /* or -1 */
    int first_derived;
    struct bound bound[BOUND_MOST];
    int bound_count;
    struct function functions[FUNCTIONS_MOST];
    int function_count;
    int names;           /* given so far */
    int rank;            /* conclusions of kinds below this may be asked for anything */
    bool is_positive;    /* here those of this rank, too */
    bool is_rule;
    bool has_case_name;  /* the case at hand has a name here */
    bool is_in_text;     /* within a text, where no other may begin */
    bool takes_periods;  /* here a period does as well as a day */
    bool shuns_secrets;  /* here no confidential field is asked for */
    bool shuns_gaps;     /* here nothing is asked for that may not be recorded */
    bool is_plain;       /* without what engines that work on columns leave to the reference */
    bool is_doubtful;    /* with doubtful facts */
    bool is_large;       /* with numbers near overflow */
};

/* programs_make.c: makes the program with this number; its text is the caller's to free. */
void program_make(struct program *program, uint64_t number);
extern const char *const program_features[FEATURES];

/* A number below `below`; whether a thing of `percent` in 100 is so; the same for what only the reference
 * can run. */
int program_pick(struct program *program, int below);
bool program_chance(struct program *program, int percent);
bool program_dares(struct program *program, int percent);
void program_note(struct program *program, enum program_feature feature);

/* Goes back to where the text was `length` long. */
void program_take_back(struct program *program, size_t length);
/* What is written from here on stands apart, until it is taken (and freed by the caller). */
struct words program_begin_apart(struct program *program);
char *program_end_apart(struct program *program, struct words before);

/* Whether an instance of shape `a` is one of shape `b`. */
bool program_is(const struct program *program, int a, int b);

/* programs_kinds.c: taxonomies, parameters and kinds. */
void program_add_kinds(struct program *program);

/* programs_instances.c: what is recorded; a value as it is written in a file, or in a rule. */
void program_add_instances(struct program *program);
void program_add_literal(struct program *program, enum value_sort sort, bool is_recorded);

/* programs_names.c: names in scope and paths from them. A path to a value of some sort, of one shape, false
 * where none was found; a thing of a shape, where there can be one; a shape of which there can, or -1. */
bool program_is_value(enum value_sort sort); /* such fields of a conclusion do not tell it apart */
struct bound *program_bind(struct program *program, enum value_sort sort, int shape);
bool program_add_path(struct program *program, enum value_sort sort, int shape);
bool program_add_bound(struct program *program, enum value_sort sort, int shape);
bool program_can_name(const struct program *program, int shape);
void program_add_thing(struct program *program, int shape);
int program_find_nameable(struct program *program);

/* programs_values.c and programs_conditions.c: an expression of some sort. */
void program_add_value(struct program *program, enum value_sort sort, int depth);
void program_add_condition(struct program *program, int depth);

/* programs_sets.c: binders, which stay in scope, and sets. */
bool program_add_binder(struct program *program);
bool program_add_set(struct program *program, bool takes_one, int *shape);

/* programs_loops.c: quantifiers and aggregates; false where there is no room for another variable. */
bool program_add_quantifier(struct program *program, int depth);
bool program_add_aggregate(struct program *program, enum value_sort sort, int depth);

/* programs_functions.c: measures and tables, and calls of them; false where none gives such a value. */
void program_add_functions(struct program *program);
bool program_add_call(struct program *program, enum value_sort sort, int depth);

/* programs_rules.c: rules and checks. */
void program_add_rules(struct program *program);
void program_add_checks(struct program *program);

/* programs_shrink.c: makes a text small for which `fails` holds: without some of its lines, with one part of
 * an expression in place of the whole. */
typedef bool program_predicate(void *context, const char *text);
void program_shrink(struct words *text, program_predicate *fails, void *context);

#endif
