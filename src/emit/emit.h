#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

/* What a model is written as for other programs. To add a form is to write a function and a line of the
 * table in emit.c. */

#include "names/model.h"

#include "base/buf.h"
#include "base/vec.h"

/* What is written: a file, or some. */
struct emit_files {
    struct arena *arena;
    VEC(struct emit_file { struct text name; struct text text; }) list;
};

/* Adds one. */
void emit_file(struct emit_files *files, struct text name, struct text text);

/* What an emitter is given: a model without errors. It looks up nothing else and opens no file. */
struct emit_input {
    struct model *model;
    const struct kind *of; /* the kind that was asked for, or NULL */
    bool with_main;        /* a whole program is wanted */
};

struct emitter {
    const char *name;
    const char *sentence;
    bool is_folder;  /* it is some files */
    bool reads_data; /* what is imported matters; otherwise data files need not be there */
    /* Writes the model; false with `*why`, the end of a sentence, where there is nothing to write. */
    bool (*write)(const struct emit_input *input, struct emit_files *files, struct text *why);
};

/* The emitter with this name, or NULL. */
const struct emitter *emit_find(const char *name);

/* All of them; `count` is set. */
const struct emitter *emit_list(size_t *count);

/* schema.c: the JSON Schema of what an import of JSON reads. */
bool schema_write(const struct emit_input *input, struct emit_files *files, struct text *why);

#endif
