/* Factor maps. Each thing that was shaped is a tall box; the factors of the first effect stand at its left,
 * the others at its right, each with a straight arrow as thick as the factor was strong. A factor that
 * shaped several things stands beside each of them, and says so. */
#include "report/figure.h"

enum { SIDE_WIDTH = 211, MIDDLE_WIDTH = 196, ARROW = 50, GAP = 10, BLOCK_GAP = 26 };

/* A unit is left at either side for the lines of the boxes. */
enum { SIDE_X = 1, MIDDLE_X = SIDE_X + SIDE_WIDTH + ARROW, OTHER_X = MIDDLE_X + MIDDLE_WIDTH + ARROW };
_Static_assert(OTHER_X + SIDE_WIDTH + 1 == SVG_WIDTH, "it is as wide as a page");

struct map {
    struct arena *arena;
    const struct wording *words;
    const struct diagram *diagram;
    struct canvas canvas;
    struct figure figure;
    uint32_t *shares; /* how many things each factor shaped */
    int32_t y;
};

static bool is_left(const struct map *map, const struct diagram_node *node)
{
    return map->diagram->side_count == 0 || node->side == 0;
}

/* Parts of a note stand behind a dot, which stays on the line of what comes before it. */
static struct buf *next_part(struct buf *out)
{
    buf_str(out, out->length ? "\xC2\xA0\xC2\xB7 " : "");
    return out;
}

/* "Workload · Strong · shaped 3 things" */
static struct text note_of(struct map *map, uint32_t factor)
{
    const struct diagram *diagram = map->diagram;
    const struct diagram_node *node = &diagram->nodes[factor];
    struct buf out;
    buf_init(&out, map->arena);
    buf_text(&out, node->note);
    if (node->strength)
        buf_text(next_part(&out), node->strength_word);
    if (node->side != NO_SIDE && node->side > 1)
        buf_text(next_part(&out), diagram->sides[node->side]);
    if (node->side == NO_SIDE && diagram->side_count)
        buf_str(next_part(&out), map->words->no_effect);
    struct text things = words_count(map->arena, map->words->things, map->shares[factor]);
    if (map->shares[factor] > 1)
        buf_text(next_part(&out), WORDS_FILL(map->arena, map->words->shaped_count, things));
    return buf_get(&out);
}

static void draw_arrow(struct map *map, const struct diagram_link *link, int32_t from, int32_t to, int32_t y)
{
    static const char *const widths[] = { "1.5", "1.5", "3", "5" };
    uint32_t strength = map->diagram->nodes[link->from].strength;
    int32_t way = to > from ? 1 : -1;
    buf_printf(&map->canvas.body,
               "<path d=\"M%d %dH%d\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>\n", from, y,
               to - way * 8, way > 0 ? SVG_ACCENT : SVG_WARM, widths[strength < 4 ? strength : 3],
               link->is_doubtful ? " stroke-dasharray=\"5 4\"" : "");
    svg_arrow_head(&map->canvas, to, y, way, 0, way > 0 ? SVG_ACCENT : SVG_WARM);
}

/* The factors at one side of a thing; the height they take, drawn only if asked. */
static int32_t stack(struct map *map, uint32_t target, bool left, bool is_drawn, int32_t top)
{
    const struct diagram *diagram = map->diagram;
    int32_t y = top;
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        const struct diagram_link *link = &diagram->links[i];
        struct diagram_node node = diagram->nodes[link->from];
        if (link->to != target || is_left(map, &node) != left)
            continue;
        node.note = note_of(map, link->from);
        node.is_target = false;
        struct figure_box box = figure_measure_box(map->arena, &node, SIDE_WIDTH);
        y += y > top ? GAP : 0;
        if (is_drawn) {
            figure_draw_box(&map->canvas, &box, &node, left ? SIDE_X : OTHER_X, y);
            draw_arrow(map, link, left ? SIDE_X + SIDE_WIDTH + 1 : OTHER_X - 1,
                       left ? MIDDLE_X - 1 : MIDDLE_X + MIDDLE_WIDTH + 1, y + box.height / 2);
        }
        y += box.height;
    }
    return y - top;
}

static void say_block(struct map *map, uint32_t target)
{
    const struct diagram *diagram = map->diagram;
    struct buf out;
    bool is_first = true;
    buf_init(&out, map->arena);
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        const struct diagram_link *link = &diagram->links[i];
        const struct diagram_node *node = &diagram->nodes[link->from];
        if (link->to != target)
            continue;
        buf_printf(&out, "%s%.*s (", is_first ? "" : "; ", TEXT_ARGUMENTS(node->title));
        if (node->side != NO_SIDE)
            buf_printf(&out, "%.*s", TEXT_ARGUMENTS(diagram->sides[node->side]));
        else
            buf_str(&out, diagram->side_count ? map->words->no_effect : map->words->shaped_it);
        if (node->strength)
            buf_printf(&out, ", %.*s", TEXT_ARGUMENTS(node->strength_word));
        if (link->is_doubtful)
            buf_printf(&out, ", %s", map->words->doubtful);
        buf_byte(&out, ')');
        is_first = false;
    }
    figure_say(&map->figure, map->arena, "%.*s: %.*s", TEXT_ARGUMENTS(diagram->nodes[target].title),
               TEXT_ARGUMENTS(buf_get(&out)));
}

