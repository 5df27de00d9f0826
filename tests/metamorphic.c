/* What must not change anything, tried on small random models: another order of the declarations, other names
 * in the same order, two files instead of one, an unrelated second case. What is concluded is compared byte
 * for byte. SOUNDNESS_SEED chooses the models, METAMORPHIC_MODELS how many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "small/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text without a prefix before its names. */
static void strip(struct words *words, const char *prefix)
{
    size_t length = strlen(prefix);
    char *to = words->at;
    for (const char *from = words->at; *from;) {
        if (length && strncmp(from, prefix, length) == 0)
            from += length;
        else
            *to++ = *from++;
    }
    *to = '\0';
    words->length = (size_t)(to - words->at);
}

static struct found find_in_style(const struct small *small, const struct style *style, const char *file)
{
    struct words words = { NULL, 0, 0 };
    small_print(&words, small, style);
    found_store(file, &words);
    free(words.at);
    return found_find(found_path(file));
}

static void write_part(const struct small *small, const struct style *style, const char *file)
{
    struct words words = { NULL, 0, 0 };
    small_print(&words, small, style);
    found_store(file, &words);
    free(words.at);
}

/* A change, and what is found after it. */
typedef struct found change(const struct small *small, uint64_t dice);

static struct found change_order(const struct small *small, uint64_t dice)
{
    const struct style style = { .prefix = "", .shuffle = dice };
    return find_in_style(small, &style, "metamorphic.sight");
}

/* All names get the same beginning, so that they sort as before. */
static struct found change_names(const struct small *small, uint64_t dice)
{
    static const char *const prefixes[] = { "x_", "another_", "Zz_", "__" };
    const struct style style = { .prefix = prefixes[dice % 4] };
    struct found found = find_in_style(small, &style, "metamorphic.sight");
    strip(&found.printed, style.prefix);
    return found;
}

static struct found change_files(const struct small *small, uint64_t dice)
{
    const struct style used = { .prefix = "", .part = 1, .shuffle = dice };
    const struct style using = { .prefix = "", .part = 2, .shuffle = dice + 1,
                                 .uses = "use \"part.sight\"\n" };
    write_part(small, &used, "part.sight");
    return find_in_style(small, &using, "metamorphic.sight");
}

/* The same in one case, beside it another case with things and acts of which nothing is known. */
static struct found change_cases(const struct small *small, uint64_t dice)
{
    const struct style style = { .prefix = "", .has_case = true, .shuffle = dice, .has_second_case = true };
    struct found found = find_in_style(small, &style, "metamorphic.sight");
    return found;
}

static const struct {
    const char *what;
    change *change;
    bool has_case; /* compared with the model as one case */
} changes[] = {
    { "declarations in another order", change_order, false },
    { "other names in the same order", change_names, false },
    { "two files instead of one", change_files, false },
    { "an unrelated second case", change_cases, true },
};

enum { CHANGES = sizeof changes / sizeof *changes };

static bool is_same(const struct found *before, const struct found *after)
{
    return before->contradicts == after->contradicts && !after->wrong.length &&
           strcmp(before->printed.at, after->printed.at) == 0 &&
           memcmp(before->speaks, after->speaks, sizeof before->speaks) == 0;
}

static void tell(const struct small *small, unsigned long nth, const char *what, const struct found *before,
                 const struct found *after)
{
    const struct style style = { .prefix = "" };
    struct words text = { NULL, 0, 0 };
    small_print(&text, small, &style);
    fprintf(stderr, "model %lu, %s:\n%s\nbefore:\n%s%s\nafter:\n%s%s\n", nth, what, text.at,
            before->printed.at, before->wrong.at, after->printed.at, after->wrong.at);
    free(text.at);
}

static bool try_change(const struct small *small, unsigned long nth, int index)
{
    const struct style as_case = { .prefix = "", .has_case = true };
    struct found before = changes[index].has_case ? find_in_style(small, &as_case, "metamorphic.sight")
                                                  : found_in(small);
    struct found after = changes[index].change(small, small->random | 1);
    bool same = is_same(&before, &after);
    if (!same)
        tell(small, nth, changes[index].what, &before, &after);
    found_drop(&before);
    found_drop(&after);
    return same;
}

static void test_nothing_changes(void **state)
{
    static struct small small;
    const int index = *(const int *)*state;
    unsigned long seed = found_setting("SOUNDNESS_SEED", 1);
    unsigned long models = found_setting("METAMORPHIC_MODELS", 400);
    unsigned long failures = 0;
    print_message("# seed %lu, %lu models: %s\n", seed, models, changes[index].what);
    for (unsigned long nth = 0; nth < models && failures < 3; nth++) {
        small_make(&small, seed * 7000003 + nth);
        /* rules that name something of the first case speak of it in the second, too */
        if (!changes[index].has_case || !small.uses[NAMED])
            failures += !try_change(&small, nth, index);
    }
    if (failures)
        fail_msg("%s: something else is concluded", changes[index].what);
}

int main(void)
{
    static int indexes[CHANGES] = { 0, 1, 2, 3 };
    const struct CMUnitTest tests[] = {
        { "declarations in another order", test_nothing_changes, NULL, NULL, &indexes[0] },
        { "other names in the same order", test_nothing_changes, NULL, NULL, &indexes[1] },
        { "two files instead of one", test_nothing_changes, NULL, NULL, &indexes[2] },
        { "an unrelated second case", test_nothing_changes, NULL, NULL, &indexes[3] },
    };
    return cmocka_run_group_tests_name("metamorphic", tests, NULL, NULL);
}
