/* A folder for what another program has to find in files: made for one call, and gone with all in it
 * after. */
#include "report/scratch.h"

#include "base/arena.h"
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *scratch_new(struct arena *arena)
{
    const char *place = getenv("TMPDIR");
    struct buf path;
    buf_init(&path, arena);
    buf_printf(&path, "%s/sightline-XXXXXX", place && *place == '/' ? place : "/tmp");
    struct text template = { buf_string(&path), path.length };
    return mkdtemp(arena_copy(arena, template.bytes, template.length));
}

const char *scratch_path(struct arena *arena, const char *folder, const char *name)
{
    struct buf path;
    buf_init(&path, arena);
    buf_printf(&path, "%s/%s", folder, name);
    return buf_string(&path);
}

bool scratch_write(const char *path, struct text text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    size_t done = 0;
    while (file >= 0 && done < text.length) {
        ssize_t count = write(file, text.bytes + done, text.length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    return file >= 0 && close(file) == 0 && done == text.length;
}

static bool read_all(int file, char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = read(file, bytes + done, length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += (size_t)count;
    }
    return true;
}

bool scratch_read(struct arena *arena, const char *path, size_t most, struct text *text)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool done = false;
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && (size_t)status.st_size <= most) {
        char *bytes = ARENA_ARRAY(arena, char, (size_t)status.st_size + 1);
        done = read_all(file, bytes, (size_t)status.st_size);
        *text = (struct text){ bytes, (size_t)status.st_size };
    }
    if (file >= 0)
        close(file);
    return done;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void scratch_remove(const char *folder)
{
    enum { OPEN_MOST = 16 };
    nftw(folder, remove_one, OPEN_MOST, FTW_DEPTH | FTW_PHYS);
}
