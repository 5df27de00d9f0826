/* Diagnostics for people at a terminal, in the manner of rustc: what, where, the lines with carets,
 * and remarks. The lines are diag/excerpt.c's work; what must not be shown is diag/redact.c's. */
#include "diag/render.h"

#include "base/buf.h"
#include "diag/cell.h"
#include "diag/diag.h"
#include "diag/excerpt.h"
#include "diag/redact.h"

enum { SEVERITY_COUNT = SEVERITY_NOTE + 1 };

struct render {
    struct buf *out;
    struct session *session;
    struct redactor *redactor;
    struct places places;
    struct excerpt excerpt;
};

static void print_colour(const struct render *render, enum paint paint, struct text text)
{
    paint_text(render->out, render->session->options.colour, paint, text);
}

static enum paint paint_of(enum severity severity)
{
    static const enum paint paints[] = {
        [SEVERITY_ERROR] = PAINT_ERROR,
        [SEVERITY_WARNING] = PAINT_WARNING,
        [SEVERITY_NOTE] = PAINT_NOTE,
    };
    return paints[severity];
}

/* A text of a diagnostic without secrets, fit for a terminal. */
static struct text plain(struct render *render, const struct diag *diag, struct text text)
{
    struct buf buf;
    buf_init(&buf, render->session->arena);
    cell_print_line(&buf, redact_text(render->redactor, diag, text));
    return buf_get(&buf);
}

static void print_header(struct render *render, const struct diag *diag)
{
    struct buf word;
    buf_init(&word, render->session->arena);
    buf_str(&word, severity_word(diag->severity));
    if (diag->code.length) {
        buf_byte(&word, '[');
        cell_print_line(&word, diag->code);
        buf_byte(&word, ']');
    }
    print_colour(render, paint_of(diag->severity), buf_get(&word));
    print_colour(render, PAINT_STRONG, TEXT(": "));
    print_colour(render, PAINT_STRONG, plain(render, diag, diag->message));
    buf_byte(render->out, '\n');
}

/* -- excerpts -- */

/* A mark and the source it is in. */
struct target {
    struct source *source;
    struct mark mark;
};

/* All that one diagnostic points at. */
struct targets {
    struct target items[EXCERPT_MOST_MARKS];
    uint32_t count;
    uint32_t left_out;
};

static void add_target(struct render *render, const struct diag *diag, struct span span,
                       struct text text, bool is_main, struct targets *targets)
{
    struct source *source = session_source(render->session, span);
    if (!source)
        return;
    if (targets->count == EXCERPT_MOST_MARKS) {
        targets->left_out++;
        return;
    }
    uint32_t length = (uint32_t)source->length;
    uint32_t start = span.start < length ? span.start : length;
    uint32_t end = span.end < length ? span.end : length;
    struct mark mark = { start, end > start ? end : start, plain(render, diag, text), is_main };
    targets->items[targets->count++] = (struct target){ source, mark };
}

static void collect_targets(struct render *render, const struct diag *diag, struct targets *targets)
{
    targets->count = 0;
    targets->left_out = 0;
    add_target(render, diag, diag->span, diag->label, true, targets);
    for (uint32_t i = 0; i < diag->labels.count; i++)
        add_target(render, diag, diag->labels.items[i].span, diag->labels.items[i].text, false,
                   targets);
}

static uint32_t count_digits(uint32_t number)
{
    uint32_t digits = 1;
    while (number /= 10)
        digits++;
    return digits;
}

static uint32_t find_gutter(const struct render *render, const struct targets *targets)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < targets->count; i++) {
        const struct target *target = &targets->items[i];
        uint32_t line = excerpt_last_line(&render->excerpt, target->source, &target->mark);
        last = line > last ? line : last;
    }
    return count_digits(last);
}

/* Where the file's first mark stands, or the main one. */
static void print_arrow(struct render *render, struct source *source, uint32_t offset, bool is_main)
{
    struct position position = places_find(&render->places, source, offset);
    buf_repeat(render->out, ' ', render->excerpt.gutter);
    print_colour(render, PAINT_GUTTER, is_main ? TEXT("-->") : TEXT(":::"));
    buf_byte(render->out, ' ');
    cell_print_path(render->out, redact_text(render->redactor, NULL, text_of(source->path)));
    buf_printf(render->out, ":%u:%u\n", position.line, position.column);
    excerpt_print_gutter(&render->excerpt);
    buf_byte(render->out, '\n');
}

static void print_file(struct render *render, struct source *source, const struct targets *targets)
{
    struct mark marks[EXCERPT_MOST_MARKS] = { { .start = 0 } };
    uint32_t count = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < targets->count; i++) {
        if (targets->items[i].source != source)
            continue;
        marks[count++] = targets->items[i].mark;
        if (!marks[0].is_main && marks[count - 1].start < marks[first].start)
            first = count - 1;
    }
    print_arrow(render, source, marks[first].start, marks[0].is_main);
    excerpt_print(&render->excerpt, source, marks, count);
}

/* The next file after `index` that has a mark but not the main one. */
static struct source *next_file(const struct targets *targets, int64_t index,
                                const struct source *main_source)
{
    struct source *next = NULL;
    for (uint32_t i = 0; i < targets->count; i++) {
        struct source *source = targets->items[i].source;
        if (source == main_source || source->index <= index)
            continue;
        if (!next || source->index < next->index)
            next = source;
    }
    return next;
}

