/* What the tree says of the places between tokens: where elements begin, where lines may be broken and how
 * deep what follows then stands, what stands in columns, what stands close together. Comes in: a sound
 * tree and its pieces. What a node says is a line of the table at the end. Over 600 lines: most are that
 * table and its one small function a kind. */
#include "ast/marks.h"

#include "ast/layout.h"

/* Finding pieces */

/* The first piece that begins at `offset` or behind it; near the one found before, most often. */
static uint32_t piece_at(struct layout *layout, uint32_t offset)
{
    uint32_t low = layout->cursor;
    uint32_t high = layout->cursor;
    for (uint32_t step = 1; low > 0 && layout->pieces[low].start >= offset; step *= 2)
        low = low > step ? low - step : 0;
    for (uint32_t step = 1; high < layout->count && layout->pieces[high].start < offset; step *= 2)
        high = layout->count - high > step ? high + step : layout->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layout->pieces[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return layout->cursor = low;
}

static uint32_t first_piece(struct layout *layout, const struct ast_node *node)
{
    return piece_at(layout, node->span.start);
}

static uint32_t last_piece(struct layout *layout, const struct ast_node *node)
{
    return piece_at(layout, node->span.end) - 1;
}

/* The first piece of an expression and the brackets around it, which the tree knows nothing of. */
static uint32_t outer_piece(struct layout *layout, const struct ast_node *node)
{
    uint32_t piece = first_piece(layout, node);
    while (piece > 0 && piece_letter(layout, piece - 1) == '(')
        piece--;
    return piece;
}

/* Marking */

static void mark(struct layout *layout, const struct ast_node *node);

static void mark_list(struct layout *layout, struct ast_list list)
{
    AST_EACH (node, list)
        mark(layout, node);
}

static void mark_kid(struct layout *layout, const struct ast_node *node)
{
    if (node)
        mark(layout, node);
}

static uint32_t add_group(struct layout *layout, uint32_t first, uint32_t last, unsigned flags,
                          unsigned indent)
{
    struct group group = { .first = first, .last = last, .flags = (uint8_t)flags,
                           .indent = (uint8_t)indent };
    VEC_PUSH(layout->arena, &layout->groups, group);
    return layout->groups.count - 1;
}

static void may_break(struct layout *layout, uint32_t piece, uint32_t group)
{
    struct group *marked = &layout->groups.items[group];
    layout->pieces[piece].group = group;
    if (!marked->opening)
        marked->opening = piece;
}

static void stand_close(struct layout *layout, uint32_t piece)
{
    layout->pieces[piece].spaces = 0;
}

enum { CONTINUED = 4, INDENTED = 2, TWICE_CONTINUED = 8 };

enum body_flag {
    BODY_STAYS = 1,     /* on its line, where the author wrote it so */
    BODY_ALIGNS = 2,
    BODY_IS_WIDE = 4,   /* on one line, two spaces stand between its elements */
    BODY_HAS_SIGNS = 8, /* a sign before each element but the first */
};

/* Elements between braces. */
static void mark_body(struct layout *layout, struct ast_list list, unsigned flags)
{
    if (!list.first)
        return;
    struct piece *opening = &layout->pieces[first_piece(layout, list.first) - 1];
    if (!(flags & BODY_STAYS))
        opening->flags &= (uint8_t)~PIECE_MAY_STAY;
    if (flags & BODY_ALIGNS)
        opening->flags |= PIECE_ALIGNS;
    AST_EACH (node, list) {
        bool has_sign = flags & BODY_HAS_SIGNS && node != list.first;
        struct piece *piece = &layout->pieces[first_piece(layout, node) - has_sign];
        piece->flags |= PIECE_STARTS;
        piece->spaces = flags & BODY_IS_WIDE && node != list.first ? 2 : 1;
        mark(layout, node);
        piece->last = last_piece(layout, node);
        piece->last += piece_letter(layout, piece->last + 1) == ',';
    }
}

/* Values behind the colon of a field, or the word before a clause. */
static void mark_values(struct layout *layout, uint32_t before, struct ast_list list, unsigned flags,
                        unsigned indent)
{
    if (ast_has_several(list)) {
        uint32_t group = add_group(layout, before, last_piece(layout, ast_last(list)), flags, indent);
        AST_EACH (node, list) {
            if (node != list.first || flags & GROUP_BREAKS_FIRST)
                may_break(layout, outer_piece(layout, node), group);
        }
    }
    mark_list(layout, list);
}

static bool is_clause(const struct layout *layout, const struct ast_node *node)
{
    return node->kind == AST_ASSIGN &&
           layout->source->bytes[ast_field_word(layout->source, AST_AS(assign, node)).span.end - 1] != ':';
}

static unsigned list_flags(struct ast_list list)
{
    unsigned flags = GROUP_FILLS | GROUP_BREAKS_FIRST | GROUP_KEEPS;
    AST_EACH (node, list) {
        if (node->kind != AST_STRING)
            flags &= ~(unsigned)GROUP_KEEPS;
    }
    return flags;
}

static void mark_assign(struct layout *layout, const struct ast_node *node)
{
    struct ast_list values = AST_AS(assign, node)->values;
    uint32_t first = first_piece(layout, node);
    if (is_clause(layout, node))
        mark_values(layout, first, values, GROUP_FILLS, TWICE_CONTINUED);
    else
        mark_values(layout, first, values, list_flags(values), INDENTED);
}

/* The line before a body, broken before its clauses; `because` may end it. */
static void mark_head(struct layout *layout, const struct ast_node *node, struct ast_list clauses,
                      const struct ast_node *because, unsigned indent)
{
    const struct ast_node *last = because;
    AST_EACH (clause, clauses) {
        if (is_clause(layout, clause) && !because)
            last = clause;
    }
    if (!last)
        return;
    uint32_t group = add_group(layout, first_piece(layout, node), last_piece(layout, last),
                               GROUP_FILLS | (because ? 0 : GROUP_BREAKS_FIRST), indent);
    AST_EACH (clause, clauses) {
        if (!is_clause(layout, clause))
            break;
        may_break(layout, first_piece(layout, clause), group);
        mark(layout, clause);
    }
    if (because)
        may_break(layout, first_piece(layout, because) - 1, group);
}

static bool has_instance(struct ast_list list)
{
    AST_EACH (node, list) {
        if (node->kind == AST_INSTANCE)
            return true;
    }
    return false;
}

static void mark_members(struct layout *layout, struct ast_list list)
{
    mark_body(layout, list, (has_instance(list) ? 0 : BODY_STAYS) | BODY_IS_WIDE);
}

static void mark_item(struct layout *layout, const struct ast_node *item)
{
    struct piece *piece = &layout->pieces[first_piece(layout, item)];
    piece->flags |= PIECE_STARTS;
    mark(layout, item);
    piece->last = last_piece(layout, item);
}

static void mark_file(struct layout *layout, const struct ast_node *node)
{
    const struct ast_file *file = AST_AS(file, node);
    if (file->module)
        mark_item(layout, file->module);
    AST_EACH (item, file->items)
        mark_item(layout, item);
}

static void mark_kind(struct layout *layout, const struct ast_node *node)
{
    const struct ast_kind_declaration *kind = AST_AS(kind_declaration, node);
    if (kind->parent.name) {
        uint32_t parent = piece_at(layout, kind->parent.span.start);
        uint32_t group = add_group(layout, first_piece(layout, node), parent, GROUP_FILLS, CONTINUED);
        may_break(layout, parent - 1, group);
    }
    mark_body(layout, kind->fields, BODY_STAYS | BODY_ALIGNS | BODY_IS_WIDE);
}

static void mark_field(struct layout *layout, const struct ast_node *node)
{
    const struct ast_field *field = AST_AS(field, node);
    layout->pieces[first_piece(layout, field->type)].flags |= PIECE_STOP;
    uint32_t group = add_group(layout, first_piece(layout, node), last_piece(layout, node), GROUP_FILLS,
                               CONTINUED);
    mark(layout, field->type);
    if (field->value) {
        may_break(layout, outer_piece(layout, field->value) - 1, group);
        mark(layout, field->value);
    }
    if (field->label) {
        struct piece *label = &layout->pieces[first_piece(layout, field->label)];
        label->flags |= PIECE_STOP;
        label->spaces = 2;
        label->group = group;
    }
}

static void mark_type(struct layout *layout, const struct ast_node *node)
{
    const struct ast_type *type = AST_AS(type, node);
    struct ast_list list = type->alternatives;
    if (type->cardinality != CARDINALITY_ONE)
        stand_close(layout, last_piece(layout, node));
    uint32_t first = first_piece(layout, list.first);
    uint32_t group = add_group(layout, first, last_piece(layout, ast_last(list)),
                               GROUP_FILLS | GROUP_STANDS, 0);
    AST_EACH (name, list) {
        if (name != list.first)
            may_break(layout, first_piece(layout, name) - 1, group); /* its `|` */
        if (AST_AS(type_name, name)->digits != -1)
            stand_close(layout, first_piece(layout, name) + 1);
    }
}

static void mark_categories(struct layout *layout, struct ast_list list)
{
    bool has_titles = false;
    AST_EACH (node, list)
        has_titles = has_titles || AST_AS(category, node)->title;
    mark_body(layout, list, BODY_STAYS | BODY_ALIGNS | (has_titles ? BODY_IS_WIDE : 0));
}

static void mark_taxonomy(struct layout *layout, const struct ast_node *node)
{
    mark_categories(layout, AST_AS(taxonomy, node)->nodes);
}

static void mark_calendar(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(calendar, node)->days, 0);
}

