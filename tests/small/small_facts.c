/* The other half of a small random model: things and acts and claims about them, and then what is not known
 * of them, preferably of what the rules read. Says also which unknowns there are, and what each could be. */
#include "small/small.h"

#include <string.h>

static int roll(struct small *small, int below)
{
    return (int)small_random(small, (uint32_t)below);
}

static bool chance(struct small *small, int percent)
{
    return roll(small, 100) < percent;
}

static void fill(struct small *small, struct member *member)
{
    static const int below[FIELDS] = { 2, 4, RATES, CATEGORIES, DAYS, 0, 0 };
    for (enum feature field = 0; field < FIELDS; field++) {
        int most = field == OF ? small->counts[THING] : field == BY ? small->counts[ACT] : below[field];
        int value = (int)small_random(small, (uint32_t)(most ? most : 1));
        member->slots[field] = (struct slot){ true, value, value };
    }
    member->marked_in = small_random(small, 2) ? ON : SIZE;
    for (int i = 0; i < small->counts[THING]; i++)
        member->with |= (unsigned)(small_random(small, 3) == 0) << i;
}

bool small_is_claimed(const struct small *small, const struct member *act)
{
    static const bool is_below[CATEGORIES][CATEGORIES] = {
        { 1, 0, 0, 0 }, { 1, 1, 0, 0 }, { 1, 0, 1, 0 }, { 0, 0, 0, 1 } };
    for (int i = 0; i < small->claim_count; i++) {
        const struct small_claim *claim = &small->claims[i];
        bool fits = !claim->is_dropped;
        fits = fits && (!claim->has[OF] || act->slots[OF].lo == claim->of[OF]);
        fits = fits && (!claim->has[BY] || act->slots[BY].lo == claim->of[BY]);
        fits = fits && (!claim->has[UNDER] || is_below[act->slots[UNDER].lo][claim->of[UNDER]]);
        fits = fits && (!claim->has[ON] ||
                        (act->slots[ON].lo >= claim->of[ON] && act->slots[ON].lo <= claim->last_day));
        if (fits)
            return true;
    }
    return false;
}

static int claimable(const struct small *small, enum feature field)
{
    if (field == OF || field == BY)
        return small->counts[field == BY];
    return field == UNDER ? CATEGORIES : 6;
}

/* Days like those that some question asks about, perhaps a day short of them. */
static void choose_days(struct small *small, struct small_claim *claim)
{
    claim->last_day = claim->of[ON] + roll(small, 8);
    for (int i = 0; i < small->node_count; i++) {
        if (small->nodes[i].op == DURING && chance(small, 50)) {
            claim->of[ON] = small->nodes[i].n + (roll(small, 3) == 0);
            claim->last_day = small->nodes[i].m - (roll(small, 3) == 0);
        }
    }
    if (claim->last_day < claim->of[ON])
        claim->last_day = claim->of[ON];
}

static void make_claims(struct small *small)
{
    static const enum feature fields[] = { OF, UNDER, ON, BY };
    small->claim_count = small->is_act_open && chance(small, 60) ? 1 + roll(small, CLAIMS_MOST) : 0;
    for (int i = 0; i < small->claim_count; i++) {
        struct small_claim *claim = &small->claims[i];
        for (int j = 0; j < 4; j++) {
            enum feature field = fields[j];
            claim->has[field] = chance(small, field == BY ? 8 : 30);
            claim->of[field] = roll(small, claimable(small, field));
            if ((field == OF || field == BY) && claim->has[field])
                small->is_named[field == BY][claim->of[field]] = true;
        }
        choose_days(small, claim);
    }
}

/* What lies just outside a claim tells most. */
static void place_at_edge(struct small *small, struct member *act)
{
    for (int i = 0; i < small->claim_count; i++) {
        const struct small_claim *claim = &small->claims[i];
        int day = roll(small, 2) ? claim->last_day + 1 : claim->of[ON] - 1;
        if (claim->has[ON] && chance(small, 60))
            act->slots[ON] = (struct slot){ true, day, day };
        if (claim->has[OF] && chance(small, 40))
            act->slots[OF] = (struct slot){ true, claim->of[OF], claim->of[OF] };
    }
}

static void make_pool(struct small *small)
{
    int wanted = small->is_act_open ? 1 + (int)small_random(small, POOL_MOST) : 0;
    for (int tries = 0; small->pool < wanted && tries < 10; tries++) {
        struct member *act = &small->members[ACT][small->counts[ACT] + small->pool];
        *act = (struct member){ 0 };
        fill(small, act);
        place_at_edge(small, act);
        small->pool += !small_is_claimed(small, act);
    }
}

/* What is not known */

static bool is_linked(const struct small *small, enum sort sort, int member)
{
    for (int i = 0; i < small->counts[ACT] + small->pool; i++) {
        const struct slot *slot = &small->members[ACT][i].slots[sort == THING ? OF : BY];
        if (slot->is_known && slot->lo == member)
            return true;
    }
    return small->is_named[sort][member];
}

