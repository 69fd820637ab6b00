/* Proclitics and endings of Arabic words: the closed grammar needs no lexicon, a bare letter needs evidence,
 * words of different meaning stay apart and forms of one word meet. */
#include "text_fixture.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const NOUNS[] = {"صحة",    "تعليم", "مدرسة", "طريق",   "شارع",  "ملعب",  "حديقة", "سوق",
                                    "مستشفى", "مركز",  "ماء",   "كهرباء", "نقل",   "شباب",  "جمعية", "بلدية",
                                    "ولاية",  "وزارة", "فلاحة", "فضاء",   "بيئة",  "كتاب",  "كلية",  "لجنة",
                                    "لغة",    "لقاء",  "ليل",   "لوحة",   "سكان",  "تكوين", "مكان",  "ميدان",
                                    "رياضة",  "مكتبة", "جامعة", "نظافة",  "إنارة", "مقبرة", "وثيقة", "وظيفة"};

/* The noun with the article behind each definite proclitic of the grammar. */
static void all_definite_forms_have_the_stem_of_the_noun(void **state)
{
    (void)state;
    static const char *const FORMS[] = {"ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل"};
    for (size_t i = 0; i < COUNT(NOUNS); i++) {
        char bare[256], got[256];
        stem_of(NOUNS[i], bare);
        for (size_t k = 0; k < COUNT(FORMS); k++) {
            char word[256];
            bool lam = strstr(FORMS[k], "لل") != NULL && strncmp(NOUNS[i], "ل", 2) == 0;
            snprintf(word, sizeof word, "%s%s", FORMS[k], NOUNS[i] + (lam ? 2 : 0));
            stem_of(word, got);
            if (strcmp(got, bare) != 0) print_error("%s:\n", word);
            assert_string_equal(got, bare);
        }
    }
}

static void a_bare_letter_is_cut_before_a_known_word(void **state)
{
    (void)state;
    static const char *const LETTERS[] = {"و", "ف", "ب", "ل", "ك", "وب", "ول"};
    static const char *const WORDS[] = {"مدرسة", "طريق", "مستشفى", "حديقة", "إصلاح", "مدارس", "خدمات"};
    for (size_t i = 0; i < COUNT(WORDS); i++) {
        char bare[256], got[256];
        stem_of(WORDS[i], bare);
        for (size_t k = 0; k < COUNT(LETTERS); k++) {
            char word[256];
            snprintf(word, sizeof word, "%s%s", LETTERS[k], WORDS[i]);
            stem_of(word, got);
            if (strcmp(got, bare) != 0) print_error("%s:\n", word);
            assert_string_equal(got, bare);
        }
    }
}

static void a_radical_is_not_cut(void **state)
{
    (void)state;
    static const char *const WORDS[] = {"ولاية", "وزارة", "بلدية", "بلديات", "فلاحة", "كهرباء",
                                        "لجنة",  "لقاء",  "وسط",   "برنامج", "فضاء",  "كتاب",
                                        "بناء",  "واد",   "بحر",   "ليل"};
    for (size_t i = 0; i < COUNT(WORDS); i++) {
        khl_analysis a = analyze(WORDS[i]);
        assert_int_equal(a.n_tokens, 1);
        assert_int_equal(a.tokens[0].proclitics.n, 0);
        khl_analysis_clear(&a);
    }
}

static void an_unknown_word_is_left_whole(void **state)
{
    (void)state;
    char got[256];
    assert_string_equal(stem_of("وضجقف", got), "وضجقف");
    assert_string_equal(stem_of("بضجقف", got), "بضجقف");
}

static void the_letters_split_off_are_reported(void **state)
{
    (void)state;
    khl_analysis a = analyze("وبالمدارس");
    assert_int_equal(a.n_tokens, 1);
    assert_true(khl_str_equal(a.tokens[0].proclitics, KHL_STR("وبال")));
    assert_int_equal(a.tokens[0].flags & (KHL_TOKEN_ARTICLE | KHL_TOKEN_PLURAL | KHL_TOKEN_PRONOUN),
                     KHL_TOKEN_ARTICLE | KHL_TOKEN_PLURAL);
    khl_analysis_clear(&a);
    a = analyze("مدرستهم");
    assert_int_equal(a.tokens[0].flags, KHL_TOKEN_PRONOUN);
    khl_analysis_clear(&a);
}

/* "which" begins with the article for good: what is in front of it is cut, and it stays a function word. */
static void a_relative_keeps_its_article(void **state)
{
    (void)state;
    static const char *const WORDS[] = {"والتي", "والذين", "فالذي", "بالتي", "كاللواتي", "وبالتي"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        khl_analysis a = analyze(WORDS[i]);
        assert_int_equal(a.n_tokens, 1);
        assert_int_equal(a.tokens[0].flags, KHL_TOKEN_STOP);
        assert_int_equal(a.n_features, 0);
        khl_analysis_clear(&a);
    }
    expect_features("والتيار", CONTENT, "تيار"); /* the current: a noun behind the article */
}

static void twins_stay_apart(void **state)
{
    (void)state;
    static const char *const TWINS[][2] = {{"مدرس", "مدرسة"}, {"جامع", "جامعة"},       {"عمال", "عمالة"},
                                           {"مكتب", "مكتبة"}, {"جمع", "جمعية"},        {"سكان", "سكة"},
                                           {"رياض", "رياضة"}, {"المدرسين", "المدارس"}, {"الجمع", "الجمعيات"}};
    for (size_t i = 0; i < COUNT(TWINS); i++) {
        char a[256], b[256];
        assert_string_not_equal(stem_of(TWINS[i][0], a), stem_of(TWINS[i][1], b));
    }
}

