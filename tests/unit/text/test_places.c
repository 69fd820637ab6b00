/* Places of the gazetteer with their proclitics and cues, and names of districts, streets and facilities. */
#include "text_fixture.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void a_place_is_found_behind_any_proclitic(void **state)
{
    (void)state;
    static const char *const FES[] = {"فاس",   "بفاس", "وفاس", "ففاس", "لفاس",
                                      "وبفاس", "Fès",  "fes",  "FES",  "à Fès"};
    static const char *const CASABLANCA[] = {"الدار البيضاء",
                                             "بالدار البيضاء",
                                             "والدار البيضاء",
                                             "للدار البيضاء",
                                             "وبالدار البيضاء",
                                             "Casablanca",
                                             "الدار‏ البيضاء"};
    static const char *const RABAT[] = {"الرباط", "بالرباط", "للرباط", "والرباط", "وبالرباط", "Rabat"};
    for (size_t i = 0; i < COUNT(FES); i++) expect_features(FES[i], PLACES, "fes");
    for (size_t i = 0; i < COUNT(CASABLANCA); i++) expect_features(CASABLANCA[i], PLACES, "casablanca");
    for (size_t i = 0; i < COUNT(RABAT); i++) expect_features(RABAT[i], PLACES, "rabat");
    /* Darija writes the article as a bare lam */
    expect_features("فلخميسات", PLACES, "khemisset");
}

static void names_of_several_words_need_their_words_together(void **state)
{
    (void)state;
    expect_features("الدار، البيضاء", PLACES, "");
    expect_features("الدار\nالبيضاء", PLACES, "");
    expect_features("الدار الكبيرة", PLACES, "");
}

static void all_tokens_of_a_place_carry_its_id(void **state)
{
    (void)state;
    khl_analysis a = analyze("سكان الدار البيضاء");
    assert_int_equal(a.n_tokens, 3);
    const khl_feature *last = &a.features[a.n_features - 1];
    assert_int_equal(last->kind, KHL_FEATURE_PLACE);
    assert_int_equal(last->first_token, 1);
    assert_int_equal(last->n_tokens, 2);
    for (size_t i = 1; i < 3; i++) {
        assert_true(khl_str_equal(a.tokens[i].stem, KHL_STR("casablanca")));
        assert_true((a.tokens[i].flags & KHL_TOKEN_PLACE) != 0);
    }
    khl_analysis_clear(&a);
}

static void an_ambiguous_name_needs_a_cue(void **state)
{
    (void)state;
    expect_features("العيون الجميلة", PLACES, "");
    expect_features("مدينة العيون", PLACES, "laayoune");
    expect_features("بمدينة العيون", PLACES, "laayoune");
    expect_features("إقليم العيون", PLACES, "laayoune");
    expect_features("بين فاس والعيون", PLACES, "fes|laayoune");
    expect_features("بين فاس و العيون", PLACES, "fes|laayoune");
}

static void an_ambiguous_name_is_none_in_latin_letters(void **state)
{
    (void)state;
    expect_features("à El Jadida", PLACES, "el-jadida");
    expect_features("Laayoune", PLACES, "laayoune");
    expect_features("port de Dakhla", PLACES, "dakhla");
    expect_features("الداخلة", PLACES, "");
}

static void a_name_of_several_words_is_found_behind_bare_letters(void **state)
{
    (void)state;
    static const char *const MELLOUL[] = {"بآيت ملول",    "وآيت ملول",      "لآيت ملول",
                                          "فآيت ملول",    "وبآيت ملول",     "مستشفى بآيت ملول",
                                          "حي بآيت ملول", "الحي بآيت ملول", "مدرسة بآيت ملول"};
    for (size_t i = 0; i < COUNT(MELLOUL); i++) expect_features(MELLOUL[i], PLACES, "ait-melloul");
    expect_features("شارع محمد بآيت ملول", PLACES, "district:محمد|ait-melloul");
    khl_analysis a = analyze("وبآيت ملول");
    assert_true(khl_str_equal(a.tokens[0].proclitics, KHL_STR("وب")));
    khl_analysis_clear(&a);
}

static void in_and_a_clear_place_beats_an_ending(void **state)
{
    (void)state;
    expect_features("بزرهون", PLACES, "moulay-driss-zerhoun");
    expect_features("بسطات", PLACES, "settat");
    expect_features("وبسطات", PLACES, "settat");
    expect_features("ببركان", PLACES, "berkane");
    expect_features("بركان", PLACES, "berkane");
}

static void an_apostrophe_may_stand_inside_a_listed_name(void **state)
{
    (void)state;
    expect_features("Aït M'hamed", PLACES, "ait-mhamed");
    expect_features("à Aït M’hamed", PLACES, "ait-mhamed");
    expect_features("M'diq", PLACES, "mdiq");
}

static void abd_takes_the_next_word(void **state)
{
    (void)state;
    expect_features("حي عبد الله", PLACES, "district:عبدالله");
    expect_features("حي عبدالله", PLACES, "district:عبدالله");
    expect_features("شارع عبد الكريم الخطابي", PLACES, "district:عبدالكريم الخطابي");
    expect_features("مدرسة عبد المومن بفاس", PLACES, "district:عبدالمومن|fes");
    expect_features("حي عبد، الله", PLACES, "district:عبد");
}

