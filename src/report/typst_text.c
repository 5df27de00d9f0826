/* Words of a document in Typst. Words of the model appear as words only, whatever they are: what Typst gives
 * a meaning is escaped where it could have it, and every call ends in a semicolon, so that what follows is
 * never taken for arguments. */
#include "report/typst_parts.h"

/* Escaping */

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter_or_digit(char byte)
{
    return is_letter(byte) || is_digit(byte);
}

/* `before` and `after` are 0 at the ends of a text, where nobody knows what comes. Inside words a hyphen or a
 * slash is itself; elsewhere it may begin a list, a comment, an address or a dash. Full stops are part of
 * numbers of lists and of ellipses. Quotation marks are themselves, because the preamble says so. */
static bool has_meaning(char before, char byte, char after)
{
    switch (byte) {
    case '-': return !is_letter(before) || !is_letter(after);
    case '.': return !before || is_digit(before) || before == '.' || after == '.';
    case '/': return !is_letter_or_digit(before) || !is_letter_or_digit(after);
    default: return byte && strchr("\\*_`$#@<[]~=+", byte);
    }
}

/* U+2028 and U+2029 end a line, as a line feed does; here they are blanks like others. */
static bool is_line_end(struct text text, size_t at)
{
    return at + 2 < text.length && (memcmp(text.bytes + at, "\xE2\x80\xA8", 3) == 0 ||
                                    memcmp(text.bytes + at, "\xE2\x80\xA9", 3) == 0);
}

void typst_print_text(struct buf *out, struct text text)
{
    for (size_t at = 0; at < text.length; at++) {
        char byte = text.bytes[at];
        char before = at ? text.bytes[at - 1] : '\0';
        char after = at + 1 < text.length ? text.bytes[at + 1] : '\0';
        if (byte == '\n' || byte == '\t' || is_line_end(text, at)) {
            buf_byte(out, ' ');
            at += byte == '\n' || byte == '\t' ? 0 : 2;
            continue;
        }
        if (has_meaning(before, byte, after))
            buf_byte(out, '\\');
        buf_byte(out, byte);
    }
}

void typst_print_string(struct buf *out, struct text text)
{
    buf_byte(out, '"');
    for (size_t at = 0; at < text.length; at++) {
        char byte = text.bytes[at];
        switch (byte) {
        case '\n': buf_str(out, "\\n"); break;
        case '\t': buf_str(out, "\\t"); break;
        case '\\': buf_str(out, "\\\\"); break;
        case '"': buf_str(out, "\\\""); break;
        default: buf_byte(out, byte);
        }
    }
    buf_byte(out, '"');
}

/* Ids are small letters, digits and hyphens, all of which a label may hold. */
void typst_print_label(struct buf *out, struct text id)
{
    if (!id.length)
        return;
    buf_byte(out, '<');
    buf_text(out, id);
    buf_byte(out, '>');
}

/* Places */

void typst_await(struct typst *typst, struct text id)
{
    if (id.length)
        VEC_PUSH(typst->arena, &typst->waiting, id);
}

void typst_add_places(struct typst *typst)
{
    for (uint32_t i = 0; i < typst->waiting.count; i++) {
        buf_str(typst->out, "#place-of(");
        typst_print_label(typst->out, typst->waiting.items[i]);
        buf_str(typst->out, ");");
    }
    typst->waiting.count = 0;
}

/* Runs */

static void add_within(struct typst *typst, const char *start, const struct run *run, bool has_links)
{
    buf_str(typst->out, start);
    typst_add_runs(typst, &run->children, has_links);
    buf_str(typst->out, "];");
}

static void add_string_call(struct typst *typst, const char *name, struct text string)
{
    buf_printf(typst->out, "#%s(", name);
    typst_print_string(typst->out, string);
    buf_byte(typst->out, ')');
}

static void add_link(struct typst *typst, const struct run *run)
{
    if (run->kind == RUN_URL) {
        add_string_call(typst, "link", run->text);
    } else {
        buf_str(typst->out, "#link(");
        typst_print_label(typst->out, run->text);
        buf_byte(typst->out, ')');
    }
    add_within(typst, "[", run, true);
}

/* Two marks side by side would be read as one number. */
static void add_mark(struct typst *typst, const struct run *mark)
{
    typst_await(typst, mark->text);
    typst_add_places(typst);
    buf_str(typst->out, "#mark(");
    typst_print_label(typst->out, mark->note->id);
    buf_printf(typst->out, ")[%u];", mark->note->number);
    if (mark->next && mark->next->kind == RUN_NOTE)
        buf_str(typst->out, "#super[, ];");
}

static void add_run(struct typst *typst, const struct run *run, bool has_links)
{
    switch (run->kind) {
    case RUN_TEXT: typst_print_text(typst->out, run->text); break;
    case RUN_CODE:
        add_string_call(typst, "raw", run->text);
        buf_byte(typst->out, ';');
        break;
    case RUN_EMPHASIS: add_within(typst, "#emph[", run, has_links); break;
    case RUN_STRONG: add_within(typst, "#strong[", run, has_links); break;
    case RUN_LINK:
    case RUN_URL:
        if (has_links && run->text.length)
            add_link(typst, run);
        else
            typst_add_runs(typst, &run->children, has_links);
        break;
    case RUN_NOTE:
        if (has_links)
            add_mark(typst, run);
        break;
    case RUN_SOFTBREAK: buf_byte(typst->out, ' '); break;
    case RUN_LINEBREAK: buf_str(typst->out, "#linebreak();"); break;
    }
}

void typst_add_runs(struct typst *typst, const struct runs *runs, bool has_links)
{
    for (const struct run *run = runs->first; run; run = run->next)
        add_run(typst, run, has_links);
}
