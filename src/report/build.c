/* A report template over a case gives a document. Comes in: the typed template and an interpreter over
 * the facts. Goes out: a document that knows no format. Instances become places to link to where they
 * are first shown as themselves: a row, a list item, or the section of a `for each`. */
#include "report/builder.h"

#include "base/buf.h"
#include "report/annex.h"
#include "report/figures.h"
#include "report/footnotes.h"
#include "report/prose.h"
#include "report/query.h"
#include "rules/conclusions.h"
#include "rules/show.h"

static void add_parts(struct builder *builder, const struct ast_list *parts, struct blocks *into);
static bool resolve(void *context, struct text name, struct prose_reference *found);

/* Confidentiality: what a public report prints is looked through for every confidential value. */

static bool is_word_byte(struct text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.bytes[at] : ' ';
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte >= 0x80;
}

static bool holds_word(struct text text, struct text word)
{
    for (size_t at = 0; word.length && at + word.length <= text.length; at++) {
        if (memcmp(text.bytes + at, word.bytes, word.length) == 0 &&
            (at == 0 || !is_word_byte(text, at - 1)) && !is_word_byte(text, at + word.length))
            return true;
    }
    return false;
}

static bool holds_value(const struct instance *instance, struct text word)
{
    if (holds_word(instance->title, word))
        return true;
    for (uint32_t i = 0; instance->slots && i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        const struct value *value = &instance->slots[field->slot];
        bool is_text = value->tag == VALUE_TEXT || value->tag == VALUE_PROSE;
        if (is_text && !field->is_confidential && holds_word(*value->as.text, word))
            return true;
    }
    return false;
}

/* Points at the first thing whose title or text holds the value: that is what to mend. */
static void show_holder(struct builder *builder, struct diag *diag, struct text word)
{
    const struct instances *all = builder->interp->instances;
    for (uint32_t i = 0; i < all->count; i++) {
        if (!holds_value(all->items[i], word))
            continue;
        diag_label(builder->session, diag, all->items[i]->declaration.span, "it stands in the words of this");
        return;
    }
}

void builder_guard(struct builder *builder, struct text text, struct span at)
{
    const struct session *session = builder->session;
    for (uint32_t i = 0; builder->is_public && i < session->secret_values.count; i++) {
        if (!holds_word(text, session->secret_values.items[i]))
            continue;
        struct diag *diag = diag_report(builder->session, E0604, at);
        show_holder(builder, diag, session->secret_values.items[i]);
        diag_help(builder->session, diag, "write a role or a pseudonym in its place");
        return;
    }
}

/* Words */

void builder_add_text(struct builder *builder, struct runs *runs, struct text text, struct span at)
{
    builder_guard(builder, text, at);
    document_add_text(builder->document, runs, text);
}

static void add_instance(struct builder *builder, struct runs *runs, const struct instance *instance)
{
    struct note *note = footnotes_get(builder, instance);
    if (note || conclusion_of(instance)) {
        builder_add_text(builder, runs, instance->title, instance->declaration.span);
        if (note)
            document_add_mark(builder->document, runs, note);
        return;
    }
    struct runs *inside = document_add_link(builder->document, runs, name_text(instance->declaration.name));
    builder_add_text(builder, inside, instance->title, instance->declaration.span);
}

void builder_add_value(struct builder *builder, struct runs *runs, struct value value,
                      const struct type *type, struct span at)
{
    struct prose_resolver resolver = { builder, resolve };
    if (value.tag == VALUE_PROSE) {
        builder_guard(builder, *value.as.text, at);
        if (prose_add_runs(builder->document, runs, *value.as.text, &resolver))
            return;
    }
    if (value.tag == VALUE_INSTANCE) {
        add_instance(builder, runs, value.as.instance);
        return;
    }
    if (value.tag == VALUE_LIST && value_count_certain(value)) {
        bool is_first = true;
        for (uint32_t i = 0; i < value.count; i++) {
            if (value.as.items[i].is_possible)
                continue;
            if (!is_first)
                document_add_text(builder->document, runs, TEXT(", "));
            builder_add_value(builder, runs, value.as.items[i], type, at);
            is_first = false;
        }
        return;
    }
    struct buf out;
    buf_init(&out, builder->session->arena);
    show_value(&out, builder->words, value, type);
    builder_add_text(builder, runs, buf_get(&out), at);
}

