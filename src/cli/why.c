/* `sightline why FACT FILE`: the proof of a conclusion, a check's message or a condition, or what is
 * missing; and the conclusions of a model for `check --conclusions`. */
#include "cli/why.h"

#include "ast/parse.h"
#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"
#include "diag/json_line.h"
#include "diag/place.h"
#include "diag/redact.h"
#include "diag/render.h"
#include "rules/derive.h"
#include "rules/proof.h"
#include "rules/show.h"
#include "types/declarations.h"
#include "types/secrecy.h"

#include <string.h>

static const char QUESTION[] = "the question";

struct telling {
    struct session *session;
    struct redactor *redactor;
    struct places places;
    struct buf *out;
};

static struct telling telling_of(struct session *session, struct buf *out)
{
    struct telling telling = { .session = session, .out = out, .redactor = redact_new(session) };
    places_init(&telling.places, session->arena);
    return telling;
}

static struct text clean(struct telling *telling, struct text text)
{
    return redact_text(telling->redactor, NULL, text);
}

static const char *truth_word(enum truth truth)
{
    static const char *const words[] = { [TRUTH_FALSE] = "false", [TRUTH_UNKNOWN] = "unknown",
                                         [TRUTH_TRUE] = "true" };
    return words[truth];
}

/* "(case.sight:12)" */
static void print_place(struct telling *telling, struct span span)
{
    struct source *source = session_source(telling->session, span);
    if (!source || source->path == QUESTION)
        return;
    buf_str(telling->out, "  (");
    buf_text(telling->out, clean(telling, text_of(source->path)));
    buf_printf(telling->out, ":%u)", (unsigned)places_find(&telling->places, source, span.start).line);
}

static json_t *place_json(struct telling *telling, json_t *object, struct span span)
{
    struct source *source = session_source(telling->session, span);
    if (!source)
        return object;
    json_object_set_new(object, "path",
                        json_of_text(telling->session, clean(telling, text_of(source->path))));
    json_object_set_new(object, "line",
                        json_integer((json_int_t)places_find(&telling->places, source, span.start).line));
    return object;
}

/* Proofs */

static const char *verdict(const struct proof *proof)
{
    static const char *const conclusions[] = { [TRUTH_FALSE] = ": does not hold", [TRUTH_UNKNOWN] =
                                               ": possible, not certain", [TRUTH_TRUE] = ": holds" };
    static const char *const conditions[] = { [TRUTH_FALSE] = ": no", [TRUTH_UNKNOWN] = ": unknown",
                                              [TRUTH_TRUE] = ": yes" };
    if (proof->kind == PROOF_CONCLUSION)
        return conclusions[proof->truth];
    if (proof->kind == PROOF_CONDITION)
        return conditions[proof->truth];
    return proof->kind == PROOF_THING && proof->truth == TRUTH_UNKNOWN ? " (doubtful)" : "";
}

static void print_proof(struct telling *telling, const struct proof *proof, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buf_str(telling->out, "  ");
    if (proof->kind == PROOF_MISSING)
        buf_str(telling->out, "missing: ");
    buf_text(telling->out, clean(telling, proof->text));
    buf_str(telling->out, verdict(proof));
    if (proof->has_place)
        print_place(telling, proof->span);
    buf_byte(telling->out, '\n');
    for (uint32_t i = 0; i < proof->grounds.count; i++)
        print_proof(telling, proof->grounds.items[i], depth + 1);
}

static json_t *proof_json(struct telling *telling, const struct proof *proof)
{
    json_t *object = json_pack("{s:s, s:s}", "step", proof_kind_word(proof->kind), "truth",
                               truth_word(proof->truth));
    json_object_set_new(object, "text", json_of_text(telling->session, clean(telling, proof->text)));
    if (proof->has_place)
        place_json(telling, object, proof->span);
    json_t *grounds = json_array();
    for (uint32_t i = 0; i < proof->grounds.count; i++)
        json_array_append_new(grounds, proof_json(telling, proof->grounds.items[i]));
    json_object_set_new(object, "grounds", grounds);
    return object;
}

/* The question */

/* `not X` and `no X` ask the same as X: the proof says whether it holds. */
static struct text bare_question(const char *words)
{
    struct text text = text_of(words);
    while (text.length && strchr(" \t\n", text.bytes[0])) {
        text.bytes++;
        text.length--;
    }
    if (text_starts(text, TEXT("not ")) && !text_starts(text, TEXT("not (")))
        return (struct text){ text.bytes + 4, text.length - 4 };
    return text;
}

static struct ast_node *read_question(struct session *session, const char *words)
{
    struct source source;
    source_of_text(session->arena, QUESTION, bare_question(words), &source);
    return ast_read_question(session, session_add_source(session, &source));
}

static bool is_answerable(const struct ast_node *question)
{
    if (question->kind == AST_EXPECT_CONCLUSION)
        return ((const struct ast_expect_conclusion *)question)->of != NULL;
    if (question->kind == AST_EXPECT_CHECK)
        return ((const struct ast_expect_check *)question)->which != NULL;
    return question->kind == AST_EXPECT;
}

static struct proof *answer(struct compile *compile, const char *words)
{
    struct session *session = compile->session;
    size_t before = session->error_count;
    struct ast_node *question = read_question(session, words);
    if (!question || question->broken || session->error_count > before)
        return NULL;
    uint32_t variables = types_check_question(compile->model, question);
    if (session->error_count > before || !is_answerable(question))
        return NULL;
    return proof_find(compile->interp, question, variables);
}

