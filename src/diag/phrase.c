/* Looks for many phrases in one pass over a text: a tree of words in one hash table. Words are
 * compared by their 64-bit hashes; two that collide mask a little more than they should. */
#include "diag/phrase.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

/* A longer phrase is looked for in pieces of this many words. */
enum { LONGEST_PIECE = 64, FIRST_CAPACITY = 256, OPENING_BITS = 1 << 16 };

/* From a node of the tree by one word to the next; the key holds both. */
struct edge {
    uint64_t key;
    uint32_t to;
};

struct phrases {
    struct arena *arena;
    struct edge *edges;
    size_t edge_count;
    size_t capacity; /* a power of two */
    VEC(bool) is_end; /* of each node: a phrase ends here; node 0 is the root */
    uint64_t openings[OPENING_BITS / 64]; /* which words may open a phrase */
};

struct phrases *phrases_new(struct arena *arena)
{
    struct phrases *phrases = ARENA_NEW(arena, struct phrases);
    phrases->arena = arena;
    phrases->capacity = FIRST_CAPACITY;
    phrases->edges = ARENA_ARRAY(arena, struct edge, phrases->capacity);
    VEC_PUSH(arena, &phrases->is_end, false);
    return phrases;
}

/* -- words -- */

struct word {
    uint64_t hash;
    uint32_t start;
    uint32_t end;
};

static uint64_t hash_add(uint64_t hash, uint32_t point)
{
    return (hash ^ point) * UINT64_C(0x100000001B3);
}

/* Accents are often left out in typing, and ŵ has two encodings. */
static bool is_accent(uint32_t point)
{
    return point >= 0x300 && point != UTF8_BAD && uc_combining_class(point) != UC_CCC_NR;
}

/* Capitals count as small letters, accents as nothing. */
static uint64_t hash_folded(uint64_t hash, uint32_t point)
{
    if (point < 0x80)
        return hash_add(hash, point >= 'A' && point <= 'Z' ? point + 32 : point);
    if (point == 0x2019)
        return hash_add(hash, '\'');
    if (point == UTF8_BAD)
        return hash_add(hash, point);
    if (is_accent(point))
        return hash;
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    ucs4_t folded = uc_tolower(uc_toupper(point));
    int count = uc_canonical_decomposition(folded, parts);
    if (count <= 0)
        return hash_add(hash, folded);
    for (int i = 0; i < count; i++)
        hash = hash_folded(hash, parts[i]);
    return hash;
}

static bool is_word_point(uint32_t point)
{
    if (point < 0x80)
        return (point >= '0' && point <= '9') || ((point | 32) >= 'a' && (point | 32) <= 'z');
    return point != UTF8_BAD &&
           uc_is_general_category_withtable(point, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                       UC_CATEGORY_MASK_N);
}

/* Chinese and its like are written without blanks, so each character is a word. */
static bool is_ideograph(uint32_t point)
{
    return point >= 0x1100 && uc_is_property_ideographic(point);
}

static bool is_skipped(uint32_t point)
{
    if (point < 0x80)
        return point <= ' ' || point == '_' || point == '\\';
    return point != UTF8_BAD &&
           (is_accent(point) || uc_is_general_category_withtable(point, UC_CATEGORY_MASK_Z));
}

static size_t decode(struct text text, size_t at, uint32_t *point)
{
    if (at < text.length && (unsigned char)text.bytes[at] < 0x80) {
        *point = (unsigned char)text.bytes[at];
        return 1;
    }
    return utf8_decode(text, at, point);
}

/* Reads the next word or single sign from *at on; false at the end. */
static bool read_word(struct text text, size_t *at, struct word *word)
{
    uint32_t point;
    size_t step;
    while ((step = decode(text, *at, &point)) != 0 && is_skipped(point))
        *at += step;
    if (!step)
        return false;
    word->start = (uint32_t)*at;
    word->hash = hash_folded(UINT64_C(0xCBF29CE484222325), point);
    *at += step;
    bool goes_on = is_word_point(point) && !is_ideograph(point);
    while (goes_on && (step = decode(text, *at, &point)) != 0 && is_word_point(point) &&
           !is_ideograph(point)) {
        word->hash = hash_folded(word->hash, point);
        *at += step;
    }
    word->end = (uint32_t)*at;
    return true;
}

/* -- the tree -- */

