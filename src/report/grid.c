/* The way of lines through a grid. All links that leave one box share their lines, so that each box has a
 * tree of its own; trees cross only at right angles. A tree leaves its box at the middle of the bottom,
 * where no other line enters, takes a track in the channel below, where needed a track in a gap between
 * columns, and a track in the channel above each box it enters.
 *
 * Channel i runs above row i, the last one below all rows. Gap i runs at the left of column i. */
#include "report/grid.h"

enum { TRACK = 7, CHANNEL_PAD = 9, GAP_PAD = 8, HEAD_ROOM = 10, NONE = -1 };

/* A stretch of a track that a tree takes. */
struct claim_of_track {
    uint32_t tree;
    int32_t from;
    int32_t to;
    int32_t track;
};

struct tracks {
    struct claim_of_track *items;
    uint32_t count;
    uint32_t capacity;
    int32_t used; /* how many tracks there are */
};

struct grid_lines {
    struct tracks *channels;
    struct tracks gaps[GRID_COLUMNS + 1];
    int32_t gap_x[GRID_COLUMNS + 1];
    int32_t *channel_y;
    int32_t *ports;     /* by link: where it enters its box, from the left of the box */
};

static struct claim_of_track *claim(struct grid *grid, struct tracks *tracks, uint32_t tree, int32_t from,
                                    int32_t to)
{
    int32_t low = from < to ? from : to;
    int32_t high = from < to ? to : from;
    for (uint32_t i = 0; i < tracks->count; i++) {
        struct claim_of_track *old = &tracks->items[i];
        if (old->tree != tree)
            continue;
        old->from = low < old->from ? low : old->from;
        old->to = high > old->to ? high : old->to;
        return old;
    }
    VEC_PUSH(grid->arena, tracks, (struct claim_of_track){ tree, low, high, 0 });
    return &tracks->items[tracks->count - 1];
}

static int32_t track_of(const struct tracks *tracks, uint32_t tree)
{
    for (uint32_t i = 0; i < tracks->count; i++) {
        if (tracks->items[i].tree == tree)
            return tracks->items[i].track;
    }
    return 0;
}

/* Each claim gets the first track on which it meets no other. */
static void settle(struct tracks *tracks, int32_t apart)
{
    for (uint32_t i = 0; i < tracks->count; i++) {
        struct claim_of_track *now = &tracks->items[i];
        for (uint32_t k = 0; k < i; k++) {
            const struct claim_of_track *old = &tracks->items[k];
            if (old->track == now->track && old->from <= now->to + apart && now->from <= old->to + apart) {
                now->track++;
                k = UINT32_MAX; /* from the first again */
            }
        }
        tracks->used = now->track + 1 > tracks->used ? now->track + 1 : tracks->used;
    }
}

/* Whether a link needs a gap: its box is not in the row below. */
static bool is_far(const struct grid *grid, const struct diagram_link *link)
{
    return grid->boxes[link->to].row != grid->boxes[link->from].row + 1;
}

/* The gap beside the box it enters, on the side it comes from. */
static uint32_t gap_of(const struct grid *grid, const struct diagram_link *link)
{
    uint32_t to = grid->boxes[link->to].column;
    return grid->boxes[link->from].column > to ? to + 1 : to;
}

static void claim_gaps(struct grid *grid)
{
    for (uint32_t i = 0; i < grid->link_count; i++) {
        const struct diagram_link *link = &grid->links[i];
        if (is_far(grid, link))
            claim(grid, &grid->lines->gaps[gap_of(grid, link)], link->from,
                  (int32_t)grid->boxes[link->from].row + 1, (int32_t)grid->boxes[link->to].row);
    }
    for (uint32_t gap = 0; gap <= GRID_COLUMNS; gap++)
        settle(&grid->lines->gaps[gap], 0);
}

static void place_columns(struct grid *grid)
{
    int32_t x = grid->left;
    int32_t columns[GRID_COLUMNS];
    for (uint32_t gap = 0; gap <= GRID_COLUMNS; gap++) {
        grid->lines->gap_x[gap] = x + GAP_PAD;
        x += 2 * GAP_PAD + (grid->lines->gaps[gap].used > 0 ? grid->lines->gaps[gap].used - 1 : 0) * TRACK;
        if (gap < GRID_COLUMNS) {
            columns[gap] = x;
            x += grid->box_width;
        }
    }
    grid->width = x;
    for (uint32_t i = 0; i < grid->box_count; i++)
        grid->boxes[i].x = columns[grid->boxes[i].column];
}

static int32_t leave_x(const struct grid *grid, const struct diagram_link *link)
{
    return grid->boxes[link->from].x + grid->boxes[link->from].width / 2;
}

static int32_t gap_x(const struct grid *grid, const struct diagram_link *link)
{
    uint32_t gap = gap_of(grid, link);
    return grid->lines->gap_x[gap] + track_of(&grid->lines->gaps[gap], link->from) * TRACK;
}

static int32_t comes_from(const struct grid *grid, uint32_t link)
{
    return is_far(grid, &grid->links[link]) ? gap_x(grid, &grid->links[link])
                                            : leave_x(grid, &grid->links[link]);
}

