/* Keys: which instance a cell of one table means that names a row of another, or an instance written in
 * the model. Looked up when every table is read, so that the order of imports makes no difference. */
#include "diag/diag.h"
#include "facts/import_parts.h"

static bool is_of(const struct instance *instance, const struct type *type)
{
    for (uint32_t i = 0; instance->of && i < type->count; i++) {
        if (type->parts[i].base == BASE_INSTANCE && kind_is(instance->of, type->parts[i].of))
            return true;
    }
    return false;
}

struct instance *import_find(const struct import *import, const struct type *type,
                             const struct name *name, bool *is_known)
{
    for (struct declaration *found = name->meaning; found; found = found->other) {
        if (found->scope != import->scope || !module_sees(import->module, found->module))
            continue;
        if (found->kind == DECLARES_INSTANCE && is_of((struct instance *)found, type))
            return (struct instance *)found;
        *is_known = *is_known || found->kind == DECLARES_ERROR;
    }
    return NULL;
}

const struct instance *import_find_rival(const struct import *import, const struct kind *kind,
                                         const struct name *name)
{
    for (const struct declaration *found = name->meaning; found; found = found->other) {
        if (found->kind != DECLARES_INSTANCE || found->scope != import->scope)
            continue;
        const struct instance *other = (const struct instance *)found;
        if (other->of && (kind_is(other->of, kind) || kind_is(kind, other->of)))
            return other;
    }
    return NULL;
}

/* Numbers are no words: one like another is most often another's. */
static bool is_word(const struct name *name)
{
    size_t digits = strspn(name->text, "0123456789-/. ");
    return digits < name->length;
}

static void report_orphan(struct import_run *run, const struct import_key *key, struct checker *checker)
{
    bool is_secret = key->field->is_confidential && !run->session->options.show_values;
    struct diag *diag = diag_report(run->session, E0426, key->span,
                                    is_secret ? TEXT("…") : name_text(key->name), key->field->name,
                                    type_phrase(run->session, key->field->one));
    if (is_secret || !is_word(key->name) || !checker->suggestions_left)
        return;
    struct suggest suggest;
    checker->suggestions_left--;
    suggest_init(&suggest, name_text(key->name));
    scope_suggest(run->model, &checker->from, DECLARES(INSTANCE), &suggest);
    if (!diag_did_you_mean(run->session, diag, &suggest))
        diag_help(run->session, diag, "a word that stands for an instance is mapped: `as { \"%n\" -> ... }`",
                  key->name);
}

/* Whether a row that was not read may be the one that the key names. */
static bool may_be_unread(const struct import_run *run, const struct import_key *key)
{
    const struct type *type = key->field->one;
    for (uint32_t i = 0; i < run->model->kinds.count; i++) {
        const struct kind *kind = run->model->kinds.items[i];
        for (uint32_t part = 0; run->has_gaps[i] && part < type->count; part++) {
            if (type->parts[part].base == BASE_INSTANCE && kind_is(kind, type->parts[part].of))
                return true;
        }
    }
    return false;
}

void import_link_within(struct import_run *run, uint32_t first)
{
    uint32_t left = first;
    for (uint32_t i = first; i < run->keys.count; i++) {
        struct import_key key = run->keys.items[i];
        bool is_known = false;
        struct instance *target = import_find(key.import, key.field->one, key.name, &is_known);
        if (target)
            *key.place = (struct value){ .tag = VALUE_INSTANCE, .as.instance = target };
        else
            run->keys.items[left++] = key;
    }
    run->keys.count = left;
}

void import_link(struct import_run *run)
{
    struct checker checker = { .suggestions_left = 0 };
    const struct import *last = NULL;
    for (uint32_t i = 0; i < run->keys.count && !run->is_stopped; i++) {
        const struct import_key *key = &run->keys.items[i];
        bool is_known = false;
        struct instance *target = import_find(key->import, key->field->one, key->name, &is_known);
        if (key->import != last)
            checker = checker_new(run->model, key->import->module, key->import->scope);
        last = key->import;
        if (target)
            *key->place = (struct value){ .tag = VALUE_INSTANCE, .as.instance = target };
        else if (!is_known && !may_be_unread(run, key) && import_may_tell(run))
            report_orphan(run, key, &checker);
        key->instance->is_broken = key->instance->is_broken || !target;
    }
}
