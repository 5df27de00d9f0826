/* Did you mean: optimal string alignment over characters, capitals and small letters alike, so that
 * a name in other capitals is the closest of all. A name is close when at most a third of the
 * wanted one's characters, or one, must change, and not all of them. Most candidates are turned
 * away by their length or their letters. */
#include "diag/suggest.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <unicase.h>

/* Rows are as long as the longest candidate that can be close, and one more. */
enum { ROW = SUGGEST_LONGEST + SUGGEST_LONGEST / 3 + 2 };

#define NOT_CLOSE UINT32_MAX

static uint32_t fold(uint32_t point)
{
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return point == UTF8_BAD ? point : uc_tolower(point);
}

/* The folded characters of `text`; more than `room` of them give `room` + 1. */
static uint32_t read_points(struct text text, uint32_t *points, uint32_t room)
{
    uint32_t count = 0;
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step) {
        if (count == room)
            return room + 1;
        points[count++] = fold(point);
    }
    return count;
}

static uint64_t letters_of(const uint32_t *points, uint32_t count)
{
    uint64_t letters = 0;
    for (uint32_t i = 0; i < count; i++)
        letters |= UINT64_C(1) << (points[i] & 63);
    return letters;
}

static uint32_t count_bits(uint64_t bits)
{
    uint32_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

void suggest_init(struct suggest *suggest, struct text wanted)
{
    *suggest = (struct suggest){ .wanted = wanted, .rank = NOT_CLOSE };
    uint32_t length = read_points(wanted, suggest->points, SUGGEST_LONGEST);
    if (length > SUGGEST_LONGEST)
        return;
    suggest->length = length;
    suggest->letters = letters_of(suggest->points, length);
    suggest->limit = length / 3 > 1 ? length / 3 : 1;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Three rows of the table; only the band of cells that can stay within `limit` is filled. */
struct table {
    uint32_t rows[3][ROW];
    const uint32_t *a;
    const uint32_t *b;
    uint32_t b_count;
    uint32_t limit;
};

static uint32_t fill_cell(const struct table *table, uint32_t i, uint32_t j)
{
    const uint32_t *above = table->rows[(i + 2) % 3];
    const uint32_t *left = table->rows[i % 3];
    bool is_same = table->a[i - 1] == table->b[j - 1];
    uint32_t cost = least(above[j - 1] + !is_same, least(above[j], left[j - 1]) + 1);
    if (i > 1 && j > 1 && table->a[i - 1] == table->b[j - 2] && table->a[i - 2] == table->b[j - 1])
        cost = least(cost, table->rows[(i + 1) % 3][j - 2] + 1);
    return cost;
}

/* Fills row `i`; its least cell. Beyond the band stand cells too large to matter. */
static uint32_t fill_row(struct table *table, uint32_t i)
{
    uint32_t *row = table->rows[i % 3];
    uint32_t low = i > table->limit ? i - table->limit : 0;
    uint32_t high = least(table->b_count, i + table->limit);
    uint32_t best = table->limit + 1;
    if (low)
        row[low - 1] = table->limit + 1;
    for (uint32_t j = low; j <= high; j++) {
        row[j] = j ? fill_cell(table, i, j) : i;
        best = least(best, row[j]);
    }
    if (high < table->b_count)
        row[high + 1] = table->limit + 1;
    return best;
}

/* The distance of two names, or `limit` + 1 where it is greater. */
static uint32_t distance(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count,
                         uint32_t limit)
{
    for (; a_count && b_count && *a == *b; a_count--, b_count--) {
        a++;
        b++;
    }
    for (; a_count && b_count && a[a_count - 1] == b[b_count - 1]; a_count--)
        b_count--;
    if (!a_count || !b_count)
        return least(a_count + b_count, limit + 1);
    struct table table;
    table.a = a;
    table.b = b;
    table.b_count = b_count;
    table.limit = limit;
    for (uint32_t j = 0; j <= least(b_count, limit + 1); j++)
        table.rows[0][j] = j;
    uint32_t before = 0;
    for (uint32_t i = 1; i <= a_count; i++) {
        uint32_t best = fill_row(&table, i);
        if (best > limit && before > limit)
            return limit + 1;
        before = best;
    }
    return least(table.rows[a_count % 3][b_count], limit + 1);
}

static bool is_too_long(const struct suggest *suggest, size_t bytes)
{
    size_t longest = suggest->length + suggest->limit;
    return !suggest->length || bytes > 4 * longest || bytes + suggest->limit < suggest->length;
}

/* The edits between the wanted name and a candidate, or NOT_CLOSE. */
static uint32_t rank_of(const struct suggest *suggest, struct text candidate)
{
    uint32_t points[ROW];
    uint32_t limit = suggest->limit;
    if (is_too_long(suggest, candidate.length))
        return NOT_CLOSE;
    uint32_t count = read_points(candidate, points, suggest->length + limit);
    if (count > suggest->length + limit || count + limit < suggest->length)
        return NOT_CLOSE;
    uint64_t letters = letters_of(points, count);
    if (count_bits(letters & ~suggest->letters) > limit ||
        count_bits(suggest->letters & ~letters) > limit)
        return NOT_CLOSE;
    uint32_t edits = distance(suggest->points, suggest->length, points, count, limit);
    bool is_all = edits >= suggest->length && edits >= count;
    return edits > limit || is_all ? NOT_CLOSE : edits;
}

static void keep(struct suggestion *found, struct text candidate)
{
    size_t at = 0;
    while (at < found->count && text_compare(found->texts[at], candidate) < 0)
        at++;
    if (at == SUGGEST_MOST || (at < found->count && text_equal(found->texts[at], candidate)))
        return;
    if (found->count < SUGGEST_MOST)
        found->count++;
    for (size_t i = found->count - 1; i > at; i--)
        found->texts[i] = found->texts[i - 1];
    found->texts[at] = candidate;
}

void suggest_offer(struct suggest *suggest, struct text candidate)
{
    uint32_t rank = rank_of(suggest, candidate);
    if (rank == NOT_CLOSE || rank > suggest->rank || text_equal(candidate, suggest->wanted))
        return;
    if (rank < suggest->rank)
        suggest->found.count = 0;
    suggest->rank = rank;
    suggest->limit = rank;
    keep(&suggest->found, candidate);
}

const struct suggestion *suggest_best(const struct suggest *suggest)
{
    return &suggest->found;
}

void suggest_print(struct buf *out, const struct suggestion *suggestion)
{
    for (size_t i = 0; i < suggestion->count; i++) {
        if (i)
            buf_str(out, i + 1 == suggestion->count ? " or " : ", ");
        buf_byte(out, '`');
        buf_text(out, suggestion->texts[i]);
        buf_byte(out, '`');
    }
}
