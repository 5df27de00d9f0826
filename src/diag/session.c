/* The session: the few things that every pass shares. */
#include "diag/session.h"

#include "base/arena.h"

/* Below so many bytes a thread is not worth its while. */
enum { LARGE_SOURCE = 16 * 1024 * 1024 };

enum { CONCLUSIONS_MOST = 1000000, MISTAKES_MOST = 10000 };

struct session *session_new(struct arena *arena)
{
    struct session *session = ARENA_NEW(arena, struct session);
    session->arena = arena;
    session->names = name_table_new(arena);
    session->options.max_shown = 100;
    session->options.max_conclusions = CONCLUSIONS_MOST;
    session->options.max_errors = MISTAKES_MOST;
    session->large_source = LARGE_SOURCE;
    return session;
}

struct source *session_add_source(struct session *session, const struct source *source)
{
    struct source *added = ARENA_NEW(session->arena, struct source);
    *added = *source;
    added->index = session->sources.count;
    VEC_PUSH(session->arena, &session->sources, added);
    return added;
}

struct source *session_source(const struct session *session, struct span span)
{
    return span.file < session->sources.count ? session->sources.items[span.file] : NULL;
}
