/* How a whole program of `emit c --main` reads tables. It is stricter than `sightline eval`: what is not clear is
 * refused with its place, and no row is left out. What cells hold is never told: it may be confidential. As
 * values.c: not compiled here; `$` stands for the program's name, `@` for the same in capitals. */

//= sl_load
enum { SL_MISTAKES_SHOWN = 20 };

/* All that is being read. */
struct sl_load {
    struct $_data *data;
    int count; /* of words on the command line, where the data are */
    char **words;
    int mistakes;
    void *texts; /* the memory of data while rows are read */
};

/* A table and the row at hand. */
struct sl_sheet {
    struct sl_load *load;
    const char *path;
    char *bytes;
    size_t length;
    size_t at;
    size_t line; /* of the row */
    size_t next_line;
    char delimiter;
    const char **cells;
    size_t *lengths;
    size_t cell_count;
    size_t cell_room;
    size_t width;
    const char *const *headings;
    size_t *places; /* by heading: its cell */
};

static void sl_mistake(struct sl_sheet *sheet, const char *heading, const char *what)
{
    struct sl_load *load = sheet->load;
    if (load->mistakes++ < SL_MISTAKES_SHOWN)
        fprintf(stderr, heading ? "%s:%zu: %s: %s\n" : "%s:%zu: %s%s\n", sheet->path, sheet->line,
                heading ? heading : "", what);
}

/* Files */

static char *sl_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = (char *)sl_more(NULL, size);
    snprintf(path, size, "%s%s%s", folder, folder[0] ? "/" : "", name);
    return path;
}

/* The file of that name among what the command line names: a file, or one in a folder; or where it lies. */
static FILE *sl_open(const struct sl_load *load, const char *name, char **path)
{
    const char *slash = strrchr(name, '/');
    const char *last = slash ? slash + 1 : name;
    for (int i = 0; i < load->count; i++) {
        const char *word = load->words[i];
        const char *end = strrchr(word, '/');
        int is_it = strcmp(end ? end + 1 : word, last) == 0;
        *path = sl_path(is_it ? "" : word, is_it ? word : name);
        FILE *file = fopen(*path, "rb");
        if (file)
            return file;
        free(*path);
    }
    *path = sl_path("", name);
    return fopen(*path, "rb");
}

static int sl_read_file(struct sl_sheet *sheet, const char *name)
{
    char *path;
    size_t room = 1 << 16;
    FILE *file = sl_open(sheet->load, name, &path);
    sheet->path = path;
    if (!file) {
        fprintf(stderr, "$: `%s` cannot be read; say where the data are: $ FOLDER\n", name);
        sheet->load->mistakes++;
        return 0;
    }
    sheet->bytes = (char *)sl_more(NULL, room);
    while (!feof(file) && !ferror(file)) {
        if (sheet->length + 1 >= room)
            sheet->bytes = (char *)sl_more(sheet->bytes, room *= 2);
        sheet->length += fread(sheet->bytes + sheet->length, 1, room - sheet->length - 1, file);
    }
    int is_sound = !ferror(file) && !memchr(sheet->bytes, '\0', sheet->length);
    fclose(file);
    sheet->bytes[sheet->length] = '\0';
    for (size_t at = 0, width; is_sound && at < sheet->length; at += width)
        is_sound = sl_character(sheet->bytes, sheet->length, at, &width) != 0xFFFD || width == 3;
    if (!is_sound) {
        fprintf(stderr, "%s: it is no text in UTF-8\n", path);
        sheet->load->mistakes++;
    }
    return is_sound;
}

/* Rows */

static int sl_is_line_end(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\0';
}

static void sl_skip_line_end(struct sl_sheet *sheet)
{
    if (sheet->bytes[sheet->at] == '\r' && sheet->bytes[sheet->at + 1] == '\n')
        sheet->at++;
    if (sheet->at < sheet->length)
        sheet->at++;
}

