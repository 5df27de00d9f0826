/* Guards src/base: the arena, names, growing arrays and texts, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/relay.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMES = 100000, PUSHES = 100000, LARGE = 60 * 1024 * 1024 };

/* Arena */

struct exit_point {
    jmp_buf way;
    size_t wanted;
};

static void leave(void *context, size_t wanted)
{
    struct exit_point *point = context;
    point->wanted = wanted;
    longjmp(point->way, 1);
}

static void test_arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    for (size_t align = 1; align <= alignof(max_align_t); align *= 2) {
        for (size_t size = 0; size < 300; size += 7) {
            unsigned char *memory = arena_alloc(arena, size, align);
            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % align, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(memory[i], 0);
            if (size)
                memset(memory, 0xFF, size);
        }
    }
    arena_free(arena);
}

static void test_arena_takes_more_than_a_block(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    char *small = ARENA_ARRAY(arena, char, 10);
    strcpy(small, "stays");
    char *large = ARENA_ARRAY(arena, char, 40u * 1024 * 1024);
    large[40u * 1024 * 1024 - 1] = 'x';
    assert_string_equal(small, "stays");
    assert_true(arena_used(arena) > 40u * 1024 * 1024);
    arena_free(arena);
}

static void test_arena_release_gives_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    char *kept = arena_copy(arena, "kept", 4);
    size_t before = arena_used(arena);
    for (int round = 0; round < 100; round++) {
        struct arena_mark mark = arena_mark(arena);
        for (int i = 0; i < 100; i++)
            memset(ARENA_ARRAY(arena, char, 10000), 'x', 10000);
        arena_release(arena, mark);
        assert_int_equal(arena_used(arena), before);
    }
    assert_string_equal(kept, "kept");
    unsigned char *fresh = ARENA_ARRAY(arena, unsigned char, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(fresh[i], 0);
    arena_free(arena);
}

static void test_arena_release_to_the_very_start(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct arena_mark empty = arena_mark(arena);
    ARENA_ARRAY(arena, char, 100000);
    arena_release(arena, empty);
    assert_int_equal(arena_used(arena), 0);
    assert_non_null(ARENA_ARRAY(arena, char, 1));
    arena_free(arena);
}

static void test_arena_fails_at_the_nth(void **state)
{
    (void)state;
    struct exit_point point = { .wanted = 0 };
    struct arena *arena = arena_new(0, leave, &point);
    volatile int made = 0;
    ARENA_ARRAY(arena, char, 1);
    arena_fail_at(arena, 3);
    if (setjmp(point.way) == 0) {
        for (; made < 10; made++)
            ARENA_ARRAY(arena, char, 5);
    }
    assert_int_equal(made, 2);
    assert_int_equal(point.wanted, 5);
    arena_fail_at(arena, 0);
    size_t count = arena_count(arena);
    assert_non_null(ARENA_ARRAY(arena, char, 1));
    assert_int_equal(arena_count(arena), count + 1);
    arena_free(arena);
}

static bool exhausts(size_t limit, size_t count, size_t size)
{
    struct exit_point point;
    struct arena *arena = arena_new(limit, leave, &point);
    volatile bool left = true;
    if (setjmp(point.way) == 0) {
        arena_alloc_array(arena, count, size, 1);
        left = false;
    }
    arena_free(arena);
    return left;
}

static void test_arena_sizes_are_checked(void **state)
{
    (void)state;
    assert_true(exhausts(0, SIZE_MAX, 2));
    assert_true(exhausts(0, SIZE_MAX / 2, 3));
    assert_true(exhausts(0, SIZE_MAX, 1));
    assert_true(exhausts(0, SIZE_MAX - 8, 1));
    assert_true(exhausts(1000 * 1000, 1000 * 1000 + 1, 1));
    assert_false(exhausts(1000 * 1000, 1000, 100));
    assert_false(exhausts(0, 0, SIZE_MAX));
}

/* What is large leaves the block that is being filled as it is, and goes with what was made after it. */
static void test_arena_keeps_large_things_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    char *first = ARENA_ARRAY(arena, char, 10);
    memset(ARENA_ARRAY(arena, char, LARGE), 'x', LARGE);
    assert_ptr_equal(ARENA_ARRAY(arena, char, 10), first + 10);
    size_t used = arena_used(arena);
    for (int i = 0; i < 3; i++) {
        struct arena_mark mark = arena_mark(arena);
        char *second = ARENA_ARRAY(arena, char, LARGE);
        assert_int_equal(second[0], 0);
        memset(second, 'y', LARGE);
        arena_release(arena, mark);
        assert_int_equal(arena_used(arena), used);
    }
    arena_free(arena);
}

