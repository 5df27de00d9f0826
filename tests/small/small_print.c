/* Writes a small model as Sightline text: each declaration in a block of its own, so that blocks may be put
 * in another order or another file. */
#include "small/small.h"

#include <stdlib.h>

/* Text in the making, and what stands before each name. */
struct printer {
    struct words *out;
    const struct small *small;
    const char *prefix;
};

const char *const small_kinds[SORTS] = { "thing", "act",   "mark",  "path",
                                         "pair",  "total", "class", "verdict" };
static const char *const second_fields[SORTS] = { "", "", "", "to", "by", "sum", "under", "flag" };
static const char *const category_names[CATEGORIES] = { "a", "a1", "a2", "b" };
static const char *const rate_names[RATES] = { "low", "mid", "high" };
static const char *const comparisons[] = { "=", "!=", "<", "<=", ">", ">=" };

static const char *first_field(enum sort sort)
{
    return sort == PATH ? "from" : "of";
}

static void print(struct printer *printer, const struct node *node);

static void print_name(struct printer *printer, enum sort sort, int member)
{
    words_add(printer->out, "%s%c%d", printer->prefix, sort == THING ? 't' : 'e', member + 1);
}

static void print_day(struct printer *printer, int day)
{
    if (day < 0)
        words_add(printer->out, "2010-02-%02d", 29 + day);
    else
        words_add(printer->out, "2010-03-%02d", day + 1);
}

static void print_set(struct printer *printer, enum set set, const struct node *of)
{
    const char *prefix = printer->prefix;
    print(printer, of);
    if (set == ACTS_OF || set == ACTS_BY)
        words_add(printer->out, ".%sacts", prefix);
    else if (set == THINGS_WITH)
        words_add(printer->out, ".%sthings", prefix);
    else if (set == MARKS_OF)
        words_add(printer->out, ".%smarks", prefix);
    else
        words_add(printer->out, ".with");
}

static void print_binder(struct printer *printer, enum sort sort, int variable, enum set set,
                         const struct node *of)
{
    words_add(printer->out, "%s%s%s v%d", set == ALL_RECORDED ? "recorded " : "", printer->prefix,
              small_kinds[sort], variable);
    if (set > ALL_RECORDED) {
        words_add(printer->out, " in ");
        print_set(printer, set, of);
    }
}

/* `(left WORD right)` */
static void print_two(struct printer *printer, const struct node *node, const char *word)
{
    words_add(printer->out, "(");
    print(printer, node->kids[0]);
    words_add(printer->out, " %s ", word);
    print(printer, node->kids[1]);
    words_add(printer->out, ")");
}

static void print_member(struct printer *printer, const struct node *node, const char *field)
{
    print(printer, node->kids[0]);
    words_add(printer->out, ".%s", field);
}

static void print_quantifier(struct printer *printer, const struct node *node)
{
    static const char *const words[] = { "some", "no", "every" };
    words_add(printer->out, "(%s ", words[node->n]);
    print_binder(printer, node->sort, node->variable, node->set, node->set_of);
    for (int i = 0; i < 2; i++) {
        if (node->kids[i]) {
            words_add(printer->out, i ? " satisfies " : " where ");
            print(printer, node->kids[i]);
        }
    }
    words_add(printer->out, ")");
}

static void print_aggregate(struct printer *printer, const struct node *node)
{
    static const char *const words[] = { "sum", "min", "max" };
    if (node->op == COUNT) {
        words_add(printer->out, "count(");
    } else {
        words_add(printer->out, "%s(", words[node->op - SUM]);
        print(printer, node->kids[1]);
        words_add(printer->out, " for each ");
    }
    print_binder(printer, node->sort, node->variable, node->set, node->set_of);
    if (node->kids[0]) {
        words_add(printer->out, " where ");
        print(printer, node->kids[0]);
    }
    words_add(printer->out, ")");
}

