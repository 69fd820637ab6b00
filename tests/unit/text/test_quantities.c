/* Numbers in digits and words, percent, units and dates. */
#include "text_fixture.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define YEARLESS                                                                                             \
    "?"                                                                                                      \
    "?"                                                                                                      \
    "?"                                                                                                      \
    "?" /* in one string they would be trigraphs */
#define DATES (1u << KHL_FEATURE_DATE)

typedef struct expectation {
    const char *text, *names;
} expectation;

static void expect_all(const expectation *items, size_t n, unsigned kinds)
{
    for (size_t i = 0; i < n; i++) expect_features(items[i].text, kinds, items[i].names);
}

static void a_number_is_the_same_in_digits_and_words(void **state)
{
    (void)state;
    static const char *const THREE[] = {"3 مدارس",     "٣ مدارس",      "ثلاث مدارس",
                                        "ثلاثة ملاعب", "trois écoles", "three"};
    for (size_t i = 0; i < COUNT(THREE); i++) expect_features(THREE[i], QUANTITIES, "3");
}

static void number_words_compose(void **state)
{
    (void)state;
    static const expectation ITEMS[] = {{"ثلاثة وعشرون", "23"},
                                        {"خمسة عشر", "15"},
                                        {"مئة وخمسون", "150"},
                                        {"ثلاثة آلاف", "3000"},
                                        {"خمسمائة ألف", "500000"},
                                        {"20 مليون", "20000000"},
                                        {"1.5 مليون", "1500000"},
                                        {"ألفان وخمسمائة", "2500"},
                                        {"vingt-cinq", "25"},
                                        {"vingt et un", "21"},
                                        {"soixante et onze", "71"},
                                        {"quatre-vingt-dix", "90"},
                                        {"deux cents", "200"},
                                        {"cinq mille deux cents", "5200"},
                                        {"trois ou quatre", "3|4"},
                                        {"2  500 درهم", "2500|mad"},
                                        {"2  50 درهم", "2|50|mad"},
                                        {"3 مدارس و 4 ملاعب", "3|4"},
                                        {"ثلاث مدارس وأربعة ملاعب", "3|4"}};
    expect_all(ITEMS, COUNT(ITEMS), QUANTITIES);
}

static void one_is_an_article_more_often_than_a_number(void **state)
{
    (void)state;
    static const char *const NONE[] = {"واحد الملعب", "une école",    "un jardin",
                                       "a school",    "واحد المدرسة", "فواحد الحومة"};
    for (size_t i = 0; i < COUNT(NONE); i++) expect_features(NONE[i], QUANTITIES, "");
    expect_features("واحد وعشرون", QUANTITIES, "21");
    expect_features("1 ملعب", QUANTITIES, "1");
    expect_features("مدرسة واحدة", QUANTITIES, "1");
    expect_features("ملعب واحد بالحي", QUANTITIES, "1");
}

/* In a list that somebody numbered, the numbers ask for nothing; what they look like elsewhere still does. */
static void the_number_of_a_line_is_no_quantity(void **state)
{
    (void)state;
    static const char *const NONE[] = {"1- إحداث ملعب",      "2) إحداث ملعب", "(3) إحداث ملعب",
                                       "٤- إحداث ملعب",      "5-إحداث ملعب",  "6. إحداث ملعب",
                                       "1) créer une école", "2. l'école",    "• 7/ إحداث ملعب"};
    static const expectation SOME[] = {{"3 ملاعب", "3"},
                                       {"2/3 ملاعب", "2|3"},
                                       {"إحداث 3- ملاعب", "3"},
                                       {"3 - ملاعب", "3"},
                                       {"4-voies", "4"},
                                       {"300- ملعب", "300"},
                                       {"1- إحداث 3 ملاعب\n2- غرس 40 شجرة", "3|40"}};
    for (size_t i = 0; i < COUNT(NONE); i++) expect_features(NONE[i], QUANTITIES, "");
    expect_all(SOME, COUNT(SOME), QUANTITIES);
}

