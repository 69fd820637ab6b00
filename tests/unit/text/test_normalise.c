/* Steps 0 to 4: what each level holds, and that every character knows where it came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "normalise.h"
#include "random_text.h"
#include "str.h"
#include "utf8.h"
#include "vectors.h"

static khl_properties *properties;

static int open_all(void **state)
{
    (void)state;
    return khl_properties_create(&properties, NULL) == KHL_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    khl_properties_destroy(properties);
    return 0;
}

static khl_stream normalise(khl_str text)
{
    khl_stream s = {0};
    assert_int_equal(khl_normalise(properties, text, &s, NULL), KHL_OK);
    return s;
}

typedef enum level { KEY, CLEAN } level;

/* The caller clears the buffer. */
static khl_buf level_of(khl_str text, level which)
{
    khl_stream s = normalise(text);
    khl_buf out = KHL_BUF_INIT;
    for (size_t i = 0; i < s.n; i++) khl_buf_utf8(&out, which == KEY ? s.chars[i].key : s.chars[i].clean);
    khl_stream_clear(&s);
    return out;
}

static void expect_level(const char *text, level which, const char *expected)
{
    khl_buf out = level_of(khl_str_from(text), which);
    khl_buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    khl_buf_clear(&out);
}

static khl_buf chars_of(const uint32_t *c, size_t n)
{
    khl_buf out = KHL_BUF_INIT;
    for (size_t i = 0; i < n; i++) khl_buf_utf8(&out, c[i]);
    return out;
}

static khl_stream normalise_chars(const uint32_t *c, size_t n)
{
    khl_buf text = chars_of(c, n);
    khl_stream s = normalise(khl_buf_str(&text));
    khl_buf_clear(&text);
    return s;
}

static void an_empty_text_has_no_characters(void **state)
{
    (void)state;
    khl_stream s = normalise((khl_str){NULL, 0});
    assert_int_equal(s.n, 0);
    assert_int_equal(s.bad_bytes, 0);
    khl_stream_clear(&s);
}

static void a_text_of_two_gigabytes_is_refused(void **state)
{
    (void)state;
    khl_stream s = {0};
    khl_error err = {0};
    assert_int_equal(khl_normalise(properties, (khl_str){"x", (size_t)1 << 31}, &s, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "text.too_long");
    assert_null(s.chars);
}

static void the_key_and_clean_vectors_hold(void **state)
{
    (void)state;
    test_vectors v = test_vectors_read();
    int seen = 0;
    for (size_t i = 0; i < v.n; i++) {
        bool key = strcmp(v.items[i].level, "KEY") == 0;
        if (!key && strcmp(v.items[i].level, "CLEAN") != 0) continue;
        expect_level(v.items[i].input, key ? KEY : CLEAN, v.items[i].expected);
        seen++;
    }
    assert_int_equal(seen, 14);
    test_vectors_free(&v);
}

static void spellings_that_mean_the_same_have_one_key(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"\u0627\u0654\u0645\u0646", "\u0623\u0645\u0646"},       /* alef + hamza above */
        {"\u0627\u064E\u0654\u0645", "\u0623\u0645"},             /* a fatha between them */
        {"\u06D5\u0654", "\u06C0"},                               /* ae + hamza above */
        {"\u06C1\u0654", "\u06C2"},                               /* heh goal + hamza above */
        {"\uFEED\u0654", "\u0624"},                               /* presentation waw + hamza above */
        {"\u0648\u0640\u0654", "\u0624"},                         /* a tatweel between them */
        {"\u0627\u200F\u0653", "\u0622"},                         /* a direction mark between them */
        {"e\u0301cole", "\u00E9cole"},                            /* loose acute */
        {"\u1EC7", "e\u0302\u0323"},                              /* two accents out of order */
        {"\uFF25\u0301", "\u00C9"},                               /* full width E + acute */
        {"\u01FD", "ae"},                                         /* ae with an acute */
        {"\u212B", "a"},                                          /* the angstrom sign is a letter */
        {"\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF"}, /* Hangul, composed and not */
        {"\u03B1\u0301", "\u0386"},                               /* Greek, in lower case */
        {"\uFEFB", "\u0644\u0627"},                               /* lam-alef */
        {"\uFD3C", "\u0627"},                                     /* alef with tanwin: the mark goes */
        {"\uFEE1\u0640\uFEE6", "\u0645\u0646"},                   /* a tatweel between presentation forms */
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        khl_buf key = level_of(khl_str_from(same[i][1]), KEY);
        khl_buf_char(&key, '\0');
        expect_level(same[i][0], KEY, key.p);
        khl_buf_clear(&key);
    }
}

