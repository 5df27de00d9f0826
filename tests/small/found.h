#ifndef FOUND_H
#define FOUND_H

/* What the compiler finds in a small model, in the small models' own terms. */

#include "small/small.h"
#include "value/truth.h"

/* What the compiler found in a model. */
struct found {
    enum truth holds[SORTS][TUPLES];
    struct range { bool is_known; bool is_open; int64_t lo; int64_t hi; } totals[TUPLES];
    enum truth speaks[CHECKS_MOST][WIDE];
    bool contradicts; /* two certain ways gave two totals */
    struct words printed;
    struct words wrong; /* what the compiler refused */
};

/* Compiles a file and runs its rules and checks; findings are given back with found_drop. */
struct found found_find(const char *path);
/* The same for a model, with nothing about its text changed. */
struct found found_in(const struct small *small);
void found_drop(struct found *found);

/* Where a temporary file of this name stands; good until the next call. */
const char *found_path(const char *name);
void found_store(const char *name, const struct words *words);

/* A number from the environment. */
unsigned long found_setting(const char *name, unsigned long otherwise);

#endif
