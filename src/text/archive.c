/* Zip files from somebody else. libzip unpacks; whatever can be known without unpacking is checked before:
 * names, sizes, encryption, and that no two files share the same bytes, which is how small files are made
 * to unpack without end. */
#include "text/archive.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <zip.h>

enum { SMALL = 64 * 1024, END_SIZE = 22, ENTRY_SIZE = 46, LOCAL_SIZE = 30 };

struct archive {
    struct arena *arena;
    zip_t *zip;
    uint64_t unpacked; /* in all, so far */
};

/* Names */

static bool is_plain(struct text name)
{
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(name, at, &point)) != 0; at += step) {
        if (point == UTF8_BAD || utf8_is_unprintable(point) || utf8_is_forbidden(point) || point == '\t' ||
            point == '\n' || point == '\\' || point == ':')
            return false;
    }
    return name.length > 0 && name.length < 256 && name.bytes[0] != '/';
}

/* No folder in it is empty, `.` or `..`. */
static bool stays_inside(struct text name)
{
    size_t start = 0;
    for (size_t at = 0; at <= name.length; at++) {
        if (at < name.length && name.bytes[at] != '/')
            continue;
        struct text part = { name.bytes + start, at - start };
        bool is_end = at == name.length;
        if ((!part.length && !is_end) || text_equal(part, TEXT(".")) || text_equal(part, TEXT("..")))
            return false;
        start = at + 1;
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static struct text lower_case(struct arena *arena, struct text text)
{
    char *bytes = arena_copy(arena, text.bytes, text.length);
    for (size_t i = 0; i < text.length; i++)
        bytes[i] = bytes[i] >= 'A' && bytes[i] <= 'Z' ? (char)(bytes[i] + 32) : bytes[i];
    return (struct text){ bytes, text.length };
}

static const char *check_names(struct arena *arena, zip_t *zip, uint32_t count)
{
    struct text *names = ARENA_ARRAY(arena, struct text, count);
    for (uint32_t i = 0; i < count; i++) {
        const char *name = zip_get_name(zip, i, ZIP_FL_ENC_RAW);
        if (!name || !is_plain(text_of(name)) || !stays_inside(text_of(name)))
            return "holds a file whose name leads elsewhere or cannot be shown";
        names[i] = lower_case(arena, text_of(name));
    }
    qsort(names, count, sizeof *names, compare_names);
    for (uint32_t i = 1; i < count; i++) {
        if (text_equal(names[i - 1], names[i]))
            return "holds two files of the same name";
    }
    return NULL;
}

/* Sizes */

static const char *check_entry(const zip_stat_t *stat)
{
    static const zip_uint64_t needed =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((stat->valid & needed) != needed)
        return "is damaged";
    if (stat->encryption_method != ZIP_EM_NONE)
        return "is encrypted; save it without a password";
    if (stat->comp_method != ZIP_CM_STORE && stat->comp_method != ZIP_CM_DEFLATE)
        return "is packed in a way that is not usual";
    if (stat->size > ARCHIVE_LARGEST_ENTRY)
        return "holds a file that unpacks to more than 64 MB";
    if (stat->size > SMALL && stat->size / ARCHIVE_MOST_RATIO > stat->comp_size)
        return "holds a file that unpacks to more than a hundred times its size";
    return NULL;
}

static const char *check_entries(zip_t *zip, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        zip_stat_t stat;
        if (zip_stat_index(zip, i, 0, &stat) != 0)
            return "is damaged";
        const char *fault = check_entry(&stat);
        if (fault)
            return fault;
    }
    return NULL;
}

/* Places. libzip does not tell where a file's bytes lie, so the list at the end is read once more, and has to
 * agree with what libzip read. */

static uint32_t read_16(const char *bytes)
{
    return (uint32_t)(unsigned char)bytes[0] | (uint32_t)(unsigned char)bytes[1] << 8;
}

static uint32_t read_32(const char *bytes)
{
    return read_16(bytes) | read_16(bytes + 2) << 16;
}

struct stretch {
    uint64_t start;
    uint64_t end;
};

static int compare_stretches(const void *a, const void *b)
{
    const struct stretch *first = a;
    const struct stretch *second = b;
    return (first->start > second->start) - (first->start < second->start);
}

/* Where an entry lies, from its line in the list, of which `left` bytes remain; the length of that line, or 0
 * where something is wrong. */
static size_t find_place(struct text bytes, const char *entry, size_t left, zip_t *zip, uint32_t index,
                         struct stretch *place)
{
    zip_stat_t stat;
    if (left < ENTRY_SIZE || memcmp(entry, "PK\1\2", 4) != 0 || zip_stat_index(zip, index, 0, &stat) != 0)
        return 0;
    size_t length = ENTRY_SIZE + read_16(entry + 28) + read_16(entry + 30) + read_16(entry + 32);
    uint64_t packed = read_32(entry + 20);
    place->start = read_32(entry + 42);
    if (length > left || packed != stat.comp_size || read_32(entry + 24) != stat.size ||
        place->start + LOCAL_SIZE > bytes.length || memcmp(bytes.bytes + place->start, "PK\3\4", 4) != 0)
        return 0;
    const char *local = bytes.bytes + place->start;
    place->end = place->start + LOCAL_SIZE + read_16(local + 26) + read_16(local + 28) + packed;
    return length;
}

/* Without a comment the end is where the file ends; a list for more than 4 GB would have other marks. */
static const char *check_places(struct arena *arena, struct text bytes, zip_t *zip, uint32_t count)
{
    static const char damaged[] = "is put together in a way that no program does it";
    if (bytes.length < END_SIZE)
        return damaged;
    const char *end = bytes.bytes + bytes.length - END_SIZE;
    uint64_t list = read_32(end + 16);
    uint64_t list_end = list + read_32(end + 12);
    if (memcmp(end, "PK\5\6", 4) != 0 || read_16(end + 10) != count ||
        list_end != bytes.length - END_SIZE || read_16(end + 20) != 0)
        return damaged;
    struct stretch *places = ARENA_ARRAY(arena, struct stretch, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t length = find_place(bytes, bytes.bytes + list, (size_t)(list_end - list), zip, i, &places[i]);
        if (!length || places[i].end > read_32(end + 16))
            return damaged;
        list += length;
    }
    qsort(places, count, sizeof *places, compare_stretches);
    for (uint32_t i = 1; i < count; i++) {
        if (places[i].start < places[i - 1].end)
            return "holds files that lie over one another";
    }
    return NULL;
}

/* Opening */

static zip_t *open_zip(struct text bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.bytes, bytes.length, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
    if (source && !zip)
        zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

static const char *check(struct arena *arena, struct text bytes, zip_t *zip)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    if (count < 1)
        return "holds nothing";
    if (count > ARCHIVE_MOST_ENTRIES)
        return "holds more than 10,000 files";
    const char *fault = check_names(arena, zip, (uint32_t)count);
    if (!fault)
        fault = check_entries(zip, (uint32_t)count);
    return fault ? fault : check_places(arena, bytes, zip, (uint32_t)count);
}

struct archive *archive_open(struct arena *arena, struct text bytes, const char **fault)
{
    if (!text_starts(bytes, TEXT("PK\3\4"))) {
        *fault = text_starts(bytes, TEXT("\xD0\xCF\x11\xE0"))
                     ? "is an older kind of Word file, or has a password; save it as .docx without one"
                     : "is no zip file, as a .docx is";
        return NULL;
    }
    zip_t *zip = open_zip(bytes);
    *fault = zip ? check(arena, bytes, zip) : "is damaged";
    if (*fault) {
        if (zip)
            zip_discard(zip);
        return NULL;
    }
    struct archive *archive = ARENA_NEW(arena, struct archive);
    archive->arena = arena;
    archive->zip = zip;
    return archive;
}

void archive_close(struct archive *archive)
{
    zip_discard(archive->zip);
}

/* Reading */

static zip_int64_t find(const struct archive *archive, struct text name)
{
    const char *string = arena_copy(archive->arena, name.bytes, name.length);
    return zip_name_locate(archive->zip, string, ZIP_FL_ENC_RAW);
}

bool archive_has(const struct archive *archive, struct text name)
{
    return find(archive, name) >= 0;
}

/* Up to `most` bytes; one more means that there is more. The end is where its sum is found to be right. */
static bool unpack(zip_file_t *file, struct buf *out, uint64_t most)
{
    char chunk[65536];
    zip_int64_t got = 0;
    while ((got = zip_fread(file, chunk, sizeof chunk)) > 0) {
        buf_add(out, chunk, (size_t)got);
        if (out->length > most)
            return false;
    }
    return got == 0;
}

bool archive_read(struct archive *archive, struct text name, struct text *out, const char **fault)
{
    zip_stat_t stat;
    struct buf text;
    zip_int64_t index = find(archive, name);
    *fault = "lacks a file that it should have";
    if (index < 0 || zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &stat) != 0)
        return false;
    *fault = "unpacks to more than 256 MB";
    archive->unpacked += stat.size;
    if (archive->unpacked > ARCHIVE_LARGEST)
        return false;
    *fault = "is damaged, or not what its list of files says";
    zip_file_t *file = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (!file)
        return false;
    buf_init(&text, archive->arena);
    bool is_whole = unpack(file, &text, stat.size) && text.length == stat.size;
    zip_fclose(file);
    *out = buf_get(&text);
    return is_whole;
}
