/* Reasons and messages as C: what they speak of is kept with each conclusion and written when somebody asks.
 */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

uint64_t c_needs_of_words(const struct plan_words *words)
{
    uint64_t needs = 0;
    for (uint32_t i = 0; i < words->count; i++)
        needs |= words->items[i].value ? words->items[i].value->needs : 0;
    return needs;
}

uint32_t c_kept_words(const struct c_program *program, uint64_t needs)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (needs >> i & 1)
            count += program->slots[i].is_range ? 2 : 1;
    }
    return count;
}

void c_write_kept(struct c_program *program, struct buf *out, uint64_t needs)
{
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        struct text name = program->slots[i].name;
        if (needs >> i & 1)
            buf_text(out, program->slots[i].is_range ? c_say(program, "%t.lo, %t.hi, ", name, name)
                                                     : c_say(program, "%t, ", name));
    }
}

static void restore(struct c_program *program, struct buf *out, uint64_t needs, uint32_t first)
{
    const char *from = "kept";
    int at = (int)first;
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        struct text name = program->slots[i].name;
        if (!(needs >> i & 1))
            continue;
        if (program->slots[i].is_range)
            buf_text(out, c_say(program, "    struct sl_span %t = { %s[%d], %s[%d] };\n", name, from, at,
                                from, at + 1));
        else
            buf_text(out, c_say(program, "    int64_t %t = %s[%d];\n", name, from, at));
        at += program->slots[i].is_range ? 2 : 1;
    }
}

/* The word of a conclusion that has a slot's value anyway, or -1. */
static int word_of_slot(const struct plan_rule *rule, uint32_t slot)
{
    const struct plan_step *step = rule->first;
    while (step->next)
        step = step->next;
    for (uint32_t i = 0; i < rule->concludes->kind->fields.count; i++) {
        const struct plan_field *field = &rule->concludes->fields[i];
        const struct plan_expr *value = step->values[i];
        bool is_plain =
            value && value->op == PLAN_VARIABLE && value->shape != SHAPE_RANGE && field->shape != SHAPE_RANGE;
        if (is_plain && value->slot == slot)
            return (int)field->at;
    }
    return -1;
}

uint64_t c_kept_of_rule(const struct plan_rule *rule)
{
    uint64_t needs = c_needs_of_words(&rule->because);
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (needs >> i & 1 && word_of_slot(rule, i) >= 0)
            needs &= ~(UINT64_C(1) << i);
    }
    return needs;
}

/* Slots that stand among the conclusion's fields. */
static void restore_from_fields(struct c_program *program, struct buf *out, const struct plan_rule *rule,
                                uint64_t needs)
{
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (needs >> i & 1 && word_of_slot(rule, i) >= 0)
            buf_text(out, c_say(program, "    int64_t %t = kept[%d];\n", program->slots[i].name,
                                word_of_slot(rule, i)));
    }
}

static uint32_t table_of_variable(const struct c_program *program, const struct plan_variable *at)
{
    const struct type *type = at->variable->type;
    const struct kind *kind = at->variable->kind;
    if (at->shape != SHAPE_ROW || at->derived)
        return C_NONE;
    if (!kind && type && type->count && type->parts[0].base == BASE_INSTANCE)
        kind = type->parts[0].of;
    return kind && !(kind->flags & KIND_DERIVED) ? c_table_of_kind(program, kind) : C_NONE;
}

void c_bind_variables(struct c_program *program, const struct plan_variable *variables)
{
    memset(program->slots, 0, sizeof program->slots);
    for (const struct plan_variable *at = variables; at; at = at->outer)
        program->slots[at->slot] =
            (struct c_slot){ c_slot_name(program, at->variable, at->slot), at->shape == SHAPE_RANGE,
                             table_of_variable(program, at) };
}

/* Values */

static unsigned digits_of(const struct plan_word *word)
{
    const struct type *type = word->type;
    bool is_decimal = type && type->count == 1 && type->parts[0].base == BASE_DECIMAL;
    return is_decimal ? type->parts[0].digits : TYPE_EXACT;
}

static struct text put_number(struct c_program *program, const struct plan_word *word, const char *value)
{
    unsigned digits = digits_of(word);
    struct buf denominator;
    buf_init(&denominator, program->arena);
    buf_str(&denominator, "INT64_C(");
    buf_int(&denominator, word->value->denominator);
    buf_str(&denominator, ")");
    return c_say(program, "sl_put_number(out, %s, %t, %d)", value, buf_get(&denominator),
                 digits == TYPE_EXACT ? -1 : (int)digits);
}

