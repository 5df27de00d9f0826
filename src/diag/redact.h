#ifndef DIAG_REDACT_H
#define DIAG_REDACT_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct diag;
struct redactor;
struct session;
struct source;

/* What must not be shown in this session; with options.show_values, nothing. To be made once all
 * sources and secrets are in. */
struct redactor *redact_new(struct session *session);

/* Whether any of the bytes start to end of a source is confidential. */
bool redact_hides(struct redactor *redactor, const struct source *source, uint32_t start,
                  uint32_t end);

/* A text with `…` for each confidential value in it: the session's values and, where `diag` is
 * given, what it repeats from the lines that it points at. */
struct text redact_text(struct redactor *redactor, const struct diag *diag, struct text text);

/* Whether anything was hidden so far. */
bool redact_was_needed(const struct redactor *redactor);

#endif
