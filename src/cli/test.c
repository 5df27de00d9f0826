/* `sightline test`: runs the `test` blocks of each file and says which expectations are not met. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/output.h"
#include "diag/diag.h"
#include "diag/json_line.h"
#include "diag/place.h"
#include "diag/redact.h"
#include "diag/render.h"
#include "rules/trial.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One file's tests, run. */
struct testing {
    struct compile compile;
    const char *path;
    struct places places;
    VEC(struct trial) trials;
    uint32_t passed;
    uint32_t failed;
    struct coverage *coverage; /* NULL: not asked for */
    struct redactor *redactor; /* for what no diagnostic says */
};

static struct session *session_of(const struct testing *testing)
{
    return testing->compile.session;
}

/* Running */

static struct text clean(struct testing *testing, struct text text)
{
    return redact_text(testing->redactor, NULL, text);
}

static struct text title_of(struct testing *testing, const struct trial *trial)
{
    return clean(testing, AST_AS(string, trial->test->ast->title)->text);
}

static void report_outcome(struct testing *testing, const struct trial *trial,
                           const struct outcome *outcome)
{
    struct session *session = session_of(testing);
    struct diag *diag = diag_report(session, E0516, outcome->expectation->span, outcome->found);
    for (uint32_t i = 0; i < outcome->near.count; i++)
        diag_note(session, diag, "found: %t", outcome->near.items[i]);
    diag_label(session, diag, trial->test->ast->title->span, "in this test");
}

static void run_trial(struct testing *testing, const struct test_scope *test)
{
    struct trial trial = trial_run(testing->compile.model, test, testing->coverage);
    VEC_PUSH(session_of(testing)->arena, &testing->trials, trial);
    testing->passed += trial.is_passed;
    testing->failed += !trial.is_passed;
    for (uint32_t i = 0; i < trial.outcomes.count; i++) {
        if (!trial.outcomes.items[i].is_met)
            report_outcome(testing, &trial, &trial.outcomes.items[i]);
    }
}

static void run_trials(struct testing *testing)
{
    struct model *model = testing->compile.model;
    for (uint32_t i = 0; i < model->tests.count; i++) {
        if (model->tests.items[i]->module == model->main)
            run_trial(testing, model->tests.items[i]);
    }
    if (!testing->trials.count && model->main)
        diag_report(session_of(testing), N0517, model->main->ast->file->base.span);
    diag_finish(session_of(testing));
}

/* Coverage: of what the file declares itself or, where it holds only tests, of what it uses. */

static bool declares_something(const struct model *model, const struct module *module)
{
    bool found = false;
    for (uint32_t i = 0; i < model->checks.count; i++)
        found = found || model->checks.items[i]->declaration.module == module;
    for (uint32_t i = 0; i < model->rules.count; i++)
        found = found || model->rules.items[i]->declaration.module == module;
    for (uint32_t i = 0; i < model->tables.count; i++)
        found = found || model->tables.items[i]->declaration.module == module;
    return found;
}

static bool is_asked(const struct model *model, const struct module *module)
{
    if (module == model->main || declares_something(model, model->main))
        return module == model->main;
    bool names_core = text_equal(name_text(model->main->name), TEXT("core_tests"));
    bool is_core = text_equal(name_text(module->name), TEXT("core"));
    for (uint32_t i = 0; i < model->main->uses.count; i++) {
        if (model->main->uses.items[i] == module && is_core == names_core)
            return true;
    }
    return false;
}

/* For people */

static void print_tally(struct buf *out, const char *between, struct tally tally, const char *what)
{
    if (tally.all)
        buf_printf(out, "%s%u of %u %s", out->length && !*between ? "" : between, tally.decided, tally.all,
                   what);
}

