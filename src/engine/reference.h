#ifndef ENGINE_REFERENCE_H
#define ENGINE_REFERENCE_H

#include "engine/engine.h"

/* Runs the reference interpreter over all cases and then tells what it found; false after an evaluation
 * error, which is reported, and then nothing was told. It holds everything in memory, and
 * nothing needs to be made ready. */
bool reference_run(struct model *model, void *ready, struct eval_sink *sink);

#endif
