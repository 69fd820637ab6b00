/* The nearest dense rows: agreement with the plain double loop, ties, edges of tiles, threads. */
#include "search_support.h"

/* n x dims numbers about 0; every seventh row repeats the one before, every thirteenth is zero, and others
 * lie so close together that single precision cannot tell their order. */
static float *random_dense(size_t n, uint32_t dims, uint64_t seed)
{
    float *values = calloc(n * dims + 1, sizeof *values);
    uint64_t state = seed;
    assert_non_null(values);
    for (size_t r = 0; r < n; r++)
        for (uint32_t d = 0; d < dims; d++) {
            float *value = &values[r * dims + d];
            *value = (float)(random_unit(&state) - 0.5);
            if (r % 7 == 6) *value = values[(r - 1) * dims + d];
            if (r % 7 == 5) *value = values[(r - 1) * dims + d];
            if (r % 7 == 5 && d + 1 == dims) *value = nextafterf(*value, 1);
            if (r % 13 == 12) *value = 0;
        }
    return values;
}

static void expect(const khl_dense_rows *queries, const khl_dense_rows *targets, size_t k, bool others,
                   uint32_t *ids, double *scores)
{
    for (size_t q = 0; q < queries->n_rows; q++) {
        size_t n = 0;
        for (uint32_t t = 0; t < targets->n_rows; t++) {
            double sum = 0;
            for (uint32_t d = 0; d < queries->n_dims; d++)
                sum += (double)queries->values[q * queries->n_dims + d] *
                       (double)targets->values[(size_t)t * queries->n_dims + d];
            if (!(sum > 0) || (others && t == q) || (n == k && !(sum > scores[q * k + k - 1]))) continue;
            size_t at = n < k ? n++ : k - 1;
            for (; at > 0 && scores[q * k + at - 1] < sum; at--) {
                scores[q * k + at] = scores[q * k + at - 1];
                ids[q * k + at] = ids[q * k + at - 1];
            }
            scores[q * k + at] = sum;
            ids[q * k + at] = t;
        }
        for (; n < k; n++) ids[q * k + n] = UINT32_MAX;
    }
}

static void assert_exact(size_t n_queries, size_t n_targets, uint32_t dims, size_t k, bool others)
{
    float *a = random_dense(n_queries, dims, 3 + n_queries),
          *b = random_dense(n_targets, dims, 3 + n_targets);
    khl_dense_rows queries = {a, (uint32_t)n_queries, dims}, targets = {b, (uint32_t)n_targets, dims};
    size_t n = n_queries * k + 1;
    uint32_t *is = calloc(n, sizeof *is), *should = calloc(n, sizeof *should);
    double *scores = calloc(n, sizeof *scores), *right = calloc(n, sizeof *right);
    assert_true(is && should && scores && right);
    expect(&queries, &targets, k, others, should, right);
    for (unsigned threads = 1; threads <= 3; threads++) {
        khl_dense_options options = KHL_DENSE_OPTIONS_INIT;
        options.n_threads = threads;
        options.others = others;
        memset(is, 0xAA, n_queries * k * sizeof *is);
        assert_int_equal(khl_search_dense_top_k(&queries, &targets, k, &options, is, scores, NULL), KHL_OK);
        assert_memory_equal(is, should, n_queries * k * sizeof *is);
        assert_memory_equal(scores, right, n_queries * k * sizeof *scores);
    }
    free(a);
    free(b);
    free(is);
    free(should);
    free(scores);
    free(right);
}

static void tiles_find_what_the_double_loop_finds(void **state)
{
    (void)state;
    assert_exact(300, 5000, 16, 10, false);
    assert_exact(257, 4097, 3, 1, false);
    assert_exact(1, 70, 64, 100, false);
    assert_exact(40, 1, 5, 3, false);
}

static void a_row_is_no_neighbour_of_itself(void **state)
{
    (void)state;
    assert_exact(600, 600, 24, 7, true);
}

/* Thousands of rows of one score. */
static void ties_go_to_the_smaller_row(void **state)
{
    (void)state;
    enum { N = 9000, K = 5 };
    float *values = calloc(N, sizeof *values);
    uint32_t ids[K];
    double scores[K];
    assert_non_null(values);
    for (size_t r = 0; r < N; r++) values[r] = r < 4000 ? 0.25F : 0.5F;
    khl_dense_rows query = {values + 8000, 1, 1}, targets = {values, N, 1};
    assert_int_equal(khl_search_dense_top_k(&query, &targets, K, NULL, ids, scores, NULL), KHL_OK);
    for (uint32_t k = 0; k < K; k++) assert_int_equal(ids[k], 4000 + k);
    free(values);
}

static void what_cannot_be_multiplied_is_refused(void **state)
{
    (void)state;
    float one[2] = {1, INFINITY};
    uint32_t id;
    double score;
    khl_dense_rows a = {one, 1, 1}, b = {one, 1, 2};
    assert_int_equal(khl_search_dense_top_k(&a, &b, 1, NULL, &id, &score, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_search_dense_top_k(&b, &b, 1, NULL, &id, &score, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_search_dense_top_k(&a, &a, 0, NULL, NULL, NULL, NULL), KHL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_find_what_the_double_loop_finds),
        cmocka_unit_test(a_row_is_no_neighbour_of_itself),
        cmocka_unit_test(ties_go_to_the_smaller_row),
        cmocka_unit_test(what_cannot_be_multiplied_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
