#ifndef FACTS_IMPORT_H
#define FACTS_IMPORT_H

#include <stdbool.h>

struct field;
struct instance;
struct model;
struct session;
struct span;

/* Makes the instances of every `import`: reads the tables, fills the slots of one instance for each row,
 * links them by their keys, and reports every row and value that does not fit. */
void import_tables(struct model *model);

/* The cell that a field of an instance was read from; false where it came from none. */
bool import_find_cell(const struct session *session, const struct instance *instance,
                      const struct field *field, struct span *out);

/* Whether no instance may lack the field. */
bool import_is_mandatory(const struct field *field);

#endif
