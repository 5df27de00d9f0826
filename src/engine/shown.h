#ifndef ENGINE_SHOWN_H
#define ENGINE_SHOWN_H

/* A conclusion's value as outputs write it. */

#include "base/buf.h"
#include "diag/redact.h"
#include "engine/engine.h"

enum shown_sort {
    SHOWN_NOTHING, /* it is not known */
    SHOWN_BARE,    /* a number, true or false: needs no quotation marks */
    SHOWN_WORDS,
};

enum shown_shape {
    SHOWN_ONE,
    SHOWN_RANGE,  /* least and most; nothing: unbounded */
    SHOWN_PERIOD, /* from and to; nothing: open */
};

struct shown_part {
    enum shown_sort sort;
    struct text text;
};

/* A value in parts; a SHOWN_ONE has only the first. */
struct shown {
    enum shown_shape shape;
    struct shown_part parts[2];
};

/* Makes values shown, one after the other: its texts are overwritten by the next. */
struct shower {
    struct buf texts[2];
    struct redactor *redactor; /* NULL: nothing is confidential, or all may be shown */
    bool masks;                /* confidential fields are not shown */
};

/* A shower for what this model's rules and checks say, as its options ask. */
void shower_init(struct shower *shower, const struct model *model);

/* The value of a conclusion's field; `…` for what is confidential. */
struct shown shower_show(struct shower *shower, const struct kind *kind, const struct eval_slot *slot);

/* A text that may hold confidential values, with these masked. */
struct text shower_clean(struct shower *shower, struct text text);

/* Appends a number that the field may hold: a decimal with all its digits. */
void shown_number(struct buf *out, const struct field *field, struct number number);

/* Appends a category by its path; the field knows the taxonomy, unless it takes several sorts of value. */
void shown_category(struct buf *out, const struct field *field, const struct category *category);

#endif
