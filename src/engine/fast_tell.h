#ifndef ENGINE_FAST_TELL_H
#define ENGINE_FAST_TELL_H

#include "engine/engine.h"
#include "engine/fast_parts.h"

/* Puts the conclusions of a stratum in the case at hand into the order in which others go through them; only
 * of kinds of which that matters. */
void tell_sort(struct run *run, uint32_t stratum, bool is_across);

/* Works out the words of reasons and messages; false where that failed. */
bool tell_prepare(struct run *run);

/* Tells the sink everything. */
void tell_all(struct run *run, struct eval_sink *sink);

#endif
