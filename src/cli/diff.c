/* `sightline diff OLD NEW`: what changed between two versions of a model, in the terms of the review. */
#include "cli/diff.h"

#include "base/buf.h"
#include "diag/json_line.h"

#include <string.h>

static const char *const sorts[] = {
    [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_RENAMED] = "renamed",
    [CHANGE_CHANGED] = "changed", [CHANGE_EVIDENCE] = "evidence changed",
};

/* What the turns of each list are called: now, and no longer. */
struct turn_words {
    const char *heading;
    const char *name; /* for machines */
    const char *now;
    const char *no_longer;
};

static const struct turn_words conclusion_words = { "Conclusions", "conclusion", "follows now",
                                                    "no longer follows" };
static const struct turn_words finding_words = { "Checks", "finding", "says now", "no longer says" };
static const struct turn_words decision_words = { "Limits, waivers and claims", "decision", "is there now",
                                                  "is gone" };

/* For people */

struct page {
    struct buf *out;
    bool is_markdown;
    bool has_begun;
};

static void heading(struct page *page, struct text title)
{
    buf_str(page->out, page->has_begun ? "\n" : "");
    buf_str(page->out, page->is_markdown ? "## " : "");
    buf_text(page->out, title);
    buf_str(page->out, page->is_markdown ? "\n\n" : "\n");
    page->has_begun = true;
}

/* Text on one line; in Markdown with a backslash before each mark. */
static void put(struct page *page, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        bool is_mark = page->is_markdown && strchr("\\`*_{}[]<>()#+-.!|&~^$\"'", byte) != NULL;
        if (byte == '\n' || byte == '\r' || byte == '\t')
            byte = ' ';
        if (is_mark)
            buf_byte(page->out, '\\');
        buf_byte(page->out, byte);
    }
}

static void put_id(struct page *page, struct text id)
{
    buf_byte(page->out, '`');
    buf_text(page->out, id);
    buf_byte(page->out, '`');
}

static void put_field(struct page *page, const struct field_change *field)
{
    buf_str(page->out, page->is_markdown ? "  - " : "      ");
    put(page, field->label);
    buf_str(page->out, "\n");
    buf_str(page->out, page->is_markdown ? "    - was: " : "        was: ");
    put(page, field->before);
    buf_str(page->out, page->is_markdown ? "\n    - is: " : "\n        is:  ");
    put(page, field->after);
    buf_byte(page->out, '\n');
}

static void put_change(struct page *page, const struct change *change)
{
    buf_printf(page->out, page->is_markdown ? "- %s " : "  %s ", sorts[change->sort]);
    put_id(page, change->id);
    if (change->title.length) {
        buf_byte(page->out, ' ');
        put(page, change->title);
    }
    if (change->sort == CHANGE_RENAMED) {
        buf_str(page->out, ", which was ");
        put_id(page, change->old_id);
    }
    for (uint32_t i = 0; i < change->rests_on.count; i++) {
        buf_str(page->out, i ? "; " : ": it rests on the ");
        put(page, change->rests_on.items[i]);
    }
    buf_byte(page->out, '\n');
    for (uint32_t i = 0; i < change->fields.count; i++)
        put_field(page, &change->fields.items[i]);
}

static void put_turns(struct page *page, const struct turns *turns, const struct turn_words *words)
{
    if (turns->count)
        heading(page, text_of(words->heading));
    for (uint32_t i = 0; i < turns->count; i++) {
        buf_str(page->out, page->is_markdown ? "- " : "  ");
        buf_printf(page->out, "%s: ", turns->items[i].is_new ? words->now : words->no_longer);
        put(page, turns->items[i].words);
        buf_byte(page->out, '\n');
    }
}

void diff_print(struct buf *out, const struct difference *difference, bool is_markdown)
{
    struct page page = { out, is_markdown, false };
    const struct kind *kind = NULL;
    if (is_markdown)
        buf_str(out, "# What changed\n\n");
    for (uint32_t i = 0; i < difference->changes.count; i++) {
        const struct change *change = &difference->changes.items[i];
        if (change->kind && change->kind != kind)
            heading(&page, change->kind->title);
        kind = change->kind;
        put_change(&page, change);
    }
    put_turns(&page, &difference->conclusions, &conclusion_words);
    put_turns(&page, &difference->findings, &finding_words);
    put_turns(&page, &difference->decisions, &decision_words);
    if (difference_is_empty(difference))
        buf_str(out, "Nothing changed that a review would tell of.\n");
}

