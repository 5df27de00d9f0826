/* A template for Word documents: an organisation's own .docx, of which the styles, page, headers and footers
 * are taken, with their pictures and fonts. It comes from outside, so nothing of it is believed: the zip file
 * and its XML are read as hostile, only files of known kinds are taken over, under names of our own, and
 * whatever would reach out of the document is refused. */
#include "report/docx_template.h"

#include "diag/diag.h"
#include "report/docx.h"
#include "text/archive.h"
#include "text/xml.h"

#define PACKAGE_RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"

/* A reference from one file of the template to another, or to an address. */
struct relation {
    struct text id;
    struct text kind;   /* the last word of its type: "image" */
    struct text target; /* a path from the root of the package, or an address */
    bool is_outside;
};

struct reading {
    struct arena *arena;
    struct archive *archive;
    struct docx_template *template;
    const char *fault;
    VEC(struct docx_carried) media; /* `relation` is where each was in the template */
};

/* The paper and margins of Word's own documents in Britain. */
static const struct docx_page a4 = { .width = 11906, .height = 16838, .top = 1440, .right = 1440,
                                     .bottom = 1440, .left = 1440, .header = 709, .footer = 709 };

const struct docx_template *docx_template_none(struct arena *arena)
{
    struct docx_template *template = ARENA_NEW(arena, struct docx_template);
    template->page = a4;
    for (enum docx_style style = 0; style < STYLE_COUNT; style++) {
        template->ids[style] = text_of(docx_style_id(style));
        template->is_ours[style] = true;
    }
    return template;
}

uint32_t docx_page_inner_width(const struct docx_page *page)
{
    uint32_t margins = page->left + page->right + page->gutter;
    return page->width > margins ? page->width - margins : 0;
}

uint32_t docx_page_inner_height(const struct docx_page *page)
{
    uint32_t margins = page->top + page->bottom;
    return page->height > margins ? page->height - margins : 0;
}

/* Reading files */

static bool fail(struct reading *reading, const char *fault)
{
    if (!reading->fault)
        reading->fault = fault;
    return false;
}

static bool read_part(struct reading *reading, struct text path, struct text *out)
{
    const char *fault;
    return archive_read(reading->archive, path, out, &fault) || fail(reading, fault);
}

static struct text join(struct arena *arena, struct text a, const char *b, struct text c, const char *d)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, a);
    buf_str(&out, b);
    buf_text(&out, c);
    buf_str(&out, d);
    return buf_get(&out);
}

/* Relations */

struct relations {
    struct reading *reading;
    struct text folder; /* of the file they are of: "word/" */
    VEC(struct relation) items;
};

static struct text copy(struct arena *arena, const char *string)
{
    return (struct text){ arena_copy(arena, string, strlen(string)), strlen(string) };
}

/* A path as the package has it; one that climbs out names no file of it, and so leads nowhere. */
static struct text resolve(struct relations *relations, const char *target)
{
    struct arena *arena = relations->reading->arena;
    struct text folder = relations->folder;
    if (*target == '/')
        return copy(arena, target + 1);
    if (strncmp(target, "../", 3) == 0 && folder.length) {
        size_t length = folder.length - 1;
        while (length && folder.bytes[length - 1] != '/')
            length--;
        folder.length = length;
        target += 3;
    }
    return join(arena, folder, target, TEXT(""), "");
}

static void note_relation(void *context, const char *name, const char **attributes, size_t start, size_t end)
{
    struct relations *relations = context;
    struct arena *arena = relations->reading->arena;
    const char *id = xml_attribute(attributes, "Id");
    const char *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    (void)start;
    (void)end;
    if (strcmp(name, PACKAGE_RELATIONS " Relationship") != 0 || !id || !type || !target)
        return;
    const char *slash = strrchr(type, '/');
    struct relation relation = { .id = copy(arena, id), .kind = copy(arena, slash ? slash + 1 : type) };
    relation.is_outside = mode && strcmp(mode, "External") == 0;
    relation.target = relation.is_outside ? copy(arena, target) : resolve(relations, target);
    VEC_PUSH(arena, &relations->items, relation);
}

/* What a file refers to; nothing where it has no list of that. */
static bool read_relations(struct reading *reading, struct text path, struct relations *relations)
{
    struct text xml;
    size_t slash = path.length;
    while (slash && path.bytes[slash - 1] != '/')
        slash--;
    struct text name = { path.bytes + slash, path.length - slash };
    relations->reading = reading;
    relations->folder = (struct text){ path.bytes, slash };
    struct text list = join(reading->arena, relations->folder, "_rels/", name, ".rels");
    if (!archive_has(reading->archive, list))
        return true;
    if (!read_part(reading, list, &xml))
        return false;
    struct xml_reader reader = { .context = relations, .open = note_relation };
    const char *fault = xml_read(xml, &reader);
    return fault ? fail(reading, fault) : true;
}

static const struct relation *find_relation(const struct relations *relations, const char *kind)
{
    for (uint32_t i = 0; i < relations->items.count; i++) {
        const struct relation *relation = &relations->items.items[i];
        if (text_equal(relation->kind, text_of(kind)) && !relation->is_outside)
            return relation;
    }
    return NULL;
}

