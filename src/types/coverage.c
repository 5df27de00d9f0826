/* Proofs about decision tables (language.md 3.5). A case is a choice of one class on each axis; the search
 * goes down the axes in the order in which the rows ask, and gives up a branch as soon as what is chosen
 * settles it, so that it visits about as many places as a reader of the rows would. Each row's condition
 * is worked out on half a case to the set of truths it may still come to. */
#include "types/coverage.h"

#include "base/buf.h"
#include "diag/diag.h"
#include "types/condition.h"
#include "types/type.h"

/* Steps that one table may cost, so that no table takes longer than a second. */
enum { WORK_MOST = 2000000, OPEN = -1 };

struct search {
    const struct conditions *of;
    struct arena *arena;
    int64_t *chosen;  /* by axis: a class, or OPEN */
    bool unrecorded;  /* "not recorded" is a case everywhere */
    uint64_t work;
    bool *reached;    /* by row */
    uint32_t first;   /* of two rows that both fit */
    uint32_t second;
};

/* Truths that a condition may come to */

static uint8_t opposite(uint8_t a)
{
    return (uint8_t)((a & MAY_BE_TRUE ? MAY_BE_FALSE : 0) | (a & MAY_BE_UNKNOWN) |
                     (a & MAY_BE_FALSE ? MAY_BE_TRUE : 0));
}

static uint8_t both(uint8_t a, uint8_t b)
{
    uint8_t result = (uint8_t)((a & b & MAY_BE_TRUE) | ((a | b) & MAY_BE_FALSE));
    bool unknown = (a & MAY_BE_UNKNOWN && b & (MAY_BE_UNKNOWN | MAY_BE_TRUE)) ||
                   (b & MAY_BE_UNKNOWN && a & (MAY_BE_UNKNOWN | MAY_BE_TRUE));
    return (uint8_t)(result | (unknown ? MAY_BE_UNKNOWN : 0));
}

static uint8_t same(uint8_t a, uint8_t b)
{
    uint8_t crossed = opposite(b);
    bool equal = a & b & (MAY_BE_TRUE | MAY_BE_FALSE);
    bool unequal = a & crossed & (MAY_BE_TRUE | MAY_BE_FALSE);
    return (uint8_t)((equal ? MAY_BE_TRUE : 0) | (unequal ? MAY_BE_FALSE : 0) |
                     ((a | b) & MAY_BE_UNKNOWN));
}

static uint8_t is_unknown(uint8_t a)
{
    return (uint8_t)((a & MAY_BE_UNKNOWN ? MAY_BE_TRUE : 0) |
                     (a & (MAY_BE_TRUE | MAY_BE_FALSE) ? MAY_BE_FALSE : 0));
}

static uint8_t choice(uint8_t condition, uint8_t then, uint8_t otherwise)
{
    return (uint8_t)((condition & MAY_BE_TRUE ? then : 0) | (condition & MAY_BE_FALSE ? otherwise : 0) |
                     (condition & MAY_BE_UNKNOWN));
}

static uint8_t work_out(struct search *search, const struct formula *formula)
{
    uint8_t first;
    search->work++;
    switch (formula->kind) {
    case FORMULA_FIXED:
        return (uint8_t)(1 << formula->fixed);
    case FORMULA_QUESTION:
        if (search->chosen[formula->axis->index] == OPEN)
            return formula->any[search->unrecorded];
        return (uint8_t)(1 << formula->truths[search->chosen[formula->axis->index]]);
    case FORMULA_NOT:
        return opposite(work_out(search, formula->parts[0]));
    case FORMULA_AND:
        first = work_out(search, formula->parts[0]);
        return first == MAY_BE_FALSE ? first : both(first, work_out(search, formula->parts[1]));
    case FORMULA_OR:
        first = work_out(search, formula->parts[0]);
        return first == MAY_BE_TRUE
                   ? first
                   : opposite(both(opposite(first), opposite(work_out(search, formula->parts[1]))));
    case FORMULA_SAME:
        first = work_out(search, formula->parts[0]);
        return same(first, work_out(search, formula->parts[1]));
    case FORMULA_UNKNOWN:
        return is_unknown(work_out(search, formula->parts[0]));
    case FORMULA_CHOICE:
        first = work_out(search, formula->parts[0]);
        return choice(first, work_out(search, formula->parts[1]), work_out(search, formula->parts[2]));
    }
    return MAY_BE_UNKNOWN;
}

