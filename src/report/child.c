/* A child process with a time limit: one pipe in, one pipe out, and a poll on both with a deadline. */
#include "report/child.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct child {
    pid_t pid;
    int in;  /* we write */
    int out; /* we read */
    struct text question;
    size_t written;
    struct buf answer;
    size_t most;
    bool is_overfull;
};

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

static bool spawn(struct child *child, const char *const *arguments, const int in[2], const int out[2])
{
    static char *no_environment[] = { NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    char *const *list = (char *const *)(uintptr_t)arguments;
    bool done = posix_spawn(&child->pid, arguments[0], &actions, &attributes, list, no_environment) == 0;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return done;
}

static bool start(struct child *child, const char *const *arguments)
{
    int in[2] = { -1, -1 };
    int out[2] = { -1, -1 };
    bool done = pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 && spawn(child, arguments, in, out);
    close_if(&in[0]);
    close_if(&out[1]);
    child->in = in[1];
    child->out = out[0];
    if (!done) {
        close_if(&child->in);
        close_if(&child->out);
        return false;
    }
    fcntl(child->in, F_SETFL, O_NONBLOCK);
    return true;
}

/* A child that ends without reading all makes writing fail; what it wrote by then still counts. */
static void write_some(struct child *child)
{
    size_t left = child->question.length - child->written;
    ssize_t count = write(child->in, child->question.bytes + child->written, left);
    if (count > 0)
        child->written += (size_t)count;
    bool is_over = count < 0 && errno != EAGAIN && errno != EINTR;
    if (is_over || child->written == child->question.length)
        close_if(&child->in);
}

/* False at the end, or where it is too much. */
static bool read_some(struct child *child)
{
    char bytes[4096];
    ssize_t count = read(child->out, bytes, sizeof bytes);
    if (count < 0)
        return errno == EINTR || errno == EAGAIN;
    child->is_overfull = child->answer.length + (size_t)count > child->most;
    if (count == 0 || child->is_overfull)
        return false;
    buf_add(&child->answer, bytes, (size_t)count);
    return true;
}

/* Talks until the child has closed its end; false where time is up or too much was written. */
static bool talk(struct child *child, int64_t deadline)
{
    for (;;) {
        struct pollfd files[] = { { child->out, POLLIN, 0 }, { child->in, POLLOUT, 0 } };
        int64_t left = deadline - now();
        if (left <= 0)
            return false;
        int ready = poll(files, 2, (int)left);
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready <= 0)
            continue;
        if (files[1].revents)
            write_some(child);
        if (files[0].revents && !read_some(child))
            return !child->is_overfull;
    }
}

/* Waits for its end until the deadline, and ends it then. */
static bool finish(struct child *child, bool is_well, int64_t deadline)
{
    int status = 0;
    struct timespec pause = { 0, 2000000 };
    while (is_well) {
        pid_t ended = waitpid(child->pid, &status, WNOHANG);
        if (ended == child->pid)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if ((ended < 0 && errno != EINTR) || now() >= deadline)
            break;
        nanosleep(&pause, NULL);
    }
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return false;
}

bool child_ask(struct arena *arena, const char *const *arguments, struct text question, int milliseconds,
               size_t most, struct text *answer)
{
    struct child child = { .question = question, .most = most, .in = -1, .out = -1 };
    int64_t deadline = now() + milliseconds;
    buf_init(&child.answer, arena);
    if (!start(&child, arguments))
        return false;
    bool is_well = talk(&child, deadline);
    close_if(&child.in);
    close_if(&child.out);
    is_well = finish(&child, is_well, deadline);
    *answer = buf_get(&child.answer);
    return is_well;
}