/* Over the ends of the largest blocks and back, again and again. */
static void test_arena_blocks_are_used_again(void **state)
{
    (void)state;
    enum { MANY = 40, SIZE = 1024 * 1024 };
    struct arena *arena = arena_new(0, NULL, NULL);
    ARENA_ARRAY(arena, char, 1);
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used(arena);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < MANY; j++) {
            char *bytes = ARENA_ARRAY(arena, char, SIZE);
            assert_int_equal(bytes[0], 0);
            assert_int_equal(bytes[SIZE - 1], 0);
            memset(bytes, 'x', SIZE);
        }
        arena_release(arena, mark);
        assert_int_equal(arena_used(arena), used);
    }
    arena_free(arena);
}

/* Over the end of a large block and back, again and again: what was there before is not seen. */
static void test_arena_block_is_used_again(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    ARENA_ARRAY(arena, char, LARGE);
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used(arena);
    for (int i = 0; i < 3; i++) {
        char *bytes = ARENA_ARRAY(arena, char, LARGE);
        assert_int_equal(bytes[0], 0);
        assert_int_equal(bytes[LARGE - 1], 0);
        memset(bytes, 'x', LARGE);
        arena_release(arena, mark);
        assert_int_equal(arena_used(arena), used);
    }
    arena_free(arena);
}

static void count_call(void *context)
{
    ++*(int *)context;
}

static void test_arena_beside_another(void **state)
{
    (void)state;
    int left = 0;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct arena_mark mark = arena_mark(arena);
    char *before = arena_copy(arena, "before", 6);
    struct arena *beside = arena_new_beside(arena, NULL, count_call, &left);
    char *bytes = arena_copy(beside, "beside", 6);
    size_t used = arena_used(arena) + arena_used(beside);
    arena_adopt(arena, beside);
    assert_int_equal(arena_used(arena), used);
    assert_string_equal(before, "before");
    assert_string_equal(bytes, "beside");
    arena_release(arena, mark);
    assert_int_equal(arena_used(arena), 0);
    arena_copy(arena_new_beside(arena, NULL, count_call, &left), "lost", 4);
    assert_int_equal(left, 0);
    arena_free(arena);
    assert_int_equal(left, 1);
}

/* Relays */

struct counting {
    struct relay *relay;
    int made;
    int last;
    int breaks_at;
};

static bool make_number(void *context, void *item)
{
    struct counting *counting = context;
    if (counting->made == counting->breaks_at)
        relay_give_up(counting->relay);
    *(int *)item = counting->made;
    return counting->made++ < counting->last;
}

static void start_counting(struct arena *arena, struct counting *counting)
{
    counting->relay = relay_new(arena, sizeof(int), make_number, counting);
    assert_true(relay_start(counting->relay));
}

static void test_relay_hands_on_all_in_order(void **state)
{
    (void)state;
    static const int lasts[] = { 0, 1, 2047, 2048, 2049, 1000000 };
    for (size_t i = 0; i < sizeof lasts / sizeof *lasts; i++) {
        struct arena *arena = arena_new(0, NULL, NULL);
        struct counting counting = { .last = lasts[i], .breaks_at = -1 };
        start_counting(arena, &counting);
        for (int number = 0; number <= counting.last; number++)
            assert_int_equal(*(const int *)relay_next(counting.relay), number);
        relay_stop(counting.relay);
        arena_free(arena);
    }
}

static void test_relay_is_held(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct counting counting = { .last = 1000000, .breaks_at = -1 };
    start_counting(arena, &counting);
    for (int number = 0; number <= counting.last; number++) {
        assert_int_equal(*(const int *)relay_next(counting.relay), number);
        if (number % 1000)
            continue;
        relay_hold(counting.relay);
        int made = counting.made;
        relay_give_up(counting.relay); /* returns: it is not the thread that calls */
        sched_yield();
        assert_true(made > number);
        assert_int_equal(counting.made, made);
        relay_release(counting.relay);
    }
    relay_stop(counting.relay);
    arena_free(arena);
}

