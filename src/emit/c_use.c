/* What of the model a plan uses: its tables, columns, links and derived kinds, each with its name in C. What
 * no rule asks for is not in the program, so nobody has to fill it. */
#include "emit/c_parts.h"

#include "types/type.h"

static const struct kind *root_of(const struct kind *kind)
{
    while (kind->parent)
        kind = kind->parent;
    return kind;
}

static int count_below(const struct model *model, const struct kind *kind)
{
    int count = 1;
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        if (model->kinds.items[i]->parent == kind)
            count += count_below(model, model->kinds.items[i]);
    }
    return count;
}

int c_kind_number(const struct c_program *program, const struct kind *kind, int *last)
{
    const struct model *model = program->model;
    int number = 0;
    if (last)
        *last = 0;
    if (kind->parent) {
        number = c_kind_number(program, kind->parent, NULL) + 1;
        for (uint32_t i = 0; model->kinds.items[i] != kind; i++) {
            if (model->kinds.items[i]->parent == kind->parent)
                number += count_below(model, model->kinds.items[i]);
        }
    }
    if (last)
        *last = number + count_below(model, kind) - 1;
    return number;
}

/* Finding */

uint32_t c_table_of(const struct c_program *program, const struct store_table *table)
{
    for (uint32_t i = 0; i < program->tables.count; i++) {
        if (program->tables.items[i].table == table)
            return i;
    }
    return C_NONE;
}

uint32_t c_table_of_kind(const struct c_program *program, const struct kind *kind)
{
    return c_table_of(program, store_table(program->store, kind));
}

const struct c_column *c_column_of(const struct c_program *program, const struct store_column *column)
{
    uint32_t at = c_table_of(program, column->table);
    for (uint32_t i = 0; at != C_NONE && i < program->tables.items[at].columns.count; i++) {
        if (program->tables.items[at].columns.items[i].column->field == column->field)
            return &program->tables.items[at].columns.items[i];
    }
    return NULL;
}

const struct c_column *c_first_day_of(const struct c_program *program, const struct store_column *column)
{
    const struct store_column *first;
    const struct store_column *last;
    if (!column->of || !store_days(program->store, column->of, &first, &last) || column != last)
        return NULL;
    return c_column_of(program, first);
}

/* Noting */

static bool has_kinds_below(const struct c_program *program, const struct kind *kind)
{
    for (uint32_t i = 0; i < program->model->kinds.count; i++) {
        if (program->model->kinds.items[i]->parent == kind)
            return true;
    }
    return false;
}

static uint32_t use_table(struct c_program *program, const struct store_table *table)
{
    static const char *const members[] = { "id", "title", "in_case", "kind", "table", NULL };
    uint32_t at = c_table_of(program, table);
    if (at != C_NONE)
        return at;
    struct c_table used = { .table = table, .is_family = has_kinds_below(program, table->kind) };
    used.name = c_name(program, &program->space, name_text(table->kind->declaration.name));
    c_reserve(program, &used.space, members);
    c_reserve_words(program, &used.space);
    VEC_PUSH(program->arena, &program->tables, used);
    return program->tables.count - 1;
}

static void use_kind(struct c_program *program, const struct kind *kind)
{
    if (!(kind->flags & KIND_DERIVED))
        use_table(program, store_table(program->store, kind));
}

/* The one table that a link leads to. */
static uint32_t use_target(struct c_program *program, const struct type *type)
{
    const struct kind *root = root_of(type->parts[0].of);
    for (uint32_t i = 1; i < type->count; i++) {
        if (type->parts[i].base != BASE_INSTANCE || root_of(type->parts[i].of) != root)
            program->trouble = "a link may lead to things of several kinds that have none above them";
    }
    return use_table(program, store_table(program->store, root));
}

