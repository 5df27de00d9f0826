/* The functions that ask about influence graphs. True needs certain links with recorded signs; what
 * rests on doubtful links, on signs that are not recorded, or on loops not looked for, is unknown. */
#include "rules/graph_facts.h"

#include "base/buf.h"
#include "types/builtins.h"

#include <limits.h>

static struct value none(void)
{
    return (struct value){ .tag = VALUE_NONE };
}

/* Of an open kind of influence, more links may exist than are recorded. */
static enum truth none_recorded(const struct interp *interp, const struct influences *influences)
{
    return influences->open_kind && !interp->is_closed ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

/* A call's arguments as vertices; `is_known` is false where one is not recorded. */
struct asked {
    struct influences *influences;
    uint32_t vertices[2];
    bool is_known;
    bool is_linked; /* all of them stand on links */
};

static struct asked ask(struct interp *interp, const struct ast_call *call)
{
    struct asked asked = { .influences = influences_get(interp), .is_known = true, .is_linked = true };
    uint32_t at = 0;
    AST_EACH (argument, call->arguments) {
        struct value value = interp_value(interp, argument);
        if (value.tag != VALUE_INSTANCE) {
            asked.is_known = asked.is_linked = false;
            break;
        }
        uint32_t ordinal = value.as.instance->ordinal;
        bool is_recorded = ordinal < interp->instances->count;
        uint32_t vertex = is_recorded ? asked.influences->vertex_of[ordinal] : 0;
        asked.is_linked = asked.is_linked && vertex;
        asked.vertices[at++] = vertex ? vertex - 1 : 0;
    }
    return asked;
}

/* Walks */

static void walk_from(struct influences *influences, uint32_t vertex)
{
    if (influences->possible.from == vertex)
        return;
    graph_walk(influences->graph, &influences->certain, vertex, true);
    graph_walk(influences->graph, &influences->possible, vertex, false);
}

static enum truth truth_of_walk(const struct interp *interp, struct influences *influences,
                                const uint32_t ends[2], bool opposite)
{
    uint32_t from = ends[0];
    uint32_t to = ends[1];
    walk_from(influences, from);
    if (graph_reaches(&influences->certain, to, opposite))
        return TRUTH_TRUE;
    return graph_reaches(&influences->possible, to, opposite) ? TRUTH_UNKNOWN
                                                              : none_recorded(interp, influences);
}

static struct value walks(struct interp *interp, const struct ast_call *call, bool opposite)
{
    struct asked asked = ask(interp, call);
    if (!asked.is_known)
        return none();
    if (!asked.is_linked)
        return value_of_truth(none_recorded(interp, asked.influences));
    return value_of_truth(truth_of_walk(interp, asked.influences, asked.vertices, opposite));
}

struct value apply_raises(struct interp *interp, const struct ast_call *call)
{
    return walks(interp, call, false);
}

struct value apply_lowers(struct interp *interp, const struct ast_call *call)
{
    return walks(interp, call, true);
}

/* Paths */

static bool is_path(const struct graph *graph, const uint32_t *links, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (graph->links[links[i]].from == graph->links[links[j]].from)
                return false;
        }
        if (i + 1 < count && graph->links[links[i]].to == graph->links[links[count - 1]].to)
            return false;
    }
    return true;
}

/* The shortest certain walk is most often a path already, and then the shortest one. */
static bool take_walk(struct interp *interp, const struct asked *asked, bool opposite,
                      struct graph_path *out)
{
    const struct influences *influences = asked->influences;
    struct arena *arena = interp->session->arena;
    if (!graph_reaches(&influences->certain, asked->vertices[1], opposite))
        return false;
    struct arena_mark mark = arena_mark(arena);
    uint32_t *links = ARENA_ARRAY(arena, uint32_t, 2 * (size_t)influences->graph->vertex_count);
    uint32_t count = graph_path(&influences->certain, asked->vertices[1], opposite, links);
    bool taken = count <= PATH_LONGEST && is_path(influences->graph, links, count);
    if (taken) {
        out->length = count;
        memcpy(out->links, links, count * sizeof *links);
    }
    arena_release(arena, mark);
    return taken;
}

/* Whether some path has the sign; `out` is a shortest one, of length 0 where none was found. */
static enum truth find_path(struct interp *interp, const struct asked *asked, bool opposite,
                            struct graph_path *out)
{
    struct influences *influences = asked->influences;
    struct graph_paths paths;
    out->length = 0;
    if (!asked->is_linked)
        return none_recorded(interp, influences);
    walk_from(influences, asked->vertices[0]);
    if (!graph_reaches(&influences->possible, asked->vertices[1], opposite))
        return none_recorded(interp, influences);
    if (take_walk(interp, asked, opposite, out))
        return TRUTH_TRUE;
    graph_find_paths(influences->graph, interp->session->arena, asked->vertices[0], asked->vertices[1],
                     &paths);
    if (paths.certain[opposite].length) {
        *out = paths.certain[opposite];
        return TRUTH_TRUE;
    }
    *out = paths.possible[opposite].length ? paths.possible[opposite] : paths.possible[POLARITY_OPEN];
    return out->length || !paths.is_complete ? TRUTH_UNKNOWN : none_recorded(interp, influences);
}

