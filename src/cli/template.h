#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

struct docx_template;
struct session;

/* Reads the template at `path`; NULL, and a diagnostic told, where it cannot be used. */
const struct docx_template *template_read(struct session *session, const char *path);

#endif
