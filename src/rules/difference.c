/* Compares two versions of a model. Things are the same thing where they have the same name; one that went
 * while another of the same content came was renamed. Each version is seen through an interpreter of its own,
 * and compared by words in which links stand by name, so nothing is shared between the two. */
#include "rules/difference.h"

#include "base/buf.h"
#include "diag/redact.h"
#include "rules/checks.h"
#include "rules/conclusions.h"
#include "rules/derive.h"
#include "rules/show.h"
#include "types/secrecy.h"

#include <stdlib.h>

/* One thing of a version. */
struct thing {
    const struct instance *instance;
    struct text name;
    struct thing *other; /* the same in the other version */
    bool is_changed;     /* or new */
    bool is_touched;     /* what it rests on is */
};

/* One version. */
struct version {
    struct model *model;
    struct session *session;
    struct interp *interp;
    struct redactor *redactor;
    struct findings findings;
    struct thing *things;   /* by ordinal */
    struct thing **by_name; /* sorted */
    uint32_t count;
};

struct comparison {
    struct arena *arena;
    struct version before;
    struct version after;
    struct difference *difference;
};

static struct text keep(struct arena *arena, struct text text)
{
    return (struct text){ arena_copy(arena, text.bytes, text.length), text.length };
}

/* Versions */

static int compare_names(const void *left, const void *right)
{
    const struct thing *a = *(struct thing *const *)left;
    const struct thing *b = *(struct thing *const *)right;
    int order = text_compare(a->name, b->name);
    return order ? order : (a->instance->ordinal > b->instance->ordinal) -
                               (a->instance->ordinal < b->instance->ordinal);
}

static void open_version(struct arena *arena, struct version *version, struct model *model)
{
    *version = (struct version){ .model = model, .session = model->session, .count = model->instances.count };
    version->findings.has_words = true;
    version->interp = interp_new(model, NULL);
    version->interp->findings = &version->findings;
    derive_run(version->interp);
    checks_ask(version->interp);
    version->interp->current = version->interp->cases.count == 1 ? version->interp->cases.items[0] : NULL;
    version->redactor = redact_new(model->session);
    version->things = ARENA_ARRAY(arena, struct thing, version->count + 1);
    version->by_name = ARENA_ARRAY(arena, struct thing *, version->count + 1);
    for (uint32_t i = 0; i < version->count; i++) {
        const struct instance *instance = model->instances.items[i];
        version->things[i] = (struct thing){ .instance = instance,
                                             .name = name_text(instance->declaration.name) };
        version->by_name[i] = &version->things[i];
    }
    if (version->count)
        qsort(version->by_name, version->count, sizeof *version->by_name, compare_names);
}

/* Goes through both versions' names at once. */
static void pair_names(struct comparison *comparison)
{
    struct version *before = &comparison->before;
    struct version *after = &comparison->after;
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < before->count && j < after->count) {
        int order = text_compare(before->by_name[i]->name, after->by_name[j]->name);
        if (order == 0) {
            before->by_name[i]->other = after->by_name[j];
            after->by_name[j]->other = before->by_name[i];
        }
        i += order <= 0;
        j += order >= 0;
    }
}

/* Words of fields */

static void add_value(struct buf *out, struct version *version, struct value value, const struct type *type,
                      bool by_name)
{
    if (by_name && value.tag == VALUE_INSTANCE) {
        buf_text(out, instance_words(version->session, value.as.instance));
    } else if (by_name && value.tag == VALUE_LIST) {
        for (uint32_t i = 0; i < value.count; i++) {
            buf_str(out, i ? ", " : "");
            add_value(out, version, value.as.items[i], type, true);
        }
    } else {
        show_value(out, version->interp->words, value, type);
    }
}

/* A field's value: for comparing, with links by name; or for people, masked. */
static struct text words_of(struct version *version, const struct instance *instance,
                            const struct field *field, bool by_name)
{
    struct buf out;
    buf_init(&out, version->session->arena);
    if (!instance->slots || !kind_is(instance->of, field->owner))
        return TEXT("");
    struct value value = interp_field(version->interp, (struct instance *)(uintptr_t)instance, field);
    if (!by_name && secrecy_conceals(field) && !version->session->options.show_values &&
        value.tag != VALUE_NONE)
        return TEXT("\xE2\x80\xA6");
    add_value(&out, version, value, field->type, by_name);
    return by_name || version->session->options.show_values
               ? buf_get(&out)
               : redact_text(version->redactor, NULL, buf_get(&out));
}

