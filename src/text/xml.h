#ifndef TEXT_XML_H
#define TEXT_XML_H

#include "base/text.h"

/* XML from somebody else, read as if it were hostile: no DOCTYPE, so no entities but the five; UTF-8 only. */

enum { XML_DEEPEST = 256, XML_MOST_ATTRIBUTES = 1000 };

/* What is told while reading. Names are "SPACE LOCAL": the name space, a blank and the name within it, or the
 * name alone where it is in none. Attributes are pairs of a name and a value, then NULL. Offsets are of bytes
 * of the text: where a tag begins, and where it ends. Each may be NULL. */
struct xml_reader {
    void *context;
    void (*open)(void *context, const char *name, const char **attributes, size_t start, size_t end);
    void (*close)(void *context, const char *name, size_t start, size_t end);
    void (*words)(void *context, struct text words);
};

/* Reads all of `text`; NULL, or what is wrong, as the end of a sentence: "is no well-formed XML". */
const char *xml_read(struct text text, const struct xml_reader *reader);

/* The value of an attribute, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
