/* The whole analysis: empty and hostile input, offsets, languages, weights, threads. */
#include "text_fixture.h"

#include "random_text.h"
#include "threads.h"
#include "utf8.h"

static void nothing_gives_nothing(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"", " ", "\n", "ـ", "،؛؟", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        khl_analysis a = analyze(TEXTS[i]);
        assert_int_equal(a.n_tokens, 0);
        assert_int_equal(a.n_features, 0);
        assert_int_equal(a.original.n, strlen(TEXTS[i]));
        khl_analysis_clear(&a);
    }
    khl_analysis a;
    assert_int_equal(khl_text_analyze(fixture_text, (khl_str){NULL, 0}, NULL, &a, NULL), KHL_OK);
    assert_int_equal(a.n_tokens, 0);
    khl_analysis_clear(&a);
    khl_analysis_clear(&a);
}

static void a_text_beyond_the_limit_is_refused_unread(void **state)
{
    (void)state;
    khl_analysis a;
    khl_error err = {0};
    assert_int_equal(khl_text_analyze(fixture_text, (khl_str){"x", (size_t)1 << 31}, NULL, &a, &err),
                     KHL_E_ARGUMENT);
    assert_null(a.memory);
}

static void the_original_is_copied(void **state)
{
    (void)state;
    char text[] = "إصلاح الطرق";
    khl_analysis a = analyze(text);
    memset(text, 'x', sizeof text - 1);
    assert_true(khl_str_equal(a.original, KHL_STR("إصلاح الطرق")));
    assert_true(khl_str_equal(a.clean, KHL_STR("إصلاح الطرق")));
    assert_true(khl_str_equal(a.key, KHL_STR("اصلاح الطرق")));
    khl_analysis_clear(&a);
}

static void stop_words_are_tokens_but_no_features(void **state)
{
    (void)state;
    expect_features("في المدينة و من أجل ديال و l'", CONTENT, "مدين");
    khl_analysis a = analyze("الطريق إلى المدرسة");
    assert_int_equal(a.n_tokens, 3);
    assert_int_equal(a.tokens[1].flags & KHL_TOKEN_STOP, KHL_TOKEN_STOP);
    khl_analysis_clear(&a);
}

static void formulas_weigh_less(void **state)
{
    (void)state;
    khl_analysis a = analyze("نقترح بناء مدرسة");
    unsigned words = 0;
    for (size_t i = 0; i < a.n_features; i++) {
        if (a.features[i].kind != KHL_FEATURE_WORD) continue;
        assert_true(a.features[i].first_token == 0 ? a.features[i].weight < 1 : a.features[i].weight == 1);
        words++;
    }
    assert_int_equal(words, 3);
    assert_int_equal(a.tokens[0].flags & KHL_TOKEN_BOILERPLATE, KHL_TOKEN_BOILERPLATE);
    khl_analysis_clear(&a);
}

static void negations_are_kept(void **state)
{
    (void)state;
    unsigned negations = 1u << KHL_FEATURE_NEGATION;
    expect_features("لا نريد الملعب", negations, "لا");
    expect_features("بناء مدرسة بدون ترخيص", negations, "بدون");
    expect_features("une école sans cantine", negations, "sans");
    expect_features("ملعب القرب", negations, "");
}

static khl_lang lang_of_token(const char *text, size_t i)
{
    khl_analysis a = analyze(text);
    assert_true(i < a.n_tokens);
    khl_lang lang = (khl_lang)a.tokens[i].lang;
    khl_analysis_clear(&a);
    return lang;
}

static void arabizi_is_told_from_codes_and_ordinals(void **state)
{
    (void)state;
    static const char *const ARABIZI[] = {"3ndna", "wa7d",   "ta9afa", "3afakoum", "7ay",
                                          "3la",   "l7ouma", "9raya",  "l3youn",   "7it"};
    static const char *const OTHERS[] = {"b2b", "covid19", "mp3", "co2", "3eme", "2nd", "5km", "rtx3000"};
    for (size_t i = 0; i < sizeof ARABIZI / sizeof *ARABIZI; i++) {
        khl_analysis a = analyze(ARABIZI[i]);
        assert_int_equal(a.n_tokens, 1);
        assert_int_equal(a.tokens[0].kind, KHL_TOKEN_LATN);
        assert_int_equal(a.tokens[0].lang, KHL_LANG_ARABIZI);
        khl_analysis_clear(&a);
    }
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_int_not_equal(lang_of_token(OTHERS[i], 0), KHL_LANG_ARABIZI);
    assert_int_equal(lang_of_token("l'kifwdsq", 1), KHL_LANG_FR);
}

