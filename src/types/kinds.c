/* Kinds: what each inherits, and what its fields take. */
#include "types/kinds.h"

#include "ast/parse.h"
#include "base/buf.h"
#include "diag/diag.h"

static const struct { const char *word; enum base base; } words[] = {
    { "boolean", BASE_BOOLEAN }, { "integer", BASE_INTEGER }, { "decimal", BASE_DECIMAL },
    { "date", BASE_DATE },       { "period", BASE_PERIOD },   { "duration", BASE_DURATION },
    { "text", BASE_TEXT },       { "prose", BASE_PROSE },
};

enum { WORD_COUNT = sizeof words / sizeof *words };

static void suggest_for(struct model *model, const struct viewpoint *from, struct diag *diag,
                        struct ast_name name, unsigned wanted, bool types, bool keywords)
{
    struct suggest suggest;
    suggest_init(&suggest, name_text(name.name));
    scope_suggest(model, from, wanted, &suggest);
    for (size_t i = 0; types && i < WORD_COUNT; i++)
        suggest_offer(&suggest, text_of(words[i].word));
    size_t count;
    const struct keyword *keyword = parse_keywords(&count);
    for (size_t i = 0; keywords && i < count; i++)
        suggest_offer(&suggest, text_of(keyword[i].word));
    diag_did_you_mean(model->session, diag, &suggest);
}

struct kind *kinds_find(struct model *model, const struct viewpoint *from, struct ast_name name)
{
    struct declaration *found = scope_find(from, name.name, DECLARES(KIND));
    if (found)
        return found->kind == DECLARES_KIND ? (struct kind *)found : NULL;
    if (model->lacks_module)
        return NULL;
    struct diag *diag = diag_report(model->session, E0208, name.span, name.name);
    suggest_for(model, from, diag, name, DECLARES(KIND), false, true);
    return NULL;
}

static struct type_part read_classification(struct declaration *found)
{
    return (struct type_part){ BASE_CATEGORY, 0, found };
}

static struct type_part read_decimal(struct model *model, const struct ast_type_name *name)
{
    if (name->digits < 0 || name->digits > DIGITS_MOST) {
        diag_report(model->session, E0302, name->base.span, (int)DIGITS_MOST);
        return (struct type_part){ BASE_ERROR, 0, NULL };
    }
    return (struct type_part){ BASE_DECIMAL, (unsigned)name->digits, NULL };
}

static struct type_part read_part(struct model *model, const struct viewpoint *from,
                                  const struct ast_type_name *name)
{
    struct declaration *found =
        scope_find(from, name->name.name, DECLARES(KIND) | DECLARES(CLASSIFICATION));
    if (found && found->kind == DECLARES_KIND)
        return (struct type_part){ BASE_INSTANCE, 0, found };
    if (found && found->kind == DECLARES_CLASSIFICATION)
        return read_classification(found);
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (!text_equal(name_text(name->name.name), text_of(words[i].word)))
            continue;
        if (words[i].base == BASE_DECIMAL)
            return read_decimal(model, name);
        return (struct type_part){ words[i].base, 0, NULL };
    }
    if (!found && !model->lacks_module) {
        struct diag *diag = diag_report(model->session, E0209, name->name.span, name->name.name);
        suggest_for(model, from, diag, name->name, DECLARES(KIND) | DECLARES(CLASSIFICATION), true,
                    false);
    }
    return (struct type_part){ BASE_ERROR, 0, NULL };
}

const struct type *kinds_read_type(struct model *model, const struct viewpoint *from,
                                   const struct ast_node *node)
{
    if (!node || node->kind != AST_TYPE)
        return type_of_base(model->session, BASE_ERROR);
    const struct ast_type *ast = AST_AS(type, node);
    const struct type *type = NULL;
    bool many = ast->cardinality == CARDINALITY_SOME || ast->cardinality == CARDINALITY_MANY;
    AST_EACH (alternative, ast->alternatives) {
        struct type_part part = read_part(model, from, AST_AS(type_name, alternative));
        const struct type *one = type_of_part(model->session, part, many);
        type = type ? type_join(model->session, type, one) : one;
    }
    return type;
}

static struct text label_of(struct session *session, const struct ast_field *ast)
{
    if (ast->label)
        return AST_AS(string, ast->label)->text;
    struct text name = name_text(ast->name.name);
    char *label = arena_copy(session->arena, name.bytes, name.length);
    for (size_t i = 0; i < name.length; i++)
        label[i] = label[i] == '_' ? ' ' : label[i];
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 32);
    return (struct text){ label, name.length };
}

