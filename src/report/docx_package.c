/* The package of a .docx: a zip file made in memory, its times fixed so that the same document gives the
 * same bytes everywhere. */
#include "report/docx_parts.h"

#include "base/arena.h"
#include "base/buf.h"

#include <stdint.h>
#include <zip.h>

enum { DOS_TIME = 0, DOS_DATE = 1 << 5 | 1 }; /* 1 January 1980, the first there is */

/* Leaves by the arena's own handler: only want of memory can make libzip fail here. */
static void give_up(struct arena *arena)
{
    arena_alloc(arena, SIZE_MAX, 1);
}

static void add_part(struct arena *arena, zip_t *zip, const struct docx_part *part)
{
    zip_source_t *source = zip_source_buffer(zip, part->text.bytes, part->text.length, 0);
    zip_int64_t index = source ? zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0 ||
        zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) != 0 ||
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) != 0)
        give_up(arena);
}

static void read_all(struct arena *arena, struct buf *out, zip_source_t *source)
{
    char chunk[65536];
    zip_int64_t got = 0;
    if (zip_source_open(source) != 0)
        give_up(arena);
    while ((got = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buf_add(out, chunk, (size_t)got);
    if (got < 0)
        give_up(arena);
    zip_source_close(source);
}

void docx_pack(struct arena *arena, struct buf *out, const struct docx_part *parts, int count)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &error) : NULL;
    if (!zip)
        give_up(arena);
    zip_source_keep(memory);
    for (int i = 0; i < count; i++)
        add_part(arena, zip, &parts[i]);
    if (zip_close(zip) != 0)
        give_up(arena);
    read_all(arena, out, memory);
    zip_source_free(memory);
    zip_error_fini(&error);
}
