/* How fast JSON is read: a generated register of cases in NDJSON (events, decisions, workers, sources,
 * factors and links, as a case review has them), in memory. Once only taken apart, once into values: days,
 * numbers, categories. Prints megabytes a second, the best of five; a first argument names a file to read
 * instead. */
#include "base/arena.h"
#include "base/buf.h"
#include "facts/json.h"
#include "text/source.h"
#include "value/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CASES = 20000, RUNS = 5, WORDS_MOST = 16 };

/* A word and its place in a list, or a member of an object: what its value is. */
enum value_kind { DAY, WORD, WHOLE, BOOLEAN, WHOLES, OBJECTS };

struct member {
    const char *key;
    enum value_kind kind;
    const char *words[WORDS_MOST];
    const struct member *members; /* of each of the objects; NULL: pairs of numbers */
};

#define AGENCIES                                                                                           \
    { "police", "health", "education", "housing", "probation", "social_care", "charity", "courts" }
#define KINDS                                                                                              \
    { "referral", "shared", "concern", "visit", "assessment", "meeting", "call", "review", "injury",       \
      "closure" }
#define ORIGINS { "interview", "case_note", "email", "policy", "audit" }
#define LEVELS { "individual", "team", "organisation" }
#define CATEGORIES                                                                                         \
    { "workload", "information_sharing", "supervision", "training", "procedures", "assessment_tools",      \
      "thresholds", "staffing", "leadership", "communication", "bias", "equipment", "environment",         \
      "commissioning", "it_systems", "culture" }

static const struct member event[] = {
    { .key = "t", .kind = DAY },
    { .key = "agency", .kind = WORD, .words = AGENCIES },
    { .key = "kind", .kind = WORD, .words = KINDS },
    { .key = NULL },
};
static const struct member decision[] = {
    { .key = "t", .kind = DAY },
    { .key = "agency", .kind = WORD, .words = AGENCIES },
    { .key = "worker", .kind = WHOLE },
    { .key = NULL },
};
static const struct member worker[] = {
    { .key = "caseload", .kind = WHOLE },
    { .key = "experience", .kind = WHOLE },
    { .key = "supervised", .kind = BOOLEAN },
    { .key = NULL },
};
static const struct member origin[] = {
    { .key = "kind", .kind = WORD, .words = ORIGINS },
    { .key = "available", .kind = DAY },
    { .key = NULL },
};
static const struct member factor[] = {
    { .key = "category", .kind = WORD, .words = CATEGORIES },
    { .key = "level", .kind = WORD, .words = LEVELS },
    { .key = "decision", .kind = WHOLE },
    { .key = "strength", .kind = WHOLE },
    { .key = "evidence", .kind = WHOLES },
    { .key = NULL },
};
static const struct member record[] = {
    { .key = "case", .kind = WHOLE },
    { .key = "events", .kind = OBJECTS, .members = event },
    { .key = "decisions", .kind = OBJECTS, .members = decision },
    { .key = "workers", .kind = OBJECTS, .members = worker },
    { .key = "sources", .kind = OBJECTS, .members = origin },
    { .key = "factors", .kind = OBJECTS, .members = factor },
    { .key = "links", .kind = OBJECTS },
    { .key = NULL },
};

/* Making */

static uint32_t state = 42;

static int choose(int low, int high)
{
    state = state * 1664525u + 1013904223u;
    return low + (int)((state >> 8) % (uint32_t)(high - low + 1));
}

static void make_object(struct buf *out, const struct member *members);

static void make_value(struct buf *out, const struct member *member)
{
    int count = 0;
    switch (member->kind) {
    case DAY:
        buf_printf(out, "\"20%02d-%02d-%02d\"", choose(10, 24), choose(1, 12), choose(1, 28));
        break;
    case WORD:
        while (count < WORDS_MOST && member->words[count])
            count++;
        buf_printf(out, "\"%s\"", member->words[choose(0, count - 1)]);
        break;
    case WHOLE:
        buf_int(out, choose(0, 35));
        break;
    case BOOLEAN:
        buf_str(out, choose(0, 1) ? "true" : "false");
        break;
    case WHOLES:
        buf_printf(out, "[%d,%d]", choose(0, 9), choose(0, 9));
        break;
    case OBJECTS:
        buf_byte(out, '[');
        for (int i = choose(4, 16); i; i--) {
            if (member->members)
                make_object(out, member->members);
            else
                buf_printf(out, "[%d,%d]", choose(0, 35), choose(0, 35));
            buf_str(out, i > 1 ? "," : "");
        }
        buf_byte(out, ']');
        break;
    }
}

static void make_object(struct buf *out, const struct member *members)
{
    for (const struct member *member = members; member->key; member++) {
        buf_printf(out, "%s\"%s\":", member == members ? "{" : ",", member->key);
        make_value(out, member);
    }
    buf_byte(out, '}');
}

static struct source make(struct arena *arena)
{
    struct buf out;
    struct source made;
    buf_init(&out, arena);
    for (int i = 0; i < CASES; i++) {
        make_object(&out, record);
        buf_byte(&out, '\n');
    }
    source_of_text(arena, "cases.ndjson", buf_get(&out), &made);
    return made;
}

