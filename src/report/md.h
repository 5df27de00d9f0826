#ifndef REPORT_MD_H
#define REPORT_MD_H

struct buf;
struct document;

/* Appends a finished document as CommonMark with GitHub tables. The only HTML in it is `<a id="..."></a>`
 * at places that a link of the document leads to. */
void md_write(struct buf *out, const struct document *document);

#endif
