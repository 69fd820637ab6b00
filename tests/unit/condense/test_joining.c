/* How far entries are joined: targets, probabilities, and pairs that nothing joins. */
#include "partition.h"

static void target_is_reached(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    static const uint32_t TARGETS[] = {1, 60, 93, 120, 164, 165, 1000};
    size_t last = 0;
    options.target = 1;
    khl_shortlist *s = condense(corpus, &options);
    size_t least = s->n_entries; /* what conflicts and axes leave at best */
    assert_true(least >= 8 && least < 60);
    khl_shortlist_destroy(s);
    for (size_t i = 0; i < sizeof TARGETS / sizeof *TARGETS; i++) {
        options.target = TARGETS[i];
        s = condense(corpus, &options);
        assert_whole(s, corpus);
        size_t n = s->n_entries, wanted = TARGETS[i] < 165 ? TARGETS[i] : 165;
        if (wanted < least) wanted = least;
        assert_true(n >= wanted && n <= wanted + 3); /* merges at one height are done together */
        assert_true(n >= last);
        assert_str(s->options[1].name, "target");
        last = n;
        khl_shortlist_destroy(s);
    }
    khl_corpus_destroy(corpus);
}

static void probability_is_monotone(void **state)
{
    (void)state;
    static const double STEPS[] = {0.999999, 0.9, 0.7, 0.5, 0.3, 0.1, 0.01, 1e-6};
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        options.probability = STEPS[i];
        khl_shortlist *s = condense(corpus, &options);
        assert_whole(s, corpus);
        assert_true(s->n_entries <= last);
        last = s->n_entries;
        khl_shortlist_destroy(s);
    }
    assert_true(last < 100); /* it does join */
    khl_corpus_destroy(corpus);
}

/* A place or number that contradicts is never averaged away, however hard the joining is pressed. */
static void blocked_pairs_stay_apart(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "", "تعبيد أزقة حي السلام");
    add_text(corpus, "b", "", "", "تعبيد أزقة حي النهضة");
    add_text(corpus, "c", "", "", "تعبيد الأزقة");
    add_text(corpus, "d", "", "", "تخصيص 10% من الميزانية للشباب");
    add_text(corpus, "e", "", "", "تخصيص 30% من الميزانية للشباب");
    add_text(corpus, "f", "", "", "تعبيد أزقة حي السلام بسرعة");
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    for (unsigned i = 0; i < 6; i++) {
        options.probability = i == 0 ? 0 : i == 1 ? 0.5 : i == 2 ? 1e-12 : 0;
        options.target = i < 3 ? 0 : i - 2;
        khl_shortlist *s = condense(corpus, &options);
        assert_whole(s, corpus);
        assert_false(together(s, "a", "b"));
        assert_false(together(s, "b", "f"));
        assert_false(together(s, "d", "e"));
        khl_shortlist_destroy(s);
    }
    khl_corpus_destroy(corpus);
}

/* The same over the whole collection, by the matcher itself. */
static void no_entry_holds_a_blocked_pair(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = read_proposals();
    options.target = 1;
    options.ignore_axes = true;
    khl_shortlist *s = condense(corpus, &options);
    assert_whole(s, corpus);
    size_t n = 0;
    khl_analysis analyses[2];
    for (size_t e = 0; e < s->n_entries; e++) {
        const khl_entry *entry = &s->entries[e];
        size_t m = entry->n_members < 6 ? entry->n_members : 6;
        for (size_t i = 0; i < m; i++) {
            for (size_t j = i + 1; j < m; j++, n++) {
                khl_matcher *matcher = NULL;
                const khl_text *text = khl_models_text(fixture_models);
                assert_int_equal(khl_text_analyze(text, entry->members[i].text, NULL, &analyses[0], NULL),
                                 KHL_OK);
                assert_int_equal(khl_text_analyze(text, entry->members[j].text, NULL, &analyses[1], NULL),
                                 KHL_OK);
                assert_int_equal(
                    khl_matcher_create(&matcher, analyses, 2, khl_models_match(fixture_models), NULL),
                    KHL_OK);
                assert_int_equal(khl_matcher_blocked(matcher, 0, 1), 0);
                khl_matcher_destroy(matcher);
                khl_analysis_clear(&analyses[0]);
                khl_analysis_clear(&analyses[1]);
            }
        }
    }
    assert_true(n > 20);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(target_is_reached), cmocka_unit_test(probability_is_monotone),
        cmocka_unit_test(blocked_pairs_stay_apart), cmocka_unit_test(no_entry_holds_a_blocked_pair)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