static void clean_keeps_what_a_careful_typist_writes(void **state)
{
    (void)state;
    expect_level("\u0625\u0644\u0649 \u0645\u062F\u0631\u0633\u0629", CLEAN,
                 "\u0625\u0644\u0649 \u0645\u062F\u0631\u0633\u0629");
    expect_level("\u06A9\u06CC\u06C1\u0671", CLEAN, "\u0643\u064A\u0647\u0627");
    expect_level("\u00C9COLE", CLEAN, "\u00E9cole");
    expect_level("E\u0301cole", CLEAN, "\u00E9cole");
    expect_level("C\u0153ur Stra\u00DFe", CLEAN, "coeur strasse");
    expect_level("\u0663\u066A \u2013 \u2019", CLEAN, "3% - '");
    expect_level("\u0627\r\n\u0628\t\u062A\u00A0\u062B", CLEAN, "\u0627\n\n\u0628\t\u062A \u062B");
    expect_level("\u0627\r\n\u0628\t\u062A\u00A0\u062B", KEY, "\u0627  \u0628 \u062A \u062B");
}

static void digits_of_every_script_are_ascii(void **state)
{
    (void)state;
    static const uint32_t zeros[] = {0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0xE50, 0xFF10, 0x1D7CE};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        for (uint32_t d = 0; d < 10; d++) {
            khl_stream s = normalise_chars((uint32_t[]){zeros[i] + d}, 1);
            assert_int_equal(s.n, 1);
            assert_int_equal(s.chars[0].class_, KHL_CLASS_DIGIT);
            assert_int_equal(s.chars[0].key, '0' + d);
            khl_stream_clear(&s);
        }
}

static void elongation_is_one_letter_on_both_levels(void **state)
{
    (void)state;
    expect_level("bzaaaaf coool ballet", KEY, "bzaf col ballet");
    expect_level("\u0628\u0632\u0627\u0627\u0627\u0641", CLEAN, "\u0628\u0632\u0627\u0641");
    expect_level("AaA", KEY, "a");
    expect_level("www.a.ma", KEY, "www.a.ma");
    expect_level("1000000", KEY, "1000000");
    expect_level("!!!", KEY, "!!!");
    expect_level("aa a", KEY, "aa a");
    expect_level("\u0627\u0640\u0627\u0640\u0627", KEY, "\u0627"); /* tatweels between */
}

/* Environmental (feminine) has yeh, hamza on yeh, yeh; French participles have three e. */
static void letters_that_only_the_key_makes_alike_are_no_elongation(void **state)
{
    (void)state;
    expect_level("\u0628\u064A\u0626\u064A\u0629", KEY, "\u0628\u064A\u064A\u064A\u0647");
    expect_level("\u0634\u064A\u0626\u064A\u0649", CLEAN, "\u0634\u064A\u0626\u064A\u0649");
    expect_level("cr\u00E9\u00E9e", KEY, "creee");
    expect_level("\u00C9\u00E9\u00E9", KEY, "e");
}

