/* Expressions of a plan as C. A truth that is always known becomes a C condition, which compilers are good
 * at; one that may be unknown a number from 0 to 2, as in value/truth.h. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

#define NOTHING TEXT("SL_NONE")

static struct text number(struct c_program *program, int64_t value)
{
    struct buf out;
    buf_init(&out, program->arena);
    if (value == INT64_MIN)
        return NOTHING;
    buf_str(&out, "INT64_C(");
    buf_int(&out, value);
    buf_byte(&out, ')');
    return buf_get(&out);
}

/* A category by its name, if it has one in the program. */
static struct text category_name(struct c_program *program, int64_t category)
{
    struct text name = category >= 0 ? program->categories[category] : TEXT("");
    return name.length ? name : number(program, category);
}

static struct text constant(struct c_program *program, const struct plan_expr *expr)
{
    return expr->shape == SHAPE_CATEGORY ? category_name(program, expr->constant)
                                         : number(program, expr->constant);
}

static bool is_definite(const struct plan_expr *expr)
{
    return expr->shape == SHAPE_TRUTH && !expr->may_be_none;
}

/* Rows */

uint32_t c_rows_of(const struct c_program *program, const struct plan_expr *expr)
{
    switch ((enum plan_op)expr->op) {
    case PLAN_VARIABLE:
        return program->slots[expr->slot].table;
    case PLAN_COLUMN:
        return c_table_of_kind(program, expr->column->field->type->parts[0].of);
    case PLAN_CONCLUDED:
        return c_table_of_kind(program, expr->concluded->field->type->parts[0].of);
    case PLAN_CASE:
        return c_table_of(program, program->store->cases);
    case PLAN_IF:
    case PLAN_MIN:
    case PLAN_MAX:
        return c_rows_of(program, expr->a);
    case PLAN_CONSTANT:
        for (uint32_t i = 0; i < program->tables.count; i++) {
            const struct store_table *table = program->tables.items[i].table;
            if (expr->constant >= table->first && expr->constant < (int64_t)table->first + table->count)
                return i;
        }
        return C_NONE;
    default:
        return C_NONE;
    }
}

/* A recorded instance: rows of its kind that were recorded come first, in their order. */
static struct text constant_row(struct c_program *program, const struct plan_expr *expr)
{
    uint32_t at = c_rows_of(program, expr);
    if (at == C_NONE) /* of a kind that nothing else is asked of */
        return number(program, expr->constant);
    return number(program, expr->constant - program->tables.items[at].table->first);
}

/* The row of a name: its table's column of ids. */
static struct text id_of_row(struct c_program *program, const struct plan_expr *expr)
{
    uint32_t at = c_rows_of(program, expr->a);
    struct text row = c_word(program, expr->a);
    if (at == C_NONE) {
        program->trouble = "a name is asked of something of which the kind is not known";
        return row;
    }
    struct text ids = c_say(program, "run->data->%t.table.id", program->tables.items[at].name);
    return expr->may_be_none ? c_say(program, "sl_at(%t, %t)", ids, row)
                             : c_say(program, "sl_wide(%t[%t])", ids, row);
}

static struct text column_of(struct c_program *program, const struct plan_expr *expr)
{
    const struct c_column *column = c_column_of(program, expr->column);
    uint32_t at = c_table_of(program, expr->column->table);
    return c_say(program, "run->data->%t.%t", program->tables.items[at].name, column->name);
}

static struct text column_word(struct c_program *program, const struct plan_expr *expr)
{
    if (!expr->column->field)
        return id_of_row(program, expr);
    struct text column = column_of(program, expr);
    struct text row = c_word(program, expr->a);
    bool is_wide = expr->shape == SHAPE_NUMBER;
    if (expr->a->may_be_none)
        return c_say(program, is_wide ? "sl_wide_at(%t, %t)" : "sl_at(%t, %t)", column, row);
    bool is_plain = is_wide || !expr->may_be_none;
    return c_say(program, is_plain ? "%t[%t]" : "sl_wide(%t[%t])", column, row);
}

static struct text concluded_word(struct c_program *program, const struct plan_expr *expr, uint32_t further)
{
    return c_say(program, "sl_kept(&run->results->kinds[%d], %t)[%d]", (int)expr->concluded->of->index,
                 c_word(program, expr->a), (int)(expr->concluded->at + further));
}

/* Parts that are functions of their own */