/* Taking files over */

struct medium {
    const char *suffix;
    const char *type;
};

static const struct medium media[] = {
    { "png", "image/png" },   { "jpg", "image/jpeg" },  { "jpeg", "image/jpeg" }, { "gif", "image/gif" },
    { "bmp", "image/bmp" },   { "tif", "image/tiff" },  { "tiff", "image/tiff" }, { "emf", "image/x-emf" },
    { "wmf", "image/x-wmf" }, { "svg", "image/svg+xml" },
    { "odttf", DOCX_TYPE "obfuscatedFont" }, { "ttf", "application/x-font-ttf" },
};

static bool ends_with_suffix(struct text path, const char *suffix)
{
    size_t length = strlen(suffix);
    if (path.length <= length || path.bytes[path.length - length - 1] != '.')
        return false;
    for (size_t i = 0; i < length; i++) {
        char byte = path.bytes[path.length - length + i];
        if ((byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) != suffix[i])
            return false;
    }
    return true;
}

static const struct medium *find_medium(struct text path)
{
    for (size_t i = 0; i < sizeof media / sizeof *media; i++) {
        if (ends_with_suffix(path, media[i].suffix))
            return &media[i];
    }
    return NULL;
}

/* The new name of a picture or font, which is taken over once, however often it is used; NULL where it is not
 * fit for that. */
static const char *carry_medium(struct reading *reading, struct text path)
{
    struct docx_carried carried = { .relation = arena_copy(reading->arena, path.bytes, path.length) };
    const struct medium *medium = find_medium(path);
    struct buf name;
    for (uint32_t i = 0; i < reading->media.count; i++) {
        if (text_equal(text_of(reading->media.items[i].relation), path))
            return reading->media.items[i].name;
    }
    if (!medium) {
        fail(reading, "holds a picture of a kind that is not known");
        return NULL;
    }
    if (!read_part(reading, path, &carried.text))
        return NULL;
    buf_init(&name, reading->arena);
    buf_printf(&name, "word/media/template%u.%s", reading->media.count + 1, medium->suffix);
    carried.name = buf_string(&name);
    carried.type = medium->type;
    VEC_PUSH(reading->arena, &reading->media, carried);
    carried.relation = NULL;
    VEC_PUSH(reading->arena, &reading->template->carried, carried);
    return carried.name;
}

static bool is_web_address(struct text target)
{
    return text_starts(target, TEXT("https://")) || text_starts(target, TEXT("http://")) ||
           text_starts(target, TEXT("mailto:"));
}

/* One reference of a file that is taken over: to a picture or a font, or a link that a reader may follow. */
static bool carry_relation(struct reading *reading, const struct relation *relation, struct buf *out)
{
    bool is_link = text_equal(relation->kind, TEXT("hyperlink"));
    bool is_medium = text_equal(relation->kind, TEXT("image")) || text_equal(relation->kind, TEXT("font"));
    struct text target = relation->target;
    if (is_link && !(relation->is_outside && is_web_address(target)))
        return fail(reading, "holds a link that is no web address");
    if (!is_link && relation->is_outside)
        return fail(reading, "loads something from outside it, which tells others who reads the report");
    if (!is_link && !is_medium)
        return fail(reading, "has more than words and pictures in its headers, footers or styles");
    const char *name = is_medium ? carry_medium(reading, target) : NULL;
    if (is_medium && !name)
        return false;
    buf_str(out, "<Relationship Id=\"");
    docx_print_text(out, relation->id);
    buf_str(out, "\" Type=\"" DOCX_OFFICE "/");
    docx_print_text(out, relation->kind);
    buf_str(out, "\" Target=\"");
    docx_print_text(out, name ? text_of(name + strlen("word/")) : target);
    buf_str(out, is_link ? "\" TargetMode=\"External\"/>" : "\"/>");
    return true;
}

static bool carry_relations(struct reading *reading, struct text path, const char *new_name)
{
    struct relations relations = { 0 };
    struct buf out;
    buf_init(&out, reading->arena);
    if (!read_relations(reading, path, &relations))
        return false;
    if (!relations.items.count)
        return true;
    buf_str(&out, DOCX_DECLARATION "<Relationships xmlns=\"" PACKAGE_RELATIONS "\">");
    for (uint32_t i = 0; i < relations.items.count; i++) {
        if (!carry_relation(reading, &relations.items.items[i], &out))
            return false;
    }
    buf_str(&out, "</Relationships>");
    struct text file = text_of(new_name + strlen("word/"));
    struct text name = join(reading->arena, TEXT("word/_rels/"), "", file, ".rels");
    struct docx_carried carried = { .name = arena_copy(reading->arena, name.bytes, name.length),
                                    .text = buf_get(&out) };
    VEC_PUSH(reading->arena, &reading->template->carried, carried);
    return true;
}

