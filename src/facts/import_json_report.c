/* What is told of a file of JSON: each mistake at its key or value. Confidential values are never repeated,
 * and of values that do not fit only the sort. */
#include "base/buf.h"
#include "diag/diag.h"
#include "diag/suggest.h"
#include "facts/import_json.h"

enum { KEYS_LISTED_MOST = 12, KEY_SHOWN_MOST = 60 };

static const char *sort_phrase(enum json_sort sort)
{
    switch (sort) {
    case JSON_IS_OBJECT:
        return "an object";
    case JSON_IS_ARRAY:
        return "a list";
    case JSON_IS_STRING:
        return "a text";
    case JSON_IS_NUMBER:
        return "a number";
    case JSON_IS_TRUE:
    case JSON_IS_FALSE:
        return "a boolean";
    case JSON_IS_NULL:
        return "null";
    case JSON_IS_WRONG:
        break;
    }
    return "something else";
}

static struct text shown_key(struct session *session, struct text key)
{
    size_t length = KEY_SHOWN_MOST;
    if (key.length <= KEY_SHOWN_MOST)
        return key;
    while (length && ((unsigned char)key.bytes[length] & 0xC0) == 0x80)
        length--;
    return diag_format(session, "%t…", (struct text){ key.bytes, length });
}

void json_report_fault(struct import_json *in)
{
    struct session *session = in->table->session;
    struct span span = { in->table->source->index, in->json.fault_at, in->json.fault_end };
    if (!import_may_tell(in->table->run))
        return;
    struct diag *diag = diag_report(session, E0451, span, in->json.fault);
    if (!in->json.by_lines && in->table->rows == 1 && !in->json.depth &&
        in->json.bytes[in->json.fault_at] == '{')
        diag_help(session, diag,
                  "several objects are an array, `[ ... ]`; or one a line, in a file called .ndjson");
}

static void list_keys(struct session *session, struct diag *diag, const struct shape *shape)
{
    struct text list = TEXT("");
    uint32_t count = shape->sorted_count;
    for (uint32_t i = 0, listed = 0; i < shape->members.count && listed < KEYS_LISTED_MOST; i++) {
        const struct shape_member *member = &shape->members.items[i];
        listed += !member->is_also;
        if (!member->is_also)
            list = diag_format(session, list.length ? "%t, `%t`" : "%t`%t`", list, member->key);
    }
    if (count > KEYS_LISTED_MOST)
        diag_help(session, diag, "there are %t and %z more", list, (size_t)count - KEYS_LISTED_MOST);
    else
        diag_help(session, diag, "there are %t", list);
}

void json_report_key(struct json_object *object, struct text key)
{
    struct session *session = object->in->table->session;
    struct suggest suggest;
    if (!import_row_is_wrong(object->in->table))
        return;
    struct diag *diag = diag_report(session, E0452, object->in->table->place,
                                    object->shape->kind->declaration.name, shown_key(session, key));
    suggest_init(&suggest, key);
    for (uint32_t i = 0; i < object->shape->members.count; i++)
        suggest_offer(&suggest, object->shape->members.items[i].key);
    if (!diag_did_you_mean(session, diag, &suggest))
        list_keys(session, diag, object->shape);
}

void json_report_key_twice(struct json_object *object, struct text key, struct span first)
{
    struct session *session = object->in->table->session;
    if (!import_row_is_wrong(object->in->table))
        return;
    struct diag *diag = diag_report(session, E0453, object->in->table->place, shown_key(session, key));
    diag_label(session, diag, first, "the first stands here");
}

void json_report_value(struct import_json *in, enum json_sort found, struct text key, struct text wanted,
                       const char *help)
{
    if (found == JSON_IS_WRONG || !import_row_is_wrong(in->table))
        return;
    struct session *session = in->table->session;
    struct diag *diag = diag_report(session, E0454, json_span(in), sort_phrase(found),
                                    shown_key(session, key), wanted);
    if (help)
        diag_help(session, diag, "%s", help);
}

void json_report_lacks(struct json_object *object, const struct field *field, const struct json_mark *mark)
{
    struct import_json *in = object->in;
    if (!import_row_is_wrong(in->table))
        return;
    struct session *session = in->table->session;
    struct diag *diag = diag_report(session, E0455, mark->key.end ? mark->key : object->place,
                                    object->shape->kind->declaration.name, field->name);
    diag_note(session, diag, "`%n` (%t) takes %t", field->name, field->label,
              type_phrase(session, field->one));
    if (field->is_parent)
        diag_help(session, diag, "nest it in what it belongs to, or add the key `%n` with the id of that",
                  field->name);
}

void json_report_unclear(struct import_json *in, const struct field *field)
{
    if (!import_row_is_wrong(in->table))
        return;
    struct session *session = in->table->session;
    struct diag *diag = diag_report(session, E0456, json_span(in), field->name);
    diag_note(session, diag, "`%n` takes %t", field->name, type_phrase(session, field->one));
    diag_help(session, diag, "write the object under the plural of its kind, and its id here");
}

static void report_unmet(struct import_json *in, const struct shape_member *member)
{
    struct session *session = in->table->session;
    struct suggest suggest;
    struct diag *diag = diag_report(session, W0457, member->column->ast->heading->span,
                                    in->table->source->path, member->key);
    suggest_init(&suggest, member->key);
    for (uint32_t i = 0; i < in->others.count; i++)
        suggest_offer(&suggest, in->others.items[i]);
    diag_did_you_mean(session, diag, &suggest);
}

void json_report_unmet(struct import_json *in)
{
    const struct shape *root = in->root;
    for (uint32_t i = 0; root->passes_over && in->table->rows && i < root->members.count; i++) {
        const struct shape_member *member = &root->members.items[i];
        if (member->column && member->sort != SHAPE_NESTED && !member->column->is_met)
            report_unmet(in, member);
    }
}