static void use_column(struct c_program *program, const struct store_column *column)
{
    const struct store_column *first;
    const struct store_column *last;
    if (!column->field || c_column_of(program, column))
        return;
    if (column->of && store_days(program->store, column->of, &first, &last) && column == last)
        use_column(program, first); /* nobody gives the one without the other */
    uint32_t at = use_table(program, column->table);
    struct c_column used = { .column = column };
    used.name = c_name(program, &program->tables.items[at].space, name_text(column->field->name));
    VEC_PUSH(program->arena, &program->tables.items[at].columns, used);
    if (type_is(column->field->type, BASE_INSTANCE))
        use_target(program, column->field->type);
    if (column->of && store_days(program->store, column->of, &first, &last))
        use_column(program, last);
}

static void use_links(struct c_program *program, const struct store_links *links)
{
    uint32_t at = use_table(program, links->from);
    struct c_table *table = &program->tables.items[at];
    for (uint32_t i = 0; i < table->links.count; i++) {
        if (table->links.items[i].links->field == links->field)
            return;
    }
    struct c_links used = { .links = links };
    used.name = c_name(program, &table->space, name_text(links->field->name));
    used.to = use_target(program, links->field->type);
    VEC_PUSH(program->arena, &program->tables.items[at].links, used);
}

/* A link backwards is made of the link itself. */
static void use_inverse(struct c_program *program, const struct store_links *inverse)
{
    uint32_t at = use_table(program, inverse->from);
    struct c_table *table = &program->tables.items[at];
    for (uint32_t i = 0; i < table->inverses.count; i++) {
        if (table->inverses.items[i].links == inverse)
            return;
    }
    struct c_links used = { .links = inverse };
    used.name = c_name(program, &table->space, c_say(program, "by_%n", inverse->field->name));
    used.to = use_target(program, inverse->field->type);
    VEC_PUSH(program->arena, &program->tables.items[at].inverses, used);
    if (inverse->field->type->many)
        use_links(program, store_links(program->store, inverse->field));
    else
        use_column(program, store_column(program->store, inverse->field));
}

static void use_derived(struct c_program *program, const struct plan_derived *derived)
{
    program->derived[derived->index].is_used = true;
}

/* Joins */

static bool is_plain_column(const struct plan_expr *expr)
{
    return expr->op == PLAN_COLUMN && expr->column->field && !expr->may_be_none &&
           (expr->shape == SHAPE_TEXT || expr->shape == SHAPE_CATEGORY);
}

static bool is_of_loop(const struct plan_expr *expr, const struct plan_loop *loop)
{
    return expr->a->op == PLAN_VARIABLE && expr->a->slot == loop->slot;
}

/* Whether a condition says that a column of the loop's row has the value of a column of a row found before.
 */
static bool joins(const struct plan_loop *loop, const struct plan_expr *own, const struct plan_expr *key)
{
    return is_plain_column(own) && is_plain_column(key) && own->shape == key->shape &&
           is_of_loop(own, loop) && !(key->needs >> loop->slot & 1);
}

static const struct plan_expr *find_join(const struct plan_loop *loop, const struct plan_expr *where)
{
    if (where && where->op == PLAN_AND) {
        const struct plan_expr *found = find_join(loop, where->a);
        return found ? found : find_join(loop, where->b);
    }
    bool is_join = where && where->op == PLAN_EQUAL && where->a->shape != SHAPE_RANGE &&
                   (joins(loop, where->a, where->b) || joins(loop, where->b, where->a));
    return is_join ? where : NULL;
}

/* Across cases there is no such index: it holds for rows of one case. */
const struct plan_expr *c_join_condition(const struct c_program *program, const struct plan_loop *loop)
{
    bool can_join = loop->source == OVER_ALL && !program->is_across && !loop->keeps_order;
    return can_join ? find_join(loop, loop->where) : NULL;
}

static struct c_join join_of(const struct plan_loop *loop, const struct plan_expr *condition)
{
    bool is_left = joins(loop, condition->a, condition->b);
    const struct plan_expr *own = is_left ? condition->a : condition->b;
    const struct plan_expr *key = is_left ? condition->b : condition->a;
    return (struct c_join){ .column = own->column, .key = key->column };
}

