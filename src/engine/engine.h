#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

/* What `sightline eval` asks of an engine and gets from it: conclusions and what checks say, case by case, in
 * one order and with the same words whichever engine it was. */

#include "diag/diag.h"
#include "names/model.h"

/* One field of a conclusion. Of an instance only its id is told, for an engine need not have made it. */
struct eval_slot {
    const struct field *field;
    struct value value; /* VALUE_NONE: not known. VALUE_INSTANCE: see `id` */
    struct text id;     /* of an instance: its name, or what a conclusion says */
};

struct eval_conclusion {
    const struct kind *kind;
    const struct rule *rule; /* by which it was come by first: if certain, by which it first was so */
    bool is_certain;
    const struct eval_slot *slots; /* as many as the kind has fields, in their order */
    struct text because;           /* empty where the rule gives no reason */
};

struct eval_finding {
    const struct check *check;
    enum severity severity;
    bool is_certain;   /* or else the record does not decide it */
    struct text at;    /* the id of the instance it speaks about; or empty */
    struct text field; /* the field of it that it points to; or empty */
    struct text message;
};

/* Who takes what an engine finds. All is lent: a sink that keeps something copies it. Between begin_case
 * and end_case come the case's conclusions, sorted as conclusions_compare does, and then its findings, in
 * the order of the checks and of the text; what a check says twice of the same thing, in the same words, is
 * told once. Cases come in the order of the text; last, where the model has `across` rules, what these
 * conclude, in a case without a name. A model without cases is one case without a name. In `because` and
 * messages, and where an id is what a conclusion says, values that rest on confidential fields are masked
 * already (show_template, instance_phrase); slots and recorded texts are the sink's to mask. After an
 * evaluation error an engine tells no more, and its run gives false: what was told is no result. */
struct eval_sink {
    void (*begin_case)(struct eval_sink *sink, struct text id, struct text title);
    void (*conclusion)(struct eval_sink *sink, const struct eval_conclusion *conclusion);
    void (*finding)(struct eval_sink *sink, const struct eval_finding *finding);
    void (*end_case)(struct eval_sink *sink);
};

#endif
