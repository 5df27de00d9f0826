/* `report --watch`: rebuilds on save and says what changed. Folders are watched and not files, since most
 * editors save by writing a new file and renaming it. Each build has an arena of its own; the last good one
 * is kept to be compared with. */
#include "cli/watch.h"

#include "base/buf.h"
#include "cli/diff.h"
#include "cli/output.h"
#include "cli/report.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { SETTLE_MILLISECONDS = 100, FOLDERS_MOST = 1024 };

/* One build; of the last good one, its model is what the next is compared with. */
struct build {
    struct arena *arena;
    struct compile compile;
};

struct watch {
    const struct arguments *arguments;
    const char *path;
    int events;
    int signals;
    struct build good;
    bool has_good;
    char folders[FOLDERS_MOST][PATH_MAX]; /* watched, by what inotify calls them less 1 */
    size_t folder_count;
    struct arena *arena;     /* of this and the names of files; builds have their own */
    VEC(const char *) files; /* that any build has read, by their whole paths */
};

/* What is watched */

static void watch_folder(struct watch *watch, const char *file)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", file);
    char *slash = strrchr(folder, '/');
    if (!slash)
        return;
    slash[slash == folder] = '\0';
    int number = inotify_add_watch(watch->events, folder,
                                   IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE);
    if (number > 0 && number <= FOLDERS_MOST) {
        memcpy(watch->folders[number - 1], folder, sizeof folder);
        watch->folder_count = (size_t)number > watch->folder_count ? (size_t)number : watch->folder_count;
    }
}

static bool is_known(const struct watch *watch, const char *path)
{
    for (uint32_t i = 0; i < watch->files.count; i++) {
        if (strcmp(watch->files.items[i], path) == 0)
            return true;
    }
    return false;
}

/* What was read once stays watched, though it may be gone for a moment. */
static void remember(struct watch *watch, const char *path)
{
    char whole[PATH_MAX];
    if (!realpath(path, whole) || is_known(watch, whole))
        return;
    VEC_PUSH(watch->arena, &watch->files, arena_copy(watch->arena, whole, strlen(whole)));
    watch_folder(watch, whole);
}

/* Every file that a build read, and the one that was asked for. */
static void remember_files(struct watch *watch, const struct session *session)
{
    remember(watch, watch->path);
    for (uint32_t i = 0; i < session->sources.count; i++)
        remember(watch, session->sources.items[i]->path);
    if (watch->arguments->template)
        remember(watch, watch->arguments->template);
}

/* A file that was read, or another model beside it, which may be what a `use` has not found. */
static bool is_ours(const struct watch *watch, const struct inotify_event *event)
{
    char path[2 * PATH_MAX];
    size_t length = event->len ? strlen(event->name) : 0;
    if (event->wd < 1 || (size_t)event->wd > watch->folder_count || !length)
        return false;
    if (length > 6 && strcmp(event->name + length - 6, ".sight") == 0)
        return true;
    const char *folder = watch->folders[event->wd - 1];
    snprintf(path, sizeof path, "%s%s%s", folder, folder[1] ? "/" : "", event->name);
    return is_known(watch, path);
}

/* Reads what has happened; true where one of our files was part of it. */
static bool read_events(struct watch *watch)
{
    _Alignas(struct inotify_event) char bytes[16384];
    bool found = false;
    ssize_t length;
    while ((length = read(watch->events, bytes, sizeof bytes)) > 0) {
        for (char *at = bytes; at < bytes + length;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
            found = found || event->mask & IN_Q_OVERFLOW || is_ours(watch, event);
            at += sizeof *event + event->len;
        }
    }
    return found;
}

/* Building */

static void tell_changes(struct watch *watch, const struct build *build)
{
    struct arena *arena = command_arena();
    struct buf out;
    buf_init(&out, arena);
    diff_print(&out, difference_new(arena, watch->good.compile.model, build->compile.model), false);
    output_write_stream(STDERR_FILENO, buf_get(&out));
    arena_free(arena);
}

static void build(struct watch *watch)
{
    struct build next = { .arena = command_arena() };
    enum exit_code code;
    next.compile = report_once(next.arena, watch->arguments, watch->path, &code);
    remember_files(watch, next.compile.session);
    if (code != EXIT_CLEAN) {
        arena_free(next.arena);
        return;
    }
    if (watch->has_good) {
        tell_changes(watch, &next);
        arena_free(watch->good.arena);
    }
    watch->good = next;
    watch->has_good = true;
}

/* Waiting */

/* Waits for something to happen: true for a file of ours, once nothing more has happened for a moment; false
 * for a signal to end. */
static bool wait_for_save(struct watch *watch)
{
    struct pollfd from[] = { { .fd = watch->events, .events = POLLIN },
                             { .fd = watch->signals, .events = POLLIN } };
    for (bool is_saved = false;;) {
        int count = poll(from, 2, is_saved ? SETTLE_MILLISECONDS : -1);
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0 && from[1].revents)
            return false;
        if (count == 0 && is_saved)
            return true;
        if (count > 0 && from[0].revents)
            is_saved = read_events(watch) || is_saved;
    }
}

static int signals_to_end(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return -1;
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static void end(struct watch *watch)
{
    if (watch->has_good)
        arena_free(watch->good.arena);
    close(watch->events);
    close(watch->signals);
    arena_free(watch->arena);
}

enum exit_code watch_report(const struct arguments *arguments, const char *path)
{
    struct arena *arena = command_arena();
    struct watch *watch = ARENA_NEW(arena, struct watch);
    watch->arena = arena;
    watch->arguments = arguments;
    watch->path = path;
    watch->events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch->signals = signals_to_end();
    if (watch->events < 0 || watch->signals < 0) {
        command_complain("files cannot be watched here: %s", strerror(errno));
        end(watch);
        return EXIT_FILES;
    }
    do {
        build(watch);
        fprintf(stderr, "watching %u files; Ctrl-C ends it\n", watch->files.count);
    } while (wait_for_save(watch));
    end(watch);
    return EXIT_CLEAN;
}
