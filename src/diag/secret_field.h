#ifndef DIAG_SECRET_FIELD_H
#define DIAG_SECRET_FIELD_H

#include <stdint.h>

struct session;
struct source;
struct stretches;

/* The names of fields whose values are confidential, ready to be looked for. */
struct secret_fields;

/* The session's secret fields. */
struct secret_fields *secret_fields_new(struct session *session);

/* Adds to `found` the values of secret fields in a source, which may be broken. */
void secret_fields_find(const struct secret_fields *fields, const struct source *source,
                        struct stretches *found);

#endif
