/* What checks say, as engines keep and tell it. */
#include "engine/findings.h"

#include "rules/conclusions.h"

static bool is_same(const struct finding *a, const struct finding *b)
{
    return a->check == b->check && a->at == b->at && a->current == b->current && a->field == b->field &&
           a->severity == b->severity && a->truth == b->truth && text_equal(a->message, b->message);
}

static uint32_t hash_of(const struct finding *finding)
{
    uint32_t hash = finding->at ? finding->at->ordinal : 0;
    for (size_t i = 0; i < finding->message.length; i++)
        hash = (hash ^ (unsigned char)finding->message.bytes[i]) * 16777619u;
    return hash;
}

void findings_drop_repeated(struct findings *findings, struct arena *arena)
{
    uint32_t chains = findings->count + 1;
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, chains); /* of each chain: its last finding, plus 1 */
    uint32_t *before = ARENA_ARRAY(arena, uint32_t, chains);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < findings->count; i++) {
        uint32_t *chain = &first[hash_of(&findings->items[i]) % chains];
        uint32_t at = *chain;
        while (at && !is_same(&findings->items[at - 1], &findings->items[i]))
            at = before[at - 1];
        if (at)
            continue;
        before[kept] = *chain;
        findings->items[kept] = findings->items[i];
        *chain = ++kept;
    }
    findings->count = kept;
}

struct text finding_id(struct session *session, const struct instance *instance)
{
    if (conclusion_of(instance) || instance->is_unrecorded)
        return instance_phrase(session, instance);
    return name_text(instance->declaration.name);
}

void finding_tell(struct session *session, const struct finding *finding, struct eval_sink *sink)
{
    sink->finding(sink, &(struct eval_finding){
        .check = finding->check,
        .severity = finding->severity,
        .is_certain = finding->truth == TRUTH_TRUE,
        .at = finding->at ? finding_id(session, finding->at) : TEXT(""),
        .field = finding->field ? name_text(finding->field) : TEXT(""),
        .message = finding->message,
    });
}
