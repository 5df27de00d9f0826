/* XML from somebody else, by expat. What could make a small text large, or reach outside it, needs a DOCTYPE,
 * and that is where reading ends. */
#include "text/xml.h"

#include <expat.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

struct reading {
    const struct xml_reader *reader;
    XML_Parser parser;
    uint32_t depth;
    const char *fault;
};

static void stop(struct reading *reading, const char *fault)
{
    reading->fault = fault;
    XML_StopParser(reading->parser, XML_FALSE);
}

static size_t start_of(const struct reading *reading)
{
    return (size_t)XML_GetCurrentByteIndex(reading->parser);
}

static size_t end_of(const struct reading *reading)
{
    return start_of(reading) + (size_t)XML_GetCurrentByteCount(reading->parser);
}

static void XMLCALL open_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *reading = context;
    const struct xml_reader *reader = reading->reader;
    int count = XML_GetSpecifiedAttributeCount(reading->parser) / 2;
    if (reading->fault)
        return; /* expat ends the present tag before it stops */
    if (++reading->depth > XML_DEEPEST)
        stop(reading, "is nested deeper than 256");
    else if (count > XML_MOST_ATTRIBUTES)
        stop(reading, "has more than 1,000 attributes in one place");
    else if (reader->open)
        reader->open(reader->context, name, attributes, start_of(reading), end_of(reading));
}

static void XMLCALL close_element(void *context, const XML_Char *name)
{
    struct reading *reading = context;
    const struct xml_reader *reader = reading->reader;
    reading->depth--;
    if (reader->close && !reading->fault)
        reader->close(reader->context, name, start_of(reading), end_of(reading));
}

static void XMLCALL add_words(void *context, const XML_Char *words, int length)
{
    struct reading *reading = context;
    if (reading->reader->words && !reading->fault)
        reading->reader->words(reading->reader->context, (struct text){ words, (size_t)length });
}

static void XMLCALL meet_doctype(void *context, const XML_Char *name, const XML_Char *system,
                                 const XML_Char *public, int has_subset)
{
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    stop(context, "holds a DOCTYPE, which no Word file has");
}

const char *xml_read(struct text text, const struct xml_reader *reader)
{
    static const char not_well_formed[] = "is no well-formed XML in UTF-8";
    struct reading reading = { .reader = reader };
    if (text.length > INT_MAX)
        return "is too large";
    if (memchr(text.bytes, 0, text.length)) /* expat would read UTF-16, whatever it is told */
        return not_well_formed;
    reading.parser = XML_ParserCreateNS("UTF-8", ' ');
    if (!reading.parser)
        return "needs more memory than there is";
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, open_element, close_element);
    XML_SetCharacterDataHandler(reading.parser, add_words);
    XML_SetStartDoctypeDeclHandler(reading.parser, meet_doctype);
    if (XML_Parse(reading.parser, text.bytes, (int)text.length, 1) == XML_STATUS_ERROR && !reading.fault)
        reading.fault = not_well_formed;
    XML_ParserFree(reading.parser);
    return reading.fault;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    }
    return NULL;
}