static void check_ranges(const khl_analysis *a)
{
    uint32_t at = 0;
    for (size_t i = 0; i < a->n_tokens; i++) {
        const khl_token *t = &a->tokens[i];
        assert_true(t->begin < t->end && t->end <= a->original.n);
        assert_true(t->begin >= at);
        at = t->begin;
        assert_true(t->key.n > 0 && khl_utf8_check(t->key) == t->key.n);
        assert_int_equal(khl_utf8_check(t->stem), t->stem.n);
        assert_int_equal(khl_utf8_check(t->proclitics), t->proclitics.n);
        assert_true(t->stem.n > 0 || t->kind == KHL_TOKEN_ELIS);
    }
    uint32_t token = 0;
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        assert_true(f->n_tokens > 0 && f->first_token + f->n_tokens <= a->n_tokens);
        assert_true(f->first_token >= token);
        token = f->first_token;
        assert_int_equal(f->begin, a->tokens[f->first_token].begin);
        assert_int_equal(f->end, a->tokens[f->first_token + f->n_tokens - 1].end);
        assert_true(f->name.n > 0 && f->weight > 0 && f->weight <= 1);
    }
}

static void random_text_stays_within_bounds(void **state)
{
    (void)state;
    uint64_t seed = 20240229;
    for (unsigned round = 0; round < 1500; round++) {
        khl_buf text = KHL_BUF_INIT;
        khl_analysis a;
        test_random_text(&text, &seed, 1 + test_random_below(&seed, 60), round % 2 == 1);
        assert_int_equal(khl_text_analyze(fixture_text, khl_buf_str(&text), NULL, &a, NULL), KHL_OK);
        check_ranges(&a);
        khl_analysis_clear(&a);
        khl_buf_clear(&text);
    }
}

/* Words of the data in random order reach the grammar of places, numbers and dates far more often. */
static void random_phrases_stay_within_bounds(void **state)
{
    (void)state;
    static const char *const WORDS[] = {
        "حي",   "السلام", "مدينة", "العيون", "الدار",  "البيضاء", "سيدي",     "قاسم",  "و",
        "في",   "المئة",  "20",    "غشت",    "2026",   "ثلاثة",   "وعشرون",   "مليون", "درهم",
        "متر",  "مربع",   "شارع",  "محمد",   "الخامس", "بال",     "hay",      "El",    "Fath",
        "l'",   "d'",     "rue",   "vingt",  "et",     "un",      "cent",     "%",     "1er",
        "mars", "،",      "\n",    "-",      "30km",   "للجنة",   "وبالمدارس"};
    uint64_t seed = 7;
    for (unsigned round = 0; round < 3000; round++) {
        khl_buf text = KHL_BUF_INIT;
        khl_analysis a;
        for (uint32_t k = test_random_below(&seed, 12); k > 0; k--) {
            khl_buf_put_c(&text, WORDS[test_random_below(&seed, sizeof WORDS / sizeof *WORDS)]);
            if (test_random_below(&seed, 8) != 0) khl_buf_char(&text, ' ');
        }
        assert_int_equal(khl_text_analyze(fixture_text, khl_buf_str(&text), NULL, &a, NULL), KHL_OK);
        check_ranges(&a);
        khl_analysis_clear(&a);
        khl_buf_clear(&text);
    }
}

static void a_very_long_word_is_left_whole(void **state)
{
    (void)state;
    khl_buf text = KHL_BUF_INIT;
    for (unsigned i = 0; i < 20000; i++) khl_buf_put_c(&text, i % 2 == 0 ? "و" : "ال");
    khl_analysis a;
    assert_int_equal(khl_text_analyze(fixture_text, khl_buf_str(&text), NULL, &a, NULL), KHL_OK);
    assert_int_equal(a.n_tokens, 1);
    assert_true(khl_str_equal(a.tokens[0].stem, a.tokens[0].key));
    khl_analysis_clear(&a);
    khl_buf_clear(&text);
}

enum { N_TEXTS = 64 };