static struct text title_of(struct version *version, const struct instance *instance)
{
    return version->session->options.show_values ? instance->title
                                                 : redact_text(version->redactor, NULL, instance->title);
}

static const struct field *find_field(const struct kind *kind, struct text name)
{
    for (uint32_t i = 0; kind && i < kind->fields.count; i++) {
        if (text_equal(name_text(kind->fields.items[i]->name), name))
            return kind->fields.items[i];
    }
    return NULL;
}

/* One thing against itself */

static void add_field(struct comparison *comparison, struct change *change, struct text label,
                      struct text before, struct text after)
{
    struct arena *arena = comparison->arena;
    struct field_change field = { keep(arena, label), keep(arena, before), keep(arena, after) };
    VEC_PUSH(arena, &change->fields, field);
}

static struct text or_nothing(struct text text)
{
    return text.length ? text : TEXT("not recorded");
}

static void compare_field(struct comparison *comparison, struct change *change, const struct thing *before,
                          const struct thing *after, const struct field *old, const struct field *new)
{
    struct version *a = &comparison->before;
    struct version *b = &comparison->after;
    struct text was = old ? words_of(a, before->instance, old, true) : TEXT("not recorded");
    struct text is = new ? words_of(b, after->instance, new, true) : TEXT("not recorded");
    if (text_equal(was, is))
        return;
    add_field(comparison, change, new ? new->label : old->label,
              or_nothing(old ? words_of(a, before->instance, old, false) : TEXT("")),
              or_nothing(new ? words_of(b, after->instance, new, false) : TEXT("")));
}

static void compare_fields(struct comparison *comparison, struct change *change, const struct thing *before,
                           const struct thing *after)
{
    const struct kind *old = before->instance->of;
    const struct kind *new = after->instance->of;
    for (uint32_t i = 0; i < new->fields.count; i++) {
        const struct field *field = new->fields.items[i];
        compare_field(comparison, change, before, after, find_field(old, name_text(field->name)), field);
    }
    for (uint32_t i = 0; i < old->fields.count; i++) {
        const struct field *field = old->fields.items[i];
        if (!find_field(new, name_text(field->name)))
            compare_field(comparison, change, before, after, field, NULL);
    }
}

static struct change *add_change(struct comparison *comparison, enum change_sort sort,
                                 struct version *version, const struct thing *thing)
{
    struct change change = { .sort = sort, .kind = thing->instance->of,
                             .id = keep(comparison->arena, thing->name),
                             .title = keep(comparison->arena, title_of(version, thing->instance)) };
    VEC_PUSH(comparison->arena, &comparison->difference->changes, change);
    return &comparison->difference->changes.items[comparison->difference->changes.count - 1];
}

static void compare_thing(struct comparison *comparison, struct thing *after)
{
    const struct thing *before = after->other;
    const struct instance *a = before->instance;
    const struct instance *b = after->instance;
    if (!a->of || !b->of)
        return;
    struct change *change = add_change(comparison, CHANGE_CHANGED, &comparison->after, after);
    if (!text_equal(name_text(a->of->declaration.name), name_text(b->of->declaration.name)))
        add_field(comparison, change, TEXT("Kind"), a->of->title, b->of->title);
    if (!text_equal(a->title, b->title))
        add_field(comparison, change, TEXT("Title"), title_of(&comparison->before, a),
                  title_of(&comparison->after, b));
    if (a->is_doubtful != b->is_doubtful)
        add_field(comparison, change, TEXT("In doubt"), a->is_doubtful ? TEXT("yes") : TEXT("no"),
                  b->is_doubtful ? TEXT("yes") : TEXT("no"));
    compare_fields(comparison, change, before, after);
    after->is_changed = change->fields.count > 0;
    if (!after->is_changed)
        comparison->difference->changes.count--;
}