static void test_relay_ends_early(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct counting broken = { .last = 1000000, .breaks_at = 5000 };
    start_counting(arena, &broken);
    int number = 0;
    for (const int *item; (item = relay_next(broken.relay)) != NULL; number++)
        assert_int_equal(*item, number);
    assert_int_equal(number, 4096); /* whole chunks */
    relay_stop(broken.relay);
    struct counting stopped = { .last = 1000000, .breaks_at = -1 };
    start_counting(arena, &stopped);
    assert_int_equal(*(const int *)relay_next(stopped.relay), 0);
    relay_hold(stopped.relay);
    relay_stop(stopped.relay);
    assert_true(stopped.made < stopped.last);
    arena_free(arena);
}

/* Names */

static void test_names_are_one_each(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct name_table *table = name_table_new(arena);
    struct name **names = calloc(NAMES, sizeof *names);
    char text[32];
    for (int i = 0; i < NAMES; i++) {
        int length = snprintf(text, sizeof text, "name_%d", i);
        names[i] = name_get(table, text, (size_t)length);
    }
    for (int i = 0; i < NAMES; i++) {
        int length = snprintf(text, sizeof text, "name_%d", i);
        assert_ptr_equal(name_get(table, text, (size_t)length), names[i]);
        assert_string_equal(names[i]->text, text);
        assert_int_equal(names[i]->length, length);
    }
    free(names);
    arena_free(arena);
}

static void test_names_with_odd_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct name_table *table = name_table_new(arena);
    assert_ptr_equal(name_get(table, "", 0), name_get(table, "x", 0));
    assert_ptr_not_equal(name_get(table, "a\0b", 3), name_get(table, "a\0c", 3));
    assert_ptr_not_equal(name_get(table, "a", 1), name_get(table, "a\0", 2));
    assert_int_equal(name_get(table, "a\0b", 3)->length, 3);
    arena_free(arena);
}

/* Arrays and texts */

static void test_vec_keeps_all(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    VEC(uint32_t) numbers = { 0 };
    for (uint32_t i = 0; i < PUSHES; i++)
        VEC_PUSH(arena, &numbers, i * 3);
    assert_int_equal(numbers.count, PUSHES);
    for (uint32_t i = 0; i < PUSHES; i++)
        assert_int_equal(numbers.items[i], i * 3);
    arena_free(arena);
}

static void test_buf_appends(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf buf;
    buf_init(&buf, arena);
    assert_string_equal(buf_string(&buf), "");
    buf_str(&buf, "a");
    buf_byte(&buf, 'b');
    buf_add(&buf, "c\0d", 3);
    buf_repeat(&buf, '-', 3);
    buf_repeat(&buf, '-', 0);
    buf_int(&buf, INT64_MIN);
    buf_text(&buf, TEXT("|"));
    buf_printf(&buf, "%d %s", 7, "seven");
    assert_int_equal(buf.length, strlen("ab") + 3 + 3 + strlen("-9223372036854775808|7 seven"));
    assert_memory_equal(buf_get(&buf).bytes, "abc\0d----9223372036854775808|7 seven", buf.length);
    arena_free(arena);
}

static void test_buf_prints_what_is_long(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct buf buf;
    char *word = malloc(100001);
    memset(word, 'w', 100000);
    word[100000] = '\0';
    buf_init(&buf, arena);
    buf_printf(&buf, "<%s>", word);
    assert_int_equal(buf.length, 100002);
    assert_int_equal(buf_get(&buf).bytes[100001], '>');
    struct text early = buf_get(&buf);
    buf_str(&buf, word);
    assert_int_equal(early.length, 100002);
    assert_int_equal(early.bytes[0], '<');
    free(word);
    arena_free(arena);
}

/* UTF-8 */

static void test_utf8_every_code_point(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        uint32_t back = 0;
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        size_t length = utf8_encode(point, bytes);
        assert_int_equal(utf8_decode((struct text){ bytes, length }, 0, &back), length);
        assert_int_equal(back, point);
        for (size_t cut = 1; cut < length; cut++) {
            assert_int_equal(utf8_decode((struct text){ bytes, cut }, 0, &back), 1);
            assert_int_equal(back, UTF8_BAD);
        }
    }
}

