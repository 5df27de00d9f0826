#ifndef ENGINE_OUTPUT_H
#define ENGINE_OUTPUT_H

#include "engine/engine.h"
#include "engine/writer.h"

/* One way to write down what an engine finds. */
struct output_format {
    const char *name;     /* as after `--format` */
    const char *sentence; /* what it is, for the manual */
    /* A sink that writes so, for this model. */
    struct eval_sink *(*begin)(struct model *model, struct writer *writer);
    /* Writes what comes after the last case. */
    void (*end)(struct eval_sink *sink);
};

/* All formats, the one that is taken without `--format` first; `count` is set. */
const struct output_format *output_formats(size_t *count);

/* The format with this name; NULL where there is none. */
const struct output_format *output_find(const char *name);

/* output_ndjson.c, output_csv.c, output_summary.c: what the table of formats is made of. */
struct eval_sink *ndjson_begin(struct model *model, struct writer *writer);
void ndjson_end(struct eval_sink *sink);
struct eval_sink *csv_begin(struct model *model, struct writer *writer);
void csv_end(struct eval_sink *sink);
struct eval_sink *summary_begin(struct model *model, struct writer *writer);
void summary_end(struct eval_sink *sink);

#endif