/* Takes over a file and what it refers to. */
static bool carry(struct reading *reading, struct text path, const char *new_name, struct docx_carried *out,
                  size_t *end)
{
    struct text xml;
    if (!read_part(reading, path, &xml))
        return false;
    const char *fault = docx_template_check_part(reading->arena, xml, &out->text, end);
    out->name = new_name;
    return fault ? fail(reading, fault) : carry_relations(reading, path, new_name);
}

/* The parts */

static bool carry_extra(struct reading *reading, const struct relations *relations, const char *kind,
                        const char *new_name, const char *type)
{
    const struct relation *relation = find_relation(relations, kind);
    struct docx_carried carried = { .type = type, .relation = kind };
    if (!relation)
        return true;
    if (!carry(reading, relation->target, new_name, &carried, NULL))
        return false;
    VEC_PUSH(reading->arena, &reading->template->carried, carried);
    return true;
}

static bool take_styles(struct reading *reading, const struct relations *relations)
{
    const struct relation *relation = find_relation(relations, "styles");
    struct text xml;
    struct text clean;
    if (!relation)
        return fail(reading, "has no styles");
    if (!read_part(reading, relation->target, &xml))
        return false;
    const char *fault = docx_template_check_part(reading->arena, xml, &clean, NULL);
    if (!fault)
        fault = docx_template_take_styles(reading->template, reading->arena, clean);
    return fault ? fail(reading, fault) : true;
}

static bool take_side(struct reading *reading, const struct relations *relations, enum docx_side side,
                      enum docx_use use, struct text id)
{
    static const char *const names[SIDE_COUNT][USE_COUNT] = {
        { "word/template_header1.xml", "word/template_header2.xml", "word/template_header3.xml" },
        { "word/template_footer1.xml", "word/template_footer2.xml", "word/template_footer3.xml" },
    };
    struct docx_carried *carried = ARENA_NEW(reading->arena, struct docx_carried);
    for (uint32_t i = 0; i < relations->items.count; i++) {
        const struct relation *relation = &relations->items.items[i];
        if (!text_equal(relation->id, id) || relation->is_outside)
            continue;
        size_t end;
        reading->template->sides[side][use] = carried;
        if (!carry(reading, relation->target, names[side][use], carried, &end))
            return false;
        if (side == SIDE_HEADER)
            reading->template->status_at[use] = end;
        return true;
    }
    return fail(reading, "lacks a file that it should have");
}

static bool take_page(struct reading *reading, const struct relations *relations)
{
    enum { ROOM_LEAST = 2835 }; /* five centimetres */
    struct docx_section section = { .page = a4 };
    struct text xml;
    if (!read_part(reading, TEXT("word/document.xml"), &xml))
        return false;
    const char *fault = docx_template_read_section(reading->arena, xml, &section);
    if (fault)
        return fail(reading, fault);
    if (docx_page_inner_width(&section.page) < ROOM_LEAST ||
        docx_page_inner_height(&section.page) < ROOM_LEAST)
        return fail(reading, "has a page whose margins leave no room for text");
    reading->template->page = section.page;
    for (enum docx_side side = 0; side < SIDE_COUNT; side++) {
        for (enum docx_use use = 0; use < USE_COUNT; use++) {
            struct text id = section.sides[side][use];
            if (id.length && !take_side(reading, relations, side, use, id))
                return false;
        }
    }
    return true;
}

static bool take_settings(struct reading *reading, const struct relations *relations)
{
    const struct relation *relation = find_relation(relations, "settings");
    struct text xml;
    if (!relation)
        return true;
    if (!read_part(reading, relation->target, &xml))
        return false;
    const char *fault = docx_template_read_settings(xml, &reading->template->page.has_other_even);
    return fault ? fail(reading, fault) : true;
}

static bool take_all(struct reading *reading)
{
    struct relations relations = { 0 };
    if (!archive_has(reading->archive, TEXT("word/document.xml")))
        return fail(reading, "is no Word document: it lacks `word/document.xml`");
    return read_relations(reading, TEXT("word/document.xml"), &relations) &&
           take_styles(reading, &relations) && take_page(reading, &relations) &&
           take_settings(reading, &relations) &&
           carry_extra(reading, &relations, "theme", "word/template_theme.xml",
                       "application/vnd.openxmlformats-officedocument.theme+xml") &&
           carry_extra(reading, &relations, "fontTable", "word/template_fonts.xml",
                       DOCX_TYPE "wordprocessingml.fontTable+xml");
}

const struct docx_template *docx_template_read(struct session *session, const char *path, struct text bytes)
{
    struct reading reading = { .arena = session->arena };
    reading.template = ARENA_NEW(session->arena, struct docx_template);
    reading.template->is_given = true;
    reading.archive = archive_open(session->arena, bytes, &reading.fault);
    if (reading.archive) {
        take_all(&reading);
        archive_close(reading.archive);
    }
    if (!reading.fault)
        return reading.template;
    struct diag *diag = diag_report(session, E0616, span_none(), path, reading.fault);
    diag_help(session, diag, "save the template anew from Word or LibreOffice as a Word document (.docx), "
                             "with nothing in it but styles, headers, footers and their pictures");
    return NULL;
}