static void print_coverage(struct buf *out, struct testing *testing)
{
    struct coverage_report report =
        coverage_report(testing->compile.model, testing->coverage, is_asked);
    struct buf tallies;
    buf_init(&tallies, session_of(testing)->arena);
    print_tally(&tallies, tallies.length ? ", " : "", report.checks, "checks");
    print_tally(&tallies, tallies.length ? ", " : "", report.rules, "rules");
    print_tally(&tallies, tallies.length ? ", " : "", report.rows, "rows of tables");
    print_tally(&tallies, tallies.length ? ", " : "", report.conditions, "conditions");
    buf_printf(out, "decided both ways: %s\n", tallies.length ? buf_string(&tallies) : "nothing to decide");
    for (uint32_t i = 0; i < report.gaps.count; i++) {
        const struct gap *gap = &report.gaps.items[i];
        struct text name = clean(testing, gap->name);
        struct source *source = session_source(session_of(testing), gap->span);
        struct position at = places_find(&testing->places, source, gap->span.start);
        buf_printf(out, "  %s:%u: the %s `%.*s` %.*s\n", source->path, (unsigned)at.line, gap->what,
                   (int)name.length, name.bytes, (int)gap->lacks.length, gap->lacks.bytes);
    }
}

static void print_human(struct buf *out, struct testing *testing)
{
    render_text(out, session_of(testing));
    buf_printf(out, "%s: %u passed, %u failed\n", testing->path, testing->passed, testing->failed);
    if (testing->coverage)
        print_coverage(out, testing);
}

/* For programs */

static json_t *place_json(struct testing *testing, json_t *object, struct span span)
{
    struct source *source = session_source(session_of(testing), span);
    struct position at = places_find(&testing->places, source, span.start);
    json_object_set_new(object, "path", json_of_text(session_of(testing), text_of(source->path)));
    json_object_set_new(object, "line", json_integer((json_int_t)at.line));
    return object;
}

static void print_gap_json(struct buf *out, struct testing *testing, const struct gap *gap)
{
    struct session *session = session_of(testing);
    json_t *object = json_pack("{s:s, s:s}", "type", "uncovered", "what", gap->what);
    json_object_set_new(object, "name", json_of_text(session, clean(testing, gap->name)));
    json_object_set_new(object, "lacks", json_of_text(session, gap->lacks));
    json_print_line(out, session, place_json(testing, object, gap->span));
}

static void print_coverage_json(struct buf *out, struct testing *testing)
{
    struct coverage_report report =
        coverage_report(testing->compile.model, testing->coverage, is_asked);
    for (uint32_t i = 0; i < report.gaps.count; i++)
        print_gap_json(out, testing, &report.gaps.items[i]);
    json_print_line(out, session_of(testing),
                    json_pack("{s:s, s:[i,i], s:[i,i], s:[i,i], s:[i,i]}", "type", "coverage",
                              "checks", (int)report.checks.decided, (int)report.checks.all,
                              "rules", (int)report.rules.decided, (int)report.rules.all,
                              "rows", (int)report.rows.decided, (int)report.rows.all,
                              "conditions", (int)report.conditions.decided, (int)report.conditions.all));
}

static void print_json(struct buf *out, struct testing *testing)
{
    struct session *session = session_of(testing);
    render_json(out, session);
    for (uint32_t i = 0; i < testing->trials.count; i++) {
        const struct trial *trial = &testing->trials.items[i];
        json_t *object = json_pack("{s:s, s:b}", "type", "test", "passed", trial->is_passed);
        json_object_set_new(object, "title", json_of_text(session, title_of(testing, trial)));
        json_print_line(out, session, place_json(testing, object, trial->test->ast->title->span));
    }
    json_print_line(out, session, json_pack("{s:s, s:i, s:i}", "type", "tests", "passed",
                                            (int)testing->passed, "failed", (int)testing->failed));
    if (testing->coverage)
        print_coverage_json(out, testing);
}

static void print_xml(struct buf *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        const char *entity = byte == '<' ? "&lt;" : byte == '>' ? "&gt;" : byte == '&' ? "&amp;"
                           : byte == '"' ? "&quot;" : byte < 0x20 && byte != '\n' ? "?" : NULL;
        if (entity)
            buf_str(out, entity);
        else
            buf_byte(out, (char)byte);
    }
}

