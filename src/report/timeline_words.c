/* What a timeline says in words: each event in order of time, and what cannot be ordered. */
#include "report/timeline_words.h"

struct text timeline_when(const struct figure_frame *frame, const struct timeline_event *event,
                          struct text who)
{
    struct buf out;
    buf_init(&out, frame->arena);
    buf_text(&out, event->when);
    if (event->is_doubtful)
        buf_printf(&out, " (%s)", frame->words->doubtful);
    if (who.length)
        buf_printf(&out, "\xC2\xA0\xC2\xB7 %.*s", TEXT_ARGUMENTS(who));
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

static void say_event(struct figure *figure, const struct figure_frame *frame,
                      const struct timeline *timeline, const struct timeline_event *event)
{
    struct buf lanes;
    buf_init(&lanes, frame->arena);
    for (uint32_t i = 0; i < event->lane_count && timeline->lane_count > 1; i++) {
        struct text who = event->who[i];
        buf_printf(&lanes, "%s%.*s%s%.*s%s", i ? ", " : " \xE2\x80\x93 ",
                   TEXT_ARGUMENTS(timeline->lanes[event->lanes[i]]), who.length ? " (" : "",
                   TEXT_ARGUMENTS(who),
                   who.length ? ")" : "");
    }
    struct text when = timeline_when(frame, event, TEXT(""));
    figure_say(figure, frame->arena, "%.*s: %.*s%.*s", TEXT_ARGUMENTS(when), TEXT_ARGUMENTS(event->title),
               TEXT_ARGUMENTS(buf_get(&lanes)));
}

static void say_group(struct figure *figure, const struct figure_frame *frame,
                      const struct timeline *timeline, uint32_t group)
{
    struct buf out;
    bool is_first = true;
    buf_init(&out, frame->arena);
    for (uint32_t i = 0; i < timeline->count; i++) {
        if (timeline->events[i].group != group)
            continue;
        buf_printf(&out, "%s%.*s", is_first ? "" : "; ", TEXT_ARGUMENTS(timeline->events[i].title));
        is_first = false;
    }
    struct text words = WORDS_FILL(frame->arena, frame->words->unordered_says,
                                   timeline_group_name(frame->arena, group), buf_get(&out));
    figure_say(figure, frame->arena, "%.*s", TEXT_ARGUMENTS(words));
}

/* "A timeline of 3 events in 2 lanes: Ward, Pharmacy. It begins with ..." */
static struct text summary_of(const struct figure_frame *frame, const struct timeline *timeline,
                              bool is_broken)
{
    const struct wording *words = frame->words;
    struct buf out;
    buf_init(&out, frame->arena);
    buf_text(&out, WORDS_FILL(frame->arena, words->timeline_says,
                              words_count(frame->arena, words->events, timeline->count),
                              words_count(frame->arena, words->lanes, timeline->lane_count)));
    for (uint32_t i = 0; i < timeline->lane_count && timeline->lane_count > 1; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : ": ", TEXT_ARGUMENTS(timeline->lanes[i]));
    if (timeline->count)
        buf_printf(&out, ". %.*s", TEXT_ARGUMENTS(WORDS_FILL(frame->arena, words->timeline_begins,
                                                             timeline->events[0].title,
                                                             timeline->events[0].when)));
    buf_printf(&out, ".%s%s", is_broken ? " " : "", is_broken ? words->axis_broken : "");
    return buf_get(&out);
}

void timeline_say(struct figure *figure, const struct figure_frame *frame, const struct timeline *timeline,
                  uint32_t group_count, bool is_broken)
{
    figure->summary = summary_of(frame, timeline, is_broken);
    for (uint32_t i = 0; i < timeline->count; i++)
        say_event(figure, frame, timeline, &timeline->events[i]);
    for (uint32_t group = 1; group <= group_count; group++)
        say_group(figure, frame, timeline, group);
}
