#ifndef REPORT_PROSE_H
#define REPORT_PROSE_H

#include "base/text.h"

struct blocks;
struct buf;
struct document;
struct note;
struct runs;

/* Longer prose is refused, and prose with more brackets: libcmark takes quadratic time over them. */
enum { PROSE_LONGEST = 1024 * 1024, PROSE_MOST_BRACKETS = 32 * 1024 };

/* What `@name` in prose stands for. */
struct prose_reference {
    struct text title;
    struct text anchor; /* to link to; empty: the title without a link */
    struct note *note;  /* whose mark comes behind the title, which is no link then; or NULL */
};

/* Tells what `@name` stands for. False: an unknown name, which stays as it is written. */
struct prose_resolver {
    void *context;
    bool (*resolve)(void *context, struct text name, struct prose_reference *reference);
};

/* Adds CommonMark text as blocks; paragraphs that stand in no list or quote are numbered if wanted.
 * `resolver` may be NULL. False, and nothing added, if the text is past a limit. */
bool prose_add_blocks(struct document *document, struct blocks *parent, struct text source,
                      const struct prose_resolver *resolver, bool is_numbered);

/* Adds CommonMark text as runs, for a table cell or a list item: its blocks become lines. */
bool prose_add_runs(struct document *document, struct runs *runs, struct text source,
                    const struct prose_resolver *resolver);

/* Appends `plain` so that CommonMark reads it as these very words on one line, with no reference in it.
 * Not for use inside a code span or a code block, where nothing can be escaped. */
void prose_escape(struct buf *out, struct text plain);

#endif
