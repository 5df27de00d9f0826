/* Text made safe for a terminal. Comes in: any bytes. Goes out: characters of known width, in which
 * nothing steers the terminal, hides, or clings to what stands before it. */
#include "diag/cell.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <unictype.h>
#include <unigbrk.h>

/* More marks than this on one letter are shown one by one. */
enum { TAB_COLUMNS = 4, LONGEST_CLUSTER = 32 };

static bool must_escape(uint32_t point)
{
    return point == UTF8_BAD || point == '\n' || point == 0x2028 || point == 0x2029 ||
           utf8_is_unprintable(point) || utf8_is_forbidden(point);
}

static bool is_flag_letter(uint32_t point)
{
    return point >= 0x1F1E6 && point <= 0x1F1FF;
}

/* A flag is two letters that each claim one column and together take two. */
static uint32_t width_of(struct text first, uint32_t point, size_t cluster)
{
    if (is_flag_letter(point) && cluster > first.length)
        return 2;
    return (uint32_t)utf8_width(first);
}

static size_t next_break(struct text text, size_t offset)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    const uint8_t *end = u8_grapheme_next(bytes + offset, bytes + text.length);
    return end ? (size_t)(end - bytes) : text.length;
}

/* libunistring looks at pairs of characters only; emoji joined by U+200D and flags need more. */
static size_t find_break(struct text text, size_t offset, uint32_t first)
{
    size_t end = next_break(text, offset);
    uint32_t point;
    if (is_flag_letter(first) && utf8_decode(text, end, &point) && is_flag_letter(point))
        return next_break(text, end);
    for (int joined = 0; joined < LONGEST_CLUSTER; joined++) {
        bool is_joined = end - offset > 3 && memcmp(text.bytes + end - 3, "\u200D", 3) == 0;
        if (!is_joined || !utf8_decode(text, end, &point) || point == UTF8_BAD ||
            !uc_is_property_extended_pictographic(point))
            break;
        end = next_break(text, end);
    }
    return end;
}

/* The bytes of the character with its marks; what must be escaped is no part of it. */
static size_t cluster_length(struct text text, size_t offset, size_t length, uint32_t first)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    size_t at = offset + length;
    if (at >= text.length || (bytes[offset] < 0x80 && bytes[at] < 0x80))
        return length;
    size_t end = find_break(text, offset, first);
    for (int count = 1; at < end && count < LONGEST_CLUSTER; count++) {
        uint32_t point;
        size_t step = utf8_decode(text, at, &point);
        if (must_escape(point))
            break;
        at += step;
    }
    return at - offset;
}

static uint32_t count_hex(uint32_t point)
{
    uint32_t digits = 1;
    while (point >>= 4)
        digits++;
    return digits;
}

size_t cell_read(struct text text, size_t offset, struct cell *cell)
{
    uint32_t point;
    size_t length = utf8_decode(text, offset, &point);
    if (!length)
        return 0;
    *cell = (struct cell){ .start = (uint32_t)offset, .length = (uint32_t)length, .point = point };
    struct text first = { text.bytes + offset, length };
    if (point == '\t') {
        cell->kind = CELL_TAB;
        cell->width = TAB_COLUMNS;
    } else if (must_escape(point) || utf8_width(first) == 0) {
        cell->kind = CELL_ESCAPE;
        cell->point = point == UTF8_BAD ? (unsigned char)text.bytes[offset] : point;
        cell->width = (uint32_t)(sizeof "\\u{}" - 1) + count_hex(cell->point);
    } else {
        cell->length = (uint32_t)cluster_length(text, offset, length, point);
        cell->width = width_of(first, point, cell->length);
    }
    return cell->length;
}

void cell_print(struct buf *out, struct text text, const struct cell *cell)
{
    switch (cell->kind) {
    case CELL_PLAIN:
        buf_add(out, text.bytes + cell->start, cell->length);
        break;
    case CELL_TAB:
        buf_repeat(out, ' ', TAB_COLUMNS);
        break;
    case CELL_ESCAPE:
        buf_printf(out, "\\u{%X}", (unsigned)cell->point);
        break;
    }
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n';
}

static bool is_break(struct text text, size_t at)
{
    return text.bytes[at] == '\r' && at + 1 < text.length && text.bytes[at + 1] == '\n';
}

/* Steps over blanks; whether a line ended or a tab stood among them. */
static bool skip_blanks(struct text text, size_t *at)
{
    bool is_folded = false;
    while (*at < text.length && (is_blank(text.bytes[*at]) || is_break(text, *at))) {
        is_folded |= text.bytes[*at] != ' ';
        ++*at;
    }
    return is_folded;
}

void cell_print_line(struct buf *out, struct text text)
{
    struct cell cell;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        if (skip_blanks(text, &at)) {
            if (start > 0 && at < text.length)
                buf_byte(out, ' ');
            continue;
        }
        buf_repeat(out, ' ', at - start);
        if (at < text.length) {
            at += cell_read(text, at, &cell);
            cell_print(out, text, &cell);
        }
    }
}

void cell_print_path(struct buf *out, struct text path)
{
    struct cell cell;
    for (size_t at = 0, step; (step = cell_read(path, at, &cell)) != 0; at += step) {
        if (cell.kind == CELL_TAB)
            cell = (struct cell){ .kind = CELL_ESCAPE, .point = '\t' };
        cell_print(out, path, &cell);
    }
}
