#ifndef REPORT_TYPST_PARTS_H
#define REPORT_TYPST_PARTS_H

/* What the files that write Typst share; others use report/typst.h. */

#include "base/buf.h"
#include "base/vec.h"
#include "report/document.h"

/* The room for text on a sheet of A4: typst_style.c sets the margins that leave it. */
enum {
    TYPST_WIDTH_MM = 160,
    TYPST_HEIGHT_MM = 242,
    TYPST_WIDTH = 9071 /* the same in twentieths of a point */
};

/* A document on its way into Typst's markup. */
struct typst {
    struct arena *arena;
    struct buf *out;
    const struct document *document;
    const struct wording *words;
    VEC(struct text) waiting; /* ids for the next words, wherever they stand */
    bool is_at_start;         /* right behind a bracket */
    bool has_numbers;         /* some paragraph has a number in the margin */
    bool is_in_section;       /* only there have they */
    uint32_t depth;           /* of lists, quotes and words of figures */
};

/* report/typst_text.c. Each appends one thing in one of Typst's contexts. */

/* Words, where markup is read: all of it comes out as words. */
void typst_print_text(struct buf *out, struct text text);

/* A string, with its quotation marks. */
void typst_print_string(struct buf *out, struct text text);

/* `<id>`, which marks what stands before it, or names it; nothing for an empty id. */
void typst_print_label(struct buf *out, struct text id);

/* Words with their markup; `has_links` is false in headings, which the contents repeat. */
void typst_add_runs(struct typst *typst, const struct runs *runs, bool has_links);

/* Lets links to `id` lead to the next words. */
void typst_await(struct typst *typst, struct text id);

/* Writes places for the ids that wait. */
void typst_add_places(struct typst *typst);

/* report/typst.c: an empty line before a block. */
void typst_start_block(struct typst *typst);

/* report/typst_style.c: what stands before the words of a document. */
void typst_add_preamble(struct typst *typst);

/* report/typst_table.c */
void typst_add_table(struct typst *typst, const struct block *block);

/* report/typst_figure.c: the drawing alone, with its caption. */
void typst_add_drawing(struct typst *typst, const struct block *block);

#endif