const struct c_join *c_join_of(const struct c_program *program, const struct plan_loop *loop,
                               const struct plan_expr *condition)
{
    struct c_join wanted = join_of(loop, condition);
    const struct c_table *table = &program->tables.items[c_table_of(program, loop->table)];
    for (uint32_t i = 0; i < table->joins.count; i++) {
        const struct c_join *join = &table->joins.items[i];
        if (join->column->field == wanted.column->field && join->key->field == wanted.key->field)
            return join;
    }
    return NULL;
}

static void use_join(struct c_program *program, const struct plan_loop *loop)
{
    const struct plan_expr *condition = c_join_condition(program, loop);
    if (!condition || c_join_of(program, loop, condition))
        return;
    struct c_join join = join_of(loop, condition);
    use_table(program, join.key->table);
    struct c_table *table = &program->tables.items[c_table_of(program, loop->table)];
    join.name = c_name(program, &table->space,
                       c_say(program, "where_%n_is_%n", join.column->field->name, join.key->field->name));
    VEC_PUSH(program->arena, &table->joins, join);
}

/* Looking through the plan */

/* Of the taxonomy that a category is of, all are named: the program may have to print any. */
static void use_category(struct c_program *program, int64_t category)
{
    if (category < 0)
        return;
    for (uint32_t i = 0; i < program->model->classifications.count; i++) {
        if (program->model->classifications.items[i] == program->store->categories[category]->of)
            program->has_categories[i] = true;
    }
}

static void look_at(struct c_program *program, const struct plan_expr *expr);

static void look_at_loop(struct c_program *program, const struct plan_loop *loop)
{
    for (; loop; loop = loop->inner) {
        if (loop->table)
            use_table(program, loop->table);
        if (loop->kind)
            use_kind(program, loop->kind);
        if (loop->source == OVER_CATEGORIES)
            use_category(program, loop->first);
        if (loop->source == OVER_LINKED)
            use_links(program, loop->links);
        if (loop->source == OVER_LINKING)
            use_inverse(program, loop->links);
        if (loop->derived)
            use_derived(program, loop->derived);
        use_join(program, loop);
        look_at(program, loop->of);
        look_at(program, loop->own);
        look_at(program, loop->where);
    }
}

static void look_at(struct c_program *program, const struct plan_expr *expr)
{
    if (!expr)
        return;
    if (expr->op == PLAN_COLUMN)
        use_column(program, expr->column);
    if (expr->op == PLAN_CONSTANT && expr->shape == SHAPE_CATEGORY)
        use_category(program, expr->constant);
    if (expr->op == PLAN_CONCLUDED)
        use_derived(program, expr->concluded->of);
    look_at(program, expr->a);
    look_at(program, expr->b);
    look_at(program, expr->c);
    look_at_loop(program, expr->loop);
    for (uint32_t i = 0; i < expr->argument_count; i++)
        look_at(program, expr->arguments[i]);
    if (expr->function)
        look_at(program, expr->function->value);
}

static void look_at_words(struct c_program *program, const struct plan_words *words)
{
    for (uint32_t i = 0; i < words->count; i++)
        look_at(program, words->items[i].value);
}

static void look_at_steps(struct c_program *program, const struct plan_step *step,
                          const struct plan_derived *concludes)
{
    for (; step; step = step->next) {
        look_at_loop(program, step->loop);
        look_at(program, step->expr);
        for (uint32_t i = 0; step->values && i < concludes->kind->fields.count; i++)
            look_at(program, step->values[i]);
    }
}

/* What a conclusion says is told: the tables of what its links lead to. */
static void look_at_fields(struct c_program *program, const struct plan_derived *derived)
{
    for (uint32_t i = 0; i < derived->kind->fields.count; i++) {
        if (derived->fields[i].shape == SHAPE_ROW)
            use_target(program, derived->fields[i].field->type);
    }
}

