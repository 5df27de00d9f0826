#ifndef BASE_AHEAD_H
#define BASE_AHEAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Memory that another thread makes ready while this one works: the system clears pages when they are first
 * touched, and for a large model that takes a third of the time. */
struct ahead {
    pthread_t thread;
    unsigned char *memory;
    size_t size;
    bool is_running;
};

/* Begins to touch fresh memory, which nobody may use before ahead_wait; does nothing where no thread can be
 * had. `ahead` must stay where it is until then. */
void ahead_start(struct ahead *ahead, void *memory, size_t size);

/* Waits until the memory is ready; it is as it was: zero. */
void ahead_wait(struct ahead *ahead);

#endif
