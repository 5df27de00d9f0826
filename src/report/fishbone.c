/* Fishbones: a spine that leads to what is to be explained, ribs in pairs above and below it, one for each
 * group, and along each rib its causes, wrapped into the rib's own column. A group with many causes goes on
 * along further ribs, so that none is much longer than the others. */
#include "report/figure.h"

enum { HEAD_WIDTH = 140, HEAD_GAP = 24, INDENT = 34, SLANT = 22, GAP = 7, COLUMN_LEAST = 128 };

/* As many causes stand along a rib, or more if there would be too many ribs. */
enum { CAUSES_ENOUGH = 8, RIBS_ENOUGH = 10 };

struct rib {
    uint32_t band;
    bool is_continued;
    struct wrapped title;
    struct wrapped *causes;
    const struct diagram_node **nodes;
    uint32_t count;
    int32_t height; /* of its causes */
};

struct bone {
    struct arena *arena;
    const struct wording *words;
    const struct diagram *diagram;
    struct canvas canvas;
    struct figure figure;
    struct rib *ribs;
    uint32_t count;
    int32_t column;
    int32_t spine;
};

static struct text words_of(struct bone *bone, const struct diagram_node *node)
{
    struct buf out;
    buf_init(&out, bone->arena);
    figure_name(&out, bone->words, node->title, node->is_doubtful);
    return buf_get(&out);
}

static bool is_cause(const struct diagram_node *node, uint32_t band)
{
    return node->band == band && !node->is_target;
}

static uint32_t count_causes(const struct bone *bone, uint32_t band)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < bone->diagram->node_count; i++)
        count += is_cause(&bone->diagram->nodes[i], band);
    return count;
}

static uint32_t rounded_up(uint32_t number, uint32_t by)
{
    return (number + by - 1) / by;
}

/* How many causes a rib takes at most. */
static uint32_t choose_length(const struct bone *bone)
{
    for (uint32_t most = CAUSES_ENOUGH;; most++) {
        uint32_t ribs = 0;
        for (uint32_t band = 0; band < bone->diagram->band_count; band++)
            ribs += rounded_up(count_causes(bone, band), most);
        if (ribs <= RIBS_ENOUGH || most >= bone->diagram->node_count)
            return most;
    }
}

/* The ribs of a group, with about the same number of causes along each. */
static void add_ribs(struct bone *bone, uint32_t band, uint32_t length)
{
    uint32_t count = count_causes(bone, band);
    uint32_t most = count ? rounded_up(count, rounded_up(count, length)) : 0;
    struct rib *rib = NULL;
    for (uint32_t i = 0; i < bone->diagram->node_count; i++) {
        if (!is_cause(&bone->diagram->nodes[i], band))
            continue;
        if (!rib || rib->count == most) {
            bool is_continued = rib != NULL;
            rib = &bone->ribs[bone->count++];
            *rib = (struct rib){ .band = band, .is_continued = is_continued };
            rib->nodes = ARENA_ARRAY(bone->arena, const struct diagram_node *, most);
        }
        rib->nodes[rib->count++] = &bone->diagram->nodes[i];
    }
}

static void find_ribs(struct bone *bone)
{
    uint32_t length = choose_length(bone);
    bone->ribs = ARENA_ARRAY(bone->arena, struct rib, bone->diagram->node_count + 1);
    for (uint32_t band = 0; band < bone->diagram->band_count; band++)
        add_ribs(bone, band, length);
}

static struct text title_of(const struct bone *bone, const struct rib *rib)
{
    const struct diagram *diagram = bone->diagram;
    bool is_last = rib->band + 1 == diagram->band_count;
    struct text title = is_last ? text_of(bone->words->no_group) : diagram->bands[rib->band];
    return rib->is_continued ? WORDS_FILL(bone->arena, bone->words->continued, title) : title;
}

static void measure(struct bone *bone)
{
    uint32_t columns = (bone->count + 1) / 2;
    int32_t room = SVG_WIDTH - HEAD_WIDTH - HEAD_GAP;
    columns = columns ? columns : 1;
    bone->column = room / (int32_t)columns > COLUMN_LEAST ? room / (int32_t)columns : COLUMN_LEAST;
    int32_t width = bone->column * (int32_t)columns + HEAD_WIDTH + HEAD_GAP;
    bone->canvas.width = width > SVG_WIDTH ? width : SVG_WIDTH;
    for (uint32_t i = 0; i < bone->count; i++) {
        struct rib *rib = &bone->ribs[i];
        rib->title = svg_wrap(bone->arena, title_of(bone, rib), SVG_SIZE, true, bone->column - 10);
        rib->causes = ARENA_ARRAY(bone->arena, struct wrapped, rib->count);
        for (uint32_t k = 0; k < rib->count; k++) {
            rib->causes[k] = svg_wrap(bone->arena, words_of(bone, rib->nodes[k]), SVG_SIZE - 1, false,
                                      bone->column - INDENT - 10);
            rib->height += rib->causes[k].height + GAP;
        }
        rib->height += GAP;
        int32_t whole = rib->height + rib->title.height + 8;
        if (i % 2 == 0 && whole > bone->spine)
            bone->spine = whole;
    }
}