/* "line 12: this does not hold", and what was found instead. */
static void print_failure_junit(struct buf *out, struct testing *testing, const struct outcome *outcome)
{
    struct source *source = session_source(session_of(testing), outcome->expectation->span);
    struct position at = places_find(&testing->places, source, outcome->expectation->span.start);
    buf_printf(out, "    <failure message=\"line %u: ", (unsigned)at.line);
    print_xml(out, clean(testing, outcome->found));
    buf_str(out, outcome->near.count ? "\">" : "\"/>\n");
    for (uint32_t i = 0; i < outcome->near.count; i++) {
        buf_str(out, i ? "\nfound: " : "found: ");
        print_xml(out, clean(testing, outcome->near.items[i]));
    }
    if (outcome->near.count)
        buf_str(out, "</failure>\n");
}

static void print_case_junit(struct buf *out, struct testing *testing, const struct trial *trial)
{
    buf_str(out, "  <testcase name=\"");
    print_xml(out, title_of(testing, trial));
    buf_str(out, "\" classname=\"");
    print_xml(out, text_of(testing->path));
    buf_str(out, trial->is_passed ? "\"/>\n" : "\">\n");
    if (trial->is_passed)
        return;
    for (uint32_t i = 0; i < trial->outcomes.count; i++) {
        if (!trial->outcomes.items[i].is_met)
            print_failure_junit(out, testing, &trial->outcomes.items[i]);
    }
    if (trial->is_broken)
        buf_str(out, "    <error message=\"the test could not be run to its end\"/>\n");
    buf_str(out, "  </testcase>\n");
}

static void print_junit(struct buf *out, struct testing *testing)
{
    bool is_unread = session_of(testing)->error_count && !testing->trials.count;
    buf_str(out, "<testsuite name=\"");
    print_xml(out, text_of(testing->path));
    buf_printf(out, "\" tests=\"%u\" failures=\"%u\" errors=\"%d\">\n",
               testing->passed + testing->failed, testing->failed, is_unread);
    if (is_unread)
        buf_str(out, "  <testcase name=\"the file\"><error message=\"the file has errors; run "
                     "`sightline check`\"/></testcase>\n");
    for (uint32_t i = 0; i < testing->trials.count; i++)
        print_case_junit(out, testing, &testing->trials.items[i]);
    buf_str(out, "</testsuite>\n");
}

/* The command */

struct test_format {
    const char *name;
    void (*print)(struct buf *out, struct testing *testing);
    int descriptor;
    const char *before;
    const char *after;
};

static const struct test_format formats[] = {
    { "human", print_human, STDERR_FILENO, "", "" },
    { "json", print_json, STDOUT_FILENO, "", "" },
    { "junit", print_junit, STDOUT_FILENO, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n",
      "</testsuites>\n" },
};

static const struct test_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, *name ? name : "human") == 0)
            return &formats[i];
    }
    command_complain("`--format %s` is not known; `test` prints human, json or junit", name);
    return NULL;
}

static enum exit_code test_file(const struct arguments *arguments, const char *path,
                                const struct test_format *format)
{
    struct arena *arena = command_arena();
    struct testing testing = { .compile = command_compile(arena, arguments, path, STAGE_FACTS),
                               .path = path };
    struct buf out;
    buf_init(&out, arena);
    places_init(&testing.places, arena);
    bool is_sound = !testing.compile.session->error_count && testing.compile.is_readable;
    if (arguments->coverage && is_sound)
        testing.coverage = coverage_new(arena);
    if (is_sound)
        run_trials(&testing);
    else
        testing.coverage = NULL; /* nothing was tried */
    testing.redactor = redact_new(testing.compile.session);
    format->print(&out, &testing);
    enum exit_code code = command_exit_code(&testing.compile);
    if (!output_write_stream(format->descriptor, buf_get(&out)))
        code = command_worse(code, EXIT_FILES);
    arena_free(arena);
    return code;
}

enum exit_code run_test(const struct arguments *arguments)
{
    enum exit_code code = EXIT_CLEAN;
    const struct test_format *format = find_format(arguments->format);
    if (!format)
        return EXIT_USAGE;
    if (*format->before)
        code = command_put(text_of(format->before));
    for (int i = 0; i < arguments->count; i++)
        code = command_worse(code, test_file(arguments, arguments->files[i], format));
    if (*format->after)
        code = command_worse(code, command_put(text_of(format->after)));
    return code;
}
