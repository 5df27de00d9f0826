/* What a whole program of `emit c --main` is made of: a writer of NDJSON, as `sightline eval` writes it. As
 * basics.c: not compiled here; `$` stands for the program's name, `@` for the same in capitals. */

//= $_main_begin
static void sl_put(const char *text)
{
    fputs(text, stdout);
}

/* The character at `at`, and its length; U+FFFD for bytes that are none. */
static uint32_t sl_character(const char *bytes, size_t length, size_t at, size_t *width)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = (unsigned char)bytes[at];
    size_t wanted = first < 0x80 ? 1
                  : first < 0xC2 ? 0
                  : first < 0xE0 ? 2
                  : first < 0xF0 ? 3
                  : first < 0xF5 ? 4
                                 : 0;
    uint32_t point = wanted < 2 ? first : first & (0x7Fu >> wanted);
    *width = 1;
    if (!wanted || wanted > length - at)
        return 0xFFFD;
    for (size_t i = 1; i < wanted; i++) {
        if (((unsigned char)bytes[at + i] & 0xC0) != 0x80)
            return 0xFFFD;
        point = point << 6 | ((unsigned char)bytes[at + i] & 0x3F);
    }
    if (point < least[wanted] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return 0xFFFD;
    *width = wanted;
    return point;
}

/* Whether a character may stand in a line that somebody looks at: it steers no terminal and breaks no line.
 */
static int sl_is_harmless(uint32_t point)
{
    if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x61C ||
        (point >= 0x200E && point <= 0x200F))
        return 0;
    if ((point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069))
        return 0;
    return (point & 0xFFFE) != 0xFFFE && !(point >= 0xFDD0 && point <= 0xFDEF) &&
           !(point >= 0xE0000 && point <= 0xE007F);
}

static void sl_put_string_of(const char *bytes, size_t length)
{
    size_t width;
    putchar('"');
    for (size_t at = 0; at < length; at += width) {
        uint32_t point = sl_character(bytes, length, at, &width);
        int is_bad = point == 0xFFFD && width == 1;
        if (point == '"' || point == '\\') {
            putchar('\\');
            putchar((int)point);
        } else if (point == '\n') {
            sl_put("\\n");
        } else if (sl_is_harmless(point) && !is_bad) {
            fwrite(bytes + at, 1, width, stdout);
        } else if (point > 0xFFFF) {
            printf("\\u%04X\\u%04X", (unsigned)(0xD800 + ((point - 0x10000) >> 10)),
                   (unsigned)(0xDC00 + ((point - 0x10000) & 0x3FF)));
        } else {
            printf("\\u%04X", (unsigned)point);
        }
    }
    putchar('"');
}

static void sl_put_text(const struct $_data *data, int32_t text)
{
    if (text < 0 || data->texts.lengths[text] == 0)
        sl_put("null");
    else
        sl_put_string_of(data->texts.bytes[text], data->texts.lengths[text]);
}

//= sl_put_words
/* A text that may be empty. */
static void sl_put_words(const struct $_data *data, int64_t text)
{
    if (text == @_NONE)
        sl_put("null");
    else
        sl_put_string_of(data->texts.bytes[text], data->texts.lengths[text]);
}

//= sl_put_truth
static void sl_put_truth(int64_t truth)
{
    sl_put(truth == @_TRUE ? "true" : truth == @_FALSE ? "false" : "null");
}

//= sl_put_decimal
/* So many units of the last of `digits` digits behind the point. */
static void sl_put_decimal(int64_t number, int digits)
{
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t power = 1;
    for (int i = 0; i < digits; i++)
        power *= 10;
    if (number == @_NONE) {
        sl_put("null");
        return;
    }
    printf(number < 0 ? "-%" PRIu64 : "%" PRIu64, size / power);
    if (digits)
        printf(".%0*" PRIu64, digits, size % power);
}

//= sl_put_range
static void sl_put_range(int64_t least, int64_t most, int digits)
{
    if (least == most) {
        sl_put_decimal(least, digits);
        return;
    }
    sl_put("{\"least\":");
    sl_put_decimal(least, digits);
    sl_put(",\"most\":");
    sl_put_decimal(most, digits);
    putchar('}');
}