static void draw_block(struct map *map, uint32_t target)
{
    struct diagram_node node = map->diagram->nodes[target];
    bool is_itself_asked_for = !node.is_target;
    node.is_target = true;
    node.note = TEXT("");
    if (is_itself_asked_for)
        node.note = map->diagram->node_word;
    struct figure_box box = figure_measure_box(map->arena, &node, MIDDLE_WIDTH);
    int32_t left = stack(map, target, true, false, map->y);
    int32_t right = stack(map, target, false, false, map->y);
    int32_t words = box.height;
    box.height = left > box.height ? left : box.height;
    box.height = right > box.height ? right : box.height;
    struct wrapped title = box.title;
    struct wrapped note = box.note;
    box.title.count = box.note.count = 0;
    figure_draw_box(&map->canvas, &box, &node, MIDDLE_X, map->y);
    int32_t top = map->y + (box.height - words) / 2 + 8;
    svg_text(&map->canvas, &title, MIDDLE_X + MIDDLE_WIDTH / 2, top, SVG_MIDDLE, SVG_INK);
    svg_text(&map->canvas, &note, MIDDLE_X + MIDDLE_WIDTH / 2, top + title.height, SVG_MIDDLE, SVG_MUTED);
    stack(map, target, true, true, map->y + (box.height - left) / 2);
    stack(map, target, false, true, map->y + (box.height - right) / 2);
    map->y += box.height + BLOCK_GAP;
    say_block(map, target);
}

static void draw_heads(struct map *map)
{
    const struct diagram *diagram = map->diagram;
    struct text left = diagram->side_count ? diagram->sides[0] : diagram->node_word;
    struct text right = diagram->side_count > 1 ? diagram->sides[1] : TEXT("");
    const struct wrapped heads[] = {
        svg_wrap(map->arena, left, SVG_SIZE, true, SIDE_WIDTH),
        svg_wrap(map->arena, diagram->target_word, SVG_SIZE, true, MIDDLE_WIDTH),
        svg_wrap(map->arena, right, SVG_SIZE, true, SIDE_WIDTH),
    };
    static const int32_t x[] = { SIDE_X + SIDE_WIDTH / 2, MIDDLE_X + MIDDLE_WIDTH / 2,
                                 OTHER_X + SIDE_WIDTH / 2 };
    int32_t height = 0;
    for (int i = 0; i < 3; i++) {
        svg_text(&map->canvas, &heads[i], x[i], 2, SVG_MIDDLE, SVG_INK);
        height = heads[i].height > height ? heads[i].height : height;
    }
    map->y = height + 12;
}

static bool is_shaped(const struct diagram *diagram, uint32_t node)
{
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        if (diagram->links[i].to == node)
            return true;
    }
    return false;
}

/* What has no arrows at all is told, so that nothing asked for is lost. */
static void draw_unlinked(struct map *map)
{
    const struct diagram *diagram = map->diagram;
    for (uint32_t i = 0; i < diagram->node_count; i++) {
        if (map->shares[i] || is_shaped(diagram, i))
            continue;
        struct figure_box box = figure_measure_box(map->arena, &diagram->nodes[i], SIDE_WIDTH);
        figure_draw_box(&map->canvas, &box, &diagram->nodes[i], SIDE_X, map->y);
        map->y += box.height + GAP;
        struct text words = WORDS_FILL(map->arena, map->words->shaped_nothing, diagram->nodes[i].title);
        figure_say(&map->figure, map->arena, "%.*s", TEXT_ARGUMENTS(words));
    }
}

static void draw_key(struct map *map)
{
    struct wrapped key = svg_wrap(map->arena, text_of(map->words->key_strength), SVG_SMALL, false, SVG_WIDTH);
    svg_text(&map->canvas, &key, 0, map->y, SVG_START, SVG_MUTED);
    map->canvas.height = map->y + key.height + 2;
}

struct figure factor_map_draw(const struct figure_frame *frame, const struct diagram *diagram)
{
    struct map map = { .arena = frame->arena, .words = frame->words, .diagram = diagram };
    uint32_t targets = 0;
    svg_init(&map.canvas, frame->arena, frame->prefix);
    map.shares = ARENA_ARRAY(frame->arena, uint32_t, diagram->node_count + 1);
    for (uint32_t i = 0; i < diagram->link_count; i++)
        map.shares[diagram->links[i].from]++;
    draw_heads(&map);
    /* What is not a factor itself comes first: it is what the factors are there to explain. */
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < diagram->node_count; i++) {
            if (!is_shaped(diagram, i) || diagram->nodes[i].is_target == (round == 1))
                continue;
            targets++;
            draw_block(&map, i);
        }
    }
    draw_unlinked(&map);
    draw_key(&map);
    map.figure.summary = WORDS_FILL(frame->arena, frame->words->factors_says,
                                    words_count(frame->arena, frame->words->things, targets));
    figure_take(&map.figure, &map.canvas);
    return map.figure;
}
