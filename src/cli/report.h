#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli/commands.h"

/* Compiles a file and writes its reports; `*code` says how it went. The model lies in `arena`. */
struct compile report_once(struct arena *arena, const struct arguments *arguments, const char *path,
                           enum exit_code *code);

#endif
