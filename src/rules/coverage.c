/* What tests decided: a hash table from nodes to the ways they came out, and what is missing in it. */
#include "rules/coverage.h"

#include "rules/show.h"

enum { FIRST_SIZE = 1024, WORDS_LONGEST = 80 };

struct coverage *coverage_new(struct arena *arena)
{
    struct coverage *coverage = ARENA_NEW(arena, struct coverage);
    coverage->arena = arena;
    coverage->size = FIRST_SIZE;
    coverage->slots = ARENA_ARRAY(arena, struct covered, FIRST_SIZE);
    return coverage;
}

static struct covered *find(const struct coverage *coverage, const struct ast_node *node)
{
    uint64_t hash = (uint64_t)(uintptr_t)node * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t at = (uint32_t)(hash >> 40) & (coverage->size - 1);
    while (coverage->slots[at].node && coverage->slots[at].node != node)
        at = (at + 1) & (coverage->size - 1);
    return &coverage->slots[at];
}

static void grow(struct coverage *coverage)
{
    struct covered *old = coverage->slots;
    uint32_t size = coverage->size;
    coverage->size *= 2;
    coverage->slots = ARENA_ARRAY(coverage->arena, struct covered, coverage->size);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i].node)
            *find(coverage, old[i].node) = old[i];
    }
}

void interp_cover(struct interp *interp, const struct ast_node *condition, enum truth truth)
{
    static const unsigned bits[] = { [TRUTH_FALSE] = COVERED_FALSE, [TRUTH_UNKNOWN] = COVERED_UNKNOWN,
                                     [TRUTH_TRUE] = COVERED_TRUE };
    struct coverage *coverage = interp->coverage;
    if (!coverage)
        return;
    if (coverage->count * 2 >= coverage->size)
        grow(coverage);
    struct covered *covered = find(coverage, condition);
    coverage->count += !covered->node;
    covered->node = condition;
    covered->ways |= bits[truth];
}

unsigned coverage_of(const struct coverage *coverage, const struct ast_node *node)
{
    return find(coverage, node)->ways;
}

/* What is missing */

struct survey {
    struct model *model;
    const struct coverage *coverage;
    struct coverage_report report;
};

static void count(struct survey *survey, struct tally *tally, struct gap gap)
{
    tally->all++;
    if (gap.lacks.length)
        VEC_PUSH(survey->model->session->arena, &survey->report.gaps, gap);
    else
        tally->decided++;
}

static struct text lacking(unsigned ways, const char *never_true, const char *never_false)
{
    if (!(ways & COVERED_TRUE))
        return text_of(never_true);
    return ways & COVERED_FALSE ? TEXT("") : text_of(never_false);
}

/* The parts that `and`, `or` and `not` join, each for itself; what a `some`, `no` or `every` asks, too. */
static void survey_condition(struct survey *survey, const struct ast_node *node)
{
    const struct ast_binary *binary = AST_AS(binary, node);
    const struct ast_quantifier *quantifier = AST_AS(quantifier, node);
    if (!node)
        return;
    if (node->kind == AST_NOT) {
        survey_condition(survey, AST_AS(not, node)->operand);
    } else if (node->kind == AST_BINARY && (binary->op == OP_AND || binary->op == OP_OR)) {
        survey_condition(survey, binary->left);
        survey_condition(survey, binary->right);
    } else {
        struct gap gap = { "condition", show_words(survey->model->session, node, WORDS_LONGEST), node->span,
                           lacking(coverage_of(survey->coverage, node), "was never true",
                                   "was never false") };
        count(survey, &survey->report.conditions, gap);
        if (node->kind == AST_QUANTIFIER) {
            survey_condition(survey, quantifier->where);
            survey_condition(survey, quantifier->satisfies);
        }
    }
}

static void survey_steps(struct survey *survey, const struct ast_list *steps)
{
    AST_EACH (step, *steps) {
        if (step->kind == AST_WHERE)
            survey_condition(survey, AST_AS(where, step)->condition);
    }
}

/* One without a condition always speaks: there is nothing to stay silent about. */
static unsigned ways_of(struct survey *survey, const struct ast_node *root, const struct ast_list *steps)
{
    bool is_conditional = false;
    AST_EACH (step, *steps)
        is_conditional = is_conditional || step->kind == AST_WHERE;
    return coverage_of(survey->coverage, root) | (is_conditional ? 0 : COVERED_FALSE);
}

static void survey_check(struct survey *survey, const struct check *check)
{
    unsigned ways = ways_of(survey, &check->ast->base, &check->ast->steps);
    struct gap gap = { "check", check->code, check->declaration.span,
                       lacking(ways, "never spoke", "never stayed silent") };
    count(survey, &survey->report.checks, gap);
    survey_steps(survey, &check->ast->steps);
}

static void survey_rule(struct survey *survey, const struct rule *rule)
{
    unsigned ways = ways_of(survey, &rule->ast->base, &rule->ast->steps);
    struct gap gap = { "rule", name_text(rule->declaration.name), rule->declaration.span,
                       lacking(ways, "never concluded anything", "never did without concluding") };
    count(survey, &survey->report.rules, gap);
    survey_steps(survey, &rule->ast->steps);
}

/* The last row takes what the others leave. */
static void survey_table(struct survey *survey, const struct decision_table *table)
{
    AST_EACH (node, table->ast->rows) {
        if (node->kind != AST_ROW)
            continue;
        unsigned ways = coverage_of(survey->coverage, node) | (node->next ? 0 : COVERED_FALSE);
        struct gap gap = { "row", show_words(survey->model->session, node, WORDS_LONGEST), node->span,
                           lacking(ways, "was never taken", "was always taken") };
        count(survey, &survey->report.rows, gap);
    }
}

struct coverage_report coverage_report(struct model *model, const struct coverage *coverage,
                                       bool (*is_asked)(const struct model *model,
                                                        const struct module *module))
{
    struct survey survey = { .model = model, .coverage = coverage };
    for (uint32_t i = 0; i < model->checks.count; i++) {
        if (is_asked(model, model->checks.items[i]->declaration.module))
            survey_check(&survey, model->checks.items[i]);
    }
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (is_asked(model, model->rules.items[i]->declaration.module))
            survey_rule(&survey, model->rules.items[i]);
    }
    for (uint32_t i = 0; i < model->tables.count; i++) {
        if (is_asked(model, model->tables.items[i]->declaration.module))
            survey_table(&survey, model->tables.items[i]);
    }
    return survey.report;
}
