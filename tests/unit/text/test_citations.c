/* Numbers that cite a text or name a year: references and dates, never quantities. */
#include "text_fixture.h"

#define REFERENCES (1u << KHL_FEATURE_REFERENCE)
#define DATES (1u << KHL_FEATURE_DATE)

typedef struct citation {
    const char *text, *references, *quantities;
} citation;

static void expect_all(const citation *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        expect_features(items[i].text, REFERENCES, items[i].references);
        expect_features(items[i].text, QUANTITIES, items[i].quantities);
    }
}

#define EXPECT_ALL(items) expect_all(items, sizeof(items) / sizeof *(items))

static void articles_and_laws_are_references(void **state)
{
    (void)state;
    static const citation ITEMS[] = {{"المادة 83 من القانون التنظيمي رقم 113.14", "83|113.14", ""},
                                     {"المادتين 12 و13", "12|13", ""},
                                     {"المادتين 12 و 13 من الدستور", "12|13", ""},
                                     {"المواد 5، 6 و7", "5|6|7", ""},
                                     {"article 83 de la loi 113-14", "83|113|14", ""},
                                     {"l'article n° 5 du décret", "5", ""},
                                     {"وفق المادة الخامسة", "", ""}};
    EXPECT_ALL(ITEMS);
}

static void quantities_beside_a_reference_stay(void **state)
{
    (void)state;
    static const citation ITEMS[] = {
        {"3 حافلات وفق المادة 5", "5", "3"},         {"طبقا للمادة 83 توفير 10 أجهزة", "83", "10"},
        {"طبقا للمادة 83، 10 أجهزة", "83", "10"},    {"المادة 5 و 10 حافلات", "5", "10"},
        {"selon l'article 5 et 3 écoles", "5", "3"}, {"10 حافلات", "", "10"},
        {"القانون يمنح 10 دراهم", "", "10|mad"}};
    EXPECT_ALL(ITEMS);
}

static void a_year_behind_its_word_is_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *text, *dates;
    } ITEMS[] = {{"سنة 2030", "2030"},          {"في أفق 2030", "2030"}, {"أفق سنة 2030", "2030"},
                 {"horizon 2030", "2030"},      {"en 2026", "2026"},     {"سنة 2024-2030", "2024|2030"},
                 {"سنة 2024/2025", "2024|2025"}};
    for (size_t i = 0; i < sizeof ITEMS / sizeof *ITEMS; i++) {
        expect_features(ITEMS[i].text, DATES, ITEMS[i].dates);
        expect_features(ITEMS[i].text, QUANTITIES, "");
    }
    expect_features("سنة 20300", DATES, "");
    expect_features("2030 شجرة", DATES, "");
    expect_features("2030 شجرة", QUANTITIES, "2030");
}

/* What is asked for must weigh more than the law it rests on. */
static void the_words_of_a_reference_are_light(void **state)
{
    (void)state;
    khl_analysis a = analyze("المادة 83 من القانون رقم 113.14 إحداث ملعب");
    for (size_t i = 0; i < a.n_features; i++)
        if (a.features[i].kind == KHL_FEATURE_WORD)
            assert_int_equal(a.features[i].weight < 0.5f, a.features[i].first_token < 6);
    khl_analysis_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(articles_and_laws_are_references),
                                       cmocka_unit_test(quantities_beside_a_reference_stay),
                                       cmocka_unit_test(a_year_behind_its_word_is_a_date),
                                       cmocka_unit_test(the_words_of_a_reference_are_light)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