static void a_named_district_is_a_place(void **state)
{
    (void)state;
    static const char *const SAME[] = {"حي السلام", "بحي السلام", "وبحي السلام",
                                       "حي السّلام", "حي سلام",    "لحي السلام"};
    for (size_t i = 0; i < COUNT(SAME); i++) expect_features(SAME[i], PLACES, "district:السلام");
    expect_features("شارع محمد الخامس", PLACES, "district:محمد الخامس");
    expect_features("شارع 20 غشت", PLACES, "district:20 غشت");
    expect_features("شارع السلام وشارع النهضة", PLACES, "district:السلام|district:النهضه");
    expect_features("حي السلام بمدينة فاس", PLACES, "district:السلام|fes");
    expect_features("شارع مراكش بفاس", PLACES, "district:مراكش|fes");
    expect_features("أزقة حي السلام", PLACES, "district:السلام");
    expect_features("حي السلام وحي النهضة", PLACES, "district:السلام|district:النهضه");
}

static void latin_names_lose_their_article(void **state)
{
    (void)state;
    static const char *const SAME[] = {"Hay Salam", "hay Essalam", "Hay Es-Salam", "quartier Salam",
                                       "HAY SALAM"};
    for (size_t i = 0; i < COUNT(SAME); i++) expect_features(SAME[i], PLACES, "district:salam");
}

static void ordinary_words_behind_a_cue_are_no_name(void **state)
{
    (void)state;
    static const char *const NONE[] = {"الحي الصناعي",
                                       "حي صناعي",
                                       "الحي",
                                       "حي، السلام",
                                       "شارع رئيسي",
                                       "الشارع الرئيسي",
                                       "حي من الأحياء",
                                       "حي يعاني من الإهمال",
                                       "مدرسة ابتدائية",
                                       "المدرسة الابتدائية",
                                       "مدرسة للبنات",
                                       "مدرسة جديدة",
                                       "ملعب القرب",
                                       "مستشفى كبير",
                                       "quartier populaire",
                                       "école primaire",
                                       "rue sans trottoir"};
    for (size_t i = 0; i < COUNT(NONE); i++) expect_features(NONE[i], PLACES, "");
}

static void a_facility_takes_only_names(void **state)
{
    (void)state;
    expect_features("مدرسة السلام", PLACES, "district:السلام");
    expect_features("ثانوية مولاي إسماعيل", PLACES, "district:مولاي اسماعيل");
    expect_features("مستشفى فاس", PLACES, "fes");
    expect_features("école primaire Al Qods", PLACES, "district:qods");
    expect_features("إعدادية القدس بالخميسات", 1u << KHL_FEATURE_WORD, "اعدادي");
}

static void a_cue_stays_a_word_of_its_own(void **state)
{
    (void)state;
    expect_features("حي السلام", CONTENT, "حي|district:السلام");
    expect_features("مدينة العيون", CONTENT, "مدين|laayoune");
}

/* What the second text names as a district, or "". */
static khl_str place_with(const khl_attested *attested, khl_str text, khl_analysis *a)
{
    khl_error err = {0};
    assert_int_equal(khl_text_analyze(fixture_text, text, attested, a, &err), KHL_OK);
    for (size_t i = 0; i < a->n_features; i++)
        if (a->features[i].kind == KHL_FEATURE_PLACE) return a->features[i].name;
    return KHL_STR("");
}

static void a_name_of_the_collection_needs_no_cue(void **state)
{
    (void)state;
    static const struct {
        const char *with_cue, *without, *want;
    } CASES[] = {
        {"تعبيد أزقة حي ضجقفة", "تزفيت طرقات ضجقفة", "district:ضجقفه"},
        {"تعبيد أزقة حي ضجقفة", "الحفر فضجقفة كثيرة", "district:ضجقفه"},
        {"تعبيد أزقة حي بني ضجقف", "زناقي بني ضجقف", "district:بني ضجقف"},
        {"تعبيد أزقة حي السلام", "نشر قيم السلام", ""}, /* an ordinary word stays one */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        khl_attested *attested;
        khl_analysis a;
        assert_int_equal(khl_attested_create(&attested, NULL), KHL_OK);
        assert_true(place_with(NULL, khl_str_from(CASES[i].with_cue), &a).n > 0);
        assert_int_equal(khl_attested_add(attested, &a, NULL), KHL_OK);
        khl_analysis_clear(&a);
        assert_int_equal(place_with(NULL, khl_str_from(CASES[i].without), &a).n, 0);
        assert_int_equal(khl_attested_add(attested, &a, NULL), KHL_OK);
        khl_analysis_clear(&a);
        khl_str got = place_with(attested, khl_str_from(CASES[i].without), &a);
        if (!khl_str_equal(got, khl_str_from(CASES[i].want)))
            fail_msg("case %zu: %.*s", i, (int)got.n, got.p);
        khl_analysis_clear(&a);
        khl_attested_destroy(attested);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_name_of_the_collection_needs_no_cue),
                                       cmocka_unit_test(a_place_is_found_behind_any_proclitic),
                                       cmocka_unit_test(names_of_several_words_need_their_words_together),
                                       cmocka_unit_test(all_tokens_of_a_place_carry_its_id),
                                       cmocka_unit_test(an_ambiguous_name_needs_a_cue),
                                       cmocka_unit_test(an_ambiguous_name_is_none_in_latin_letters),
                                       cmocka_unit_test(a_name_of_several_words_is_found_behind_bare_letters),
                                       cmocka_unit_test(in_and_a_clear_place_beats_an_ending),
                                       cmocka_unit_test(an_apostrophe_may_stand_inside_a_listed_name),
                                       cmocka_unit_test(abd_takes_the_next_word),
                                       cmocka_unit_test(a_named_district_is_a_place),
                                       cmocka_unit_test(latin_names_lose_their_article),
                                       cmocka_unit_test(ordinary_words_behind_a_cue_are_no_name),
                                       cmocka_unit_test(a_facility_takes_only_names),
                                       cmocka_unit_test(a_cue_stays_a_word_of_its_own)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