/* Links enter a box in the order in which they come from left to right, never at its middle, where lines
 * leave the boxes above and below. */
static void place_ports(struct grid *grid)
{
    for (uint32_t i = 0; i < grid->link_count; i++) {
        int32_t before = 0;
        int32_t all = 0;
        for (uint32_t k = 0; k < grid->link_count; k++) {
            if (grid->links[k].to != grid->links[i].to)
                continue;
            int32_t a = comes_from(grid, k);
            int32_t b = comes_from(grid, i);
            all++;
            before += a < b || (a == b && k < i);
        }
        int32_t width = grid->box_width - 20;
        int32_t at = 10 + width * (before + 1) / (all + 1);
        int32_t off = at - grid->box_width / 2;
        grid->lines->ports[i] = off > -5 && off < 5 ? grid->box_width / 2 + (off < 0 ? -6 : 6) : at;
    }
}

static int32_t enter_x(const struct grid *grid, uint32_t link)
{
    return grid->boxes[grid->links[link].to].x + grid->lines->ports[link];
}

static void claim_channels(struct grid *grid)
{
    struct tracks *channels = grid->lines->channels;
    for (uint32_t i = 0; i < grid->link_count; i++) {
        const struct diagram_link *link = &grid->links[i];
        uint32_t leaves = grid->boxes[link->from].row + 1;
        uint32_t enters = grid->boxes[link->to].row;
        if (!is_far(grid, link)) {
            claim(grid, &channels[leaves], link->from, leave_x(grid, link), enter_x(grid, i));
        } else {
            claim(grid, &channels[leaves], link->from, leave_x(grid, link), gap_x(grid, link));
            claim(grid, &channels[enters], link->from, gap_x(grid, link), enter_x(grid, i));
        }
    }
    for (uint32_t channel = 0; channel <= grid->row_count; channel++)
        settle(&channels[channel], TRACK);
}

static int32_t channel_height(const struct tracks *tracks)
{
    return tracks->used ? 2 * CHANNEL_PAD + tracks->used * TRACK + HEAD_ROOM : 2 * CHANNEL_PAD;
}

static void place_rows(struct grid *grid)
{
    int32_t y = 0;
    for (uint32_t row = 0; row <= grid->row_count; row++) {
        y += row < grid->row_count ? grid->rows[row].space : 0;
        grid->lines->channel_y[row] = y + CHANNEL_PAD;
        y += channel_height(&grid->lines->channels[row]);
        if (row == grid->row_count)
            break;
        grid->rows[row].y = y;
        for (uint32_t i = 0; i < grid->box_count; i++) {
            struct grid_box *box = &grid->boxes[i];
            if (box->row == row && box->height > grid->rows[row].height)
                grid->rows[row].height = box->height;
        }
        y += grid->rows[row].height;
    }
    grid->height = y;
    for (uint32_t i = 0; i < grid->box_count; i++)
        grid->boxes[i].y = grid->rows[grid->boxes[i].row].y;
}

void grid_lay(struct grid *grid)
{
    grid->lines = ARENA_NEW(grid->arena, struct grid_lines);
    grid->lines->channels = ARENA_ARRAY(grid->arena, struct tracks, grid->row_count + 1);
    grid->lines->channel_y = ARENA_ARRAY(grid->arena, int32_t, grid->row_count + 1);
    grid->lines->ports = ARENA_ARRAY(grid->arena, int32_t, grid->link_count + 1);
    claim_gaps(grid);
    place_columns(grid);
    place_ports(grid);
    claim_channels(grid);
    place_rows(grid);
}

static int32_t track_y(const struct grid *grid, uint32_t channel, uint32_t tree)
{
    return grid->lines->channel_y[channel] + track_of(&grid->lines->channels[channel], tree) * TRACK;
}

static void draw_link(const struct grid *grid, struct canvas *canvas, uint32_t number)
{
    const struct diagram_link *link = &grid->links[number];
    const struct grid_box *from = &grid->boxes[link->from];
    const struct grid_box *to = &grid->boxes[link->to];
    const char *stroke = link->is_doubtful
                             ? "fill=\"none\" stroke=\"" SVG_MUTED
                                     "\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\""
                             : "fill=\"none\" stroke=\"" SVG_MUTED "\" stroke-width=\"1.5\"";
    int32_t x = enter_x(grid, number);
    int32_t first = track_y(grid, from->row + 1, link->from);
    if (is_far(grid, link))
        svg_path(canvas, stroke, "M%d %dV%dH%dV%dH%dV%d", leave_x(grid, link), from->y + from->height, first,
                 gap_x(grid, link), track_y(grid, to->row, link->from), x, to->y - 8);
    else
        svg_path(canvas, stroke, "M%d %dV%dH%dV%d", leave_x(grid, link), from->y + from->height, first, x,
                 to->y - 8);
    svg_arrow_head(canvas, x, to->y - 1, 0, 1, SVG_MUTED);
}

void grid_draw_lines(const struct grid *grid, struct canvas *canvas)
{
    for (uint32_t i = 0; i < grid->link_count; i++)
        draw_link(grid, canvas, i);
}
