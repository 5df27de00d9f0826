/* Nodes: shapes and constructors, all made from kinds.def. Constructors never return NULL and keep the
 * two facts that later passes rely on: how deep a tree is, and whether something in it is broken. */
#include "ast/ast.h"

#include "base/buf.h"
#include "diag/diag.h"

#include <assert.h>
#include <stddef.h>

/* The children of each kind: one small function a kind, so that offsetof can name its struct. */
#define A_NAME(child) { #child, CHILD_NAME, offsetof(shaped, child.name) },
#define A_WORD(child) { #child, CHILD_NAME, offsetof(shaped, child) },
#define A_KID(child) { #child, CHILD_KID, offsetof(shaped, child) },
#define A_LIST(child) { #child, CHILD_LIST, offsetof(shaped, child) },
#define A_TEXT(child) { #child, CHILD_TEXT, offsetof(shaped, child) },
#define A_INT(child) { #child, CHILD_INT, offsetof(shaped, child) },
#define A_FLAG(child) { #child, CHILD_FLAG, offsetof(shaped, child) },
#define A_DATE(child) { #child, CHILD_DATE, offsetof(shaped, child) },
#define A_SLOT(type, child)
#define NODE(struct_name, ...)                                                                     \
    static const struct ast_child *children_of_##struct_name(void)                                 \
    {                                                                                              \
        typedef struct ast_##struct_name shaped;                                                   \
        static const struct ast_child table[] = { __VA_ARGS__ { NULL, CHILD_NAME, sizeof(shaped) } };\
        return table;                                                                              \
    }
#define AST(kind, struct_name, sentence, children) NODE(struct_name, children)
#define EXPR(kind, struct_name, sentence, children) NODE(struct_name, children)
#include "ast/kinds.def"
#undef AST
#undef EXPR
#undef NODE
#undef A_NAME
#undef A_WORD
#undef A_KID
#undef A_LIST
#undef A_TEXT
#undef A_INT
#undef A_FLAG
#undef A_DATE

static const struct ast_shape shapes[] = {
#define AST(kind, struct_name, sentence, children) { #kind, sentence, false, children_of_##struct_name },
#define EXPR(kind, struct_name, sentence, children) { #kind, sentence, true, children_of_##struct_name },
#include "ast/kinds.def"
#undef AST
#undef EXPR
};

_Static_assert(sizeof shapes / sizeof *shapes == AST_KIND_COUNT, "one shape a kind");

const struct ast_shape *ast_shape(enum ast_kind kind)
{
    assert(kind < AST_KIND_COUNT);
    return &shapes[kind];
}

static const char *const operators[] = {
    [OP_OR] = "or",        [OP_AND] = "and",         [OP_EQUAL] = "=",        [OP_UNEQUAL] = "!=",
    [OP_LESS] = "<",       [OP_AT_MOST] = "<=",      [OP_GREATER] = ">",      [OP_AT_LEAST] = ">=",
    [OP_IN] = "in",        [OP_UNDER] = "under",     [OP_BEFORE] = "before",  [OP_AFTER] = "after",
    [OP_DURING] = "during", [OP_OVERLAPS] = "overlaps", [OP_ADD] = "+",       [OP_SUBTRACT] = "-",
    [OP_MULTIPLY] = "*",   [OP_DIVIDE] = "/",        [OP_DIV] = "div",        [OP_MOD] = "mod",
};

_Static_assert(sizeof operators / sizeof *operators == OP_COUNT, "one text an operator");

const char *binary_op_text(enum binary_op op)
{
    return operators[op];
}

struct ast_list ast_list_of(struct ast_node *node)
{
    if (!node)
        return (struct ast_list){ 0 };
    node->next = node;
    return (struct ast_list){ node };
}

struct ast_list ast_join(struct ast_list list, struct ast_list more)
{
    if (!list.first || !more.first)
        return list.first ? list : more;
    struct ast_node *first = list.first->next;
    list.first->next = more.first->next;
    more.first->next = first;
    return more;
}

struct ast_list ast_append(struct ast_list list, struct ast_node *node)
{
    return ast_join(list, ast_list_of(node));
}

static void open_ring(struct ast_list *list)
{
    struct ast_node *last = list->first;
    if (!last)
        return;
    list->first = last->next;
    last->next = NULL;
}

struct ast_node *ast_last(struct ast_list list)
{
    struct ast_node *last = list.first;
    while (last && last->next)
        last = last->next;
    return last;
}

