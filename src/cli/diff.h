#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/commands.h"
#include "rules/difference.h"

/* Appends what changed, for people: a line or two for each change; with `is_markdown` as a page. */
void diff_print(struct buf *out, const struct difference *difference, bool is_markdown);

#endif
