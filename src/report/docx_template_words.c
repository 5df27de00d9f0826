/* What of a template is taken over word for word, headers and footers above all, is looked through first. */
#include "report/docx_template.h"

#include "text/xml.h"

#define WORD_NAME(name) DOCX_WORD " " name
#define STRICT "http://purl.oclc.org/ooxml/"

/* Fields that say something of the document itself. Others read files, run programs or ask the reader. */
static const char *const harmless_fields[] = {
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TITLE", "SUBJECT", "STYLEREF", "DATE", "TIME",
    "CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME", "DOCPROPERTY", "REF", "PAGEREF",
};

struct looking {
    struct text xml;
    struct buf out;
    size_t kept;      /* of the text, all before it is in `out` or was left out */
    size_t end;       /* in `out`, where the last tag begins */
    uint32_t depth;
    uint32_t cut_at;  /* the depth of what is being left out; 0: nothing is */
    struct buf field; /* a field's instruction, which may come in pieces */
    bool is_in_field;
    bool is_empty;
    const char *fault;
};

/* Fields */

static bool is_same_word(struct text a, const char *capitals)
{
    if (a.length != strlen(capitals))
        return false;
    for (size_t i = 0; i < a.length; i++) {
        if ((a.bytes[i] >= 'a' && a.bytes[i] <= 'z' ? a.bytes[i] - 32 : a.bytes[i]) != capitals[i])
            return false;
    }
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_harmless(struct text instruction)
{
    size_t start = 0;
    while (start < instruction.length && is_blank(instruction.bytes[start]))
        start++;
    size_t end = start;
    while (end < instruction.length && !is_blank(instruction.bytes[end]))
        end++;
    if (start == end)
        return true;
    for (size_t i = 0; i < sizeof harmless_fields / sizeof *harmless_fields; i++) {
        if (is_same_word((struct text){ instruction.bytes + start, end - start }, harmless_fields[i]))
            return true;
    }
    return false;
}

static void check_field(struct looking *looking, struct text instruction)
{
    if (!is_harmless(instruction) && !looking->fault)
        looking->fault = "has a field that is not one of page numbers, titles and dates";
}

static void end_field(struct looking *looking)
{
    check_field(looking, buf_get(&looking->field));
    looking->field.length = 0;
}

/* Elements */

static bool contains(const char *whole, const char *part)
{
    return strstr(whole, part) != NULL;
}

/* The old way of drawing may name a file or address in the drawing itself. */
static void check_attributes(struct looking *looking, const char **attributes)
{
    for (; *attributes; attributes += 2) {
        const char *blank = strrchr(attributes[0], ' ');
        const char *name = blank ? blank + 1 : attributes[0];
        bool is_place = strcmp(name, "src") == 0 || strcmp(name, "href") == 0;
        bool leads_out = contains(attributes[1], ":") || contains(attributes[1], "\\\\");
        if (is_place && leads_out && !looking->fault)
            looking->fault = "has a drawing that refers to something outside it";
    }
}

static void open_element(void *context, const char *name, const char **attributes, size_t start, size_t end)
{
    struct looking *looking = context;
    (void)end;
    looking->depth++;
    if (strncmp(name, STRICT, sizeof STRICT - 1) == 0 && !looking->fault)
        looking->fault = "is saved as Strict Open XML; save it as an ordinary Word document";
    check_attributes(looking, attributes);
    if (strcmp(name, WORD_NAME("fldChar")) == 0)
        end_field(looking);
    if (strcmp(name, WORD_NAME("fldSimple")) == 0) {
        const char *instruction = xml_attribute(attributes, WORD_NAME("instr"));
        check_field(looking, text_of(instruction ? instruction : ""));
    }
    looking->is_in_field = strcmp(name, WORD_NAME("instrText")) == 0 ||
                           strcmp(name, WORD_NAME("delInstrText")) == 0;
    if (!looking->cut_at && strcmp(name, WORD_NAME("numPr")) == 0) {
        buf_add(&looking->out, looking->xml.bytes + looking->kept, start - looking->kept);
        looking->cut_at = looking->depth;
    }
}

static void close_element(void *context, const char *name, size_t start, size_t end)
{
    struct looking *looking = context;
    (void)name;
    looking->is_in_field = false;
    if (looking->cut_at == looking->depth) {
        looking->kept = end;
        looking->cut_at = 0;
    }
    if (--looking->depth)
        return;
    end_field(looking);
    looking->is_empty = start == end; /* one tag for both */
    buf_add(&looking->out, looking->xml.bytes + looking->kept, start - looking->kept);
    looking->kept = start;
    looking->end = looking->out.length;
}

static void add_words(void *context, struct text words)
{
    struct looking *looking = context;
    if (looking->is_in_field)
        buf_text(&looking->field, words);
}

const char *docx_template_check_part(struct arena *arena, struct text xml, struct text *out, size_t *end)
{
    struct looking looking = { .xml = xml };
    struct xml_reader reader = { &looking, open_element, close_element, add_words };
    buf_init(&looking.out, arena);
    buf_init(&looking.field, arena);
    const char *fault = xml_read(xml, &reader);
    if (fault)
        return fault;
    buf_add(&looking.out, xml.bytes + looking.kept, xml.length - looking.kept);
    *out = buf_get(&looking.out);
    if (!end)
        return looking.fault;
    *end = looking.end;
    return looking.is_empty ? "has a header with nothing in it" : looking.fault;
}
