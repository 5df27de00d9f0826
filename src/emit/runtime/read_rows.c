/* How a whole program of `emit c --main` brings the rows of all tables together. As values.c: not compiled
 * here;
 * `$` stands for the program's name, `@` for the same in capitals. */

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
    int32_t *number; /* its place among the rows */
    size_t *lines;
    const char **paths;
    int32_t *sorted;  /* its rows in that order */
    int32_t *by_text; /* by text, the row of that id: those of the model, then these; or -1 */
};

static void sl_keep_row(struct sl_sheet *sheet, struct sl_pending *pending, const void *row)
{
    if (pending->count == pending->room) {
        pending->room = pending->room ? pending->room * 2 : 1024;
        pending->rows = (unsigned char *)sl_more(pending->rows, pending->room * pending->size);
        pending->lines = (size_t *)sl_more(pending->lines, pending->room * sizeof *pending->lines);
        pending->paths =
            (const char **)sl_more((void *)pending->paths, pending->room * sizeof *pending->paths);
    }
    memcpy(pending->rows + (size_t)pending->count * pending->size, row, pending->size);
    pending->lines[pending->count] = sheet->line;
    pending->paths[pending->count++] = sheet->path;
}

static void sl_pending_mistake(struct sl_load *load, const struct sl_pending *pending, uint32_t at,
                               const char *what)
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
static const uint32_t *sl_order_of(const struct sl_pending *pending, const uint32_t *recorded)
{
    int is_sorted = !recorded;
    uint32_t *order =
        (uint32_t *)sl_more(NULL, ((size_t)pending->recorded + pending->count + 1) * sizeof *order);
    for (uint32_t i = 0; i < pending->recorded; i++)
        order[i] = recorded ? recorded[i] : i;
    for (uint32_t i = 0; i < pending->count; i++) {
        order[pending->recorded + i] = (uint32_t)pending->number[i];
        is_sorted = is_sorted && order[pending->recorded + i] == pending->recorded + i;
    }
    if (!is_sorted)
        return order;
    free(order);
    return NULL;
}