static void write_value(struct c_program *program, struct buf *out, const struct plan_word *word)
{
    const struct plan_expr *value = word->value;
    uint32_t table = value->shape == SHAPE_ROW ? c_rows_of(program, value) : C_NONE;
    switch ((enum plan_shape)value->shape) {
    case SHAPE_TRUTH:
        buf_text(out, c_say(program, "    sl_put_truth(out, %t);\n", c_truth(program, value)));
        return;
    case SHAPE_NUMBER:
        buf_text(out, c_say(program, "    value = %t;\n    %t;\n", c_word(program, value),
                            put_number(program, word, "value")));
        return;
    case SHAPE_RANGE:
        buf_text(out, c_say(program,
                            "    span = %t;\n    %t;\n    if (span.hi != span.lo) {\n"
                            "        sl_put_string(out, \"\\342\\200\\223\");\n        %t;\n    }\n",
                            c_span(program, value), put_number(program, word, "span.lo"),
                            put_number(program, word, "span.hi")));
        return;
    case SHAPE_DAY:
        buf_text(out, c_say(program, "    sl_put_day(out, %t);\n", c_word(program, value)));
        return;
    case SHAPE_CATEGORY:
        buf_text(out, c_say(program, "    sl_put_category(out, %t);\n", c_word(program, value)));
        return;
    case SHAPE_TEXT:
        buf_text(out, c_say(program, "    sl_put_text(out, run->data, %t);\n", c_word(program, value)));
        return;
    case SHAPE_ROW:
        if (table == C_NONE) {
            program->trouble = "a message names something of which the kind is not known";
            return;
        }
        buf_text(out,
                 c_say(program,
                       "    value = %t;\n    sl_put_title(out, run->data, &run->data->%t.table, value);\n",
                       c_word(program, value), program->tables.items[table].name));
        return;
    }
}

/* A long text in pieces, for compilers need not take more than 4095 bytes at once. */
static void write_text(struct c_program *program, struct buf *out, struct text text)
{
    enum { MOST = 800 };
    while (text.length) {
        size_t length = text.length < MOST ? text.length : MOST;
        buf_text(out, c_say(program, "    sl_put_bytes(out, %t, %d);\n",
                            c_literal(program, (struct text){ text.bytes, length }), (int)length));
        text.bytes += length;
        text.length -= length;
    }
}

static void write_words(struct c_program *program, struct buf *out, const struct plan_words *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        const struct plan_word *word = &words->items[i];
        if (word->is_hidden)
            buf_str(out, "    sl_put_string(out, \"\\342\\200\\246\");\n");
        else if (word->value)
            write_value(program, out, word);
        else
            write_text(program, out, word->text);
    }
}

/* A function that writes them from what was kept. */
static void write_function(struct c_program *program, struct buf *out, struct text name,
                           const struct plan_words *words, const struct plan_rule *rule, uint64_t needs)
{
    struct buf body;
    struct buf head;
    buf_init(&body, program->arena);
    buf_init(&head, program->arena);
    program->functions.length = 0;
    program->truth = TEXT("SL_TRUE");
    write_words(program, &body, words);
    if (rule)
        restore_from_fields(program, &head, rule, needs);
    restore(program, &head, rule ? c_kept_of_rule(rule) : needs, rule ? rule->concludes->words : 0);
    if (c_mentions(buf_get(&body), TEXT("value")))
        buf_str(&head, "    int64_t value;\n");
    if (c_mentions(buf_get(&body), TEXT("span")))
        buf_str(&head, "    struct sl_span span;\n");
    buf_text(out, buf_get(&program->functions));
    buf_text(out, c_say(program,
                        "static void %t(struct sl_run *run, const int64_t *kept, struct sl_words *out)\n{\n",
                        name));
    buf_text(out, buf_get(&head));
    static const char *const arguments[] = { "run", "kept", "out" };
    for (int i = 0; i < 3; i++) {
        if (!c_mentions(buf_get(&body), text_of(arguments[i])) &&
            !c_mentions(buf_get(&head), text_of(arguments[i])))
            buf_text(out, c_say(program, "    (void)%s;\n", arguments[i]));
    }
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (needs >> i & 1 && !c_mentions(buf_get(&body), program->slots[i].name))
            buf_text(out, c_say(program, "    (void)%t;\n", program->slots[i].name));
    }
    buf_text(out, buf_get(&body));
    buf_str(out, "}\n\n");
}

static bool is_fragile(const struct plan_words *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        if (words->items[i].value && c_may_fail(words->items[i].value))
            return true;
    }
    return false;
}

