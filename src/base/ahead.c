/* Makes memory ready in a thread of its own. The thread shares nothing but the memory it was given, reads
 * nothing of it and leaves it as it is; what is computed never depends on it. */
#include "base/ahead.h"

#include <signal.h>

enum { PAGE = 4096 };

static void *touch(void *context)
{
    const struct ahead *ahead = context;
    volatile unsigned char *memory = ahead->memory;
    for (size_t at = 0; at < ahead->size; at += PAGE)
        memory[at] = 0;
    return NULL;
}

void ahead_start(struct ahead *ahead, void *memory, size_t size)
{
    sigset_t all;
    sigset_t before;
    ahead->memory = memory;
    ahead->size = size;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the first thread's affair */
    ahead->is_running = pthread_create(&ahead->thread, NULL, touch, ahead) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void ahead_wait(struct ahead *ahead)
{
    if (ahead->is_running)
        pthread_join(ahead->thread, NULL);
    ahead->is_running = false;
}
