/* How a whole program of `emit c --main` reads what a cell holds. As values.c: not compiled here; `$` stands
 * for the program's name, `@` for the same in capitals. */

//= sl_word sl_find_word
/* A word of a map, and what it stands for. */
struct sl_word {
    const char *bytes;
    size_t length;
    int64_t value;
};

/* Whether the cell is one of the words. */
static int sl_find_word(const struct sl_sheet *sheet, size_t column, const struct sl_word *words,
                        size_t count, int64_t *value)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    for (size_t i = 0; i < count; i++) {
        if (words[i].length == length && memcmp(words[i].bytes, bytes, length) == 0) {
            *value = words[i].value;
            return 1;
        }
    }
    return 0;
}

//= sl_no_value
/* What is not there, where it may be so. */
static int64_t sl_no_value(struct sl_sheet *sheet, size_t column, int may_be_none, int64_t none)
{
    if (!may_be_none)
        sl_mistake(sheet, sheet->headings[column], "this has to be recorded");
    return none;
}

//= sl_fold sl_is_folded
static char sl_fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static int sl_is_folded(const char *bytes, size_t length, const char *word, size_t word_length)
{
    if (length != word_length)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (sl_fold(bytes[i]) != sl_fold(word[i]))
            return 0;
    }
    return 1;
}

//= sl_read_truth
static int64_t sl_read_truth(struct sl_sheet *sheet, size_t column, int may_be_none)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    if (!length)
        return sl_no_value(sheet, column, may_be_none, @_UNKNOWN);
    if (sl_is_folded(bytes, length, "true", 4))
        return @_TRUE;
    if (!sl_is_folded(bytes, length, "false", 5))
        sl_mistake(sheet, sheet->headings[column], "`true` or `false` is wanted");
    return @_FALSE;
}

//= sl_read_category
/* The names of categories in small letters; a number below 0 for a name that two have. */
static int64_t sl_read_category(struct sl_sheet *sheet, size_t column, int may_be_none,
                                const struct sl_word *words, size_t count)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    if (!length)
        return sl_no_value(sheet, column, may_be_none, @_NONE);
    for (size_t i = 0; i < count; i++) {
        if (sl_is_folded(bytes, length, words[i].bytes, words[i].length) && words[i].value >= 0)
            return words[i].value;
    }
    sl_mistake(sheet, sheet->headings[column], "it is none of the categories");
    return @_NONE;
}

//= sl_read_number
/* A number of at most 18 digits, in units of the last of `digits` behind the point. */
static int64_t sl_read_number(struct sl_sheet *sheet, size_t column, int may_be_none, int digits)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    int64_t number = 0;
    int behind = -1;
    size_t seen = 0;
    if (!length)
        return sl_no_value(sheet, column, may_be_none, @_NONE);
    size_t sign = bytes[0] == '-' || bytes[0] == '+';
    for (size_t i = sign; i < length; i++) {
        if (bytes[i] == '.' && behind < 0 && i > sign && i + 1 < length) {
            behind = 0;
            continue;
        }
        int is_digit = bytes[i] >= '0' && bytes[i] <= '9';
        int is_spare = behind >= digits; /* a nought that says nothing more */
        if (!is_digit || seen++ >= 18 || (is_spare && bytes[i] != '0')) {
            sl_mistake(sheet, sheet->headings[column],
                       digits ? "a number is wanted with no more digits than the field keeps"
                              : "a whole number is wanted");
            return @_NONE;
        }
        if (!is_spare)
            number = number * 10 + (bytes[i] - '0');
        behind += behind >= 0;
    }
    if (length == sign)
        sl_mistake(sheet, sheet->headings[column], "a number is wanted");
    for (int i = behind < 0 ? 0 : behind; i < digits; i++) {
        if (number > INT64_MAX / 10) {
            sl_mistake(sheet, sheet->headings[column], "the number is too large");
            return @_NONE;
        }
        number *= 10;
    }
    return bytes[0] == '-' ? -number : number;
}

