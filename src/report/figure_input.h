#ifndef REPORT_FIGURE_INPUT_H
#define REPORT_FIGURE_INPUT_H

/* From instances to what figures are drawn from. Every text goes through the builder's guard. */

#include "report/builder.h"
#include "report/figure.h"
#include "types/figures.h"

/* What a figure shows, and the way to ask for its lanes. */
struct figure_request {
    struct builder *builder;
    enum figure_word word;
    struct figure_fields fields;
    struct value found;            /* the instances, in their order */
    const struct ast_query *query; /* NULL: the whole case */
    const struct ast_node *lanes;  /* NULL: `lane_field`, or a single lane */
    const struct field *lane_field;
    struct span at;                /* where to point for texts that no instance has */
};

/* The events of a timeline. */
struct timeline input_timeline(const struct figure_request *request);

/* The boxes and arrows of the other figures. */
struct diagram input_diagram(const struct figure_request *request);

/* A text for a figure: guarded. */
struct text input_text(const struct figure_request *request, struct text text, struct span at);

#endif