static struct value has_path(struct interp *interp, const struct ast_call *call, bool opposite)
{
    struct asked asked = ask(interp, call);
    struct graph_path path;
    return asked.is_known ? value_of_truth(find_path(interp, &asked, opposite, &path)) : none();
}

struct value apply_path_raises(struct interp *interp, const struct ast_call *call)
{
    return has_path(interp, call, false);
}

struct value apply_path_lowers(struct interp *interp, const struct ast_call *call)
{
    return has_path(interp, call, true);
}

/* "more A leads to less B, which may lead to less C": the words change sides with every opposite link. */
static struct text tell_path(struct interp *interp, const struct influences *influences,
                             const struct graph_path *path)
{
    struct buf out;
    bool less = false;
    bool open = false;
    buf_init(&out, interp->session->arena);
    for (uint32_t i = 0; i < path->length; i++) {
        const struct graph_link *link = &influences->graph->links[path->links[i]];
        bool sure = link->is_certain && link->sign != POLARITY_OPEN;
        if (i == 0)
            buf_printf(&out, "more %.*s", (int)influences->vertices[link->from]->title.length,
                       influences->vertices[link->from]->title.bytes);
        buf_str(&out, i ? ", which " : " ");
        buf_str(&out, sure ? "leads to " : "may lead to ");
        less ^= link->sign == POLARITY_OPPOSITE;
        open = open || link->sign == POLARITY_OPEN;
        buf_str(&out, open ? "more or less " : less ? "less " : "more ");
        buf_text(&out, influences->vertices[link->to]->title);
    }
    return buf_get(&out);
}

static struct value told_path(struct interp *interp, const struct ast_call *call, bool opposite)
{
    struct asked asked = ask(interp, call);
    struct graph_path path;
    if (asked.is_known)
        find_path(interp, &asked, opposite, &path);
    if (!asked.is_known || !path.length)
        return none();
    struct text *text = ARENA_NEW(interp->session->arena, struct text);
    *text = tell_path(interp, asked.influences, &path);
    return (struct value){ .tag = VALUE_TEXT, .as.text = text };
}

struct value apply_raising_path(struct interp *interp, const struct ast_call *call)
{
    return told_path(interp, call, false);
}

struct value apply_lowering_path(struct interp *interp, const struct ast_call *call)
{
    return told_path(interp, call, true);
}

/* Loops */

struct value apply_on_loop(struct interp *interp, const struct ast_call *call)
{
    struct asked asked = ask(interp, call);
    struct influences *influences = asked.influences;
    if (!asked.is_known)
        return none();
    if (!asked.is_linked)
        return value_of_truth(none_recorded(interp, influences));
    const struct loops *loops = influences_loops(interp, influences);
    uint32_t vertex = asked.vertices[0];
    if (graph_is_on_loop(influences->graph, &influences->certain_parts, vertex, true))
        return value_of_truth(TRUTH_TRUE);
    bool possible = graph_is_on_loop(influences->graph, &loops->parts, vertex, false);
    return value_of_truth(possible ? TRUTH_UNKNOWN : none_recorded(interp, influences));
}

/* Whether a loop that was not looked for may pass here: one beyond the bounds, whose sign would still
 * have to be that of some walk from the vertex back to itself. */
static bool may_be_missed(struct influences *influences, uint32_t vertex, bool opposite)
{
    const struct loops *loops = influences->loops;
    uint32_t size = loops->parts.sizes[loops->parts.part_of[vertex]];
    if (size <= LOOP_LONGEST && !loops->is_cut_short)
        return false;
    walk_from(influences, vertex);
    return graph_reaches(&influences->possible, vertex, opposite);
}

static struct value lies_on(struct interp *interp, const struct ast_call *call, bool balancing)
{
    struct asked asked = ask(interp, call);
    struct influences *influences = asked.influences;
    if (!asked.is_known)
        return none();
    if (!asked.is_linked)
        return value_of_truth(none_recorded(interp, influences));
    influences_loops(interp, influences);
    unsigned char marks = influences->marks[asked.vertices[0]];
    if (marks & (balancing ? LOOP_BALANCING : LOOP_REINFORCING))
        return value_of_truth(TRUTH_TRUE);
    if (marks & (balancing ? LOOP_POSSIBLY_BALANCING : LOOP_POSSIBLY_REINFORCING) ||
        may_be_missed(influences, asked.vertices[0], balancing))
        return none();
    return value_of_truth(none_recorded(interp, influences));
}

struct value apply_reinforcing(struct interp *interp, const struct ast_call *call)
{
    return lies_on(interp, call, false);
}

