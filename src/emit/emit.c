/* The table of emitters. */
#include "emit/emit.h"

#include <string.h>

static const struct emitter emitters[] = {
    { "schema", ".json", "the JSON Schema (draft 2020-12) of the cases that `import` reads from JSON", false,
      schema_write },
};

const struct emitter *emit_list(size_t *count)
{
    *count = sizeof emitters / sizeof *emitters;
    return emitters;
}

const struct emitter *emit_find(const char *name)
{
    for (size_t i = 0; i < sizeof emitters / sizeof *emitters; i++) {
        if (strcmp(emitters[i].name, name) == 0)
            return &emitters[i];
    }
    return NULL;
}
