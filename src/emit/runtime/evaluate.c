/* How `emit c` has rules and checks run. As values.c: not compiled here. */

//= sl_evaluate
/* Lets all be seen that was concluded of some kinds. */
static void sl_see_all(struct sl_run *run, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        struct sl_concluded *concluded = &run->results->kinds[sl_kinds[i]];
        if (concluded->grows)
            concluded->visible = concluded->count;
    }
}

/* What was only possible and was found certain is so from now on. */
static void sl_raise(struct sl_concluded *concluded)
{
    if (!concluded->raising)
        return;
    concluded->raises += concluded->raising;
    for (uint32_t i = concluded->here; i < concluded->count && concluded->raising; i++) {
        if (concluded->is_certain[i] == SL_RAISED) {
            concluded->is_certain[i] = 1;
            concluded->raising--;
        }
    }
}

static int sl_run_rule(struct sl_run *run, const struct sl_rule *rule)
{
    struct sl_concluded *concluded = &run->results->kinds[rule->concludes];
    uint32_t before = concluded->count;
    uint32_t raises = concluded->raises;
    sl_see_all(run, sl_strata[rule->stratum].first_kind, sl_strata[rule->stratum].end_asked);
    rule->run(run);
    sl_raise(concluded);
    return concluded->count > before || concluded->raises > raises;
}

/* How much there is of what a rule asks for. */
static uint32_t sl_asked_now(const struct sl_run *run, const struct sl_rule *rule)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        if (rule->asks[i])
            sum += run->results->kinds[i].count + run->results->kinds[i].raises;
    }
    return sum;
}

static void sl_order_stratum(struct sl_run *run, uint32_t stratum, int is_across)
{
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        struct sl_concluded *concluded = &run->results->kinds[i];
        if (!concluded->needs_order || concluded->stratum != stratum || concluded->is_across != is_across ||
            concluded->count < concluded->here + 2)
            continue;
        if (!sl_put_in_order(run->data, run->block, concluded, concluded->here, concluded->count))
            sl_fail(run, SL_FULL);
        concluded->chained = 0;
        run->stamp++;
    }
}

/* The rules of a stratum in which some ask for what others of it conclude: over and over until nothing is
 * new. A rule is run again only where there is more of what it asks for. */
static void sl_run_again(struct sl_run *run, uint32_t stratum, int is_across)
{
    uint32_t seen[SL_RULES + 1] = { 0 };
    uint8_t was_run[SL_RULES + 1] = { 0 };
    int has_grown = 1;
    while (has_grown && !run->error) {
        has_grown = 0;
        for (uint32_t i = 0; i < sl_rule_count && !run->error; i++) {
            const struct sl_rule *rule = &sl_rules[i];
            if (rule->stratum != stratum || rule->is_across != is_across || rule->is_alone)
                continue;
            uint32_t now = rule->asks ? sl_asked_now(run, rule) : 0;
            if (was_run[i] && seen[i] == now)
                continue;
            was_run[i] = 1;
            seen[i] = now;
            has_grown = sl_run_rule(run, rule) || has_grown;
        }
    }
}

/* The rules of a stratum to their end. What no rule of it asks for is concluded once and for all. */
static void sl_run_stratum(struct sl_run *run, uint32_t number, int is_across)
{
    const struct sl_stratum *stratum = &sl_strata[number];
    for (uint32_t i = stratum->first_alone; i < stratum->end_alone && !run->error; i++) {
        const struct sl_rule *rule = &sl_rules[sl_alone[i]];
        if (rule->is_across != is_across)
            continue;
        rule->run(run);
        sl_raise(&run->results->kinds[rule->concludes]);
    }
    if (stratum->recurs)
        sl_run_again(run, number, is_across);
    if (stratum->needs_order)
        sl_order_stratum(run, number, is_across);
    sl_see_all(run, stratum->first_kind, stratum->end_kind);
}

static void sl_enter_case(struct sl_run *run, uint32_t in_case, uint32_t from, uint32_t to)
{
    run->current = in_case;
    run->stamp++;
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        struct sl_concluded *concluded = &run->results->kinds[i];
        concluded->grows = concluded->stratum >= from && concluded->stratum < to && !concluded->is_across;
        if (concluded->grows)
            concluded->starts[in_case] = concluded->starts[in_case + 1] = concluded->count;
        concluded->here = concluded->is_across ? 0 : concluded->starts[in_case];
        concluded->visible = concluded->is_across ? concluded->count : concluded->starts[in_case + 1];
        concluded->chained = 0;
    }
}

