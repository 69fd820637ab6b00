/* What is cut, what is not, and where. Texts are short; the letters with gold are in test_letters.c. */
#include "models_fixture.h"

typedef struct cut_text {
    khl_analysis analysis;
    khl_cut cut;
} cut_text;

static cut_text cut_of(khl_str text)
{
    cut_text c;
    khl_error err = {0};
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), text, NULL, &c.analysis, &err),
                     KHL_OK);
    assert_int_equal(khl_text_cut(&c.cut, &c.analysis, &err), KHL_OK);
    return c;
}

static void release(cut_text *c)
{
    khl_cut_clear(&c->cut);
    khl_analysis_clear(&c->analysis);
}

/* The parts between bars. */
static void expect(const char *text, const char *expected)
{
    cut_text c = cut_of(khl_str_from(text));
    char got[2048];
    size_t n = 0;
    for (size_t i = 0; i < c.cut.n_parts; i++) {
        const khl_text_part *p = &c.cut.parts[i];
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", i > 0 ? "|" : "", (int)(p->end - p->begin),
                              text + p->begin);
        assert_true(n < sizeof got);
    }
    got[n] = '\0';
    assert_string_equal(got, expected);
    release(&c);
}

static void expect_whole(const char *text)
{
    expect(text, "");
}

static void nothing_and_a_word_stay_whole(void **state)
{
    (void)state;
    expect_whole("");
    expect_whole("- ");
    expect_whole("1.\n2.\n3.");
    expect_whole("مركز صحي");
}

static void bullets_of_every_shape_make_parts(void **state)
{
    static const char *const SIGNS[] = {"- ", "– ", "* ", "• ", "▪ ", "✓ ", "✅ ", "●", "🔹 ", "-"};
    (void)state;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        char text[512];
        snprintf(text, sizeof text, "%sبناء ملعب للقرب\n%sإصلاح الطريق الرئيسية", SIGNS[i], SIGNS[i]);
        expect(text, "بناء ملعب للقرب|إصلاح الطريق الرئيسية");
    }
}

static void numbers_of_every_shape_make_parts(void **state)
{
    static const char *const SHAPES[][2] = {
        {"1. ", "2. "}, {"1- ", "2- "},        {"1) ", "2) "}, {"(1) ", "(2) "}, {"١- ", "٢- "},
        {"1/ ", "2/ "}, {"أولا: ", "ثانيا: "}, {"أ- ", "ب- "}, {"a) ", "b) "},   {"1ـ ", "2ـ "}};
    (void)state;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        char text[512];
        snprintf(text, sizeof text, "%sبناء ملعب للقرب\n%sإصلاح الطريق الرئيسية", SHAPES[i][0], SHAPES[i][1]);
        expect(text, "بناء ملعب للقرب|إصلاح الطريق الرئيسية");
    }
}

static void line_ends_of_all_systems_count(void **state)
{
    (void)state;
    expect("- بناء ملعب للقرب\r\n- إصلاح الطريق الرئيسية\r\n", "بناء ملعب للقرب|إصلاح الطريق الرئيسية");
    expect("- بناء ملعب للقرب\r- إصلاح الطريق الرئيسية", "بناء ملعب للقرب|إصلاح الطريق الرئيسية");
}

static void a_line_without_bullet_continues_the_one_above(void **state)
{
    (void)state;
    expect("- بناء ملعب للقرب\nبحي السلام\n- إصلاح الطريق الرئيسية",
           "بناء ملعب للقرب\nبحي السلام|إصلاح الطريق الرئيسية");
}

static void numbers_in_running_text_must_count_from_one(void **state)
{
    (void)state;
    expect_whole("نطالب بتطبيق القانون 2 - بناء ملعب 3 - إصلاح الطريق");
    expect("نطالب بما يلي: 1- بناء ملعب للقرب 2- إصلاح الطريق الرئيسية",
           "بناء ملعب للقرب|إصلاح الطريق الرئيسية");
}

static void rooms_steps_grounds_and_people_of_one_demand_stay_together(void **state)
{
    (void)state;
    expect_whole("إحداث مركز صحي يضم:\n- قاعة للعلاج\n- صيدلية\n- سيارة إسعاف");
    expect_whole("نطالب بإصلاح الطريق للأسباب التالية:\n- كثرة الحوادث\n- صعوبة وصول سيارة الإسعاف");
    expect_whole("تكوين مهني لفائدة:\n- النساء\n- الشباب العاطل");
    expect_whole("عنوان المشروع: بناء ملعب للقرب\nالأهداف: تشجيع الرياضة\nالمكان: حي السلام");
    expect_whole("توفير طبيب وممرضة وسيارة إسعاف بالمستوصف");
}

static void titles_with_a_dash_and_second_wordings_stay_whole(void **state)
{
    (void)state;
    expect_whole("منطقة صناعية بالخميسات - معامل لتشغيل الشباب");
    expect_whole("بناء ملعب للقرب\nConstruction d'un terrain de proximité");
}

