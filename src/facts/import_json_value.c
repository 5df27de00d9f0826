/* Values of JSON to values of fields: which sorts of JSON value a type takes. Strings mean what cells mean
 * (facts/reading.c), but a number or a boolean is one in JSON, too, unless the import has a map or a format
 * for it. */
#include "base/buf.h"
#include "diag/diag.h"
#include "facts/import_json.h"

/* Columns */

/* Strings are no numbers and no booleans, whatever stands in them. */
static const struct type *without_numbers(struct session *session, const struct type *type)
{
    struct type_part *parts = ARENA_ARRAY(session->arena, struct type_part, type->count + 1);
    struct type *strings = ARENA_NEW(session->arena, struct type);
    for (uint32_t i = 0; i < type->count; i++) {
        enum base base = type->parts[i].base;
        if (base != BASE_BOOLEAN && base != BASE_INTEGER && base != BASE_DECIMAL)
            parts[strings->count++] = type->parts[i];
    }
    strings->parts = parts;
    return strings;
}

/* A map or a format says what is meant, so that anything may stand for anything. */
static bool is_free(const struct import_column *column)
{
    return column->ast->mappings.first || column->ast->format;
}

static struct import_column *follow_kind(struct import_json *in, const struct shape_member *member)
{
    struct session *session = in->table->session;
    struct import_column *column = ARENA_NEW(session->arena, struct import_column);
    struct ast_column *ast = ARENA_NEW(session->arena, struct ast_column);
    ast->base.kind = AST_COLUMN;
    ast->base.span = in->table->import->ast->base.span;
    ast->field.name = name_get(session->names, member->key.bytes, member->key.length);
    ast->field.span = ast->base.span;
    column->ast = ast;
    column->last = ARENA_NEW(session->arena, struct import_target);
    column->field = member->field;
    reading_new(&column->reading, session, ast, member->field ? member->field->one : in->text);
    return column;
}

void json_prepare(struct import_json *in, struct shape_member *member)
{
    if (!member->column)
        member->column = follow_kind(in, member);
    else if (member->column->is_met)
        return;
    member->column->is_met = true;
    if (member->field && !is_free(member->column))
        member->column->reading.type = without_numbers(in->table->session, member->field->one);
}

/* Single values */

static struct text clean_text(struct import_json *in)
{
    return import_clean(in->table, json_text(&in->json), in->json.start);
}

/* The whole number that was read, in its shortest form; false where it is none. */
static bool whole_text(struct import_json *in, struct text *out)
{
    struct number number;
    int64_t whole;
    struct buf text;
    if (!json_number(&in->json, &number) || !number_to_int(number, &whole))
        return false;
    buf_init(&text, in->table->session->arena);
    buf_int(&text, whole);
    *out = buf_get(&text);
    return true;
}

static void report_misfit(struct import_json *in, const struct field *field, enum json_sort found)
{
    bool is_word = found == JSON_IS_STRING;
    json_report_value(in, found, name_text(field->name), type_phrase(in->table->session, field->one),
                      found == JSON_IS_ARRAY ? "only a field of many, `*` or `+`, takes a list"
                      : found == JSON_IS_NULL ? "what is not recorded is left out of a list"
                      : is_word ? "numbers, true and false stand without quotation marks"
                                : "texts, dates and names stand in quotation marks");
}

static bool read_text(struct json_object *object, const struct import_column *column, struct value *place,
                      struct text text)
{
    struct import_table *table = object->in->table;
    const struct type *type = column->reading.type;
    struct read_cell word;
    if (text.length || reading_find_word(&column->reading, text, &word))
        return import_fill_place(table, column, object->instance, place, text);
    bool is_text = type_has(type, BASE_TEXT);
    if (!is_text && !type_has(type, BASE_PROSE)) {
        import_report_value(table, column, text, "where nothing is recorded, null stands, or no key at all");
        return true;
    }
    *place = (struct value){ .tag = is_text ? VALUE_TEXT : VALUE_PROSE,
                             .as.text = ARENA_NEW(table->session->arena, struct text) };
    return true;
}

static void read_number(struct json_object *object, const struct import_column *column, struct value *place)
{
    struct import_json *in = object->in;
    const struct type *type = column->field->one;
    struct reading reading = { .session = in->table->session, .type = type };
    struct number number;
    const char *why = "it is not a number of at most 18 digits";
    int64_t whole;
    if (type_has(type, BASE_INTEGER) && json_whole(&in->json, &whole)) {
        *place = (struct value){ .tag = VALUE_INTEGER, .as.integer = whole };
        return;
    }
    if (!json_number(&in->json, &number) || !reading_fit_number(&reading, number, place, &why)) {
        struct text text = { in->json.bytes + in->json.start, in->json.end - in->json.start };
        import_report_value(in->table, column, text, why);
    }
}

/* A number, true or false, where no map and no format speaks of it. */
static void read_plain(struct json_object *object, const struct import_column *column, struct value *place,
                       enum json_sort sort)
{
    const struct type *type = column->field->one;
    bool is_number = type_has(type, BASE_INTEGER) || type_has(type, BASE_DECIMAL);
    struct text text;
    if (sort != JSON_IS_NUMBER && type_has(type, BASE_BOOLEAN))
        *place = (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = sort == JSON_IS_TRUE };
    else if (sort == JSON_IS_NUMBER && is_number)
        read_number(object, column, place);
    else if (sort == JSON_IS_NUMBER && type_has(type, BASE_INSTANCE) && whole_text(object->in, &text))
        import_add_key(object->in->table, column, object->instance, place, text);
    else
        report_misfit(object->in, column->field, sort);
}

