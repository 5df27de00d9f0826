/* Timelines. Comes in: events with their intervals, and lanes. Goes out: lanes of full width over one
 * true scale; each event a mark or a bar with its words beside it, put into the first row of its lane
 * that has room, so that nothing overlaps and the lane grows instead. What the record cannot order is
 * put one under the other within a bracket. */
#include "report/timeline_words.h"
#include "report/timescale.h"

enum {
    LEFT = 34,          /* where the axis begins, and where it ends */
    RIGHT = SVG_WIDTH - 18,
    AXIS = 26,          /* height of the labels of the axis */
    MARK = 5,           /* radius of a mark */
    BAR = 10,           /* height of a bar */
    ROW_GAP = 10,
    SIDE_GAP = 10,
    WORDS_MOST = 300,   /* width of an event's words */
    WORDS_LEAST = 110,
    BRACKET = 16,       /* room for a bracket */
};

/* An event as it is laid out: places are counted from the top of its unit. */
struct item {
    struct timeline_event *event;
    struct text who;
    struct wrapped when;
    struct wrapped title;
    bool is_bar;
    int32_t bar_lo;
    int32_t bar_hi;
    int32_t words_x;
    bool words_end; /* the words stand at the left of the mark, and end there */
    struct box box;
};

/* What is put into a lane as one: an event, or those of a bracket. */
struct unit {
    struct item *items;
    uint32_t count;
    uint32_t capacity;
    uint32_t group;
    struct box box;
};

struct lane {
    struct unit *units;
    uint32_t count;
    struct wrapped title;
    int32_t head;   /* height of its title */
    int32_t y;
    int32_t height;
};

struct picture {
    const struct figure_frame *frame;
    struct arena *arena;
    struct timeline *timeline;
    struct timescale scale;
    struct ticks ticks;
    struct canvas canvas;
    struct lane *lanes;
    uint32_t group_count;
    bool has_mark;
    bool has_bar;
    bool has_hatched;
    bool has_doubtful;
    bool has_open;
};

/* What cannot be ordered */

static bool is_single_minute(const struct timeline_event *event)
{
    return event->lo == event->hi;
}

static bool is_tied(const struct timeline_event *a, const struct timeline_event *b)
{
    for (uint32_t i = 0; i < a->tie_count; i++) {
        if (a->ties[i] == b->id)
            return true;
    }
    return false;
}

/* Both happened once, and neither the one nor the other is certainly the first. */
static bool is_unordered(const struct timeline_event *a, const struct timeline_event *b)
{
    if (a->shape != TIMELINE_MOMENT || b->shape != TIMELINE_MOMENT || is_tied(a, b) || is_tied(b, a))
        return false;
    if (is_single_minute(a) && is_single_minute(b))
        return false;
    return a->lo <= b->hi && b->lo <= a->hi;
}

/* Each group is joined through events that overlap; events are in order of their beginnings. */
static void find_groups(struct picture *picture)
{
    struct timeline *timeline = picture->timeline;
    for (uint32_t i = 0; i < timeline->count; i++) {
        struct timeline_event *first = &timeline->events[i];
        if (first->group || first->shape != TIMELINE_MOMENT)
            continue;
        int64_t reach = first->hi;
        for (uint32_t k = i + 1; k < timeline->count && timeline->events[k].lo <= reach; k++) {
            struct timeline_event *next = &timeline->events[k];
            bool joins = false;
            for (uint32_t m = i; m < k && !joins; m++)
                joins = (m == i || timeline->events[m].group == first->group) &&
                        is_unordered(&timeline->events[m], next);
            if (!joins)
                continue;
            first->group = first->group ? first->group : ++picture->group_count;
            next->group = first->group;
            reach = next->hi > reach ? next->hi : reach;
        }
    }
}

/* One event */

static void wrap_words(struct picture *picture, struct item *item, int32_t width)
{
    struct text when = timeline_when(picture->frame, item->event, item->who);
    item->when = svg_wrap(picture->arena, when, SVG_SMALL, false, width);
    item->title = svg_wrap(picture->arena, item->event->title, SVG_SIZE, false, width);
}

