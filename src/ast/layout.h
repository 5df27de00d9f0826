#ifndef AST_LAYOUT_H
#define AST_LAYOUT_H

#include "ast/ast.h"
#include "text/source.h"

struct session;

enum piece_flag {
    PIECE_STARTS = 1,       /* begins an element: a declaration, a field, a step, a row, a part */
    PIECE_MAY_STAY = 2,     /* a brace whose body stays on its line if it fits and stood so */
    PIECE_ALIGNS = 4,       /* a brace within which parts of the elements stand in columns */
    PIECE_STOP = 8,         /* begins such a column */
    PIECE_AFTER_BREAK = 16, /* began a line of the source */
    PIECE_IS_LONG = 32,     /* a text of several lines */
};

#define NO_GROUP UINT32_MAX

/* A token, and what the tree says of the place before it. */
struct piece {
    uint32_t start;
    uint32_t end;
    uint32_t comment; /* the first of the comments before it; the next piece's begin behind them */
    uint32_t last;    /* of what PIECE_STARTS: the last piece of the element; of `{`: its `}` */
    uint32_t group;   /* that may be broken before this piece */
    uint32_t width;   /* columns, up to the first line end */
    uint8_t spaces;   /* before it, where the line goes on */
    uint8_t flags;
};

enum group_flag {
    GROUP_FILLS = 1,        /* lines take what finds room; otherwise every break is taken, or none */
    GROUP_BREAKS_FIRST = 2, /* where it does not fit, the first break is always taken */
    GROUP_KEEPS = 4,        /* where it does not fit, so are those of the source */
    GROUP_STANDS = 8,       /* lines begin under its first piece, not at the element's indentation */
    GROUP_HANGS = 16,       /* lines begin with operators, which end under the word before it */
};

/* Pieces on one line or, where they do not fit, on several: those that name the group begin lines. */
struct group {
    uint32_t first;
    uint32_t last;
    uint32_t opening; /* the first piece that names it */
    uint8_t flags;
    uint8_t indent;
    bool is_broken; /* this and the rest are the printer's */
    uint8_t hang;
    uint32_t column;
};

/* A source taken apart, for ast/print.c to put together again. */
struct layout {
    const struct source *source;
    struct piece *pieces; /* and two more: the end, which has comments before it, and what is behind */
    uint32_t count;
    const struct ast_comment *comments;
    VEC(struct group) groups; /* by their first pieces, the outer before the inner */
    uint32_t cursor;
    struct arena *arena;
};

/* Takes the source of a sound tree apart. */
struct layout *layout_new(struct session *session, const struct ast *ast);

/* The first byte of a piece; NUL at the end. */
static inline char piece_letter(const struct layout *layout, uint32_t piece)
{
    return layout->source->bytes[layout->pieces[piece].start];
}

/* Whether comments stand right before a piece. */
static inline bool piece_has_comments(const struct layout *layout, uint32_t piece)
{
    return layout->pieces[piece].comment < layout->pieces[piece + 1].comment;
}

#endif
