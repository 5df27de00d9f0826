#ifndef BASE_RELAY_H
#define BASE_RELAY_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Items that a thread of its own makes, some thousands ahead of their use. What is taken, and in which
 * order, does not depend on when either side runs. */
struct relay;

/* Makes the next item in place; false where it is the last. */
typedef bool relay_make(void *context, void *item);

/* A relay of items of `size` bytes, in `arena`. The thread must use another arena. */
struct relay *relay_new(struct arena *arena, size_t size, relay_make *make, void *context);

/* Starts the thread; false where there is none to be had. */
bool relay_start(struct relay *relay);

/* The next item, the caller's own until the next call; NULL where the thread gave up. Not to be called after
 * the last one. */
void *relay_next(struct relay *relay);

/* Between these two the thread makes nothing, and what it works with may be used. */
void relay_hold(struct relay *relay);
void relay_release(struct relay *relay);

/* For what `make` calls, where it cannot go on: ends the thread. Returns where the thread is held, as it then
 * is the taker who cannot. */
void relay_give_up(struct relay *relay);

/* Waits for the thread to end, which makes no more than it has begun. */
void relay_stop(struct relay *relay);

#endif
