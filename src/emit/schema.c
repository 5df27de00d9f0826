/* The JSON Schema, draft 2020-12, of the objects that an import of JSON reads. Comes in: kinds, through the
 * shapes that the reader itself goes by (facts/shape.c). Goes out: a schema that accepts what the reader
 * accepts, as far as a schema can tell: it knows nothing of days that months do not have, of ids that are
 * there twice or not at all, of digits behind a point, and of titles and capitals of categories. */
#include "emit/emit.h"

#include "diag/diag.h"
#include "diag/json_line.h"
#include "facts/import.h"
#include "facts/reading.h"
#include "facts/shape.h"

struct schema {
    struct session *session;
    struct shapes shapes;
    VEC(const struct kind *) found; /* in the order in which they are first met */
    bool *is_found;                 /* by kind */
};

/* Pieces */

#define YEAR "(?!0000)[0-9]{4}"
#define DAY "(0[1-9]|[12][0-9]|3[01])"
#define TIME "T([01][0-9]|2[0-3]):[0-5][0-9]"
#define DATE YEAR "(-(0[1-9]|1[0-2])(-(XX|" DAY "(" TIME ")?))?)?"
#define DOUBTFUL(pattern) "^(?!\\?.*\\?)(\\? *| *)" pattern " *\\??$"
#define DURATION "^[0-9]{1,9} *(minute|hour|day|week|month|year|working day)s?$"

static json_t *string(const char *text)
{
    return json_string(text);
}

static json_t *of_type(const char *type)
{
    return json_with(json_object(), "type", string(type));
}

static json_t *matching(const char *pattern)
{
    return json_with(of_type("string"), "pattern", string(pattern));
}

/* A number as the language writes one has 18 digits at most. */
static json_t *number(const char *type)
{
    json_t *bounded = json_with(of_type(type), "minimum", json_integer(-999999999999999999));
    return json_with(bounded, "maximum", json_integer(999999999999999999));
}

static json_t *id(void)
{
    json_t *types = json_and(json_and(json_array(), string("string")), string("integer"));
    json_t *one = json_with(json_with(json_object(), "type", types), "minLength", json_integer(1));
    one = json_with(one, "minimum", json_integer(-999999999999999999));
    return json_with(one, "maximum", json_integer(999999999999999999));
}

/* The same or null, which says that nothing is recorded. */
static json_t *or_null(json_t *schema)
{
    json_t *types = json_object_get(schema, "type");
    json_t *values = json_object_get(schema, "enum");
    json_t *choices = json_object_get(schema, "anyOf");
    if (choices)
        return json_array_append_new(choices, of_type("null")) == 0 ? schema : NULL;
    if (values)
        return json_array_append_new(values, json_null()) == 0 ? schema : NULL;
    if (json_is_array(types))
        return json_array_append_new(types, string("null")) == 0 ? schema : NULL;
    if (types) {
        json_t *both = json_and(json_and(json_array(), json_incref(types)), string("null"));
        return json_with(schema, "type", both);
    }
    return json_with(json_object(), "anyOf", json_and(json_and(json_array(), schema), of_type("null")));
}

static json_t *with_text(struct schema *schema, json_t *object, const char *key, struct text text)
{
    return text.length ? json_with(object, key, json_of_text(schema->session, text)) : object;
}

/* A comment of the source on one line. */
static struct text doc_of(struct schema *schema, const struct module *module, const struct ast_node *node)
{
    struct text doc = ast_doc(schema->session, module->ast, node);
    char *line = arena_copy(schema->session->arena, doc.bytes, doc.length);
    for (size_t i = 0; i < doc.length; i++)
        line[i] = line[i] == '\n' ? ' ' : line[i];
    return (struct text){ line, doc.length };
}

/* Categories */

/* Adds a spelling if the reader takes it for this category and no other. */
static json_t *add_spelling(const struct reading *reading, json_t *spellings, struct text text,
                            const struct category *category)
{
    struct read_cell cell = reading_apply(reading, text);
    bool is_it = cell.outcome == READ_VALUE && cell.value.tag == VALUE_CATEGORY &&
                 cell.value.as.category == category;
    json_t *one = json_of_text(reading->session, text);
    for (size_t i = 0; is_it && i < json_array_size(spellings); i++)
        is_it = !json_equal(json_array_get(spellings, i), one);
    if (is_it)
        return json_and(spellings, one);
    json_decref(one);
    return spellings;
}

