#ifndef REPORT_CHILD_H
#define REPORT_CHILD_H

#include "base/text.h"

struct arena;

/* A program to be run without a shell, in a process group of its own. */
struct child_job {
    const char *const *arguments;   /* its path first */
    const char *const *environment; /* all that it sees, as NAME=VALUE; NULL: nothing */
    struct text question;           /* what it reads */
    int milliseconds;               /* how long it may take; then it is ended */
    size_t most;                    /* how much it may write; then it is ended */
};

enum child_end {
    CHILD_WELL,
    CHILD_FAILED, /* it could not be run, ended badly or wrote too much */
    CHILD_LATE,   /* it was ended, for its time was up or we were told to stop */
};

/* Runs it and takes what it writes; `messages`, if not NULL, takes the beginning of what it complains of.
 * Where signals are held back by child_let_signals and one has come, it is ended at once. */
enum child_end child_run(struct arena *arena, const struct child_job *job, struct text *answer,
                         struct text *messages);

/* The same without an environment, its messages dropped; false where it did not end well. */
bool child_ask(struct arena *arena, const char *const *arguments, struct text question, int milliseconds,
               size_t most, struct text *answer);

/* The path of a program in the folders of PATH that are named from the root; NULL where there is none. */
const char *child_find(struct arena *arena, const char *name);

/* Holds back the signals that would end us while something is to be tidied up (false), and lets them come
 * again (true). */
void child_let_signals(bool come);

#endif
