/* How `emit c` writes reasons and messages. As values.c: not compiled here. */

//= sl_words
/* Words on their way out, as snprintf has it: all are counted, as many are kept as there is room for. */
struct sl_words {
    char *out;
    size_t room;
    size_t length;
};

//= sl_put_bytes
static void sl_put_bytes(struct sl_words *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (out->length + 1 < out->room)
            out->out[out->length] = bytes[i];
        out->length++;
    }
}

//= sl_put_string
static void sl_put_string(struct sl_words *out, const char *string)
{
    sl_put_bytes(out, string, strlen(string));
}

//= sl_put_truth
static void sl_put_truth(struct sl_words *out, int truth)
{
    sl_put_string(out, truth == SL_TRUE ? "yes" : truth == SL_FALSE ? "no" : "not recorded");
}

//= sl_put_natural
static void sl_put_natural(struct sl_words *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    sl_put_bytes(out, digits + at, sizeof digits - at);
}

//= sl_put_digit
/* The next digit of rest / below: ten times the rest, added up so that nothing overflows. */
static void sl_put_digit(struct sl_words *out, uint64_t *rest, uint64_t below)
{
    char digit = '0';
    uint64_t sum = 0;
    for (int i = 0; i < 10; i++) {
        int is_whole = *rest >= below - sum;
        digit = (char)(digit + is_whole);
        sum = is_whole ? *rest - (below - sum) : sum + *rest;
    }
    *rest = sum;
    sl_put_bytes(out, &digit, 1);
}

//= sl_put_number
/* So many `denominator`ths: with `digits` behind the point, or, where that is -1, exactly, which may be as a
 * fraction. */
static void sl_put_number(struct sl_words *out, int64_t number, int64_t denominator, int digits)
{
    if (number == SL_NONE) {
        sl_put_string(out, "not recorded");
        return;
    }
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t below = (uint64_t)denominator;
    uint64_t a = size;
    uint64_t b = below;
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    size /= a;
    below /= a;
    uint64_t odd = below;
    while (odd % 2 == 0)
        odd /= 2;
    while (odd % 5 == 0)
        odd /= 5;
    if (number < 0)
        sl_put_string(out, "-");
    if (digits < 0 && odd != 1) {
        sl_put_natural(out, size);
        sl_put_string(out, "/");
        sl_put_natural(out, below);
        return;
    }
    sl_put_natural(out, size / below);
    uint64_t rest = size % below;
    if (digits > 0 || (digits < 0 && rest))
        sl_put_string(out, ".");
    for (int i = 0; digits < 0 ? rest != 0 : i < digits; i++)
        sl_put_digit(out, &rest, below);
}

//= sl_put_day
static void sl_put_day(struct sl_words *out, int64_t number)
{
    static const char *const months[] = { " January ",   " February ", " March ",    " April ",
                                          " May ",       " June ",     " July ",     " August ",
                                          " September ", " October ",  " November ", " December " };
    int year;
    int month;
    int day;
    if (number == SL_NONE) {
        sl_put_string(out, "not recorded");
        return;
    }
    sl_date_of(number, &year, &month, &day);
    sl_put_natural(out, (uint64_t)day);
    sl_put_string(out, months[month - 1]);
    sl_put_natural(out, (uint64_t)year);
}

//= sl_put_category
static void sl_put_category(struct sl_words *out, int64_t category)
{
    sl_put_string(out, category == SL_NONE ? "not recorded" : sl_category_titles[category]);
}

//= sl_put_text
static void sl_put_text(struct sl_words *out, const struct sl_data *data, int64_t text)
{
    if (text < 0)
        sl_put_string(out, "not recorded");
    else
        sl_put_bytes(out, data->texts.bytes[text], data->texts.lengths[text]);
}

//= sl_put_title
static void sl_put_title(struct sl_words *out, const struct sl_data *data, const struct sl_table *table,
                         int64_t row)
{
    if (row == SL_NONE)
        sl_put_string(out, "not recorded");
    else if (table->title[row] >= 0)
        sl_put_text(out, data, table->title[row]);
    else
        sl_put_text(out, data, table->id[row]);
}

//= sl_end_words
static size_t sl_end_words(struct sl_words *out)
{
    if (out->room)
        out->out[out->length < out->room ? out->length : out->room - 1] = '\0';
    return out->length;
}