//= sl_put_day
static void sl_put_day(int64_t number)
{
    int64_t from_march = number + 719468;
    int64_t era = from_march / 146097; /* no day before the year 1 gets here */
    int64_t in_era = from_march - era * 146097;
    int64_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    int64_t shifted = (5 * in_year + 2) / 153;
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    if (number == @_NONE)
        sl_put("null");
    else
        printf("\"%04d-%02d-%02d\"", (int)(of_era + era * 400) + (month <= 2), month,
               (int)(in_year - (153 * shifted + 2) / 5 + 1));
}

//= sl_put_hidden
/* What is confidential. */
static void sl_put_hidden(int is_known)
{
    sl_put(is_known ? "\"\342\200\246\"" : "null");
}

//= $_main_findings
/* Room for words, as much as is asked for. */
struct sl_page {
    char *bytes;
    size_t room;
};

static void *sl_more(void *memory, size_t size)
{
    void *more = realloc(memory, size);
    if (more)
        return more;
    fprintf(stderr, "$: there is no memory for %zu bytes\n", size);
    exit(3);
}

static size_t sl_fill_message(const struct $_data *data, const struct $_results *results, uint32_t number,
                              struct sl_page *page)
{
    size_t length = $_message_of_finding(data, results, number, page->bytes, page->room);
    if (length >= page->room) {
        page->room = length + 256;
        page->bytes = (char *)sl_more(page->bytes, page->room);
        $_message_of_finding(data, results, number, page->bytes, page->room);
    }
    return length;
}

static int sl_is_same_finding(const struct $_finding *a, const struct $_finding *b)
{
    int is_field = a->field && b->field ? strcmp(a->field, b->field) == 0 : a->field == b->field;
    return is_field && a->at == b->at && a->is_certain == b->is_certain && strcmp(a->check, b->check) == 0 &&
           strcmp(a->severity, b->severity) == 0;
}

/* Whether one of those before it, in the case, says the same of the same. */
static int sl_was_told(const struct $_data *data, const struct $_results *results, uint32_t first,
                       uint32_t number, const struct sl_page *message, size_t length, struct sl_page *other)
{
    struct $_finding finding = $_get_finding(data, results, number);
    for (uint32_t i = first; i < number; i++) {
        struct $_finding before = $_get_finding(data, results, i);
        if (sl_is_same_finding(&finding, &before) && sl_fill_message(data, results, i, other) == length &&
            memcmp(message->bytes, other->bytes, length) == 0)
            return 1;
    }
    return 0;
}

static void sl_put_finding(const struct $_data *data, const struct $_finding *finding, const char *message,
                           size_t length)
{
    sl_put("{\"check\":");
    sl_put_string_of(finding->check, strlen(finding->check));
    printf(",\"severity\":\"%s\",\"certain\":%s,\"at\":", finding->severity,
           finding->is_certain ? "true" : "false");
    sl_put_text(data, finding->at);
    sl_put(",\"field\":");
    if (finding->field)
        sl_put_string_of(finding->field, strlen(finding->field));
    else
        sl_put("null");
    sl_put(",\"message\":");
    sl_put_string_of(message, length);
    putchar('}');
}

/* Tells the findings of a case, of which the first is `*next`, each once. */
static void sl_put_findings(const struct $_data *data, const struct $_results *results, uint32_t in_case,
                            uint32_t *next, struct sl_page *page, struct sl_page *other)
{
    uint32_t first = *next;
    const char *between = "";
    sl_put("],\"findings\":[");
    for (; *next < $_count_findings(results); ++*next) {
        struct $_finding finding = $_get_finding(data, results, *next);
        if (finding.in_case != in_case)
            break;
        size_t length = sl_fill_message(data, results, *next, page);
        if (sl_was_told(data, results, first, *next, page, length, other))
            continue;
        sl_put(between);
        between = ",";
        sl_put_finding(data, &finding, page->bytes, length);
    }
    sl_put("]}\n");
}