static void name_derived(struct c_program *program, struct c_derived *derived)
{
    static const char *const members[] = { "in_case", "rule", "is_certain", NULL };
    struct c_space space = { .taken = { NULL, 0, 0 } };
    uint32_t count = derived->plan->kind->fields.count;
    derived->name = c_name(program, &program->space, name_text(derived->plan->kind->declaration.name));
    derived->fields = ARENA_ARRAY(program->arena, struct text, count + 1);
    c_reserve(program, &space, members);
    c_reserve_words(program, &space);
    for (uint32_t i = 0; i < count; i++)
        derived->fields[i] = c_name(program, &space, name_text(derived->plan->kind->fields.items[i]->name));
}

static void note_categories(struct c_program *program, const struct type *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        const struct classification *of = type->parts[i].of;
        for (uint32_t j = 0;
             type->parts[i].base == BASE_CATEGORY && j < program->model->classifications.count; j++)
            program->has_categories[j] =
                program->has_categories[j] || program->model->classifications.items[j] == of;
    }
}

static void name_categories(struct c_program *program)
{
    const struct model *model = program->model;
    for (uint32_t i = 0; i < program->tables.count; i++) {
        for (uint32_t j = 0; j < program->tables.items[i].columns.count; j++)
            note_categories(program, program->tables.items[i].columns.items[j].column->field->type);
    }
    for (uint32_t i = 0; i < program->plan->derived.count; i++) {
        const struct kind *kind = program->derived[i].plan->kind;
        for (uint32_t j = 0; program->derived[i].is_used && j < kind->fields.count; j++)
            note_categories(program, kind->fields.items[j]->type);
    }
    for (uint32_t i = 0; i < model->classifications.count; i++) {
        const struct classification *of = model->classifications.items[i];
        for (uint32_t j = 0; program->has_categories[i] && j < of->categories.count; j++) {
            const struct category *category = of->categories.items[j];
            struct text name =
                c_say(program, "%t_%n_%n", program->upper, of->declaration.name, category->name);
            program->categories[program->store->first_category[i] + j] =
                c_name(program, &program->space, c_upper(program, name));
        }
    }
}

/* What is read belongs to the case that its parent belongs to. */
static void use_parents(struct c_program *program)
{
    for (uint32_t i = 0; i < program->tables.count; i++) { /* which grow meanwhile */
        const struct kind *kind = program->tables.items[i].table->kind;
        for (uint32_t j = 0; j < kind->fields.count; j++) {
            const struct field *field = kind->fields.items[j];
            if (field->is_parent && !field->type->many && store_column(program->store, field))
                use_column(program, store_column(program->store, field));
        }
    }
}

bool c_use(struct c_program *program)
{
    struct plan *plan = program->plan;
    program->derived = ARENA_ARRAY(program->arena, struct c_derived, plan->derived.count + 1);
    program->categories = ARENA_ARRAY(program->arena, struct text, program->store->category_count + 1);
    program->has_categories = ARENA_ARRAY(program->arena, bool, program->model->classifications.count + 1);
    for (uint32_t i = 0; i < plan->derived.count; i++)
        program->derived[i].plan = plan->derived.items[i];
    if (program->store->cases)
        use_table(program, program->store->cases);
    for (uint32_t i = 0; i < plan->rules.count; i++) {
        program->is_across = plan->rules.items[i]->rule->is_across;
        use_derived(program, plan->rules.items[i]->concludes);
        look_at_steps(program, plan->rules.items[i]->first, plan->rules.items[i]->concludes);
        look_at_words(program, &plan->rules.items[i]->because);
    }
    program->is_across = false;
    for (uint32_t i = 0; i < plan->checks.count; i++) {
        look_at_steps(program, plan->checks.items[i]->first, NULL);
        look_at_words(program, &plan->checks.items[i]->message);
        look_at(program, plan->checks.items[i]->at);
    }
    if (program->reads)
        use_parents(program);
    for (uint32_t i = 0; i < plan->derived.count; i++) {
        if (!program->derived[i].is_used)
            continue;
        look_at_fields(program, program->derived[i].plan);
        name_derived(program, &program->derived[i]);
    }
    name_categories(program);
    return !program->trouble;
}
