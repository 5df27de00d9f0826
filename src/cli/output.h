#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/text.h"

#include <stdbool.h>

struct arena;

/* Writes `text` to the file at `path`, whole or not at all: a temporary file beside it, synced, then
 * renamed. False with errno set where that failed; no temporary file is left. */
bool output_write_file(struct arena *arena, const char *path, struct text text);

/* Whether the file at `path` holds just this text. */
bool output_is_same(const char *path, struct text text);

/* A file being written that appears at its path once it is whole. */
struct output_file {
    struct arena *arena;
    const char *path;
    const char *temporary;
    int descriptor;
};

/* Begins such a file; false with errno set. */
bool output_begin(struct output_file *file, struct arena *arena, const char *path);

/* Puts the file at its path; false with errno set where that failed, and then it is gone. */
bool output_finish(struct output_file *file);

/* Removes what was written so far; errno is left as it was. */
void output_abandon(struct output_file *file);

/* Why something could not be written, by `errno`, in words that say what to look at. */
const char *output_reason(int error);

/* Makes the folder `path` and those above it where they are missing. False with errno set. */
bool output_make_folder(struct arena *arena, const char *path);

/* Writes all of `text` to an open stream's descriptor; false where that failed. */
bool output_write_stream(int descriptor, struct text text);

#endif
