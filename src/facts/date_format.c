/* Dates as tables write them. A format is read once into pieces; each cell is then matched piece by piece
 * and handed to value/date.c in the language's own writing, which knows what days there are. */
#include "facts/date_format.h"

#include "base/arena.h"
#include "value/number.h"

#include <stdio.h>

enum piece_kind { PIECE_DAY, PIECE_MONTH, PIECE_WORD, PIECE_YEAR, PIECE_SHORT_YEAR, PIECE_HOUR,
                  PIECE_MINUTE, PIECE_SECOND, PIECE_LITERAL };

enum { PIECES_MOST = 32, SHORT_YEARS_FROM = 30, FALSE_LEAP_DAY = 60, LATEST_SERIAL = 2958465 };

struct date_format {
    uint32_t count;
    bool has_day;
    bool has_month;
    bool has_time;
    struct piece {
        enum piece_kind kind;
        char literal;
        bool is_exact; /* a figure follows directly, so this one has two */
    } pieces[PIECES_MOST];
};

/* What a cell was found to say. */
struct parts {
    int values[PIECE_LITERAL];
};

/* Formats */

static bool is_figures(enum piece_kind kind)
{
    return kind != PIECE_LITERAL && kind != PIECE_WORD;
}

/* The piece that `length` times `letter` stands for; false where it stands for none. */
static bool find_kind(char letter, size_t length, enum piece_kind *kind)
{
    static const struct {
        char letter;
        size_t least;
        size_t most;
        enum piece_kind kind;
    } kinds[] = {
        { 'D', 1, 2, PIECE_DAY },    { 'M', 1, 2, PIECE_MONTH },      { 'M', 3, 4, PIECE_WORD },
        { 'Y', 4, 4, PIECE_YEAR },   { 'Y', 2, 2, PIECE_SHORT_YEAR }, { 'h', 1, 2, PIECE_HOUR },
        { 'm', 2, 2, PIECE_MINUTE }, { 's', 2, 2, PIECE_SECOND },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].letter == letter && length >= kinds[i].least && length <= kinds[i].most) {
            *kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

static bool add_piece(struct date_format *format, struct text text, size_t *at, const char **why)
{
    char letter = text.bytes[*at];
    struct piece piece = { .kind = PIECE_LITERAL, .literal = letter };
    size_t length = 1;
    if (letter && strchr("DMYhms", letter)) {
        while (*at + length < text.length && text.bytes[*at + length] == letter)
            length++;
        if (!find_kind(letter, length, &piece.kind)) {
            *why = "it is made of D or DD, M, MM, MMM or MMMM, YYYY or YY, hh, mm and ss";
            return false;
        }
    }
    if (format->count == PIECES_MOST) {
        *why = "it is too long";
        return false;
    }
    if (format->count && is_figures(piece.kind))
        format->pieces[format->count - 1].is_exact = true;
    format->pieces[format->count++] = piece;
    *at += length;
    return true;
}

static uint32_t count_pieces(const struct date_format *format, enum piece_kind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < format->count; i++)
        count += format->pieces[i].kind == kind;
    return count;
}

/* What is missing for the format to tell a date, or NULL. */
static const char *find_gap(const struct date_format *format)
{
    uint32_t days = count_pieces(format, PIECE_DAY);
    uint32_t months = count_pieces(format, PIECE_MONTH) + count_pieces(format, PIECE_WORD);
    uint32_t years = count_pieces(format, PIECE_YEAR) + count_pieces(format, PIECE_SHORT_YEAR);
    uint32_t hours = count_pieces(format, PIECE_HOUR);
    uint32_t minutes = count_pieces(format, PIECE_MINUTE);
    if (years != 1)
        return "the year stands in it once, as YYYY or YY in capitals";
    if (days > 1 || months > 1 || hours > 1 || minutes > 1 || count_pieces(format, PIECE_SECOND) > 1)
        return "nothing stands in it twice";
    if (days > months)
        return "a day needs a month, M or MMM";
    if (hours != minutes || count_pieces(format, PIECE_SECOND) > minutes)
        return "a time is hh and mm (small letters; the month has capitals)";
    if (hours > days)
        return "a time needs a day, D or DD";
    return NULL;
}

const struct date_format *date_format_new(struct arena *arena, struct text text, const char **why)
{
    struct date_format *format = ARENA_NEW(arena, struct date_format);
    for (size_t at = 0; at < text.length;) {
        if (!add_piece(format, text, &at, why))
            return NULL;
    }
    *why = find_gap(format);
    format->has_day = count_pieces(format, PIECE_DAY) != 0;
    format->has_month = count_pieces(format, PIECE_MONTH) + count_pieces(format, PIECE_WORD) != 0;
    format->has_time = count_pieces(format, PIECE_HOUR) != 0;
    return *why ? NULL : format;
}

