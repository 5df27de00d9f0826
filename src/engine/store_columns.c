/* The columns of a store: each made when it is first asked for, from the fields of all rows. A value that a
 * word cannot hold (a span of days, a long decimal) leaves the field without a column. */
#include "engine/store.h"

#include "rules/interp.h"
#include "types/type.h"
#include "value/date.h"

/* One value into a word; false where it does not fit. */

static int64_t power_of_ten(unsigned digits)
{
    int64_t power = 1;
    while (digits--)
        power *= 10;
    return power;
}

static bool word_of_number(struct value value, const struct type_part *part, int64_t *word)
{
    if (value.tag == VALUE_INTEGER && part->base == BASE_INTEGER) {
        *word = value.as.integer;
        return *word != STORE_NONE_WIDE;
    }
    struct number_range range;
    struct number scaled;
    value_range(value, &range);
    if (range.open || number_compare(range.lo, range.hi) != 0)
        return false;
    unsigned digits = part->base == BASE_DECIMAL ? part->digits : 0;
    return number_multiply(range.lo, number_of_int(power_of_ten(digits)), &scaled) &&
           number_to_int(scaled, word) && *word != STORE_NONE_WIDE;
}

static bool word_of_date(const struct date *date, int64_t *word)
{
    enum { MINUTES = 1440 };
    *word = (date->lo - (date->lo % MINUTES + MINUTES) % MINUTES) / MINUTES;
    return date->precision == DATE_DAY && date->lo == *word * MINUTES &&
           date->hi == *word * MINUTES + MINUTES - 1;
}

bool store_word(struct store *store, struct value value, const struct type_part *part, int64_t *word)
{
    switch ((enum value_tag)value.tag) {
    case VALUE_NONE:
        *word = part->base == BASE_BOOLEAN ? TRUTH_UNKNOWN : STORE_NONE_WIDE;
        return true;
    case VALUE_BOOLEAN:
        *word = value.as.boolean ? TRUTH_TRUE : TRUTH_FALSE;
        return true;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return word_of_number(value, part, word);
    case VALUE_DATE:
        return word_of_date(value.as.date, word);
    case VALUE_TEXT:
    case VALUE_PROSE:
        *word = store_text(store, *value.as.text);
        return true;
    case VALUE_CATEGORY:
        *word = store_category(store, value.as.category);
        return true;
    case VALUE_INSTANCE:
        *word = store->row_of[value.as.instance->ordinal];
        return true;
    default:
        return false;
    }
}

/* Whether all alternatives of a type are held the same way. */
static bool is_uniform(const struct type *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        enum base base = type->parts[i].base;
        bool is_known = base != BASE_ERROR && base != BASE_PERIOD && base != BASE_DURATION;
        bool is_long = base == BASE_DECIMAL && type->parts[i].digits == TYPE_EXACT;
        if (!is_known || is_long || base != type->parts[0].base ||
            (base == BASE_DECIMAL && type->parts[i].digits != type->parts[0].digits))
            return false;
    }
    return type->count > 0;
}

/* One value */

static struct store_column *find_column(struct store *store, const struct field *field)
{
    for (uint32_t i = 0; i < store->columns.count; i++) {
        if (store->columns.items[i]->field == field)
            return store->columns.items[i];
    }
    return NULL;
}

static bool fits_narrow(const int64_t *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (words[i] != STORE_NONE_WIDE && (words[i] <= INT32_MIN || words[i] > INT32_MAX))
            return false;
    }
    return true;
}

static uint64_t furthest(const int64_t *words, uint32_t count)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t size = words[i] < 0 ? 0 - (uint64_t)words[i] : (uint64_t)words[i];
        if (words[i] != STORE_NONE_WIDE && size > most)
            most = size;
    }
    return most;
}

void store_keep(struct store *store, struct store_column *column, const int64_t *words)
{
    uint32_t count = column->table->count;
    bool is_narrow = fits_narrow(words, count);
    column->most = furthest(words, count);
    if (is_narrow)
        column->narrow = ARENA_ARRAY(store->arena, int32_t, count + 1);
    else
        column->wide = ARENA_ARRAY(store->arena, int64_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_narrow)
            column->wide[i] = words[i];
        else
            column->narrow[i] = words[i] == STORE_NONE_WIDE ? STORE_NONE : (int32_t)words[i];
    }
}

/* Where the words of a column stand until it is known how wide they are: the same for each. */
static int64_t *scratch_of(struct store *store, uint32_t count)
{
    if (store->scratch_room < count + 1) {
        store->scratch_room = count + 1;
        store->scratch = ARENA_ARRAY(store->arena, int64_t, store->scratch_room);
    }
    return store->scratch;
}

static bool fill_column(struct store *store, struct store_column *column)
{
    const struct field *field = column->field;
    const struct store_table *table = column->table;
    int64_t *words = scratch_of(store, table->count);
    if (store_takes_more(store, field->owner) && field->ast->value)
        return false;
    column->has_gaps =
        store_takes_more(store, field->owner) && field->cardinality == CARDINALITY_OPTIONAL;
    for (uint32_t i = 0; i < table->count; i++) {
        struct instance *instance = store->instances[table->first + i];
        bool has_field = kind_is(instance->of, field->owner);
        struct value value = { .tag = VALUE_NONE };
        if (has_field)
            value = interp_field(store->interp, instance, field);
        if (!store_word(store, value, &field->type->parts[0], &words[i]))
            return false;
        column->has_gaps = column->has_gaps || (has_field && value.tag == VALUE_NONE);
    }
    store_keep(store, column, words);
    return true;
}

