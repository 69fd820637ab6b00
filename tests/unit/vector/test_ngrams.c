/* Character n-grams of words, by hand; the recorded numbers of test_tfidf_vectors cover whole texts. */
#include "vector_support.h"

#include "counts.h"

#include <string.h>

/* The n-grams of key, with "_" for a space and "|" between them, in order of first appearance, with counts
 * over 1 behind "*". */
static void check(const char *key, unsigned n_min, unsigned n_max, const char *want)
{
    khl_counts *counts = counts_new();
    char got[512] = "";
    size_t n = 0;
    assert_int_equal(khl_counts_add_ngrams(counts, khl_str_from(key), n_min, n_max, NULL), KHL_OK);
    for (size_t e = 0; e < counts->n_open; e++) {
        khl_str term = counts->terms.keys[counts->open[e].term];
        if (e > 0) got[n++] = '|';
        for (size_t i = 0; i < term.n; i++) got[n++] = term.p[i] == ' ' ? '_' : term.p[i];
        if (counts->open[e].tf > 1) {
            got[n++] = '*';
            got[n++] = (char)('0' + counts->open[e].tf);
        }
    }
    got[n] = '\0';
    assert_string_equal(got, want);
    khl_counts_destroy(counts);
}

static void no_words_give_nothing(void **state)
{
    (void)state;
    check("", 3, 5, "");
    check("   ", 1, 5, "");
}

static void windows_slide_within_the_padded_word(void **state)
{
    (void)state;
    check("abc", 3, 3, "_ab|abc|bc_");
    check("abc", 3, 4, "_ab|abc|bc_|_abc|abc_");
    check("abc", 1, 1, "_*2|a|b|c");
}

static void word_that_one_window_covers_counts_once(void **state)
{
    (void)state;
    check("a", 3, 5, "_a_");           /* exactly n_min characters with its edges */
    check("a", 4, 6, "_a_");           /* shorter than n_min */
    check("ab", 3, 9, "_ab|ab_|_ab_"); /* n grows until the window covers the word */
}

static void words_do_not_mix(void **state)
{
    (void)state;
    check("ab ab", 3, 3, "_ab*2|ab_*2");
    check(" ab\t\nc ", 3, 3, "_ab|ab_|_c_");
}

static void characters_are_code_points(void **state)
{
    (void)state;
    check("\xD8\xA8\xC3\xA9\xF0\x9F\x98\x80", 3, 3,
          "_\xD8\xA8\xC3\xA9|\xD8\xA8\xC3\xA9\xF0\x9F\x98\x80|\xC3\xA9\xF0\x9F\x98\x80_");
}

static void ill_formed_bytes_are_one_character_each(void **state)
{
    (void)state;
    check("a\xFF\xD8", 3, 3, "_a\xFF|a\xFF\xD8|\xFF\xD8_");
}

static void ranges_without_meaning_are_refused(void **state)
{
    (void)state;
    const unsigned bad[][2] = {{0, 3}, {4, 3}, {1, 257}, {0, 0}};
    khl_counts *counts = counts_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        khl_error err = {0};
        assert_int_equal(khl_counts_add_ngrams(counts, KHL_STR("abc"), bad[i][0], bad[i][1], &err),
                         KHL_E_ARGUMENT);
        assert_string_equal(err.id, "vector.ngram_range");
    }
    assert_int_equal(counts->n_open, 0);
    khl_counts_destroy(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_words_give_nothing),
        cmocka_unit_test(windows_slide_within_the_padded_word),
        cmocka_unit_test(word_that_one_window_covers_counts_once),
        cmocka_unit_test(words_do_not_mix),
        cmocka_unit_test(characters_are_code_points),
        cmocka_unit_test(ill_formed_bytes_are_one_character_each),
        cmocka_unit_test(ranges_without_meaning_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
