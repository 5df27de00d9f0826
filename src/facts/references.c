/* What `@name` stands for in prose, where it must name something. In relative dates it is looked up by
 * types/expression.c, and what follows from it by facts/chronology.c. */
#include "facts/references.h"

#include "diag/diag.h"

static bool is_start(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

static bool is_part(char byte)
{
    return is_start(byte) || (byte >= '0' && byte <= '9');
}

static void check_one(struct checker *checker, struct span at, struct text word)
{
    const struct name *name = name_get(checker->session->names, word.bytes, word.length);
    if (checker->model->lacks_module || scope_find(&checker->from, name, DECLARES(INSTANCE)))
        return;
    struct diag *diag = diag_report(checker->session, E0409, at, name);
    if (checker->suggestions_left) {
        struct suggest suggest;
        checker->suggestions_left--;
        suggest_init(&suggest, word);
        scope_suggest(checker->model, &checker->from, DECLARES(INSTANCE), &suggest);
        if (diag_did_you_mean(checker->session, diag, &suggest))
            return;
    }
    diag_help(checker->session, diag, "for an at sign that refers to nothing, write `\\@`");
}

void references_check(struct checker *checker, const struct ast_node *prose)
{
    struct text text = source_text(session_source(checker->session, prose->span), prose->span);
    bool in_code = false;
    for (size_t at = 0; at + 1 < text.length; at++) {
        char before = at ? text.bytes[at - 1] : ' ';
        in_code = in_code != (text.bytes[at] == '`');
        if (text.bytes[at] != '@' || in_code || before == '\\' || is_part(before) ||
            !is_start(text.bytes[at + 1]))
            continue;
        size_t end = at + 1;
        while (end < text.length && is_part(text.bytes[end]))
            end++;
        struct span span = { prose->span.file, prose->span.start + (uint32_t)at,
                             prose->span.start + (uint32_t)end };
        check_one(checker, span, (struct text){ text.bytes + at + 1, end - at - 1 });
        at = end - 1;
    }
}
