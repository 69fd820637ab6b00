/* Training on pairs drawn from a model that is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "khulasa/match.h"
#include "str.h"

enum { M = KHL_N_EVIDENCE, N = 20000 };

static double uniform(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (double)(*seed * 0x2545F4914F6CDD1DU >> 11) / 9007199254740992.0;
}

static bool speaks_against(unsigned e)
{
    return khl_evidence_sign(e) < 0;
}

/* The bias keeps the two labels in balance, however many evidences there are for and against. */
static void true_weights(double *w)
{
    double sum = 0;
    for (unsigned e = 0; e < M; e++) w[e] = (speaks_against(e) ? -1.0 : 1.0) * (0.75 + 0.25 * (e % 4));
    for (unsigned e = 0; e < M; e++) sum += e == KHL_EVIDENCE_BIAS ? 0 : w[e];
    w[KHL_EVIDENCE_BIAS] = -1 - sum / 2;
}

/* Evidence from 0 to 1, labels by the logistic model w. */
static double *generate(const double *w, unsigned char *labels, uint64_t seed)
{
    double *rows = malloc(sizeof *rows * N * M);
    assert_non_null(rows);
    for (size_t r = 0; r < N; r++) {
        double z = 0;
        for (unsigned e = 0; e < M; e++) {
            rows[r * M + e] = e == KHL_EVIDENCE_BIAS ? 1 : uniform(&seed);
            z += w[e] * rows[r * M + e];
        }
        labels[r] = uniform(&seed) < 1 / (1 + exp(-z));
    }
    return rows;
}

