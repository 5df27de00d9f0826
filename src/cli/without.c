/* `sightline butfor` and `sightline cuts`: what would follow without some of what is recorded. The words
 * say what the model rests on, and never that something brought something else about. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/conclusion.h"
#include "diag/diag.h"
#include "diag/json_line.h"
#include "diag/redact.h"
#include "diag/suggest.h"
#include "rules/cut_sets.h"
#include "rules/derive.h"

#include <string.h>

/* One command's work on one file. */
struct asking {
    const struct arguments *arguments;
    struct session *session;
    struct interp *interp;
    struct redactor *redactor;
    struct buf *out;
    struct without without; /* of the conclusion at hand */
    bool json;
};

/* Words and lines */

static struct text shown(struct asking *asking, struct text text)
{
    return redact_text(asking->redactor, NULL, text);
}

static void print_text(struct asking *asking, struct text text)
{
    buf_text(asking->out, shown(asking, text));
}

/* `worker w1 "Health visitor"` */
static void print_instance(struct asking *asking, const struct instance *instance)
{
    buf_printf(asking->out, "%s ", instance->of->declaration.name->text);
    print_text(asking, name_text(instance->declaration.name));
    if (text_equal(instance->title, name_text(instance->declaration.name)))
        return;
    buf_str(asking->out, " \"");
    print_text(asking, instance->title);
    buf_byte(asking->out, '"');
}

static void print_line(struct asking *asking, const char *before, const struct instance *instance)
{
    buf_str(asking->out, before);
    print_instance(asking, instance);
    buf_byte(asking->out, '\n');
}

static void print_heading(struct asking *asking)
{
    const struct instance *conclusion = asking->without.conclusion;
    print_text(asking, instance_title(asking->session, conclusion));
    if (asking->interp->cases.count > 1 && conclusion->belongs) {
        buf_str(asking->out, " (in ");
        print_text(asking, conclusion->belongs->title);
        buf_byte(asking->out, ')');
    }
    buf_str(asking->out, asking->without.truth == TRUTH_TRUE
                             ? "\n" : "\nAs recorded, this is only possible; nothing certain can be said.\n");
}

static json_t *json_name(struct asking *asking, const struct instance *instance)
{
    return json_of_text(asking->session, shown(asking, name_text(instance->declaration.name)));
}

static json_t *json_instance(struct asking *asking, json_t *object, const struct instance *instance)
{
    object = json_with(object, "kind", json_string(instance->of->declaration.name->text));
    object = json_with(object, "id", json_name(asking, instance));
    return json_with(object, "title", json_of_text(asking->session, shown(asking, instance->title)));
}

static json_t *json_line(struct asking *asking, const char *type)
{
    const struct instance *conclusion = asking->without.conclusion;
    struct text phrase = instance_phrase(asking->session, conclusion);
    json_t *object = json_with(json_object(), "schema_version", json_integer(1));
    object = json_with(object, "type", json_string(type));
    object = json_with(object, "conclusion", json_of_text(asking->session, shown(asking, phrase)));
    object = json_with(object, "case",
                       conclusion->belongs ? json_name(asking, conclusion->belongs) : json_null());
    return json_with(object, "certain", json_boolean(asking->without.truth == TRUTH_TRUE));
}

static void put_json(struct asking *asking, json_t *object)
{
    json_print_line(asking->out, asking->session, object);
}

/* butfor, of one thing */

static const struct instance *find_recorded(struct asking *asking, const char *name)
{
    const struct instances *all = asking->interp->instances;
    struct suggest suggest;
    suggest_init(&suggest, text_of(name));
    for (uint32_t i = 0; i < all->count; i++) {
        if (text_equal(name_text(all->items[i]->declaration.name), text_of(name)))
            return all->items[i];
        suggest_offer(&suggest, name_text(all->items[i]->declaration.name));
    }
    struct diag *diag = diag_report(asking->session, E9012, span_none(), name);
    diag_did_you_mean(asking->session, diag, &suggest);
    return NULL;
}

static json_t *json_truth(enum truth truth)
{
    return truth == TRUTH_UNKNOWN ? json_null() : json_boolean(truth == TRUTH_TRUE);
}