static const struct type *type_of(const struct ast_node *node)
{
    return ((const struct ast_expr *)node)->result;
}

void builder_add_template(struct builder *builder, struct runs *runs, const struct ast_node *node, bool links)
{
    if (!links) {
        builder_add_text(builder, runs, show_template(builder->interp, node, true), node->span);
        return;
    }
    if (node->kind != AST_TEMPLATE) {
        builder_add_value(builder, runs, interp_value(builder->interp, node), type_of(node), node->span);
        return;
    }
    AST_EACH (part, AST_AS(template, node)->parts) {
        if (part->kind == AST_STRING)
            document_add_text(builder->document, runs, AST_AS(string, part)->text);
        else
            builder_add_value(builder, runs, interp_value(builder->interp, part), type_of(part), part->span);
    }
}

void builder_add_details(struct builder *builder, struct runs *runs, struct instance *instance)
{
    const char *between = "";
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        struct value value = interp_field(builder->interp, instance, field);
        if (field->is_confidential || value.tag == VALUE_NONE || (value.tag == VALUE_LIST && !value.count))
            continue;
        document_add_text(builder->document, runs,
                          diag_format(builder->session, "%s%t: ", between, field->label));
        builder_add_value(builder, runs, value, field->type, instance->declaration.span);
        between = "; ";
    }
}

void builder_mark_doubtful(struct builder *builder, struct runs *runs, struct value value)
{
    if (value.tag == VALUE_INSTANCE && value.as.instance->is_doubtful)
        document_add_text(builder->document, runs,
                          diag_format(builder->session, " (%s)", builder->words->doubtful));
}

void builder_set_anchor(struct builder *builder, struct anchor *anchor, struct value value)
{
    if (value.tag == VALUE_INSTANCE)
        VEC_PUSH(builder->session->arena, &builder->waiting,
                 (struct waiting){ anchor, value.as.instance });
}

static void settle_anchors(struct builder *builder)
{
    for (uint32_t i = 0; i < builder->waiting.count; i++) {
        const struct instance *instance = builder->waiting.items[i].instance;
        if (!builder->has_section[instance->ordinal])
            document_set_anchor(builder->document, builder->waiting.items[i].anchor,
                                name_text(instance->declaration.name));
    }
}

/* Prose */

static bool resolve(void *context, struct text name, struct prose_reference *reference)
{
    struct builder *builder = context;
    const struct name *interned = name_get(builder->session->names, name.bytes, name.length);
    struct viewpoint from = { builder->interp->model->main, builder->interp->test };
    const struct declaration *found = scope_find(&from, interned, DECLARES(INSTANCE));
    if (!found || found->kind != DECLARES_INSTANCE)
        return false;
    const struct instance *instance = (const struct instance *)found;
    reference->title = instance->title;
    reference->anchor = name_text(found->name);
    reference->note = footnotes_get(builder, instance);
    builder_guard(builder, instance->title, found->span);
    return true;
}

static void add_prose(struct builder *builder, struct blocks *into, struct text text, struct span at)
{
    struct prose_resolver resolver = { builder, resolve };
    builder_guard(builder, text, at);
    if (!prose_add_blocks(builder->document, into, text, &resolver, true))
        document_add_text(builder->document,
                          &document_add_paragraph(builder->document, into, true)->runs, text);
}

