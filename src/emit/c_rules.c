/* Rules and checks as C: a function for each, and the tables by which they are run. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/type.h"

/* Where something stands in the text. */
static struct text place_of(struct c_program *program, const struct declaration *declaration)
{
    struct position at = source_position(program->arena, session_source(program->session, declaration->span),
                                         declaration->span.start);
    return c_say(program, "%s:%d", declaration->module->relative ? declaration->module->relative : "",
                 (int)at.line);
}

/* Steps */

/* The steps of one rule or question on their way. */
struct course {
    struct c_program *program;
    struct buf *out;
    uint32_t depth;
    uint32_t loops;  /* opened so far */
    uint32_t prefix; /* while the rows of the first so many loops stay, nothing from before can come again */
    const struct plan_derived *concludes; /* NULL: a check */
};

static void open_block(struct course *course, struct text head)
{
    c_indent(course->out, course->depth++);
    buf_text(course->out, head);
    buf_str(course->out, " {\n");
}

static void put_where(struct course *course, const struct plan_expr *condition)
{
    struct c_program *program = course->program;
    if (!condition->may_be_none) {
        open_block(course,
                   c_say(program, "if %t", c_in_parentheses(program, c_condition(program, condition))));
        return;
    }
    struct text truth = c_say(program, "truth_%d", (int)++program->parts);
    c_indent(course->out, course->depth);
    buf_text(course->out, c_say(program, "int %t = sl_least_truth(%t, %t);\n", truth, program->truth,
                                c_truth(program, condition)));
    open_block(course, c_say(program, "if (%t != SL_FALSE)", truth));
    program->truth = truth;
}

static void put_let(struct course *course, const struct plan_step *step)
{
    struct c_program *program = course->program;
    bool is_range = step->expr->shape == SHAPE_RANGE;
    struct text value = step->expr->shape == SHAPE_TRUTH ? c_truth(program, step->expr)
                      : is_range                         ? c_span(program, step->expr)
                                                         : c_word(program, step->expr);
    uint32_t table = step->expr->shape == SHAPE_ROW ? c_rows_of(program, step->expr) : C_NONE;
    struct text name = c_slot_name(program, step->variable, step->slot);
    c_indent(course->out, course->depth);
    buf_text(course->out,
             c_say(program, "%s %t = %t;\n", is_range ? "struct sl_span" : "int64_t", name, value));
    program->slots[step->slot] = (struct c_slot){ name, is_range, table };
}

static const struct plan_step *last_step(const struct plan_step *step)
{
    while (step->next)
        step = step->next;
    return step;
}

/* From here on conclusions of the rule may be the same as others that came since. */
static void put_since(struct course *course)
{
    c_indent(course->out, course->depth);
    buf_text(course->out, c_say(course->program, "uint32_t since = run->results->kinds[%d].count;\n",
                                (int)course->concludes->index));
}

/* How many of the outermost loops go through what stands in the conclusion's identity. */
static uint32_t count_prefix(const struct plan_rule *rule)
{
    const struct plan_step *conclude = last_step(rule->first);
    uint64_t told = 0;
    uint32_t count = 0;
    if (!rule->is_alone || rule->asks_any || conclude->is_told_apart)
        return 0;
    for (uint32_t i = 0; i < rule->concludes->kind->fields.count; i++) {
        const struct plan_expr *value = conclude->values[i];
        if (value && rule->concludes->fields[i].is_identity && value->op == PLAN_VARIABLE)
            told |= UINT64_C(1) << value->slot;
    }
    for (const struct plan_step *step = rule->first; step; step = step->next) {
        if (step->kind == STEP_LOOP && (!(told >> step->loop->slot & 1) || step->loop->source == OVER_LINKED))
            break;
        count += step->kind == STEP_LOOP;
    }
    return count;
}

static void put_steps(struct course *course, const struct plan_step *step)
{
    for (; step && step->kind != STEP_CONCLUDE && step->kind != STEP_MESSAGE; step = step->next) {
        if (step->kind == STEP_LOOP) {
            c_open_loop(course->program, course->out, step->loop, course->depth);
            course->depth++;
            if (++course->loops == course->prefix)
                put_since(course);
        } else if (step->kind == STEP_WHERE) {
            put_where(course, step->expr);
        } else {
            put_let(course, step);
        }
    }
}

static void close_blocks(struct course *course)
{
    while (--course->depth) {
        c_indent(course->out, course->depth);
        buf_str(course->out, "}\n");
    }
}

/* Conclusions */

