#ifndef NAMES_CALENDAR_H
#define NAMES_CALENDAR_H

#include "diag/diag.h"
#include "names/model.h"

/* Reads the days of a calendar from its text; reports what is no day of it. */
void calendar_fill(struct session *session, struct calendar *calendar);

/* The calendar by which working days are counted in a module: the only one it sees, or where it sees none,
 * the only one that the first file sees. Otherwise NULL, and `why` says what to report. */
const struct working_calendar *calendar_find(const struct model *model, const struct module *module,
                                             enum diag_code *why);

/* The module that a place stands in; the first one where it stands in none. */
const struct module *calendar_module(const struct model *model, struct span at);

/* Reports what calendar_find said. */
void calendar_report_missing(struct session *session, enum diag_code why, struct span at);

/* Reports that working days were counted beyond a calendar's years. */
void calendar_report_years(struct session *session, struct span at,
                           const struct working_calendar *calendar);

#endif