/* A template in CommonMark: what is filled in stands for itself, whatever characters it has. */
static struct text prose_template(struct builder *builder, const struct ast_node *node)
{
    struct buf out;
    buf_init(&out, builder->session->arena);
    AST_EACH (part, AST_AS(template, node)->parts) {
        if (part->kind == AST_STRING) {
            buf_text(&out, AST_AS(string, part)->text);
            continue;
        }
        struct value value = interp_value(builder->interp, part);
        struct buf shown;
        buf_init(&shown, builder->session->arena);
        show_value(&shown, builder->words, value, type_of(part));
        if (value.tag == VALUE_PROSE)
            buf_text(&out, buf_get(&shown));
        else
            prose_escape(&out, buf_get(&shown));
    }
    return buf_get(&out);
}

static void add_paragraph(struct builder *builder, struct blocks *into, struct value value,
                          const struct ast_node *node)
{
    if (value.tag == VALUE_LIST && value_count_certain(value)) {
        for (uint32_t i = 0; i < value.count; i++) {
            if (!value.as.items[i].is_possible)
                add_paragraph(builder, into, value.as.items[i], node);
        }
        return;
    }
    if (value.tag == VALUE_PROSE) {
        add_prose(builder, into, *value.as.text, node->span);
        return;
    }
    struct block *paragraph = document_add_paragraph(builder->document, into, true);
    if (value.tag == VALUE_NONE || value.tag == VALUE_LIST)
        document_add_text(builder->document,
                          document_add_emphasis(builder->document, &paragraph->runs),
                          text_of(builder->words->missing));
    else
        builder_add_value(builder, &paragraph->runs, value, type_of(node), node->span);
}

static void add_paragraphs(struct builder *builder, struct blocks *into, const struct ast_node *node)
{
    if (node->kind != AST_TEMPLATE) {
        add_paragraph(builder, into, interp_value(builder->interp, node), node);
    } else if (AST_AS(template, node)->is_prose) {
        add_prose(builder, into, prose_template(builder, node), node->span);
    } else {
        struct block *paragraph = document_add_paragraph(builder->document, into, true);
        builder_add_template(builder, &paragraph->runs, node, true);
    }
}

/* Sections */

static void add_section(struct builder *builder, struct blocks *into, const struct ast_section *ast)
{
    struct block *section = document_add_section(builder->document, into);
    const struct instance *subject = builder->subject;
    builder->subject = NULL;
    builder_add_template(builder, &section->runs, ast->heading, false);
    if (subject) {
        struct value value = { .tag = VALUE_INSTANCE, .as.instance = (struct instance *)(uintptr_t)subject };
        builder_mark_doubtful(builder, &section->runs, value);
        if (!conclusion_of(subject))
            document_set_anchor(builder->document, &section->anchor, name_text(subject->declaration.name));
        builder->has_section[subject->ordinal] = 1;
    }
    add_parts(builder, &ast->parts, &section->children);
}

static void add_each(struct builder *builder, struct blocks *into, const struct ast_each *each)
{
    const struct ast_query *query = AST_AS(query, each->query);
    struct value found = query_run(builder->interp, query);
    int64_t outer = builder->interp->index;
    const struct instance *outer_subject = builder->subject;
    for (uint32_t i = 0; i < found.count && !builder->interp->failed; i++) {
        query_bind(builder->interp, query, found.as.items[i]);
        builder->interp->index = (int64_t)i + 1;
        builder->subject =
            found.as.items[i].tag == VALUE_INSTANCE ? found.as.items[i].as.instance : NULL;
        add_parts(builder, &each->parts, into);
    }
    builder->interp->index = outer;
    builder->subject = outer_subject;
}

static void add_choice(struct builder *builder, struct blocks *into, const struct ast_choice *choice)
{
    bool holds = interp_truth(builder->interp, choice->condition) == TRUTH_TRUE;
    add_parts(builder, holds ? &choice->parts : &choice->otherwise, into);
}

/* Tables and lists */

static bool is_number_column(const struct ast_node *value)
{
    const struct type *type = type_of(value);
    return value->kind != AST_TEMPLATE && type && type_is_number(type) && !type->many;
}

