/* What a cell's text means for a field: comes in, a text; goes out, a value, a key to be looked up, or why
 * it is neither. Looks nothing up among the instances and reports nothing about cells: that is
 * facts/import.c's. */
#include "facts/reading.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "diag/diag.h"
#include "facts/date_format.h"
#include "facts/lower.h"
#include "facts/memo.h"

#include <stdlib.h>

/* Every way to write a category: its name, its path and its title, in small letters, sorted. */
struct category_names {
    VEC(struct category_name {
        struct text text;
        const struct category *category; /* NULL: two are called so */
    }) list;
};

/* Categories */

static int compare_names(const void *left, const void *right)
{
    const struct category_name *a = left;
    const struct category_name *b = right;
    return text_compare(a->text, b->text);
}

static void add_name(struct session *session, struct category_names *names, struct text text,
                     const struct category *category)
{
    struct category_name name = { utf8_fold(session->arena, text), category };
    VEC_PUSH(session->arena, &names->list, name);
}

static void add_category(struct session *session, struct category_names *names,
                         const struct category *category)
{
    struct buf path;
    buf_init(&path, session->arena);
    category_print_path(&path, category);
    struct text whole = buf_get(&path);
    size_t skipped = category->of->declaration.name->length + 1;
    add_name(session, names, whole, category);
    add_name(session, names, (struct text){ whole.bytes + skipped, whole.length - skipped }, category);
    add_name(session, names, name_text(category->name), category);
    add_name(session, names, utf8_normalise(session->arena, category->title), category);
}

/* What is written alike stands together after sorting; the first of them then speaks for all. */
static void join_names(struct category_names *names)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < names->list.count; i++) {
        struct category_name *last = count ? &names->list.items[count - 1] : NULL;
        if (!last || !text_equal(last->text, names->list.items[i].text))
            names->list.items[count++] = names->list.items[i];
        else if (last->category != names->list.items[i].category)
            last->category = NULL;
    }
    names->list.count = count;
}

static const struct category_names *category_names_new(struct session *session, const struct type *type)
{
    struct category_names *names = ARENA_NEW(session->arena, struct category_names);
    for (uint32_t i = 0; i < type->count; i++) {
        const struct classification *of = type->parts[i].of;
        for (uint32_t j = 0; type->parts[i].base == BASE_CATEGORY && j < of->categories.count; j++)
            add_category(session, names, of->categories.items[j]);
    }
    if (!names->list.count)
        return NULL;
    qsort(names->list.items, names->list.count, sizeof *names->list.items, compare_names);
    join_names(names);
    return names;
}

static bool read_category(const struct reading *reading, struct text text, struct value *value,
                          const char **why)
{
    struct arena_mark mark = arena_mark(reading->session->arena);
    struct category_name wanted = { .text = utf8_fold(reading->session->arena, text) };
    const struct category_name *found = NULL;
    if (reading->names)
        found = bsearch(&wanted, reading->names->list.items, reading->names->list.count, sizeof wanted,
                        compare_names);
    arena_release(reading->session->arena, mark);
    if (found && !found->category)
        *why = "two of its categories are called so; a map can tell which is meant";
    if (!found || !found->category)
        return false;
    *value = (struct value){ .tag = VALUE_CATEGORY, .as.category = found->category };
    return true;
}

/* Numbers */

/* The number with a point before its tenths and nothing between its thousands; false where a sign stands
 * where it may not. */
static bool plain_number(const struct reading *reading, struct text text, struct buf *out)
{
    size_t since_group = 0;
    bool in_fraction = false;
    bool is_grouped = false;
    char point = reading->point ? reading->point : '.';
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (reading->group && byte == reading->group) {
            if (in_fraction || i == 0 || (is_grouped && since_group != 3) || since_group > 3)
                return false;
            is_grouped = true;
            since_group = 0;
            continue;
        }
        bool ends_whole = byte < '0' || byte > '9';
        if (ends_whole && !in_fraction && is_grouped && since_group != 3)
            return false;
        if (ends_whole && byte == '.' && point != '.')
            return false;
        in_fraction = in_fraction || ends_whole;
        since_group++;
        buf_byte(out, byte == point ? '.' : byte);
    }
    return in_fraction || !is_grouped || since_group == 3;
}