/* Renamed */

/* All that a thing says, but its name. */
static struct text content_of(struct version *version, const struct thing *thing)
{
    const struct kind *kind = thing->instance->of;
    struct buf out;
    buf_init(&out, version->session->arena);
    buf_printf(&out, "%s\n%c\n", kind ? kind->declaration.name->text : "",
               thing->instance->is_doubtful ? '?' : '.');
    buf_text(&out, thing->instance->title);
    for (uint32_t i = 0; kind && i < kind->fields.count; i++) {
        buf_printf(&out, "\n%s ", kind->fields.items[i]->name->text);
        buf_text(&out, words_of(version, thing->instance, kind->fields.items[i], true));
    }
    return buf_get(&out);
}

struct lone {
    struct thing *thing;
    struct text content;
};

struct lones {
    struct lone *items;
    uint32_t count;
    uint32_t capacity;
};

static int compare_lones(const void *left, const void *right)
{
    const struct lone *a = left;
    const struct lone *b = right;
    int order = text_compare(a->content, b->content);
    return order ? order : (a->thing->instance->ordinal > b->thing->instance->ordinal) -
                               (a->thing->instance->ordinal < b->thing->instance->ordinal);
}

static struct lones find_lones(struct comparison *comparison, struct version *version)
{
    struct lones lones = { .count = 0 };
    for (uint32_t i = 0; i < version->count; i++) {
        struct thing *thing = &version->things[i];
        struct lone lone = { .thing = thing };
        if (thing->other || !thing->instance->slots)
            continue;
        lone.content = content_of(version, thing);
        VEC_PUSH(comparison->arena, &lones, lone);
    }
    if (lones.count)
        qsort(lones.items, lones.count, sizeof *lones.items, compare_lones);
    return lones;
}

/* What is gone and what has come, where they say the same. */
static void pair_renamed(struct comparison *comparison)
{
    struct lones gone = find_lones(comparison, &comparison->before);
    struct lones come = find_lones(comparison, &comparison->after);
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < gone.count && j < come.count) {
        int order = text_compare(gone.items[i].content, come.items[j].content);
        if (order == 0) {
            gone.items[i].thing->other = come.items[j].thing;
            come.items[j].thing->other = gone.items[i].thing;
        }
        i += order <= 0;
        j += order >= 0;
    }
}

/* Evidence */

typedef void link_visitor(struct comparison *comparison, struct thing *from, struct thing *to, void *context);

/* All that a thing of the newer version links to. */
static void each_link(struct comparison *comparison, struct thing *from, link_visitor *visit, void *context)
{
    struct version *version = &comparison->after;
    const struct kind *kind = from->instance->of;
    for (uint32_t i = 0; kind && from->instance->slots && i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (!field->is_link || field->is_parent)
            continue;
        struct value value =
            interp_field(version->interp, (struct instance *)(uintptr_t)from->instance, field);
        uint32_t count = value.tag == VALUE_LIST ? value.count : value.tag == VALUE_INSTANCE;
        for (uint32_t j = 0; j < count; j++) {
            struct value to = value.tag == VALUE_LIST ? value.as.items[j] : value;
            if (to.tag == VALUE_INSTANCE && to.as.instance->ordinal < version->count)
                visit(comparison, from, &version->things[to.as.instance->ordinal], context);
        }
    }
}

static void touch(struct comparison *comparison, struct thing *from, struct thing *to, void *context)
{
    bool *is_news = context;
    (void)comparison;
    if (from->is_changed || from->is_touched || !(to->is_changed || to->is_touched))
        return;
    from->is_touched = true;
    *is_news = true;
}

static void name_evidence(struct comparison *comparison, struct thing *from, struct thing *to, void *context)
{
    struct change *change = context;
    struct session *session = comparison->after.session;
    (void)from;
    if (!to->is_changed && !to->is_touched)
        return;
    struct text words = diag_format(session, to->is_changed ? "%t `%t`, which changed"
                                                            : "%t `%t`, whose own evidence changed",
                                    kind_phrase(session, to->instance->of), to->name);
    for (uint32_t i = 0; i < change->rests_on.count; i++) {
        if (text_equal(change->rests_on.items[i], words))
            return; /* it is linked to in two ways */
    }
    VEC_PUSH(comparison->arena, &change->rests_on, keep(comparison->arena, words));
}

