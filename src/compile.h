#ifndef COMPILE_H
#define COMPILE_H

#include "diag/session.h"
#include "names/model.h"

/* How far a compilation goes. */
enum stage { STAGE_LEX, STAGE_PARSE, STAGE_NAMES, STAGE_TYPES, STAGE_FACTS, STAGE_EVAL, STAGE_COUNT };

struct interp;

/* One compilation: what every pass shares and what they made. The one door for command line and server. */
struct compile {
    struct session *session;
    struct model *model;
    enum stage stage; /* the last one done */
    struct interp *interp; /* the facts with what the rules concluded; NULL before `eval` */
    bool is_readable; /* the file itself could be read */
};

/* Compiles the file at `path` as far as `last`, or until errors make what follows meaningless; the
 * diagnostics are sorted. The session is the caller's. */
struct compile compile_file(struct session *session, const char *path, enum stage last);

/* The stage with this name; STAGE_COUNT where there is none. */
enum stage stage_find(const char *name);

/* Prints what a stage made, for `--dump` and the golden files; false where that stage prints nothing. */
bool compile_dump(struct buf *out, const struct compile *compile, enum stage stage);

#endif