static bool is_invisible(uint32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x180E || (c >= 0x200C && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || c == 0x2060 || (c >= 0x2066 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

static void invisibles_vanish_and_extend_nothing(void **state)
{
    (void)state;
    int seen = 0;
    for (uint32_t c = 1; c < 0x10000; c++) {
        if (!is_invisible(c)) continue;
        khl_stream alone = normalise_chars(&c, 1);
        assert_int_equal(alone.n, 0);
        khl_stream_clear(&alone);
        khl_stream s = normalise_chars((uint32_t[]){c, 0x0645, c, 0x0627, c}, 5);
        uint32_t bytes = c < 0x800 ? 2 : 3;
        assert_int_equal(s.n, 2);
        assert_int_equal(s.chars[0].begin, bytes);
        assert_int_equal(s.chars[0].end, bytes + 2);
        assert_int_equal(s.chars[1].begin, 2 * bytes + 2);
        assert_int_equal(s.chars[1].end, 2 * bytes + 4);
        khl_stream_clear(&s);
        seen++;
    }
    assert_int_equal(seen, 41);
}

static bool is_arabic_mark(uint32_t c)
{
    static const uint32_t spans[][2] = {{0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},
                                        {0x06D6, 0x06DC}, {0x06DF, 0x06E8}, {0x06EA, 0x06ED},
                                        {0x0898, 0x089F}, {0x08CA, 0x08FF}, {0xFC5E, 0xFC63},
                                        {0xFCF2, 0xFCF4}, {0xFE70, 0xFE7F}};
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
        if (c >= spans[i][0] && c <= spans[i][1]) return true;
    return false;
}

static void arabic_marks_vanish_and_extend_their_letter(void **state)
{
    (void)state;
    int seen = 0;
    for (uint32_t c = 0x600; c < 0x10000; c++) {
        if (!is_arabic_mark(c)) continue;
        khl_stream alone = normalise_chars(&c, 1);
        assert_int_equal(alone.n, 0);
        khl_stream_clear(&alone);
        khl_stream s =
            normalise_chars((uint32_t[]){0x0628, c, 0x0020, c, 0x0628}, 5); /* beh composes with none */
        uint32_t bytes = c < 0x800 ? 2 : 3;
        assert_int_equal(s.n, 3);
        assert_int_equal(s.chars[0].key, 0x0628);
        assert_int_equal(s.chars[0].end, 2 + bytes);
        assert_int_equal(s.chars[1].end, 3 + bytes); /* a space is not extended */
        assert_int_equal(s.chars[2].begin, 3 + 2 * bytes);
        khl_stream_clear(&s);
        seen++;
    }
    assert_int_equal(seen, 11 + 21 + 1 + 7 + 10 + 4 + 8 + 54 + 6 + 3 + 16);
}

static void the_mark_behind_an_invisible_does_not_extend(void **state)
{
    (void)state;
    khl_stream s = normalise_chars((uint32_t[]){0x0628, 0x200F, 0x064E}, 3);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.chars[0].end, 2);
    khl_stream_clear(&s);
}

static void presentation_forms_give_plain_letters(void **state)
{
    (void)state;
    for (uint32_t c = 0xFB50; c <= 0xFEFC; c++) {
        if (c > 0xFDFF && c < 0xFE80) continue;
        khl_stream s = normalise_chars(&c, 1);
        for (size_t i = 0; i < s.n; i++) {
            assert_true(s.chars[i].begin == 0 && s.chars[i].end == 3);
            if (s.chars[i].class_ == KHL_CLASS_BREAK)
                assert_int_equal(s.n, 1);
            else
                assert_int_equal(s.chars[i].class_, KHL_CLASS_ARAB);
            assert_true(s.chars[i].class_ == KHL_CLASS_BREAK || s.chars[i].key < 0x800);
        }
        if (c >= 0xFE80) assert_true(s.n >= 1 && s.chars[0].class_ == KHL_CLASS_ARAB);
        if (c >= 0xFE80) assert_int_equal(s.n_presentation, s.n);
        khl_stream_clear(&s);
    }
}

static void formulas_and_zero_width_spaces_separate(void **state)
{
    (void)state;
    static const uint32_t separators[] = {0xFDFA, 0xFDFB, 0xFDFD, 0xFDFE, 0xFDFF, 0x200B, 0x00A0,
                                          0x202F, 0x3000, 0x2028, 0x0085, 0x0000, 0x1680};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        khl_stream s = normalise_chars((uint32_t[]){0x0645, separators[i], 0x0645}, 3);
        assert_int_equal(s.n, 3);
        assert_int_equal(s.chars[1].class_, KHL_CLASS_BREAK);
        assert_int_equal(s.chars[1].key, ' ');
        khl_stream_clear(&s);
    }
}

static void a_tatweel_breaks_only_before_what_is_not_arabic(void **state)
{
    (void)state;
    expect_level("\u0628\u064020%", KEY, "\u0628 20%");
    expect_level("\u0628\u0640\u0640\u200F\u064020", KEY, "\u0628 20");
    expect_level("\u0628\u0640 20", KEY, "\u0628 20");
    expect_level("\u0628\u0640\u062A", KEY, "\u0628\u062A");
    expect_level("a\u0640b", KEY, "a b");
    expect_level("\u0640", KEY, "");
    expect_level("\u0628\u0640", KEY, "\u0628");
    khl_stream s = normalise_chars((uint32_t[]){0x0628, 0x0640, 0x064E, 0x0640, '2'}, 5);
    assert_int_equal(s.n, 3);
    assert_int_equal(s.chars[0].end, 8); /* the letter with both tatweels and the mark */
    assert_int_equal(s.chars[2].begin, 8);
    khl_stream_clear(&s);
}

static void bad_bytes_become_breaks_and_are_counted(void **state)
{
    (void)state;
    khl_stream s = normalise(KHL_STR("a\xFF"
                                     "b\xE2\x80"
                                     "c\xED\xA0\x80\xC3"));
    assert_int_equal(s.bad_bytes, 6);
    assert_int_equal(s.n, 9);
    assert_int_equal(s.chars[1].key, KHL_REPLACEMENT);
    assert_int_equal(s.chars[1].class_, KHL_CLASS_BREAK);
    assert_int_equal(s.chars[3].begin, 3);
    assert_int_equal(s.chars[3].end, 5); /* the cut sequence is one */
    assert_int_equal(s.chars[4].key, 'c');
    assert_int_equal(s.chars[8].end, 10);
    khl_stream_clear(&s);
    khl_stream fine = normalise(KHL_STR("\uFFFD"));
    assert_int_equal(fine.bad_bytes, 0);
    khl_stream_clear(&fine);
}

static void marks_of_other_scripts_stay_in_the_word(void **state)
{
    (void)state;
    expect_level("\u0939\u093F\u0928\u094D\u0926\u0940", KEY, "\u0939\u093F\u0928\u094D\u0926\u0940");
    expect_level("\u041F\u0443\u0442\u044C", KEY, "\u043F\u0443\u0442\u044C");
    expect_level(" \u093F\u0301 ", KEY, "  "); /* but not without a letter */
}

static void the_stream_forgets_the_text_before(void **state)
{
    (void)state;
    khl_stream s = {0};
    assert_int_equal(khl_normalise(properties, KHL_STR("\uFEFB\xFF long text"), &s, NULL), KHL_OK);
    assert_int_equal(s.n_presentation, 2);
    assert_int_equal(khl_normalise(properties, KHL_STR("\u0628"), &s, NULL), KHL_OK);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.bad_bytes, 0);
    assert_int_equal(s.n_arabic, 1);
    assert_int_equal(s.n_presentation, 0);
    khl_stream_clear(&s);
}

