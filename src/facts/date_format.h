#ifndef FACTS_DATE_FORMAT_H
#define FACTS_DATE_FORMAT_H

#include "base/text.h"
#include "value/date.h"

struct arena;

/* How a table writes its dates: `DD/MM/YYYY`, `D MMMM YYYY hh:mm`. */
struct date_format;

/* Reads a format; NULL, and `*why`, where it is none. */
const struct date_format *date_format_new(struct arena *arena, struct text text, const char **why);

/* Reads a date written so; if false, `*why` says why not. */
bool date_format_read(const struct date_format *format, struct text text, struct date *out,
                      const char **why);

/* The day that spreadsheet programs give this number, 1 being 1 January 1900, with the time of day behind
 * its point; if false, `*why` says why not. */
bool date_read_serial(struct text text, struct date *out, const char **why);

#endif
