/* From instances to a timeline: dates become intervals of minutes, and whoever acted the lanes. A lane is
 * what an actor belongs to: its link `of`, followed as far as it leads. */
#include "report/figure_input.h"

#include "facts/chronology.h"
#include "report/query.h"
#include "rules/show.h"

#include <stdlib.h>

/* A lane: an instance, a category or a text; VALUE_NONE for what is not recorded. */
struct lanes {
    VEC(struct lane_value { struct value value; struct text title; uint32_t number; }) found;
};

struct gathering {
    const struct figure_request *request;
    struct arena *arena;
    struct lanes lanes;
    VEC(struct timeline_event) events;
};

static const struct wording *words_of(const struct gathering *gathering)
{
    return gathering->request->builder->words;
}

struct text input_text(const struct figure_request *request, struct text text, struct span at)
{
    builder_guard(request->builder, text, at);
    return document_clean_text(request->builder->session->arena, text);
}

static struct text in_words(const struct figure_request *request, struct value value)
{
    struct buf out;
    buf_init(&out, request->builder->session->arena);
    show_value(&out, request->builder->words, value, NULL);
    return input_text(request, buf_get(&out), request->at);
}

/* Dates */

static void set_period(struct timeline_event *event, const struct period *period)
{
    bool is_vague_from = period->from.precision == DATE_RANGE;
    bool is_vague_to = period->to.precision == DATE_RANGE;
    event->shape = TIMELINE_PERIOD;
    event->open_lo = period->open_from;
    event->open_hi = period->open_to;
    event->lo = period->open_from ? period->to.lo : period->from.lo;
    event->hi = period->open_to ? period->from.hi : period->to.hi;
    event->sure_lo = !period->open_from && is_vague_from ? period->from.hi : event->lo;
    event->sure_hi = !period->open_to && is_vague_to ? period->to.lo : event->hi;
    if (period->open_from && period->open_to)
        event->shape = TIMELINE_UNDATED;
}

static void set_date(struct timeline_event *event, struct value value)
{
    event->shape = TIMELINE_UNDATED;
    if (value.tag == VALUE_LIST && value.count)
        value = value.as.items[0];
    if (value.tag == VALUE_PERIOD)
        set_period(event, value.as.period);
    if (value.tag != VALUE_DATE)
        return;
    event->shape = TIMELINE_MOMENT;
    event->lo = event->sure_lo = value.as.date->lo;
    event->hi = event->sure_hi = value.as.date->hi;
}

/* Ties: `3 days after @visit` says which came first, whatever the days may be. */

static void add_tie(struct timeline_event *event, uint32_t *ties, const struct ast_node *reference)
{
    const struct instance *target =
        reference && reference->kind == AST_REFERENCE ? AST_AS(reference, reference)->target : NULL;
    if (target)
        ties[event->tie_count++] = target->ordinal;
}

static void add_ties(struct timeline_event *event, uint32_t *ties, const struct ast_node *node)
{
    if (!node || node->kind != AST_RELATIVE)
        return;
    const struct ast_relative *relative = AST_AS(relative, node);
    enum relation relation = (enum relation)relative->relation;
    if (relation == RELATION_WITHIN || relation == RELATION_SAME || relative->tolerance)
        return;
    add_tie(event, ties, relative->from);
    add_tie(event, ties, relative->to);
}

static void find_ties(struct gathering *gathering, struct timeline_event *event,
                      const struct instance *instance)
{
    enum { TIES_MOST = 4 };
    uint32_t *ties = ARENA_ARRAY(gathering->arena, uint32_t, TIES_MOST);
    event->id = instance->ordinal;
    event->ties = ties;
    const struct ast_assign *assign =
        instance->has_relative && instance->ast
            ? chronology_find_assign(instance, gathering->request->fields.date->name) : NULL;
    const struct ast_node *node = assign ? assign->values.first : NULL;
    if (node && node->kind == AST_DOUBTFUL)
        node = AST_AS(doubtful, node)->value;
    if (node && node->kind == AST_BOTH) {
        add_ties(event, ties, AST_AS(both, node)->first);
        add_ties(event, ties, AST_AS(both, node)->second);
    }
    add_ties(event, ties, node);
}

