/* Small questions about what is declared. */
#include "names/model.h"

#include "base/buf.h"
#include "diag/session.h"

bool kind_is(const struct kind *kind, const struct kind *ancestor)
{
    while (kind && kind->level > ancestor->level)
        kind = kind->parent;
    return kind == ancestor;
}

struct field *kind_find_field(const struct kind *kind, const struct name *name)
{
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        if (kind->fields.items[i]->name == name)
            return kind->fields.items[i];
    }
    return NULL;
}

void category_print_path(struct buf *out, const struct category *category)
{
    if (category->above)
        category_print_path(out, category->above);
    else
        buf_text(out, name_text(category->of->declaration.name));
    buf_byte(out, '.');
    buf_text(out, name_text(category->name));
}

struct text kind_phrase(struct session *session, const struct kind *kind)
{
    struct buf buf;
    buf_init(&buf, session->arena);
    buf_text(&buf, kind->title);
    if (buf.length && buf.bytes[0] >= 'A' && buf.bytes[0] <= 'Z')
        buf.bytes[0] = (char)(buf.bytes[0] + 32);
    return buf_get(&buf);
}