static void mark_category(struct layout *layout, const struct ast_node *node)
{
    const struct ast_category *category = AST_AS(category, node);
    if (category->title)
        layout->pieces[first_piece(layout, category->title)].flags |= PIECE_STOP;
    mark_categories(layout, category->nodes);
}

static void mark_scale(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(scale, node)->levels, BODY_STAYS | BODY_HAS_SIGNS);
}

static void mark_parameter(struct layout *layout, const struct ast_node *node)
{
    const struct ast_parameter *parameter = AST_AS(parameter, node);
    struct ast_list values = parameter->values;
    uint32_t equal = outer_piece(layout, values.first) - 1;
    uint32_t last = ast_has_several(values) ? equal : last_piece(layout, node);
    uint32_t group = add_group(layout, first_piece(layout, node), last, GROUP_FILLS, INDENTED);
    may_break(layout, first_piece(layout, parameter->type) - 1, group);
    mark(layout, parameter->type);
    mark_values(layout, equal, values, list_flags(values), INDENTED);
}

static void mark_set(struct layout *layout, const struct ast_node *node)
{
    const struct ast_set *set = AST_AS(set, node);
    mark_head(layout, node, (struct ast_list){ 0 }, set->because, INDENTED);
    mark_values(layout, outer_piece(layout, set->values.first) - 1, set->values, list_flags(set->values),
                INDENTED);
}

