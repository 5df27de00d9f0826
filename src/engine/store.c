/* Instances into columns. Comes in: what an interpreter sees of a model, filled and free of errors. Goes out:
 * rows sorted by table and case, and a column for each field that is asked for. What needs more than a word,
 * or is in doubt, is left to the reference interpreter. */
#include "engine/store.h"

#include "ast/dump.h"
#include "rules/interp.h"
#include "types/type.h"

static const struct kind *root_of(const struct kind *kind)
{
    while (kind->parent)
        kind = kind->parent;
    return kind;
}

static struct store_table *find_table(const struct store *store, const struct kind *kind)
{
    const struct kind *root = root_of(kind);
    for (uint32_t i = 0; i < store->tables.count; i++) {
        if (store->tables.items[i]->kind == root)
            return store->tables.items[i];
    }
    return NULL;
}

const struct store_table *store_table(struct store *store, const struct kind *kind)
{
    return find_table(store, kind);
}

/* Rows */

static uint32_t case_number(const struct store *store, const struct instance *instance)
{
    if (store->interp->cases.count < 2)
        return 0;
    if (!instance->belongs)
        return store->case_count;
    return store->row_of[instance->belongs->ordinal] - store->cases->first;
}

/* The rows of each case together, each in the order of the text. */
static bool place_rows(struct store *store, struct store_table *table, const struct instance_list *list)
{
    uint32_t cases = store->case_count;
    uint32_t *starts = ARENA_ARRAY(store->arena, uint32_t, cases + 3);
    for (uint32_t i = 0; i < list->count; i++)
        starts[case_number(store, list->items[i]) + 2]++;
    for (uint32_t i = 1; i < cases + 3; i++)
        starts[i] += starts[i - 1];
    uint32_t shared = starts[cases + 2] - starts[cases + 1];
    if (shared && shared < list->count)
        return false;
    table->is_shared = shared > 0;
    table->is_in_order = true;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t at = starts[case_number(store, list->items[i]) + 1]++;
        store->row_of[list->items[i]->ordinal] = table->first + at;
        store->instances[table->first + at] = list->items[i];
        table->is_in_order = table->is_in_order && at == i;
    }
    for (uint32_t i = 0; i <= cases; i++)
        starts[i] += table->first;
    table->starts = table->is_shared ? NULL : starts;
    if (table->is_in_order)
        return true;
    table->in_order = ARENA_ARRAY(store->arena, uint32_t, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        table->in_order[i] = store->row_of[list->items[i]->ordinal];
    return true;
}

static bool add_table(struct store *store, const struct kind *kind, uint32_t *next)
{
    const struct instance_list *list = &store->interp->of_kind[kind->index];
    struct store_table *table = ARENA_NEW(store->arena, struct store_table);
    *table = (struct store_table){ .kind = kind, .first = *next, .count = list->count };
    *next += list->count;
    VEC_PUSH(store->arena, &store->tables, table);
    return place_rows(store, table, list);
}

/* Cases come first: the others are sorted by their rows. */
static const char *add_tables(struct store *store)
{
    uint32_t next = 0;
    const struct model *model = store->model;
    const struct instance_list *list = &store->interp->cases;
    const struct kind *cases = list->count > 1 ? root_of(list->items[0]->of) : NULL;
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < model->kinds.count; i++) {
            const struct kind *kind = model->kinds.items[i];
            if (kind->parent || kind->flags & KIND_DERIVED || (kind == cases) == (round == 1))
                continue;
            if (!add_table(store, kind, &next))
                return "of some kind, instances belong both to a case and to none";
        }
    }
    if (cases)
        store->cases = store->tables.items[0];
    return NULL;
}

static const char *find_trouble(const struct interp *interp)
{
    for (uint32_t i = 0; i < interp->cases.count; i++) {
        if (interp->cases.items[i]->belongs != interp->cases.items[i] ||
            root_of(interp->cases.items[i]->of) != root_of(interp->cases.items[0]->of))
            return "a case lies within another, or cases are of several kinds";
    }
    uint32_t count = interp->cases.count;
    if (count > 1 && interp->of_kind[root_of(interp->cases.items[0]->of)->index].count != count)
        return "not all that are of the cases' kind are cases";
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        if (!interp->instances->items[i]->slots)
            return "something in the record is broken";
    }
    return NULL;
}

static bool has_doubt(const struct interp *interp)
{
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        if (interp->instances->items[i]->is_doubtful)
            return true;
    }
    return false;
}

