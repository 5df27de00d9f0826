/* Files appear whole or not at all. */
#include "cli/output.h"

#include "base/arena.h"
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_write_stream(int descriptor, struct text text)
{
    size_t done = 0;
    while (done < text.length) {
        ssize_t count = write(descriptor, text.bytes + done, text.length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += (size_t)count;
    }
    return true;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

static void sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    fsync(folder);
    close(folder);
}

static const char *temporary_name(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct buf buf;
    buf_init(&buf, arena);
    buf_add(&buf, path, (size_t)(name - path));
    buf_printf(&buf, ".%s.%ld.tmp", name, (long)getpid());
    return buf_string(&buf);
}

static bool write_and_close(int file, struct text text)
{
    mode_t mask = umask(0);
    umask(mask);
    bool done = output_write_stream(file, text) && fsync(file) == 0 &&
                fchmod(file, 0666 & ~mask) == 0;
    int saved = errno;
    done = close(file) == 0 && done;
    if (!done)
        errno = saved;
    return done;
}

bool output_write_file(struct arena *arena, const char *path, struct text text)
{
    const char *temporary = temporary_name(arena, path);
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    bool done = write_and_close(file, text) && rename(temporary, path) == 0;
    if (!done) {
        int saved = errno;
        unlink(temporary);
        errno = saved;
        return false;
    }
    sync_folder(folder_of(arena, path));
    return true;
}

bool output_make_folder(struct arena *arena, const char *path)
{
    char *part = arena_copy(arena, path, strlen(path));
    for (char *slash = part + 1; *part && (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    struct stat status;
    if (mkdir(part, 0777) == 0)
        return true;
    if (errno == EEXIST && stat(part, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    errno = errno == EEXIST ? ENOTDIR : errno;
    return false;
}
