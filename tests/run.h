#ifndef TESTS_RUN_H
#define TESTS_RUN_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a file or stream, with a NUL behind them. */
struct bytes {
    char *at;
    size_t length;
};

/* What one run of the program did. */
struct run {
    struct bytes out;
    struct bytes err;
    int code; /* its exit code; 128 + the signal that ended it; -1: it was too slow */
};

enum { RUN_SECONDS = 20 };

/* Runs `arguments` (NULL-terminated, the program first) with `input` (or nothing, where NULL) on
 * standard input, in an environment of fixed language, zone and width. */
struct run run_program(char *const arguments[], const struct bytes *input);

/* Frees what a run brought. */
void run_free(struct run *run);

/* Reads a whole file; false where it is not there. */
bool bytes_read(const char *path, struct bytes *out);

/* Writes a whole file; ends the test program where that fails. */
void bytes_write(const char *path, struct bytes bytes);

/* Appends to `bytes`, which grows. */
void bytes_add(struct bytes *bytes, const char *more, size_t length);

#endif
