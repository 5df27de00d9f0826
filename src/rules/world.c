/* An interpreter's view of the facts: which instances there are of each kind, and which of them belong to
 * the case at hand. */
#include "rules/conclusions.h"

static void collect_members(struct interp *interp)
{
    struct model *model = interp->model;
    struct arena *arena = interp->session->arena;
    uint32_t *counts = ARENA_ARRAY(arena, uint32_t, model->kinds.count + 1);
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        const struct instance *instance = interp->instances->items[i];
        for (struct kind *kind = instance->of; kind && !interp_hides(interp, instance); kind = kind->parent)
            counts[kind->index]++;
    }
    interp->of_kind = ARENA_ARRAY(arena, struct instance_list, model->kinds.count + 1);
    for (uint32_t i = 0; i < model->kinds.count; i++)
        interp->of_kind[i] = (struct instance_list){
            .items = ARENA_ARRAY(arena, struct instance *, counts[i]), .capacity = counts[i] };
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        struct instance *instance = interp->instances->items[i];
        for (struct kind *kind = instance->of; kind && !interp_hides(interp, instance); kind = kind->parent) {
            struct instance_list *list = &interp->of_kind[kind->index];
            list->items[list->count++] = instance;
        }
    }
}

static void collect_cases(struct interp *interp)
{
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        struct instance *instance = interp->instances->items[i];
        if (instance->of && instance->of->flags & KIND_CASE && !interp_hides(interp, instance))
            VEC_PUSH(interp->session->arena, &interp->cases, instance);
    }
}

/* One instance for each open kind stands for all that may be there and are not recorded. Nothing is known
 * of it, and it is found in no list. */
static void add_unrecorded(struct interp *interp)
{
    struct arena *arena = interp->session->arena;
    interp->unrecorded = ARENA_ARRAY(arena, struct instance *, interp->model->kinds.count + 1);
    for (uint32_t i = 0; i < interp->model->kinds.count; i++) {
        struct kind *kind = interp->model->kinds.items[i];
        if (!(kind->flags & KIND_OPEN) || kind->flags & KIND_DERIVED)
            continue;
        struct instance *instance = ARENA_NEW(arena, struct instance);
        *instance = (struct instance){ .declaration = kind->declaration, .of = kind, .title = kind->title,
                                       .ordinal = interp->ordinals++, .is_doubtful = true,
                                       .is_unrecorded = true };
        instance->slots = ARENA_ARRAY(arena, struct value, kind->slot_count);
        interp->unrecorded[i] = instance;
    }
    interp->first_conclusion = interp->ordinals;
}

struct interp *interp_new(struct model *model, const struct test_scope *test)
{
    return interp_new_without(model, test, NULL);
}

struct interp *interp_new_without(struct model *model, const struct test_scope *test,
                                  const unsigned char *hidden)
{
    struct interp *interp = ARENA_NEW(model->session->arena, struct interp);
    interp->hidden = hidden;
    interp->model = model;
    interp->session = model->session;
    interp->words = words_english();
    interp->test = test;
    interp->instances = test ? &test->instances : &model->instances;
    interp->ordinals = interp->instances->count;
    interp->conclusions = ARENA_NEW(model->session->arena, struct conclusions);
    collect_members(interp);
    collect_cases(interp);
    add_unrecorded(interp);
    interp->current = interp->cases.count == 1 ? interp->cases.items[0] : NULL;
    return interp;
}

void interp_make_room(struct interp *interp, uint32_t variables)
{
    interp->variables = ARENA_ARRAY(interp->session->arena, struct value, variables + 1);
}

/* Members by case */

/* The instances of a kind, those of each case together, in the order of the text. */
struct case_members {
    uint32_t size;    /* how many instances there were */
    uint32_t *starts; /* by case, then of none, then of a hidden one: where its members begin; and the end */
    struct instance **items;
    const struct instance *current; /* the case that was asked for last */
    struct instance_list members;   /* and its members, with those of none */
};

/* A case's place among the cases: they are in the order of the text, and so are their ordinals. What belongs
 * to none comes behind them; last comes what belongs to a case that is hidden. */
static uint32_t place_of_case(const struct interp *interp, const struct instance *instance)
{
    uint32_t low = 0;
    uint32_t high = interp->cases.count;
    if (!instance)
        return high;
    uint32_t hidden = high + 1;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (interp->cases.items[middle]->ordinal <= instance->ordinal)
            low = middle;
        else
            high = middle;
    }
    return interp->cases.items[low] == instance ? low : hidden;
}

static void group_by_case(struct interp *interp, const struct instance_list *all,
                          struct case_members *grouped)
{
    uint32_t cases = interp->cases.count;
    struct arena *arena = interp->session->arena;
    grouped->size = all->count;
    grouped->current = NULL;
    grouped->starts = ARENA_ARRAY(arena, uint32_t, cases + 4);
    grouped->items = ARENA_ARRAY(arena, struct instance *, all->count + 1);
    for (uint32_t i = 0; i < all->count; i++)
        grouped->starts[place_of_case(interp, all->items[i]->belongs) + 2]++;
    for (uint32_t i = 1; i < cases + 4; i++)
        grouped->starts[i] += grouped->starts[i - 1];
    /* each start moves to its end while its members are placed, and so becomes the next one's */
    for (uint32_t i = 0; i < all->count; i++)
        grouped->items[grouped->starts[place_of_case(interp, all->items[i]->belongs) + 1]++] = all->items[i];
}

