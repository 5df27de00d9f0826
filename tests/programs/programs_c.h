#ifndef PROGRAMS_C_H
#define PROGRAMS_C_H

/* A program as the C that `emit c --main` writes, compiled and run in this process by libtcc. */

#include "programs/programs_run.h"

struct model;

/* Whether there is libtcc here. */
bool programs_run_in_c(void);

/* What it tells; it counts as refused where C cannot say the model, meets limits that C alone has, or where
 * there is no libtcc. */
struct told program_told_in_c(struct model *model);

#endif