static void print_membership(struct printer *printer, const struct node *node)
{
    words_add(printer->out, "(");
    print(printer, node->kids[0]);
    words_add(printer->out, node->op == IN_REACHABLE ? " in reachable(" : " in ");
    if (node->op == IN_REACHABLE) {
        print(printer, node->set_of);
        words_add(printer->out, ".by))");
        return;
    }
    print_set(printer, node->set, node->set_of);
    if (node->op == IN_SETS_LINKS)
        words_add(printer->out, node->set == ACTS_OF ? ".of" : ".with");
    words_add(printer->out, ")");
}

static void print_dates(struct printer *printer, const struct node *node)
{
    static const char *const words[] = { "before", "after", "=", "<=" };
    static const char *const directions[] = { "before", "after", "of" };
    if (node->op < WITHIN) {
        print_two(printer, node, words[node->op - BEFORE]);
        return;
    }
    words_add(printer->out, "(");
    print(printer, node->kids[0]);
    if (node->op == DURING) {
        words_add(printer->out, " during ");
        print_day(printer, node->n);
        words_add(printer->out, "..");
        print_day(printer, node->m);
    } else {
        words_add(printer->out, " within %d days %s ", node->n, directions[node->m]);
        print(printer, node->kids[1]);
    }
    words_add(printer->out, ")");
}

static void print_choice(struct printer *printer, const struct node *node)
{
    words_add(printer->out, "(if ");
    print(printer, node->kids[0]);
    words_add(printer->out, " then ");
    print(printer, node->kids[1]);
    words_add(printer->out, " else ");
    print(printer, node->kids[2]);
    words_add(printer->out, ")");
}

static void print_about_file(struct printer *printer, const struct node *node)
{
    words_add(printer->out, "(");
    print_member(printer, node, "size");
    words_add(printer->out, " is %s%s)", node->n ? "not " : "",
              node->op == ASKS_UNKNOWN ? "unknown" : "recorded");
}

static void print_part(struct printer *printer, const struct node *node)
{
    enum sort sort = node->kids[0]->sort;
    print_member(printer, node, node->n ? second_fields[sort] : first_field(sort));
}

static void print_value(struct printer *printer, const struct node *node)
{
    struct words *out = printer->out;
    switch (node->op) {
    case GET_SIZE:
        print_member(printer, node, "size");
        break;
    case COUNT_SET:
        words_add(out, "count(");
        print_set(printer, node->set, node->set_of);
        words_add(out, ")");
        break;
    case MEASURE:
    case TABLE:
        words_add(out, "%s%s(", printer->prefix, node->op == MEASURE ? "weight" : "band");
        print(printer, node->kids[0]);
        words_add(out, ")");
        break;
    case GET_TOTAL:
        print_member(printer, node, "sum");
        break;
    case LET:
        words_add(out, "let1");
        break;
    case DAY:
        print_day(printer, node->n);
        break;
    case GET_DAY:
        print_member(printer, node, "on");
        break;
    case VARIABLE:
        words_add(out, "v%d", node->n);
        break;
    case NAMED:
        print_name(printer, node->sort, node->n);
        break;
    case LINK:
        print_member(printer, node, node->n == OF ? "of" : "by");
        break;
    case PART:
        print_part(printer, node);
        break;
    default:
        words_add(out, "%d", node->n);
        break;
    }
}

static void print(struct printer *printer, const struct node *node)
{
    struct words *out = printer->out;
    switch (node->op) {
    case IS_TRUE:
        words_add(out, node->n ? "true" : "false");
        break;
    case AND:
        print_two(printer, node, "and");
        break;
    case OR:
        print_two(printer, node, "or");
        break;
    case NOT:
        words_add(out, "(not ");
        print(printer, node->kids[0]);
        words_add(out, ")");
        break;
    case HAS_FLAG:
    case HAS_SIGN:
        print_member(printer, node, "flag");
        break;
    case COMPARE:
        print_two(printer, node, comparisons[node->n]);
        break;
    case COMPARE_RATE:
        words_add(out, "(");
        print_member(printer, node, "rate");
        words_add(out, " %s %s%s)", comparisons[node->n], printer->prefix, rate_names[node->m]);
        break;
    case IS_UNDER:
    case IS_CATEGORY:
        words_add(out, "(");
        print_member(printer, node, "under");
        words_add(out, " %s %s%s)", node->op == IS_UNDER ? "under" : "=", printer->prefix,
                  category_names[node->n]);
        break;
    case BEFORE:
    case AFTER:
    case SAME_DAY:
    case AT_MOST_DAY:
    case WITHIN:
    case DURING:
        print_dates(printer, node);
        break;
    case IS_SAME:
        print_two(printer, node, "=");
        break;
    case IN_SET:
    case IN_SETS_LINKS:
    case IN_REACHABLE:
        print_membership(printer, node);
        break;
    case QUANTIFY:
        print_quantifier(printer, node);
        break;
    case CHOOSE_CONDITION:
    case CHOOSE_NUMBER:
        print_choice(printer, node);
        break;
    case ASKS_RECORDED:
    case ASKS_UNKNOWN:
        print_about_file(printer, node);
        break;
    case COUNT:
    case SUM:
    case LEAST:
    case GREATEST:
        print_aggregate(printer, node);
        break;
    case ADD:
        print_two(printer, node, "+");
        break;
    case TIMES:
        print_two(printer, node, "*");
        break;
    default:
        print_value(printer, node);
        break;
    }
}

