#ifndef DIAG_EXCERPT_H
#define DIAG_EXCERPT_H

#include "diag/paint.h"
#include "diag/place.h"
#include "diag/view.h"

/* Marks in one excerpt at most. */
enum { EXCERPT_MOST_MARKS = 50 };

/* Bytes of a source to point at, with a word on them. */
struct mark {
    uint32_t start;
    uint32_t end;
    struct text text; /* fit for a terminal, on one line; may be empty */
    bool is_main;
};

/* What prints excerpts, one after the other. */
struct excerpt {
    struct buf *out;
    bool colour;
    enum paint paint; /* of the main mark */
    uint32_t gutter;  /* columns the line numbers take */
    struct arena *arena;
    struct places *places;
    struct view view;
    VEC(uint32_t) lines; /* to be shown */
};

/* Prints the marked lines of a source with carets under them; the marks lie within the source. */
void excerpt_print(struct excerpt *excerpt, struct source *source, const struct mark *marks,
                   uint32_t count);

/* The last line of a mark. */
uint32_t excerpt_last_line(const struct excerpt *excerpt, struct source *source,
                           const struct mark *mark);

/* Appends the gutter without a number. */
void excerpt_print_gutter(const struct excerpt *excerpt);

#endif
