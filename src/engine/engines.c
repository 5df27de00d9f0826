/* The table of engines. */
#include "engine/engines.h"

#include "engine/fast.h"
#include "engine/reference.h"

static const char *refuse_nothing(const struct model *model)
{
    (void)model;
    return NULL;
}

static const struct engine engines[] = {
    { "fast", "works on columns, case by case; for models with plain values", fast_refuse,
      fast_run },
    { "reference", "walks over the model as it is written; slow, and the meaning of the language",
      refuse_nothing, reference_run },
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

const struct engine *engine_choose(const struct model *model)
{
    int i = 0;
    while (i < ENGINE_COUNT - 1 && engines[i].refuse(model))
        i++;
    return &engines[i];
}
