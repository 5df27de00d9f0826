/* Drawing. Comes in: boxes, lines and words in whole numbers. Goes out: SVG, the same bytes every time,
 * in which nothing is fetched, run or styled from elsewhere. */
#include "report/svg.h"

#include "report/document.h"

#include <stdarg.h>
#include <stdio.h>

void svg_init(struct canvas *canvas, struct arena *arena, struct text prefix)
{
    *canvas = (struct canvas){ .arena = arena, .prefix = prefix, .width = SVG_WIDTH };
    buf_init(&canvas->body, arena);
}

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void svg_escape(struct buf *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = entity_of(text.bytes[i]);
        if (entity)
            buf_str(out, entity);
        else
            buf_byte(out, text.bytes[i]);
    }
}

int64_t svg_root(int64_t number)
{
    int64_t low = 0;
    int64_t high = number < INT32_MAX ? number + 1 : 3037000499;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (middle * middle <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Text */

static void note_label(struct canvas *canvas, const struct wrapped *wrapped, int32_t x, int32_t y,
                       enum svg_anchor anchor)
{
    struct box box = { x, y, wrapped->width, wrapped->height };
    box.x -= anchor == SVG_MIDDLE ? wrapped->width / 2 : anchor == SVG_END ? wrapped->width : 0;
    VEC_PUSH(canvas->arena, &canvas->labels, box);
}

void svg_text(struct canvas *canvas, const struct wrapped *wrapped, int32_t x, int32_t y,
              enum svg_anchor anchor, const char *fill)
{
    static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
    int32_t line_height = svg_line_height(wrapped->size);
    if (!wrapped->count)
        return;
    note_label(canvas, wrapped, x, y, anchor);
    buf_printf(&canvas->body, "<text font-size=\"%d\" fill=\"%s\"%s%s>", wrapped->size, fill,
               anchors[anchor], wrapped->is_bold ? " font-weight=\"700\"" : "");
    for (uint32_t i = 0; i < wrapped->count; i++) {
        int32_t baseline = y + (int32_t)i * line_height + wrapped->size;
        buf_printf(&canvas->body, "<tspan x=\"%d\" y=\"%d\">", x, baseline);
        svg_escape(&canvas->body, document_clean_text(canvas->arena, wrapped->lines[i]));
        buf_str(&canvas->body, "</tspan>");
    }
    buf_str(&canvas->body, "</text>\n");
}

void svg_line_of_text(struct canvas *canvas, struct text text, int32_t size, bool is_bold, int32_t x,
                      int32_t y, enum svg_anchor anchor, const char *fill)
{
    struct wrapped wrapped = svg_wrap(canvas->arena, text, size, is_bold, INT32_MAX);
    svg_text(canvas, &wrapped, x, y, anchor, fill);
}

/* Shapes */

void svg_rect(struct canvas *canvas, struct box box, const char *attributes)
{
    buf_printf(&canvas->body, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>\n", box.x, box.y,
               box.width, box.height, attributes);
}

void svg_path(struct canvas *canvas, const char *attributes, const char *data, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, data);
    vsnprintf(text, sizeof text, data, arguments);
    va_end(arguments);
    buf_printf(&canvas->body, "<path d=\"%s\" %s/>\n", text, attributes);
}

void svg_circle(struct canvas *canvas, int32_t x, int32_t y, int32_t radius, const char *attributes)
{
    buf_printf(&canvas->body, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" %s/>\n", x, y, radius, attributes);
}

void svg_hatched(struct canvas *canvas, struct box box, bool is_dashed)
{
    buf_printf(&canvas->body,
               "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"url(#%.*shatch)\"/>\n",
               box.x, box.y, box.width, box.height, (int)canvas->prefix.length, canvas->prefix.bytes);
    int32_t right = box.x + box.width;
    int32_t bottom = box.y + box.height;
    svg_path(canvas,
             is_dashed ? "fill=\"none\" stroke=\"" SVG_ACCENT "\" stroke-width=\"2\" stroke-dasharray=\"4 3\""
                       : "fill=\"none\" stroke=\"" SVG_ACCENT "\" stroke-width=\"2\"",
             "M%d %dH%dM%d %dH%d", box.x, box.y, right, box.x, bottom, right);
}

void svg_arrow_head(struct canvas *canvas, int32_t x, int32_t y, int32_t dx, int32_t dy, const char *fill)
{
    enum { LENGTH = 9, HALF = 4 };
    int64_t length = svg_root((int64_t)dx * dx + (int64_t)dy * dy);
    if (length == 0)
        return;
    int32_t back_x = x - (int32_t)(dx * LENGTH / length);
    int32_t back_y = y - (int32_t)(dy * LENGTH / length);
    int32_t side_x = (int32_t)(-dy * HALF / length);
    int32_t side_y = (int32_t)(dx * HALF / length);
    buf_printf(&canvas->body, "<path d=\"M%d %dL%d %dL%d %dZ\" fill=\"%s\"/>\n", x, y, back_x + side_x,
               back_y + side_y, back_x - side_x, back_y - side_y, fill);
}

struct drawing svg_finish(const struct canvas *canvas)
{
    struct drawing drawing = { .body = buf_get(&canvas->body), .prefix = canvas->prefix,
                               .width = canvas->width, .height = canvas->height };
    svg_cut(canvas, &drawing);
    return drawing;
}

/* Writing */

/* Left to right, with bars that differ in grey as they do in colour. */
static void write_patterns(struct buf *out, const struct drawing *drawing)
{
    buf_printf(out, "<defs><pattern id=\"%.*shatch\" width=\"6\" height=\"6\" "
               "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
               "<rect width=\"6\" height=\"6\" fill=\"" SVG_PAPER "\"/>"
               "<path d=\"M1 0V6\" stroke=\"" SVG_ACCENT "\" stroke-width=\"2\"/></pattern></defs>\n",
               (int)drawing->prefix.length, drawing->prefix.bytes);
}

static void write_words(struct buf *out, const char *tag, struct text prefix, struct text words)
{
    buf_printf(out, "<%s id=\"%.*s%s\">", tag, (int)prefix.length, prefix.bytes, tag);
    svg_escape(out, words);
    buf_printf(out, "</%s>\n", tag);
}

static void write_start(struct buf *out, const struct drawing *drawing, int32_t top, int32_t height)
{
    int length = (int)drawing->prefix.length;
    const char *prefix = drawing->prefix.bytes;
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"%.*stitle\" "
               "aria-describedby=\"%.*sdesc\" viewBox=\"0 %d %d %d\" width=\"%d\" height=\"%d\" "
               "font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\"",
               length, prefix, length, prefix, top, drawing->width, height, drawing->width, height);
}

/* What is drawn once and shown in parts: the first holds it, the others show a stretch of it. */
static void write_part(struct buf *out, const struct drawing *drawing, int32_t from, int32_t to)
{
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\" viewBox=\"0 %d %d %d\" "
               "width=\"%d\" height=\"%d\" font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\">"
               "<use href=\"#%.*sall\"/></svg>\n", from, drawing->width, to - from, drawing->width, to - from,
               (int)drawing->prefix.length, drawing->prefix.bytes);
}

