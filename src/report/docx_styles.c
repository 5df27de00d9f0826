/* The styles of a .docx, in the plain manner of public documents, and the numbering of its lists. A template
 * brings its own styles; those of ours that it lacks are added to them. */
#include "report/docx_template.h"

#define LEFT_LINE                                                                                  \
    "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"12\" w:color=\"B1B4B6\"/></w:pBdr>"
#define NUMBER_TAB "<w:tabs><w:tab w:val=\"left\" w:pos=\"794\"/></w:tabs>"
#define GREY "<w:color w:val=\"505A5F\"/>"
#define BLUE "<w:color w:val=\"1D70B8\"/><w:u w:val=\"single\"/>"
#define MONOSPACED                                                                                 \
    "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>"
#define RAISED "<w:vertAlign w:val=\"superscript\"/>"
#define CENTRED "<w:jc w:val=\"center\"/>"

enum kind { OF_PARAGRAPHS, OF_WORDS, OF_TABLES };

/* A style. The format wants its properties in one order: those before the spacing, the spacing, those after
 * it; fonts before bold, colours after it. */
struct style {
    const char *id;
    const char *name;
    enum kind kind;
    bool is_bold;
    bool keeps_next;    /* on one page with what follows */
    bool is_followed_by_normal;
    int size;           /* half points; 0: as Normal */
    int before, after;  /* space, in twentieths of a point */
    int level;          /* of a heading, from 1; 0: none */
    const char *first, *last;    /* properties before and after the spacing */
    const char *fonts, *colours; /* of its words */
};

#define HEADING(number, half_points, above, below)                                                 \
    { .id = "Heading" #number, .name = "heading " #number, .size = (half_points), .before = (above), \
      .after = (below), .level = (number), .is_bold = true, .keeps_next = true,                    \
      .is_followed_by_normal = true }