static void sl_add_cell(struct sl_sheet *sheet, const char *bytes, size_t length)
{
    if (sheet->cell_count == sheet->cell_room) {
        sheet->cell_room = sheet->cell_room ? sheet->cell_room * 2 : 32;
        sheet->cells = (const char **)sl_more((void *)sheet->cells, sheet->cell_room * sizeof *sheet->cells);
        sheet->lengths = (size_t *)sl_more(sheet->lengths, sheet->cell_room * sizeof *sheet->lengths);
    }
    while (length && (*bytes == ' ' || *bytes == '\t' || *bytes == '\n' || *bytes == '\r')) {
        bytes++;
        length--;
    }
    while (length && memchr(" \t\n\r", bytes[length - 1], 4))
        length--;
    sheet->cells[sheet->cell_count] = bytes;
    sheet->lengths[sheet->cell_count++] = length;
}

/* A cell in quotation marks, of which those within are doubled; they are taken out in place. */
static int sl_read_quoted(struct sl_sheet *sheet)
{
    size_t from = ++sheet->at;
    size_t to = from;
    for (;; sheet->at++) {
        char byte = sheet->bytes[sheet->at];
        if (sheet->at >= sheet->length)
            return 0;
        if (byte == '"' && sheet->bytes[++sheet->at] != '"')
            break;
        sheet->next_line += byte == '\n';
        sheet->bytes[to++] = byte;
    }
    sl_add_cell(sheet, sheet->bytes + from, to - from);
    char next = sheet->bytes[sheet->at];
    return next == sheet->delimiter || sl_is_line_end(next);
}

static void sl_read_plain(struct sl_sheet *sheet)
{
    size_t from = sheet->at;
    while (sheet->bytes[sheet->at] != sheet->delimiter && !sl_is_line_end(sheet->bytes[sheet->at]))
        sheet->at++;
    sl_add_cell(sheet, sheet->bytes + from, sheet->at - from);
}

/* The next row that is not blank; 0 at the end. */
static int sl_next_row(struct sl_sheet *sheet)
{
    int is_blank = 1;
    while (is_blank && sheet->at < sheet->length) {
        int is_sound = 1;
        sheet->cell_count = 0;
        sheet->line = sheet->next_line;
        do {
            sheet->at += sheet->cell_count > 0;
            if (sheet->bytes[sheet->at] == '"')
                is_sound = sl_read_quoted(sheet);
            else
                sl_read_plain(sheet);
        } while (is_sound && sheet->bytes[sheet->at] == sheet->delimiter);
        if (!is_sound) {
            sl_mistake(sheet, NULL, "a quotation mark is not closed, or something stands behind it");
            sheet->at = sheet->length;
            return 0;
        }
        sl_skip_line_end(sheet);
        sheet->next_line++;
        for (size_t i = 0; i < sheet->cell_count; i++)
            is_blank = is_blank && !sheet->lengths[i];
    }
    return !is_blank;
}

/* `sep=;` on the first line; else a tab for .tsv; else what stands most often in the first line. */
static void sl_find_delimiter(struct sl_sheet *sheet)
{
    static const char signs[] = { ',', ';', '\t' };
    size_t counts[3] = { 0, 0, 0 };
    int is_quoted = 0;
    size_t length = strlen(sheet->path);
    if (sheet->length > 5 && (memcmp(sheet->bytes, "sep=", 4) == 0 || memcmp(sheet->bytes, "SEP=", 4) == 0) &&
        sl_is_line_end(sheet->bytes[5])) {
        sheet->delimiter = sheet->bytes[4];
        sheet->at = 5;
        sl_skip_line_end(sheet);
        sheet->next_line++;
        return;
    }
    for (size_t at = sheet->at; at < sheet->length && (is_quoted || !sl_is_line_end(sheet->bytes[at])); at++) {
        is_quoted = is_quoted != (sheet->bytes[at] == '"');
        for (int i = 0; i < 3 && !is_quoted; i++)
            counts[i] += sheet->bytes[at] == signs[i];
    }
    int best = counts[1] > counts[0] ? 1 : 0;
    best = counts[2] > counts[best] ? 2 : best;
    sheet->delimiter = length > 4 && strcmp(sheet->path + length - 4, ".tsv") == 0 ? '\t' : signs[best];
}

static int sl_find_headings(struct sl_sheet *sheet, size_t count)
{
    int is_sound = 1;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(sheet->headings[i]);
        int found = 0;
        for (size_t j = 0; j < sheet->cell_count; j++) {
            if (sheet->lengths[j] == length && memcmp(sheet->cells[j], sheet->headings[i], length) == 0) {
                sheet->places[i] = j;
                found++;
            }
        }
        if (found != 1) {
            sl_mistake(sheet, sheet->headings[i], found ? "several columns are headed so" : "no column is headed so");
            is_sound = 0;
        }
    }
    return is_sound;
}