static void nothing_and_one_class_are_refused(void **state)
{
    (void)state;
    khl_match_model model = {.weight = {0}};
    double rows[2 * M] = {0};
    const unsigned char same[2] = {1, 1}, different[2] = {0, 0}, both[2] = {0, 1};
    khl_error err = {0};
    assert_int_equal(khl_match_train(&model, rows, same, 0, 1, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_match_train(&model, rows, same, 2, 1, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "train.one_class");
    assert_int_equal(khl_match_train(&model, rows, different, 2, 1, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_match_train(&model, rows, both, 2, 0, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "train.ridge");
    assert_int_equal(khl_match_train(&model, rows, both, 2, -1, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_match_train(&model, rows, both, 2, NAN, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_match_train(&model, rows, both, 2, INFINITY, NULL), KHL_E_ARGUMENT);
}

static void evidence_that_is_no_number_is_refused(void **state)
{
    (void)state;
    khl_match_model model = {.weight = {0}};
    double rows[2 * M] = {1, NAN};
    const unsigned char both[2] = {0, 1};
    khl_error err = {0};
    rows[M] = 1;
    assert_int_equal(khl_match_train(&model, rows, both, 2, 1, &err), KHL_E_ARGUMENT);
    rows[1] = INFINITY;
    assert_int_equal(khl_match_train(&model, rows, both, 2, 1, &err), KHL_E_ARGUMENT);
}

static void recovers_known_weights(void **state)
{
    (void)state;
    double w[M];
    unsigned char *labels = malloc(N);
    khl_match_model model = {.weight = {0}, .same = 0.9, .review = 0.1, .join = 0.5};
    true_weights(w);
    double *rows = generate(w, labels, 7);
    const khl_match_train_options everything = {1e-3, KHL_EVIDENCE_ALL, NULL};
    assert_int_equal(khl_match_train_with(&model, rows, labels, N, &everything, NULL), KHL_OK);
    for (unsigned e = 0; e < M; e++) /* 0.1 is one standard error; the bias takes part in all */
        if (fabs(model.weight[e] - w[e]) > (e == KHL_EVIDENCE_BIAS ? 1.5 : 0.4))
            fail_msg("%s is %g and not %g", khl_evidence_name(e), model.weight[e], w[e]);
    assert_true(model.same == 0.9 && model.review == 0.1 && model.join == 0.5); /* not its to set */
    free(rows);
    free(labels);
}

/* The gradient vanishes at the optimum: for every free weight, residuals weighed by evidence equal ridge
 * times weight. */
static void fit_is_the_optimum(void **state)
{
    (void)state;
    double w[M], gradient[M] = {0};
    unsigned char *labels = malloc(N);
    khl_match_model model = {.weight = {0}};
    const double ridge = 3;
    true_weights(w);
    double *rows = generate(w, labels, 11);
    assert_int_equal(khl_match_train(&model, rows, labels, N, ridge, NULL), KHL_OK);
    for (size_t r = 0; r < N; r++) {
        double p = khl_match_probability(&model, rows + r * M);
        for (unsigned e = 0; e < M; e++) gradient[e] += ((double)labels[r] - p) * rows[r * M + e];
    }
    for (unsigned e = 1; e < M; e++)
        if (model.weight[e] != 0) assert_true(fabs(gradient[e] - ridge * model.weight[e]) < 1e-6);
    assert_true(fabs(gradient[KHL_EVIDENCE_BIAS]) < 1e-6); /* the bias is not penalised */
    free(rows);
    free(labels);
}

static void wrong_signs_are_held(void **state)
{
    (void)state;
    double w[M];
    unsigned char *labels = malloc(N);
    khl_match_model model = {.weight = {0}};
    true_weights(w);
    w[KHL_EVIDENCE_WORD] = -1.5;
    w[KHL_EVIDENCE_PLACE_CONFLICT] = 1.5;
    w[KHL_EVIDENCE_LENGTH] = 1;
    double *rows = generate(w, labels, 5);
    assert_int_equal(khl_match_train(&model, rows, labels, N, 1, NULL), KHL_OK);
    assert_true(model.weight[KHL_EVIDENCE_WORD] == 0);
    assert_true(model.weight[KHL_EVIDENCE_PLACE_CONFLICT] == 0);
    assert_true(model.weight[KHL_EVIDENCE_LENGTH] == 0);
    for (unsigned e = 1; e < M; e++)
        assert_true(speaks_against(e) ? model.weight[e] <= 0 : model.weight[e] >= 0);
    assert_true(model.weight[KHL_EVIDENCE_CONCEPT] > 0.3); /* the others still speak */
    free(rows);
    free(labels);
}

static void order_of_rows_does_not_matter(void **state)
{
    (void)state;
    double w[M], *turned = malloc(sizeof *turned * N * M);
    unsigned char *labels = malloc(N), *turned_labels = malloc(N);
    khl_match_model a = {.weight = {0}}, b = {.weight = {0}};
    true_weights(w);
    double *rows = generate(w, labels, 3);
    for (size_t r = 0; r < N; r++) { /* 7919 is a prime that does not divide N */
        size_t to = r * 7919 % N;
        memcpy(turned + to * M, rows + r * M, sizeof(double[M]));
        turned_labels[to] = labels[r];
    }
    assert_int_equal(khl_match_train(&a, rows, labels, N, 1, NULL), KHL_OK);
    assert_int_equal(khl_match_train(&b, turned, turned_labels, N, 1, NULL), KHL_OK);
    for (unsigned e = 0; e < M; e++) assert_true(fabs(a.weight[e] - b.weight[e]) < 1e-9);
    free(rows);
    free(turned);
    free(labels);
    free(turned_labels);
}

/* Classes that one piece of evidence parts wholly would drive its weight to infinity but for the ridge. */
static void parted_classes_stay_finite(void **state)
{
    (void)state;
    double rows[4 * M] = {0};
    const unsigned char labels[4] = {0, 0, 1, 1};
    khl_match_model model = {.weight = {0}};
    for (unsigned r = 0; r < 4; r++) {
        rows[r * M] = 1;
        rows[r * M + KHL_EVIDENCE_WORD] = labels[r];
    }
    assert_int_equal(khl_match_train(&model, rows, labels, 4, 1e-3, NULL), KHL_OK);
    assert_true(model.weight[KHL_EVIDENCE_WORD] > 2 && model.weight[KHL_EVIDENCE_WORD] < 100);
    assert_true(khl_match_probability(&model, rows) < 0.5);
    assert_true(khl_match_probability(&model, rows + 3 * M) > 0.5);
    assert_true(model.weight[KHL_EVIDENCE_NGRAM] == 0); /* never seen: the ridge keeps it at 0 */
}

/* What is left out weighs nothing and takes its share to none: the optimum is that of the rest alone. */
static void evidence_left_out_is_held(void **state)
{
    (void)state;
    double w[M], g[M] = {0};
    unsigned char *labels = malloc(N);
    khl_match_model model = {.weight = {0}};
    khl_match_train_options options = {2, KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORD), NULL};
    true_weights(w);
    double *rows = generate(w, labels, 13);
    assert_int_equal(khl_match_train_with(&model, rows, labels, N, &options, NULL), KHL_OK);
    for (unsigned e = 0; e < M; e++)
        if (e != KHL_EVIDENCE_BIAS && e != KHL_EVIDENCE_WORD) assert_true(model.weight[e] == 0);
    for (size_t r = 0; r < N; r++) {
        double residual = (double)labels[r] - khl_match_probability(&model, rows + r * M);
        g[0] += residual;
        g[1] += residual * rows[r * M + KHL_EVIDENCE_WORD];
    }
    assert_true(fabs(g[0]) < 1e-6 && fabs(g[1] - 2 * model.weight[KHL_EVIDENCE_WORD]) < 1e-6);
    free(rows);
    free(labels);
}

static void lists_of_evidence(void **state)
{
    (void)state;
    const uint64_t bias = KHL_EVIDENCE_BIT(KHL_EVIDENCE_BIAS);
    uint64_t set = 0, all = 0;
    khl_error err = {0};
    assert_int_equal(khl_evidence_parse(&set, khl_str_from("word"), NULL), KHL_OK);
    assert_true(set == (bias | KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORD)));
    assert_int_equal(khl_evidence_parse(&set, khl_str_from("words, place_conflict"), NULL), KHL_OK);
    assert_true(set ==
                (bias | KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORD) | KHL_EVIDENCE_BIT(KHL_EVIDENCE_PAIR) |
                 KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORDS_SHARED) | KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORDS_LESS) |
                 KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORDS_MORE) | KHL_EVIDENCE_BIT(KHL_EVIDENCE_PLACE_CONFLICT)));
    assert_int_equal(
        khl_evidence_parse(&all, khl_str_from("words,ngrams,concepts,slots,length,soft,lsa,collection,rank"), NULL),
        KHL_OK);
    assert_true(all == KHL_EVIDENCE_ALL); /* every evidence is in a group but these and the bias */
    assert_int_equal(khl_evidence_parse(&set, khl_str_from("all"), NULL), KHL_OK);
    assert_true(set == all);
    static const char *const BAD[] = {"", "word,", ",word", "wor", "words slots"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal(khl_evidence_parse(&set, khl_str_from(BAD[i]), &err), KHL_E_ARGUMENT);
        assert_string_equal(err.id, "match.evidence");
    }
    assert_int_equal(khl_evidence_parse(&set, khl_str_from("word,nothing"), &err), KHL_E_ARGUMENT);
    assert_string_equal(err.args[0], "nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_and_one_class_are_refused),
                                       cmocka_unit_test(evidence_that_is_no_number_is_refused),
                                       cmocka_unit_test(recovers_known_weights),
                                       cmocka_unit_test(fit_is_the_optimum),
                                       cmocka_unit_test(wrong_signs_are_held),
                                       cmocka_unit_test(order_of_rows_does_not_matter),
                                       cmocka_unit_test(parted_classes_stay_finite),
                                       cmocka_unit_test(evidence_left_out_is_held),
                                       cmocka_unit_test(lists_of_evidence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
