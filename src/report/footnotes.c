/* Footnotes: what a report's `footnotes` found is marked by a number wherever the words name it, and told
 * once, at the end or at the foot of the page. Comes in: the queries of the report. Goes out: notes of the
 * document, each made when the words first need it and told when all words are there. */
#include "report/footnotes.h"

#include "report/builder.h"
#include "report/query.h"

struct footnote {
    const struct ast_footnotes *told_by; /* the statement that found the instance; NULL: none did */
    struct note *note;                   /* NULL: nothing has referred to it yet */
};

/* Of several statements that find an instance the first tells of it. */
static void find_told(struct builder *builder, const struct ast_footnotes *ast)
{
    struct value found = query_run(builder->interp, AST_AS(query, ast->query));
    for (uint32_t i = 0; i < found.count; i++) {
        if (found.as.items[i].tag != VALUE_INSTANCE)
            continue;
        struct footnote *footnote = &builder->footnotes[found.as.items[i].as.instance->ordinal];
        footnote->told_by = footnote->told_by ? footnote->told_by : ast;
    }
}

void footnotes_find(struct builder *builder, const struct ast_list *parts)
{
    AST_EACH (part, *parts) {
        if (part->kind != AST_FOOTNOTES)
            continue;
        if (!builder->footnotes)
            builder->footnotes =
                ARENA_ARRAY(builder->session->arena, struct footnote, builder->interp->ordinals + 1);
        find_told(builder, AST_AS(footnotes, part));
    }
}

struct note *footnotes_get(struct builder *builder, const struct instance *instance)
{
    if (!builder->footnotes || builder->is_telling || !builder->footnotes[instance->ordinal].told_by)
        return NULL;
    struct footnote *footnote = &builder->footnotes[instance->ordinal];
    if (!footnote->note) {
        footnote->note = document_add_note(builder->document);
        VEC_PUSH(builder->session->arena, &builder->noted, instance);
    }
    return footnote->note;
}

bool footnotes_has(const struct builder *builder, const struct instance *instance)
{
    return builder->footnotes && builder->footnotes[instance->ordinal].note;
}

/* Without words of the report's own: the title, and then what is recorded. */
static void tell_all(struct builder *builder, struct runs *runs, struct value value)
{
    struct runs details = { NULL, NULL };
    builder_add_value(builder, runs, value, NULL, value.as.instance->declaration.span);
    builder_add_details(builder, &details, value.as.instance);
    if (!details.first)
        return;
    document_add_text(builder->document, runs, TEXT(". "));
    runs->last->next = details.first;
    runs->last = details.last;
}

void footnotes_tell(struct builder *builder)
{
    builder->is_telling = true;
    for (uint32_t i = 0; i < builder->noted.count; i++) {
        const struct instance *instance = builder->noted.items[i];
        const struct footnote *footnote = &builder->footnotes[instance->ordinal];
        struct value value = { .tag = VALUE_INSTANCE, .as.instance = (struct instance *)(uintptr_t)instance };
        query_bind(builder->interp, AST_AS(query, footnote->told_by->query), value);
        if (footnote->told_by->text)
            builder_add_template(builder, &footnote->note->runs, footnote->told_by->text, true);
        else
            tell_all(builder, &footnote->note->runs, value);
        builder_mark_doubtful(builder, &footnote->note->runs, value);
    }
    builder->is_telling = false;
}
