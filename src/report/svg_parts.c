/* Long drawings in parts, each short enough for a page of paper. Comes in: a canvas with all its labels and
 * boxes. Goes out: the heights at which it may be cut, through lines and bars but through no words, and
 * through no box if that can be had. */
#include "report/svg.h"

/* A page holds so much of a drawing that is as wide as the text; a part is at least half of that, if that
 * can be had. */
enum { PART_MOST = 900 };

static bool crosses(const struct box *boxes, uint32_t count, int32_t y)
{
    enum { CLEAR = 2 };
    for (uint32_t i = 0; i < count; i++) {
        if (boxes[i].y - CLEAR < y && y < boxes[i].y + boxes[i].height + CLEAR)
            return true;
    }
    return false;
}

/* The lowest place to cut between `from` and `to`, or `from` if there is none. */
static int32_t find_cut(const struct canvas *canvas, int32_t from, int32_t to, bool through_boxes)
{
    int32_t y = to;
    while (y > from && (crosses(canvas->labels.items, canvas->labels.count, y) ||
                        (!through_boxes && crosses(canvas->boxes.items, canvas->boxes.count, y))))
        y--;
    return y;
}

/* Rather through a box than after less than half a page, and rather that than through words. */
static int32_t choose_cut(const struct canvas *canvas, int32_t from, int32_t most)
{
    int32_t half = from + most / 2;
    int32_t cut = find_cut(canvas, half, from + most, false);
    if (cut == half)
        cut = find_cut(canvas, half, from + most, true);
    if (cut == half)
        cut = find_cut(canvas, from, from + most, true);
    return cut == from ? from + most : cut;
}

void svg_cut(const struct canvas *canvas, struct drawing *drawing)
{
    int32_t most = PART_MOST * canvas->width / SVG_WIDTH;
    for (int32_t y = 0; canvas->height - y > most;) {
        y = choose_cut(canvas, y, most);
        VEC_PUSH(canvas->arena, &drawing->cuts, y);
    }
}
