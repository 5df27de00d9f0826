/* JSON to instances: an object for each, its keys the fields of its kind, and nested in it those that stand
 * inside it. Comes in: an import whose file ends in .json, .ndjson or .jsonl. Goes out: what import.c makes
 * of a table, where an object that is not nested is a row, with all that is nested in it: a record, added
 * whole or left out whole. Within a case, ids are its own.
 *
 *     {"id": "c1", "on": "2019-02-03", "parties": [{"at_fault": true}, {"at_fault": false}]}
 *     `------------------------------- one record: three instances ------------------------'
 */
#include "facts/import_json.h"

#include "base/utf8.h"
#include "diag/diag.h"
#include "diag/redact.h"
#include "text/source.h"

/* Objects */

static bool is_case(const struct instance *instance)
{
    return instance && instance->of->flags & KIND_CASE;
}

static struct json_mark *marks_of(struct import_json *in, uint32_t count)
{
    struct json_marks *marks = &in->marks[in->json.depth];
    if (marks->capacity < count) {
        marks->items = ARENA_ARRAY(in->table->session->arena, struct json_mark, count);
        marks->capacity = count;
    }
    memset(marks->items, 0, count * sizeof *marks->items);
    return marks->items;
}

static struct json_object begin_object(struct import_json *in, struct shape *shape, struct instance *outer,
                                       bool is_within)
{
    struct json_object object = { .in = in, .shape = shape, .outer = outer, .place = json_span(in) };
    object.instance = import_new_instance(in->table, shape->kind);
    object.instance->declaration.span = object.place;
    object.marks = marks_of(in, shape->members.count);
    object.link = outer ? shape_link(shape->kind, outer->of) : NULL;
    if (!outer)
        in->record.at = object.instance;
    else
        object.instance->parent = is_within ? outer : is_case(in->record.at) ? in->record.at : NULL;
    struct json_made made = { object.instance, object.place.start };
    VEC_PUSH(in->table->session->arena, &in->record.made, made);
    return object;
}

static void report_no_list(struct json_object *object, const struct shape_member *member,
                           enum json_sort found, const char *wanted, const char *help)
{
    struct import_json *in = object->in;
    struct session *session = in->table->session;
    struct text phrase = kind_phrase(session, member->objects->kind);
    json_report_value(in, found, member->key, diag_format(session, "%s, each a %t", wanted, phrase), help);
    json_skip(&in->json, found);
}

static void read_nested(struct json_object *object, const struct shape_member *member)
{
    struct import_json *in = object->in;
    struct json *json = &in->json;
    enum json_sort sort = json_value(json);
    while (sort == JSON_IS_ARRAY && json_item(json)) {
        enum json_sort item = json_value(json);
        if (item == JSON_IS_OBJECT)
            json_read_object(in, member->objects, object->instance, true);
        else
            report_no_list(object, member, item, "objects",
                           "what is named by its id only belongs in a field that links to it");
    }
    if (sort != JSON_IS_ARRAY && sort != JSON_IS_NULL)
        report_no_list(object, member, sort, "a list of objects",
                       "a list stands in `[ ]`, even a list of one");
}

static void read_member(struct json_object *object, struct shape_member *member, struct json_mark *mark)
{
    struct text text;
    if (member->sort != SHAPE_NESTED)
        json_prepare(object->in, member);
    switch (member->sort) {
    case SHAPE_ID:
        mark->is_given = json_read_name(object, member, &object->id);
        if (mark->is_given)
            object->instance->declaration.span = object->in->table->place;
        break;
    case SHAPE_TITLE:
        mark->is_given = json_read_name(object, member, &text);
        object->instance->title = mark->is_given ? text : TEXT("");
        break;
    case SHAPE_FIELD:
        mark->is_given = json_read_field(object, member);
        break;
    case SHAPE_NESTED:
        read_nested(object, member);
        break;
    }
}

/* The value behind a key; read again for each further member that takes it from there. */
static void read_members(struct json_object *object, struct shape_member *member)
{
    struct json *json = &object->in->json;
    for (; member && !json->fault; member = member->also) {
        struct json before = *json;
        struct json_mark *mark = &object->marks[member - object->shape->members.items];
        mark->key = object->in->table->place;
        read_member(object, member, mark);
        if (member->also && !json->fault)
            *json = before;
    }
}

