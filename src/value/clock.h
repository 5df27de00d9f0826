#ifndef VALUE_CLOCK_H
#define VALUE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Civil minutes (what the clock on the wall in London shows, as struct date keeps them) and instants
 * (minutes that pass one after another, whatever clocks show; minute 0 is 1970-01-01T00:00 UTC). */

/* Whether no clock ever showed that civil minute: the hour left out in spring. */
bool clock_is_missing(int64_t civil);

/* Whether clocks showed that civil minute twice: the hour repeated in autumn. */
bool clock_is_repeated(int64_t civil);

/* The first instant at which the civil minute, or a later one, was shown. */
int64_t clock_first_instant(int64_t civil);

/* The last instant at which the civil minute, or an earlier one, was shown. */
int64_t clock_last_instant(int64_t civil);

/* The earliest and the latest civil minute shown from one instant to another. */
int64_t clock_least_between(int64_t first, int64_t last);
int64_t clock_most_between(int64_t first, int64_t last);

/* The earliest civil minute shown at the instant or after it. */
int64_t clock_least_civil(int64_t instant);

/* The latest civil minute shown at the instant or before it. */
int64_t clock_most_civil(int64_t instant);

#endif
