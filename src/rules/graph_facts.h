#ifndef RULES_GRAPH_FACTS_H
#define RULES_GRAPH_FACTS_H

#include "rules/graph_loops.h"
#include "rules/interp.h"
#include "rules/needs.h"

/* What the loops through a vertex are known to be. */
enum loop_mark {
    LOOP_REINFORCING = 1,          /* on a reinforcing loop, certainly */
    LOOP_BALANCING = 2,
    LOOP_POSSIBLY_REINFORCING = 4, /* so if a doubt is settled or a sign recorded */
    LOOP_POSSIBLY_BALANCING = 8,
};

/* The recorded influences of one case, as a graph. Vertices are in the order of the text. */
struct influences {
    const struct instance *of_case;
    struct graph *graph;
    const struct instance **vertices;
    uint32_t *vertex_of;           /* by ordinal, plus one; 0: on no link */
    const struct instance **links; /* by the tag of a link */
    const struct kind *open_kind;  /* a kind of influence of which there may be more; NULL: none */
    struct graph_walks certain;
    struct graph_walks possible;
    struct loops *loops;           /* NULL: not looked for yet */
    struct graph_parts certain_parts;
    unsigned char *marks;          /* by vertex: enum loop_mark */
    struct influences *next;
};

/* The influences of the case at hand, made on first use. */
struct influences *influences_get(struct interp *interp);

/* Their loops, looked for on first use. */
const struct loops *influences_loops(struct interp *interp, struct influences *influences);

/* rules/graph_builtins.c: adds what would decide a graph function's result; nothing for other calls. */
void graph_find_needs(struct interp *interp, const struct ast_call *call, struct needs *needs);

struct value apply_raises(struct interp *interp, const struct ast_call *call);
struct value apply_lowers(struct interp *interp, const struct ast_call *call);
struct value apply_path_raises(struct interp *interp, const struct ast_call *call);
struct value apply_path_lowers(struct interp *interp, const struct ast_call *call);
struct value apply_raising_path(struct interp *interp, const struct ast_call *call);
struct value apply_lowering_path(struct interp *interp, const struct ast_call *call);
struct value apply_on_loop(struct interp *interp, const struct ast_call *call);
struct value apply_reinforcing(struct interp *interp, const struct ast_call *call);
struct value apply_balancing(struct interp *interp, const struct ast_call *call);

#endif
