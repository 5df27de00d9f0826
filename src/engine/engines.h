#ifndef ENGINE_ENGINES_H
#define ENGINE_ENGINES_H

#include "engine/engine.h"

/* One way to evaluate a model. All give the same conclusions and findings, in the same order and words. */
struct engine {
    const char *name;     /* as after `--engine=` */
    const char *sentence; /* what it is, for the manual */
    /* Why it cannot run this model, as the end of a sentence; NULL where it can, and then `*ready` is what
     * its run begins with: to find out is half the way. */
    const char *(*prepare)(struct model *model, void **ready);
    /* Tells the sink what it finds; false after an evaluation error, which is reported. Once for what was
     * made ready. */
    bool (*run)(struct model *model, void *ready, struct eval_sink *sink);
};

/* All engines, those that are better where they can run first; `count` is set. */
const struct engine *engine_list(size_t *count);

/* The engine with this name; NULL where there is none. */
const struct engine *engine_find(const char *name);

/* The first engine that can run the model, made ready: there is always one. */
const struct engine *engine_choose(struct model *model, void **ready);

#endif
