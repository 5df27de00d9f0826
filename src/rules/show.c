/* Values in words, for messages and reports. */
#include "rules/show.h"

#include "types/secrecy.h"
#include "value/words.h"

static void show_bound(struct buf *out, struct number number, const struct type *type)
{
    bool decimal = type && type->count == 1 && type->parts[0].base == BASE_DECIMAL &&
                   type->parts[0].digits != TYPE_EXACT;
    if (decimal)
        number_print_decimal(out, number, type->parts[0].digits);
    else
        number_print(out, number);
}

static void show_number(struct buf *out, const struct wording *words, struct value value,
                        const struct type *type)
{
    struct number_range range;
    struct buf least;
    value_range(value, &range);
    buf_init(&least, out->arena);
    show_bound(&least, range.lo, type);
    if (range.open) {
        buf_text(out, WORDS_FILL(out->arena, words->or_more, buf_get(&least)));
        return;
    }
    buf_text(out, buf_get(&least));
    if (number_compare(range.lo, range.hi) != 0) {
        buf_str(out, "\xE2\x80\x93");
        show_bound(out, range.hi, type);
    }
}

/* What only may belong to a set is not shown. */
static void show_list(struct buf *out, const struct wording *words, struct value list,
                      const struct type *type)
{
    const char *between = "";
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.as.items[i].is_possible || value_is_unrecorded(list.as.items[i]))
            continue;
        buf_str(out, between);
        show_value(out, words, list.as.items[i], type);
        between = ", ";
    }
    if (!between[0])
        buf_str(out, words->none);
}

void show_value(struct buf *out, const struct wording *words, struct value value, const struct type *type)
{
    switch ((enum value_tag)value.tag) {
    case VALUE_NONE:
    case VALUE_ERROR:
        buf_str(out, words->not_recorded);
        break;
    case VALUE_BOOLEAN:
        buf_str(out, value.as.boolean ? words->yes : words->no);
        break;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        show_number(out, words, value, type);
        break;
    case VALUE_DATE:
        date_print(out, *value.as.date, words);
        break;
    case VALUE_PERIOD:
        period_print(out, *value.as.period, words);
        break;
    case VALUE_DURATION:
        duration_print(out, *value.as.duration, words);
        break;
    case VALUE_TEXT:
    case VALUE_PROSE:
        buf_text(out, *value.as.text);
        break;
    case VALUE_CATEGORY:
        buf_text(out, value.as.category->title);
        break;
    case VALUE_INSTANCE:
        buf_text(out, value.as.instance->title);
        break;
    case VALUE_LIST:
        show_list(out, words, value, type);
        break;
    }
}

struct text show_template(struct interp *interp, const struct ast_node *node, bool reveal)
{
    struct buf out;
    buf_init(&out, interp->session->arena);
    if (node->kind != AST_TEMPLATE) {
        show_value(&out, interp->words, interp_value(interp, node), NULL);
        return buf_get(&out);
    }
    AST_EACH (part, AST_AS(template, node)->parts) {
        if (part->kind == AST_STRING)
            buf_text(&out, AST_AS(string, part)->text);
        else if (!reveal && secrecy_find(part))
            buf_str(&out, "\xE2\x80\xA6");
        else
            show_value(&out, interp->words, interp_value(interp, part),
                       ((const struct ast_expr *)part)->result);
    }
    return buf_get(&out);
}

struct text show_words(struct session *session, const struct ast_node *node, size_t longest)
{
    struct text source = source_text(session_source(session, node->span), node->span);
    struct buf out;
    bool in_blank = false;
    buf_init(&out, session->arena);
    for (size_t i = 0; i < source.length; i++) {
        bool is_blank = memchr(" \t\r\n", source.bytes[i], 4) != NULL;
        if (out.length >= longest && is_blank) {
            buf_str(&out, " ...");
            break;
        }
        if (!is_blank || !in_blank)
            buf_byte(&out, is_blank ? ' ' : source.bytes[i]);
        in_blank = is_blank;
    }
    return buf_get(&out);
}