static uint8_t row_may_be(struct search *search, uint32_t row)
{
    const struct formula *formula = search->of->rows.items[row].formula;
    return formula ? work_out(search, formula) : MAY_BE_TRUE;
}

static bool is_settled(uint8_t truths)
{
    return (truths & (truths - 1)) == 0;
}

/* The first axis that keeps the condition open; there is one. */
static const struct axis *find_open(struct search *search, const struct formula *formula)
{
    if (is_settled(work_out(search, formula)))
        return NULL;
    if (formula->kind == FORMULA_QUESTION)
        return formula->axis;
    const struct axis *open = NULL;
    for (int i = 0; i < 3 && formula->parts[i] && !open; i++)
        open = find_open(search, formula->parts[i]);
    return open;
}

static bool is_exhausted(const struct search *search)
{
    return search->work > WORK_MOST;
}

/* Rows that are still in question */

struct rows {
    uint32_t *items;
    uint32_t count;
    uint32_t certain; /* rows among them that fit whatever else is chosen */
};

static struct rows all_rows(struct search *search)
{
    struct rows rows = { .count = search->of->rows.count };
    rows.items = ARENA_ARRAY(search->arena, uint32_t, rows.count + 1);
    for (uint32_t i = 0; i < rows.count; i++)
        rows.items[i] = i;
    return rows;
}

/* The rows that may yet fit, in order; with `in_order`, up to the first that fits for certain. */
static struct rows narrow(struct search *search, const struct rows *from, bool in_order)
{
    struct rows rows = { .items = ARENA_ARRAY(search->arena, uint32_t, from->count + 1) };
    for (uint32_t i = 0; i < from->count && !(in_order && rows.certain); i++) {
        uint8_t truths = row_may_be(search, from->items[i]);
        if (!(truths & MAY_BE_TRUE))
            continue;
        rows.items[rows.count++] = from->items[i];
        rows.certain += truths == MAY_BE_TRUE;
    }
    return rows;
}

/* The axis to choose next: what the first open row asks first. */
static const struct axis *next_axis(struct search *search, const struct rows *rows)
{
    const struct axis *axis = NULL;
    for (uint32_t i = 0; i < rows->count && !axis; i++) {
        const struct formula *formula = search->of->rows.items[rows->items[i]].formula;
        axis = formula ? find_open(search, formula) : NULL;
    }
    return axis;
}

typedef bool visitor(struct search *search, const struct rows *rows);

/* Goes through the classes of the axis that comes next, until `visit` says that it has found something;
 * what is chosen then stays chosen. */
static bool branch(struct search *search, const struct rows *rows, visitor *visit)
{
    const struct axis *axis = next_axis(search, rows);
    uint32_t count = axis ? axis_classes(axis, search->unrecorded) : 0;
    for (uint32_t class = 0; class < count && !is_exhausted(search); class++) {
        struct arena_mark mark = arena_mark(search->arena);
        search->chosen[axis->index] = class;
        bool found = visit(search, rows);
        arena_release(search->arena, mark);
        if (found)
            return true;
    }
    if (axis)
        search->chosen[axis->index] = OPEN;
    return false;
}

/* A case that no row fits */
static bool seek_gap(struct search *search, const struct rows *from)
{
    struct rows rows = narrow(search, from, true);
    if (rows.count == 0)
        return true;
    return !rows.certain && branch(search, &rows, seek_gap);
}

/* A case that the one row in question fits */
static bool seek_fit(struct search *search, const struct rows *from)
{
    struct rows rows = narrow(search, from, true);
    return rows.certain || (rows.count && branch(search, &rows, seek_fit));
}

/* A case that two rows fit; `otherwise` is for what the others leave. */
static bool seek_overlap(struct search *search, const struct rows *from)
{
    struct rows rows = narrow(search, from, false);
    uint32_t found = 0;
    if (rows.count < 2)
        return false;
    if (rows.certain < 2)
        return branch(search, &rows, seek_overlap);
    for (uint32_t i = 0; i < rows.count && found < 2; i++) {
        if (row_may_be(search, rows.items[i]) != MAY_BE_TRUE)
            continue;
        *(found++ ? &search->second : &search->first) = rows.items[i];
    }
    return true;
}

