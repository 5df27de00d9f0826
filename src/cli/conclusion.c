/* Finds a conclusion by the words that the program itself prints for it. */
#include "cli/conclusion.h"

#include "diag/diag.h"
#include "diag/suggest.h"

enum { SHOWN_MOST = 5 };

/* The next word of a text, which is taken off it; empty at the end. */
static struct text next_word(struct text *text)
{
    while (text->length && strchr(" \t\n{},", *text->bytes)) {
        text->bytes++;
        text->length--;
    }
    struct text word = { text->bytes, 0 };
    while (word.length < text->length && !strchr(" \t\n{},", text->bytes[word.length]))
        word.length++;
    text->bytes += word.length;
    text->length -= word.length;
    return word;
}

static bool ends_with_node(struct text path, struct text end)
{
    if (path.length <= end.length || path.bytes[path.length - end.length - 1] != '.')
        return false;
    return memcmp(path.bytes + path.length - end.length, end.bytes, end.length) == 0;
}

/* 0: they say different things; 1: they may say the same; 2: they are the same. */
static int compare_words(struct text a, struct text b)
{
    int likeness = 2;
    for (;;) {
        struct text left = next_word(&a);
        struct text right = next_word(&b);
        if (!left.length || !right.length)
            return left.length == right.length ? likeness : 0;
        if (text_equal(left, right))
            continue;
        if (!ends_with_node(left, right) && !ends_with_node(right, left))
            return 0;
        likeness = 1;
    }
}

static void report_none(struct interp *interp, const char *words)
{
    const struct conclusions *conclusions = interp->conclusions;
    struct diag *diag = diag_report(interp->session, E9010, span_none(), words);
    struct suggest suggest;
    suggest_init(&suggest, text_of(words));
    for (uint32_t i = 0; i < conclusions->all.count; i++)
        suggest_offer(&suggest, instance_phrase(interp->session, &conclusions->all.items[i]->instance));
    if (diag_did_you_mean(interp->session, diag, &suggest))
        return;
    for (uint32_t i = 0; i < conclusions->all.count && i < SHOWN_MOST; i++)
        diag_note(interp->session, diag, "they conclude `%t`",
                  instance_phrase(interp->session, &conclusions->all.items[i]->instance));
    if (!conclusions->all.count)
        diag_note(interp->session, diag, "they conclude nothing here");
    else if (conclusions->all.count > SHOWN_MOST)
        diag_note(interp->session, diag, "and %d more", (int)(conclusions->all.count - SHOWN_MOST));
}

static void report_several(struct interp *interp, const char *words, const struct instance_list *found)
{
    struct diag *diag = diag_report(interp->session, E9011, span_none(), words);
    for (uint32_t i = 0; i < found->count && i < SHOWN_MOST; i++)
        diag_note(interp->session, diag, "it may be `%t`", instance_phrase(interp->session, found->items[i]));
    diag_help(interp->session, diag, "write the category in full");
}

static struct instance_list find_alike(struct interp *interp, struct text words, int likeness)
{
    struct instance_list found = { .items = NULL };
    for (uint32_t i = 0; i < interp->conclusions->all.count; i++) {
        struct instance *instance = &interp->conclusions->all.items[i]->instance;
        if (compare_words(instance_words(interp->session, instance), words) == likeness)
            interp_list_add(interp, &found, instance);
    }
    return found;
}

struct instance_list conclusion_find(struct interp *interp, const char *words)
{
    struct instance_list found = find_alike(interp, text_of(words), 2);
    if (!found.count)
        found = find_alike(interp, text_of(words), 1);
    if (!found.count)
        report_none(interp, words);
    for (uint32_t i = 1; i < found.count; i++) {
        struct text first = instance_words(interp->session, found.items[0]);
        if (text_equal(instance_words(interp->session, found.items[i]), first))
            continue;
        report_several(interp, words, &found);
        found.count = 0;
    }
    return found;
}