static void make_doubtful(struct small *small, enum sort sort, int index)
{
    struct member *member = &small->members[sort][index];
    struct slot *marked = &member->slots[member->marked_in];
    if (is_linked(small, sort, index))
        return;
    member->is_doubtful = true;
    *marked = (struct slot){ true, marked->is_known ? marked->lo : 1, marked->is_known ? marked->lo : 1 };
}

static void make_interval(struct small *small, struct slot *slot)
{
    bool is_month = small_random(small, 4) == 0;
    int width = 1 + (int)small_random(small, 2);
    *slot = (struct slot){ true, is_month ? 0 : slot->lo - width, is_month ? 30 : slot->lo + width };
}

static void open_something(struct small *small)
{
    enum sort sort = small_random(small, 2) ? ACT : THING;
    int index = (int)small_random(small, (uint32_t)small->counts[sort]);
    struct member *member = &small->members[sort][index];
    struct slot before[FIELDS];
    memcpy(before, member->slots, sizeof before);
    bool was_doubtful = member->is_doubtful;
    enum feature field = (enum feature)small_random(small, FIELDS);
    if (small_random(small, 6) == 0)
        make_doubtful(small, sort, index);
    else if (!small->reads[sort][field] && small_random(small, 10))
        return;
    else if (member->is_doubtful && field == member->marked_in)
        return;
    else if (field == ON && small_random(small, 3))
        make_interval(small, &member->slots[ON]);
    else
        member->slots[field].is_known = false;
    small_find_unknowns(small);
    if (small->completions <= COMPLETIONS_MOST && small->unknown_count <= UNKNOWNS_MOST)
        return;
    memcpy(member->slots, before, sizeof before);
    member->is_doubtful = was_doubtful;
    small_find_unknowns(small);
}

static void add_unknown(struct small *small, struct unknown unknown)
{
    small->completions *= (unsigned long)unknown.count;
    if (small->unknown_count <= UNKNOWNS_MOST)
        small->unknowns[small->unknown_count++] = unknown;
}

/* Few values stand for all, where there are many. */
static void find_options(const struct small *small, struct unknown *unknown, const struct slot *slot)
{
    static const int below[FIELDS] = { 2, 4, RATES, CATEGORIES, 4, 0, 0 };
    static const int steps[] = { 0, 3, 6, 9, 30 };
    enum sort target = unknown->field == OF ? THING : ACT;
    int acts = small->counts[ACT] + small->pool;
    if (slot->is_known) {
        for (int i = 0; i < OPTIONS_MOST; i++) {
            int day = slot->hi - slot->lo < OPTIONS_MOST ? slot->lo + i : steps[i];
            if (day <= slot->hi)
                unknown->options[unknown->count++] = day;
        }
    } else if (unknown->field == OF || unknown->field == BY) {
        for (int i = 0; i < (target == THING ? small->counts[THING] : acts); i++) {
            if (!small->is_dropped[target][i] && unknown->count < OPTIONS_MOST)
                unknown->options[unknown->count++] = i;
        }
    } else {
        for (int i = 0; i < below[unknown->field]; i++)
            unknown->options[unknown->count++] = unknown->field == ON ? i * 3 : i;
    }
}

static void find_in_member(struct small *small, enum sort sort, int index)
{
    const struct member *member = &small->members[sort][index];
    if (member->is_doubtful || index >= small->counts[sort])
        add_unknown(small, (struct unknown){ .what = DECIDES_EXISTENCE, .sort = sort, .member = index,
                                             .count = 2, .options = { 0, 1 } });
    for (enum feature field = 0; field < FIELDS; field++) {
        const struct slot *slot = &member->slots[field];
        bool is_there = sort == THING ? field < OF : field != RATE;
        if (!is_there || (slot->is_known && slot->lo == slot->hi))
            continue;
        struct unknown unknown = { .what = DECIDES_FIELD, .sort = sort, .member = index, .field = field };
        find_options(small, &unknown, slot);
        add_unknown(small, unknown);
    }
}

void small_find_unknowns(struct small *small)
{
    small->unknown_count = 0;
    small->completions = 1;
    for (enum sort sort = THING; sort <= ACT; sort++) {
        for (int i = 0; i < small->counts[sort] + (sort == ACT ? small->pool : 0); i++) {
            if (!small->is_dropped[sort][i])
                find_in_member(small, sort, i);
        }
    }
    if (small->uses[LEAST] + small->uses[GREATEST])
        add_unknown(small, (struct unknown){ .what = DECIDES_UNDEFINED, .count = 2, .options = { 0, 1 } });
}

void small_make_facts(struct small *small)
{
    static const unsigned long bounds[] = { 8, 16, 16, 32, 32, 32, 64, 64, 128, 256 };
    make_claims(small);
    for (enum sort sort = THING; sort <= ACT; sort++) {
        for (int i = 0; i < small->counts[sort]; i++)
            fill(small, &small->members[sort][i]);
    }
    make_pool(small);
    small_find_unknowns(small);
    unsigned long bound = small_random(small, 100) == 0 ? 4096 : bounds[small_random(small, 10)];
    for (int tries = 0; tries < 30 && small->completions < bound; tries++)
        open_something(small);
}
