/* What stands behind a dot: a field, a link that points here, a case's members, or what every instance
 * has of its own. */
#include "types/checking.h"

#include "base/buf.h"
#include "diag/diag.h"

static const struct type *error_type(struct checker *checker)
{
    return type_of_base(checker->session, BASE_ERROR);
}

static const struct type *instance_type(struct checker *checker, const struct kind *kind, bool many)
{
    return type_of_part(checker->session, (struct type_part){ BASE_INSTANCE, 0, kind }, many);
}

static bool is_word(const struct name *name, const char *word)
{
    return text_equal(name_text(name), text_of(word));
}

static bool fits_kind(const struct field *field, const struct kind *kind)
{
    for (uint32_t i = 0; i < field->type->count; i++) {
        const struct type_part *part = &field->type->parts[i];
        if (part->base == BASE_INSTANCE && (kind_is(kind, part->of) || kind_is(part->of, kind)))
            return true;
    }
    return false;
}

/* The fields of `from` that link to things of `kind`; of several, the one to the parent. */
static const struct field *find_link(const struct kind *from, const struct kind *kind, uint32_t *count)
{
    const struct field *only = NULL;
    const struct field *parent = NULL;
    *count = 0;
    for (uint32_t i = 0; i < from->fields.count; i++) {
        const struct field *field = from->fields.items[i];
        if (!field->is_link || !fits_kind(field, kind))
            continue;
        only = field;
        parent = field->is_parent ? field : parent;
        ++*count;
    }
    if (*count > 1 && parent)
        *count = 1;
    return parent ? parent : only;
}

/* `plural_field`, where several links of one kind point the same way. */
static const struct field *find_long_link(const struct kind *from, const struct kind *kind,
                                          const struct name *name)
{
    size_t start = from->plural->length + 1;
    if (name->length <= start || memcmp(name->text, from->plural->text, from->plural->length) != 0 ||
        name->text[start - 1] != '_')
        return NULL;
    for (uint32_t i = 0; i < from->fields.count; i++) {
        const struct field *field = from->fields.items[i];
        if (field->is_link && fits_kind(field, kind) &&
            text_equal(name_text(field->name),
                       (struct text){ name->text + start, name->length - start }))
            return field;
    }
    return NULL;
}

static void report_many_links(struct checker *checker, const struct ast_name *name,
                              const struct kind *from, const struct kind *kind)
{
    struct buf list;
    buf_init(&list, checker->session->arena);
    for (uint32_t i = 0; i < from->fields.count; i++) {
        if (from->fields.items[i]->is_link && fits_kind(from->fields.items[i], kind))
            buf_printf(&list, "%s`%s_%s`", list.length ? ", " : "", from->plural->text,
                       from->fields.items[i]->name->text);
    }
    struct diag *diag = diag_report(checker->session, E0216, name->span, name->name,
                                    from->declaration.name, kind->declaration.name);
    diag_help(checker->session, diag, "write which one: %t", buf_get(&list));
}

static bool sees_kind(const struct checker *checker, const struct kind *kind)
{
    return module_sees(checker->from.module, kind->declaration.module);
}

/* A link that points here, or a case's members; REFER_NOTHING where the name is none. */
static struct member_option find_inverse(struct checker *checker, const struct kind *kind,
                                         const struct ast_name *name)
{
    struct member_option option = { kind, REFER_NOTHING, NULL };
    for (uint32_t i = 0; i < checker->model->kinds.count; i++) {
        struct kind *from = checker->model->kinds.items[i];
        if (!sees_kind(checker, from))
            continue;
        const struct field *field = NULL;
        if (from->plural == name->name) {
            uint32_t count;
            if (kind->flags & KIND_CASE) {
                option.reference = REFER_MEMBERS;
                option.target = from;
                return option;
            }
            field = find_link(from, kind, &count);
            if (count > 1) {
                report_many_links(checker, name, from, kind);
                option.reference = REFER_ERROR;
                return option;
            }
        } else {
            field = find_long_link(from, kind, name->name);
        }
        if (field) {
            struct inverse *inverse = ARENA_NEW(checker->session->arena, struct inverse);
            *inverse = (struct inverse){ from, field };
            option.reference = REFER_INVERSE;
            option.target = inverse;
            return option;
        }
    }
    return option;
}

static struct member_option find_member(struct checker *checker, const struct kind *kind,
                                        const struct ast_name *name)
{
    struct member_option option = { kind, REFER_NOTHING, NULL };
    if (is_word(name->name, "id"))
        option.reference = REFER_ID;
    else if (is_word(name->name, "title"))
        option.reference = REFER_TITLE;
    else if (is_word(name->name, "kind"))
        option.reference = REFER_KIND;
    if (option.reference != REFER_NOTHING)
        return option;
    option.target = kind_find_field(kind, name->name);
    option.reference = option.target ? REFER_FIELD : REFER_NOTHING;
    return option.target ? option : find_inverse(checker, kind, name);
}

