/* Files: read whole, with every length and file type checked, and lines found by bisection.
 * Leaves to ast/bytes.c what may stand in a file, and to names/load.c which files there are. */
#include "text/source.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PADDING = 2, CHUNK = 64 * 1024 };

static void strip_mark(struct source *source)
{
    if (text_starts((struct text){ source->bytes, source->length }, TEXT("\xEF\xBB\xBF"))) {
        source->bytes += 3;
        source->length -= 3;
    }
}

void source_of_text(struct arena *arena, const char *path, struct text text, struct source *out)
{
    *out = (struct source){ .path = path, .length = text.length };
    out->bytes = ARENA_ARRAY(arena, char, text.length + PADDING);
    if (text.length)
        memcpy(out->bytes, text.bytes, text.length);
    strip_mark(out);
}

static bool read_all(int file, char *bytes, size_t length, size_t *got)
{
    *got = 0;
    while (*got < length) {
        ssize_t count = read(file, bytes + *got, length - *got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        if (count == 0)
            break;
        *got += (size_t)count;
    }
    return true;
}

/* A pipe has no size beforehand: read in doubling pieces. */
static enum source_status read_stream(struct arena *arena, int file, struct source *out)
{
    size_t capacity = CHUNK;
    size_t length = 0;
    char *bytes = ARENA_ARRAY(arena, char, capacity + PADDING);
    for (;;) {
        size_t got;
        if (!read_all(file, bytes + length, capacity - length, &got))
            return SOURCE_UNREADABLE;
        length += got;
        if (length < capacity)
            break;
        if (capacity >= SOURCE_LARGEST)
            return SOURCE_TOO_LARGE;
        char *wider = ARENA_ARRAY(arena, char, capacity * 2 + PADDING);
        memcpy(wider, bytes, length);
        bytes = wider;
        capacity *= 2;
    }
    out->bytes = bytes;
    out->length = length;
    return SOURCE_OK;
}

static enum source_status read_regular(struct arena *arena, int file, struct source *out)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return SOURCE_UNREADABLE;
    if (!S_ISREG(status.st_mode))
        return SOURCE_NOT_A_FILE;
    if (status.st_size < 0 || (size_t)status.st_size > SOURCE_LARGEST)
        return SOURCE_TOO_LARGE;
    size_t length = (size_t)status.st_size;
    out->bytes = ARENA_ARRAY(arena, char, length + PADDING);
    return read_all(file, out->bytes, length, &out->length) ? SOURCE_OK : SOURCE_UNREADABLE;
}

static enum source_status read_open(struct arena *arena, int file, struct source *out)
{
    enum source_status status = read_regular(arena, file, out);
    int saved = errno;
    close(file);
    errno = saved;
    if (status == SOURCE_OK)
        strip_mark(out);
    return status;
}

static enum source_status status_of_errno(void)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return SOURCE_MISSING;
    return errno == ELOOP ? SOURCE_OUTSIDE : SOURCE_UNREADABLE;
}

enum source_status source_read(struct arena *arena, const char *path, struct source *out)
{
    *out = (struct source){ .path = path };
    if (strcmp(path, "-") == 0) {
        out->path = "<stdin>";
        enum source_status status = read_stream(arena, STDIN_FILENO, out);
        if (status == SOURCE_OK)
            strip_mark(out);
        return status;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    return file < 0 ? status_of_errno() : read_open(arena, file, out);
}

/* Opens `path` one component at a time, so that no link anywhere on the way is followed. */
static int open_beneath(struct arena *arena, const char *root, const char *path)
{
    int folder = open(*root ? root : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *rest = arena_copy(arena, path, strlen(path));
    for (char *slash; folder >= 0 && (slash = strchr(rest, '/')) != NULL; rest = slash + 1) {
        *slash = '\0';
        int next = openat(folder, rest, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat status;
        int saved = errno;
        if (next < 0 && fstatat(folder, rest, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(status.st_mode))
            saved = ELOOP;
        close(folder);
        errno = saved;
        folder = next;
    }
    if (folder < 0)
        return -1;
    int file = openat(folder, rest, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int saved = errno;
    close(folder);
    errno = saved;
    return file;
}

enum source_status source_read_beneath(struct arena *arena, const char *root, const char *path,
                                       struct source *out)
{
    *out = (struct source){ .path = path };
    int file = open_beneath(arena, root, path);
    return file < 0 ? status_of_errno() : read_open(arena, file, out);
}

static uint32_t count_lines(const struct source *source)
{
    uint32_t count = 1;
    for (size_t i = 0; i < source->length; i++)
        count += source->bytes[i] == '\n';
    return count;
}

static void find_lines(struct arena *arena, struct source *source)
{
    if (source->lines)
        return;
    source->line_count = count_lines(source);
    source->lines = ARENA_ARRAY(arena, uint32_t, source->line_count);
    uint32_t line = 1;
    for (size_t i = 0; i < source->length; i++) {
        if (source->bytes[i] == '\n')
            source->lines[line++] = (uint32_t)i + 1;
    }
}

struct position source_position(struct arena *arena, struct source *source, uint32_t offset)
{
    find_lines(arena, source);
    uint32_t low = 0;
    uint32_t high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    uint32_t start = source->lines[low];
    size_t length = offset <= source->length ? offset - start : source->length - start;
    struct text before = { source->bytes + start, length };
    return (struct position){ low + 1, (uint32_t)utf8_count(before) + 1 };
}

struct text source_line(struct arena *arena, struct source *source, uint32_t line)
{
    find_lines(arena, source);
    if (line == 0 || line > source->line_count)
        return TEXT("");
    size_t start = source->lines[line - 1];
    size_t end = line < source->line_count ? source->lines[line] - 1 : source->length;
    if (end > start && source->bytes[end - 1] == '\r')
        end--;
    return (struct text){ source->bytes + start, end - start };
}

struct text source_text(const struct source *source, struct span span)
{
    return (struct text){ source->bytes + span.start, (size_t)span.end - span.start };
}
