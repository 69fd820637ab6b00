/* Latent semantic analysis: what full rank keeps, whom company brings together, and degenerate rows. */
#include "vector_support.h"

#include <math.h>
#include <stdlib.h>

static double lsa_cosine(const float *rows, uint32_t n_dims, uint32_t i, uint32_t j)
{
    double sum = 0;
    for (uint32_t d = 0; d < n_dims; d++) sum += (double)rows[i * n_dims + d] * (double)rows[j * n_dims + d];
    return sum;
}

static khl_csr rows_from(size_t n, const char *const *texts)
{
    khl_counts *counts = counts_new();
    add_documents(counts, n, texts);
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_csr rows = rows_of(tfidf, counts);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
    return rows;
}

static float *lsa_of(const khl_csr *rows, uint32_t *n_dims)
{
    float *out = NULL;
    assert_int_equal(khl_lsa_rows(&out, n_dims, rows, NULL), KHL_OK);
    assert_non_null(out);
    return out;
}

/* As many directions as there are keep every cosine: nothing was lost on the way. */
static void all_directions_keep_the_cosines(void **state)
{
    (void)state;
    const char *const texts[] = {"a b c d", "b c", "d e f", "a f g h", "h i", "a b c i"};
    khl_csr rows = rows_from(6, texts);
    uint32_t n_dims = 50;
    float *lsa = lsa_of(&rows, &n_dims);
    assert_int_equal(n_dims, 6);
    for (uint32_t i = 0; i < 6; i++)
        for (uint32_t j = 0; j < 6; j++)
            assert_true(fabs(lsa_cosine(lsa, n_dims, i, j) - khl_csr_dot(&rows, i, &rows, j)) < 1e-5);
    free(lsa);
    khl_csr_clear(&rows);
}

/* The first two share no word, but both keep the company of the third: in two directions they meet, and the
 * other matter stays apart. */
static void company_brings_words_together(void **state)
{
    (void)state;
    const char *const texts[] = {"hospital doctor", "clinic nurse",        "hospital doctor clinic nurse",
                                 "road asphalt",    "road asphalt paving", "paving asphalt"};
    khl_csr rows = rows_from(6, texts);
    uint32_t n_dims = 2;
    float *lsa = lsa_of(&rows, &n_dims);
    assert_int_equal(n_dims, 2);
    assert_true(khl_csr_dot(&rows, 0, &rows, 1) == 0);
    assert_true(lsa_cosine(lsa, n_dims, 0, 1) > 0.99);
    assert_true(fabs(lsa_cosine(lsa, n_dims, 0, 3)) < 0.01);
    free(lsa);
    khl_csr_clear(&rows);
}

/* Five equal texts have one direction, and an empty one has none. */
static void rank_is_told(void **state)
{
    (void)state;
    const char *const texts[] = {"a b", "a b", "", "a b", "a b", "a b"};
    khl_csr rows = rows_from(6, texts);
    uint32_t n_dims = 4;
    float *lsa = lsa_of(&rows, &n_dims);
    assert_int_equal(n_dims, 1);
    assert_true(fabs(lsa_cosine(lsa, n_dims, 0, 5) - 1) < 1e-6);
    assert_true(lsa[2] == 0);
    free(lsa);
    khl_csr_clear(&rows);
}

static void degenerate_rows_and_dims(void **state)
{
    (void)state;
    khl_error err = {0};
    float *lsa = NULL;
    for (size_t n = 0; n < 3; n++) {
        const char *const texts[] = {"", ""};
        khl_csr rows = rows_from(n, texts);
        uint32_t n_dims = 8;
        lsa = lsa_of(&rows, &n_dims);
        assert_int_equal(n_dims, 0);
        free(lsa);
        const uint32_t bad[] = {0, 1025};
        for (size_t k = 0; k < 2; k++) {
            n_dims = bad[k];
            assert_int_equal(khl_lsa_rows(&lsa, &n_dims, &rows, &err), KHL_E_ARGUMENT);
            assert_null(lsa);
        }
        khl_csr_clear(&rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(degenerate_rows_and_dims), cmocka_unit_test(all_directions_keep_the_cosines),
        cmocka_unit_test(company_brings_words_together), cmocka_unit_test(rank_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
