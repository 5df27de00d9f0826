#ifndef TEXT_SPAN_H
#define TEXT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

/* A place: bytes start to end (half open) of the session's source number `file`. */
struct span {
    uint32_t file;
    uint32_t start;
    uint32_t end;
};

/* The file number of a span that stands nowhere, such as a wrong option's. */
#define SPAN_NO_FILE UINT32_MAX

/* A span that stands nowhere. */
static inline struct span span_none(void)
{
    return (struct span){ SPAN_NO_FILE, 0, 0 };
}

/* From the start of `first` to the end of `last`, both of one file. */
static inline struct span span_join(struct span first, struct span last)
{
    return (struct span){ first.file, first.start, last.end > first.start ? last.end : first.end };
}

/* Whether both are the same bytes of the same file. */
static inline bool span_equal(struct span a, struct span b)
{
    return a.file == b.file && a.start == b.start && a.end == b.end;
}

#endif
