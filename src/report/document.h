#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "base/text.h"
#include "base/vec.h"
#include "value/words.h"

#include <stdint.h>

struct arena;
struct buf;
struct drawing;

/* The words at the front of a document; all may be empty but the title. */
struct document_front {
    struct text title;
    struct text subtitle;
    struct text status;    /* "Draft": shown in the head, so that a draft is never taken for final */
    struct text language;  /* "en-GB"; anything that is no language tag becomes that */
    struct text generator; /* what made the document; shown in the foot */
};

/* A place that links can lead to. Several places may ask for one key: links lead to the first. */
struct anchor {
    struct text key; /* what links ask for; any text; empty for none */
    struct text id;  /* after document_finish: ASCII, unique in the document, empty for none */
    bool is_target;  /* after document_finish: some link does lead here */
};

enum run_kind {
    RUN_TEXT,
    RUN_CODE,
    RUN_EMPHASIS,
    RUN_STRONG,
    RUN_LINK, /* to an anchor of this document */
    RUN_URL,  /* to an address that document_add_url has let through */
    RUN_NOTE, /* the mark of a footnote, where the text refers to it; left out of links */
    RUN_SOFTBREAK,
    RUN_LINEBREAK
};

/* The words of a paragraph, a heading or a cell, in order. */
struct runs {
    struct run *first;
    struct run *last;
};

struct run {
    enum run_kind kind;
    struct run *next;
    struct text text;     /* TEXT, CODE: the words; LINK: a key, after document_finish an id; URL; NOTE: after
                           * document_finish the id of the mark, or empty: only what links lead to has one */
    struct runs children; /* EMPHASIS, STRONG, LINK, URL */
    struct note *note;    /* NOTE */
};

/* Where something is referred to. */
struct place {
    struct block *block; /* a numbered paragraph, or else the numbered section around it; or NULL */
    struct text id;      /* of the first mark there, of a note */
};

/* Each place once, in the order of the document. */
struct places {
    VEC(struct place) list;
    const struct block *last_section; /* among them */
};

/* A footnote. The text may refer to it at many places. */
struct note {
    struct runs runs;
    uint32_t number;         /* after document_finish, as the next three: from 1, by their first marks */
    struct text id;
    const struct run *first; /* the first mark */
    struct places places;    /* where the text refers to it */
};

enum block_kind {
    BLOCK_SECTION,
    BLOCK_PARAGRAPH,
    BLOCK_LIST, /* its children are all ITEMs, and ITEMs stand nowhere else */
    BLOCK_ITEM,
    BLOCK_QUOTE,
    BLOCK_CODE,
    BLOCK_TABLE,
    BLOCK_CONTENTS,
    BLOCK_RULE,
    BLOCK_FIGURE, /* its children say in words what it shows */
};

/* Blocks one under the other. Nesting is bounded by whoever builds: writers recurse over it. */
struct blocks {
    struct block *first;
    struct block *last;
    uint32_t level; /* sections around this place */
    bool is_inset;  /* inside a list or a quote, where nothing is numbered */
};

struct block {
    enum block_kind kind;
    struct block *next;
    struct anchor anchor;
    struct runs runs;       /* SECTION: title; PARAGRAPH: words; TABLE, FIGURE: caption */
    struct blocks children; /* SECTION, LIST, ITEM, QUOTE */
    struct text code;       /* CODE */
    struct text number;     /* after document_finish: SECTION "2", PARAGRAPH "2.14"; or empty */
    struct text number_id;  /* after document_finish: PARAGRAPH "para-2-14", a second id */
    bool is_number_target;  /* after document_finish: some link leads to that id */
    uint32_t level;         /* SECTION: 1 and up; CONTENTS: the deepest level it lists */
    uint32_t start;         /* LIST: the first number */
    bool is_numbered;       /* PARAGRAPH */
    bool is_optional;       /* PARAGRAPH: left out where it has no words */
    bool is_ordered;        /* LIST */
    bool is_tight;          /* LIST: items stand close together */
    struct table *table;    /* TABLE */
    const struct drawing *drawing; /* FIGURE */
    struct text summary;           /* FIGURE: what is to be seen, in a sentence or two */
    struct text file;              /* FIGURE: where the drawing lies beside the document; or empty */
    VEC(struct text) pictures;     /* FIGURE: the parts of the drawing as PNG; or none */
};

struct column {
    struct column *next;
    struct text heading;
    bool is_end;   /* aligned to the end, as numbers are */
    bool is_short; /* after document_finish: short enough never to be broken into lines */
};