/* Opens a table and finds its columns; 0 where that is not possible, which was told. */
static int sl_open_sheet(struct sl_sheet *sheet, struct sl_load *load, const char *name,
                         const char *const *headings, size_t count)
{
    memset(sheet, 0, sizeof *sheet);
    sheet->load = load;
    sheet->headings = headings;
    sheet->next_line = 1;
    sheet->places = (size_t *)sl_more(NULL, (count + 1) * sizeof *sheet->places);
    if (!sl_read_file(sheet, name))
        return 0;
    if (sheet->length >= 3 && memcmp(sheet->bytes, "\357\273\277", 3) == 0)
        sheet->at = 3;
    sl_find_delimiter(sheet);
    if (!sl_next_row(sheet)) {
        sl_mistake(sheet, NULL, "there is nothing; its first row is to name its columns");
        return 0;
    }
    sheet->width = sheet->cell_count;
    return sl_find_headings(sheet, count);
}

static void sl_close_sheet(struct sl_sheet *sheet)
{
    free((void *)sheet->cells);
    free(sheet->lengths);
    free(sheet->places);
}

/* The next row, of which no cell lies behind the headings. */
static int sl_next(struct sl_sheet *sheet)
{
    if (!sl_next_row(sheet))
        return 0;
    for (size_t i = sheet->width; i < sheet->cell_count; i++) {
        if (sheet->lengths[i]) {
            sl_mistake(sheet, NULL, "there are more cells than headings");
            break;
        }
    }
    return 1;
}

/* A cell; of a row that ends early nothing. */
static const char *sl_cell(const struct sl_sheet *sheet, size_t column, size_t *length)
{
    size_t at = sheet->places[column];
    *length = at < sheet->cell_count ? sheet->lengths[at] : 0;
    return *length ? sheet->cells[at] : "";
}

//= sl_word sl_find_word
/* A word of a map, and what it stands for. */
struct sl_word {
    const char *bytes;
    size_t length;
    int64_t value;
};

/* Whether the cell is one of the words. */
static int sl_find_word(const struct sl_sheet *sheet, size_t column, const struct sl_word *words, size_t count,
                        int64_t *value)
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
static int64_t sl_read_category(struct sl_sheet *sheet, size_t column, int may_be_none, const struct sl_word *words,
                                size_t count)
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
                       digits ? "a number is wanted with no more digits than the field keeps" : "a whole number is wanted");
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
        sl_mistake(sheet, sheet->headings[column], "a day of the calendar is wanted, written as the import says");
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

//= sl_pending sl_keep_row sl_pending_mistake sl_number_rows
/* Rows as they were read, of one kind of table. Links hold the text that names the row they lead to. */
struct sl_pending {
    unsigned char *rows;
    size_t size; /* of each */
    uint32_t count;
    uint32_t room;
    uint32_t recorded; /* rows that the model itself has */
    uint32_t numbered; /* the last number given to a row without an id */
    int32_t *in_case;
    int32_t *number;   /* its place among the rows */
    size_t *lines;
    const char **paths;
    int32_t *sorted;   /* its rows in that order */
    int32_t *by_text;  /* by text, the row of that id: those of the model, then these; or -1 */
};

static void sl_keep_row(struct sl_sheet *sheet, struct sl_pending *pending, const void *row)
{
    if (pending->count == pending->room) {
        pending->room = pending->room ? pending->room * 2 : 1024;
        pending->rows = (unsigned char *)sl_more(pending->rows, pending->room * pending->size);
        pending->lines = (size_t *)sl_more(pending->lines, pending->room * sizeof *pending->lines);
        pending->paths = (const char **)sl_more((void *)pending->paths, pending->room * sizeof *pending->paths);
    }
    memcpy(pending->rows + (size_t)pending->count * pending->size, row, pending->size);
    pending->lines[pending->count] = sheet->line;
    pending->paths[pending->count++] = sheet->path;
}

static void sl_pending_mistake(struct sl_load *load, const struct sl_pending *pending, uint32_t at, const char *what)
{
    if (load->mistakes++ < SL_MISTAKES_SHOWN)
        fprintf(stderr, "%s:%zu: %s\n", pending->paths[at], pending->lines[at], what);
}