/* Lanes */

/* What it belongs to: a worker's team, a team's agency. */
static struct value root_of(struct interp *interp, struct value value)
{
    enum { STEPS_MOST = 16 };
    const struct name *name = name_get(interp->session->names, "of", 2);
    for (int step = 0; step < STEPS_MOST && value.tag == VALUE_INSTANCE; step++) {
        const struct field *of = kind_find_field(value.as.instance->of, name);
        if (!of || of->is_confidential || of->type->many || !type_is(of->type, BASE_INSTANCE))
            break;
        struct value above = interp_field(interp, value.as.instance, of);
        if (above.tag != VALUE_INSTANCE)
            break;
        value = above;
    }
    return value;
}

static bool is_same(struct value a, struct value b)
{
    if (a.tag != b.tag)
        return false;
    return a.tag == VALUE_NONE || interp_equal(a, b) == TRUTH_TRUE;
}

static uint32_t find_lane(struct gathering *gathering, struct value value)
{
    struct lanes *lanes = &gathering->lanes;
    for (uint32_t i = 0; i < lanes->found.count; i++) {
        if (is_same(lanes->found.items[i].value, value))
            return i;
    }
    struct lane_value lane = { .value = value, .number = lanes->found.count };
    lane.title = value.tag == VALUE_NONE ? text_of(words_of(gathering)->no_lane)
                                         : in_words(gathering->request, value);
    VEC_PUSH(gathering->arena, &lanes->found, lane);
    return lane.number;
}

static struct text join(struct arena *arena, struct text list, struct text more)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, list);
    buf_str(&out, list.length && more.length ? ", " : "");
    buf_text(&out, more);
    return buf_get(&out);
}

static void add_lane(struct gathering *gathering, struct timeline_event *event, struct value value)
{
    struct value root = root_of(gathering->request->builder->interp, value);
    uint32_t lane = find_lane(gathering, root);
    bool is_part = value.tag == VALUE_INSTANCE && value.as.instance != root.as.instance;
    uint32_t at = 0;
    while (at < event->lane_count && event->lanes[at] != lane)
        at++;
    event->lane_count += at == event->lane_count;
    event->lanes[at] = lane;
    event->who[at] = join(gathering->arena, event->who[at],
                          is_part ? in_words(gathering->request, value) : TEXT(""));
}

static struct value lane_of(const struct figure_request *request, struct value subject)
{
    struct interp *interp = request->builder->interp;
    if (request->lanes) {
        query_bind(interp, request->query, subject);
        return interp_value(interp, request->lanes);
    }
    if (request->lane_field)
        return interp_field(interp, subject.as.instance, request->lane_field);
    return (struct value){ .tag = VALUE_NONE };
}