static uint64_t edge_key(uint32_t from, uint64_t hash)
{
    uint64_t key = hash ^ ((uint64_t)from * UINT64_C(0x9E3779B97F4A7C15));
    key = (key ^ (key >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
    key ^= key >> 33;
    return key ? key : 1;
}

static struct edge *find_edge(const struct phrases *phrases, uint64_t key)
{
    size_t at = (size_t)key & (phrases->capacity - 1);
    while (phrases->edges[at].key && phrases->edges[at].key != key)
        at = (at + 1) & (phrases->capacity - 1);
    return &phrases->edges[at];
}

static void grow(struct phrases *phrases)
{
    struct edge *old = phrases->edges;
    size_t count = phrases->capacity;
    phrases->capacity *= 2;
    phrases->edges = ARENA_ARRAY(phrases->arena, struct edge, phrases->capacity);
    for (size_t i = 0; i < count; i++) {
        if (old[i].key)
            *find_edge(phrases, old[i].key) = old[i];
    }
}

static uint32_t step_or_add(struct phrases *phrases, uint32_t from, uint64_t hash)
{
    uint64_t key = edge_key(from, hash);
    struct edge *edge = find_edge(phrases, key);
    if (edge->key)
        return edge->to;
    *edge = (struct edge){ key, phrases->is_end.count };
    VEC_PUSH(phrases->arena, &phrases->is_end, false);
    uint32_t to = edge->to;
    if (++phrases->edge_count > phrases->capacity / 2)
        grow(phrases);
    return to;
}

static size_t opening_index(uint64_t hash)
{
    return (size_t)(hash / 64 % (OPENING_BITS / 64));
}

static uint64_t opening_bit(uint64_t hash)
{
    return UINT64_C(1) << (hash % 64);
}

/* Adds as many words from `at` on as make a piece. */
static void add_piece(struct phrases *phrases, struct text phrase, size_t at)
{
    uint32_t node = 0;
    struct word word;
    for (int i = 0; i < LONGEST_PIECE && read_word(phrase, &at, &word); i++) {
        if (i == 0)
            phrases->openings[opening_index(word.hash)] |= opening_bit(word.hash);
        node = step_or_add(phrases, node, word.hash);
    }
    phrases->is_end.items[node] = true;
}

/* Signs alone are no phrase: they would be found everywhere. */
static bool has_word(struct text text)
{
    uint32_t point;
    for (size_t at = 0, step; (step = utf8_decode(text, at, &point)) != 0; at += step) {
        if (is_word_point(point))
            return true;
    }
    return false;
}

/* A long phrase is cut into pieces of equal length; the last overlaps the one before it. */
void phrases_add(struct phrases *phrases, struct text phrase)
{
    size_t starts[LONGEST_PIECE]; /* of the words read last */
    size_t count = 0;
    struct word word;
    if (!has_word(phrase))
        return;
    for (size_t at = 0; read_word(phrase, &at, &word);) {
        starts[count++ % LONGEST_PIECE] = word.start;
        if (count % LONGEST_PIECE == 0)
            add_piece(phrases, phrase, starts[0]);
    }
    if (count % LONGEST_PIECE)
        add_piece(phrases, phrase, starts[count < LONGEST_PIECE ? 0 : count % LONGEST_PIECE]);
}

/* Phrases begun and not yet ended: at most as many as a piece has words. */
struct walk {
    uint32_t start;
    uint32_t node;
};

static size_t advance(const struct phrases *phrases, struct walk *walks, size_t count,
                      const struct word *word, struct stretches *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct edge *edge = find_edge(phrases, edge_key(walks[i].node, word->hash));
        if (!edge->key)
            continue;
        if (phrases->is_end.items[edge->to]) {
            struct stretch stretch = { walks[i].start, word->end };
            VEC_PUSH(phrases->arena, &found->list, stretch);
        }
        walks[kept++] = (struct walk){ walks[i].start, edge->to };
    }
    return kept;
}

void phrases_find(const struct phrases *phrases, struct text text, struct stretches *found)
{
    if (!phrases->edge_count)
        return;
    struct walk walks[LONGEST_PIECE + 1];
    size_t count = 0;
    struct word word;
    for (size_t at = 0; read_word(text, &at, &word);) {
        if (phrases->openings[opening_index(word.hash)] & opening_bit(word.hash))
            walks[count++] = (struct walk){ word.start, 0 };
        count = advance(phrases, walks, count, &word, found);
    }
}

/* -- stretches -- */

static int compare(const void *left, const void *right)
{
    const struct stretch *a = left;
    const struct stretch *b = right;
    int order = (a->start > b->start) - (a->start < b->start);
    return order ? order : (a->end > b->end) - (a->end < b->end);
}

void stretches_merge(struct stretches *stretches)
{
    struct stretch *items = stretches->list.items;
    uint32_t count = stretches->list.count;
    if (count < 2)
        return;
    qsort(items, count, sizeof *items, compare);
    uint32_t last = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (items[i].start >= items[last].end)
            items[++last] = items[i];
        else if (items[i].end > items[last].end)
            items[last].end = items[i].end;
    }
    stretches->list.count = last + 1;
}

uint32_t stretches_find(const struct stretches *stretches, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = stretches->list.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (stretches->list.items[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
