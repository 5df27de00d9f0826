/* The table of emitters. */
#include "emit/emit.h"

#include "emit/c.h"

#include <string.h>

static const struct emitter emitters[] = {
    { "schema", "the JSON Schema (draft 2020-12) of the cases that `import` reads from JSON", false, false,
      schema_write },
    { "c", "its rules and checks as C, for another program to link", true, false, c_write },
};

void emit_file(struct emit_files *files, struct text name, struct text text)
{
    VEC_PUSH(files->arena, &files->list, (struct emit_file){ name, text });
}

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
