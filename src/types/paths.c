/* What a name or a dotted path means: a variable, an instance, a parameter, a category, or a member of
 * what stands before the dot. */
#include "types/checking.h"

#include "base/buf.h"
#include "diag/diag.h"

enum { PATH_LONGEST = 32, LISTED_MOST = 6 };

/* A path a.b.c in pieces. */
struct path {
    struct ast_name parts[PATH_LONGEST];
    uint32_t count;
};

static const struct type *error_type(struct checker *checker)
{
    return type_of_base(checker->session, BASE_ERROR);
}

static bool flatten(const struct ast_node *node, struct path *path)
{
    if (node->kind == AST_IDENT) {
        path->parts[0] = (struct ast_name){ AST_AS(ident, node)->name, node->span };
        path->count = 1;
        return true;
    }
    if (node->kind != AST_MEMBER || !flatten(AST_AS(member, node)->base_node, path) ||
        path->count == PATH_LONGEST)
        return false;
    path->parts[path->count++] = ast_member_word(AST_AS(member, node));
    return true;
}

void checking_set_reference(struct ast_node *node, enum reference reference, void *target)
{
    node->reference = (uint8_t)reference;
    if (node->kind == AST_IDENT)
        AST_AS(ident, node)->target = target;
    else
        AST_AS(member, node)->target = target;
}

static struct variable *find_variable(const struct checker *checker, const struct name *name)
{
    for (struct variable *variable = checker->variables; variable; variable = variable->outer) {
        if (variable->name == name)
            return variable;
    }
    return NULL;
}

/* Categories */

static bool path_fits(const struct category *category, const struct path *path, uint32_t first)
{
    for (uint32_t i = path->count; i > first; i--) {
        if (!category || category->name != path->parts[i - 1].name)
            return false;
        category = category->above;
    }
    return true;
}

/* Categories whose path ends in `path`, its first part perhaps the taxonomy's own name. A path from the
 * root wins over the same words deeper down. */
static uint32_t find_in(const struct classification *in, const struct path *path,
                        struct category **found)
{
    uint32_t first = path->count > 1 && path->parts[0].name == in->declaration.name;
    uint32_t count = 0;
    for (uint32_t i = 0; i < in->categories.count; i++) {
        struct category *category = in->categories.items[i];
        if (!path_fits(category, path, first))
            continue;
        const struct category *top = category;
        for (uint32_t part = first + 1; part < path->count; part++)
            top = top->above;
        if (!top->above) {
            found[0] = category;
            return 1;
        }
        if (count < LISTED_MOST)
            found[count] = category;
        count++;
    }
    return count;
}

static void report_ambiguous(struct checker *checker, struct span span, struct category **found,
                             uint32_t count)
{
    struct buf list;
    buf_init(&list, checker->session->arena);
    for (uint32_t i = 0; i < count && i < LISTED_MOST; i++) {
        buf_str(&list, i ? ", `" : "`");
        category_print_path(&list, found[i]);
        buf_byte(&list, '`');
    }
    struct diag *diag = diag_report(checker->session, E0213, span,
                                    source_text(session_source(checker->session, span), span));
    diag_help(checker->session, diag, "write more of its path: %t", buf_get(&list));
}

static const struct type *take_category(struct checker *checker, struct ast_node *node,
                                        struct category *category)
{
    checking_set_reference(node, REFER_CATEGORY, category);
    return type_of_part(checker->session, (struct type_part){ BASE_CATEGORY, 0, category->of }, false);
}

/* NULL where no category of what is expected has this path. */
static const struct type *try_expected_category(struct checker *checker, struct ast_node *node,
                                                const struct path *path, const struct type *expected)
{
    struct category *found[LISTED_MOST * 2];
    uint32_t count = 0;
    for (uint32_t i = 0; expected && i < expected->count; i++) {
        if (expected->parts[i].base == BASE_CATEGORY && count < LISTED_MOST)
            count += find_in(expected->parts[i].of, path, found + count);
    }
    if (count == 0)
        return NULL;
    if (count == 1)
        return take_category(checker, node, found[0]);
    report_ambiguous(checker, node->span, found, count);
    checking_set_reference(node, REFER_ERROR, NULL);
    return error_type(checker);
}