/* What rests on what changed, and what rests on that. */
static void spread_touch(struct comparison *comparison)
{
    for (bool is_news = true; is_news;) {
        is_news = false;
        for (uint32_t i = 0; i < comparison->after.count; i++)
            each_link(comparison, &comparison->after.things[i], touch, &is_news);
    }
}

/* Things, in order */

static void compare_things(struct comparison *comparison)
{
    struct version *after = &comparison->after;
    pair_names(comparison);
    pair_renamed(comparison);
    for (uint32_t i = 0; i < after->count; i++) {
        struct thing *thing = &after->things[i];
        if (!thing->other) {
            add_change(comparison, CHANGE_ADDED, after, thing);
            thing->is_changed = true;
        } else if (!text_equal(thing->name, thing->other->name)) {
            add_change(comparison, CHANGE_RENAMED, after, thing)->old_id =
                keep(comparison->arena, thing->other->name);
        } else {
            compare_thing(comparison, thing);
        }
    }
    for (uint32_t i = 0; i < comparison->before.count; i++) {
        if (!comparison->before.things[i].other)
            add_change(comparison, CHANGE_REMOVED, &comparison->before, &comparison->before.things[i]);
    }
    spread_touch(comparison);
    for (uint32_t i = 0; i < after->count; i++) {
        if (after->things[i].is_touched)
            each_link(comparison, &after->things[i], name_evidence,
                      add_change(comparison, CHANGE_EVIDENCE, after, &after->things[i]));
    }
}

/* Turns: lists of words, of which each version has its own. */

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

struct words {
    struct text *items;
    uint32_t count;
    uint32_t capacity;
};

static void add_turn(struct comparison *comparison, struct turns *turns, bool is_new, struct text words)
{
    struct turn turn = { is_new, keep(comparison->arena, words) };
    VEC_PUSH(comparison->arena, turns, turn);
}

static void compare_words(struct comparison *comparison, struct words before, struct words after,
                          struct turns *turns)
{
    uint32_t i = 0;
    uint32_t j = 0;
    if (before.count)
        qsort(before.items, before.count, sizeof *before.items, compare_texts);
    if (after.count)
        qsort(after.items, after.count, sizeof *after.items, compare_texts);
    while (i < before.count || j < after.count) {
        int order = i == before.count ? 1
                    : j == after.count ? -1
                                       : text_compare(before.items[i], after.items[j]);
        if (order)
            add_turn(comparison, turns, order > 0, order > 0 ? after.items[j] : before.items[i]);
        i += order <= 0;
        j += order >= 0;
    }
}

static struct words conclusions_of(struct version *version)
{
    struct words words = { .count = 0 };
    const struct conclusions *conclusions = version->interp->conclusions;
    for (uint32_t i = 0; i < conclusions->all.count; i++) {
        const struct instance *instance = &conclusions->all.items[i]->instance;
        struct text text = instance_phrase(version->session, instance);
        VEC_PUSH(version->session->arena, &words,
                 instance->is_doubtful ? diag_format(version->session, "%t (possible)", text) : text);
    }
    return words;
}

