/* The store of what rules conclude: a chained hash table by kind, case and identity fields. The order of
 * the chains is never seen; what is printed is sorted by conclusions_compare. */
#include "rules/conclusions.h"

#include "rules/show.h"
#include "types/secrecy.h"
#include "types/strata.h"

#include <stdlib.h>

enum { FIRST_CHAINS = 256 };

struct conclusion *conclusion_of(const struct instance *instance)
{
    bool derived = instance->of && instance->of->flags & KIND_DERIVED;
    return derived ? (struct conclusion *)(uintptr_t)instance : NULL;
}

/* Identity */

static const void *pointer_in(struct value value)
{
    switch ((enum value_tag)value.tag) {
    case VALUE_INSTANCE:
        return value.as.instance;
    case VALUE_CATEGORY:
        return value.as.category;
    default:
        return NULL;
    }
}

static bool same_identity(struct value a, struct value b)
{
    if (a.tag != b.tag)
        return false;
    return a.tag == VALUE_BOOLEAN ? a.as.boolean == b.as.boolean : pointer_in(a) == pointer_in(b);
}

static uintptr_t stir(uintptr_t hash, uintptr_t with)
{
    hash = (hash ^ with) * (uintptr_t)UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uintptr_t hash_of(const struct kind *kind, const struct instance *current,
                         const struct value *slots)
{
    uintptr_t hash = stir(stir(1, (uintptr_t)kind), (uintptr_t)current);
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        struct value value = slots[field->slot];
        if (field_is_identity(field))
            hash = stir(hash, value.tag == VALUE_BOOLEAN ? value.as.boolean : (uintptr_t)pointer_in(value));
    }
    return hash;
}

static bool matches(const struct conclusion *conclusion, const struct kind *kind,
                    const struct instance *current, const struct value *slots)
{
    if (conclusion->instance.of != kind || conclusion->instance.belongs != current)
        return false;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (field_is_identity(field) &&
            !same_identity(conclusion->instance.slots[field->slot], slots[field->slot]))
            return false;
    }
    return true;
}

struct conclusion *conclusions_find(const struct interp *interp, const struct kind *kind,
                                    const struct instance *current, const struct value *slots)
{
    const struct conclusions *conclusions = interp->conclusions;
    if (!conclusions->chain_count)
        return NULL;
    uintptr_t hash = hash_of(kind, current, slots);
    struct conclusion *conclusion = conclusions->chains[hash % conclusions->chain_count];
    while (conclusion && !matches(conclusion, kind, current, slots))
        conclusion = conclusion->next;
    return conclusion;
}

static void chain(struct conclusions *conclusions, struct conclusion *conclusion)
{
    const struct instance *instance = &conclusion->instance;
    uintptr_t hash = hash_of(instance->of, instance->belongs, instance->slots);
    struct conclusion **first = &conclusions->chains[hash % conclusions->chain_count];
    conclusion->next = *first;
    *first = conclusion;
}

static void make_room(struct interp *interp)
{
    struct conclusions *conclusions = interp->conclusions;
    if (conclusions->all.count + conclusions->unrecorded.count < conclusions->chain_count)
        return;
    conclusions->chain_count = conclusions->chain_count ? conclusions->chain_count * 2 : FIRST_CHAINS;
    conclusions->chains =
        ARENA_ARRAY(interp->session->arena, struct conclusion *, conclusions->chain_count);
    for (uint32_t i = 0; i < conclusions->all.count; i++)
        chain(conclusions, conclusions->all.items[i]);
    for (uint32_t i = 0; i < conclusions->unrecorded.count; i++)
        chain(conclusions, conclusions->unrecorded.items[i]);
}

/* "Indicated factor: Workload, Closed the case" */
static struct text title_of(struct interp *interp, const struct instance *instance)
{
    struct buf out;
    const char *between = ": ";
    buf_init(&out, interp->session->arena);
    buf_text(&out, instance->of->title);
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        struct value value = instance->slots[field->slot];
        bool is_said = value.tag != VALUE_NONE && (value.tag != VALUE_BOOLEAN || value.as.boolean);
        if (!field_is_identity(field) || !is_said)
            continue;
        buf_str(&out, between);
        if (value.tag == VALUE_BOOLEAN)
            buf_text(&out, field->label);
        else
            show_value(&out, interp->words, value, field->type);
        between = ", ";
    }
    return buf_get(&out);
}