static void suggest_category(struct checker *checker, struct diag *diag,
                             const struct classification *in, const struct path *path)
{
    struct suggest suggest;
    const struct name *last = path->parts[path->count - 1].name;
    suggest_init(&suggest, name_text(last));
    for (uint32_t i = 0; i < in->categories.count; i++)
        suggest_offer(&suggest, name_text(in->categories.items[i]->name));
    if (diag_did_you_mean(checker->session, diag, &suggest))
        return;
    struct buf list;
    buf_init(&list, checker->session->arena);
    uint32_t listed = 0;
    for (uint32_t i = 0; i < in->categories.count; i++) {
        if (in->categories.items[i]->above)
            continue;
        if (++listed > 8) {
            buf_str(&list, ", ...");
            break;
        }
        buf_printf(&list, "%s`%s`", listed > 1 ? ", " : "", in->categories.items[i]->name->text);
    }
    diag_help(checker->session, diag, "`%n` has %t", in->declaration.name, buf_get(&list));
}

/* A path that begins with a taxonomy's name. */
static const struct type *check_classified(struct checker *checker, struct ast_node *node,
                                           const struct path *path, struct classification *in)
{
    struct category *found[LISTED_MOST];
    if (path->count == 1) {
        struct diag *diag = diag_report(checker->session, E0214, node->span, in->declaration.name);
        suggest_category(checker, diag, in, path);
        checking_set_reference(node, REFER_ERROR, NULL);
        return error_type(checker);
    }
    uint32_t count = find_in(in, path, found);
    if (count == 1)
        return take_category(checker, node, found[0]);
    checking_set_reference(node, REFER_ERROR, NULL);
    if (count > 1) {
        report_ambiguous(checker, node->span, found, count);
    } else {
        const struct ast_name *last = &path->parts[path->count - 1];
        struct diag *diag =
            diag_report(checker->session, E0215, last->span, last->name, in->declaration.name);
        suggest_category(checker, diag, in, path);
    }
    return error_type(checker);
}

/* Names */

static const struct type *instance_type(struct checker *checker, const struct kind *kind, bool many)
{
    return type_of_part(checker->session, (struct type_part){ BASE_INSTANCE, 0, kind }, many);
}

static struct kind *case_named(const struct checker *checker, const struct name *name)
{
    if (!checker->knows_case)
        return NULL;
    struct declaration *found = scope_find(&checker->from, name, DECLARES(KIND));
    struct kind *kind = found && found->kind == DECLARES_KIND ? (struct kind *)found : NULL;
    return kind && kind->flags & KIND_CASE ? kind : NULL;
}

static bool is_word(const struct name *name, const char *word)
{
    return text_equal(name_text(name), text_of(word));
}

static const struct type *take_declared(struct checker *checker, struct ast_node *node,
                                        struct declaration *found)
{
    switch ((enum declaration_kind)found->kind) {
    case DECLARES_INSTANCE: {
        struct instance *instance = (struct instance *)found;
        checking_set_reference(node, REFER_INSTANCE, instance);
        return instance->of ? instance_type(checker, instance->of, false) : error_type(checker);
    }
    case DECLARES_PARAMETER:
        checking_set_reference(node, REFER_PARAMETER, found);
        return ((struct parameter *)found)->type ? ((struct parameter *)found)->type
                                                 : error_type(checker);
    case DECLARES_KIND:
    case DECLARES_CLASSIFICATION:
    case DECLARES_MEASURE:
    case DECLARES_TABLE:
    case DECLARES_CHECK:
    case DECLARES_RULE:
    case DECLARES_REPORT:
    case DECLARES_CALENDAR:
    case DECLARES_ERROR:
        break;
    }
    checking_set_reference(node, REFER_ERROR, NULL);
    return error_type(checker);
}

