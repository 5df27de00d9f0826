/* The functions that a program of `emit c` gives to others. As values.c: not compiled here. `$` stands for
 * the program's name. */

//= $_size
size_t $_size(const struct sl_room *room)
{
    struct sl_data data;
    struct sl_block block = sl_open_block(NULL, SIZE_MAX);
    memset(&data, 0, sizeof data);
    sl_lay_out(&data, room, &block);
    return block.is_full ? SIZE_MAX : block.used + 16;
}

//= $_open
int $_open(struct sl_data *data, const struct sl_room *room, void *memory, size_t size)
{
    struct sl_block block = sl_open_block(memory, size);
    memset(data, 0, sizeof *data);
    sl_lay_out(data, room, &block);
    if (block.is_full || !memory)
        return SL_FULL;
    data->current = -1;
    int error = sl_add_recorded(data);
    data->current = -1;
    return error;
}

//= $_text
int $_text(struct sl_data *data, const char *bytes, size_t length, int32_t *number)
{
    struct sl_texts *texts = &data->texts;
    uint32_t hash = UINT32_C(2166136261);
    if (length > INT32_MAX)
        return SL_VALUE;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT32_C(16777619);
    uint32_t at = (hash ^ hash >> 15) & (texts->place_room - 1);
    for (; texts->places[at]; at = (at + 1) & (texts->place_room - 1)) {
        uint32_t found = texts->places[at] - 1;
        if (texts->lengths[found] == length && (!length || memcmp(texts->bytes[found], bytes, length) == 0)) {
            *number = (int32_t)found;
            return SL_OK;
        }
    }
    if (texts->count >= texts->room)
        return SL_FULL;
    texts->bytes[texts->count] = bytes;
    texts->lengths[texts->count] = (uint32_t)length;
    *number = (int32_t)texts->count++;
    texts->places[at] = texts->count;
    return SL_OK;
}

//= $_day
int32_t $_day(int year, int month, int day)
{
    int64_t number = sl_day_number(year, month, day);
    return number == SL_NONE ? SL_NONE_32 : (int32_t)number;
}

//= $_evaluate
int $_evaluate(const struct sl_data *data, struct sl_results *results, void *memory, size_t size)
{
    struct sl_block block = sl_open_block(memory, size);
    struct sl_run run = { .data = data, .results = results, .block = &block };
    memset(results, 0, sizeof *results);
    results->case_count = data->case_count > 1 ? data->case_count : 1;
    sl_begin(results);
    if (!data->is_ready)
        return SL_ORDER;
    if (!sl_has_case(data))
        return SL_NO_CASE;
    if (!memory)
        return SL_FULL;
    return sl_evaluate(&run);
}

//= $_rule_name
const char *$_rule_name(uint32_t rule)
{
    return rule < sl_rule_count ? sl_rule_names[rule] : "";
}

//= $_count_findings
uint32_t $_count_findings(const struct sl_results *results)
{
    return results->said.count;
}

//= $_get_finding
struct $_finding $_get_finding(const struct sl_data *data, const struct sl_results *results,
                                 uint32_t number)
{
    const struct sl_saying *saying = &results->said.items[number];
    const struct sl_message *message = &sl_messages[saying->message];
    struct sl_results unused = *results;
    struct sl_run run = { .data = data, .results = &unused, .current = saying->in_case };
    const struct sl_table *table = sl_table_of(data, message->table);
    int64_t row = message->place ? message->place(&run, saying->words) : SL_NONE;
    struct $_finding finding = { message->code,   message->severity, message->field, -1,
                                  saying->in_case, saying->is_certain };
    if (table && row != SL_NONE)
        finding.at = table->id[row];
    return finding;
}

//= $_message_of_finding
size_t $_message_of_finding(const struct sl_data *data, const struct sl_results *results, uint32_t number,
                             char *out, size_t room)
{
    const struct sl_saying *saying = &results->said.items[number];
    unsigned char few[256];
    struct sl_block block = sl_open_block(few, sizeof few);
    struct sl_results unused = *results;
    struct sl_run run = { .data = data, .results = &unused, .block = &block, .current = saying->in_case };
    struct sl_words words = { out, room, 0 };
    sl_messages[saying->message].write(&run, saying->words, &words);
    return sl_end_words(&words);
}

//= $_sort
int $_sort(const struct sl_data *data, struct sl_results *results, void *memory, size_t size)
{
    struct sl_block block = sl_open_block(memory, size);
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        struct sl_concluded *concluded = &results->kinds[i];
        uint32_t cases = concluded->is_across ? 1 : results->case_count;
        for (uint32_t in_case = 0; in_case < cases; in_case++) {
            uint32_t first = concluded->is_across ? 0 : concluded->starts[in_case];
            uint32_t end = concluded->is_across ? concluded->count : concluded->starts[in_case + 1];
            if (end > first + 1 && !sl_put_in_order(data, &block, concluded, first, end))
                return SL_FULL;
        }
    }
    return SL_OK;
}
