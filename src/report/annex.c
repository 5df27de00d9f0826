/* The annexes that every report ends with: what it rests on and what it leaves open. Each is a section
 * with a table, left out where there is nothing to say. */
#include "report/annex.h"

#include "base/buf.h"
#include "report/builder.h"
#include "report/footnotes.h"
#include "rules/show.h"
#include "types/secrecy.h"

#include <stdlib.h>

enum { COLUMNS_MOST = 4 };

/* Tables */

static struct block *add_section(struct builder *builder, const char *heading, const char *lead)
{
    struct block *section = document_add_section(builder->document, &builder->document->blocks);
    document_add_text(builder->document, &section->runs, text_of(heading));
    struct block *paragraph = document_add_paragraph(builder->document, &section->children, true);
    document_add_text(builder->document, &paragraph->runs, text_of(lead));
    return section;
}

static struct block *add_table(struct builder *builder, struct block *section, const char *caption,
                               const char *const headings[COLUMNS_MOST])
{
    struct block *table = document_add_table(builder->document, &section->children);
    document_add_text(builder->document, &table->runs, text_of(caption));
    for (int i = 0; i < COLUMNS_MOST && headings[i]; i++)
        document_add_column(builder->document, table, text_of(headings[i]), false);
    return table;
}

static const struct wording *words_of(const struct builder *builder)
{
    return document_get_words(builder->document);
}

static struct value value_of(const struct instance *instance)
{
    return (struct value){ .tag = VALUE_INSTANCE, .as.instance = (struct instance *)(uintptr_t)instance };
}

static bool is_in_case(const struct builder *builder, const struct instance *instance)
{
    const struct instance *current = builder->interp->current;
    return !current || !instance->belongs || instance->belongs == current;
}

/* That a check speaks, or might, tells what it rests on. */
static bool may_tell(const struct builder *builder, const struct check *check)
{
    return !builder->is_public || !secrecy_find_in_steps(&check->ast->steps);
}

/* Sources */

static const struct kind *source_kind(const struct builder *builder)
{
    const struct model *model = builder->interp->model;
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        if (kind->declaration.module->is_standard &&
            text_equal(name_text(kind->declaration.name), TEXT("source")))
            return kind;
    }
    return NULL;
}

static void mark_sources(const struct kind *kind, struct value value, unsigned char *used)
{
    for (uint32_t i = 0; value.tag == VALUE_LIST && i < value.count; i++)
        mark_sources(kind, value.as.items[i], used);
    if (value.tag == VALUE_INSTANCE && value.as.instance->of && kind_is(value.as.instance->of, kind))
        used[value.as.instance->ordinal] = 1;
}

static unsigned char *find_used(struct builder *builder, const struct kind *kind)
{
    const struct instances *all = builder->interp->instances;
    unsigned char *used =
        ARENA_ARRAY(builder->session->arena, unsigned char, builder->interp->ordinals + 1);
    for (uint32_t i = 0; i < all->count; i++) {
        const struct instance *instance = all->items[i];
        if (!instance->slots || !is_in_case(builder, instance))
            continue;
        for (uint32_t j = 0; j < instance->of->fields.count; j++) {
            const struct field *field = instance->of->fields.items[j];
            if (field->is_link && !(builder->is_public && field->is_confidential))
                mark_sources(kind, instance->slots[field->slot], used);
        }
    }
    return used;
}

/* A source that has a place in the report already needs none in the annex. */
static void leave_out_shown(const struct builder *builder, unsigned char *used)
{
    for (uint32_t i = 0; i < builder->waiting.count; i++)
        used[builder->waiting.items[i].instance->ordinal] = 0;
    for (uint32_t i = 0; i <= builder->interp->ordinals; i++)
        used[i] = used[i] && !builder->has_section[i];
}

/* Where each has a note, the notes are the list; a list of those that have none would mislead. */
static bool have_notes(struct builder *builder, const unsigned char *used)
{
    for (uint32_t i = 0; i < builder->interp->instances->count; i++) {
        const struct instance *source = builder->interp->instances->items[i];
        if (used[source->ordinal] && !footnotes_has(builder, source))
            return false;
    }
    return true;
}

