/* A ring of chunks between the thread that makes items and the one that takes them. A chunk belongs to one
 * of them at a time, and whole chunks are handed over, so that neither has to wait often. */
#include "base/relay.h"

#include "base/arena.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

enum { CHUNKS = 4, CHUNK_ITEMS = 2048 };

struct chunk {
    size_t count;
    unsigned char *items;
};

struct relay {
    size_t size;
    relay_make *make;
    void *context;
    pthread_t thread;
    jmp_buf way_out;      /* of the thread, from within `make` */
    pthread_mutex_t turn; /* held while items are made */
    bool is_held;         /* by the taker; under `turn` */
    pthread_mutex_t lock; /* of the four below */
    pthread_cond_t changed;
    size_t made;          /* chunks, since the start */
    size_t taken;         /* chunks given back, since the start */
    bool gave_up;
    bool is_stopped;
    struct chunk chunks[CHUNKS];
    struct chunk *current; /* which the taker has */
    size_t at;
};

/* The thread */

/* A chunk to fill; NULL where no more is wanted. */
static struct chunk *wait_for_room(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->made - relay->taken == CHUNKS && !relay->is_stopped)
        pthread_cond_wait(&relay->changed, &relay->lock);
    struct chunk *chunk = relay->is_stopped ? NULL : &relay->chunks[relay->made % CHUNKS];
    pthread_mutex_unlock(&relay->lock);
    return chunk;
}

/* Whether there is more to make. */
static bool fill(struct relay *relay, struct chunk *chunk)
{
    bool more = true;
    pthread_mutex_lock(&relay->turn);
    for (chunk->count = 0; chunk->count < CHUNK_ITEMS && more; chunk->count++)
        more = relay->make(relay->context, chunk->items + chunk->count * relay->size);
    pthread_mutex_unlock(&relay->turn);
    return more;
}

static void count_one(struct relay *relay, size_t *count)
{
    pthread_mutex_lock(&relay->lock);
    ++*count;
    pthread_cond_signal(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

static void set(struct relay *relay, bool *flag)
{
    pthread_mutex_lock(&relay->lock);
    *flag = true;
    pthread_cond_signal(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

static void make_all(struct relay *relay)
{
    struct chunk *chunk;
    bool more = true;
    while (more && (chunk = wait_for_room(relay)) != NULL) {
        more = fill(relay, chunk);
        count_one(relay, &relay->made);
    }
}

static void *work(void *context)
{
    struct relay *relay = context;
    if (setjmp(relay->way_out) == 0) {
        make_all(relay);
    } else {
        pthread_mutex_unlock(&relay->turn);
        set(relay, &relay->gave_up);
    }
    return NULL;
}

void relay_give_up(struct relay *relay)
{
    if (!relay->is_held)
        longjmp(relay->way_out, 1);
}

/* The taker */

struct relay *relay_new(struct arena *arena, size_t size, relay_make *make, void *context)
{
    struct relay *relay = ARENA_NEW(arena, struct relay);
    relay->size = size;
    relay->make = make;
    relay->context = context;
    for (size_t i = 0; i < CHUNKS; i++)
        relay->chunks[i].items = arena_alloc(arena, CHUNK_ITEMS * size, alignof(max_align_t));
    return relay;
}

bool relay_start(struct relay *relay)
{
    sigset_t all;
    sigset_t before;
    pthread_mutex_init(&relay->turn, NULL);
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->changed, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the first thread's affair */
    bool is_running = pthread_create(&relay->thread, NULL, work, relay) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_running;
}

static struct chunk *next_chunk(struct relay *relay)
{
    if (relay->current)
        count_one(relay, &relay->taken);
    pthread_mutex_lock(&relay->lock);
    while (relay->made == relay->taken && !relay->gave_up)
        pthread_cond_wait(&relay->changed, &relay->lock);
    struct chunk *chunk = relay->made == relay->taken ? NULL : &relay->chunks[relay->taken % CHUNKS];
    pthread_mutex_unlock(&relay->lock);
    return chunk;
}

void *relay_next(struct relay *relay)
{
    if (!relay->current || relay->at == relay->current->count) {
        relay->current = next_chunk(relay);
        relay->at = 0;
    }
    return relay->current ? relay->current->items + relay->at++ * relay->size : NULL;
}

void relay_hold(struct relay *relay)
{
    pthread_mutex_lock(&relay->turn);
    relay->is_held = true;
}

void relay_release(struct relay *relay)
{
    relay->is_held = false;
    pthread_mutex_unlock(&relay->turn);
}

void relay_stop(struct relay *relay)
{
    set(relay, &relay->is_stopped);
    if (relay->is_held)
        relay_release(relay);
    pthread_join(relay->thread, NULL);
    pthread_mutex_destroy(&relay->turn);
    pthread_mutex_destroy(&relay->lock);
    pthread_cond_destroy(&relay->changed);
}