static void add_columns(struct builder *builder, struct block *table, const struct ast_show_table *ast)
{
    AST_EACH (node, ast->columns) {
        const struct ast_show_column *column = AST_AS(show_column, node);
        document_add_column(builder->document, table,
                            show_template(builder->interp, column->heading, true),
                            is_number_column(column->value));
    }
}

static void add_row(struct builder *builder, struct block *table, const struct ast_show_table *ast,
                    struct value subject)
{
    struct row *row = document_add_row(builder->document, table);
    uint32_t at = 0;
    builder_set_anchor(builder, &row->anchor, subject);
    AST_EACH (node, ast->columns) {
        builder_add_template(builder, &row->cells[at], AST_AS(show_column, node)->value, true);
        if (at == 0)
            builder_mark_doubtful(builder, &row->cells[at], subject);
        at++;
    }
}

static void add_nothing(struct builder *builder, struct blocks *into)
{
    struct block *paragraph = document_add_paragraph(builder->document, into, true);
    document_add_text(builder->document, document_add_emphasis(builder->document, &paragraph->runs),
                      text_of(builder->words->none_found));
}

static void add_caption(struct builder *builder, struct runs *runs, const struct ast_show_table *ast)
{
    const struct kind *kind = AST_AS(binder, AST_AS(query, ast->query)->binder)->variable->kind;
    if (ast->caption)
        builder_add_template(builder, runs, ast->caption, false);
    else if (kind)
        document_add_text(builder->document, runs,
                          ast->group ? kind->title : diag_format(builder->session, "%t: list", kind->title));
}

/* A table of what was found; where it is one of several, `group` says of which. */
static void add_table_of(struct builder *builder, struct blocks *into, const struct ast_show_table *ast,
                         struct value found, struct text group)
{
    const struct ast_query *query = AST_AS(query, ast->query);
    struct block *table = document_add_table(builder->document, into);
    add_caption(builder, &table->runs, ast);
    if (group.length) {
        document_add_text(builder->document, &table->runs, TEXT(": "));
        builder_add_text(builder, &table->runs, group, ast->group->span);
    }
    add_columns(builder, table, ast);
    for (uint32_t i = 0; i < found.count && !builder->interp->failed; i++) {
        query_bind(builder->interp, query, found.as.items[i]);
        add_row(builder, table, ast, found.as.items[i]);
    }
}

static void add_table(struct builder *builder, struct blocks *into, const struct ast_show_table *ast)
{
    const struct ast_query *query = AST_AS(query, ast->query);
    struct value found = query_run(builder->interp, query);
    if (!found.count) {
        add_nothing(builder, into);
        return;
    }
    if (!ast->group) {
        add_table_of(builder, into, ast, found, TEXT(""));
        return;
    }
    struct query_groups groups = query_group(builder->interp, query, found, ast->group);
    for (uint32_t i = 0; i < groups.count; i++) {
        const struct query_group *group = &groups.items[i];
        struct value members = value_of_list(group->members.items, group->members.count);
        add_table_of(builder, into, ast, members, group->words);
    }
}

static void add_list(struct builder *builder, struct blocks *into, const struct ast_show_list *ast)
{
    const struct ast_query *query = AST_AS(query, ast->query);
    struct value found = query_run(builder->interp, query);
    if (!found.count) {
        add_nothing(builder, into);
        return;
    }
    struct block *list = document_add_list(builder->document, into, false);
    list->is_tight = true;
    for (uint32_t i = 0; i < found.count && !builder->interp->failed; i++) {
        query_bind(builder->interp, query, found.as.items[i]);
        struct block *item = document_add_item(builder->document, list);
        struct block *words = document_add_paragraph(builder->document, &item->children, false);
        builder_set_anchor(builder, &item->anchor, found.as.items[i]);
        builder_add_template(builder, &words->runs, ast->text, true);
        builder_mark_doubtful(builder, &words->runs, found.as.items[i]);
    }
}

/* Where else the document refers to an instance. A conclusion has no name to refer to it by. */
static void add_references(struct builder *builder, struct blocks *into, const struct ast_node *node)
{
    struct value value = interp_value(builder->interp, node);
    if (value.tag == VALUE_INSTANCE && !conclusion_of(value.as.instance))
        document_add_references(builder->document, into, name_text(value.as.instance->declaration.name));
}

