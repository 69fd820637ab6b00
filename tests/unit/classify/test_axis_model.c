/* What a submitter means by an axis, and the axis of a text that comes without one. */
#include "models_fixture.h"

#include "axes.h"
#include "outfile.h"

#include <math.h>

static khl_axis_model *shipped_model(void)
{
    khl_axis_model *model = NULL;
    assert_int_equal(
        khl_axis_model_create(&model, khl_models_axes(fixture_models), khl_models_text(fixture_models), NULL),
        KHL_OK);
    return model;
}

static khl_axes *own_axes(const char *text)
{
    static const char PATH[] = KHL_BINARY_DIR "/test-own-axes.tsv";
    khl_axes *axes = NULL;
    khl_error err = {0};
    assert_int_equal(khl_file_write(PATH, khl_str_from(text), NULL), KHL_OK);
    if (khl_axes_read(&axes, PATH, &err) != KHL_OK) fail_msg("%s", err.message);
    return axes;
}

static void assert_axis(const khl_axis_model *model, const char *given, uint32_t expected)
{
    uint32_t axis = 0;
    assert_int_equal(khl_axis_model_find(model, khl_str_from(given), &axis, NULL), KHL_OK);
    if (axis != expected) fail_msg("\"%s\" is axis %u and not %u", given, axis, expected);
}

/* Every text of a collection, by one model and the other, to the last bit. */
static void assert_alike(const khl_text *text, const khl_axis_model *one, const khl_axis_model *other)
{
    khl_corpus *corpus = NULL;
    double a[64], b[64];
    assert_int_equal(khl_corpus_create(&corpus, NULL), KHL_OK);
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = khl_models_aliases(fixture_models);
    assert_int_equal(khl_corpus_read(corpus, TEST_PROPOSALS, &options, NULL), KHL_OK);
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        khl_analysis analysis;
        assert_int_equal(khl_text_analyze(text, khl_corpus_at(corpus, i)->text, NULL, &analysis, NULL),
                         KHL_OK);
        assert_int_equal(khl_axis_model_score(one, &analysis, a, NULL), KHL_OK);
        assert_int_equal(khl_axis_model_score(other, &analysis, b, NULL), KHL_OK);
        assert_memory_equal(a, b, khl_axes_count(khl_models_axes(fixture_models)) * sizeof *a);
        khl_analysis_clear(&analysis);
    }
    khl_corpus_destroy(corpus);
}

/* What was read of the shipped axes when the models were compiled, and the same read now; also by an analyser
 * that reads otherwise, for which the first does not hold. */
static void what_was_read_before_is_what_is_read_now(void **state)
{
    (void)state;
    khl_axes *axes = NULL;
    const khl_stemmer stemmers[] = {KHL_STEMMER_CONSERVATIVE, KHL_STEMMER_SNOWBALL};
    assert_int_equal(khl_axes_read(&axes, TEST_MODELS "/axes/default.tsv", NULL), KHL_OK);
    assert_true(khl_models_axes(fixture_models)->lessons.n > 0 && axes->lessons.n == 0);
    for (size_t i = 0; i < 2; i++) {
        khl_text_options options = {.stemmer = stemmers[i]};
        khl_text *text = NULL;
        khl_axis_model *now = NULL, *before = NULL;
        assert_int_equal(khl_text_create(&text, khl_models_lexicon(fixture_models), &options, NULL), KHL_OK);
        assert_int_equal(khl_axis_model_create(&now, axes, text, NULL), KHL_OK);
        assert_int_equal(khl_axis_model_create(&before, khl_models_axes(fixture_models), text, NULL), KHL_OK);
        assert_alike(text, now, before);
        assert_axis(now, "التربية والتكوين", 1);
        khl_axis_model_destroy(now);
        khl_axis_model_destroy(before);
        khl_text_destroy(text);
    }
    khl_axes_destroy(axes);
}