static void set_lanes(struct gathering *gathering, struct timeline_event *event, struct value subject)
{
    struct value value = lane_of(gathering->request, subject);
    uint32_t count = value.tag == VALUE_LIST ? value.count : 1;
    event->who = ARENA_ARRAY(gathering->arena, struct text, count + 1);
    event->lanes = ARENA_ARRAY(gathering->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        add_lane(gathering, event, value.tag == VALUE_LIST ? value.as.items[i] : value);
    if (!event->lane_count)
        event->lanes[event->lane_count++] = find_lane(gathering, (struct value){ .tag = VALUE_NONE });
}

static int rank_of_lane(const struct lane_value *lane)
{
    return lane->value.tag == VALUE_NONE ? 2 : lane->value.tag == VALUE_INSTANCE ? 0 : 1;
}

/* In the order in which they are declared; what is not recorded comes last. */
static int compare_lanes(const void *left, const void *right)
{
    const struct lane_value *a = left;
    const struct lane_value *b = right;
    if (rank_of_lane(a) != rank_of_lane(b))
        return rank_of_lane(a) - rank_of_lane(b);
    uint32_t x = a->number;
    uint32_t y = b->number;
    if (a->value.tag == VALUE_INSTANCE) {
        x = a->value.as.instance->ordinal;
        y = b->value.as.instance->ordinal;
    } else if (a->value.tag == VALUE_CATEGORY && b->value.tag == VALUE_CATEGORY) {
        x = a->value.as.category->ordinal;
        y = b->value.as.category->ordinal;
    }
    return (x > y) - (x < y);
}

static const struct text *order_lanes(struct gathering *gathering)
{
    uint32_t count = gathering->lanes.found.count;
    struct lane_value *lanes = gathering->lanes.found.items;
    struct text *titles = ARENA_ARRAY(gathering->arena, struct text, count + 1);
    uint32_t *place = ARENA_ARRAY(gathering->arena, uint32_t, count + 1);
    if (count)
        qsort(lanes, count, sizeof *lanes, compare_lanes);
    for (uint32_t i = 0; i < count; i++) {
        bool is_only = count == 1 && lanes[i].value.tag == VALUE_NONE;
        titles[i] = is_only ? text_of(words_of(gathering)->only_lane) : lanes[i].title;
        place[lanes[i].number] = i;
    }
    for (uint32_t i = 0; i < gathering->events.count; i++) {
        struct timeline_event *event = &gathering->events.items[i];
        for (uint32_t k = 0; k < event->lane_count; k++)
            event->lanes[k] = place[event->lanes[k]];
    }
    return titles;
}

/* Events */

static void add_event(struct gathering *gathering, struct value subject)
{
    const struct figure_request *request = gathering->request;
    if (subject.tag != VALUE_INSTANCE)
        return;
    struct instance *instance = subject.as.instance;
    struct timeline_event event = { .is_doubtful = instance->is_doubtful };
    struct value date = interp_field(request->builder->interp, instance, request->fields.date);
    set_date(&event, date);
    event.when = date.tag == VALUE_NONE ? text_of(request->builder->words->no_date) : in_words(request, date);
    event.title = input_text(request, instance->title, instance->declaration.span);
    find_ties(gathering, &event, instance);
    set_lanes(gathering, &event, subject);
    VEC_PUSH(gathering->arena, &gathering->events, event);
}

/* Undated ones last. Those that begin and end alike stay in the order they were found in. */
static bool comes_after(const struct timeline_event *a, const struct timeline_event *b)
{
    bool undated_a = a->shape == TIMELINE_UNDATED;
    bool undated_b = b->shape == TIMELINE_UNDATED;
    if (undated_a || undated_b)
        return undated_a && !undated_b;
    return a->lo != b->lo ? a->lo > b->lo : a->hi > b->hi;
}

static void merge_sort(struct timeline_event *events, struct timeline_event *room, uint32_t count)
{
    if (count < 2)
        return;
    uint32_t half = count / 2;
    merge_sort(events, room, half);
    merge_sort(events + half, room, count - half);
    memcpy(room, events, count * sizeof *events);
    uint32_t left = 0;
    uint32_t right = half;
    for (uint32_t i = 0; i < count; i++) {
        bool takes_right = left == half || (right < count && comes_after(&room[left], &room[right]));
        events[i] = takes_right ? room[right++] : room[left++];
    }
}

struct timeline input_timeline(const struct figure_request *request)
{
    struct gathering gathering = { .request = request, .arena = request->builder->session->arena };
    for (uint32_t i = 0; i < request->found.count && !request->builder->interp->failed; i++)
        add_event(&gathering, request->found.as.items[i]);
    uint32_t count = gathering.events.count;
    merge_sort(gathering.events.items, ARENA_ARRAY(gathering.arena, struct timeline_event, count + 1), count);
    struct timeline timeline = { .events = gathering.events.items, .count = count };
    timeline.lanes = order_lanes(&gathering);
    timeline.lane_count = gathering.lanes.found.count;
    return timeline;
}