static void a_connector_needs_an_object_of_its_own(void **state)
{
    (void)state;
    expect("نطالب ببناء ملعب للقرب، كما نطالب بإصلاح الطريق الرئيسية.",
           "نطالب ببناء ملعب للقرب|كما نطالب بإصلاح الطريق الرئيسية.");
    expect_whole("نطالب ببناء ملعب للقرب، كما نطالب بتوسيعه وتجهيزه.");
    expect_whole("نطالب ببناء ملعب للقرب، كما نطالب ببناء هذا الملعب قبل الصيف.");
}

static void an_addition_needs_an_action(void **state)
{
    (void)state;
    expect("نقترح بناء مكتبة عمومية، إضافة إلى تعبيد الطريق الرئيسية.",
           "نقترح بناء مكتبة عمومية|إضافة إلى تعبيد الطريق الرئيسية.");
    expect_whole("نقترح بناء مكتبة عمومية، إضافة إلى قاعة للمطالعة.");
}

static void a_complaint_and_its_request_are_one_demand(void **state)
{
    (void)state;
    expect_whole("الطريق محفرة والحافلات لا تصل إلى الدوار. نطالب بإصلاح الطريق.");
    expect_whole("لا مسرح ولا مكتبة في حينا. نريد بناء مركز ثقافي.");
}

static void a_run_needs_three_demands(void **state)
{
    (void)state;
    expect("بناء ملعب للقرب؛ إصلاح الطريق الرئيسية؛ توفير حافلة للنقل المدرسي",
           "بناء ملعب للقرب|إصلاح الطريق الرئيسية|توفير حافلة للنقل المدرسي");
    expect_whole("بناء ملعب للقرب؛ إصلاح الطريق الرئيسية");
}

static void formulas_are_told_apart(void **state)
{
    const char *text = "السلام عليكم\nمطالبنا:\n- بناء ملعب للقرب\n- إصلاح الطريق الرئيسية\n\nوشكرا جزيلا";
    cut_text c = cut_of(khl_str_from(text));
    (void)state;
    assert_int_equal(c.cut.n_parts, 2);
    assert_int_equal(c.cut.opening.begin, 0);
    assert_int_equal(c.cut.opening.end, strlen("السلام عليكم\nمطالبنا:"));
    assert_string_equal(text + c.cut.closing.begin, "وشكرا جزيلا");
    assert_int_equal(c.cut.closing.end, strlen(text));
    release(&c);
}

static void a_demand_behind_the_list_is_no_formula(void **state)
{
    (void)state;
    expect("مطالبنا:\n- بناء ملعب للقرب\n- إصلاح الطريق الرئيسية\n\nونطالب أيضا بتوفير حافلة للنقل المدرسي.",
           "بناء ملعب للقرب|إصلاح الطريق الرئيسية|ونطالب أيضا بتوفير حافلة للنقل المدرسي.");
}

/* Whatever comes: ranges in order, within the text, on character boundaries of well-formed input. */
static void random_texts_give_ranges_in_order(void **state)
{
    static const char *const PIECES[] = {
        "\n",     "\n\n",  "- ",   "1. ", "2) ",    "أولا: ", "ثانيا ",     "بناء ",
        "ملعب ",  "طريق ", "؛ ",   ": ",  "نطالب ", "كما ",   "شكرا ",      "السلام عليكم ",
        "إصلاح ", "• ",    "(3) ", " / ", "أ- ",    "\r\n",   "إضافة إلى ", "مدرسة "};
    uint64_t seed = 7;
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        char text[1024];
        size_t n = 0;
        for (uint32_t k = draw(&seed, 30); k > 0; k--)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s",
                                  PIECES[draw(&seed, sizeof PIECES / sizeof *PIECES)]);
        cut_text c = cut_of((khl_str){text, n});
        size_t at = c.cut.opening.end;
        assert_true(c.cut.n_parts != 1);
        for (size_t i = 0; i < c.cut.n_parts; i++) {
            if (c.cut.parts[i].begin < at || c.cut.parts[i].end <= c.cut.parts[i].begin)
                fail_msg("part %zu is out of order or empty in \"%.*s\"", i + 1, (int)n, text);
            at = c.cut.parts[i].end;
        }
        if (c.cut.closing.end > c.cut.closing.begin) assert_true(c.cut.closing.begin >= at);
        assert_true(at <= n && c.cut.closing.end <= n);
        release(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_a_word_stay_whole),
        cmocka_unit_test(bullets_of_every_shape_make_parts),
        cmocka_unit_test(numbers_of_every_shape_make_parts),
        cmocka_unit_test(line_ends_of_all_systems_count),
        cmocka_unit_test(a_line_without_bullet_continues_the_one_above),
        cmocka_unit_test(numbers_in_running_text_must_count_from_one),
        cmocka_unit_test(rooms_steps_grounds_and_people_of_one_demand_stay_together),
        cmocka_unit_test(titles_with_a_dash_and_second_wordings_stay_whole),
        cmocka_unit_test(a_connector_needs_an_object_of_its_own),
        cmocka_unit_test(an_addition_needs_an_action),
        cmocka_unit_test(a_complaint_and_its_request_are_one_demand),
        cmocka_unit_test(a_run_needs_three_demands),
        cmocka_unit_test(formulas_are_told_apart),
        cmocka_unit_test(a_demand_behind_the_list_is_no_formula),
        cmocka_unit_test(random_texts_give_ranges_in_order),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
