#ifndef AST_BYTES_H
#define AST_BYTES_H

#include <stdbool.h>

struct session;
struct source;

/* Reports every byte that may not stand in a source (NUL, broken UTF-8, a stray byte order mark or
 * carriage return, controls, characters that steer the direction of text) and blanks it, so that the
 * scanner meets only well-formed text. False where something was reported. */
bool bytes_check(struct session *session, struct source *source);

#endif