/* Cells */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool read_figures(struct text text, size_t *at, size_t least, size_t most, int *out)
{
    size_t count = 0;
    *out = 0;
    while (count < most && *at < text.length && is_digit(text.bytes[*at])) {
        *out = *out * 10 + (text.bytes[(*at)++] - '0');
        count++;
    }
    return count >= least;
}

/* An English month, whole or its first three letters (four of September), in any case. */
static bool read_month(struct text text, size_t *at, int *out)
{
    static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july",
                                          "august", "september", "october", "november", "december" };
    char word[12];
    size_t length = 0;
    while (length < sizeof word && *at + length < text.length &&
           (text.bytes[*at + length] | 32) >= 'a' && (text.bytes[*at + length] | 32) <= 'z') {
        word[length] = (char)(text.bytes[*at + length] | 32);
        length++;
    }
    for (int i = 0; i < 12; i++) {
        size_t whole = strlen(months[i]);
        bool is_short = length < whole && (length == 3 || (length == 4 && i == 8));
        if ((length == whole || is_short) && memcmp(word, months[i], length) == 0) {
            *at += length;
            *out = i + 1;
            return true;
        }
    }
    return false;
}

static bool read_piece(const struct piece *piece, struct text text, size_t *at, struct parts *parts)
{
    int *value = &parts->values[piece->kind == PIECE_LITERAL ? 0 : piece->kind];
    switch (piece->kind) {
    case PIECE_LITERAL:
        return *at < text.length && text.bytes[(*at)++] == piece->literal;
    case PIECE_WORD:
        return read_month(text, at, &parts->values[PIECE_MONTH]);
    case PIECE_YEAR:
        return read_figures(text, at, 4, 4, value);
    case PIECE_SHORT_YEAR:
        if (!read_figures(text, at, 2, 2, value))
            return false;
        parts->values[PIECE_YEAR] = *value + (*value < SHORT_YEARS_FROM ? 2000 : 1900);
        return true;
    case PIECE_MINUTE:
    case PIECE_SECOND:
        return read_figures(text, at, 2, 2, value) && *value < 60;
    case PIECE_DAY:
    case PIECE_MONTH:
    case PIECE_HOUR:
        return read_figures(text, at, piece->is_exact ? 2 : 1, 2, value);
    }
    return false;
}

/* As the language writes it: `2007-03-14T14:30`, or less where the format has less. */
static void write_date(const struct date_format *format, const int *values, char out[64])
{
    int length = snprintf(out, 64, "%04d", values[PIECE_YEAR]);
    if (format->has_month)
        length += snprintf(out + length, 64 - (size_t)length, "-%02d", values[PIECE_MONTH]);
    if (format->has_day)
        length += snprintf(out + length, 64 - (size_t)length, "-%02d", values[PIECE_DAY]);
    if (format->has_time)
        snprintf(out + length, 64 - (size_t)length, "T%02d:%02d", values[PIECE_HOUR], values[PIECE_MINUTE]);
}

bool date_format_read(const struct date_format *format, struct text text, struct date *out,
                      const char **why)
{
    struct parts parts = { { 0 } };
    size_t at = 0;
    *why = "it is not written as the format says";
    for (uint32_t i = 0; i < format->count; i++) {
        if (!read_piece(&format->pieces[i], text, &at, &parts))
            return false;
    }
    if (at != text.length)
        return false;
    char written[64];
    write_date(format, parts.values, written);
    return date_parse(text_of(written), out, why);
}

/* Their calendar has a 29 February 1900, number 60, that never was. */
bool date_read_serial(struct text text, struct date *out, const char **why)
{
    struct number number;
    struct number minutes;
    struct number rounded;
    int64_t total;
    *why = "it is not the number of a day";
    if (!number_parse(text, &number) || !number_multiply(number, number_of_int(24 * 60), &minutes) ||
        !number_round(minutes, 0, &rounded) || !number_to_int(rounded, &total))
        return false;
    int64_t day = total / (24 * 60);
    int64_t minute = total % (24 * 60);
    if (day < 1 || day == FALSE_LEAP_DAY || day > LATEST_SERIAL) {
        *why = "no day has this number";
        return false;
    }
    *out = date_of_day(date_day_number(1899, 12, 30) + day + (day < FALSE_LEAP_DAY));
    if (!number_is_integer(number)) {
        out->lo += minute;
        out->hi = out->lo;
        out->precision = DATE_MINUTE;
    }
    return true;
}
