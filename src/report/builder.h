#ifndef REPORT_BUILDER_H
#define REPORT_BUILDER_H

/* What the files that build a document share among themselves; others use report/build.h. */

#include "report/build.h"
#include "report/document.h"
#include "value/words.h"

struct builder {
    struct interp *interp;
    struct session *session;
    struct document *document;
    const struct wording *words;
    bool is_public;
    const struct instance *subject; /* whose section comes next, in a `for each` */
    /* Rows and items to link to, unless what they show has a section of its own. */
    VEC(struct waiting { struct anchor *anchor; const struct instance *instance; }) waiting;
    unsigned char *has_section; /* by ordinal */
    struct footnote *footnotes; /* by ordinal; NULL: the report has none */
    VEC(const struct instance *) noted; /* what the words have referred to of those */
    bool is_telling;            /* what notes say: no note refers to a note */
};

/* In a public report, reports a text that holds a confidential value. */
void builder_guard(struct builder *builder, struct text text, struct span at);

/* Adds words, guarded. */
void builder_add_text(struct builder *builder, struct runs *runs, struct text text, struct span at);

/* Adds a template or expression as words; `links` says whether instances may be links. */
void builder_add_template(struct builder *builder, struct runs *runs, const struct ast_node *node,
                          bool links);

/* Adds a value in words; instances become links to where they are shown. */
void builder_add_value(struct builder *builder, struct runs *runs, struct value value,
                       const struct type *type, struct span at);

/* Adds what an instance says of itself, field by field, but for what is confidential or not recorded. */
void builder_add_details(struct builder *builder, struct runs *runs, struct instance *instance);

/* Makes a place what links to the instance lead to, unless it has a section of its own. */
void builder_set_anchor(struct builder *builder, struct anchor *anchor, struct value value);

/* Adds "(doubtful)" after what is. */
void builder_mark_doubtful(struct builder *builder, struct runs *runs, struct value value);

#endif
