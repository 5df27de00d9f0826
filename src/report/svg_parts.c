/* Long drawings in parts, each short enough for a page of paper. Comes in: a canvas with all its labels and
 * boxes. Goes out: the heights at which it may be cut, through lines and bars but through no words, and
 * through no box if that can be had. */
#include "report/svg.h"

/* A page holds so much of a drawing that is as wide as the text; a part is at least half of that, if that
 * can be had. */
enum { PART_MOST = 900 };

/* What a cut at some height would go through. */
enum { THROUGH_WORDS = 1, THROUGH_BOX = 2 };

struct heights {
    unsigned char *at; /* by height */
    int32_t count;
};

static void mark_heights(struct heights *heights, const struct box *boxes, uint32_t count, unsigned char mark)
{
    enum { CLEAR = 2 };
    for (uint32_t i = 0; i < count; i++) {
        int32_t end = boxes[i].y + boxes[i].height + CLEAR;
        for (int32_t y = boxes[i].y - CLEAR + 1; y < end; y++) {
            if (y >= 0 && y < heights->count)
                heights->at[y] |= mark;
        }
    }
}

static struct heights find_heights(const struct canvas *canvas)
{
    struct heights heights = { .count = canvas->height + 1 };
    heights.at = ARENA_ARRAY(canvas->arena, unsigned char, (size_t)heights.count);
    mark_heights(&heights, canvas->labels.items, canvas->labels.count, THROUGH_WORDS);
    mark_heights(&heights, canvas->boxes.items, canvas->boxes.count, THROUGH_BOX);
    return heights;
}

/* The lowest place between `from` and `to` where a cut goes through nothing `forbidden`, or `from`. Above
 * what comes next some room is left, if there is any. */
static int32_t find_cut(const struct heights *heights, int32_t from, int32_t to, unsigned forbidden)
{
    enum { ROOM = 12 };
    int32_t y = to;
    while (y > from && heights->at[y] & forbidden)
        y--;
    int32_t top = y;
    while (top > from + 1 && top > y - ROOM && !(heights->at[top - 1] & forbidden))
        top--;
    return top + (y - top) / 2;
}

/* Rather through a box than after less than half a page, and rather that than through words. */
static int32_t choose_cut(const struct heights *heights, int32_t from, int32_t most)
{
    int32_t half = from + most / 2;
    int32_t cut = find_cut(heights, half, from + most, THROUGH_WORDS | THROUGH_BOX);
    if (cut == half)
        cut = find_cut(heights, half, from + most, THROUGH_WORDS);
    if (cut == half)
        cut = find_cut(heights, from, from + most, THROUGH_WORDS);
    return cut == from ? from + most : cut;
}

void svg_cut(const struct canvas *canvas, struct drawing *drawing)
{
    int32_t most = PART_MOST * canvas->width / SVG_WIDTH;
    struct heights heights = find_heights(canvas);
    for (int32_t y = 0; canvas->height - y > most;) {
        y = choose_cut(&heights, y, most);
        VEC_PUSH(canvas->arena, &drawing->cuts, y);
    }
}