const struct store_column *store_column(struct store *store, const struct field *field)
{
    struct store_column *column = find_column(store, field);
    if (!column) {
        column = ARENA_NEW(store->arena, struct store_column);
        *column = (struct store_column){ .field = field, .table = store_table(store, field->owner) };
        bool sound = !field->type->many && is_uniform(field->type) && column->table &&
                     fill_column(store, column);
        if (!sound)
            column->narrow = NULL;
        VEC_PUSH(store->arena, &store->columns, column);
    }
    return column->narrow || column->wide ? column : NULL;
}

/* Many */

/* How many rows of a link of many each row names, or the rows themselves; false where one is no row. */
static bool walk_links(struct store *store, struct store_links *links, bool places)
{
    const struct store_table *table = links->from;
    for (uint32_t i = 0; i < table->count; i++) {
        struct instance *instance = store->instances[table->first + i];
        struct value value = { .tag = VALUE_NONE };
        if (kind_is(instance->of, links->field->owner))
            value = interp_field(store->interp, instance, links->field);
        uint32_t count = value.tag == VALUE_LIST ? value.count : 0;
        if (value.tag == VALUE_LIST && value.openness)
            return false;
        for (uint32_t j = 0; j < count; j++) {
            if (value.as.items[j].tag != VALUE_INSTANCE || value.as.items[j].is_possible)
                return false;
            if (places)
                links->rows[links->starts[i] + j] = store->row_of[value.as.items[j].as.instance->ordinal];
        }
        if (!places)
            links->starts[i + 1] = links->starts[i] + count;
    }
    return true;
}

const struct store_links *store_links(struct store *store, const struct field *field)
{
    for (uint32_t i = 0; i < store->links.count; i++) {
        if (store->links.items[i]->field == field)
            return store->links.items[i]->rows ? store->links.items[i] : NULL;
    }
    struct store_links *links = ARENA_NEW(store->arena, struct store_links);
    *links = (struct store_links){ .field = field, .from = store_table(store, field->owner) };
    VEC_PUSH(store->arena, &store->links, links);
    if (!links->from || !type_is(field->type, BASE_INSTANCE))
        return NULL;
    links->starts = ARENA_ARRAY(store->arena, uint32_t, links->from->count + 1);
    if (!walk_links(store, links, false))
        return NULL;
    links->rows = ARENA_ARRAY(store->arena, uint32_t, links->starts[links->from->count] + 1);
    return walk_links(store, links, true) ? links : NULL;
}

/* The other way round */

/* The rows that a row links to, each once. */
static uint32_t targets_of(const struct store_column *column, const struct store_links *links, uint32_t at,
                           uint32_t *one, const uint32_t **rows)
{
    if (links) {
        *rows = links->rows + links->starts[at];
        return links->starts[at + 1] - links->starts[at];
    }
    int64_t word = column->narrow ? column->narrow[at] : column->wide[at];
    *one = (uint32_t)word;
    *rows = one;
    return word != STORE_NONE;
}

static bool is_repeated(const uint32_t *rows, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (rows[i] == rows[at])
            return true;
    }
    return false;
}

static void walk_inverse(struct store *store, struct store_links *inverse, const struct store_links *links,
                         bool places)
{
    const struct store_table *table = inverse->from;
    const struct store_column *column = links ? NULL : store_column(store, inverse->field);
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t at = table->in_order ? table->in_order[i] - table->first : i;
        const uint32_t *rows;
        uint32_t one;
        if (!kind_is(store->instances[table->first + at]->of, inverse->kind))
            continue;
        uint32_t count = targets_of(column, links, at, &one, &rows);
        for (uint32_t j = 0; j < count; j++) {
            if (is_repeated(rows, j))
                continue;
            if (places)
                inverse->rows[inverse->starts[rows[j]]++] = table->first + at;
            else
                inverse->starts[rows[j] + 1]++;
        }
    }
}

const struct store_links *store_inverse(struct store *store, const struct kind *from,
                                        const struct field *field)
{
    for (uint32_t i = 0; i < store->inverses.count; i++) {
        if (store->inverses.items[i]->field == field && store->inverses.items[i]->kind == from)
            return store->inverses.items[i];
    }
    const struct store_links *links = field->type->many ? store_links(store, field) : NULL;
    const struct store_column *column = field->type->many ? NULL : store_column(store, field);
    if (!links && !column)
        return NULL;
    struct store_links *inverse = ARENA_NEW(store->arena, struct store_links);
    uint32_t rows = store->row_count;
    *inverse = (struct store_links){ .field = field, .kind = from,
                                     .from = links ? links->from : column->table,
                                     .has_gaps = column && column->has_gaps };
    inverse->starts = ARENA_ARRAY(store->arena, uint32_t, rows + 2);
    walk_inverse(store, inverse, links, false);
    for (uint32_t i = 0; i < rows; i++)
        inverse->starts[i + 1] += inverse->starts[i];
    inverse->rows = ARENA_ARRAY(store->arena, uint32_t, inverse->starts[rows] + 1);
    walk_inverse(store, inverse, links, true);
    /* placing moved each start to its end, which is the next one's start */
    memmove(inverse->starts + 1, inverse->starts, rows * sizeof *inverse->starts);
    inverse->starts[0] = 0;
    VEC_PUSH(store->arena, &store->inverses, inverse);
    return inverse;
}