static void test_utf8_broken(void **state)
{
    (void)state;
    static const char *const broken[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3(", "\xE0\x80\x80",
                                          "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
                                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        uint32_t point = 0;
        assert_int_equal(utf8_decode(text_of(broken[i]), 0, &point), 1);
        assert_true(point == UTF8_BAD);
    }
    uint32_t point;
    assert_int_equal(utf8_decode(TEXT("a"), 1, &point), 0);
}

static void test_utf8_counts(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(TEXT("aŵ日😀")), 4);
    assert_int_equal(utf8_count_utf16(TEXT("aŵ日😀")), 5);
    assert_int_equal(utf8_count(TEXT("\xFF\xC3")), 2);
    assert_int_equal(utf8_width(TEXT("abc")), 3);
    assert_int_equal(utf8_width(TEXT("日本")), 4);
    assert_int_equal(utf8_width(TEXT("e\u0301")), 1);
    assert_int_equal(utf8_width(TEXT("")), 0);
}

/* Every byte at every place of texts around the length of a word. */
static void test_utf8_plain(void **state)
{
    (void)state;
    char bytes[20];
    memset(bytes, 'a', sizeof bytes);
    for (size_t length = 1; length <= sizeof bytes; length++) {
        for (size_t at = 0; at < length; at++) {
            for (int byte = 0; byte < 256; byte++) {
                bytes[at] = (char)byte;
                assert_int_equal(utf8_is_plain((struct text){ bytes, length }), byte >= 0x20 && byte < 0x7F);
            }
            bytes[at] = 'a';
        }
    }
    assert_true(utf8_is_plain(TEXT("")));
}

static void test_utf8_what_may_not_stand(void **state)
{
    (void)state;
    static const uint32_t steering[] = { 0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069 };
    for (size_t i = 0; i < sizeof steering / sizeof *steering; i++) {
        assert_true(utf8_is_bidi_control(steering[i]));
        assert_true(utf8_is_unprintable(steering[i]));
    }
    assert_true(utf8_is_unprintable(0));
    assert_true(utf8_is_unprintable(0x1B));
    assert_true(utf8_is_unprintable(0x7F));
    assert_true(utf8_is_unprintable(0x9B));
    assert_false(utf8_is_unprintable('\t'));
    assert_false(utf8_is_unprintable('\n'));
    assert_false(utf8_is_unprintable(0x175));
    assert_true(utf8_is_forbidden(0xFFFE));
    assert_true(utf8_is_forbidden(0x1FFFF));
    assert_true(utf8_is_forbidden(0xFDD0));
    assert_true(utf8_is_forbidden(0xE0041));
    assert_false(utf8_is_forbidden(0x175));
}

static void test_utf8_one_form(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0, NULL, NULL);
    struct text composed = utf8_normalise(arena, TEXT("w\u0302yn"));
    assert_true(text_equal(composed, TEXT("ŵyn")));
    assert_true(text_equal(utf8_normalise(arena, TEXT("plain")), TEXT("plain")));
    assert_true(text_equal(utf8_normalise(arena, TEXT("")), TEXT("")));
    assert_true(text_equal(utf8_fold(arena, TEXT("ŴYN Abc")), utf8_fold(arena, TEXT("ŵyn aBC"))));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(test_arena_takes_more_than_a_block),
        cmocka_unit_test(test_arena_release_gives_back),
        cmocka_unit_test(test_arena_release_to_the_very_start),
        cmocka_unit_test(test_arena_fails_at_the_nth),
        cmocka_unit_test(test_arena_sizes_are_checked),
        cmocka_unit_test(test_arena_keeps_large_things_apart),
        cmocka_unit_test(test_arena_blocks_are_used_again),
        cmocka_unit_test(test_arena_block_is_used_again),
        cmocka_unit_test(test_arena_beside_another),
        cmocka_unit_test(test_relay_hands_on_all_in_order),
        cmocka_unit_test(test_relay_is_held),
        cmocka_unit_test(test_relay_ends_early),
        cmocka_unit_test(test_names_are_one_each),
        cmocka_unit_test(test_names_with_odd_bytes),
        cmocka_unit_test(test_vec_keeps_all),
        cmocka_unit_test(test_buf_appends),
        cmocka_unit_test(test_buf_prints_what_is_long),
        cmocka_unit_test(test_utf8_every_code_point),
        cmocka_unit_test(test_utf8_broken),
        cmocka_unit_test(test_utf8_counts),
        cmocka_unit_test(test_utf8_plain),
        cmocka_unit_test(test_utf8_what_may_not_stand),
        cmocka_unit_test(test_utf8_one_form),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
