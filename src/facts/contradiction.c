/* What the reader is told where relative dates cannot all hold: every link of the shortest chain or circle,
 * in the words it was written in, with the sources its event names. */
#include "base/buf.h"
#include "diag/diag.h"
#include "facts/chronology_internal.h"
#include "names/calendar.h"

#include <string.h>

enum { LINKS_SHOWN = 12 };

/* The sources of an instance: whatever its field `source` names. */
static void print_sources(struct buf *out, const struct instance *instance)
{
    for (uint32_t i = 0; i < instance->of->fields.count; i++) {
        const struct field *field = instance->of->fields.items[i];
        if (strcmp(field->name->text, "source") != 0 || field->is_confidential)
            continue;
        const struct value *value = &instance->slots[field->slot];
        uint32_t count = value->tag == VALUE_LIST ? value->count : 1;
        const char *before = count > 1 ? " (sources: " : " (source: ";
        for (uint32_t j = 0; j < count; j++) {
            const struct value *one = value->tag == VALUE_LIST ? &value->as.items[j] : value;
            if (one->tag != VALUE_INSTANCE)
                return;
            buf_printf(out, "%s`%s`", before, one->as.instance->declaration.name->text);
            before = ", ";
        }
        if (count)
            buf_byte(out, ')');
    }
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_of_name(char byte)
{
    return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

/* As it was written: on one line, names in back ticks for those behind `@`. */
static void print_written(struct buf *out, struct text text)
{
    for (size_t at = 0; at < text.length; at++) {
        if (text.bytes[at] == '@') {
            buf_byte(out, '`');
            while (at + 1 < text.length && is_of_name(text.bytes[at + 1]))
                buf_byte(out, text.bytes[++at]);
            buf_byte(out, '`');
        } else if (!is_white(text.bytes[at])) {
            buf_byte(out, text.bytes[at]);
        } else if (at && !is_white(text.bytes[at - 1])) {
            buf_byte(out, ' ');
        }
    }
}

static struct text written_text(struct session *session, struct span span)
{
    struct source *source = session_source(session, span);
    return source ? source_text(source, span) : (struct text){ 0 };
}

static struct text link_text(struct session *session, const struct tie *tie)
{
    struct buf out;
    buf_init(&out, session->arena);
    buf_printf(&out, "`%s` is ", tie->subject->declaration.name->text);
    if (tie->relative->relation == RELATION_SAME)
        buf_str(&out, "on the day of ");
    print_written(&out, written_text(session, tie->relative->base.span));
    print_sources(&out, tie->subject);
    return buf_get(&out);
}

static void label_date(struct session *session, struct diag *diag, const struct moment *moment)
{
    struct buf out;
    struct span span = moment->instance->declaration.span;
    const struct ast_assign *assign = chronology_find_assign(moment->instance, moment->field->name);
    buf_init(&out, session->arena);
    buf_printf(&out, "`%s` is written as ", moment->instance->declaration.name->text);
    if (assign) {
        span = assign->values.first->span;
        print_written(&out, written_text(session, span));
    } else {
        const struct value *value = &moment->instance->slots[moment->field->slot];
        if (value->tag == VALUE_DATE)
            date_print_source(&out, *value->as.date);
        else
            period_print_source(&out, *value->as.period);
    }
    print_sources(&out, moment->instance);
    diag_label(session, diag, span, "%t", buf_get(&out));
}

static bool is_before(struct span a, struct span b)
{
    return a.file < b.file || (a.file == b.file && a.start < b.start);
}

/* The limit whose words come first in the text. */
static uint32_t find_first(const struct chronology *chronology, const struct network_conflict *conflict)
{
    uint32_t first = conflict->limits[0];
    for (uint32_t i = 1; i < conflict->count; i++) {
        if (is_before(chronology->ties.items[conflict->limits[i]].relative->base.span,
                      chronology->ties.items[first].relative->base.span))
            first = conflict->limits[i];
    }
    return first;
}

static void label_links(struct chronology *chronology, struct diag *diag,
                        const struct network_conflict *conflict)
{
    struct session *session = chronology->session;
    const struct ast_relative *before = NULL;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < conflict->count && shown < LINKS_SHOWN; i++) {
        const struct tie *tie = &chronology->ties.items[conflict->limits[i]];
        if (tie->relative == before)
            continue;
        before = tie->relative;
        shown++;
        if (span_equal(tie->relative->base.span, diag->span))
            diag_say(session, diag, "%t", link_text(session, tie));
        else
            diag_label(session, diag, tie->relative->base.span, "%t", link_text(session, tie));
    }
    if (shown == LINKS_SHOWN && conflict->count > LINKS_SHOWN)
        diag_note(session, diag, "the whole chain has %z links; the first %d are shown",
                  (size_t)conflict->count, (int)LINKS_SHOWN);
}

/* A period has two moments, and is written once. */
static bool is_same_date(const struct chronology *chronology, uint32_t a, uint32_t b)
{
    return chronology->moments.items[a].instance == chronology->moments.items[b].instance &&
           chronology->moments.items[a].field == chronology->moments.items[b].field;
}

static void report_contradiction(struct chronology *chronology, const struct network_conflict *conflict)
{
    struct session *session = chronology->session;
    const struct tie *first = &chronology->ties.items[find_first(chronology, conflict)];
    struct diag *diag = diag_report(session, E0410, first->relative->base.span);
    if (conflict->first != NETWORK_NONE)
        label_date(session, diag, &chronology->moments.items[conflict->first]);
    label_links(chronology, diag, conflict);
    if (conflict->last != NETWORK_NONE && !is_same_date(chronology, conflict->first, conflict->last))
        label_date(session, diag, &chronology->moments.items[conflict->last]);
    if (conflict->first == NETWORK_NONE)
        diag_note(session, diag, "whatever the dates are, these cannot all be so");
    diag_help(session, diag, "correct the one that is mistaken, or put `?` behind one that is in doubt");
}

static void report_one(struct chronology *chronology, const struct network_conflict *conflict)
{
    struct session *session = chronology->session;
    struct span at = chronology->ties.items[conflict->limits[0]].relative->base.span;
    switch (conflict->trouble) {
    case NETWORK_CONTRADICTS:
        report_contradiction(chronology, conflict);
        break;
    case NETWORK_LEAVES:
        diag_report(session, E0406, at);
        break;
    case NETWORK_UNCOVERED:
        calendar_report_years(session, at,
                              chronology->network.limits.items[conflict->limits[0]].distance.by.calendar);
        break;
    case NETWORK_TANGLED:
        diag_report(session, E0414, at);
        break;
    }
}

void contradiction_report(struct chronology *chronology)
{
    for (uint32_t i = 0; i < chronology->network.conflicts.count; i++)
        report_one(chronology, &chronology->network.conflicts.items[i]);
}

void contradiction_report_alone(struct chronology *chronology, const struct ast_node *node)
{
    if (!chronology->network.conflicts.count)
        return;
    const struct network_conflict *conflict = &chronology->network.conflicts.items[0];
    if (conflict->trouble == NETWORK_CONTRADICTS)
        diag_report(chronology->session, E0410, node->span);
    else
        report_one(chronology, conflict);
}