static void mark_instance(struct layout *layout, const struct ast_node *node)
{
    const struct ast_instance *instance = AST_AS(instance, node);
    mark_head(layout, node, instance->clauses, NULL, CONTINUED);
    mark_members(layout, instance->members);
}

static void mark_complete(struct layout *layout, const struct ast_node *node)
{
    const struct ast_complete *complete = AST_AS(complete, node);
    mark_head(layout, node, complete->clauses, complete->because, INDENTED);
}

static void mark_allow(struct layout *layout, const struct ast_node *node)
{
    mark_head(layout, node, (struct ast_list){ 0 }, AST_AS(allow, node)->because, INDENTED);
}

static void mark_import(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(import, node)->columns, BODY_STAYS | BODY_ALIGNS | BODY_IS_WIDE);
}

static void mark_column(struct layout *layout, const struct ast_node *node)
{
    const struct ast_column *column = AST_AS(column, node);
    uint32_t first = first_piece(layout, node);
    layout->pieces[first + 1].flags |= PIECE_STOP;
    mark_values(layout, first, column->values, list_flags(column->values), INDENTED);
    mark_body(layout, column->mappings, BODY_STAYS);
}

/* Rules */

/* A rule's conclusion has its clauses and the members of its body in one list. */
/* Clauses, and what is said in braces. */
static void mark_conclusion(struct layout *layout, const struct ast_node *node, struct ast_list clauses)
{
    mark_head(layout, node, clauses, NULL, CONTINUED);
    while (clauses.first && is_clause(layout, clauses.first))
        clauses.first = clauses.first->next;
    mark_members(layout, clauses);
}

