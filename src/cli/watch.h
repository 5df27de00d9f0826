#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include "cli/commands.h"

/* Writes the reports of a file, and again whenever it or a file it uses is saved, until it is interrupted. */
enum exit_code watch_report(const struct arguments *arguments, const char *path);

#endif
