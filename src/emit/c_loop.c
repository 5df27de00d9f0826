/* Loops of a plan as C: what each goes through, and the conditions that skip a row. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

void c_indent(struct buf *out, uint32_t depth)
{
    buf_repeat(out, ' ', (size_t)depth * 4);
}

/* Other names than those that are given here to what counts, and to parts of the program. */
struct text c_slot_name(struct c_program *program, const struct variable *variable, uint32_t slot)
{
    static const char *const own[] = { "i", "range", "list", "count", "key", "truth", "span", "part", "it" };
    struct text name = variable ? name_text(variable->name) : TEXT("it");
    bool is_own = false;
    for (size_t i = 0; variable && i < sizeof own / sizeof *own; i++)
        is_own = is_own || text_equal(name, text_of(own[i]));
    return c_say(program, is_own ? "the_%t_%d" : "%t_%d", name, (int)slot);
}

/* What it goes through */

static struct text range_of(struct c_program *program, const struct plan_loop *loop)
{
    struct text of = loop->of ? c_word(program, loop->of) : TEXT("0");
    uint32_t table = loop->table ? c_table_of(program, loop->table) : C_NONE;
    struct text name = table == C_NONE ? TEXT("") : program->tables.items[table].name;
    switch (loop->source) {
    case OVER_ALL:
        return c_say(program, "sl_rows(run, &run->data->%t.table)", name);
    case OVER_MEMBERS:
        return c_say(program, "sl_members(run, &run->data->%t.table, %t)", name, of);
    case OVER_CONCLUDED:
        return c_say(program, "sl_conclusions(run, &run->results->kinds[%d])", (int)loop->derived->index);
    case OVER_OWN:
        return c_say(program, "sl_own_conclusions(run, &run->results->kinds[%d], %t)",
                     (int)loop->derived->index, of);
    default:
        break;
    }
    uint32_t from = c_table_of(program, loop->links->from);
    const struct c_table *owner = &program->tables.items[from];
    bool is_backwards = loop->source == OVER_LINKING;
    uint32_t count = is_backwards ? owner->inverses.count : owner->links.count;
    const struct c_links *items = is_backwards ? owner->inverses.items : owner->links.items;
    for (uint32_t i = 0; i < count; i++) {
        if (is_backwards ? items[i].links == loop->links : items[i].links->field == loop->links->field)
            return c_say(program, "sl_linked(&run->data->%t.%t, %t)", owner->name, items[i].name, of);
    }
    program->trouble = "a link was lost";
    return name;
}

/* The table that its rows are of. */
static uint32_t table_of(const struct c_program *program, const struct plan_loop *loop)
{
    if (loop->derived || loop->source == OVER_CATEGORIES)
        return C_NONE;
    if (loop->table)
        return c_table_of(program, loop->table);
    if (loop->source == OVER_LINKED)
        return c_table_of_kind(program, loop->links->field->type->parts[0].of);
    if (loop->source == OVER_LINKING)
        return c_table_of(program, loop->links->from);
    return c_rows_of(program, loop->of);
}

/* Only the rows that have the value of a key are looked at. */
static void open_join(struct c_program *program, struct buf *out, const struct plan_loop *loop,
                      const struct plan_expr *condition, uint32_t depth)
{
    const struct c_join *join = c_join_of(program, loop, condition);
    bool is_left =
        condition->a->column->field == join->key->field && !(condition->a->needs >> loop->slot & 1);
    const struct plan_expr *key = is_left ? condition->a : condition->b;
    const struct c_table *table = &program->tables.items[c_table_of(program, loop->table)];
    struct text name = program->slots[loop->slot].name;
    struct text places =
        c_say(program, "&run->data->%t.%t, &run->data->%t.table, run->data->%t.%t", table->name, join->name,
              table->name, table->name, c_column_of(program, join->column)->name);
    c_indent(out, depth);
    buf_text(out, c_say(program, "int64_t key_%d = %t;\n", (int)loop->slot, c_word(program, key)));
    c_indent(out, depth);
    struct text first =
        c_say(program, "&run->data->%t.%t, &run->data->%t.table, &run->data->%t.table, run->data->%t.%t",
              table->name, join->name, program->tables.items[c_table_of(program, join->key->table)].name,
              table->name, table->name, c_column_of(program, join->column)->name);
    buf_text(out, c_say(program, "for (int64_t %t = sl_first_match(run, %t, %t, key_%d); %t >= 0;\n", name,
                        first, c_word(program, key->a), (int)loop->slot, name));
    c_indent(out, depth);
    buf_text(out, c_say(program, "     %t = sl_next_match(run, %t, %t, key_%d)) {\n", name, places, name,
                        (int)loop->slot));
}

