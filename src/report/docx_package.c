/* The package of a .docx: a zip file made in memory, its times fixed so that the same document gives the
 * same bytes everywhere. */
#include "report/docx_parts.h"

#include "base/arena.h"

#include <zip.h>

enum { DOS_TIME = 0, DOS_DATE = 1 << 5 | 1 }; /* 1 January 1980, the first there is */

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

void docx_package_init(struct docx_package *package, struct arena *arena)
{
    *package = (struct docx_package){ .arena = arena };
    buf_init(&package->types, arena);
    buf_init(&package->relations, arena);
    buf_str(&package->types, DOCX_DECLARATION "<Types xmlns=\"" PACKAGE "content-types\"><Default "
                             "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
                             "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    buf_str(&package->relations, DOCX_DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">");
}

void docx_package_add_relations(struct docx_package *package, const char *name, struct text text)
{
    VEC_PUSH(package->arena, &package->parts, (struct docx_part){ name, text });
}

void docx_package_add(struct docx_package *package, const char *name, const char *type, struct text text)
{
    buf_printf(&package->types, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", name, type);
    VEC_PUSH(package->arena, &package->parts, (struct docx_part){ name, text });
}

uint32_t docx_package_relate(struct docx_package *package, const char *kind, const char *target)
{
    package->relation_count++;
    buf_printf(&package->relations, "<Relationship Id=\"rId%u\" Type=\"" DOCX_OFFICE "/%s\" Target=\"%s\"/>",
               package->relation_count, kind, target);
    return package->relation_count;
}

/* The zip file */

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

static const char package_relations[] = DOCX_DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" DOCX_OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" "
    "Target=\"docProps/core.xml\"/></Relationships>";

/* Readers want to know first what each file is. */
static void add_parts(struct docx_package *package, zip_t *zip)
{
    buf_str(&package->types, "</Types>");
    buf_str(&package->relations, "</Relationships>");
    const struct docx_part types = { "[Content_Types].xml", buf_get(&package->types) };
    const struct docx_part relations = { "_rels/.rels", text_of(package_relations) };
    const struct docx_part own = { "word/_rels/document.xml.rels", buf_get(&package->relations) };
    add_part(package->arena, zip, &types);
    add_part(package->arena, zip, &relations);
    add_part(package->arena, zip, &own);
    for (uint32_t i = 0; i < package->parts.count; i++)
        add_part(package->arena, zip, &package->parts.items[i]);
}

void docx_pack(struct docx_package *package, struct buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &error) : NULL;
    if (!zip)
        give_up(package->arena);
    zip_source_keep(memory);
    add_parts(package, zip);
    if (zip_close(zip) != 0)
        give_up(package->arena);
    read_all(package->arena, out, memory);
    zip_source_free(memory);
    zip_error_fini(&error);
}