static bool read_number(const struct reading *reading, struct text text, struct number *number)
{
    struct text minus = TEXT("\xE2\x88\x92"); /* the printed sign */
    bool is_negative = text_starts(text, TEXT("-")) || text_starts(text, minus);
    size_t sign = text_starts(text, minus) ? minus.length : is_negative || text_starts(text, TEXT("+"));
    struct buf plain;
    char few[64];
    plain = (struct buf){ .arena = reading->session->arena, .bytes = few, .capacity = sizeof few };
    text = (struct text){ text.bytes + sign, text.length - sign };
    if (text.length >= sizeof few || !plain_number(reading, text, &plain) ||
        !number_parse(buf_get(&plain), number))
        return false;
    return !is_negative || number_negate(*number, number);
}

static const struct type_part *find_part(const struct type *type, enum base base)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->parts[i].base == base)
            return &type->parts[i];
    }
    return NULL;
}

bool reading_fit_number(const struct reading *reading, struct number number, struct value *value,
                        const char **why)
{
    const struct type_part *decimal = find_part(reading->type, BASE_DECIMAL);
    struct number rounded;
    int64_t whole;
    if (find_part(reading->type, BASE_INTEGER) && number_to_int(number, &whole)) {
        *value = (struct value){ .tag = VALUE_INTEGER, .as.integer = whole };
        return true;
    }
    *why = "it is not a whole number";
    if (!decimal)
        return false;
    *why = "it has more digits after the point than the field keeps";
    if (decimal->digits != TYPE_EXACT && (!number_round(number, decimal->digits, &rounded) ||
                                          number_compare(rounded, number) != 0))
        return false;
    struct number_range *range = ARENA_NEW(reading->session->arena, struct number_range);
    range->lo = range->hi = number;
    *value = (struct value){ .tag = VALUE_NUMBER, .as.number = range };
    return true;
}

static bool read_decimal(const struct reading *reading, struct text text, struct value *value,
                         const char **why)
{
    struct number number;
    *why = "it is not a number of at most 18 digits";
    return read_number(reading, text, &number) && reading_fit_number(reading, number, value, why);
}

static bool read_boolean(const struct reading *reading, struct text text, struct value *value)
{
    struct arena_mark mark = arena_mark(reading->session->arena);
    struct text folded = utf8_fold(reading->session->arena, text);
    bool is_true = text_equal(folded, TEXT("true"));
    bool is_false = text_equal(folded, TEXT("false"));
    arena_release(reading->session->arena, mark);
    *value = (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = is_true };
    return is_true || is_false;
}

/* Times */

static bool read_duration(const struct reading *reading, struct text text, struct value *value,
                          const char **why)
{
    size_t digits = 0;
    size_t blanks = 0;
    enum duration_unit unit = reading->unit;
    struct number count;
    int64_t whole;
    struct duration *duration = ARENA_NEW(reading->session->arena, struct duration);
    while (digits < text.length && text.bytes[digits] >= '0' && text.bytes[digits] <= '9')
        digits++;
    while (digits + blanks < text.length && text.bytes[digits + blanks] == ' ')
        blanks++;
    struct text word = { text.bytes + digits + blanks, text.length - digits - blanks };
    *why = reading->has_unit ? "it is not a whole number" : "a duration is a number and a unit: 3 weeks";
    if (word.length ? !duration_unit_find(word, &unit) : !reading->has_unit)
        return false;
    if (!number_parse((struct text){ text.bytes, digits }, &count) || !number_to_int(count, &whole) ||
        !duration_of(whole, unit, duration))
        return false;
    *value = (struct value){ .tag = VALUE_DURATION, .as.duration = duration };
    return true;
}

static bool read_day(const struct reading *reading, struct text text, struct date *date, const char **why)
{
    if (reading->is_serial)
        return date_read_serial(text, date, why);
    return reading->format ? date_format_read(reading->format, text, date, why)
                           : date_parse(text, date, why);
}

static bool read_date(const struct reading *reading, struct text text, struct value *value,
                      const char **why)
{
    struct date date;
    if (!read_day(reading, text, &date, why))
        return false;
    struct date *copy = ARENA_NEW(reading->session->arena, struct date);
    *copy = date;
    *value = (struct value){ .tag = VALUE_DATE, .as.date = copy };
    return true;
}