static void open_range(struct c_program *program, struct buf *out, const struct plan_loop *loop,
                       uint32_t depth)
{
    int slot = (int)loop->slot;
    struct text name = program->slots[loop->slot].name;
    const struct plan_expr *join = c_join_condition(program, loop);
    if (join) {
        open_join(program, out, loop, join, depth);
        return;
    }
    c_indent(out, depth);
    if (loop->source == OVER_ONE) {
        buf_text(out, c_say(program, "for (int64_t %t = %t, once = 1; once; once = 0, (void)%t) {\n", name,
                            c_word(program, loop->of), name));
        return;
    }
    if (loop->source == OVER_CATEGORIES) {
        buf_text(out, c_say(program, "for (int64_t %t = %d; %t <= %d; %t++) {\n", name, (int)loop->first,
                            name, (int)loop->last, name));
        return;
    }
    buf_text(out, c_say(program, "struct sl_range range_%d = %t;\n", slot, range_of(program, loop)));
    c_indent(out, depth);
    buf_text(out, c_say(program, "for (uint32_t i_%d = range_%d.first; i_%d < range_%d.end; i_%d++) {\n",
                        slot, slot, slot, slot, slot));
    c_indent(out, depth + 1);
    bool is_listed = loop->source == OVER_LINKED || loop->source == OVER_LINKING ||
                     (loop->source == OVER_ALL && program->is_across);
    buf_text(out, is_listed ? c_say(program, "int64_t %t = sl_row(&range_%d, i_%d);\n", name, slot, slot)
                            : c_say(program, "int64_t %t = i_%d;\n", name, slot));
}

/* Conditions */

static void skip_unless(struct c_program *program, struct buf *out, struct text condition, uint32_t depth)
{
    c_indent(out, depth);
    buf_text(out, c_say(program, "if (!%t)\n", condition));
    c_indent(out, depth + 1);
    buf_str(out, "continue;\n");
}

/* A condition that may be unknown makes the way from here on less certain. */
static void put_condition(struct c_program *program, struct buf *out, const struct plan_expr *condition,
                          const struct plan_expr *join, uint32_t depth)
{
    if (!condition || condition == join)
        return;
    if (condition->op == PLAN_AND) {
        put_condition(program, out, condition->a, join, depth);
        put_condition(program, out, condition->b, join, depth);
        return;
    }
    if (!condition->may_be_none) {
        bool is_not = condition->op == PLAN_NOT;
        struct text text = c_condition(program, is_not ? condition->a : condition);
        c_indent(out, depth);
        buf_text(out, is_not ? c_say(program, "if %t\n", c_in_parentheses(program, text))
                             : c_say(program, "if (!%t)\n", text));
        c_indent(out, depth + 1);
        buf_str(out, "continue;\n");
        return;
    }
    struct text truth = c_say(program, "truth_%d", (int)++program->parts);
    c_indent(out, depth);
    buf_text(out, c_say(program, "int %t = sl_least_truth(%t, %t);\n", truth, program->truth,
                        c_truth(program, condition)));
    c_indent(out, depth);
    buf_text(out, c_say(program, "if (%t == SL_FALSE)\n", truth));
    c_indent(out, depth + 1);
    buf_str(out, "continue;\n");
    program->truth = truth;
}

/* Rows of a family that are not of the kind asked for. */
static void skip_others(struct c_program *program, struct buf *out, const struct plan_loop *loop,
                        uint32_t depth)
{
    uint32_t table = table_of(program, loop);
    if (!loop->narrows || !loop->kind || table == C_NONE || !program->tables.items[table].is_family)
        return;
    int last;
    int first = c_kind_number(program, loop->kind, &last);
    skip_unless(program, out,
                c_say(program, "sl_is_of_kind(run->data->%t.kind[%t], %d, %d)",
                      program->tables.items[table].name, program->slots[loop->slot].name, first, last),
                depth);
}

static void skip_uncertain(struct c_program *program, struct buf *out, const struct plan_loop *loop,
                           uint32_t depth)
{
    if (!loop->derived || !loop->derived->may_be_possible)
        return;
    struct text truth = c_say(program, "truth_%d", (int)++program->parts);
    c_indent(out, depth);
    buf_text(out, c_say(program, "int %t = sl_is_certain(&run->results->kinds[%d], %t);\n", truth,
                        (int)loop->derived->index, program->slots[loop->slot].name));
    if (loop->only_certain) {
        skip_unless(program, out, c_say(program, "(%t == SL_TRUE)", truth), depth);
        return;
    }
    c_indent(out, depth);
    buf_text(out, c_say(program, "%t = sl_least_truth(%t, %t);\n", truth, truth, program->truth));
    program->truth = truth;
}

