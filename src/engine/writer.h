#ifndef ENGINE_WRITER_H
#define ENGINE_WRITER_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

/* Output on its way to a file: gathered in one buffer, handed on whenever that is full. */
struct writer {
    char *bytes;
    size_t length;
    bool (*write)(void *context, struct text text); /* false where it could not be written */
    void *context;
    bool has_failed; /* and so the rest is dropped */
};

enum { WRITER_SIZE = 1 << 18 };

/* A writer with nothing in it. */
void writer_init(struct writer *writer, struct arena *arena,
                 bool (*write)(void *context, struct text text), void *context);

/* Hands on what is left; false where anything could not be written. */
bool writer_flush(struct writer *writer);

/* Appends a text of any length. */
void writer_text(struct writer *writer, struct text text);

/* Appends a C string. */
void writer_str(struct writer *writer, const char *string);

/* Appends one byte. */
static inline void writer_byte(struct writer *writer, char byte)
{
    if (writer->length == WRITER_SIZE)
        writer_flush(writer);
    writer->bytes[writer->length++] = byte;
}

#endif