static void mark_conclude(struct layout *layout, const struct ast_node *node)
{
    mark_conclusion(layout, node, AST_AS(conclude, node)->clauses);
}

static void mark_check(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(check, node)->steps, 0);
}

static void mark_rule(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(rule, node)->steps, 0);
}

/* Things with commas between, under the first of them. */
static void mark_row_of(struct layout *layout, struct ast_list list)
{
    if (list.first)
        mark_values(layout, first_piece(layout, list.first), list, GROUP_FILLS | GROUP_STANDS, 0);
}

static void mark_for_each(struct layout *layout, const struct ast_node *node)
{
    mark_row_of(layout, AST_AS(for_each, node)->binders);
}

/* `name(p: type, q: type) "title" is TYPE`, up to piece `last`. */
static void mark_signature(struct layout *layout, const struct ast_node *node, struct span name,
                           struct ast_list parameters, const struct ast_node *type, uint32_t last)
{
    uint32_t group = add_group(layout, first_piece(layout, node), last, GROUP_FILLS, CONTINUED);
    stand_close(layout, piece_at(layout, name.end));
    mark_row_of(layout, parameters);
    may_break(layout, first_piece(layout, type) - 1, group);
    mark(layout, type);
}

static void mark_measure(struct layout *layout, const struct ast_node *node)
{
    const struct ast_measure *measure = AST_AS(measure, node);
    uint32_t equal = outer_piece(layout, measure->value) - 1;
    mark_signature(layout, node, measure->name.span, measure->parameters, measure->type, equal);
    uint32_t group = add_group(layout, equal, last_piece(layout, node), 0, INDENTED);
    may_break(layout, equal + 1, group);
    mark(layout, measure->value);
}

static void mark_table(struct layout *layout, const struct ast_node *node)
{
    const struct ast_table *table = AST_AS(table, node);
    mark_signature(layout, node, table->name.span, table->parameters, table->type,
                   last_piece(layout, table->type));
    mark_body(layout, table->rows, BODY_ALIGNS);
}

static void mark_row(struct layout *layout, const struct ast_node *node)
{
    const struct ast_row *row = AST_AS(row, node);
    uint32_t group = add_group(layout, first_piece(layout, node), last_piece(layout, node), GROUP_FILLS,
                               CONTINUED);
    mark_kid(layout, row->condition);
    uint32_t arrow = outer_piece(layout, row->value) - 1;
    may_break(layout, arrow, group);
    layout->pieces[arrow].flags |= PIECE_STOP;
    mark(layout, row->value);
}

static void mark_test(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(test, node)->items, 0);
}

static void mark_expect_conclusion(struct layout *layout, const struct ast_node *node)
{
    mark_conclusion(layout, node, AST_AS(expect_conclusion, node)->clauses);
}

/* Reports */

/* One simple part may stay behind its heading or condition. */
static void mark_parts(struct layout *layout, struct ast_list parts)
{
    mark_body(layout, parts, parts.first && !ast_has_several(parts) ? BODY_STAYS : 0);
}

static void mark_report(struct layout *layout, const struct ast_node *node)
{
    mark_body(layout, AST_AS(report, node)->parts, 0);
}

static void mark_section(struct layout *layout, const struct ast_node *node)
{
    mark_parts(layout, AST_AS(section, node)->parts);
}

