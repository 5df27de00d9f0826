#ifndef REPORT_CHILD_H
#define REPORT_CHILD_H

#include "base/text.h"

struct arena;

/* Runs a program without a shell, gives it `question` to read and takes what it writes; false where it
 * cannot be run, does not end well, writes more than `most` bytes or takes longer than that: then it is
 * ended. Its messages are dropped, and of the environment it sees nothing. */
bool child_ask(struct arena *arena, const char *const *arguments, struct text question, int milliseconds,
               size_t most, struct text *answer);

#endif
