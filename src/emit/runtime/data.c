/* How `emit c` lays out and checks rows. As values.c: not compiled here. */

//= sl_lay_texts
static void sl_lay_texts(struct sl_block *block, struct sl_texts *texts, uint32_t room)
{
    uint32_t places = 16;
    while (places / 2 <= room && places < UINT32_C(1) << 31)
        places *= 2;
    texts->bytes = (const char **)sl_take(block, room, sizeof *texts->bytes);
    texts->lengths = (uint32_t *)sl_take(block, room, sizeof *texts->lengths);
    texts->places = (uint32_t *)sl_take(block, places, sizeof *texts->places);
    texts->room = room;
    texts->place_room = places;
    if (texts->places)
        memset(texts->places, 0, places * sizeof *texts->places);
}

//= sl_lay_table
static void sl_lay_table(struct sl_block *block, struct sl_table *table, uint32_t room, uint32_t cases)
{
    table->room = room;
    table->starts = (uint32_t *)sl_take(block, (size_t)cases + 2, sizeof(uint32_t));
    table->in_case = (int32_t *)sl_take(block, room, sizeof(int32_t));
    table->id = (int32_t *)sl_take(block, room, sizeof(int32_t));
    table->title = (int32_t *)sl_take(block, room, sizeof(int32_t));
}

//= sl_lay_links
static void sl_lay_links(struct sl_block *block, struct sl_links *links, uint32_t rows, uint32_t room)
{
    links->room = room;
    links->starts = (uint32_t *)sl_take(block, (size_t)rows + 2, sizeof(uint32_t));
    links->rows = (uint32_t *)sl_take(block, room, sizeof(uint32_t));
    links->from = (int32_t *)sl_take(block, room, sizeof(int32_t));
    links->to = (int32_t *)sl_take(block, room, sizeof(int32_t));
}

//= sl_lay_inverse
static void sl_lay_inverse(struct sl_block *block, struct sl_links *inverse, uint32_t rows, uint32_t room)
{
    inverse->starts = (uint32_t *)sl_take(block, (size_t)rows + 2, sizeof(uint32_t));
    inverse->rows = (uint32_t *)sl_take(block, room, sizeof(uint32_t));
    inverse->room = room;
}

//= sl_lay_join
static void sl_lay_join(struct sl_block *block, struct sl_join *join, uint32_t rows, uint32_t keys)
{
    join->first = (int32_t *)sl_take(block, keys, sizeof(int32_t));
    join->next = (int32_t *)sl_take(block, rows, sizeof(int32_t));
}

//= sl_check_range
static int sl_check_range(int64_t word, int64_t first, int64_t last, int may_be_none)
{
    if (word == SL_NONE_32)
        return may_be_none ? SL_OK : SL_MISSING;
    return word >= first && word <= last ? SL_OK : SL_VALUE;
}

//= sl_check_days
static int sl_check_days(int64_t first, int64_t last, int may_be_none)
{
    if (first == SL_NONE_32 || last == SL_NONE_32)
        return first != last ? SL_VALUE : may_be_none ? SL_OK : SL_MISSING;
    return first >= -719162 && first <= last && last <= 2932896 ? SL_OK : SL_VALUE;
}

//= sl_check_truth
static int sl_check_truth(int64_t word, int may_be_unknown)
{
    if (word == SL_UNKNOWN)
        return may_be_unknown ? SL_OK : SL_MISSING;
    return word == SL_FALSE || word == SL_TRUE ? SL_OK : SL_VALUE;
}

//= sl_check_known
static int sl_check_known(int is_none, int may_be_none)
{
    return is_none && !may_be_none ? SL_MISSING : SL_OK;
}

//= sl_check_row
static int sl_check_row(const struct sl_data *data, const struct sl_table *table, int32_t id, int32_t title)
{
    int64_t texts = data->texts.count;
    if (data->is_ready)
        return SL_ORDER;
    if (table->count >= table->room)
        return SL_FULL;
    int error = sl_check_range(id, 0, texts - 1, 1);
    return error ? error : sl_check_range(title, 0, texts - 1, 1);
}

//= sl_add_row
/* What is added comes behind what the model records, and that may have an order of its own. */
static void sl_add_row(const struct sl_data *data, struct sl_table *table, int32_t id, int32_t title)
{
    uint32_t at = table->count++;
    table->in_case[at] = data->current;
    table->id[at] = id;
    table->title[at] = title;
    table->order = NULL;
}

//= sl_add_link
static int sl_add_link(struct sl_links *links, int32_t from, int32_t to)
{
    if (links->count >= links->room)
        return SL_FULL;
    links->from[links->count] = from;
    links->to[links->count++] = to;
    return SL_OK;
}

//= sl_order_rows
/* Where the rows of each case begin. Rows of a case stand together; with fewer than two cases all belong to
 * the one there is. */
static int sl_order_rows(struct sl_table *table, uint32_t case_count)
{
    uint32_t at = 0;
    if (case_count < 2) {
        table->starts[0] = 0;
        table->starts[1] = table->count;
        table->is_shared = 0;
        return SL_OK;
    }
    table->is_shared = table->count > 0 && table->in_case[0] < 0;
    for (uint32_t i = 0; i < table->count; i++) {
        if ((table->in_case[i] < 0) != (table->is_shared != 0) ||
            (i && table->in_case[i] < table->in_case[i - 1]))
            return SL_ORDER;
    }
    for (uint32_t in_case = 0; in_case <= case_count; in_case++) {
        while (at < table->count && !table->is_shared && (uint32_t)table->in_case[at] < in_case)
            at++;
        table->starts[in_case] = at;
    }
    return SL_OK;
}

