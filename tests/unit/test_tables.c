/* Proofs about decision tables, against trying out every case: random small tables over booleans, whole
 * numbers, decimals, categories, levels and dates, whose conditions this file works out by itself. What the
 * prover says (a gap, an overlap, a row never reached, or nothing) must be so, and the case it names must
 * be one; where rows cover everything, the interpreter must choose the row that is first by hand.
 * TABLES_ROUNDS and TABLES_SEED try more, or others.
 * Over 600 lines: tables are made, printed, worked out and compared in one place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compile.h"
#include "diag/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { AXES = 3, ROWS_MOST = 5, VALUES_MOST = 9, NODES_MOST = 16, CASES_MOST = 1000 };

/* Sorts of parameters: their values as the language writes them, the last the rank "not recorded". */

enum sort { FLAG, WHOLE, TENTHS, PLACE, LEVEL, DAY, SORTS };

static const struct {
    const char *type;
    int count;
    const char *shown[VALUES_MOST]; /* in messages */
} sorts[SORTS] = {
    [FLAG] = { "boolean", 2, { "false", "true" } },
    [WHOLE] = { "integer", 7, { "-1", "0", "1", "2", "3", "4", "5" } },
    [TENTHS] = { "decimal(1)", 7, { "-0.1", "0.0", "0.1", "0.2", "0.3", "0.4", "0.5" } },
    [PLACE] = { "place", 5, { "`place.home`", "`place.clinic`", "`place.clinic.ward`",
                              "`place.clinic.theatre`", "`place.other`" } },
    [LEVEL] = { "risk", 3, { "`risk.low`", "`risk.moderate`", "`risk.high`" } },
    [DAY] = { "date", 6, { "2010-02-28", "2010-03-01", "2010-03-02", "2010-03-03", "2010-03-04",
                           "2010-03-05" } },
};

static const char *const declarations =
    "scale risk { low < moderate < high }\n"
    "taxonomy place { home clinic { ward theatre } other }\n";

/* Random tables */

struct node {
    enum { ATOM, ASKS_RECORDED, NEGATION, CONJUNCTION, DISJUNCTION, SAMENESS } kind;
    int left, right; /* nodes */
    int axis, op, rank;
    bool between; /* the constant lies right above its rank */
};

struct row {
    struct node nodes[NODES_MOST];
    int count;
    bool otherwise;
};

struct table {
    enum sort sorts[AXES];
    int axes;
    struct row rows[ROWS_MOST];
    int count;
    bool unique;
    bool asks_recorded[AXES];
};

static uint64_t state;

static int choose(int below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (int)((state >> 33) % (uint64_t)below);
}

static const char *const operators[] = { "=", "!=", "<", "<=", ">", ">=", "under" };
enum { EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST, UNDER };

static int choose_op(enum sort sort)
{
    if (sort == FLAG)
        return EQUAL;
    if (sort == PLACE)
        return (const int[]){ EQUAL, UNEQUAL, UNDER }[choose(3)];
    return choose(6);
}

static int make_node(struct table *table, struct row *row, int depth)
{
    struct node node = { .kind = ATOM };
    int kind = depth >= 3 ? 0 : choose(12);
    if (kind >= 6 && kind <= 10) {
        node.kind = kind == 6 ? NEGATION : kind <= 8 ? CONJUNCTION : DISJUNCTION;
        node.left = make_node(table, row, depth + 1);
        node.right = node.kind == NEGATION ? 0 : make_node(table, row, depth + 1);
    } else {
        node.axis = choose(table->axes);
        enum sort sort = table->sorts[node.axis];
        node.op = choose_op(sort);
        node.rank = sort == WHOLE || sort == TENTHS || sort == DAY ? 1 + choose(sorts[sort].count - 2)
                                                                   : choose(sorts[sort].count);
        node.between = (sort == TENTHS || sort == WHOLE) && choose(5) == 0;
        if (choose(25) == 0) {
            node.kind = ASKS_RECORDED;
            table->asks_recorded[node.axis] = true;
        }
    }
    row->nodes[row->count] = node;
    return row->count++;
}

