/* Reads tables row by row. Comes in: a source, in UTF-8 or Windows-1252. Goes out: the cells of one row
 * at a time, as places in the source. What the cells mean is facts/reading.c's; who is told what is wrong
 * is facts/import.c's. */
#include "facts/csv.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "text/source.h"

#include <string.h>

enum { WORD = 8, PADDING = 2, FIRST_CELLS = 256, SPARE_CELLS = 1024 };

/* Encoding */

/* The offset of the first byte that is no UTF-8, or the length. */
static size_t find_bad_byte(struct text text)
{
    static const uint64_t high = UINT64_C(0x8080808080808080);
    size_t at = 0;
    while (at < text.length) {
        uint64_t word = high;
        if (text.length - at >= WORD)
            memcpy(&word, text.bytes + at, WORD);
        if (!(word & high)) {
            at += WORD;
            continue;
        }
        uint32_t point;
        size_t length = utf8_decode(text, at, &point);
        if (point == UTF8_BAD)
            return at;
        at += length;
    }
    return at;
}

/* The bytes 80 to 9F of Windows-1252; the five that mean nothing stay the control characters they are. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static void decode_windows(struct arena *arena, struct source *source)
{
    size_t length = 0;
    for (size_t i = 0; i < source->length; i++)
        length += (unsigned char)source->bytes[i] < 0x80 ? 1 : 3;
    char *bytes = ARENA_ARRAY(arena, char, length + PADDING);
    length = 0;
    for (size_t i = 0; i < source->length; i++) {
        unsigned char byte = (unsigned char)source->bytes[i];
        uint32_t point = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
        length += utf8_encode(point, bytes + length);
    }
    bytes[length] = '\0';
    source->bytes = bytes;
    source->length = length;
}

/* Where lines end in a return alone, as old programs wrote them, they end as everywhere else afterwards. */
static void mend_line_ends(struct source *source)
{
    if (!source->length || memchr(source->bytes, '\n', source->length))
        return;
    for (size_t i = 0; i < source->length; i++) {
        if (source->bytes[i] == '\r')
            source->bytes[i] = '\n';
    }
}

enum csv_encoding csv_decode(struct arena *arena, struct source *source, uint32_t *first)
{
    mend_line_ends(source);
    struct text text = { source->bytes, source->length };
    size_t bad = find_bad_byte(text);
    if (first)
        *first = (uint32_t)bad;
    if (text.length && memchr(text.bytes, '\0', text.length))
        return CSV_UTF16;
    if (bad == text.length)
        return CSV_UTF8;
    decode_windows(arena, source);
    return CSV_WINDOWS_1252;
}

/* Delimiters */

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\0';
}

static void skip_line_end(struct csv *csv)
{
    if (csv->bytes[csv->at] == '\r' && csv->bytes[csv->at + 1] == '\n')
        csv->at++;
    if (csv->at < csv->length)
        csv->at++;
}

/* `sep=;` alone on the first line, perhaps in quotation marks. */
static bool read_separator_line(struct csv *csv)
{
    uint32_t at = csv->bytes[0] == '"';
    struct text rest = { csv->bytes + at, csv->length - at };
    if (!text_starts(rest, TEXT("sep=")) && !text_starts(rest, TEXT("SEP=")))
        return false;
    char delimiter = rest.bytes[4];
    uint32_t end = at + 5;
    if (is_line_end(delimiter) || delimiter == '"' || (unsigned char)delimiter >= 0x80)
        return false;
    end += at && csv->bytes[end] == '"';
    if (!is_line_end(csv->bytes[end]))
        return false;
    csv->delimiter = delimiter;
    csv->at = end;
    skip_line_end(csv);
    return true;
}

