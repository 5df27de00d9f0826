/* The page of a module of the library, in Markdown: its opening comment, then its kinds with their
 * fields, taxonomies as trees, calendars, parameters, tables, measures, rules, checks and reports, each
 * with its documentation comment. docs/frameworks/ is made of these pages. Only the tree is read;
 * nothing is resolved or run. */
#include "cli/explain.h"

#include "diag/diag.h"
#include "names/model.h"

#include <string.h>

struct writer {
    struct buf *out;
    struct session *session;
    const struct ast *ast;
};

/* Texts */

static void print_title(struct writer *writer, const struct ast_node *title)
{
    if (title)
        buf_text(writer->out, AST_AS(string, title)->text);
}

static void print_name(struct writer *writer, const struct ast_name *name)
{
    buf_byte(writer->out, '`');
    buf_str(writer->out, name->name->text);
    buf_byte(writer->out, '`');
}

/* A heading: `name`, and the title where there is one. */
static void begin_entry(struct writer *writer, const struct ast_name *name, const struct ast_node *title)
{
    buf_str(writer->out, "\n### ");
    print_name(writer, name);
    if (title)
        buf_byte(writer->out, ' ');
    print_title(writer, title);
    buf_str(writer->out, "\n\n");
}

static void print_doc(struct writer *writer, const struct ast_node *node)
{
    struct text doc = ast_doc(writer->session, writer->ast, node);
    if (doc.length) {
        buf_text(writer->out, doc);
        buf_byte(writer->out, '\n');
    }
}

/* A piece of source on one line, fit for a cell: white space drawn together, bars marked as text. */
static void print_cell(struct writer *writer, const struct ast_node *node)
{
    struct text text = explain_source(writer->session, node);
    bool blank = false;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (byte == ' ' || byte == '\n') {
            blank = true;
            continue;
        }
        if (blank)
            buf_byte(writer->out, ' ');
        blank = false;
        if (byte == '|')
            buf_byte(writer->out, '\\');
        buf_byte(writer->out, byte);
    }
}

/* Kinds */

static const char *kind_sort(unsigned flags)
{
    return flags & KIND_CASE ? "Case kind" : flags & KIND_DERIVED ? "Derived kind"
         : flags & KIND_OPEN ? "Open kind" : "Kind";
}

static void print_field(struct writer *writer, const struct ast_field *field)
{
    struct buf *out = writer->out;
    buf_str(out, "| ");
    print_name(writer, &field->name);
    buf_str(out, " | `");
    print_cell(writer, field->type);
    buf_str(out, field->is_parent ? " parent" : "");
    if (field->value) {
        buf_str(out, " = ");
        print_cell(writer, field->value);
    }
    buf_str(out, "` | ");
    print_title(writer, field->label);
    buf_str(out, " |\n");
}

static void print_kind(struct writer *writer, const struct ast_node *node)
{
    const struct ast_kind_declaration *kind = AST_AS(kind_declaration, node);
    begin_entry(writer, &kind->name, kind->title);
    buf_str(writer->out, kind_sort(kind->flags));
    if (kind->parent.name) {
        buf_str(writer->out, ", is ");
        print_name(writer, &kind->parent);
    }
    buf_str(writer->out, ".\n");
    print_doc(writer, node);
    if (kind->fields.first)
        buf_str(writer->out, "\n| field | type | label |\n|---|---|---|\n");
    AST_EACH (field, kind->fields) {
        if (field->kind == AST_FIELD)
            print_field(writer, AST_AS(field, field));
    }
}

/* Taxonomies and scales */

/* What a category means, where that is said, on the line of its title. */
static void print_meaning(struct writer *writer, const struct ast_node *node)
{
    struct text doc = ast_doc(writer->session, writer->ast, node);
    buf_str(writer->out, doc.length ? ". " : "");
    for (size_t i = 0; i < doc.length; i++)
        buf_byte(writer->out, doc.bytes[i] == '\n' ? ' ' : doc.bytes[i]);
    buf_byte(writer->out, '\n');
}

static void print_nodes(struct writer *writer, struct ast_list nodes, size_t depth)
{
    AST_EACH (item, nodes) {
        if (item->kind != AST_NODE)
            continue;
        const struct ast_category *node = AST_AS(category, item);
        buf_repeat(writer->out, ' ', depth * 2);
        buf_str(writer->out, "- ");
        print_name(writer, &node->name);
        buf_byte(writer->out, ' ');
        print_title(writer, node->title);
        print_meaning(writer, item);
        print_nodes(writer, node->nodes, depth + 1);
    }
}

