#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

struct buf;
struct session;

/* Prints the session's finished diagnostics for people, with excerpts and carets, then one line of
 * totals; honours options.colour, max_shown and show_values. */
void render_text(struct buf *out, struct session *session);

/* Prints the session's finished diagnostics as JSON Lines: one object a diagnostic, then a summary. */
void render_json(struct buf *out, struct session *session);

#endif