static void check_places(khl_str text, bool well_formed)
{
    khl_stream s = normalise(text);
    uint32_t begin = 0, end = 0;
    for (size_t i = 0; i < s.n; i++) {
        const khl_norm_char *c = &s.chars[i];
        assert_true(c->begin <= c->end && c->end <= text.n);
        assert_true(c->begin >= begin && c->end >= end);
        assert_true(c->begin >= end ||
                    (i > 0 && c->class_ == s.chars[i - 1].class_)); /* parts of one character */
        assert_true(c->key != 0 && c->clean != 0);
        if (well_formed) assert_true(test_on_boundary(text, c->begin) && test_on_boundary(text, c->end));
        begin = c->begin;
        end = c->end;
    }
    khl_stream_clear(&s);
}

static void places_are_ordered_and_whole_on_random_text(void **state)
{
    (void)state;
    test_random_rounds(20260905, 4000, 40, check_places);
}

static void expect_same(khl_buf *a, khl_buf *b, int round)
{
    if (!khl_str_equal(khl_buf_str(a), khl_buf_str(b)))
        fail_msg("round %d: '%.*s' becomes '%.*s'", round, (int)a->n, a->p, (int)b->n, b->p);
    khl_buf_clear(a);
    khl_buf_clear(b);
}

static void a_clean_text_gives_itself_and_the_same_key(void **state)
{
    (void)state;
    uint64_t seed = 165;
    for (int round = 0; round < 6000; round++) {
        khl_buf text = KHL_BUF_INIT;
        test_random_text(&text, &seed, 1 + test_random_below(&seed, 30), round % 3 == 0);
        khl_buf clean = level_of(khl_buf_str(&text), CLEAN), key = level_of(khl_buf_str(&text), KEY),
                key_again = level_of(khl_buf_str(&clean), KEY), again = level_of(khl_buf_str(&clean), CLEAN);
        expect_same(&key, &key_again, round);
        expect_same(&clean, &again, round);
        khl_buf_clear(&text);
    }
}

