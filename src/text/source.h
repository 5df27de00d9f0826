#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

#include "base/text.h"
#include "text/span.h"

struct arena;

/* One file of the compilation, whole in memory, byte order mark stripped, two NULs behind the last byte. */
struct source {
    uint32_t index;
    const char *path; /* as shown: never absolute unless the user wrote it so */
    char *bytes;
    size_t length;
    uint32_t *lines; /* where each line starts; made when first asked for */
    uint32_t line_count;
};

/* Files larger than this are refused before they are read. */
#define SOURCE_LARGEST ((size_t)512 * 1024 * 1024)

enum source_status {
    SOURCE_OK,
    SOURCE_MISSING,
    SOURCE_UNREADABLE, /* errno tells why */
    SOURCE_NOT_A_FILE, /* a folder, pipe or device */
    SOURCE_TOO_LARGE,
    SOURCE_OUTSIDE,    /* by `..`, an absolute path or a symbolic link, outside the project's folder */
};

/* Reads a file named by the user; "-" is standard input. */
enum source_status source_read(struct arena *arena, const char *path, struct source *out);

/* Reads `path` (relative, no `..`) below `root`, following no symbolic link. */
enum source_status source_read_beneath(struct arena *arena, const char *root, const char *path,
                                       struct source *out);

/* Makes a source of bytes in memory, which are copied. */
void source_of_text(struct arena *arena, const char *path, struct text text, struct source *out);

/* A place for people: line and column from 1, the column in code points. */
struct position {
    uint32_t line;
    uint32_t column;
};

/* The position of a byte of a source. */
struct position source_position(struct arena *arena, struct source *source, uint32_t offset);

/* The bytes of line `line` (from 1), without its line end. */
struct text source_line(struct arena *arena, struct source *source, uint32_t line);

/* The bytes of a span. */
struct text source_text(const struct source *source, struct span span);

#endif