static void add_part(struct builder *builder, const struct ast_node *part, struct blocks *into)
{
    switch ((enum ast_kind)part->kind) {
    case AST_CONTENTS:
        document_add_contents(builder->document, into, 2);
        break;
    case AST_SECTION:
        add_section(builder, into, AST_AS(section, part));
        break;
    case AST_PARAGRAPHS:
        add_paragraphs(builder, into, AST_AS(paragraphs, part)->value);
        break;
    case AST_SHOW_TABLE:
        add_table(builder, into, AST_AS(show_table, part));
        break;
    case AST_SHOW_LIST:
        add_list(builder, into, AST_AS(show_list, part));
        break;
    case AST_REFERENCES:
        add_references(builder, into, AST_AS(references, part)->value);
        break;
    case AST_TIMELINE:
    case AST_DIAGRAM:
        figures_add(builder, into, part);
        break;
    case AST_EACH:
        add_each(builder, into, AST_AS(each, part));
        break;
    case AST_CHOICE:
        add_choice(builder, into, AST_AS(choice, part));
        break;
    default:
        break;
    }
}

static void add_parts(struct builder *builder, const struct ast_list *parts, struct blocks *into)
{
    AST_EACH (part, *parts) {
        if (!builder->interp->failed)
            add_part(builder, part, into);
    }
}

/* The whole */

static struct text title_of(struct builder *builder, const struct report *report)
{
    AST_EACH (part, report->ast->parts) {
        if (part->kind == AST_TITLE)
            return show_template(builder->interp, AST_AS(title, part)->text, true);
    }
    return builder->interp->current ? builder->interp->current->title : TEXT("Report");
}

/* What the case says of its documents: `language: "cy"`, `status: "Draft"`, `version: "0.3"`. */
static struct text case_text(struct interp *interp, const char *field_name)
{
    struct instance *current = interp->current;
    const struct name *name = name_get(interp->session->names, field_name, strlen(field_name));
    const struct field *field = current ? kind_find_field(current->of, name) : NULL;
    if (!field || field->is_confidential)
        return TEXT("");
    struct value value = interp_field(interp, current, field);
    return value.tag == VALUE_TEXT ? *value.as.text : TEXT("");
}

struct text build_language(struct interp *interp)
{
    struct text language = case_text(interp, "language");
    return language.length ? language : TEXT("en-GB");
}

static void read_front(struct builder *builder, struct document_front *front)
{
    struct text status = case_text(builder->interp, "status");
    struct text version = case_text(builder->interp, "version");
    front->status = status.length && version.length ? diag_format(builder->session, "%t %t", status, version)
                    : status.length ? status : version;
}

struct document *build_report(struct interp *interp, const struct report *report)
{
    struct builder builder = { .interp = interp, .session = interp->session };
    builder.is_public = text_equal(name_text(report->ast->audience.name), TEXT("public"));
    builder.words = interp->words = words_get(build_language(interp));
    interp_make_room(interp, report->variable_count);
    struct document_front front = { .title = title_of(&builder, report), .language = build_language(interp),
                                    .generator = text_of(builder.words->made_with) };
    if (report->ast->title)
        front.subtitle = AST_AS(string, report->ast->title)->text;
    read_front(&builder, &front);
    builder_guard(&builder, front.title, report->declaration.span);
    builder_guard(&builder, front.status, report->declaration.span);
    builder.document = document_new(interp->session->arena, &front);
    builder.has_section = ARENA_ARRAY(interp->session->arena, unsigned char, interp->ordinals + 1);
    footnotes_find(&builder, &report->ast->parts);
    add_parts(&builder, &report->ast->parts, &builder.document->blocks);
    annex_add(&builder);
    footnotes_tell(&builder);
    settle_anchors(&builder);
    document_finish(builder.document);
    return builder.document;
}