static void make_table(struct table *table)
{
    *table = (struct table){ .axes = 1 + choose(AXES), .unique = choose(3) == 0 };
    for (int i = 0; i < table->axes; i++)
        table->sorts[i] = (enum sort)choose(SORTS);
    table->count = 1 + choose(ROWS_MOST);
    for (int i = 0; i < table->count; i++) {
        struct row *row = &table->rows[i];
        row->otherwise = i > 0 && i + 1 == table->count && choose(3) == 0;
        if (!row->otherwise)
            make_node(table, row, table->unique && choose(2) ? 2 : 0);
    }
}

/* In words */

static void print_constant(struct buf *out, const struct table *table, const struct node *node)
{
    enum sort sort = table->sorts[node->axis];
    const char *shown = sorts[sort].shown[node->rank];
    for (const char *at = shown; *at; at++) {
        if (*at != '`')
            buf_byte(out, *at);
    }
    if (node->between)
        buf_str(out, sort == WHOLE ? ".5" : "5");
}

static void print_node(struct buf *out, const struct table *table, const struct row *row, int at)
{
    const struct node *node = &row->nodes[at];
    static const char *const joints[] = { [CONJUNCTION] = " and ", [DISJUNCTION] = " or " };
    switch (node->kind) {
    case ATOM:
        buf_printf(out, "v%d %s ", node->axis, operators[node->op]);
        print_constant(out, table, node);
        break;
    case ASKS_RECORDED:
        buf_printf(out, "v%d is recorded", node->axis);
        break;
    case NEGATION:
        buf_str(out, "not (");
        print_node(out, table, row, node->left);
        buf_byte(out, ')');
        break;
    default:
        buf_byte(out, '(');
        print_node(out, table, row, node->left);
        buf_str(out, joints[node->kind]);
        print_node(out, table, row, node->right);
        buf_byte(out, ')');
        break;
    }
}

static void print_table(struct buf *out, const struct table *table)
{
    buf_str(out, declarations);
    buf_str(out, table->unique ? "unique table t(" : "table t(");
    for (int i = 0; i < table->axes; i++)
        buf_printf(out, "%sv%d: %s", i ? ", " : "", i, sorts[table->sorts[i]].type);
    buf_str(out, ") is integer {\n");
    for (int i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        buf_str(out, row->otherwise ? "  otherwise" : "  when ");
        if (!row->otherwise)
            print_node(out, table, row, row->count - 1);
        buf_printf(out, " -> %d\n", i);
    }
    buf_str(out, "}\n");
}

/* By hand */

