/* Titles: cut from the text, short, never empty, past the formulas of a request. */
#include "build.h"
#include "models_fixture.h"

#include "random_text.h"

enum { WORDS = 14 };

static khl_str title_of(const char *text, khl_analysis *a)
{
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, a, NULL),
                     KHL_OK);
    return khl_title_cut(a, WORDS);
}

static void assert_title(const char *text, const char *expected)
{
    khl_analysis a;
    assert_str(title_of(text, &a), expected);
    khl_analysis_clear(&a);
}

static bool lies_within(khl_str part, khl_str whole)
{
    return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static size_t count_words(khl_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

static void texts_without_words(void **state)
{
    (void)state;
    assert_title("", "");
    assert_title("  \n ", "");
    assert_title("؟؟", "؟؟");
    assert_title("إنارة", "إنارة");
    assert_title(" ـ ", "ـ"); /* a letter to Unicode, and no word */
    khl_analysis a;
    title_of("إحداث ملعب القرب", &a);
    assert_int_equal(khl_title_cut(&a, 0).n, 0);
    assert_str(khl_title_cut(&a, 1), "إحداث");
    khl_analysis_clear(&a);
}

static void formulas_are_skipped(void **state)
{
    (void)state;
    assert_title("نقترح عليكم إحداث ملعب القرب", "إحداث ملعب القرب");
    assert_title("السلام عليكم ورحمة الله. نطلب منكم تعبيد الطريق المؤدية إلى المدرسة. وشكرا جزيلا لكم",
                 "تعبيد الطريق المؤدية إلى المدرسة");
}

static void punctuation_ends_a_clause(void **state)
{
    (void)state;
    assert_title("إحداث مكتبة عمومية، لأن الشباب يحتاجون إليها", "إحداث مكتبة عمومية");
    assert_title("إحداث مكتبة عمومية\nوالله ولي التوفيق", "إحداث مكتبة عمومية");
    assert_title("Construire une bibliothèque; merci.", "Construire une bibliothèque");
    assert_title("تخصيص 3,5 هكتار للملعب", "تخصيص 3,5 هكتار للملعب"); /* the comma of a number ends nothing */
}

static void negation_stays(void **state)
{
    (void)state;
    khl_analysis a;
    khl_str title = title_of("لا لبناء مطرح النفايات قرب المدرسة", &a);
    assert_true(khl_str_starts(title, khl_str_from("لا")));
    khl_analysis_clear(&a);
}

static void long_clause_is_cut(void **state)
{
    (void)state;
    khl_analysis a;
    khl_str title =
        title_of("تعبيد وتوسيع وإصلاح وصيانة وتشوير وإنارة وتشجير وتنظيف وتبليط وتزفيت وترصيف وحراسة "
                 "وتجهيز وتهيئة وتأهيل كل الطرق القروية بالإقليم",
                 &a);
    assert_true(count_words(title) <= WORDS && count_words(title) >= 10);
    khl_analysis_clear(&a);
}

static void brackets_are_whole_or_left_out(void **state)
{
    (void)state;
    assert_title("إحداث ملعب القرب (حي السلام)", "إحداث ملعب القرب (حي السلام)");
    assert_title("إحداث ملعب القرب (حي السلام، قرب السوق)", "إحداث ملعب القرب");
    assert_title("إحداث ملعب القرب (للشباب) بحي السلام", "إحداث ملعب القرب (للشباب) بحي السلام");
    assert_title("(ملعب القرب", "ملعب القرب");
}

static void real_proposals(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        khl_analysis a;
        khl_str text = khl_corpus_at(corpus, i)->text;
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), text, NULL, &a, NULL), KHL_OK);
        khl_str title = khl_title_cut(&a, WORDS);
        assert_true(title.n > 0 && lies_within(title, a.original));
        assert_true(count_words(title) <= WORDS);
        assert_true(memchr(title.p, '\n', title.n) == NULL);
        khl_analysis_clear(&a);
    }
    khl_corpus_destroy(corpus);
}

/* Ligatures that stand for several words share their bytes, clauses of one sign, broken bytes. */
static void random_texts(void **state)
{
    (void)state;
    uint64_t seed = 20260905;
    for (unsigned round = 0; round < 2000; round++) {
        khl_buf text = KHL_BUF_INIT;
        khl_analysis a;
        test_random_text(&text, &seed, 1 + test_random_below(&seed, 60), round % 4 == 0);
        assert_int_equal(
            khl_text_analyze(khl_models_text(fixture_models), khl_buf_str(&text), NULL, &a, NULL), KHL_OK);
        khl_str title = khl_title_cut(&a, WORDS);
        assert_true(lies_within(title, a.original));
        assert_true(a.n_tokens == 0 || title.n > 0);
        khl_analysis_clear(&a);
        khl_buf_clear(&text);
    }
}

/* Two words of one character: there is nothing between them, and less than nothing is not looked at. */
static void overlapping_tokens(void **state)
{
    (void)state;
    const khl_token tokens[] = {{.begin = 0, .end = 3}, {.begin = 0, .end = 3}, {.begin = 4, .end = 5}};
    const khl_analysis a = {.original = KHL_STR("\xef\xb7\xba x"), .tokens = tokens, .n_tokens = 3};
    assert_str(khl_title_cut(&a, WORDS), "\xef\xb7\xba x");
}

/* Many clauses: each is looked at once. */
static void many_clauses(void **state)
{
    (void)state;
    enum { TIMES = 60000 };
    static const char ONE[] = "طريق. ";
    char *text = malloc(sizeof ONE * TIMES);
    khl_analysis a;
    assert_non_null(text);
    for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof ONE - 1), ONE, sizeof ONE);
    assert_str(title_of(text, &a), "طريق");
    khl_analysis_clear(&a);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_without_words),
                                       cmocka_unit_test(formulas_are_skipped),
                                       cmocka_unit_test(punctuation_ends_a_clause),
                                       cmocka_unit_test(negation_stays),
                                       cmocka_unit_test(long_clause_is_cut),
                                       cmocka_unit_test(brackets_are_whole_or_left_out),
                                       cmocka_unit_test(real_proposals),
                                       cmocka_unit_test(random_texts),
                                       cmocka_unit_test(many_clauses),
                                       cmocka_unit_test(overlapping_tokens)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
