/* `sightline loops`: the loops among a file's recorded influences, each once, for people or as JSON. In
 * a file of several cases, those of each case. */
#include "cli/commands.h"

#include "base/buf.h"
#include "diag/diag.h"
#include "diag/json_line.h"
#include "diag/redact.h"
#include "rules/graph_facts.h"
#include "types/influence.h"

#include <stdio.h>
#include <string.h>

/* One case's loops being printed. */
struct listing {
    struct buf *out;
    struct session *session;
    struct redactor *redactor;
    struct interp *interp;
    const struct influences *influences;
    const struct loops *loops;
    unsigned counts[POLARITY_OPEN + 1];
};

static const char *const sign_words[] = { "same", "opposite", "not recorded" };
static const char *const loop_words[] = { "reinforcing", "balancing", "sign not recorded" };
static const char loop_letters[] = "RBU";

static struct text shown(struct listing *listing, struct text text)
{
    return redact_text(listing->redactor, NULL, text);
}

static const struct graph_link *link_of(const struct listing *listing, const struct loop *loop, uint32_t at)
{
    return &listing->influences->graph->links[loop->links[at]];
}

/* For people */

static void print_doubt(struct listing *listing, const struct graph_link *link)
{
    const struct influences *influences = listing->influences;
    if (link->is_certain)
        return;
    bool end = !influences->links[link->tag]->is_doubtful;
    buf_str(listing->out, end ? "   (what it joins is marked doubtful)" : "   (marked doubtful)");
}

static void print_loop(struct listing *listing, const struct loop *loop)
{
    struct buf *out = listing->out;
    const struct influences *influences = listing->influences;
    buf_printf(out, "\n%c%u %s%s\n", loop_letters[loop->sign], ++listing->counts[loop->sign],
               loop_words[loop->sign], loop->is_certain ? "" : ", only possible");
    buf_str(out, "  ");
    buf_text(out, shown(listing, influences->vertices[link_of(listing, loop, 0)->from]->title));
    for (uint32_t i = 0; i < loop->length; i++) {
        const struct graph_link *link = link_of(listing, loop, i);
        buf_printf(out, "\n    %-12s -> ", sign_words[link->sign]);
        buf_text(out, shown(listing, influences->vertices[link->to]->title));
        print_doubt(listing, link);
    }
    buf_byte(out, '\n');
}

static void print_bounds(struct listing *listing)
{
    const struct loops *loops = listing->loops;
    if (loops->is_cut_short)
        buf_printf(listing->out, "The list is cut short after %u loops; there may be more.\n",
                   loops->found.count);
    if (loops->may_be_longer)
        buf_printf(listing->out, "Loops of more than %d links were not looked for; with %u variables that "
                   "all lead to one another, there may be some.\n", LOOP_LONGEST, loops->largest_part);
    if (listing->influences->open_kind)
        buf_printf(listing->out, "There may be more links of `%s` than are recorded.\n",
                   listing->influences->open_kind->declaration.name->text);
}

static void print_totals(struct listing *listing)
{
    struct buf *out = listing->out;
    const struct loops *loops = listing->loops;
    if (!listing->influences->graph->link_count) {
        buf_str(out, "No influences are recorded, so there are no loops.\n");
        return;
    }
    if (!loops->found.count && !loops->may_be_longer)
        buf_str(out, "No loops: no influence recorded here leads back to where it began.\n");
    else if (!loops->found.count)
        buf_printf(out, "No loops of at most %d links.\n", LOOP_LONGEST);
    else
        buf_printf(out, "\n%u reinforcing, %u balancing, %u with a sign not recorded\n",
                   listing->counts[POLARITY_SAME], listing->counts[POLARITY_OPPOSITE],
                   listing->counts[POLARITY_OPEN]);
    print_bounds(listing);
}

static void print_for_people(struct listing *listing)
{
    const struct interp *interp = listing->interp;
    if (interp->cases.count > 1) {
        buf_str(listing->out, "In ");
        buf_text(listing->out, shown(listing, interp->current->title));
        buf_str(listing->out, ":\n");
    }
    if (listing->loops->found.count)
        buf_str(listing->out,
                "As recorded, more of each leads to more (same) or less (opposite) of the next.\n");
    for (uint32_t i = 0; i < listing->loops->found.count; i++)
        print_loop(listing, &listing->loops->found.items[i]);
    print_totals(listing);
}

/* For programs */

static json_t *json_name(const struct listing *listing, const struct instance *instance)
{
    return json_of_text(listing->session, name_text(instance->declaration.name));
}

static json_t *json_vertex(struct listing *listing, uint32_t vertex)
{
    const struct instance *instance = listing->influences->vertices[vertex];
    json_t *object = json_with(json_object(), "id", json_name(listing, instance));
    return json_with(object, "title", json_of_text(listing->session, shown(listing, instance->title)));
}

static json_t *json_link(const struct listing *listing, const struct graph_link *link)
{
    const struct instance *instance = listing->influences->links[link->tag];
    json_t *object = json_with(json_object(), "id", json_name(listing, instance));
    object = json_with(object, "sign", link->sign == POLARITY_OPEN ? json_null()
                                                              : json_string(sign_words[link->sign]));
    return json_with(object, "certain", json_boolean(link->is_certain));
}

