/* Types: made, compared, printed. Alternatives are few, so everything is a short loop. */
#include "types/type.h"

#include "base/buf.h"
#include "diag/session.h"

static struct type *new_type(struct session *session, uint32_t count, bool many)
{
    struct type *type = ARENA_NEW(session->arena, struct type);
    type->parts = ARENA_ARRAY(session->arena, struct type_part, count);
    type->count = count;
    type->many = many;
    return type;
}

static const struct type *new_single(struct session *session, struct type_part part, bool many)
{
    struct type *type = new_type(session, 1, many);
    *(struct type_part *)(void *)type->parts = part;
    return type;
}

/* Kinds and classifications keep their types: every name in a large model asks for one. */
const struct type *type_of_part(struct session *session, struct type_part part, bool many)
{
    const struct type **kept = NULL;
    if (part.base == BASE_INSTANCE && part.of)
        kept = ((struct kind *)(uintptr_t)part.of)->types;
    else if (part.base == BASE_CATEGORY && part.of)
        kept = ((struct classification *)(uintptr_t)part.of)->types;
    if (!kept)
        return new_single(session, part, many);
    if (!kept[many])
        kept[many] = new_single(session, part, many);
    return kept[many];
}

/* The plain types are the same for everyone, so they are made once and for all. */
const struct type *type_of_base(struct session *session, enum base base)
{
    static const struct type_part parts[] = {
        { BASE_ERROR, 0, NULL },  { BASE_BOOLEAN, 0, NULL },  { BASE_INTEGER, 0, NULL },
        { BASE_DECIMAL, TYPE_EXACT, NULL }, { BASE_DATE, 0, NULL }, { BASE_PERIOD, 0, NULL },
        { BASE_DURATION, 0, NULL }, { BASE_TEXT, 0, NULL },   { BASE_PROSE, 0, NULL },
    };
    static const struct type types[] = {
        { false, 1, &parts[0] }, { false, 1, &parts[1] }, { false, 1, &parts[2] },
        { false, 1, &parts[3] }, { false, 1, &parts[4] }, { false, 1, &parts[5] },
        { false, 1, &parts[6] }, { false, 1, &parts[7] }, { false, 1, &parts[8] },
    };
    (void)session;
    return &types[base];
}

const struct type *type_with_many(struct session *session, const struct type *type, bool many)
{
    if (type->many == many)
        return type;
    if (type->count == 1)
        return type_of_part(session, type->parts[0], many);
    struct type *copy = ARENA_NEW(session->arena, struct type);
    *copy = *type;
    copy->many = many;
    return copy;
}

static bool same_part(const struct type_part *a, const struct type_part *b)
{
    return a->base == b->base && a->of == b->of && a->digits == b->digits;
}

static bool has_part(const struct type *type, const struct type_part *part)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (same_part(&type->parts[i], part))
            return true;
    }
    return false;
}

const struct type *type_join(struct session *session, const struct type *a, const struct type *b)
{
    struct type *joined = new_type(session, a->count + b->count, a->many || b->many);
    struct type_part *parts = (struct type_part *)(void *)joined->parts;
    joined->count = 0;
    for (uint32_t i = 0; i < a->count; i++)
        parts[joined->count++] = a->parts[i];
    for (uint32_t i = 0; i < b->count; i++) {
        if (!has_part(a, &b->parts[i]))
            parts[joined->count++] = b->parts[i];
    }
    return joined;
}

bool type_has(const struct type *type, enum base base)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base == base)
            return true;
    }
    return false;
}

bool type_is(const struct type *type, enum base base)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base != base)
            return false;
    }
    return type->count > 0;
}

bool type_is_number(const struct type *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base != BASE_INTEGER && type->parts[i].base != BASE_DECIMAL)
            return false;
    }
    return type->count > 0;
}

/* Kinds overlap where one is the other's ancestor: some instance could be both. */
static bool kinds_overlap(const struct kind *a, const struct kind *b)
{
    return kind_is(a, b) || kind_is(b, a);
}

static bool part_accepts(const struct type_part *wanted, const struct type_part *found)
{
    if (wanted->base == BASE_ERROR || found->base == BASE_ERROR)
        return true;
    if (wanted->base == BASE_INSTANCE && found->base == BASE_INSTANCE)
        return kinds_overlap(wanted->of, found->of);
    if (wanted->base == found->base)
        return wanted->of == found->of;
    return (wanted->base == BASE_PERIOD && found->base == BASE_DATE) ||
           (wanted->base == BASE_PROSE && found->base == BASE_TEXT) ||
           (wanted->base == BASE_DECIMAL && found->base == BASE_INTEGER);
}

bool type_accepts(const struct type *wanted, const struct type *found)
{
    for (uint32_t i = 0; i < wanted->count; i++) {
        for (uint32_t j = 0; j < found->count; j++) {
            if (part_accepts(&wanted->parts[i], &found->parts[j]))
                return true;
        }
    }
    return false;
}

bool type_compares(const struct type *a, const struct type *b)
{
    return type_accepts(a, b) || type_accepts(b, a);
}

static void print_part(struct buf *out, const struct type_part *part)
{
    static const char *const words[] = { "?",      "boolean",  "integer", "decimal", "date",
                                         "period", "duration", "text",    "prose" };
    if (part->base == BASE_INSTANCE)
        buf_text(out, name_text(((const struct kind *)part->of)->declaration.name));
    else if (part->base == BASE_CATEGORY)
        buf_text(out, name_text(((const struct classification *)part->of)->declaration.name));
    else if (part->base == BASE_DECIMAL && part->digits != TYPE_EXACT)
        buf_printf(out, "decimal(%u)", part->digits);
    else
        buf_str(out, words[part->base]);
}

struct text type_text(struct session *session, const struct type *type)
{
    struct buf out;
    buf_init(&out, session->arena);
    for (uint32_t i = 0; i < type->count; i++) {
        buf_str(&out, i ? " | " : "");
        print_part(&out, &type->parts[i]);
    }
    return buf_get(&out);
}

static void print_phrase(struct buf *out, const struct type_part *part, bool many)
{
    static const char *const one[] = { "something", "true or false", "a whole number", "a number",
                                       "a date",    "a period",      "a duration",     "a text",
                                       "prose" };
    static const char *const several[] = { "things", "truth values", "whole numbers", "numbers",
                                           "dates",  "periods",      "durations",     "texts",
                                           "prose texts" };
    if (part->base < BASE_CATEGORY) {
        buf_str(out, many ? several[part->base] : one[part->base]);
        return;
    }
    const char *article = "category of `";
    if (part->base == BASE_CATEGORY && ((const struct classification *)part->of)->is_scale)
        article = "level of `";
    if (part->base == BASE_INSTANCE) { /* "a `source`" says enough */
        const struct kind *kind = part->of;
        bool vowel = strchr("aeiou", kind->declaration.name->text[0]) != NULL;
        buf_printf(out, "%s`%s`", many ? "" : vowel ? "an " : "a ",
                   many ? kind->plural->text : kind->declaration.name->text);
        return;
    }
    buf_str(out, many ? "" : "a ");
    buf_str(out, article);
    print_part(out, part);
    buf_byte(out, '`');
}

struct text type_phrase(struct session *session, const struct type *type)
{
    struct buf out;
    buf_init(&out, session->arena);
    if (type->many)
        buf_str(&out, "a set of ");
    for (uint32_t i = 0; i < type->count; i++) {
        buf_str(&out, i == 0 ? "" : i + 1 == type->count ? " or " : ", ");
        print_phrase(&out, &type->parts[i], type->many);
    }
    return buf_get(&out);
}
