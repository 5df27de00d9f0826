/* The fixed parts of a .docx: styles in the plain manner of public documents, list numbering, the page's
 * header and footer, and what the document says of itself. */
#include "report/docx_parts.h"

#include "base/buf.h"
#include "report/document.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define LEFT_LINE                                                                                  \
    "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"12\" w:color=\"B1B4B6\"/></w:pBdr>"
#define NUMBER_TAB "<w:tabs><w:tab w:val=\"left\" w:pos=\"794\"/></w:tabs>"
#define GREY "<w:color w:val=\"505A5F\"/>"
#define MONOSPACED                                                                                 \
    "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>"

/* A paragraph style. The format wants its properties in one order: those before the spacing, the
 * spacing, those after it. */
struct style {
    const char *id;
    const char *name;
    const char *next;   /* of the paragraph after it; NULL: the same */
    int size;           /* half points; 0: as Normal */
    int before, after;  /* space, in twentieths of a point */
    int level;          /* of a heading, from 1; 0: none */
    bool is_bold;
    bool keeps_next;    /* on one page with what follows */
    const char *first;  /* properties before the spacing */
    const char *last;   /* properties after it */
    const char *run;    /* of its words */
};

static const struct style styles[] = {
    { "Title", "Title", "Normal", 56, 0, 120, 0, true, true, "", "", "" },
    { "Subtitle", "Subtitle", "Normal", 32, 0, 360, 0, false, false, "", "", GREY },
    { "Status", "Status", "Normal", 24, 0, 120, 0, true, false, "", "", "" },
    { "Heading1", "heading 1", "Normal", 40, 480, 160, 1, true, true, "", "", "" },
    { "Heading2", "heading 2", "Normal", 32, 360, 120, 2, true, true, "", "", "" },
    { "Heading3", "heading 3", "Normal", 28, 280, 100, 3, true, true, "", "", "" },
    { "Heading4", "heading 4", "Normal", 24, 240, 80, 4, true, true, "", "", "" },
    { "Heading5", "heading 5", "Normal", 24, 240, 80, 5, true, true, "", "", "" },
    { "Heading6", "heading 6", "Normal", 24, 240, 80, 6, true, true, "", "", "" },
    { "NumberedParagraph", "Numbered Paragraph", NULL, 0, 0, 160, 0, false, false, NUMBER_TAB,
      "<w:ind w:left=\"794\" w:hanging=\"794\"/>", "" },
    { "ListParagraph", "List Paragraph", NULL, 0, 0, 80, 0, false, false, "", "", "" },
    { "Quote", "Quote", "Normal", 0, 120, 160, 0, false, false, LEFT_LINE, "<w:ind w:left=\"567\"/>", "" },
    { "CodeBlock", "Code Block", NULL, 20, 0, 160, 0, false, false, "", "", MONOSPACED },
    { "Caption", "caption", "Normal", 22, 240, 80, 0, true, true, "", "", "" },
    { "TableText", "Table Text", NULL, 20, 40, 40, 0, false, false, "", "", "" },
    { "TableHeading", "Table Heading", NULL, 20, 40, 40, 0, true, true, "", "", "" },
    { "TOCHeading", "TOC Heading", "Normal", 32, 360, 120, 0, true, true, "", "", "" },
    { "TOC1", "toc 1", "Normal", 0, 0, 60, 0, false, false, "", "", "" },
    { "TOC2", "toc 2", "Normal", 0, 0, 60, 0, false, false, "", "<w:ind w:left=\"397\"/>", "" },
    { "TOC3", "toc 3", "Normal", 0, 0, 60, 0, false, false, "", "<w:ind w:left=\"794\"/>", "" },
    { "Header", "header", NULL, 20, 0, 0, 0, false, false, "", "", "" },
    { "Footer", "footer", NULL, 20, 0, 0, 0, false, false, "", "", GREY },
};

void docx_print_text(struct buf *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.bytes[i]) {
        case '<': buf_str(out, "&lt;"); break;
        case '>': buf_str(out, "&gt;"); break;
        case '&': buf_str(out, "&amp;"); break;
        case '"': buf_str(out, "&quot;"); break;
        default: buf_byte(out, text.bytes[i]); break;
        }
    }
}

static void print_style(struct buf *out, const struct style *style)
{
    buf_printf(out, "<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
                    "<w:basedOn w:val=\"Normal\"/>", style->id, style->name);
    if (style->next)
        buf_printf(out, "<w:next w:val=\"%s\"/>", style->next);
    buf_printf(out, "<w:qFormat/><w:pPr>%s%s<w:spacing w:before=\"%d\" w:after=\"%d\"/>%s",
               style->keeps_next ? "<w:keepNext/><w:keepLines/>" : "", style->first, style->before,
               style->after, style->last);
    if (style->level)
        buf_printf(out, "<w:outlineLvl w:val=\"%d\"/>", style->level - 1);
    buf_str(out, "</w:pPr><w:rPr>");
    if (style->run[0] == '<' && style->run[3] == 'r')
        buf_str(out, style->run); /* fonts come first, colours after bold */
    buf_str(out, style->is_bold ? "<w:b/><w:bCs/>" : "");
    if (style->run[0] == '<' && style->run[3] == 'c')
        buf_str(out, style->run);
    if (style->size)
        buf_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", style->size, style->size);
    buf_str(out, "</w:rPr></w:style>");
}

