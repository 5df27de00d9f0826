#ifndef REPORT_DOCX_TEMPLATE_H
#define REPORT_DOCX_TEMPLATE_H

/* What a template gives a document: styles, page, headers, footers, theme and fonts. Of its words only those
 * in headers and footers are taken over. */

#include "report/docx_parts.h"

enum docx_side { SIDE_HEADER, SIDE_FOOTER, SIDE_COUNT };

/* On which pages a header or footer stands. */
enum docx_use { USE_DEFAULT, USE_FIRST, USE_EVEN, USE_COUNT };

/* A file of the template that goes into the package. */
struct docx_carried {
    const char *name;
    const char *type;     /* NULL: it says what belongs to what */
    const char *relation; /* how the document refers to it, or NULL where it does not */
    struct text text;
};

struct docx_template {
    bool is_given;
    struct text ids[STYLE_COUNT];
    bool is_ours[STYLE_COUNT]; /* it is not in the template */
    struct text styles_head;   /* the template's styles up to their end, where ours are added */
    struct text styles_tail;
    struct docx_page page;
    VEC(struct docx_carried) carried;
    struct docx_carried *sides[SIDE_COUNT][USE_COUNT]; /* headers and footers; NULL: none */
    size_t status_at[USE_COUNT]; /* in headers: the byte before which words may be added */
};

/* No template: our own styles on A4. */
const struct docx_template *docx_template_none(struct arena *arena);

/* The room for text on a page, between its margins. */
uint32_t docx_page_inner_width(const struct docx_page *page);
uint32_t docx_page_inner_height(const struct docx_page *page);

/* report/docx_template_styles.c: finds our styles among the template's by their names, whatever their ids;
 * NULL, or what is wrong. */
const char *docx_template_take_styles(struct docx_template *template, struct arena *arena, struct text xml);

/* report/docx_template_page.c: what the last section of a template's text says of its page, and which headers
 * and footers it refers to. */
struct docx_section {
    struct docx_page page;
    struct text sides[SIDE_COUNT][USE_COUNT]; /* relation ids, or empty */
};
const char *docx_template_read_section(struct arena *arena, struct text xml, struct docx_section *section);

/* Whether the settings ask for other headers on even pages. */
const char *docx_template_read_settings(struct text xml, bool *has_other_even);

/* report/docx_template_words.c: checks a header, footer or other part that is taken over: no numbering (that
 * is the document's own), no fields that read files or run programs, nothing from outside. `out` is what is
 * left of it; `end`, which may be NULL, where its last tag begins. */
const char *docx_template_check_part(struct arena *arena, struct text xml, struct text *out, size_t *end);

#endif
