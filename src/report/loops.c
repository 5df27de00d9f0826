/* Causal loops. Variables stand in two columns round an oval, each with a dot on it; arrows run through the
 * oval only, so they meet no words. A sign near each arrow's head and the line itself say whether more
 * leads to more or to less; loops have their marks inside and are told one by one below. */
#include "report/figure.h"

enum {
    MIDDLE = SVG_WIDTH / 2,
    RADIUS = 158,       /* half the width of the oval */
    WORDS_GAP = 22,     /* between the oval and the words */
    WORDS = MIDDLE - RADIUS - WORDS_GAP - 4,
    ROW_LEAST = 58,
    DOT = 4,
    SIGN = 8,           /* radius of a sign */
    MARKS_MOST = 16,
    LOOPS_TOLD = 40,
};

struct point {
    int32_t x;
    int32_t y;
};

/* A curve of an arrow. */
struct curve {
    struct point from;
    struct point bend;
    struct point to;
};

struct picture {
    struct arena *arena;
    const struct wording *words;
    const struct diagram *diagram;
    struct canvas canvas;
    struct figure figure;
    uint32_t *order;       /* round the oval */
    struct point *dots;    /* by node */
    int32_t height;        /* of the oval */
    VEC(struct box) taken; /* by signs and marks */
};

static const char *const line_looks[] = { "", "", " stroke-dasharray=\"9 4\"", " stroke-dasharray=\"2 4\"" };
static const char *const sign_marks[] = { "", "+", "\xE2\x88\x92", "?" };

/* Places */

/* What leads to each other stands side by side: each is followed by the first thing it leads to. */
static void find_order(struct picture *picture)
{
    const struct diagram *diagram = picture->diagram;
    bool *has = ARENA_ARRAY(picture->arena, bool, diagram->node_count + 1);
    uint32_t count = 0;
    uint32_t next = 0;
    while (count < diagram->node_count) {
        has[next] = true;
        picture->order[count++] = next;
        uint32_t after = UINT32_MAX;
        for (uint32_t i = 0; i < diagram->link_count && after == UINT32_MAX; i++) {
            if (diagram->links[i].from == next && !has[diagram->links[i].to])
                after = diagram->links[i].to;
        }
        for (uint32_t i = 0; i < diagram->node_count && after == UINT32_MAX; i++)
            after = has[i] ? after : i;
        next = after;
    }
}

static struct wrapped words_of(const struct picture *picture, uint32_t node)
{
    const struct diagram_node *at = &picture->diagram->nodes[node];
    struct buf out;
    buf_init(&out, picture->arena);
    figure_name(&out, picture->words, at->title, at->is_doubtful);
    return svg_wrap(picture->arena, buf_get(&out), SVG_SIZE, false, WORDS);
}

/* Down the right side, and up the left. */
static void place_dots(struct picture *picture)
{
    uint32_t count = picture->diagram->node_count;
    uint32_t rows = (count + 1) / 2;
    int32_t row_height = ROW_LEAST;
    for (uint32_t i = 0; i < count; i++) {
        int32_t height = words_of(picture, i).height + 12;
        row_height = height > row_height ? height : row_height;
    }
    picture->height = row_height * (int32_t)(rows > 4 ? rows : 4);
    int32_t top = (picture->height - row_height * (int32_t)rows) / 2;
    for (uint32_t i = 0; i < count; i++) {
        bool is_right = i < rows;
        int64_t row = is_right ? i : count - 1 - i;
        int32_t y = top + (int32_t)row * row_height + row_height / 2;
        int64_t off = (int64_t)y * 2 - picture->height;
        int64_t square = (int64_t)picture->height * picture->height - off * off;
        int32_t x = (int32_t)(svg_root(square > 0 ? square : 0) * RADIUS / picture->height);
        picture->dots[picture->order[i]] = (struct point){ MIDDLE + (is_right ? x : -x), y };
    }
}

