/* NDJSON: an object a line for each case, with its conclusions and findings. Any text comes out as JSON
 * that is also safe to look at on a terminal. */
#include "base/utf8.h"
#include "engine/output.h"
#include "engine/shown.h"

struct ndjson {
    struct eval_sink sink;
    struct writer *writer;
    struct shower shower;
    uint32_t conclusions; /* of this case, so far */
    uint32_t findings;
};

/* Strings */

/* What a byte of a string needs: nothing, an escape, or a look at the whole character. */
enum { PLAIN, ESCAPED, LONG };

static int class_of(unsigned char byte)
{
    if (byte >= 0x80)
        return LONG;
    return byte < 0x20 || byte == 0x7F || byte == '"' || byte == '\\' ? ESCAPED : PLAIN;
}

static void write_unit(struct writer *writer, uint32_t unit)
{
    static const char digits[] = "0123456789ABCDEF";
    char text[6] = { '\\', 'u', digits[unit >> 12 & 15], digits[unit >> 8 & 15], digits[unit >> 4 & 15],
                     digits[unit & 15] };
    writer_text(writer, (struct text){ text, sizeof text });
}

static void write_escape(struct writer *writer, uint32_t point)
{
    if (point > 0xFFFF) {
        write_unit(writer, 0xD800 + ((point - 0x10000) >> 10));
        write_unit(writer, 0xDC00 + ((point - 0x10000) & 0x3FF));
    } else if (point == '"' || point == '\\' || point == '\n') {
        writer_byte(writer, '\\');
        writer_byte(writer, point == '\n' ? 'n' : (char)point);
    } else {
        write_unit(writer, point);
    }
}

/* Whether a character of several bytes may stand as it is: it steers no terminal and breaks no line. */
static bool is_harmless(uint32_t point)
{
    return point != UTF8_BAD && !utf8_is_unprintable(point) && !utf8_is_forbidden(point) &&
           (point | 1) != 0x2029;
}

static void write_string(struct writer *writer, struct text text)
{
    size_t from = 0; /* what stands from here on needs no escape */
    size_t at = 0;
    writer_byte(writer, '"');
    while (at < text.length) {
        int class = class_of((unsigned char)text.bytes[at]);
        uint32_t point = (unsigned char)text.bytes[at];
        size_t length = class == LONG ? utf8_decode(text, at, &point) : 1;
        if (class == ESCAPED || (class == LONG && !is_harmless(point))) {
            writer_text(writer, (struct text){ text.bytes + from, at - from });
            write_escape(writer, point == UTF8_BAD ? 0xFFFD : point);
            from = at + length;
        }
        at += length;
    }
    writer_text(writer, (struct text){ text.bytes + from, text.length - from });
    writer_byte(writer, '"');
}

/* A recorded text, or words made of such. */
static void write_words(struct ndjson *ndjson, struct text text)
{
    write_string(ndjson->writer, shower_clean(&ndjson->shower, text));
}

static void write_name_or_null(struct ndjson *ndjson, struct text text)
{
    if (text.length)
        write_words(ndjson, text);
    else
        writer_text(ndjson->writer, TEXT("null"));
}

/* Values */

static void write_part(struct writer *writer, struct shown_part part)
{
    if (part.sort == SHOWN_WORDS)
        write_string(writer, part.text);
    else
        writer_text(writer, part.sort == SHOWN_BARE ? part.text : TEXT("null"));
}

static void write_value(struct writer *writer, const struct shown *shown)
{
    if (shown->shape == SHOWN_ONE) {
        write_part(writer, shown->parts[0]);
        return;
    }
    bool is_range = shown->shape == SHOWN_RANGE;
    writer_text(writer, is_range ? TEXT("{\"least\":") : TEXT("{\"from\":"));
    write_part(writer, shown->parts[0]);
    writer_text(writer, is_range ? TEXT(",\"most\":") : TEXT(",\"to\":"));
    write_part(writer, shown->parts[1]);
    writer_byte(writer, '}');
}