static json_t *json_of_line(const struct listing *listing, const char *type)
{
    const struct interp *interp = listing->interp;
    json_t *object = json_with(json_object(), "schema_version", json_integer(1));
    object = json_with(object, "type", json_string(type));
    return json_with(object, "case", interp->current ? json_name(listing, interp->current) : json_null());
}

static json_t *json_loop(struct listing *listing, const struct loop *loop)
{
    char name[16];
    json_t *variables = json_array();
    json_t *links = json_array();
    for (uint32_t i = 0; i < loop->length; i++) {
        const struct graph_link *link = link_of(listing, loop, i);
        variables = json_and(variables, json_vertex(listing, link->from));
        links = json_and(links, json_link(listing, link));
    }
    snprintf(name, sizeof name, "%c%u", loop_letters[loop->sign], ++listing->counts[loop->sign]);
    json_t *object = json_with(json_of_line(listing, "loop"), "name", json_string(name));
    object = json_with(object, "sign", loop->sign == POLARITY_OPEN ? json_null()
                                                              : json_string(loop_words[loop->sign]));
    object = json_with(object, "certain", json_boolean(loop->is_certain));
    object = json_with(object, "variables", variables);
    return json_with(object, "links", links);
}

static void print_as_json(struct listing *listing)
{
    const struct loops *loops = listing->loops;
    for (uint32_t i = 0; i < loops->found.count; i++)
        json_print_line(listing->out, listing->session, json_loop(listing, &loops->found.items[i]));
    json_t *object = json_of_line(listing, "summary");
    object = json_with(object, "reinforcing", json_integer(listing->counts[POLARITY_SAME]));
    object = json_with(object, "balancing", json_integer(listing->counts[POLARITY_OPPOSITE]));
    object = json_with(object, "sign_not_recorded", json_integer(listing->counts[POLARITY_OPEN]));
    object = json_with(object, "cut_short", json_boolean(loops->is_cut_short));
    object = json_with(object, "may_be_longer", json_boolean(loops->may_be_longer));
    object = json_with(object, "record_open", json_boolean(listing->influences->open_kind != NULL));
    json_print_line(listing->out, listing->session, object);
}

/* The command */

static void list_loops(struct buf *out, struct interp *interp, struct redactor *redactor, bool json)
{
    struct influences *influences = influences_get(interp);
    struct listing listing = {
        .out = out,
        .session = interp->session,
        .redactor = redactor,
        .interp = interp,
        .influences = influences,
        .loops = influences_loops(interp, influences),
    };
    if (json)
        print_as_json(&listing);
    else
        print_for_people(&listing);
}

static enum exit_code put_loops(const struct compile *compile, bool json)
{
    struct interp *interp = interp_new(compile->model, NULL);
    struct redactor *redactor = redact_new(compile->session);
    struct buf out;
    buf_init(&out, compile->session->arena);
    uint32_t rounds = interp->cases.count ? interp->cases.count : 1;
    for (uint32_t i = 0; i < rounds; i++) {
        if (i && !json)
            buf_byte(&out, '\n');
        if (interp->cases.count)
            interp->current = interp->cases.items[i];
        list_loops(&out, interp, redactor, json);
    }
    return command_put(buf_get(&out));
}

/* Loops are told link by link: where links are confidential, only if what is may be shown. */
static bool may_list(const struct compile *compile)
{
    struct session *session = compile->session;
    const struct field *secret = influence_find_secret(compile->model);
    if (!secret || session->options.show_values)
        return true;
    const struct name *loops = name_get(session->names, "loops", 5);
    struct diag *diag = diag_report(session, E0512, secret->ast->name.span, loops,
                                    secret->owner->declaration.name, secret->name);
    diag_help(session, diag, "`--show-values` lists the loops all the same");
    return false;
}

enum exit_code run_loops(const struct arguments *arguments)
{
    struct arguments printing = *arguments;
    bool json = strcmp(arguments->format, "json") == 0;
    if (*arguments->format && !json && strcmp(arguments->format, "human") != 0) {
        command_complain("`--format %s` is not known; `loops` prints human or json", arguments->format);
        return EXIT_USAGE;
    }
    if (arguments->count > 1) {
        command_complain("`loops` takes one file at a time");
        return EXIT_USAGE;
    }
    struct arena *arena = command_arena();
    struct compile compile = command_compile(arena, arguments, arguments->files[0], STAGE_FACTS);
    bool is_clean = command_exit_code(&compile) == EXIT_CLEAN;
    bool is_refused = is_clean && !may_list(&compile);
    enum exit_code code = command_exit_code(&compile);
    printing.format = "human"; /* what is asked for has the other stream to itself */
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    if (code == EXIT_CLEAN)
        code = put_loops(&compile, json);
    else if (!is_refused)
        command_complain("loops were not looked for; mend what is wrong first");
    arena_free(arena);
    return code;
}
