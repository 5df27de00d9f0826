/* Texts to values of an instance: one text to one place, or taken apart to a list. Where the texts come from,
 * cells or JSON, is others' concern; what they mean is facts/reading.c's. */
#include "base/buf.h"
#include "base/utf8.h"
#include "diag/diag.h"
#include "facts/import_parts.h"

/* Text */

/* The first byte of a character that may stand in no text, or the length. */
static size_t find_forbidden(struct text text, uint32_t *point)
{
    size_t at = 0;
    while (at < text.length) {
        unsigned char byte = (unsigned char)text.bytes[at];
        if ((byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t') {
            at++;
            continue;
        }
        size_t length = utf8_decode(text, at, point);
        bool is_odd = *point == UTF8_BAD || *point == 0xFEFF;
        if (is_odd || utf8_is_unprintable(*point) || utf8_is_forbidden(*point))
            return at;
        at += length;
    }
    return at;
}

/* The text without its invisible characters. */
static struct text clean(struct import_table *table, struct text text, uint32_t offset)
{
    struct buf out;
    buf_init(&out, table->session->arena);
    if (!table->cleaned++)
        table->first_cleaned = offset;
    while (text.length) {
        uint32_t point;
        size_t sound = find_forbidden(text, &point);
        buf_add(&out, text.bytes, sound);
        size_t skipped = utf8_decode(text, sound, &point);
        text = (struct text){ text.bytes + sound + skipped, text.length - sound - skipped };
    }
    return buf_get(&out);
}

struct text import_clean(struct import_table *table, struct text text, uint32_t offset)
{
    uint32_t point;
    if (utf8_is_plain(text))
        return text;
    if (find_forbidden(text, &point) < text.length)
        text = clean(table, text, offset);
    return utf8_normalise(table->session->arena, text);
}

/* Values */

static void keep_secret(struct import_table *table, struct value value)
{
    if (value.tag == VALUE_TEXT || value.tag == VALUE_PROSE)
        VEC_PUSH(table->session->arena, &table->session->secret_values, *value.as.text);
}

/* Whom a text names; the rows of a case mostly follow each other, and name it again and again. What a table
 * can see already it will see to the end; within a record of JSON, another may have the name. */
static const struct import_target *find_target(struct import_table *table, const struct import_column *column,
                                               struct text text)
{
    struct import_target *last = column->last;
    bool is_known = false;
    if (last->name && text_equal(name_text(last->name), text) && (last->instance || table->json))
        return last;
    last->name = name_get(table->session->names, text.bytes, text.length);
    if (!table->json)
        last->instance = import_find(table->import, column->field->one, last->name, &is_known);
    return last;
}

void import_add_key(struct import_table *table, const struct import_column *column,
                    struct instance *instance, struct value *place, struct text text)
{
    const struct import_target *target = find_target(table, column, text);
    if (target->instance) {
        *place = (struct value){ .tag = VALUE_INSTANCE, .as.instance = target->instance };
        return;
    }
    struct import_key key = { .import = table->import, .field = column->field, .name = target->name,
                              .instance = instance, .place = place,
                              .span = import_cell_span(table, column) };
    VEC_PUSH(table->session->arena, &table->run->keys, key);
}

bool import_fill_place(struct import_table *table, const struct import_column *column,
                       struct instance *instance, struct value *place, struct text text)
{
    struct read_cell cell = reading_apply(&column->reading, text);
    switch (cell.outcome) {
    case READ_VALUE:
        *place = cell.value;
        instance->is_doubtful = instance->is_doubtful || cell.is_doubtful;
        if (import_is_secret(column))
            keep_secret(table, cell.value);
        return true;
    case READ_KEY:
        import_add_key(table, column, instance, place, text);
        return true;
    case READ_WRONG:
        import_report_value(table, column, text, cell.why);
        return true;
    case READ_ABSENT:
        break;
    }
    return false;
}

/* The length of the separator at the start of `rest`, or 0. */
static size_t separator_at(const struct import_column *column, struct text rest)
{
    AST_EACH (node, column->ast->separators) {
        struct text separator = AST_AS(string, node)->text;
        if (separator.length && text_starts(rest, separator))
            return separator.length;
    }
    return 0;
}

static struct text trimmed(struct text text)
{
    while (text.length && strchr(" \t\n", *text.bytes)) {
        text.bytes++;
        text.length--;
    }
    while (text.length && strchr(" \t\n", text.bytes[text.length - 1]))
        text.length--;
    return text;
}

/* The next of the texts in a cell, from `*at` on; false at the end. */
static bool next_part(const struct import_column *column, struct text text, size_t *at, struct text *part)
{
    if (*at > text.length)
        return false;
    size_t end = *at;
    size_t skipped = 0;
    while (end < text.length &&
           !(skipped = separator_at(column, (struct text){ text.bytes + end, text.length - end })))
        end++;
    *part = trimmed((struct text){ text.bytes + *at, end - *at });
    *at = skipped ? end + skipped : text.length + 1;
    return true;
}

bool import_fill_list(struct import_table *table, const struct import_column *column,
                      struct instance *instance, struct value *slot, struct text text)
{
    struct text part;
    uint32_t count = 0;
    for (size_t at = 0; next_part(column, text, &at, &part);)
        count += part.length || !text.length;
    struct value *items = ARENA_ARRAY(table->session->arena, struct value, count);
    count = 0;
    for (size_t at = 0; next_part(column, text, &at, &part);) {
        if ((part.length || !text.length) && import_fill_place(table, column, instance, &items[count], part))
            count++;
    }
    *slot = (struct value){ .tag = count ? VALUE_LIST : VALUE_NONE, .count = count, .as.items = items };
    return count != 0;
}