static const char *type_of(const struct plan_expr *expr)
{
    return expr->shape == SHAPE_TRUTH ? "int" : expr->shape == SHAPE_RANGE ? "struct sl_span" : "int64_t";
}

static struct text c_value(struct c_program *program, const struct plan_expr *expr)
{
    return expr->shape == SHAPE_TRUTH ? c_truth(program, expr)
         : expr->shape == SHAPE_RANGE ? c_span(program, expr)
                                      : c_word(program, expr);
}

/* Of both ways only the one that is gone is worked out. */
static struct text choice(struct c_program *program, const struct plan_expr *expr)
{
    struct buf body;
    buf_init(&body, program->arena);
    const char *unknown = expr->shape == SHAPE_TRUTH ? "SL_UNKNOWN" : "SL_NONE";
    if (is_definite(expr->c)) {
        buf_text(&body,
                 c_say(program, "    return %t\n        ? %t\n        : %t;\n", c_condition(program, expr->c),
                       c_value(program, expr->a), c_value(program, expr->b)));
    } else {
        buf_text(&body, c_say(program, "    int condition = %t;\n", c_truth(program, expr->c)));
        buf_text(&body, c_say(program, "    if (condition == SL_UNKNOWN)\n        return %s;\n", unknown));
        buf_text(&body, c_say(program, "    return condition == SL_TRUE ? %t : %t;\n",
                              c_value(program, expr->a), c_value(program, expr->b)));
    }
    return c_part(program, type_of(expr), expr->needs, buf_get(&body));
}

/* A measure or table: its arguments are its slots. */
static struct text applied(struct c_program *program, const struct plan_expr *expr)
{
    const struct plan_function *function = expr->function;
    struct c_slot kept[PLAN_SLOTS_MOST];
    struct text values[PLAN_SLOTS_MOST];
    uint32_t count = 0;
    uint32_t slot = function->slots;
    struct buf body;
    memcpy(kept, program->slots, sizeof kept);
    for (uint32_t i = 0; i < expr->argument_count; i++)
        values[count++] = c_value(program, expr->arguments[i]);
    for (uint32_t i = 0; i < expr->argument_count; i++) {
        const struct plan_expr *argument = expr->arguments[i];
        bool is_range = argument->shape == SHAPE_RANGE;
        uint32_t table = argument->shape == SHAPE_ROW ? c_rows_of(program, argument) : C_NONE;
        program->slots[slot] = (struct c_slot){ c_say(program, "a%d", (int)slot), is_range, table };
        slot += is_range ? 2 : 1;
    }
    buf_init(&body, program->arena);
    buf_text(&body, c_say(program, "    return %t;\n", c_value(program, function->value)));
    uint64_t needs = 0;
    slot = function->slots;
    for (uint32_t i = 0; i < expr->argument_count; i++) {
        needs |= UINT64_C(1) << slot;
        slot += expr->arguments[i]->shape == SHAPE_RANGE ? 2 : 1;
    }
    struct text call = c_part(program, type_of(function->value), needs, buf_get(&body));
    size_t name = (size_t)((const char *)memchr(call.bytes, '(', call.length) - call.bytes);
    memcpy(program->slots, kept, sizeof kept);
    struct buf out;
    buf_init(&out, program->arena);
    buf_text(&out, (struct text){ call.bytes, name });
    buf_str(&out, "(run");
    for (uint32_t i = 0; i < count; i++) {
        buf_str(&out, ", ");
        buf_text(&out, values[i]);
    }
    buf_byte(&out, ')');
    return buf_get(&out);
}

/* Words */

static struct text both(struct c_program *program, const char *format, const struct plan_expr *expr)
{
    return c_say(program, format, c_word(program, expr->a), c_word(program, expr->b));
}

