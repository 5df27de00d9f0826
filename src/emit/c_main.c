/* `emit c --main`: a program around the rules, which reads data and writes what `sightline eval` writes. */
#include "emit/c_parts.h"

#include "diag/diag.h"
#include "types/secrecy.h"
#include "types/type.h"

static struct text path_of(struct c_program *program, const struct field *field,
                           const struct category *category)
{
    struct buf out;
    buf_init(&out, program->arena);
    if (field->type->count > 1) {
        category_print_path(&out, category);
        return buf_get(&out);
    }
    if (category->above) {
        buf_text(&out, path_of(program, field, category->above));
        buf_byte(&out, '.');
    }
    buf_text(&out, name_text(category->name));
    return buf_get(&out);
}

/* The words for the categories that a field may have, as a table. */
static void put_paths(struct c_program *program, struct buf *out, const struct field *field)
{
    buf_str(out, "        static const char *const paths[] = {\n");
    for (uint32_t i = 0; i < program->store->category_count; i++) {
        const struct category *category = program->store->categories[i];
        bool is_ours = false;
        for (uint32_t j = 0; j < field->type->count; j++)
            is_ours = is_ours || field->type->parts[j].of == category->of;
        buf_text(out, c_say(program, "            %t,\n",
                            is_ours ? c_literal(program, path_of(program, field, category)) : TEXT("NULL")));
    }
    buf_str(out, "            NULL,\n        };\n");
}

static int digits_of(const struct field *field)
{
    const struct type_part *part = &field->type->parts[0];
    return part->base == BASE_DECIMAL && part->digits != TYPE_EXACT ? (int)part->digits : 0;
}

static bool is_hidden(const struct c_derived *derived, uint32_t i)
{
    enum plan_shape shape = derived->plan->fields[i].shape;
    bool tells = shape == SHAPE_ROW || shape == SHAPE_CATEGORY;
    return secrecy_conceals(derived->plan->fields[i].field) || (derived->plan->kind->secret && !tells);
}

static void put_value(struct c_program *program, struct buf *out, const struct c_derived *derived, uint32_t i)
{
    const struct plan_field *field = &derived->plan->fields[i];
    struct text name = derived->fields[i];
    int digits = digits_of(field->field);
    if (is_hidden(derived, i) && !program->session->options.show_values) {
        const char *none = field->shape == SHAPE_TRUTH ? "UNKNOWN" : "NONE";
        buf_text(out,
                 c_say(program, "        sl_put_hidden(row.%t != %t_%s);\n", name, program->upper, none));
        return;
    }
    switch (field->shape) {
    case SHAPE_TRUTH:
        buf_text(out, c_say(program, "        sl_put_truth(row.%t);\n", name));
        return;
    case SHAPE_NUMBER:
        buf_text(out, c_say(program, "        sl_put_decimal(row.%t, %d);\n", name, digits));
        return;
    case SHAPE_RANGE:
        buf_text(out, c_say(program, "        sl_put_range(row.%t, row.%t_most, %d);\n", name, name, digits));
        return;
    case SHAPE_DAY:
        buf_text(out, c_say(program, "        sl_put_day(row.%t);\n", name));
        return;
    case SHAPE_TEXT:
        buf_text(out, c_say(program, "        sl_put_words(data, row.%t);\n", name));
        return;
    case SHAPE_CATEGORY:
        put_paths(program, out, field->field);
        buf_text(out, c_say(program,
                            "        if (row.%t == %t_NONE)\n            sl_put(\"null\");\n        else\n"
                            "            sl_put_string_of(paths[row.%t], strlen(paths[row.%t]));\n",
                            name, program->upper, name, name));
        return;
    case SHAPE_ROW:
        buf_text(out,
                 c_say(program,
                       "        if (row.%t == %t_NONE)\n            sl_put(\"null\");\n        else\n"
                       "            sl_put_words(data, data->%t.table.id[row.%t]);\n",
                       name, program->upper,
                       program->tables.items[c_table_of_kind(program, field->field->type->parts[0].of)].name,
                       name));
        return;
    }
}

static void put_conclusions(struct c_program *program, struct buf *out, const struct c_derived *derived)
{
    struct text name = derived->name;
    const struct kind *kind = derived->plan->kind;
    buf_text(
        out,
        c_say(
            program,
            "static const char *sl_put_all_%t(const struct %t_data *data, const struct %t_results *results,\n"
            "    uint32_t in_case, struct sl_page *page, const char *between)\n{\n"
            "    uint32_t end = %t_first_%t(results, in_case + 1);\n",
            name, program->name, program->name, program->name, name));
    if (derived->plan->is_across)
        buf_text(out, c_say(program, "    end = %t_count_%t(results);\n", program->name, name));
    buf_text(out, c_say(program,
                        "    for (uint32_t i = %t_first_%t(results, in_case); i < end; i++) {\n"
                        "        struct %t_%t row = %t_get_%t(results, i);\n        sl_put(between);\n"
                        "        between = \",\";\n",
                        program->name, name, program->name, name, program->name, name));
    buf_text(
        out,
        c_say(program,
              "        sl_put(\"{\\\"kind\\\":\\\"%n\\\",\\\"certain\\\":\");\n"
              "        sl_put(row.is_certain ? \"true\" : \"false\");\n"
              "        printf(\",\\\"rule\\\":\\\"%%s\\\",\\\"fields\\\":{\", %t_rule_name(row.rule));\n",
              kind->declaration.name, program->name));
    for (uint32_t i = 0; i < kind->fields.count; i++) {
        buf_text(out, c_say(program, "        sl_put(\"%s\\\"%n\\\":\");\n", i ? "," : "",
                            kind->fields.items[i]->name));
        buf_str(out, "        {\n");
        put_value(program, out, derived, i);
        buf_str(out, "        }\n");
    }
    buf_text(out, c_say(program,
                        "        sl_put(\"},\\\"because\\\":\");\n"
                        "        size_t length = %t_because_%t(data, results, i, page->bytes, page->room);\n"
                        "        if (length >= page->room) {\n            page->room = length + 256;\n"
                        "            page->bytes = (char *)sl_more(page->bytes, page->room);\n"
                        "            %t_because_%t(data, results, i, page->bytes, page->room);\n        }\n",
                        program->name, name, program->name, name));
    buf_str(out, "        if (length)\n            sl_put_string_of(page->bytes, length);\n        else\n"
                 "            sl_put(\"null\");\n        putchar('}');\n    }\n    (void)data;\n    return "
                 "between;\n}\n\n");
}

