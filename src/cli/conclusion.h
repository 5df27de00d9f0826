#ifndef CLI_CONCLUSION_H
#define CLI_CONCLUSION_H

#include "rules/conclusions.h"

/* The conclusions that the user calls `words`: one, or the same of several cases. Spaces and braces do
 * not matter, and a category may lack leading nodes. Reports E9010 or E9011 where that finds none, or
 * different ones; the list is then empty. */
struct instance_list conclusion_find(struct interp *interp, const char *words);

#endif
