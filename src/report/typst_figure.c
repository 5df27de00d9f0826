/* Figures in Typst: the drawing, in as many parts as it needs pages, and what is to be seen as alternative
 * text. A drawing lies beside the document, or is written into it where it has no file. */
#include "report/typst_parts.h"

#include "report/svg.h"
#include "report/typst.h"

struct text typst_part_file(struct arena *arena, struct text file, uint32_t part)
{
    static const char suffix[] = ".svg";
    struct buf name;
    if (part == 0)
        return file;
    buf_init(&name, arena);
    buf_add(&name, file.bytes, file.length - (sizeof suffix - 1));
    buf_printf(&name, "-part-%u%s", part + 1, suffix);
    return buf_get(&name);
}

static void add_source(struct typst *typst, const struct block *block, uint32_t part)
{
    struct buf svg;
    struct buf title;
    if (block->file.length) {
        typst_print_string(typst->out, typst_part_file(typst->arena, block->file, part));
        return;
    }
    buf_init(&svg, typst->arena);
    buf_init(&title, typst->arena);
    document_print_plain(&title, &block->runs);
    svg_write_part(&svg, block->drawing, buf_get(&title), block->summary, part);
    buf_str(typst->out, "bytes(");
    typst_print_string(typst->out, buf_get(&svg));
    buf_str(typst->out, "), format: \"svg\"");
}

/* The alternative text of a part says which it is. */
static void add_alternative(struct typst *typst, const struct block *block, uint32_t part)
{
    struct buf words;
    uint32_t parts = block->drawing->cuts.count + 1;
    buf_init(&words, typst->arena);
    buf_text(&words, block->summary);
    if (parts > 1)
        buf_printf(&words, " (%u/%u)", part + 1, parts);
    typst_print_string(typst->out, buf_get(&words));
}

/* As wide as the text, but never higher than a page with a caption has room for. */
static void add_part(struct typst *typst, const struct block *block, uint32_t part)
{
    enum { HEIGHT_MOST_MM = TYPST_HEIGHT_MM - 22 };
    int64_t height = svg_part_top(block->drawing, part + 1) - svg_part_top(block->drawing, part);
    bool is_high = height * TYPST_WIDTH_MM > (int64_t)block->drawing->width * HEIGHT_MOST_MM;
    buf_str(typst->out, "  image(");
    add_source(typst, block, part);
    buf_str(typst->out, ", alt: ");
    add_alternative(typst, block, part);
    if (is_high)
        buf_printf(typst->out, ", height: %umm)\n", (unsigned)HEIGHT_MOST_MM);
    else
        buf_str(typst->out, ", width: 100%)\n");
}

void typst_add_drawing(struct typst *typst, const struct block *block)
{
    buf_str(typst->out, "#figure(kind: image, ");
    if (block->runs.first) {
        buf_str(typst->out, "caption: [");
        typst_add_runs(typst, &block->runs, true);
        buf_str(typst->out, "], ");
    }
    buf_str(typst->out, "{\n");
    for (uint32_t part = 0; part <= block->drawing->cuts.count; part++)
        add_part(typst, block, part);
    buf_str(typst->out, "}) ");
    typst_print_label(typst->out, block->anchor.id);
}
