/* What a timeline says in words: each event in order of time, and what cannot be ordered. */
#include "report/timeline_words.h"

struct text timeline_when(struct arena *arena, const struct timeline_event *event, struct text who)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, event->when);
    if (event->is_doubtful)
        buf_str(&out, " (doubtful)");
    if (who.length)
        buf_printf(&out, " \xC2\xB7 %.*s", TEXT_ARGUMENTS(who));
    return buf_get(&out);
}

struct text timeline_group_name(struct arena *arena, uint32_t group)
{
    enum { LETTERS = 26 };
    struct buf out;
    buf_init(&out, arena);
    buf_byte(&out, (char)('A' + (group - 1) % LETTERS));
    if (group > LETTERS)
        buf_int(&out, (group - 1) / LETTERS + 1);
    return buf_get(&out);
}

static void say_event(struct figure *figure, struct arena *arena, const struct timeline *timeline,
                      const struct timeline_event *event)
{
    struct buf lanes;
    buf_init(&lanes, arena);
    for (uint32_t i = 0; i < event->lane_count && timeline->lane_count > 1; i++) {
        struct text who = event->who[i];
        buf_printf(&lanes, "%s%.*s%s%.*s%s", i ? ", " : " \xE2\x80\x93 ",
                   TEXT_ARGUMENTS(timeline->lanes[event->lanes[i]]), who.length ? " (" : "",
                   TEXT_ARGUMENTS(who),
                   who.length ? ")" : "");
    }
    struct text when = timeline_when(arena, event, TEXT(""));
    figure_say(figure, arena, "%.*s: %.*s%.*s", TEXT_ARGUMENTS(when), TEXT_ARGUMENTS(event->title),
               TEXT_ARGUMENTS(buf_get(&lanes)));
}

static void say_group(struct figure *figure, struct arena *arena, const struct timeline *timeline,
                      uint32_t group)
{
    struct buf out;
    bool is_first = true;
    buf_init(&out, arena);
    for (uint32_t i = 0; i < timeline->count; i++) {
        if (timeline->events[i].group != group)
            continue;
        buf_printf(&out, "%s%.*s", is_first ? "" : "; ", TEXT_ARGUMENTS(timeline->events[i].title));
        is_first = false;
    }
    figure_say(figure, arena, "The record does not put all of these in order (%.*s): %.*s",
               TEXT_ARGUMENTS(timeline_group_name(arena, group)), TEXT_ARGUMENTS(buf_get(&out)));
}

void timeline_say(struct figure *figure, struct arena *arena, const struct timeline *timeline,
                  uint32_t group_count, bool is_broken)
{
    struct buf out;
    buf_init(&out, arena);
    buf_printf(&out, "A timeline of %u %s in %u %s", timeline->count,
               timeline->count == 1 ? "event" : "events",
               timeline->lane_count, timeline->lane_count == 1 ? "lane" : "lanes");
    for (uint32_t i = 0; i < timeline->lane_count && timeline->lane_count > 1; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : ": ", TEXT_ARGUMENTS(timeline->lanes[i]));
    if (timeline->count)
        buf_printf(&out, ". It begins with %.*s (%.*s)", TEXT_ARGUMENTS(timeline->events[0].title),
                   TEXT_ARGUMENTS(timeline->events[0].when));
    buf_str(&out, is_broken ? ". The axis is broken where nothing begins or ends for long." : ".");
    figure->summary = buf_get(&out);
    for (uint32_t i = 0; i < timeline->count; i++)
        say_event(figure, arena, timeline, &timeline->events[i]);
    for (uint32_t group = 1; group <= group_count; group++)
        say_group(figure, arena, timeline, group);
}