/* By its name and its paths; in a union of types only what means the category there. */
static json_t *categories(struct schema *schema, const struct type *type, const struct classification *of)
{
    struct session *session = schema->session;
    struct ast_column *column = ARENA_NEW(session->arena, struct ast_column);
    struct reading reading = { .session = session };
    json_t *spellings = json_array();
    reading_new(&reading, session, column, type);
    for (uint32_t i = 0; i < of->categories.count; i++) {
        const struct category *category = of->categories.items[i];
        struct buf path;
        buf_init(&path, session->arena);
        category_print_path(&path, category);
        struct text whole = buf_get(&path);
        size_t skipped = of->declaration.name->length + 1;
        spellings = add_spelling(&reading, spellings, name_text(category->name), category);
        spellings = add_spelling(&reading, spellings,
                                 (struct text){ whole.bytes + skipped, whole.length - skipped }, category);
        spellings = add_spelling(&reading, spellings, whole, category);
    }
    return json_with(json_object(), "enum", spellings);
}

/* Instances */

static void find(struct schema *schema, const struct kind *kind)
{
    if (schema->is_found[kind->index])
        return;
    schema->is_found[kind->index] = true;
    VEC_PUSH(schema->session->arena, &schema->found, kind);
}

/* An object of the kind, standing where `link` is filled for it: its other links to parents it gives
 * itself. */
static json_t *object_of(struct schema *schema, const struct kind *kind, const struct field *link)
{
    json_t *required = json_array();
    json_t *properties = json_object();
    struct text path = diag_format(schema->session, "#/$defs/%n", kind->declaration.name);
    json_t *object = with_text(schema, json_object(), "$ref", path);
    find(schema, kind);
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        if (!field->is_parent || field == link || !import_is_mandatory(field))
            continue;
        required = json_and(required, string(field->name->text));
        json_t *given = field->type->many ? json_with(of_type("array"), "minItems", json_integer(1))
                                          : json_with(json_object(), "not", of_type("null"));
        properties = json_with(properties, field->name->text, given);
    }
    if (json_array_size(required))
        return json_with(json_with(object, "properties", properties), "required", required);
    json_decref(required);
    json_decref(properties);
    return object;
}

/* Types */

static json_t *part_schema(struct schema *schema, const struct type *type, const struct type_part *part)
{
    switch (part->base) {
    case BASE_BOOLEAN:
        return of_type("boolean");
    case BASE_INTEGER:
        return number("integer");
    case BASE_DECIMAL:
        return number("number");
    case BASE_DATE:
        return matching(DOUBTFUL(DATE));
    case BASE_PERIOD:
        return matching(DOUBTFUL("(" DATE "|" DATE "\\.\\.(" DATE ")?|\\.\\." DATE ")"));
    case BASE_DURATION:
        return matching(DURATION);
    case BASE_TEXT:
    case BASE_PROSE:
        return of_type("string");
    case BASE_CATEGORY:
        return categories(schema, type, part->of);
    case BASE_INSTANCE:
        return id();
    case BASE_ERROR:
        break;
    }
    return json_object();
}

static json_t *add_choice(json_t *choices, json_t *choice)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        if (!json_equal(json_array_get(choices, i), choice))
            continue;
        json_decref(choice);
        return choices;
    }
    return json_and(choices, choice);
}

/* One value: a choice among the parts of the type, and where that is told from the field, an object. */
static json_t *value_schema(struct schema *schema, const struct kind *kind, const struct shape_member *member)
{
    const struct type *type = member->field->one;
    json_t *choices = json_array();
    for (uint32_t i = 0; i < type->count; i++) {
        bool is_hidden = type->parts[i].base == BASE_PERIOD && type_has(type, BASE_DATE);
        if (!is_hidden) /* where a date fits, it is read as one */
            choices = add_choice(choices, part_schema(schema, type, &type->parts[i]));
    }
    if (member->objects) {
        const struct kind *held = member->objects->kind;
        choices = json_and(choices, object_of(schema, held, shape_link(held, kind)));
    }
    if (json_array_size(choices) != 1)
        return json_with(json_object(), "anyOf", choices);
    json_t *only = json_incref(json_array_get(choices, 0));
    json_decref(choices);
    return only;
}

/* The comment of a field, and what its pattern cannot say. */
static struct text description_of(struct schema *schema, const struct field *field)
{
    struct text doc = doc_of(schema, field->owner->declaration.module, &field->ast->base);
    for (uint32_t i = 0; i < field->one->count; i++) {
        const struct type_part *part = &field->one->parts[i];
        if (part->base == BASE_DECIMAL && part->digits != TYPE_EXACT)
            return diag_format(schema->session, "%t%sAt most %d %s after the point.", doc,
                               doc.length ? " " : "", (int)part->digits,
                               part->digits == 1 ? "digit" : "digits");
    }
    return doc;
}

