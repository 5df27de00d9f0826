/* The table of functions, made from builtins.def. */
#include "types/builtins.h"

#include <stddef.h>

static const struct builtin builtins[] = {
#define BUILTIN(name, takes, gives, sentence, example)                                             \
    { BUILTIN_##name, #name, takes, gives, sentence, example },
#include "types/builtins.def"
#undef BUILTIN
};

_Static_assert(sizeof builtins / sizeof *builtins == BUILTIN_COUNT, "one line a function");

const struct builtin *builtin_get(enum builtin_code code)
{
    return &builtins[code];
}

const struct builtin *builtin_find(struct text name)
{
    for (int i = 0; i < BUILTIN_COUNT; i++) {
        if (text_equal(name, text_of(builtins[i].name)))
            return &builtins[i];
    }
    return NULL;
}
