#ifndef ENGINE_FAST_H
#define ENGINE_FAST_H

#include "engine/engines.h"

/* Why the fast engine cannot run a model, as the end of a sentence; NULL where it can, and then `*ready` is
 * its plan. */
const char *fast_prepare(struct model *model, void **ready);

/* Tells the sink what the rules conclude and the checks say. */
bool fast_run(struct model *model, void *ready, struct eval_sink *sink);

#endif