/* Puts rows in the order of their cases, each case's in the order of the files, and numbers them. */
static int32_t *sl_number_rows(struct sl_pending *pending, uint32_t cases)
{
    uint32_t *starts = (uint32_t *)sl_more(NULL, ((size_t)cases + 2) * sizeof *starts);
    int32_t *sorted = (int32_t *)sl_more(NULL, ((size_t)pending->count + 1) * sizeof *sorted);
    memset(starts, 0, ((size_t)cases + 2) * sizeof *starts);
    for (uint32_t i = 0; i < pending->count; i++)
        starts[pending->in_case[i] + 2]++;
    for (uint32_t i = 1; i < cases + 2; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < pending->count; i++) {
        uint32_t place = starts[pending->in_case[i] + 1]++;
        pending->number[i] = (int32_t)(pending->recorded + place);
        sorted[place] = (int32_t)i;
    }
    free(starts);
    return sorted;
}

//= sl_find_row
/* The row that a text names: its number once rows are numbered; -1 where there is none. */
static int32_t sl_find_row(const struct sl_pending *pending, int64_t text)
{
    int32_t at = text < 0 ? -1 : pending->by_text[text];
    if (at < 0 || (uint32_t)at < pending->recorded)
        return at;
    return pending->number[(uint32_t)at - pending->recorded];
}

//= sl_name_rows
/* Room for finding rows by their ids; those of the model itself are known. */
static void sl_name_rows(const struct sl_load *load, struct sl_pending *pending, const struct $_table *table)
{
    size_t texts = (size_t)load->data->texts.count + 1;
    size_t rows = (size_t)pending->count + 1;
    pending->by_text = (int32_t *)sl_more(NULL, texts * sizeof(int32_t));
    pending->in_case = (int32_t *)sl_more(NULL, rows * sizeof(int32_t));
    pending->number = (int32_t *)sl_more(NULL, rows * sizeof(int32_t));
    for (size_t i = 0; i < texts; i++)
        pending->by_text[i] = -1;
    for (uint32_t i = 0; i < pending->recorded; i++) {
        if (table->id[i] >= 0)
            pending->by_text[table->id[i]] = (int32_t)i;
    }
}

//= sl_name_row
static void sl_name_row(struct sl_load *load, struct sl_pending *pending, uint32_t at, int32_t id)
{
    if (id < 0)
        return;
    if (pending->by_text[id] >= 0)
        sl_pending_mistake(load, pending, at, "its id is there already");
    else
        pending->by_text[id] = (int32_t)(pending->recorded + at);
}

//= sl_case_of_row
/* The case of the row that a text names: itself where it is one; -1 where it is not known. */
static int32_t sl_case_of_row(const struct sl_pending *pending, const struct $_table *table, int64_t text,
                              int is_case)
{
    int32_t at = text < 0 ? -1 : pending->by_text[text];
    if (at < 0 || is_case)
        return at;
    if ((uint32_t)at < pending->recorded)
        return table->in_case[at];
    return pending->in_case[(uint32_t)at - pending->recorded];
}

//= sl_resolve
static int32_t sl_resolve(struct sl_load *load, const struct sl_pending *from, const struct sl_pending *to,
                          uint32_t at, int32_t text)
{
    if (text == @_NONE_32)
        return text;
    int32_t row = sl_find_row(to, text);
    if (row < 0)
        sl_pending_mistake(load, from, at, "what it refers to is not recorded");
    return row;
}

//= sl_order_of
/* The rows as they were recorded, where that is not their order; kept as long as the program runs. */
static const uint32_t *sl_order_of(const struct sl_pending *pending)
{
    int is_sorted = 1;
    uint32_t *order = (uint32_t *)sl_more(NULL, ((size_t)pending->recorded + pending->count + 1) * sizeof *order);
    for (uint32_t i = 0; i < pending->recorded; i++)
        order[i] = i;
    for (uint32_t i = 0; i < pending->count; i++) {
        order[pending->recorded + i] = (uint32_t)pending->number[i];
        is_sorted = is_sorted && order[pending->recorded + i] == pending->recorded + i;
    }
    if (!is_sorted)
        return order;
    free(order);
    return NULL;
}
