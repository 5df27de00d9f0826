/* What rules of `emit c` go through. As values.c: not compiled here. */

//= sl_range
/* Rows to go through: from `first` to before `end`, of `at` where that is not NULL. */
struct sl_range {
    const uint32_t *at;
    uint32_t first;
    uint32_t end;
};

//= sl_row
static inline int64_t sl_row(const struct sl_range *range, uint32_t i)
{
    return range->at ? range->at[i] : i;
}

//= sl_rows
/* The rows of a kind that a rule sees: those of the case at hand, or all. */
static inline struct sl_range sl_rows(const struct sl_run *run, const struct sl_table *table)
{
    struct sl_range range = { NULL, 0, table->count };
    if (run->is_across) {
        range.at = table->order;
    } else if (!table->is_shared) {
        range.first = table->starts[run->current];
        range.end = table->starts[run->current + 1];
    }
    return range;
}

//= sl_members
/* The rows of a kind that belong to a case. */
static inline struct sl_range sl_members(const struct sl_run *run, const struct sl_table *table, int64_t of)
{
    struct sl_range range = { NULL, 0, table->count };
    if (run->data->case_count > 1) {
        range.first = table->is_shared ? 0 : table->starts[of];
        range.end = table->is_shared ? 0 : table->starts[of + 1];
    }
    return range;
}

//= sl_linked
static inline struct sl_range sl_linked(const struct sl_links *links, int64_t of)
{
    struct sl_range range = { links->rows, links->starts[of], links->starts[of + 1] };
    return range;
}

//= sl_is_here
/* Rows of other cases do not count. */
static inline int sl_is_here(const struct sl_run *run, const struct sl_table *table, int64_t row)
{
    return run->is_across || table->is_shared ||
           ((uint32_t)row >= table->starts[run->current] && (uint32_t)row < table->starts[run->current + 1]);
}

//= sl_conclusions
/* The conclusions of a kind that a rule sees. */
static inline struct sl_range sl_conclusions(const struct sl_run *run, const struct sl_concluded *concluded)
{
    uint32_t first = run->is_across || concluded->is_across ? 0 : concluded->here;
    struct sl_range range = { NULL, first, concluded->visible };
    return range;
}

//= sl_own_conclusions
/* Those that belong to a case; while rules run within cases, it is the one at hand. */
static inline struct sl_range sl_own_conclusions(const struct sl_run *run,
                                                 const struct sl_concluded *concluded, int64_t of)
{
    struct sl_range range = { NULL, 0, 0 };
    if (concluded->is_across)
        return range;
    int is_here = run->data->case_count < 2 || (concluded->grows && !run->is_across);
    range.first = run->data->case_count < 2 ? 0 : is_here ? concluded->here : concluded->starts[of];
    range.end = is_here ? concluded->visible : concluded->starts[of + 1];
    return range;
}

//= sl_kept
/* The words of a conclusion. */
static inline const int64_t *sl_kept(const struct sl_concluded *concluded, int64_t at)
{
    return concluded->items + (size_t)at * concluded->stride;
}

//= sl_distinct
/* Some values, each once. */
struct sl_values {
    int64_t *items;
    uint32_t count;
    uint32_t room;
};

static void sl_distinct(struct sl_run *run, struct sl_values *values, int64_t value)
{
    for (uint32_t i = 0; i < values->count; i++) {
        if (values->items[i] == value)
            return;
    }
    if (values->count == values->room) {
        uint32_t room = values->room ? values->room * 2 : 32;
        int64_t *items = (int64_t *)sl_take(run->block, room, sizeof *items);
        if (!items) {
            sl_fail(run, SL_FULL);
            return;
        }
        if (values->count)
            memcpy(items, values->items, values->count * sizeof *items);
        values->items = items;
        values->room = room;
    }
    values->items[values->count++] = value;
}

//= sl_is_of_kind
/* Kinds are numbered so that those below one follow it. */
static inline int sl_is_of_kind(int32_t kind, int32_t first, int32_t last)
{
    return kind >= first && kind <= last;
}

//= sl_seek sl_next_match
/* The next row that the case at hand sees with this value in a column, or -1. */
static inline int64_t sl_seek(const struct sl_run *run, const struct sl_table *table, const int32_t *column,
                              int64_t from, int64_t key)
{
    struct sl_range range = sl_rows(run, table);
    uint32_t at = from < range.first ? range.first : (uint32_t)from;
    while (at < range.end && column[at] != key)
        at++;
    return at < range.end ? (int64_t)at : -1;
}

static inline int64_t sl_next_match(const struct sl_run *run, const struct sl_join *join,
                                    const struct sl_table *table, const int32_t *column, int64_t row,
                                    int64_t key)
{
    return join->is_whole ? join->next[row] : sl_seek(run, table, column, row + 1, key);
}

//= sl_first_match
/* `by` is the row with the key; the join holds for it where it is one of the case at hand. */
static inline int64_t sl_first_match(const struct sl_run *run, const struct sl_join *join,
                                     const struct sl_table *keys, const struct sl_table *table,
                                     const int32_t *column, int64_t by, int64_t key)
{
    return join->is_whole && sl_is_here(run, keys, by) ? join->first[by]
                                                       : sl_seek(run, table, column, 0, key);
}

//= sl_list
/* Room for the rows of a case, whichever it is. */
static uint32_t *sl_list(struct sl_run *run, const struct sl_table *table)
{
    uint32_t most = table->is_shared ? table->count : 0;
    for (uint32_t i = 0; i < run->results->case_count && !table->is_shared; i++) {
        uint32_t count = table->starts[i + 1] - table->starts[i];
        most = count > most ? count : most;
    }
    return (uint32_t *)sl_take(run->block, (size_t)most + 1, sizeof(uint32_t));
}
