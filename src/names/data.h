#ifndef NAMES_DATA_H
#define NAMES_DATA_H

/* Tables that the user gives in place of the model's own, by `--data`. */

#include "names/model.h"
#include "text/source.h"

/* Reads the table that an import calls `wanted`: the file given that has its name, or the one of that path
 * below a folder given. SOURCE_MISSING where nothing was given for it. */
enum source_status data_read(struct model *model, struct text wanted, struct source *source);

/* Declares, for each JSON file given that no import names, an import of the case kind from it. */
void data_declare_imports(struct model *model);

/* Says, where folders were given, that this import's table was not in them and the model's own was read. */
void data_report_own(struct model *model, struct span at, const char *path);

/* Reports a table in a folder given that is behind a symbolic link: what is read is to be what the user
 * named. */
void data_report_link(struct model *model, struct span at, const char *path);

/* Reports each file given that no import asked for. */
void data_report_unread(struct model *model);

#endif
