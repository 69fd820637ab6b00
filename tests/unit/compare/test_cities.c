/* Whose demand it is: one number for all the ways of writing a city, and for the communes of its province. */
#include "models_fixture.h"

#include "cities.h"

static khl_cities cities;

static uint32_t number(const char *city)
{
    uint32_t out;
    const khl_proposal p = {.city = khl_str_from(city)};
    assert_int_equal(khl_cities_number(&cities, &p, &out, NULL), KHL_OK);
    return out;
}

static int setup(void **state)
{
    return models_setup(state) != 0 || khl_cities_init(&cities, khl_models_text(fixture_models),
                                                       khl_models_lexicon(fixture_models), NULL) != KHL_OK;
}

static int teardown(void **state)
{
    khl_cities_clear(&cities);
    return models_teardown(state);
}

static void spellings_and_communes_are_one(void **state)
{
    (void)state;
    static const char *const same[] = {"Khémisset",      "KHEMISSET", "مدينة الخميسات",
                                       "إقليم الخميسات", "تيفلت",     "Tiflet"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_int_equal(number(same[i]), number("الخميسات"));
}

static void cities_of_one_region_are_several(void **state)
{
    (void)state;
    assert_int_not_equal(number("الرباط"), number("سلا"));
    assert_int_not_equal(number("الرباط"), number("الخميسات"));
    assert_int_not_equal(number("مراكش"), number("الخميسات"));
}

static void names_without_a_place_are_compared_folded(void **state)
{
    (void)state;
    assert_int_equal(number("جماعة أ"), number("جماعه ا"));
    assert_int_not_equal(number("جماعة أ"), number("جماعة ب"));
    assert_int_not_equal(number("؟"), number("جماعة ب"));
    assert_int_not_equal(number("؟"), KHL_CITY_UNKNOWN);
    assert_int_equal(number(""), KHL_CITY_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_and_communes_are_one),
        cmocka_unit_test(cities_of_one_region_are_several),
        cmocka_unit_test(names_without_a_place_are_compared_folded),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