/* Declarations */

static void print_steps(struct printer *printer, const struct small_rule *rule)
{
    struct words *out = printer->out;
    for (int i = 0; i < rule->binder_count; i++) {
        words_add(out, i ? ", " : "  for each ");
        print_binder(printer, rule->binders[i].sort, rule->binders[i].variable, rule->binders[i].set,
                     rule->binders[i].set_of);
    }
    if (rule->let) {
        words_add(out, "\n  let let1 = ");
        print(printer, rule->let);
    }
    for (int i = 0; i < CONDITIONS; i++) {
        if (rule->conditions[i]) {
            words_add(out, "\n  where ");
            print(printer, rule->conditions[i]);
        }
    }
}

static void print_second(struct printer *printer, const struct small_rule *rule)
{
    struct words *out = printer->out;
    const struct node *second = rule->value ? rule->value : rule->arguments[1];
    if (!second)
        return;
    words_add(out, rule->head == TOTAL || rule->head == SIGN ? " { %s: " : " %s ", second_fields[rule->head]);
    if (rule->head == CLASS && second->op == NUMBER)
        words_add(out, "%s%s", printer->prefix, category_names[second->n]);
    else if (second->op == IS_UNDER && rule->head == CLASS)
        print_member(printer, second, "under");
    else
        print(printer, second);
    words_add(out, rule->head == TOTAL || rule->head == SIGN ? " }" : "");
}

static void print_rule(struct printer *printer, int index)
{
    const struct small_rule *rule = &printer->small->rules[index];
    words_add(printer->out, "rule %sr%d \"R\" {\n", printer->prefix, index + 1);
    print_steps(printer, rule);
    words_add(printer->out, "\n  conclude %s%s %s ", printer->prefix, small_kinds[rule->head],
              first_field(rule->head));
    print(printer, rule->arguments[0]);
    print_second(printer, rule);
    words_add(printer->out, "\n}\n");
}

static void print_check(struct printer *printer, int index)
{
    words_add(printer->out, "check %sc%d \"C\" {\n", printer->prefix, index + 1);
    print_steps(printer, &printer->small->checks[index]);
    words_add(printer->out, "\n  warning at v0 \"said\"\n}\n");
}

static void print_when(struct printer *printer, const struct member *member)
{
    const struct slot *slot = &member->slots[ON];
    if (!slot->is_known)
        return;
    words_add(printer->out, " on ");
    if (slot->hi - slot->lo >= 20) {
        words_add(printer->out, "2010-03");
    } else if (slot->hi > slot->lo) {
        words_add(printer->out, "about ");
        print_day(printer, (slot->lo + slot->hi) / 2);
        words_add(printer->out, " within %d days", (slot->hi - slot->lo) / 2);
    } else {
        print_day(printer, slot->lo);
        words_add(printer->out, member->is_doubtful && member->marked_in == ON ? "?" : "");
    }
}