static void by_number(void **state)
{
    (void)state;
    khl_axis_model *model = shipped_model();
    assert_axis(model, "3", 2);
    assert_axis(model, " 3 ", 2);
    assert_axis(model, "03", 2);
    assert_axis(model, "٣", 2);
    assert_axis(model, "۳", 2);
    assert_axis(model, "المحور 3", 2);
    assert_axis(model, "المحور ٣", 2);
    assert_axis(model, "axe 3", 2);
    assert_axis(model, "Axis 8:", 7);
    assert_axis(model, "3. التشغيل", 2);
    assert_axis(model, "0", KHL_AXIS_NONE);
    assert_axis(model, "9", KHL_AXIS_NONE);
    assert_axis(model, "2 3", KHL_AXIS_NONE); /* which of the two is not said */
    assert_axis(model, "99999999999999999999999999", KHL_AXIS_NONE);
    assert_axis(model, "4294967297", KHL_AXIS_NONE); /* 1 when cut to 32 bits */
    khl_axis_model_destroy(model);
}

static void by_name(void **state)
{
    (void)state;
    khl_axis_model *model = shipped_model();
    assert_axis(model, "education", 1);
    assert_axis(model, "EDUCATION", 1);
    assert_axis(model, "التربية والتكوين", 1);
    assert_axis(model, "التربيه والتكوين", 1);      /* ه for ة */
    assert_axis(model, "التّربيـة والتكوين", 1);     /* marks and tatweel */
    assert_axis(model, "  التربية   والتكوين ", 1); /* spaces */
    assert_axis(model, "البيئة والتنمية المستدامة", 4);
    assert_axis(model, "البيئه و التنميه المستدامه", 4); /* WAW written apart */
    assert_axis(model, "«التربية والتكوين».", 1);
    assert_axis(model, "Éducation et formation", 1);
    assert_axis(model, "Education et Formation", 1);
    assert_axis(model, "Health and social services", 5);
    assert_axis(model, "health and social services", 5);
    khl_axis_model_destroy(model);
}

static void unknown_is_none(void **state)
{
    (void)state;
    khl_axis_model *model = shipped_model();
    assert_axis(model, "", KHL_AXIS_NONE);
    assert_axis(model, "   ", KHL_AXIS_NONE);
    assert_axis(model, "؟", KHL_AXIS_NONE);
    assert_axis(model, "-", KHL_AXIS_NONE);
    assert_axis(model, "الفضاء الخارجي", KHL_AXIS_NONE);
    assert_axis(model, "التربية", KHL_AXIS_NONE); /* part of a name is not the name */
    assert_axis(model, "\xFF\xFE", KHL_AXIS_NONE);
    khl_axis_model_destroy(model);
    khl_axis_model_destroy(NULL);
}

/* An id wins over a position, and a name of signs is met by nothing. */
static void ids_that_are_numbers(void **state)
{
    (void)state;
    khl_axes *axes = own_axes("20\tالماء\n3\tالطرق\n10\t--\n");
    khl_axis_model *model = NULL;
    assert_int_equal(khl_axis_model_create(&model, axes, khl_models_text(fixture_models), NULL), KHL_OK);
    assert_axis(model, "20", 0);
    assert_axis(model, "3", 1);
    assert_axis(model, "10", 2);
    assert_axis(model, "1", 0);
    assert_axis(model, "؟", KHL_AXIS_NONE);
    assert_axis(model, "", KHL_AXIS_NONE);
    khl_axis_model_destroy(model);
    khl_axes_destroy(axes);
}

static uint32_t score(const khl_axis_model *model, uint32_t n, const char *text, double *p)
{
    khl_analysis a;
    double sum = 0;
    uint32_t best = 0;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, &a, NULL),
                     KHL_OK);
    assert_int_equal(khl_axis_model_score(model, &a, p, NULL), KHL_OK);
    khl_analysis_clear(&a);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(p[i] >= 0 && p[i] <= 1);
        sum += p[i];
        if (p[i] > p[best]) best = i;
    }
    assert_true(fabs(sum - 1) < 1e-12);
    return best;
}