static void pass_over(struct json_object *object, struct text key)
{
    struct import_json *in = object->in;
    bool is_kept = false;
    for (uint32_t i = 0; i < in->others.count; i++)
        is_kept = is_kept || text_equal(in->others.items[i], key);
    if (!is_kept && in->others.count < JSON_OTHERS_MOST)
        VEC_PUSH(in->table->session->arena, &in->others, key);
}

static void read_key(struct json_object *object)
{
    struct import_json *in = object->in;
    struct text key = json_text(&in->json);
    struct shape_member *member = shape_find(object->shape, key);
    in->table->place = json_span(in);
    if (!member)
        member = shape_find(object->shape, utf8_normalise(in->table->session->arena, key));
    struct json_mark *mark = member ? &object->marks[member - object->shape->members.items] : NULL;
    if (mark && !mark->key.end) {
        read_members(object, member);
        return;
    }
    if (mark)
        json_report_key_twice(object, key, mark->key);
    else if (object->shape->passes_over)
        pass_over(object, key);
    else
        json_report_key(object, key);
    json_skip(&in->json, json_value(&in->json));
}

/* What an object says without a key of its own: where it stands, and what is the same in all of them. */
static void fill_link(struct json_object *object)
{
    struct value *slot = object->link ? &object->instance->slots[object->link->slot] : NULL;
    struct value outer = { .tag = VALUE_INSTANCE, .as.instance = object->outer };
    for (uint32_t i = 0; slot && i < object->shape->members.count; i++) {
        if (object->shape->members.items[i].field == object->link && object->marks[i].is_given)
            return;
    }
    if (slot && object->link->type->many)
        outer = (struct value){ .tag = VALUE_LIST, .count = 1,
                                .as.items = memcpy(ARENA_NEW(object->in->table->session->arena, struct value),
                                                   &outer, sizeof outer) };
    if (slot)
        *slot = outer;
}

static void fill_fixed(struct json_object *object)
{
    const struct import_table *table = object->in->table;
    for (uint32_t i = 0; object->shape == object->in->root && i < table->columns.count; i++) {
        const struct import_column *column = &table->columns.items[i];
        if (!column->is_fixed || !column->field)
            continue;
        object->instance->slots[column->field->slot] = column->value;
        object->instance->is_doubtful = object->instance->is_doubtful || column->is_doubtful;
    }
}

static void check_complete(struct json_object *object)
{
    for (uint32_t i = 0; i < object->shape->members.count; i++) {
        const struct shape_member *member = &object->shape->members.items[i];
        const struct field *field = member->sort == SHAPE_FIELD ? member->field : NULL;
        if (field && import_is_mandatory(field) && !object->marks[i].is_given &&
            object->instance->slots[field->slot].tag == VALUE_NONE)
            json_report_lacks(object, field, &object->marks[i]);
    }
}

static struct text fixed_text(const struct import_column *column)
{
    bool is_text = column && column->is_fixed && column->value.tag == VALUE_TEXT;
    return is_text ? *column->value.as.text : TEXT("");
}

static void name_object(struct json_object *object)
{
    struct import_table *table = object->in->table;
    struct declaration *declaration = &object->instance->declaration;
    bool is_root = object->shape == object->in->root;
    struct text id = object->id.length || !is_root ? object->id : fixed_text(table->id);
    const struct instance *other = NULL;
    if (id.length) {
        declaration->name = name_get(table->session->names, id.bytes, id.length);
        other = import_find_rival(table->import, object->instance->of, declaration->name);
    } else {
        declaration->name = import_next_number(table, object->shape->kind);
    }
    if (!object->instance->title.length && is_root)
        object->instance->title = fixed_text(table->title);
    if (!object->instance->title.length)
        object->instance->title = name_text(declaration->name);
    if (other)
        import_report_twice(table, object->instance, other);
    scope_add_first(declaration);
    VEC_PUSH(table->session->arena, &object->in->record.named, object->instance);
}