static bool is_taken(struct model *model, const struct kind *kind, const struct ast_field *ast)
{
    static const char *const own[] = { "id", "title", "kind" };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (text_equal(name_text(ast->name.name), text_of(own[i]))) {
            diag_report(model->session, E0303, ast->name.span, ast->name.name);
            return true;
        }
    }
    const struct field *other = kind_find_field(kind, ast->name.name);
    if (!other)
        return false;
    struct diag *diag = diag_report(model->session, E0304, ast->name.span, ast->name.name,
                                    other->owner->declaration.name);
    diag_label(model->session, diag, other->ast->name.span,
               other->owner == kind ? "the first stands here" : "it is inherited from here");
    return true;
}

/* Most fields of the library are given nowhere in a review, and a large one has no room for what no instance
 * gives. Tables are read later than kinds are built: where there are any, nobody knows. */
static bool has_room(const struct model *model, const struct kind *kind, const struct ast_field *ast)
{
    return ast->name.name->is_given || ast->value || ast->is_parent || kind->flags & KIND_DERIVED ||
           model->imports.count;
}

static void add_field(struct model *model, struct kind *kind, const struct viewpoint *from,
                      const struct ast_field *ast)
{
    if (is_taken(model, kind, ast))
        return;
    struct field *field = ARENA_NEW(model->session->arena, struct field);
    field->name = ast->name.name;
    field->owner = kind;
    field->ast = ast;
    field->type = kinds_read_type(model, from, ast->type);
    field->one = type_with_many(model->session, field->type, false);
    field->label = label_of(model->session, ast);
    field->cardinality = (enum cardinality)AST_AS(type, ast->type)->cardinality;
    field->is_confidential = AST_AS(type, ast->type)->confidential != 0;
    field->is_parent = ast->is_parent != 0;
    field->is_link = type_has(field->type, BASE_INSTANCE);
    field->slot = has_room(model, kind, ast) ? kind->slot_count++ : 0;
    if (field->is_parent && !field->is_link && !type_is_error(field->type))
        diag_report(model->session, E0305, ast->base.span, ast->name.name);
    if (kind->flags & KIND_DERIVED && field->type->many && !type_is_error(field->type))
        diag_help(model->session, diag_report(model->session, E0343, ast->base.span, ast->name.name),
                  "conclude one `%n` for each of them", kind->declaration.name);
    VEC_PUSH(model->session->arena, &kind->fields, field);
}

static void build(struct model *model, struct kind *kind);

static void build_parent(struct model *model, struct kind *kind, const struct viewpoint *from)
{
    const struct ast_name *name = &AST_AS(kind_declaration, kind->ast)->parent;
    if (!name->name)
        return;
    struct kind *parent = kinds_find(model, from, *name);
    if (!parent) {
        kind->is_broken = true;
        return;
    }
    if (parent->is_building) {
        diag_report(model->session, E0306, name->span, kind->declaration.name);
        kind->is_broken = true;
        return;
    }
    build(model, parent);
    kind->parent = parent;
    kind->level = parent->level + 1;
    kind->slot_count = parent->slot_count;
    kind->flags |= parent->flags & KIND_CASE;
    kind->is_broken = kind->is_broken || parent->is_broken;
    for (uint32_t i = 0; i < parent->fields.count; i++)
        VEC_PUSH(model->session->arena, &kind->fields, parent->fields.items[i]);
}

static void build(struct model *model, struct kind *kind)
{
    if (kind->is_built)
        return;
    struct viewpoint from = { kind->declaration.module, NULL };
    kind->is_building = true;
    kind->slot_count = 1;
    build_parent(model, kind, &from);
    AST_EACH (field, AST_AS(kind_declaration, kind->ast)->fields) {
        if (field->kind == AST_FIELD)
            add_field(model, kind, &from, AST_AS(field, field));
    }
    kind->is_building = false;
    kind->is_built = true;
}

void kinds_build(struct model *model)
{
    for (uint32_t i = 0; i < model->kinds.count; i++)
        build(model, model->kinds.items[i]);
}

void kinds_check_across(struct model *model, const struct ast_across *across)
{
    struct suggest suggest;
    suggest_init(&suggest, name_text(across->cases.name));
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        if (!(kind->flags & KIND_CASE))
            continue;
        if (kind->plural == across->cases.name)
            return;
        suggest_offer(&suggest, name_text(kind->plural));
    }
    if (model->lacks_module)
        return;
    struct diag *diag = diag_report(model->session, E0344, across->cases.span, across->cases.name);
    if (!diag_did_you_mean(model->session, diag, &suggest))
        diag_help(model->session, diag, "write `across reviews`, or leave it out where the rule is about one "
                                          "case at a time");
}
