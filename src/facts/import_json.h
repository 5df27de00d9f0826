#ifndef FACTS_IMPORT_JSON_H
#define FACTS_IMPORT_JSON_H

/* What the files facts/import_json*.c share: one file of JSON being read. */

#include "facts/import_parts.h"
#include "facts/json.h"
#include "facts/shape.h"
#include "text/source.h"

struct stretches;

enum { JSON_OTHERS_MOST = 64 };

/* What is known of one key of the object at hand. */
struct json_mark {
    struct span key; /* empty: not met yet */
    bool is_given;   /* with something else than null */
};

/* One record: an object that is not nested, and all that is nested in it. It is added whole or not at all. */
struct json_record {
    VEC(struct json_made { struct instance *instance; uint32_t start; }) made;
    VEC(struct instance *) named; /* the last to have got its name last */
    uint32_t keys;       /* the first of its keys among those of the run */
    struct instance *at; /* the record itself */
};

struct import_json {
    struct import_table *table;
    struct json json;
    struct shapes shapes;
    struct shape *root;
    struct json_record record;
    const struct type *text;
    bool had_case; /* a case was read before this record */
    VEC(struct text) others; /* keys that were passed over, some of them */
    /* The marks of the objects being read, by depth. */
    struct json_marks { struct json_mark *items; uint32_t capacity; } marks[JSON_DEEPEST + 1];
};

/* An object being read. */
struct json_object {
    struct import_json *in;
    struct shape *shape;
    struct instance *instance;
    struct instance *outer; /* the one it stands in, or NULL */
    const struct field *link; /* filled by that, or NULL */
    struct json_mark *marks;  /* by member */
    struct span place;
    struct text id;
};

/* import_json_value.c: reads the value of a field, which comes next. Whether anything is recorded; what is
 * wrong counts as something, and has been reported. */
bool json_read_field(struct json_object *object, const struct shape_member *member);

/* import_json_value.c: reads a string, or a whole number where that may stand for one; false where nothing or
 * something else stands there, which has been reported. */
bool json_read_name(struct json_object *object, const struct shape_member *member, struct text *out);

/* import_json.c: reads the rest of an object that was entered; it stands in `outer`, or a field of that holds
 * it. */
struct instance *json_read_object(struct import_json *in, struct shape *shape, struct instance *outer,
                                  bool is_within);

/* import_json_value.c: how the member's values are read, worked out when it is first met. */
void json_prepare(struct import_json *in, struct shape_member *member);

/* import_json_report.c: the mistakes; each leaves the record out. */
void json_report_fault(struct import_json *in);
void json_report_key(struct json_object *object, struct text key);
void json_report_key_twice(struct json_object *object, struct text key, struct span first);
void json_report_value(struct import_json *in, enum json_sort found, struct text key, struct text wanted,
                       const char *help);
void json_report_lacks(struct json_object *object, const struct field *field, const struct json_mark *mark);
void json_report_unclear(struct import_json *in, const struct field *field);

/* import_json_report.c: warns of keys that the import names and no object has. */
void json_report_unmet(struct import_json *in);

/* import_json_place.c: what diagnostics do not show of a file of JSON. */
void json_find_hidden(const void *context, const struct source *source, struct stretches *hidden);

/* import_json_place.c: where the object that begins at `start` has the field; false where it has not. */
bool json_find_value(const struct import_table *table, const struct instance *instance,
                     const struct field *field, uint32_t start, struct span *out);

/* The span of the key, string or number read last, or of the bracket of what was entered last. */
static inline struct span json_span(const struct import_json *in)
{
    return (struct span){ in->table->source->index, in->json.start, in->json.end };
}

#endif