/* Arrows */

/* Bent towards the middle, and a little to its own left, so that there and back are two lines. */
static struct curve curve_of(const struct picture *picture, const struct diagram_link *link)
{
    struct curve curve = { picture->dots[link->from], { 0, 0 }, picture->dots[link->to] };
    int32_t dx = curve.to.x - curve.from.x;
    int32_t dy = curve.to.y - curve.from.y;
    int32_t x = (curve.from.x + curve.to.x) / 2;
    int32_t y = (curve.from.y + curve.to.y) / 2;
    curve.bend.x = x + (MIDDLE - x) * 5 / 10 - dy * 12 / 100;
    curve.bend.y = y + (picture->height / 2 - y) * 5 / 10 + dx * 12 / 100;
    return curve;
}

static struct point point_on(const struct curve *curve, int64_t percent)
{
    int64_t a = (100 - percent) * (100 - percent);
    int64_t b = 2 * percent * (100 - percent);
    int64_t c = percent * percent;
    struct point point;
    point.x = (int32_t)((a * curve->from.x + b * curve->bend.x + c * curve->to.x) / 10000);
    point.y = (int32_t)((a * curve->from.y + b * curve->bend.y + c * curve->to.y) / 10000);
    return point;
}

static bool is_free(const struct picture *picture, struct box box)
{
    for (uint32_t i = 0; i < picture->taken.count; i++) {
        const struct box *other = &picture->taken.items[i];
        if (box.x < other->x + other->width && other->x < box.x + box.width &&
            box.y < other->y + other->height &&
            other->y < box.y + box.height)
            return false;
    }
    return true;
}

/* Where there is no room for a sign, the line alone says it. */
static void draw_sign(struct picture *picture, const struct diagram_link *link, const struct curve *curve)
{
    static const int64_t places[] = { 78, 70, 62, 54, 46, 38, 30, 22 };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct point at = point_on(curve, places[i]);
        struct box box = { at.x - SIGN - 1, at.y - SIGN - 1, 2 * SIGN + 2, 2 * SIGN + 2 };
        if (!is_free(picture, box))
            continue;
        VEC_PUSH(picture->arena, &picture->taken, box);
        svg_circle(&picture->canvas, at.x, at.y, SIGN, "fill=\"" SVG_PAPER "\" stroke=\"" SVG_RULE "\"");
        svg_line_of_text(&picture->canvas, text_of(sign_marks[link->sign]), SVG_SIZE, true, at.x, at.y - 9,
                         SVG_MIDDLE, SVG_INK);
        return;
    }
}

static void draw_arrow(struct picture *picture, const struct diagram_link *link)
{
    struct curve curve = curve_of(picture, link);
    int64_t dx = curve.to.x - curve.bend.x;
    int64_t dy = curve.to.y - curve.bend.y;
    int64_t length = svg_root(dx * dx + dy * dy);
    if (length == 0)
        return; /* to itself: it is told in words */
    struct point end = { curve.to.x - (int32_t)(dx * (DOT + 3) / length),
                         curve.to.y - (int32_t)(dy * (DOT + 3) / length) };
    const char *colour = link->sign == LINK_OPPOSITE ? SVG_WARM : SVG_ACCENT;
    buf_printf(&picture->canvas.body,
               "<path d=\"M%d %dQ%d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>\n", curve.from.x,
               curve.from.y, curve.bend.x, curve.bend.y, end.x, end.y, colour, link->is_doubtful ? "1" : "2",
               line_looks[link->sign]);
    svg_arrow_head(&picture->canvas, end.x, end.y, (int32_t)dx, (int32_t)dy, colour);
}