static void a_roman_number_of_a_line_is_no_word(void **state)
{
    (void)state;
    const unsigned words = 1u << KHL_FEATURE_WORD;
    static const char *const NONE[] = {"II- ملعب", "IV. ملعب", "(III) ملعب"};
    for (size_t i = 0; i < COUNT(NONE); i++) expect_features(NONE[i], words, "ملعب");
    expect_features("II ملعب", words, "ii|ملعب");  /* no sign */
    expect_features("vi- ملعب", words, "vi|ملعب"); /* no capital */
    expect_features("غرس II- شجر", words, "غرس|ii|شجر");
}

static void percent_in_every_writing(void **state)
{
    (void)state;
    static const char *const TWENTY[] = {"20%",          "20 %",         "20٪",
                                         "٢٠٪",          "20 في المئة",  "20 بالمئة",
                                         "20 في المائة", "20 pour cent", "عشرون في المئة"};
    for (size_t i = 0; i < COUNT(TWENTY); i++) expect_features(TWENTY[i], QUANTITIES, "20%");
    expect_features("20 في الحي", QUANTITIES, "20");
}

static void units_follow_their_number(void **state)
{
    (void)state;
    static const expectation ITEMS[] = {{"5 كلم", "5|km"},
                                        {"30km", "30|km"},
                                        {"200 متر مربع", "200|m2"},
                                        {"200 م²", "200|m2"},
                                        {"3 هكتارات", "3|ha"},
                                        {"5 MDH", "5000000|mad"},
                                        {"خمسة ملايين درهم", "5000000|mad"},
                                        {"cinq millions de dirhams", "5000000|mad"},
                                        {"20.000 درهم", "20000|mad"},
                                        {"طول الطريق بالمتر", ""}};
    expect_all(ITEMS, COUNT(ITEMS), QUANTITIES);
}

static void dates_are_read_in_every_language(void **state)
{
    (void)state;
    static const expectation ITEMS[] = {{"15 غشت 2026", "2026-08-15"},
                                        {"يوم 5 يناير", YEARLESS "-01-05"},
                                        {"شتنبر 2026", "2026-09"},
                                        {"في شهر مارس", YEARLESS "-03"},
                                        {"15 août 2026", "2026-08-15"},
                                        {"1er mars", YEARLESS "-03-01"},
                                        {"05/09/2026", "2026-09-05"},
                                        {"نونبر ودجنبر", YEARLESS "-11|" YEARLESS "-12"},
                                        {"من يناير إلى أبريل", YEARLESS "-01|" YEARLESS "-04"}};
    expect_all(ITEMS, COUNT(ITEMS), DATES);
    expect_features("15 غشت 2026", QUANTITIES, "");
}

static void an_ambiguous_month_needs_a_number(void **state)
{
    (void)state;
    expect_features("مارس الرياضة", DATES, "");
    expect_features("غشت الشركة", DATES, "");
    expect_features("40 غشت", DATES, YEARLESS "-08");
}

static void a_full_stop_ends_a_quantity(void **state)
{
    (void)state;
    expect_features("عددها ثلاثة. مليون درهم", QUANTITIES, "3|1000000|mad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_number_is_the_same_in_digits_and_words),
                                       cmocka_unit_test(number_words_compose),
                                       cmocka_unit_test(one_is_an_article_more_often_than_a_number),
                                       cmocka_unit_test(the_number_of_a_line_is_no_quantity),
                                       cmocka_unit_test(a_roman_number_of_a_line_is_no_word),
                                       cmocka_unit_test(percent_in_every_writing),
                                       cmocka_unit_test(units_follow_their_number),
                                       cmocka_unit_test(dates_are_read_in_every_language),
                                       cmocka_unit_test(an_ambiguous_month_needs_a_number),
                                       cmocka_unit_test(a_full_stop_ends_a_quantity)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