static json_t *field_schema(struct schema *schema, const struct kind *kind, const struct shape_member *member)
{
    const struct field *field = member->field;
    bool is_needed = import_is_mandatory(field) && !field->is_parent;
    json_t *value = value_schema(schema, kind, member);
    if (field->type->many) {
        value = json_with(of_type("array"), "items", value);
        value = is_needed ? json_with(value, "minItems", json_integer(1)) : value;
    }
    value = is_needed ? value : or_null(value);
    value = with_text(schema, value, "title", field->label);
    value = with_text(schema, value, "description", description_of(schema, field));
    return field->is_confidential ? json_with(value, "$comment", string("confidential")) : value;
}

static json_t *member_schema(struct schema *schema, const struct kind *kind,
                             const struct shape_member *member)
{
    switch (member->sort) {
    case SHAPE_ID:
        return with_text(schema, or_null(id()), "title", TEXT("The name by which others refer to it"));
    case SHAPE_TITLE:
        return with_text(schema, or_null(of_type("string")), "title", TEXT("What readers see"));
    case SHAPE_FIELD:
        return field_schema(schema, kind, member);
    case SHAPE_NESTED:
        break;
    }
    const struct kind *nested = member->objects->kind;
    json_t *items = object_of(schema, nested, shape_link(nested, kind));
    return or_null(json_with(of_type("array"), "items", items));
}

/* Kinds */

static json_t *kind_schema(struct schema *schema, const struct kind *kind)
{
    const struct shape *shape = shape_of(&schema->shapes, kind);
    json_t *properties = json_object();
    json_t *required = json_array();
    for (uint32_t i = 0; i < shape->members.count; i++) {
        const struct shape_member *member = &shape->members.items[i];
        const char *key = arena_copy(schema->session->arena, member->key.bytes, member->key.length);
        const struct field *field = member->sort == SHAPE_FIELD ? member->field : NULL;
        if (member->is_also)
            continue;
        properties = json_with(properties, key, member_schema(schema, kind, member));
        if (field && import_is_mandatory(field) && !field->is_parent)
            required = json_and(required, string(key));
    }
    json_t *object = with_text(schema, json_object(), "title", kind->title);
    object = with_text(schema, object, "description", doc_of(schema, kind->declaration.module, kind->ast));
    object = json_with(object, "type", string("object"));
    object = json_with(json_with(object, "properties", properties), "required", required);
    return json_with(object, "additionalProperties", json_false());
}

/* The kinds of cases of the model's own modules; where it has none, those of the library. */
static void find_cases(struct schema *schema, const struct model *model)
{
    for (int standard = 0; standard <= 1 && !schema->found.count; standard++) {
        for (uint32_t i = 0; i < model->kinds.count; i++) {
            const struct kind *kind = model->kinds.items[i];
            if (kind->flags & KIND_CASE && !(kind->flags & KIND_DERIVED) &&
                kind->declaration.module->is_standard == (standard == 1))
                find(schema, kind);
        }
    }
}

/* A document is one record or a list of them; a line of NDJSON is one. */
static json_t *document_choices(struct schema *schema)
{
    json_t *choices = json_array();
    uint32_t count = schema->found.count;
    for (uint32_t i = 0; i < count; i++) {
        const struct kind *kind = schema->found.items[i];
        choices = json_and(choices, object_of(schema, kind, NULL));
        choices = json_and(choices, json_with(of_type("array"), "items", object_of(schema, kind, NULL)));
    }
    return choices;
}

bool schema_write(const struct emit_input *input, struct emit_files *files, struct text *why)
{
    struct buf out;
    struct schema schema = { .session = input->model->session };
    schema.shapes = shapes_new(input->model, input->model->main);
    schema.is_found = ARENA_ARRAY(schema.session->arena, bool, input->model->kinds.count + 1);
    if (input->of)
        find(&schema, input->of);
    else
        find_cases(&schema, input->model);
    *why = input->of ? TEXT("only rules make instances of that kind") : TEXT("the model has no kind of case");
    if (!schema.found.count || (input->of && input->of->flags & KIND_DERIVED))
        return false;
    json_t *root = json_object();
    root = json_with(root, "$schema", string("https://json-schema.org/draft/2020-12/schema"));
    root = with_text(&schema, root, "title", input->model->main->title);
    root = json_with(root, "anyOf", document_choices(&schema));
    json_t *kinds = json_object();
    for (uint32_t i = 0; i < schema.found.count; i++) /* which grows meanwhile */
        kinds = json_with(kinds, schema.found.items[i]->declaration.name->text,
                          kind_schema(&schema, schema.found.items[i]));
    buf_init(&out, schema.session->arena);
    json_print_pages(&out, schema.session, json_with(root, "$defs", kinds));
    emit_file(files, TEXT("schema.json"), buf_get(&out));
    return true;
}