static void print_links(struct printer *printer, enum sort sort, const struct member *member)
{
    const char *between = " with ";
    for (enum feature field = OF; field <= BY && sort == ACT; field++) {
        if (member->slots[field].is_known) {
            words_add(printer->out, field == OF ? " of " : " by ");
            print_name(printer, field == OF ? THING : ACT, member->slots[field].lo);
        }
    }
    for (int i = 0; i < printer->small->counts[THING] && sort == THING; i++) {
        if (!(member->with >> i & 1) || printer->small->is_dropped[THING][i])
            continue;
        words_add(printer->out, "%s", between);
        print_name(printer, THING, i);
        between = ", ";
    }
}

static void print_member_of(struct printer *printer, enum sort sort, int index, bool has_case)
{
    const struct member *member = &printer->small->members[sort][index];
    struct words *out = printer->out;
    words_add(out, "%s%s ", printer->prefix, small_kinds[sort]);
    print_name(printer, sort, index);
    words_add(out, " \"%c%d\"", sort == THING ? 'T' : 'E', index + 1);
    if (has_case)
        words_add(out, " in %sd1", printer->prefix);
    print_when(printer, member);
    print_links(printer, sort, member);
    if (member->slots[UNDER].is_known)
        words_add(out, " under %s%s", printer->prefix, category_names[member->slots[UNDER].lo]);
    words_add(out, " {");
    if (member->slots[FLAG].is_known)
        words_add(out, " flag: %s", member->slots[FLAG].lo ? "true" : "false");
    if (member->slots[SIZE].is_known)
        words_add(out, " size: %d%s", member->slots[SIZE].lo,
                  member->is_doubtful && member->marked_in == SIZE ? "?" : "");
    if (member->slots[RATE].is_known && sort == THING)
        words_add(out, " rate: %s%s", printer->prefix, rate_names[member->slots[RATE].lo]);
    words_add(out, " }\n");
}

static void print_claim(struct printer *printer, const struct small_claim *claim)
{
    struct words *out = printer->out;
    words_add(out, "complete %sact", printer->prefix);
    if (claim->has[OF]) {
        words_add(out, " of ");
        print_name(printer, THING, claim->of[OF]);
    }
    if (claim->has[BY]) {
        words_add(out, " by ");
        print_name(printer, ACT, claim->of[BY]);
    }
    if (claim->has[UNDER])
        words_add(out, " under %s%s", printer->prefix, category_names[claim->of[UNDER]]);
    if (claim->has[ON]) {
        words_add(out, " during ");
        print_day(printer, claim->of[ON]);
        words_add(out, "..");
        print_day(printer, claim->last_day);
    }
    words_add(out, " because \"it is so\"\n");
}

static void print_functions(struct printer *printer)
{
    words_add(printer->out, "measure %sweight(v0: %sthing) is integer = ", printer->prefix, printer->prefix);
    print(printer, printer->small->measure.value);
    words_add(printer->out, "\ntable %sband(v0: %sthing) is integer {\n  when ", printer->prefix,
              printer->prefix);
    print(printer, printer->small->rows[0]);
    words_add(printer->out, " -> 1\n  when ");
    print(printer, printer->small->rows[1]);
    words_add(printer->out, " -> 2\n  otherwise -> 3\n}\n");
}

static void print_vocabulary(struct printer *printer, bool has_case)
{
    const char *p = printer->prefix;
    struct words case_field = { NULL, 0, 0 };
    words_add(&case_field, has_case ? "in: %sdossier parent " : "", p);
    if (has_case)
        words_add(printer->out, "case kind %sdossier \"Dossier\" { n: integer? }\n", p);
    words_add(printer->out,
              "scale %srate { %slow \"Low\" < %smid \"Mid\" < %shigh \"High\" }\n"
              "taxonomy %stopic \"Topic\" { %sa \"A\" { %sa1 \"A1\" %sa2 \"A2\" } %sb \"B\" }\n"
              "kind %sthing \"Thing\" { %sflag: boolean? size: integer? rate: %srate? under: %stopic? "
              "on: date? with: %sthing* }\n"
              "%skind %sact \"Act\" { %sflag: boolean? size: integer? under: %stopic? on: date? "
              "of: %sthing? by: %sact? }\n"
              "derived kind %smark \"Mark\" { of: %sthing }\n"
              "derived kind %spath \"Path\" { from: %sthing to: %sthing }\n"
              "derived kind %spair \"Pair\" { of: %sthing by: %sact }\n"
              "derived kind %stotal \"Total\" { of: %sthing sum: integer }\n"
              "derived kind %sclass \"Class\" { of: %sthing under: %stopic }\n"
              "derived kind %sverdict \"Verdict\" { of: %sthing flag: boolean }\n",
              p, p, p, p, p, p, p, p, p, p, case_field.at, p, p, p, printer->small->is_act_open
              ? "open " : "", p, case_field.at, p, p, p, p, p, p, p, p, p, p, p, p, p, p, p, p,
              p, p);
    free(case_field.at);
}

