/* The background table: what is read, and what is refused with its row and column. */
#include "collection.h"

#include "background.h"
#include "matcher.h"

static khl_status parse(const char *rows, khl_background **out, khl_error *err)
{
    khl_tsv tsv;
    assert_int_equal(khl_tsv_open_bytes(&tsv, "idf.tsv", khl_str_from(rows), err), KHL_OK);
    return khl_background_parse(out, &tsv, err);
}

/* The idf of a term in the collection of one text; background and pair as in khl_matcher_options. */
static double idf_with(const khl_background *background, bool pair, unsigned space, const char *text,
                       const char *term)
{
    khl_analysis a;
    khl_matcher *m;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    options.background = background;
    options.pair = pair;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, &a, NULL),
                     KHL_OK);
    assert_int_equal(khl_matcher_create_with(&m, &a, 1, khl_models_match(fixture_models), &options, NULL),
                     KHL_OK);
    uint32_t column = khl_tfidf_column(m->tfidf[space], khl_str_from(term));
    assert_int_not_equal(column, UINT32_MAX);
    double idf = khl_tfidf_idf(m->tfidf[space], column);
    khl_matcher_destroy(m);
    khl_analysis_clear(&a);
    return idf;
}

static double idf_in(const khl_background *background, unsigned space, const char *text, const char *term)
{
    return idf_with(background, true, space, text, term);
}

static void terms_weigh_what_the_table_says(void **state)
{
    (void)state;
    khl_background *b;
    assert_int_equal(
        parse("documents\t\t99\nunseen\t\t0\nword\tabc\t9\nngram\t\xE2\x90\xA3xy\t0\nngram\txyz\t99\n", &b,
              NULL),
        KHL_OK);
    assert_true(fabs(idf_in(b, KHL_SPACE_WORD, "abc xyz", "abc") - (log(10) + 1)) < 1e-12);
    assert_true(fabs(idf_in(b, KHL_SPACE_WORD, "abc xyz", "xyz") - (log(100) + 1)) < 1e-12); /* unseen */
    assert_true(fabs(idf_in(b, KHL_SPACE_NGRAM, "abc xyz", "xyz") - 1) < 1e-12);
    assert_true(fabs(idf_in(b, KHL_SPACE_NGRAM, "abc xyz", " xy") - (log(100) + 1)) < 1e-12);
    khl_background_destroy(b);
}

/* Beside a collection the documents of the table count with those of the collection, so that a small
 * collection knows a common word from a rare one; without a table both weigh the same. */
static void a_table_counts_beside_a_collection(void **state)
{
    (void)state;
    khl_background *b;
    assert_int_equal(parse("documents\t\t99\nunseen\t\t0\nword\tabc\t89\nword\tnever\t50\n", &b, NULL),
                     KHL_OK);
    double common = idf_with(b, false, KHL_SPACE_WORD, "abc xyz", "abc");
    double rare = idf_with(b, false, KHL_SPACE_WORD, "abc xyz", "xyz");
    assert_true(fabs(common - (log(101.0 / 91) + 1)) < 1e-12);
    assert_true(fabs(rare - (log(101.0 / 2) + 1)) < 1e-12);
    assert_true(fabs(idf_with(NULL, false, KHL_SPACE_WORD, "abc xyz", "abc") - 1) < 1e-12);
    assert_true(fabs(idf_with(NULL, false, KHL_SPACE_WORD, "abc xyz", "xyz") - 1) < 1e-12);
    khl_background_destroy(b);
}

/* The table gives weights and no words: what it alone holds is no column, and evidence stays symmetric. */
static void a_table_adds_no_terms(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"abc xyz", "abc"};
    khl_background *b;
    khl_analysis a[2];
    khl_matcher *m[2];
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    double cosine[KHL_N_SPACES], there[KHL_N_EVIDENCE], back[KHL_N_EVIDENCE];
    assert_int_equal(parse("documents\t\t99\nunseen\t\t0\nword\tabc\t89\nword\tnever\t50\n", &b, NULL),
                     KHL_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            khl_text_analyze(khl_models_text(fixture_models), khl_str_from(TEXTS[i]), NULL, &a[i], NULL),
            KHL_OK);
    for (int with = 0; with < 2; with++) {
        options.background = with ? b : NULL;
        assert_int_equal(
            khl_matcher_create_with(&m[with], a, 2, khl_models_match(fixture_models), &options, NULL),
            KHL_OK);
        assert_int_equal(khl_tfidf_n_terms(m[with]->tfidf[KHL_SPACE_WORD]), 2);
        khl_matcher_cosines(m[with], 0, 1, cosine);
        khl_matcher_evidence(m[with], 0, 1, cosine, there);
        khl_matcher_cosines(m[with], 1, 0, cosine);
        khl_matcher_evidence(m[with], 1, 0, cosine, back);
        for (unsigned e = 0; e < KHL_N_EVIDENCE; e++) assert_true(there[e] == back[e]);
    }
    khl_matcher_cosines(m[0], 0, 1, cosine);
    double alone = cosine[KHL_SPACE_WORD];
    khl_matcher_cosines(m[1], 0, 1, cosine);
    assert_true(cosine[KHL_SPACE_WORD] < alone); /* what they share is common in general */
    for (int i = 0; i < 2; i++) {
        khl_matcher_destroy(m[i]);
        khl_analysis_clear(&a[i]);
    }
    khl_background_destroy(b);
}

