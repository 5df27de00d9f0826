#ifndef REPORT_TIMESCALE_H
#define REPORT_TIMESCALE_H

#include "report/figure.h"

enum { SCALE_BREAKS_MOST = 4, SCALE_BREAK_WIDTH = 26, SCALE_BREAK_PAD = 24 };

/* A stretch of the axis: everywhere the same number of minutes to the unit. */
struct stretch {
    int64_t lo;
    int64_t hi;
    int32_t x;
    int32_t width;
};

/* A true scale of time, with long empty stretches left out. */
struct timescale {
    struct stretch stretches[SCALE_BREAKS_MOST + 1];
    uint32_t count;
};

/* A label of the axis. */
struct tick {
    int32_t x;
    struct text label; /* empty: a line alone, for want of room */
};

struct ticks {
    struct tick *items;
    uint32_t count;
    uint32_t capacity;
};

/* A scale for these events over the units from `left` to `right`. */
struct timescale timescale_new(struct arena *arena, const struct timeline *timeline, int32_t left,
                               int32_t right);

/* Where a minute lies. */
int32_t timescale_x(const struct timescale *scale, int64_t minute);

/* Ticks at whole years, months, days or hours, as many as leave room for their labels; `months` are the
 * names of the months, `Jan|Feb|...`. */
struct ticks timescale_ticks(struct arena *arena, const struct timescale *scale, const char *months);

#endif