/* Blocks */

enum { BLOCKS_MOST = 64 };

struct blocks {
    struct words words[BLOCKS_MOST];
    int count;
};

static struct words *block(struct blocks *blocks)
{
    return &blocks->words[blocks->count++];
}

static void print_facts(struct printer *printer, struct blocks *blocks, const struct style *style)
{
    const struct small *small = printer->small;
    if (style->has_case) {
        printer->out = block(blocks);
        words_add(printer->out, "%sdossier %sd1 \"D1\"\n", printer->prefix, printer->prefix);
    }
    for (enum sort sort = THING; sort <= ACT; sort++) {
        for (int i = 0; i < small->counts[sort]; i++) {
            if (small->is_dropped[sort][i])
                continue;
            printer->out = block(blocks);
            print_member_of(printer, sort, i, style->has_case);
        }
    }
}

/* Another case, with a thing and an act of which little is known. */
static void print_second_case(struct printer *printer, struct blocks *blocks)
{
    const char *p = printer->prefix;
    printer->out = block(blocks);
    words_add(printer->out, "%sdossier %sd2 \"D2\" { n: 2 }\n", p, p);
    printer->out = block(blocks);
    words_add(printer->out, "%sthing %so8 \"Other\" in %sd2 with %so8 { flag: true }\n", p, p, p, p);
    printer->out = block(blocks);
    words_add(printer->out, "%sact %so7 \"Other\" in %sd2 on 2010-03-04\n", p, p, p);
}

static void print_questions(struct printer *printer, struct blocks *blocks)
{
    const struct small *small = printer->small;
    printer->out = block(blocks);
    print_functions(printer);
    for (int i = 0; i < small->claim_count; i++) {
        if (!small->claims[i].is_dropped) {
            printer->out = block(blocks);
            print_claim(printer, &small->claims[i]);
        }
    }
    for (int i = 0; i < small->rule_count; i++) {
        if (!small->rules[i].is_dropped) {
            printer->out = block(blocks);
            print_rule(printer, i);
        }
    }
    for (int i = 0; i < small->check_count; i++) {
        if (!small->checks[i].is_dropped) {
            printer->out = block(blocks);
            print_check(printer, i);
        }
    }
}

static void shuffle(struct blocks *blocks, uint64_t random)
{
    struct small dice = { .random = random };
    for (int i = blocks->count - 1; i > 0; i--) {
        int other = (int)small_random(&dice, (uint32_t)i + 1);
        struct words held = blocks->words[i];
        blocks->words[i] = blocks->words[other];
        blocks->words[other] = held;
    }
}

void small_print(struct words *out, const struct small *small, const struct style *style)
{
    struct printer printer = { .small = small, .prefix = style->prefix, .out = out };
    static struct blocks blocks;
    blocks = (struct blocks){ .count = 0 };
    words_add(out, "module %s\n%s", style->part == 1 ? "part" : "small", style->uses ? style->uses : "");
    if (style->part != 2) {
        print_vocabulary(&printer, style->has_case);
        print_facts(&printer, &blocks, style);
        if (style->has_second_case)
            print_second_case(&printer, &blocks);
    }
    if (style->part != 1)
        print_questions(&printer, &blocks);
    if (style->shuffle)
        shuffle(&blocks, style->shuffle);
    for (int i = 0; i < blocks.count; i++) {
        words_add(out, "%s", blocks.words[i].at);
        free(blocks.words[i].at);
    }
}
