/* From instances to boxes and arrows: what was asked for, what its links lead to, and at which level of
 * its taxonomy each lies. */
#include "report/figure_input.h"

#include "rules/graph_facts.h"
#include "rules/show.h"
#include "types/influence.h"

struct drawing_up {
    const struct figure_request *request;
    struct interp *interp;
    struct arena *arena;
    VEC(struct diagram_node) nodes;
    VEC(struct instance *) instances; /* of the nodes */
    VEC(struct diagram_link) links;
    uint32_t *node_of;                /* by ordinal, plus one */
    const struct category *tops[64];  /* of the bands */
    uint32_t top_count;
    bool has_targets;
};

static const struct wording *words_of(const struct drawing_up *up)
{
    return up->request->builder->words;
}

static struct text title_of(struct drawing_up *up, const struct category *category)
{
    return input_text(up->request, category->title.length ? category->title : name_text(category->name),
                      up->request->at);
}

static const struct category *category_in(struct drawing_up *up, struct instance *instance,
                                          const struct field *field)
{
    if (!field)
        return NULL;
    struct value value = interp_field(up->interp, instance, field);
    if (value.tag == VALUE_LIST && value.count)
        value = value.as.items[0];
    return value.tag == VALUE_CATEGORY ? value.as.category : NULL;
}

/* Bands stand in the order of the taxonomy; those that nothing lies in are left out. */
static void note_band(struct drawing_up *up, const struct category *top)
{
    uint32_t at = 0;
    while (at < up->top_count && up->tops[at]->ordinal < top->ordinal)
        at++;
    if ((at < up->top_count && up->tops[at] == top) || up->top_count == sizeof up->tops / sizeof *up->tops)
        return;
    for (uint32_t i = up->top_count++; i > at; i--)
        up->tops[i] = up->tops[i - 1];
    up->tops[at] = top;
}

static uint32_t depth_of(const struct category *category)
{
    uint32_t depth = 0;
    for (; category && category->above; category = category->above)
        depth++;
    return depth;
}

/* What it lies under at that depth; itself, if it does not lie so deep. */
static const struct category *above_at(const struct category *category, uint32_t depth)
{
    for (uint32_t now = depth_of(category); now > depth; now--)
        category = category->above;
    return category;
}

/* Nodes */

static uint32_t add_node(struct drawing_up *up, struct instance *instance, bool is_target)
{
    if (up->node_of[instance->ordinal])
        return up->node_of[instance->ordinal] - 1;
    struct diagram_node node = { .is_doubtful = instance->is_doubtful, .is_target = is_target,
                                 .side = NO_SIDE };
    node.title = input_text(up->request, instance->title, instance->declaration.span);
    VEC_PUSH(up->arena, &up->nodes, node);
    VEC_PUSH(up->arena, &up->instances, instance);
    up->node_of[instance->ordinal] = up->nodes.count;
    up->has_targets |= is_target;
    return up->nodes.count - 1;
}

static void describe_node(struct drawing_up *up, struct diagram_node *node, struct instance *instance)
{
    const struct figure_fields *fields = &up->request->fields;
    const struct category *category = category_in(up, instance, fields->level);
    const struct category *effect = category_in(up, instance, fields->effect);
    const struct category *strength = category_in(up, instance, fields->strength);
    if (category && category->above)
        node->note = title_of(up, category);
    if (effect)
        node->side = effect->ordinal;
    if (strength) {
        node->strength = strength->ordinal + 1;
        node->strength_word = title_of(up, strength);
    }
}

/* Links */

static void add_link(struct drawing_up *up, uint32_t from, struct instance *to, bool is_doubtful)
{
    struct diagram_link link = { .from = from, .is_doubtful = is_doubtful || to->is_doubtful };
    link.to = add_node(up, to, true);
    VEC_PUSH(up->arena, &up->links, link);
}

static void add_links(struct drawing_up *up, uint32_t node, struct instance *instance)
{
    struct value value = interp_field(up->interp, instance, up->request->fields.arrows);
    if (value.tag == VALUE_INSTANCE)
        add_link(up, node, value.as.instance, instance->is_doubtful);
    for (uint32_t i = 0; value.tag == VALUE_LIST && i < value.count; i++) {
        if (value.as.items[i].tag == VALUE_INSTANCE)
            add_link(up, node, value.as.items[i].as.instance, instance->is_doubtful);
    }
}

