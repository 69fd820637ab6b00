/* Agreement of partitions against scikit-learn's recorded numbers, and the histogram of sizes. */
#include "cluster_support.h"

#include "str.h"
#include "tsv.h"

#define MAX_ITEMS 256

/* Numbers between spaces; "-" for none. */
static size_t parse_labels(khl_str list, uint32_t *labels)
{
    size_t n = 0;
    if (khl_str_equal(list, KHL_STR("-"))) return 0;
    while (list.n > 0) {
        size_t length = 0;
        while (length < list.n && list.p[length] != ' ') length++;
        uint64_t value = 0;
        assert_true(n < MAX_ITEMS && khl_str_to_u64(khl_str_part(list, 0, length), &value));
        labels[n++] = (uint32_t)value;
        list = khl_str_part(list, length < list.n ? length + 1 : length, list.n);
    }
    return n;
}

static void compare_row(const khl_tsv *tsv)
{
    uint32_t predicted[MAX_ITEMS], gold[MAX_ITEMS];
    size_t n = parse_labels(tsv->fields[1], predicted);
    assert_int_equal(parse_labels(tsv->fields[2], gold), n);
    khl_agreement got;
    assert_int_equal(khl_agreement_compute(predicted, gold, n, &got, NULL), KHL_OK);
    const double numbers[] = {got.precision,      got.recall,     got.f1,          got.b_cubed_precision,
                              got.b_cubed_recall, got.b_cubed_f1, got.homogeneity, got.completeness,
                              got.v_measure,      got.ari,        got.n_clusters,  got.n_gold};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        double want;
        assert_true(khl_str_to_f64(tsv->fields[3 + k], &want));
        if (!(fabs(numbers[k] - want) < 1e-9))
            fail_msg("line %u, number %u: %.12g, not %.12g", (unsigned)tsv->line, (unsigned)k, numbers[k],
                     want);
    }
}

static void scikit_learn_agrees(void **state)
{
    (void)state;
    khl_tsv tsv;
    bool more;
    int n_rows = 0;
    assert_int_equal(khl_tsv_open(&tsv, KHL_SOURCE_DIR "/tests/vectors/agreement.tsv", NULL), KHL_OK);
    for (; khl_tsv_next(&tsv, 15, &more, NULL) == KHL_OK && more; n_rows++) compare_row(&tsv);
    khl_tsv_close(&tsv);
    assert_int_equal(n_rows, 16);
}

static void nothing_agrees_with_nothing(void **state)
{
    (void)state;
    khl_agreement got;
    assert_int_equal(khl_agreement_compute(NULL, NULL, 0, &got, NULL), KHL_OK);
    assert_true(got.precision == 1.0 && got.b_cubed_f1 == 1.0 && got.v_measure == 1.0 && got.ari == 1.0);
    assert_int_equal(got.n_clusters, 0);
}

static void swapping_the_partitions_swaps_the_halves(void **state)
{
    (void)state;
    uint32_t a[60], b[60];
    uint64_t random = 5;
    for (int i = 0; i < 60; i++) {
        a[i] = (uint32_t)(next_random(&random) % 9);
        b[i] = (uint32_t)(next_random(&random) % 13);
    }
    khl_agreement x, y;
    assert_int_equal(khl_agreement_compute(a, b, 60, &x, NULL), KHL_OK);
    assert_int_equal(khl_agreement_compute(b, a, 60, &y, NULL), KHL_OK);
    assert_true(x.precision == y.recall && x.recall == y.precision && x.precision != x.recall);
    assert_true(fabs(x.b_cubed_precision - y.b_cubed_recall) < 1e-12);
    assert_true(fabs(x.homogeneity - y.completeness) < 1e-12 && fabs(x.ari - y.ari) < 1e-12);
}

static void names_of_labels_do_not_matter(void **state)
{
    (void)state;
    uint32_t a[50], b[50], renamed[50];
    uint64_t random = 6;
    for (int i = 0; i < 50; i++) {
        a[i] = (uint32_t)(next_random(&random) % 7);
        b[i] = (uint32_t)(next_random(&random) % 7);
        renamed[i] = UINT32_MAX - 1000 * ((a[i] * 3) % 7);
    }
    khl_agreement x, y;
    assert_int_equal(khl_agreement_compute(a, b, 50, &x, NULL), KHL_OK);
    assert_int_equal(khl_agreement_compute(renamed, b, 50, &y, NULL), KHL_OK);
    assert_memory_equal(&x, &y, sizeof x); /* to the last bit */
}

/* 200,000 items in one cluster have 2 * 10^10 pairs: over 32 bits. Half of them belong together. */
static void pairs_are_counted_in_64_bits(void **state)
{
    (void)state;
    enum { N = 200000 };
    uint32_t *one = must_alloc(N, 4), *halves = must_alloc(N, 4);
    for (uint32_t i = 0; i < N; i++) halves[i] = i % 2;
    khl_agreement got;
    assert_int_equal(khl_agreement_compute(one, halves, N, &got, NULL), KHL_OK);
    assert_true(fabs(got.precision - 99999.0 / 199999.0) < 1e-12);
    assert_true(got.recall == 1.0 && got.ari == 0.0 && got.homogeneity == 0.0);
    free(one);
    free(halves);
}

static void sizes_are_counted(void **state)
{
    (void)state;
    const uint32_t labels[] = {8, 8, 8, 8, 0, 5, 5, 7, UINT32_MAX, UINT32_MAX};
    uint32_t sizes[6];
    assert_int_equal(khl_cluster_sizes(labels, 10, 5, sizes, NULL), KHL_OK);
    assert_memory_equal(sizes, ((const uint32_t[]){0, 2, 2, 0, 1, 0}), sizeof sizes);
}

static void the_last_size_counts_all_larger_ones(void **state)
{
    (void)state;
    const uint32_t labels[] = {8, 8, 8, 8, 0, 5, 5, 7};
    uint32_t sizes[4] = {9, 9, 9, 9};
    assert_int_equal(khl_cluster_sizes(labels, 8, 2, sizes, NULL), KHL_OK);
    assert_memory_equal(sizes, ((const uint32_t[]){0, 2, 2, 9}), sizeof sizes); /* and no more is written */
    assert_int_equal(khl_cluster_sizes(labels, 8, 1, sizes, NULL), KHL_OK);
    assert_int_equal(sizes[1], 4);
}

static void no_label_has_no_size(void **state)
{
    (void)state;
    uint32_t sizes[3] = {9, 9, 9};
    khl_error err = {0};
    assert_int_equal(khl_cluster_sizes(NULL, 0, 2, sizes, NULL), KHL_OK);
    assert_memory_equal(sizes, ((const uint32_t[]){0, 0, 0}), sizeof sizes);
    assert_int_equal(khl_cluster_sizes(NULL, 0, 0, sizes, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "cluster.max_size");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_agrees_with_nothing),
        cmocka_unit_test(scikit_learn_agrees),
        cmocka_unit_test(swapping_the_partitions_swaps_the_halves),
        cmocka_unit_test(names_of_labels_do_not_matter),
        cmocka_unit_test(pairs_are_counted_in_64_bits),
        cmocka_unit_test(sizes_are_counted),
        cmocka_unit_test(the_last_size_counts_all_larger_ones),
        cmocka_unit_test(no_label_has_no_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
