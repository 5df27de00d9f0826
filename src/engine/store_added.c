/* Columns beside those of the fields: what is in doubt, and the days that a date may mean. Each belongs to a
 * field that no model declares (it has no `ast`), so that it is a column as any other. */
#include "engine/store.h"

#include "rules/interp.h"
#include "types/type.h"
#include "value/date.h"

static struct store_column *add_column(struct store *store, const struct store_table *table, enum base base,
                                       struct text name)
{
    struct session *session = store->model->session;
    struct field *field = ARENA_NEW(store->arena, struct field);
    struct store_column *column = ARENA_NEW(store->arena, struct store_column);
    *field = (struct field){ .name = name_get(session->names, name.bytes, name.length),
                             .owner = store->model->kinds.items[table->kind->index],
                             .type = type_of_base(session, base),
                             .cardinality = CARDINALITY_OPTIONAL };
    field->one = field->type;
    *column = (struct store_column){ .field = field, .table = table };
    VEC_PUSH(store->arena, &store->columns, column);
    return column;
}

/* Doubt */

static const struct store_column *make_doubt(struct store *store, const struct store_table *table)
{
    int64_t *words = ARENA_ARRAY(store->arena, int64_t, table->count + 1);
    bool has_doubt = false;
    for (uint32_t i = 0; i < table->count; i++) {
        bool is_doubtful = store->instances[table->first + i]->is_doubtful;
        words[i] = is_doubtful ? TRUTH_TRUE : TRUTH_FALSE;
        has_doubt = has_doubt || is_doubtful;
    }
    if (!has_doubt)
        return NULL;
    struct store_column *column = add_column(store, table, BASE_BOOLEAN, TEXT("in_doubt"));
    store_keep(store, column, words);
    return column;
}

const struct store_column *store_doubt(struct store *store, const struct store_table *table)
{
    for (uint32_t i = 0; i < store->columns.count; i++) {
        const struct store_column *column = store->columns.items[i];
        if (column->table == table && !column->field->ast && !column->of)
            return column;
    }
    return store->has_doubt ? make_doubt(store, table) : NULL;
}

/* Days */

bool store_days_of(const struct date *date, int64_t *first, int64_t *last)
{
    enum { MINUTES = 1440 };
    *first = (date->lo - (date->lo % MINUTES + MINUTES) % MINUTES) / MINUTES;
    *last = (date->hi - (date->hi % MINUTES + MINUTES) % MINUTES) / MINUTES;
    return date->precision != DATE_MINUTE && date->lo == *first * MINUTES &&
           date->hi == *last * MINUTES + MINUTES - 1 && *first > INT32_MIN && *last <= INT32_MAX;
}

static bool find_days(const struct store *store, const struct field *field, const struct store_column **first,
                      const struct store_column **last)
{
    for (uint32_t i = 0; i + 1 < store->columns.count; i++) {
        if (store->columns.items[i]->of == field) {
            *first = store->columns.items[i];
            *last = store->columns.items[i + 1];
            return true;
        }
    }
    return false;
}

/* False where some value is no plain stretch of days. */
static bool read_days(struct store *store, const struct field *field, const struct store_table *table,
                      int64_t *first, int64_t *last, bool *has_gaps)
{
    for (uint32_t i = 0; i < table->count; i++) {
        struct instance *instance = store->instances[table->first + i];
        bool has_field = kind_is(instance->of, field->owner);
        struct value value = { .tag = VALUE_NONE };
        if (has_field)
            value = interp_field(store->interp, instance, field);
        first[i] = last[i] = STORE_NONE_WIDE;
        if (value.tag == VALUE_NONE)
            *has_gaps = *has_gaps || has_field;
        else if (value.tag != VALUE_DATE || !store_days_of(value.as.date, &first[i], &last[i]))
            return false;
    }
    return true;
}

static struct store_column *add_days(struct store *store, const struct field *field, const char *which,
                                     const int64_t *words, bool has_gaps)
{
    struct text name = diag_format(store->model->session, "%n_%s", field->name, which);
    struct store_column *column = add_column(store, store_table(store, field->owner), BASE_DATE, name);
    column->of = field;
    column->has_gaps = has_gaps;
    store_keep(store, column, words);
    return column;
}

bool store_days(struct store *store, const struct field *field, const struct store_column **first,
                const struct store_column **last)
{
    const struct store_table *table = store_table(store, field->owner);
    bool takes_more = store_takes_more(store, field->owner);
    bool has_gaps = takes_more && field->cardinality == CARDINALITY_OPTIONAL;
    bool is_date = !field->type->many && field->type->count == 1 && type_is(field->type, BASE_DATE);
    if (find_days(store, field, first, last))
        return true;
    if (!is_date || !table || (takes_more && field->ast->value))
        return false;
    int64_t *firsts = ARENA_ARRAY(store->arena, int64_t, table->count + 1);
    int64_t *lasts = ARENA_ARRAY(store->arena, int64_t, table->count + 1);
    if (!read_days(store, field, table, firsts, lasts, &has_gaps))
        return false;
    *first = add_days(store, field, "first", firsts, has_gaps);
    *last = add_days(store, field, "last", lasts, has_gaps);
    return true;
}
