#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "report/figure.h"
#include "rules/interp.h"
#include "types/figures.h"

struct blocks;
struct builder;

/* Adds the figure that a `timeline` or `diagram` part asks for. */
void figures_add(struct builder *builder, struct blocks *into, const struct ast_node *part);

/* What stands above the figure if nothing else is said. */
const char *figures_title(const struct wording *words, enum figure_word word);

/* A figure of a whole case, of the kind that suits it best; false where the case has nothing to draw.
 * Without `is_public`, confidential values in it, and in the title to be put above it, are let through. */
bool figures_draw_case(struct interp *interp, enum figure_word word, bool is_public, struct text title,
                       struct figure *out);

#endif