static const char character_styles[] =
    "<w:style w:type=\"character\" w:styleId=\"Emphasis\"><w:name w:val=\"Emphasis\"/><w:qFormat/>"
    "<w:rPr><w:i/><w:iCs/></w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Strong\"><w:name w:val=\"Strong\"/><w:qFormat/>"
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"CodeWords\"><w:name w:val=\"Code Words\"/><w:qFormat/>"
    "<w:rPr>" MONOSPACED "</w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>"
    "<w:rPr><w:color w:val=\"1D70B8\"/><w:u w:val=\"single\"/></w:rPr></w:style>";

static const char table_style[] =
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
    "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>"
    "<w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>"
    "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
    "<w:style w:type=\"table\" w:styleId=\"ReportTable\"><w:name w:val=\"Report Table\"/>"
    "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
    "<w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"0B0C0C\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B1B4B6\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B1B4B6\"/>"
    "</w:tblBorders></w:tblPr></w:style>";

struct text docx_styles(struct arena *arena, const struct document *document)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, DECLARATION "<w:styles " WORD_SPACE "><w:docDefaults><w:rPrDefault><w:rPr>"
                  "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>"
                  "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"");
    docx_print_text(&out, document->front.language);
    buf_str(&out, "\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
                  "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
                  "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:before=\"0\" w:after=\"160\" "
                  "w:line=\"288\" w:lineRule=\"auto\"/></w:pPr></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        print_style(&out, &styles[i]);
    buf_str(&out, character_styles);
    buf_str(&out, table_style);
    buf_str(&out, "</w:styles>");
    return buf_get(&out);
}

enum { LIST_LEVELS = 9 };

static void print_list(struct buf *out, int id, bool is_ordered)
{
    buf_printf(out, "<w:abstractNum w:abstractNumId=\"%d\">"
                    "<w:multiLevelType w:val=\"hybridMultilevel\"/>", id);
    for (int level = 0; level < LIST_LEVELS; level++) {
        buf_printf(out, "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/>"
                        "<w:lvlText w:val=\"",
                   level, is_ordered ? "decimal" : "bullet");
        if (is_ordered)
            buf_printf(out, "%%%d.", level + 1);
        else
            buf_str(out, level % 2 ? "\xE2\x80\x93" : "\xE2\x80\xA2");
        buf_printf(out, "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%d\" w:hanging=\"397\"/>"
                        "</w:pPr></w:lvl>",
                   794 + 397 * (level + 1));
    }
    buf_str(out, "</w:abstractNum>");
}

struct text docx_numbering(struct arena *arena, const struct docx_list *lists, uint32_t count)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, DECLARATION "<w:numbering " WORD_SPACE ">");
    print_list(&out, 1, false);
    print_list(&out, 2, true);
    buf_str(&out, "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>");
    for (uint32_t i = 0; i < count; i++)
        buf_printf(&out, "<w:num w:numId=\"%u\"><w:abstractNumId w:val=\"2\"/><w:lvlOverride w:ilvl=\"%u\">"
                         "<w:startOverride w:val=\"%u\"/></w:lvlOverride></w:num>",
                   i + 2, lists[i].level, lists[i].start);
    buf_str(&out, "</w:numbering>");
    return buf_get(&out);
}

struct text docx_properties(struct arena *arena, const struct document *document)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, DECLARATION
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
            "core-properties\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    docx_print_text(&out, document->front.title);
    buf_str(&out, "</dc:title><dc:language>");
    docx_print_text(&out, document->front.language);
    buf_str(&out, "</dc:language></cp:coreProperties>");
    return buf_get(&out);
}

struct text docx_header(struct arena *arena, const struct document *document)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, DECLARATION "<w:hdr " WORD_SPACE "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r>"
                  "<w:t xml:space=\"preserve\">");
    docx_print_text(&out, document->front.status);
    buf_str(&out, "</w:t></w:r></w:p></w:hdr>");
    return buf_get(&out);
}

struct text docx_footer(struct arena *arena, const struct document *document)
{
    struct buf out;
    buf_init(&out, arena);
    buf_str(&out, DECLARATION "<w:ftr " WORD_SPACE "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>"
                  "<w:tabs><w:tab w:val=\"right\" w:pos=\"9026\"/></w:tabs></w:pPr>"
                  "<w:r><w:t xml:space=\"preserve\">");
    docx_print_text(&out, document->front.title);
    buf_str(&out, "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
                  "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
                  "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
                  "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>");
    return buf_get(&out);
}