/* The derived kinds in the order of their declaration. */
static void put_kinds(struct c_program *program, struct buf *out, bool is_across)
{
    for (uint32_t index = 0; index < program->model->kinds.count; index++) {
        for (uint32_t i = 0; i < program->plan->derived.count; i++) {
            const struct c_derived *derived = &program->derived[i];
            if (derived->is_used && derived->plan->kind->index == index &&
                derived->plan->is_across == is_across)
                buf_text(out,
                         c_say(program,
                               "        between = sl_put_all_%t(data, results, in_case, page, between);\n",
                               derived->name));
        }
    }
}

static bool has_across(const struct model *model)
{
    for (uint32_t i = 0; i < model->rules.count; i++) {
        if (model->rules.items[i]->is_across)
            return true;
    }
    return false;
}

/* Cases in their order, and last what belongs to none. */
static void put_cases(struct c_program *program, struct buf *out)
{
    c_put(program, out,
          TEXT("static void sl_put_case(const struct $_data *data, const struct $_results *results, uint32_t "
               "in_case,\n"
               "    int is_last, uint32_t *next, struct sl_page *page, struct sl_page *other)\n{\n"
               "    const char *between = \"\";\n    sl_put(\"{\\\"case\\\":\");\n"));
    if (program->store->cases) {
        struct text cases = program->tables.items[c_table_of(program, program->store->cases)].name;
        buf_text(out, c_say(program,
                            "    sl_put_text(data, is_last ? -1 : data->%t.table.id[in_case]);\n"
                            "    sl_put(\",\\\"title\\\":\");\n"
                            "    sl_put_text(data, is_last ? -1 : data->%t.table.title[in_case]);\n",
                            cases, cases));
    } else {
        buf_str(out, "    sl_put(\"null,\\\"title\\\":null\");\n");
    }
    buf_str(out, "    sl_put(\",\\\"conclusions\\\":[\");\n    if (!is_last || !data->case_count) {\n");
    put_kinds(program, out, false);
    buf_str(out, "    }\n    if (is_last) {\n");
    put_kinds(program, out, true);
    c_put(program, out,
          TEXT("    }\n    (void)between;\n"
               "    sl_put_findings(data, results, is_last && data->case_count ? UINT32_MAX : in_case, next, "
               "page, other);\n}\n\n"
               "static void sl_put_results(const struct $_data *data, const struct $_results *results)\n{\n"
               "    uint32_t next = 0;\n    struct sl_page page = { (char *)sl_more(NULL, 256), 256 };\n"
               "    struct sl_page other = { (char *)sl_more(NULL, 256), 256 };\n"
               "    for (uint32_t in_case = 0; in_case < data->case_count; in_case++)\n"
               "        sl_put_case(data, results, in_case, 0, &next, &page, &other);\n"));
    buf_str(out, has_across(program->model) ? "    sl_put_case(data, results, 0, 1, &next, &page, &other);\n"
                                            : "    if (!data->case_count)\n        sl_put_case(data, "
                                              "results, 0, 1, &next, &page, &other);\n");
    buf_str(out, "    free(page.bytes);\n    free(other.bytes);\n}\n\n");
}

void c_write_main(struct c_program *program, struct buf *out)
{
    struct c_source *source = c_source_new(program);
    struct buf body;
    buf_init(&body, program->arena);
    buf_text(&body, c_say(program,
                          "/* A program around the rules of %t, written by sightline: it writes what "
                          "`sightline eval` writes. */\n",
                          program->name));
    buf_text(&body,
             c_say(program,
                   "#include \"%t.h\"\n\n#include <inttypes.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
                   "#include <string.h>\n\n",
                   program->name));
    c_source_add(source, "", buf_get(&body));
    c_source_add_file(source, "main");
    struct buf cases;
    buf_init(&cases, program->arena);
    for (uint32_t i = 0; i < program->plan->derived.count; i++) {
        if (program->derived[i].is_used)
            put_conclusions(program, &cases, &program->derived[i]);
    }
    put_cases(program, &cases);
    c_source_add(source, "", buf_get(&cases));
    c_source_add_file(source, "read_tables");
    c_source_add_file(source, "read_cells");
    c_source_add_file(source, "read_rows");
    c_source_add(source, "", program->reading);
    c_source_add_file(source, "main_end");
    c_source_write(source, out);
}