static void print_taxonomy(struct writer *writer, const struct ast_node *node)
{
    const struct ast_taxonomy *taxonomy = AST_AS(taxonomy, node);
    begin_entry(writer, &taxonomy->name, taxonomy->title);
    print_doc(writer, node);
    buf_byte(writer->out, '\n');
    print_nodes(writer, taxonomy->nodes, 0);
}

static void print_scale(struct writer *writer, const struct ast_node *node)
{
    const struct ast_scale *scale = AST_AS(scale, node);
    begin_entry(writer, &scale->name, scale->title);
    print_doc(writer, node);
    buf_str(writer->out, "\nThe lowest first:\n\n");
    AST_EACH (item, scale->levels) {
        if (item->kind != AST_LEVEL)
            continue;
        buf_str(writer->out, "- ");
        print_name(writer, &AST_AS(level, item)->name);
        buf_byte(writer->out, ' ');
        print_title(writer, AST_AS(level, item)->title);
        print_meaning(writer, item);
    }
}

/* The years, and a line for each day off. */
static void print_calendar(struct writer *writer, const struct ast_node *node)
{
    const struct ast_calendar *calendar = AST_AS(calendar, node);
    begin_entry(writer, &calendar->name, calendar->title);
    print_doc(writer, node);
    buf_str(writer->out, "From ");
    print_cell(writer, calendar->from);
    buf_str(writer->out, " to ");
    print_cell(writer, calendar->to);
    buf_str(writer->out, ". Days off besides Saturdays and Sundays:\n\n");
    AST_EACH (day, calendar->days) {
        if (day->kind != AST_DAY_OFF)
            continue;
        buf_str(writer->out, "- ");
        print_cell(writer, AST_AS(day_off, day)->date);
        buf_byte(writer->out, ' ');
        print_title(writer, AST_AS(day_off, day)->title);
        buf_byte(writer->out, '\n');
    }
}

/* Parameters, tables, measures, rules, reports: as they are written */

static void print_parameter(struct writer *writer, const struct ast_node *node)
{
    begin_entry(writer, &AST_AS(parameter, node)->name, AST_AS(parameter, node)->title);
    print_doc(writer, node);
    explain_print_source(writer->out, writer->session, node);
}

static void print_table(struct writer *writer, const struct ast_node *node)
{
    begin_entry(writer, &AST_AS(table, node)->name, AST_AS(table, node)->title);
    print_doc(writer, node);
    explain_print_source(writer->out, writer->session, node);
}

static void print_measure(struct writer *writer, const struct ast_node *node)
{
    begin_entry(writer, &AST_AS(measure, node)->name, AST_AS(measure, node)->title);
    print_doc(writer, node);
    explain_print_source(writer->out, writer->session, node);
}

static void print_rule(struct writer *writer, const struct ast_node *node)
{
    begin_entry(writer, &AST_AS(rule, node)->name, AST_AS(rule, node)->title);
    print_doc(writer, node);
    explain_print_source(writer->out, writer->session, node);
}

static void print_report(struct writer *writer, const struct ast_node *node)
{
    const struct ast_report *report = AST_AS(report, node);
    begin_entry(writer, &report->name, report->title);
    buf_str(writer->out, "For ");
    print_name(writer, &report->audience);
    buf_str(writer->out, ".\n");
    print_doc(writer, node);
}

/* Checks */

static void print_severities(struct writer *writer, const struct ast_check *check)
{
    bool is_told[3] = { false };
    const char *between = "Level: ";
    bool is_first = true; /* a further message of the same question only points elsewhere */
    AST_EACH (step, check->steps) {
        if (step->kind == AST_FOR_EACH)
            is_first = true;
        if (step->kind != AST_MESSAGE || !is_first)
            continue;
        unsigned severity = AST_AS(message, step)->severity;
        is_first = false;
        if (is_told[severity])
            continue;
        is_told[severity] = true;
        buf_printf(writer->out, "%s%s", between, severity_word((enum severity)severity));
        between = " or ";
    }
    buf_str(writer->out, ".\n");
}

