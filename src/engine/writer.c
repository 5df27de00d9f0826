/* A buffer before a file: no call of the system, and no formatting, for each value. */
#include "engine/writer.h"

void writer_init(struct writer *writer, struct arena *arena,
                 bool (*write)(void *context, struct text text), void *context)
{
    *writer = (struct writer){ .write = write, .context = context };
    writer->bytes = ARENA_ARRAY(arena, char, WRITER_SIZE);
}

static void hand_on(struct writer *writer, struct text text)
{
    if (!writer->has_failed && text.length)
        writer->has_failed = !writer->write(writer->context, text);
}

bool writer_flush(struct writer *writer)
{
    hand_on(writer, (struct text){ writer->bytes, writer->length });
    writer->length = 0;
    return !writer->has_failed;
}

void writer_text(struct writer *writer, struct text text)
{
    if (text.length > WRITER_SIZE - writer->length) {
        writer_flush(writer);
        if (text.length > WRITER_SIZE) {
            hand_on(writer, text);
            return;
        }
    }
    if (text.length)
        memcpy(writer->bytes + writer->length, text.bytes, text.length);
    writer->length += text.length;
}

void writer_str(struct writer *writer, const char *string)
{
    writer_text(writer, text_of(string));
}
