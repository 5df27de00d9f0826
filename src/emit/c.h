#ifndef EMIT_C_H
#define EMIT_C_H

#include "emit/emit.h"

/* Writes a model's rules and checks as C: NAME.h and NAME.c. False with `*why` where C cannot say them. */
bool c_write(const struct emit_input *input, struct emit_files *files, struct text *why);

#endif
