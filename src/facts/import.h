#ifndef FACTS_IMPORT_H
#define FACTS_IMPORT_H

struct model;

/* Makes the instances of every `import`: reads the tables, fills the slots of one instance for each row,
 * links them by their keys, and reports every row and value that does not fit. */
void import_tables(struct model *model);

#endif