/* A case's own row is where its number says. */
static void number_cases(struct store *store)
{
    for (uint32_t i = 0; i < store->interp->cases.count; i++)
        store->row_of[store->interp->cases.items[i]->ordinal] = i;
}

static void number_categories(struct store *store)
{
    const struct model *model = store->model;
    store->first_category = ARENA_ARRAY(store->arena, uint32_t, model->classifications.count + 1);
    for (uint32_t i = 0; i < model->classifications.count; i++) {
        store->first_category[i] = store->category_count;
        store->category_count += model->classifications.items[i]->categories.count;
    }
    store->categories = ARENA_ARRAY(store->arena, const struct category *, store->category_count + 1);
    for (uint32_t i = 0; i < model->classifications.count; i++) {
        const struct classification *of = model->classifications.items[i];
        for (uint32_t j = 0; j < of->categories.count; j++)
            store->categories[store->first_category[i] + of->categories.items[j]->ordinal] =
                of->categories.items[j];
    }
}

/* Whether instances of a kind or of one below it are recorded or imported. */
static bool is_used(const struct interp *interp, const struct kind *kind)
{
    const struct model *model = interp->model;
    bool is_used = interp->of_kind[kind->index].count > 0;
    for (uint32_t i = 0; i < model->imports.count; i++)
        is_used = is_used || (model->imports.items[i]->kind && kind_is(model->imports.items[i]->kind, kind));
    return is_used;
}

/* The kind that cases to come are of: one that is used, else one that the main module has, else any. NULL:
 * there is none; `*is_one` says whether there is just one. */
static const struct kind *case_kind(const struct interp *interp, bool *is_one)
{
    const struct model *model = interp->model;
    const struct kind *found = NULL;
    *is_one = true;
    for (int round = 0; round < 3 && !found; round++) {
        for (uint32_t i = 0; i < model->kinds.count; i++) {
            const struct kind *kind = model->kinds.items[i];
            bool counts = round == 0   ? is_used(interp, kind)
                          : round == 1 ? kind->declaration.module == model->main
                                       : true;
            if (!(kind->flags & KIND_CASE) || !counts)
                continue;
            *is_one = *is_one && (!found || found == root_of(kind));
            found = root_of(kind);
        }
    }
    return found;
}

/* Which kinds rows may come of: those that are imported and what lies in them; without any import those that
 * the main module has or asks for. */
struct coming {
    const struct model *model;
    bool *takes_more; /* by kind index */
};

static bool note_binder(const struct ast_node *node, void *context)
{
    struct coming *coming = context;
    const struct kind *kind = node->kind == AST_BINDER ? AST_AS(binder, node)->variable->kind : NULL;
    if (kind)
        coming->takes_more[kind->index] = true;
    return false;
}

static void note_main_module(struct coming *coming)
{
    const struct model *model = coming->model;
    for (uint32_t i = 0; i < model->kinds.count; i++)
        coming->takes_more[i] = model->kinds.items[i]->declaration.module == model->main;
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (model->rules.items[i]->declaration.module == model->main)
            ast_any(&model->rules.items[i]->ast->base, note_binder, coming);
    }
    for (uint32_t i = 0; i < model->checks.count; i++) {
        if (model->checks.items[i]->declaration.module == model->main)
            ast_any(&model->checks.items[i]->ast->base, note_binder, coming);
    }
}

/* Whether its parent is of a kind that rows come of: it may be nested in their objects. */
static bool lies_in_coming(const struct coming *coming, const struct kind *kind)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        for (uint32_t j = 0; field->is_parent && j < field->type->count; j++) {
            if (field->type->parts[j].base == BASE_INSTANCE &&
                coming->takes_more[((const struct kind *)field->type->parts[j].of)->index])
                return kind->declaration.module == coming->model->main;
        }
    }
    return false;
}

static void note_imports(struct coming *coming)
{
    const struct model *model = coming->model;
    for (uint32_t i = 0; i < model->imports.count; i++) {
        if (model->imports.items[i]->kind)
            coming->takes_more[model->imports.items[i]->kind->index] = true;
    }
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (uint32_t i = 0; i < model->kinds.count; i++) {
            bool is_new = !coming->takes_more[i] && lies_in_coming(coming, model->kinds.items[i]);
            coming->takes_more[i] = coming->takes_more[i] || is_new;
            has_changed = has_changed || is_new;
        }
    }
}

bool store_takes_more(const struct store *store, const struct kind *kind)
{
    const struct model *model = store->model;
    for (uint32_t i = 0; store->takes_more && i < model->kinds.count; i++) {
        const struct kind *coming = model->kinds.items[i];
        if (store->takes_more[i] && (kind_is(kind, coming) || kind_is(coming, kind)))
            return true;
    }
    return false;
}

