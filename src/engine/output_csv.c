/* CSV: a row for each conclusion and each finding, after RFC 4180. The columns are those of all derived
 * kinds of the model, so they do not depend on what is found. What a spreadsheet program would take for a
 * formula is kept from it by an apostrophe (CWE-1236). */
#include "engine/output.h"
#include "engine/shown.h"

struct table {
    struct eval_sink sink;
    struct writer *writer;
    struct shower shower;
    struct text id;    /* of the case at hand */
    struct text title;
    struct buf room;   /* holds both */
    VEC(const struct name *) columns; /* the fields of derived kinds */
    const struct eval_slot **slots;   /* by column: that of the conclusion at hand, or NULL */
    const struct kind *kind;          /* the kind that `places` is for */
    uint32_t *places;                 /* by its fields: their columns */
};

static const char *const headings[] = { "case",     "title", "type",  "name", "kind", "certain",
                                        "severity", "at",    "field", "text" };

/* Cells */

/* Whether a spreadsheet program may take it for a formula; `=`, `+`, `-` and `@` also as wide characters. */
static bool is_formula(struct text text)
{
    static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
    if (!text.length)
        return false;
    if (text.bytes[0] == '\0' || strchr("=+-@\t\r\n", text.bytes[0]))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (text_starts(text, text_of(wide[i])))
            return true;
    }
    return false;
}

static bool needs_quotes(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == ',' || text.bytes[i] == '"' || text.bytes[i] == '\n' || text.bytes[i] == '\r')
            return true;
    }
    return text.length && (text.bytes[0] == ' ' || text.bytes[text.length - 1] == ' ');
}

/* A text of the record, or made of such. */
static void write_words(struct writer *writer, struct text text)
{
    bool is_quoted = needs_quotes(text);
    if (is_quoted)
        writer_byte(writer, '"');
    if (is_formula(text))
        writer_byte(writer, '\'');
    for (const char *quote; is_quoted && (quote = memchr(text.bytes, '"', text.length)) != NULL;) {
        size_t length = (size_t)(quote - text.bytes) + 1;
        writer_text(writer, (struct text){ text.bytes, length });
        writer_byte(writer, '"');
        text = (struct text){ quote + 1, text.length - length };
    }
    writer_text(writer, text);
    if (is_quoted)
        writer_byte(writer, '"');
}

static void write_cell(struct table *table, struct text text)
{
    write_words(table->writer, shower_clean(&table->shower, text));
    writer_byte(table->writer, ',');
}

/* A name of the model, of letters, digits and points. */
static void write_name(struct table *table, struct text text)
{
    writer_text(table->writer, text);
    writer_byte(table->writer, ',');
}

static void write_part(struct writer *writer, struct shown_part part)
{
    if (part.sort == SHOWN_WORDS)
        write_words(writer, part.text);
    else
        writer_text(writer, part.text);
}

/* A range as the language writes it: `6..9`, `6..`. */
static void write_value(struct writer *writer, const struct shown *shown)
{
    write_part(writer, shown->parts[0]);
    if (shown->shape == SHOWN_ONE)
        return;
    writer_text(writer, TEXT(".."));
    write_part(writer, shown->parts[1]);
}

/* Columns */

static uint32_t find_column(const struct table *table, const struct name *name)
{
    uint32_t at = 0;
    while (at < table->columns.count && table->columns.items[at] != name)
        at++;
    return at;
}

static void collect_columns(struct table *table, const struct model *model)
{
    struct arena *arena = model->session->arena;
    uint32_t widest = 0;
    for (uint32_t i = 0; i < model->kinds.count; i++) {
        const struct kind *kind = model->kinds.items[i];
        for (uint32_t j = 0; kind->flags & KIND_DERIVED && j < kind->fields.count; j++) {
            const struct name *name = kind->fields.items[j]->name;
            if (find_column(table, name) == table->columns.count)
                VEC_PUSH(arena, &table->columns, name);
        }
        widest = kind->fields.count > widest ? kind->fields.count : widest;
    }
    table->slots = ARENA_ARRAY(arena, const struct eval_slot *, table->columns.count + 1);
    table->places = ARENA_ARRAY(arena, uint32_t, widest + 1);
}