static enum truth from_bool(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static bool place_is_under(int a, int b)
{
    return a == b || (b == 1 && (a == 2 || a == 3));
}

static enum truth answer(const struct node *node, int rank)
{
    /* doubled, so that a constant may lie between two ranks */
    int value = 2 * rank;
    int constant = 2 * node->rank + node->between;
    switch (node->op) {
    case EQUAL:
        return from_bool(value == constant);
    case UNEQUAL:
        return from_bool(value != constant);
    case LESS:
        return from_bool(value < constant);
    case AT_MOST:
        return from_bool(value <= constant);
    case GREATER:
        return from_bool(value > constant);
    case AT_LEAST:
        return from_bool(value >= constant);
    default:
        return from_bool(place_is_under(rank, node->rank));
    }
}

static enum truth truth_at(const struct table *table, const struct row *row, int at, const int *ranks)
{
    const struct node *node = &row->nodes[at];
    bool recorded = ranks[node->axis] < sorts[table->sorts[node->axis]].count;
    switch (node->kind) {
    case ATOM:
        return recorded ? answer(node, ranks[node->axis]) : TRUTH_UNKNOWN;
    case ASKS_RECORDED:
        return from_bool(recorded);
    case NEGATION:
        return truth_not(truth_at(table, row, node->left, ranks));
    case CONJUNCTION:
        return truth_and(truth_at(table, row, node->left, ranks), truth_at(table, row, node->right, ranks));
    default:
        return truth_or(truth_at(table, row, node->left, ranks), truth_at(table, row, node->right, ranks));
    }
}

static bool fits(const struct table *table, int row, const int *ranks)
{
    return table->rows[row].otherwise ||
           truth_at(table, &table->rows[row], table->rows[row].count - 1, ranks) == TRUTH_TRUE;
}

static int first_row(const struct table *table, const int *ranks)
{
    int row = 0;
    while (row < table->count && !fits(table, row, ranks))
        row++;
    return row;
}

/* The next case; `more` counts "not recorded" too, on the axes where it is one. */
static bool next_case(const struct table *table, int *ranks, bool everywhere)
{
    for (int i = 0; i < table->axes; i++) {
        int count = sorts[table->sorts[i]].count + (everywhere || table->asks_recorded[i]);
        if (++ranks[i] < count)
            return true;
        ranks[i] = 0;
    }
    return false;
}

struct findings {
    bool gap;
    bool overlap;
    bool reached[ROWS_MOST];
};

static bool has_overlap(const struct table *table, const int *ranks)
{
    int fitting = 0;
    for (int i = 0; i < table->count; i++)
        fitting += !table->rows[i].otherwise && fits(table, i, ranks);
    return fitting > 1;
}

static struct findings find_by_hand(const struct table *table)
{
    struct findings found = { .gap = false };
    int ranks[AXES] = { 0 };
    do {
        found.gap = found.gap || first_row(table, ranks) == table->count;
        found.overlap = found.overlap || has_overlap(table, ranks);
    } while (next_case(table, ranks, false));
    int all[AXES] = { 0 };
    do {
        int row = first_row(table, all);
        if (row < table->count)
            found.reached[row] = true;
    } while (next_case(table, all, true));
    for (int i = 0; i < table->count; i++)
        found.reached[i] = found.reached[i] || table->rows[i].otherwise;
    return found;
}

/* By the compiler */

static const char *temporary(const struct buf *text)
{
    static char path[256];
    const char *build = getenv("BUILD");
    snprintf(path, sizeof path, "%s/tmp", build ? build : "build");
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/tmp/tables.sight", build ? build : "build");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(text->bytes, 1, text->length, file);
    fclose(file);
    return path;
}

static struct session *compile(struct arena *arena, const struct buf *text, enum stage last)
{
    struct session *session = session_new(arena);
    session->options.stdlib = "stdlib";
    compile_file(session, temporary(text), last);
    return session;
}

static bool is_code(const struct diag *diag, const char *code)
{
    return text_equal(diag->code, text_of(code));
}

static const struct diag *find_diag(const struct session *session, const char *code)
{
    for (uint32_t i = 0; i < session->diags.count; i++) {
        if (is_code(session->diags.items[i], code))
            return session->diags.items[i];
    }
    return NULL;
}

/* Reads "... case: `v0` is 8, `v1` is false, whatever the rest"; -1 for what is left open. */
static void read_case(const struct table *table, const struct diag *diag, int *ranks)
{
    char text[512];
    snprintf(text, sizeof text, "%.*s,", (int)diag->message.length, diag->message.bytes);
    for (int i = 0; i < table->axes; i++) {
        char name[32];
        snprintf(name, sizeof name, "`v%d` is ", i);
        const char *at = strstr(text, name);
        ranks[i] = -1;
        if (!at)
            continue;
        at += strlen(name);
        int count = sorts[table->sorts[i]].count;
        for (int rank = 0; rank <= count; rank++) {
            const char *shown = rank < count ? sorts[table->sorts[i]].shown[rank] : "not recorded";
            if (strncmp(at, shown, strlen(shown)) == 0 && at[strlen(shown)] == ',')
                ranks[i] = rank;
        }
        if (strncmp(at, "2000-01-01,", 11) == 0) /* the day for a date that is compared with none */
            ranks[i] = 0;
        if (ranks[i] < 0)
            fail_msg("the case names a value outside the domain: %s", text);
    }
}

static bool matches(const struct table *table, const int *ranks, const int *pattern)
{
    for (int i = 0; i < table->axes; i++) {
        if (pattern[i] >= 0 && pattern[i] != ranks[i])
            return false;
    }
    return true;
}

/* The row that the span of a message lies in, counted by lines. */
static int row_of(const struct session *session, struct span span)
{
    struct position place = source_position(session->arena, session_source(session, span), span.start);
    return (int)place.line - 4;
}

static void must_be(bool holds, const char *what, const struct buf *text)
{
    if (!holds)
        fail_msg("%s:\n%.*s", what, (int)text->length, text->bytes);
}

static void check_gap(const struct table *table, const struct diag *diag, const struct buf *text)
{
    int pattern[AXES];
    int ranks[AXES] = { 0 };
    read_case(table, diag, pattern);
    do {
        if (matches(table, ranks, pattern))
            must_be(first_row(table, ranks) == table->count, "some row fits the case named", text);
    } while (next_case(table, ranks, false));
}

static void check_overlap(const struct session *session, const struct table *table,
                          const struct diag *diag, const struct buf *text)
{
    int pattern[AXES];
    int ranks[AXES] = { 0 };
    int first = row_of(session, diag->labels.items[0].span);
    int second = row_of(session, diag->span);
    read_case(table, diag, pattern);
    must_be(first >= 0 && first < second && second < table->count, "two rows in order", text);
    do {
        if (matches(table, ranks, pattern))
            must_be(fits(table, first, ranks) && fits(table, second, ranks),
                    "not both rows fit the case named", text);
    } while (next_case(table, ranks, false));
}

static void check_unreached(const struct session *session, const struct table *table,
                            const struct findings *found, const struct buf *text)
{
    bool told[ROWS_MOST] = { false };
    for (uint32_t i = 0; i < session->diags.count; i++) {
        if (is_code(session->diags.items[i], "W0338"))
            told[row_of(session, session->diags.items[i]->span)] = true;
    }
    for (int i = 0; i < table->count; i++)
        must_be(told[i] == !found->reached[i], "rows never reached", text);
}

static void check_findings(const struct session *session, const struct table *table,
                           const struct findings *found, const struct buf *text)
{
    const struct diag *gap = find_diag(session, "E0334");
    const struct diag *overlap = find_diag(session, "E0335");
    must_be(!find_diag(session, "E0336") && !find_diag(session, "E0337"), "all is decided", text);
    must_be((gap != NULL) == found->gap, found->gap ? "a gap not found" : "no gap", text);
    must_be((overlap != NULL) == (table->unique && found->overlap), "overlaps", text);
    if (gap)
        check_gap(table, gap, text);
    for (uint32_t i = 0; i < session->diags.count; i++) {
        if (is_code(session->diags.items[i], "E0335"))
            check_overlap(session, table, session->diags.items[i], text);
    }
    if (!overlap)
        check_unreached(session, table, found, text);
    must_be(session->error_count == 0 || gap || overlap, "no other mistake", text);
}

/* The table asked for every case, and what it must give beside it. */
static void print_probes(struct buf *out, const struct table *table)
{
    int ranks[AXES] = { 0 };
    int number = 0;
    buf_str(out, "kind probe \"Probe\" { row: integer");
    for (int i = 0; i < table->axes; i++)
        buf_printf(out, "  v%d: %s", i, sorts[table->sorts[i]].type);
    buf_str(out, " }\ncheck agrees \"The table says so\" { for each probe p where t(");
    for (int i = 0; i < table->axes; i++)
        buf_printf(out, "%sp.v%d", i ? ", " : "", i);
    buf_str(out, ") != p.row error at p \"another row\" }\n");
    do {
        bool recorded = true;
        for (int i = 0; i < table->axes; i++)
            recorded = recorded && ranks[i] < sorts[table->sorts[i]].count;
        if (!recorded)
            continue;
        buf_printf(out, "probe p%d \"P\" { row: %d", number++, first_row(table, ranks));
        for (int i = 0; i < table->axes; i++) {
            struct node node = { .axis = i, .rank = ranks[i] };
            buf_printf(out, "  v%d: ", i);
            print_constant(out, table, &node);
        }
        buf_str(out, " }\n");
    } while (next_case(table, ranks, false));
}

static void try_table(const struct table *table, int counts[3])
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf text;
    buf_init(&text, arena);
    print_table(&text, table);
    struct findings found = find_by_hand(table);
    struct session *session = compile(arena, &text, STAGE_TYPES);
    check_findings(session, table, &found, &text);
    counts[0] += found.gap;
    counts[1] += table->unique && found.overlap;
    counts[2] += session->error_count == 0;
    if (session->error_count == 0) {
        print_probes(&text, table);
        session = compile(arena, &text, STAGE_EVAL);
        must_be(session->error_count == 0, "the interpreter chooses another row", &text);
    }
    arena_free(arena);
}

