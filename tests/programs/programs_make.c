/* A random program, part by part, and what all parts need: chance, and text that can be taken back. */
#include "programs/programs.h"

#include <stdlib.h>
#include <string.h>

const char *const program_features[FEATURES] = {
#define FEATURE_WORDS(name, words) words,
    PROGRAM_FEATURES(FEATURE_WORDS)
#undef FEATURE_WORDS
};

_Static_assert(FEATURES <= 64, "a bit for each");

/* Chance */

int program_pick(struct program *program, int below)
{
    program->random = program->random * 6364136223846793005u + 1442695040888963407u;
    return (int)((program->random >> 33) % (uint64_t)below);
}

bool program_chance(struct program *program, int percent)
{
    return program_pick(program, 100) < percent;
}

bool program_dares(struct program *program, int percent)
{
    return !program->is_plain && program_chance(program, percent);
}

/* Neighbouring numbers are to give programs that have nothing in common. */
static uint64_t scatter(uint64_t number)
{
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

/* Text */

void program_note(struct program *program, enum program_feature feature)
{
    program->features |= UINT64_C(1) << feature;
}

void program_take_back(struct program *program, size_t length)
{
    program->text.length = length;
    program->text.at[length] = '\0';
}

struct words program_begin_apart(struct program *program)
{
    struct words before = program->text;
    program->text = (struct words){ NULL, 0, 0 };
    words_add(&program->text, "%s", "");
    return before;
}

char *program_end_apart(struct program *program, struct words before)
{
    char *apart = program->text.at;
    program->text = before;
    return apart;
}

bool program_is(const struct program *program, int a, int b)
{
    while (a >= 0 && a != b)
        a = program->shapes[a].parent;
    return a == b;
}

/* The whole */

void program_make(struct program *program, uint64_t number)
{
    *program = (struct program){ .random = scatter(number), .case_shape = -1 };
    program->is_plain = program_chance(program, 75);
    program->is_doubtful = program_chance(program, program->is_plain ? 15 : 35);
    program->is_large = program_chance(program, 15);
    words_add(&program->text, "module p \"Program %llu\"\n", (unsigned long long)number);
    program_add_kinds(program);
    program_add_instances(program);
    program_add_functions(program);
    program_add_rules(program);
    program_add_checks(program);
}
