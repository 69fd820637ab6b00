/* Frozen maps: what is written is found, nothing else is, and images that would lead astray are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frozen.h"
#include "str.h"

enum { N = 5000, HEAD = 16 };

static char texts[N][16];
static khl_str keys[N];
static uint32_t records[N];

static khl_buf image_of(size_t n)
{
    khl_buf image = KHL_BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        snprintf(texts[i], sizeof texts[i], "key %zu", i * 7919 % N);
        keys[i] = khl_str_from(texts[i]);
        records[i] = (uint32_t)i;
    }
    assert_int_equal(khl_frozen_write(&image, keys, records, n, sizeof *records, NULL), KHL_OK);
    return image;
}

static khl_status open_image(khl_frozen *map, const khl_buf *image)
{
    return khl_frozen_open(map, khl_buf_str(image), sizeof(uint32_t), NULL);
}

static void every_key_is_found_and_no_other(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 2, 3, 4, 255, 256, 257, N};
    for (size_t k = 0; k < sizeof SIZES / sizeof *SIZES; k++) {
        khl_frozen map;
        khl_buf image = image_of(SIZES[k]);
        assert_int_equal(open_image(&map, &image), KHL_OK);
        assert_int_equal(map.n_keys, SIZES[k]);
        for (size_t i = 0; i < SIZES[k]; i++) {
            uint32_t at = khl_frozen_find(&map, keys[i]);
            assert_true(at < map.n_keys && khl_str_equal(khl_frozen_key(&map, at), keys[i]));
            assert_int_equal(*(const uint32_t *)khl_frozen_record(&map, at), i);
        }
        char other[24];
        for (size_t i = 0; i < 2000; i++) {
            snprintf(other, sizeof other, "other %zu", i);
            assert_int_equal(khl_frozen_find(&map, khl_str_from(other)), KHL_FROZEN_NONE);
        }
        assert_int_equal(khl_frozen_find(&map, (khl_str){"", 0}), KHL_FROZEN_NONE);
        khl_buf_clear(&image);
    }
}

static void keys_are_numbered_in_bytewise_order(void **state)
{
    (void)state;
    khl_frozen map;
    khl_buf image = image_of(N);
    assert_int_equal(open_image(&map, &image), KHL_OK);
    for (uint32_t i = 1; i < map.n_keys; i++)
        assert_true(khl_str_compare(khl_frozen_key(&map, i - 1), khl_frozen_key(&map, i)) < 0);
    khl_buf_clear(&image);
}

static void an_empty_section_is_an_empty_map(void **state)
{
    (void)state;
    khl_frozen map;
    assert_int_equal(khl_frozen_open(&map, (khl_str){NULL, 0}, 4, NULL), KHL_OK);
    assert_int_equal(khl_frozen_find(&map, KHL_STR("x")), KHL_FROZEN_NONE);
}

/* Without an empty slot the search for a missing key would never end. */
static void slots_that_are_all_taken_are_refused(void **state)
{
    (void)state;
    khl_frozen map;
    khl_buf image = image_of(3);
    uint32_t capacity, slot = 1;
    memcpy(&capacity, image.p + 4, 4);
    for (uint32_t i = 0; i < capacity; i++) memcpy(image.p + HEAD + 4 * i, &slot, 4);
    assert_int_equal(open_image(&map, &image), KHL_E_MODEL);
    khl_buf_clear(&image);
}

static void a_changed_word_of_the_tables_is_refused_or_harmless(void **state)
{
    (void)state;
    khl_buf good = image_of(40);
    size_t words = good.n / 4;
    for (size_t w = 0; w < words; w++)
        for (unsigned bit = 0; bit < 32; bit += 5) {
            khl_buf bad = KHL_BUF_INIT;
            khl_frozen map;
            khl_buf_put(&bad, khl_buf_str(&good));
            bad.p[4 * w + bit / 8] = (char)(bad.p[4 * w + bit / 8] ^ (1 << bit % 8));
            if (open_image(&map, &bad) == KHL_OK)
                for (size_t i = 0; i < 40; i++) (void)khl_frozen_find(&map, keys[i]);
            khl_buf_clear(&bad);
        }
    for (size_t n = 1; n < good.n; n++) {
        khl_frozen map;
        assert_int_equal(khl_frozen_open(&map, khl_str_part(khl_buf_str(&good), 0, n), 4, NULL), KHL_E_MODEL);
    }
    khl_buf_clear(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_key_is_found_and_no_other),
                                       cmocka_unit_test(keys_are_numbered_in_bytewise_order),
                                       cmocka_unit_test(an_empty_section_is_an_empty_map),
                                       cmocka_unit_test(slots_that_are_all_taken_are_refused),
                                       cmocka_unit_test(a_changed_word_of_the_tables_is_refused_or_harmless)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