void c_list_rows(struct c_program *program, struct buf *out, const struct plan_loop *loop)
{
    bool pays = loop->source == OVER_ALL && loop->own && !loop->own->may_be_none && !program->is_across &&
                !c_join_condition(program, loop) && program->list_count < C_LISTS_MOST;
    int slot = (int)loop->slot;
    if (!pays)
        return;
    struct text table = program->tables.items[c_table_of(program, loop->table)].name;
    program->lists[program->list_count] = table;
    buf_text(out, c_say(program, "    uint32_t *list_%d = run->lists[%d];\n    uint32_t count_%d = 0;\n",
                        slot, (int)program->list_count, slot));
    struct plan_loop whole = *loop;
    whole.where = NULL;
    c_open_loop(program, out, &whole, 1);
    buf_text(out, c_say(program, "        list_%d[count_%d++] = i_%d;\n    }\n", slot, slot, slot));
    program->list_count++;
    program->listed |= UINT64_C(1) << loop->slot;
}

/* The rows that were written down. */
static void open_list(struct c_program *program, struct buf *out, const struct plan_loop *loop,
                      uint32_t depth)
{
    int slot = (int)loop->slot;
    c_indent(out, depth);
    buf_text(out,
             c_say(program, "for (uint32_t i_%d = 0; i_%d < count_%d; i_%d++) {\n", slot, slot, slot, slot));
    c_indent(out, depth + 1);
    buf_text(out,
             c_say(program, "int64_t %t = list_%d[i_%d];\n", program->slots[loop->slot].name, slot, slot));
    program->slots[loop->slot].table = table_of(program, loop);
    put_condition(program, out, loop->where, NULL, depth + 1);
}

void c_open_loop(struct c_program *program, struct buf *out, const struct plan_loop *loop, uint32_t depth)
{
    program->slots[loop->slot] =
        (struct c_slot){ c_slot_name(program, loop->variable, loop->slot), false, C_NONE };
    if (program->listed >> loop->slot & 1) {
        open_list(program, out, loop, depth);
        return;
    }
    open_range(program, out, loop, depth);
    program->slots[loop->slot].table = table_of(program, loop);
    skip_others(program, out, loop, depth + 1);
    if (loop->source == OVER_LINKING && !program->is_across)
        skip_unless(program, out,
                    c_say(program, "sl_is_here(run, &run->data->%t.table, %t)",
                          program->tables.items[table_of(program, loop)].name,
                          program->slots[loop->slot].name),
                    depth + 1);
    skip_uncertain(program, out, loop, depth + 1);
    put_condition(program, out, loop->own, NULL, depth + 1);
    put_condition(program, out, loop->where, c_join_condition(program, loop), depth + 1);
}

/* Aggregates */

/* What an aggregate begins with, what it does with each row, and what it gives. */
struct tally {
    const char *type;
    struct text begin;
    struct text row;
    struct text end;
};

static struct tally tally_some(struct c_program *program, const struct plan_expr *expr)
{
    struct text row =
        c_say(program, "found = sl_most_truth(found, %t);\nif (found == SL_TRUE)\n    return found;\n",
              program->truth);
    if (text_equal(program->truth, TEXT("SL_TRUE")))
        row = TEXT("return SL_TRUE;\n");
    return (struct tally){ "int",
                           expr->loop->is_open ? TEXT("int found = SL_UNKNOWN;\n")
                                               : TEXT("int found = SL_FALSE;\n"),
                           row, TEXT("return found;\n") };
}

static struct tally tally_count(struct c_program *program, const struct plan_expr *expr)
{
    if (expr->shape != SHAPE_RANGE)
        return (struct tally){ "int64_t", TEXT("int64_t count = 0;\n"), TEXT("count++;\n"),
                               TEXT("return count;\n") };
    return (struct tally){ "struct sl_span", TEXT("struct sl_span count = { 0, 0 };\n"),
                           c_say(program, "count.lo += %t == SL_TRUE;\ncount.hi++;\n", program->truth),
                           TEXT("return count;\n") };
}

