/* Two texts by themselves: explanations add up, the order of the two does not matter, nothing is no demand.
 */
#include "models_fixture.h"

#include <math.h>

static khl_compare *compare;

static int setup(void **state)
{
    return models_setup(state) != 0 || khl_compare_create(&compare, fixture_models, NULL) != KHL_OK;
}

static int teardown(void **state)
{
    khl_compare_destroy(compare);
    return models_teardown(state);
}

static khl_explanation explain(const char *a, const char *b)
{
    khl_explanation x;
    assert_int_equal(khl_compare_texts(compare, khl_str_from(a), khl_str_from(b), &x, NULL), KHL_OK);
    return x;
}

static double evidence(const khl_why *why, const char *name)
{
    for (size_t i = 0; i < why->n_evidence; i++)
        if (khl_str_equal(why->evidence[i].name, khl_str_from(name))) return why->evidence[i].value;
    return 0;
}

static void sums_are_those_of_the_pair(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    for (size_t i = 0; i + 1 < 40; i++) {
        khl_explanation x;
        double terms = 0, log_odds = 0;
        assert_int_equal(khl_compare_texts(compare, khl_corpus_at(corpus, i)->text,
                                           khl_corpus_at(corpus, i + 1)->text, &x, NULL),
                         KHL_OK);
        for (size_t t = 0; t < x.why.n_terms; t++) terms += x.why.terms[t].weight;
        for (size_t e = 0; e < x.why.n_evidence; e++) log_odds += x.why.evidence[e].log_odds;
        assert_true(fabs(terms - evidence(&x.why, "word")) < 1e-6);
        assert_true(fabs(x.probability - 1 / (1 + exp(-log_odds))) < 1e-9);
        khl_explanation_clear(&x);
    }
    khl_corpus_destroy(corpus);
}

static void order_of_the_two_does_not_matter(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"إحداث مركز صحي بحي السعادة", "بناء مستوصف"},
                                           {"توفير 3 حافلات", "توفير 10 حافلات للنقل المدرسي بالخميسات"},
                                           {"construire un dispensaire", "بناء مستوصف"},
                                           {"", "بناء مستوصف"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        khl_explanation x = explain(pairs[i][0], pairs[i][1]), y = explain(pairs[i][1], pairs[i][0]);
        assert_true(x.probability == y.probability);
        assert_int_equal(x.verdict, y.verdict);
        assert_int_equal(x.why.n_blocked, y.why.n_blocked);
        khl_explanation_clear(&x);
        khl_explanation_clear(&y);
    }
}

/* Were idf that of the two texts, a word that both hold would weigh little, and one that one of them holds
 * much. */
static void common_words_of_civic_text_weigh_less(void **state)
{
    (void)state;
    khl_explanation x = explain("مركز البلازما", "مركز البلازما");
    assert_int_equal(x.why.n_terms, 2);
    assert_true(x.why.terms[0].weight > 2 * x.why.terms[1].weight); /* the rarer one stands first */
    assert_true(khl_str_starts(x.why.terms[1].term, khl_str_from("مركز")));
    khl_explanation_clear(&x);
}

static void texts_without_a_demand_are_not_the_same(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""}, {" ", "\n"}, {"", "إحداث ملعب"}, {"؟؟", "؟؟"}, {"من في", "من في"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        khl_explanation x = explain(pairs[i][0], pairs[i][1]);
        assert_int_equal(x.verdict, KHL_VERDICT_NONE);
        assert_true(isfinite(x.probability));
        khl_explanation_clear(&x);
    }
}

static void a_text_is_the_same_as_itself(void **state)
{
    (void)state;
    static const char *const texts[] = {"إحداث مركز صحي بحي السعادة", "construire un dispensaire",
                                        "بغينا 3 ديال الملاعب فحي السلام بالخميسات",
                                        "منع مرور الشاحنات وسط المدينة"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        khl_explanation x = explain(texts[i], texts[i]);
        assert_int_equal(x.verdict, KHL_VERDICT_SAME);
        assert_int_equal(x.why.n_blocked, 0);
        khl_explanation_clear(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_pair),
        cmocka_unit_test(order_of_the_two_does_not_matter),
        cmocka_unit_test(common_words_of_civic_text_weigh_less),
        cmocka_unit_test(texts_without_a_demand_are_not_the_same),
        cmocka_unit_test(a_text_is_the_same_as_itself),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
