/* Strings, numbers, UTF-8 and errors. */
#include "decimal.h"
#include "error.h"
#include "hex.h"
#include "str.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

static void order_is_bytewise_and_shorter_first(void **state)
{
    (void)state;
    assert_true(khl_str_compare(KHL_STR("a"), KHL_STR("ab")) < 0);
    assert_true(khl_str_compare(KHL_STR("b"), KHL_STR("ab")) > 0);
    assert_true(khl_str_compare(KHL_STR(""), (khl_str){NULL, 0}) == 0);
    assert_true(khl_str_compare(KHL_STR("\xd9\x80"), KHL_STR("z")) > 0); /* bytes are unsigned */
}

static void numbers_are_whole_or_refused(void **state)
{
    (void)state;
    uint64_t u;
    double d;
    assert_true(khl_str_to_u64(KHL_STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(khl_str_to_u64(KHL_STR("18446744073709551616"), &u));
    assert_false(khl_str_to_u64(KHL_STR(""), &u));
    assert_false(khl_str_to_u64(KHL_STR("1 "), &u));
    assert_false(khl_str_to_u64(KHL_STR("-1"), &u));
    assert_true(khl_str_to_f64(KHL_STR("-2.5e1"), &d) && d == -25.0);
    assert_false(khl_str_to_f64(KHL_STR("0x10"), &d));
    assert_false(khl_str_to_f64(KHL_STR("nan"), &d));
    assert_false(khl_str_to_f64(KHL_STR("1e999"), &d));
    assert_false(khl_str_to_f64(KHL_STR("1.5x"), &d));
}

static void digits_are_those_of_printf(void **state)
{
    (void)state;
    static const double AWKWARD[] = {0,    -0.0,   -0.00004, 0.5,        0.99996,    1,          -1.25, 12,
                                     1e-9, 1234.5, 0.00005,  -3.3333333, 999999.999, 99999999.5, 0.1,   7e8};
    char text[KHL_DECIMAL_BYTES], wanted[64];
    assert_true(khl_str_equal(khl_decimal(UINT64_MAX, text), KHL_STR("18446744073709551615")));
    assert_true(khl_str_equal(khl_decimal(0, text), KHL_STR("0")));
    for (size_t i = 0; i < sizeof AWKWARD / sizeof *AWKWARD; i++) {
        double rounded = round(AWKWARD[i] * 1e4) / 1e4 + 0.0, back;
        khl_str s = khl_decimal_fixed(AWKWARD[i], 4, text);
        snprintf(wanted, sizeof wanted, "%.4f", rounded);
        size_t n = strlen(wanted);
        while (wanted[n - 1] == '0' && wanted[n - 2] != '.') n--;
        assert_true(khl_str_equal(s, (khl_str){wanted, n}));
        assert_true(khl_str_to_f64(s, &back) && back == rounded);
    }
}

static void hex_is_read_as_it_was_written_and_no_other_way(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0x00, 0x0f, 0xa9, 0xff};
    unsigned char back[4];
    char digits[8];
    khl_hex_write(digits, bytes, 4);
    assert_memory_equal(digits, "000fa9ff", 8);
    assert_true(khl_hex_read(back, 4, (khl_str){digits, 8}));
    assert_memory_equal(back, bytes, 4);
    static const char *const REFUSED[] = {"", "000fa9f", "000fa9ff0", "000fa9ff00", "000FA9FF", "000fa9fg"};
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++)
        assert_false(khl_hex_read(back, 4, khl_str_from(REFUSED[i])));
    assert_false(khl_hex_read(back, 4, (khl_str){NULL, 0}));
}

static void an_escape_of_a_cell_is_told_from_what_looks_like_one(void **state)
{
    (void)state;
    assert_int_equal(khl_cell_escape(KHL_STR("a_x000D_"), 1), 0x0D);
    assert_int_equal(khl_cell_escape(KHL_STR("_x5f0A_"), 0), 0x5F0A);
    static const char *const OTHERS[] = {"_x000D", "_x000G_", "_X000D_", "_x00D_0", "x000D__", "_"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_int_equal(khl_cell_escape(khl_str_from(OTHERS[i]), 0), -1);
}

static void hash_depends_on_every_byte_and_on_length(void **state)
{
    (void)state;
    char text[40];
    memset(text, 'a', sizeof text);
    uint64_t base = khl_hash((khl_str){text, sizeof text});
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 'b';
        assert_true(khl_hash((khl_str){text, sizeof text}) != base);
        text[i] = 'a';
        assert_true(khl_hash((khl_str){text, i}) != base);
    }
    /* stored maps depend on it: these values must never change between versions or machines */
    assert_true(khl_hash(KHL_STR("khulasa")) == 0xde61bcf9caeba976u);
    assert_true(khl_hash(KHL_STR("a longer text of more than eight bytes")) == 0x64605bef374c13a2u);
}