static struct text field_word(struct c_program *program, const struct plan_field *field,
                              const struct plan_expr *value)
{
    if (!value)
        return field->shape == SHAPE_TRUTH ? TEXT("SL_UNKNOWN")
             : field->shape == SHAPE_RANGE ? TEXT("SL_NONE, SL_NONE")
                                           : TEXT("SL_NONE");
    if (field->shape == SHAPE_TRUTH)
        return c_truth(program, value);
    return c_word(program, value);
}

/* A field may be kept in two words, of which a plain number fills the first. */
static void put_fields(struct course *course, const struct plan_derived *derived,
                       const struct plan_step *step)
{
    struct c_program *program = course->program;
    uint32_t words = 0;
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        const struct plan_field *field = &derived->fields[i];
        for (; words < field->at; words++)
            buf_str(course->out, "0, ");
        bool is_range = field->shape == SHAPE_RANGE && step->values[i];
        buf_text(course->out, is_range ? c_say(program, "span_%d.lo, span_%d.hi", (int)i, (int)i)
                                       : field_word(program, field, step->values[i]));
        buf_str(course->out, ", ");
        words += field->shape == SHAPE_RANGE ? 2 : 1;
    }
    for (; words < derived->words; words++)
        buf_str(course->out, "0, ");
}

static void put_spans(struct course *course, const struct plan_derived *derived, const struct plan_step *step)
{
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        if (derived->fields[i].shape != SHAPE_RANGE || !step->values[i])
            continue;
        c_indent(course->out, course->depth);
        buf_text(course->out, c_say(course->program, "struct sl_span span_%d = %t;\n", (int)i,
                                    c_span(course->program, step->values[i])));
    }
}

static void put_conclusion(struct course *course, const struct plan_rule *rule, uint32_t number,
                           const struct plan_step *step)
{
    struct c_program *program = course->program;
    const struct plan_derived *derived = rule->concludes;
    uint64_t needs = c_kept_of_rule(rule);
    uint32_t kept = c_kept_words(program, needs);
    uint32_t stride = c_stride(&program->derived[derived->index]);
    bool is_new = rule->is_alone && !rule->asks_any && step->is_told_apart;
    put_spans(course, derived, step);
    c_indent(course->out, course->depth);
    buf_str(course->out, "const int64_t words[] = { ");
    put_fields(course, derived, step);
    c_write_kept(program, course->out, needs);
    for (kept += derived->words; kept < stride; kept++)
        buf_str(course->out, "0, ");
    buf_str(course->out, "};\n");
    c_indent(course->out, course->depth);
    struct text since =
        course->prefix ? TEXT("since") : c_say(program, "run->results->kinds[%d].here", (int)derived->index);
    if (is_new)
        buf_text(course->out,
                 c_say(program, "sl_conclude_new(run, &run->results->kinds[%d], words, %d, %t, %d);\n",
                       (int)derived->index, (int)stride, program->truth, (int)number));
    else
        buf_text(course->out,
                 c_say(program, "sl_conclude(run, &run->results->kinds[%d], words, %d, %t, %d, %t);\n",
                       (int)derived->index, (int)stride, program->truth, (int)number, since));
}

/* At least one, so that there is an array. */
uint32_t c_stride(const struct c_derived *derived)
{
    uint32_t words = derived->plan->words + derived->kept;
    return words ? words : 1;
}

/* How many words the reasons for a kind speak of, at most. */
static void count_kept(struct c_program *program)
{
    for (uint32_t i = 0; i < program->plan->rules.count; i++) {
        const struct plan_rule *rule = program->plan->rules.items[i];
        c_bind_variables(program, rule->variables);
        uint32_t kept = c_kept_words(program, c_kept_of_rule(rule));
        struct c_derived *derived = &program->derived[rule->concludes->index];
        derived->kept = kept > derived->kept ? kept : derived->kept;
    }
}

/* Functions */

static void begin_function(struct c_program *program)
{
    memset(program->slots, 0, sizeof program->slots);
    program->truth = TEXT("SL_TRUE");
    program->listed = 0;
}

/* Within other loops a loop's own conditions need not be asked again and again. */
static void list_rows(struct course *course, const struct plan_step *step)
{
    uint32_t loops = 0;
    for (; step; step = step->next) {
        if (step->kind == STEP_LOOP && loops++ > 0)
            c_list_rows(course->program, course->out, step->loop);
    }
}

static struct text title_of(const struct rule *rule)
{
    const struct ast_node *title = rule->ast->title;
    return title && title->kind == AST_STRING ? AST_AS(string, title)->text : TEXT("no title");
}