/* What a lone name means besides a category; NULL where nothing. */
static const struct type *try_name(struct checker *checker, struct ast_node *node)
{
    const struct name *name = AST_AS(ident, node)->name;
    struct variable *variable = find_variable(checker, name);
    if (variable) {
        checking_set_reference(node, REFER_VARIABLE, variable);
        return variable->type;
    }
    if (checker->self && is_word(name, "self")) {
        checking_set_reference(node, REFER_SELF, NULL);
        return instance_type(checker, checker->self, false);
    }
    if (checker->in_each && is_word(name, "index")) {
        checking_set_reference(node, REFER_INDEX, NULL);
        return type_of_base(checker->session, BASE_INTEGER);
    }
    struct declaration *found =
        scope_find(&checker->from, name, DECLARES(INSTANCE) | DECLARES(PARAMETER));
    if (found)
        return take_declared(checker, node, found);
    struct kind *case_kind = case_named(checker, name);
    if (!case_kind)
        return NULL;
    checking_set_reference(node, REFER_CASE, case_kind);
    return instance_type(checker, case_kind, false);
}

static bool head_is_known(const struct checker *checker, const struct name *name)
{
    return find_variable(checker, name) || (checker->self && is_word(name, "self")) ||
           (checker->in_each && is_word(name, "index")) ||
           scope_find(&checker->from, name, DECLARES(INSTANCE) | DECLARES(PARAMETER)) ||
           case_named(checker, name);
}

bool path_is_bare(const struct checker *checker, const struct ast_node *node)
{
    struct path path;
    return flatten(node, &path) && !head_is_known(checker, path.parts[0].name);
}

/* False where nothing is like it. */
static bool suggest_names(struct checker *checker, struct diag *diag, const struct name *name,
                          const struct type *expected)
{
    struct suggest suggest;
    if (!checker->suggestions_left)
        return true;
    checker->suggestions_left--;
    suggest_init(&suggest, name_text(name));
    for (struct variable *variable = checker->variables; variable; variable = variable->outer)
        suggest_offer(&suggest, name_text(variable->name));
    bool wants_instance = expected && type_has(expected, BASE_INSTANCE);
    if (!wants_instance)
        scope_suggest(checker->model, &checker->from, DECLARES(PARAMETER), &suggest);
    const struct instances *among =
        checker->from.test ? &checker->from.test->instances : &checker->model->instances;
    for (uint32_t i = 0; i < among->count; i++) {
        const struct instance *instance = among->items[i];
        bool fits = !wants_instance;
        for (uint32_t part = 0; !fits && instance->of && part < expected->count; part++)
            fits = expected->parts[part].base == BASE_INSTANCE &&
                   kind_is(instance->of, expected->parts[part].of);
        if (fits)
            suggest_offer(&suggest, name_text(instance->declaration.name));
    }
    for (uint32_t i = 0; expected && i < expected->count; i++) {
        const struct classification *in = expected->parts[i].of;
        for (uint32_t j = 0; expected->parts[i].base == BASE_CATEGORY && j < in->categories.count; j++)
            suggest_offer(&suggest, name_text(in->categories.items[j]->name));
    }
    return diag_did_you_mean(checker->session, diag, &suggest);
}

/* The only taxonomy a place wants, or NULL. */
static const struct classification *only_classification(const struct type *expected)
{
    bool one = expected && expected->count == 1 && expected->parts[0].base == BASE_CATEGORY;
    return one ? expected->parts[0].of : NULL;
}