static enum link_sign sign_of(struct drawing_up *up, struct instance *instance)
{
    const struct category *sign = category_in(up, instance, up->request->fields.sign);
    if (!sign)
        return LINK_OPEN;
    return influence_is_opposite(sign) ? LINK_OPPOSITE : LINK_SAME;
}

/* Of the figure of loops the instances asked for are the links, not the boxes. */
static void add_influence(struct drawing_up *up, struct instance *instance)
{
    struct value from = interp_field(up->interp, instance, up->request->fields.from);
    struct value to = interp_field(up->interp, instance, up->request->fields.to);
    if (from.tag != VALUE_INSTANCE || to.tag != VALUE_INSTANCE)
        return;
    struct diagram_link link = { .sign = sign_of(up, instance) };
    link.from = add_node(up, from.as.instance, false);
    link.to = add_node(up, to.as.instance, false);
    link.is_doubtful = instance->is_doubtful || from.as.instance->is_doubtful || to.as.instance->is_doubtful;
    VEC_PUSH(up->arena, &up->links, link);
}

/* Loops */

/* A loop is marked only if every link of it is drawn. */
static bool is_drawn(const struct drawing_up *up, const struct influences *influences,
                     const struct loop *loop,
                     const bool *drawn)
{
    for (uint32_t i = 0; i < loop->length; i++) {
        const struct graph_link *link = &influences->graph->links[loop->links[i]];
        if (!drawn[influences->links[link->tag]->ordinal] ||
            !up->node_of[influences->vertices[link->from]->ordinal])
            return false;
    }
    return true;
}

static struct diagram_loop loop_of(const struct drawing_up *up, const struct influences *influences,
                                   const struct loop *loop)
{
    struct diagram_loop made = { .letter = "RBU"[loop->sign], .count = loop->length,
                                 .is_certain = loop->is_certain };
    made.nodes = ARENA_ARRAY(up->arena, uint32_t, loop->length);
    for (uint32_t i = 0; i < loop->length; i++) {
        const struct graph_link *link = &influences->graph->links[loop->links[i]];
        made.nodes[i] = up->node_of[influences->vertices[link->from]->ordinal] - 1;
    }
    return made;
}

static void find_loops(struct drawing_up *up, struct diagram *diagram)
{
    struct influences *influences = influences_get(up->interp);
    const struct loops *loops = influences_loops(up->interp, influences);
    bool *drawn = ARENA_ARRAY(up->arena, bool, up->interp->ordinals + 1);
    uint32_t counts[3] = { 0 };
    VEC(struct diagram_loop) found = { 0 };
    for (uint32_t i = 0; i < up->request->found.count; i++)
        drawn[up->request->found.as.items[i].as.instance->ordinal] = true;
    for (uint32_t i = 0; i < loops->found.count; i++) {
        const struct loop *loop = &loops->found.items[i];
        if (!is_drawn(up, influences, loop, drawn))
            continue;
        struct diagram_loop made = loop_of(up, influences, loop);
        made.number = ++counts[loop->sign];
        VEC_PUSH(up->arena, &found, made);
    }
    diagram->loops = found.items;
    diagram->loop_count = found.count;
    diagram->has_more_loops = loops->is_cut_short || loops->may_be_longer;
}

/* Bands and sides */

static const struct category *category_at(struct drawing_up *up, uint32_t node, uint32_t depth)
{
    struct instance *instance = up->instances.items[node];
    if (up->nodes.items[node].is_target)
        return NULL;
    return above_at(category_in(up, instance, up->request->fields.level), depth);
}

static void find_bands(struct drawing_up *up, uint32_t depth)
{
    up->top_count = 0;
    for (uint32_t i = 0; i < up->nodes.count; i++) {
        const struct category *top = category_at(up, i, depth);
        if (top)
            note_band(up, top);
    }
}

/* Levels are what lies at the top of the taxonomy. The ribs of a fishbone are finer: they lie as deep as
 * there are not too many of them. */
