/* Who is addressed by a demand, and how far up it has to go. */
#include "models_fixture.h"

#include "outfile.h"

#include <math.h>

static khl_authority_model *shipped_model(void)
{
    khl_authority_model *model = NULL;
    assert_int_equal(khl_authority_model_create(&model, khl_models_authorities(fixture_models),
                                                khl_models_text(fixture_models), NULL),
                     KHL_OK);
    return model;
}

/* The likeliest body for one or more wordings; p [count]. */
static const char *lead_of(const khl_authority_model *model, const char *const *texts, size_t n,
                           const char *axis, double *p, khl_level *level)
{
    static char id[64];
    const khl_authorities *bodies = khl_models_authorities(fixture_models);
    khl_analysis analyses[4];
    const khl_analysis *list[4];
    khl_wordings wordings = {list, n, khl_str_from(axis)};
    uint32_t best = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(texts[i]), NULL,
                                          &analyses[i], NULL),
                         KHL_OK);
        list[i] = &analyses[i];
    }
    assert_int_equal(khl_authority_model_score(model, &wordings, p, level, NULL), KHL_OK);
    for (size_t i = 0; i < n; i++) khl_analysis_clear(&analyses[i]);
    for (uint32_t i = 0; i < khl_authorities_count(bodies); i++) {
        assert_true(p[i] >= 0 && p[i] <= 1);
        sum += p[i];
        if (p[i] > p[best]) best = i;
    }
    assert_true(fabs(sum - 1) < 1e-12);
    khl_str name = khl_authorities_id(bodies, best);
    snprintf(id, sizeof id, "%.*s", (int)name.n, name.p);
    return id;
}

static const char *lead(const khl_authority_model *model, const char *text, khl_level *level)
{
    double p[128];
    return lead_of(model, &text, 1, "", p, level);
}

static void bodies_have_names_and_levels(void **state)
{
    (void)state;
    const khl_authorities *bodies = khl_models_authorities(fixture_models);
    assert_int_equal(khl_authorities_count(bodies), 39);
    for (uint32_t i = 0; i < khl_authorities_count(bodies); i++) {
        khl_name name = khl_authorities_name(bodies, i);
        assert_true(khl_authorities_id(bodies, i).n > 0 && name.ar.n > 0 && name.fr.n > 0 && name.en.n > 0);
        assert_true(khl_authorities_level(bodies, i) < KHL_LEVEL_NONE);
    }
    assert_true(khl_str_equal(khl_level_name(KHL_LEVEL_REGIONAL), KHL_STR("regional")));
    assert_int_equal(khl_level_name(KHL_LEVEL_NONE).n, 0);
}

typedef struct lead_case {
    const char *text, *lead;
    khl_level level;
} lead_case;

static void expect_leads(const lead_case *cases, size_t n)
{
    khl_authority_model *model = shipped_model();
    for (size_t c = 0; c < n; c++) {
        khl_level level;
        const char *said = lead(model, cases[c].text, &level);
        if (strcmp(said, cases[c].lead) != 0 || level != cases[c].level)
            fail_msg("%s: %s, level %d", cases[c].text, said, (int)level);
    }
    khl_authority_model_destroy(model);
}

static void competence_decides(void **state)
{
    (void)state;
    static const lead_case cases[] = {
        {"إصلاح الإنارة العمومية بالأزقة", "commune", KHL_LEVEL_LOCAL},
        {"جمع النفايات المنزلية بانتظام", "commune", KHL_LEVEL_LOCAL},
        {"توفير النقل المدرسي لتلاميذ الدواوير", "province", KHL_LEVEL_PROVINCIAL},
        {"فتح المسالك القروية", "province", KHL_LEVEL_PROVINCIAL},
        {"بناء حجرات دراسية جديدة", "education", KHL_LEVEL_PROVINCIAL},
        {"إحداث مركز صحي", "health", KHL_LEVEL_PROVINCIAL},
        {"تحسين استقبال المرضى بالمستشفى", "hospital", KHL_LEVEL_PROVINCIAL},
        {"بناء مستشفى جامعي", "health", KHL_LEVEL_NATIONAL},
        {"إحداث مدينة المهن والكفاءات", "vocational_training", KHL_LEVEL_REGIONAL},
        {"ربط المنازل بالماء الصالح للشرب", "water_electricity_operator", KHL_LEVEL_LOCAL},
        {"تكثيف الدوريات الأمنية", "police_gendarmerie", KHL_LEVEL_PROVINCIAL},
        {"ترميم المسجد العتيق", "religious_affairs", KHL_LEVEL_PROVINCIAL},
        {"تشجير الغابة", "water_forests", KHL_LEVEL_PROVINCIAL},
        {"تعديل القانون المنظم للجمعيات", "interior", KHL_LEVEL_NATIONAL},
        {"améliorer la couverture du réseau téléphonique", "telecom_operator", KHL_LEVEL_NATIONAL},
        {"éclairage public", "commune", KHL_LEVEL_LOCAL}};
    expect_leads(cases, sizeof cases / sizeof *cases);
    khl_authority_model_destroy(NULL);
}

