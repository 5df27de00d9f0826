#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

struct buf;

/* Appends the style sheet of HTML reports, a line feed behind each line. It holds no data and no `<`. */
void style_print(struct buf *out);

#endif