struct instance *json_read_object(struct import_json *in, struct shape *shape, struct instance *outer,
                                  bool is_within)
{
    shape = shape->is_built ? shape : shape_of(&in->shapes, shape->kind);
    struct json_object object = begin_object(in, shape, outer, is_within);
    fill_fixed(&object);
    while (json_key(&in->json))
        read_key(&object);
    if (in->json.fault)
        return object.instance;
    fill_link(&object);
    check_complete(&object);
    name_object(&object);
    return object.instance;
}

/* Records */

static void begin_record(struct import_json *in)
{
    in->table->is_row_wrong = false;
    in->table->rows++;
    in->table->row = in->json.at;
    in->record.made.count = in->record.named.count = 0;
    in->record.keys = in->table->run->keys.count;
    in->record.at = NULL;
}

/* Whether the instance is known outside its record. */
static bool is_known_outside(const struct import_json *in, const struct instance *instance)
{
    return instance == in->record.at || !is_case(in->record.at);
}

static void add_record(struct import_json *in)
{
    struct import_table *table = in->table;
    for (uint32_t i = 0; i < in->record.made.count; i++)
        import_add(table, in->record.made.items[i].instance, in->record.made.items[i].start);
    for (uint32_t i = 0; i < in->record.named.count; i++) {
        struct instance *instance = in->record.named.items[i];
        struct import_local local = { table, instance };
        if (is_known_outside(in, instance))
            scope_add_last(&instance->declaration);
        else if (!in->had_case)
            VEC_PUSH(table->session->arena, &table->run->locals, local);
    }
    in->had_case = true;
}

/* What links to something in the record is not told as well; where it broke off, nobody knows what was in
 * it. */
static void leave_record_out(struct import_json *in)
{
    struct import_run *run = in->table->run;
    run->keys.count = in->record.keys;
    in->table->left_out++;
    for (uint32_t i = 0; i < in->record.named.count; i++) {
        if (is_known_outside(in, in->record.named.items[i]))
            import_leave_out(in->table, in->record.named.items[i]);
    }
    for (uint32_t i = 0; in->json.fault && i < run->model->kinds.count; i++) {
        bool is_nested = in->shapes.of_kinds[i].kind && !(in->root->kind->flags & KIND_CASE);
        run->has_gaps[i] = run->has_gaps[i] || is_nested || in->root->kind->index == i;
    }
}

static void end_record(struct import_json *in)
{
    bool is_wrong = in->table->is_row_wrong || in->json.fault;
    if (!is_wrong)
        import_link_within(in->table->run, in->record.keys);
    for (uint32_t i = in->record.named.count; i-- > 0;)
        scope_drop_first(&in->record.named.items[i]->declaration);
    if (is_wrong)
        leave_record_out(in);
    else
        add_record(in);
}

static void read_record(struct import_json *in, enum json_sort sort)
{
    if (sort == JSON_IS_OBJECT) {
        json_read_object(in, in->root, NULL, false);
        return;
    }
    json_report_value(in, sort, name_text(in->root->kind->declaration.name), TEXT("an object"), NULL);
    json_skip(&in->json, sort);
}

/* Files */

static void read_lines(struct import_json *in)
{
    while (!in->table->run->is_stopped && json_has_document(&in->json)) {
        begin_record(in);
        read_record(in, json_value(&in->json));
        json_end_document(&in->json);
        end_record(in);
        if (!in->json.fault)
            continue;
        json_report_fault(in);
        json_next_line(&in->json);
    }
}

/* One object, or an array of them. */
static void read_document(struct import_json *in)
{
    json_has_document(&in->json);
    uint32_t start = in->json.at;
    enum json_sort sort = json_value(&in->json);
    while (sort == JSON_IS_ARRAY && !in->table->run->is_stopped && json_item(&in->json)) {
        enum json_sort item = json_value(&in->json);
        begin_record(in);
        in->table->row = in->json.start;
        read_record(in, item);
        end_record(in);
    }
    if (sort != JSON_IS_ARRAY && sort != JSON_IS_WRONG) {
        begin_record(in);
        in->table->row = start;
        read_record(in, sort);
        json_end_document(&in->json);
        end_record(in);
    } else if (!in->table->run->is_stopped) {
        json_end_document(&in->json);
    }
    if (!in->json.fault)
        return;
    json_report_fault(in);
    in->table->is_cut_off = true;
    in->table->cut_off = in->json.fault_at;
}

