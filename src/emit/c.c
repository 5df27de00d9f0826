/* `emit c`: a model's rules and checks as C that another program can link. Comes in: a plan for data that is
 * still to come, or, where there can be none, for what the model records alone. Goes out: a header and a
 * source. */
#include "emit/c.h"

#include "diag/diag.h"
#include "emit/c_parts.h"
#include "rules/interp.h"

/* The plan */

static bool imports_something(const struct model *model)
{
    return model->imports.count > 0;
}

/* Of a model that records something and imports nothing it may be that only that much can be planned. */
static struct plan *make_plan(struct model *model, struct text *why)
{
    const char *trouble = NULL;
    struct store *store = store_new_for_more(interp_new(model, NULL), &trouble);
    struct plan *plan = store ? plan_new_with_words(model, store, why) : NULL;
    if (trouble)
        *why = text_of(trouble);
    if (plan || imports_something(model) || !model->instances.count)
        return plan;
    struct text closed_why = TEXT("");
    store = store_new_with_cases(interp_new(model, NULL), &trouble);
    return store ? plan_new_with_words(model, store, &closed_why) : NULL;
}

/* The source */

static const char aliases[] =
    "#define sl_data $_data\n#define sl_results $_results\n#define sl_room $_room\n#define sl_table $_table\n"
    "#define sl_links $_links\n#define sl_join $_join\n#define sl_texts $_texts\n#define sl_concluded "
    "$_concluded\n"
    "#define sl_said $_said\n#define sl_saying $_saying\n\n"
    "#define SL_NONE @_NONE\n#define SL_NONE_32 @_NONE_32\n#define SL_FALSE @_FALSE\n#define SL_UNKNOWN "
    "@_UNKNOWN\n"
    "#define SL_TRUE @_TRUE\n#define SL_OK @_OK\n#define SL_FULL @_FULL\n#define SL_VALUE @_VALUE\n"
    "#define SL_MISSING @_MISSING\n#define SL_ORDER @_ORDER\n#define SL_OVERFLOW @_OVERFLOW\n"
    "#define SL_CONFLICT @_CONFLICT\n#define SL_LIMIT @_LIMIT\n#define SL_NO_CASE @_NO_CASE\n"
    "#define SL_CONCLUSIONS_MOST @_CONCLUSIONS_MOST\n"
    "#define SL_RAISED 2 /* certain as soon as the rule at work is done */\n\n";

static void write_beginning(struct c_program *program, struct buf *out)
{
    const struct plan *plan = program->plan;
    buf_text(out, c_say(program,
                        "/* The rules of %t, written by sightline: see %t.h. */\n#include \"%t.h\"\n\n"
                        "#include <string.h>\n\n",
                        program->name, program->name, program->name));
    c_put(program, out, TEXT(aliases));
    buf_text(
        out,
        c_say(program,
              "#define SL_RULES %d\n#define SL_LISTS %d\n\nstatic const uint32_t sl_rule_count = SL_RULES;\n"
              "static const uint32_t sl_derived_count = %d;\n"
              "static const uint32_t sl_stratum_count = %d;\n\n",
              (int)plan->rules.count, (int)program->list_count, (int)plan->derived.count,
              (int)program->model->strata));
}

static struct text asks_itself(struct c_program *program)
{
    const struct plan *plan = program->plan;
    struct buf out;
    buf_init(&out, program->arena);
    buf_str(&out, "/* Whether a rule asks for conclusions of its own stratum. */\n"
                  "static const uint8_t sl_asks_itself[] = { ");
    for (uint32_t i = 0; i < plan->rules.count; i++)
        buf_str(&out, plan->rules.items[i]->asks_any ? "1, " : "0, ");
    buf_str(&out, "0 };\n\n");
    return buf_get(&out);
}

typedef void writer(struct c_program *program, struct buf *out);