static void no_keyword_is_uniform(void **state)
{
    (void)state;
    khl_axis_model *model = shipped_model();
    double p[8];
    const char *const texts[] = {"", "؟؟", "كزبورة معدنوسية", "123"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        score(model, 8, texts[t], p);
        for (unsigned i = 0; i < 8; i++) assert_true(p[i] == 1.0 / 8);
    }
    khl_axis_model_destroy(model);
}

static void keywords_decide(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t axis;
    } cases[] = {{"تعبيد الطريق وإصلاح الإنارة العمومية", 0},
                 {"توفير حافلة للنقل المدرسي لتلاميذ الثانوية", 1},
                 {"خلق فرص الشغل للعاطلين", 2},
                 {"نشر محاضر دورات المجلس الجماعي", 3},
                 {"جمع النفايات وتنظيف الحاويات", 4},
                 {"توفير سيارة إسعاف وطبيب بالمستشفى", 5},
                 {"بناء ملعب القرب ومسبح بلدي", 6},
                 {"دعم الجمعيات وتقوية قدراتها", 7}};
    khl_axis_model *model = shipped_model();
    double p[8];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        if (score(model, 8, cases[c].text, p) != cases[c].axis || p[cases[c].axis] <= 1.0 / 8)
            fail_msg("%s", cases[c].text);
    khl_axis_model_destroy(model);
}

static void own_axes_of_three(void **state)
{
    (void)state;
    khl_axes *axes = own_axes("w\tالماء\tEau\tWater\tبئر|سقي|صنبور\nr\tالطرق\tRoutes\tRoads\tطريق|تعبيد\n"
                              "s\tالمدارس\tÉcoles\tSchools\tمدرسة|تلميذ\n");
    khl_axis_model *model = NULL;
    double p[3];
    assert_int_equal(khl_axis_model_create(&model, axes, khl_models_text(fixture_models), NULL), KHL_OK);
    assert_axis(model, "3", 2);
    assert_axis(model, "4", KHL_AXIS_NONE);
    assert_axis(model, "eau", 0);
    assert_axis(model, "ÉCOLES", 2);
    assert_int_equal(score(model, 3, "حفر بئر للسقي", p), 0);
    assert_int_equal(score(model, 3, "تعبيد الطريق", p), 1);
    assert_int_equal(score(model, 3, "بناء مدرسة", p), 2);
    khl_axis_model_destroy(model);
    khl_axes_destroy(axes);
}

static khl_axis_model *model_of(const khl_axes *axes)
{
    khl_axis_model *model = NULL;
    khl_error err = {0};
    if (khl_axis_model_create(&model, axes, khl_models_text(fixture_models), &err) != KHL_OK)
        fail_msg("%s", err.message);
    return model;
}

/* A keyword may be a concept, so that no language is needed for it. */
static void concepts_as_keywords(void **state)
{
    (void)state;
    khl_axes *axes = own_axes("a\tا\t\t\t@hospital\nb\tب\t\t\t@school|@road\n");
    khl_axis_model *model = model_of(axes);
    double p[2];
    assert_int_equal(score(model, 2, "hôpital", p), 0);
    assert_int_equal(score(model, 2, "بغينا سبيطار", p), 0);
    assert_int_equal(score(model, 2, "مدرسة جديدة", p), 1);
    assert_int_equal(score(model, 2, "route", p), 1);
    khl_axis_model_destroy(model);
    khl_axes_destroy(axes);
    axes = own_axes("a\tا\t\t\t@hospital|@no_such_thing\n");
    khl_error err = {0};
    assert_int_equal(khl_axis_model_create(&model, axes, khl_models_text(fixture_models), &err), KHL_E_INPUT);
    assert_string_equal(err.id, "axes.concept");
    assert_string_equal(err.args[0], "no_such_thing");
    assert_null(model);
    khl_axes_destroy(axes);
}

