#ifndef PROGRAMS_RUN_H
#define PROGRAMS_RUN_H

/* A program by the engines of this process. Another engine (a program in C, say, that many programs were
 * written into) takes texts and what it must tell of them from here, too: program_wanted. */

#include "programs/programs.h"

enum { ENGINES_MOST = 4 };

/* What an engine told. */
struct told {
    const char *name;
    const char *refused; /* why it could not run the program; NULL where it could */
    bool is_error;      /* it ended with an evaluation error: what was told before is dropped */
    struct words words; /* never without bytes */
};

struct arena;

/* A program by every engine, those of engine_list() in their order, and as C (programs_c.h) before the last,
 * which is the reference. */
struct runs {
    bool compiles;
    struct words wrong; /* what the compiler said where it does not */
    int count;
    struct told told[ENGINES_MOST];
    struct arena *arena;
};

/* `with_c`: as C, too; or else C counts as having refused. */
void runs_make(struct runs *runs, const char *text, bool with_c);
void runs_drop(struct runs *runs);

/* The first engine that could run the program and told something else than the reference; -1: none. */
int runs_find_difference(const struct runs *runs);

/* The text of a program by its number, and what the reference tells of it: nothing after an evaluation error.
 * False where it does not compile. Both are the caller's to free. */
bool program_wanted(uint64_t number, struct words *text, struct words *wanted);

#endif