static int setting(const char *name, int otherwise)
{
    const char *value = getenv(name);
    return value && *value ? atoi(value) : otherwise;
}

static void test_random(void **context)
{
    (void)context;
    int counts[3] = { 0 };
    int rounds = setting("TABLES_ROUNDS", 1500);
    state = (uint64_t)setting("TABLES_SEED", 1);
    for (int i = 0; i < rounds; i++) {
        struct table table;
        make_table(&table);
        try_table(&table, counts);
    }
    fprintf(stderr, "# tables: %d, with a gap %d, with an overlap %d, sound %d\n", rounds, counts[0],
            counts[1], counts[2]);
    assert_true(counts[0] > rounds / 20 && counts[1] > rounds / 20 && counts[2] > rounds / 20);
}

/* Large tables: nothing that a person would write is "too many cases" */

static void begin_flags(struct buf *out, const char *before, int count)
{
    buf_printf(out, "%stable t(", before);
    for (int i = 0; i < count; i++)
        buf_printf(out, "%sa%d: boolean", i ? ", " : "", i);
    buf_str(out, ") is integer {\n");
}

static void must_give(struct arena *arena, struct buf *text, const char *code)
{
    buf_str(text, "}\n");
    struct session *session = compile(arena, text, STAGE_TYPES);
    must_be(code ? find_diag(session, code) && session->error_count == 1 : session->diags.count == 0,
            code ? code : "nothing to say", text);
}

