/* AcciMaps. Levels are bands one under the other, in the order in which more arrows lead down than up; in
 * a band, what leads to something else in it stands in a higher row. The order of boxes in a row is
 * Graphviz's, or where that is not to be had our own: each box near the middle of what it is joined to. */
#include "report/figure.h"
#include "report/graphviz.h"
#include "report/grid.h"

#include <stdlib.h>

enum { GUTTER = 104, BOX_WIDTH = 132, BAND_PAD = 8, SWEEPS = 6 };

struct accimap {
    struct arena *arena;
    const struct wording *words;
    struct diagram *diagram;
    struct canvas canvas;
    struct figure figure;
    struct grid grid;
    struct figure_box *boxes;
    uint32_t *depth;       /* by node: how many rows below the first of its band it belongs */
    uint32_t *first_row;   /* by band */
    uint32_t *row_count;   /* by band; 0: nothing lies in it */
};

/* Levels */

/* What was brought in by links is what it all led to: it stays at the bottom. */
static void order_bands(struct accimap *map)
{
    struct diagram *diagram = map->diagram;
    uint32_t last = diagram->band_count - 1;
    int64_t down = 0;
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        uint32_t from = diagram->nodes[diagram->links[i].from].band;
        uint32_t to = diagram->nodes[diagram->links[i].to].band;
        if (from != last && to != last)
            down += (to > from) - (from > to);
    }
    if (down >= 0)
        return;
    struct text *bands = ARENA_ARRAY(map->arena, struct text, diagram->band_count);
    for (uint32_t i = 0; i < last; i++)
        bands[i] = diagram->bands[last - 1 - i];
    bands[last] = diagram->bands[last];
    diagram->bands = bands;
    for (uint32_t i = 0; i < diagram->node_count; i++) {
        if (diagram->nodes[i].band != last)
            diagram->nodes[i].band = last - 1 - diagram->nodes[i].band;
    }
}

/* The longest way to a node within its band; circles end it at the number of nodes. */
static void find_depths(struct accimap *map)
{
    const struct diagram *diagram = map->diagram;
    enum { DEEPEST = 6 };
    for (uint32_t round = 0; round < DEEPEST; round++) {
        for (uint32_t i = 0; i < diagram->link_count; i++) {
            const struct diagram_link *link = &diagram->links[i];
            bool is_within = diagram->nodes[link->from].band == diagram->nodes[link->to].band;
            uint32_t deeper = map->depth[link->from] + 1;
            if (is_within && link->from != link->to && map->depth[link->to] < deeper && deeper <= DEEPEST)
                map->depth[link->to] = deeper;
        }
    }
}

/* Rows of a band: by depth, then as many as fit beside each other. */
static uint32_t fill_band(struct accimap *map, uint32_t band, uint32_t row)
{
    const struct diagram *diagram = map->diagram;
    uint32_t begin = row;
    for (uint32_t depth = 0; depth <= diagram->node_count; depth++) {
        uint32_t left = 0;
        uint32_t in_row = 0;
        for (uint32_t i = 0; i < diagram->node_count; i++)
            left += diagram->nodes[i].band == band && map->depth[i] == depth;
        uint32_t rows = (left + GRID_COLUMNS - 1) / GRID_COLUMNS;
        uint32_t per_row = rows ? (left + rows - 1) / rows : 0;
        for (uint32_t i = 0; i < diagram->node_count && left; i++) {
            if (diagram->nodes[i].band != band || map->depth[i] != depth)
                continue;
            if (in_row == per_row) {
                row++;
                in_row = 0;
            }
            map->grid.boxes[i].row = row;
            map->grid.boxes[i].column = in_row++;
        }
        row += left != 0;
        if (depth > 8 && !left)
            break;
    }
    map->first_row[band] = begin;
    map->row_count[band] = row - begin;
    return row;
}

/* Order */

struct placed {
    int64_t key;
    uint32_t node;
};