typedef struct job {
    khl_analysis results[N_TEXTS];
} job;

static const char *const SAMPLES[] = {
    "نقترح إحداث ملعب القرب بحي السلام بمدينة الخميسات", "l'école de Fès manque de 20 000 dh",
    "بغينا الطريق تصلح f lmdina 3ndna mochkil", "تخصيص 10% للشباب في 15 غشت 2026"};

static khl_status analyze_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    (void)worker;
    job *j = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_text_analyze(fixture_text, khl_str_from(SAMPLES[i % 4]), NULL, &j->results[i], err);
    return status;
}

static void assert_same(const khl_analysis *a, const khl_analysis *b)
{
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->n_features, b->n_features);
    for (size_t i = 0; i < a->n_tokens; i++) {
        assert_true(khl_str_equal(a->tokens[i].stem, b->tokens[i].stem));
        assert_int_equal(a->tokens[i].flags, b->tokens[i].flags);
        assert_int_equal(a->tokens[i].lang, b->tokens[i].lang);
    }
    for (size_t i = 0; i < a->n_features; i++) {
        assert_true(khl_str_equal(a->features[i].name, b->features[i].name));
        assert_int_equal(a->features[i].kind, b->features[i].kind);
    }
}

static void four_threads_find_the_same(void **state)
{
    (void)state;
    static job j;
    khl_pool *pool;
    khl_error err = {0};
    assert_int_equal(khl_pool_create(&pool, 4, &err), KHL_OK);
    assert_int_equal(khl_pool_for(pool, N_TEXTS, 1, analyze_range, &j, NULL, NULL, &err), KHL_OK);
    for (size_t i = 4; i < N_TEXTS; i++) assert_same(&j.results[i % 4], &j.results[i]);
    for (size_t i = 0; i < N_TEXTS; i++) khl_analysis_clear(&j.results[i]);
    khl_pool_destroy(pool);
}

static void folding_gives_both_strings(void **state)
{
    (void)state;
    char *both = NULL;
    size_t n = 0;
    khl_error err = {0};
    assert_int_equal(khl_text_fold(fixture_text, KHL_STR("مسؤولة"), &both, &n, &err), KHL_OK);
    assert_string_equal(both, "مسؤولة");
    assert_string_equal(both + strlen(both) + 1, "مسووله");
    assert_int_equal(n, 2 * strlen("مسؤولة") + 1);
    free(both);
    assert_int_equal(khl_text_fold(fixture_text, KHL_STR(""), &both, &n, &err), KHL_OK);
    assert_int_equal(n, 1);
    free(both);
}

static void a_pdf_paste_is_noticed(void **state)
{
    (void)state;
    khl_analysis a = analyze("ﺍﻟﺘﻌﻠﻴﻢ");
    assert_true(a.presentation_share > 0.9f);
    khl_analysis_clear(&a);
    a = analyze("التعليم \xFF");
    assert_true(a.presentation_share == 0);
    assert_int_equal(a.bad_bytes, 1);
    khl_analysis_clear(&a);
}

static void names_of_unknown_values_are_harmless(void **state)
{
    (void)state;
    assert_string_equal(khl_lang_name(KHL_LANG_ZGH), "zgh");
    assert_string_equal(khl_token_kind_name((khl_token_kind)200), "unknown");
    assert_string_equal(khl_feature_kind_name((khl_feature_kind)200), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_gives_nothing),
                                       cmocka_unit_test(a_text_beyond_the_limit_is_refused_unread),
                                       cmocka_unit_test(the_original_is_copied),
                                       cmocka_unit_test(stop_words_are_tokens_but_no_features),
                                       cmocka_unit_test(formulas_weigh_less),
                                       cmocka_unit_test(negations_are_kept),
                                       cmocka_unit_test(arabizi_is_told_from_codes_and_ordinals),
                                       cmocka_unit_test(random_text_stays_within_bounds),
                                       cmocka_unit_test(random_phrases_stay_within_bounds),
                                       cmocka_unit_test(a_very_long_word_is_left_whole),
                                       cmocka_unit_test(four_threads_find_the_same),
                                       cmocka_unit_test(folding_gives_both_strings),
                                       cmocka_unit_test(a_pdf_paste_is_noticed),
                                       cmocka_unit_test(names_of_unknown_values_are_harmless)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
