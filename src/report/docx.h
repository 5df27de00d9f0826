#ifndef REPORT_DOCX_H
#define REPORT_DOCX_H

struct buf;
struct document;

/* Appends a finished document as Office Open XML (.docx), the same bytes for the same document: real heading
 * styles, header rows that repeat, captions as fields, language and title; no author, date or path. */
void docx_write(struct buf *out, const struct document *document);

#endif
