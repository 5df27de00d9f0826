#ifndef FACTS_CHRONOLOGY_INTERNAL_H
#define FACTS_CHRONOLOGY_INTERNAL_H

/* What chronology.c and contradiction.c share; nobody else includes this. */

#include "facts/chronology.h"
#include "facts/network.h"
#include "types/expression.h"

/* What a point of the network stands for: a dated field of an instance, or of neither where it only helps. */
struct moment {
    struct instance *instance;
    const struct field *field;
    uint32_t next;    /* another of the same instance, counted from 1 */
    bool is_period;   /* the start or, next to it, the end of one */
    bool is_relative;
};

/* What a limit of the network comes from. */
struct tie {
    const struct ast_relative *relative;
    struct instance *subject; /* whose date it tells; NULL: nobody's */
};

/* The moments between which an event lies. */
struct anchor {
    uint32_t start;
    uint32_t end;
};

struct chronology {
    struct session *session;
    struct network network;
    VEC(struct moment) moments; /* one for each point */
    VEC(struct tie) ties;       /* one for each limit */
    uint32_t *first;            /* by instance: its first moment, counted from 1; NULL: no instance's date
                                 * is to change */
    uint32_t subject;           /* whose limits are being added */
    struct tie tie;
    bool is_one_way;
    bool is_reporting;
};

/* Reports what network_solve could not make sense of. */
void contradiction_report(struct chronology *chronology);

/* The same of a relative date that no instance holds. */
void contradiction_report_alone(struct chronology *chronology, const struct ast_node *node);

#endif