struct text c_word(struct c_program *program, const struct plan_expr *expr)
{
    switch ((enum plan_op)expr->op) {
    case PLAN_CONSTANT:
        return expr->shape == SHAPE_ROW ? constant_row(program, expr) : constant(program, expr);
    case PLAN_VARIABLE:
        return program->slots[expr->slot].name;
    case PLAN_COLUMN:
        return column_word(program, expr);
    case PLAN_CONCLUDED:
        return concluded_word(program, expr, 0);
    case PLAN_CASE:
        program->asks_case = true;
        return TEXT("run->current");
    case PLAN_ADD:
        if (expr->shape == SHAPE_DAY)
            return c_say(program, "sl_add_days(run, %t, %t)", c_word(program, expr->a),
                         number(program, expr->b->constant));
        return both(program, "sl_add(run, %t, %t)", expr);
    case PLAN_SUBTRACT:
        return both(program, "sl_subtract(run, %t, %t)", expr);
    case PLAN_MULTIPLY:
        return both(program, "sl_multiply(run, %t, %t)", expr);
    case PLAN_DIV:
        return both(program, "sl_div(%t, %t)", expr);
    case PLAN_MOD:
        return both(program, "sl_mod(%t, %t)", expr);
    case PLAN_NEGATE:
        return c_say(program, "sl_negate(%t)", c_word(program, expr->a));
    case PLAN_SCALE:
        return c_say(program, "sl_multiply(run, %t, %t)", c_word(program, expr->a),
                     number(program, expr->constant));
    case PLAN_ROUND:
        return c_say(program, "sl_round(%t, %t)", c_word(program, expr->a), number(program, expr->constant));
    case PLAN_LEAST:
        return both(program, "sl_least(%t, %t)", expr);
    case PLAN_GREATEST:
        return both(program, "sl_greatest(%t, %t)", expr);
    case PLAN_YEAR:
        return c_say(program, "sl_year(%t)", c_word(program, expr->a));
    case PLAN_AGE:
        return both(program, "sl_age(%t, %t)", expr);
    case PLAN_IF:
        return choice(program, expr);
    case PLAN_CALL:
        return applied(program, expr);
    case PLAN_COUNT:
    case PLAN_SUM:
    case PLAN_MIN:
    case PLAN_MAX:
    case PLAN_DISTINCT:
        return c_aggregate(program, expr);
    default:
        return c_truth(program, expr);
    }
}

/* Spans */

static struct text both_spans(struct c_program *program, const char *format, const struct plan_expr *expr)
{
    return c_say(program, format, c_span(program, expr->a), c_span(program, expr->b));
}

struct text c_span(struct c_program *program, const struct plan_expr *expr)
{
    if (expr->shape != SHAPE_RANGE)
        return c_say(program, "sl_exactly(%t)", c_word(program, expr));
    switch ((enum plan_op)expr->op) {
    case PLAN_VARIABLE:
        return program->slots[expr->slot].name;
    case PLAN_CONCLUDED:
        return c_say(program, "(struct sl_span){ %t, %t }", concluded_word(program, expr, 0),
                     concluded_word(program, expr, 1));
    case PLAN_ADD:
        return both_spans(program, "sl_span_add(run, %t, %t)", expr);
    case PLAN_SUBTRACT:
        return both_spans(program, "sl_span_subtract(run, %t, %t)", expr);
    case PLAN_MULTIPLY:
        return both_spans(program, "sl_span_multiply(run, %t, %t)", expr);
    case PLAN_SCALE:
        return c_say(program, "sl_span_multiply(run, %t, sl_exactly(%t))", c_span(program, expr->a),
                     number(program, expr->constant));
    case PLAN_ROUND:
        return c_say(program, "sl_span_round(%t, %t)", c_span(program, expr->a),
                     number(program, expr->constant));
    case PLAN_NEGATE:
        return c_say(program, "sl_span_negate(%t)", c_span(program, expr->a));
    case PLAN_LEAST:
        return both_spans(program, "sl_span_least(%t, %t)", expr);
    case PLAN_GREATEST:
        return both_spans(program, "sl_span_greatest(%t, %t)", expr);
    case PLAN_CALL:
        return applied(program, expr);
    case PLAN_IF:
        return choice(program, expr);
    default:
        return c_aggregate(program, expr);
    }
}

/* Conditions */

/* Whether working it out may end the evaluation, so that it is not to be worked out in vain. */
bool c_may_fail(const struct plan_expr *expr)
{
    if (!expr)
        return false;
    switch ((enum plan_op)expr->op) {
    case PLAN_ADD:
    case PLAN_SUBTRACT:
    case PLAN_MULTIPLY:
    case PLAN_SCALE:
    case PLAN_SUM:
    case PLAN_CALL:
    case PLAN_SOME:
    case PLAN_COUNT:
    case PLAN_MIN:
    case PLAN_MAX:
    case PLAN_DISTINCT:
    case PLAN_IF:
        return true;
    default:
        return c_may_fail(expr->a) || c_may_fail(expr->b) || c_may_fail(expr->c);
    }
}

static bool is_span(const struct plan_expr *expr)
{
    return expr->a->shape == SHAPE_RANGE || expr->b->shape == SHAPE_RANGE;
}

