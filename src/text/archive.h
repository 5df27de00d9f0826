#ifndef TEXT_ARCHIVE_H
#define TEXT_ARCHIVE_H

#include "base/text.h"

#include <stdint.h>

struct arena;

/* A zip file from somebody else, read as if it were hostile: nothing that its head says is believed, and
 * nothing is written anywhere. */
struct archive;

enum {
    ARCHIVE_MOST_ENTRIES = 10000,
    ARCHIVE_LARGEST_ENTRY = 64 * 1024 * 1024,
    ARCHIVE_LARGEST = 256 * 1024 * 1024, /* of all that is read from it */
    ARCHIVE_MOST_RATIO = 100,            /* unpacked to packed, where it is not small */
};

/* The archive in `bytes`, which must outlive it; or NULL, and `fault` says why, as the end of a sentence that
 * begins with the file's name: "is no zip file". */
struct archive *archive_open(struct arena *arena, struct text bytes, const char **fault);

/* Gives back what libzip holds. */
void archive_close(struct archive *archive);

/* Whether there is a file of that name. */
bool archive_has(const struct archive *archive, struct text name);

/* Reads a file whole into the archive's arena; false, and `fault` says why, where it is not there or is not
 * what it says it is. */
bool archive_read(struct archive *archive, struct text name, struct text *out, const char **fault);

#endif