/* For machines */

static void print_change_json(struct buf *out, struct session *session, const struct change *change)
{
    json_t *object = json_with(json_object(), "type", json_string("change"));
    json_t *fields = json_array();
    json_t *rests_on = json_array();
    object = json_with(object, "change", json_string(sorts[change->sort]));
    object = json_with(object, "kind", json_string(change->kind ? change->kind->declaration.name->text : ""));
    object = json_with(object, "id", json_of_text(session, change->id));
    object = json_with(object, "title", json_of_text(session, change->title));
    if (change->sort == CHANGE_RENAMED)
        object = json_with(object, "was", json_of_text(session, change->old_id));
    for (uint32_t i = 0; i < change->fields.count; i++) {
        const struct field_change *field = &change->fields.items[i];
        json_t *entry = json_with(json_object(), "label", json_of_text(session, field->label));
        entry = json_with(entry, "before", json_of_text(session, field->before));
        fields = json_and(fields, json_with(entry, "after", json_of_text(session, field->after)));
    }
    for (uint32_t i = 0; i < change->rests_on.count; i++)
        rests_on = json_and(rests_on, json_of_text(session, change->rests_on.items[i]));
    object = json_with(object, "fields", fields);
    json_print_line(out, session, json_with(object, "rests_on", rests_on));
}

static void print_turns_json(struct buf *out, struct session *session, const struct turns *turns,
                             const struct turn_words *words)
{
    for (uint32_t i = 0; i < turns->count; i++) {
        json_t *object = json_with(json_object(), "type", json_string(words->name));
        object = json_with(object, "is_new", json_boolean(turns->items[i].is_new));
        object = json_with(object, "words", json_of_text(session, turns->items[i].words));
        json_print_line(out, session, object);
    }
}

static void print_json(struct buf *out, struct session *session, const struct difference *difference)
{
    for (uint32_t i = 0; i < difference->changes.count; i++)
        print_change_json(out, session, &difference->changes.items[i]);
    print_turns_json(out, session, &difference->conclusions, &conclusion_words);
    print_turns_json(out, session, &difference->findings, &finding_words);
    print_turns_json(out, session, &difference->decisions, &decision_words);
}

/* The command */

static const char *const formats[] = { "human", "json", "md" };

static int find_format(const char *name)
{
    for (int i = 0; i < 3; i++) {
        if (strcmp(*name ? name : "human", formats[i]) == 0)
            return i;
    }
    return -1;
}

static enum exit_code compare_files(const struct arguments *arguments, int format)
{
    struct arguments printing = *arguments;
    struct arena *arenas[] = { command_arena(), command_arena(), command_arena() };
    struct compile versions[2];
    enum exit_code code = EXIT_CLEAN;
    printing.format = "human";
    for (int i = 0; i < 2; i++) {
        versions[i] = command_compile(arenas[i], arguments, arguments->files[i], STAGE_FACTS);
        enum exit_code own = command_exit_code(&versions[i]);
        if (own != EXIT_CLEAN && !command_print_diagnostics(&versions[i], &printing))
            own = EXIT_FILES;
        code = command_worse(code, own);
    }
    if (code == EXIT_CLEAN) {
        struct buf out;
        buf_init(&out, arenas[2]);
        struct difference *difference = difference_new(arenas[2], versions[0].model, versions[1].model);
        if (format == 1)
            print_json(&out, versions[1].session, difference);
        else
            diff_print(&out, difference, format == 2);
        code = command_put(buf_get(&out));
    } else {
        command_complain("nothing was compared; mend what is wrong first");
    }
    for (int i = 0; i < 3; i++)
        arena_free(arenas[i]);
    return code;
}

enum exit_code run_diff(const struct arguments *arguments)
{
    int format = find_format(arguments->format);
    if (format < 0) {
        command_complain("`--format %s` is not known; `diff` prints human, json or md", arguments->format);
        return EXIT_USAGE;
    }
    if (arguments->count != 2) {
        command_complain("`diff` takes two versions of a model: sightline diff OLD.sight NEW.sight");
        return EXIT_USAGE;
    }
    return compare_files(arguments, format);
}