/* The sign that stands most often in the first line that is not empty, outside quotation marks. */
static char sniff(const struct csv *csv)
{
    static const char signs[] = { ',', ';', '\t' };
    uint32_t counts[sizeof signs] = { 0 };
    bool quoted = false;
    uint32_t at = csv->at;
    while (csv->bytes[at] == '\n' || csv->bytes[at] == '\r')
        at++;
    for (; at < csv->length && (quoted || !is_line_end(csv->bytes[at])); at++) {
        quoted = quoted != (csv->bytes[at] == '"');
        for (size_t i = 0; !quoted && i < sizeof signs; i++)
            counts[i] += csv->bytes[at] == signs[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof signs; i++)
        best = counts[i] > counts[best] ? i : best;
    return signs[best];
}

static bool has_suffix(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    size_t wanted = strlen(suffix);
    return length >= wanted && strcmp(path + length - wanted, suffix) == 0;
}

void csv_open(struct csv *csv, struct arena *arena, const struct source *source)
{
    *csv = (struct csv){ .arena = arena, .bytes = source->bytes, .length = (uint32_t)source->length };
    if (!read_separator_line(csv))
        csv->delimiter = has_suffix(source->path, ".tsv") ? '\t' : sniff(csv);
    csv->stops['\n'] = csv->stops['\r'] = csv->stops['\0'] = csv->stops['"'] = true;
    csv->capacity = FIRST_CELLS;
    csv->cells = ARENA_ARRAY(arena, struct csv_cell, csv->capacity);
}

/* Rows */

/* Room for cells up to the most that are kept; behind that the last ones are only counted. */
static void make_room(struct csv *csv)
{
    uint32_t most = CSV_MOST_CELLS + SPARE_CELLS;
    if (csv->count + 2 < csv->capacity)
        return;
    if (csv->capacity < most) {
        uint32_t wanted = csv->capacity * 4 < most ? csv->capacity * 4 : most;
        struct csv_cell *cells = ARENA_ARRAY(csv->arena, struct csv_cell, wanted);
        memcpy(cells, csv->cells, csv->capacity * sizeof *cells);
        csv->cells = cells;
        csv->capacity = wanted;
        return;
    }
    csv->total += csv->count - CSV_MOST_CELLS;
    csv->cells[CSV_MOST_CELLS].start = csv->cells[csv->count].start;
    csv->count = CSV_MOST_CELLS;
}

/* Up to the next byte that is special, or as far as there is room for cells. Every byte might end one; it is
 * written down and counted only where it does, so that nothing has to be guessed within a line. */
static void skip_plain(struct csv *csv)
{
    const unsigned char *bytes = (const unsigned char *)csv->bytes;
    unsigned char delimiter = (unsigned char)csv->delimiter;
    struct csv_cell *cell = csv->cells + csv->count;
    uint32_t at = csv->at;
    uint32_t room = csv->capacity - csv->count - 2;
    for (uint32_t left = room; left && !csv->stops[bytes[at]]; left--, at++) {
        cell->end = at;
        cell[1].start = at + 1;
        cell += bytes[at] == delimiter;
    }
    csv->count = (uint32_t)(cell - csv->cells);
    csv->at = at;
}

static void find_fault(struct csv *csv, enum csv_fault fault, uint32_t at)
{
    if (csv->fault == CSV_SOUND) {
        csv->fault = fault;
        csv->fault_at = at;
    }
}

/* The end of a quoted cell: where its closing quotation mark stands. */
static uint32_t find_closing(struct csv *csv, struct csv_cell *cell)
{
    for (uint32_t at = cell->start;; at += 2) {
        const char *quote = memchr(csv->bytes + at, '"', csv->length - at);
        if (!quote) {
            find_fault(csv, CSV_UNCLOSED, cell->start - 1);
            return csv->length;
        }
        at = (uint32_t)(quote - csv->bytes);
        if (csv->bytes[at + 1] != '"')
            return at;
        cell->is_coded = true;
    }
}

/* Up to the delimiter or line end behind a quoted cell. */
static void read_quoted(struct csv *csv)
{
    struct csv_cell *cell = &csv->cells[csv->count];
    *cell = (struct csv_cell){ .start = csv->at + 1, .is_quoted = true };
    cell->end = find_closing(csv, cell);
    csv->has_quoted = true;
    if (memchr(csv->bytes + cell->start, '\r', cell->end - cell->start))
        cell->is_coded = true;
    uint32_t after = cell->end < csv->length ? cell->end + 1 : cell->end;
    csv->at = after;
    while (csv->bytes[csv->at] == ' ' && csv->delimiter != ' ')
        csv->at++;
    if (csv->bytes[csv->at] != csv->delimiter && !is_line_end(csv->bytes[csv->at])) {
        find_fault(csv, CSV_AFTER_QUOTE, after);
        while (csv->bytes[csv->at] != csv->delimiter && !is_line_end(csv->bytes[csv->at]))
            csv->at++;
    }
}

/* The rest of a row, from the cell that begins where reading stands. */
static void read_cells(struct csv *csv)
{
    for (;;) {
        make_room(csv);
        struct csv_cell *cell = &csv->cells[csv->count];
        if (csv->bytes[csv->at] == '"' && csv->at == cell->start) {
            read_quoted(csv);
            if (csv->bytes[csv->at] != csv->delimiter)
                return;
            csv->cells[++csv->count].start = ++csv->at;
            continue;
        }
        skip_plain(csv);
        cell = &csv->cells[csv->count];
        cell->end = csv->at;
        if (is_line_end(csv->bytes[csv->at]))
            return;
        if (csv->bytes[csv->at] == '"' && csv->at != cell->start)
            csv->at++; /* within a cell it is like any other letter */
    }
}

/* Only quoted cells are marked as anything, so only after them is there something to take off. */
static void begin_row(struct csv *csv)
{
    for (uint32_t i = 0; csv->has_quoted && i < csv->capacity; i++)
        csv->cells[i].is_quoted = csv->cells[i].is_coded = false;
    csv->has_quoted = false;
    csv->start = csv->cells[0].start = csv->at;
    csv->count = csv->total = 0;
    csv->fault = CSV_SOUND;
}

bool csv_next(struct csv *csv)
{
    if (csv->at >= csv->length)
        return false;
    begin_row(csv);
    read_cells(csv);
    csv->end = csv->at;
    csv->total += csv->count + 1;
    csv->count = csv->count < CSV_MOST_CELLS ? csv->count + 1 : CSV_MOST_CELLS;
    skip_line_end(csv);
    return true;
}

/* Cells */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool ends_with_hard_blank(struct text text)
{
    return text.length >= 2 && text.bytes[text.length - 2] == '\xC2' && text.bytes[text.length - 1] == '\xA0';
}

/* Blanks on both sides, the unbreakable ones of spreadsheets included. */
static struct text trim(struct text text)
{
    for (;;) {
        size_t before = text.length;
        if (text.length && is_blank(text.bytes[text.length - 1]))
            text.length--;
        else if (ends_with_hard_blank(text))
            text.length -= 2;
        size_t skipped = text_starts(text, TEXT("\xC2\xA0")) ? 2 : text.length && is_blank(*text.bytes);
        text.bytes += skipped;
        text.length -= skipped;
        if (text.length == before)
            return text;
    }
}

static struct text raw_text(const struct csv *csv, const struct csv_cell *cell)
{
    return trim((struct text){ csv->bytes + cell->start, cell->end - cell->start });
}

bool csv_is_blank(const struct csv *csv)
{
    for (uint32_t i = 0; i < csv->count; i++) {
        if (raw_text(csv, &csv->cells[i]).length)
            return false;
    }
    return true;
}

struct text csv_text(const struct csv *csv, const struct csv_cell *cell)
{
    struct text text = raw_text(csv, cell);
    if (!cell->is_coded)
        return text;
    struct buf out;
    buf_init(&out, csv->arena);
    for (size_t i = 0; i < text.length; i++) {
        bool is_double = text.bytes[i] == '"' && i + 1 < text.length && text.bytes[i + 1] == '"';
        bool is_return = text.bytes[i] == '\r';
        if (is_return && i + 1 < text.length && text.bytes[i + 1] == '\n')
            continue;
        buf_byte(&out, is_return ? '\n' : text.bytes[i]);
        i += is_double;
    }
    return trim(buf_get(&out));
}