static int compare_placed(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* Puts the boxes of a row into the order of their keys, in the middle of the columns. */
static void order_row(struct accimap *map, uint32_t row, const int64_t *keys)
{
    struct placed placed[GRID_COLUMNS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < map->grid.box_count && count < GRID_COLUMNS; i++) {
        if (map->grid.boxes[i].row == row)
            placed[count++] = (struct placed){ keys[i], i };
    }
    qsort(placed, count, sizeof *placed, compare_placed);
    for (uint32_t i = 0; i < count; i++)
        map->grid.boxes[placed[i].node].column = (GRID_COLUMNS - count) / 2 + i;
}

static void find_key(const struct accimap *map, uint32_t node, int64_t *key)
{
    int64_t sum = 0;
    int64_t count = 0;
    for (uint32_t i = 0; i < map->diagram->link_count; i++) {
        const struct diagram_link *link = &map->diagram->links[i];
        if (link->from != node && link->to != node)
            continue;
        uint32_t other = link->from == node ? link->to : link->from;
        sum += map->grid.boxes[other].column * 1000;
        count++;
    }
    *key = count ? sum / count : map->grid.boxes[node].column * 1000;
}

static void order_ourselves(struct accimap *map)
{
    int64_t *keys = ARENA_ARRAY(map->arena, int64_t, map->grid.box_count + 1);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (uint32_t at = 0; at < map->grid.row_count; at++) {
            uint32_t row = sweep % 2 ? map->grid.row_count - 1 - at : at;
            for (uint32_t i = 0; i < map->grid.box_count; i++) {
                if (map->grid.boxes[i].row == row)
                    find_key(map, i, &keys[i]);
            }
            order_row(map, row, keys);
        }
    }
}

static bool order_by_graphviz(struct accimap *map)
{
    int64_t *keys = ARENA_ARRAY(map->arena, int64_t, map->grid.box_count + 1);
    uint32_t *rows = ARENA_ARRAY(map->arena, uint32_t, map->grid.box_count + 1);
    for (uint32_t i = 0; i < map->grid.box_count; i++)
        rows[i] = map->grid.boxes[i].row;
    struct graphviz_graph graph = { rows, map->grid.box_count, map->grid.row_count, map->diagram->links,
                                    map->diagram->link_count };
    if (!graphviz_order(map->arena, map->diagram->graphviz, &graph, keys))
        return false;
    for (uint32_t row = 0; row < map->grid.row_count; row++)
        order_row(map, row, keys);
    return true;
}

/* Layout */

static void lay(struct accimap *map)
{
    const struct diagram *diagram = map->diagram;
    struct grid *grid = &map->grid;
    uint32_t row = 0;
    *grid = (struct grid){ .arena = map->arena, .box_count = diagram->node_count, .links = diagram->links,
                           .link_count = diagram->link_count, .left = GUTTER, .box_width = BOX_WIDTH };
    grid->boxes = ARENA_ARRAY(map->arena, struct grid_box, diagram->node_count + 1);
    for (uint32_t band = 0; band < diagram->band_count; band++)
        row = fill_band(map, band, row);
    grid->row_count = row;
    grid->rows = ARENA_ARRAY(map->arena, struct grid_row, row + 1);
    for (uint32_t i = 0; i < diagram->node_count; i++) {
        map->boxes[i] = figure_measure_box(map->arena, &diagram->nodes[i], BOX_WIDTH);
        grid->boxes[i].width = BOX_WIDTH;
        grid->boxes[i].height = map->boxes[i].height;
    }
    map->diagram->lacked_graphviz = diagram->graphviz && !order_by_graphviz(map);
    if (!diagram->graphviz || diagram->lacked_graphviz)
        order_ourselves(map);
    for (uint32_t band = 0; band < diagram->band_count; band++) {
        if (map->row_count[band])
            grid->rows[map->first_row[band]].space = 2 * BAND_PAD;
    }
}

static struct wrapped band_title(const struct accimap *map, uint32_t band)
{
    return svg_wrap(map->arena, map->diagram->bands[band], SVG_SIZE, true, GUTTER - 14);
}

/* A band is at least as high as its title. */
static void make_room_for_titles(struct accimap *map)
{
    for (uint32_t band = 0; band < map->diagram->band_count; band++) {
        int32_t height = 0;
        uint32_t end = map->first_row[band] + map->row_count[band];
        for (uint32_t i = 0; i < map->diagram->node_count; i++) {
            const struct grid_box *box = &map->grid.boxes[i];
            if (box->row >= map->first_row[band] && box->row + 1 == end && box->height > height)
                height = box->height;
        }
        struct wrapped title = band_title(map, band);
        if (map->row_count[band] && title.height > height)
            map->grid.rows[end - 1].height = title.height;
    }
}

