/* The table of engines. */
#include "engine/engines.h"

#include "engine/fast.h"
#include "engine/reference.h"

static const char *prepare_nothing(struct model *model, void **ready)
{
    (void)model;
    *ready = NULL;
    return NULL;
}

static const struct engine engines[] = {
    { "fast", "works on columns, case by case; for models with plain values", fast_prepare,
      fast_run },
    { "reference", "walks over the model as it is written; slow, and the meaning of the language",
      prepare_nothing, reference_run },
};

enum { ENGINE_COUNT = sizeof engines / sizeof *engines };

const struct engine *engine_list(size_t *count)
{
    *count = ENGINE_COUNT;
    return engines;
}

const struct engine *engine_find(const char *name)
{
    for (int i = 0; i < ENGINE_COUNT; i++) {
        if (strcmp(engines[i].name, name) == 0)
            return &engines[i];
    }
    return NULL;
}

const struct engine *engine_choose(struct model *model, void **ready)
{
    int i = 0;
    while (i < ENGINE_COUNT - 1 && engines[i].prepare(model, ready))
        i++;
    return &engines[i];
}
