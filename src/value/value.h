#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include "base/text.h"
#include "value/date.h"
#include "value/duration.h"
#include "value/number.h"

struct category;
struct instance;

enum value_tag {
    VALUE_NONE,     /* not recorded; of a link of many, none */
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_NUMBER,   /* exact, perhaps an interval */
    VALUE_DATE,
    VALUE_PERIOD,
    VALUE_DURATION,
    VALUE_TEXT,
    VALUE_PROSE,
    VALUE_CATEGORY, /* or a level of a scale */
    VALUE_INSTANCE,
    VALUE_LIST,     /* as many as `count` */
    VALUE_ERROR,    /* could not be read or worked out; has been reported */
};

/* A number that may lie anywhere between two; `open` where there is no upper bound. */
struct number_range {
    struct number lo;
    struct number hi;
    bool open;
};

/* What a list may hold beyond its items. */
enum openness {
    OPEN_NOT,
    OPEN_TO_UNRECORDED, /* instances that are not recorded */
    OPEN_TO_ALL,        /* any instance, recorded or not */
};

/* What a field holds or an expression gives. Small, so that a million instances fit. */
struct value {
    uint8_t tag;
    bool is_default; /* worked out, and kept in a slot */
    uint8_t openness;  /* of a list */
    bool is_possible;  /* in a list: it may not belong there */
    uint32_t count;
    union {
        bool boolean;
        int64_t integer;
        const struct number_range *number;
        const struct date *date;
        const struct period *period;
        const struct duration *duration;
        const struct text *text;
        const struct category *category;
        struct instance *instance;
        const struct value *items;
    } as;
};

#endif
