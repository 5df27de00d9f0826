/* The page of a template: what the last section of its text says, and headers and footers, which a section
 * has from those before it where it names none. */
#include "report/docx_template.h"

#include "text/xml.h"

#define WORD_NAME(name) DOCX_WORD " " name

enum { LENGTH_MOST = 31680 }; /* Word's own limit: 22 inches */

struct looking {
    struct arena *arena;
    struct docx_section *section;
    uint32_t depth;
    uint32_t section_at; /* the depth of the section being read; 0: outside one */
};

/* A length in twentieths of a point; margins may be negative, which fixes them. What is no number leaves the
 * length as it was. */
static void read_length(const char **attributes, const char *name, uint32_t *length)
{
    const char *value = xml_attribute(attributes, name);
    uint32_t number = 0;
    if (!value)
        return;
    if (*value == '-')
        value++;
    if (!*value)
        return;
    for (; *value; value++) {
        if (*value < '0' || *value > '9' || number > LENGTH_MOST)
            return;
        number = number * 10 + (uint32_t)(*value - '0');
    }
    if (number <= LENGTH_MOST)
        *length = number;
}

static void read_size(struct docx_page *page, const char **attributes)
{
    read_length(attributes, WORD_NAME("w"), &page->width);
    read_length(attributes, WORD_NAME("h"), &page->height);
}

static void read_margins(struct docx_page *page, const char **attributes)
{
    read_length(attributes, WORD_NAME("top"), &page->top);
    read_length(attributes, WORD_NAME("right"), &page->right);
    read_length(attributes, WORD_NAME("bottom"), &page->bottom);
    read_length(attributes, WORD_NAME("left"), &page->left);
    read_length(attributes, WORD_NAME("header"), &page->header);
    read_length(attributes, WORD_NAME("footer"), &page->footer);
    read_length(attributes, WORD_NAME("gutter"), &page->gutter);
}

static bool is_on(const char **attributes)
{
    const char *value = xml_attribute(attributes, WORD_NAME("val"));
    return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
}

static void read_reference(struct looking *looking, enum docx_side side, const char **attributes)
{
    static const char *const uses[] = { "default", "first", "even" };
    const char *type = xml_attribute(attributes, WORD_NAME("type"));
    const char *id = xml_attribute(attributes, DOCX_OFFICE " id");
    for (enum docx_use use = 0; id && use < USE_COUNT; use++) {
        if (strcmp(type ? type : "default", uses[use]) == 0)
            looking->section->sides[side][use] =
                (struct text){ arena_copy(looking->arena, id, strlen(id)), strlen(id) };
    }
}

static void open_element(void *context, const char *name, const char **attributes, size_t start, size_t end)
{
    struct looking *looking = context;
    struct docx_page *page = &looking->section->page;
    (void)start;
    (void)end;
    looking->depth++;
    if (!looking->section_at && strcmp(name, WORD_NAME("sectPr")) == 0) {
        looking->section_at = looking->depth;
        page->has_other_first = false;
    }
    if (looking->depth != looking->section_at + 1)
        return;
    if (strcmp(name, WORD_NAME("pgSz")) == 0)
        read_size(page, attributes);
    else if (strcmp(name, WORD_NAME("pgMar")) == 0)
        read_margins(page, attributes);
    else if (strcmp(name, WORD_NAME("titlePg")) == 0)
        page->has_other_first = is_on(attributes);
    else if (strcmp(name, WORD_NAME("headerReference")) == 0)
        read_reference(looking, SIDE_HEADER, attributes);
    else if (strcmp(name, WORD_NAME("footerReference")) == 0)
        read_reference(looking, SIDE_FOOTER, attributes);
}

static void close_element(void *context, const char *name, size_t start, size_t end)
{
    struct looking *looking = context;
    (void)name;
    (void)start;
    (void)end;
    if (looking->depth-- == looking->section_at)
        looking->section_at = 0;
}

const char *docx_template_read_section(struct arena *arena, struct text xml, struct docx_section *section)
{
    struct looking looking = { .arena = arena, .section = section };
    struct xml_reader reader = { .context = &looking, .open = open_element, .close = close_element };
    return xml_read(xml, &reader);
}

static void note_setting(void *context, const char *name, const char **attributes, size_t start, size_t end)
{
    bool *has_other_even = context;
    (void)start;
    (void)end;
    if (strcmp(name, WORD_NAME("evenAndOddHeaders")) == 0)
        *has_other_even = is_on(attributes);
}

const char *docx_template_read_settings(struct text xml, bool *has_other_even)
{
    struct xml_reader reader = { .context = has_other_even, .open = note_setting };
    return xml_read(xml, &reader);
}
