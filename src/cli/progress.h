#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/commands.h"
#include "engine/engine.h"

/* Says on a terminal how far `eval` has come; elsewhere it says nothing. Stands before another sink. */
struct progress {
    struct eval_sink sink;
    struct eval_sink *next;
    uint64_t cases;
    bool is_shown;
};

/* Begins, and gives the sink that the engine is to feed. */
struct eval_sink *progress_begin(struct progress *progress, struct eval_sink *next,
                                 const struct arguments *arguments);

/* Takes the line off the terminal. */
void progress_end(struct progress *progress);

#endif