/* The line of a part that ranges over instances; `behind`, if not 0, begins what follows the query. */
static void mark_query(struct layout *layout, const struct ast_node *node, const struct ast_node *asked,
                       uint32_t behind, uint32_t last)
{
    const struct ast_query *query = AST_AS(query, asked);
    uint32_t group = add_group(layout, first_piece(layout, node), last, 0, CONTINUED);
    mark(layout, query->binder);
    if (query->where) {
        may_break(layout, outer_piece(layout, query->where) - 1, group);
        mark(layout, query->where);
    }
    if (query->orders.first) {
        may_break(layout, first_piece(layout, query->orders.first) - 2, group);
        mark_row_of(layout, query->orders);
    }
    if (behind)
        may_break(layout, behind, group);
}

static void mark_show_table(struct layout *layout, const struct ast_node *node)
{
    const struct ast_show_table *table = AST_AS(show_table, node);
    const struct ast_node *end = table->group ? table->group : table->query;
    uint32_t behind = table->group ? outer_piece(layout, table->group) - 2 : 0;
    mark_query(layout, node, table->query, behind, last_piece(layout, end));
    if (table->group)
        mark(layout, table->group);
    mark_body(layout, table->columns, BODY_ALIGNS);
}

static void mark_show_column(struct layout *layout, const struct ast_node *node)
{
    const struct ast_show_column *column = AST_AS(show_column, node);
    layout->pieces[outer_piece(layout, column->value)].flags |= PIECE_STOP;
    mark(layout, column->value);
}

static void mark_show_list(struct layout *layout, const struct ast_node *node)
{
    const struct ast_show_list *list = AST_AS(show_list, node);
    mark_query(layout, node, list->query, first_piece(layout, list->text), last_piece(layout, node));
}

static void mark_footnotes(struct layout *layout, const struct ast_node *node)
{
    const struct ast_footnotes *notes = AST_AS(footnotes, node);
    mark_query(layout, node, notes->query, notes->text ? first_piece(layout, notes->text) : 0,
               last_piece(layout, node));
}

static void mark_references(struct layout *layout, const struct ast_node *node)
{
    mark(layout, AST_AS(references, node)->value);
}

static void mark_timeline(struct layout *layout, const struct ast_node *node)
{
    const struct ast_timeline *timeline = AST_AS(timeline, node);
    uint32_t by = timeline->lanes ? outer_piece(layout, timeline->lanes) - 1 : 0;
    mark_query(layout, node, timeline->query, by, last_piece(layout, node));
    mark_kid(layout, timeline->lanes);
}

static void mark_diagram(struct layout *layout, const struct ast_node *node)
{
    mark_query(layout, node, AST_AS(diagram, node)->query, 0, last_piece(layout, node));
}

static void mark_each(struct layout *layout, const struct ast_node *node)
{
    const struct ast_each *each = AST_AS(each, node);
    mark_query(layout, node, each->query, 0, last_piece(layout, each->query));
    mark_parts(layout, each->parts);
}

static void mark_choice(struct layout *layout, const struct ast_node *node)
{
    const struct ast_choice *choice = AST_AS(choice, node);
    struct ast_list otherwise = choice->otherwise;
    mark(layout, choice->condition);
    mark_parts(layout, choice->parts);
    bool has_braces = otherwise.first &&
                      piece_letter(layout, first_piece(layout, otherwise.first) - 1) == '{';
    if (has_braces)
        mark_parts(layout, otherwise);
    else
        mark_list(layout, otherwise); /* `else if` */
}

/* Expressions */

static void mark_call(struct layout *layout, const struct ast_node *node)
{
    const struct ast_call *call = AST_AS(call, node);
    uint32_t bracket = piece_at(layout, call->callee.span.end);
    stand_close(layout, bracket);
    mark_values(layout, bracket + 1, call->arguments, GROUP_FILLS | GROUP_STANDS, 0);
}

