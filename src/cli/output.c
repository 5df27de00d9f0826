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

bool output_is_same(const char *path, struct text text)
{
    char bytes[65536];
    struct stat status;
    size_t done = 0;
    ssize_t count;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool same = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                (size_t)status.st_size == text.length;
    while (same && (count = read(file, bytes, sizeof bytes)) > 0) {
        same = done + (size_t)count <= text.length && memcmp(text.bytes + done, bytes, (size_t)count) == 0;
        done += (size_t)count;
    }
    if (file >= 0)
        close(file);
    return same && done == text.length;
}

const char *output_reason(int error)
{
    static const struct { int error; const char *words; } reasons[] = {
        { ENOENT, "the folder it is to lie in is not there; make that first" },
        { ENOTDIR, "a file stands where a folder is wanted; choose another name" },
        { EISDIR, "a folder has that name; choose another" },
        { EACCES, "you may not write there; choose another folder" },
        { EROFS, "nothing can be written on that disk; choose another folder" },
        { ENOSPC, "the disk is full" },
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].error == error)
            return reasons[i].words;
    }
    return strerror(error);
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

bool output_begin(struct output_file *file, struct arena *arena, const char *path)
{
    *file = (struct output_file){ arena, path, temporary_name(arena, path), -1 };
    file->descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return file->descriptor >= 0;
}

void output_abandon(struct output_file *file)
{
    int saved = errno;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
    unlink(file->temporary);
    errno = saved;
}

/* On disk, closed, and for others to read as new files are. */
static bool settle(struct output_file *file)
{
    mode_t mask = umask(0);
    umask(mask);
    if (fsync(file->descriptor) != 0 || fchmod(file->descriptor, 0666 & ~mask) != 0)
        return false;
    int descriptor = file->descriptor;
    file->descriptor = -1;
    return close(descriptor) == 0;
}

bool output_finish(struct output_file *file)
{
    if (!settle(file) || rename(file->temporary, file->path) != 0) {
        output_abandon(file);
        return false;
    }
    sync_folder(folder_of(file->arena, file->path));
    return true;
}

bool output_write_file(struct arena *arena, const char *path, struct text text)
{
    struct output_file file;
    if (!output_begin(&file, arena, path))
        return false;
    if (!output_write_stream(file.descriptor, text)) {
        output_abandon(&file);
        return false;
    }
    return output_finish(&file);
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