/* Help and sources are kept apart first: of a check each is told once, though others may share it. */
static void print_check(struct writer *writer, const struct ast_node *node)
{
    const struct ast_check *check = AST_AS(check, node);
    struct buf steps;
    buf_init(&steps, writer->session->arena);
    begin_entry(writer, &check->name, check->title);
    print_severities(writer, check);
    print_doc(writer, node);
    explain_print_steps(&steps, writer->session, check, AST_HELP, "How to mend it");
    explain_print_steps(&steps, writer->session, check, AST_CITE, "Source");
    buf_text(writer->out, buf_get(&steps));
}

/* The page */

static const struct part {
    enum ast_kind kind;
    const char *heading;
    void (*print)(struct writer *writer, const struct ast_node *node);
} parts[] = {
    { AST_KIND, "Kinds", print_kind },
    { AST_TAXONOMY, "Taxonomies", print_taxonomy },
    { AST_SCALE, "Scales", print_scale },
    { AST_CALENDAR, "Calendars", print_calendar },
    { AST_PARAMETER, "Parameters", print_parameter },
    { AST_TABLE, "Tables", print_table },
    { AST_MEASURE, "Measures", print_measure },
    { AST_RULE, "Rules", print_rule },
    { AST_CHECK, "Checks", print_check },
    { AST_REPORT, "Reports", print_report },
};

static void print_part(struct writer *writer, const struct part *part)
{
    bool has_heading = false;
    AST_EACH (item, writer->ast->file->items) {
        if (item->kind != part->kind)
            continue;
        if (!has_heading)
            buf_printf(writer->out, "\n## %s\n", part->heading);
        has_heading = true;
        part->print(writer, item);
    }
}

/* Whether a line says first what it is about: `Licence: ...`. */
static bool is_labelled(struct text line)
{
    const char *colon = memchr(line.bytes, ':', line.length);
    if (!colon || colon - line.bytes > 24 || line.bytes[0] < 'A' || line.bytes[0] > 'Z')
        return false;
    for (const char *at = line.bytes + 1; at < colon; at++) {
        if (*at != ' ' && (*at < 'a' || *at > 'z'))
            return false;
    }
    return true;
}

/* The first line says the name of the module too: `hfacs: the Human Factors ...`. */
static void print_first_line(struct writer *writer, const struct ast_name *name, struct text line)
{
    struct buf start;
    buf_init(&start, writer->session->arena);
    buf_printf(&start, "%s: ", name->name->text);
    if (text_starts(line, buf_get(&start)) && line.length > start.length) {
        line = (struct text){ line.bytes + start.length, line.length - start.length };
        if (line.bytes[0] >= 'a' && line.bytes[0] <= 'z') {
            buf_byte(writer->out, (char)(line.bytes[0] - 'a' + 'A'));
            line = (struct text){ line.bytes + 1, line.length - 1 };
        }
    }
    buf_text(writer->out, line);
    buf_byte(writer->out, '\n');
}

/* The comment before `module`: a line that says what it is about begins a paragraph. */
static void print_head(struct writer *writer, const struct ast_module *module)
{
    bool is_ended = false; /* the line before ended a sentence */
    for (uint32_t i = 0; i < writer->ast->comments.count; i++) {
        const struct ast_comment *comment = &writer->ast->comments.items[i];
        if (comment->span.start > module->base.span.start)
            break;
        struct text line = source_text(writer->ast->source, comment->span);
        size_t skip = line.length > 1 && line.bytes[1] == ' ' ? 2 : 1;
        line = (struct text){ line.bytes + skip, line.length - skip };
        is_ended = is_ended && is_labelled(line);
        if (is_ended)
            buf_byte(writer->out, '\n');
        if (i == 0) {
            print_first_line(writer, &module->name, line);
        } else {
            buf_text(writer->out, line);
            buf_byte(writer->out, '\n');
        }
        is_ended = line.length && line.bytes[line.length - 1] == '.';
    }
}

void module_page_print(struct buf *out, struct session *session, const struct module *module)
{
    struct writer writer = { .out = out, .session = session, .ast = module->ast };
    const struct ast_node *opening = module->ast->file->module;
    buf_str(out, "# ");
    if (opening)
        print_title(&writer, AST_AS(module, opening)->title);
    buf_printf(out, "\n\n`use %s`\n\n", module->name->text);
    if (opening)
        print_head(&writer, AST_AS(module, opening));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        print_part(&writer, &parts[i]);
}