/* Table 3-8 of the Unicode standard: each maximal ill-formed prefix is one replacement. */
static void ill_formed_utf8_is_replaced_by_maximal_prefixes(void **state)
{
    (void)state;
    static const struct {
        khl_str bytes;
        size_t n;
    } CASES[] =
        {
            {{"\xC0\xAF", 2}, 2},         {{"\xE0\x9F\x80", 3}, 3},
            {{"\xED\xA0\x80", 3}, 3}, /* overlong, surrogate */
            {{"\xF4\x91\x92\x93", 4}, 4}, {{"\xE1\x80\xE2", 3}, 2},
            {{"\xF0\x91\x92", 3}, 1},     {{"\x80", 1}, 1},
            {{"\xFF\x41", 2}, 2},         {{"\xD8\xB5", 2}, 1},
        };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(khl_utf8_length(CASES[i].bytes), CASES[i].n);
}

static void every_scalar_value_survives_a_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        if (c >= 0xD800 && c < 0xE000) continue;
        char bytes[4];
        khl_str s = {bytes, khl_utf8_put(c, bytes)};
        size_t at = 0;
        bool bad = false;
        if (khl_utf8_next(s, &at, &bad) != c || at != s.n || bad) fail_msg("U+%04X", c);
    }
}

static void check_finds_the_first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(khl_utf8_check(KHL_STR("ab\xd8\xb5")), 4);
    assert_int_equal(khl_utf8_check(KHL_STR("ab\xd8")), 2);
    assert_int_equal(khl_utf8_check((khl_str){NULL, 0}), 0);
}

static void truncation_never_cuts_a_character(void **state)
{
    (void)state;
    khl_str s = KHL_STR("\xd8\xb5\xe2\x82\xac");
    assert_int_equal(khl_utf8_truncate(s, 1).n, 0);
    assert_int_equal(khl_utf8_truncate(s, 4).n, 2);
    assert_int_equal(khl_utf8_truncate(s, 9).n, 5);
}

static void an_error_carries_text_arguments_and_position(void **state)
{
    (void)state;
    khl_error err;
    assert_int_equal(KHL_FAIL(&err, KHL_E_INPUT, "test.id", "{1} before {0}, {2}{3}", "a", "b"), KHL_E_INPUT);
    assert_string_equal(err.message, "b before a, {3}");
    assert_string_equal(err.args[1], "b");
    assert_int_equal(khl_error_at(&err, "f.csv", 3, 4), KHL_E_INPUT);
    assert_string_equal(err.file, "f.csv");
    assert_int_equal(err.row, 3);
    assert_int_equal(KHL_FAIL(NULL, KHL_E_IO, "test.id", "no one listens"), KHL_E_IO);
}

static void a_long_argument_is_cut_on_a_character(void **state)
{
    (void)state;
    char text[1001];
    khl_error err;
    for (size_t i = 0; i < 1000; i += 2) memcpy(text + i, "\xd8\xb5", 2);
    text[1000] = '\0';
    KHL_FAIL(&err, KHL_E_INPUT, "test.id", "{0}{0}{0}{0}{0}{0}{0}", text);
    assert_int_equal(khl_utf8_check(khl_str_from(err.args[0])), strlen(err.args[0]));
    assert_int_equal(khl_utf8_check(khl_str_from(err.message)), strlen(err.message));
}

/* Every byte counts, in whatever lane and in what is left over behind the last whole turn. */
static void hash_lanes_see_every_byte(void **state)
{
    (void)state;
    char bytes[83];
    uint64_t plain[KHL_HASH_LANES], other[KHL_HASH_LANES];
    memset(bytes, 7, sizeof bytes);
    khl_hash_lanes((khl_str){bytes, sizeof bytes}, plain);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= 1;
        khl_hash_lanes((khl_str){bytes, sizeof bytes}, other);
        assert_memory_not_equal(plain, other, sizeof plain);
        bytes[i] ^= 1;
    }
    khl_hash_lanes((khl_str){bytes, sizeof bytes - 1}, other);
    assert_memory_not_equal(plain, other, sizeof plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_lanes_see_every_byte),
        cmocka_unit_test(order_is_bytewise_and_shorter_first),
        cmocka_unit_test(numbers_are_whole_or_refused),
        cmocka_unit_test(digits_are_those_of_printf),
        cmocka_unit_test(hex_is_read_as_it_was_written_and_no_other_way),
        cmocka_unit_test(an_escape_of_a_cell_is_told_from_what_looks_like_one),
        cmocka_unit_test(hash_depends_on_every_byte_and_on_length),
        cmocka_unit_test(ill_formed_utf8_is_replaced_by_maximal_prefixes),
        cmocka_unit_test(every_scalar_value_survives_a_round_trip),
        cmocka_unit_test(check_finds_the_first_bad_byte),
        cmocka_unit_test(truncation_never_cuts_a_character),
        cmocka_unit_test(an_error_carries_text_arguments_and_position),
        cmocka_unit_test(a_long_argument_is_cut_on_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
