/* Links the other way round: for each field asked for, who links to whom. Made on first use; sorted by
 * target, then by the order of the instances, so what comes out is in the order of the text. */
#include "rules/interp.h"

struct link_index {
    const struct kind *from;
    const struct field *field;
    uint32_t size;    /* how many ordinals there were */
    uint32_t *starts; /* by the target's ordinal: where its sources begin; one more at the end */
    struct value *sources;
    struct value unrecorded;
    struct link_index *next;
};

/* Calls `visit` for each source and each target of its link, once though it names the target twice. `last`
 * says by the target's ordinal which source was there last, counted from 1. */
static void each_link(struct interp *interp, struct link_index *index, uint32_t *last,
                      void (*visit)(struct link_index *index, struct instance *source,
                                    const struct instance *target))
{
    struct instance_list list = interp->of_kind[index->from->index];
    memset(last, 0, index->size * sizeof *last);
    for (uint32_t i = 0; i < list.count; i++) {
        if (!list.items[i]->slots)
            continue;
        struct value value = interp_field(interp, list.items[i], index->field);
        uint32_t count = value.tag == VALUE_LIST ? value.count : value.tag == VALUE_INSTANCE;
        for (uint32_t j = 0; j < count; j++) {
            struct value to = value.tag == VALUE_LIST ? value.as.items[j] : value;
            if (to.tag != VALUE_INSTANCE || last[to.as.instance->ordinal] == i + 1)
                continue;
            last[to.as.instance->ordinal] = i + 1;
            visit(index, list.items[i], to.as.instance);
        }
    }
}

static void count_link(struct link_index *index, struct instance *source, const struct instance *target)
{
    (void)source;
    index->starts[target->ordinal + 1]++;
}

static void place_link(struct link_index *index, struct instance *source, const struct instance *target)
{
    uint32_t at = index->starts[target->ordinal]++;
    index->sources[at] = (struct value){ .tag = VALUE_INSTANCE, .as.instance = source };
}

static void find_unrecorded(struct interp *interp, struct link_index *index)
{
    struct instance_list list = interp->of_kind[index->from->index];
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, list.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.items[i]->slots && interp_field(interp, list.items[i], index->field).tag == VALUE_NONE)
            items[count++] = (struct value){ .tag = VALUE_INSTANCE, .as.instance = list.items[i] };
    }
    index->unrecorded = value_of_list(items, count);
}

/* One room for all indexes. Lent out while it is used: a default that is worked out on the way may ask for
 * links, too. */
static uint32_t *borrow_room(struct interp *interp, uint32_t size)
{
    uint32_t *room = interp->last_source_size >= size ? interp->last_source : NULL;
    interp->last_source = NULL;
    return room ? room : ARENA_ARRAY(interp->session->arena, uint32_t, size + 1);
}

static struct link_index *build(struct interp *interp, const struct kind *from,
                                const struct field *field)
{
    struct arena *arena = interp->session->arena;
    struct link_index *index = ARENA_NEW(arena, struct link_index);
    uint32_t count = index->size = interp->ordinals;
    index->from = from;
    index->field = field;
    index->starts = ARENA_ARRAY(arena, uint32_t, count + 2);
    uint32_t *last = borrow_room(interp, count);
    each_link(interp, index, last, count_link);
    for (uint32_t i = 0; i < count; i++)
        index->starts[i + 1] += index->starts[i];
    index->sources = ARENA_ARRAY(arena, struct value, index->starts[count]);
    each_link(interp, index, last, place_link);
    /* placing moved each start to its end, which is the next one's start */
    interp->last_source = last;
    interp->last_source_size = count;
    memmove(index->starts + 1, index->starts, count * sizeof *index->starts);
    index->starts[0] = 0;
    if (!field->type->many)
        find_unrecorded(interp, index);
    index->next = interp->indexes;
    return interp->indexes = index;
}

static struct link_index *find(struct interp *interp, const struct kind *from, const struct field *field)
{
    for (struct link_index *index = interp->indexes; index; index = index->next) {
        if (index->from == from && index->field == field)
            return index;
    }
    return build(interp, from, field);
}

/* What is in another case is no answer in this one, unless it says so. */
static bool is_here(const struct interp *interp, const struct instance *instance)
{
    return !instance->belongs || instance->belongs == interp->current;
}

static struct value select_here(struct interp *interp, const struct value *from, uint32_t length)
{
    uint32_t count = 0;
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, length);
    for (uint32_t i = 0; i < length; i++) {
        if (is_here(interp, from[i].as.instance))
            items[count++] = from[i];
    }
    return value_of_list(items, count);
}

/* Those here that leave it open where the link leads. */
static struct value unrecorded_here(struct interp *interp, const struct link_index *index)
{
    if (index->unrecorded.tag != VALUE_LIST)
        return value_of_list(NULL, 0);
    if (!interp->current || interp->cases.count < 2)
        return index->unrecorded;
    return select_here(interp, index->unrecorded.as.items, index->unrecorded.count);
}

/* Those of an index's sources that are here. */
static struct value sources_here(struct interp *interp, struct value *sources, uint32_t count)
{
    bool is_one_case = !interp->current || interp->cases.count < 2;
    for (uint32_t i = 0; i < count && !is_one_case; i++) {
        if (!is_here(interp, sources[i].as.instance))
            return select_here(interp, sources, count);
    }
    return value_of_list(sources, count);
}

struct value links_to(struct interp *interp, const struct kind *from, const struct field *field,
                      const struct instance *target, struct value *unrecorded)
{
    struct link_index *index = find(interp, from, field);
    if (unrecorded)
        *unrecorded = unrecorded_here(interp, index);
    if (target->ordinal >= index->size)
        return value_of_list(NULL, 0); /* concluded since, and nobody links to it yet */
    uint32_t start = index->starts[target->ordinal];
    uint32_t end = index->starts[target->ordinal + 1];
    return sources_here(interp, index->sources + start, end - start);
}

/* Those that link, and among them, in the order of the text, those that only may. */
static struct value with_possible(struct interp *interp, struct value links, struct value unrecorded)
{
    uint32_t count = links.count + unrecorded.count;
    uint32_t link = 0;
    uint32_t open = 0;
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, count);
    for (uint32_t i = 0; i < count; i++) {
        bool is_link = open == unrecorded.count ||
                       (link < links.count && links.as.items[link].as.instance->ordinal <
                                                  unrecorded.as.items[open].as.instance->ordinal);
        items[i] = is_link ? links.as.items[link++] : unrecorded.as.items[open++];
        items[i].is_possible = !is_link;
    }
    return value_of_set(items, count);
}

struct value links_all_to(struct interp *interp, const struct kind *from, const struct field *field,
                          const struct instance *target)
{
    struct value unrecorded;
    struct value links = links_to(interp, from, field, target, &unrecorded);
    if (unrecorded.count)
        links = with_possible(interp, links, unrecorded);
    if (from->flags & KIND_OPEN && !interp->is_closed)
        links.openness = OPEN_TO_UNRECORDED;
    return links;
}

void interp_forget_links(struct interp *interp, const struct kind *kind)
{
    struct link_index **at = &interp->indexes;
    while (*at) {
        if (!kind || kind_is(kind, (*at)->from))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}
