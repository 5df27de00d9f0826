/* The functions of types/builtins.def, but for those of graphs. A value that is not recorded makes the result
 * unknown. */
#include "rules/interp.h"

#include "base/utf8.h"
#include "rules/graph_facts.h"
#include "rules/without.h"
#include "types/builtins.h"

typedef struct value builtin_function(struct interp *interp, const struct ast_call *call);

static struct value none(void)
{
    return (struct value){ .tag = VALUE_NONE };
}

static struct value first_argument(struct interp *interp, const struct ast_call *call)
{
    return interp_value(interp, call->arguments.first);
}

static bool is_text(struct value value)
{
    return value.tag == VALUE_TEXT || value.tag == VALUE_PROSE;
}

/* Words in a text */

/* The text with its quoted passages blanked: what stands in quotation marks, and lines that begin with
 * `>`, are a source's words and not the reviewer's. */
static struct text without_quotes(struct interp *interp, struct text text)
{
    char *bytes = arena_copy(interp->session->arena, text.bytes, text.length);
    bool quoted = false;
    bool block = false;
    bool line_start = true;
    for (size_t i = 0; i < text.length; i++) {
        bool opens = text_starts((struct text){ text.bytes + i, text.length - i }, TEXT("\xE2\x80\x9C"));
        bool closes = text_starts((struct text){ text.bytes + i, text.length - i }, TEXT("\xE2\x80\x9D"));
        if (line_start && text.bytes[i] == '>')
            block = true;
        if (text.bytes[i] == '\n')
            block = false;
        bool straight = text.bytes[i] == '"';
        bool blank = quoted || block || straight || opens;
        quoted = straight ? !quoted : opens ? true : closes ? false : quoted;
        line_start = text.bytes[i] == '\n' || (line_start && text.bytes[i] == ' ');
        if (blank && text.bytes[i] != '\n')
            bytes[i] = ' ';
    }
    return (struct text){ bytes, text.length };
}