static int32_t words_width(const struct item *item)
{
    return item->when.width > item->title.width ? item->when.width : item->title.width;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* A mark has its words beside it, on the side that has more room. */
static void lay_mark(struct picture *picture, struct item *item)
{
    int32_t x = (item->bar_lo + item->bar_hi) / 2;
    int32_t after = SVG_WIDTH - (x + MARK + 6);
    int32_t before = x - MARK - 6 - BRACKET;
    item->words_end = after < WORDS_MOST && before > after;
    wrap_words(picture, item, least(WORDS_MOST, most(WORDS_LEAST, item->words_end ? before : after)));
    item->words_x = item->words_end ? x - MARK - 6 : x + MARK + 6;
    int32_t width = words_width(item);
    item->box.x = item->words_end ? item->words_x - width : x - MARK;
    item->box.width = width + MARK + 6 + MARK;
    item->box.height = item->when.height + item->title.height;
}

/* A bar has its words below it, from its left end, moved so far that they fit. */
static void lay_bar(struct picture *picture, struct item *item)
{
    int32_t bar = item->bar_hi - item->bar_lo;
    wrap_words(picture, item, most(WORDS_MOST, least(bar, 420)));
    int32_t width = words_width(item);
    item->words_x = most(BRACKET, least(item->bar_lo, SVG_WIDTH - width - 2));
    item->box.x = least(item->words_x, item->bar_lo);
    item->box.width = most(item->words_x + width, item->bar_hi) - item->box.x;
    item->box.height = BAR + 3 + item->when.height + item->title.height;
}

static void lay_item(struct picture *picture, struct item *item, struct timeline_event *event,
                     struct text who)
{
    enum { NARROW = 9, WIDE_DAY = 120, DAY = 24 * 60 };
    *item = (struct item){ .event = event, .who = who };
    item->bar_lo = event->open_lo ? 2 : timescale_x(&picture->scale, event->lo);
    item->bar_hi = event->open_hi ? SVG_WIDTH - 2 : timescale_x(&picture->scale, event->hi);
    int32_t width = item->bar_hi - item->bar_lo;
    /* A day is a point, as long as the hours of the day are not what is looked at. */
    bool is_day = event->shape == TIMELINE_MOMENT && event->hi - event->lo < DAY && width < WIDE_DAY;
    item->is_bar = width >= NARROW && !is_day;
    if (event->shape == TIMELINE_UNDATED)
        item->bar_lo = item->bar_hi = LEFT;
    if (item->is_bar)
        lay_bar(picture, item);
    else
        lay_mark(picture, item);
    bool is_period = event->shape == TIMELINE_PERIOD;
    bool is_whole = is_period && event->sure_lo <= event->lo && event->sure_hi >= event->hi;
    picture->has_mark |= !item->is_bar && event->shape != TIMELINE_UNDATED;
    picture->has_bar |= item->is_bar && is_period;
    picture->has_hatched |= item->is_bar && !is_whole;
    picture->has_open |= event->open_lo || event->open_hi;
    picture->has_doubtful |= event->is_doubtful;
}

/* Lanes */

/* Which of an event's lanes it is; their number if it is none. */
static uint32_t place_in_lane(const struct timeline_event *event, uint32_t lane)
{
    uint32_t at = 0;
    while (at < event->lane_count && event->lanes[at] != lane)
        at++;
    return at;
}

static struct unit *find_unit(struct lane *lane, uint32_t group)
{
    for (uint32_t i = 0; group && i < lane->count; i++) {
        if (lane->units[i].group == group)
            return &lane->units[i];
    }
    return NULL;
}

static void stretch_box(struct box *box, const struct box *other)
{
    int32_t right = most(box->x + box->width, other->x + other->width);
    box->x = least(box->x, other->x);
    box->width = right - box->x;
}

static void add_item(struct picture *picture, struct lane *lane, struct timeline_event *event,
                     struct text who)
{
    struct item item;
    struct unit *unit = find_unit(lane, event->group);
    lay_item(picture, &item, event, who);
    if (!unit) {
        unit = &lane->units[lane->count++];
        unit->group = event->group;
        unit->box = item.box;
        unit->box.height = event->group ? svg_line_height(SVG_SMALL) : -ROW_GAP;
    }
    unit->box.height += unit->group && !unit->count ? 0 : ROW_GAP;
    item.box.y = unit->box.height;
    unit->box.height += item.box.height;
    stretch_box(&unit->box, &item.box);
    unit->items = vec_grow(picture->arena, unit->items, unit->count, &unit->capacity, sizeof item);
    unit->items[unit->count++] = item;
}

static bool collide(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->width + SIDE_GAP && b->x < a->x + a->width + SIDE_GAP &&
           a->y < b->y + b->height + ROW_GAP && b->y < a->y + a->height + ROW_GAP;
}

/* The first place from the top where it meets nothing. */
static void drop_unit(struct lane *lane, uint32_t at)
{
    struct box *box = &lane->units[at].box;
    bool was_moved = true;
    box->y = 0;
    while (was_moved) {
        was_moved = false;
        for (uint32_t i = 0; i < at; i++) {
            const struct box *other = &lane->units[i].box;
            if (!collide(box, other))
                continue;
            box->y = other->y + other->height + ROW_GAP;
            was_moved = true;
        }
    }
    lane->height = most(lane->height, box->y + box->height);
}

static void lay_lane(struct picture *picture, uint32_t number)
{
    struct lane *lane = &picture->lanes[number];
    struct timeline *timeline = picture->timeline;
    lane->units = ARENA_ARRAY(picture->arena, struct unit, timeline->count + 1);
    for (uint32_t i = 0; i < timeline->count; i++) {
        struct timeline_event *event = &timeline->events[i];
        uint32_t place = place_in_lane(event, number);
        if (place < event->lane_count)
            add_item(picture, lane, event, event->who[place]);
    }
    for (uint32_t i = 0; i < lane->count; i++) {
        if (lane->units[i].group) {
            lane->units[i].box.x -= BRACKET;
            lane->units[i].box.width += BRACKET;
        }
        drop_unit(lane, i);
    }
}

/* Drawing */

static void draw_lane_ground(struct picture *picture, uint32_t number)
{
    const struct lane *lane = &picture->lanes[number];
    struct canvas *canvas = &picture->canvas;
    struct box ground = { 0, lane->y, SVG_WIDTH, lane->height };
    svg_rect(canvas, ground, "fill=\"" SVG_PAPER "\" stroke=\"" SVG_RULE "\"");
}

static void draw_lane_head(struct picture *picture, uint32_t number)
{
    const struct lane *lane = &picture->lanes[number];
    struct canvas *canvas = &picture->canvas;
    struct box head = { 0, lane->y, SVG_WIDTH, lane->head - 4 };
    svg_rect(canvas, head, "fill=\"" SVG_BAND "\" stroke=\"" SVG_RULE "\"");
    /* It is not parted from what comes first in its lane. */
    VEC_PUSH(canvas->arena, &canvas->boxes, ((struct box){ 0, lane->y, SVG_WIDTH, lane->head + 2 * BAR }));
    svg_text(canvas, &lane->title, 6, lane->y + 2, SVG_START, SVG_INK);
}

static void draw_grid(struct picture *picture, int32_t bottom)
{
    for (uint32_t i = 0; i < picture->ticks.count; i++) {
        int32_t x = picture->ticks.items[i].x;
        for (uint32_t lane = 0; lane < picture->timeline->lane_count; lane++) {
            const struct lane *at = &picture->lanes[lane];
            svg_path(&picture->canvas, "fill=\"none\" stroke=\"#dde3e8\"", "M%d %dV%d", x,
                     at->y + at->head - 3,
                     at->y + at->height - 1);
        }
        svg_path(&picture->canvas, "fill=\"none\" stroke=\"" SVG_MUTED "\"", "M%d %dV%d", x, AXIS - 6, AXIS);
        svg_path(&picture->canvas, "fill=\"none\" stroke=\"" SVG_MUTED "\"", "M%d %dV%d", x, bottom,
                 bottom + 6);
    }
}

static void draw_tick_labels(struct picture *picture, int32_t y)
{
    for (uint32_t i = 0; i < picture->ticks.count; i++) {
        struct tick tick = picture->ticks.items[i];
        int32_t half = (svg_measure(tick.label, SVG_SMALL, false) + 1) / 2;
        int32_t x = most(half, least(tick.x, SVG_WIDTH - half));
        svg_line_of_text(&picture->canvas, tick.label, SVG_SMALL, false, x, y, SVG_MIDDLE, SVG_MUTED);
    }
}

static const char *stroke_of(const struct timeline_event *event)
{
    return event->is_doubtful ? "fill=\"" SVG_PAPER "\" stroke=\"" SVG_ACCENT
                                "\" stroke-width=\"2\" stroke-dasharray=\"4 3\""
                              : "fill=\"" SVG_ACCENT "\" stroke=\"" SVG_ACCENT "\" stroke-width=\"2\"";
}

/* What is certain is filled, what may be is hatched; an end that is open is an arrow. */
static void draw_bar(struct picture *picture, const struct item *item, int32_t y)
{
    struct canvas *canvas = &picture->canvas;
    const struct timeline_event *event = item->event;
    struct box whole = { item->bar_lo, y, item->bar_hi - item->bar_lo, BAR };
    if (event->shape == TIMELINE_MOMENT) {
        svg_hatched(canvas, whole, event->is_doubtful);
        return;
    }
    int32_t lo = event->open_lo ? item->bar_lo : timescale_x(&picture->scale, event->sure_lo);
    int32_t hi = event->open_hi ? item->bar_hi : timescale_x(&picture->scale, event->sure_hi);
    if (lo > item->bar_lo || hi < item->bar_hi)
        svg_hatched(canvas, whole, event->is_doubtful);
    if (hi > lo)
        svg_rect(canvas, (struct box){ lo, y, hi - lo, BAR }, stroke_of(event));
    if (event->open_lo)
        svg_arrow_head(canvas, item->bar_lo - 2, y + BAR / 2, -1, 0, SVG_INK);
    if (event->open_hi)
        svg_arrow_head(canvas, item->bar_hi + 2, y + BAR / 2, 1, 0, SVG_INK);
}

static void draw_words(struct picture *picture, const struct item *item, int32_t y)
{
    struct canvas *canvas = &picture->canvas;
    enum svg_anchor anchor = item->words_end ? SVG_END : SVG_START;
    int32_t top = y + (item->is_bar ? BAR + 3 : 0);
    int32_t width = words_width(item);
    struct box ground = { item->words_end ? item->words_x - width : item->words_x, top, width,
                          item->when.height + item->title.height };
    svg_rect(canvas, ground, "fill=\"" SVG_PAPER "\"");
    VEC_PUSH(canvas->arena, &canvas->boxes, ground);
    svg_text(canvas, &item->when, item->words_x, top, anchor, SVG_MUTED);
    svg_text(canvas, &item->title, item->words_x, top + item->when.height, anchor, SVG_INK);
}

static void draw_item(struct picture *picture, const struct item *item, int32_t y, bool are_words)
{
    if (are_words)
        draw_words(picture, item, y);
    else if (item->is_bar)
        draw_bar(picture, item, y);
    if (are_words && !item->is_bar && item->event->shape != TIMELINE_UNDATED)
        svg_circle(&picture->canvas, (item->bar_lo + item->bar_hi) / 2, y + svg_line_height(SVG_SMALL) / 2,
                   MARK, stroke_of(item->event));
}

static void draw_bracket(struct picture *picture, const struct unit *unit, int32_t top)
{
    enum { ARM = 6 };
    int32_t x = unit->box.x + 4;
    int32_t from = top + svg_line_height(SVG_SMALL) - 2;
    int32_t to = top + unit->box.height;
    svg_path(&picture->canvas, "fill=\"none\" stroke=\"" SVG_INK "\" stroke-width=\"2\"", "M%d %dH%dV%dH%d",
             x + ARM, from, x, to, x + ARM);
    struct text name = timeline_group_name(picture->arena, unit->group);
    svg_line_of_text(&picture->canvas, name, SVG_SMALL, true, x - 3, top - 3, SVG_START, SVG_INK);
}

static void draw_lane(struct picture *picture, const struct lane *lane, bool are_words)
{
    for (uint32_t i = 0; i < lane->count; i++) {
        const struct unit *unit = &lane->units[i];
        int32_t top = lane->y + lane->head + unit->box.y;
        for (uint32_t k = 0; k < unit->count; k++)
            draw_item(picture, &unit->items[k], top + unit->items[k].box.y, are_words);
        if (unit->group && are_words)
            draw_bracket(picture, unit, top);
    }
}

/* A torn strip across everything says that time is left out. */
static void draw_breaks(struct picture *picture, int32_t bottom)
{
    for (uint32_t i = 1; i < picture->scale.count; i++) {
        const struct stretch *before = &picture->scale.stretches[i - 1];
        int32_t x = before->x + before->width + SCALE_BREAK_PAD + (SCALE_BREAK_WIDTH - 14) / 2;
        svg_rect(&picture->canvas, (struct box){ x + 2, AXIS - 2, 10, bottom - AXIS + 4 },
                 "fill=\"" SVG_PAPER "\"");
        for (uint32_t edge = 0; edge < 2; edge++) {
            struct buf data;
            buf_init(&data, picture->arena);
            buf_printf(&data, "M%d %d", x + (int32_t)edge * 10, AXIS);
            for (int32_t y = AXIS; y < bottom; y += 12)
                buf_printf(&data, "l4 %dl-4 %d", least(6, bottom - y), most(0, least(6, bottom - y - 6)));
            buf_printf(&picture->canvas.body, "<path d=\"%s\" fill=\"none\" stroke=\"" SVG_MUTED "\"/>\n",
                       buf_string(&data));
        }
    }
}

/* The key: only what the picture has. */

struct key {
    struct picture *picture;
    int32_t x;
    int32_t y;
};

static struct box key_entry(struct key *key, const char *words)
{
    enum { SYMBOL = 30, GAP = 22 };
    struct canvas *canvas = &key->picture->canvas;
    struct wrapped wrapped = svg_wrap(canvas->arena, text_of(words), SVG_SMALL, false, SVG_WIDTH - SYMBOL);
    if (key->x > 0 && key->x + SYMBOL + wrapped.width > SVG_WIDTH) {
        key->x = 0;
        key->y += svg_line_height(SVG_SMALL) + 6;
    }
    struct box symbol = { key->x + 2, key->y + 2, SYMBOL - 8, BAR };
    svg_text(canvas, &wrapped, key->x + SYMBOL, key->y, SVG_START, SVG_INK);
    key->x += SYMBOL + wrapped.width + GAP;
    return symbol;
}

static void draw_marks_key(struct key *key)
{
    static const struct timeline_event certain = { 0 };
    static const struct timeline_event doubtful = { .is_doubtful = true };
    struct picture *picture = key->picture;
    const struct wording *words = picture->frame->words;
    struct canvas *canvas = &picture->canvas;
    if (picture->has_mark) {
        struct box symbol = key_entry(key, words->key_mark);
        svg_circle(canvas, symbol.x + symbol.width / 2, symbol.y + BAR / 2, MARK, stroke_of(&certain));
    }
    if (picture->has_bar)
        svg_rect(canvas, key_entry(key, words->key_bar), stroke_of(&certain));
    if (picture->has_hatched)
        svg_hatched(canvas, key_entry(key, words->key_hatched), false);
    if (picture->has_doubtful)
        svg_rect(canvas, key_entry(key, words->doubtful), stroke_of(&doubtful));
}

static void draw_notes_key(struct key *key)
{
    struct picture *picture = key->picture;
    const struct wording *words = picture->frame->words;
    struct canvas *canvas = &picture->canvas;
    if (picture->has_open) {
        struct box symbol = key_entry(key, words->key_open);
        svg_path(canvas, "stroke=\"" SVG_INK "\" stroke-width=\"3\"", "M%d %dh%d", symbol.x, symbol.y + 5,
                 symbol.width - 6);
        svg_arrow_head(canvas, symbol.x + symbol.width, symbol.y + 5, 1, 0, SVG_INK);
    }
    if (picture->scale.count > 1) {
        struct box symbol = key_entry(key, words->key_break);
        svg_path(canvas, "fill=\"none\" stroke=\"" SVG_MUTED "\"",
                 "M%d %dl4 3l-4 3l4 3l-4 3M%d %dl4 3l-4 3l4 3l-4 3",
                 symbol.x + 4, symbol.y - 1, symbol.x + 14, symbol.y - 1);
    }
    if (picture->group_count) {
        struct box symbol = key_entry(key, words->key_unordered);
        svg_path(canvas, "fill=\"none\" stroke=\"" SVG_INK "\" stroke-width=\"2\"", "M%d %dh-5v12h5",
                 symbol.x + 10, symbol.y - 1);
    }
}

static int32_t draw_key(struct picture *picture, int32_t y)
{
    struct key key = { picture, 0, y };
    draw_marks_key(&key);
    draw_notes_key(&key);
    return key.y + svg_line_height(SVG_SMALL) + 4;
}

static void draw(struct picture *picture)
{
    struct timeline *timeline = picture->timeline;
    int32_t y = AXIS;
    for (uint32_t i = 0; i < timeline->lane_count; i++) {
        struct lane *lane = &picture->lanes[i];
        lane->y = y;
        lane->title = svg_wrap(picture->arena, timeline->lanes[i], SVG_SIZE, true, SVG_WIDTH - 12);
        lane->head = lane->title.height + 9;
        lane->height += lane->head + ROW_GAP;
        y += lane->height;
    }
    draw_tick_labels(picture, 2);
    for (uint32_t i = 0; i < timeline->lane_count; i++)
        draw_lane_ground(picture, i);
    draw_grid(picture, y);
    for (uint32_t i = 0; i < timeline->lane_count; i++)
        draw_lane(picture, &picture->lanes[i], false);
    draw_breaks(picture, y);
    for (uint32_t i = 0; i < timeline->lane_count; i++) {
        draw_lane_head(picture, i);
        draw_lane(picture, &picture->lanes[i], true);
    }
    draw_tick_labels(picture, y + 8);
    picture->canvas.height = draw_key(picture, y + AXIS + 8);
}

struct figure timeline_draw(const struct figure_frame *frame, struct timeline *timeline)
{
    struct figure figure = { .summary = TEXT("") };
    struct picture picture = { .frame = frame, .arena = frame->arena, .timeline = timeline };
    svg_init(&picture.canvas, frame->arena, frame->prefix);
    find_groups(&picture);
    picture.scale = timescale_new(frame->arena, timeline, LEFT, RIGHT);
    picture.ticks = timescale_ticks(frame->arena, &picture.scale, frame->words->months);
    picture.lanes = ARENA_ARRAY(frame->arena, struct lane, timeline->lane_count);
    for (uint32_t i = 0; i < timeline->lane_count; i++)
        lay_lane(&picture, i);
    draw(&picture);
    timeline_say(&figure, frame, timeline, picture.group_count, picture.scale.count > 1);
    figure_take(&figure, &picture.canvas);
    return figure;
}