uint32_t ast_count(struct ast_list list)
{
    uint32_t count = 0;
    AST_EACH (node, list)
        count++;
    return count;
}

/* What is known of the nodes that another one takes in. */
struct inside {
    unsigned levels;
    bool broken;
};

static void take_in(struct inside *inside, const struct ast_node *node)
{
    if (node->below >= inside->levels)
        inside->levels = node->below + 1u;
    inside->broken = inside->broken || node->broken;
}

/* Once a file: what is too deep once is too deep again a little further on. */
static struct ast_node *too_deep(struct session *session, struct span span)
{
    const struct diag *last =
        session->diags.count ? session->diags.items[session->diags.count - 1] : NULL;
    bool told = last && last->span.file == span.file && text_equal(last->code, TEXT("E0102"));
    if (!told)
        diag_report(session, E0102, span, (int)AST_DEEPEST);
    return AST_NEW(session, ERROR, error, span, .name = { NULL, span });
}

static struct inside take_in_children(struct ast_node *node)
{
    struct inside inside = { 0 };
    char *bytes = (char *)node;
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        if (child->type == CHILD_KID) {
            const struct ast_node *kid = *(struct ast_node *const *)(const void *)(bytes + child->offset);
            if (kid)
                take_in(&inside, kid);
        } else if (child->type == CHILD_LIST) {
            struct ast_list *list = (void *)(bytes + child->offset);
            open_ring(list);
            AST_EACH (kid, *list)
                take_in(&inside, kid);
        }
    }
    return inside;
}

static size_t size_of_kind(enum ast_kind kind)
{
    const struct ast_child *child = ast_shape(kind)->children();
    while (child->name)
        child++;
    return child->offset;
}

struct ast_node *ast_add(struct session *session, enum ast_kind kind, struct span span,
                         const struct ast_node *like)
{
    size_t size = size_of_kind(kind);
    struct ast_node *node = arena_alloc(session->arena, size, alignof(struct ast_expr));
    memcpy(node, like, size);
    node->kind = (uint8_t)kind;
    node->span = span;
    struct inside inside = take_in_children(node);
    if (inside.levels >= AST_DEEPEST)
        return too_deep(session, span);
    node->below = (uint8_t)inside.levels;
    node->broken = inside.broken || kind == AST_ERROR;
    return node;
}

static struct ast_name word_at(const struct ast_node *node, struct name *name, uint32_t start)
{
    return (struct ast_name){ name, { node->span.file, start, start + name->length } };
}

struct ast_name ast_kind_word(const struct ast_instance *instance)
{
    return word_at(&instance->base, instance->kind, instance->base.span.start);
}

struct ast_name ast_member_word(const struct ast_member *member)
{
    return word_at(&member->base, member->name, member->base.span.end - member->name->length);
}

struct ast_name ast_field_word(const struct source *source, const struct ast_assign *assign)
{
    struct ast_name word = word_at(&assign->base, assign->field, assign->base.span.start);
    uint32_t colon = word.span.end;
    while (source->bytes[colon] == ' ' || source->bytes[colon] == '\t')
        colon++;
    if (source->bytes[colon] == ':')
        word.span.end = colon + 1;
    return word;
}

/* The comments that end right before `offset`, nothing but white space between. */
static uint32_t first_doc_line(const struct ast *ast, uint32_t offset, uint32_t *end)
{
    uint32_t low = 0;
    uint32_t high = ast->comments.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ast->comments.items[middle].span.start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    *end = low;
    uint32_t limit = offset;
    while (low > 0) {
        const struct ast_comment *comment = &ast->comments.items[low - 1];
        for (uint32_t i = comment->span.end; i < limit; i++) {
            if (!strchr(" \t\r\n", ast->source->bytes[i]))
                return low;
        }
        if (!comment->is_doc)
            return low;
        limit = comment->span.start;
        low--;
    }
    return low;
}

struct text ast_doc(struct session *session, const struct ast *ast, const struct ast_node *node)
{
    uint32_t end;
    uint32_t first = first_doc_line(ast, node->span.start, &end);
    struct buf buf;
    buf_init(&buf, session->arena);
    for (uint32_t i = first; i < end; i++) {
        struct text line = source_text(ast->source, ast->comments.items[i].span);
        size_t skip = line.length > 2 && line.bytes[2] == ' ' ? 3 : 2;
        if (buf.length)
            buf_byte(&buf, '\n');
        buf_add(&buf, line.bytes + skip, line.length - skip);
    }
    return buf_get(&buf);
}
