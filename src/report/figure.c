/* What the figures share: their words, and boxes with words in them. */
#include "report/figure.h"

#include <stdarg.h>
#include <stdio.h>

void figure_say(struct figure *figure, struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *bytes = ARENA_ARRAY(arena, char, (size_t)length + 1);
    vsnprintf(bytes, (size_t)length + 1, format, again);
    va_end(again);
    VEC_PUSH(arena, &figure->details, (struct text){ bytes, (size_t)length });
}

void figure_name(struct buf *out, const struct wording *words, struct text title, bool is_doubtful)
{
    buf_text(out, title);
    if (is_doubtful)
        buf_printf(out, " (%s)", words->doubtful);
}

void figure_take(struct figure *figure, const struct canvas *canvas)
{
    figure->drawing = svg_finish(canvas);
    figure->labels.items = canvas->labels.items;
    figure->labels.count = canvas->labels.count;
}

enum { PAD = 8 };

struct figure_box figure_measure_box(struct arena *arena, const struct diagram_node *node, int32_t width)
{
    struct figure_box box = { .width = width };
    box.title = svg_wrap(arena, node->title, SVG_SIZE, false, width - 2 * PAD);
    box.note = svg_wrap(arena, node->note, SVG_SMALL, false, width - 2 * PAD);
    box.height = box.title.height + box.note.height + 2 * PAD;
    return box;
}

void figure_draw_box(struct canvas *canvas, const struct figure_box *box, const struct diagram_node *node,
                     int32_t x, int32_t y)
{
    struct box frame = { x, y, box->width, box->height };
    VEC_PUSH(canvas->arena, &canvas->boxes, frame);
    if (node->is_doubtful)
        svg_rect(canvas, frame, "rx=\"4\" fill=\"" SVG_PAPER "\" stroke=\"" SVG_INK
                                "\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");
    else if (node->is_target)
        svg_rect(canvas, frame,
                 "rx=\"14\" fill=\"" SVG_PAPER "\" stroke=\"" SVG_INK "\" stroke-width=\"2.5\"");
    else
        svg_rect(canvas, frame,
                 "rx=\"4\" fill=\"" SVG_PAPER "\" stroke=\"" SVG_INK "\" stroke-width=\"1.5\"");
    svg_text(canvas, &box->title, x + PAD, y + PAD, SVG_START, SVG_INK);
    svg_text(canvas, &box->note, x + PAD, y + PAD + box->title.height, SVG_START, SVG_MUTED);
}
