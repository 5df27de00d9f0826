/* Lines and columns of many diagnostics: a line of a million bytes with a thousand diagnostics on
 * it is counted once, not a thousand times. */
#include "diag/place.h"

#include "base/utf8.h"

void places_init(struct places *places, struct arena *arena)
{
    *places = (struct places){ .arena = arena };
}

static void need_lines(const struct places *places, struct source *source)
{
    if (!source->lines)
        source_line(places->arena, source, 1);
}

uint32_t places_line(const struct places *places, struct source *source, uint32_t offset)
{
    need_lines(places, source);
    uint32_t low = 0;
    uint32_t high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

uint32_t places_line_start(const struct places *places, struct source *source, uint32_t line)
{
    need_lines(places, source);
    return source->lines[line - 1];
}

static uint32_t count(const struct source *source, uint32_t start, uint32_t end)
{
    return (uint32_t)utf8_count((struct text){ source->bytes + start, end - start });
}

static uint32_t column_of(const struct places *places, struct source *source, uint32_t line,
                          uint32_t offset)
{
    uint32_t start = source->lines[line - 1];
    bool is_known = places->source == source && places->line == line;
    if (is_known && offset >= places->offset)
        return places->column + count(source, places->offset, offset);
    if (is_known && places->offset - offset < offset - start)
        return places->column - count(source, offset, places->offset);
    return 1 + count(source, start, offset);
}

/* Counts add up only where a character begins; a place within one is not kept. */
static bool begins_character(const struct source *source, uint32_t offset)
{
    return offset == source->length || ((unsigned char)source->bytes[offset] & 0xC0) != 0x80;
}

struct position places_find(struct places *places, struct source *source, uint32_t offset)
{
    if (offset > source->length)
        offset = (uint32_t)source->length;
    uint32_t line = places_line(places, source, offset);
    if (!begins_character(source, offset))
        return source_position(places->arena, source, offset);
    uint32_t column = column_of(places, source, line, offset);
    *places = (struct places){ places->arena, source, line, offset, column };
    return (struct position){ line, column };
}