/* Marks the rows that some case reaches; never "found", for it looks for all. */
static bool mark_reached(struct search *search, const struct rows *from)
{
    struct rows rows = narrow(search, from, true);
    bool news = false;
    for (uint32_t i = 0; i < rows.count; i++)
        news = news || !search->reached[rows.items[i]];
    if (!news)
        return false;
    if (rows.certain && rows.count == 1)
        search->reached[rows.items[0]] = true;
    else
        branch(search, &rows, mark_reached);
    return false;
}

/* Takes out of the case found what makes no difference, so that a message shows what does. */
static void relax(struct search *search, bool (*holds)(struct search *search))
{
    for (uint32_t i = 0; i < search->of->axes.count; i++) {
        int64_t class = search->chosen[i];
        search->chosen[i] = OPEN;
        if (!holds(search))
            search->chosen[i] = class;
    }
}

static bool no_row_fits(struct search *search)
{
    struct arena_mark mark = arena_mark(search->arena);
    struct rows rows = all_rows(search);
    uint32_t count = narrow(search, &rows, true).count;
    arena_release(search->arena, mark);
    return count == 0;
}

static bool both_rows_fit(struct search *search)
{
    return row_may_be(search, search->first) == MAY_BE_TRUE &&
           row_may_be(search, search->second) == MAY_BE_TRUE;
}

/* Cases in words */

static void print_value(struct buf *out, const struct axis *axis, struct value value)
{
    switch ((enum value_tag)value.tag) {
    case VALUE_BOOLEAN:
        buf_str(out, value.as.boolean ? "true" : "false");
        break;
    case VALUE_NUMBER:
        number_print_decimal(out, value.as.number->lo,
                             axis->part->base == BASE_DECIMAL ? axis->part->digits : 0);
        break;
    case VALUE_DATE:
        date_print_source(out, *value.as.date);
        break;
    case VALUE_CATEGORY:
        buf_byte(out, '`');
        category_print_path(out, value.as.category);
        buf_byte(out, '`');
        break;
    case VALUE_TEXT:
        buf_byte(out, '"');
        buf_text(out, *value.as.text);
        buf_byte(out, '"');
        break;
    default:
        buf_str(out, value.tag == VALUE_NONE ? "not recorded" : "recorded");
        break;
    }
}

static void print_path(struct buf *out, const struct ast_node *node)
{
    if (node->kind == AST_MEMBER) {
        print_path(out, AST_AS(member, node)->base_node);
        buf_byte(out, '.');
        buf_text(out, name_text(AST_AS(member, node)->name));
    } else {
        buf_text(out, name_text(AST_AS(ident, node)->name));
    }
}

static bool asks_about(const struct conditions *of, const struct ast_argument *argument)
{
    for (uint32_t i = 0; i < of->axes.count; i++) {
        const struct ast_node *node = of->axes.items[i]->path;
        while (node->kind == AST_MEMBER)
            node = AST_AS(member, node)->base_node;
        if (AST_AS(ident, node)->target == argument->variable)
            return true;
    }
    return false;
}

/* Whether anything that the table is given may have any value in the case found. */
static bool is_partial(const struct search *search)
{
    for (uint32_t i = 0; i < search->of->axes.count; i++) {
        if (search->chosen[i] == OPEN)
            return true;
    }
    AST_EACH (argument, search->of->table->ast->parameters) {
        if (!asks_about(search->of, AST_AS(argument, argument)))
            return true;
    }
    return false;
}

/* "`score` is 8, `harm` is false, whatever the rest" */
static struct text print_case(const struct search *search)
{
    const struct conditions *of = search->of;
    struct buf out;
    buf_init(&out, of->session->arena);
    for (uint32_t i = 0; i < of->axes.count; i++) {
        const struct axis *axis = of->axes.items[i];
        if (search->chosen[i] == OPEN)
            continue;
        buf_str(&out, out.length ? ", `" : "`");
        print_path(&out, axis->path);
        buf_str(&out, "` is ");
        print_value(&out, axis, axis->classes[search->chosen[i]]);
    }
    if (out.length == 0)
        buf_str(&out, "any case at all");
    else if (is_partial(search))
        buf_str(&out, ", whatever the rest");
    return buf_get(&out);
}

/* The proofs */

static struct search new_search(const struct conditions *of, bool unrecorded)
{
    struct search search = { .of = of, .arena = of->session->arena, .unrecorded = unrecorded,
                             .work = of->work };
    search.chosen = ARENA_ARRAY(search.arena, int64_t, of->axes.count + 1);
    for (uint32_t i = 0; i < of->axes.count; i++)
        search.chosen[i] = OPEN;
    return search;
}