/* `caseload` where `w.caseload` is meant. */
static bool suggest_field(struct checker *checker, struct diag *diag, const struct name *name)
{
    for (struct variable *variable = checker->variables; variable; variable = variable->outer) {
        if (!variable->kind || !kind_find_field(variable->kind, name))
            continue;
        diag_help(checker->session, diag, "`%n` is a field of `%n`: write `%n.%n`", name, variable->name,
                  variable->name, name);
        return true;
    }
    return false;
}

/* A kind where a value is wanted: nothing yet says of what, or how many. */
static bool suggest_kind(struct checker *checker, struct diag *diag, const struct name *name)
{
    const struct declaration *found = scope_find(&checker->from, name, DECLARES(KIND));
    if (!found)
        return false;
    bool is_derived = ((const struct kind *)found)->flags & KIND_DERIVED;
    diag_help(checker->session, diag, is_derived && checker->knows_case && !checker->in_steps
                  ? "`%n` is a kind: say of what, as in `%n of NAME`, or ask for `some %n x`"
                  : "`%n` is a kind: write `some %n x` or `count(%n x)`", name, name, name);
    return true;
}

static const struct type *report_unknown(struct checker *checker, struct ast_node *node,
                                         const struct path *path, const struct type *expected)
{
    const struct classification *in = only_classification(expected);
    checking_set_reference(node, REFER_ERROR, NULL);
    if (checker->model->lacks_module && !in)
        return error_type(checker);
    if (in) {
        const struct ast_name *last = &path->parts[path->count - 1];
        struct diag *diag =
            diag_report(checker->session, E0215, last->span, last->name, in->declaration.name);
        suggest_category(checker, diag, in, path);
        return error_type(checker);
    }
    const struct ast_name *head = &path->parts[0];
    struct diag *diag = diag_report(checker->session, E0207, head->span, head->name);
    if (expected && !type_is_error(expected) && type_has(expected, BASE_INSTANCE))
        diag_say(checker->session, diag, "%t is wanted here",
                 type_phrase(checker->session, type_with_many(checker->session, expected, false)));
    else if (expected && type_is(expected, BASE_TEXT))
        diag_help(checker->session, diag, "a text stands in quotation marks: \"%n\"", head->name);
    if (suggest_field(checker, diag, head->name) || suggest_kind(checker, diag, head->name))
        return error_type(checker);
    if (!suggest_names(checker, diag, head->name, expected) && checker->in_steps)
        diag_help(checker->session, diag, "a variable stands for what a `for each` ranges over: "
                                          "`for each KIND %n`", head->name);
    if (checker->from.test) {
        struct viewpoint outside = { checker->from.module, NULL };
        if (scope_find(&outside, head->name, DECLARES(INSTANCE)))
            diag_note(checker->session, diag,
                      "`%n` is declared outside this test; a test sees only its own instances",
                      head->name);
    }
    return error_type(checker);
}

/* What the whole path means, or NULL where its last part is a member of what stands before it. Kept
 * apart from check_path so that its path does not lie on the stack once a level. */
__attribute__((noinline)) static const struct type *try_path(struct checker *checker, struct ast_node *node,
                                   const struct type *expected)
{
    struct path path;
    bool is_name = node->kind == AST_IDENT;
    if (!flatten(node, &path))
        return NULL;
    const struct name *head = path.parts[0].name;
    if (find_variable(checker, head))
        return is_name ? try_name(checker, node) : NULL;
    const struct type *category = try_expected_category(checker, node, &path, expected);
    if (category)
        return category;
    if (head_is_known(checker, head))
        return is_name ? try_name(checker, node) : NULL;
    struct declaration *found = scope_find(&checker->from, head, DECLARES(CLASSIFICATION));
    if (found && found->kind == DECLARES_CLASSIFICATION)
        return check_classified(checker, node, &path, (struct classification *)found);
    return report_unknown(checker, node, &path, expected);
}

const struct type *check_path(struct checker *checker, struct ast_node *node,
                              const struct type *expected)
{
    const struct type *type = try_path(checker, node, expected);
    return type ? type : check_member(checker, node);
}
