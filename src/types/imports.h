#ifndef TYPES_IMPORTS_H
#define TYPES_IMPORTS_H

struct import;
struct model;

/* Resolves and checks an import: its kind, its columns' fields, and the values written in it. */
void imports_check(struct model *model, struct import *import);

#endif
