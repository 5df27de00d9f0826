/* Figures: their words, and the choice of the fields they are drawn from. */
#include "types/figures.h"

#include "types/influence.h"

static const char *const words[] = { "timeline", "accimap", "factors", "fishbone", "loops" };

const char *figure_word(enum figure_word figure)
{
    return words[figure];
}

enum figure_word figure_find(struct text word)
{
    enum figure_word figure = FIGURE_TIMELINE;
    while (figure < FIGURE_WORDS && !text_equal(word, text_of(words[figure])))
        figure++;
    return figure;
}

static const struct classification *classification_of(const struct field *field)
{
    for (uint32_t i = 0; field->one && i < field->one->count; i++) {
        if (field->one->parts[i].base == BASE_CATEGORY)
            return field->one->parts[i].of;
    }
    return NULL;
}

/* Whether it has so few categories, none under another, that they can stand side by side. */
static bool is_flat(const struct classification *classification)
{
    enum { FEW = 4 };
    for (uint32_t i = 0; i < classification->categories.count; i++) {
        if (classification->categories.items[i]->above)
            return false;
    }
    return classification->categories.count <= FEW;
}

static bool leads_back(const struct kind *kind, const struct field *field)
{
    for (uint32_t i = 0; i < field->one->count; i++) {
        if (field->one->parts[i].base == BASE_INSTANCE && kind_is(kind, field->one->parts[i].of))
            return true;
    }
    return false;
}

/* Whether it may lead to conclusions that rest on a confidential field. */
static bool leads_to_secret(const struct field *field)
{
    for (uint32_t i = 0; i < field->one->count; i++) {
        const struct type_part *part = &field->one->parts[i];
        if (part->base == BASE_INSTANCE && ((const struct kind *)part->of)->secret)
            return true;
    }
    return false;
}

static void take_category(struct figure_fields *fields, const struct field *field)
{
    const struct classification *of = classification_of(field);
    if (!of)
        return;
    if (of->is_scale)
        fields->strength = fields->strength ? fields->strength : field;
    else if (!fields->level)
        fields->level = field;
    else if (!fields->effect && !field->type->many && is_flat(of))
        fields->effect = field;
}

static void take_link(struct figure_fields *fields, const struct kind *kind, const struct field *field)
{
    if (!type_has(field->type, BASE_INSTANCE) || leads_to_secret(field))
        return;
    bool back = leads_back(kind, field);
    if (!fields->arrows || (back && !fields->arrows_lead_back)) {
        fields->arrows = field;
        fields->arrows_lead_back = back;
    }
}

static void take_influence(struct figure_fields *fields, const struct kind *kind)
{
    struct influence_kind influence;
    if (!influence_find(kind, &influence) || influence.from->is_confidential ||
        influence.to->is_confidential ||
        influence.sign->is_confidential)
        return;
    fields->from = influence.from;
    fields->to = influence.to;
    fields->sign = influence.sign;
}

struct figure_fields figure_fields_of(const struct kind *kind)
{
    struct figure_fields fields = { 0 };
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (field->is_confidential || !field->type || type_is_error(field->type))
            continue;
        if (!fields.date && (type_has(field->type, BASE_DATE) || type_has(field->type, BASE_PERIOD)))
            fields.date = field;
        take_category(&fields, field);
        take_link(&fields, kind, field);
    }
    take_influence(&fields, kind);
    return fields;
}

const char *figure_lacks(enum figure_word figure, const struct figure_fields *fields)
{
    switch (figure) {
    case FIGURE_TIMELINE: return fields->date ? NULL : "a date";
    case FIGURE_ACCIMAP: return !fields->level ? "a category of a taxonomy, for the levels"
                                : !fields->arrows ? "a link, for the arrows" : NULL;
    case FIGURE_FACTORS: return fields->arrows ? NULL : "a link, to what is shaped";
    case FIGURE_FISHBONE: return fields->level ? NULL : "a category of a taxonomy, for the ribs";
    case FIGURE_LOOPS: return fields->from ? NULL : "a link called `from`, one called `to`, and a `sign`";
    default: return NULL;
    }
}
