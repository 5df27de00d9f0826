/* How long evaluation alone takes in the C that `emit c` writes of tests/bench/practice.sight, with the facts
 * in memory and every conclusion kept. Prints the least and the median of some runs in nanoseconds a case,
 * and how many conclusions of each kind there are.
 *
 *     bench_emit FOLDER [RUNS] */
#include "practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CELLS_MOST = 8, RUNS_MOST = 100 };

/* A table, read as it was written by the generator: no quotation marks, no blanks. */
struct rows {
    char *bytes;
    char *at;
    char *cells[CELLS_MOST];
};

static void *take(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory) {
        fprintf(stderr, "bench_emit: no memory\n");
        exit(3);
    }
    return memory;
}

static struct rows open_rows(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s_reg.csv", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(4);
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    struct rows rows = { .bytes = take(size + 1) };
    size = fread(rows.bytes, 1, size, file);
    rows.bytes[size] = '\0';
    fclose(file);
    rows.at = strchr(rows.bytes, '\n') + 1;
    return rows;
}

static int next_row(struct rows *rows)
{
    if (!*rows->at)
        return 0;
    char *end = strchr(rows->at, '\n');
    int cell = 0;
    *end = '\0';
    rows->cells[cell++] = rows->at;
    for (char *at = rows->at; (at = strchr(at, ',')) && cell < CELLS_MOST; rows->cells[cell++] = at)
        *at++ = '\0';
    rows->at = end + 1;
    return 1;
}

static struct practice_data data;

static int32_t text_of(const char *word)
{
    int32_t number;
    if (practice_text(&data, word, strlen(word), &number)) {
        fprintf(stderr, "bench_emit: too many texts\n");
        exit(1);
    }
    return number;
}

static int32_t day_of(const char *word)
{
    return practice_day(atoi(word), atoi(word + 5), atoi(word + 8));
}

/* The place of a word among some, and the constant of the first. */
static int32_t constant_of(const char *const *words, int32_t first, const char *word)
{
    int32_t i = 0;
    while (strcmp(words[i], word) != 0)
        i++;
    return first + i;
}

static const char *const services[] = { "police",    "health",      "education", "housing",
                                        "probation", "social_care", "charity",   "courts" };
static const char *const happenings[] = { "referral", "shared", "concern", "visit",  "assessment",
                                          "meeting",  "call",   "review",  "injury", "closure" };
static const char *const types[] = { "interview", "case_note", "email", "policy", "audit" };
static const char *const themes[] = { "workload",    "information_sharing", "supervision", "training",
                                      "procedures",  "assessment_tools",    "thresholds",  "staffing",
                                      "leadership",  "communication",       "bias",        "equipment",
                                      "environment", "commissioning",       "it_systems",  "culture" };
static const char *const levels[] = { "individual", "team", "organisation" };

static void check(int error)
{
    if (error) {
        fprintf(stderr, "bench_emit: error %d\n", error);
        exit(1);
    }
}

