/* How a whole program of `emit c --main` reads tables. It is stricter than `sightline eval`: what is not
 * clear is refused with its place, and no row is left out. What cells hold is never told: it may be
 * confidential. As values.c: not compiled here; `$` stands for the program's name, `@` for the same in
 * capitals. */

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
    for (size_t at = sheet->at; at < sheet->length && (is_quoted || !sl_is_line_end(sheet->bytes[at]));
         at++) {
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
            sl_mistake(sheet, sheet->headings[i],
                       found ? "several columns are headed so" : "no column is headed so");
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