/* The strata before `to`, in which nothing is concluded across cases but in the last, case by case. */
static void sl_run_cases(struct sl_run *run, uint32_t from, uint32_t to)
{
    run->is_across = 0;
    for (uint32_t in_case = 0; in_case < run->results->case_count && !run->error; in_case++) {
        sl_enter_case(run, in_case, from, to);
        for (uint32_t stratum = from; stratum < to && !run->error; stratum++) {
            if (sl_strata[stratum].has_own)
                sl_run_stratum(run, stratum, 0);
        }
        for (uint32_t i = 0; i < sl_derived_count; i++) {
            struct sl_concluded *concluded = &run->results->kinds[i];
            if (concluded->grows)
                concluded->starts[in_case + 1] = concluded->count;
        }
    }
}

static void sl_run_across(struct sl_run *run, uint32_t stratum)
{
    run->is_across = 1;
    run->stamp++;
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        struct sl_concluded *concluded = &run->results->kinds[i];
        concluded->here = concluded->chained = 0;
        concluded->grows = 1;
    }
    sl_run_stratum(run, stratum, 1);
    run->is_across = 0;
}

static void sl_run_rules(struct sl_run *run)
{
    for (uint32_t from = 0; from < sl_stratum_count && !run->error;) {
        uint32_t to = from;
        while (to < sl_stratum_count && !sl_strata[to].has_across)
            to++;
        to += to < sl_stratum_count; /* the stratum with such rules: its others first */
        sl_run_cases(run, from, to);
        if (!run->error && sl_strata[to - 1].has_across)
            sl_run_across(run, to - 1);
        from = to;
    }
}

static void sl_run_checks(struct sl_run *run)
{
    for (uint32_t in_case = 0; in_case < run->results->case_count && !run->error; in_case++) {
        sl_enter_case(run, in_case, 0, 0);
        sl_ask_checks(run);
    }
}

/* Reasons and messages that may fail are worked out here, so that nobody is told half of the results. */
static void sl_try_words(struct sl_run *run)
{
    struct sl_words nowhere = { NULL, 0, 0 };
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        const struct sl_concluded *concluded = &run->results->kinds[i];
        for (uint32_t at = 0; at < concluded->count && !run->error; at++) {
            if (!sl_fragile[concluded->rules[at]])
                continue;
            run->is_across = concluded->is_across;
            run->current = concluded->is_across ? 0 : sl_case_of(run->results, concluded, at);
            sl_reasons[concluded->rules[at]](run, sl_kept(concluded, at), &nowhere);
        }
    }
    run->is_across = 0;
    for (uint32_t i = 0; i < run->results->said.count && !run->error; i++) {
        const struct sl_saying *saying = &run->results->said.items[i];
        run->current = saying->in_case;
        if (sl_messages[saying->message].is_fragile)
            sl_messages[saying->message].write(run, saying->words, &nowhere);
    }
}

/* All rules to their end, then all checks. */
static int sl_evaluate(struct sl_run *run)
{
    for (uint32_t i = 0; i < sl_derived_count; i++) {
        struct sl_concluded *concluded = &run->results->kinds[i];
        size_t count = (size_t)run->results->case_count + 1;
        concluded->starts = (uint32_t *)sl_take(run->block, count, sizeof(uint32_t));
        if (!concluded->starts)
            return SL_FULL;
        memset(concluded->starts, 0, count * sizeof(uint32_t));
    }
    uint32_t *lists[SL_LISTS + 1];
    run->lists = lists;
    if (sl_make_lists(run))
        return SL_FULL;
    sl_run_rules(run);
    if (!run->error)
        sl_run_checks(run);
    sl_try_words(run);
    for (uint32_t i = 0; i < sl_derived_count; i++)
        run->results->total += run->results->kinds[i].count;
    return run->error;
}

//= sl_because
static size_t sl_because(const struct sl_data *data, const struct sl_results *results,
                         const struct sl_concluded *concluded, uint32_t number, char *out, size_t room)
{
    struct sl_words words = { out, room, 0 };
    unsigned char few[256];
    struct sl_block block = sl_open_block(few, sizeof few);
    struct sl_results unused = *results;
    struct sl_run run = {
        .data = data, .results = &unused, .block = &block, .is_across = concluded->is_across
    };
    run.current = concluded->is_across ? 0 : sl_case_of(results, concluded, number);
    if (sl_reasons[concluded->rules[number]])
        sl_reasons[concluded->rules[number]](&run, sl_kept(concluded, number), &words);
    return sl_end_words(&words);
}
