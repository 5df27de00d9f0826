/* Which kinds are links of an influence graph. No kind is built in for it: what has the three fields is
 * one, so a framework may give its links whatever else it needs. */
#include "types/influence.h"

#include "diag/diag.h"
#include "types/checking.h"

static const struct field *find_field(const struct kind *kind, const char *name)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        if (text_equal(name_text(kind->fields.items[i]->name), text_of(name)))
            return kind->fields.items[i];
    }
    return NULL;
}

static bool is_one_instance(const struct field *field)
{
    return field && field->cardinality == CARDINALITY_ONE && type_is(field->type, BASE_INSTANCE);
}

static bool is_sign(const struct field *field)
{
    if (!field || field->type->many || field->type->count != 1 ||
        field->type->parts[0].base != BASE_CATEGORY)
        return false;
    const struct classification *of = field->type->parts[0].of;
    const struct module *module = of->declaration.module;
    return module->is_standard && text_equal(name_text(module->name), TEXT("core")) &&
           text_equal(name_text(of->declaration.name), TEXT("sign"));
}

bool influence_find(const struct kind *kind, struct influence_kind *out)
{
    *out = (struct influence_kind){ kind, find_field(kind, "from"), find_field(kind, "to"),
                                    find_field(kind, "sign") };
    return !(kind->flags & KIND_DERIVED) && is_one_instance(out->from) && is_one_instance(out->to) &&
           is_sign(out->sign);
}

bool influence_is_opposite(const struct category *sign)
{
    return text_equal(name_text(sign->name), TEXT("opposite"));
}

static const struct field *find_secret(const struct influence_kind *influence)
{
    return influence->from->is_confidential   ? influence->from
           : influence->to->is_confidential   ? influence->to
           : influence->sign->is_confidential ? influence->sign
                                              : NULL;
}

const struct field *influence_find_secret(const struct model *model)
{
    const struct field *secret = NULL;
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        struct influence_kind influence;
        const struct kind *kind = model->kinds.items[i];
        if (!secret && !kind->is_broken && influence_find(kind, &influence))
            secret = find_secret(&influence);
    }
    return secret;
}

void influence_check_call(struct checker *checker, const struct ast_call *call)
{
    struct session *session = checker->session;
    bool found = checker->model->lacks_module;
    for (uint32_t i = 0; i < checker->model->kinds.count; i++) {
        struct influence_kind influence;
        const struct kind *kind = checker->model->kinds.items[i];
        if (!kind->is_broken && !influence_find(kind, &influence))
            continue;
        found = true;
        const struct field *secret = kind->is_broken ? NULL : find_secret(&influence);
        if (!secret)
            continue;
        struct diag *diag = diag_report(session, E0512, call->callee.span, call->callee.name,
                                        kind->declaration.name, secret->name);
        diag_label(session, diag, secret->ast->name.span, "confidential here");
        diag_help(session, diag, "leave the links open to all, and keep what must not be shown in a field of "
                                 "its own");
        return;
    }
    if (found)
        return;
    struct diag *diag = diag_report(session, E0511, call->callee.span, call->callee.name);
    diag_help(session, diag, "such a kind has `from` and `to`, each exactly one instance, and `sign: sign?`; "
                             "`use causal_loops` brings one");
}