static void draw_variable(struct picture *picture, uint32_t node)
{
    struct point dot = picture->dots[node];
    struct wrapped words = words_of(picture, node);
    bool is_right = dot.x >= MIDDLE;
    int32_t x = is_right ? MIDDLE + RADIUS + WORDS_GAP : MIDDLE - RADIUS - WORDS_GAP;
    svg_path(&picture->canvas, "stroke=\"" SVG_RULE "\"", "M%d %dH%d", dot.x, dot.y,
             is_right ? x - 4 : x + 4);
    svg_circle(&picture->canvas, dot.x, dot.y, DOT, "fill=\"" SVG_INK "\"");
    svg_text(&picture->canvas, &words, x, dot.y - words.height / 2, is_right ? SVG_START : SVG_END, SVG_INK);
}

/* Loops */

static struct text name_of(const struct picture *picture, const struct diagram_loop *loop)
{
    struct buf out;
    buf_init(&out, picture->arena);
    buf_printf(&out, "%c%u", loop->letter, loop->number);
    return buf_get(&out);
}

/* As near to the middle of its variables as there is room. */
static bool place_mark(const struct picture *picture, const struct diagram_loop *loop, struct box *box)
{
    int64_t x = 0;
    int64_t y = 0;
    for (uint32_t i = 0; i < loop->count; i++) {
        x += picture->dots[loop->nodes[i]].x;
        y += picture->dots[loop->nodes[i]].y;
    }
    int32_t middle_x = (int32_t)(x / loop->count);
    int32_t middle_y = (int32_t)(y / loop->count);
    for (int32_t ring = 0; ring < 6; ring++) {
        for (int32_t step = 0; step < 9; step++) {
            box->x = middle_x - box->width / 2 + (step % 3 - 1) * ring * 22;
            box->y = middle_y - box->height / 2 + (step / 3 - 1) * ring * 18;
            bool is_inside = box->x > MIDDLE - RADIUS && box->x + box->width < MIDDLE + RADIUS &&
                             box->y > 0 &&
                             box->y + box->height < picture->height;
            if (is_inside && is_free(picture, *box))
                return true;
        }
    }
    return false;
}

static void draw_mark(struct picture *picture, const struct diagram_loop *loop)
{
    struct text name = name_of(picture, loop);
    struct box box = { 0, 0, svg_measure(name, SVG_SIZE, true) + 10, 22 };
    if (!place_mark(picture, loop, &box))
        return;
    VEC_PUSH(picture->arena, &picture->taken, box);
    svg_rect(&picture->canvas, box,
             loop->is_certain ? "rx=\"5\" fill=\"" SVG_PAPER "\" stroke=\"" SVG_INK "\" stroke-width=\"1.5\""
                              : "rx=\"5\" fill=\"" SVG_PAPER "\" stroke=\"" SVG_INK
                                      "\" stroke-dasharray=\"3 3\"");
    svg_line_of_text(&picture->canvas, name, SVG_SIZE, true, box.x + box.width / 2, box.y + 2, SVG_MIDDLE,
                     SVG_INK);
}

static struct text words_of_loop(const struct picture *picture, const struct diagram_loop *loop)
{
    const struct wording *words = picture->words;
    const char *word = loop->letter == 'R'   ? words->reinforcing
                       : loop->letter == 'B' ? words->balancing
                                             : words->no_sign;
    struct buf out;
    buf_init(&out, picture->arena);
    buf_printf(&out, "%c%u, %s%s%s: ", loop->letter, loop->number, word, loop->is_certain ? "" : ", ",
               loop->is_certain ? "" : words->possible);
    for (uint32_t i = 0; i <= loop->count; i++) {
        const struct text title = picture->diagram->nodes[loop->nodes[i % loop->count]].title;
        buf_printf(&out, "%s%.*s", i ? " \xE2\x86\x92 " : "", TEXT_ARGUMENTS(title));
    }
    return buf_get(&out);
}

/* Gives where it ends. */
static int32_t draw_paragraph(struct picture *picture, struct text words, int32_t y, const char *fill)
{
    struct wrapped wrapped = svg_wrap(picture->arena, words, SVG_SMALL, false, SVG_WIDTH - 4);
    svg_text(&picture->canvas, &wrapped, 2, y, SVG_START, fill);
    return y + wrapped.height + 4;
}