/* Drawing */

static void draw_bands(struct accimap *map)
{
    uint32_t drawn = 0;
    int32_t top = 0;
    for (uint32_t band = 0; band < map->diagram->band_count; band++) {
        if (!map->row_count[band])
            continue;
        const struct grid_row *first = &map->grid.rows[map->first_row[band]];
        const struct grid_row *last = &map->grid.rows[map->first_row[band] + map->row_count[band] - 1];
        struct box ground = { 0, top, map->canvas.width, last->y + last->height + BAND_PAD - top };
        top += ground.height;
        svg_rect(&map->canvas, ground, drawn++ % 2 ? "fill=\"#e3e9ee\"" : "fill=\"" SVG_BAND "\"");
        struct wrapped title = band_title(map, band);
        svg_text(&map->canvas, &title, 8, first->y, SVG_START, SVG_INK);
    }
}

static void say_node(struct accimap *map, uint32_t node)
{
    const struct diagram *diagram = map->diagram;
    const struct diagram_node *at = &diagram->nodes[node];
    struct buf out;
    uint32_t count = 0;
    buf_init(&out, map->arena);
    buf_printf(&out, "%.*s \xE2\x80\x93 ", TEXT_ARGUMENTS(diagram->bands[at->band]));
    figure_name(&out, map->words, at->title, at->is_doubtful);
    for (uint32_t i = 0; i < diagram->link_count; i++) {
        const struct diagram_link *link = &diagram->links[i];
        if (link->from != node)
            continue;
        buf_str(&out, count++ ? "; " : " \xE2\x86\x92 ");
        figure_name(&out, map->words, diagram->nodes[link->to].title, link->is_doubtful);
    }
    figure_say(&map->figure, map->arena, "%.*s", TEXT_ARGUMENTS(buf_get(&out)));
}

static void say(struct accimap *map)
{
    const struct diagram *diagram = map->diagram;
    struct buf levels;
    uint32_t count = 0;
    buf_init(&levels, map->arena);
    for (uint32_t band = 0; band < diagram->band_count; band++) {
        if (map->row_count[band])
            buf_printf(&levels, "%s%.*s", count++ ? ", " : "", TEXT_ARGUMENTS(diagram->bands[band]));
    }
    map->figure.summary = WORDS_FILL(map->arena, map->words->accimap_says,
                                     words_count(map->arena, map->words->boxes, diagram->node_count),
                                     words_count(map->arena, map->words->arrows, diagram->link_count),
                                     buf_get(&levels));
    for (uint32_t band = 0; band < diagram->band_count; band++) {
        for (uint32_t i = 0; i < diagram->node_count; i++) {
            if (diagram->nodes[i].band == band)
                say_node(map, i);
        }
    }
}

struct figure accimap_draw(const struct figure_frame *frame, struct diagram *diagram)
{
    struct accimap map = { .arena = frame->arena, .words = frame->words, .diagram = diagram };
    svg_init(&map.canvas, frame->arena, frame->prefix);
    map.boxes = ARENA_ARRAY(frame->arena, struct figure_box, diagram->node_count + 1);
    map.depth = ARENA_ARRAY(frame->arena, uint32_t, diagram->node_count + 1);
    map.first_row = ARENA_ARRAY(frame->arena, uint32_t, diagram->band_count + 1);
    map.row_count = ARENA_ARRAY(frame->arena, uint32_t, diagram->band_count + 1);
    order_bands(&map);
    find_depths(&map);
    lay(&map);
    make_room_for_titles(&map);
    grid_lay(&map.grid);
    map.canvas.width = map.grid.width > SVG_WIDTH ? map.grid.width : SVG_WIDTH;
    map.canvas.height = map.grid.height;
    draw_bands(&map);
    grid_draw_lines(&map.grid, &map.canvas);
    for (uint32_t i = 0; i < diagram->node_count; i++)
        figure_draw_box(&map.canvas, &map.boxes[i], &diagram->nodes[i], map.grid.boxes[i].x,
                        map.grid.boxes[i].y);
    say(&map);
    figure_take(&map.figure, &map.canvas);
    return map.figure;
}