/* One row a flag, and one for what is left; where a gap is wanted, that one fits nothing. */
static void try_ladder(const char *before, int count, bool whole)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf text;
    buf_init(&text, arena);
    begin_flags(&text, before, count);
    for (int i = 0; i < count; i++) {
        buf_printf(&text, "  when a%d", i);
        for (int j = 0; j < i && *before; j++)
            buf_printf(&text, " and not a%d", j);
        buf_printf(&text, " -> %d\n", i);
    }
    buf_str(&text, "  when ");
    for (int i = 0; i < count; i++)
        buf_printf(&text, "%snot a%d", i ? " and " : "", i);
    buf_str(&text, whole ? " -> 99\n" : " and a0 -> 99\n");
    must_give(arena, &text, whole ? NULL : "E0334");
    arena_free(arena);
}

/* Every case of `count` flags as a row of its own. */
static void try_all_cases(int count, int missing)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf text;
    buf_init(&text, arena);
    begin_flags(&text, "unique ", count);
    for (int row = 0; row < 1 << count; row++) {
        for (int i = 0; i < count && row != missing; i++)
            buf_printf(&text, "%s%sa%d", i ? " and " : "  when ", row >> i & 1 ? "" : "not ", i);
        if (row != missing)
            buf_printf(&text, " -> %d\n", row);
    }
    must_give(arena, &text, missing < 0 ? NULL : "E0334");
    arena_free(arena);
}

/* Rows of two flags each, and a last one that holds where none of them does. */
static void try_pairs(int pairs, bool whole)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf text;
    buf_init(&text, arena);
    begin_flags(&text, "", 2 * pairs);
    for (int i = 0; i < pairs; i++)
        buf_printf(&text, "  when a%d and (a%d or not a%d) -> %d\n", 2 * i, 2 * i + 1,
                   (2 * i + 2) % (2 * pairs), i);
    buf_str(&text, "  when ");
    for (int i = 0; i < pairs; i++)
        buf_printf(&text, "%s(not a%d or not a%d and a%d)", i ? " and " : "", 2 * i, 2 * i + 1,
                   (2 * i + 2) % (2 * pairs));
    buf_str(&text, whole ? " -> 99\n" : " and a0 -> 99\n");
    must_give(arena, &text, whole ? NULL : "E0334");
    arena_free(arena);
}

static void test_large(void **context)
{
    (void)context;
    try_ladder("", 20, true);
    try_ladder("", 20, false);
    try_ladder("unique ", 20, true);
    try_ladder("unique ", 20, false);
    try_all_cases(11, -1);
    try_all_cases(11, 1234);
    try_pairs(5, true);
    try_pairs(5, false);
    try_pairs(20, true);
    try_pairs(20, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_random), cmocka_unit_test(test_large) };
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