static void add_sources(struct builder *builder)
{
    const struct wording *words = words_of(builder);
    const char *const headings[COLUMNS_MOST] = { words->source, words->details };
    const struct kind *kind = source_kind(builder);
    struct block *table = NULL;
    if (!kind)
        return;
    unsigned char *used = find_used(builder, kind);
    leave_out_shown(builder, used);
    if (have_notes(builder, used))
        return;
    for (uint32_t i = 0; i < builder->interp->instances->count; i++) {
        struct instance *source = builder->interp->instances->items[i];
        if (!used[source->ordinal])
            continue;
        if (!table)
            table = add_table(builder, add_section(builder, words->sources, words->sources_lead),
                              words->sources_table, headings);
        struct row *row = document_add_row(builder->document, table);
        builder_set_anchor(builder, &row->anchor, value_of(source));
        builder_add_text(builder, &row->cells[0], source->title, source->declaration.span);
        builder_mark_doubtful(builder, &row->cells[0], value_of(source));
        builder_add_details(builder, &row->cells[1], source);
    }
}

/* Claims */

static void add_bounds(struct builder *builder, struct runs *runs, const struct claim *claim)
{
    builder_add_text(builder, runs, claim->kind->title, claim->ast->base.span);
    for (uint32_t i = 0; i < claim->bounds.count; i++) {
        const struct claim_bound *bound = &claim->bounds.items[i];
        document_add_text(builder->document, runs,
                          diag_format(builder->session, "; %t: ", bound->field->label));
        if (bound->field->is_confidential)
            document_add_text(builder->document, runs, TEXT("\xE2\x80\xA6"));
        else
            builder_add_value(builder, runs, bound->value, NULL, claim->ast->base.span);
    }
}

static void add_claims(struct builder *builder)
{
    const struct wording *words = words_of(builder);
    const char *const headings[COLUMNS_MOST] = { words->complete_in, words->reason };
    const struct model *model = builder->interp->model;
    struct block *table = NULL;
    for (uint32_t i = 0; i < model->claims.count; i++) {
        const struct claim *claim = model->claims.items[i];
        if (!claim->kind || claim->scope != builder->interp->test)
            continue;
        if (!table)
            table = add_table(builder, add_section(builder, words->claims, words->claims_lead),
                              words->claims_table, headings);
        struct row *row = document_add_row(builder->document, table);
        add_bounds(builder, &row->cells[0], claim);
        builder_add_text(builder, &row->cells[1], show_template(builder->interp, claim->ast->because, false),
                         claim->ast->base.span);
    }
}

/* Waivers */

static struct text check_title(const struct check *check)
{
    return check->ast->title ? AST_AS(string, check->ast->title)->text : check->code;
}

static void add_waivers(struct builder *builder)
{
    const struct wording *words = words_of(builder);
    const char *const headings[COLUMNS_MOST] = { words->check, words->place, words->reason };
    const struct model *model = builder->interp->model;
    struct block *table = NULL;
    for (uint32_t i = 0; i < model->waivers.count; i++) {
        const struct waiver *waiver = model->waivers.items[i];
        if (!waiver->check || !waiver->at || waiver->scope != builder->interp->test ||
            !is_in_case(builder, waiver->at) || !may_tell(builder, waiver->check))
            continue;
        if (!table)
            table = add_table(builder, add_section(builder, words->waivers, words->waivers_lead),
                              words->waivers_table, headings);
        struct row *row = document_add_row(builder->document, table);
        struct span at = waiver->ast->base.span;
        builder_add_text(builder, &row->cells[0], check_title(waiver->check), at);
        builder_add_value(builder, &row->cells[1], value_of(waiver->at), NULL, at);
        builder_add_text(builder, &row->cells[2],
                         waiver->ast->because ? show_template(builder->interp, waiver->ast->because, false)
                                              : text_of(words->no_reason), at);
    }
}

/* What stays open */

