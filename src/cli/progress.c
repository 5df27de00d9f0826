/* One line on a terminal that counts cases. Never in a pipe or file, never where the terminal is plain, and
 * never between results that go to the same terminal. */
#include "cli/progress.h"

#include "cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEP = 1024 }; /* cases between two lines */

static void say(const char *line)
{
    output_write_stream(STDERR_FILENO, text_of(line)); /* a line that is lost is no harm */
}

static void begin_case(struct eval_sink *sink, struct text id, struct text title)
{
    struct progress *progress = (struct progress *)sink;
    char line[64];
    if (progress->cases++ % STEP == 0) {
        snprintf(line, sizeof line, "\r\033[K%llu cases", (unsigned long long)progress->cases - 1);
        say(line);
    }
    progress->next->begin_case(progress->next, id, title);
}

static void add_conclusion(struct eval_sink *sink, const struct eval_conclusion *conclusion)
{
    struct progress *progress = (struct progress *)sink;
    progress->next->conclusion(progress->next, conclusion);
}

static void add_finding(struct eval_sink *sink, const struct eval_finding *finding)
{
    struct progress *progress = (struct progress *)sink;
    progress->next->finding(progress->next, finding);
}

static void end_case(struct eval_sink *sink)
{
    struct progress *progress = (struct progress *)sink;
    progress->next->end_case(progress->next);
}

/* A terminal that can go back to the start of its line, and that nothing else is written to. */
static bool is_wanted(const struct arguments *arguments)
{
    const char *terminal = getenv("TERM");
    const char *no_colour = getenv("NO_COLOR");
    bool is_plain = !terminal || !*terminal || strcmp(terminal, "dumb") == 0 || (no_colour && *no_colour);
    bool is_stream = !arguments->output || strcmp(arguments->output, "-") == 0;
    return isatty(STDERR_FILENO) && !is_plain && !(is_stream && isatty(STDOUT_FILENO));
}

struct eval_sink *progress_begin(struct progress *progress, struct eval_sink *next,
                                 const struct arguments *arguments)
{
    *progress = (struct progress){ .sink = { begin_case, add_conclusion, add_finding, end_case },
                                   .next = next, .is_shown = is_wanted(arguments) };
    if (!progress->is_shown)
        return next;
    say("evaluating");
    return &progress->sink;
}

void progress_end(struct progress *progress)
{
    if (progress->is_shown)
        say("\r\033[K");
}
