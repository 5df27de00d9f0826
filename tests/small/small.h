#ifndef SMALL_H
#define SMALL_H

/* Small random models in the tests' own words: things and acts (of which there may be more than are
 * recorded), conclusions about them, and rules. They are written as Sightline text for the compiler, and
 * worked out here, decided, by code that shares nothing with it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What there is: two recorded kinds, then the derived ones. */
enum sort { THING, ACT, MARK, PATH, PAIR, TOTAL, CLASS, SIGN, SORTS, FIRST_DERIVED = MARK };
enum { WIDE = 8, TUPLES = WIDE * WIDE };

/* What is said of things and acts; links are `of` (of an act, to a thing), `by` (of an act, to an act) and
 * `with` (of a thing, to many things). */
enum feature { FLAG, SIZE, RATE, UNDER, ON, OF, BY, FIELDS };

enum { THINGS_MOST = 4, ACTS_MOST = 4, POOL_MOST = 2, UNKNOWNS_MOST = 12, OPTIONS_MOST = 5 };
enum { RULES_MOST = 8, CHECKS_MOST = 2, CLAIMS_MOST = 2, NODES_MOST = 600, CONDITIONS = 2 };
enum { COMPLETIONS_MOST = 4096 };
enum { CATEGORIES = 4, RATES = 3, DAYS = 12 };

/* A number that came of nothing, such as the least of none. */
enum { UNDEFINED = INT32_MIN };

/* What a field holds: one of lo to hi, or anything where it is not recorded. */
struct slot {
    bool is_known;
    int lo;
    int hi;
};

struct member {
    struct slot slots[FIELDS];
    unsigned with;        /* a bit for each thing */
    bool is_doubtful;
    enum feature marked_in; /* where the mark of doubt stands: ON or SIZE */
};

enum op {
    /* conditions */
    IS_TRUE, AND, OR, NOT, HAS_FLAG, COMPARE, COMPARE_RATE, IS_UNDER, IS_CATEGORY, BEFORE, AFTER, SAME_DAY,
    AT_MOST_DAY, WITHIN, DURING, IS_SAME, IN_SET, IN_SETS_LINKS, IN_REACHABLE, QUANTIFY, CHOOSE_CONDITION,
    HAS_SIGN, ASKS_RECORDED, ASKS_UNKNOWN,
    /* whole numbers */
    NUMBER, GET_SIZE, COUNT, COUNT_SET, SUM, LEAST, GREATEST, ADD, TIMES, CHOOSE_NUMBER, MEASURE, TABLE,
    GET_TOTAL, LET,
    /* days */
    DAY, GET_DAY,
    /* instances */
    VARIABLE, NAMED, LINK, PART
};

/* What a binder goes through: all of its kind, what is recorded of it, what links to a thing or an act, or
 * what a thing links to. */
enum set { ALL, ALL_RECORDED, ACTS_OF, ACTS_BY, THINGS_WITH, WITH_OF, MARKS_OF };

enum { SOME, NO, EVERY };

struct node {
    enum op op;
    int n;                  /* a number, day, category, field, place or operator */
    int m;                  /* a second one */
    struct node *kids[3];
    enum sort sort;         /* of an instance; of what a binder goes through */
    enum set set;
    struct node *set_of;
    int variable;
};

struct binder {
    enum sort sort;
    enum set set;
    struct node *set_of;
    int variable;
};

/* A rule, a check (whose first argument is where it speaks) or a measure (whose value is `value`). */
struct small_rule {
    enum sort head;
    int binder_count;
    struct binder binders[2];
    struct node *conditions[CONDITIONS];
    struct node *let;       /* or NULL */
    struct node *arguments[2];
    struct node *value;     /* of a total */
    bool is_dropped;
};

/* A claim that all acts there are known: of a thing, by an act, under a category, in some days. */
struct small_claim {
    bool has[FIELDS];
    int of[FIELDS];
    int last_day;
    bool is_dropped;
};

struct unknown {
    enum { DECIDES_FIELD, DECIDES_EXISTENCE, DECIDES_UNDEFINED } what;
    enum sort sort;
    int member;
    enum feature field;
    int count;
    int options[OPTIONS_MOST];
};

struct small {
    uint64_t random;
    bool is_act_open;
    bool asks_file;         /* has conditions about the file, which are outside the claim of soundness */
    int counts[2];          /* recorded things and acts; acts beyond these are possible ones */
    int pool;
    struct member members[2][WIDE];
    bool is_dropped[2][WIDE];
    int rule_count;
    struct small_rule rules[RULES_MOST];
    int check_count;
    struct small_rule checks[CHECKS_MOST];
    struct small_rule measure;
    struct node *rows[2];   /* of the table: conditions on variable 0 */
    int claim_count;
    struct small_claim claims[CLAIMS_MOST];
    int unknown_count;
    struct unknown unknowns[UNKNOWNS_MOST + 1];
    unsigned long completions;
    int rank[SORTS];        /* of a derived kind: when its rules run; 0: it has none */
    unsigned uses[PART + 1];
    bool reads[2][FIELDS];
    bool is_named[2][WIDE];
    int node_count;
    struct node nodes[NODES_MOST];
};

/* One way in which everything is decided, and what follows. Tuples are numbered first * WIDE + second. */
struct world {
    const struct small *small;
    bool exists[2][WIDE];
    int values[2][WIDE][FIELDS];
    bool undefined_holds;
    bool holds[SORTS][TUPLES];
    int totals[TUPLES];
    bool speaks[CHECKS_MOST][WIDE];
    bool contradicts;       /* two rules gave one conclusion two totals */
    int environment[10];
    int let;
};

/* small_make.c: a model from a seed. */
void small_make(struct small *small, uint64_t seed);
uint32_t small_random(struct small *small, uint32_t below);
/* small_facts.c: what is recorded, and what is not. */
void small_make_facts(struct small *small);
/* Lists what is open in the model, and how many ways there are to decide it. */
void small_find_unknowns(struct small *small);
/* Whether a claim says that no such act is missing from the record. */
bool small_is_claimed(const struct small *small, const struct member *act);

/* small_world.c: decides everything in the nth way; false where that way contradicts itself. */
bool world_decide(struct world *world, const struct small *small, unsigned long nth);
/* Works out what follows. */
void world_conclude(struct world *world);

/* small_shrink.c: makes a model that fails smaller, as long as it fails. */
typedef bool small_predicate(struct small *small);
void small_shrink(struct small *small, small_predicate *fails);

/* small_print.c: the text, as it is or with changes that change nothing. */
struct style {
    const char *prefix;     /* before every name */
    uint64_t shuffle;       /* above 0: the order of declarations */
    int part;               /* 0: all; 1: what is used; 2: what uses it */
    const char *uses;       /* a line to begin with */
    bool has_case;          /* everything belongs to one case */
    bool has_second_case;   /* which has nothing to do with the first */
};
struct words {
    char *at;
    size_t length;
    size_t room;
};
void small_print(struct words *out, const struct small *small, const struct style *style);
void words_add(struct words *out, const char *format, ...);
/* The names of the sorts. */
extern const char *const small_kinds[SORTS];

#endif