static void add_open_questions(struct builder *builder)
{
    const struct wording *words = words_of(builder);
    const char *const headings[COLUMNS_MOST] = { words->place, words->question, words->needs };
    const struct open_questions *open = &builder->interp->open;
    struct block *table = NULL;
    for (uint32_t i = 0; i < open->count; i++) {
        const struct open_question *question = &open->items[i];
        if (!question->at || !is_in_case(builder, question->at) || !may_tell(builder, question->check))
            continue;
        if (!table)
            table = add_table(builder, add_section(builder, words->open, words->open_lead),
                              words->open_table, headings);
        struct row *row = document_add_row(builder->document, table);
        struct span at = question->at->declaration.span;
        builder_add_value(builder, &row->cells[0], value_of(question->at), NULL, at);
        builder_add_text(builder, &row->cells[1], question->message, at);
        builder_add_text(builder, &row->cells[2], question->needs, at);
    }
}

/* Words */

struct entry {
    struct text title;
    struct text meaning;
};

struct entries {
    VEC(struct entry) all;
};

static int compare_entries(const void *left, const void *right)
{
    return text_compare(((const struct entry *)left)->title, ((const struct entry *)right)->title);
}

/* The first sentence of its documentation comment: what comes after it is for those who write. */
static struct text meaning_of(struct builder *builder, const struct module *module,
                              const struct ast_node *node)
{
    struct text doc = ast_doc(builder->session, module->ast, node);
    struct buf out;
    buf_init(&out, builder->session->arena);
    for (size_t i = 0; i < doc.length; i++) {
        bool is_break = doc.bytes[i] == '\n';
        if (is_break && (i + 1 >= doc.length || doc.bytes[i + 1] == '\n'))
            break;
        buf_byte(&out, is_break ? ' ' : doc.bytes[i]);
        if (doc.bytes[i] == '.' && i + 1 < doc.length && strchr(" \n", doc.bytes[i + 1]))
            break;
    }
    return buf_get(&out);
}

static void add_entry(struct builder *builder, struct entries *entries, struct text title,
                      const struct module *module, const struct ast_node *node)
{
    struct entry entry = { title, meaning_of(builder, module, node) };
    if (!entry.meaning.length)
        return;
    for (uint32_t i = 0; i < entries->all.count; i++) {
        if (text_equal(entries->all.items[i].title, title))
            return;
    }
    VEC_PUSH(builder->session->arena, &entries->all, entry);
}

/* The kinds of what the case records. */
static void collect_words(struct builder *builder, struct entries *entries)
{
    const struct interp *interp = builder->interp;
    for (uint32_t i = 0; i < interp->model->kinds.count; i++) {
        const struct kind *kind = interp->model->kinds.items[i];
        bool is_used = false;
        if (builder->is_public && kind->secret)
            continue;
        for (uint32_t j = 0; j < interp->of_kind[i].count && !is_used; j++) {
            const struct instance *instance = interp->of_kind[i].items[j];
            is_used = instance->of == kind && is_in_case(builder, instance);
        }
        if (is_used)
            add_entry(builder, entries, kind->title, kind->declaration.module, kind->ast);
    }
    if (entries->all.count)
        qsort(entries->all.items, entries->all.count, sizeof *entries->all.items, compare_entries);
}

static void add_glossary(struct builder *builder)
{
    const struct wording *words = words_of(builder);
    const char *const headings[COLUMNS_MOST] = { words->word, words->meaning };
    struct entries entries = { .all = { NULL, 0, 0 } };
    collect_words(builder, &entries);
    if (!entries.all.count)
        return;
    struct block *table =
        add_table(builder, add_section(builder, words->glossary, words->glossary_lead), words->glossary_table,
                  headings);
    for (uint32_t i = 0; i < entries.all.count; i++) {
        struct row *row = document_add_row(builder->document, table);
        document_add_text(builder->document, &row->cells[0], entries.all.items[i].title);
        document_add_text(builder->document, &row->cells[1], entries.all.items[i].meaning);
    }
}

void annex_add(struct builder *builder)
{
    if (builder->interp->failed)
        return;
    add_sources(builder);
    add_claims(builder);
    add_waivers(builder);
    add_open_questions(builder);
    add_glossary(builder);
}