static int32_t draw_rib(struct bone *bone, uint32_t number)
{
    const struct rib *rib = &bone->ribs[number];
    struct canvas *canvas = &bone->canvas;
    int32_t x = (int32_t)(number / 2) * bone->column;
    bool is_above = number % 2 == 0;
    int32_t top = is_above ? bone->spine - rib->height : bone->spine;
    int32_t end = is_above ? top - 4 : top + rib->height + 4;
    svg_path(canvas, "fill=\"none\" stroke=\"" SVG_INK "\" stroke-width=\"2.5\"", "M%d %dL%d %d", x + 6, end,
             x + 6 + SLANT, bone->spine);
    svg_text(canvas, &rib->title, x + 2, is_above ? end - rib->title.height - 2 : end + 4, SVG_START,
             SVG_ACCENT);
    int32_t y = top + GAP;
    for (uint32_t k = 0; k < rib->count; k++) {
        int32_t line = y + 9;
        int32_t on_rib = x + 6 + SLANT * (line - end) / (bone->spine - end);
        svg_path(canvas, rib->nodes[k]->is_doubtful ? "stroke=\"" SVG_INK "\" stroke-dasharray=\"3 3\""
                                                    : "stroke=\"" SVG_INK "\"",
                 "M%d %dH%d", on_rib, line, x + INDENT - 3);
        svg_text(canvas, &rib->causes[k], x + INDENT, y, SVG_START, SVG_INK);
        y += rib->causes[k].height + GAP;
    }
    return is_above ? bone->spine : end + 4 + rib->title.height;
}

/* A group and its causes, of all its ribs. */
static void say_group(struct bone *bone, uint32_t first)
{
    struct buf out;
    uint32_t count = 0;
    buf_init(&out, bone->arena);
    for (uint32_t i = first; i < bone->count && bone->ribs[i].band == bone->ribs[first].band; i++) {
        for (uint32_t k = 0; k < bone->ribs[i].count; k++)
            buf_printf(&out, "%s%.*s", count++ ? "; " : "",
                       TEXT_ARGUMENTS(words_of(bone, bone->ribs[i].nodes[k])));
    }
    figure_say(&bone->figure, bone->arena, "%.*s: %.*s", TEXT_ARGUMENTS(title_of(bone, &bone->ribs[first])),
               TEXT_ARGUMENTS(buf_get(&out)));
}

static void say(struct bone *bone)
{
    uint32_t groups = 0;
    for (uint32_t i = 0; i < bone->count; i++) {
        if (bone->ribs[i].is_continued)
            continue;
        groups++;
        say_group(bone, i);
    }
    bone->figure.summary = WORDS_FILL(bone->arena, bone->words->fishbone_says, bone->diagram->head,
                                      words_count(bone->arena, bone->words->groups, groups));
}

static void draw_head(struct bone *bone, int32_t *bottom)
{
    struct diagram_node node = { .title = bone->diagram->head, .note = TEXT(""), .is_target = true };
    struct figure_box box = figure_measure_box(bone->arena, &node, HEAD_WIDTH);
    int32_t x = bone->canvas.width - HEAD_WIDTH - 2;
    int32_t top = bone->spine - box.height / 2;
    svg_path(&bone->canvas, "stroke=\"" SVG_INK "\" stroke-width=\"4\"", "M2 %dH%d", bone->spine, x - 8);
    svg_arrow_head(&bone->canvas, x - 1, bone->spine, 1, 0, SVG_INK);
    figure_draw_box(&bone->canvas, &box, &node, x, top);
    *bottom = top + box.height > *bottom ? top + box.height : *bottom;
}

struct figure fishbone_draw(const struct figure_frame *frame, const struct diagram *diagram)
{
    struct bone bone = { .arena = frame->arena, .words = frame->words, .diagram = diagram };
    struct diagram_node head = { .title = diagram->head, .note = TEXT("") };
    svg_init(&bone.canvas, frame->arena, frame->prefix);
    find_ribs(&bone);
    bone.spine = figure_measure_box(frame->arena, &head, HEAD_WIDTH).height / 2 + 4;
    measure(&bone);
    int32_t bottom = bone.spine;
    for (uint32_t i = 0; i < bone.count; i++) {
        int32_t end = draw_rib(&bone, i);
        bottom = end > bottom ? end : bottom;
    }
    draw_head(&bone, &bottom);
    bone.canvas.height = bottom + 6;
    say(&bone);
    figure_take(&bone.figure, &bone.canvas);
    return bone.figure;
}
