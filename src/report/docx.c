/* A document as Office Open XML. Comes in: a finished document. Goes out: a .docx that opens in Word and
 * LibreOffice as it stands. Here is what stands around the document's words: headers and footers, the page,
 * what the document says of itself, and which files the package holds. */
#include "report/docx.h"

#include "report/docx_template.h"

/* Headers and footers */

/* In a template's header it stands below what is there, and always with the header's own name space. */
static struct text status_paragraph(const struct docx *docx)
{
    struct buf out;
    buf_init(&out, docx->arena);
    buf_str(&out, "<w:p " DOCX_WORD_SPACE "><w:pPr><w:pStyle w:val=\"");
    docx_print_text(&out, docx->template->ids[STYLE_HEADER]);
    buf_str(&out, "\"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">");
    docx_print_text(&out, docx->document->front.status);
    buf_str(&out, "</w:t></w:r></w:p>");
    return buf_get(&out);
}

static struct text own_header(const struct docx *docx)
{
    struct buf out;
    buf_init(&out, docx->arena);
    buf_str(&out, DOCX_DECLARATION "<w:hdr " DOCX_WORD_SPACE ">");
    buf_text(&out, status_paragraph(docx));
    buf_str(&out, "</w:hdr>");
    return buf_get(&out);
}

static struct text own_footer(const struct docx *docx)
{
    struct buf out;
    buf_init(&out, docx->arena);
    buf_str(&out, DOCX_DECLARATION "<w:ftr " DOCX_WORD_SPACE "><w:p><w:pPr><w:pStyle w:val=\"");
    docx_print_text(&out, docx->template->ids[STYLE_FOOTER]);
    buf_printf(&out, "\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"%u\"/></w:tabs></w:pPr>"
                     "<w:r><w:t xml:space=\"preserve\">", docx_page_inner_width(&docx->template->page));
    docx_print_text(&out, docx->document->front.title);
    buf_str(&out, "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
                  "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
                  "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
                  "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>");
    return buf_get(&out);
}

static struct text with_status(const struct docx *docx, const struct docx_carried *header, size_t at)
{
    struct buf out;
    if (!docx->document->front.status.length)
        return header->text;
    buf_init(&out, docx->arena);
    buf_add(&out, header->text.bytes, at);
    buf_text(&out, status_paragraph(docx));
    buf_add(&out, header->text.bytes + at, header->text.length - at);
    return buf_get(&out);
}

static const char *const side_names[] = { "header", "footer" };
static const char *const use_names[] = { "default", "first", "even" };

static bool is_used(const struct docx_page *page, enum docx_use use)
{
    return use == USE_DEFAULT || (use == USE_FIRST && page->has_other_first) ||
           (use == USE_EVEN && page->has_other_even);
}

/* Ours stand where a template has none, but on a first page that it leaves plain: the status stands there
 * anyway, above the title. */
static void add_side(struct docx *docx, enum docx_side side, enum docx_use use)
{
    const struct docx_carried *given = docx->template->sides[side][use];
    struct text text = side == SIDE_HEADER ? own_header(docx) : own_footer(docx);
    struct buf name;
    if (!given && use == USE_FIRST)
        return;
    buf_init(&name, docx->arena);
    buf_printf(&name, "%s%u.xml", side_names[side], (unsigned)use + 1);
    const char *target = given ? given->name + strlen("word/") : buf_string(&name);
    if (given)
        text = side == SIDE_HEADER ? with_status(docx, given, docx->template->status_at[use]) : given->text;
    struct buf path;
    struct buf type;
    buf_init(&path, docx->arena);
    buf_init(&type, docx->arena);
    buf_printf(&path, "word/%s", target);
    buf_printf(&type, DOCX_TYPE "wordprocessingml.%s+xml", side_names[side]);
    docx_package_add(docx->package, buf_string(&path), buf_string(&type), text);
    buf_printf(docx->out, "<w:%sReference w:type=\"%s\" r:id=\"rId%u\"/>", side_names[side], use_names[use],
               docx_package_relate(docx->package, side_names[side], target));
}

static void add_section_properties(struct docx *docx)
{
    const struct docx_page *page = &docx->template->page;
    buf_str(docx->out, "<w:sectPr>");
    for (enum docx_side side = 0; side < SIDE_COUNT; side++) {
        for (enum docx_use use = 0; use < USE_COUNT; use++) {
            if (is_used(page, use))
                add_side(docx, side, use);
        }
    }
    buf_printf(docx->out, "<w:pgSz w:w=\"%u\" w:h=\"%u\"%s/>", page->width, page->height,
               page->width > page->height ? " w:orient=\"landscape\"" : "");
    buf_printf(docx->out, "<w:pgMar w:top=\"%u\" w:right=\"%u\" w:bottom=\"%u\" w:left=\"%u\" ", page->top,
               page->right, page->bottom, page->left);
    buf_printf(docx->out, "w:header=\"%u\" w:footer=\"%u\" w:gutter=\"%u\"/>%s</w:sectPr>", page->header,
               page->footer, page->gutter, page->has_other_first ? "<w:titlePg/>" : "");
}

/* The document */

static void add_styled(struct docx *docx, enum docx_style style, struct text text)
{
    if (!text.length)
        return;
    docx_open_paragraph(docx, style, "");
    docx_add_run(docx, text, 0);
    docx_close_paragraph(docx);
}

static void add_document(struct docx *docx)
{
    const struct document_front *front = &docx->document->front;
    buf_str(docx->out, DOCX_DECLARATION "<w:document " DOCX_WORD_SPACE " xmlns:r=\"" DOCX_OFFICE "\" "
                       "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
                       "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
                       "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
    add_styled(docx, STYLE_STATUS, front->status);
    add_styled(docx, STYLE_TITLE, front->title);
    add_styled(docx, STYLE_SUBTITLE, front->subtitle);
    docx_add_blocks(docx, &docx->document->blocks, STYLE_NORMAL);
    add_styled(docx, STYLE_FOOTER, front->generator);
    add_section_properties(docx);
    buf_str(docx->out, "</w:body></w:document>");
    docx_package_add(docx->package, "word/document.xml", DOCX_TYPE "wordprocessingml.document.main+xml",
                     buf_get(docx->out));
}

/* What it says of itself */

static struct text properties(const struct docx *docx)
{
    struct buf out;
    buf_init(&out, docx->arena);
    buf_str(&out, DOCX_DECLARATION
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
            "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    docx_print_text(&out, docx->document->front.title);
    buf_str(&out, "</dc:title><dc:language>");
    docx_print_text(&out, docx->document->front.language);
    buf_str(&out, "</dc:language></cp:coreProperties>");
    return buf_get(&out);
}

/* Without the mode, Word takes the document for one of 2007. */
static struct text settings(const struct docx *docx)
{
    struct buf out;
    buf_init(&out, docx->arena);
    buf_printf(&out, DOCX_DECLARATION "<w:settings " DOCX_WORD_SPACE ">%s<w:compat><w:compatSetting "
                     "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
                     "w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"",
               docx->template->page.has_other_even ? "<w:evenAndOddHeaders/>" : "");
    docx_print_text(&out, docx->document->front.language);
    buf_str(&out, "\"/></w:settings>");
    return buf_get(&out);
}

static void add_part(struct docx *docx, const char *kind, struct text text)
{
    struct buf target;
    struct buf path;
    struct buf type;
    buf_init(&target, docx->arena);
    buf_init(&path, docx->arena);
    buf_init(&type, docx->arena);
    buf_printf(&target, "%s.xml", kind);
    buf_printf(&path, "word/%s", buf_string(&target));
    buf_printf(&type, DOCX_TYPE "wordprocessingml.%s+xml", kind);
    docx_package_add(docx->package, buf_string(&path), buf_string(&type), text);
    docx_package_relate(docx->package, kind, buf_string(&target));
}

static void add_carried(struct docx_package *package, const struct docx_template *template)
{
    for (uint32_t i = 0; i < template->carried.count; i++) {
        const struct docx_carried *part = &template->carried.items[i];
        if (!part->type)
            docx_package_add_relations(package, part->name, part->text);
        else
            docx_package_add(package, part->name, part->type, part->text);
        if (part->relation)
            docx_package_relate(package, part->relation, part->name + strlen("word/"));
    }
}

void docx_write(struct buf *out, const struct document *document, const struct docx_template *template)
{
    struct buf main;
    struct docx_package package;
    struct docx docx = { .arena = document->arena, .out = &main, .document = document,
                         .words = document_get_words(document), .package = &package,
                         .template = template ? template : docx_template_none(document->arena) };
    buf_init(&main, document->arena);
    docx_package_init(&package, document->arena);
    add_document(&docx);
    if (document->notes.count)
        add_part(&docx, "footnotes", docx_notes(&docx));
    add_part(&docx, "styles", docx_styles(docx.arena, docx.template, document));
    add_part(&docx, "numbering", docx_numbering(docx.arena, docx.lists.items, docx.lists.count));
    add_part(&docx, "settings", settings(&docx));
    add_carried(&package, docx.template);
    docx_package_add(&package, "docProps/core.xml",
                     "application/vnd.openxmlformats-package.core-properties+xml", properties(&docx));
    docx_pack(&package, out);
}
