/* How `emit c` keeps and orders what was concluded and said. As values.c: not compiled here. */

//= sl_find_conclusion sl_catch_up sl_is_same
static uint32_t sl_hash(const struct sl_concluded *concluded, const int64_t *words)
{
    uint64_t hash = 1;
    for (uint32_t i = 0; i < concluded->words; i++) {
        if (concluded->identity[i] == 1)
            hash = (hash ^ (uint64_t)words[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash >> 16);
}

static int sl_is_same(const struct sl_concluded *concluded, const int64_t *a, const int64_t *b)
{
    for (uint32_t i = 0; i < concluded->words; i++) {
        if (concluded->identity[i] == 1 && a[i] != b[i])
            return 0;
    }
    return 1;
}

/* The place of a conclusion with these words, or an empty one. */
static uint32_t sl_find_place(const struct sl_run *run, const struct sl_concluded *concluded,
                              const int64_t *words)
{
    uint32_t at = sl_hash(concluded, words) & (concluded->place_room - 1);
    while (concluded->stamps[at] == run->stamp &&
           !sl_is_same(concluded, sl_kept(concluded, concluded->places[at]), words))
        at = (at + 1) & (concluded->place_room - 1);
    return at;
}

/* Gives a place to what was concluded since it was last asked. */
static int sl_catch_up(struct sl_run *run, struct sl_concluded *concluded)
{
    uint32_t count = concluded->count - concluded->here;
    if (count >= concluded->place_room / 2) {
        uint32_t room = concluded->place_room ? concluded->place_room : 64;
        while (count >= room / 2)
            room *= 2;
        concluded->places = (uint32_t *)sl_take(run->block, room, sizeof(uint32_t));
        concluded->stamps = (uint32_t *)sl_take(run->block, room, sizeof(uint32_t));
        if (!concluded->places || !concluded->stamps) {
            sl_fail(run, SL_FULL);
            return 0;
        }
        memset(concluded->stamps, 0, room * sizeof(uint32_t));
        concluded->place_room = room;
        concluded->chained = 0;
    }
    for (; concluded->chained < count; concluded->chained++) {
        uint32_t at = concluded->here + concluded->chained;
        uint32_t place = sl_find_place(run, concluded, sl_kept(concluded, at));
        concluded->places[place] = at;
        concluded->stamps[place] = run->stamp;
    }
    return 1;
}

/* The conclusion from `since` on with the same identity; their number where there is none. */
static uint32_t sl_find_conclusion(struct sl_run *run, struct sl_concluded *concluded, const int64_t *words,
                                   uint32_t since)
{
    if (concluded->count - since > 8) {
        if (!sl_catch_up(run, concluded))
            return concluded->count;
        uint32_t place = sl_find_place(run, concluded, words);
        return concluded->stamps[place] == run->stamp ? concluded->places[place] : concluded->count;
    }
    uint32_t at = since;
    while (at < concluded->count && !sl_is_same(concluded, sl_kept(concluded, at), words))
        at++;
    return at;
}

//= sl_conclude_new
static int sl_grow(struct sl_run *run, struct sl_concluded *concluded)
{
    uint32_t room = concluded->room ? concluded->room * 2 : 64;
    if (room > SL_CONCLUSIONS_MOST) {
        sl_fail(run, SL_LIMIT);
        return 0;
    }
    int64_t *items = (int64_t *)sl_take(run->block, (size_t)room * concluded->stride, sizeof *items);
    uint16_t *rules = (uint16_t *)sl_take(run->block, room, sizeof *rules);
    uint8_t *is_certain = (uint8_t *)sl_take(run->block, room, 1);
    if (!items || !rules || !is_certain) {
        sl_fail(run, SL_FULL);
        return 0;
    }
    if (concluded->count) {
        memcpy(items, concluded->items, (size_t)concluded->count * concluded->stride * sizeof *items);
        memcpy(rules, concluded->rules, concluded->count * sizeof *rules);
        memcpy(is_certain, concluded->is_certain, concluded->count);
    }
    concluded->items = items;
    concluded->rules = rules;
    concluded->is_certain = is_certain;
    concluded->room = room;
    return 1;
}

/* Keeps a conclusion that was not there. `words` are its fields, and behind them what its reason speaks of,
 * `stride` in all. */
static inline void sl_conclude_new(struct sl_run *run, struct sl_concluded *concluded, const int64_t *words,
                                   uint32_t stride, int truth, uint32_t rule)
{
    uint32_t at = concluded->count;
    if (at == concluded->room && !sl_grow(run, concluded))
        return;
    int64_t *kept = concluded->items + (size_t)at * stride;
    for (uint32_t i = 0; i < stride; i++)
        kept[i] = words[i];
    concluded->rules[at] = (uint16_t)rule;
    concluded->is_certain[at] = truth == SL_TRUE;
    concluded->count = at + 1;
}

//= sl_conclude
/* What was possible and is certain becomes so when the rule is done; its words are the certain way's. */
static void sl_raise_later(struct sl_run *run, struct sl_concluded *concluded, uint32_t at,
                           const int64_t *words, uint32_t rule)
{
    int64_t *kept = concluded->items + (size_t)at * concluded->stride;
    if (concluded->is_certain[at] == SL_RAISED)
        return;
    if (sl_asks_itself[rule] && memcmp(kept, words, concluded->words * sizeof *words) != 0)
        sl_fail(run, SL_CONFLICT); /* the rule itself still sees the old words */
    memcpy(kept, words, concluded->stride * sizeof *words);
    concluded->rules[at] = (uint16_t)rule;
    concluded->is_certain[at] = SL_RAISED;
    concluded->raising++;
}

/* What two ways say of one thing: where only one of them knows a value, it is that of two certain ways, and
 * open of two possible ones. Two values contradict each other, or would make a range: neither is kept. */
static void sl_join(struct sl_run *run, const struct sl_concluded *concluded, int64_t *kept,
                    const int64_t *words, int is_certain)
{
    for (uint32_t i = 0; i < concluded->words; i++) {
        int64_t nothing = concluded->identity[i] == 2 ? SL_UNKNOWN : SL_NONE;
        if (kept[i] == words[i])
            continue;
        if (kept[i] != nothing && words[i] != nothing)
            sl_fail(run, SL_CONFLICT);
        else if (is_certain)
            kept[i] = kept[i] == nothing ? words[i] : kept[i];
        else
            kept[i] = nothing;
    }
}

/* What was concluded before: it may have become certain, and must not contradict. */
static void sl_conclude_again(struct sl_run *run, struct sl_concluded *concluded, uint32_t at,
                              const int64_t *words, int truth, uint32_t rule)
{
    int is_certain = concluded->is_certain[at] == 1 || concluded->is_certain[at] == SL_RAISED;
    if (truth == SL_TRUE && !is_certain)
        sl_raise_later(run, concluded, at, words, rule);
    else if (!is_certain || truth == SL_TRUE)
        sl_join(run, concluded, concluded->items + (size_t)at * concluded->stride, words, is_certain);
}

/* As sl_conclude_new of what may have been there, `since` or later; what two ways say of one thing must
 * agree. */
static inline void sl_conclude(struct sl_run *run, struct sl_concluded *concluded, const int64_t *words,
                               uint32_t stride, int truth, uint32_t rule, uint32_t since)
{
    uint32_t at = sl_find_conclusion(run, concluded, words, since);
    if (at == concluded->count)
        sl_conclude_new(run, concluded, words, stride, truth, rule);
    else
        sl_conclude_again(run, concluded, at, words, truth, rule);
}

//= sl_is_certain
/* How certain a rule may take a conclusion for; what its own way has just made certain is not so yet. */
static inline int sl_is_certain(const struct sl_concluded *concluded, int64_t at)
{
    return concluded->is_certain[at] == 1 ? SL_TRUE : SL_UNKNOWN;
}

//= sl_sort
/* Sorts numbers by what they stand for: natural merges of runs, so that equals stay in their order. */
static int sl_sort(struct sl_block *block, uint32_t *items, uint32_t count,
                   int (*compare)(const void *, uint32_t, uint32_t), const void *context)
{
    size_t used = block->used;
    uint32_t *other = (uint32_t *)sl_take(block, count, sizeof *other);
    if (!other)
        return 0;
    for (uint32_t width = 1; width<count; width = width> count / 2 ? count : width * 2) {
        for (uint32_t first = 0; first < count; first += 2 * width) {
            uint32_t middle = count - first > width ? first + width : count;
            uint32_t end = count - first > 2 * width ? first + 2 * width : count;
            uint32_t a = first;
            uint32_t b = middle;
            for (uint32_t i = first; i < end; i++) {
                int is_left = b == end || (a < middle && compare(context, items[a], items[b]) <= 0);
                other[i] = is_left ? items[a++] : items[b++];
            }
            if (count - first <= 2 * width)
                break;
        }
        memcpy(items, other, count * sizeof *items);
    }
    block->used = used;
    return 1;
}

//= sl_compare_conclusions
/* A kind of conclusions to be sorted, and what it takes to compare them. */
struct sl_sorted {
    const struct sl_data *data;
    const struct sl_concluded *concluded;
};

static int sl_compare_ids(const struct sl_data *data, const struct sl_table *table, int64_t a, int64_t b)
{
    int32_t x = table->id[a];
    int32_t y = table->id[b];
    uint32_t left = x < 0 ? 0 : data->texts.lengths[x];
    uint32_t right = y < 0 ? 0 : data->texts.lengths[y];
    uint32_t shared = left < right ? left : right;
    int order = shared ? memcmp(data->texts.bytes[x], data->texts.bytes[y], shared) : 0;
    return order ? order : (left > right) - (left < right);
}

/* By what they are about: things by their ids, all else by number. */
static int sl_compare_conclusions(const void *context, uint32_t left, uint32_t right)
{
    const struct sl_sorted *sorted = (const struct sl_sorted *)context;
    const struct sl_concluded *concluded = sorted->concluded;
    const int64_t *a = sl_kept(concluded, left);
    const int64_t *b = sl_kept(concluded, right);
    int order = 0;
    for (uint32_t i = 0; i < concluded->words && !order; i++) {
        if (concluded->identity[i] != 1 || a[i] == b[i])
            continue;
        const struct sl_table *table =
            concluded->tables[i] ? sl_table_of(sorted->data, concluded->tables[i]) : NULL;
        order = table ? sl_compare_ids(sorted->data, table, a[i], b[i]) : 0;
        order = order ? order : a[i] < b[i] ? -1 : 1;
    }
    return order;
}

//= sl_put_in_order
/* Sorts the conclusions of a kind from `first` to before `end`. */
static int sl_put_in_order(const struct sl_data *data, struct sl_block *block, struct sl_concluded *concluded,
                           uint32_t first, uint32_t end)
{
    size_t used = block->used;
    uint32_t count = end - first;
    uint32_t *order = (uint32_t *)sl_take(block, count, sizeof *order);
    int64_t *items = (int64_t *)sl_take(block, (size_t)count * concluded->stride, sizeof *items);
    uint16_t *rules = (uint16_t *)sl_take(block, count, sizeof *rules);
    uint8_t *is_certain = (uint8_t *)sl_take(block, count, 1);
    struct sl_sorted sorted = { data, concluded };
    if (!order || !items || !rules || !is_certain)
        return 0;
    for (uint32_t i = 0; i < count; i++)
        order[i] = first + i;
    if (!sl_sort(block, order, count, sl_compare_conclusions, &sorted))
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        memcpy(items + (size_t)i * concluded->stride, sl_kept(concluded, order[i]),
               concluded->stride * sizeof *items);
        rules[i] = concluded->rules[order[i]];
        is_certain[i] = concluded->is_certain[order[i]];
    }
    if (count) {
        memcpy(concluded->items + (size_t)first * concluded->stride, items,
               (size_t)count * concluded->stride * sizeof *items);
        memcpy(concluded->rules + first, rules, count * sizeof *rules);
        memcpy(concluded->is_certain + first, is_certain, count);
    }
    block->used = used;
    return 1;
}

//= sl_say
/* Keeps that a check spoke: in which case, which of the messages, how certainly, and of what. */
static void sl_say(struct sl_run *run, uint32_t message, int truth, const int64_t *words, uint32_t count)
{
    struct sl_said *said = &run->results->said;
    if (said->count == said->room) {
        uint32_t room = said->room ? said->room * 2 : 64;
        struct sl_saying *items = (struct sl_saying *)sl_take(run->block, room, sizeof *items);
        if (!items) {
            sl_fail(run, SL_FULL);
            return;
        }
        if (said->count)
            memcpy(items, said->items, said->count * sizeof *items);
        said->items = items;
        said->room = room;
    }
    int64_t *kept = (int64_t *)sl_take(run->block, count, sizeof *kept);
    if (!kept && count) {
        sl_fail(run, SL_FULL);
        return;
    }
    if (count)
        memcpy(kept, words, count * sizeof *kept);
    struct sl_saying saying = { kept, (uint32_t)run->current, (uint16_t)message, truth == SL_TRUE };
    said->items[said->count++] = saying;
}

//= sl_rule sl_stratum
/* A rule: what it concludes, when it runs, and which conclusions of its own stratum it asks for. */
struct sl_rule {
    void (*run)(struct sl_run *run);
    uint16_t concludes;
    uint16_t stratum;
    uint8_t is_across;
    uint8_t is_alone;    /* no rule of its stratum asks for what it concludes, nor does it ask for such */
    const uint8_t *asks; /* by derived kind; NULL: for none */
};

/* What is concluded at the same time: places in sl_alone and sl_kinds, and what is to be done. */
struct sl_stratum {
    uint16_t first_alone;
    uint16_t end_alone;
    uint16_t first_kind;
    uint16_t end_asked; /* rules of the stratum ask for those before it */
    uint16_t end_kind;
    uint8_t recurs;
    uint8_t has_own;
    uint8_t has_across;
    uint8_t needs_order;
};