static bool read_scalar(struct json_object *object, const struct import_column *column, struct value *place,
                        enum json_sort sort)
{
    struct import_json *in = object->in;
    in->table->place = json_span(in);
    if (sort == JSON_IS_STRING && column->reading.type->count)
        return read_text(object, column, place, clean_text(in));
    if (sort == JSON_IS_STRING) {
        report_misfit(in, column->field, sort);
        return true;
    }
    if (is_free(column)) {
        struct text text = { in->json.bytes + in->json.start, in->json.end - in->json.start };
        return import_fill_place(in->table, column, object->instance, place, text);
    }
    read_plain(object, column, place, sort);
    return true;
}

static void read_held(struct json_object *object, const struct shape_member *member, struct value *place)
{
    struct import_json *in = object->in;
    if (member->objects) {
        struct instance *held = json_read_object(in, member->objects, object->instance, false);
        *place = (struct value){ .tag = VALUE_INSTANCE, .as.instance = held };
        return;
    }
    if (type_has(member->field->one, BASE_INSTANCE))
        json_report_unclear(in, member->field);
    else
        report_misfit(in, member->field, JSON_IS_OBJECT);
    json_skip(&in->json, JSON_IS_OBJECT);
}

/* Whether anything is recorded; what is wrong counts as something. */
static bool read_one(struct json_object *object, const struct shape_member *member, struct value *place,
                     enum json_sort sort)
{
    switch (sort) {
    case JSON_IS_OBJECT:
        read_held(object, member, place);
        return true;
    case JSON_IS_ARRAY:
        report_misfit(object->in, member->field, sort);
        json_skip(&object->in->json, sort);
        return true;
    case JSON_IS_NULL:
        report_misfit(object->in, member->field, sort);
        return true;
    case JSON_IS_STRING:
    case JSON_IS_NUMBER:
    case JSON_IS_TRUE:
    case JSON_IS_FALSE:
        return read_scalar(object, member->column, place, sort);
    case JSON_IS_WRONG:
        break;
    }
    return true;
}

/* Lists */

/* The keys from `first` on that are to fill `value`, which will become the item `at`. */
static void mark_keys(struct import_run *run, uint32_t first, const struct value *value, uint32_t at)
{
    for (uint32_t i = first; i < run->keys.count; i++) {
        if (run->keys.items[i].place == value) {
            run->keys.items[i].place = NULL;
            run->keys.items[i].item = at;
        }
    }
}

static void place_keys(struct import_run *run, uint32_t first, struct value *items)
{
    for (uint32_t i = first; i < run->keys.count; i++) {
        if (!run->keys.items[i].place)
            run->keys.items[i].place = items + run->keys.items[i].item;
    }
}

static bool read_items(struct json_object *object, const struct shape_member *member, struct value *slot)
{
    struct import_json *in = object->in;
    struct import_run *run = in->table->run;
    uint32_t first = run->keys.count;
    VEC(struct value) items = { 0 };
    while (json_item(&in->json)) {
        uint32_t before = run->keys.count;
        struct value value = { .tag = VALUE_NONE };
        if (!read_one(object, member, &value, json_value(&in->json)))
            continue;
        mark_keys(run, before, &value, items.count);
        VEC_PUSH(in->table->session->arena, &items, value);
    }
    place_keys(run, first, items.items);
    *slot = (struct value){ .tag = items.count ? VALUE_LIST : VALUE_NONE, .count = items.count,
                            .as.items = items.items };
    return items.count != 0;
}

bool json_read_field(struct json_object *object, const struct shape_member *member)
{
    struct import_json *in = object->in;
    struct value *slot = &object->instance->slots[member->field->slot];
    enum json_sort sort = json_value(&in->json);
    if (sort == JSON_IS_NULL || sort == JSON_IS_WRONG)
        return false;
    if (!member->field->type->many)
        return read_one(object, member, slot, sort);
    if (sort == JSON_IS_ARRAY)
        return read_items(object, member, slot);
    in->table->place = json_span(in);
    if (sort == JSON_IS_STRING && member->column->ast->separators.first)
        return import_fill_list(in->table, member->column, object->instance, slot, clean_text(in));
    struct session *session = in->table->session;
    json_report_value(in, sort, name_text(member->field->name),
                      diag_format(session, "a list, each of it %t", type_phrase(session, member->field->one)),
                      "a list stands in `[ ]`, even a list of one");
    json_skip(&in->json, sort);
    return true;
}

bool json_read_name(struct json_object *object, const struct shape_member *member, struct text *out)
{
    struct import_json *in = object->in;
    bool is_id = member->sort == SHAPE_ID;
    enum json_sort sort = json_value(&in->json);
    struct read_cell word;
    in->table->place = json_span(in);
    if (sort == JSON_IS_NULL || sort == JSON_IS_WRONG)
        return false;
    if (sort == JSON_IS_STRING)
        *out = clean_text(in);
    else if (sort != JSON_IS_NUMBER || !is_id || !whole_text(in, out)) {
        struct text wanted = is_id ? TEXT("a text or a whole number") : TEXT("a text");
        json_report_value(in, sort, member->key, wanted, NULL);
        json_skip(&in->json, sort);
        return false;
    }
    if (reading_find_word(&member->column->reading, *out, &word) && word.value.tag == VALUE_TEXT)
        *out = *word.value.as.text;
    if (is_id && !out->length)
        import_report_value(in->table, member->column, *out, "an id is at least one character");
    return out->length != 0;
}
