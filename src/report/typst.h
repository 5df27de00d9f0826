#ifndef REPORT_TYPST_H
#define REPORT_TYPST_H

#include "base/text.h"

#include <stdint.h>

struct arena;
struct buf;
struct document;

/* Appends a finished document as the source of Typst, made to pass its PDF/UA-1 mode. Drawings of figures are
 * in it, or lie beside it where the figures name a file. */
void typst_write(struct buf *out, const struct document *document);

/* The file of one part of a drawing, counted from 0: "x.svg" and then "x-part-2.svg" and so on. */
struct text typst_part_file(struct arena *arena, struct text file, uint32_t part);

#endif
