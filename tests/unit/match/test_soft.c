/* Near spellings: the likeness of Jaro and Winkler, and what it adds to a cosine. */
#include "collection.h"
#include "matcher.h"

/* Values of Winkler 1990 and of Cohen, Ravikumar and Fienberg's tables, to their three figures. */
static void jaro_winkler_of_the_literature(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double likeness;
    } cases[] = {{"", "", 1},
                 {"a", "", 0},
                 {"a", "a", 1},
                 {"abc", "xyz", 0},
                 {"martha", "marhta", 0.961},
                 {"dwayne", "duane", 0.840},
                 {"dixon", "dicksonx", 0.813},
                 {"مدرسة", "مدرسة", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khl_str a = khl_str_from(cases[i].a), b = khl_str_from(cases[i].b);
        assert_true(fabs((double)khl_jaro_winkler(a, b) - cases[i].likeness) < 0.0006);
        assert_true(khl_jaro_winkler(a, b) == khl_jaro_winkler(b, a));
    }
}

/* Letters are code points: one wrong letter of six is one, not two bytes of twelve. */
static void letters_are_not_bytes(void **state)
{
    (void)state;
    double latin = (double)khl_jaro_winkler(khl_str_from("abcdef"), khl_str_from("abcdeg"));
    double arabic = (double)khl_jaro_winkler(khl_str_from("ابجدهو"), khl_str_from("ابجدهز"));
    assert_true(fabs(latin - arabic) < 1e-6);
}

static void long_words_are_compared_by_their_beginnings(void **state)
{
    (void)state;
    char a[301], b[301];
    for (size_t i = 0; i < 300; i++) a[i] = b[i] = (char)('a' + i % 26);
    a[300] = b[300] = '\0';
    b[299] = '!';
    assert_true(khl_jaro_winkler(khl_str_from(a), khl_str_from(b)) == 1);
}

/* Evidence of a pair when all of it is asked for. */
static void evidence_wanted(const char *const *texts, size_t n, uint64_t wanted, double e[KHL_N_EVIDENCE],
                            double *probability)
{
    khl_analysis analyses[4];
    khl_matcher *m = NULL;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    double cosine[KHL_N_SPACES];
    const khl_match_model *model = khl_models_match(fixture_models);
    options.wanted = wanted;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(texts[i]), NULL,
                                          &analyses[i], NULL),
                         KHL_OK);
    assert_int_equal(khl_matcher_create_with(&m, analyses, n, model, &options, NULL), KHL_OK);
    khl_matcher_cosines(m, 0, 1, cosine);
    khl_matcher_evidence(m, 0, 1, cosine, e);
    *probability = khl_match_probability(model, e);
    khl_matcher_destroy(m);
    for (size_t i = 0; i < n; i++) khl_analysis_clear(&analyses[i]);
}

/* A name with a letter too many (invented, so that no table knows it) meets its likeness; the cosine does
 * not. */
static void near_spellings_meet(void **state)
{
    (void)state;
    static const char *const near[] = {"brikonaldo talmosse", "brikonalto talmosse", "zirkonde parlo"};
    static const char *const far[] = {"brikonaldo talmosse", "fenstorgal talmosse", "zirkonde parlo"};
    double e[KHL_N_EVIDENCE], p;
    evidence_wanted(near, 3, KHL_EVIDENCE_ALL, e, &p);
    assert_true(e[KHL_EVIDENCE_SOFT] > e[KHL_EVIDENCE_WORD] + 0.2 && e[KHL_EVIDENCE_SOFT] <= 1);
    evidence_wanted(far, 3, KHL_EVIDENCE_ALL, e, &p);
    assert_true(fabs(e[KHL_EVIDENCE_SOFT] - e[KHL_EVIDENCE_WORD]) < 1e-6);
}

/* What neither weighs nor is asked for is not computed; no probability hangs on it. */
static void what_is_not_wanted_changes_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"بناء مستشفى جديد بالمدينة", "إحداث مستشفى كبير بالمدينة",
                                        "تعبيد طريق الدوار"};
    double all[KHL_N_EVIDENCE], few[KHL_N_EVIDENCE], p_all, p_few;
    const khl_match_model *model = khl_models_match(fixture_models);
    evidence_wanted(texts, 3, KHL_EVIDENCE_ALL, all, &p_all);
    evidence_wanted(texts, 3, 0, few, &p_few);
    assert_true(p_all == p_few);
    assert_true(all[KHL_EVIDENCE_LSA] > 0 && all[KHL_EVIDENCE_SOFT] > 0 && all[KHL_EVIDENCE_NGRAM] > 0);
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++)
        assert_true(few[e] == all[e] || (few[e] == 0 && model->weight[e] == 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaro_winkler_of_the_literature), cmocka_unit_test(letters_are_not_bytes),
        cmocka_unit_test(long_words_are_compared_by_their_beginnings), cmocka_unit_test(near_spellings_meet),
        cmocka_unit_test(what_is_not_wanted_changes_nothing)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
