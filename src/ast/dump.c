/* A tree as text, and whether two trees say the same: both by the shapes of kinds.def alone. */
#include "ast/dump.h"

#include "base/buf.h"

#define CHILD_OF(type, node, child) (*(const type *)(const void *)((const char *)(node) + (child)->offset))

static void dump(struct buf *out, const struct ast_node *node, const char *role, size_t depth);

static void dump_text(struct buf *out, struct text text)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n')
            buf_str(out, "\\n");
        else
            buf_byte(out, text.bytes[i]);
    }
    buf_byte(out, '"');
}

static void dump_inline(struct buf *out, const struct ast_node *node, const struct ast_child *child)
{
    switch (child->type) {
    case CHILD_NAME:
        if (CHILD_OF(struct name *, node, child))
            buf_printf(out, " %s=%s", child->name, CHILD_OF(struct name *, node, child)->text);
        break;
    case CHILD_TEXT:
        buf_byte(out, ' ');
        dump_text(out, CHILD_OF(struct text, node, child));
        break;
    case CHILD_INT:
        buf_printf(out, " %s=%lld", child->name, (long long)CHILD_OF(int64_t, node, child));
        break;
    case CHILD_FLAG:
        if (CHILD_OF(unsigned, node, child))
            buf_printf(out, " %s=%u", child->name, CHILD_OF(unsigned, node, child));
        break;
    case CHILD_DATE:
        buf_byte(out, ' ');
        date_print_source(out, CHILD_OF(struct date, node, child));
        break;
    case CHILD_KID:
    case CHILD_LIST:
        break;
    }
}

static void dump_children(struct buf *out, const struct ast_node *node, const struct ast_child *child,
                          size_t depth)
{
    if (child->type == CHILD_KID && CHILD_OF(struct ast_node *, node, child))
        dump(out, CHILD_OF(struct ast_node *, node, child), child->name, depth);
    if (child->type == CHILD_LIST) {
        AST_EACH (kid, CHILD_OF(struct ast_list, node, child))
            dump(out, kid, child->name, depth);
    }
}

static void dump(struct buf *out, const struct ast_node *node, const char *role, size_t depth)
{
    const struct ast_shape *shape = ast_shape(node->kind);
    buf_repeat(out, ' ', depth * 2);
    if (role)
        buf_printf(out, "%s: ", role);
    buf_str(out, shape->name);
    for (const struct ast_child *child = shape->children(); child->name; child++)
        dump_inline(out, node, child);
    buf_byte(out, '\n');
    for (const struct ast_child *child = shape->children(); child->name; child++)
        dump_children(out, node, child, depth + 1);
}

void ast_dump(struct buf *out, const struct ast_node *node)
{
    dump(out, node, NULL, 0);
}

static bool same_kid(const struct ast_node *a, const struct ast_node *b)
{
    return a && b ? ast_same(a, b) : a == b;
}

static bool same_list(const struct ast_list *a, const struct ast_list *b)
{
    const struct ast_node *right = b->first;
    for (const struct ast_node *left = a->first; left; left = left->next, right = right->next) {
        if (!right || !ast_same(left, right))
            return false;
    }
    return !right;
}

static bool same_child(const struct ast_node *a, const struct ast_node *b, const struct ast_child *child)
{
    switch (child->type) {
    case CHILD_NAME: {
        const struct name *left = CHILD_OF(struct name *, a, child);
        const struct name *right = CHILD_OF(struct name *, b, child);
        return left && right ? text_equal(name_text(left), name_text(right)) : left == right;
    }
    case CHILD_KID:
        return same_kid(CHILD_OF(struct ast_node *, a, child), CHILD_OF(struct ast_node *, b, child));
    case CHILD_LIST:
        return same_list(&CHILD_OF(struct ast_list, a, child), &CHILD_OF(struct ast_list, b, child));
    case CHILD_TEXT:
        return text_equal(CHILD_OF(struct text, a, child), CHILD_OF(struct text, b, child));
    case CHILD_INT:
        return CHILD_OF(int64_t, a, child) == CHILD_OF(int64_t, b, child);
    case CHILD_FLAG:
        return CHILD_OF(unsigned, a, child) == CHILD_OF(unsigned, b, child);
    case CHILD_DATE: {
        struct date left = CHILD_OF(struct date, a, child);
        struct date right = CHILD_OF(struct date, b, child);
        return left.lo == right.lo && left.hi == right.hi && left.precision == right.precision;
    }
    }
    return false;
}

bool ast_same(const struct ast_node *a, const struct ast_node *b)
{
    if (a->kind != b->kind)
        return false;
    for (const struct ast_child *child = ast_shape(a->kind)->children(); child->name; child++) {
        if (!same_child(a, b, child))
            return false;
    }
    return true;
}

bool ast_any(const struct ast_node *node, bool (*test)(const struct ast_node *node, void *context),
             void *context)
{
    if (test(node, context))
        return true;
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        const struct ast_node *kid = NULL;
        if (child->type == CHILD_KID)
            kid = CHILD_OF(struct ast_node *, node, child);
        if (child->type == CHILD_LIST)
            kid = CHILD_OF(struct ast_list, node, child).first;
        for (; kid; kid = child->type == CHILD_LIST ? kid->next : NULL) {
            if (ast_any(kid, test, context))
                return true;
        }
    }
    return false;
}
