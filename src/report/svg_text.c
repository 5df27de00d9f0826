/* How wide text is, without any font: widths of Arial and its metric twins (Helvetica, Liberation Sans)
 * in thousandths of the size, and for other scripts as wide as their letters may be. Whoever reads the
 * figure may have another face, so the measure errs on the wide side. */
#include "report/svg.h"

#include "base/utf8.h"

#include <unigbrk.h>

static const uint16_t ascii_widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, /*   ! to / */
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, /* 0 to ? */
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, /* @ to O */
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, /* P to _ */
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, /* ` to o */
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,      /* p to ~ */
};

/* Ranges of code points, in order, with the width of their widest common letters. */
static const struct range {
    uint32_t last;
    int32_t width;
} ranges[] = {
    { 0x00A0, 278 },
    { 0x00BF, 600 },   { 0x00DE, 800 },  { 0x00FF, 650 },    { 0x024F, 800 },    { 0x02FF, 600 },
    { 0x036F, 0 },     { 0x03FF, 820 },  { 0x052F, 950 },    { 0x058F, 900 },    { 0x05FF, 680 },
    { 0x06FF, 740 },   { 0x1FFF, 1150 }, { 0x200F, 500 },    { 0x2013, 600 },    { 0x2015, 1000 },
    { 0x2027, 500 },   { 0x206F, 1000 }, { 0xFFFF, 1050 },   { 0x1EFFF, 1200 },  { 0x10FFFF, 1400 },
};

static int32_t width_of_point(uint32_t point)
{
    if (point >= 0x20 && point < 0x7F)
        return ascii_widths[point - 0x20];
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (point <= ranges[i].last)
            return point < 0x20 ? 278 : ranges[i].width;
    }
    return 1400;
}

int32_t svg_measure(struct text text, int32_t size, bool is_bold)
{
    int64_t width = 0;
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step)
        width += width_of_point(point);
    width = width * size * (is_bold ? 112 : 103);
    return (int32_t)(width / 100000 + (width % 100000 != 0));
}

int32_t svg_line_height(int32_t size)
{
    return size * 5 / 4;
}

/* Lines are gathered here; one that does not fit any more is known to be left out. */
struct wrapping {
    struct arena *arena;
    struct wrapped *out;
    struct buf line;
    int32_t width;
    bool is_full;
};

static bool fits(struct wrapping *wrapping, struct text text)
{
    return svg_measure(text, wrapping->out->size, wrapping->out->is_bold) <= wrapping->width;
}

static size_t step_of(struct text text, size_t at)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    const uint8_t *next = u8_grapheme_next(bytes + at, bytes + text.length);
    return next ? (size_t)(next - bytes) - at : text.length - at;
}

static void add_ellipsis(struct wrapping *wrapping)
{
    struct wrapped *out = wrapping->out;
    struct text *last = &out->lines[out->count - 1];
    for (size_t keep = last->length + 1; keep-- > 0;) {
        if (keep < last->length && ((unsigned char)last->bytes[keep] & 0xC0) == 0x80)
            continue;
        struct buf line;
        buf_init(&line, wrapping->arena);
        buf_add(&line, last->bytes, keep);
        buf_str(&line, "\xE2\x80\xA6");
        if (!fits(wrapping, buf_get(&line)) && keep > 0)
            continue;
        *last = buf_get(&line);
        return;
    }
}

static void end_line(struct wrapping *wrapping)
{
    struct wrapped *out = wrapping->out;
    if (!wrapping->line.length)
        return;
    if (out->count == SVG_LINES_MOST) {
        if (!wrapping->is_full)
            add_ellipsis(wrapping);
        wrapping->is_full = true;
    } else {
        out->lines[out->count++] = buf_get(&wrapping->line);
    }
    buf_init(&wrapping->line, wrapping->arena);
}

/* A word that is wider than a line is broken where it must be. */
static void add_long_word(struct wrapping *wrapping, struct text word)
{
    for (size_t at = 0, step; at < word.length && !wrapping->is_full; at += step) {
        step = step_of(word, at);
        struct buf *line = &wrapping->line;
        size_t length = line->length;
        buf_add(line, word.bytes + at, step);
        if (length == 0 || fits(wrapping, buf_get(line)))
            continue;
        line->length = length;
        end_line(wrapping);
        buf_add(&wrapping->line, word.bytes + at, step);
    }
}

static void add_word(struct wrapping *wrapping, struct text word)
{
    struct buf *line = &wrapping->line;
    size_t length = line->length;
    if (length)
        buf_byte(line, ' ');
    buf_text(line, word);
    if (fits(wrapping, buf_get(line)))
        return;
    line->length = length;
    end_line(wrapping);
    if (fits(wrapping, word))
        buf_text(&wrapping->line, word);
    else
        add_long_word(wrapping, word);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

struct wrapped svg_wrap(struct arena *arena, struct text text, int32_t size, bool is_bold, int32_t width)
{
    struct wrapped out = { .size = size, .is_bold = is_bold };
    struct wrapping wrapping = { .arena = arena, .out = &out, .width = width };
    out.lines = ARENA_ARRAY(arena, struct text, SVG_LINES_MOST);
    buf_init(&wrapping.line, arena);
    for (size_t at = 0; at < text.length && !wrapping.is_full;) {
        size_t start = at;
        while (at < text.length && !is_blank(text.bytes[at]))
            at++;
        if (at > start)
            add_word(&wrapping, (struct text){ text.bytes + start, at - start });
        at += at < text.length;
    }
    end_line(&wrapping);
    for (uint32_t i = 0; i < out.count; i++) {
        int32_t line = svg_measure(out.lines[i], size, is_bold);
        out.width = line > out.width ? line : out.width;
    }
    out.height = (int32_t)out.count * svg_line_height(size);
    return out;
}
