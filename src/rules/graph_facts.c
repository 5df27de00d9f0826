/* Makes the graph of a case's influences from what is recorded. A link is certain if neither it nor an
 * end of it is doubtful; its sign is open where none is recorded. */
#include "rules/graph_facts.h"

#include "types/influence.h"

struct making {
    struct interp *interp;
    struct influences *made;
    struct influence_kind *kinds; /* by kind index; `kind` is NULL where it is no influence */
    VEC(struct graph_link) links;
    VEC(const struct instance *) tags;
};

/* Kinds */

static bool is_claimed_whole(const struct interp *interp, const struct kind *kind)
{
    for (uint32_t i = 0; i < interp->model->claims.count; i++) {
        const struct claim *claim = interp->model->claims.items[i];
        if (claim->kind && kind_is(kind, claim->kind) && !claim->bounds.count &&
            claim->scope == interp->test)
            return true;
    }
    return false;
}

/* A kind that `is` an influence is one too, and has the same fields. */
static bool find_kinds(struct making *making)
{
    struct interp *interp = making->interp;
    const struct model *model = interp->model;
    bool found = false;
    making->kinds = ARENA_ARRAY(interp->session->arena, struct influence_kind, model->kinds.count + 1);
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        struct influence_kind influence;
        if (kind->is_broken || !influence_find(kind, &influence))
            continue;
        making->kinds[kind->index] = influence;
        found = true;
        if (kind->flags & KIND_OPEN && !making->made->open_kind && !is_claimed_whole(interp, kind))
            making->made->open_kind = kind;
    }
    return found;
}

/* Links and vertices */

static const struct instance *end_of(struct interp *interp, struct instance *link,
                                     const struct field *field)
{
    struct value value = interp_field(interp, link, field);
    return value.tag == VALUE_INSTANCE ? value.as.instance : NULL;
}

static enum polarity sign_of(struct interp *interp, struct instance *link, const struct field *field)
{
    struct value value = interp_field(interp, link, field);
    if (value.tag != VALUE_CATEGORY)
        return POLARITY_OPEN;
    return influence_is_opposite(value.as.category) ? POLARITY_OPPOSITE : POLARITY_SAME;
}

/* A link that belongs to no case is at hand where what it joins is. */
static bool is_at_hand(const struct interp *interp, const struct instance *instance)
{
    return !interp->current || interp->cases.count < 2 || !instance->belongs ||
           instance->belongs == interp->current;
}

/* Ends are ordinals until all of them are known. */
static void add_link(struct making *making, struct instance *link)
{
    struct interp *interp = making->interp;
    const struct influence_kind *kind = &making->kinds[link->of->index];
    const struct instance *from = end_of(interp, link, kind->from);
    const struct instance *to = end_of(interp, link, kind->to);
    if (!from || !to || !is_at_hand(interp, from) || !is_at_hand(interp, to))
        return;
    struct graph_link made = {
        .from = from->ordinal,
        .to = to->ordinal,
        .sign = (uint8_t)sign_of(interp, link, kind->sign),
        .is_certain = !link->is_doubtful && !from->is_doubtful && !to->is_doubtful,
        .tag = making->tags.count,
    };
    making->made->vertex_of[from->ordinal] = making->made->vertex_of[to->ordinal] = 1;
    VEC_PUSH(interp->session->arena, &making->tags, link);
    VEC_PUSH(interp->session->arena, &making->links, made);
}

static void add_links(struct making *making)
{
    const struct interp *interp = making->interp;
    for (uint32_t i = 0; i < interp->instances->count; i++) {
        struct instance *instance = interp->instances->items[i];
        if (instance->of && instance->slots && making->kinds[instance->of->index].kind &&
            is_at_hand(interp, instance) && !interp_hides(interp, instance))
            add_link(making, instance);
    }
}

/* Gives numbers to the instances that links join, in the order of the text. */
static uint32_t number_vertices(struct making *making)
{
    const struct instances *all = making->interp->instances;
    struct influences *made = making->made;
    uint32_t count = 0;
    made->vertices = ARENA_ARRAY(making->interp->session->arena, const struct instance *,
                                 (size_t)2 * making->links.count);
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t ordinal = all->items[i]->ordinal;
        if (!made->vertex_of[ordinal])
            continue;
        made->vertices[count] = all->items[i];
        made->vertex_of[ordinal] = ++count;
    }
    for (uint32_t i = 0; i < making->links.count; i++) {
        making->links.items[i].from = made->vertex_of[making->links.items[i].from] - 1;
        making->links.items[i].to = made->vertex_of[making->links.items[i].to] - 1;
    }
    return count;
}

static struct influences *make(struct interp *interp)
{
    struct arena *arena = interp->session->arena;
    struct making making = { .interp = interp, .made = ARENA_NEW(arena, struct influences) };
    making.made->of_case = interp->current;
    making.made->vertex_of = ARENA_ARRAY(arena, uint32_t, interp->instances->count + 1);
    if (find_kinds(&making))
        add_links(&making);
    uint32_t vertices = number_vertices(&making);
    making.made->links = making.tags.items;
    making.made->graph = graph_new(arena, vertices, making.links.items, making.links.count);
    graph_walks_init(&making.made->certain, arena, making.made->graph);
    graph_walks_init(&making.made->possible, arena, making.made->graph);
    return making.made;
}

struct influences *influences_get(struct interp *interp)
{
    for (struct influences *made = interp->influences; made; made = made->next) {
        if (made->of_case == interp->current)
            return made;
    }
    struct influences *made = make(interp);
    made->next = interp->influences;
    return interp->influences = made;
}

/* Loops */

static unsigned char marks_of(const struct loop *loop)
{
    unsigned char marks = 0;
    if (loop->sign != POLARITY_OPPOSITE)
        marks |= LOOP_POSSIBLY_REINFORCING;
    if (loop->sign != POLARITY_SAME)
        marks |= LOOP_POSSIBLY_BALANCING;
    if (loop->is_certain && loop->sign == POLARITY_SAME)
        marks |= LOOP_REINFORCING;
    if (loop->is_certain && loop->sign == POLARITY_OPPOSITE)
        marks |= LOOP_BALANCING;
    return marks;
}

const struct loops *influences_loops(struct interp *interp, struct influences *influences)
{
    struct arena *arena = interp->session->arena;
    const struct graph *graph = influences->graph;
    if (influences->loops)
        return influences->loops;
    influences->loops = ARENA_NEW(arena, struct loops);
    graph_find_loops(graph, arena, influences->loops);
    graph_find_parts(graph, arena, true, &influences->certain_parts);
    influences->marks = ARENA_ARRAY(arena, unsigned char, graph->vertex_count);
    for (uint32_t i = 0; i < influences->loops->found.count; i++) {
        const struct loop *loop = &influences->loops->found.items[i];
        for (uint32_t j = 0; j < loop->length; j++)
            influences->marks[graph->links[loop->links[j]].from] |= marks_of(loop);
    }
    return influences->loops;
}