/* One thing is decided at another level, or by another body, with what stands beside it. */
static void what_stands_beside_decides(void **state)
{
    (void)state;
    static const lead_case cases[] = {
        {"تعبيد الطريق", "commune", KHL_LEVEL_LOCAL},
        {"تعبيد طريق الدوار", "province", KHL_LEVEL_PROVINCIAL},
        {"تزويد الدوار بالماء الصالح للشرب", "water_electricity_operator", KHL_LEVEL_PROVINCIAL},
        {"بناء مستشفى", "health", KHL_LEVEL_NATIONAL},
        {"توفير الأطباء بالمستشفى", "health", KHL_LEVEL_PROVINCIAL},
        {"بناء إعدادية", "education", KHL_LEVEL_REGIONAL},
        {"إصلاح الإعدادية", "education", KHL_LEVEL_PROVINCIAL},
        {"دروس محو الأمية بالمدرسة", "education", KHL_LEVEL_LOCAL},
        {"منع الرعي في الغابة", "water_forests", KHL_LEVEL_PROVINCIAL},
        {"تثنية الطريق الوطنية", "equipment_transport", KHL_LEVEL_NATIONAL},
        {"دعم تعاونيات زيت الزيتون", "agriculture", KHL_LEVEL_PROVINCIAL}};
    expect_leads(cases, sizeof cases / sizeof *cases);
}

/* Two wordings of one demand share what stands beside. */
static void wordings_complete_each_other(void **state)
{
    (void)state;
    const char *const texts[] = {"تعبيد الطريق", "تعبيد طريق الدوار"};
    double p[128];
    khl_level level;
    khl_authority_model *model = shipped_model();
    assert_string_equal(lead_of(model, texts, 2, "", p, &level), "province");
    assert_int_equal(level, KHL_LEVEL_PROVINCIAL);
    khl_authority_model_destroy(model);
}

/* What the reasons and the demand both name counts where it is asked for; a frame inside a longer form does
 * not begin the demand. */
static void the_demand_counts_in_full(void **state)
{
    (void)state;
    khl_level level;
    khl_authority_model *model = shipped_model();
    assert_string_equal(
        lead(model, "الماء الصالح للشرب ينقطع والسوق بعيد، أصلحوا شبكة الماء الصالح للشرب", &level),
        "water_electricity_operator");
    assert_string_equal(
        lead(model, "مراعاة لظروف العمال في الضيعات الفلاحية نلتمس دروسا لمحو الأمية", &level), "education");
    assert_int_equal(level, KHL_LEVEL_LOCAL);
    assert_string_equal(lead(model, "محاربة الأمية لدى مربي الماشية", &level), "education");
    khl_authority_model_destroy(model);
}

/* Where a thing stands does not make the body of the place the lead. */
static void what_is_asked_for_counts_most(void **state)
{
    (void)state;
    khl_level level;
    khl_authority_model *model = shipped_model();
    assert_string_equal(lead(model, "وضع مخفضات السرعة أمام المدرسة", &level), "commune");
    assert_string_equal(lead(model, "بناء مدرسة قرب السوق الأسبوعي", &level), "education");
    assert_string_equal(lead(model, "نظرا لمعاناة التلاميذ مع المدرسة البعيدة نطالب بتعبيد الشارع", &level),
                        "commune");
    khl_authority_model_destroy(model);
}