//= sl_check_links
static int sl_check_links(const int32_t *links, uint32_t count, uint32_t targets, int may_be_none)
{
    for (uint32_t i = 0; i < count; i++) {
        if (links[i] == SL_NONE_32 && !may_be_none)
            return SL_MISSING;
        if (links[i] != SL_NONE_32 && (links[i] < 0 || (uint32_t)links[i] >= targets))
            return SL_VALUE;
    }
    return SL_OK;
}

//= sl_make_links
/* Sorts the links as they were added by the row they lead from; those of a row stay in their order. */
static int sl_make_links(struct sl_links *links, uint32_t rows, uint32_t targets)
{
    memset(links->starts, 0, ((size_t)rows + 2) * sizeof *links->starts);
    for (uint32_t i = 0; i < links->count; i++) {
        if (links->from[i] < 0 || (uint32_t)links->from[i] >= rows || links->to[i] < 0 ||
            (uint32_t)links->to[i] >= targets)
            return SL_VALUE;
        links->starts[links->from[i] + 2]++;
    }
    for (uint32_t i = 2; i < rows + 2; i++)
        links->starts[i] += links->starts[i - 1];
    for (uint32_t i = 0; i < links->count; i++)
        links->rows[links->starts[links->from[i] + 1]++] = (uint32_t)links->to[i];
    return SL_OK;
}

//= sl_make_inverse
/* The rows that one row leads to: the link of one, or those of many, each once. */
static uint32_t sl_targets(const int32_t *column, const struct sl_links *links, uint32_t row, uint32_t i)
{
    if (!links)
        return i == 0 && column[row] != SL_NONE_32 ? (uint32_t)column[row] : UINT32_MAX;
    const uint32_t *rows = links->rows + links->starts[row];
    for (uint32_t before = 0; before < i; before++) {
        if (rows[before] == rows[i])
            return UINT32_MAX;
    }
    return rows[i];
}

/* For each row of the target those that lead to it, in the order in which they were recorded. */
static void sl_make_inverse(struct sl_links *inverse, const struct sl_table *from, uint32_t targets,
                            const int32_t *column, const struct sl_links *links, const int32_t *kinds,
                            int32_t first, int32_t last)
{
    memset(inverse->starts, 0, ((size_t)targets + 2) * sizeof *inverse->starts);
    for (int places = 0; places < 2; places++) {
        for (uint32_t i = 0; i < from->count; i++) {
            uint32_t row = from->order ? from->order[i] : i;
            uint32_t count = links ? links->starts[row + 1] - links->starts[row] : 1;
            if (kinds && (kinds[row] < first || kinds[row] > last))
                continue;
            for (uint32_t j = 0; j < count; j++) {
                uint32_t to = sl_targets(column, links, row, j);
                if (to == UINT32_MAX)
                    continue;
                if (places)
                    inverse->rows[inverse->starts[to + 1]++] = row;
                else
                    inverse->starts[to + 2]++;
            }
        }
        for (uint32_t i = 2; i < targets + 2 && !places; i++)
            inverse->starts[i] += inverse->starts[i - 1];
    }
}

//= sl_case_of
/* The case of a conclusion: the last that begins at or before it. */
static uint32_t sl_case_of(const struct sl_results *results, const struct sl_concluded *concluded,
                           uint32_t at)
{
    uint32_t low = 0;
    uint32_t high = results->case_count;
    if (concluded->is_across)
        return (uint32_t)SL_NONE_32;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (concluded->starts[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

//= sl_make_join
/* Goes through the rows of each case backwards and keeps for each value the row that had it last: that is the
 * next one for the row before. What is left of the cases before lies outside the case. */
static void sl_make_join(struct sl_data *data, struct sl_join *join, const struct sl_table *rows,
                         const int32_t *column, const struct sl_table *keys, const int32_t *key_column,
                         uint32_t categories)
{
    uint32_t cases = data->case_count > 1 ? data->case_count : 1;
    join->is_whole = rows->is_shared || !keys->is_shared;
    for (uint32_t i = 0; i < data->texts.count || i < categories; i++)
        data->latest[i] = -1;
    for (uint32_t in_case = 0; in_case < cases && join->is_whole; in_case++) {
        uint32_t first = rows->is_shared ? 0 : rows->starts[in_case];
        uint32_t end = rows->is_shared ? rows->count : rows->starts[in_case + 1];
        uint32_t first_key = keys->is_shared ? 0 : keys->starts[in_case];
        uint32_t end_key = keys->is_shared ? keys->count : keys->starts[in_case + 1];
        for (uint32_t i = end; i > first && (!rows->is_shared || in_case == 0); i--) {
            int32_t before = column[i - 1] < 0 ? -1 : data->latest[column[i - 1]];
            join->next[i - 1] = before >= (int32_t)first ? before : -1;
            if (column[i - 1] >= 0)
                data->latest[column[i - 1]] = (int32_t)i - 1;
        }
        for (uint32_t i = first_key; i < end_key; i++) {
            int32_t found = key_column[i] < 0 ? -1 : data->latest[key_column[i]];
            join->first[i] = found >= (int32_t)first ? found : -1;
        }
    }
}
