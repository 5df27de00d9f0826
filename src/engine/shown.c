/* Values as outputs write them: numbers exactly, dates as ISO 8601 has them, categories by their path. What
 * is known only as a range is shown by its ends. Comes in: a slot as the engine gives it. Goes out: its parts
 * as texts; how they are quoted and joined is the format's affair. */
#include "engine/shown.h"

#include "diag/session.h"
#include "types/secrecy.h"
#include "types/type.h"
#include "value/words.h"

#define ELLIPSIS TEXT("\xE2\x80\xA6")

void shower_init(struct shower *shower, const struct model *model)
{
    struct session *session = model->session;
    *shower = (struct shower){ .masks = !session->options.show_values };
    for (int i = 0; i < 2; i++)
        buf_init(&shower->texts[i], session->arena);
    if (shower->masks && session->secret_values.count)
        shower->redactor = redact_new(session);
}

struct text shower_clean(struct shower *shower, struct text text)
{
    return shower->redactor ? redact_text(shower->redactor, NULL, text) : text;
}

static struct shown one(enum shown_sort sort, struct text text)
{
    return (struct shown){ SHOWN_ONE, { { sort, text } } };
}

/* Numbers */

static void add_natural(struct buf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buf_add(out, digits + at, sizeof digits - at);
}

