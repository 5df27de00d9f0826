#ifndef REPORT_ANNEX_H
#define REPORT_ANNEX_H

struct builder;

/* Adds what every report ends with, as far as there is any: the sources that were used, what the record
 * is claimed to be complete in, which checks were waived and why, what could not be determined and what
 * would decide it, and what the words mean. */
void annex_add(struct builder *builder);

#endif