static const struct style styles[] = {
    [STYLE_NORMAL] = { .id = "Normal", .name = "Normal", .after = 160 },
    [STYLE_TITLE] = { .id = "Title", .name = "Title", .size = 56, .after = 120, .is_bold = true,
                      .keeps_next = true, .is_followed_by_normal = true },
    [STYLE_SUBTITLE] = { .id = "Subtitle", .name = "Subtitle", .size = 32, .after = 360, .colours = GREY,
                         .is_followed_by_normal = true },
    [STYLE_STATUS] = { .id = "Status", .name = "Status", .after = 120, .is_bold = true,
                       .is_followed_by_normal = true },
    [STYLE_HEADING1] = HEADING(1, 40, 480, 160),
    [STYLE_HEADING2] = HEADING(2, 32, 360, 120),
    [STYLE_HEADING3] = HEADING(3, 28, 280, 100),
    [STYLE_HEADING4] = HEADING(4, 24, 240, 80),
    [STYLE_HEADING5] = HEADING(5, 24, 240, 80),
    [STYLE_HEADING6] = HEADING(6, 24, 240, 80),
    [STYLE_NUMBERED] = { .id = "NumberedParagraph", .name = "Numbered Paragraph", .after = 160,
                         .first = NUMBER_TAB, .last = "<w:ind w:left=\"794\" w:hanging=\"794\"/>" },
    [STYLE_LIST] = { .id = "ListParagraph", .name = "List Paragraph", .after = 80 },
    [STYLE_QUOTE] = { .id = "Quote", .name = "Quote", .before = 120, .after = 160, .first = LEFT_LINE,
                      .last = "<w:ind w:left=\"567\"/>", .is_followed_by_normal = true },
    [STYLE_CODE_BLOCK] = { .id = "CodeBlock", .name = "Code Block", .size = 20, .after = 160,
                           .fonts = MONOSPACED },
    [STYLE_CAPTION] = { .id = "Caption", .name = "caption", .size = 22, .before = 240, .after = 80,
                        .is_bold = true, .keeps_next = true, .is_followed_by_normal = true },
    [STYLE_FIGURE] = { .id = "FigurePicture", .name = "Figure Picture", .before = 80, .after = 160,
                       .last = CENTRED, .is_followed_by_normal = true },
    [STYLE_LABEL] = { .id = "FigureLabel", .name = "Figure Label", .size = 22, .before = 120, .after = 60,
                      .is_bold = true, .keeps_next = true, .is_followed_by_normal = true },
    [STYLE_TABLE_TEXT] = { .id = "TableText", .name = "Table Text", .size = 20, .before = 40, .after = 40 },
    [STYLE_TABLE_HEADING] = { .id = "TableHeading", .name = "Table Heading", .size = 20, .before = 40,
                              .after = 40, .is_bold = true, .keeps_next = true },
    [STYLE_SMALL_TEXT] = { .id = "SmallTableText", .name = "Small Table Text", .size = 18, .before = 40,
                           .after = 40 },
    [STYLE_SMALL_HEADING] = { .id = "SmallTableHeading", .name = "Small Table Heading", .size = 18,
                              .before = 40, .after = 40, .is_bold = true, .keeps_next = true },
    [STYLE_TOC_HEADING] = { .id = "TOCHeading", .name = "TOC Heading", .size = 32, .before = 360,
                            .after = 120, .is_bold = true, .keeps_next = true,
                            .is_followed_by_normal = true },
    [STYLE_TOC1] = { .id = "TOC1", .name = "toc 1", .before = 60, .after = 60 },
    [STYLE_TOC2] = { .id = "TOC2", .name = "toc 2", .after = 60, .last = "<w:ind w:left=\"397\"/>" },
    [STYLE_TOC3] = { .id = "TOC3", .name = "toc 3", .after = 60, .last = "<w:ind w:left=\"794\"/>" },
    [STYLE_HEADER] = { .id = "Header", .name = "header", .size = 20 },
    [STYLE_FOOTER] = { .id = "Footer", .name = "footer", .size = 20, .colours = GREY },
    [STYLE_NOTE] = { .id = "FootnoteText", .name = "footnote text", .size = 20, .after = 40 },
    [STYLE_CODE_WORDS] = { .id = "CodeWords", .name = "Code Words", .kind = OF_WORDS, .fonts = MONOSPACED },
    [STYLE_HYPERLINK] = { .id = "Hyperlink", .name = "Hyperlink", .kind = OF_WORDS, .colours = BLUE },
    [STYLE_NOTE_MARK] = { .id = "FootnoteReference", .name = "footnote reference", .kind = OF_WORDS,
                          .colours = RAISED },
    [STYLE_TABLE_PLAIN] = { .id = "TableNormal", .name = "Normal Table", .kind = OF_TABLES },
    [STYLE_TABLE] = { .id = "ReportTable", .name = "Report Table", .kind = OF_TABLES },
};

_Static_assert(sizeof styles / sizeof *styles == STYLE_COUNT, "one for each style");

const char *docx_style_name(enum docx_style style)
{
    return styles[style].name;
}

const char *docx_style_id(enum docx_style style)
{
    return styles[style].id;
}

const char *docx_style_type(enum docx_style style)
{
    static const char *const types[] = { "paragraph", "character", "table" };
    return types[styles[style].kind];
}

/* Writing */

static const char line_spacing[] = " w:line=\"288\" w:lineRule=\"auto\"";

static const char cell_margins[] =
    "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
    "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar>";

static const char table_lines[] =
    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"0B0C0C\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B1B4B6\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B1B4B6\"/></w:tblBorders>";

static const char heading_row[] =
    "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" "
    "w:space=\"0\" w:color=\"0B0C0C\"/></w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" "
    "w:fill=\"F3F2F1\"/><w:vAlign w:val=\"bottom\"/></w:tcPr></w:tblStylePr>";

