/* Tables of counts: names on the left, numbers on the right, as wide as they need to be. */
#include "engine/tally.h"

#include "base/utf8.h"
#include "base/vec.h"

void tally_add(struct tally *tally, bool is_certain, uint64_t in_case)
{
    *(is_certain ? &tally->certain : &tally->possible) += 1;
    tally->cases += in_case && tally->last_case != in_case;
    tally->last_case = in_case;
}

struct tally_line *tally_line(struct tally_table *table, struct text name)
{
    table->lines = vec_grow(table->arena, table->lines, table->count, &table->capacity, sizeof *table->lines);
    table->lines[table->count] = (struct tally_line){ .name = name };
    return &table->lines[table->count++];
}

struct text tally_number(struct arena *arena, uint64_t number)
{
    char digits[27]; /* 20, and 6 commas */
    size_t at = sizeof digits;
    unsigned count = 0;
    do {
        if (count && count % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
        count++;
    } while (number);
    return (struct text){ arena_copy(arena, digits + at, sizeof digits - at), sizeof digits - at };
}

void tally_counts(struct tally_table *table, struct text name, const struct tally *tally)
{
    struct tally_line *line = tally_line(table, name);
    line->cells[0] = tally_number(table->arena, tally->certain);
    line->cells[1] = tally_number(table->arena, tally->possible);
    line->cells[2] = tally_number(table->arena, tally->cases);
}

/* How wide a column is to be; column 0 is that of the names. */
static size_t width_of(const struct tally_table *table, unsigned column)
{
    size_t width = utf8_width(text_of(column ? table->headings[column - 1] : table->title));
    for (uint32_t i = 0; i < table->count; i++) {
        const struct tally_line *line = &table->lines[i];
        size_t own = utf8_width(column ? line->cells[column - 1] : line->name);
        width = own > width ? own : width;
    }
    return width;
}

static void pad(struct writer *writer, size_t count)
{
    while (count--)
        writer_byte(writer, ' ');
}

static void write_line(struct writer *writer, const struct tally_table *table, const size_t *widths,
                       const struct tally_line *line)
{
    size_t due = widths[0] - utf8_width(line->name); /* blanks that come before the next text, if any does */
    writer_text(writer, line->name);
    for (unsigned i = 0; i < TALLY_COLUMNS && table->headings[i]; i++) {
        due += 2 + widths[i + 1] - utf8_width(line->cells[i]);
        if (!line->cells[i].length)
            continue;
        pad(writer, due);
        writer_text(writer, line->cells[i]);
        due = 0;
    }
    writer_byte(writer, '\n');
}

void tally_write(struct writer *writer, const struct tally_table *table)
{
    size_t widths[TALLY_COLUMNS + 1];
    struct tally_line headings = { .name = text_of(table->title) };
    if (!table->count)
        return;
    widths[0] = width_of(table, 0);
    for (unsigned i = 0; i < TALLY_COLUMNS && table->headings[i]; i++) {
        widths[i + 1] = width_of(table, i + 1);
        headings.cells[i] = text_of(table->headings[i]);
    }
    writer_byte(writer, '\n');
    write_line(writer, table, widths, &headings);
    for (uint32_t i = 0; i < table->count; i++)
        write_line(writer, table, widths, &table->lines[i]);
}
