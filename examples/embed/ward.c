/* Somebody else's program that asks the rules of wards.sight: two rounds, three doses. `make` beside it writes the
 * rules as C and links them. */
#include "wards.h"

#include <stdio.h>
#include <stdlib.h>

/* Every function says what went wrong; here any mistake ends the program. */
static void check(int error)
{
    if (error) {
        fprintf(stderr, "ward: error %d\n", error);
        exit(1);
    }
}

static int32_t text(struct wards_data *data, const char *words)
{
    int32_t number;
    size_t length = 0;
    while (words[length])
        length++;
    check(wards_text(data, words, length, &number));
    return number;
}

static void add_dose(struct wards_data *data, int32_t round, const char *name, const char *drug, int32_t route,
                     int32_t checked, int32_t given)
{
    struct wards_dose dose = { .id = text(data, name), .title = text(data, name), .of = round,
                               .drug = text(data, drug), .route = route, .checked = checked, .given = given,
                               .millilitres = 15 }; /* 1.5 ml */
    check(wards_add_dose(data, &dose, NULL));
}

static void add_rounds(struct wards_data *data)
{
    int32_t number;
    struct wards_round morning = { .id = text(data, "morning"), .title = text(data, "Morning round"),
                                   .on = wards_day(2001, 1, 4) };
    check(wards_add_round(data, &morning, &number));
    add_dose(data, number, "d1", "vincristine", WARDS_ROUTE_INTRATHECAL, WARDS_TRUE, wards_day(2001, 1, 4));
    add_dose(data, number, "d2", "cytarabine", WARDS_ROUTE_INTRATHECAL, WARDS_UNKNOWN, wards_day(2001, 1, 5));
    struct wards_round evening = { .id = text(data, "evening"), .title = text(data, "Evening round"),
                                   .on = wards_day(2001, 1, 5) };
    check(wards_add_round(data, &evening, &number));
    add_dose(data, number, "d3", "paracetamol", WARDS_ROUTE_ORAL, WARDS_FALSE, wards_day(2001, 1, 5));
}

static void print_conclusions(const struct wards_data *data, const struct wards_results *results)
{
    char words[200];
    for (uint32_t i = 0; i < wards_count_wrong_route(results); i++) {
        struct wards_wrong_route found = wards_get_wrong_route(results, i);
        wards_because_wrong_route(data, results, i, words, sizeof words);
        printf("wrong route: %s (%s)\n", data->texts.bytes[data->dose.table.id[found.of]], words);
    }
    for (uint32_t i = 0; i < wards_count_unchecked(results); i++) {
        struct wards_unchecked found = wards_get_unchecked(results, i);
        printf("%s: %s\n", found.is_certain ? "not checked" : "nobody knows whether it was checked",
               data->texts.bytes[data->dose.table.id[found.of]]);
    }
    for (uint32_t i = 0; i < wards_count_findings(results); i++) {
        wards_message_of_finding(data, results, i, words, sizeof words);
        printf("%s: %s\n", wards_get_finding(data, results, i).severity, words);
    }
}

int main(void)
{
    struct wards_room room = { .texts = 32, .round = 2, .dose = 3 };
    struct wards_data data;
    struct wards_results results;
    size_t size = wards_size(&room);
    static unsigned char memory[1 << 16];
    void *rows = malloc(size);
    check(rows ? wards_open(&data, &room, rows, size) : WARDS_FULL);
    add_rounds(&data);
    check(wards_ready(&data));
    check(wards_evaluate(&data, &results, memory, sizeof memory));
    print_conclusions(&data, &results);
    free(rows);
    return 0;
}
