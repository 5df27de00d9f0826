/* How wide the columns of a table are: as what they hold asks for. No column is narrower than its longest
 * word, short cells such as dates stay on one line, and the rest of the page is shared by how much there is
 * to read. Lengths are in twentieths of a point. */
#include "report/columns.h"

#include "base/buf.h"
#include "report/document.h"
#include "report/svg.h"

enum {
    TEXT_SIZE = 200,       /* ten points */
    SLACK = 104,           /* percent: faces differ a little in width */
    LONGEST_CELL = 27000,  /* about three lines of a page: more asks for no more */
    SHARE_ONE = 1024,
    SHARE_MOST = 64 * SHARE_ONE,
};

/* What a column holds, and what it asks for in the end. */
struct need {
    uint32_t word;    /* the longest */
    uint32_t cell;    /* the longest, on one line */
    uint32_t heading; /* on one line */
    uint64_t squares; /* the sum of those of all cells' lengths */
    uint32_t least;
    uint32_t most;
    uint32_t weight;  /* how much it is widened, beside others */
};

/* What there is */

static uint32_t measure(struct text text, bool is_bold)
{
    return (uint32_t)((int64_t)svg_measure(text, TEXT_SIZE, is_bold) * SLACK / 100);
}

static uint32_t longer(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t shorter(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t measure_longest_word(struct text text, bool is_bold)
{
    uint32_t longest = 0;
    size_t start = 0;
    for (size_t at = 0; at <= text.length; at++) {
        bool is_gap = at == text.length || text.bytes[at] == ' ' || text.bytes[at] == '\n';
        if (!is_gap)
            continue;
        longest = longer(longest, measure((struct text){ text.bytes + start, at - start }, is_bold));
        start = at + 1;
    }
    return longest;
}

static void note_cell(struct need *need, struct text text, bool is_bold)
{
    uint32_t line = shorter(measure(text, is_bold), LONGEST_CELL);
    need->word = longer(need->word, measure_longest_word(text, is_bold));
    need->cell = longer(need->cell, line);
    need->squares += (uint64_t)line * line;
}

static struct need *measure_columns(struct arena *arena, const struct table *table)
{
    struct need *needs = ARENA_ARRAY(arena, struct need, table->column_count);
    struct buf plain;
    uint32_t at = 0;
    buf_init(&plain, arena);
    for (const struct row *row = table->first_row; row; row = row->next) {
        for (uint32_t i = 0; i < table->column_count; i++) {
            plain.length = 0;
            document_print_plain(&plain, &row->cells[i]);
            note_cell(&needs[i], buf_get(&plain), i == 0 && table->has_row_headings);
        }
    }
    for (const struct column *column = table->first_column; column; column = column->next, at++) {
        needs[at].word = longer(needs[at].word, measure_longest_word(column->heading, true));
        needs[at].heading = measure(column->heading, true);
    }
    return needs;
}

/* What that asks for */

static uint32_t cube_root(uint64_t number)
{
    uint32_t low = 0;
    uint32_t high = 1 << 21;
    while (high - low > 1) {
        uint64_t middle = (low + high) / 2;
        if (middle * middle * middle <= number)
            low = (uint32_t)middle;
        else
            high = (uint32_t)middle;
    }
    return low;
}

static uint32_t set_length(const struct columns *columns, uint32_t length)
{
    return length * columns->size / TEXT_SIZE + 2 * columns->padding;
}

/* A word longer than a quarter of the page, an address it may be, is broken anywhere. These weights make the
 * sum of the squares of all cells' heights as small as it can be. */
static void settle_need(struct need *need, const struct columns *columns, bool keeps_cells,
                        uint32_t page)
{
    need->least = set_length(columns, shorter(need->word, page / 4));
    if (keeps_cells && need->cell <= page / 4)
        need->least = longer(need->least, set_length(columns, need->cell));
    need->most = longer(need->least, set_length(columns, longer(need->cell, need->heading)));
    need->weight = cube_root(need->squares) + 1;
}

static void settle_needs(struct need *needs, const struct columns *columns, const struct table *table,
                         bool keeps_cells, uint32_t page)
{
    uint32_t at = 0;
    for (const struct column *column = table->first_column; column; column = column->next)
        settle_need(&needs[at++], columns, column->is_short && keeps_cells, page);
}

/* Sharing */

static uint32_t width_at(const struct need *need, uint32_t share)
{
    uint64_t width = (uint64_t)need->weight * share / SHARE_ONE;
    return width < need->least ? need->least : width > need->most ? need->most : (uint32_t)width;
}

static uint64_t sum_at(const struct need *needs, uint32_t count, uint32_t share)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += width_at(&needs[i], share);
    return sum;
}

/* The largest share of their weights that all columns can have together. */
static uint32_t find_share(const struct need *needs, uint32_t count, uint32_t page)
{
    uint32_t low = 0;
    uint32_t high = SHARE_MOST;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (sum_at(needs, count, middle) <= page)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Widths that fill the page, whatever the share left or lacked. */
static uint32_t *share_page(struct arena *arena, const struct need *needs, uint32_t count, uint32_t page)
{
    uint32_t *widths = ARENA_ARRAY(arena, uint32_t, count);
    uint32_t share = find_share(needs, count, page);
    uint64_t sum = sum_at(needs, count, share);
    uint64_t before = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t after = before + width_at(&needs[i], share);
        widths[i] = (uint32_t)(after * page / sum - before * page / sum);
        before = after;
    }
    return widths;
}

/* Where words alone would fill most of the page, the table is set smaller; where short cells on one line
 * would, they are broken between words after all. */
struct columns columns_share_page(struct arena *arena, const struct table *table, uint32_t page)
{
    static const struct columns usual = { .size = TEXT_SIZE, .padding = 108 };
    static const struct columns compact = { .is_compact = true, .size = 180, .padding = 70 };
    struct columns columns = usual;
    uint32_t count = table->column_count;
    uint32_t most = page / 6 * 5; /* of what cannot be shared */
    struct need *needs = measure_columns(arena, table);
    settle_needs(needs, &columns, table, false, page);
    if (sum_at(needs, count, 0) > most)
        columns = compact;
    settle_needs(needs, &columns, table, true, page);
    if (sum_at(needs, count, 0) > most)
        settle_needs(needs, &columns, table, false, page);
    columns.widths = share_page(arena, needs, count, page);
    return columns;
}