static void print_reference(struct buf *out, const char *tag, struct text id)
{
    buf_printf(out, "<w:%s w:val=\"", tag);
    docx_print_text(out, id);
    buf_str(out, "\"/>");
}

static void print_if(struct buf *out, const char *markup)
{
    buf_str(out, markup ? markup : "");
}

static void print_paragraph_properties(struct buf *out, const struct style *style, bool is_normal)
{
    buf_str(out, "<w:pPr>");
    buf_str(out, style->keeps_next ? "<w:keepNext/><w:keepLines/>" : "");
    print_if(out, style->first);
    buf_printf(out, "<w:spacing w:before=\"%d\" w:after=\"%d\"%s/>", style->before, style->after,
               is_normal ? line_spacing : "");
    print_if(out, style->last);
    if (style->level)
        buf_printf(out, "<w:outlineLvl w:val=\"%d\"/>", style->level - 1);
    buf_str(out, "</w:pPr>");
}

static void print_run_properties(struct buf *out, const struct style *style)
{
    buf_str(out, "<w:rPr>");
    print_if(out, style->fonts);
    buf_str(out, style->is_bold ? "<w:b/><w:bCs/>" : "");
    print_if(out, style->colours);
    if (style->size)
        buf_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", style->size, style->size);
    buf_str(out, "</w:rPr>");
}

static void print_table_properties(struct buf *out, enum docx_style style)
{
    bool is_plain = style == STYLE_TABLE_PLAIN;
    buf_printf(out, "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>%s%s</w:tblPr>%s",
               is_plain ? "" : table_lines, cell_margins, is_plain ? "" : heading_row);
}

/* The name space is said again within a template, which may call it otherwise. */
static void print_style(struct buf *out, const struct docx_template *template, enum docx_style which)
{
    const struct style *style = &styles[which];
    bool is_basic = which == STYLE_NORMAL || which == STYLE_TABLE_PLAIN;
    buf_printf(out, "<w:style%s w:type=\"%s\"%s w:styleId=\"", template->is_given ? " " DOCX_WORD_SPACE : "",
               docx_style_type(which), is_basic ? " w:default=\"1\"" : "");
    docx_print_text(out, template->ids[which]);
    buf_printf(out, "\"><w:name w:val=\"%s\"/>", style->name);
    if (!is_basic && style->kind != OF_WORDS)
        print_reference(out, "basedOn",
                        template->ids[style->kind == OF_TABLES ? STYLE_TABLE_PLAIN : STYLE_NORMAL]);
    if (style->is_followed_by_normal)
        print_reference(out, "next", template->ids[STYLE_NORMAL]);
    buf_str(out, "<w:qFormat/>");
    if (style->kind == OF_PARAGRAPHS)
        print_paragraph_properties(out, style, is_basic);
    if (style->kind == OF_TABLES)
        print_table_properties(out, which);
    else
        print_run_properties(out, style);
    buf_str(out, "</w:style>");
}

static void print_defaults(struct buf *out, const struct document *document)
{
    buf_str(out, DOCX_DECLARATION "<w:styles " DOCX_WORD_SPACE "><w:docDefaults><w:rPrDefault><w:rPr>"
                 "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>"
                 "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"");
    docx_print_text(out, document->front.language);
    buf_str(out, "\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>");
}

struct text docx_styles(struct arena *arena, const struct docx_template *template,
                        const struct document *document)
{
    struct buf out;
    buf_init(&out, arena);
    if (template->is_given)
        buf_text(&out, template->styles_head);
    else
        print_defaults(&out, document);
    for (enum docx_style style = 0; style < STYLE_COUNT; style++) {
        if (template->is_ours[style])
            print_style(&out, template, style);
    }
    if (template->is_given)
        buf_text(&out, template->styles_tail);
    else
        buf_str(&out, "</w:styles>");
    return buf_get(&out);
}

/* Lists */

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
    buf_str(&out, DOCX_DECLARATION "<w:numbering " DOCX_WORD_SPACE ">");
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
