#ifndef TYPES_BUILTINS_H
#define TYPES_BUILTINS_H

#include "base/text.h"

enum builtin_code {
#define BUILTIN(name, takes, gives, sentence, example) BUILTIN_##name,
#include "types/builtins.def"
#undef BUILTIN
    BUILTIN_COUNT
};

/* A line of builtins.def. */
struct builtin {
    enum builtin_code code;
    const char *name;
    const char *takes;
    char gives;
    const char *sentence;
    const char *example;
};

/* The built-in functions with this code. */
const struct builtin *builtin_get(enum builtin_code code);

/* The built-in function with this name, or NULL. */
const struct builtin *builtin_find(struct text name);

#endif
