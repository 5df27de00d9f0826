#ifndef CLI_WHY_H
#define CLI_WHY_H

#include "cli/commands.h"

struct buf;

/* Appends what the rules concluded, a line each, by kind and then by what it is about. */
void conclusions_print(struct buf *out, const struct compile *compile, bool json);

#endif