static void ask_one(struct asking *asking, const struct instance *instance)
{
    static const char *const words[] = { [TRUTH_FALSE] = ", it would still follow.\n",
                                         [TRUTH_UNKNOWN] = ", it cannot be determined whether it would.\n",
                                         [TRUTH_TRUE] = ", it would not follow.\n" };
    enum truth truth = without_but_for(&asking->without, instance);
    if (asking->json) {
        json_t *object = json_instance(asking, json_line(asking, "but_for"), instance);
        put_json(asking, json_with(object, "but_for", json_truth(truth)));
        return;
    }
    print_heading(asking);
    buf_str(asking->out, "In this model, without ");
    print_instance(asking, instance);
    buf_str(asking->out, words[truth]);
}

/* butfor, of all things */

struct answers {
    struct instance_list needed;
    struct instance_list open;
    struct instance_list about;
    uint32_t others;
    uint32_t not_tried;
};

enum { NOT_TRIED };

/* A case is no part of what is recorded of it. */
static bool is_candidate(const struct instance *instance)
{
    return instance->of && instance->slots && !(instance->of->flags & KIND_CASE);
}

/* What the rules named comes first, so that a list that is cut short has looked where it matters. */
static void ask_round(struct asking *asking, const unsigned char *named, bool wants_named,
                      unsigned char *truths)
{
    const struct instances *all = asking->interp->instances;
    for (uint32_t i = 0; i < all->count && !asking->interp->failed; i++) {
        const struct instance *instance = all->items[i];
        bool is_asked = is_candidate(instance) && named[i] == wants_named &&
                        !without_is_about(asking->without.conclusion, instance);
        if (is_asked && without_is_spent(&asking->without))
            return;
        if (is_asked)
            truths[i] = (unsigned char)(NOT_TRIED + 1 + without_but_for(&asking->without, instance));
    }
}

static void sort_answer(struct asking *asking, struct instance *instance, unsigned char tried,
                        struct answers *answers)
{
    if (without_is_about(asking->without.conclusion, instance))
        interp_list_add(asking->interp, &answers->about, instance);
    else if (tried == NOT_TRIED)
        answers->not_tried++;
    else if (tried == NOT_TRIED + 1 + TRUTH_FALSE)
        answers->others++;
    else if (tried == NOT_TRIED + 1 + TRUTH_UNKNOWN)
        interp_list_add(asking->interp, &answers->open, instance);
    else
        interp_list_add(asking->interp, &answers->needed, instance);
}

static void ask_each(struct asking *asking, struct answers *answers)
{
    const struct instances *all = asking->interp->instances;
    struct arena *arena = asking->session->arena;
    unsigned char *named = ARENA_ARRAY(arena, unsigned char, all->count + 1);
    unsigned char *truths = ARENA_ARRAY(arena, unsigned char, all->count + 1);
    without_mark_named(asking->interp, named);
    ask_round(asking, named, true, truths);
    ask_round(asking, named, false, truths);
    for (uint32_t i = 0; i < all->count; i++) {
        if (is_candidate(all->items[i]))
            sort_answer(asking, all->items[i], truths[i], answers);
    }
}

static void print_list(struct asking *asking, const char *heading, const struct instance_list *list)
{
    if (list->count)
        buf_printf(asking->out, "%s\n", heading);
    for (uint32_t i = 0; i < list->count; i++)
        print_line(asking, "  ", list->items[i]);
}

static void print_answers(struct asking *asking, const struct answers *answers)
{
    print_heading(asking);
    print_list(asking, "In this model, it would not follow without any one of these:", &answers->needed);
    print_list(asking, "It cannot be determined whether it would without any one of these:", &answers->open);
    print_list(asking, "It is about these, and without them there would be nothing to say:", &answers->about);
    buf_printf(asking->out, "Without any one of the %u other things recorded, it would still follow.\n",
               answers->others);
    if (answers->not_tried)
        buf_printf(asking->out, "This was cut short at %u evaluations; of %u more things recorded it was not "
                   "asked.\n", asking->without.tried, answers->not_tried);
}

static void put_answers(struct asking *asking, const struct instance_list *list, json_t *(*value)(void),
                        bool is_about)
{
    for (uint32_t i = 0; i < list->count; i++) {
        json_t *object = json_instance(asking, json_line(asking, "but_for"), list->items[i]);
        object = json_with(object, "but_for", value());
        put_json(asking, json_with(object, "about", json_boolean(is_about)));
    }
}