uint32_t conclusions_nesting(const struct kind *kind, const struct value *slots)
{
    uint32_t nesting = 0;
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        struct value value = slots[kind->fields.items[i]->slot];
        const struct conclusion *about =
            value.tag == VALUE_INSTANCE ? conclusion_of(value.as.instance) : NULL;
        if (about && about->nesting >= nesting)
            nesting = about->nesting + 1;
    }
    return nesting;
}

static bool is_about_unrecorded(const struct instance *instance)
{
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        struct value value = instance->slots[instance->of->fields.items[i]->slot];
        if (value.tag == VALUE_INSTANCE && value.as.instance->is_unrecorded)
            return true;
    }
    return false;
}

struct conclusion *conclusions_add(struct interp *interp, struct kind *kind, struct instance *current,
                                   struct value *slots)
{
    struct conclusion *conclusion = ARENA_NEW(interp->session->arena, struct conclusion);
    struct instance *instance = &conclusion->instance;
    make_room(interp);
    instance->of = kind;
    instance->slots = slots;
    instance->belongs = current;
    instance->declaration.kind = DECLARES_INSTANCE;
    instance->declaration.name = kind->declaration.name;
    instance->declaration.module = kind->declaration.module;
    instance->declaration.span = kind->declaration.span;
    instance->title = title_of(interp, instance);
    conclusion->nesting = conclusions_nesting(kind, slots);
    instance->is_unrecorded = is_about_unrecorded(instance);
    chain(interp->conclusions, conclusion);
    if (instance->is_unrecorded)
        VEC_PUSH(interp->session->arena, &interp->conclusions->unrecorded, conclusion);
    else
        VEC_PUSH(interp->session->arena, &interp->conclusions->all, conclusion);
    return conclusion;
}

/* How far a conclusion is what the slots ask for; what they leave open fits anything. */
enum truth conclusion_agrees(const struct conclusion *conclusion, const struct value *wanted)
{
    enum truth truth = conclusion->instance.is_doubtful ? TRUTH_UNKNOWN : TRUTH_TRUE;
    for (uint32_t i = 0; i < conclusion->instance.of->fields.count; i++) {
        uint32_t slot = conclusion->instance.of->fields.items[i]->slot;
        if (wanted[slot].tag != VALUE_NONE)
            truth = truth_and(truth, interp_equal(conclusion->instance.slots[slot], wanted[slot]));
    }
    return truth;
}

/* Reasons */

const struct derivation *conclusion_derivation(const struct conclusion *conclusion)
{
    return conclusion->certain.rule ? &conclusion->certain : &conclusion->possible;
}

struct text conclusion_reason(struct interp *interp, const struct conclusion *conclusion)
{
    const struct derivation *by = conclusion_derivation(conclusion);
    struct value *variables = interp->variables;
    struct instance *current = interp->current;
    struct text reason = TEXT("");
    interp->variables = by->variables;
    interp->current = by->current;
    AST_EACH (step, by->rule->ast->steps) {
        if (step->kind == AST_BECAUSE)
            reason = show_template(interp, AST_AS(because, step)->text,
                                   interp->session->options.show_values);
    }
    interp->variables = variables;
    interp->current = current;
    return reason;
}

/* Order */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_instances(const struct instance *a, const struct instance *b)
{
    if (a == b || !a || !b)
        return compare_numbers(a != NULL, b != NULL);
    const struct conclusion *left = conclusion_of(a);
    const struct conclusion *right = conclusion_of(b);
    if (left && right)
        return conclusions_compare(left, right);
    if (left || right)
        return compare_numbers(left != NULL, right != NULL);
    int order = text_compare(name_text(a->declaration.name), name_text(b->declaration.name));
    return order ? order : compare_numbers(a->ordinal, b->ordinal);
}