static struct tally tally_sum(struct c_program *program, const struct plan_expr *expr)
{
    if (expr->shape != SHAPE_RANGE)
        return (struct tally){ "int64_t", TEXT("int64_t sum = 0;\n"),
                               c_say(program, "sum = sl_add(run, sum, %t);\n", c_word(program, expr->a)),
                               TEXT("return sum;\n") };
    return (struct tally){ "struct sl_span", TEXT("struct sl_span sum = { 0, 0 };\n"),
                           c_say(program, "sl_sum_span(run, &sum, %t, %t);\n", c_span(program, expr->a),
                                 program->truth),
                           TEXT("return sum;\n") };
}

static struct tally tally_extreme(struct c_program *program, const struct plan_expr *expr)
{
    bool is_least = expr->op == PLAN_MIN;
    struct text value = expr->a->shape == SHAPE_TRUTH ? c_truth(program, expr->a) : c_word(program, expr->a);
    return (struct tally){ "int64_t",
                           TEXT("int64_t best = SL_NONE;\nint is_unknown = 0;\nint is_first = 1;\n"),
                           c_say(program,
                                 "int64_t value = %t;\nis_unknown = is_unknown || value == SL_NONE;\n"
                                 "best = is_first || value %s best ? value : best;\nis_first = 0;\n",
                                 value, is_least ? "<" : ">"),
                           TEXT("return is_unknown ? SL_NONE : best;\n") };
}

/* The taxonomy that a value is of, where all its categories fit the bits of a word; or NULL. */
static const struct classification *small_taxonomy(const struct plan_expr *value)
{
    if (value->shape != SHAPE_CATEGORY || value->op != PLAN_COLUMN || !value->column->field ||
        value->column->field->type->count != 1)
        return NULL;
    const struct classification *of = value->column->field->type->parts[0].of;
    return of->categories.count <= 64 ? of : NULL;
}

static struct tally tally_distinct(struct c_program *program, const struct plan_expr *expr)
{
    const struct classification *of = small_taxonomy(expr->a);
    struct text value = expr->a->shape == SHAPE_TRUTH ? c_truth(program, expr->a) : c_word(program, expr->a);
    if (of) {
        uint32_t first = 0;
        while (program->store->categories[first] != of->categories.items[0])
            first++;
        return (struct tally){ "int64_t", TEXT("uint64_t seen = 0;\n"),
                               c_say(program, "seen |= UINT64_C(1) << (%t - %d);\n", value, (int)first),
                               TEXT("return sl_count_bits(seen);\n") };
    }
    return (struct tally){ "int64_t",
                           TEXT("size_t used = run->block->used;\nint64_t few[32];\n"
                                "struct sl_values values = { few, 0, 32 };\n"),
                           c_say(program, "sl_distinct(run, &values, %t);\n", value),
                           TEXT("run->block->used = used;\nreturn values.count;\n") };
}

static struct tally tally_of(struct c_program *program, const struct plan_expr *expr)
{
    switch ((enum plan_op)expr->op) {
    case PLAN_SOME:
        return tally_some(program, expr);
    case PLAN_COUNT:
        return tally_count(program, expr);
    case PLAN_SUM:
        return tally_sum(program, expr);
    case PLAN_DISTINCT:
        return tally_distinct(program, expr);
    default:
        return tally_extreme(program, expr);
    }
}

static void put_lines(struct buf *out, struct text lines, uint32_t depth)
{
    while (lines.length) {
        const char *end = memchr(lines.bytes, '\n', lines.length);
        size_t length = (size_t)(end - lines.bytes) + 1;
        c_indent(out, depth);
        buf_text(out, (struct text){ lines.bytes, length });
        lines.bytes += length;
        lines.length -= length;
    }
}

struct text c_aggregate(struct c_program *program, const struct plan_expr *expr)
{
    struct c_slot kept[PLAN_SLOTS_MOST];
    struct text truth = program->truth;
    uint64_t listed = program->listed;
    struct buf loops;
    struct buf body;
    uint32_t depth = 1;
    memcpy(kept, program->slots, sizeof kept);
    buf_init(&loops, program->arena);
    program->truth = TEXT("SL_TRUE");
    program->listed = 0;
    for (const struct plan_loop *loop = expr->loop; loop; loop = loop->inner)
        c_open_loop(program, &loops, loop, depth++);
    struct tally tally = tally_of(program, expr);
    put_lines(&loops, tally.row, depth);
    while (--depth) {
        c_indent(&loops, depth);
        buf_str(&loops, "}\n");
    }
    buf_init(&body, program->arena);
    put_lines(&body, tally.begin, 1);
    buf_text(&body, buf_get(&loops));
    put_lines(&body, tally.end, 1);
    memcpy(program->slots, kept, sizeof kept);
    program->truth = truth;
    program->listed = listed;
    return c_part(program, tally.type, expr->needs, c_clean(program, buf_get(&body)));
}