struct store *store_new_for_more(struct interp *interp, const char **why)
{
    bool is_one;
    struct store *store = store_new_with_cases(interp, why);
    const struct kind *cases = case_kind(interp, &is_one);
    if (!store || !is_one) {
        *why = store ? "there are several kinds of case" : *why;
        return NULL;
    }
    struct coming coming = { interp->model, ARENA_ARRAY(store->arena, bool, interp->model->kinds.count + 1) };
    if (interp->model->imports.count)
        note_imports(&coming);
    else
        note_main_module(&coming);
    store->takes_more = coming.takes_more;
    store->has_cases = cases != NULL;
    store->cases = cases ? store_table(store, cases) : NULL;
    return store;
}

struct store *store_new(struct interp *interp, const char **why)
{
    struct arena *arena = interp->session->arena;
    struct store *store = ARENA_NEW(arena, struct store);
    *store = (struct store){ .arena = arena, .model = interp->model, .interp = interp,
                             .row_count = interp->instances->count, .has_cases = interp->cases.count > 0,
                             .case_count = interp->cases.count > 1 ? interp->cases.count : 1,
                             .has_doubt = has_doubt(interp) };
    *why = find_trouble(interp);
    if (*why)
        return NULL;
    store->instances = ARENA_ARRAY(arena, struct instance *, store->row_count + 1);
    store->row_of = ARENA_ARRAY(arena, uint32_t, store->row_count + 1);
    struct store_table none = { .first = 0 };
    store->cases = &none; /* its rows are the first, as the tables' order has it */
    number_cases(store);
    *why = add_tables(store);
    if (store->cases == &none)
        store->cases = NULL;
    number_categories(store);
    return *why ? NULL : store;
}

struct store *store_new_with_cases(struct interp *interp, const char **why)
{
    struct store *store = store_new(interp, why);
    if (!store || interp->cases.count != 1)
        return store;
    const struct kind *kind = root_of(interp->cases.items[0]->of);
    if (interp->of_kind[kind->index].count != 1) {
        *why = "not all that are of the cases' kind are cases";
        return NULL;
    }
    store->cases = store_table(store, kind);
    return store;
}

uint32_t store_case_of(const struct store *store, const struct store_table *table, uint32_t row)
{
    uint32_t low = 0;
    uint32_t high = store->case_count;
    if (table->is_shared)
        return high;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (table->starts[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Numbers for categories and texts */

uint32_t store_category(const struct store *store, const struct category *category)
{
    const struct model *model = store->model;
    uint32_t i = 0;
    while (model->classifications.items[i] != category->of)
        i++;
    return store->first_category[i] + category->ordinal;
}

static uint32_t hash_text(struct text text)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static uint32_t *find_place(struct store *store, struct text text)
{
    uint32_t at = hash_text(text) & (store->text_room - 1);
    while (store->text_chains[at] &&
           !text_equal(store->texts.items[store->text_chains[at] - 1], text))
        at = (at + 1) & (store->text_room - 1);
    return &store->text_chains[at];
}

static void grow_texts(struct store *store)
{
    store->text_room = store->text_room ? store->text_room * 2 : 1024;
    store->text_chains = ARENA_ARRAY(store->arena, uint32_t, store->text_room);
    for (uint32_t i = 0; i < store->texts.count; i++)
        *find_place(store, store->texts.items[i]) = i + 1;
}

uint32_t store_text(struct store *store, struct text text)
{
    if (store->texts.count * 2 >= store->text_room)
        grow_texts(store);
    uint32_t *place = find_place(store, text);
    if (!*place) {
        VEC_PUSH(store->arena, &store->texts, text);
        *place = store->texts.count;
    }
    return *place - 1;
}

static void number_ids(struct store *store, struct store_table *table)
{
    for (uint32_t i = table->first; i < table->first + table->count && !table->has_ids; i++)
        store->ids[i] = (int32_t)store_text(store, name_text(store->instances[i]->declaration.name));
    table->has_ids = true;
}

/* Most rows are never asked for their names, and of most rows no other has the same. */
const int32_t *store_ids(struct store *store, const struct type *type)
{
    if (!store->ids)
        store->ids = ARENA_ARRAY(store->arena, int32_t, store->row_count + 1);
    for (uint32_t i = 0; i < type->count; i++) {
        struct store_table *table =
            type->parts[i].base == BASE_INSTANCE ? find_table(store, type->parts[i].of) : NULL;
        if (table)
            number_ids(store, table);
    }
    return store->ids;
}