static void mark_aggregate(struct layout *layout, const struct ast_node *node)
{
    const struct ast_aggregate *aggregate = AST_AS(aggregate, node);
    uint32_t bracket = piece_at(layout, aggregate->function.span.end);
    uint32_t group = add_group(layout, bracket + 1, last_piece(layout, node) - 1, GROUP_STANDS, 0);
    stand_close(layout, bracket);
    if (aggregate->value) {
        mark(layout, aggregate->value);
        may_break(layout, first_piece(layout, aggregate->binders.first) - 2, group);
    }
    mark_row_of(layout, aggregate->binders);
    if (aggregate->where) {
        may_break(layout, outer_piece(layout, aggregate->where) - 1, group);
        mark(layout, aggregate->where);
    }
}

static void mark_quantifier(struct layout *layout, const struct ast_node *node)
{
    const struct ast_quantifier *quantifier = AST_AS(quantifier, node);
    uint32_t group = add_group(layout, first_piece(layout, node), last_piece(layout, node), GROUP_STANDS,
                               0);
    mark(layout, quantifier->binder);
    if (quantifier->where) {
        may_break(layout, outer_piece(layout, quantifier->where) - 1, group);
        mark(layout, quantifier->where);
    }
    if (quantifier->satisfies) {
        may_break(layout, outer_piece(layout, quantifier->satisfies) - 1, group);
        mark(layout, quantifier->satisfies);
    }
}

/* Operators that read as one row: `a or b or c`, `a + b - c`. */
static int row_of_operator(const struct ast_node *node)
{
    static const uint8_t rows[OP_COUNT] = {
        [OP_OR] = 1, [OP_AND] = 2, [OP_ADD] = 3, [OP_SUBTRACT] = 3,
        [OP_MULTIPLY] = 4, [OP_DIVIDE] = 4, [OP_DIV] = 4, [OP_MOD] = 4,
    };
    return node->kind == AST_BINARY ? rows[AST_AS(binary, node)->op] : 0;
}

static void mark_operators(struct layout *layout, const struct ast_node *node, uint32_t group)
{
    const struct ast_binary *binary = AST_AS(binary, node);
    bool goes_on = row_of_operator(binary->left) == row_of_operator(node) &&
                   binary->left->span.start == node->span.start; /* no brackets between */
    if (goes_on && group != NO_GROUP)
        mark_operators(layout, binary->left, group);
    else
        mark(layout, binary->left);
    if (group != NO_GROUP)
        may_break(layout, outer_piece(layout, binary->right) - 1, group);
    mark(layout, binary->right);
}

static void mark_binary(struct layout *layout, const struct ast_node *node)
{
    uint32_t group = NO_GROUP;
    if (row_of_operator(node))
        group = add_group(layout, first_piece(layout, node), last_piece(layout, node),
                          GROUP_STANDS | GROUP_HANGS, 0);
    mark_operators(layout, node, group);
}

/* `(if a then b else (if c then d else e))`: each `else` under the first `if`. */
static void mark_branches(struct layout *layout, const struct ast_node *node, uint32_t group)
{
    const struct ast_if *choice = AST_AS(if, node);
    uint32_t word = first_piece(layout, node) + 1;
    uint32_t otherwise = outer_piece(layout, choice->otherwise) - 1;
    uint32_t inner = add_group(layout, word, otherwise - 1, GROUP_STANDS, 0);
    mark(layout, choice->condition);
    may_break(layout, outer_piece(layout, choice->then) - 1, inner);
    mark(layout, choice->then);
    may_break(layout, otherwise, group);
    if (choice->otherwise->kind == AST_IF &&
        first_piece(layout, choice->otherwise) == otherwise + 1)
        mark_branches(layout, choice->otherwise, group);
    else
        mark(layout, choice->otherwise);
}

static void mark_if(struct layout *layout, const struct ast_node *node)
{
    uint32_t group = add_group(layout, first_piece(layout, node) + 1, last_piece(layout, node) - 1,
                               GROUP_STANDS, 0);
    mark_branches(layout, node, group);
}