static void faults_have_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *id;
        uint64_t row, column;
    } cases[] = {
        {"", "background.documents", 0, 1},
        {"word\ta\t1\n", "background.documents", 1, 1},
        {"documents\t\tmany\n", "background.documents", 1, 1},
        {"documents\t\t10\nword\ta\t1\n", "background.documents", 2, 1},
        {"documents\t\t10\nunseen\t\t11\n", "background.documents", 2, 3},
        {"documents\t\tinf\nunseen\t\t1\n", "background.documents", 1, 1},
        {"documents\t\t10\nunseen\t\t1\nsyllable\ta\t1\n", "background.space", 3, 1},
        {"documents\t\t10\nunseen\t\t1\nword\ta\t11\n", "background.term", 3, 2},
        {"documents\t\t10\nunseen\t\t1\nword\ta\t-1\n", "background.term", 3, 2},
        {"documents\t\t10\nunseen\t\t1\nword\ta\tx\n", "background.term", 3, 2},
        {"documents\t\t10\nunseen\t\t1\nword\t\t1\n", "background.term", 3, 2},
        {"documents\t\t10\nunseen\t\t1\nword\ta\t1\nword\ta\t1\n", "background.term", 4, 2},
        {"documents\t\t10\nunseen\t\t1\nword\ta\n", "tsv.too_few", 3, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khl_background *b;
        khl_error err = {.code = KHL_OK};
        assert_int_equal(parse(cases[i].rows, &b, &err), KHL_E_MODEL);
        assert_null(b);
        assert_string_equal(err.id, cases[i].id);
        assert_int_equal(err.row, cases[i].row);
        assert_int_equal(err.column, cases[i].column);
    }
}

/* Whose demand it is decides whether places are compared; what is set aside leaves the spaces. */
static void places_of_two_cities(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"إصلاح الطريق بالخميسات حي السلام", "إصلاح الطريق بتيفلت حي السلام",
                                        "إصلاح الطريق بتيفلت حي الفتح"};
    static const struct {
        uint32_t a, b, other;
        khl_places_aside aside;
        int answer;
    } cases[] = {
        {0, 1, 1, KHL_ASIDE_TOWNS, 1}, /* the district agrees */
        {0, 1, 1, KHL_ASIDE_ALL, -1},
        {0, 1, 2, KHL_ASIDE_TOWNS, 0},
        {0, 1, 2, KHL_ASIDE_ALL, -1},
        {7, 7, 2, KHL_ASIDE_ALL, 0},
        {7, 7, 1, KHL_ASIDE_TOWNS, 0}, /* one city: the towns conflict */
        {0, KHL_CITY_UNKNOWN, 2, KHL_ASIDE_ALL, 0},
    };
    khl_analysis a[3];
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            khl_text_analyze(khl_models_text(fixture_models), khl_str_from(TEXTS[i]), NULL, &a[i], NULL),
            KHL_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t city[3] = {cases[i].a, cases[i].b, cases[i].b};
        khl_matcher *m;
        khl_matcher_options options = {NULL, false, city, cases[i].aside, 0, false};
        khl_explanation x;
        assert_int_equal(khl_matcher_create_with(&m, a, 3, khl_models_match(fixture_models), &options, NULL),
                         KHL_OK);
        assert_int_equal(khl_matcher_explain(m, 0, cases[i].other, &x, NULL), KHL_OK);
        assert_int_equal(x.why.slots[KHL_SLOT_PLACE].agree, cases[i].answer);
        assert_int_equal((khl_matcher_blocked(m, 0, cases[i].other) & 1u << KHL_SLOT_PLACE) != 0,
                         cases[i].answer == 0);
        bool several = cases[i].a != cases[i].b && cases[i].b != KHL_CITY_UNKNOWN;
        bool kept = khl_tfidf_column(m->tfidf[KHL_SPACE_WORD], khl_str_from("khemisset")) != UINT32_MAX;
        assert_int_equal(kept, !several);
        khl_explanation_clear(&x);
        khl_matcher_destroy(m);
    }
    for (size_t i = 0; i < 3; i++) khl_analysis_clear(&a[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_weigh_what_the_table_says),
        cmocka_unit_test(a_table_counts_beside_a_collection),
        cmocka_unit_test(a_table_adds_no_terms),
        cmocka_unit_test(faults_have_a_place),
        cmocka_unit_test(places_of_two_cities),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