static void every_cut_of_a_text_is_accepted(void **state)
{
    (void)state;
    khl_buf text = KHL_BUF_INIT;
    uint64_t seed = 93;
    test_random_text(&text, &seed, 120, false);
    for (size_t begin = 0; begin < text.n; begin += 7)
        for (size_t end = begin; end <= text.n && end < begin + 40; end++) {
            /* A copy of its own size, so that a read beyond it is seen. */
            char *part = malloc(end - begin + (size_t)(end == begin));
            assert_non_null(part);
            if (end > begin) memcpy(part, text.p + begin, end - begin);
            check_places((khl_str){part, end - begin}, false);
            free(part);
        }
    khl_buf_clear(&text);
}

static void a_long_pile_of_marks_is_one_letter(void **state)
{
    (void)state;
    khl_buf text = KHL_BUF_INIT;
    khl_buf_char(&text, 'e');
    for (int i = 0; i < 5000; i++) khl_buf_utf8(&text, i % 2 == 0 ? 0x0301 : 0x0323);
    khl_stream s = normalise(khl_buf_str(&text));
    assert_int_equal(s.n, 1);
    assert_int_equal(s.chars[0].key, 'e');
    assert_int_equal(s.chars[0].end, text.n);
    khl_stream_clear(&s);
    khl_buf_clear(&text);
}

static void expect_fold(const char *word, const char *expected)
{
    khl_buf out = KHL_BUF_INIT;
    khl_buf_put_c(&out, "x");
    assert_int_equal(khl_fold_word(properties, khl_str_from(word), &out, NULL), KHL_OK);
    khl_buf_char(&out, '\0');
    assert_int_equal(out.p[0], 'x');
    assert_string_equal(out.p + 1, expected);
    khl_buf_clear(&out);
}

static void a_folded_word_holds_words_and_single_spaces(void **state)
{
    (void)state;
    expect_fold("", "");
    expect_fold(" . ", "");
    expect_fold("  \u0627\u0644\u062F\u0627\u0631 \u2013 \u0627\u0644\u0628\u064A\u0636\u0627\u0621. ",
                "\u0627\u0644\u062F\u0627\u0631 \u0627\u0644\u0628\u064A\u0636\u0627\u0621");
    expect_fold("Aujourd\u2019hui", "aujourd'hui");
    expect_fold("l' \u00C9t\u00E9", "l ete");
    expect_fold("Saint-\u00C9tienne", "saint etienne");
    expect_fold("\u0645\u064E\u062F\u0652\u0631\u064E\u0633\u064E\u0629", "\u0645\u062F\u0631\u0633\u0647");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_has_no_characters),
        cmocka_unit_test(a_text_of_two_gigabytes_is_refused),
        cmocka_unit_test(the_key_and_clean_vectors_hold),
        cmocka_unit_test(spellings_that_mean_the_same_have_one_key),
        cmocka_unit_test(clean_keeps_what_a_careful_typist_writes),
        cmocka_unit_test(digits_of_every_script_are_ascii),
        cmocka_unit_test(elongation_is_one_letter_on_both_levels),
        cmocka_unit_test(letters_that_only_the_key_makes_alike_are_no_elongation),
        cmocka_unit_test(invisibles_vanish_and_extend_nothing),
        cmocka_unit_test(arabic_marks_vanish_and_extend_their_letter),
        cmocka_unit_test(the_mark_behind_an_invisible_does_not_extend),
        cmocka_unit_test(presentation_forms_give_plain_letters),
        cmocka_unit_test(formulas_and_zero_width_spaces_separate),
        cmocka_unit_test(a_tatweel_breaks_only_before_what_is_not_arabic),
        cmocka_unit_test(bad_bytes_become_breaks_and_are_counted),
        cmocka_unit_test(marks_of_other_scripts_stay_in_the_word),
        cmocka_unit_test(the_stream_forgets_the_text_before),
        cmocka_unit_test(places_are_ordered_and_whole_on_random_text),
        cmocka_unit_test(a_clean_text_gives_itself_and_the_same_key),
        cmocka_unit_test(every_cut_of_a_text_is_accepted),
        cmocka_unit_test(a_long_pile_of_marks_is_one_letter),
        cmocka_unit_test(a_folded_word_holds_words_and_single_spaces),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