static bool is_letter(struct text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.bytes[at] : ' ';
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* Whether `phrase` stands at `at`, any white space in the text being as good as one space. */
static bool phrase_at(struct text text, size_t at, struct text phrase)
{
    for (size_t i = 0; i < phrase.length; i++) {
        if (phrase.bytes[i] == ' ') {
            if (at >= text.length || !is_space(text.bytes[at]))
                return false;
            while (at < text.length && is_space(text.bytes[at]))
                at++;
        } else if (at >= text.length || text.bytes[at++] != phrase.bytes[i]) {
            return false;
        }
    }
    return !is_letter(text, at);
}

static bool has_phrase(struct text text, struct text phrase)
{
    for (size_t at = 0; phrase.length && at + phrase.length <= text.length; at++) {
        if (text.bytes[at] == phrase.bytes[0] && (at == 0 || !is_letter(text, at - 1)) &&
            phrase_at(text, at, phrase))
            return true;
    }
    return false;
}

/* The first of the words that the text mentions, in the order of the words. */
static const struct text *find_mention(struct interp *interp, struct value in, struct value words)
{
    struct arena *arena = interp->session->arena;
    struct arena_mark mark = arena_mark(arena);
    const struct text *found = NULL;
    struct text text = utf8_fold(arena, without_quotes(interp, *in.as.text));
    uint32_t count = words.tag == VALUE_LIST ? words.count : 1;
    for (uint32_t i = 0; i < count && !found; i++) {
        struct value word = words.tag == VALUE_LIST ? words.as.items[i] : words;
        if (is_text(word) && has_phrase(text, utf8_fold(arena, *word.as.text)))
            found = word.as.text;
    }
    arena_release(arena, mark);
    return found;
}

static struct value find_mentions(struct interp *interp, const struct ast_call *call,
                                  const struct text **found)
{
    struct value text = first_argument(interp, call);
    *found = NULL;
    if (!is_text(text))
        return none();
    for (const struct ast_node *node = call->arguments.first->next; node && !*found; node = node->next) {
        struct value words = interp_value(interp, node);
        if (words.tag == VALUE_NONE)
            return none();
        *found = find_mention(interp, text, words);
    }
    return (struct value){ .tag = VALUE_BOOLEAN, .as.boolean = *found != NULL };
}

static struct value apply_mentions(struct interp *interp, const struct ast_call *call)
{
    const struct text *found;
    return find_mentions(interp, call, &found);
}

static struct value apply_first_mention(struct interp *interp, const struct ast_call *call)
{
    const struct text *found;
    find_mentions(interp, call, &found);
    return found ? (struct value){ .tag = VALUE_TEXT, .as.text = found } : none();
}

static struct value apply_length(struct interp *interp, const struct ast_call *call)
{
    struct value text = first_argument(interp, call);
    return is_text(text) ? value_of_int((int64_t)utf8_count(*text.as.text)) : none();
}

/* Dates */

static struct value date_value(struct interp *interp, struct date date)
{
    struct date *copy = ARENA_NEW(interp->session->arena, struct date);
    *copy = date;
    return (struct value){ .tag = VALUE_DATE, .as.date = copy };
}

static struct value apply_start(struct interp *interp, const struct ast_call *call)
{
    struct value value = first_argument(interp, call);
    if (value.tag == VALUE_PERIOD)
        return value.as.period->open_from ? none() : date_value(interp, value.as.period->from);
    return value.tag == VALUE_DATE ? value : none();
}

static struct value apply_end(struct interp *interp, const struct ast_call *call)
{
    struct value value = first_argument(interp, call);
    if (value.tag == VALUE_PERIOD)
        return value.as.period->open_to ? none() : date_value(interp, value.as.period->to);
    return value.tag == VALUE_DATE ? value : none();
}

static int64_t floor_days(int64_t minute)
{
    return minute >= 0 ? minute / 1440 : -((-minute + 1439) / 1440);
}

static struct value apply_year(struct interp *interp, const struct ast_call *call)
{
    struct value start = apply_start(interp, call);
    int low;
    int high;
    int month;
    int day;
    if (start.tag != VALUE_DATE)
        return none();
    date_from_day_number(floor_days(start.as.date->lo), &low, &month, &day);
    date_from_day_number(floor_days(start.as.date->hi), &high, &month, &day);
    struct number_range range = { number_of_int(low), number_of_int(high), false };
    return value_of_range(interp->session, range);
}

static struct value apply_age(struct interp *interp, const struct ast_call *call)
{
    struct value born = first_argument(interp, call);
    struct value on = interp_value(interp, call->arguments.first->next);
    int64_t low;
    int64_t high;
    if (born.tag != VALUE_DATE || on.tag != VALUE_DATE)
        return none();
    date_age(*born.as.date, *on.as.date, &low, &high);
    struct number_range range = { number_of_int(low), number_of_int(high), false };
    return value_of_range(interp->session, range);
}

/* Numbers and sets */

/* Whether more of an open kind may link here than is recorded; `count(K x in ... where ...)` knows of
 * claims, a bare set does not. */
static bool may_hold_more(const struct ast_node *set)
{
    if (!interp_set_is_inverse(set))
        return false;
    const struct ast_member *member = AST_AS(member, set);
    const struct kind *kind = member->base.reference == REFER_INVERSE
                                  ? ((const struct inverse *)member->target)->from
                                  : member->target;
    return kind->flags & KIND_OPEN;
}

static struct value apply_count(struct interp *interp, const struct ast_call *call)
{
    struct value set = first_argument(interp, call);
    uint32_t certain = 0;
    uint32_t unrecorded = 0;
    if (set.tag != VALUE_LIST)
        return none();
    for (uint32_t i = 0; i < set.count; i++)
        certain += !set.as.items[i].is_possible &&
                   (set.as.items[i].tag != VALUE_INSTANCE || !set.as.items[i].as.instance->is_doubtful);
    for (uint32_t i = 0; i < set.count; i++)
        unrecorded += value_is_unrecorded(set.as.items[i]);
    struct number_range range = { number_of_int(certain), number_of_int(set.count - unrecorded),
                                  unrecorded || set.openness == OPEN_TO_ALL ||
                                      (!interp->is_closed && may_hold_more(call->arguments.first)) };
    return value_of_range(interp->session, range);
}

static struct value pick(struct interp *interp, const struct ast_call *call, int sign)
{
    struct number_range a;
    struct number_range b;
    if (!value_range(first_argument(interp, call), &a) ||
        !value_range(interp_value(interp, call->arguments.first->next), &b))
        return none();
    struct number_range picked = { number_compare(a.lo, b.lo) * sign < 0 ? a.lo : b.lo,
                                   number_compare(a.hi, b.hi) * sign < 0 ? a.hi : b.hi,
                                   sign < 0 ? a.open || b.open : a.open && b.open };
    return value_of_range(interp->session, picked);
}

static struct value apply_min(struct interp *interp, const struct ast_call *call)
{
    return pick(interp, call, 1);
}

static struct value apply_max(struct interp *interp, const struct ast_call *call)
{
    return pick(interp, call, -1);
}

/* Whether things of this sort have the link at all. */
static bool leads_on(const struct ast_member *member, const struct instance *instance)
{
    const struct field *field = member->target;
    return instance->slots &&
           (member->base.reference == REFER_INVERSE || kind_is(instance->of, field->owner));
}

/* One step along the link that `reachable(x.link)` follows. */
static struct value follow(struct interp *interp, const struct ast_member *member,
                           struct instance *instance)
{
    if (member->base.reference == REFER_INVERSE) {
        const struct inverse *inverse = member->target;
        return links_all_to(interp, inverse->from, inverse->field, instance);
    }
    return interp_field(interp, instance, member->target);
}

/* What has been reached, and how surely: a thing may be met first by a doubtful way, then by a sure one. */
struct reaching {
    struct interp *interp;
    VEC(struct value) found;
    enum truth *seen; /* by ordinal */
    enum openness openness;
};

static void reach(struct reaching *reaching, struct value to, bool is_certain)
{
    if (to.tag != VALUE_INSTANCE)
        return;
    enum truth truth = is_certain && !to.is_possible ? TRUTH_TRUE : TRUTH_UNKNOWN;
    if (reaching->seen[to.as.instance->ordinal] >= truth)
        return;
    reaching->seen[to.as.instance->ordinal] = truth;
    VEC_PUSH(reaching->interp->session->arena, &reaching->found, to);
}

static void reach_step(struct reaching *reaching, struct value step, bool is_certain)
{
    if (step.tag == VALUE_NONE || step.openness)
        reaching->openness = OPEN_TO_ALL;
    uint32_t count = step.tag == VALUE_LIST ? step.count : 0;
    reach(reaching, step, is_certain);
    for (uint32_t i = 0; i < count; i++)
        reach(reaching, step.as.items[i], is_certain);
}

/* Each thing once, as surely as it was reached at best. */
static struct value reached(struct reaching *reaching)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < reaching->found.count; i++) {
        struct value value = reaching->found.items[i];
        enum truth *truth = &reaching->seen[value.as.instance->ordinal];
        if (*truth == TRUTH_FALSE)
            continue;
        value.is_possible = *truth == TRUTH_UNKNOWN;
        reaching->found.items[count++] = value;
        *truth = TRUTH_FALSE;
    }
    struct value set = value_of_set(reaching->found.items, count);
    set.openness = (uint8_t)reaching->openness;
    return set;
}

