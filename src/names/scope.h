#ifndef NAMES_SCOPE_H
#define NAMES_SCOPE_H

#include "diag/suggest.h"
#include "names/model.h"

/* From where a name is looked up. */
struct viewpoint {
    const struct module *module;
    const struct test_scope *test; /* inside a test, whose instances alone are seen; else NULL */
};

#define DECLARES(kind) (1u << DECLARES_##kind)

/* Makes the names of all modules known: declarations of every kind, categories, instances with the
 * nested ones, waivers, claims, tests. Reports what is declared twice. */
void scope_declare(struct model *model);

/* The visible thing of one of the kinds in `wanted` (DECLARES bits) with this name; a name whose
 * declaration could not be read gives a DECLARES_ERROR. NULL where there is none. */
struct declaration *scope_find(const struct viewpoint *from, const struct name *name, unsigned wanted);

/* Makes a declaration known by its name, behind all others of that name: what comes from data. */
void scope_add_last(struct declaration *declaration);

/* Makes a declaration known by its name before all others of that name, for a while: until it is dropped, the
 * last one first. */
void scope_add_first(struct declaration *declaration);
void scope_drop_first(struct declaration *declaration);

/* Offers the names of all visible things of the kinds in `wanted` that suit `name`. */
void scope_suggest(struct model *model, const struct viewpoint *from, unsigned wanted,
                   struct suggest *suggest);

/* Words in error messages: "kind", "instance", ... */
const char *declaration_word(enum declaration_kind kind);

#endif