struct row {
    struct row *next;
    struct anchor anchor;
    struct runs *cells; /* as many as there are columns */
};

struct table {
    struct column *first_column;
    struct column *last_column;
    uint32_t column_count;
    bool has_row_headings; /* the first cell of each row is its heading */
    struct row *first_row;
    struct row *last_row;
};

/* A paragraph that says where the document refers to what has the anchor `key`. */
struct references {
    struct block *paragraph;
    struct text key;
};

struct document {
    struct arena *arena;
    struct document_front front;
    struct blocks blocks;
    VEC(struct block *) figures;
    VEC(struct note *) notes; /* after document_finish: those the text refers to, by number */
    struct text notes_id;     /* after document_finish: of the heading above them */
    VEC(struct references) references;
    bool is_finished;
};

/* A new document without blocks. It keeps clean copies of all texts it is ever given. */
struct document *document_new(struct arena *arena, const struct document_front *front);

/* A copy of `text` that any format can show: valid UTF-8, U+FFFD in place of controls other than tab
 * and line feed, of characters that steer the direction of text, and of noncharacters. */
struct text document_clean_text(struct arena *arena, struct text text);

/* The language tag, or "en-GB" for what is none. */
struct text document_clean_language(struct text tag);

/* Add a block at the end of `parent`, which is `&document->blocks` or the children of a block. The
 * words of a section's title, a paragraph or a table's caption go into the new block's `runs`. */
struct block *document_add_section(struct document *document, struct blocks *parent);
struct block *document_add_paragraph(struct document *document, struct blocks *parent,
                                     bool is_numbered);
struct block *document_add_list(struct document *document, struct blocks *parent, bool is_ordered);
struct block *document_add_item(struct document *document, struct block *list);
struct block *document_add_quote(struct document *document, struct blocks *parent);
struct block *document_add_code(struct document *document, struct blocks *parent, struct text code);
struct block *document_add_contents(struct document *document, struct blocks *parent,
                                    uint32_t deepest_level);
struct block *document_add_rule(struct document *document, struct blocks *parent);
struct block *document_add_table(struct document *document, struct blocks *parent);

/* Adds a paragraph that says where the finished document refers to what has the anchor `key`, each place a
 * link; it is left out if no place does. What stands in the section of the anchor itself is not counted. */
void document_add_references(struct document *document, struct blocks *parent, struct text key);

/* Adds a figure; what it shows goes into the new block's children, in words. */
struct block *document_add_figure(struct document *document, struct blocks *parent,
                                  const struct drawing *drawing, struct text summary);

/* Adds a column to a table that has no rows yet. */
struct column *document_add_column(struct document *document, struct block *table,
                                   struct text heading, bool is_end);

/* Adds a row of empty cells; `row->cells[i]` takes the words of the i-th column. */
struct row *document_add_row(struct document *document, struct block *table);

/* Add words at the end of `runs`. */
void document_add_text(struct document *document, struct runs *runs, struct text text);
void document_add_code_text(struct document *document, struct runs *runs, struct text text);
void document_add_softbreak(struct document *document, struct runs *runs);
void document_add_linebreak(struct document *document, struct runs *runs);

/* Add an empty run and give the place for its words. */
struct runs *document_add_emphasis(struct document *document, struct runs *runs);
struct runs *document_add_strong(struct document *document, struct runs *runs);

/* Adds a link to the place that has, or will have, the anchor `key`; it turns into its plain words
 * where the finished document has no such place. Gives the place for its words. */
struct runs *document_add_link(struct document *document, struct runs *runs, struct text key);

/* Adds a link to an http, https or mailto address and gives the place for its words; for any other
 * address there is no link and the place is `runs` itself, so the words stand as plain text. */
struct runs *document_add_url(struct document *document, struct runs *runs, struct text url);

/* Adds a footnote, whose words go into its `runs`, and a mark that refers to it. */
struct note *document_add_note(struct document *document);
void document_add_mark(struct document *document, struct runs *runs, struct note *note);

/* Makes a section, paragraph, list item, table or row a place that links can ask for. */
void document_set_anchor(struct document *document, struct anchor *anchor, struct text key);

/* Numbers sections, paragraphs and notes, gives out ids and settles links; once, before any writer. */
void document_finish(struct document *document);

/* Appends what a link to a place says: "2.14", "section 2", "the text". */
void document_print_place(struct buf *out, const struct document *document, const struct place *place);

/* Appends the words of `runs` without their markup. */
void document_print_plain(struct buf *out, const struct runs *runs);

/* The writers' own words in the document's language. */
const struct wording *document_get_words(const struct document *document);

#endif
