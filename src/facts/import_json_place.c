/* Places in JSON: what of a file diagnostics may show, and where a field of an instance stands. Both read the
 * file again, by the shapes that it was read by. */
#include "facts/import_json.h"

#include "diag/phrase.h"
#include "diag/session.h"
#include "text/source.h"

/* Hiding */

struct hiding {
    struct import_json *in;
    struct json json;
    struct stretches *hidden;
};

static void hide(struct hiding *hiding, uint32_t start, uint32_t end)
{
    if (start < end)
        VEC_PUSH(hiding->in->table->session->arena, &hiding->hidden->list, (struct stretch){ start, end });
}

static bool is_secret(const struct shape_member *member)
{
    bool is = !member;
    for (; member; member = member->also)
        is = is || (member->field && member->field->is_confidential);
    return is;
}

/* Behind a mistake nobody knows what stands where. */
static uint32_t end_of_broken(const struct json *json)
{
    size_t left = json->length - json->fault_at;
    const char *end = json->by_lines ? memchr(json->bytes + json->fault_at, '\n', left) : NULL;
    return end ? (uint32_t)(end - json->bytes) : json->length;
}

/* All of a value that was begun; a string's quotation marks stay. */
static void hide_value(struct hiding *hiding, enum json_sort sort)
{
    struct json *json = &hiding->json;
    uint32_t start = sort == JSON_IS_WRONG ? json->fault_at : json->start;
    json_skip(json, sort);
    bool is_nest = sort == JSON_IS_OBJECT || sort == JSON_IS_ARRAY;
    hide(hiding, start, json->fault ? end_of_broken(json) : is_nest ? json->at : json->end);
}

static void hide_object(struct hiding *hiding, struct shape *shape);

/* A value that a member reads: what is nested in it has members of its own. */
static void pass_value(struct hiding *hiding, const struct shape_member *member, enum json_sort sort)
{
    if (sort == JSON_IS_OBJECT && member->objects && member->objects->is_built)
        hide_object(hiding, member->objects);
    else if (sort == JSON_IS_OBJECT)
        hide_value(hiding, sort);
    else if (sort == JSON_IS_ARRAY)
        while (json_item(&hiding->json))
            pass_value(hiding, member, json_value(&hiding->json));
}

static void hide_object(struct hiding *hiding, struct shape *shape)
{
    struct json *json = &hiding->json;
    while (json_key(json)) {
        const struct shape_member *member = shape_find(shape, json_text(json));
        uint32_t behind = json->at;
        enum json_sort sort = json_value(json);
        if (!is_secret(member))
            pass_value(hiding, member, sort);
        else if (sort == JSON_IS_WRONG)
            hide(hiding, behind, end_of_broken(json));
        else
            hide_value(hiding, sort);
    }
}

static void hide_record(struct hiding *hiding, enum json_sort sort)
{
    if (sort == JSON_IS_OBJECT)
        hide_object(hiding, hiding->in->root);
    else
        hide_value(hiding, sort);
}

static void hide_lines(struct hiding *hiding)
{
    struct json *json = &hiding->json;
    while (json_has_document(json)) {
        hide_record(hiding, json_value(json));
        json_end_document(json);
        if (!json->fault)
            continue;
        hide(hiding, json->fault_end, end_of_broken(json));
        json_next_line(json);
    }
}

void json_find_hidden(const void *context, const struct source *source, struct stretches *hidden)
{
    const struct import_table *table = context;
    struct hiding hiding = { .in = table->json, .hidden = hidden };
    json_open(&hiding.json, table->session->arena, source, table->json->json.by_lines);
    if (hiding.json.by_lines) {
        hide_lines(&hiding);
        return;
    }
    enum json_sort sort = json_value(&hiding.json);
    if (sort != JSON_IS_ARRAY)
        hide_record(&hiding, sort);
    while (sort == JSON_IS_ARRAY && json_item(&hiding.json))
        hide_record(&hiding, json_value(&hiding.json));
    json_end_document(&hiding.json);
    if (hiding.json.fault)
        hide(&hiding, hiding.json.fault_end, end_of_broken(&hiding.json));
}

/* Finding */

static bool is_for(const struct shape_member *member, const struct field *field)
{
    for (; member; member = member->also) {
        if (member->field == field)
            return true;
    }
    return false;
}

static bool find_in(const struct import_json *in, struct shape *shape, const struct field *field,
                    uint32_t start, struct span *out)
{
    struct json json;
    json_open(&json, in->table->session->arena, in->table->source, in->json.by_lines);
    json.at = start;
    if (json_value(&json) != JSON_IS_OBJECT)
        return false;
    while (json_key(&json)) {
        bool is_found = is_for(shape_find(shape, json_text(&json)), field);
        enum json_sort sort = json_value(&json);
        *out = (struct span){ in->table->source->index, json.start, json.end };
        if (is_found)
            return sort != JSON_IS_NULL && sort != JSON_IS_WRONG && out->start < out->end;
        json_skip(&json, sort);
    }
    return false;
}

bool json_find_value(const struct import_table *table, const struct instance *instance,
                     const struct field *field, uint32_t start, struct span *out)
{
    struct import_json *in = table->json;
    struct arena_mark mark = arena_mark(table->session->arena);
    bool is_found = instance->of == in->root->kind && find_in(in, in->root, field, start, out);
    if (!is_found && in->root != &in->shapes.of_kinds[instance->of->index])
        is_found = find_in(in, &in->shapes.of_kinds[instance->of->index], field, start, out);
    arena_release(table->session->arena, mark);
    return is_found;
}
