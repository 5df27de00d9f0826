#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

/* What a model is written as for other programs. To add a form is to write a function and a line of the
 * table in emit.c. */

#include "names/model.h"

struct buf;

/* What an emitter is given: a model without errors. It looks up nothing else and opens no file. */
struct emit_input {
    struct model *model;
    const struct kind *of; /* the kind that was asked for, or NULL */
};

struct emitter {
    const char *name;
    const char *suffix;
    const char *sentence;
    bool reads_data; /* what is imported matters; otherwise data files need not be there */
    /* Writes the model; false with `*why` where it has nothing to write. */
    bool (*write)(struct buf *out, const struct emit_input *input, const char **why);
};

/* The emitter with this name, or NULL. */
const struct emitter *emit_find(const char *name);

/* All of them; `count` is set. */
const struct emitter *emit_list(size_t *count);

/* schema.c: the JSON Schema of what an import of JSON reads. */
bool schema_write(struct buf *out, const struct emit_input *input, const char **why);

#endif