/* The sign close before its operand, but `--` is not two of them. */
static void mark_negate(struct layout *layout, const struct ast_node *node)
{
    uint32_t operand = first_piece(layout, node) + 1;
    if (piece_letter(layout, operand) != '-')
        stand_close(layout, operand);
    mark(layout, AST_AS(negate, node)->operand);
}

static void mark_number(struct layout *layout, const struct ast_node *node)
{
    uint32_t sign = first_piece(layout, node);
    if (piece_letter(layout, sign) == '-')
        stand_close(layout, sign + 1);
}

static void mark_range(struct layout *layout, const struct ast_node *node)
{
    const struct ast_range *range = AST_AS(range, node);
    uint32_t dots = first_piece(layout, node) + (range->from != NULL);
    if (range->from)
        stand_close(layout, dots);
    if (range->to)
        stand_close(layout, dots + 1);
}

/* What is filled in stands inside a token. */
static void mark_nothing(struct layout *layout, const struct ast_node *node)
{
    (void)layout;
    (void)node;
}

/* The kinds that have something to say; of all others only the children do. */
static void (*const markers[AST_KIND_COUNT])(struct layout *layout, const struct ast_node *node) = {
    [AST_FILE] = mark_file,
    [AST_KIND] = mark_kind,
    [AST_FIELD] = mark_field,
    [AST_TYPE] = mark_type,
    [AST_TAXONOMY] = mark_taxonomy,
    [AST_NODE] = mark_category,
    [AST_SCALE] = mark_scale,
    [AST_CALENDAR] = mark_calendar,
    [AST_PARAMETER] = mark_parameter,
    [AST_SET] = mark_set,
    [AST_INSTANCE] = mark_instance,
    [AST_ASSIGN] = mark_assign,
    [AST_COMPLETE] = mark_complete,
    [AST_ALLOW] = mark_allow,
    [AST_IMPORT] = mark_import,
    [AST_COLUMN] = mark_column,
    [AST_CHECK] = mark_check,
    [AST_RULE] = mark_rule,
    [AST_FOR_EACH] = mark_for_each,
    [AST_CONCLUDE] = mark_conclude,
    [AST_MEASURE] = mark_measure,
    [AST_TABLE] = mark_table,
    [AST_ROW] = mark_row,
    [AST_TEST] = mark_test,
    [AST_EXPECT_CONCLUSION] = mark_expect_conclusion,
    [AST_REPORT] = mark_report,
    [AST_SECTION] = mark_section,
    [AST_SHOW_TABLE] = mark_show_table,
    [AST_SHOW_COLUMN] = mark_show_column,
    [AST_SHOW_LIST] = mark_show_list,
    [AST_FOOTNOTES] = mark_footnotes,
    [AST_REFERENCES] = mark_references,
    [AST_TIMELINE] = mark_timeline,
    [AST_DIAGRAM] = mark_diagram,
    [AST_EACH] = mark_each,
    [AST_CHOICE] = mark_choice,
    [AST_CALL] = mark_call,
    [AST_AGGREGATE] = mark_aggregate,
    [AST_QUANTIFIER] = mark_quantifier,
    [AST_BINARY] = mark_binary,
    [AST_IF] = mark_if,
    [AST_NEGATE] = mark_negate,
    [AST_NUMBER] = mark_number,
    [AST_RANGE] = mark_range,
    [AST_TEMPLATE] = mark_nothing,
};

static void mark_children(struct layout *layout, const struct ast_node *node)
{
    const char *bytes = (const char *)node;
    for (const struct ast_child *child = ast_shape(node->kind)->children(); child->name; child++) {
        if (child->type == CHILD_KID)
            mark_kid(layout, *(struct ast_node *const *)(const void *)(bytes + child->offset));
        else if (child->type == CHILD_LIST)
            mark_list(layout, *(const struct ast_list *)(const void *)(bytes + child->offset));
    }
}

static void mark(struct layout *layout, const struct ast_node *node)
{
    if (markers[node->kind])
        markers[node->kind](layout, node);
    else
        mark_children(layout, node);
}

void marks_add(struct layout *layout, const struct ast_file *file)
{
    mark(layout, &file->base);
}
