#ifndef REPORT_BUILD_H
#define REPORT_BUILD_H

#include "report/document.h"
#include "rules/interp.h"

/* The document that a report template makes of the case at hand, finished. Reports what may not be
 * published: a text that holds a confidential value, in a report `for public`. */
struct document *build_report(struct interp *interp, const struct report *report);

/* What the case says its documents are written in, or else English. */
struct text build_language(struct interp *interp);

#endif