/* A comparison of what is known for certain. */
static struct text compared(struct c_program *program, const struct plan_expr *expr)
{
    bool is_equality = expr->op == PLAN_EQUAL;
    if (is_span(expr))
        return c_say(program, "(%t == SL_TRUE)", c_truth(program, expr));
    if (expr->a->shape == SHAPE_TRUTH)
        return c_say(program, "(%t == %t)", c_truth(program, expr->a), c_truth(program, expr->b));
    return both(program, is_equality ? "(%t == %t)" : "(%t < %t)", expr);
}

struct text c_condition(struct c_program *program, const struct plan_expr *expr)
{
    if (!is_definite(expr))
        return c_say(program, "(%t == SL_TRUE)", c_truth(program, expr));
    switch ((enum plan_op)expr->op) {
    case PLAN_CONSTANT:
        return expr->constant == TRUTH_TRUE ? TEXT("1") : TEXT("0");
    case PLAN_EQUAL:
    case PLAN_LESS:
        return compared(program, expr);
    case PLAN_AND:
        return c_say(program, "(%t && %t)", c_condition(program, expr->a), c_condition(program, expr->b));
    case PLAN_OR:
        return c_say(program, "(%t || %t)", c_condition(program, expr->a), c_condition(program, expr->b));
    case PLAN_NOT:
        return c_say(program, "!%t", c_condition(program, expr->a));
    case PLAN_KNOWN:
        if (!expr->a->may_be_none && !c_may_fail(expr->a))
            return TEXT("1");
        if (expr->a->shape == SHAPE_TRUTH)
            return c_say(program, "(%t != SL_UNKNOWN)", c_truth(program, expr->a));
        return c_say(program, "(%t != SL_NONE)", c_word(program, expr->a));
    case PLAN_UNDER:
        if (expr->constant == expr->last && expr->a->shape == SHAPE_CATEGORY)
            return c_say(program, "(%t == %t)", c_word(program, expr->a),
                         category_name(program, expr->constant));
        return c_say(program, "sl_is_from_to(%t, %t, %t)", c_word(program, expr->a),
                     number(program, expr->constant), number(program, expr->last));
    case PLAN_NEAR:
        return c_say(program, "sl_is_near(%t, %t, %t, %t)", c_word(program, expr->a),
                     c_word(program, expr->b), number(program, expr->constant), number(program, expr->last));
    default:
        return c_say(program, "(%t == SL_TRUE)", c_truth(program, expr));
    }
}

/* `and` and `or`: what stands behind is worked out only where it matters, if that can be seen. */
static struct text joined(struct c_program *program, const struct plan_expr *expr)
{
    bool is_and = expr->op == PLAN_AND;
    struct text a = c_truth(program, expr->a);
    struct text b = c_truth(program, expr->b);
    struct buf body;
    if (!c_may_fail(expr->b))
        return c_say(program, is_and ? "sl_least_truth(%t, %t)" : "sl_most_truth(%t, %t)", a, b);
    buf_init(&body, program->arena);
    buf_text(&body, c_say(program, "    int first = %t;\n", a));
    buf_text(&body, c_say(program, "    return first == %s ? first : %s(first, %t);\n",
                          is_and ? "SL_FALSE" : "SL_TRUE", is_and ? "sl_least_truth" : "sl_most_truth", b));
    return c_part(program, "int", expr->needs, buf_get(&body));
}

static struct text column_truth(struct c_program *program, const struct plan_expr *expr)
{
    struct text row = c_word(program, expr->a);
    return c_say(program, expr->a->may_be_none ? "sl_truth_at(%t, %t)" : "%t[%t]", column_of(program, expr),
                 row);
}

/* Whether one category lies under another: for each category the last of those at or below it. */
static struct text below(struct c_program *program, const struct plan_expr *expr)
{
    struct buf body;
    buf_init(&body, program->arena);
    buf_str(&body, "    static const int32_t last[] = { ");
    for (uint32_t i = 0; i < program->store->category_count; i++) {
        const struct category *category = program->store->categories[i];
        buf_int(&body, (int64_t)i - category->ordinal + category->last);
        buf_str(&body, ", ");
    }
    buf_str(&body, "0 };\n");
    buf_text(&body, c_say(program, "    int64_t a = %t;\n    int64_t b = %t;\n", c_word(program, expr->a),
                          c_word(program, expr->b)));
    buf_str(
        &body,
        "    return a == SL_NONE || b == SL_NONE ? SL_UNKNOWN\n"
        "           : a >= b && a <= last[b] ? SL_TRUE\n                                    : SL_FALSE;\n");
    return c_part(program, "int", expr->needs, buf_get(&body));
}

