/* The linear classifier: learns, says how well, is the same for any number of threads, and comes back from
 * its file. */
#include "models_fixture.h"

#include "outfile.h"

#include <math.h>

enum { N = 24 };
static const char *const TEXTS[N] = {"بناء مدرسة ابتدائية",   "توظيف الأساتذة بالثانوية",
                                     "دعم التلاميذ بالمدرسة", "حجرات دراسية جديدة",
                                     "محاربة الهدر المدرسي",  "مطعم مدرسي للتلاميذ",
                                     "ترميم الثانوية",        "أستاذ لكل قسم",
                                     "بناء مستشفى إقليمي",    "توظيف الأطباء بالمستشفى",
                                     "دعم المرضى بالمستشفى",  "سيارة إسعاف جديدة",
                                     "محاربة داء السكري",     "أدوية للمرضى",
                                     "ترميم المستوصف",        "طبيب لكل مركز صحي",
                                     "تعبيد الطريق الرابطة",  "إصلاح شبكة الطرق",
                                     "قنطرة على الطريق",      "تشوير الطريق",
                                     "حفر الطريق بالشارع",    "توسيع الطريق الوطنية",
                                     "ترميم القنطرة",         "رصيف لكل شارع"};
static const char *const LABELS[3] = {"school", "health", "road"};

typedef struct lesson {
    khl_analysis analyses[N];
    khl_str labels[N], groups[N];
} lesson;

static void lesson_init(lesson *l)
{
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(TEXTS[i]), NULL,
                                          &l->analyses[i], NULL),
                         KHL_OK);
        l->labels[i] = khl_str_from(LABELS[i / 8]);
        l->groups[i] = khl_str_from(TEXTS[i]);
    }
}

static void lesson_clear(lesson *l)
{
    for (size_t i = 0; i < N; i++) khl_analysis_clear(&l->analyses[i]);
}

static khl_status train(khl_linear **out, khl_linear_report *report, const lesson *l, bool grouped, size_t n,
                        const khl_linear_options *options, khl_error *err)
{
    const khl_linear_texts texts = {l->analyses, l->labels, grouped ? l->groups : NULL, n};
    return khl_linear_train(out, report, &texts, options, err);
}

static khl_linear *learn(const lesson *l, unsigned n_threads, khl_linear_report *report)
{
    khl_linear_options options = KHL_LINEAR_OPTIONS_INIT;
    khl_linear *model = NULL;
    khl_error err = {0};
    options.n_threads = n_threads;
    if (train(&model, report, l, true, N, &options, &err) != KHL_OK) fail_msg("%s", err.message);
    return model;
}

static const char *said(const khl_linear *model, const char *text, double *p)
{
    static char name[32];
    khl_analysis a;
    uint32_t best = 0;
    double sum = 0;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, &a, NULL),
                     KHL_OK);
    assert_int_equal(khl_linear_score(model, &a, p, NULL), KHL_OK);
    khl_analysis_clear(&a);
    for (uint32_t c = 0; c < khl_linear_n_classes(model); c++) {
        assert_true(p[c] >= 0 && p[c] <= 1);
        sum += p[c];
        if (p[c] > p[best]) best = c;
    }
    assert_true(fabs(sum - 1) < 1e-9);
    khl_str s = khl_linear_class(model, best);
    snprintf(name, sizeof name, "%.*s", (int)s.n, s.p);
    return name;
}

static void learns_what_it_is_shown(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    khl_linear_report report;
    double p[3];
    khl_linear *model = learn(&l, 1, &report);
    assert_int_equal(khl_linear_n_classes(model), 3);
    for (size_t i = 0; i < N; i++) assert_string_equal(said(model, TEXTS[i], p), LABELS[i / 8]);
    assert_string_equal(said(model, "نريد مستشفيات أقرب", p), "health");
    assert_string_equal(said(model, "الطرقات محفرة", p), "road");
    assert_string_equal(said(model, "école", p), "school"); /* by the concept: no letter is shared */
    assert_int_equal(report.n, N);
    assert_int_equal(report.n_classes, 3);
    assert_true(fabs(report.majority - 1.0 / 3) < 1e-12);
    assert_true(report.accuracy > 0.6 && report.accuracy <= 1);
    assert_true(report.log_loss >= 0 && report.log_loss < log(3.0));
    assert_true(report.calibration_error >= 0 && report.calibration_error <= 1);
    khl_linear_destroy(model);
    khl_linear_destroy(NULL);
    lesson_clear(&l);
}

/* What shares no label with its features cannot be learnt: cross-validation says so. */
static void does_not_flatter_itself(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    khl_linear_report report;
    uint64_t seed = 77;
    for (size_t i = 0; i < N; i++) l.labels[i] = khl_str_from(LABELS[draw(&seed, 3)]);
    khl_linear_destroy(learn(&l, 1, &report));
    assert_true(report.accuracy < 0.6);
    lesson_clear(&l);
}

