/* Kinds as the shapes of JSON objects. Comes in: a kind with its fields. Goes out: keys, and what may stand
 * under each. How a value is written is facts/import_json.c's and emit/schema.c's. */
#include "facts/shape.h"

#include "diag/session.h"
#include "types/type.h"

#include <stdlib.h>

struct shapes shapes_new(struct model *model, const struct module *module)
{
    struct shapes shapes = { .model = model, .module = module };
    shapes.of_kinds = ARENA_ARRAY(model->session->arena, struct shape, model->kinds.count + 1);
    return shapes;
}

static struct arena *arena_of(const struct shapes *shapes)
{
    return shapes->model->session->arena;
}

struct shape *shape_new(struct shapes *shapes, const struct kind *kind)
{
    struct shape *shape = ARENA_NEW(arena_of(shapes), struct shape);
    shape->kind = (struct kind *)(uintptr_t)kind;
    shape->is_built = true;
    return shape;
}

struct shape_member *shape_add(struct shapes *shapes, struct shape *shape, struct text key,
                               enum shape_sort sort)
{
    VEC_PUSH(arena_of(shapes), &shape->members, (struct shape_member){ .key = key, .sort = sort });
    return &shape->members.items[shape->members.count - 1];
}

/* The one kind of instances that the type takes; NULL where it takes none or several. */
static const struct kind *only_kind(const struct type *type)
{
    const struct kind *only = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base == BASE_INSTANCE) {
            only = type->parts[i].of;
            count++;
        }
    }
    return count == 1 && !(only->flags & KIND_DERIVED) ? only : NULL;
}

/* The shape of a kind, perhaps not worked out yet: kinds may be nested in one another without end. */
static struct shape *place_of(struct shapes *shapes, const struct kind *kind)
{
    struct shape *shape = &shapes->of_kinds[kind->index];
    shape->kind = (struct kind *)(uintptr_t)kind;
    return shape;
}

static bool is_taken(const struct shape *shape, struct text key)
{
    for (uint32_t i = 0; i < shape->members.count; i++) {
        if (text_equal(shape->members.items[i].key, key))
            return true;
    }
    return false;
}

const struct field *shape_link(const struct kind *kind, const struct kind *outer)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        for (uint32_t part = 0; field->is_parent && part < field->one->count; part++) {
            if (field->one->parts[part].base == BASE_INSTANCE && kind_is(outer, field->one->parts[part].of))
                return field;
        }
    }
    return NULL;
}

/* What links to its parent stands in it; in a case, whatever else belongs to one. */
static bool may_stand_in(const struct shapes *shapes, const struct kind *kind, const struct kind *outer)
{
    bool is_case = outer->flags & KIND_CASE && !(kind->flags & KIND_CASE);
    return !(kind->flags & KIND_DERIVED) && module_sees(shapes->module, kind->declaration.module) &&
           (is_case || shape_link(kind, outer));
}

void shape_add_nested(struct shapes *shapes, struct shape *shape)
{
    for (uint32_t i = 0; i < shapes->model->kinds.count; i++) {
        const struct kind *kind = shapes->model->kinds.items[i];
        if (may_stand_in(shapes, kind, shape->kind) && !is_taken(shape, name_text(kind->plural)))
            shape_add(shapes, shape, name_text(kind->plural), SHAPE_NESTED)->objects = place_of(shapes, kind);
    }
}

static int compare_members(const void *left, const void *right)
{
    const struct shape_member *a = *(struct shape_member *const *)left;
    const struct shape_member *b = *(struct shape_member *const *)right;
    int order = text_compare(a->key, b->key);
    return order ? order : (a > b) - (a < b); /* both in one array: the first stays the first */
}

void shape_finish(struct shapes *shapes, struct shape *shape)
{
    uint32_t count = shape->members.count;
    shape->sorted = ARENA_ARRAY(arena_of(shapes), struct shape_member *, count);
    for (uint32_t i = 0; i < count; i++) {
        struct shape_member *member = &shape->members.items[i];
        const struct kind *kind = member->sort == SHAPE_FIELD ? only_kind(member->field->one) : NULL;
        member->objects = kind ? place_of(shapes, kind) : member->objects;
        shape->sorted[i] = member;
    }
    if (count)
        qsort(shape->sorted, count, sizeof(struct shape_member *), compare_members);
    struct shape_member *last = NULL;
    for (uint32_t i = 0; i < count; i++) {
        struct shape_member *member = shape->sorted[i];
        member->is_also = last && text_equal(last->key, member->key);
        if (member->is_also)
            last->also = member;
        else
            shape->sorted[shape->sorted_count++] = member;
        last = member;
    }
}

struct shape *shape_of(struct shapes *shapes, const struct kind *kind)
{
    struct shape *shape = place_of(shapes, kind);
    if (shape->is_built)
        return shape;
    shape->is_built = true;
    shape_add(shapes, shape, TEXT("id"), SHAPE_ID);
    shape_add(shapes, shape, TEXT("title"), SHAPE_TITLE);
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        const struct field *field = kind->fields.items[i];
        shape_add(shapes, shape, name_text(field->name), SHAPE_FIELD)->field = field;
    }
    shape_add_nested(shapes, shape);
    shape_finish(shapes, shape);
    return shape;
}

static int compare_key(const void *key, const void *member)
{
    return text_compare(*(const struct text *)key, (*(struct shape_member *const *)member)->key);
}

/* Objects of a kind mostly have their keys in the same order. */
struct shape_member *shape_find(struct shape *shape, struct text key)
{
    struct shape_member *members = shape->members.items;
    struct shape_member *next = &members[shape->expected];
    if (shape->expected < shape->members.count && !next->is_also && text_equal(next->key, key)) {
        shape->expected++;
        return next;
    }
    struct shape_member **found = NULL;
    if (shape->sorted_count)
        found = bsearch(&key, shape->sorted, shape->sorted_count, sizeof *found, compare_key);
    if (!found)
        return NULL;
    shape->expected = (uint32_t)(*found - members) + 1;
    return *found;
}
