#ifndef REPORT_DOCX_H
#define REPORT_DOCX_H

#include "base/text.h"

struct buf;
struct document;
struct docx_template;
struct session;

/* Draws the document's figures as PNG by the program; false where one could not be drawn, and
 * from there on figures stand in words only. What would fill many pages stays in words, and that is told.
 * Before docx_write, or never. */
bool docx_make_pictures(struct session *session, struct document *document, const char *program);

/* A template in the bytes of a .docx: an organisation's own styles, headers, footers and page. NULL, and a
 * diagnostic told, where it cannot be used. */
const struct docx_template *docx_template_read(struct session *session, const char *path, struct text bytes);

/* Appends a finished document as Office Open XML (.docx), the same bytes for the same document: real heading
 * styles, header rows that repeat, captions as fields, language and title; no author, date or path. The
 * template may be NULL. */
void docx_write(struct buf *out, const struct document *document, const struct docx_template *template);

#endif