static void forms_of_one_word_meet(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {
        {"عمومي", "عمومية"},    {"العمومي", "والعمومية"}, {"بلدية", "البلديات"},  {"مدرسة", "المدارس"},
        {"مواطن", "المواطنين"}, {"مواطنة", "للمواطنات"},  {"خدمة", "خدماتها"},    {"جمعية", "جمعياتنا"},
        {"طريق", "الطرقات"},    {"مسؤول", "المسئولين"},   {"هيئة", "هيأة"},       {"حديقة", "وحدائقهم"},
        {"مدرسة", "مدرستين"},   {"مدرسة", "مدرستنا"},     {"معاناة", "معاناتهم"}, {"مشروع", "المشاريع"},
        {"جماعة", "بجماعتهم"}};
    for (size_t i = 0; i < COUNT(PAIRS); i++) {
        char a[256], b[256];
        stem_of(PAIRS[i][0], a);
        stem_of(PAIRS[i][1], b);
        if (strcmp(a, b) != 0) print_error("%s and %s:\n", PAIRS[i][0], PAIRS[i][1]);
        assert_string_equal(a, b);
    }
}

/* A word that only the collection knows is evidence once it is commoner than the word that it would be cut
 * from. */
static void a_collection_gives_evidence(void **state)
{
    (void)state;
    khl_attested *attested;
    khl_error err = {0};
    assert_int_equal(khl_attested_create(&attested, &err), KHL_OK);
    khl_analysis a = analyze("الضجقف ضجقف، وضجقف");
    assert_int_equal(a.tokens[2].proclitics.n, 0);
    assert_int_equal(khl_attested_add(attested, &a, &err), KHL_OK);
    khl_analysis_clear(&a);
    assert_int_equal(khl_text_analyze(fixture_text, KHL_STR("وضجقف"), attested, &a, &err), KHL_OK);
    assert_true(khl_str_equal(a.tokens[0].stem, KHL_STR("ضجقف")));
    khl_analysis_clear(&a);
    /* seen more often than what it would leave: a word of its own */
    a = analyze("وضجقف وضجقف وضجقف");
    assert_int_equal(khl_attested_add(attested, &a, &err), KHL_OK);
    khl_analysis_clear(&a);
    assert_int_equal(khl_text_analyze(fixture_text, KHL_STR("وضجقف"), attested, &a, &err), KHL_OK);
    assert_int_equal(a.tokens[0].proclitics.n, 0);
    khl_analysis_clear(&a);
    khl_attested_destroy(attested);
}

static void french_words_lose_their_endings_behind_an_elision(void **state)
{
    (void)state;
    expect_features("l’école et les Écoles", CONTENT, "ecol|ecol");
    expect_features("d'électricité", CONTENT, "electr");
}

static void other_stemmers_can_be_chosen(void **state)
{
    (void)state;
    khl_text_options options = KHL_TEXT_OPTIONS_INIT;
    khl_text *text;
    khl_analysis a;
    khl_error err = {0};
    options.stemmer = KHL_STEMMER_SNOWBALL;
    assert_int_equal(khl_text_create(&text, fixture_lexicon, &options, &err), KHL_OK);
    assert_int_equal(khl_text_analyze(text, KHL_STR("الصحة والصحة فاس"), NULL, &a, &err), KHL_OK);
    assert_true(khl_str_equal(a.tokens[0].stem, KHL_STR("الصح")));
    assert_true(khl_str_equal(a.tokens[1].stem, KHL_STR("والصح"))); /* its known defect */
    assert_true(khl_str_equal(a.tokens[2].stem, KHL_STR("fes")));
    khl_analysis_clear(&a);
    khl_text_destroy(text);
    options.stemmer = KHL_STEMMER_NONE;
    assert_int_equal(khl_text_create(&text, fixture_lexicon, &options, &err), KHL_OK);
    assert_int_equal(khl_text_analyze(text, KHL_STR("المدارس ecoles"), NULL, &a, &err), KHL_OK);
    assert_true(khl_str_equal(a.tokens[0].stem, KHL_STR("المدارس")));
    assert_true(khl_str_equal(a.tokens[1].stem, KHL_STR("ecoles")));
    khl_analysis_clear(&a);
    khl_text_destroy(text);
    options.stemmer = (khl_stemmer)99;
    assert_int_equal(khl_text_create(&text, fixture_lexicon, &options, &err), KHL_E_ARGUMENT);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_definite_forms_have_the_stem_of_the_noun),
                                       cmocka_unit_test(a_bare_letter_is_cut_before_a_known_word),
                                       cmocka_unit_test(a_radical_is_not_cut),
                                       cmocka_unit_test(an_unknown_word_is_left_whole),
                                       cmocka_unit_test(the_letters_split_off_are_reported),
                                       cmocka_unit_test(a_relative_keeps_its_article),
                                       cmocka_unit_test(twins_stay_apart),
                                       cmocka_unit_test(forms_of_one_word_meet),
                                       cmocka_unit_test(a_collection_gives_evidence),
                                       cmocka_unit_test(french_words_lose_their_endings_behind_an_elision),
                                       cmocka_unit_test(other_stemmers_can_be_chosen)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