/* One room for all calls, so that a call costs what it reaches. Lent out while it is used: a default that is
 * worked out on the way may ask for what is reachable, too. */
static enum truth *borrow_room(struct interp *interp, uint32_t *size)
{
    enum truth *room = interp->reached;
    *size = interp->reached_size;
    interp->reached = NULL;
    if (room && *size > interp->ordinals)
        return room;
    *size = interp->ordinals + 1;
    return ARENA_ARRAY(interp->session->arena, enum truth, *size);
}

static struct value apply_reachable(struct interp *interp, const struct ast_call *call)
{
    const struct ast_member *member = AST_AS(member, call->arguments.first);
    struct reaching reaching = { .interp = interp };
    uint32_t size;
    reaching.seen = borrow_room(interp, &size);
    reach_step(&reaching, first_argument(interp, call), true);
    for (uint32_t next = 0; next < reaching.found.count; next++) {
        struct instance *from = reaching.found.items[next].as.instance;
        if (leads_on(member, from))
            reach_step(&reaching, follow(interp, member, from),
                       reaching.seen[from->ordinal] == TRUTH_TRUE && !from->is_doubtful);
    }
    struct value set = reached(&reaching);
    interp->reached = reaching.seen;
    interp->reached_size = size;
    return set;
}

static builtin_function *const functions[] = {
#define BUILTIN(name, takes, gives, sentence, example) apply_##name,
#include "types/builtins.def"
#undef BUILTIN
};

_Static_assert(sizeof functions / sizeof *functions == BUILTIN_COUNT, "a function each");

struct value builtins_apply(struct interp *interp, const struct ast_call *call)
{
    return functions[((const struct builtin *)call->target)->code](interp, call);
}