static void print_files(struct render *render, const struct diag *diag,
                        const struct targets *targets)
{
    struct source *main_source = session_source(render->session, diag->span);
    if (main_source)
        print_file(render, main_source, targets);
    int64_t index = -1;
    for (struct source *source; (source = next_file(targets, index, main_source)) != NULL;) {
        print_file(render, source, targets);
        index = source->index;
    }
}

/* -- remarks -- */

static void print_remark(struct render *render, enum paint paint, const char *word,
                         struct text text)
{
    buf_repeat(render->out, ' ', render->excerpt.gutter + 1);
    print_colour(render, PAINT_GUTTER, TEXT("="));
    buf_byte(render->out, ' ');
    print_colour(render, paint, text_of(word));
    buf_str(render->out, ": ");
    buf_text(render->out, text);
    buf_byte(render->out, '\n');
}

static void print_remarks(struct render *render, const struct diag *diag)
{
    static const struct { enum paint paint; const char *word; } kinds[] = {
        [REMARK_NOTE] = { PAINT_NOTE, "note" },
        [REMARK_HELP] = { PAINT_HELP, "help" },
        [REMARK_SOURCE] = { PAINT_STRONG, "source" },
    };
    for (uint32_t i = 0; i < diag->labels.count; i++) {
        const struct diag_label *label = &diag->labels.items[i];
        if (!session_source(render->session, label->span) && label->text.length)
            print_remark(render, PAINT_NOTE, "note", plain(render, diag, label->text));
    }
    for (uint32_t i = 0; i < diag->remarks.count; i++) {
        const struct diag_remark *remark = &diag->remarks.items[i];
        print_remark(render, kinds[remark->kind].paint, kinds[remark->kind].word,
                     plain(render, diag, remark->text));
    }
}

/* "1,234" */
static void print_count(struct buf *out, size_t count)
{
    if (count >= 1000) {
        print_count(out, count / 1000);
        buf_printf(out, ",%03u", (unsigned)(count % 1000));
    } else {
        buf_printf(out, "%u", (unsigned)count);
    }
}

static void print_left_out(struct render *render, uint32_t count)
{
    if (!count)
        return;
    struct buf text;
    buf_init(&text, render->session->arena);
    print_count(&text, count);
    buf_str(&text, count == 1 ? " more place" : " more places");
    print_remark(render, PAINT_NOTE, "note", buf_get(&text));
}

static void print_diag(struct render *render, const struct diag *diag)
{
    struct targets targets;
    collect_targets(render, diag, &targets);
    render->excerpt.gutter = find_gutter(render, &targets);
    render->excerpt.paint = paint_of(diag->severity);
    print_header(render, diag);
    print_files(render, diag, &targets);
    print_left_out(render, targets.left_out);
    print_remarks(render, diag);
    buf_byte(render->out, '\n');
}

/* -- the whole -- */

/* How many of each severity there are, and how many of them are to be shown: errors before warnings
 * before notes, so that a limit never hides an error behind notes. */
struct counts {
    size_t all[SEVERITY_COUNT];
    size_t shown[SEVERITY_COUNT];
    size_t left_out;
};

static struct counts count_diags(const struct session *session)
{
    struct counts counts = { .left_out = 0 };
    size_t room = session->options.max_shown ? session->options.max_shown : SIZE_MAX;
    for (uint32_t i = 0; i < session->diags.count; i++)
        counts.all[session->diags.items[i]->severity]++;
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        counts.shown[i] = counts.all[i] < room ? counts.all[i] : room;
        counts.left_out += counts.all[i] - counts.shown[i];
        room -= counts.shown[i];
    }
    return counts;
}

/* "2 errors, 1 warning and 3 notes", without what there is none of. */
static void print_totals(struct buf *out, const struct counts *counts)
{
    int last = SEVERITY_COUNT - 1;
    while (!counts->all[last])
        last--;
    bool is_first = true;
    for (int i = 0; i <= last; i++) {
        if (!counts->all[i])
            continue;
        if (!is_first)
            buf_str(out, i == last ? " and " : ", ");
        is_first = false;
        print_count(out, counts->all[i]);
        buf_printf(out, " %s%s", severity_word((enum severity)i), counts->all[i] == 1 ? "" : "s");
    }
    buf_byte(out, '\n');
}

static void print_end(const struct render *render, const struct counts *counts)
{
    if (counts->left_out) {
        buf_str(render->out, "… and ");
        print_count(render->out, counts->left_out);
        buf_str(render->out, " more; `--all` shows them\n");
    }
    print_totals(render->out, counts);
    if (redact_was_needed(render->redactor))
        buf_str(render->out, "confidential values are masked; --show-values shows them\n");
}

static void render_init(struct render *render, struct buf *out, struct session *session)
{
    *render = (struct render){ .out = out, .session = session };
    render->redactor = redact_new(session);
    places_init(&render->places, session->arena);
    render->excerpt = (struct excerpt){
        .out = out,
        .colour = session->options.colour,
        .arena = session->arena,
        .places = &render->places,
    };
    view_init(&render->excerpt.view, session->arena, render->redactor);
}

void render_text(struct buf *out, struct session *session)
{
    if (!session->diags.count)
        return;
    struct render render;
    render_init(&render, out, session);
    struct counts counts = count_diags(session);
    size_t left[SEVERITY_COUNT];
    for (int i = 0; i < SEVERITY_COUNT; i++)
        left[i] = counts.shown[i];
    for (uint32_t i = 0; i < session->diags.count; i++) {
        const struct diag *diag = session->diags.items[i];
        if (!left[diag->severity])
            continue;
        left[diag->severity]--;
        print_diag(&render, diag);
    }
    print_end(&render, &counts);
}