/* Wordings of one demand do not vouch for one another. */
static void groups_are_not_split(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    khl_linear_report report;
    for (size_t i = 0; i < N; i++) l.groups[i] = khl_str_from(LABELS[i / 8]); /* each class one group */
    khl_linear_destroy(learn(&l, 1, &report));
    assert_true(report.accuracy == 0); /* a class that was never seen is never said */
    lesson_clear(&l);
}

static void bytes_of(const khl_linear *model, char **bytes, size_t *n)
{
    assert_int_equal(khl_linear_write(model, bytes, n, NULL), KHL_OK);
}

static void same_for_any_threads(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    char *one, *four;
    size_t n_one, n_four;
    khl_linear *a = learn(&l, 1, NULL), *b = learn(&l, 4, NULL);
    bytes_of(a, &one, &n_one);
    bytes_of(b, &four, &n_four);
    assert_int_equal(n_one, n_four);
    assert_memory_equal(one, four, n_one);
    free(one);
    free(four);
    khl_linear_destroy(a);
    khl_linear_destroy(b);
    lesson_clear(&l);
}

static const char PATH[] = KHL_BINARY_DIR "/test-linear.tsv";

static void comes_back_from_its_file(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    char *bytes;
    size_t n;
    double p[3], q[3];
    khl_linear *model = learn(&l, 1, NULL), *read = NULL;
    khl_error err = {0};
    bytes_of(model, &bytes, &n);
    assert_int_equal(khl_file_write(PATH, (khl_str){bytes, n}, NULL), KHL_OK);
    free(bytes);
    if (khl_linear_read(&read, PATH, &err) != KHL_OK) fail_msg("%s row %u", err.message, (unsigned)err.row);
    for (size_t i = 0; i < N; i++) {
        said(model, TEXTS[i], p);
        said(read, TEXTS[i], q);
        for (unsigned c = 0; c < 3; c++) assert_true(fabs(p[c] - q[c]) < 1e-3);
    }
    khl_linear_destroy(model);
    khl_linear_destroy(read);
    lesson_clear(&l);
}

static void refused_at(const char *rows, uint64_t row, uint64_t column)
{
    khl_linear *model = NULL;
    khl_error err = {0};
    assert_int_equal(khl_file_write(PATH, khl_str_from(rows), NULL), KHL_OK);
    assert_int_equal(khl_linear_read(&model, PATH, &err), KHL_E_MODEL);
    assert_null(model);
    assert_string_equal(err.id, "linear.row");
    assert_int_equal(err.row, row);
    assert_int_equal(err.column, column);
}

static void faults_have_a_place(void **state)
{
    (void)state;
#define TWO "class\ta\t0\nclass\tb\t0\n"
    refused_at("hello\tworld\t1\n", 1, 1);
    refused_at("class\ta\t0\nclass\ta\t0\n", 2, 2);
    refused_at("class\ta\tzero\n", 1, 3);
    refused_at("setting\tchars\t-1\n", 1, 3);
    refused_at("setting\tcharm\t1\n", 1, 2);
    refused_at("idf\tword\tx\t1\n", 1, 2); /* before any class */
    refused_at(TWO "idf\tsmell\tx\t1\n", 3, 2);
    refused_at(TWO "idf\tword\tx\tnan\n", 3, 4);
    refused_at(TWO "idf\tword\tx\t1\nclass\tc\t0\n", 4, 2);
    refused_at(TWO "idf\tword\tx\t1\nweight\tc\tword\tx\t1\n", 4, 2);
    refused_at(TWO "idf\tword\tx\t1\nweight\ta\tword\ty\t1\n", 4, 4);
    refused_at(TWO "idf\tword\tx\t1\nweight\ta\tword\tx\tinf\n", 4, 5);
    khl_linear *model = NULL;
    assert_int_equal(khl_linear_read(&model, KHL_BINARY_DIR "/no-such-file", NULL), KHL_E_IO);
}

static void needs_two_classes(void **state)
{
    (void)state;
    lesson l;
    lesson_init(&l);
    khl_linear *model = NULL;
    khl_error err = {0};
    assert_int_equal(train(&model, NULL, &l, false, 8, NULL, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "linear.classes");
    for (size_t i = 0; i < N; i++) l.labels[i] = KHL_STR("");
    assert_int_equal(train(&model, NULL, &l, false, N, NULL, &err), KHL_E_INPUT);
    assert_int_equal(train(&model, NULL, &l, false, 0, NULL, &err), KHL_E_INPUT);
    khl_linear_options options = KHL_LINEAR_OPTIONS_INIT;
    options.cost = 0;
    assert_int_equal(train(&model, NULL, &l, false, N, &options, &err), KHL_E_ARGUMENT);
    assert_null(model);
    lesson_clear(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(learns_what_it_is_shown),  cmocka_unit_test(does_not_flatter_itself),
        cmocka_unit_test(groups_are_not_split),     cmocka_unit_test(same_for_any_threads),
        cmocka_unit_test(comes_back_from_its_file), cmocka_unit_test(faults_have_a_place),
        cmocka_unit_test(needs_two_classes)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
