#ifndef NAMES_LOAD_H
#define NAMES_LOAD_H

#include <stdbool.h>

struct import;
struct model;
struct module;
struct session;
struct source;

/* Reads `path` and all that it uses, `core` included, into `model->modules`, those used first. Standard
 * modules come from options.stdlib; local ones from below options.root (or the folder of `path`), and
 * from nowhere else. False where `path` itself could not be read. */
bool load_modules(struct session *session, struct model *model, const char *path);

/* Reads the table that a module names by `path`: from what the user gave in its place (names/data.h), or
 * else from where its own `use "path"` would read a module; false, and reported, where it cannot. The tables
 * of tests are always their own. */
bool load_table(struct model *model, const struct import *import, struct source *source);

#endif