static void write_fields(struct ndjson *ndjson, const struct eval_conclusion *conclusion)
{
    struct writer *writer = ndjson->writer;
    for (uint32_t i = 0; i < conclusion->kind->fields.count; i++) {
        const struct eval_slot *slot = &conclusion->slots[i];
        struct shown shown = shower_show(&ndjson->shower, conclusion->kind, slot);
        writer_text(writer, i ? TEXT(",\"") : TEXT("\""));
        writer_text(writer, name_text(slot->field->name));
        writer_text(writer, TEXT("\":"));
        write_value(writer, &shown);
    }
}

/* The sink */

static void begin_case(struct eval_sink *sink, struct text id, struct text title)
{
    struct ndjson *ndjson = (struct ndjson *)sink;
    ndjson->conclusions = 0;
    ndjson->findings = 0;
    writer_text(ndjson->writer, TEXT("{\"case\":"));
    write_name_or_null(ndjson, id);
    writer_text(ndjson->writer, TEXT(",\"title\":"));
    write_name_or_null(ndjson, title);
    writer_text(ndjson->writer, TEXT(",\"conclusions\":["));
}

static void write_truth(struct writer *writer, bool is_certain)
{
    writer_text(writer, is_certain ? TEXT("\"certain\":true") : TEXT("\"certain\":false"));
}

static void add_conclusion(struct eval_sink *sink, const struct eval_conclusion *conclusion)
{
    struct ndjson *ndjson = (struct ndjson *)sink;
    struct writer *writer = ndjson->writer;
    const struct declaration *rule = &conclusion->rule->declaration;
    writer_text(writer, ndjson->conclusions++ ? TEXT(",{\"kind\":\"") : TEXT("{\"kind\":\""));
    writer_text(writer, name_text(conclusion->kind->declaration.name));
    writer_text(writer, TEXT("\","));
    write_truth(writer, conclusion->is_certain);
    writer_text(writer, TEXT(",\"rule\":\""));
    writer_text(writer, name_text(rule->module->name));
    writer_byte(writer, '.');
    writer_text(writer, name_text(rule->name));
    writer_text(writer, TEXT("\",\"fields\":{"));
    write_fields(ndjson, conclusion);
    writer_text(writer, TEXT("},\"because\":"));
    write_name_or_null(ndjson, conclusion->because);
    writer_byte(writer, '}');
}

static void begin_findings(struct ndjson *ndjson)
{
    if (!ndjson->findings++)
        writer_text(ndjson->writer, TEXT("],\"findings\":["));
    else
        writer_byte(ndjson->writer, ',');
}

static void add_finding(struct eval_sink *sink, const struct eval_finding *finding)
{
    struct ndjson *ndjson = (struct ndjson *)sink;
    struct writer *writer = ndjson->writer;
    begin_findings(ndjson);
    writer_text(writer, TEXT("{\"check\":"));
    write_string(writer, finding->check->code);
    writer_text(writer, TEXT(",\"severity\":\""));
    writer_str(writer, severity_word(finding->severity));
    writer_text(writer, TEXT("\","));
    write_truth(writer, finding->is_certain);
    writer_text(writer, TEXT(",\"at\":"));
    write_name_or_null(ndjson, finding->at);
    writer_text(writer, TEXT(",\"field\":"));
    write_name_or_null(ndjson, finding->field);
    writer_text(writer, TEXT(",\"message\":"));
    write_words(ndjson, finding->message);
    writer_byte(writer, '}');
}

static void end_case(struct eval_sink *sink)
{
    struct ndjson *ndjson = (struct ndjson *)sink;
    writer_text(ndjson->writer, ndjson->findings ? TEXT("]}\n") : TEXT("],\"findings\":[]}\n"));
}

struct eval_sink *ndjson_begin(struct model *model, struct writer *writer)
{
    struct ndjson *ndjson = ARENA_NEW(model->session->arena, struct ndjson);
    *ndjson = (struct ndjson){ .sink = { begin_case, add_conclusion, add_finding, end_case },
                               .writer = writer };
    shower_init(&ndjson->shower, model);
    return &ndjson->sink;
}

void ndjson_end(struct eval_sink *sink)
{
    (void)sink;
}