//= sl_read_day
/* Digits of the cell from `*at` on: `least` to `most` of them. */
static int sl_digits(const char *bytes, size_t length, size_t *at, size_t least, size_t most)
{
    int number = 0;
    size_t count = 0;
    while (*at < length && count < most && bytes[*at] >= '0' && bytes[*at] <= '9') {
        number = number * 10 + (bytes[(*at)++] - '0');
        count++;
    }
    return count >= least ? number : -1;
}

/* A day as the format has it: YYYY, MM, M, DD, D and what stands between them. */
static int64_t sl_read_day(struct sl_sheet *sheet, size_t column, int may_be_none, const char *format)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    int parts[3] = { 0, 0, 0 };
    size_t at = 0;
    int is_sound = 1;
    if (!length)
        return sl_no_value(sheet, column, may_be_none, @_NONE);
    while (*format && is_sound) {
        const char *letter = strchr("YMD", *format);
        size_t width = 1;
        if (!letter) {
            is_sound = at < length && bytes[at++] == *format++;
            continue;
        }
        while (format[width] == *format)
            width++;
        int number = sl_digits(bytes, length, &at, width, width > 1 ? width : 2);
        parts[letter - "YMD"] = number;
        is_sound = number >= 0;
        format += width;
    }
    int32_t day = is_sound && at == length ? $_day(parts[0], parts[1], parts[2]) : @_NONE_32;
    if (day == @_NONE_32)
        sl_mistake(sheet, sheet->headings[column],
                   "a day of the calendar is wanted, written as the import says");
    return day;
}

//= sl_open_for_texts sl_open_again
/* Data with room for rows, and for as many texts as there are. */
static int sl_open_with(struct sl_load *load, const struct $_room *room, void **memory)
{
    struct $_data data;
    size_t size = $_size(room);
    int32_t number;
    *memory = sl_more(NULL, size);
    int error = $_open(&data, room, *memory, size);
    for (uint32_t i = data.texts.count; i < load->data->texts.count && !error; i++)
        error = $_text(&data, load->data->texts.bytes[i], load->data->texts.lengths[i], &number);
    free(load->texts);
    load->texts = NULL;
    *load->data = data;
    return error;
}

/* While rows are read, there is room for texts alone. */
static int sl_open_for_texts(struct sl_load *load, uint32_t texts)
{
    struct $_room room;
    void *memory;
    if (!load->texts)
        load->data->texts.count = 0;
    memset(&room, 0, sizeof room);
    room.texts = texts;
    int error = sl_open_with(load, &room, &memory);
    load->texts = memory;
    return error;
}

static int sl_open_again(struct sl_load *load, struct $_room *room, void **memory)
{
    room->texts = load->data->texts.count;
    return sl_open_with(load, room, memory);
}

//= sl_text_number
static int64_t sl_text_number(struct sl_sheet *sheet, const char *bytes, size_t length)
{
    int32_t number;
    struct sl_load *load = sheet->load;
    if ($_text(load->data, bytes, length, &number) == @_FULL) {
        uint32_t count = load->data->texts.count;
        if (count > UINT32_C(1) << 29 || sl_open_for_texts(load, count * 2) ||
            $_text(load->data, bytes, length, &number)) {
            sl_mistake(sheet, NULL, "there are more texts than there is room for");
            return @_NONE;
        }
    }
    return number;
}

//= sl_next_id
/* `party_1`, `party_2` ...: for rows without an id. */
static int64_t sl_next_id(struct sl_sheet *sheet, const char *kind, uint32_t *numbered)
{
    size_t size = strlen(kind) + 12;
    char *id = (char *)sl_more(NULL, size);
    snprintf(id, size, "%s_%u", kind, (unsigned)++*numbered);
    return sl_text_number(sheet, id, strlen(id));
}

//= sl_narrow
static int32_t sl_narrow(int64_t value)
{
    return value == @_NONE ? @_NONE_32 : (int32_t)value;
}

//= sl_read_text
static int64_t sl_read_text(struct sl_sheet *sheet, size_t column, int may_be_none)
{
    size_t length;
    const char *bytes = sl_cell(sheet, column, &length);
    if (!length)
        return sl_no_value(sheet, column, may_be_none, @_NONE);
    return sl_text_number(sheet, bytes, length);
}