static void write_rule(struct c_program *program, struct buf *out, uint32_t number)
{
    const struct plan_rule *rule = program->plan->rules.items[number];
    const struct declaration *declaration = &rule->rule->declaration;
    struct buf body;
    struct course course = { program, &body, 1, 0, count_prefix(rule), rule->concludes };
    begin_function(program);
    program->is_across = rule->rule->is_across;
    buf_init(&body, program->arena);
    program->functions.length = 0;
    list_rows(&course, rule->first);
    put_steps(&course, rule->first);
    put_conclusion(&course, rule, number, last_step(rule->first));
    close_blocks(&course);
    buf_text(out, buf_get(&program->functions));
    buf_text(out,
             c_say(program, "/* Rule %n: %t. %t */\nstatic void rule_%d_%n(struct sl_run *run)\n{\n%t}\n\n",
                   declaration->name, c_comment(program, title_of(rule->rule)),
                   c_comment(program, place_of(program, declaration)), (int)number, declaration->name,
                   c_clean(program, buf_get(&body))));
}

/* A waiver lets the check say nothing of one recorded instance. */
static void put_waivers(struct course *course, const struct plan_check *check)
{
    struct c_program *program = course->program;
    const struct model *model = program->model;
    uint32_t table = check->at ? c_rows_of(program, check->at) : C_NONE;
    for (uint32_t i = 0; i < model->waivers.count && table != C_NONE; i++) {
        const struct waiver *waiver = model->waivers.items[i];
        if (waiver->check != check->check || !waiver->at || c_table_of_kind(program, waiver->at->of) != table)
            continue;
        uint32_t row =
            program->store->row_of[waiver->at->ordinal] - program->tables.items[table].table->first;
        open_block(course, c_say(program, "if (%t != %d)", c_word(program, check->at), (int)row));
    }
}

static void write_check(struct c_program *program, struct buf *out, uint32_t number)
{
    const struct plan_check *check = program->plan->checks.items[number];
    const struct declaration *declaration = &check->check->declaration;
    struct buf body;
    struct course course = { program, &body, 1, 0, 0, NULL };
    uint64_t needs = c_needs_of_words(&check->message) | (check->at ? check->at->needs : 0);
    begin_function(program);
    program->is_across = false;
    buf_init(&body, program->arena);
    program->functions.length = 0;
    list_rows(&course, check->first);
    put_steps(&course, check->first);
    put_waivers(&course, check);
    c_indent(&body, course.depth);
    buf_str(&body, "const int64_t words[] = { ");
    c_write_kept(program, &body, needs);
    buf_str(&body, "0 };\n");
    c_indent(&body, course.depth);
    buf_text(&body, c_say(program, "sl_say(run, %d, %t, words, %d);\n", (int)number, program->truth,
                          (int)c_kept_words(program, needs)));
    close_blocks(&course);
    buf_text(out, buf_get(&program->functions));
    buf_text(out,
             c_say(program, "/* Check %t. %t */\nstatic void check_%d_%n(struct sl_run *run)\n{\n%t}\n\n",
                   check->check->code, c_comment(program, place_of(program, declaration)), (int)number,
                   declaration->name, c_clean(program, buf_get(&body))));
}

/* Tables */

static void write_asks(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        if (!plan->rules.items[i]->asks_any)
            continue;
        buf_text(out, c_say(program, "static const uint8_t rule_%d_asks[] = { ", (int)i));
        for (uint32_t j = 0; j < plan->derived.count; j++)
            buf_str(out, plan->rules.items[i]->asks[j] ? "1, " : "0, ");
        buf_str(out, "0 };\n");
    }
}

/* Whether no rule of its stratum asks for a rule's kind, and no rule that concludes it asks for any. */
static bool is_alone(const struct plan *plan, const struct plan_derived *derived)
{
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        bool concludes = rule->concludes == derived && rule->asks_any;
        if (concludes ||
            (rule->concludes->kind->stratum == derived->kind->stratum && rule->asks[derived->index]))
            return false;
    }
    return true;
}

static void write_rule_table(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    buf_str(out, "static const struct sl_rule sl_rules[] = {\n");
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        struct text asks = rule->asks_any ? c_say(program, "rule_%d_asks", (int)i) : TEXT("NULL");
        buf_text(out, c_say(program, "    { rule_%d_%n, %d, %d, %d, %d, %t },\n", (int)i,
                            rule->rule->declaration.name, (int)rule->concludes->index,
                            (int)rule->concludes->kind->stratum, (int)rule->rule->is_across,
                            (int)is_alone(plan, rule->concludes), asks));
    }
    buf_str(out, "    { NULL, 0, 0, 0, 0, NULL },\n};\n\n");
}

