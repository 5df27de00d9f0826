#ifndef DIAG_JSON_LINE_H
#define DIAG_JSON_LINE_H

#include "base/buf.h"

#include <jansson.h>

struct session;

/* A JSON string; bytes that are no UTF-8 become U+FFFD. NULL where memory is out. */
json_t *json_of_text(struct session *session, struct text text);

/* The object with one member more, or the array with one item more; both are taken over. NULL where memory
 * is out, before or now. */
json_t *json_with(json_t *object, const char *key, json_t *value);
json_t *json_and(json_t *array, json_t *item);

/* Prints the object on a line of its own and frees it; what steers a terminal is escaped. */
void json_print_line(struct buf *out, struct session *session, json_t *object);

/* The same on many lines, for people to read. */
void json_print_pages(struct buf *out, struct session *session, json_t *object);

#endif
