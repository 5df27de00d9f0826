#ifndef REPORT_SCRATCH_H
#define REPORT_SCRATCH_H

#include "base/text.h"

struct arena;

/* A new folder that only this user can look into, in TMPDIR or /tmp; NULL where none can be made. */
const char *scratch_new(struct arena *arena);

/* The path of a name in it. */
const char *scratch_path(struct arena *arena, const char *folder, const char *name);

/* Writes a new file there; false where that failed. */
bool scratch_write(const char *path, struct text text);

/* Reads a file of at most `most` bytes; false where there is none, or a larger one. */
bool scratch_read(struct arena *arena, const char *path, size_t most, struct text *text);

/* Removes the folder with all that is in it. */
void scratch_remove(const char *folder);

#endif
