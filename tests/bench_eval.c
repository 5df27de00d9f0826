/* How long evaluation alone takes: the facts are in memory, in columns; the rules are run to their end, and
 * every conclusion is kept. Prints the least and the median of some runs, in nanoseconds a case.
 *
 *     bench_eval RULES.sight FOLDER [RUNS] */
#include "compile.h"
#include "engine/fast_parts.h"
#include "rules/interp.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void leave(void *context, size_t wanted)
{
    (void)context;
    fprintf(stderr, "bench_eval: no memory for %zu bytes\n", wanted);
    exit(3);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

int main(int count, char **words)
{
    enum { RUNS_MOST = 100 };
    uint64_t times[RUNS_MOST];
    struct text why = TEXT("");
    const char *trouble = NULL;
    if (count < 3) {
        fprintf(stderr, "bench_eval RULES.sight FOLDER [RUNS]\n");
        return 2;
    }
    int runs = count > 3 ? atoi(words[3]) : 9;
    runs = runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
    struct arena *arena = arena_new(0, leave, NULL);
    struct session *session = session_new(arena);
    session->options = (struct options){ .max_conclusions = SIZE_MAX, .max_errors = 100, .stdlib = "stdlib" };
    session->options.data[session->options.data_count++] = words[2];
    struct compile compile = compile_file(session, words[1], STAGE_FACTS);
    struct store *store = session->error_count ? NULL : store_new(interp_new(compile.model, NULL), &trouble);
    struct plan *plan = store ? plan_new(compile.model, store, &why) : NULL;
    if (!plan) {
        fprintf(stderr, "bench_eval: no plan: %s%.*s\n", trouble ? trouble : "", (int)why.length, why.bytes);
        return 1;
    }
    struct run *run = run_new(plan);
    for (int i = 0; i < runs; i++) {
        uint64_t start = now();
        run_rules(run);
        times[i] = now() - start;
    }
    qsort(times, (size_t)runs, sizeof *times, compare);
    printf("%u cases, %zu conclusions: least %llu, median %llu ns a case\n", store->case_count, run->total,
           (unsigned long long)(times[0] / store->case_count),
           (unsigned long long)(times[runs / 2] / store->case_count));
    return run->has_left;
}
