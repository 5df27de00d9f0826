#ifndef TYPES_TYPE_H
#define TYPES_TYPE_H

#include "names/model.h"

enum base {
    BASE_ERROR, /* something wrong, reported; fits everything */
    BASE_BOOLEAN,
    BASE_INTEGER,
    BASE_DECIMAL, /* `digits` after the point, or TYPE_EXACT for one not yet rounded */
    BASE_DATE,
    BASE_PERIOD,
    BASE_DURATION,
    BASE_TEXT,
    BASE_PROSE,
    BASE_CATEGORY, /* of a taxonomy or scale: `of` is a struct classification */
    BASE_INSTANCE, /* of a kind: `of` is a struct kind */
};

enum { TYPE_EXACT = 255, DIGITS_MOST = 18 };

/* One alternative of a type. */
struct type_part {
    enum base base;
    unsigned digits;
    const void *of;
};

/* What an expression gives or a field takes: one of some alternatives, or many of them. */
struct type {
    bool many;
    uint32_t count;
    const struct type_part *parts;
};

/* The type of one plain value. */
const struct type *type_of_base(struct session *session, enum base base);

/* A type of one alternative. */
const struct type *type_of_part(struct session *session, struct type_part part, bool many);

/* The same alternatives, one or many. */
const struct type *type_with_many(struct session *session, const struct type *type, bool many);

/* All alternatives of both; many if either is. */
const struct type *type_join(struct session *session, const struct type *a, const struct type *b);

/* Whether one of the alternatives is of this base. */
bool type_has(const struct type *type, enum base base);

/* Whether all alternatives are of this base. */
bool type_is(const struct type *type, enum base base);

/* Whether something in it is wrong already. */
static inline bool type_is_error(const struct type *type)
{
    return type_has(type, BASE_ERROR);
}

/* Whether it is an integer or a decimal. */
bool type_is_number(const struct type *type);

/* Whether a value of `found` may stand where `wanted` is: some alternative of the one fits one of the
 * other; a date fits a period, a text fits prose, an integer a decimal. */
bool type_accepts(const struct type *wanted, const struct type *found);

/* Whether values of both can be compared for equality. */
bool type_compares(const struct type *a, const struct type *b);

/* The type as the language writes it, for messages. */
struct text type_text(struct session *session, const struct type *type);

/* The type in words: "a date", "a source", "one of practice". */
struct text type_phrase(struct session *session, const struct type *type);

#endif