/* What a stratum has. */
struct stratum {
    uint32_t alone;
    uint32_t kinds;
    uint32_t asked;
    bool recurs;
    bool has_own;
    bool has_across;
    bool needs_order;
};

static struct stratum stratum_of(struct c_program *program, uint32_t number, struct buf *alone,
                                 struct buf *kinds)
{
    const struct plan *plan = program->plan;
    struct stratum stratum = { .alone = 0 };
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        const struct plan_rule *rule = plan->rules.items[i];
        if (rule->concludes->kind->stratum != number)
            continue;
        stratum.has_own = stratum.has_own || !rule->rule->is_across;
        stratum.has_across = stratum.has_across || rule->rule->is_across;
        if (is_alone(plan, rule->concludes)) {
            buf_text(alone, c_say(program, "%d, ", (int)i));
            stratum.alone++;
        } else {
            stratum.recurs = true;
        }
    }
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        if (plan->derived.items[i]->kind->stratum != number)
            continue;
        stratum.needs_order = stratum.needs_order || plan->derived.items[i]->needs_order;
        stratum.kinds++;
    }
    /* those that rules of the stratum ask for come first */
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < plan->derived.count; i++) {
            const struct plan_derived *derived = plan->derived.items[i];
            if (derived->kind->stratum != number || is_alone(plan, derived) != (round == 1))
                continue;
            buf_text(kinds, c_say(program, "%d, ", (int)i));
            stratum.asked += round == 0;
        }
    }
    return stratum;
}

static void write_strata(struct c_program *program, struct buf *out)
{
    struct buf strata;
    struct buf alone;
    struct buf kinds;
    uint32_t alone_count = 0;
    uint32_t kind_count = 0;
    buf_init(&strata, program->arena);
    buf_init(&alone, program->arena);
    buf_init(&kinds, program->arena);
    for (uint32_t i = 0; i < program->model->strata; i++) {
        struct stratum stratum = stratum_of(program, i, &alone, &kinds);
        buf_text(&strata,
                 c_say(program, "    { %d, %d, %d, %d, %d, %d, %d, %d, %d },\n", (int)alone_count,
                       (int)(alone_count + stratum.alone), (int)kind_count, (int)(kind_count + stratum.asked),
                       (int)(kind_count + stratum.kinds), (int)stratum.recurs, (int)stratum.has_own,
                       (int)stratum.has_across, (int)stratum.needs_order));
        alone_count += stratum.alone;
        kind_count += stratum.kinds;
    }
    buf_text(out, c_say(program,
                        "static const uint16_t sl_alone[] = { %t0 };\n\nstatic const uint16_t sl_kinds[] = "
                        "{ %t0 };\n\nstatic const struct sl_stratum sl_strata[] = {\n%t"
                        "    { 0, 0, 0, 0, 0, 0, 0, 0, 0 },\n};\n\n",
                        buf_get(&alone), buf_get(&kinds), buf_get(&strata)));
}

/* Room for what loops wrote down: as many rows as any case has. */
static void write_lists(struct c_program *program, struct buf *out)
{
    buf_str(out, "static int sl_make_lists(struct sl_run *run)\n{\n    (void)run;\n");
    for (uint32_t i = 0; i < program->list_count; i++)
        buf_text(out, c_say(program,
                            "    run->lists[%d] = sl_list(run, &run->data->%t.table);\n"
                            "    if (!run->lists[%d])\n        return SL_FULL;\n",
                            (int)i, program->lists[i], (int)i));
    buf_str(out, "    return SL_OK;\n}\n\n");
}

static void write_tables(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    write_asks(program, out);
    write_rule_table(program, out);
    write_strata(program, out);
    write_lists(program, out);
    buf_str(out, "static void sl_ask_checks(struct sl_run *run)\n{\n    (void)run;\n");
    for (uint32_t i = 0; i < plan->checks.count; i++)
        buf_text(out, c_say(program, "    check_%d_%n(run);\n", (int)i,
                            plan->checks.items[i]->check->declaration.name));
    buf_str(out, "}\n\n");
}

void c_write_rules(struct c_program *program, struct buf *out)
{
    program->lists = ARENA_ARRAY(program->arena, struct text, C_LISTS_MOST);
    count_kept(program);
    for (uint32_t i = 0; i < program->plan->rules.count; i++)
        write_rule(program, out, i);
    for (uint32_t i = 0; i < program->plan->checks.count; i++)
        write_check(program, out, i);
    write_tables(program, out);
}