/* Only what is wrong is told; what checks have to say is not what was asked. */
static void keep_errors(struct session *session)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < session->diags.count; i++) {
        if (session->diags.items[i]->severity == SEVERITY_ERROR)
            session->diags.items[kept++] = session->diags.items[i];
    }
    session->diags.count = kept;
    diag_finish(session);
}

static enum exit_code why_file(const struct arguments *arguments, const char *words, const char *path)
{
    struct arguments printing = *arguments;
    struct arena *arena = command_arena();
    struct compile compile = command_compile(arena, arguments, path, STAGE_EVAL);
    struct session *session = compile.session;
    struct proof *proof = compile.interp && !compile.interp->failed ? answer(&compile, words) : NULL;
    enum exit_code code = proof ? EXIT_CLEAN : EXIT_FINDINGS;
    struct buf out;
    buf_init(&out, arena);
    keep_errors(session);
    if (proof) {
        struct telling telling = telling_of(session, &out);
        if (strcmp(arguments->format, "json") == 0)
            json_print_line(&out, session, proof_json(&telling, proof));
        else
            print_proof(&telling, proof, 0);
        code = command_put(buf_get(&out));
    } else {
        printing.format = "human";
        code = command_worse(code, command_exit_code(&compile));
        if (!command_print_diagnostics(&compile, &printing))
            code = EXIT_FILES;
    }
    arena_free(arena);
    return code;
}

enum exit_code run_why(const struct arguments *arguments)
{
    const char *format = arguments->format;
    bool says_not = arguments->count && strcmp(arguments->files[0], "not") == 0;
    if (*format && strcmp(format, "human") != 0 && strcmp(format, "json") != 0) {
        command_complain("`--format %s` is not known; `why` prints human or json", format);
        return EXIT_USAGE;
    }
    if (arguments->count - says_not != 2) {
        command_complain("`why` takes a fact in quotation marks and one file: sightline why 'indication on "
                         "k1' case.sight");
        return EXIT_USAGE;
    }
    return why_file(arguments, arguments->files[says_not], arguments->files[1 + says_not]);
}

/* Conclusions */

static void add_values_json(struct telling *telling, json_t *object, const struct instance *instance)
{
    json_t *fields = json_object();
    bool is_hidden = !telling->session->options.show_values;
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        struct value value = instance->slots[field->slot];
        struct buf shown;
        buf_init(&shown, telling->session->arena);
        bool tells = value.tag == VALUE_INSTANCE || value.tag == VALUE_CATEGORY;
        if (is_hidden && (secrecy_conceals(field) || (instance->of->secret && !tells)))
            buf_str(&shown, "\xE2\x80\xA6");
        else if (value.tag == VALUE_INSTANCE)
            buf_text(&shown, instance_phrase(telling->session, value.as.instance));
        else if (value.tag == VALUE_CATEGORY)
            category_print_path(&shown, value.as.category);
        else if (value.tag != VALUE_NONE)
            show_value(&shown, words_english(), value, field->type);
        json_object_set_new(fields, field->name->text,
                            value.tag == VALUE_NONE
                                ? json_null()
                                : json_of_text(telling->session, clean(telling, buf_get(&shown))));
    }
    json_object_set_new(object, "fields", fields);
}

static void print_conclusion(struct telling *telling, struct interp *interp,
                             const struct conclusion *conclusion, bool json)
{
    const struct instance *instance = &conclusion->instance;
    const struct derivation *by = conclusion_derivation(conclusion);
    const struct instance *of = interp->cases.count > 1 ? instance->belongs : NULL;
    struct text phrase = clean(telling, instance_phrase(telling->session, instance));
    struct text reason = clean(telling, conclusion_reason(interp, conclusion));
    if (json) {
        json_t *object = json_pack("{s:i, s:s, s:s, s:s}", "schema_version", 1, "type", "conclusion", "kind",
                                   instance->of->declaration.name->text, "truth",
                                   instance->is_doubtful ? "possible" : "certain");
        json_object_set_new(object, "text", json_of_text(telling->session, phrase));
        json_object_set_new(object, "case", of ? json_string(of->declaration.name->text) : json_null());
        json_object_set_new(object, "rule", json_string(by->rule->declaration.name->text));
        json_object_set_new(object, "because", json_of_text(telling->session, reason));
        add_values_json(telling, object, instance);
        json_print_line(telling->out, telling->session,
                        place_json(telling, object, by->rule->declaration.span));
        return;
    }
    buf_str(telling->out, instance->is_doubtful ? "possible: " : "certain:  ");
    buf_text(telling->out, phrase);
    if (of)
        buf_printf(telling->out, " (case %s)", of->declaration.name->text);
    if (reason.length) {
        buf_str(telling->out, ", because ");
        buf_text(telling->out, reason);
    }
    buf_byte(telling->out, '\n');
}

void conclusions_print(struct buf *out, const struct compile *compile, bool json)
{
    struct telling telling = telling_of(compile->session, out);
    if (!compile->interp || compile->interp->failed)
        return;
    const struct conclusions *conclusions = compile->interp->conclusions;
    VEC(struct conclusion *) sorted = { 0 };
    for (uint32_t i = 0; i < conclusions->all.count; i++)
        VEC_PUSH(compile->session->arena, &sorted, conclusions->all.items[i]);
    conclusions_sort(sorted.items, sorted.count);
    for (uint32_t i = 0; i < sorted.count; i++)
        print_conclusion(&telling, compile->interp, sorted.items[i], json);
    if (!json && !sorted.count)
        buf_str(out, "the rules conclude nothing\n");
}