struct value apply_balancing(struct interp *interp, const struct ast_call *call)
{
    return lies_on(interp, call, true);
}

/* What would decide it */

static void need_link(struct interp *interp, const struct influences *influences,
                      const struct graph_link *link, struct needs *needs)
{
    const struct instance *instance = influences->links[link->tag];
    const struct instance *const ends[] = { instance, influences->vertices[link->from],
                                            influences->vertices[link->to] };
    if (link->sign == POLARITY_OPEN)
        needs_add(needs, diag_format(interp->session, "the `sign` of `%n`", instance->declaration.name));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (ends[i]->is_doubtful)
            needs_add_doubtful(interp, ends[i], needs);
    }
}

static void need_walk(struct interp *interp, const struct asked *asked, bool opposite, struct needs *needs)
{
    struct influences *influences = asked->influences;
    struct arena *arena = interp->session->arena;
    walk_from(influences, asked->vertices[0]);
    if (!graph_reaches(&influences->possible, asked->vertices[1], opposite))
        return;
    uint32_t *links = ARENA_ARRAY(arena, uint32_t, 2 * (size_t)influences->graph->vertex_count);
    uint32_t count = graph_path(&influences->possible, asked->vertices[1], opposite, links);
    for (uint32_t i = 0; i < count; i++)
        need_link(interp, influences, &influences->graph->links[links[i]], needs);
}

static void need_path(struct interp *interp, const struct asked *asked, bool opposite, struct needs *needs)
{
    struct graph_path path;
    enum truth truth = find_path(interp, asked, opposite, &path);
    for (uint32_t i = 0; i < path.length; i++)
        need_link(interp, asked->influences, &asked->influences->graph->links[path.links[i]], needs);
    if (truth == TRUTH_UNKNOWN && !path.length && !asked->influences->open_kind)
        needs_add(needs, TEXT("a look at more paths than were looked at"));
}

static bool passes(const struct graph *graph, const struct loop *loop, uint32_t vertex)
{
    for (uint32_t i = 0; i < loop->length; i++) {
        if (graph->links[loop->links[i]].from == vertex)
            return true;
    }
    return false;
}

/* `unwanted` is the sign that a loop must not have. */
static void need_loops(struct interp *interp, const struct asked *asked, unsigned unwanted,
                       struct needs *needs)
{
    struct influences *influences = asked->influences;
    const struct loops *loops = influences_loops(interp, influences);
    const struct graph *graph = influences->graph;
    uint32_t vertex = asked->vertices[0];
    for (uint32_t i = 0; i < loops->found.count && !needs->more; i++) {
        const struct loop *loop = &loops->found.items[i];
        if (loop->sign == unwanted || !passes(graph, loop, vertex))
            continue;
        for (uint32_t j = 0; j < loop->length; j++)
            need_link(interp, influences, &graph->links[loop->links[j]], needs);
    }
    if (needs->count || !may_be_missed(influences, vertex, unwanted == POLARITY_SAME))
        return;
    needs_add(needs, loops->is_cut_short ? TEXT("a model with fewer loops, all of which can be looked at")
                                         : TEXT("a look at loops of more than 8 links"));
}

static void need_loop(struct interp *interp, const struct asked *asked, unsigned unwanted,
                      struct needs *needs)
{
    const struct loops *loops = influences_loops(interp, asked->influences);
    if (graph_is_on_loop(asked->influences->graph, &loops->parts, asked->vertices[0], false))
        need_loops(interp, asked, unwanted, needs);
}

void graph_find_needs(struct interp *interp, const struct ast_call *call, struct needs *needs)
{
    enum builtin_code code = ((const struct builtin *)call->target)->code;
    uint32_t before = needs->count;
    if (((const struct builtin *)call->target)->takes[0] != 'v')
        return;
    struct asked asked = ask(interp, call);
    if (!asked.is_known)
        return;
    if (asked.is_linked && (code == BUILTIN_raises || code == BUILTIN_lowers))
        need_walk(interp, &asked, code == BUILTIN_lowers, needs);
    else if (asked.is_linked && (code == BUILTIN_path_raises || code == BUILTIN_path_lowers))
        need_path(interp, &asked, code == BUILTIN_path_lowers, needs);
    else if (asked.is_linked && code == BUILTIN_reinforcing)
        need_loop(interp, &asked, POLARITY_OPPOSITE, needs);
    else if (asked.is_linked && code == BUILTIN_balancing)
        need_loop(interp, &asked, POLARITY_SAME, needs);
    else if (asked.is_linked && code == BUILTIN_on_loop)
        need_loop(interp, &asked, UINT_MAX, needs);
    if (needs->count == before && asked.influences->open_kind)
        needs_add(needs, diag_format(interp->session, "a `complete %n` claim that covers all of them",
                                     asked.influences->open_kind->declaration.name));
}