/* `2007-03..2008-01`, open at either end, or one date. */
static bool read_period(const struct reading *reading, struct text text, struct value *value,
                        const char **why)
{
    struct period period = { .open_from = false };
    const char *dots = text.length ? memmem(text.bytes, text.length, "..", 2) : NULL;
    if (!dots) {
        if (!read_day(reading, text, &period.from, why))
            return false;
        period = period_of_date(period.from);
    } else {
        struct text from = { text.bytes, (size_t)(dots - text.bytes) };
        struct text to = { dots + 2, text.length - from.length - 2 };
        period.open_from = !from.length;
        period.open_to = !to.length;
        *why = "a period begins or ends somewhere";
        if ((period.open_from && period.open_to) ||
            (!period.open_from && !read_day(reading, from, &period.from, why)) ||
            (!period.open_to && !read_day(reading, to, &period.to, why)))
            return false;
        *why = "it ends before it begins";
        if (!period.open_from && !period.open_to && period.from.lo > period.to.hi)
            return false;
    }
    struct period *copy = ARENA_NEW(reading->session->arena, struct period);
    *copy = period;
    *value = (struct value){ .tag = VALUE_PERIOD, .as.period = copy };
    return true;
}

/* A question mark before or behind a date. */
static bool strip_doubt(struct text *text)
{
    bool before = text->bytes[0] == '?';
    bool behind = !before && text->bytes[text->length - 1] == '?';
    text->bytes += before;
    text->length -= before || behind;
    while (text->length && *text->bytes == ' ') {
        text->bytes++;
        text->length--;
    }
    while (text->length && text->bytes[text->length - 1] == ' ')
        text->length--;
    return before || behind;
}

static bool read_time(const struct reading *reading, struct text text, struct read_cell *cell)
{
    bool is_date = type_has(reading->type, BASE_DATE);
    if (!is_date && !type_has(reading->type, BASE_PERIOD))
        return false;
    bool is_doubtful = strip_doubt(&text);
    cell->why = "a date is wanted";
    if (!text.length || !(is_date ? read_date(reading, text, &cell->value, &cell->why)
                                  : read_period(reading, text, &cell->value, &cell->why)))
        return false;
    cell->is_doubtful = is_doubtful;
    return true;
}

/* Maps */

static int compare_words(const void *left, const void *right)
{
    const struct reading_word *a = left;
    const struct reading_word *b = right;
    return text_compare(a->text, b->text);
}

bool reading_find_word(const struct reading *reading, struct text text, struct read_cell *cell)
{
    struct reading_word wanted = { .text = text };
    const struct reading_word *found = NULL;
    if (reading->word_count)
        found = bsearch(&wanted, reading->words, reading->word_count, sizeof wanted, compare_words);
    if (!found)
        return false;
    *cell = (struct read_cell){ found->is_absent ? READ_ABSENT : READ_VALUE, found->value,
                                found->is_doubtful, NULL };
    return true;
}

static void read_words(struct reading *reading, const struct ast_column *column)
{
    struct session *session = reading->session;
    reading->words = ARENA_ARRAY(session->arena, struct reading_word, ast_count(column->mappings));
    AST_EACH (node, column->mappings) {
        if (node->kind != AST_MAPPING)
            continue;
        const struct ast_mapping *mapping = AST_AS(mapping, node);
        struct reading_word *word = &reading->words[reading->word_count];
        word->text = utf8_normalise(session->arena, AST_AS(string, mapping->from)->text);
        for (uint32_t i = 0; i < reading->word_count; i++) {
            if (text_equal(reading->words[i].text, word->text))
                diag_report(session, E0403, mapping->from->span,
                            name_get(session->names, word->text.bytes, word->text.length));
        }
        word->is_absent = mapping->to == NULL;
        if (mapping->to)
            word->value = lower_fit(session, lower_constant(session, mapping->to, &word->is_doubtful),
                                    reading->type);
        reading->word_count++;
    }
    if (reading->word_count)
        qsort(reading->words, reading->word_count, sizeof *reading->words, compare_words);
}

