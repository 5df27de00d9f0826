/* Our styles among those of a template. Word knows a style by its name, whose case does not matter; its id
 * may be anything, and is in the template's language as often as not. */
#include "report/docx_template.h"

#include "text/xml.h"

#define WORD_NAME(name) DOCX_WORD " " name

struct known {
    struct text id;
    struct text type;
    struct text name;
    bool is_default;
};

struct list {
    struct arena *arena;
    VEC(struct known) styles;
    uint32_t depth;
    bool is_styles; /* the first element is what it should be */
    size_t end;
};

static struct text attribute(struct list *list, const char **attributes, const char *name)
{
    const char *value = xml_attribute(attributes, name);
    return value ? (struct text){ arena_copy(list->arena, value, strlen(value)), strlen(value) } : TEXT("");
}

static void open_element(void *context, const char *name, const char **attributes, size_t start, size_t end)
{
    struct list *list = context;
    (void)start;
    (void)end;
    list->depth++;
    if (list->depth == 1)
        list->is_styles = strcmp(name, WORD_NAME("styles")) == 0;
    if (list->depth == 2 && strcmp(name, WORD_NAME("style")) == 0) {
        struct text is_default = attribute(list, attributes, WORD_NAME("default"));
        struct known known = { .id = attribute(list, attributes, WORD_NAME("styleId")),
                               .type = attribute(list, attributes, WORD_NAME("type")) };
        known.is_default = text_equal(is_default, TEXT("1")) || text_equal(is_default, TEXT("true"));
        VEC_PUSH(list->arena, &list->styles, known);
    }
    if (list->depth == 3 && strcmp(name, WORD_NAME("name")) == 0 && list->styles.count)
        list->styles.items[list->styles.count - 1].name = attribute(list, attributes, WORD_NAME("val"));
}

static void close_element(void *context, const char *name, size_t start, size_t end)
{
    struct list *list = context;
    (void)name;
    if (--list->depth)
        return;
    list->end = start;
    list->is_styles = list->is_styles && start != end; /* with one tag for both there is no place for more */
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

static bool is_same_name(struct text a, struct text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++) {
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    }
    return true;
}

static const struct known *find_style(const struct list *list, enum docx_style style)
{
    bool is_basic = style == STYLE_NORMAL || style == STYLE_TABLE_PLAIN;
    for (uint32_t i = 0; i < list->styles.count; i++) {
        const struct known *known = &list->styles.items[i];
        struct text name = text_of(docx_style_name(style));
        bool is_it = is_basic ? known->is_default : is_same_name(known->name, name);
        if (is_it && known->id.length && text_equal(known->type, text_of(docx_style_type(style))))
            return known;
    }
    return NULL;
}

static bool is_taken(const struct list *list, struct text id)
{
    for (uint32_t i = 0; i < list->styles.count; i++) {
        if (is_same_name(list->styles.items[i].id, id))
            return true;
    }
    return false;
}

/* Our own id, or with a number behind it where the template uses that for something else. */
static struct text free_id(const struct list *list, enum docx_style style)
{
    struct text id = text_of(docx_style_id(style));
    for (uint32_t number = 2; is_taken(list, id); number++) {
        struct buf out;
        buf_init(&out, list->arena);
        buf_printf(&out, "%s%u", docx_style_id(style), number);
        id = buf_get(&out);
    }
    return id;
}

const char *docx_template_take_styles(struct docx_template *template, struct arena *arena, struct text xml)
{
    struct list list = { .arena = arena };
    struct xml_reader reader = { .context = &list, .open = open_element, .close = close_element };
    const char *fault = xml_read(xml, &reader);
    if (fault)
        return fault;
    if (!list.is_styles)
        return "has styles that are none";
    template->styles_head = (struct text){ xml.bytes, list.end };
    template->styles_tail = (struct text){ xml.bytes + list.end, xml.length - list.end };
    for (enum docx_style style = 0; style < STYLE_COUNT; style++) {
        const struct known *known = find_style(&list, style);
        template->ids[style] = known ? known->id : free_id(&list, style);
        template->is_ours[style] = !known;
    }
    return NULL;
}