void import_json_read(struct import_table *table)
{
    struct import_json *in = table->json;
    if (in->json.by_lines)
        read_lines(in);
    else
        read_document(in);
    if (!table->run->is_stopped && !table->is_cut_off)
        json_report_unmet(in);
}

/* Plans */

static bool ends_in(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    size_t wanted = strlen(suffix);
    return length >= wanted && strcmp(path + length - wanted, suffix) == 0;
}

bool import_json_suits(const char *path)
{
    return ends_in(path, ".json") || ends_in(path, ".ndjson") || ends_in(path, ".jsonl");
}

static bool plan_columns(struct import_table *table)
{
    struct checker checker = checker_new(table->run->model, table->import->module, table->import->scope);
    bool is_whole = true;
    AST_EACH (node, table->import->ast->columns) {
        struct import_column column;
        bool is_planned = node->kind == AST_COLUMN &&
                          import_plan_column(table, &checker, AST_AS(column, node), &column);
        is_whole = is_whole && is_planned;
        if (is_planned)
            VEC_PUSH(table->session->arena, &table->columns, column);
    }
    return import_plan_mandatory(table) && is_whole;
}

/* The shape that the import itself gives its objects. */
static struct shape *plan_shape(struct import_json *in)
{
    struct import_table *table = in->table;
    struct shape *shape = shape_new(&in->shapes, table->import->kind);
    shape->passes_over = true;
    for (uint32_t i = 0; i < table->columns.count; i++) {
        struct import_column *column = &table->columns.items[i];
        bool is_id = text_equal(name_text(column->ast->field.name), TEXT("id"));
        if (!column->field && is_id)
            table->id = column;
        else if (!column->field)
            table->title = column;
        if (column->is_fixed)
            continue;
        struct text key = utf8_normalise(table->session->arena, AST_AS(string, column->ast->heading)->text);
        struct shape_member *member =
            shape_add(&in->shapes, shape, key,
                      column->field ? SHAPE_FIELD : is_id ? SHAPE_ID : SHAPE_TITLE);
        member->field = column->field;
        member->column = column;
    }
    shape_add_nested(&in->shapes, shape);
    shape_finish(&in->shapes, shape);
    return shape;
}

bool import_json_open(struct import_table *table, const struct source *source)
{
    struct session *session = table->session;
    size_t errors = session->error_count;
    struct import_json *in = ARENA_NEW(session->arena, struct import_json);
    in->table = table;
    in->text = type_of_base(session, BASE_TEXT);
    in->shapes = shapes_new(table->run->model, table->import->module);
    table->json = in;
    bool is_whole = !table->import->ast->columns.first || plan_columns(table);
    if (!is_whole || session->error_count != errors || table->import->kind->is_broken)
        return false;
    bool has_body = table->import->ast->columns.first != NULL;
    in->root = has_body ? plan_shape(in) : shape_of(&in->shapes, table->import->kind);
    table->source = session_add_source(session, source);
    json_open(&in->json, session->arena, table->source, !ends_in(source->path, ".json"));
    struct session_table shown = { table->source->index, json_find_hidden, table };
    VEC_PUSH(session->arena, &session->tables, shown);
    return true;
}

/* Names */

static uint32_t count_cases(const struct instances *instances)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < instances->count; i++)
        count += is_case(instances->items[i]->of ? instances->items[i] : NULL);
    return count;
}

void import_json_publish(struct import_run *run)
{
    const struct import_table *last = NULL;
    bool is_only = false;
    for (uint32_t i = 0; i < run->locals.count; i++) {
        struct import_table *table = run->locals.items[i].table;
        struct instance *instance = run->locals.items[i].instance;
        const struct test_scope *test = table->import->scope;
        if (table != last)
            is_only = count_cases(test ? &test->instances : &run->model->instances) == 1;
        last = table;
        const struct instance *other =
            is_only ? import_find_rival(table->import, instance->of, instance->declaration.name) : NULL;
        if (other)
            import_report_twice(table, instance, other);
        else if (is_only)
            scope_add_last(&instance->declaration);
    }
}