/* Formats */

static bool read_number_format(struct reading *reading, struct text format)
{
    static const struct {
        const char *text;
        char group;
        char point;
    } formats[] = {
        { "1,234.5", ',', '.' }, { "1.234,5", '.', ',' }, { "1 234,5", ' ', ',' },
        { "1 234.5", ' ', '.' }, { "1'234.5", '\'', '.' }, { "1234,5", '\0', ',' },
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (text_equal(format, text_of(formats[i].text))) {
            reading->group = formats[i].group;
            reading->point = formats[i].point;
            return true;
        }
    }
    return false;
}

static bool read_format(struct reading *reading, struct text format, const char **why)
{
    const struct type *type = reading->type;
    *why = "a field of this type has no formats; a map `as { \"word\" -> value }` may help";
    if (type_has(type, BASE_DATE) || type_has(type, BASE_PERIOD)) {
        reading->is_serial = text_equal(format, TEXT("serial"));
        if (!reading->is_serial)
            reading->format = date_format_new(reading->session->arena, format, why);
        return reading->is_serial || reading->format;
    }
    if (type_has(type, BASE_INTEGER) || type_has(type, BASE_DECIMAL)) {
        *why = "numbers are written as \"1,234.5\", \"1.234,5\", \"1 234,5\", \"1 234.5\", "
               "\"1'234.5\" or \"1234,5\"";
        return read_number_format(reading, format);
    }
    if (type_has(type, BASE_DURATION)) {
        *why = "a duration's format is a unit: \"minutes\", \"hours\", \"days\", \"weeks\"";
        reading->has_unit = duration_unit_find(format, &reading->unit);
        return reading->has_unit;
    }
    return false;
}

void reading_new(struct reading *reading, struct session *session, const struct ast_column *column,
                 const struct type *one)
{
    const char *why = NULL;
    reading->session = session;
    reading->type = one;
    reading->names = category_names_new(session, one);
    reading->memo = memo_new(session->arena);
    read_words(reading, column);
    if (!column->format || read_format(reading, AST_AS(string, column->format)->text, &why))
        return;
    struct diag *diag = diag_report(session, E0429, column->format->span,
                                    AST_AS(string, column->format)->text);
    diag_help(session, diag, "%s", why);
}

/* Cells */

static struct read_cell read_text(const struct reading *reading, struct text text)
{
    bool is_text = type_has(reading->type, BASE_TEXT);
    struct text *copy = ARENA_NEW(reading->session->arena, struct text);
    *copy = text;
    return (struct read_cell){ .outcome = READ_VALUE,
                               .value = { .tag = is_text ? VALUE_TEXT : VALUE_PROSE, .as.text = copy } };
}

static struct read_cell understand(const struct reading *reading, struct text text)
{
    const struct type *type = reading->type;
    struct read_cell cell = { .outcome = READ_VALUE };
    if (reading_find_word(reading, text, &cell) || read_time(reading, text, &cell))
        return cell;
    if (type_has(type, BASE_DURATION) && read_duration(reading, text, &cell.value, &cell.why))
        return cell;
    bool is_number = type_has(type, BASE_INTEGER) || type_has(type, BASE_DECIMAL);
    if (is_number && read_decimal(reading, text, &cell.value, &cell.why))
        return cell;
    if (type_has(type, BASE_BOOLEAN) && read_boolean(reading, text, &cell.value))
        return cell;
    if (read_category(reading, text, &cell.value, &cell.why))
        return cell;
    if (type_has(type, BASE_INSTANCE) || type_has(type, BASE_TEXT) || type_has(type, BASE_PROSE)) {
        if (!type_has(type, BASE_INSTANCE))
            return read_text(reading, text);
        cell.outcome = READ_KEY;
        return cell;
    }
    cell.outcome = READ_WRONG;
    return cell;
}

struct read_cell reading_apply(const struct reading *reading, struct text text)
{
    bool is_met = false;
    struct memo_entry *entry = reading->memo ? memo_find(reading->memo, text, &is_met) : NULL;
    if (!entry)
        return understand(reading, text);
    if (!is_met)
        entry->cell = understand(reading, text);
    return entry->cell;
}