static void report_too_many(const struct conditions *of)
{
    struct session *session = of->session;
    const struct declaration *table = &of->table->declaration;
    diag_help(session, diag_report(session, E0337, table->span, table->name),
              "ask less in one table: let another table or a measure sum up what belongs together");
}

/* False where nothing could be proved. */
static bool prove_whole(const struct conditions *of)
{
    struct search search = new_search(of, false);
    struct rows rows = all_rows(&search);
    const struct declaration *table = &of->table->declaration;
    if (seek_gap(&search, &rows)) {
        relax(&search, no_row_fits);
        struct diag *diag = diag_report(of->session, E0334, table->span, table->name, print_case(&search));
        diag_help(of->session, diag, "add a row for it, or `otherwise -> ...` as the last row");
        return true;
    }
    return !is_exhausted(&search);
}

static void report_overlap(const struct search *search)
{
    const struct conditions *of = search->of;
    const struct ast_row *first = of->rows.items[search->first].ast;
    const struct ast_row *second = of->rows.items[search->second].ast;
    struct diag *diag = diag_report(of->session, E0335, second->condition->span,
                                    of->table->declaration.name, print_case(search));
    diag_say(of->session, diag, "this row fits it, row %d", (int)search->second + 1);
    diag_label(of->session, diag, first->condition->span, "and so does this, row %d",
               (int)search->first + 1);
    diag_help(of->session, diag, "narrow one of the two; or leave out `unique`: then the first row counts");
}

/* Tells of each row that overlaps one above it, with the first such; false where proof runs out. */
static bool prove_apart(const struct conditions *of, bool *overlaps)
{
    struct search search = new_search(of, false);
    struct rows rows = all_rows(&search);
    if (rows.count && !of->rows.items[rows.count - 1].formula)
        rows.count--;
    while (seek_overlap(&search, &rows)) {
        uint32_t kept = 0;
        *overlaps = true;
        relax(&search, both_rows_fit);
        report_overlap(&search);
        for (uint32_t i = 0; i < rows.count; i++) {
            if (rows.items[i] != search.second)
                rows.items[kept++] = rows.items[i];
        }
        rows.count = kept;
        for (uint32_t i = 0; i < of->axes.count; i++)
            search.chosen[i] = OPEN;
    }
    return *overlaps || !is_exhausted(&search);
}

/* Rows that nothing reaches, even where things are not recorded. Where the proof runs out, none is told. */
static void find_unreached(const struct conditions *of)
{
    struct search search = new_search(of, true);
    struct rows rows = all_rows(&search);
    search.reached = ARENA_ARRAY(search.arena, bool, rows.count + 1);
    mark_reached(&search, &rows);
    for (uint32_t i = 0; i < rows.count && !is_exhausted(&search); i++) {
        const struct table_row *row = &of->rows.items[i];
        bool always = !row->formula || row->formula->kind == FORMULA_FIXED;
        if (search.reached[i] || (always && row_may_be(&search, i) == MAY_BE_TRUE))
            continue;
        struct rows alone = { .items = &i, .count = 1 };
        struct search another = new_search(of, true);
        bool fits = seek_fit(&another, &alone);
        struct diag *diag = diag_report(of->session, W0338, row->ast->condition->span);
        diag_say(of->session, diag, fits ? "rows above fit every case that this row fits"
                                         : "no case fits this row");
    }
}

void coverage_prove(struct session *session, const struct decision_table *table)
{
    struct conditions conditions;
    bool overlaps = false;
    enum conditions_read read = conditions_read(session, table, WORK_MOST, &conditions);
    if (read == CONDITIONS_OUTSIDE || read == CONDITIONS_BROKEN)
        return;
    const struct ast_node *last = ast_last(table->ast->rows);
    bool is_whole = last && !AST_AS(row, last)->condition; /* `otherwise` */
    if (read == CONDITIONS_TOO_MANY && is_whole && !table->ast->is_unique)
        return;
    bool proved = read == CONDITIONS_READ && (is_whole || prove_whole(&conditions));
    proved = proved && (!table->ast->is_unique || prove_apart(&conditions, &overlaps));
    if (!proved)
        report_too_many(&conditions);
    else if (!overlaps)
        find_unreached(&conditions);
}
