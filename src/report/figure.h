#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

/* The figures: plain inputs, already in words and numbers, and what draws them. None knows the model.
 * Each gives a drawing and says in words what the drawing says. */

#include "report/svg.h"
#include "value/words.h"

/* A finished figure. */
struct figure {
    struct drawing drawing;
    struct text summary;      /* a sentence or two: what is to be seen */
    VEC(struct text) details; /* the rest, a line for each thing drawn */
    VEC(struct box) labels;   /* where text stands in it */
};

/* What a drawing routine is handed. */
struct figure_frame {
    struct arena *arena;
    struct text prefix; /* of its ids */
    const struct wording *words;
};

enum timeline_shape {
    TIMELINE_UNDATED,
    TIMELINE_MOMENT, /* once, somewhere from `lo` to `hi` */
    TIMELINE_PERIOD, /* all the time from `lo` to `hi`, as far as its ends are known */
};

struct timeline_event {
    struct text title;
    struct text when; /* in words */
    enum timeline_shape shape;
    int64_t lo; /* minutes from 1970-01-01 */
    int64_t hi;
    int64_t sure_lo; /* PERIOD: from where to where it certainly lasted */
    int64_t sure_hi;
    bool open_lo; /* PERIOD: it began earlier, it is not known when */
    bool open_hi;
    bool is_doubtful;
    uint32_t id;          /* by which others name it */
    const uint32_t *ties; /* ids of events it is told to come before or after */
    uint32_t tie_count;
    uint32_t *lanes;
    struct text *who; /* by lane: who of it, where that is not the lane itself; or empty */
    uint32_t lane_count;
    uint32_t group; /* set by drawing: above 0, it cannot be ordered against others of the group */
};

/* Events in order of time; lanes from top to bottom. */
struct timeline {
    const struct text *lanes;
    uint32_t lane_count;
    struct timeline_event *events;
    uint32_t count;
};

/* A timeline. */
struct figure timeline_draw(const struct figure_frame *frame, struct timeline *timeline);

/* Things and what leads from one to the other. */
struct diagram_node {
    struct text title;
    struct text note;  /* a second line, muted; or empty */
    uint32_t band;     /* which level or group */
    uint32_t side;     /* factor map: which effect, or NO_SIDE */
    uint32_t strength; /* 0 not recorded, then 1 and up */
    struct text strength_word;
    bool is_doubtful;
    bool is_target;    /* brought in by a link, not by the query */
};

#define NO_SIDE UINT32_MAX

enum link_sign { LINK_PLAIN, LINK_SAME, LINK_OPPOSITE, LINK_OPEN };

struct diagram_link {
    uint32_t from;
    uint32_t to;
    enum link_sign sign;
    bool is_doubtful;
};

/* A loop to be marked: the nodes it goes through, in order. */
struct diagram_loop {
    char letter;     /* R, B or U */
    uint32_t number;
    uint32_t *nodes;
    uint32_t count;
    bool is_certain;
};

struct diagram {
    struct diagram_node *nodes;
    uint32_t node_count;
    struct diagram_link *links;
    uint32_t link_count;
    const struct text *bands; /* levels from top to bottom, or groups */
    uint32_t band_count;
    const struct text *sides; /* factor map: what effects there are */
    uint32_t side_count;
    struct diagram_loop *loops;
    uint32_t loop_count;
    bool has_more_loops;      /* the search for loops was bounded */
    struct text head;         /* fishbone: what is to be explained */
    struct text node_word;    /* "Contributory factor" */
    struct text target_word;  /* "Key practice episode" */
    const char *graphviz;     /* the program to ask for the order of boxes; NULL: none */
    bool lacked_graphviz;     /* set by drawing: it was asked and did not answer */
};

/* A map with a band for each level, boxes in them, and arrows that go round the boxes. */
struct figure accimap_draw(const struct figure_frame *frame, struct diagram *diagram);

/* What each thing was shaped by: what helped on its left, what hindered on its right. */
struct figure factor_map_draw(const struct figure_frame *frame, const struct diagram *diagram);

/* A spine that leads to a head, and a rib for each group. */
struct figure fishbone_draw(const struct figure_frame *frame, const struct diagram *diagram);

/* Variables round an oval, signed arrows between them, and marks for the loops. */
struct figure loops_draw(const struct figure_frame *frame, const struct diagram *diagram);

/* Adds a line to the words of a figure. */
void figure_say(struct figure *figure, struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends a title, and that it is doubtful. */
void figure_name(struct buf *out, const struct wording *words, struct text title, bool is_doubtful);

/* Takes over what is on the canvas. */
void figure_take(struct figure *figure, const struct canvas *canvas);

/* Draws a box with words in it: a title and perhaps a note. Dashed where it is doubtful. */
struct figure_box {
    struct wrapped title;
    struct wrapped note;
    int32_t width;
    int32_t height;
};

/* Wraps a node's words for a box of that width. */
struct figure_box figure_measure_box(struct arena *arena, const struct diagram_node *node, int32_t width);

/* Draws it with its corner there. */
void figure_draw_box(struct canvas *canvas, const struct figure_box *box, const struct diagram_node *node,
                     int32_t x, int32_t y);

/* printf's arguments for a text. */
#define TEXT_ARGUMENTS(text) (int)(text).length, (text).bytes

#endif