static int32_t draw_key(struct picture *picture, int32_t y)
{
    const struct diagram *diagram = picture->diagram;
    y = draw_paragraph(picture, text_of(picture->words->key_signs), y, SVG_MUTED);
    for (uint32_t i = 0; i < diagram->loop_count && i < LOOPS_TOLD; i++)
        y = draw_paragraph(picture, words_of_loop(picture, &diagram->loops[i]), y, SVG_INK);
    if (diagram->loop_count > LOOPS_TOLD || diagram->has_more_loops)
        y = draw_paragraph(picture, text_of(picture->words->more_loops), y, SVG_INK);
    return y;
}

/* In words */

static const char *words_of_sign(const struct wording *words, enum link_sign sign)
{
    switch (sign) {
    case LINK_PLAIN: return words->link_plain;
    case LINK_SAME: return words->link_same;
    case LINK_OPPOSITE: return words->link_opposite;
    case LINK_OPEN: break;
    }
    return words->link_open;
}

static struct text summary_of(const struct picture *picture)
{
    const struct diagram *diagram = picture->diagram;
    const struct wording *words = picture->words;
    return WORDS_FILL(picture->arena, diagram->loop_count ? words->loops_marked : words->loops_says,
                      words_count(picture->arena, words->variables, diagram->node_count),
                      words_count(picture->arena, words->influences, diagram->link_count),
                      words_count(picture->arena, words->loops, diagram->loop_count));
}

static void say(struct picture *picture)
{
    const struct diagram *diagram = picture->diagram;
    picture->figure.summary = summary_of(picture);
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        const struct diagram_link *link = &diagram->links[i];
        struct buf sign;
        buf_init(&sign, picture->arena);
        figure_name(&sign, picture->words, text_of(words_of_sign(picture->words, link->sign)),
                    link->is_doubtful);
        figure_say(&picture->figure, picture->arena, "%.*s \xE2\x86\x92 %.*s: %.*s",
                   TEXT_ARGUMENTS(diagram->nodes[link->from].title),
                   TEXT_ARGUMENTS(diagram->nodes[link->to].title), TEXT_ARGUMENTS(buf_get(&sign)));
    }
    for (uint32_t i = 0; i < diagram->loop_count; i++) {
        struct text words = words_of_loop(picture, &diagram->loops[i]);
        figure_say(&picture->figure, picture->arena, "%.*s", TEXT_ARGUMENTS(words));
    }
}

struct figure loops_draw(const struct figure_frame *frame, const struct diagram *diagram)
{
    struct picture picture = { .arena = frame->arena, .words = frame->words, .diagram = diagram };
    svg_init(&picture.canvas, frame->arena, frame->prefix);
    picture.order = ARENA_ARRAY(frame->arena, uint32_t, diagram->node_count + 1);
    picture.dots = ARENA_ARRAY(frame->arena, struct point, diagram->node_count + 1);
    find_order(&picture);
    place_dots(&picture);
    for (uint32_t i = 0; i < diagram->link_count; i++)
        draw_arrow(&picture, &diagram->links[i]);
    for (uint32_t i = 0; i < diagram->node_count; i++)
        draw_variable(&picture, i);
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        struct curve curve = curve_of(&picture, &diagram->links[i]);
        if (diagram->links[i].from != diagram->links[i].to)
            draw_sign(&picture, &diagram->links[i], &curve);
    }
    for (uint32_t i = 0; i < diagram->loop_count && i < MARKS_MOST; i++)
        draw_mark(&picture, &diagram->loops[i]);
    picture.canvas.height = draw_key(&picture, picture.height + 10);
    say(&picture);
    figure_take(&picture.figure, &picture.canvas);
    return picture.figure;
}
