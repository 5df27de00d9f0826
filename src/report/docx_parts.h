#ifndef REPORT_DOCX_PARTS_H
#define REPORT_DOCX_PARTS_H

/* What the files that write a .docx share; others use report/docx.h. Lengths are in twentieths of a point,
 * as Word counts them, unless their name says otherwise. */

#include "base/buf.h"
#include "base/vec.h"
#include "report/document.h"

#define DOCX_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCX_WORD_SPACE "xmlns:w=\"" DOCX_WORD "\""
#define DOCX_TYPE "application/vnd.openxmlformats-officedocument."

/* The styles that a document is written in. A template may have them under other ids. */
enum docx_style {
    STYLE_NORMAL, STYLE_TITLE, STYLE_SUBTITLE, STYLE_STATUS,
    STYLE_HEADING1, STYLE_HEADING2, STYLE_HEADING3, STYLE_HEADING4, STYLE_HEADING5, STYLE_HEADING6,
    STYLE_NUMBERED, STYLE_LIST, STYLE_QUOTE, STYLE_CODE_BLOCK, STYLE_CAPTION, STYLE_FIGURE, STYLE_LABEL,
    STYLE_TABLE_TEXT, STYLE_TABLE_HEADING, STYLE_SMALL_TEXT, STYLE_SMALL_HEADING,
    STYLE_TOC_HEADING, STYLE_TOC1, STYLE_TOC2, STYLE_TOC3,
    STYLE_HEADER, STYLE_FOOTER, STYLE_NOTE,
    STYLE_CODE_WORDS, STYLE_HYPERLINK, STYLE_NOTE_MARK, /* of words, not of paragraphs */
    STYLE_TABLE_PLAIN, STYLE_TABLE,    /* of tables */
    STYLE_COUNT,
};

/* A sheet of paper and its margins. */
struct docx_page {
    uint32_t width, height;
    uint32_t top, right, bottom, left;
    uint32_t header, footer, gutter;
    bool has_other_first; /* the first page has a header and footer of its own */
    bool has_other_even;
};

/* A file inside the package. */
struct docx_part {
    const char *name;
    struct text text;
};

/* A package that is being put together: its files, what each is, and what the document refers to. */
struct docx_package {
    struct arena *arena;
    VEC(struct docx_part) parts;
    struct buf types;
    struct buf relations; /* of the document itself */
    uint32_t relation_count;
};

/* A numbered list: at which level it stands, and its first number. */
struct docx_list {
    uint32_t level;
    uint32_t start;
};

/* A document on its way into Word's markup. */
struct docx {
    struct arena *arena;
    struct buf *out;
    const struct document *document;
    const struct wording *words;
    const struct docx_template *template;
    struct docx_package *package;
    uint32_t bookmarks;
    uint32_t tables;
    uint32_t figures;
    uint32_t pictures;
    uint32_t depth; /* of lists */
    VEC(struct docx_list) lists; /* the numbered ones, in order */
    VEC(struct text) waiting;    /* bookmarks for the next paragraph, wherever it stands */
};

/* How words are marked. */
enum { IS_EMPHASIS = 1, IS_STRONG = 2, IS_CODE = 4, IS_LINK = 8 };

/* report/docx_text.c: words and paragraphs. */
void docx_open_paragraph(struct docx *docx, enum docx_style style, const char *more_properties);
void docx_close_paragraph(struct docx *docx);
void docx_add_run(struct docx *docx, struct text text, unsigned marks);
void docx_add_runs(struct docx *docx, const struct runs *runs, unsigned marks);
void docx_add_bookmark(struct docx *docx, struct text id);

/* Puts a bookmark into the next paragraph that is opened: lists, quotes and tables have no place for it. */
void docx_await_bookmark(struct docx *docx, struct text id);

void docx_open_link(struct docx *docx, struct text id);

/* Opens a field that Word fills in; until then it reads as what is added before it is closed. */
void docx_open_field(struct docx *docx, const char *instruction);
void docx_close_field(struct docx *docx);

/* A caption above a table or figure: a word, a number that Word counts anew, and the caption's own words. */
void docx_add_caption(struct docx *docx, const struct block *block, const char *word, const char *sequence,
                      uint32_t number);

/* Appends text as XML character data, or as an attribute's value. */
void docx_print_text(struct buf *out, struct text text);

/* report/docx_body.c: blocks one under the other. */
void docx_add_blocks(struct docx *docx, const struct blocks *blocks, enum docx_style style);

/* report/docx_notes.c: the mark of a note; and the part that holds the notes, once all marks are there. */
void docx_add_mark(struct docx *docx, const struct run *mark);
struct text docx_notes(struct docx *docx);

/* report/docx_table.c, report/docx_figure.c. */
void docx_add_table(struct docx *docx, const struct block *block);
void docx_add_figure(struct docx *docx, const struct block *block, enum docx_style style);

/* report/docx_styles.c: the styles that a template lacks, and what goes around them. */
struct text docx_styles(struct arena *arena, const struct docx_template *template,
                        const struct document *document);
struct text docx_numbering(struct arena *arena, const struct docx_list *lists, uint32_t count);

/* The name that Word knows a style by, whatever its id is. */
const char *docx_style_name(enum docx_style style);

/* Our own id of a style, and what it is of: "paragraph", "character" or "table". */
const char *docx_style_id(enum docx_style style);
const char *docx_style_type(enum docx_style style);

/* report/docx_package.c */
void docx_package_init(struct docx_package *package, struct arena *arena);

/* Adds a file; `type` is its content type. */
void docx_package_add(struct docx_package *package, const char *name, const char *type, struct text text);

/* Adds a file without a content type of its own: what says what belongs to what. */
void docx_package_add_relations(struct docx_package *package, const char *name, struct text text);

/* Lets the document refer to a file; the number of the reference, rIdN. */
uint32_t docx_package_relate(struct docx_package *package, const char *kind, const char *target);

/* Appends a zip file of it all, with one fixed time for all. */
void docx_pack(struct docx_package *package, struct buf *out);

#endif
