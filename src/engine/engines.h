#ifndef ENGINE_ENGINES_H
#define ENGINE_ENGINES_H

#include "engine/engine.h"

/* One way to evaluate a model. All give the same conclusions and findings, in the same order and words. */
struct engine {
    const char *name;     /* as after `--engine=` */
    const char *sentence; /* what it is, for the manual */
    /* Why it cannot run this model, as the end of a sentence; NULL where it can. */
    const char *(*refuse)(const struct model *model);
    /* Tells the sink what it finds; false after an evaluation error, which is reported. */
    bool (*run)(struct model *model, struct eval_sink *sink);
};

/* All engines, those that are better where they can run first; `count` is set. */
const struct engine *engine_list(size_t *count);

/* The engine with this name; NULL where there is none. */
const struct engine *engine_find(const char *name);

/* The first engine that can run the model: there is always one. */
const struct engine *engine_choose(const struct model *model);

#endif
