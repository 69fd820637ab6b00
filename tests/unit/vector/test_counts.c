/* Counting: what is refused, what a document is, and the weight of a term. */
#include "vector_support.h"

#include "counts.h"

#include <math.h>
#include <stdio.h>

static void nothing_counted_is_a_matrix_without_rows(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_csr rows = rows_of(tfidf, counts);
    assert_int_equal(rows.n_rows, 0);
    assert_int_equal(rows.n_cols, 0);
    assert_true(rows.row_ptr[0] == 0);
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
    khl_counts_destroy(NULL);
}

static void empty_documents_are_rows(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    add_documents(counts, 3, (const char *const[]){"", "a", ""});
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_csr rows = rows_of(tfidf, counts);
    assert_int_equal(rows.n_rows, 3);
    assert_true(rows.row_ptr[1] == 0 && rows.row_ptr[2] == 1 && rows.row_ptr[3] == 1);
    assert_true(rows.val[0] == 1.0F);
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

static void occurrences_add_up_within_a_document_only(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    add_documents(counts, 2, (const char *const[]){"b a b b", "b"});
    assert_int_equal(counts->n_docs, 2);
    assert_int_equal(counts->closed[0].n_terms, 2);
    assert_int_equal(counts->closed[1].n_terms, 1);
    khl_count first, second, alone;
    const uint32_t *code = khl_counts_next(counts->closed[0].codes, &first);
    khl_counts_next(code, &second);
    khl_counts_next(counts->closed[1].codes, &alone);
    assert_int_equal(first.tf, 3);
    assert_int_equal(second.tf, 1);
    assert_int_equal(alone.tf, 1);
    assert_int_equal(first.term, alone.term);
    assert_int_not_equal(first.term, second.term);
    khl_counts_destroy(counts);
}

static void open_document_does_not_count(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    add_document(counts, KHL_STR("a"));
    assert_int_equal(khl_counts_add(counts, KHL_STR("a"), 1.0F, NULL), KHL_OK);
    assert_int_equal(khl_counts_add(counts, KHL_STR("later"), 1.0F, NULL), KHL_OK);
    khl_tfidf *tfidf = fit(counts, NULL);
    assert_int_equal(khl_tfidf_n_terms(tfidf), 1);
    assert_int_equal(khl_tfidf_df(tfidf, 0), 1);
    khl_csr rows = rows_of(tfidf, counts);
    assert_int_equal(rows.n_rows, 1);
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

static void term_is_copied(void **state)
{
    (void)state;
    char scratch[] = "abc";
    khl_counts *counts = counts_new();
    assert_int_equal(khl_counts_add(counts, (khl_str){scratch, 3}, 1.0F, NULL), KHL_OK);
    assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    scratch[0] = 'z';
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_counts_destroy(counts); /* nor does the space borrow from the counts */
    assert_true(khl_str_equal(khl_tfidf_term(tfidf, 0), KHL_STR("abc")));
    khl_tfidf_destroy(tfidf);
}

static void smallest_weight_of_a_term_holds(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    const float weights[] = {1.0F, 0.25F, 0.5F};
    for (size_t d = 0; d < 3; d++) {
        assert_int_equal(khl_counts_add(counts, KHL_STR("form"), weights[d], NULL), KHL_OK);
        assert_int_equal(khl_counts_add(counts, KHL_STR("road"), 1.0F, NULL), KHL_OK);
        assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    }
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_csr rows = rows_of(tfidf, counts);
    for (uint32_t d = 0; d < 3; d++) { /* both terms have idf 1, so lengths are those of (1/4, 1) */
        double length = sqrt(1.0 + 0.0625);
        assert_true(fabs(cell(tfidf, &rows, d, KHL_STR("form")) - 0.25 / length) < 1e-7);
        assert_true(fabs(cell(tfidf, &rows, d, KHL_STR("road")) - 1.0 / length) < 1e-7);
    }
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

static void meaningless_terms_are_refused(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    khl_error err = {0};
    const float bad[] = {0.0F, -0.5F, 1.5F, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(khl_counts_add(counts, KHL_STR("a"), bad[i], &err), KHL_E_ARGUMENT);
        assert_string_equal(err.id, "vector.term_weight");
    }
    assert_int_equal(khl_counts_add(counts, (khl_str){NULL, 0}, 1.0F, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "vector.empty_term");
    assert_int_equal(counts->n_open, 0);
    assert_int_equal(counts->terms.n, 0);
    khl_counts_destroy(counts);
}

/* Terms are bytes: NUL and ill-formed UTF-8 are kept apart like any others; many of them make arrays grow. */
static void many_and_odd_terms(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    for (unsigned i = 0; i < 5000; i++) {
        char term[8] = {'t', '\0', (char)0xFF, (char)(i & 0xFF), (char)(i >> 8)};
        assert_int_equal(khl_counts_add(counts, (khl_str){term, 5}, 1.0F, NULL), KHL_OK);
        assert_int_equal(khl_counts_add(counts, (khl_str){term, 5}, 1.0F, NULL), KHL_OK);
    }
    assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    khl_tfidf *tfidf = fit(counts, NULL);
    assert_int_equal(khl_tfidf_n_terms(tfidf), 5000);
    for (uint32_t c = 1; c < 5000; c++)
        assert_true(khl_str_compare(khl_tfidf_term(tfidf, c - 1), khl_tfidf_term(tfidf, c)) < 0);
    khl_csr rows = rows_of(tfidf, counts);
    assert_true(rows.row_ptr[1] == 5000);
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_counted_is_a_matrix_without_rows),
        cmocka_unit_test(empty_documents_are_rows),
        cmocka_unit_test(occurrences_add_up_within_a_document_only),
        cmocka_unit_test(open_document_does_not_count),
        cmocka_unit_test(term_is_copied),
        cmocka_unit_test(smallest_weight_of_a_term_holds),
        cmocka_unit_test(meaningless_terms_are_refused),
        cmocka_unit_test(many_and_odd_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
