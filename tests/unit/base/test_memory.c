/* Arena, buffer, map, checked sizes: the containers every room stands on. */
#include "alloc.h"
#include "arena.h"
#include "buf.h"
#include "map.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    size_t out;
    assert_false(khl_mul(SIZE_MAX / 2, 3, &out));
    assert_false(khl_add(SIZE_MAX, 1, &out));
    assert_true(khl_mul(0, SIZE_MAX, &out) && out == 0);
    assert_null(khl_alloc(SIZE_MAX, 2));
    assert_null(khl_alloc_zero(SIZE_MAX / 2, 4));
    khl_arena arena = KHL_ARENA_INIT(64);
    assert_null(khl_arena_array(&arena, SIZE_MAX / 2, 4));
    assert_null(khl_arena_take(&arena, SIZE_MAX, 8));
    khl_arena_clear(&arena);
}

static void growing_keeps_the_content(void **state)
{
    (void)state;
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(khl_grow(&items, &capacity, (size_t)i + 1, sizeof *items));
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++) assert_int_equal(items[i], i);
    assert_false(khl_grow(&items, &capacity, SIZE_MAX, sizeof *items));
    assert_int_equal(items[999], 999); /* a refused growth leaves all as it was */
    free(items);
}

static void arena_memory_is_aligned_apart_and_survives_growth(void **state)
{
    (void)state;
    khl_arena arena = KHL_ARENA_INIT(32);
    unsigned char *blocks[200];
    for (unsigned i = 0; i < 200; i++) {
        size_t align = (size_t)1 << (i % 7);
        blocks[i] = khl_arena_take(&arena, 13, align);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % align, 0);
        memset(blocks[i], (int)i, 13);
    }
    for (unsigned i = 0; i < 200; i++)
        for (unsigned k = 0; k < 13; k++) assert_int_equal(blocks[i][k], i);
    khl_arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_non_null(khl_arena_take(&arena, 1, 1));
    khl_arena_clear(&arena);
    assert_null(arena.blocks);
}

static void copies_end_in_nul_and_may_be_empty(void **state)
{
    (void)state;
    khl_arena arena = KHL_ARENA_INIT(16);
    khl_str copy = khl_arena_copy(&arena, KHL_STR("abc"));
    assert_string_equal(copy.p, "abc");
    khl_str empty = khl_arena_copy(&arena, (khl_str){NULL, 0});
    assert_non_null(empty.p);
    assert_int_equal(empty.n, 0);
    khl_arena_clear(&arena);
}

static void map_numbers_keys_in_order_of_arrival(void **state)
{
    (void)state;
    khl_map map;
    char key[16];
    assert_int_equal(khl_map_init(&map, NULL), KHL_OK);
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 5000; i++) {
            uint32_t index;
            bool added;
            int n = snprintf(key, sizeof key, "k%u", i);
            assert_int_equal(khl_map_put(&map, (khl_str){key, (size_t)n}, &index, &added), KHL_OK);
            assert_int_equal(index, i);
            assert_int_equal(added, round == 0);
        }
    }
    assert_int_equal(map.n, 5000);
    assert_int_equal(khl_map_find(&map, KHL_STR("k4999")), 4999);
    assert_int_equal(khl_map_find(&map, KHL_STR("k5000")), KHL_MAP_NONE);
    khl_map_clear(&map);
    assert_int_equal(khl_map_find(&map, KHL_STR("k1")),
                     KHL_MAP_NONE); /* a cleared map is empty, not a trap */
}

static void map_tells_nul_and_empty_keys_apart(void **state)
{
    (void)state;
    khl_map map;
    uint32_t empty, nul;
    assert_int_equal(khl_map_init(&map, NULL), KHL_OK);
    assert_int_equal(khl_map_put(&map, (khl_str){NULL, 0}, &empty, NULL), KHL_OK);
    assert_int_equal(khl_map_put(&map, (khl_str){"\0", 1}, &nul, NULL), KHL_OK);
    assert_int_not_equal(empty, nul);
    khl_map_clear(&map);
}

static void buffer_collects_text_and_remembers_failure(void **state)
{
    (void)state;
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, "a");
    khl_buf_char(&buf, '-');
    khl_buf_utf8(&buf, 0x0635);
    khl_buf_format(&buf, "%d", 42);
    assert_true(khl_str_equal(khl_buf_str(&buf), KHL_STR("a-\xd8\xb5"
                                                         "42")));
    char long_text[600];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    khl_buf_format(&buf, "%s", long_text); /* longer than a formatted piece may be */
    assert_false(khl_buf_ok(&buf));
    khl_buf_put_c(&buf, "more");
    assert_false(khl_buf_ok(&buf));
    khl_buf_clear(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(growing_keeps_the_content),
        cmocka_unit_test(arena_memory_is_aligned_apart_and_survives_growth),
        cmocka_unit_test(copies_end_in_nul_and_may_be_empty),
        cmocka_unit_test(map_numbers_keys_in_order_of_arrival),
        cmocka_unit_test(map_tells_nul_and_empty_keys_apart),
        cmocka_unit_test(buffer_collects_text_and_remembers_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