/* The tables are in the order of cases; rows of one case after the other. */
static void add_all(const char *folder)
{
    struct rows cases = open_rows(folder, "case");
    struct rows events = open_rows(folder, "event");
    struct rows decisions = open_rows(folder, "decision");
    struct rows workers = open_rows(folder, "worker");
    struct rows sources = open_rows(folder, "source");
    struct rows factors = open_rows(folder, "factor");
    struct rows grounds = open_rows(folder, "evidence");
    struct rows links = open_rows(folder, "link");
    struct rows *tables[] = { &events, &decisions, &workers, &sources, &factors, &grounds, &links };
    int has_row[7];
    for (int i = 0; i < 7; i++)
        has_row[i] = next_row(tables[i]);
    while (next_row(&cases)) {
        struct practice_record record = { .id = text_of(cases.cells[0]), .title = PRACTICE_NONE_32 };
        int32_t of;
        check(practice_add_record(&data, &record, &of));
#define EACH(i) \
    for (; has_row[i] && strcmp(tables[i]->cells[0], cases.cells[0]) == 0; has_row[i] = next_row(tables[i]))
#define NOTHING .id = PRACTICE_NONE_32, .title = PRACTICE_NONE_32
        EACH(0)
        {
            char **c = events.cells;
            struct practice_entry row = { NOTHING, .on = day_of(c[2]),
                                          .service = constant_of(services, PRACTICE_SERVICE_POLICE, c[3]),
                                          .sort =
                                              constant_of(happenings, PRACTICE_HAPPENING_REFERRAL, c[4]) };
            check(practice_add_entry(&data, &row, NULL));
        }
        EACH(1)
        {
            char **c = decisions.cells;
            struct practice_decision row = { NOTHING, .ref = text_of(c[1]), .on = day_of(c[2]),
                                             .service = constant_of(services, PRACTICE_SERVICE_POLICE, c[3]),
                                             .practitioner = text_of(c[4]) };
            check(practice_add_decision(&data, &row, NULL));
        }
        EACH(2)
        {
            char **c = workers.cells;
            struct practice_practitioner row = { NOTHING, .ref = text_of(c[1]), .caseload = atoi(c[2]),
                                                 .experience = atoi(c[3]),
                                                 .supervised =
                                                     c[4][0] == 'y' ? PRACTICE_TRUE : PRACTICE_FALSE };
            check(practice_add_practitioner(&data, &row, NULL));
        }
        EACH(3)
        {
            char **c = sources.cells;
            struct practice_document row = { NOTHING, .ref = text_of(c[1]),
                                             .sort =
                                                 constant_of(types, PRACTICE_EVIDENCE_TYPE_INTERVIEW, c[2]),
                                             .from = day_of(c[3]) };
            check(practice_add_document(&data, &row, NULL));
        }
        EACH(4)
        {
            char **c = factors.cells;
            struct practice_influence row = { NOTHING,
                                              .ref = text_of(c[1]),
                                              .theme = constant_of(themes, PRACTICE_THEME_WORKLOAD, c[2]),
                                              .level = constant_of(levels, PRACTICE_LEVEL_INDIVIDUAL, c[3]),
                                              .decision = text_of(c[4]),
                                              .strength = atoi(c[5]) };
            check(practice_add_influence(&data, &row, NULL));
        }
        EACH(5)
        {
            struct practice_ground row = { NOTHING, .factor = text_of(grounds.cells[1]),
                                           .source = text_of(grounds.cells[2]) };
            check(practice_add_ground(&data, &row, NULL));
        }
        EACH(6)
        {
            struct practice_link row = { NOTHING, .from = text_of(links.cells[1]),
                                         .to = text_of(links.cells[2]) };
            check(practice_add_link(&data, &row, NULL));
        }
    }
    for (int i = 0; i < 7; i++)
        check(has_row[i] ? PRACTICE_ORDER : 0);
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

static void print_counts(const struct practice_results *results)
{
    printf("overload %u unsupported %u noshare %u hindsight %u multi %u unexplained %u weak %u supported %u "
           "reach %u "
           "delay %u systemic %u score %u pattern %u\n",
           practice_count_overloaded(results), practice_count_alone(results),
           practice_count_unshared(results), practice_count_late_source(results),
           practice_count_crowded(results), practice_count_unexplained(results), practice_count_weak(results),
           practice_count_supported(results), practice_count_reached(results),
           practice_count_delayed(results), practice_count_systemic(results), practice_count_scored(results),
           practice_count_pattern(results));
}

int main(int count, char **words)
{
    uint64_t times[RUNS_MOST];
    int runs = count > 2 ? atoi(words[2]) : 9;
    runs = runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
    if (count < 2) {
        fprintf(stderr, "bench_emit FOLDER [RUNS]\n");
        return 2;
    }
    const uint32_t most = UINT32_C(1) << 24;
    struct practice_room room = { .texts = 1 << 21,
                                  .record = most / 16,
                                  .practitioner = most,
                                  .decision = most,
                                  .entry = most,
                                  .influence = most,
                                  .ground = most,
                                  .document = most,
                                  .link = most };
    size_t size = practice_size(&room);
    check(practice_open(&data, &room, take(size), size));
    add_all(words[1]);
    check(practice_ready(&data));
    size = (size_t)1 << 33;
    void *memory = take(size);
    struct practice_results results;
    for (int i = 0; i < runs; i++) {
        uint64_t start = now();
        check(practice_evaluate(&data, &results, memory, size));
        times[i] = now() - start;
    }
    qsort(times, (size_t)runs, sizeof *times, compare);
    printf("%u cases, %zu conclusions: least %llu, median %llu ns a case\n", data.case_count, results.total,
           (unsigned long long)(times[0] / data.case_count),
           (unsigned long long)(times[runs / 2] / data.case_count));
    print_counts(&results);
    return 0;
}