struct text c_truth(struct c_program *program, const struct plan_expr *expr)
{
    switch ((enum plan_op)expr->op) {
    case PLAN_CONSTANT:
        return expr->constant == TRUTH_TRUE  ? TEXT("SL_TRUE")
             : expr->constant == TRUTH_FALSE ? TEXT("SL_FALSE")
                                             : TEXT("SL_UNKNOWN");
    case PLAN_VARIABLE:
        return c_say(program, "(int)%t", program->slots[expr->slot].name);
    case PLAN_COLUMN:
        return column_truth(program, expr);
    case PLAN_CONCLUDED:
        return c_say(program, "(int)%t", concluded_word(program, expr, 0));
    case PLAN_UNDER:
        return c_say(program, "sl_from_to(%t, %t, %t)", c_word(program, expr->a),
                     number(program, expr->constant), number(program, expr->last));
    case PLAN_NEAR:
        return c_say(program, "sl_near(%t, %t, %t, %t)", c_word(program, expr->a), c_word(program, expr->b),
                     number(program, expr->constant), number(program, expr->last));
    case PLAN_BELOW:
        return below(program, expr);
    case PLAN_IF:
        return choice(program, expr);
    case PLAN_CALL:
        return applied(program, expr);
    case PLAN_SOME:
        return c_aggregate(program, expr);
    case PLAN_EQUAL:
    case PLAN_LESS:
        if (is_span(expr))
            return both_spans(
                program, expr->op == PLAN_EQUAL ? "sl_span_equal(%t, %t)" : "sl_span_less(%t, %t)", expr);
        break;
    default:
        break;
    }
    if (is_definite(expr))
        return c_say(program, "(%t ? SL_TRUE : SL_FALSE)", c_condition(program, expr));
    switch ((enum plan_op)expr->op) {
    case PLAN_EQUAL:
        if (expr->a->shape == SHAPE_TRUTH)
            return c_say(program, "sl_equal_truths(%t, %t)", c_truth(program, expr->a),
                         c_truth(program, expr->b));
        return both(program, "sl_equal(%t, %t)", expr);
    case PLAN_LESS:
        return both(program, "sl_less(%t, %t)", expr);
    case PLAN_NOT:
        return c_say(program, "(SL_TRUE - %t)", c_truth(program, expr->a));
    default:
        return joined(program, expr);
    }
}

/* Parts */

/* Compilers complain of arguments that nobody uses. */
static void drop_unused(struct c_program *program, struct buf *out, struct text body, struct text name)
{
    if (!c_mentions(body, name))
        buf_text(out, c_say(program, "    (void)%t;\n", name));
}

/* The same part is written once; calls that differ in their arguments alone share it. */
static struct text shared_part(struct c_program *program, const char *type, struct text signature,
                               struct text body)
{
    struct text whole = c_say(program, "%s %t %t", type, signature, body);
    for (uint32_t i = 0; i < program->shared.count; i++) {
        if (text_equal(program->shared.items[i].body, whole))
            return program->shared.items[i].name;
    }
    struct text name = c_say(program, "part_%d", (int)++program->parts);
    buf_text(&program->functions,
             c_say(program, "static %s %t(%t)\n{\n%t}\n\n", type, name, signature, body));
    VEC_PUSH(program->arena, &program->shared, (struct c_shared){ whole, name });
    return name;
}

struct text c_part(struct c_program *program, const char *type, uint64_t needs, struct text body)
{
    struct buf signature;
    struct buf call;
    struct buf whole;
    buf_init(&signature, program->arena);
    buf_init(&call, program->arena);
    buf_init(&whole, program->arena);
    drop_unused(program, &whole, body, TEXT("run"));
    buf_str(&signature, "struct sl_run *run");
    buf_str(&call, "(run");
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (!(needs >> i & 1))
            continue;
        const struct c_slot *slot = &program->slots[i];
        buf_text(&signature,
                 c_say(program, ", %s %t", slot->is_range ? "struct sl_span" : "int64_t", slot->name));
        buf_text(&call, c_say(program, ", %t", slot->name));
        drop_unused(program, &whole, body, slot->name);
    }
    buf_byte(&call, ')');
    buf_text(&whole, body);
    struct text name = shared_part(program, type, buf_get(&signature), buf_get(&whole));
    return c_say(program, "%t%t", name, buf_get(&call));
}