static void descriptions_speak(void **state)
{
    (void)state;
    khl_axes *axes =
        own_axes("a\tأول\t\t\t\tكل ما يخص السباحة والمسابح\nb\tثان\t\t\t\tكل ما يخص الأشجار والحدائق\n");
    khl_axis_model *model = model_of(axes);
    double p[2];
    assert_int_equal(score(model, 2, "تعليم السباحة للأطفال", p), 0);
    assert_int_equal(score(model, 2, "حديقة", p), 1);
    khl_axis_model_destroy(model);
    khl_axes_destroy(axes);
}

/* Examples say what keywords do not: in the file, or proposals whose axis is known. */
static void examples_teach(void **state)
{
    (void)state;
    static const char BARE[] = "a\tأول\t\t\nb\tثان\t\t\n";
    static const char TAUGHT[] = "a\tأول\t\t\t\t\tزراعة البصل|سوق البصل|بصل الضيعة\n"
                                 "b\tثان\t\t\t\t\tصناعة الجلباب|سوق الجلباب|جلباب الصوف\n";
    khl_axes *bare = own_axes(BARE), *taught = own_axes(TAUGHT);
    khl_axis_model *blank = model_of(bare), *model = model_of(taught);
    const char *texts[] = {"زراعة البصل", "سوق البصل", "صناعة الجلباب", "سوق الجلباب"};
    const uint32_t axis[] = {0, 0, 1, 1};
    khl_analysis analyses[4];
    double p[2];
    score(blank, 2, "تخزين البصل", p);
    assert_true(p[0] == 0.5);
    assert_int_equal(score(model, 2, "تخزين البصل", p), 0);
    assert_true(p[0] > 0.5);
    assert_int_equal(score(model, 2, "خياطة الجلباب", p), 1);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(texts[i]), NULL,
                                          &analyses[i], NULL),
                         KHL_OK);
    assert_int_equal(khl_axis_model_learn(blank, analyses, axis, 2, NULL),
                     KHL_OK); /* of one axis: no lesson */
    score(blank, 2, "تخزين البصل", p);
    assert_true(p[0] == 0.5);
    assert_int_equal(khl_axis_model_learn(blank, analyses, axis, 4, NULL), KHL_OK);
    assert_int_equal(score(blank, 2, "تخزين البصل", p), 0);
    assert_int_equal(score(blank, 2, "خياطة الجلباب", p), 1);
    for (size_t i = 0; i < 4; i++) khl_analysis_clear(&analyses[i]);
    khl_axis_model_destroy(blank);
    khl_axis_model_destroy(model);
    khl_axes_destroy(bare);
    khl_axes_destroy(taught);
}

static void openness_ships(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"محاربة الرشوة في الصفقات العمومية", "نشر محاضر دورات المجلس للعموم",
                                        "إشراك الساكنة في إعداد الميزانية التشاركية",
                                        "إحداث تطبيق هاتفي لأداء الرسوم عبر الأنترنت",
                                        "إحداث لجنة لتتبع تنفيذ المشاريع المتعثرة"};
    const khl_axes *axes = khl_models_axes_named(fixture_models, "openness");
    assert_int_equal(khl_axes_count(axes), 5);
    assert_ptr_equal(khl_models_axes_named(fixture_models, "default"), khl_models_axes(fixture_models));
    assert_null(khl_models_axes_named(fixture_models, "closedness"));
    khl_axis_model *model = model_of(axes);
    double p[5];
    for (uint32_t i = 0; i < 5; i++)
        if (score(model, 5, TEXTS[i], p) != i) fail_msg("%s", TEXTS[i]);
    khl_axis_model_destroy(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_read_before_is_what_is_read_now),
                                       cmocka_unit_test(by_number),
                                       cmocka_unit_test(by_name),
                                       cmocka_unit_test(unknown_is_none),
                                       cmocka_unit_test(ids_that_are_numbers),
                                       cmocka_unit_test(no_keyword_is_uniform),
                                       cmocka_unit_test(keywords_decide),
                                       cmocka_unit_test(own_axes_of_three),
                                       cmocka_unit_test(concepts_as_keywords),
                                       cmocka_unit_test(descriptions_speak),
                                       cmocka_unit_test(examples_teach),
                                       cmocka_unit_test(openness_ships)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
