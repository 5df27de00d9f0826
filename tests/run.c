/* Starts a program for a test and gathers what it says. No shell, no inherited environment. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void give_up(const char *what)
{
    perror(what);
    exit(2);
}

void bytes_add(struct bytes *bytes, const char *more, size_t length)
{
    bytes->at = realloc(bytes->at, bytes->length + length + 1);
    if (!bytes->at)
        give_up("realloc");
    if (length)
        memcpy(bytes->at + bytes->length, more, length);
    bytes->length += length;
    bytes->at[bytes->length] = '\0';
}

bool bytes_read(const char *path, struct bytes *out)
{
    char chunk[65536];
    FILE *file = fopen(path, "rb");
    *out = (struct bytes){ NULL, 0 };
    bytes_add(out, "", 0);
    if (!file)
        return false;
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        bytes_add(out, chunk, got);
    fclose(file);
    return true;
}

void bytes_write(const char *path, struct bytes bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.at, 1, bytes.length, file) != bytes.length || fclose(file) != 0)
        give_up(path);
}

/* The variables that sanitizers read are the only ones that come through. */
static char **environment(void)
{
    static const char *const passed[] = { "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS" };
    static char *list[16] = { "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TZ=UTC", "NO_COLOR=1", "COLUMNS=100", NULL };
    if (list[5])
        return list;
    int count = 5;
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
        const char *value = getenv(passed[i]);
        if (value && asprintf(&list[count], "%s=%s", passed[i], value) > 0)
            count++;
    }
    return list;
}

struct pipes {
    int in[2];
    int out[2];
    int err[2];
};

static pid_t start(char *const arguments[], struct pipes *pipes)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    if (pipe2(pipes->in, O_CLOEXEC) || pipe2(pipes->out, O_CLOEXEC) || pipe2(pipes->err, O_CLOEXEC))
        give_up("pipe");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes->in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipes->out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipes->err[1], STDERR_FILENO);
    int failed = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environment());
    posix_spawn_file_actions_destroy(&actions);
    if (failed) {
        errno = failed;
        give_up(arguments[0]);
    }
    close(pipes->in[0]);
    close(pipes->out[1]);
    close(pipes->err[1]);
    return child;
}

static void take(struct pollfd *from, struct bytes *to)
{
    char chunk[65536];
    if (!from->revents)
        return;
    ssize_t got = read(from->fd, chunk, sizeof chunk);
    if (got > 0) {
        bytes_add(to, chunk, (size_t)got);
    } else {
        close(from->fd);
        from->fd = -1;
    }
}

static void give(struct pollfd *to, const struct bytes *input, size_t *given)
{
    if (to->fd < 0)
        return;
    ssize_t count = 0;
    if (to->revents && input && *given < input->length)
        count = write(to->fd, input->at + *given, input->length - *given);
    if (count > 0)
        *given += (size_t)count;
    if (count < 0 || !input || *given >= input->length) {
        close(to->fd);
        to->fd = -1;
    }
}

/* False where the time ran out. */
static bool gather(struct pipes *pipes, const struct bytes *input, struct run *run)
{
    time_t until = time(NULL) + RUN_SECONDS;
    size_t given = 0;
    struct pollfd files[3] = { { pipes->in[1], POLLOUT, 0 },
                               { pipes->out[0], POLLIN, 0 },
                               { pipes->err[0], POLLIN, 0 } };
    while (files[1].fd >= 0 || files[2].fd >= 0) {
        if (time(NULL) > until)
            break;
        if (poll(files, 3, 500) <= 0)
            continue;
        give(&files[0], input, &given);
        take(&files[1], &run->out);
        take(&files[2], &run->err);
    }
    bool done = files[1].fd < 0 && files[2].fd < 0;
    for (int i = 0; i < 3; i++) {
        if (files[i].fd >= 0)
            close(files[i].fd);
    }
    return done;
}

struct run run_program(char *const arguments[], const struct bytes *input)
{
    struct run run = { .code = -1 };
    struct pipes pipes;
    int status = 0;
    signal(SIGPIPE, SIG_IGN);
    bytes_add(&run.out, "", 0);
    bytes_add(&run.err, "", 0);
    pid_t child = start(arguments, &pipes);
    bool in_time = gather(&pipes, input, &run);
    if (!in_time)
        kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (in_time)
        run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return run;
}

void run_free(struct run *run)
{
    free(run->out.at);
    free(run->err.at);
}