/* A concept without a row speaks for the body of its broader one. */
static void narrower_concepts_inherit(void **state)
{
    (void)state;
    khl_level level;
    khl_authority_model *model = shipped_model();
    assert_string_equal(lead(model, "مدارس ابتدائية", &level), "education"); /* primary_school: school */
    assert_string_equal(lead(model, "برك مائية", &level), "water_electricity_operator");
    khl_authority_model_destroy(model);
}

static void nothing_known_gives_nobody_much(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"", "؟؟", "كزبورة معدنوسية", "123"};
    double p[128];
    khl_level level;
    khl_authority_model *model = shipped_model();
    for (size_t t = 0; t < sizeof TEXTS / sizeof *TEXTS; t++) {
        lead_of(model, &TEXTS[t], 1, "", p, &level);
        for (uint32_t i = 0; i < 39; i++) assert_true(fabs(p[i] - 1.0 / 39) < 1e-12);
        assert_string_equal(lead_of(model, &TEXTS[t], 1, "health", p, &level), "health");
        assert_true(p[7] < 0.5);
        assert_int_equal(level, KHL_LEVEL_PROVINCIAL);
    }
    khl_authority_model_destroy(model);
}

static void wordings_count_alike(void **state)
{
    (void)state;
    const char *const texts[] = {"إصلاح الإنارة العمومية", "توفير المصابيح بالشارع",
                                 "إصلاح الإنارة العمومية"};
    double one[128], three[128];
    khl_level level;
    khl_authority_model *model = shipped_model();
    lead_of(model, texts, 1, "", one, &level);
    const char *const same[] = {texts[0], texts[0], texts[0]};
    lead_of(model, same, 3, "", three, &level);
    for (uint32_t i = 0; i < 39; i++) assert_true(fabs(one[i] - three[i]) < 1e-9);
    assert_string_equal(lead_of(model, texts, 3, "", three, &level), "commune");
    khl_authority_model_destroy(model);
}

/* The body of number 0 to 2 that a text is given by rows of one's own, and the level. */
static uint32_t given_by(const char *concerns, const char *text, khl_level *level)
{
    static const char BODIES[] = KHL_BINARY_DIR "/test-own-bodies.tsv",
                      CONCERNS[] = KHL_BINARY_DIR "/test-own-concerns.tsv";
    const char *three = "a\tا\tA\tA\tlocal\nb\tب\tB\tB\tprovincial\nc\tت\tC\tC\tregional\n";
    khl_authorities *own = NULL;
    khl_authority_model *model = NULL;
    khl_analysis analysis;
    const khl_analysis *list[] = {&analysis};
    khl_wordings wordings = {list, 1, khl_str_from("")};
    double p[3];
    assert_int_equal(khl_file_write(BODIES, khl_str_from(three), NULL), KHL_OK);
    assert_int_equal(khl_file_write(CONCERNS, khl_str_from(concerns), NULL), KHL_OK);
    assert_int_equal(khl_authorities_read(&own, BODIES, CONCERNS, khl_models_lexicon(fixture_models), NULL),
                     KHL_OK);
    assert_int_equal(khl_authority_model_create(&model, own, khl_models_text(fixture_models), NULL), KHL_OK);
    assert_int_equal(
        khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, &analysis, NULL), KHL_OK);
    assert_int_equal(khl_authority_model_score(model, &wordings, p, level, NULL), KHL_OK);
    khl_analysis_clear(&analysis);
    khl_authority_model_destroy(model);
    khl_authorities_destroy(own);
    uint32_t best = p[1] > p[0] ? 1 : 0;
    return p[2] > p[best] ? 2 : best;
}

/* Of several rows whose condition is met the lowest holds; what is narrower meets it, too; without any, the
 * row without a condition. Its level is that of its lead, or its own; a hint alone does not move it. */
static void conditions_in_order(void **state)
{
    (void)state;
    khl_level level;
    const char *rows = "concept\tschool\ta\t\t3\nconcept\tschool\tb\t\t3\t\t\thospital\n"
                       "concept\tschool\tc\t\t3\tnational\t\troad\n";
    assert_int_equal(given_by(rows, "مدرسة", &level), 0);
    assert_int_equal(level, KHL_LEVEL_LOCAL);
    assert_int_equal(given_by(rows, "مدرسة قرب المستشفى", &level), 1);
    assert_int_equal(level, KHL_LEVEL_PROVINCIAL);
    assert_int_equal(given_by(rows, "مدرسة قرب المستشفى والطريق", &level), 2);
    assert_int_equal(level, KHL_LEVEL_NATIONAL);
    assert_int_equal(given_by(rows, "مدرسة قرب المسلك القروي", &level), 2); /* rural_track: road */
    given_by("concept\tschool\ta\t\t3\tnational?\n", "مدرسة", &level);
    assert_int_equal(level, KHL_LEVEL_LOCAL);
}

