/* Runs the rules in a world where some instances are hidden. Each run has an interpreter of its own, and
 * its memory is given back; the facts themselves are never changed. */
#include "rules/without.h"

#include "rules/derive.h"

enum { DEEPEST_CONCLUSION = 64 };

uint32_t without_limit(const struct interp *interp)
{
    uint32_t most = WITHOUT_WORK_MOST / (interp->instances->count + 1);
    return most < WITHOUT_MOST ? most : WITHOUT_MOST;
}

void without_init(struct without *without, struct interp *base, const struct instance *conclusion)
{
    *without = (struct without){ .base = base, .conclusion = conclusion, .most = without_limit(base) };
    without->truth = conclusion->is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE;
    without->hidden = ARENA_ARRAY(base->session->arena, unsigned char, base->instances->count + 1);
}

void without_clear(struct without *without)
{
    memset(without->hidden, 0, without->base->instances->count + 1);
}

void without_hide(struct without *without, const struct instance *instance)
{
    if (instance->ordinal < without->base->instances->count)
        without->hidden[instance->ordinal] = 1;
}

/* What goes with what is left out */

static bool is_hidden(const struct without *without, const struct instance *instance)
{
    return instance->ordinal < without->base->instances->count && without->hidden[instance->ordinal];
}

/* Whether all that a value names is left out. */
static bool names_nothing(const struct without *without, struct value value)
{
    if (value.tag == VALUE_INSTANCE)
        return is_hidden(without, value.as.instance);
    bool any = false;
    for (uint32_t i = 0; value.tag == VALUE_LIST && i < value.count; i++) {
        if (value.as.items[i].tag != VALUE_INSTANCE || !is_hidden(without, value.as.items[i].as.instance))
            return false;
        any = true;
    }
    return any;
}

/* Whether a field that must hold something would hold nothing. */
static bool lacks_field(const struct without *without, const struct instance *instance)
{
    for (uint32_t i = 0; instance->slots && i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        bool is_needed = field->cardinality == CARDINALITY_ONE || field->cardinality == CARDINALITY_SOME;
        if (is_needed && !field->ast->value && names_nothing(without, instance->slots[field->slot]))
            return true;
    }
    return false;
}

static void hide_dependents(struct without *without)
{
    const struct instances *all = without->base->instances;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < all->count; i++) {
            const struct instance *instance = all->items[i];
            if (is_hidden(without, instance) || !instance->of)
                continue;
            if ((instance->parent && is_hidden(without, instance->parent)) ||
                lacks_field(without, instance)) {
                without_hide(without, instance);
                changed = true;
            }
        }
    }
}

/* Asking */

/* The conclusion in another world that says the same as `wanted`; NULL where there is none. */
static const struct conclusion *find_same(const struct interp *world, const struct instance *wanted,
                                          unsigned depth)
{
    uint32_t count = wanted->of->slot_count;
    if (depth >= DEEPEST_CONCLUSION)
        return NULL;
    struct value *slots = ARENA_ARRAY(world->session->arena, struct value, count);
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = wanted->slots[i];
        if (slots[i].tag != VALUE_INSTANCE || !conclusion_of(slots[i].as.instance))
            continue;
        const struct conclusion *same = find_same(world, slots[i].as.instance, depth + 1);
        if (!same)
            return NULL;
        slots[i].as.instance = (struct instance *)(uintptr_t)&same->instance;
    }
    return conclusions_find(world, wanted->of, wanted->belongs, slots);
}

static enum truth truth_in(const struct interp *world, const struct instance *conclusion)
{
    const struct conclusion *same = find_same(world, conclusion, 0);
    if (!same)
        return TRUTH_FALSE;
    return same->instance.is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE;
}

/* An error in such a world is one of the rules, and ends the run as any other. */
static void explain_failure(struct without *without)
{
    struct session *session = without->base->session;
    struct diag *diag = session->diags.items[session->diags.count - 1];
    diag_note(session, diag, "this was met when asking what would follow without some of what is recorded");
    without->base->failed = true;
}

enum truth without_ask(struct without *without)
{
    struct interp *base = without->base;
    struct arena *arena = base->session->arena;
    if (without_is_spent(without) || base->failed)
        return TRUTH_UNKNOWN;
    without->tried++;
    hide_dependents(without);
    struct arena_mark mark = arena_mark(arena);
    struct interp *world = interp_new_without(base->model, base->test, without->hidden);
    derive_run(world);
    if (world->failed) {
        explain_failure(without);
        return TRUTH_UNKNOWN;
    }
    enum truth truth = truth_in(world, without->conclusion);
    arena_release(arena, mark);
    return truth;
}

enum truth without_but_for(struct without *without, const struct instance *instance)
{
    without_clear(without);
    without_hide(without, instance);
    return truth_and(without->truth, truth_not(without_ask(without)));
}

bool without_is_about(const struct instance *conclusion, const struct instance *instance)
{
    for (uint32_t i = 0; i < conclusion->of->slot_count; i++) {
        struct value value = conclusion->slots[i];
        if (value.tag == VALUE_INSTANCE && value.as.instance == instance)
            return true;
        for (uint32_t j = 0; value.tag == VALUE_LIST && j < value.count; j++) {
            if (value.as.items[j].tag == VALUE_INSTANCE && value.as.items[j].as.instance == instance)
                return true;
        }
    }
    return false;
}

static void mark_values(const struct interp *interp, const struct value *values, uint32_t count,
                        unsigned char *named)
{
    for (uint32_t i = 0; values && i < count; i++) {
        if (values[i].tag == VALUE_INSTANCE && values[i].as.instance->ordinal < interp->instances->count)
            named[values[i].as.instance->ordinal] = 1;
    }
}

void without_mark_named(const struct interp *interp, unsigned char *named)
{
    for (uint32_t i = 0; i < interp->conclusions->all.count; i++) {
        const struct conclusion *conclusion = interp->conclusions->all.items[i];
        const struct derivation *ways[] = { &conclusion->possible, &conclusion->certain };
        for (int way = 0; way < 2; way++) {
            if (ways[way]->rule)
                mark_values(interp, ways[way]->variables, ways[way]->rule->variable_count, named);
        }
    }
}