static void add_integer(struct buf *out, int64_t number)
{
    if (number < 0)
        buf_byte(out, '-');
    add_natural(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* How many digits the field's numbers have after the point; TYPE_EXACT where it does not say. */
static unsigned digits_of(const struct field *field)
{
    const struct type *type = field->type;
    return type->count == 1 && type->parts[0].base == BASE_DECIMAL ? type->parts[0].digits : TYPE_EXACT;
}

/* Most decimals are a few digits: those need no long division. */
static bool add_short_decimal(struct buf *out, struct number number, unsigned digits)
{
    uint64_t power = 1;
    for (unsigned i = 0; i < digits; i++)
        power *= 10;
    if (number.den > (int128)power || (int128)power % number.den != 0 || number.num > INT32_MAX ||
        number.num < -INT32_MAX)
        return false;
    int128 scaled = number.num * ((int128)power / number.den);
    int128 size = scaled < 0 ? -scaled : scaled;
    if (size / power > UINT32_MAX)
        return false;
    if (scaled < 0)
        buf_byte(out, '-');
    add_natural(out, (uint64_t)(size / power));
    if (digits)
        buf_byte(out, '.');
    for (uint64_t rest = (uint64_t)(size % power); power > 1; rest %= power) {
        power /= 10;
        buf_byte(out, (char)('0' + (int)(rest / power)));
    }
    return true;
}

void shown_number(struct buf *out, const struct field *field, struct number number)
{
    unsigned digits = digits_of(field);
    int64_t whole;
    if (digits != TYPE_EXACT) {
        if (!add_short_decimal(out, number, digits))
            number_print_decimal(out, number, digits);
    } else if (number_to_int(number, &whole)) {
        add_integer(out, whole);
    } else {
        number_print(out, number);
    }
}

/* A fraction that no decimal is equal to is no bare number anywhere. */
static struct shown_part show_bound(struct buf *out, const struct field *field, struct number number)
{
    out->length = 0;
    shown_number(out, field, number);
    bool is_fraction = memchr(out->bytes, '/', out->length);
    return (struct shown_part){ is_fraction ? SHOWN_WORDS : SHOWN_BARE, buf_get(out) };
}

static struct shown show_number(struct shower *shower, const struct eval_slot *slot)
{
    const struct number_range *range = slot->value.as.number;
    struct shown shown = { SHOWN_ONE, { show_bound(&shower->texts[0], slot->field, range->lo) } };
    if (!range->open && number_compare(range->lo, range->hi) == 0)
        return shown;
    shown.shape = SHOWN_RANGE;
    shown.parts[1] = (struct shown_part){ SHOWN_NOTHING, TEXT("") };
    if (!range->open)
        shown.parts[1] = show_bound(&shower->texts[1], slot->field, range->hi);
    return shown;
}

static struct shown show_integer(struct shower *shower, const struct eval_slot *slot)
{
    struct number number = number_of_int(slot->value.as.integer);
    return (struct shown){ SHOWN_ONE, { show_bound(&shower->texts[0], slot->field, number) } };
}

/* Dates */

static void add_padded(struct buf *out, int number, int width)
{
    char digits[8];
    for (int i = width; i-- > 0; number /= 10)
        digits[i] = (char)('0' + number % 10);
    buf_add(out, digits, (size_t)width);
}

static void add_day(struct buf *out, int64_t day)
{
    int year, month, day_of_month;
    date_from_day_number(day, &year, &month, &day_of_month);
    add_padded(out, year, 4);
    buf_byte(out, '-');
    add_padded(out, month, 2);
    buf_byte(out, '-');
    add_padded(out, day_of_month, 2);
}

/* `2007-03-14`, `2007-03`, or `least..most`. */
static void add_date(struct buf *out, struct date date)
{
    enum { DAY_MINUTES = 24 * 60 };
    if (date.precision == DATE_DAY && date.lo >= 0 && !date.about_days) {
        add_day(out, date.lo / DAY_MINUTES);
        return;
    }
    if (date.about_days)
        date = (struct date){ date.lo, date.hi, DATE_RANGE, 0 };
    date_print_source(out, date);
}

/* An end of a range; nothing where it is the calendar's own. */
static struct shown_part end_of_range(struct text text, const char *unbounded)
{
    bool is_open = text_starts(text, text_of(unbounded));
    return (struct shown_part){ is_open ? SHOWN_NOTHING : SHOWN_WORDS, is_open ? TEXT("") : text };
}

static struct shown show_date(struct shower *shower, struct date date)
{
    struct buf *out = &shower->texts[0];
    out->length = 0;
    add_date(out, date);
    struct text text = buf_get(out);
    const char *dots = memmem(text.bytes, text.length, "..", 2);
    if (!dots)
        return one(SHOWN_WORDS, text);
    struct text least = { text.bytes, (size_t)(dots - text.bytes) };
    struct text most = { dots + 2, text.length - least.length - 2 };
    return (struct shown){ SHOWN_RANGE,
                           { end_of_range(least, "0001-01-01"), end_of_range(most, "9999-12-31") } };
}

static struct shown_part show_end(struct buf *out, struct date date, bool is_open)
{
    out->length = 0;
    if (is_open)
        return (struct shown_part){ SHOWN_NOTHING, TEXT("") };
    add_date(out, date);
    return (struct shown_part){ SHOWN_WORDS, buf_get(out) };
}

static struct shown show_period(struct shower *shower, const struct period *period)
{
    return (struct shown){ SHOWN_PERIOD,
                           { show_end(&shower->texts[0], period->from, period->open_from),
                             show_end(&shower->texts[1], period->to, period->open_to) } };
}

/* The rest */

static void add_path(struct buf *out, const struct category *category)
{
    if (category->above) {
        add_path(out, category->above);
        buf_byte(out, '.');
    }
    buf_text(out, name_text(category->name));
}

void shown_category(struct buf *out, const struct field *field, const struct category *category)
{
    if (field->type->count > 1)
        category_print_path(out, category);
    else
        add_path(out, category);
}

static bool is_hidden(const struct shower *shower, const struct kind *kind, const struct eval_slot *slot)
{
    bool tells = slot->value.tag == VALUE_INSTANCE || slot->value.tag == VALUE_CATEGORY;
    return shower->masks && (secrecy_conceals(slot->field) || (kind->secret && !tells));
}

struct shown shower_show(struct shower *shower, const struct kind *kind, const struct eval_slot *slot)
{
    struct buf *out = &shower->texts[0];
    out->length = 0;
    if (slot->value.tag != VALUE_NONE && is_hidden(shower, kind, slot))
        return one(SHOWN_WORDS, ELLIPSIS);
    switch ((enum value_tag)slot->value.tag) {
    case VALUE_NONE:
    case VALUE_ERROR:
    case VALUE_LIST: /* a conclusion's field takes one value */
        return one(SHOWN_NOTHING, TEXT(""));
    case VALUE_BOOLEAN:
        return one(SHOWN_BARE, slot->value.as.boolean ? TEXT("true") : TEXT("false"));
    case VALUE_INTEGER:
        return show_integer(shower, slot);
    case VALUE_NUMBER:
        return show_number(shower, slot);
    case VALUE_DATE:
        return show_date(shower, *slot->value.as.date);
    case VALUE_PERIOD:
        return show_period(shower, slot->value.as.period);
    case VALUE_DURATION:
        duration_print(out, *slot->value.as.duration, words_english());
        return one(SHOWN_WORDS, buf_get(out));
    case VALUE_TEXT:
    case VALUE_PROSE:
        return one(SHOWN_WORDS, shower_clean(shower, *slot->value.as.text));
    case VALUE_CATEGORY:
        shown_category(out, slot->field, slot->value.as.category);
        return one(SHOWN_WORDS, buf_get(out));
    case VALUE_INSTANCE:
        return one(SHOWN_WORDS, shower_clean(shower, slot->id));
    }
    return one(SHOWN_NOTHING, TEXT(""));
}