static uint32_t choose_depth(struct drawing_up *up)
{
    enum { RIBS_MOST = 8, DEEPEST = 8 };
    uint32_t depth = 0;
    find_bands(up, depth);
    while (up->request->word == FIGURE_FISHBONE && depth < DEEPEST) {
        find_bands(up, depth + 1);
        if (up->top_count > RIBS_MOST)
            break;
        depth++;
    }
    find_bands(up, depth);
    return depth;
}

static void place_in_bands(struct drawing_up *up, struct diagram *diagram)
{
    uint32_t depth = choose_depth(up);
    uint32_t count = 0;
    struct text *bands = ARENA_ARRAY(up->arena, struct text, up->top_count + 2);
    for (uint32_t i = 0; i < up->top_count; i++)
        bands[count++] = title_of(up, up->tops[i]);
    for (uint32_t i = 0; i < up->nodes.count; i++) {
        struct diagram_node *node = &up->nodes.items[i];
        const struct category *top = category_at(up, i, depth);
        node->band = up->top_count;
        for (uint32_t k = 0; k < up->top_count; k++)
            node->band = up->tops[k] == top ? k : node->band;
    }
    bands[count++] = diagram->target_word.length ? diagram->target_word
                                                 : text_of(words_of(up)->no_level);
    diagram->bands = bands;
    diagram->band_count = count;
}

static void find_sides(struct drawing_up *up, struct diagram *diagram)
{
    const struct field *effect = up->request->fields.effect;
    const struct classification *of = NULL;
    for (uint32_t i = 0; effect && i < effect->one->count; i++) {
        if (effect->one->parts[i].base == BASE_CATEGORY)
            of = effect->one->parts[i].of;
    }
    struct text *sides = ARENA_ARRAY(up->arena, struct text, of ? of->categories.count + 1 : 1);
    for (uint32_t i = 0; of && i < of->categories.count; i++)
        sides[i] = title_of(up, of->categories.items[i]);
    diagram->sides = sides;
    diagram->side_count = of ? of->categories.count : 0;
}

/* What is to be explained: the one thing that all links lead to, or the case. */
static struct text head_of(struct drawing_up *up)
{
    uint32_t target = UINT32_MAX;
    bool is_one = up->links.count > 0;
    for (uint32_t i = 0; i < up->links.count; i++) {
        is_one &= target == UINT32_MAX || target == up->links.items[i].to;
        target = up->links.items[i].to;
    }
    if (is_one)
        return up->nodes.items[target].title;
    const struct instance *current = up->interp->current;
    return current ? input_text(up->request, current->title, current->declaration.span)
                   : text_of(words_of(up)->head);
}

static struct text word_for_targets(const struct drawing_up *up)
{
    for (uint32_t i = 0; i < up->nodes.count; i++) {
        if (up->nodes.items[i].is_target)
            return up->instances.items[i]->of->title;
    }
    return TEXT("");
}

static void fill(struct drawing_up *up, struct instance *instance, uint32_t node)
{
    describe_node(up, &up->nodes.items[node], instance);
    if (up->request->fields.arrows)
        add_links(up, node, instance);
}

struct diagram input_diagram(const struct figure_request *request)
{
    struct interp *interp = request->builder->interp;
    struct drawing_up up = { .request = request, .interp = interp, .arena = interp->session->arena };
    struct diagram diagram = { .head = TEXT("") };
    up.node_of = ARENA_ARRAY(up.arena, uint32_t, interp->ordinals + 1);
    bool are_links = request->word == FIGURE_LOOPS;
    for (uint32_t i = 0; i < request->found.count; i++) {
        if (are_links)
            add_influence(&up, request->found.as.items[i].as.instance);
        else
            add_node(&up, request->found.as.items[i].as.instance, false);
    }
    for (uint32_t i = 0; i < request->found.count && !are_links; i++)
        fill(&up, request->found.as.items[i].as.instance, i);
    diagram.node_word = request->found.as.items[0].as.instance->of->title;
    diagram.target_word = word_for_targets(&up);
    if (are_links)
        find_loops(&up, &diagram);
    place_in_bands(&up, &diagram);
    find_sides(&up, &diagram);
    diagram.head = head_of(&up);
    diagram.nodes = up.nodes.items;
    diagram.node_count = up.nodes.count;
    diagram.links = up.links.items;
    diagram.link_count = up.links.count;
    diagram.graphviz = interp->session->options.graphviz;
    return diagram;
}