static json_t *json_yes(void)
{
    return json_true();
}

static json_t *json_open(void)
{
    return json_null();
}

static void ask_all(struct asking *asking)
{
    struct answers answers = { .others = 0 };
    ask_each(asking, &answers);
    if (!asking->json) {
        print_answers(asking, &answers);
        return;
    }
    put_answers(asking, &answers.needed, json_yes, false);
    put_answers(asking, &answers.open, json_open, false);
    put_answers(asking, &answers.about, json_yes, true);
    json_t *object = json_with(json_line(asking, "summary"), "others", json_integer(answers.others));
    object = json_with(object, "evaluations", json_integer(asking->without.tried));
    put_json(asking, json_with(object, "cut_short", json_boolean(answers.not_tried != 0)));
}

/* cuts */

static const struct kind *find_kind(struct asking *asking, const char *name)
{
    const struct model *model = asking->interp->model;
    struct suggest suggest;
    suggest_init(&suggest, text_of(name));
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        if (kind->flags & KIND_DERIVED)
            continue;
        if (text_equal(name_text(kind->declaration.name), text_of(name)))
            return kind;
        suggest_offer(&suggest, name_text(kind->declaration.name));
    }
    struct diag *diag = diag_report(asking->session, E9012, span_none(), name);
    if (!diag_did_you_mean(asking->session, diag, &suggest))
        diag_help(asking->session, diag, "`--of` takes a kind of which instances are written");
    return NULL;
}

/* Without a kind: whatever the conclusion is not itself about. */
static struct instance_list find_candidates(struct asking *asking, const struct kind *kind)
{
    struct instance_list list = { .items = NULL };
    for (uint32_t i = 0; i < asking->interp->instances->count; i++) {
        struct instance *instance = asking->interp->instances->items[i];
        bool fits = kind ? instance->of && kind_is(instance->of, kind)
                         : is_candidate(instance) && !without_is_about(asking->without.conclusion, instance);
        if (fits && instance->slots)
            interp_list_add(asking->interp, &list, instance);
    }
    return list;
}

static void print_exactness(struct asking *asking, const struct cut_sets *sets)
{
    struct buf *out = asking->out;
    if (sets->unknown)
        buf_printf(out, "Of %u more sets it cannot be determined, and a set listed may hold one of them.\n",
                   sets->unknown);
    if (sets->is_cut_short)
        buf_printf(out, "Cut short at %u evaluations; exact for sets of up to %d.\n", asking->without.tried,
                   sets->exact_to < 0 ? 0 : sets->exact_to);
    else if (sets->candidates > CUT_SET_LARGEST)
        buf_printf(out, "Exact for sets of up to %d; larger ones were not tried.\n", CUT_SET_LARGEST);
    else
        buf_str(out, "Exact.\n");
}

static void print_sets(struct asking *asking, const struct instance_list *candidates,
                       const struct cut_sets *sets)
{
    struct buf *out = asking->out;
    bool prevents = asking->arguments->prevent;
    print_heading(asking);
    buf_printf(out, prevents ? "In this model, it would not follow if all of one of these sets were left "
                               "out, of %u things tried:\n"
                             : "In this model, it follows from any one of these sets, with the rest of %u "
                               "things left out:\n", sets->candidates);
    for (uint32_t i = 0; i < sets->found.count; i++) {
        const struct cut_set *set = &sets->found.items[i];
        buf_printf(out, "%u.\n", i + 1);
        if (!set->count)
            buf_str(out, prevents ? "  nothing: it does not follow anyway\n"
                                  : "  nothing: it follows without any of them\n");
        for (uint32_t j = 0; j < set->count; j++)
            print_line(asking, "  ", candidates->items[set->members[j]]);
    }
    if (!sets->found.count)
        buf_str(out, "  none of those tried\n");
    print_exactness(asking, sets);
}

