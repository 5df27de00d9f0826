#ifndef REPORT_DOCX_PARTS_H
#define REPORT_DOCX_PARTS_H

/* What the files that write a .docx share; others use report/docx.h. */

#include "base/text.h"

#include <stdint.h>

struct arena;
struct buf;
struct document;

/* A file inside the package. */
struct docx_part {
    const char *name;
    struct text text;
};

/* A numbered list: at which level it stands, and its first number. */
struct docx_list {
    uint32_t level;
    uint32_t start;
};

/* report/docx_styles.c: the parts that are the same for every document but for its language and title. */
struct text docx_styles(struct arena *arena, const struct document *document);
struct text docx_numbering(struct arena *arena, const struct docx_list *lists, uint32_t count);
struct text docx_properties(struct arena *arena, const struct document *document);
struct text docx_header(struct arena *arena, const struct document *document);
struct text docx_footer(struct arena *arena, const struct document *document);

/* Appends text as XML character data, or as an attribute's value. */
void docx_print_text(struct buf *out, struct text text);

/* report/docx_package.c: appends a zip file of the parts, with one fixed time for all. */
void docx_pack(struct arena *arena, struct buf *out, const struct docx_part *parts, int count);

#endif