static struct text written(struct c_program *program, writer *write)
{
    struct buf out;
    buf_init(&out, program->arena);
    write(program, &out);
    return buf_get(&out);
}

static void write_source(struct c_program *program, struct buf *out)
{
    struct c_source *source = c_source_new(program);
    struct text rules = written(program, c_write_rules);
    c_source_add(source, "", written(program, write_beginning)); /* knows by now what rules need */
    c_source_add(source, "sl_asks_itself", asks_itself(program));
    c_source_add(source, "sl_category_titles", written(program, c_write_titles));
    c_source_add(source, "sl_table_of", written(program, c_write_table_of));
    c_source_add_file(source, "values");
    c_source_add_file(source, "rows");
    c_source_add_file(source, "conclusions");
    c_source_add_file(source, "data");
    c_source_add_file(source, "words");
    c_source_add(source, "", rules);
    c_source_add(source, "sl_reasons", written(program, c_write_reasons));
    c_source_add(source, "sl_messages sl_message", written(program, c_write_messages));
    c_source_add_file(source, "evaluate");
    c_source_add(source, "", written(program, c_write_facts));
    c_source_add(source, "sl_rule_names", written(program, c_write_rule_names));
    c_source_add(source, "", written(program, c_write_data));
    c_source_add(source, "sl_has_case",
                 program->asks_case ? TEXT("/* Rules ask for the case at hand. */\n"
                                           "static int sl_has_case(const struct sl_data *data)\n{\n"
                                           "    return data->case_count > 0;\n}\n\n")
                                    : TEXT("static int sl_has_case(const struct sl_data *data)\n{\n"
                                           "    (void)data;\n    return 1;\n}\n\n"));
    c_source_add_file(source, "interface");
    c_source_write(source, out);
}

bool c_write(const struct emit_input *input, struct emit_files *files, struct text *why)
{
    struct model *model = input->model;
    struct plan *plan = model->session->secret_values.count ? NULL : make_plan(model, why);
    if (model->session->secret_values.count)
        *why = TEXT("it records confidential values, which would stand in the program for all to read");
    if (!plan)
        return false;
    struct c_program program = { .session = model->session,
                                 .arena = model->session->arena,
                                 .model = model,
                                 .plan = plan,
                                 .store = plan->store,
                                 .truth = TEXT("SL_TRUE"),
                                 .reads = input->with_main };
    static const char *const taken[] = { "data",      "results",   "room",   "table",   "links", "texts",
                                         "concluded", "said",      "saying", "finding", "error", "findings",
                                         "size",      "open",      "text",   "day",     "ready", "evaluate",
                                         "sort",      "rule_name", NULL };
    struct c_space space = { .taken = { NULL, 0, 0 } };
    c_reserve_words(&program, &space);
    static const char *const ours[] = { "sl", NULL };
    c_reserve(&program, &space, ours);
    program.name = c_name(&program, &space, name_text(model->main->name));
    program.upper = c_upper(&program, program.name);
    c_reserve(&program, &program.space, taken);
    c_reserve_words(&program, &program.space);
    buf_init(&program.functions, program.arena);
    struct buf source;
    struct buf header;
    struct buf whole;
    buf_init(&source, program.arena);
    buf_init(&header, program.arena);
    buf_init(&whole, program.arena);
    if (c_use(&program)) {
        if (input->with_main)
            program.reading = c_reading(&program); /* names texts, which the source holds */
        c_write_header(&program, &header);
        write_source(&program, &source);
        if (input->with_main)
            c_write_main(&program, &whole);
    }
    if (program.trouble) {
        *why = text_of(program.trouble);
        return false;
    }
    emit_file(files, c_say(&program, "%t.h", program.name), buf_get(&header));
    emit_file(files, c_say(&program, "%t.c", program.name), buf_get(&source));
    if (input->with_main)
        emit_file(files, c_say(&program, "%t_main.c", program.name), buf_get(&whole));
    return true;
}
