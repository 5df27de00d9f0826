#ifndef FACTS_JSON_H
#define FACTS_JSON_H

/* JSON as RFC 8259 has it, and nothing beside it, pulled value by value from a source in memory. Who reads
 * says what is wanted next, and that is the only stack there is:
 *
 *     if (json_value(&json) == JSON_IS_OBJECT)
 *         while (json_key(&json)) {
 *             ... json_text(&json) is the key ...
 *             json_skip(&json, json_value(&json));
 *         }
 *
 * Nothing is copied: a string is a place in the source, and decoded only where escapes stand in it. The
 * first fault ends all reading: every function then says that there is nothing more. */

#include "base/text.h"
#include "value/number.h"

#include <stdint.h>

struct arena;
struct source;

/* Objects and arrays inside one another. */
enum { JSON_DEEPEST = 256 };

enum json_sort {
    JSON_IS_WRONG, /* a fault, now or before */
    JSON_IS_OBJECT,
    JSON_IS_ARRAY,
    JSON_IS_STRING,
    JSON_IS_NUMBER,
    JSON_IS_TRUE,
    JSON_IS_FALSE,
    JSON_IS_NULL,
};

struct json {
    struct arena *arena;
    const char *bytes; /* with a NUL behind the last */
    uint32_t length;
    uint32_t at;
    bool by_lines; /* a line end is no white space: one document a line */
    bool is_first; /* nothing has been read yet of what was entered last */
    bool is_coded; /* escapes stand in the string read last */
    uint32_t depth;
    uint32_t start; /* of the key, string (without quotation marks), number or word read last */
    uint32_t end;
    const char *fault; /* what is wrong, or NULL */
    uint32_t fault_at;
    uint32_t fault_end;
};

/* Begins to read a source, which has two NULs behind its last byte; `by_lines` for NDJSON. */
void json_open(struct json *json, struct arena *arena, const struct source *source, bool by_lines);

/* Between documents: whether another one follows; white space and empty lines are passed over. */
bool json_has_document(struct json *json);

/* Behind a document: checks that its line, or without lines the source, ends here. */
bool json_end_document(struct json *json);

/* After a fault in NDJSON: goes on with the next line. */
void json_next_line(struct json *json);

/* The sort of the value that comes next. An object or array is entered; anything else is read. */
enum json_sort json_value(struct json *json);

/* Within an object: the next key, so that its value comes next; false behind the last one. */
bool json_key(struct json *json);

/* Within an array: whether a value follows; false behind the last one. */
bool json_item(struct json *json);

/* Passes over the rest of a value of this sort that was begun by json_value, all of it checked. */
void json_skip(struct json *json, enum json_sort sort);

/* The text of the key or string read last; copied only where escapes stand in it. */
struct text json_text(struct json *json);

/* Whether the key or string read last is this text, which needs no escapes. */
static inline bool json_is(const struct json *json, struct text text)
{
    return json->end - json->start == text.length && !json->is_coded &&
           memcmp(json->bytes + json->start, text.bytes, text.length) == 0;
}

/* The number read last, if it is written without point and exponent, and with at most 18 digits. */
bool json_whole(const struct json *json, int64_t *out);

/* The number read last, exact; false where it has more than 18 digits. */
bool json_number(const struct json *json, struct number *out);

#endif
