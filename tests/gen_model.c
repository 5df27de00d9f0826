/* Writes a sound review of about N things to standard output: gen_model N [SEED]. The same N and SEED
 * give the same bytes. For `make bench`, where no other generator is at hand. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t random_state;

static unsigned below(unsigned limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % (limit ? limit : 1));
}

static const char *day(void)
{
    static char text[48];
    unsigned k = below(6000);
    snprintf(text, sizeof text, "%04u-%02u-%02u", 2001 + k % 20, 1 + k / 20 % 12, 1 + k / 240 % 28);
    return text;
}

static const char *one_of(const char *const *words, unsigned count)
{
    return words[below(count)];
}

static void write_people(unsigned agencies, unsigned sources, unsigned workers)
{
    for (unsigned i = 0; i < agencies; i++)
        printf("agency ag%u \"Agency %u\"\n", i, i);
    for (unsigned i = 0; i < sources; i++)
        printf("source src%u \"Source %u\" from %s { type: record }\n", i, i, day());
    for (unsigned i = 0; i < workers; i++)
        printf("worker wk%u \"Worker %u\" of ag%u { caseload: %u experience: %u years }\n", i, i,
               below(agencies), 5 + below(35), 1 + below(19));
}

static void write_episodes(unsigned episodes, unsigned events, unsigned sources, unsigned workers)
{
    static const char *const judgements[] = { "good", "adequate", "mixed", "problematic" };
    for (unsigned i = 0; i < episodes; i++) {
        printf("episode ep%u \"Episode %u\" on %s by wk%u {\n", i, i, day(), below(workers));
        printf("  source: src%u\n  of: ev%u, ev%u\n", below(sources), below(events), below(events));
        printf("  judgement: practice.%s\n", one_of(judgements, 4));
        printf("  perspective pv%u \"How it looked\" of wk%u {\n    knew: ev%u\n", i, below(workers),
               below(events));
        printf("    understood: \"\"\"It seemed **settled** at the time; see @ep%u.\"\"\"\n  }\n}\n", i);
    }
}

static void write_factors(unsigned factors, unsigned episodes, unsigned sources)
{
    static const char *const kinds[] = { "frontline.family", "frontline.personal",
                                         "frontline.conditions.workload", "frontline.team",
                                         "local.culture", "national.policy" };
    static const char *const strengths[] = { "weak", "moderate", "strong" };
    static const char *const effects[] = { "helped", "hindered" };
    for (unsigned i = 0; i < factors; i++) {
        printf("factor fa%u \"Factor %u\" of contributory_factor.%s {\n", i, i, one_of(kinds, 6));
        printf("  shaped: ep%u\n  strength: strength.%s\n", i % episodes, one_of(strengths, 3));
        printf("  effect: effect.%s\n  source: src%u\n}\n", one_of(effects, 2), below(sources));
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("gen_model N [SEED]\n", stderr);
        return 2;
    }
    unsigned n = (unsigned)strtoul(argv[1], NULL, 10);
    random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    unsigned agencies = 8;
    unsigned sources = n / 100 > 2 ? n / 100 : 2;
    unsigned workers = sources;
    unsigned episodes = n * 15 / 100 + 1;
    unsigned factors = n * 20 / 100 + 1;
    unsigned others = agencies + sources + workers + episodes * 2 + factors;
    unsigned events = n > others + 4 ? n - others : 4;
    printf("module generated \"A generated review\"\nuse learning_together\n\n");
    printf("review generated_review \"Generated review\" during 2001-01..2020-12 {\n"
           "  question: \"How does the checker scale?\"\n}\n\n");
    write_people(agencies, sources, workers);
    for (unsigned i = 0; i < events; i++)
        printf("event ev%u \"Event number %u in the record\" on %s by wk%u { source: src%u }\n", i, i, day(),
               below(workers), below(sources));
    write_episodes(episodes, events, sources, workers);
    write_factors(factors, episodes, sources);
    return fflush(stdout) == 0 ? 0 : 4;
}
