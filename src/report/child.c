/* A child process with a time limit: a pipe in, a pipe out and one for its messages, and a poll on all of
 * them with a deadline. */
#include "report/child.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGES_MOST = 64 * 1024, SLICE = 100 /* milliseconds between looks at signals */ };

struct child {
    pid_t pid;
    int in;    /* we write */
    int out;   /* we read */
    int error; /* we read */
    const struct child_job *job;
    size_t written;
    struct buf answer;
    struct buf messages;
    bool is_overfull;
};

/* Signals */

static void set_stop_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
}

void child_let_signals(bool come)
{
    sigset_t set;
    set_stop_signals(&set);
    sigprocmask(come ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

/* What is ignored may wait all the same while it is blocked. */
static bool is_waiting(const sigset_t *pending, int number)
{
    struct sigaction action;
    return sigismember(pending, number) && sigaction(number, NULL, &action) == 0 &&
           action.sa_handler != SIG_IGN;
}

static bool is_told_to_stop(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 && (is_waiting(&pending, SIGINT) || is_waiting(&pending, SIGTERM) ||
                                         is_waiting(&pending, SIGHUP));
}

/* Running */

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void close_if(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

/* A group of its own, so that it ends with all it started; and no signal of ours is blocked in it. */
static void set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t set;
    posix_spawnattr_init(attributes);
    sigemptyset(&set);
    posix_spawnattr_setsigmask(attributes, &set);
    sigaddset(&set, SIGPIPE);
    sigaddset(&set, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &set);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

static bool spawn(struct child *child, int in, int out, int error)
{
    static char *no_environment[] = { NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    set_attributes(&attributes);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (error >= 0)
        posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    char *const *list = (char *const *)(uintptr_t)child->job->arguments;
    char *const *environment = (char *const *)(uintptr_t)child->job->environment;
    bool done = posix_spawn(&child->pid, list[0], &actions, &attributes, list,
                            environment ? environment : no_environment) == 0;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return done;
}

static bool start(struct child *child, bool has_messages)
{
    int in[2] = { -1, -1 };
    int out[2] = { -1, -1 };
    int error[2] = { -1, -1 };
    bool done = pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 &&
                (!has_messages || pipe2(error, O_CLOEXEC) == 0) && spawn(child, in[0], out[1], error[1]);
    close_if(&in[0]);
    close_if(&out[1]);
    close_if(&error[1]);
    child->in = in[1];
    child->out = out[0];
    child->error = error[0];
    if (done)
        fcntl(child->in, F_SETFL, O_NONBLOCK);
    return done;
}

/* A child that ends without reading all makes writing fail; what it wrote by then still counts. */
static void write_some(struct child *child)
{
    struct text question = child->job->question;
    ssize_t count = write(child->in, question.bytes + child->written, question.length - child->written);
    if (count > 0)
        child->written += (size_t)count;
    bool is_over = count < 0 && errno != EAGAIN && errno != EINTR;
    if (is_over || child->written == question.length)
        close_if(&child->in);
}

/* Adds what is there as long as there is room; the rest is read and dropped. At its end the file is
 * closed. */
static size_t read_some(int *file, struct buf *into, size_t most)
{
    char bytes[4096];
    ssize_t count = read(*file, bytes, sizeof bytes);
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN))
        close_if(file);
    size_t length = count > 0 ? (size_t)count : 0;
    size_t room = most - into->length;
    buf_add(into, bytes, length < room ? length : room);
    return length;
}

static void read_answer(struct child *child)
{
    size_t before = child->answer.length;
    size_t length = read_some(&child->out, &child->answer, child->job->most);
    child->is_overfull |= length > child->answer.length - before;
}

/* Talks until the child has closed its ends, time is up or too much was written. */
static void talk(struct child *child, int64_t deadline)
{
    while ((child->out >= 0 || child->error >= 0) && !child->is_overfull) {
        struct pollfd files[] = { { child->out, POLLIN, 0 }, { child->in, POLLOUT, 0 },
                                  { child->error, POLLIN, 0 } };
        int64_t left = deadline - now();
        if (left <= 0 || is_told_to_stop())
            return;
        int ready = poll(files, 3, left < SLICE ? (int)left : SLICE);
        if (ready < 0 && errno != EINTR)
            return;
        if (ready <= 0)
            continue;
        if (files[1].revents)
            write_some(child);
        if (files[0].revents)
            read_answer(child);
        if (files[2].revents)
            read_some(&child->error, &child->messages, MESSAGES_MOST);
    }
}

/* Waits for its end until the deadline, and ends it then, with all that it started. */
static enum child_end finish(struct child *child, int64_t deadline)
{
    int status = 0;
    struct timespec pause = { 0, 2000000 };
    while (!child->is_overfull && now() < deadline && !is_told_to_stop()) {
        pid_t ended = waitpid(child->pid, &status, WNOHANG);
        if (ended == child->pid)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CHILD_WELL : CHILD_FAILED;
        if (ended < 0 && errno != EINTR)
            return CHILD_FAILED;
        nanosleep(&pause, NULL);
    }
    kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return child->is_overfull ? CHILD_FAILED : CHILD_LATE;
}

enum child_end child_run(struct arena *arena, const struct child_job *job, struct text *answer,
                         struct text *messages)
{
    struct child child = { .job = job, .in = -1, .out = -1, .error = -1 };
    int64_t deadline = now() + job->milliseconds;
    buf_init(&child.answer, arena);
    buf_init(&child.messages, arena);
    bool has_started = start(&child, messages != NULL);
    if (has_started)
        talk(&child, deadline);
    close_if(&child.in);
    close_if(&child.out);
    close_if(&child.error);
    enum child_end end = has_started ? finish(&child, deadline) : CHILD_FAILED;
    *answer = buf_get(&child.answer);
    if (messages)
        *messages = buf_get(&child.messages);
    return end;
}

bool child_ask(struct arena *arena, const char *const *arguments, struct text question, int milliseconds,
               size_t most, struct text *answer)
{
    struct child_job job = { arguments, NULL, question, milliseconds, most };
    return child_run(arena, &job, answer, NULL) == CHILD_WELL;
}

/* Finding */

static bool is_program(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

const char *child_find(struct arena *arena, const char *name)
{
    const char *at = getenv("PATH");
    while (at && *at) {
        size_t length = strcspn(at, ":");
        struct buf path;
        buf_init(&path, arena);
        buf_printf(&path, "%.*s/%s", (int)length, at, name);
        if (*at == '/' && is_program(buf_string(&path)))
            return buf_string(&path);
        at += length + (at[length] == ':');
    }
    return NULL;
}
