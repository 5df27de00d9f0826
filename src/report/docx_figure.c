/* Figures of a .docx: the drawing as SVG, with a PNG for programs that know no SVG, both inside the package;
 * what is to be seen as alternative text; and the figure in words below. */
#include "report/docx_parts.h"

#include "diag/diag.h"
#include "report/docx.h"
#include "report/docx_template.h"
#include "report/picture.h"
#include "report/svg.h"

enum {
    EMU = 635,           /* of Word's units in a twentieth of a point */
    CAPTION_ROOM = 1500,
    PARTS_MOST = 12,
};

#define PICTURES "http://schemas.openxmlformats.org/drawingml/2006/picture"

static struct text svg_of(struct arena *arena, const struct block *block, uint32_t part)
{
    struct buf out;
    struct buf title;
    buf_init(&out, arena);
    buf_init(&title, arena);
    document_print_plain(&title, &block->runs);
    svg_write_part(&out, block->drawing, buf_get(&title), block->summary, part);
    return buf_get(&out);
}

static int32_t part_height(const struct block *block, uint32_t part)
{
    return svg_part_top(block->drawing, part + 1) - svg_part_top(block->drawing, part);
}

/* Pictures */

/* Twice as fine as on a screen, for paper. */
static bool make_pictures(struct arena *arena, struct block *block, const char *program)
{
    enum { FINE = 2 };
    for (uint32_t part = 0; part <= block->drawing->cuts.count; part++) {
        struct text png;
        if (!picture_make(arena, program, svg_of(arena, block, part), (uint32_t)block->drawing->width * FINE,
                          (uint32_t)part_height(block, part) * FINE, &png))
            return false;
        VEC_PUSH(arena, &block->pictures, png);
    }
    return true;
}

bool docx_make_pictures(struct session *session, struct document *document, const char *program)
{
    for (uint32_t i = 0; i < document->figures.count; i++) {
        struct block *block = document->figures.items[i];
        int parts = (int)block->drawing->cuts.count + 1;
        if (parts > PARTS_MOST) {
            diag_report(session, N0617, span_none(), (int)i + 1, parts);
        } else if (!make_pictures(document->arena, block, program)) {
            block->pictures.count = 0;
            return false;
        }
    }
    return true;
}

/* Markup */

/* How large a part stands on the page: as wide as the text, but never higher than a page has room for. */
static void find_size(const struct docx *docx, const struct block *block, uint32_t part, uint64_t *width,
                      uint64_t *height)
{
    uint64_t drawn_width = (uint64_t)block->drawing->width;
    uint64_t drawn_height = (uint64_t)part_height(block, part);
    uint64_t page = docx_page_inner_height(&docx->template->page);
    uint64_t room = page > 2 * CAPTION_ROOM ? page - CAPTION_ROOM : page / 2;
    *width = docx_page_inner_width(&docx->template->page);
    *height = *width * drawn_height / drawn_width;
    if (*height > room) {
        *width = room * drawn_width / drawn_height;
        *height = room;
    }
}

/* Adds a file of the figure to the package; gives the number by which the document refers to it. */
static uint32_t add_file(struct docx *docx, const char *suffix, const char *type, struct text text)
{
    struct buf name;
    struct buf target;
    buf_init(&name, docx->arena);
    buf_init(&target, docx->arena);
    buf_printf(&target, "media/figure%u.%s", docx->pictures, suffix);
    buf_printf(&name, "word/%s", buf_string(&target));
    docx_package_add(docx->package, buf_string(&name), type, text);
    return docx_package_relate(docx->package, "image", buf_string(&target));
}

/* The alternative text of a part says which it is. */
static void add_picture_properties(struct docx *docx, const char *tag, const struct block *block,
                                   uint32_t part)
{
    buf_printf(docx->out, "<%s id=\"%u\" name=\"Figure %u\" descr=\"", tag, docx->pictures, docx->figures);
    docx_print_text(docx->out, block->summary);
    if (block->pictures.count > 1)
        buf_printf(docx->out, " (%u/%u)", part + 1, block->pictures.count);
    buf_str(docx->out, "\"/>");
}

static void add_picture(struct docx *docx, const struct block *block, uint32_t part)
{
    uint64_t width;
    uint64_t height;
    docx->pictures++;
    uint32_t png = add_file(docx, "png", "image/png", block->pictures.items[part]);
    uint32_t svg = add_file(docx, "svg", "image/svg+xml", svg_of(docx->arena, block, part));
    find_size(docx, block, part, &width, &height);
    unsigned long long x = width * EMU;
    unsigned long long y = height * EMU;
    docx_open_paragraph(docx, STYLE_FIGURE, "");
    buf_printf(docx->out, "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
                          "<wp:extent cx=\"%llu\" cy=\"%llu\"/>", x, y);
    add_picture_properties(docx, "wp:docPr", block, part);
    buf_str(docx->out, "<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>"
                       "</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"" PICTURES "\"><pic:pic>"
                       "<pic:nvPicPr>");
    add_picture_properties(docx, "pic:cNvPr", block, part);
    buf_printf(docx->out, "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId%u\"><a:extLst>"
                          "<a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip xmlns:asvg="
                          "\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId%u\"/>"
                          "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>",
               png, svg);
    buf_printf(docx->out, "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%llu\" cy=\"%llu\"/>"
                          "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
                          "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>", x, y);
    docx_close_paragraph(docx);
}

/* Without a picture the words stand in its place. */
void docx_add_figure(struct docx *docx, const struct block *block, enum docx_style style)
{
    docx->figures++;
    docx_add_caption(docx, block, docx->words->figure, "Figure", docx->figures);
    for (uint32_t i = 0; i < block->pictures.count; i++)
        add_picture(docx, block, i);
    if (block->pictures.count) {
        docx_open_paragraph(docx, STYLE_LABEL, "");
        docx_add_run(docx, text_of(docx->words->figure_words), 0);
        docx_close_paragraph(docx);
    }
    docx_add_blocks(docx, &block->children, style);
}
