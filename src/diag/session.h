#ifndef DIAG_SESSION_H
#define DIAG_SESSION_H

#include "base/name.h"
#include "base/vec.h"
#include "text/source.h"

struct diag;
struct stretches;

enum { DATA_MOST = 64 };

/* What the user asked for that more than one pass must know. */
struct options {
    bool show_values;       /* confidential values may stand in diagnostics */
    bool deny_warnings;     /* a warning counts as an error for the exit code */
    bool colour;
    size_t max_shown;       /* diagnostics printed at most; 0: all */
    size_t max_conclusions; /* what rules may conclude at most */
    size_t max_errors;      /* mistakes in tables after which no more of them is read */
    bool without_data;      /* imports are checked, and their files not read */
    const char *root;       /* the folder that `use "path"` may not leave; NULL: the first file's own */
    const char *graphviz;   /* the `dot` that figures may ask for an order; NULL: none is asked */
    const char *rsvg;       /* the `rsvg-convert` that makes pictures for Word; NULL: none is asked */
    const char *stdlib;     /* the folder of the standard modules */
    const char *data[DATA_MOST]; /* folders and files that tables are taken from instead of the model's own */
    size_t data_count;
};

/* A source that is a table: diagnostics show of it only what the import reads and nobody called
 * confidential; `find` adds the rest to `hidden` when a diagnostic first points there. */
struct session_table {
    uint32_t file;
    void (*find)(const void *context, const struct source *source, struct stretches *hidden);
    const void *context;
};

/* What every pass is handed: memory, names, texts and the messages so far. */
struct session {
    struct arena *arena;
    struct name_table *names;
    struct options options;
    size_t large_source; /* from so many bytes on, a source is scanned by a thread of its own */
    VEC(struct source *) sources;
    VEC(struct diag *) diags;
    size_t error_count;
    size_t warning_count;
    /* What diagnostics must mask unless options.show_values: places, values, and field names. */
    VEC(struct span) secret_spans;
    VEC(struct text) secret_values;
    VEC(const struct name *) secret_fields;
    VEC(struct session_table) tables;
};

/* A session with nothing in it, in `arena`. */
struct session *session_new(struct arena *arena);

/* Adds a source; its index is set. */
struct source *session_add_source(struct session *session, const struct source *source);

/* The source a span lies in. */
struct source *session_source(const struct session *session, struct span span);

#endif
