#ifndef DIAG_JSON_LINE_H
#define DIAG_JSON_LINE_H

#include "base/buf.h"

#include <jansson.h>

struct session;

/* A JSON string; bytes that are no UTF-8 become U+FFFD. NULL where memory is out. */
json_t *json_of_text(struct session *session, struct text text);

/* Prints the object on a line of its own and frees it; what steers a terminal is escaped. */
void json_print_line(struct buf *out, struct session *session, json_t *object);

#endif