static int compare_values(struct value a, struct value b)
{
    if (a.tag != b.tag)
        return compare_numbers(a.tag, b.tag);
    switch ((enum value_tag)a.tag) {
    case VALUE_BOOLEAN:
        return compare_numbers(a.as.boolean, b.as.boolean);
    case VALUE_CATEGORY:
        return compare_numbers(a.as.category->ordinal, b.as.category->ordinal);
    case VALUE_INSTANCE:
        return compare_instances(a.as.instance, b.as.instance);
    default:
        return 0;
    }
}

int conclusions_compare(const struct conclusion *a, const struct conclusion *b)
{
    const struct instance *left = &a->instance;
    const struct instance *right = &b->instance;
    int order = compare_numbers(left->of->index, right->of->index);
    if (!order)
        order = compare_instances(left->belongs, right->belongs);
    for (uint32_t i = 0; !order && i < left->of->fields.count; i++) {
        const struct field *field = left->of->fields.items[i];
        if (field_is_identity(field))
            order = compare_values(left->slots[field->slot], right->slots[field->slot]);
    }
    return order;
}

static int compare_entries(const void *left, const void *right)
{
    return conclusions_compare(*(struct conclusion *const *)left, *(struct conclusion *const *)right);
}

void conclusions_sort(struct conclusion **items, uint32_t count)
{
    if (count)
        qsort(items, count, sizeof *items, compare_entries);
}

/* Words */

static bool is_clause(const struct name *name)
{
    static const char *const words[] = { "of", "by", "on", "in", "to", "from", "at", "with", "under",
                                         "during", "about" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal(name_text(name), text_of(words[i])))
            return true;
    }
    return false;
}

/* `frontline.conditions.workload`: the path without its taxonomy, which the field knows. */
static void print_category(struct buf *out, const struct category *category)
{
    if (category->above) {
        print_category(out, category->above);
        buf_byte(out, '.');
    }
    buf_text(out, name_text(category->name));
}

static void print_instance(struct buf *out, const struct instance *instance, bool reveal);

static void print_value(struct buf *out, struct value value, bool reveal)
{
    switch ((enum value_tag)value.tag) {
    case VALUE_BOOLEAN:
        buf_str(out, value.as.boolean ? "true" : "false");
        break;
    case VALUE_CATEGORY:
        print_category(out, value.as.category);
        break;
    case VALUE_INSTANCE:
        print_instance(out, value.as.instance, reveal);
        break;
    default:
        break;
    }
}

static void print_instance(struct buf *out, const struct instance *instance, bool reveal)
{
    if (instance->is_unrecorded && !conclusion_of(instance))
        buf_str(out, "unrecorded ");
    buf_text(out, name_text(instance->declaration.name));
    if (!conclusion_of(instance))
        return;
    const char *opening = " { ";
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < instance->of->fields.count; i++) {
            const struct field *field = instance->of->fields.items[i];
            struct value value = instance->slots[field->slot];
            if (!field_is_identity(field) || value.tag == VALUE_NONE || is_clause(field->name) != !round)
                continue;
            buf_printf(out, round ? "%s%s: " : "%s%s ", round ? opening : " ", field->name->text);
            opening = round ? " " : opening;
            if (secrecy_conceals(field) && !reveal)
                buf_str(out, "\xE2\x80\xA6");
            else
                print_value(out, value, reveal);
        }
    }
    if (!opening[1])
        buf_str(out, " }");
}

void conclusion_print(struct buf *out, const struct instance *instance)
{
    print_instance(out, instance, true);
}

struct text instance_phrase(struct session *session, const struct instance *instance)
{
    struct buf out;
    buf_init(&out, session->arena);
    print_instance(&out, instance, session->options.show_values);
    return buf_get(&out);
}

struct text instance_words(struct session *session, const struct instance *instance)
{
    struct buf out;
    buf_init(&out, session->arena);
    conclusion_print(&out, instance);
    return buf_get(&out);
}

struct text instance_title(struct session *session, const struct instance *instance)
{
    bool is_concealed = false;
    for (uint32_t i = 0; conclusion_of(instance) && i < instance->of->fields.count; i++)
        is_concealed = is_concealed || instance->of->fields.items[i]->is_concealed;
    return is_concealed ? instance_phrase(session, instance) : instance->title;
}
