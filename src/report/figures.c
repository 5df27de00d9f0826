/* Figures in documents. Comes in: a part of a report template, or a whole case. Goes out: a drawing with
 * its caption, and the same in words under it. What it shows passes the same guard as text does. */
#include "report/figures.h"

#include "report/document.h"
#include "report/figure_input.h"
#include "report/query.h"
#include "rules/show.h"

static struct figure draw(const struct figure_request *request, struct text prefix)
{
    struct session *session = request->builder->session;
    struct figure_frame frame = { session->arena, prefix, request->builder->words };
    if (request->word == FIGURE_TIMELINE) {
        struct timeline timeline = input_timeline(request);
        return timeline_draw(&frame, &timeline);
    }
    struct diagram diagram = input_diagram(request);
    switch (request->word) {
    case FIGURE_FACTORS: return factor_map_draw(&frame, &diagram);
    case FIGURE_FISHBONE: return fishbone_draw(&frame, &diagram);
    case FIGURE_LOOPS: return loops_draw(&frame, &diagram);
    default: break;
    }
    struct figure figure = accimap_draw(&frame, &diagram);
    if (diagram.lacked_graphviz)
        diag_report(session, N0609, request->at);
    return figure;
}

const char *figures_title(const struct wording *words, enum figure_word word)
{
    switch (word) {
    case FIGURE_TIMELINE: return words->timeline_title;
    case FIGURE_ACCIMAP: return words->accimap_title;
    case FIGURE_FACTORS: return words->factors_title;
    case FIGURE_FISHBONE: return words->fishbone_title;
    case FIGURE_LOOPS: return words->loops_title;
    case FIGURE_WORDS: break;
    }
    return "";
}

/* What the figure says as a whole is looked through too, unless a text in it was complained of already. */
static void guard_words(struct builder *builder, const struct figure *figure, struct span at)
{
    builder_guard(builder, figure->summary, at);
    for (uint32_t i = 0; i < figure->details.count; i++)
        builder_guard(builder, figure->details.items[i], at);
}

static void add_words(struct builder *builder, struct blocks *into, const struct figure *figure)
{
    struct block *summary = document_add_paragraph(builder->document, into, false);
    document_add_text(builder->document, &summary->runs, figure->summary);
    if (!figure->details.count)
        return;
    struct block *list = document_add_list(builder->document, into, false);
    for (uint32_t i = 0; i < figure->details.count; i++) {
        struct block *item = document_add_item(builder->document, list);
        struct block *words = document_add_paragraph(builder->document, &item->children, false);
        document_add_text(builder->document, &words->runs, figure->details.items[i]);
    }
}

static void add_figure(struct figure_request *request, struct blocks *into)
{
    struct builder *builder = request->builder;
    const struct kind *kind = AST_AS(binder, request->query->binder)->variable->kind;
    request->found = query_run(builder->interp, request->query);
    request->fields = figure_fields_of(kind);
    if (!request->found.count) {
        struct block *none = document_add_paragraph(builder->document, into, true);
        document_add_text(builder->document, document_add_emphasis(builder->document, &none->runs),
                          text_of(builder->words->none_found));
        return;
    }
    struct text prefix = diag_format(builder->session, "f%d_", (int)builder->document->figures.count + 1);
    size_t errors = builder->session->error_count;
    struct figure figure = draw(request, prefix);
    if (builder->session->error_count == errors)
        guard_words(builder, &figure, request->at);
    struct drawing *drawing = ARENA_NEW(builder->session->arena, struct drawing);
    *drawing = figure.drawing;
    struct block *block = document_add_figure(builder->document, into, drawing, figure.summary);
    struct text title = text_of(figures_title(builder->words, request->word));
    builder_add_text(builder, &block->runs, title, request->at);
    add_words(builder, &block->children, &figure);
}

void figures_add(struct builder *builder, struct blocks *into, const struct ast_node *part)
{
    struct figure_request request = { .builder = builder, .at = part->span };
    if (part->kind == AST_TIMELINE) {
        request.query = AST_AS(query, AST_AS(timeline, part)->query);
        request.lanes = AST_AS(timeline, part)->lanes;
    } else {
        request.word = figure_find(name_text(AST_AS(diagram, part)->figure.name));
        request.query = AST_AS(query, AST_AS(diagram, part)->query);
    }
    if (request.word != FIGURE_WORDS)
        add_figure(&request, into);
}

/* A whole case */

/* How well a kind suits a figure; 0: it cannot be drawn of it. */
static uint32_t suits(enum figure_word word, const struct kind *kind)
{
    struct figure_fields fields = figure_fields_of(kind);
    if (kind->is_broken || kind->flags & KIND_DERIVED || figure_lacks(word, &fields))
        return 0;
    if (word == FIGURE_TIMELINE)
        return text_equal(name_text(kind->declaration.name), TEXT("event")) ? 3 : kind->level ? 1 : 2;
    if (word == FIGURE_LOOPS)
        return 1;
    return fields.arrows_lead_back * 2u + (fields.effect != NULL) + (fields.strength != NULL);
}

static const struct kind *find_kind(struct interp *interp, enum figure_word word)
{
    const struct kind *best = NULL;
    uint32_t best_suits = 0;
    for (uint32_t i = 0; i < interp->model->kinds.count; i++) {
        const struct kind *kind = interp->model->kinds.items[i];
        uint32_t now = suits(word, kind);
        if (now > best_suits && interp_members(interp, kind).count) {
            best = kind;
            best_suits = now;
        }
    }
    return best;
}

static struct value members_of(struct interp *interp, const struct kind *kind)
{
    struct instance_list list = interp_members(interp, kind);
    struct value *items = ARENA_ARRAY(interp->session->arena, struct value, list.count + 1);
    for (uint32_t i = 0; i < list.count; i++)
        items[i] = (struct value){ .tag = VALUE_INSTANCE, .as.instance = list.items[i] };
    return value_of_list(items, list.count);
}

bool figures_draw_case(struct interp *interp, enum figure_word word, bool is_public, struct text title,
                       struct figure *out)
{
    struct builder builder = { .interp = interp, .session = interp->session, .is_public = is_public,
                               .words = words_get(build_language(interp)) };
    const struct kind *kind = find_kind(interp, word);
    if (!kind)
        return false;
    struct figure_request request = { .builder = &builder, .word = word, .at = span_none() };
    request.fields = figure_fields_of(kind);
    request.found = members_of(interp, kind);
    request.lane_field = kind_find_field(kind, name_get(interp->session->names, "by", 2));
    if (request.lane_field && request.lane_field->is_confidential)
        request.lane_field = NULL;
    size_t errors = interp->session->error_count;
    builder_guard(&builder, title, interp->current ? interp->current->declaration.span : span_none());
    *out = draw(&request, TEXT("f1_"));
    if (interp->session->error_count == errors)
        guard_words(&builder, out, request.at);
    return true;
}