void svg_write_inline(struct buf *out, const struct drawing *drawing, struct text title,
                      struct text description)
{
    uint32_t cuts = drawing->cuts.count;
    write_start(out, drawing, 0, cuts ? drawing->cuts.items[0] : drawing->height);
    buf_str(out, ">\n");
    write_words(out, "title", drawing->prefix, title);
    write_words(out, "desc", drawing->prefix, description);
    write_patterns(out, drawing);
    if (cuts)
        buf_printf(out, "<g id=\"%.*sall\">\n", (int)drawing->prefix.length, drawing->prefix.bytes);
    buf_text(out, drawing->body);
    buf_str(out, cuts ? "</g>\n</svg>\n" : "</svg>\n");
    for (uint32_t i = 0; i < cuts; i++)
        write_part(out, drawing, drawing->cuts.items[i],
                   i + 1 < cuts ? drawing->cuts.items[i + 1] : drawing->height);
}

int32_t svg_part_top(const struct drawing *drawing, uint32_t part)
{
    return part == 0 ? 0 : part > drawing->cuts.count ? drawing->height : drawing->cuts.items[part - 1];
}

void svg_write_part(struct buf *out, const struct drawing *drawing, struct text title,
                    struct text description, uint32_t part)
{
    int32_t top = svg_part_top(drawing, part);
    buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_start(out, drawing, top, svg_part_top(drawing, part + 1) - top);
    buf_str(out, ">\n");
    write_words(out, "title", drawing->prefix, title);
    write_words(out, "desc", drawing->prefix, description);
    write_patterns(out, drawing);
    buf_text(out, drawing->body);
    buf_str(out, "</svg>\n");
}

void svg_write_file(struct buf *out, struct arena *arena, const struct drawing *drawing,
                    struct text title, struct text description, struct text language)
{
    enum { MARGIN = 12, SIZE = 18 };
    struct canvas head;
    svg_init(&head, arena, drawing->prefix);
    struct wrapped words = svg_wrap(arena, title, SIZE, true, drawing->width);
    svg_text(&head, &words, MARGIN, MARGIN, SVG_START, SVG_INK);
    struct drawing framed = *drawing;
    framed.width += 2 * MARGIN;
    int32_t top = words.height + 2 * MARGIN;
    buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_start(out, &framed, 0, framed.height + top + MARGIN);
    buf_str(out, " xml:lang=\"");
    svg_escape(out, language);
    buf_str(out, "\">\n");
    write_words(out, "title", drawing->prefix, title);
    write_words(out, "desc", drawing->prefix, description);
    write_patterns(out, drawing);
    buf_printf(out, "<rect width=\"%d\" height=\"%d\" fill=\"" SVG_PAPER "\"/>\n", framed.width,
               framed.height + top + MARGIN);
    buf_text(out, buf_get(&head.body));
    buf_printf(out, "<g transform=\"translate(%d %d)\">\n", MARGIN, top);
    buf_text(out, drawing->body);
    buf_str(out, "</g>\n</svg>\n");
}
