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
    interp->cases.items =
        ARENA_ARRAY(interp->session->arena, struct instance *, interp->instances->count);
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        struct instance *instance = interp->instances->items[i];
        if (instance->of && instance->of->flags & KIND_CASE && !interp_hides(interp, instance))
            interp->cases.items[interp->cases.count++] = instance;
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
        instance->slots = ARENA_ARRAY(arena, struct value, kind->fields.count + 1);
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

/* In a model of several cases, the members of the one at hand, and what belongs to none. */
struct instance_list interp_members(struct interp *interp, const struct kind *kind)
{
    struct instance_list all = interp->of_kind[kind->index];
    if (!interp->current || interp->cases.count < 2)
        return all;
    struct instance_list mine = {
        .items = ARENA_ARRAY(interp->session->arena, struct instance *, all.count) };
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.items[i]->belongs == interp->current || !all.items[i]->belongs)
            mine.items[mine.count++] = all.items[i];
    }
    return mine;
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