static const struct type *option_type(struct checker *checker, const struct member_option *option)
{
    switch (option->reference) {
    case REFER_FIELD:
        return ((const struct field *)option->target)->type;
    case REFER_INVERSE:
        return instance_type(checker, ((const struct inverse *)option->target)->from, true);
    case REFER_MEMBERS:
        return instance_type(checker, option->target, true);
    case REFER_ID:
    case REFER_TITLE:
    case REFER_KIND:
        return type_of_base(checker->session, BASE_TEXT);
    default:
        return error_type(checker);
    }
}

static void check_clearance(struct checker *checker, const struct ast_name *name,
                            const struct member_option *option)
{
    const struct field *field = option->reference == REFER_FIELD ? option->target : NULL;
    const struct kind *met = option->reference == REFER_INVERSE
                                 ? ((const struct inverse *)option->target)->from
                                 : option->reference == REFER_MEMBERS ? option->target : NULL;
    if (checker->is_public && met && met->secret)
        checking_report_secret_rule(checker, name->span, met);
    if (option->reference == REFER_INVERSE)
        field = ((const struct inverse *)option->target)->field; /* who links here is what the links say */
    if (!checker->is_public || !field || !field->is_confidential)
        return;
    struct diag *diag = diag_report(checker->session, E0601, name->span, field->name,
                                    field->owner->declaration.name);
    diag_label(checker->session, diag, field->ast->base.span, "declared confidential here");
    diag_help(checker->session, diag, "leave it out, or show the title, which is made to be published");
}

static void suggest_member(struct checker *checker, struct diag *diag, const struct type *base,
                           const struct name *name)
{
    struct suggest suggest;
    suggest_init(&suggest, name_text(name));
    for (uint32_t i = 0; i < base->count; i++) {
        const struct kind *kind = base->parts[i].of;
        if (base->parts[i].base != BASE_INSTANCE)
            continue;
        for (uint32_t j = 0; j < kind->fields.count; j++)
            suggest_offer(&suggest, name_text(kind->fields.items[j]->name));
        for (uint32_t j = 0; j < checker->model->kinds.count; j++) {
            uint32_t count;
            const struct kind *from = checker->model->kinds.items[j];
            if (sees_kind(checker, from) &&
                (kind->flags & KIND_CASE || find_link(from, kind, &count)))
                suggest_offer(&suggest, name_text(from->plural));
        }
    }
    suggest_offer(&suggest, TEXT("title"));
    diag_did_you_mean(checker->session, diag, &suggest);
}

static const struct type *report_no_member(struct checker *checker, struct ast_node *node,
                                           const struct type *base)
{
    struct ast_name name = ast_member_word(AST_AS(member, node));
    struct diag *diag = diag_report(checker->session, E0211, name.span,
                                    type_phrase(checker->session,
                                                type_with_many(checker->session, base, false)),
                                    name.name);
    suggest_member(checker, diag, base, name.name);
    checking_set_reference(node, REFER_ERROR, NULL);
    return error_type(checker);
}

const struct type *check_member(struct checker *checker, struct ast_node *node)
{
    struct ast_member *member = AST_AS(member, node);
    struct ast_name name = ast_member_word(member);
    const struct type *base = check_expression(checker, member->base_node, NULL);
    if (type_is_error(base)) {
        checking_set_reference(node, REFER_ERROR, NULL);
        return error_type(checker);
    }
    struct member_choice *choice = ARENA_NEW(checker->session->arena, struct member_choice);
    choice->options = ARENA_ARRAY(checker->session->arena, struct member_option, base->count);
    const struct type *type = NULL;
    for (uint32_t i = 0; i < base->count; i++) {
        if (base->parts[i].base != BASE_INSTANCE)
            continue;
        struct member_option option = find_member(checker, base->parts[i].of, &name);
        if (option.reference == REFER_NOTHING)
            continue;
        check_clearance(checker, &name, &option);
        choice->options[choice->count++] = option;
        const struct type *one = option_type(checker, &option);
        type = type ? type_join(checker->session, type, one) : one;
    }
    if (!type)
        return report_no_member(checker, node, base);
    bool same = choice->count == base->count;
    for (uint32_t i = 1; i < choice->count; i++)
        same = same && choice->options[i].target == choice->options[0].target &&
               choice->options[i].reference == choice->options[0].reference;
    if (same)
        checking_set_reference(node, choice->options[0].reference, choice->options[0].target);
    else
        checking_set_reference(node, REFER_MIXED, choice);
    return type_with_many(checker->session, type, type->many || base->many);
}

const struct field *member_field(const struct ast_node *node)
{
    if (node->kind != AST_MEMBER || node->reference != REFER_FIELD)
        return NULL;
    const struct field *field = AST_AS(member, node)->target;
    return field->is_link ? field : NULL;
}
