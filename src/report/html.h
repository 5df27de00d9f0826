#ifndef REPORT_HTML_H
#define REPORT_HTML_H

struct buf;
struct document;

/* Appends a finished document as one HTML page that needs nothing else: no script, no other file. */
void html_write(struct buf *out, const struct document *document);

#endif