/* The position of each item in the list of all is that of its ordinal. */
static struct instance_list merge(struct interp *interp, struct instance_list a, struct instance_list b)
{
    struct instance_list both = {
        .items = ARENA_ARRAY(interp->session->arena, struct instance *, a.count + b.count) };
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < a.count || j < b.count) {
        bool is_left = j == b.count || (i < a.count && a.items[i]->ordinal < b.items[j]->ordinal);
        both.items[both.count++] = is_left ? a.items[i++] : b.items[j++];
    }
    return both;
}

static struct instance_list members_of(struct interp *interp, struct case_members *grouped, uint32_t place)
{
    uint32_t none = interp->cases.count;
    const uint32_t *starts = grouped->starts;
    struct instance_list own = { .items = grouped->items + starts[place],
                                 .count = starts[place + 1] - starts[place] };
    struct instance_list shared = { .items = grouped->items + starts[none],
                                    .count = starts[none + 1] - starts[none] };
    if (!own.count || !shared.count)
        return own.count ? own : shared;
    return merge(interp, own, shared);
}

static bool is_member(const struct interp *interp, const struct instance *instance)
{
    return instance->belongs == interp->current || !instance->belongs;
}

/* While rules are concluding more of a kind, it is looked through each time. */
static struct instance_list find_members(struct interp *interp, const struct instance_list *all)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        count += is_member(interp, all->items[i]);
    struct instance_list mine = { .items = ARENA_ARRAY(interp->session->arena, struct instance *, count) };
    for (uint32_t i = 0; i < all->count; i++) {
        if (is_member(interp, all->items[i]))
            mine.items[mine.count++] = all->items[i];
    }
    return mine;
}

/* The instances of a kind by case; there are no more of them than were grouped before. */
static struct case_members *grouped_of(struct interp *interp, const struct kind *kind)
{
    const struct instance_list *all = &interp->of_kind[kind->index];
    if (!interp->by_case)
        interp->by_case =
            ARENA_ARRAY(interp->session->arena, struct case_members, interp->model->kinds.count);
    struct case_members *grouped = &interp->by_case[kind->index];
    if (!grouped->starts || grouped->size != all->count)
        group_by_case(interp, all, grouped);
    return grouped;
}

/* What belongs to the case itself, where rules are concluding more of the kind. */
static struct instance_list find_own(struct interp *interp, const struct instance_list *all,
                                     const struct instance *of)
{
    struct instance_list own = { .items = NULL };
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->items[i]->belongs == of)
            interp_list_add(interp, &own, all->items[i]);
    }
    return own;
}

struct instance_list interp_members_of(struct interp *interp, const struct instance *of,
                                       const struct kind *kind)
{
    const struct instance_list *all = &interp->of_kind[kind->index];
    if (all->is_grown || !interp->cases.count)
        return find_own(interp, all, of);
    const struct case_members *grouped = grouped_of(interp, kind);
    uint32_t place = place_of_case(interp, of);
    return (struct instance_list){ .items = grouped->items + grouped->starts[place],
                                   .count = grouped->starts[place + 1] - grouped->starts[place] };
}

/* In a model of several cases, the members of the one at hand, and what belongs to none. */
struct instance_list interp_members(struct interp *interp, const struct kind *kind)
{
    const struct instance_list *all = &interp->of_kind[kind->index];
    if (!interp->current || interp->cases.count < 2)
        return *all;
    if (all->is_grown)
        return find_members(interp, all);
    struct case_members *grouped = grouped_of(interp, kind);
    if (grouped->current != interp->current) {
        grouped->members = members_of(interp, grouped, place_of_case(interp, interp->current));
        grouped->current = interp->current;
    }
    return grouped->members;
}

void interp_list_add(struct interp *interp, struct instance_list *list, struct instance *instance)
{
    list->items = vec_grow(interp->session->arena, list->items, list->count, &list->capacity,
                           sizeof *list->items);
    list->items[list->count++] = instance;
    list->is_grown = true;
}

/* What is left out */

static bool names_hidden(const struct interp *interp, struct value list)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.as.items[i].tag == VALUE_INSTANCE && interp_hides(interp, list.as.items[i].as.instance))
            return true;
    }
    return false;
}

struct value interp_without_hidden(struct interp *interp, struct value value)
{
    uint32_t count = 0;
    if (value.tag == VALUE_INSTANCE && interp_hides(interp, value.as.instance))
        return (struct value){ .tag = VALUE_NONE };
    if (value.tag != VALUE_LIST || !names_hidden(interp, value))
        return value;
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, value.count);
    for (uint32_t i = 0; i < value.count; i++) {
        bool is_left = value.as.items[i].tag != VALUE_INSTANCE ||
                       !interp_hides(interp, value.as.items[i].as.instance);
        if (is_left)
            items[count++] = value.as.items[i];
    }
    return count ? value_of_list(items, count) : (struct value){ .tag = VALUE_NONE };
}