static struct words findings_of(struct version *version)
{
    static const char *const severities[] = { [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning",
                                              [SEVERITY_NOTE] = "note" };
    struct words words = { .count = 0 };
    for (uint32_t i = 0; i < version->findings.count; i++) {
        const struct finding *finding = &version->findings.items[i];
        struct session *session = version->session;
        struct text at = finding->at ? instance_phrase(session, finding->at) : TEXT("the model");
        struct text message = session->options.show_values
                                  ? finding->message
                                  : redact_text(version->redactor, NULL, finding->message);
        VEC_PUSH(session->arena, &words,
                 diag_format(session, "%s[%t] at `%t`: %t%s", severities[finding->severity],
                             finding->check->code, at, message,
                             finding->truth == TRUTH_TRUE ? "" : " (cannot be determined)"));
    }
    return words;
}

enum { LONGEST = 300 };

static struct words decisions_of(struct version *version)
{
    struct words words = { .count = 0 };
    struct session *session = version->session;
    const struct model *model = version->model;
    for (uint32_t i = 0; i < model->parameters.count; i++) {
        const struct parameter *parameter = model->parameters.items[i];
        struct buf out;
        buf_init(&out, session->arena);
        show_value(&out, version->interp->words, parameter->value, parameter->type);
        VEC_PUSH(session->arena, &words,
                 diag_format(session, "`%n` is %t", parameter->declaration.name, buf_get(&out)));
    }
    for (uint32_t i = 0; i < model->waivers.count; i++) {
        if (!model->waivers.items[i]->scope)
            VEC_PUSH(session->arena, &words,
                     show_words(session, &model->waivers.items[i]->ast->base, LONGEST));
    }
    for (uint32_t i = 0; i < model->claims.count; i++) {
        if (!model->claims.items[i]->scope)
            VEC_PUSH(session->arena, &words,
                     show_words(session, &model->claims.items[i]->ast->base, LONGEST));
    }
    for (uint32_t i = 0; i < words.count && !session->options.show_values; i++)
        words.items[i] = redact_text(version->redactor, NULL, words.items[i]);
    return words;
}

/* The kind of the newer version that has the name of this one; or this one. */
static const struct kind *newer_kind(const struct model *after, const struct kind *kind)
{
    for (uint32_t i = 0; kind && i < after->kinds.count; i++) {
        if (text_equal(name_text(after->kinds.items[i]->declaration.name), name_text(kind->declaration.name)))
            return after->kinds.items[i];
    }
    return kind;
}

static uint32_t place_of_kind(const struct model *after, const struct kind *kind)
{
    bool is_known = kind && kind->index < after->kinds.count && after->kinds.items[kind->index] == kind;
    return is_known ? kind->index : after->kinds.count;
}

/* By kind as the newer version declares them, kinds that it does not have last; within a kind as they are. */
static void sort_changes(struct comparison *comparison)
{
    struct difference *difference = comparison->difference;
    struct change *sorted = ARENA_ARRAY(comparison->arena, struct change, difference->changes.count + 1);
    uint32_t count = 0;
    const struct model *model = comparison->after.model;
    const struct kind *last = NULL;
    for (uint32_t i = 0; i < difference->changes.count; i++) {
        struct change *change = &difference->changes.items[i];
        last = last && last == change->kind ? last : newer_kind(model, change->kind);
        change->kind = last;
    }
    uint32_t *starts = ARENA_ARRAY(comparison->arena, uint32_t, model->kinds.count + 2);
    for (uint32_t i = 0; i < difference->changes.count; i++)
        starts[place_of_kind(model, difference->changes.items[i].kind) + 1]++;
    for (uint32_t i = 0; i <= model->kinds.count; i++)
        starts[i + 1] += starts[i];
    for (uint32_t i = 0; i < difference->changes.count; i++, count++)
        sorted[starts[place_of_kind(model, difference->changes.items[i].kind)]++] =
            difference->changes.items[i];
    difference->changes.items = sorted;
    difference->changes.count = count;
}

struct difference *difference_new(struct arena *arena, struct model *before, struct model *after)
{
    struct comparison comparison = { .arena = arena };
    struct difference *difference = comparison.difference = ARENA_NEW(arena, struct difference);
    open_version(arena, &comparison.before, before);
    open_version(arena, &comparison.after, after);
    compare_things(&comparison);
    sort_changes(&comparison);
    compare_words(&comparison, conclusions_of(&comparison.before), conclusions_of(&comparison.after),
                  &difference->conclusions);
    compare_words(&comparison, findings_of(&comparison.before), findings_of(&comparison.after),
                  &difference->findings);
    compare_words(&comparison, decisions_of(&comparison.before), decisions_of(&comparison.after),
                  &difference->decisions);
    return difference;
}

bool difference_is_empty(const struct difference *difference)
{
    return !difference->changes.count && !difference->conclusions.count && !difference->findings.count &&
           !difference->decisions.count;
}
