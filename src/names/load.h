#ifndef NAMES_LOAD_H
#define NAMES_LOAD_H

#include <stdbool.h>

struct session;
struct model;

/* Reads `path` and all that it uses, `core` included, into `model->modules`, those used first. Standard
 * modules come from options.stdlib; local ones from below options.root (or the folder of `path`), and
 * from nowhere else. False where `path` itself could not be read. */
bool load_modules(struct session *session, struct model *model, const char *path);

#endif