void c_write_reasons(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        if (!rule->because.count)
            continue;
        c_bind_variables(program, rule->variables);
        program->is_across = rule->rule->is_across;
        write_function(program, out, c_say(program, "reason_%d", (int)i), &rule->because, rule,
                       c_needs_of_words(&rule->because));
    }
    buf_str(
        out,
        "/* Whether working out a reason may fail, which is then tried at once; and what it says: by the\n"
        " * rule's number. */\nstatic const uint8_t sl_fragile[] = { ");
    for (uint32_t i = 0; i < plan->rules.count; i++)
        buf_str(out, is_fragile(&plan->rules.items[i]->because) ? "1, " : "0, ");
    buf_str(out, "0 };\n\n\nstatic void (*const sl_reasons[])"
                 "(struct sl_run *run, const int64_t *kept, struct sl_words *out) = {\n    ");
    for (uint32_t i = 0; i < plan->rules.count; i++)
        buf_text(out, plan->rules.items[i]->because.count ? c_say(program, "reason_%d, ", (int)i)
                                                          : TEXT("NULL, "));
    buf_str(out, "NULL,\n};\n\n");
}

/* The instance that a message points to, as a row of its table. */
static void write_place(struct c_program *program, struct buf *out, const struct plan_check *check,
                        uint32_t number, uint64_t needs)
{
    struct buf body;
    buf_init(&body, program->arena);
    program->functions.length = 0;
    buf_text(&body, c_say(program, "    return %t;\n", c_word(program, check->at)));
    buf_text(out, buf_get(&program->functions));
    buf_text(out, c_say(program, "static int64_t place_%d(struct sl_run *run, const int64_t *kept)\n{\n",
                        (int)number));
    restore(program, out, needs, 0);
    for (uint32_t i = 0; i < PLAN_SLOTS_MOST; i++) {
        if (needs >> i & 1 && !c_mentions(buf_get(&body), program->slots[i].name))
            buf_text(out, c_say(program, "    (void)%t;\n", program->slots[i].name));
    }
    buf_str(out, "    (void)run;\n    (void)kept;\n");
    buf_text(out, buf_get(&body));
    buf_str(out, "}\n\n");
}

void c_write_messages(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    for (uint32_t i = 0; i < plan->checks.count; i++) {
        const struct plan_check *check = plan->checks.items[i];
        uint64_t needs = c_needs_of_words(&check->message) | (check->at ? check->at->needs : 0);
        c_bind_variables(program, check->variables);
        program->is_across = false;
        write_function(program, out, c_say(program, "message_%d", (int)i), &check->message, NULL, needs);
        if (check->at)
            write_place(program, out, check, i, needs);
    }
    buf_str(out, "/* What a check says: its code, how grave it is, of which kind's table and which field it "
                 "speaks. */\n"
                 "struct sl_message {\n    int is_fragile; /* working it out may fail */\n    const char "
                 "*code;\n    const char *severity;\n    const char *field;\n"
                 "    int table;\n    int64_t (*place)(struct sl_run *run, const int64_t *kept);\n"
                 "    void (*write)(struct sl_run *run, const int64_t *kept, struct sl_words *out);\n};\n\n"
                 "static const struct sl_message sl_messages[] = {\n");
    for (uint32_t i = 0; i < plan->checks.count; i++) {
        const struct plan_check *check = plan->checks.items[i];
        c_bind_variables(program, check->variables);
        uint32_t table = check->at ? c_rows_of(program, check->at) : C_NONE;
        struct text place = check->at ? c_say(program, "place_%d", (int)i) : TEXT("NULL");
        struct text field = check->field ? c_literal(program, name_text(check->field)) : TEXT("NULL");
        buf_text(out, c_say(program, "    { %d, %t, \"%s\", %t, %d, %t, message_%d },\n",
                            (int)is_fragile(&check->message), c_literal(program, check->check->code),
                            severity_word((enum severity)check->said->severity), field,
                            table == C_NONE ? 0 : (int)table + 1, place, (int)i));
    }
    buf_str(out, "    { 0, NULL, NULL, NULL, 0, NULL, NULL },\n};\n\n");
}

/* Titles of categories, by number. */
void c_write_titles(struct c_program *program, struct buf *out)
{
    buf_str(out, "static const char *const sl_category_titles[] = {\n");
    for (uint32_t i = 0; i < program->store->category_count; i++) {
        const struct category *category = program->store->categories[i];
        uint32_t of = 0;
        while (program->model->classifications.items[of] != category->of)
            of++;
        buf_text(out,
                 c_say(program, "    %t,\n",
                       program->has_categories[of] ? c_literal(program, category->title) : TEXT("NULL")));
    }
    buf_str(out, "    NULL,\n};\n\n");
}