/* Reading */

/* What was read, so that nobody leaves the reading out: one number of it all. */
struct sum {
    int64_t values;
    uint64_t total;
    bool is_wrong;
};

static int two(const char *bytes)
{
    return (bytes[0] - '0') * 10 + bytes[1] - '0';
}

static int64_t read_day(struct sum *sum, struct text text)
{
    bool is_day = text.length == 10 && text.bytes[4] == '-' && text.bytes[7] == '-';
    int month = is_day ? two(text.bytes + 5) : 0;
    sum->is_wrong |= month < 1 || month > 12;
    if (sum->is_wrong)
        return 0;
    return date_day_number(two(text.bytes) * 100 + two(text.bytes + 2), month, two(text.bytes + 8));
}

static int64_t read_word(struct sum *sum, const struct member *member, struct text text)
{
    for (int i = 0; i < WORDS_MOST && member->words[i]; i++) {
        const char *word = member->words[i];
        if (word[0] == text.bytes[0] && word[text.length - 1] == text.bytes[text.length - 1] &&
            strncmp(word, text.bytes, text.length) == 0 && !word[text.length])
            return i;
    }
    sum->is_wrong = true;
    return 0;
}

static void add(struct sum *sum, int64_t value)
{
    sum->values++;
    sum->total = sum->total * 31 + (uint64_t)value;
}

static void read_object(struct json *json, const struct member *members, struct sum *sum);

static void read_wholes(struct json *json, struct sum *sum)
{
    int64_t whole;
    while (json_item(json)) {
        sum->is_wrong |= json_value(json) != JSON_IS_NUMBER || !json_whole(json, &whole);
        add(sum, sum->is_wrong ? 0 : whole);
    }
}

static void read_value(struct json *json, const struct member *member, struct sum *sum)
{
    int64_t whole = 0;
    enum json_sort sort = json_value(json);
    switch (member->kind) {
    case DAY:
        sum->is_wrong |= sort != JSON_IS_STRING;
        add(sum, read_day(sum, json_text(json)));
        break;
    case WORD:
        sum->is_wrong |= sort != JSON_IS_STRING;
        add(sum, read_word(sum, member, json_text(json)));
        break;
    case WHOLE:
        sum->is_wrong |= sort != JSON_IS_NUMBER || !json_whole(json, &whole);
        add(sum, whole);
        break;
    case BOOLEAN:
        sum->is_wrong |= sort != JSON_IS_TRUE && sort != JSON_IS_FALSE;
        add(sum, sort == JSON_IS_TRUE);
        break;
    case WHOLES:
        read_wholes(json, sum);
        break;
    case OBJECTS:
        while (json_item(json)) {
            json_value(json);
            if (member->members)
                read_object(json, member->members, sum);
            else
                read_wholes(json, sum);
        }
        break;
    }
}

/* Keys come in any order; mostly in this one. */
static void read_object(struct json *json, const struct member *members, struct sum *sum)
{
    const struct member *next = members;
    while (json_key(json)) {
        if (!next->key || !json_is(json, text_of(next->key)))
            for (next = members; next->key && !json_is(json, text_of(next->key)); next++)
                continue;
        if (!next->key) {
            json_skip(json, json_value(json));
            continue;
        }
        read_value(json, next++, sum);
    }
}

/* Timing */

static struct sum read_all(struct arena *arena, const struct source *from, bool into_values)
{
    struct json json;
    struct sum sum = { 0 };
    json_open(&json, arena, from, true);
    while (json_has_document(&json)) {
        enum json_sort sort = json_value(&json);
        if (into_values && sort == JSON_IS_OBJECT)
            read_object(&json, record, &sum);
        else
            json_skip(&json, sort);
        json_end_document(&json);
    }
    sum.is_wrong |= json.fault != NULL;
    return sum;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool report(struct arena *arena, const struct source *from, const char *what, bool into_values)
{
    int64_t best = INT64_MAX;
    struct sum sum = { 0 };
    for (int run = 0; run < RUNS; run++) {
        int64_t start = now();
        sum = read_all(arena, from, into_values);
        int64_t taken = now() - start;
        best = taken < best ? taken : best;
    }
    printf("json %-12s %5lld MB/s  (%d MB, %lld values, %llx)%s\n", what,
           (long long)((int64_t)from->length * 1000 / (best ? best : 1)), (int)(from->length / 1000000),
           (long long)sum.values, (unsigned long long)sum.total, sum.is_wrong ? " WRONG" : "");
    return !sum.is_wrong;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(0, NULL, NULL);
    struct source from;
    if (argc < 2)
        from = make(arena);
    else if (source_read(arena, argv[1], &from) != SOURCE_OK)
        return 1;
    bool is_right = report(arena, &from, "taken apart", false);
    is_right = report(arena, &from, "into values", true) && is_right;
    arena_free(arena);
    return is_right ? 0 : 1;
}