static void refused_at(const char *bodies, const char *concerns, const char *id, uint64_t row,
                       uint64_t column)
{
    static const char BODIES[] = KHL_BINARY_DIR "/test-bodies.tsv",
                      CONCERNS[] = KHL_BINARY_DIR "/test-concerns.tsv";
    khl_authorities *out = NULL;
    khl_error err = {0};
    assert_int_equal(khl_file_write(BODIES, khl_str_from(bodies), NULL), KHL_OK);
    assert_int_equal(khl_file_write(CONCERNS, khl_str_from(concerns), NULL), KHL_OK);
    khl_status status =
        khl_authorities_read(&out, BODIES, CONCERNS, khl_models_lexicon(fixture_models), &err);
    if (id == NULL) {
        if (status != KHL_OK) fail_msg("%s", err.message);
        khl_authorities_destroy(out);
        return;
    }
    assert_int_equal(status, KHL_E_MODEL);
    assert_null(out);
    assert_string_equal(err.id, id);
    assert_int_equal(err.row, row);
    assert_int_equal(err.column, column);
}

static void faults_have_a_place(void **state)
{
    (void)state;
    const char *two = "c\tا\tA\tA\tlocal\nd\tب\tB\tB\tnational\n";
    refused_at(two, "# none\n", NULL, 0, 0);
    refused_at("", "", NULL, 0, 0);
    refused_at(two, "concept\tschool|hospital\tc\td:0.5\t3\tnational?\tnote\naxis\tmine\td\t\t1\n", NULL, 0,
               0);
    refused_at(two, "concept\tschool\tc\t\t3\nconcept\tschool\td\t\t3\t\t\thospital|road\n", NULL, 0, 0);
    refused_at(two, "concept\tschool\td\t\t3\t\t\thospital\nconcept\tschool\tc\t\t3\t\t\troad\n", NULL, 0, 0);
    refused_at(two, "ask\tنطالب|nous demandons\t\t\t1\n", NULL, 0, 0);
    refused_at(two, "concept\tschool\td\t\t3\t\t\troad|no_such\n", "concerns.concept", 1, 8);
    refused_at("c\tا\tA\tA\tplanetary\n", "", "authorities.level", 1, 5);
    refused_at("c\tا\t\tA\tlocal\n", "", "authorities.nameless", 1, 1);
    refused_at("c\tا\tA\tA\tlocal\nc\tا\tA\tA\tlocal\n", "", "authorities.twice", 2, 1);
    refused_at(two, "concept\tno_such_concept\tc\t\t3\n", "concerns.concept", 1, 2);
    refused_at(two, "concept\tschool\tc\t\t3\nconcept\thospital|school\tc\t\t3\n", "concerns.twice", 2, 2);
    refused_at(two, "concept\tschool\te\t\t3\n", "concerns.body", 1, 3);
    refused_at(two, "concept\tschool\tc\te:1\t3\n", "concerns.body", 1, 4);
    refused_at(two, "concept\tschool\tc\td:x\t3\n", "concerns.weight", 1, 4);
    refused_at(two, "concept\tschool\tc\t\t0\n", "concerns.weight", 1, 5);
    refused_at(two, "concept\tschool\tc\t\t3\thigh\n", "authorities.level", 1, 6);
    refused_at(two, "word\tschool\tc\t\t3\n", "concerns.source", 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_have_names_and_levels), cmocka_unit_test(competence_decides),
        cmocka_unit_test(what_stands_beside_decides),   cmocka_unit_test(wordings_complete_each_other),
        cmocka_unit_test(the_demand_counts_in_full),    cmocka_unit_test(what_is_asked_for_counts_most),
        cmocka_unit_test(narrower_concepts_inherit),    cmocka_unit_test(nothing_known_gives_nobody_much),
        cmocka_unit_test(wordings_count_alike),         cmocka_unit_test(conditions_in_order),
        cmocka_unit_test(faults_have_a_place)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