static void write_headings(struct table *table)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        writer_str(table->writer, i ? "," : "");
        writer_str(table->writer, headings[i]);
    }
    for (uint32_t i = 0; i < table->columns.count; i++) {
        writer_text(table->writer, TEXT(",value."));
        writer_text(table->writer, name_text(table->columns.items[i]));
    }
    writer_text(table->writer, TEXT("\r\n"));
}

/* Conclusions of one kind follow each other. */
static void find_places(struct table *table, const struct kind *kind)
{
    if (table->kind == kind)
        return;
    table->kind = kind;
    for (uint32_t i = 0; i < kind->fields.count; i++)
        table->places[i] = find_column(table, kind->fields.items[i]->name);
}

static void write_values(struct table *table, const struct eval_conclusion *conclusion)
{
    find_places(table, conclusion->kind);
    for (uint32_t i = 0; i < conclusion->kind->fields.count; i++)
        table->slots[table->places[i]] = &conclusion->slots[i];
    for (uint32_t i = 0; i < table->columns.count; i++) {
        writer_byte(table->writer, ',');
        if (!table->slots[i])
            continue;
        struct shown shown = shower_show(&table->shower, conclusion->kind, table->slots[i]);
        write_value(table->writer, &shown);
        table->slots[i] = NULL;
    }
}

/* The sink */

static void begin_case(struct eval_sink *sink, struct text id, struct text title)
{
    struct table *table = (struct table *)sink;
    table->room.length = 0;
    buf_text(&table->room, id);
    buf_text(&table->room, title);
    table->id = (struct text){ table->room.bytes, id.length };
    table->title = (struct text){ table->room.bytes + id.length, title.length };
}

static void begin_row(struct table *table, const char *type)
{
    write_cell(table, table->id);
    write_cell(table, table->title);
    writer_str(table->writer, type);
}

static void add_conclusion(struct eval_sink *sink, const struct eval_conclusion *conclusion)
{
    struct table *table = (struct table *)sink;
    const struct declaration *rule = &conclusion->rule->declaration;
    begin_row(table, "conclusion,");
    writer_text(table->writer, name_text(rule->module->name));
    writer_byte(table->writer, '.');
    write_name(table, name_text(rule->name));
    write_name(table, name_text(conclusion->kind->declaration.name));
    write_name(table, conclusion->is_certain ? TEXT("true") : TEXT("false"));
    writer_text(table->writer, TEXT(",,,"));
    write_words(table->writer, shower_clean(&table->shower, conclusion->because));
    write_values(table, conclusion);
    writer_text(table->writer, TEXT("\r\n"));
}

static void add_finding(struct eval_sink *sink, const struct eval_finding *finding)
{
    struct table *table = (struct table *)sink;
    begin_row(table, "finding,");
    write_name(table, finding->check->code);
    write_name(table, TEXT(""));
    write_name(table, finding->is_certain ? TEXT("true") : TEXT("false"));
    write_name(table, text_of(severity_word(finding->severity)));
    write_cell(table, finding->at);
    write_name(table, finding->field);
    write_words(table->writer, shower_clean(&table->shower, finding->message));
    for (uint32_t i = 0; i < table->columns.count; i++)
        writer_byte(table->writer, ',');
    writer_text(table->writer, TEXT("\r\n"));
}

static void end_case(struct eval_sink *sink)
{
    (void)sink;
}

struct eval_sink *csv_begin(struct model *model, struct writer *writer)
{
    struct table *table = ARENA_NEW(model->session->arena, struct table);
    *table = (struct table){ .sink = { begin_case, add_conclusion, add_finding, end_case },
                             .writer = writer };
    buf_init(&table->room, model->session->arena);
    shower_init(&table->shower, model);
    collect_columns(table, model);
    write_headings(table);
    return &table->sink;
}

void csv_end(struct eval_sink *sink)
{
    (void)sink;
}
