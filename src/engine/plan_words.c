/* Reasons and messages for the plan: texts with values put into them, for who has no interpreter to write
 * them. An instance stands for its title, as the interpreter has it. */
#include "engine/plan_parts.h"

#include "ast/dump.h"
#include "types/secrecy.h"

static bool add_word(struct planner *planner, struct plan_words *words, struct plan_word word)
{
    VEC_PUSH(planner->arena, words, word);
    return true;
}

/* `e.title` reads as `e` does. */
static const struct ast_node *without_title(const struct ast_node *node)
{
    const struct ast_member *member = node->kind == AST_MEMBER ? AST_AS(member, node) : NULL;
    return member && member->base.reference == REFER_TITLE ? member->base_node : node;
}

static bool add_value(struct planner *planner, struct plan_words *words, const struct ast_node *node)
{
    struct plan_word word = { .type = ((const struct ast_expr *)node)->result };
    word.is_hidden = secrecy_find(node) != NULL && !planner->plan->session->options.show_values;
    if (word.is_hidden)
        return add_word(planner, words, word);
    uint32_t slots = planner->slots;
    word.value = plan_value(planner, without_title(node));
    planner->slots = slots;
    if (word.value && word.value->sees_rules)
        return plan_refuse(planner, "a reason or message tells of conclusions") != NULL;
    return word.value && add_word(planner, words, word);
}

bool plan_words(struct planner *planner, const struct ast_node *text, struct plan_words *words)
{
    bool sound = true;
    if (text->kind == AST_STRING)
        return add_word(planner, words, (struct plan_word){ .text = AST_AS(string, text)->text });
    if (text->kind != AST_TEMPLATE)
        return add_value(planner, words, text);
    AST_EACH (part, AST_AS(template, text)->parts) {
        if (part->kind == AST_STRING)
            add_word(planner, words, (struct plan_word){ .text = AST_AS(string, part)->text });
        else
            sound = sound && add_value(planner, words, part);
    }
    return sound;
}

/* As the interpreter has it: `at e` points to e, `at e.on` to e and its field. */
bool plan_place(struct planner *planner, const struct ast_node *at, struct plan_check *check)
{
    const struct ast_member *member = at->kind == AST_MEMBER ? AST_AS(member, at) : NULL;
    const struct plan_expr *value = plan_value(planner, member ? member->base_node : at);
    if (member)
        check->field = member->name;
    if (value && value->shape == SHAPE_ROW)
        check->at = value;
    return value != NULL;
}