static void put_sets(struct asking *asking, const struct instance_list *candidates,
                     const struct cut_sets *sets)
{
    for (uint32_t i = 0; i < sets->found.count; i++) {
        json_t *members = json_array();
        for (uint32_t j = 0; j < sets->found.items[i].count; j++) {
            const struct instance *member = candidates->items[sets->found.items[i].members[j]];
            members = json_and(members, json_instance(asking, json_object(), member));
        }
        put_json(asking, json_with(json_line(asking, "cut_set"), "members", members));
    }
    json_t *object = json_with(json_line(asking, "summary"), "sets", json_integer(sets->found.count));
    object = json_with(object, "candidates", json_integer(sets->candidates));
    object = json_with(object, "undetermined", json_integer(sets->unknown));
    object = json_with(object, "exact_to", json_integer(sets->exact_to));
    object = json_with(object, "cut_short", json_boolean(sets->is_cut_short));
    put_json(asking, json_with(object, "evaluations", json_integer(asking->without.tried)));
}

static void ask_cuts(struct asking *asking, const struct kind *kind)
{
    struct instance_list candidates = find_candidates(asking, kind);
    struct cut_sets sets;
    cut_sets_find(&asking->without, &candidates,
                  asking->arguments->prevent ? CUT_PREVENTING : CUT_SUFFICIENT, &sets);
    if (asking->json)
        put_sets(asking, &candidates, &sets);
    else
        print_sets(asking, &candidates, &sets);
}

/* Both commands */

static void ask_butfor(struct asking *asking, struct instance_list conclusions)
{
    const char *name = asking->arguments->without;
    const struct instance *instance = name ? find_recorded(asking, name) : NULL;
    for (uint32_t i = 0; i < conclusions.count && (!name || instance); i++) {
        without_init(&asking->without, asking->interp, conclusions.items[i]);
        if (instance)
            ask_one(asking, instance);
        else
            ask_all(asking);
    }
}

static void ask_all_cuts(struct asking *asking, struct instance_list conclusions)
{
    const char *name = asking->arguments->of_kind;
    const struct kind *kind = name ? find_kind(asking, name) : NULL;
    for (uint32_t i = 0; i < conclusions.count && (!name || kind); i++) {
        without_init(&asking->without, asking->interp, conclusions.items[i]);
        ask_cuts(asking, kind);
    }
}

static enum exit_code ask_file(const struct arguments *arguments, struct compile *compile,
                               void (*ask)(struct asking *asking, struct instance_list conclusions))
{
    struct buf out;
    struct asking asking = { .arguments = arguments, .session = compile->session, .out = &out };
    buf_init(&out, compile->session->arena);
    asking.json = strcmp(arguments->format, "json") == 0;
    asking.interp = interp_new(compile->model, NULL);
    asking.redactor = redact_new(compile->session);
    derive_run(asking.interp);
    if (!asking.interp->failed)
        ask(&asking, conclusion_find(asking.interp, arguments->files[0]));
    diag_finish(compile->session);
    enum exit_code code = command_exit_code(compile);
    return code == EXIT_CLEAN ? command_put(buf_get(&out)) : code;
}

static enum exit_code run(const struct arguments *arguments, const char *command,
                          void (*ask)(struct asking *asking, struct instance_list conclusions))
{
    struct arguments printing = *arguments;
    if (*arguments->format && strcmp(arguments->format, "json") != 0 &&
        strcmp(arguments->format, "human") != 0) {
        command_complain("`--format %s` is not known; `%s` prints human or json", arguments->format, command);
        return EXIT_USAGE;
    }
    if (arguments->count != 2) {
        command_complain("`%s` takes a conclusion, in quotation marks, and a file", command);
        return EXIT_USAGE;
    }
    struct arena *arena = command_arena();
    struct compile compile = command_compile(arena, arguments, arguments->files[1], STAGE_FACTS);
    enum exit_code code = command_exit_code(&compile);
    if (code == EXIT_CLEAN)
        code = ask_file(arguments, &compile, ask);
    printing.format = "human"; /* what is asked for has the other stream to itself */
    if (!command_print_diagnostics(&compile, &printing))
        code = command_worse(code, EXIT_FILES);
    arena_free(arena);
    return code;
}

enum exit_code run_butfor(const struct arguments *arguments)
{
    return run(arguments, "butfor", ask_butfor);
}

enum exit_code run_cuts(const struct arguments *arguments)
{
    return run(arguments, "cuts", ask_all_cuts);
}
