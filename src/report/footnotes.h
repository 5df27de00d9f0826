#ifndef REPORT_FOOTNOTES_H
#define REPORT_FOOTNOTES_H

#include <stdbool.h>

struct ast_list;
struct builder;
struct instance;
struct note;

/* Finds what the report's `footnotes` tell of; before any words are added. */
void footnotes_find(struct builder *builder, const struct ast_list *parts);

/* The note that tells of the instance, or NULL: none does, or notes are being told, where it is a link. */
struct note *footnotes_get(struct builder *builder, const struct instance *instance);

/* Whether the words have referred to the instance by a note. */
bool footnotes_has(const struct builder *builder, const struct instance *instance);

/* Gives the notes their words; when all others are there. */
void footnotes_tell(struct builder *builder);

#endif
