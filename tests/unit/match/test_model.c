/* The weights file, probability and verdict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "outfile.h"
#include "khulasa/match.h"
#include "str.h"

static const char *const THRESHOLDS[] = {"same\t0.7\n", "review\t0.2\n", "join\t0.4\n"};
enum { N_ROWS = KHL_N_EVIDENCE + 3 };

/* Row i of a file that can be read: evidence in order, weights 0.5 * i, then thresholds. */
static void put_row(khl_buf *text, unsigned i)
{
    if (i < KHL_N_EVIDENCE)
        khl_buf_format(text, "%s\t%.1f\n", khl_evidence_name(i), 0.5 * i);
    else
        khl_buf_put_c(text, THRESHOLDS[i - KHL_N_EVIDENCE]);
}

/* The whole file, with `instead` for row `at`. */
static khl_status read_with(unsigned at, const char *instead, khl_match_model *model, khl_error *err)
{
    static const char PATH[] = KHL_BINARY_DIR "/test-weights.tsv";
    khl_buf text = KHL_BUF_INIT;
    for (unsigned i = 0; i < N_ROWS; i++) {
        if (i == at)
            khl_buf_put_c(&text, instead);
        else
            put_row(&text, i);
    }
    assert_int_equal(khl_file_write(PATH, khl_buf_str(&text), NULL), KHL_OK);
    khl_buf_clear(&text);
    return khl_match_model_read(model, PATH, err);
}

static void refused(unsigned at, const char *instead, const char *id, uint64_t row, uint64_t column)
{
    khl_match_model model;
    khl_error err = {0};
    assert_int_equal(read_with(at, instead, &model, &err), KHL_E_MODEL);
    assert_string_equal(err.id, id);
    assert_non_null(strstr(err.file, "test-weights.tsv"));
    assert_int_equal(err.row, row);
    assert_int_equal(err.column, column);
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++) assert_true(model.weight[e] == 0); /* nothing half read */
    assert_true(model.same == 0 && model.review == 0 && model.join == 0);
}

static void every_name_once(void **state)
{
    (void)state;
    for (unsigned i = 0; i < KHL_N_EVIDENCE; i++)
        for (unsigned j = 0; j <= i; j++)
            assert_int_equal(strcmp(khl_evidence_name(i), khl_evidence_name(j)) == 0, i == j);
    assert_string_equal(khl_evidence_name(KHL_N_EVIDENCE), "");
}

static void good_files(void **state)
{
    (void)state;
    khl_match_model model;
    khl_error err = {0};
    assert_int_equal(read_with(N_ROWS, "", &model, &err), KHL_OK);
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++) assert_true(model.weight[e] == 0.5 * e);
    assert_true(model.same == 0.7 && model.review == 0.2 && model.join == 0.4);
    assert_int_equal(khl_match_model_read(&model, KHL_SOURCE_DIR "/models/match/weights.tsv", &err), KHL_OK);
    assert_true(model.review <= model.same && model.review > 0 && model.same <= 1);
    for (unsigned e = 1; e < KHL_N_EVIDENCE; e++) { /* the signs that training promises */
        assert_true(khl_evidence_sign(e) * model.weight[e] >= 0);
    }
}

static void bad_files(void **state)
{
    (void)state;
    refused(2, "", "match.missing", N_ROWS - 1, 0);
    refused(N_ROWS - 1, "", "match.missing", N_ROWS - 1, 0);
    refused(3, "word\t1\n", "match.name", 4, 1);
    refused(0, "wrod\t1\n", "match.name", 1, 1);
    refused(0, "Bias\t1\n", "match.name", 1, 1);
    refused(4, "concept\tmuch\n", "match.value", 5, 2);
    refused(4, "concept\t\n", "match.value", 5, 2);
    refused(4, "concept\t1,5\n", "match.value", 5, 2);
    refused(4, "concept\tnan\n", "match.value", 5, 2);
    refused(4, "concept\tinf\n", "match.value", 5, 2);
    refused(4, "concept\t1e999\n", "match.value", 5, 2);
    refused(4, "concept\n", "tsv.too_few", 5, 2);
    refused(KHL_N_EVIDENCE, "same\t1.5\n", "match.value", KHL_N_EVIDENCE + 1, 2);
    refused(KHL_N_EVIDENCE, "same\t-0.1\n", "match.value", KHL_N_EVIDENCE + 1, 2);
    khl_match_model model;
    khl_error err = {0};
    assert_int_equal(khl_match_model_read(&model, KHL_BINARY_DIR "/no-such-file.tsv", &err), KHL_E_IO);
}

static void missing_name_is_named(void **state)
{
    (void)state;
    khl_match_model model;
    khl_error err = {0};
    assert_int_equal(read_with(KHL_EVIDENCE_NGRAM, "", &model, &err), KHL_E_MODEL);
    assert_string_equal(err.args[0], "ngram");
}

static void probability(void **state)
{
    (void)state;
    khl_match_model model = {.weight = {0}};
    double e[KHL_N_EVIDENCE] = {1, 1};
    assert_true(khl_match_probability(&model, e) == 0.5);
    model.weight[KHL_EVIDENCE_WORD] = log(3);
    assert_true(fabs(khl_match_probability(&model, e) - 0.75) < 1e-15);
    model.weight[KHL_EVIDENCE_BIAS] = -1e6; /* beyond what exp can hold */
    assert_true(khl_match_probability(&model, e) == 0);
    model.weight[KHL_EVIDENCE_BIAS] = 1e6;
    assert_true(khl_match_probability(&model, e) == 1);
}

static void verdicts(void **state)
{
    (void)state;
    const khl_match_model model = {.weight = {0}, .same = 0.75, .review = 0.25};
    assert_int_equal(khl_match_verdict(&model, 0.75, 0), KHL_VERDICT_SAME);
    assert_int_equal(khl_match_verdict(&model, 1, 0), KHL_VERDICT_SAME);
    assert_int_equal(khl_match_verdict(&model, nextafter(0.75, 0), 0), KHL_VERDICT_REVIEW);
    assert_int_equal(khl_match_verdict(&model, 0.25, 0), KHL_VERDICT_REVIEW);
    assert_int_equal(khl_match_verdict(&model, nextafter(0.25, 0), 0), KHL_VERDICT_NONE);
    assert_int_equal(khl_match_verdict(&model, 1, 1u << KHL_SLOT_PLACE), KHL_VERDICT_REVIEW);
    assert_int_equal(khl_match_verdict(&model, 0.1, 1u << KHL_SLOT_PLACE), KHL_VERDICT_NONE);
    assert_string_equal(khl_verdict_name(KHL_VERDICT_SAME), "same");
    assert_string_equal(khl_verdict_name(KHL_VERDICT_REVIEW), "review");
    assert_string_equal(khl_verdict_name(KHL_VERDICT_NONE), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_once),       cmocka_unit_test(good_files),  cmocka_unit_test(bad_files),
        cmocka_unit_test(missing_name_is_named), cmocka_unit_test(probability), cmocka_unit_test(verdicts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
